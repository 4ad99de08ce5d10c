"""Rejoining by layout: lines cut at a fixed width, text with every word on a line of its own, and lines that hang below their first.

In: a text without markup, and the rulebook. Out: edits that replace line breaks. The first two need evidence from many lines: a fixed width
that explains nearly every break, or long runs of single words with the little words of sentences among them. A line set in deeper than the one
above it goes on with that one where that one is open: it ends on a comma, or the next begins in lower case.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from jobparse.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jobparse.rulebook import Row, Rulebook

SOFT_RE = re.compile(r"\n(?<=[^\n]\n)[ \t]*(?=[a-zß-ÿ])(?!https?:|www\.)")
"""A line break before a small letter: what hard-wrapped prose is full of and little else is."""

LEAST_SOFT = 3
"""A text with fewer of them is neither wrapped nor shredded (of eight shredded words three begin with a small letter)."""

NARROWEST, WIDEST = 45, 130
"""The widths at which mail programs, terminals and editors cut lines lie between these."""

FULL = 0.55
"""A line that ends before this part of the width was ended on purpose, even if a very long word follows."""

EXPLAINED = 0.85
"""How much of the breaks before small letters the width must explain."""

ITEM_RE = re.compile(r"[ \t]*(?:[^\w\s\"'“‘(\[$€£¿¡#@&]|[-*+#|>]|o\s|\(?\d{1,3}[.)]\s|\(?[A-Za-z][.)]\s)")
RULER_RE = re.compile(r"[ \t]*(?:[-=_*]{3,}|#{1,6}\s[^\n]*|\*\*[^\n]*\*\*:?)[ \t]*$")

SHREDDED_RE = re.compile(r"\n\S++[ \t]*+(?:\n\S++[ \t]*+){7}(?=\n)")
"""Eight single words below each other: the least that shredding is looked for at."""

LEAST_WORDS = 8
LEAST_SMALL = 0.35
"""The part of a run of single words that begins in lower case: in prose three of four words do, in lists of names few."""

LEAST_LITTLE = 2
"""How many different little words (the rows' endings) a shredded run holds at least; a list of skills holds none."""

SHREDDED_PAGE = 40
"""From this many words in shredded runs on, short runs of single words on the page (its headings) are shredded too."""


HANGING_RE = re.compile(r"\n(?P<indent> {1,12})(?=[^\W\d_])(?!https?:|www\.)")
"""A line that begins with a letter and is set in."""

FIRST_RE = re.compile(r" *(?P<bullet>(?:[-*+•●▪◦‣–]|\(?\d{1,2}[.)]) +)?")
LEAST_HEAD = 4
"""A line of fewer words may be a name or a heading, and what is set in below it an item of its own."""

LONGEST_LINE = 300


class Line(NamedTuple):
    """A line that is not blank: where it and its words begin and end."""

    start: int
    first: int
    end: int


def mend_layout(value: str, rulebook: Rulebook) -> list[Edit]:
    """The edits that join wrapped lines, the words of a shredded text, or lines that hang below their first."""
    hanging = "\n " in value and HANGING_RE.search(value)
    soft = len(SOFT_RE.findall(value)) >= LEAST_SOFT
    if not hanging and not soft:
        return []
    rows = {row.get("form"): row for row in rulebook.rows("repair/join")}
    edits = {edit.start: edit for edit in _wrapped(value, rows, rulebook)} if soft else {}
    if hanging and "hang" in rows:
        edits.update((edit.start, edit) for edit in _hanging(value, rows["hang"].id) if edit.start not in edits)
    return [edits[start] for start in sorted(edits)]


def _wrapped(value: str, rows: Mapping[str, Row], rulebook: Rulebook) -> list[Edit]:
    """The edits for a text that was cut at a fixed width, or behind every word."""
    if "shred" in rows and SHREDDED_RE.search(value):
        little = frozenset(word for row in rulebook.rows("repair/ending") for word in row.spellings)
        edits = list(_unshredded(value, little, rows["shred"].id))
        if edits:
            return edits
    if "wrap" in rows:
        return list(_unwrapped(value, rows["wrap"].id))
    return []


def _paragraphs(value: str) -> Iterator[list[Line]]:
    """Lines with no blank line between them."""
    paragraph: list[Line] = []
    at = 0
    for raw in value.split("\n"):
        words = raw.strip()
        if words:
            first = at + len(raw) - len(raw.lstrip())
            paragraph.append(Line(at, first, first + len(words)))
        elif paragraph:
            yield paragraph
            paragraph = []
        at += len(raw) + 1
    if paragraph:
        yield paragraph


# ------------------------------------------------------------------ one word a line


def _unshredded(value: str, little: frozenset[str], rule: str) -> Iterator[Edit]:
    runs = [run for paragraph in _paragraphs(value) for run in _single_words(value, paragraph)]
    sure = [run for run in runs if _shredded([value[line.first : line.end] for line in run], little)]
    if sum(map(len, sure)) >= SHREDDED_PAGE:
        sure = [run for run in runs if len(run) > 1]
    for run in sure:
        for before, after in pairwise(run):
            yield Edit(before.end, after.first, " ", rule)


def _single_words(value: str, paragraph: list[Line]) -> Iterator[list[Line]]:
    """The runs of lines of one word in a paragraph; a bullet alone on its line begins a new one."""
    run: list[Line] = []
    for line in paragraph:
        words = value[line.first : line.end]
        if " " in words or "\t" in words or (len(words) == 1 and ITEM_RE.match(words)):
            yield run
            run = []
        if " " not in words and "\t" not in words:
            run.append(line)
    yield run


def _shredded(words: list[str], little: frozenset[str]) -> bool:
    small = sum(word[0].islower() for word in words)
    return len(words) >= LEAST_WORDS and small >= LEAST_SMALL * len(words) and len(little.intersection(words)) >= LEAST_LITTLE


# ------------------------------------------------------------------ cut at a fixed width


def _unwrapped(value: str, rule: str) -> Iterator[Edit]:
    """Every break at which the next word would not have fitted, if one width explains the breaks of the text."""
    breaks = [pair for paragraph in _paragraphs(value) for pair in _breaks(value, paragraph)]
    width = _width(value, breaks)
    if width is None:
        return
    for before, after in breaks:
        length = before.end - before.start
        if FULL * width <= length <= width < length + 1 + _first_word(value, after):
            yield Edit(before.end, after.first, " ", rule)


def _breaks(value: str, paragraph: list[Line]) -> Iterator[tuple[Line, Line]]:
    """Neighbouring lines of a paragraph of which the second begins no item, heading or ruler."""
    for before, after in pairwise(paragraph):
        if ITEM_RE.match(value, after.start, after.end) or RULER_RE.match(value, before.start, before.end):
            continue
        if value[before.end - 1] not in ":|" and "\t" not in value[before.first : before.end]:
            yield before, after


def _first_word(value: str, line: Line) -> int:
    """The length of a line's first word; words that a hyphen parts may be cut there."""
    end = value.find(" ", line.first, line.end)
    return (end if end >= 0 else line.end) - line.first


def _width(value: str, breaks: list[tuple[Line, Line]]) -> int | None:
    """The width that lines were cut at, or None where none explains the breaks before small letters."""
    soft = [
        (before.end - before.start, _first_word(value, after))
        for before, after in breaks
        if SOFT_RE.match(value, value.rfind("\n", 0, after.first))
    ]
    soft = [(length, word) for length, word in soft if length >= NARROWEST / 2]
    lengths = sorted(length for length, _ in soft if length <= WIDEST)
    if len(lengths) < LEAST_SOFT or len(lengths) < EXPLAINED * len(soft):
        return None
    for width in (lengths[-1], lengths[-1 - len(lengths) // 20]):
        explained = sum(length <= width < length + 1 + word for length, word in soft)
        if width >= NARROWEST and explained >= max(LEAST_SOFT, EXPLAINED * len(soft)):
            return width
    return None


# ------------------------------------------------------------------ set in below the first line


def _hanging(value: str, rule: str) -> Iterator[Edit]:
    """Every break before a line that is set in and goes on with the line above; later lines of one item are set in alike."""
    joined, depth = -2, 0
    for found in HANGING_RE.finditer(value):
        indent = len(found["indent"])
        goes_on = value.rfind("\n", 0, found.start()) == joined
        if goes_on:
            hangs = indent == depth
        else:
            start = value.rfind("\n", 0, found.start()) + 1
            first = FIRST_RE.match(value, start, found.start())
            column = first.end() - start if first else 0
            hangs = indent == column if first and first["bullet"] else indent > column
        if hangs and _is_open(value, found.start(), found.end(), goes_on=goes_on):
            joined, depth = found.start(), indent
            yield Edit(_end(value, found.start()), found.end(), " ", rule)


def _end(value: str, at: int) -> int:
    """Where the words of the line that ends at `at` end."""
    while value[at - 1] in " \t":
        at -= 1
    return at


def _is_open(value: str, end: int, following: int, *, goes_on: bool) -> bool:
    """Whether the line that ends at `end` goes on with the one whose words begin at `following`."""
    line = value[max(value.rfind("\n", 0, end) + 1, end - LONGEST_LINE) : end].strip()
    if not line or "\t" in line or "|" in line or ITEM_RE.match(value, following):
        return False
    if line[-1] == ",":
        return True
    lower = value[following].islower() and not value[following + 1 : following + 2].isupper()
    return lower and (line[-1].isalnum() or line[-1] in ")&") and (goes_on or len(line.split(None, LEAST_HEAD)) >= LEAST_HEAD)
