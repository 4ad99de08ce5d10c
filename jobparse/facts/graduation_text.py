"""Document → the sentences in which a term stands near a word of graduating.

In: the document. Out: `Sentence`s, spans of the repaired text, and the places of everything that looks like a date with a year.
Most postings speak of no graduation, so a look at the places of literals comes first; only then lines are joined and cut.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.facts.graduation_gate import NEAR, Marks, cues_near_dates, holds
from jobparse.facts.terms import Lexicon, find_expressions, find_tokens, match_token, may_begin
from jobparse.model import LIST_SHAPES

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.model import Block, Document

START = attrgetter("start")
JOINTS = ("joint", "bound")

LONGEST_SENTENCE = 1200
"""What runs on for longer without an end is cut: then the cost grows with the text alone, however many terms one sentence has."""

MOST_LINES = 14
"""How many lines at most are joined to one: a date torn at every tag of a page has nine."""

SHRED = 16
"""Two plain lines no longer than this, in characters, are shreds of one: a page that breaks at every word has no longer ones."""

LONGEST_JOINT = 24
"""No word between two terms is longer, in characters: as well as, no later than, at the beginning of."""

LONGEST_SHORT = 4
"""No shortened word before a term is longer, in characters: grad. Jan. 2027, exp. May 2027."""

EDGE = 80
"""How much of a line's edge is read to tell whether the sentence goes on."""

END_RE = regex.compile(
    r"""
    (?<!\b\p{L})[.!?](?=\s|\p{Lu}\p{Ll}|$)   # a full stop, unless it closes a single letter (B.S., e.g.)
    | [;•·●▪]                                # what parts clauses and items in walls of text
    """,
    regex.VERBOSE,
)

BULLETS = "•·●▪"
ABBREVIATION_RE = regex.compile(r"\p{L}{2,6}(?=\.\Z)")
WORD_RE = re.compile(r"[^\W_]")
LOWER_RE = regex.compile(r"\s*+\p{Ll}")
OPEN_RE = re.compile(r"[:,(/–—-]\s*+\Z")
CLOSING = ".!?;'\"”)]"
CLOSING_RE = re.compile(r"[.!?;]['\"”)\]]*+\s*+\Z")


class Sentence(NamedTuple):
    """A sentence, or what a line has of one: `line` is the block that it begins in, `last_line` the last that is joined to it.

    It is `telling` where both something like a date and a word of graduating stand in it.
    """

    start: int
    end: int
    line: int
    last_line: int
    telling: bool = True


def find_sentences(document: Document, marks: Marks, words: Lexicon) -> list[Sentence]:
    """The sentences of the lines in which a term stands near a cue's literal."""
    blocks = document.blocks
    cues = cues_near_dates(document.hits.folded, marks.dates, document.rulebook)
    if not cues:
        return []
    page = Page(blocks, document.hits, marks.dates, cues, words)
    sentences: list[Sentence] = []
    done = -1
    for date in marks.dates:
        line = bisect_right(blocks, date, key=START) - 1
        if line <= done or blocks[line].removed or not holds(cues, date - NEAR, date + NEAR + 1):
            continue
        first, last = _joined_lines(line, page)
        first = max(first, done + 1)
        if holds(cues, blocks[first].body_start, blocks[last].body_end + 1):
            sentences.extend(_sentences(first, last, page))
        done = last
    return sentences


class Page(NamedTuple):
    """What joining lines needs to know."""

    blocks: Sequence[Block]
    hits: Hits
    dates: Sequence[int]
    cues: Sequence[int]
    words: Lexicon


def _joined_lines(line: int, page: Page) -> tuple[int, int]:
    """The lines over which the sentence of `line` runs: scrapes break lines at every tag."""
    first = last = line
    while last - line < MOST_LINES and (after := _next(last, 1, page)) is not None and _runs_on(last, after, page):
        last = after
    while line - first < MOST_LINES and (before := _next(first, -1, page)) is not None and _runs_on(before, first, page):
        first = before
    return first, last


def _next(index: int, step: int, page: Page) -> int | None:
    """The nearest kept line with words, if one follows at once. A lone joint counts as kept, though `or` is a button on many pages."""
    blocks, index = page.blocks, index + step
    while 0 <= index < len(blocks) and not blocks[index].removed and blocks[index].body_start == blocks[index].body_end:
        index += step
    if not 0 <= index < len(blocks) or (blocks[index].removed and not _is_joint(blocks[index], page)):
        return None
    return index


def _is_joint(block: Block, page: Page) -> bool:
    """Whether a line is a joint and nothing else."""
    token = (
        match_token(page.hits.folded, block.body_start, block.body_end, page.words) if block.body_end > block.body_start else None
    )
    return token is not None and token.kind == "joint" and token.end == block.body_end


