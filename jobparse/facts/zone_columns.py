"""Tables whose head names the scheme and whose cells hold only the marks: `Zone | Cities`, `1 | Seattle, Bellevue`.

In: the hits of the scheme rows. Out: labels for the marks, named after the head of their column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import regex

from jobparse.dialect import quick
from jobparse.facts.zone_labels import FAMILY, LONGEST_HEAD, Label, line_start

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row

HEAD_RE = re.compile(r"(?:graph(?:y|ies))?+s?+[ *_#]*+(?P<mark>[|\t]|$)", re.MULTILINE)
CELL_RE = re.compile(r"[^|\t\n]++|[|\t]")
WORDS_RE = re.compile(r"[\s*_#]*+(?P<words>.*?)[\s*_#]*+")
RULE_RE = re.compile(r"[\s|:+-]++")
MARK_RE = regex.compile(r"[\s*_#]*+(?P<mark>\d{1,2}[a-d]?|\p{Lu}|[IV]{2,4})[\s*_.]*+")
BAR_RE = re.compile(r"[|\t]")
MOST_ROWS = 60

LONGEST_ROW = 3000


def column_labels(hits: Hits) -> list[Label]:
    """The labels of all such tables, in order."""
    labels: list[Label] = []
    done = -1
    for place in hits.places(FAMILY):
        head = HEAD_RE.match(hits.folded, place)
        if place <= done or not head:
            continue
        start = line_start(hits.folded, place, LONGEST_HEAD)
        end = hits.folded.find("\n", place, place + LONGEST_HEAD)
        if end < 0 or not BAR_RE.search(hits.folded, start, end):
            continue
        done = end
        labels += _columns(hits, start, end)
    return labels


def _columns(hits: Hits, start: int, end: int) -> Iterator[Label]:
    for number, (first, last) in enumerate(_cells(hits.value, start, end)):
        named = _scheme(hits, first, last)
        if named:
            row, name, word = named
            yield from _marks(hits, (start, end), number, row, name, word)


def _cells(value: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cells of a line; a bar at its edge opens no cell."""
    cells: list[tuple[int, int]] = []
    at = start
    for found in CELL_RE.finditer(value, start, end):
        if found[0] in "|\t":
            if not (found[0] == "|" and not value[at : found.start()].strip() and not cells):
                cells.append((at, found.start()))
            at = found.end()
    if value[at:end].strip():
        cells.append((at, end))
    return cells


def _scheme(hits: Hits, first: int, last: int) -> tuple[Row, str, str] | None:
    """The row, name and word of a head cell that is the word of a scheme ("Zone", "Pay tier")."""
    words = WORDS_RE.fullmatch(hits.value, first, last)
    if not words or not words["words"] or len(words["words"]) > 30:
        return None
    name = words["words"]
    for row in hits.rows(FAMILY, first, last):
        for spelt in (name, name.removesuffix("s")):
            found = quick(row.pattern).fullmatch(f"{spelt.lower()} 1")
            if found:
                return row, " ".join(spelt.split()), found["word"]
    return None


def _marks(hits: Hits, head: tuple[int, int], column: int, row: Row, name: str, word: str) -> Iterator[Label]:
    """A label for each mark in the column below its head."""
    at = head[1] + 1
    for _ in range(MOST_ROWS):
        stop = hits.value.find("\n", at, at + LONGEST_ROW)
        stop = min(len(hits.value), at + LONGEST_ROW) if stop < 0 else stop
        if RULE_RE.fullmatch(hits.value, at, stop):
            at = stop + 1
            continue
        cells = _cells(hits.value, at, stop)
        if len(cells) < 2:
            return
        mark = MARK_RE.fullmatch(hits.value, *cells[column]) if column < len(cells) else None
        if mark:
            yield Label(mark.start("mark"), mark.end("mark"), row, (f"{name} {mark['mark']}",), word, head[0])
        at = stop + 1
