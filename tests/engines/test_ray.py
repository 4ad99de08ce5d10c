"""Ray Data: a map over batches, in worker processes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import ray
import ray.data

from jobparse.arrow import STRUCT, parse_table
from jobparse.rulebook import Rulebook


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    """Ray on this machine, with two workers."""
    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR", log_to_driver=False)
    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])  # the workers know the package, not its tests
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


def in_order(dataset: ray.data.Dataset) -> pa.Table:
    """All rows of a dataset by their number."""
    return pa.concat_tables([ray.get(ref) for ref in dataset.to_arrow_refs()]).sort_by("id")


def test_ray_map_gives_the_cells_of_parse(texts: list[str | None], cells: Callable[..., Any], own_rules: Rulebook) -> None:
    """With the shipped rules and with a user's own, over several blocks."""
    dataset = ray.data.from_arrow(pa.table({"id": range(len(texts)), "text": texts})).repartition(4)
    for rules in (None, own_rules):
        mapped = dataset.map_batches(partial(parse_table, rules=rules), batch_format="pyarrow", batch_size=64)
        table = in_order(mapped)
        assert table.column("posting").to_pylist() == [cells(t, rules) for t in texts]
        assert table.schema.field("posting").type == STRUCT


def killed_once(table: pa.Table, flag: str) -> pa.Table:
    """Parse, but the first worker that comes here is killed in the middle of its work."""
    parsed = parse_table(table)
    if os.path.exists(flag):
        os.unlink(flag)
        os.kill(os.getpid(), signal.SIGKILL)
    return parsed


def test_ray_a_killed_worker_loses_nothing(cells: Callable[..., Any], tmp_path: Path) -> None:
    """The rows of a worker that is killed in mid-run are parsed by another."""
    (tmp_path / "flag").touch()
    table = pa.table({"id": range(200), "text": [f"Welder {n % 7}" for n in range(200)]})
    mapped = ray.data.from_arrow(table).repartition(10).map_batches(
        partial(killed_once, flag=str(tmp_path / "flag")), batch_format="pyarrow", batch_size=20
    )  # fmt: skip
    found = in_order(mapped)
    wanted = [cells(f"Welder {n}") for n in range(7)]
    assert not (tmp_path / "flag").exists()
    assert found.column("id").to_pylist() == list(range(200))
    assert found.column("posting").to_pylist() == [wanted[n % 7] for n in range(200)]
