"""Document → the sentences in which a term stands near a word of graduating.

In: the document. Out: `Sentence`s, spans of the repaired text, and the places of everything that looks like a date with a year.
Most postings speak of no graduation, so a look at the places of literals comes first; only then lines are joined and cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.facts.terms import Lexicon, find_expressions

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.model import Block

CUES = "graduation/cue"
ITEMS = ("item", "number")

NEAR = 400
"""How far from a cue a term is looked for, in characters; the longest sentence of this kind in 65 real postings has 310."""

MOST_LINES = 14
"""How many lines at most are joined to one: a date torn at every tag of a page has nine."""

EDGE = 80
"""How much of a line's edge is read to tell whether the sentence goes on."""

YEAR_RES = (re.compile(r"20\d\d(?!\d)"), re.compile(r"19\d\d(?!\d)"))
"""Years; apart, because a fixed beginning lets the search leap (4 µs a posting instead of 35)."""

SHORT_RE = re.compile(r"(?:['/-]|\bof )[23]\d(?!\d)")
"""What may be a year of two figures; looked for only where there is a cue."""

END_RE = regex.compile(
    r"""
    (?<!\b\p{L})[.!?](?=\s|\p{Lu}\p{Ll}|$)   # a full stop, unless it closes a single letter (B.S., e.g.)
    | [;•·●▪]                                # what parts clauses and items in walls of text
    """,
    regex.VERBOSE,
)

ABBREVIATION_RE = regex.compile(r"\p{L}{2,6}(?=\.\Z)")
LOWER_RE = regex.compile(r"\s*+\p{Ll}")
OPEN_RE = regex.compile(r"[:,(/–—-]\s*+\Z")
CLOSING_RE = regex.compile(r"[.!?;]['\"”)\]]*+\s*+\Z")


class Sentence(NamedTuple):
    """A sentence, or what a line has of one; `line` is the block it begins in, `last` whether its paragraph ends with it."""

    start: int
    end: int
    line: int
    last_line: int


def find_years(folded: str) -> list[int]:
    """Where years stand, four figures not part of a longer number.

    >>> find_years("from 2026 on; 120265 is none")
    [5]
    """
    places = [found.start() for pattern in YEAR_RES for found in pattern.finditer(folded)]
    return sorted(place for place in places if place == 0 or not folded[place - 1].isdigit())


def find_sentences(blocks: Sequence[Block], hits: Hits, years: Sequence[int], words: Lexicon) -> list[Sentence]:
    """The sentences that hold both a cue's literal and a term, or whose lines do."""
    cues = hits.places(CUES)
    if not cues:
        return []
    dates = sorted({*years, *(found.start() for found in SHORT_RE.finditer(hits.folded))})
    starts = [block.start for block in blocks]
    sentences: list[Sentence] = []
    done = -1
    for cue in cues:
        low = bisect_left(dates, cue - NEAR)
        if low == len(dates) or dates[low] > cue + NEAR:
            continue
        line = bisect_right(starts, cue - 1) - 1
        if line <= done or line < 0 or blocks[line].removed:
            continue
        first, last = _joined_lines(blocks, line, hits, words)
        first = max(first, done + 1)
        sentences.extend(_sentences(hits, blocks, first, last, words))
        done = last
    return sentences


def _joined_lines(blocks: Sequence[Block], line: int, hits: Hits, words: Lexicon) -> tuple[int, int]:
    """The lines over which the sentence of `line` runs: scrapes break lines at every tag."""
    first = last = line
    while (
        last - line < MOST_LINES
        and (after := _next(blocks, last, 1)) is not None
        and _runs_on(blocks[last], blocks[after], hits, words)
    ):
        last = after
    while (
        line - first < MOST_LINES
        and (before := _next(blocks, first, -1)) is not None
        and _runs_on(blocks[before], blocks[first], hits, words)
    ):
        first = before
    return first, last


def _next(blocks: Sequence[Block], index: int, step: int) -> int | None:
    """The nearest kept line with words, if one follows at once."""
    index += step
    while 0 <= index < len(blocks) and not blocks[index].removed and blocks[index].body_start == blocks[index].body_end:
        index += step
    return index if 0 <= index < len(blocks) and not blocks[index].removed else None


