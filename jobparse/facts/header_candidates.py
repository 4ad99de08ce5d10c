"""What a header names for a field: candidates, of which the one that is believed most wins, then the first.

In: what `header_source.py` gives. Out: the candidates that phrases of the page and labels name outright, and how much each kind is believed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobparse.facts.rowscan import found_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jobparse.facts.header_source import HeaderSource
    from jobparse.matching import Match

NAMES = "header/name"

LABEL_WEIGHT = 85
LINE_WEIGHT = 80
NAME_WEIGHT = 70
LOOSE_WEIGHT = 40
"""A name in the header that stands neither beside the title nor anywhere else in the text: less than what sentences say."""

DASH_RE, LEAST_GAPS = re.compile(r"\s[-–—]\s"), 3
"""Behind a dash, words with so many spaces between them are no part of a name: they say what the employer is."""


class Candidate(NamedTuple):
    """A name for a field: how much it is believed, where it stands and which row found it."""

    weight: float
    start: int
    end: int
    rule: str


def most_believed(candidates: Iterable[Candidate]) -> Candidate | None:
    """The candidate that is believed most, of equals the first; None where there is none.

    >>> most_believed([Candidate(70, 9, 17, "head-zone-name"), Candidate(85, 30, 38, "head-label-company")]).rule
    'head-label-company'
    """
    return min(candidates, key=lambda c: (-c.weight, c.start), default=None)


def named(source: HeaderSource, group: str) -> list[Candidate]:
    """What phrases of the page name outright."""
    found: list[Candidate] = []
    if source.named is None:
        source.named = _name_matches(source)
    for match in source.named:
        span = match.span(group)
        if span and source.key(*span) not in source.words.no_company:
            found.append(Candidate(match.row.get("weight"), *source.trimmed(*span), match.row.id))
    return found


def _name_matches(source: HeaderSource) -> list[Match]:
    """The matches of the rows of page phrases: in what the page was rid of near its top, and in the lines of the header."""
    matches: list[Match] = []
    done = -1
    for start, end in source.page_lines if source.hits.places(NAMES) else ():
        if start > done:
            matches += found_rows(source.hits, NAMES, start, end)
            done = end
    return matches


def labelled_companies(source: HeaderSource) -> list[Candidate]:
    """The values of an employer's labels, without what the employer says of itself behind a dash."""
    found: list[Candidate] = []
    for row, start, end in source.labelled("company"):
        dash = DASH_RE.search(source.value, start, end)
        told = dash is not None and source.value.count(" ", dash.end(), end) >= LEAST_GAPS
        found.append(Candidate(LABEL_WEIGHT, *source.trimmed(start, dash.start() if dash and told else end), row.id))
    return found
