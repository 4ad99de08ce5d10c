"""Document → where dates and words of graduating stand: the cheap look that most postings do not get past.

In: the folded text and the rows. Out: the places of everything that looks like a date with a year and of the words from which graduation may be
counted; and, asked only around dates, the places of cues. One pass of an automaton over the text, a second over the
surroundings of its dates: in 1,966 real postings two of three name no year at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.automata import Automaton
from jobparse.dialect import quick
from jobparse.facts.rowpieces import pieces_of
from jobparse.matching import Match
from jobparse.passes import SHORT_YEARS, YEARS
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.model import Document
    from jobparse.rulebook import Row, Rulebook

CUES, REFUSALS, RELATIVE = "graduation/cue", "graduation/refusal", "graduation/relative"
REJECTIONS, WISHES, DEGREES = "graduation/rejection", "graduation/preference", "graduation/degree"
STUDY, BREAKS = "graduation/study", "graduation/break"
SPOKEN = (CUES, REFUSALS, REJECTIONS, WISHES, DEGREES, STUDY, BREAKS)
"""What is looked for in a sentence, with one look for all."""

NEAR = 400
"""How far from a cue a term is looked for, in characters; the longest sentence of this kind in 65 real postings has 310."""

YEAR_RE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SHORT_RE = re.compile(r"\d(?!\d)")


class Marks(NamedTuple):
    """Where years stand, where years or short years do, and where a word begins from which graduation may be counted."""

    years: list[int]
    dates: list[int]
    relative: list[int]


class Gate(NamedTuple):
    """The automaton of cues, and how many characters the longest of their literals has."""

    cues: Automaton[str]
    longest: int


def find_marks(hits: Hits) -> Marks:
    """The places of dates and of words that graduation is counted by."""
    folded = hits.folded
    years = [start for start, _ in hits.signs(YEARS) if YEAR_RE.match(folded, start)]
    short = [start for start, end in hits.signs(SHORT_YEARS) if SHORT_RE.match(folded, end)]
    relative = [start for start, _, _ in hits.struck(RELATIVE)]
    return Marks(years, sorted((*years, *short)) if short else years, relative)


def find_years(folded: str) -> list[int]:
    """Where years stand, four figures not part of a longer number.

    >>> find_years("from 2026 on; 120265 is none")
    [5]
    """
    return [found.start() for found in YEAR_RE.finditer(folded)]


def cues_near_dates(folded: str, dates: Sequence[int], rulebook: Rulebook) -> list[int]:
    """The ends of the literals of cues in the surroundings of dates, in order."""
    found = gate(rulebook)
    return [
        low + end
        for low, high in _stretches(dates, found.longest, len(folded))
        for _, _, end in found.cues.find(folded[low:high])
    ]


def holds(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of `places` lies in `[start, end)`."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _stretches(dates: Sequence[int], longest: int, length: int) -> Iterator[tuple[int, int]]:
    """The surroundings of dates, without overlap."""
    low = high = -1
    for date in dates:
        start = max(0, date - NEAR - longest)
        if start > high:
            if high >= 0:
                yield low, high
            low = start
        high = min(length, date + NEAR)
    yield low, high


@per_rulebook
def gate(rulebook: Rulebook) -> Gate:
    """The gate of a rulebook, made once. A cue's row without a literal takes part only where another speaks of graduating."""
    cues = sorted({literal for row in rulebook.rows(CUES) for literal in row.literals})
    return Gate(Automaton(cues), max(map(len, cues), default=0))


class Likely(NamedTuple):
    """A stretch of the text with the rows that could match in it, by family, each with the only places where it could (None for anywhere)."""

    document: Document
    start: int
    end: int
    rows: dict[str, list[tuple[Row, list[int] | None]]]

    def of(self, family: str) -> list[Row]:
        """The rows of a family that could match, in written order."""
        return [row for row, _ in self.rows.get(family, ())]

    def matches(self, family: str, start: int | None = None, end: int | None = None) -> list[Match]:
        """The matches of a family in the stretch or a part of it, in written order of rows."""
        rows = self.rows.get(family)
        if not rows:
            return []
        low, high = self.start if start is None else start, self.end if end is None else end
        found: list[Match] = []
        for row, places in rows:
            found.extend(row_matches(row, places, self.document.hits, low, high))
        return found


def row_matches(row: Row, places: Sequence[int] | None, hits: Hits, start: int, end: int) -> list[Match]:
    """The matches of a row inside `[start, end)`; it is tried at `places` alone, where every match of it begins."""
    pattern, text = quick(row.pattern), hits.value if row.case else hits.folded
    if places is None:
        return [Match(row, found.start(), found.end(), found) for found in pattern.finditer(text, start, end)]
    matches: list[Match] = []
    at = start
    for place in places:
        if place >= at and (found := pattern.match(text, place, end)):
            at = max(found.end(), place + 1)
            matches.append(Match(row, place, found.end(), found))
    return matches


def likely_rows(document: Document, start: int, end: int) -> Likely:
    """The rows of all families about sentences that could match in `[start, end)`."""
    spoken = pieces_of(document.rulebook, SPOKEN)
    places = spoken.opened(spoken.hits(document.hits.folded, start, end), start)
    rows: dict[str, list[tuple[Row, list[int] | None]]] = {}
    for number in sorted(places):
        row = spoken.rows[number]
        rows.setdefault(row.family, []).append((row, places[number]))
    return Likely(document, start, end, rows)
