"""Short lines among short lines that are headings, though nothing but the text around them shows it.

In: the kept blocks behind the header. Out: those that head what stands below them, shaped as headings. It looks only at what `blocks.py` had to
leave as text: where a page lost its blank lines, or has one between all lines, a heading looks like a line of a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jobparse.dialect import quick
from jobparse.headings import headings_of
from jobparse.leanings import section_signs_of
from jobparse.lineforms import SENTENCE_ENDS
from jobparse.lineshapes import LONGEST_GUESS, may_be_guessed
from jobparse.model import SectionKind
from jobparse.standing import GUESSED, ITEM_SHAPES, LEAST_RUN, LONG_LINE, length

if TYPE_CHECKING:
    from jobparse.headings import Headings
    from jobparse.leanings import Cues
    from jobparse.matching import Hits
    from jobparse.model import Block
    from jobparse.rulebook import Row, Rulebook

AHEAD, BEHIND = 3, 2
"""So many lines below and above are read."""

AGREED = 2
"""So many of them must lean to one kind."""

FEWEST = 4
SHORT_PUN = 25
"""A longer line with a comma is one of a list."""

LINES = ("text", *ITEM_SHAPES)
NO_HEADING_ENDS = frozenset(".!;,…:@$€£|")
WISHED = (SectionKind.REQUIREMENTS, SectionKind.PREFERRED)
OPENER = "sections/opener"


def hidden_headings(body: Sequence[Block], hits: Hits, rulebook: Rulebook) -> dict[int, Block]:
    """The lines of a body that are headings though they look like lines of text, shaped as such; by where they start."""
    value = hits.value
    may = [
        at
        for at, (_, _, start, end, shape, _, _, _, rule) in enumerate(body)
        if shape == "text" and FEWEST <= end - start <= LONGEST_GUESS and not rule and value[end - 1] not in NO_HEADING_ENDS
    ]
    if not may or len(body) < LEAST_RUN:
        return {}
    lines = _Lines(body, hits, rulebook)
    for at in may:
        if at + 1 < len(body) and lines.may_head(at):
            lines.judge(at)
    return {body[at].start: body[at]._replace(shape="heading", level=GUESSED, rule=rule) for at, rule in lines.found.items()}


class _Lines:
    """The lines of one body: what each leans to, read once, and which of them were found to be headings, with their rows."""

    def __init__(self, body: Sequence[Block], hits: Hits, rulebook: Rulebook) -> None:
        self.body, self.value, self.folded = body, hits.value, hits.folded
        self.signs: Cues = section_signs_of(rulebook)
        self.words: Headings = headings_of(rulebook)
        self.openers = rulebook.rows(OPENER)
        self.seen: dict[int, str] = {}
        self.found: dict[int, str] = {}

    def may_head(self, at: int) -> bool:
        """Whether a line looks like a heading, and the one below like what it heads."""
        block, below = self.body[at], self.body[at + 1]
        text = self.value[block.body_start : block.body_end]
        return (
            below.shape in LINES
            and self._own_line(block)
            and self._own_line(below)
            and " " in text
            and ("," not in text or len(text) <= SHORT_PUN or text[-1] == "?")
            and may_be_guessed(text.rstrip("? "))
            and (text[0].isupper() or text[0] == "¿" or not self.value[below.body_start].islower())
        )

    def judge(self, at: int) -> None:
        """Keep a line as a heading if it is one."""
        rule = self._rule(at)
        if rule is not None:
            self.found[at] = rule

    def _own_line(self, block: Block) -> bool:
        return block.start == 0 or self.value[block.start - 1] == "\n"

    def _rule(self, at: int) -> str | None:
        """The row of a heading, "" for one of unknown words, None for what is none."""
        block = self.body[at]
        start, end = block.body_start, block.body_end
        named = self.words.named(self.folded[start:end])
        if named is not None and self._kind_below(at) in ("", named.get("kind")):
            return named.id
        if at and (at - 1 in self.found or self.body[at - 1].shape == "heading"):
            return None
        leads = any(quick(opener.pattern).search(self.folded, start, end) for opener in self.openers)
        if not (leads or self.value[start].isupper()):
            return None
        row = self.words.worded(self.folded, start, end)
        if (
            row is not None
            and (leads or not row.get("item"))
            and _bears_out(row, self._kind_below(at) or self._first_below(at), leads=leads)
        ):
            return row.id
        if (leads and (self._is_line(at + 1) or self.value[end - 1] == "?")) or self._stands_over_items(at):
            return ""
        first = self._first_below(at) if self._may_agree(at) else ""
        if not first or first in (self._kind(at), self._kind(at - 1) if at else "") or first != self._kind_below(at):
            return None
        above = _agreed([self._kind(near) for near in range(max(0, at - BEHIND), at) if near not in self.found])
        return None if first == above else ""

    def _first_below(self, at: int) -> str:
        """What the next line leans to, if it is a line."""
        return self._kind(at + 1) if self._is_line(at + 1) else ""

    def _kind_below(self, at: int) -> str:
        """The kind that the lines below a line agree on; prose says more than an item does."""
        if self._stands_over_prose(at):
            return self._kind(at + 1)
        return _agreed(self._kinds(at + 1, AHEAD)) if self._may_agree(at) else ""

    def _may_agree(self, at: int) -> bool:
        """Whether enough stands below a line to agree on a kind: prose, or more lines than one."""
        return self._stands_over_prose(at) or (
            at + AGREED < len(self.body) and self._is_line(at + 1) and self._is_line(at + AGREED)
        )

    def _stands_over_prose(self, at: int) -> bool:
        """Whether a sentence of some length stands below a line, and no short line above."""
        return self._is_line(at + 1) and self._is_sentence(at + 1) and (at == 0 or not self._is_short(at - 1))

    def _stands_over_items(self, at: int) -> bool:
        """Whether a line without a mark stands between a list, or a sentence, and a list with marks."""
        below = self.body[at + 1 : at + 1 + AGREED]
        if not at or not all(block.shape in ITEM_SHAPES for block in below):
            return False
        above = self.body[at - 1]
        return above.shape in ITEM_SHAPES or self.value[above.body_end - 1] in SENTENCE_ENDS

    def _is_sentence(self, at: int) -> bool:
        """Whether a line is a sentence of some length."""
        block = self.body[at]
        return length(block) > LONG_LINE // 2 and self.value[block.body_end - 1] in SENTENCE_ENDS

    def _is_short(self, at: int) -> bool:
        """Whether a line is a short one without the end of a sentence: then the next may be another like it."""
        block = self.body[at]
        return block.shape == "text" and length(block) <= LONG_LINE and self.value[block.body_end - 1] not in SENTENCE_ENDS

    def _is_line(self, at: int) -> bool:
        """Whether a block may be a line of a list, or a short paragraph."""
        block = self.body[at]
        return block.shape in LINES and length(block) <= 2 * LONG_LINE

    def _kinds(self, at: int, most: int) -> list[str]:
        """What the next lines lean to, up to a heading or a paragraph."""
        kinds: list[str] = []
        for near in range(at, min(at + most, len(self.body))):
            if not self._is_line(near):
                break
            kinds.append(self._kind(near))
        return kinds

    def _kind(self, at: int) -> str:
        """What one line leans to, "" for nothing."""
        if at not in self.seen:
            leaning = self.signs.lean(self.folded, (self.body[at],))
            kind = leaning.kind if leaning is not None and leaning.score > leaning.second else ""
            self.seen[at] = "responsibilities" if kind == "role" else kind
        return self.seen[at]


def _agreed(kinds: Sequence[str]) -> str:
    """The kind that at least two of the lines lean to, and more than to any other."""
    named = [kind for kind in kinds if kind]
    best = max(named, key=named.count, default="")
    return best if named.count(best) >= AGREED else ""


def _bears_out(row: Row, kind: str, *, leads: bool) -> bool:
    """Whether lines lean to what a heading names, or to what it may name: wishes are worded like needs."""
    return row.get("kind") == kind or (kind, row.get("kind")) == WISHED or (leads and not kind)
