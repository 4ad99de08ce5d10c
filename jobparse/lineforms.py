"""What a line looks like: its key for a lookup, whether it is prose, whether it is a known heading, where the body stands.

In: blocks and the folded text. Out: plain answers that the stages around the body (`boilerplate.py`, `headerzone.py`) share, so that
both mean the same by "the body begins here". Nothing is judged here.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from jobparse.matching import fold
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from jobparse.matching import Hits
    from jobparse.model import Block
    from jobparse.rulebook import Row, Rulebook

HEADINGS = "sections/heading"
PAGE_PROSE = "boilerplate/page_prose"
MEASURES = "boilerplate/measure"

EDGES = " \t\u200b\u200e\u200f\ufeff•·●▪*_#|>»«<←→‹›▸▾✓✔☆★-:;,.…!?\"'"
"""What may stand around the words of a line without changing what it says (brackets are left: they may belong to a word)."""

LONGEST_LINE = 110
"""A longer line is no button, no heading and no field of a header (the longest of any of them in 90 pages read has 96 characters)."""

PROSE = 90
"""From this length on a line is running text: nine tenths of the paragraphs read are longer, hardly a heading or button is."""

DOTTED, FEWEST_DOTS = " · ", 2
"""Fields of a header in one line (`Gary, IN · Oslo · Turku`): no prose, however long."""

SENTENCE_ENDS = ".!;"
SHORTEST_SENTENCE = 45
REACH_OF_HEADING = 3
PAGE_HEAD, DEEPEST_HASH = 3, 6

PLAIN_RE = re.compile(r"\^\(\?:((?:[^()\[\]{}.*+?^$\\]|\\[][.?*+()$|&/-])++)\)(?:\$|\(\?:\(\?=[^\n]*+)")
ESCAPE_RE = re.compile(r"\\(.)")


def line_key(folded: str) -> str:
    """The words of a line as they are looked up: without marks at its edges.

    >>> line_key("• report this job »")
    'report this job'
    """
    return folded.strip(EDGES)


def steps_down(blocks: Sequence[Block]) -> bool:
    """Whether three blocks are headings with marks, each deeper than the one before, the first at the top: title, employer and place of a page."""
    levels = [block.level for block in blocks if block.shape == "heading"]
    return len(levels) == PAGE_HEAD and levels[0] == 1 < levels[1] < levels[2] <= DEEPEST_HASH


def plain_lines(row: Row) -> tuple[str, ...]:
    """The lines that a row names outright, when its pattern is nothing but `^(?:one|another)$` (or ends like a label); else none.

    Rows of this form are looked up in a dictionary: it would be a waste to try hundreds of them on every line.
    """
    found = PLAIN_RE.fullmatch(row.pattern)
    return tuple(line_key(ESCAPE_RE.sub(r"\1", part)) for part in found[1].split("|")) if found else ()


@per_rulebook
def measures(rulebook: Rulebook) -> dict[str, Row]:
    """The rows that give measures of a page's shape, by the form that they measure; of two, the first written."""
    return {row.get("form"): row for row in reversed(rulebook.rows(MEASURES))}


@per_rulebook
def firm_words(rulebook: Rulebook) -> frozenset[str]:
    """The single words that nothing but a heading ends with (`Welder Responsibilities`), as line keys."""
    firm = (line_key(fold(spelling)) for row in rulebook.rows(HEADINGS) if row.get("firm") for spelling in row.spellings)
    return frozenset(word for word in firm if " " not in word)


@per_rulebook
def known_headings(rulebook: Rulebook) -> frozenset[str]:
    """The spellings of all known section headings, as line keys."""
    rows = rulebook.rows(HEADINGS)
    named = {line_key(fold(spelling)) for row in rows for spelling in row.spellings}
    listed = {line for row in rows for line in plain_lines(row)}
    return frozenset((named | listed) - {""})


def is_whole_line(block: Block, value: str) -> bool:
    """Whether a block is a line of its own, and not a piece of one that was taken apart."""
    return (block.start == 0 or value[block.start - 1] == "\n") and (block.end == len(value) or value[block.end - 1] == "\n")