def _runs_on(number: int, following: int, page: Page) -> bool:
    """Whether a sentence goes on from one line to the next: the first stays open, or the next is a term or begins with a joint."""
    block, after = page.blocks[number], page.blocks[following]
    value, folded, words = page.hits.value, page.hits.folded, page.words
    if not holds(page.dates, max(block.body_start, block.body_end - EDGE), min(after.body_end, after.body_start + EDGE) + EDGE):
        return False
    if value[block.body_end - 1] in CLOSING and CLOSING_RE.search(
        value, max(block.body_start, block.body_end - EDGE), block.body_end
    ):
        return False
    if (
        block.shape == after.shape == "text"
        and max(block.body_end - block.body_start, after.body_end - after.body_start) <= SHRED
    ):
        return True
    whole = _is_term(folded, after, words)
    if whole or (after.body_end - after.body_start <= 2 and not value[after.body_start].isalnum()):
        listed = after.shape not in LIST_SHAPES or block.shape in LIST_SHAPES or _is_term(folded, block, words)
        return listed or block.shape == "heading" or bool(OPEN_RE.search(value, block.body_start, block.end))
    if after.shape in (*LIST_SHAPES, "heading"):
        return False
    first = match_token(folded, after.body_start, after.body_end, words)
    if first and first.kind in JOINTS and _ends_with_term(folded, block, words):
        return True
    if not LOWER_RE.match(value, after.body_start, after.body_end):
        return _ends_with_joint(folded, block, words) and _begins_with_term(folded, after, words)
    return _ends_with_joint(folded, block, words) or _is_term(folded, block, words)


def _is_term(folded: str, block: Block, words: Lexicon) -> bool:
    """Whether a line is nothing but a term expression, or a part of one that was torn."""
    if block.body_end - block.body_start > EDGE:
        return False
    first = WORD_RE.search(folded, block.body_start, block.body_end)
    at, some = block.body_start, False
    if first is None or not may_begin(folded, first.start(), words):
        return False
    for token in find_tokens(folded, block.body_start, block.body_end, words):
        if any(char.isalnum() for char in folded[at : token.start]):
            return False
        at, some = token.end, True
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
    if OPEN_RE.search(folded, start, block.end):
        return True
    tokens = list(find_tokens(folded, max(start, block.body_end - LONGEST_JOINT), block.body_end, words))
    return bool(tokens) and tokens[-1].end == block.body_end and tokens[-1].kind in JOINTS


def _sentences(first: int, last: int, page: Page) -> Iterator[Sentence]:
    """The lines cut into sentences; a line break inside joined lines is no end."""
    value, blocks = page.hits.value, page.blocks
    start, end = blocks[first].body_start, blocks[last].body_end
    for found in END_RE.finditer(value, start, end):
        if not _is_inside(page, found[0], found.start(), end):
            yield from _placed(start, found.end(), first, last, page)
            start = found.end()
    yield from _placed(start, end, first, last, page)


def _is_inside(page: Page, mark: str, at: int, end: int) -> bool:
    """Whether a mark ends no sentence: a point of a shortened word, a bullet between two terms (Fall 2026 • Spring 2027)."""
    if mark == ".":
        return _is_abbreviation(page, at + 1, end)
    following = WORD_RE.search(page.hits.folded, at, min(end, at + EDGE)) if mark in BULLETS else None
    token = match_token(page.hits.folded, following.start(), end, page.words) if following else None
    return token is not None and token.kind == "term" and page.hits.folded[at - 3 : at].rstrip()[-1:].isdigit()


def _placed(start: int, end: int, first: int, last: int, page: Page) -> Iterator[Sentence]:
    for at in range(start, end, LONGEST_SENTENCE):
        stop = min(end, at + LONGEST_SENTENCE)
        line = max(first, bisect_right(page.blocks, at, first, last + 1, key=START) - 1)
        yield Sentence(at, stop, line, last, holds(page.dates, at, stop) and holds(page.cues, at, stop + 1))


def _is_abbreviation(page: Page, end: int, limit: int) -> bool:
    """Whether the full stop before `end` belongs to a shortened word: a month, or one that a small letter or a term follows (grad. Jan. 2027)."""
    value, folded = page.hits.value, page.hits.folded
    word = ABBREVIATION_RE.search(value, max(0, end - 8), end)
    if word is None:
        return False
    if word[0].lower() in page.words.units or LOWER_RE.match(value, end, limit):
        return True
    following = WORD_RE.search(folded, end, limit) if len(word[0]) <= LONGEST_SHORT else None
    token = match_token(folded, following.start(), limit, page.words) if following and following.start() == end + 1 else None
    return token is not None and token.kind == "term"
