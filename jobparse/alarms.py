"""The places of a text near which one of its lines might be cut: what stands nowhere near one is never looked at again.

In: a text, its marks and its notices. Out: places, sorted. They may be too many, never too few: each function leaves out only what `walls.py` would
refuse in any piece of the line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jobparse.contents import Found
    from jobparse.linemarks import Marks

PARAGRAPH = 600
"""From this length on a line may hold several paragraphs (nine tenths of real paragraphs are shorter)."""

SHORT_PARAGRAPH = 100
"""A shorter line holds one paragraph; up to `PARAGRAPH` only the surest paragraphs are cut off."""

LEAST_BEFORE = 40
LEAST_BEFORE_SHORT = 150
"""So many characters must stand before a paragraph of another kind for a cut to be worth it (in a short line, if they are of no kind)."""

LEAST_BULLETS, LEAST_DOTS, LEAST_DASHES = 2, 3, 3

OPENED_RE = re.compile(r"(?:[:…]|\.\.\.)(?=[^\S\n]?[A-ZÀ-ÖØ-Þ\d$€£•\-–“\"(])")
"""A colon, or the dots that a list continues, behind which something begins in the same line."""

ASKED_RE = re.compile(r"\?(?=[^\S\n]*[A-ZÀ-ÖØ-Þ•\d\"“-])")


def parting(value: str, notices: Iterable[Found]) -> list[int]:
    """The places of those notices that may begin a paragraph of their own: deep enough in a line that is long enough.

    Behind a remark a wall may be cut, too, so it counts wherever it stands.
    """
    places: list[int] = []
    strong = -1
    for notice in notices:
        at = notice.start
        low = max(0, at - PARAGRAPH)
        start = value.rfind("\n", low, at) + 1 or low
        if notice.row.get("strong"):
            # the first of a line that is no wall must stand far behind what is of no kind
            if at - start >= (LEAST_BEFORE if strong >= start else LEAST_BEFORE_SHORT) or _is_long(
                value, start, at, LEAST_BEFORE
            ):
                places.append(at)
            strong = at
        elif _is_long(value, start, at, 0 if notice.row.get("remark") else LEAST_BEFORE):
            places.append(at)
    return places


def _is_long(value: str, start: int, at: int, least: int) -> bool:
    """Whether `at` stands at least so far behind the start of its line, and the line may hold several paragraphs."""
    return at - start >= least and start + PARAGRAPH <= len(value) and value.find("\n", at, start + PARAGRAPH) < 0


def list_marks(value: str, marks: Marks) -> list[int]:
    """The places of those list marks of which a line holds enough for a list."""
    places: list[int] = []
    for kind, least in ((marks.bullets, LEAST_BULLETS), (marks.dots, LEAST_DOTS), (marks.dashes, LEAST_DASHES)):
        if len(kind) >= least:
            places += _crowded(value, kind, least)
    if marks.numbers:
        places += _counting(value, marks.numbers)
    places.sort()
    return places


def _crowded(value: str, places: Sequence[int], least: int) -> list[int]:
    """Those of some places that have as many others behind them in their line as make up `least`."""
    behind = places[least - 1 :]
    return [first for first, last in zip(places, behind, strict=False) if value.find("\n", first, last) < 0]


def _counting(value: str, threes: Sequence[int]) -> list[int]:
    """Those of some numbers three in whose line a one and a two stand before."""
    places: list[int] = []
    stop, counts = 0, False
    for at in threes:
        if at >= stop:
            start = value.rfind("\n", stop, at) + 1 or stop
            stop = value.find("\n", at)
            stop = stop if stop >= 0 else len(value)
            counts = all(value.find(f"{number}.", start, at) >= 0 or value.find(f"{number})", start, at) >= 0 for number in "12")
        if counts:
            places.append(at)
    return places


def opened(value: str, ellipses: Sequence[int]) -> list[int]:
    """Where the colons stand behind which something begins, and the dots that a list continues."""
    places = [at for at in ellipses if OPENED_RE.match(value, at)]
    for mark in ":…":
        at = value.find(mark)
        while at >= 0:
            if OPENED_RE.match(value, at):
                places.append(at)
            at = value.find(mark, at + 1)
    places.sort()
    return places


def asked(value: str) -> list[int]:
    """Where a question ends and something begins behind it."""
    return [found.start() for found in ASKED_RE.finditer(value)] if "?" in value else []