def is_prose(block: Block, folded: str) -> bool:
    """Whether a block is running text: long, or a sentence that ends."""
    length = block.body_end - block.body_start
    return length >= PROSE or (length >= SHORTEST_SENTENCE and folded[block.body_end - 1] in SENTENCE_ENDS)


class Looks:
    """What the blocks of a text look like, whatever is judged of them.

    `keys` are the lines as they are looked up, empty for long ones; `prose` says which are prose of the employer; `headings` are the
    indexes of those worded like headings.
    """

    __slots__ = ("headings", "keys", "prose")

    def __init__(self, keys: list[str], prose: list[bool], known: Set[str]) -> None:
        self.keys = keys
        self.prose = prose
        self.headings = [index for index, key in enumerate(keys) if key in known and not prose[index]]


def look_at(
    blocks: Sequence[Block], hits: Hits, rulebook: Rulebook, before: Looks | None = None, origins: Sequence[int] = ()
) -> Looks:
    """The looks of blocks. Of blocks that were cut, those of the blocks `before` are taken for all that stand as they stood: `origins` gives their indexes."""
    folded = hits.folded
    keys: list[str] = []
    prose: list[bool] = []
    dotted = DOTTED in folded
    paragraphs = set(blocks_at(blocks, hits.places(PAGE_PROSE)))
    for index, block in enumerate(blocks):
        if before is not None and (origin := origins[index]) >= 0:
            keys.append(before.keys[origin])
            prose.append(before.prose[origin])
            continue
        start, end = block[2], block[3]
        length = end - start
        keys.append(folded[start:end].strip(EDGES) if length <= LONGEST_LINE else "")
        runs = length >= SHORTEST_SENTENCE and (length >= PROSE or folded[end - 1] in SENTENCE_ENDS)
        if runs and dotted and folded.count(DOTTED, start, end) >= FEWEST_DOTS and folded.find(". ", start, end) < 0:
            runs = False
        if runs and index in paragraphs and hits.all(PAGE_PROSE, start, end):
            runs = False
        prose.append(runs)
    return Looks(keys, prose, known_headings(rulebook))


def blocks_at(blocks: Sequence[Block], places: Sequence[int], longest: int = sys.maxsize) -> list[int]:
    """The indexes of the blocks in which literals end at `places`, in order, each once; only those of at most `longest` characters."""
    if not places:
        return []
    starts = [block[0] for block in blocks]
    found = {bisect_left(starts, place) - 1 for place in places}
    return sorted([index for index in found if blocks[index][3] - blocks[index][2] <= longest])


class BodyMap:
    """Where the posting's own text stands: which blocks carry the body, which of them are headings, how much stands before each.

    A block carries the body when it is prose of the employer, or a known heading with such a block right behind it. A heading
    word in a menu ("About us" above "News", "Careers") carries nothing. `named` are blocks that some row knows as a line of the page:
    they carry nothing, but for a section's heading once the body has begun. Before that, a heading right above one of them carries
    nothing either: a field of the header above a button.
    """

    def __init__(self, blocks: Sequence[Block], looks: Looks, named: Set[int] = frozenset()) -> None:
        prose = [running and not block.removed for running, block in zip(looks.prose, blocks, strict=True)]
        for index in named:
            prose[index] = False
        self.carries: list[bool] = prose[:]
        self._headings: list[int] = []
        self.first = prose.index(True) if True in prose else len(prose)
        for index in looks.headings:
            if blocks[index].removed or (index <= self.first and (index in named or index + 1 in named)):
                continue
            if True in prose[index + 1 : index + 1 + REACH_OF_HEADING]:
                self.carries[index] = True
                self._headings.append(index)
                self.first = min(self.first, index)

    @cached_property
    def before(self) -> list[int]:
        """How many blocks that carry the body stand before each block, and in all."""
        return list(accumulate(self.carries, initial=0))

    @cached_property
    def headings_before(self) -> list[int]:
        """The same of those that are headings."""
        marks = [0] * len(self.carries)
        for index in self._headings:
            marks[index] = 1
        return list(accumulate(marks, initial=0))

    @cached_property
    def last(self) -> int:
        """The index of the last block that carries the body; -1 where none does."""
        return len(self.carries) - 1 - self.carries[::-1].index(True) if True in self.carries else -1
