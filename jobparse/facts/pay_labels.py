"""Labels before amounts: what is left of one without the words that any pay has, and what kind of label it is.

In: a stretch of text before an amount. Out: the stretch without neutral words at its edges, and the rows of `pay/label` in it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.facts.rowscan import Fused, fused
from jobparse.model import Evidence, Span

if TYPE_CHECKING:
    from jobparse.facts.pay_statement import Reader
    from jobparse.rulebook import Row, Rulebook

EDGE = " \n\t*_#>`~•·●-–—.,;:|([{="
"""Marks at the edges of a label that are no part of it."""

MARKS = EDGE + "+&/\\)]"


GLUED_LABEL_RE = regex.compile(
    r"""
    (?<=[\p{Ll}\d)]) \p{Lu}\p{Ll}+ (?:
        (?: \s (?: \p{Lu}\p{Ll}+ | [\dA-F]{1,2} ) ){0,2} \s?[:$£€]      # Pay Range$, Zone 2:
        | (?: [\s-] \p{Ll}{2,12} ){1,2} :                               # Night premium:
        | - \p{Ll}{2,12} (?: \s \p{Ll}{2,12} )? \s?[:$£€]               # Sign-on payment £
    )
    | (?<=\d) \p{Lu}{3} \s?[:$£€]                                       # OTE $
    """,
    regex.VERBOSE,
)
"""A label glued to the sentence before it, where a page lost the break: "per hourSalary:"."""

GLUED_RE = regex.compile(r"\p{Ll}{3}(?:\p{Lu}\p{Ll}|\d)")
"""Where a page lost a break: behind it begins another item ("£12.85/hour28 days leaveFree parking")."""


class LabelRows(NamedTuple):
    """The rows that labels are read with, fused: what is trimmed off, and what a label may be (on folded text, and with capitals)."""

    trim: Fused
    label: Fused
    cased: Fused


@lru_cache(maxsize=4)
def label_rows(rulebook: Rulebook) -> LabelRows:
    """The rows of a rulebook for labels."""
    bounds = [row for row in rulebook.rows("pay/bound") if row.get("side") == "before" and not row.case]
    labels = rulebook.rows("pay/label")
    return LabelRows(
        fused((*bounds, *rulebook.rows("pay/neutral"))),
        fused(row for row in labels if not row.case),
        fused(row for row in labels if row.case),
    )


def labels_in(reader: Reader, start: int, end: int) -> tuple[Evidence, ...]:
    """The rows that say what kind of label stands in `[start, end)`."""
    if start >= end:
        return ()
    rows = label_rows(reader.document.rulebook)
    found = (*rows.label.scan(reader.hits.folded, start, end), *rows.cased.scan(reader.hits.value, start, end))
    return tuple(Evidence("label", row.id, Span(first, last)) for row, first, last in found)


def trimmed(
    reader: Reader, start: int, end: int, *, cues: bool = False, neutral: bool = True
) -> tuple[int, int, tuple[Evidence, ...]]:
    """A stretch without the marks, periods and neutral words at its two edges; with `cues`, without words of pay either."""
    matches: list[tuple[str, int, int]] = [(row.id, first, last) for row, first, last in _words(reader, start, end, neutral)]
    words = reader.words_around(start, end)
    spoken = (*words.periods, *(m for m in words.evidence if cues and m.row.family == "pay/cue"))
    matches.extend((m.row.id, m.start, m.end) for m in spoken if start <= m.start and m.end <= end)
    used: dict[str, Evidence] = {}
    value = reader.hits.value
    moved = True
    while moved and start < end:
        moved = False
        while start < end and value[start] in MARKS:
            start += 1
        while end > start and value[end - 1] in MARKS:
            end -= 1
        for rule, first, last in matches:
            if first <= start < last <= end:
                start, moved = last, True
            elif start <= first < end <= last:
                end, moved = first, True
            else:
                continue
            used.setdefault(rule, Evidence("label", rule, Span(first, last)))
    return start, end, tuple(used.values())


def _words(reader: Reader, start: int, end: int, neutral: bool) -> list[tuple[Row, int, int]]:
    found = label_rows(reader.document.rulebook).trim.scan(reader.hits.folded, start, end)
    return found if neutral else [f for f in found if f[0].family == "pay/bound"]


LONGEST = 90
"""Characters of a scope; longer heads are sentences."""

PIECE_RE = re.compile(r":(?!\d\d\b)|[|;\t•]|(?<!\d),?\s[-–—]+\s|(?<=\))\s?[-–—]\s?|\n")


class Scope(NamedTuple):
    """What an amount is tied to, at `[start, end)`, and where the words that were read end; `column` is the head above it in a table."""

    start: int
    end: int
    evidence: tuple[Evidence, ...]
    used: int
    column: Span | None = None

    def text(self, value: str) -> str:
        """The scope as worded, on one line; in a table that is told by row and column, both."""
        named = " ".join(value[self.start : self.end].split())
        if named.count("(") > named.count(")") and value[self.end : self.end + 1] == ")":
            named += ")"
        if self.column is None:
            return named
        head = " ".join(value[self.column.start : self.column.end].split())
        return f"{named}, {head}" if named else head


def pieces_of(value: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a head between its marks."""
    pieces: list[tuple[int, int]] = []
    at = start
    for mark in PIECE_RE.finditer(value, start, end):
        pieces.append((at, mark.start()))
        at = mark.end()
    pieces.append((at, end))
    return [(a, b) for a, b in pieces if b > a]


def names_something(value: str, start: int, end: int) -> bool:
    """Whether a part of a head can be the name of a place, level or group."""
    text = value[start:end]
    return (
        0 < end - start <= LONGEST
        and any(c.isalnum() for c in text)
        and (len(text) > 1 or text.isupper())
        and text[0] not in "'’"
        and ".com" not in text
    )
