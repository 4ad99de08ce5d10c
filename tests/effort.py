"""How much work a call does, counted in lines of Python run: the same number on every machine, however busy.

What it does not see is time inside one call of an engine for patterns; `bench/hostile.py` measures that, by the clock.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

SHORT, LONG = 4_000, 16_000
"""Characters of the two texts that are compared: the second is four times the first."""

LINEAR = 1.35
"""How far above the ratio of the lengths linear work may grow: sorting has its logarithm, and the first text its start-up."""


def effort(call: Callable[[], object]) -> int:
    """The lines of Python that a call runs, each turn of a loop counted.

    >>> effort(lambda: [i for i in range(200)]) > effort(lambda: [i for i in range(100)]) > 100
    True
    """
    count = 0

    def tracer(_frame: FrameType, _event: str, _value: object) -> Any:
        nonlocal count
        count += 1
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def assert_linear(function: Callable[[str], object], unit: str) -> None:
    """Fails where four times as much of a hostile unit takes plainly more than four times the work."""
    short, long = ((unit * (size // len(unit) + 1))[:size] for size in (SHORT, LONG))
    function(short), function(long)  # what is made once, or remembered, is made before the count
    little, much = effort(lambda: function(short)), effort(lambda: function(long))
    assert much <= LINEAR * LONG / SHORT * little + 1_000, f"{unit!r}: {little} lines of Python, then {much}"
