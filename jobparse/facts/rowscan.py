"""Rows of a family inside a short stretch of text, tried with the faster engine, or fused into one pattern.

In: hits, a family, a stretch. Out: what `Hits.all` gives, match for match (a test holds the two together). The standard library's
engine is about twice as fast as `regex` on alternations of words, which is what the rows of pay are; patterns that it cannot read (a
look-behind of varying width) stay with `regex`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from jobparse.dialect import quick, sought
from jobparse.matching import Match

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row

GROUP_RE = re.compile(r"\(\?P<([a-z]+)>")


def found_rows(hits: Hits, family: str, start: int, end: int) -> list[Match]:
    """Every match of every row of `family` inside `[start, end)`, in written order of rows."""
    matches: list[Match] = []
    for row in hits.rows(family, start, end):
        text = hits.value if row.case else hits.folded
        for found in quick(row.pattern).finditer(text, start, end):
            matches.append(Match(row, found.start(), found.end(), found))
    return matches


def tried_rows(rows: Iterable[Row], hits: Hits, start: int, end: int) -> list[Match]:
    """Every match of every one of `rows` inside `[start, end)`, without asking where their literals stand: for few rows and a short stretch."""
    value, folded = hits.value, hits.folded
    return [
        Match(row, found.start(), found.end(), found)
        for row in rows
        for found in quick(row.pattern).finditer(value if row.case else folded, start, end)
    ]


def numbered(row: Row, number: int) -> str:
    """The pattern of a row as a group that bears its number, as do the groups in it: for patterns of many rows."""
    inner = GROUP_RE.sub(rf"(?P<\1_{number}>", row.pattern)
    return f"(?P<row_{number}>{inner})"


class Fused(NamedTuple):
    """Rows as one pattern: a place is tried once, not row by row. `rows` stand in the order of the groups."""

    pattern: Any
    rows: tuple[Row, ...]

    def row(self, found: Any) -> Row | None:
        """The row that a match is of."""
        return self.rows[found.lastindex - 1] if found and found.lastindex else None

    def scan(self, text: str, start: int, end: int) -> list[tuple[Row, int, int]]:
        """The rows that match inside `[start, end)`, from left to right without overlap, with their places."""
        if self.pattern is None:
            return []
        return [
            (self.rows[m.lastindex - 1], *m.span(m.lastindex)) for m in self.pattern.finditer(text, start, end) if m.lastindex
        ]


def fused(rows: Iterable[Row], frame: str = "{}") -> Fused:
    """`rows` as one pattern inside `frame`, which holds `{}` where they go. Their patterns have no groups of their own."""
    rows = tuple(rows)
    if not rows:
        return Fused(None, ())
    return Fused(quick(frame.replace("{}", "|".join(f"({sought(row.pattern)})" for row in rows))), rows)
