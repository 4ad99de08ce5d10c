"""How a long run is going, on standard error, for a person at a terminal; for nobody else."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

REFRESH_SECONDS = 0.2

Told = Callable[[int, int, int], None]
"""Told rows, failures and bytes of input done."""


@contextlib.contextmanager
def shown(total: int | None, *, on: bool) -> Iterator[Told]:
    """A line with count, rate, time left and failures while the run goes on. `total` is in bytes of input, None where nobody knows."""
    if not on:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    words = TextColumn("{task.fields[words]}", markup=False)
    columns = (
        words,
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("spent"),
        TimeElapsedColumn(),
    )
    begun = last = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as progress:
        task = progress.add_task("", total=total, words="starting")
        first: int | None = None

        def tell(rows: int, failures: int, size: int) -> None:
            nonlocal last, first
            first = rows if first is None else first  # a run that goes on has not made its first rows in this time
            now = time.monotonic()
            if now - last < REFRESH_SECONDS:
                return
            last = now
            rate = (rows - first) / (now - begun)
            progress.update(task, completed=size, words=f"{rows:,} postings, {rate:,.0f} a second, {failures:,} failed")
            progress.refresh()

        yield tell
