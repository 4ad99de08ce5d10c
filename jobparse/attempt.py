"""One parse among many: what goes wrong with it becomes a value.

`parse` raises nothing on odd text, but over millions of rows something will be odd in a way that nobody thought of, and a run of hours must
not end there. So this is the one place that catches everything, for the batch and for the engines; no stage does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Failure(NamedTuple):
    """Why a row has no record, in one line."""

    message: str


def attempt(make: Callable[[], T]) -> T | Failure:
    """What `make` gives, or why it gave nothing.

    >>> attempt(lambda: 1)
    1
    >>> attempt(lambda: int("many"))
    Failure(message="ValueError: invalid literal for int() with base 10: 'many'")
    """
    try:
        return make()
    except Exception as error:  # noqa: BLE001  the boundary that the module's docstring argues for
        words = " ".join(str(error).split())
        return Failure(f"{type(error).__name__}: {words}" if words else type(error).__name__)