def _runs_on(block: Block, after: Block, hits: Hits, words: Lexicon) -> bool:
    """Whether a sentence goes on from one line to the next: the first stays open, or the next is a term or begins with a joint."""
    value, folded = hits.value, hits.folded
    if CLOSING_RE.search(value, max(block.body_start, block.body_end - EDGE), block.body_end):
        return False
    whole = _is_term(folded, after, words)
    if whole or (after.body_end - after.body_start <= 2 and not value[after.body_start].isalnum()):
        listed = after.shape not in ITEMS or block.shape in ITEMS or _is_term(folded, block, words)
        return listed or block.shape == "heading" or bool(OPEN_RE.search(value, block.body_start, block.body_end))
    if after.shape in (*ITEMS, "heading"):
        return False
    joint = words.pattern.match(folded, after.body_start, after.body_end)
    if joint and _row_is_joint(joint, words) and _ends_with_term(folded, block, words):
        return True
    if not LOWER_RE.match(value, after.body_start, after.body_end):
        return _ends_with_joint(folded, block, words) and _begins_with_term(folded, after, words)
    return _ends_with_joint(folded, block, words) or _is_term(folded, block, words)


def _row_is_joint(found: regex.Match[str], words: Lexicon) -> bool:
    row = next(row for mark, row in words.rows if found.start(mark) >= 0)
    return row.family in ("graduation/joint", "graduation/bound")


def _is_term(folded: str, block: Block, words: Lexicon) -> bool:
    """Whether a line is nothing but a term expression, or a part of one that was torn."""
    if block.body_end - block.body_start > EDGE:
        return False
    at = block.body_start
    some = False
    for found in words.pattern.finditer(folded, block.body_start, block.body_end):
        if any(char.isalnum() for char in folded[at : found.start()]):
            return False
        at, some = found.end(), True
    return some and not any(char.isalnum() for char in folded[at : block.body_end])


def _begins_with_term(folded: str, block: Block, words: Lexicon) -> bool:
    end = min(block.body_end, block.body_start + EDGE)
    first = next(iter(find_expressions(folded, block.body_start, end, words)), None)
    return first is not None and not any(char.isalnum() for char in folded[block.body_start : first.lead])


def _ends_with_term(folded: str, block: Block, words: Lexicon) -> bool:
    found = find_expressions(folded, max(block.body_start, block.body_end - EDGE), block.body_end, words)
    return bool(found) and not any(char.isalnum() for char in folded[found[-1].end : block.body_end])


def _ends_with_joint(folded: str, block: Block, words: Lexicon) -> bool:
    """Whether a line breaks off behind a preposition, a joint, a colon or a comma."""
    start = max(block.body_start, block.body_end - EDGE)
    if OPEN_RE.search(folded, start, block.body_end):
        return True
    found = list(words.pattern.finditer(folded, start, block.body_end))
    return bool(found) and found[-1].end() == block.body_end and _row_is_joint(found[-1], words)


def _sentences(hits: Hits, blocks: Sequence[Block], first: int, last: int, words: Lexicon) -> Iterator[Sentence]:
    """The lines cut into sentences; a line break inside joined lines is no end."""
    value = hits.value
    start, end = blocks[first].body_start, blocks[last].body_end
    line = first
    for found in END_RE.finditer(value, start, end):
        if found[0] == "." and _is_abbreviation(value, found.end(), end, words):
            continue
        yield _placed(blocks, start, found.end(), line, last)
        start = found.end()
    if start < end:
        yield _placed(blocks, start, end, line, last)


def _placed(blocks: Sequence[Block], start: int, end: int, first: int, last: int) -> Sentence:
    while first < last and blocks[first].end <= start:
        first += 1
    return Sentence(start, end, first, last)


def _is_abbreviation(value: str, end: int, limit: int, words: Lexicon) -> bool:
    """Whether the full stop before `end` belongs to a shortened word: a month, or one that a small letter follows."""
    word = ABBREVIATION_RE.search(value, max(0, end - 8), end)
    if word is None:
        return False
    return word[0].lower() in words.units or bool(LOWER_RE.match(value, end, limit))
