"""Document → labels: the places where the text writes the name of a zone.

In: the hits of the scheme rows. Out: every name that looks like a zone, taken apart: `Zones 1 and 2` names two. Nothing is said here of
whether it is a pay zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import regex

if TYPE_CHECKING:
    from jobparse.matching import Hits, Match
    from jobparse.rulebook import Row, Rulebook

FAMILY = "zones/scheme"

GATE_RE = re.compile(
    r"""
    (?:graph(?:y|ies))?+ s?+                            # the rest of the word: Zones, Geography
    (?:[ ]{1,2} | \s?[#-]\s? | (?=\d))                  # Zone 1, Zone-1, Zone #1, Zone1
    (?:\d{1,2}+[a-d]?+ | [a-z] | [iv]{2,4}+ | one | two | three | four | five | six)
    (?![^\W_])
    """,
    re.VERBOSE,
)
"""A cheap look behind a scheme's word: "zone" and "market" stand in many postings, with a mark behind them in few."""

SIGN_RE = re.compile(rf"(?:{GATE_RE.pattern}|s?+[ ]{{0,2}}+[*_]{{0,2}}+[ ]{{0,2}}+(?P<cell>[|\t]|$))", re.VERBOSE | re.MULTILINE)
"""The same, or the end of a cell."""

LONGEST_HEAD = 300
"""Characters of a table's head line."""

BEFORE, BEHIND = 48, 64
"""How far a name may reach before and behind its word ("United States geographic pay zones 1, 2, 3 and 4")."""

LONGEST_WINDOW = 2000
"""Where names stand close together they are looked for in stretches of this length, so that the limit below saves work."""

MOST_LABELS = 2000
"""Names that are looked at in one posting; a real one has a few dozen."""

MOST_MARKS = 12
"""The widest range of marks that is spelt out: "Zones A - D" names four."""

MARK_RE = regex.compile(r"\d{1,2}[a-d]?|(?<![\p{L}\p{N}])\p{L}++(?![\p{L}\p{N}])")
JOIN_WORDS = re.compile(r"(?:and|or|to|through|thru)", re.IGNORECASE)
GAP_RE = re.compile(r"[ -]+")
HYPHEN_RE = re.compile(r"s?-\S")
RANGE_RE = re.compile(r"\s*+(?:-|to|through|thru)\s*+")


CODE_RE = re.compile(r"\d ?(?:USD|CAD|EUR|GBP|AUD|NZD)(?=[A-Z])|.\d(?:USD|CAD|EUR|GBP|AUD|NZD)(?=[A-Z])")
"""The code of a currency to which the next name is glued: `$148,000 USDZone 2`."""


class Label(NamedTuple):
    """A name at a place: one entry of `names` for each mark; `word` is the word of the scheme in lower case.

    `head` is where the head of its table begins, for a mark in a column; else it is negative.
    """

    start: int
    end: int
    row: Row
    names: tuple[str, ...]
    word: str
    head: int = -1


def may_name_zones(hits: Hits, rulebook: Rulebook) -> bool:
    """Whether any word of a scheme has a mark behind it, or ends a cell of a table.

    Asked before anything else of this stage: most postings have none, and the words of schemes are found in the pass over the page.
    """
    if not all(row.literals for row in rulebook.rows(FAMILY)):
        return True
    look, folded = SIGN_RE.match, hits.folded
    for at in hits.places(FAMILY):
        sign = look(folded, at)
        if sign and (sign["cell"] != "" or is_row(folded, at)):
            return True
    return False


def is_row(folded: str, at: int) -> bool:
    """Whether the line of a place is a table's, up to that place."""
    start = line_start(folded, at, LONGEST_HEAD)
    return folded.find("\t", start, at) >= 0 or folded.find("|", start, at) >= 0


def find_labels(hits: Hits) -> list[Label]:
    """The labels of a text, in order."""
    labels: list[Label] = []
    done = 0
    for first, last in _windows(hits):
        for match in hits.find(FAMILY, max(first, done), last):
            label = _label(match, hits)
            if label:
                labels.append(label)
                done = label.end
            if len(labels) >= MOST_LABELS:
                return labels
    return labels


def _windows(hits: Hits) -> Iterator[tuple[int, int]]:
    """The stretches of text around words of schemes that have a mark behind them; neighbours are one stretch."""
    folded = hits.folded
    first = last = -1
    for place in hits.places(FAMILY):
        if not GATE_RE.match(folded, place):
            continue
        start = line_start(folded, place, BEFORE)
        if start > last or last - first > LONGEST_WINDOW:
            if last >= 0:
                yield first, last
            first = start
        last = min(len(folded), place + BEHIND)
    if last >= 0:
        yield first, last


def _label(match: Match, hits: Hits) -> Label | None:
    """The label of a match, unless its marks are no marks: a lower-case letter is an article or the start of a word."""
    word = match.span("word")
    ids = match.span("ids")
    if word is None or ids is None:
        return None
    marks, end = _marks(hits, *ids)
    if not marks or (word[0] and not _begins(hits.value, word[0])):
        return None
    start = _lead_start(hits, *(match.span("lead") or (word[0], word[0])), word[0])
    before = " ".join(hits.value[start : word[0]].split())
    names = tuple(_name(before, hits.value[word[0] : word[1]], mark, hits.value[ids[0] : ids[1]]) for mark in marks)
    return Label(start, end, match.row, names, hits.folded[word[0] : word[1]])


def _begins(value: str, at: int) -> bool:
    """Whether a word begins here: behind something else than a letter or digit, or glued to it with a capital of its own."""
    before = value[at - 1]
    return not before.isalnum() or (
        value[at].isupper() and (not before.isupper() or CODE_RE.match(value, max(0, at - 5)) is not None)
    )


def _lead_start(hits: Hits, start: int, end: int, word: int) -> int:
    """Where the name begins: small words before a capital ("your market Zone 1") are none of it."""
    if start == end:
        return word
    if hits.value[word].isupper():
        while start < end and not hits.value[start].isupper():
            gap = GAP_RE.search(hits.folded, start, end)
            start = gap.end() if gap else end
    return start


def _name(lead: str, word: str, mark: str, ids: str) -> str:
    joined = "-" if HYPHEN_RE.match(ids) else "" if ids[:1].isdigit() else " "
    glue = "" if not lead else "" if lead.endswith("-") else " "
    return f"{lead}{glue}{word}{joined}{mark}"


def _marks(hits: Hits, start: int, end: int) -> tuple[list[str], int]:
    """The marks as written, and where the last of them ends; those between the ends of a range are made."""
    marks: list[str] = []
    at = start
    for found in MARK_RE.finditer(hits.value, start + (hits.folded[start] == "s"), end):
        mark = found[0]
        if JOIN_WORDS.fullmatch(mark):
            continue
        if len(mark) == 1 and mark.islower():
            break
        between = hits.folded[at : found.start()]
        if marks and RANGE_RE.fullmatch(between):
            marks += _between(marks[-1], mark)
        marks.append(mark)
        at = found.end()
    return marks, at


def _between(first: str, last: str) -> list[str]:
    """The marks inside a range.

    >>> _between("A", "D")
    ['B', 'C']
    """
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= MOST_MARKS:
        return [str(number) for number in range(int(first) + 1, int(last))]
    if len(first) == len(last) == 1 and first.isupper() and last.isupper() and first < last:
        return [chr(code) for code in range(ord(first) + 1, ord(last))]
    return []


def line_start(folded: str, at: int, reach: int) -> int:
    """Where the line of a place begins, or `reach` before the place if it begins earlier.

    >>> line_start("Pay\\nZone 1", 6, 100)
    4
    """
    floor = max(0, at - reach)
    return max(floor, folded.rfind("\n", floor, at) + 1)
