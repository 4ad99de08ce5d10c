"""Amount → its statement: the sentence, list item or table row it stands in, and the lines that lead to it.

In: the document and an amount. Out: a `Statement` with what the rows of pay/ say in it: `Words`. Sentences are cut here, by shape;
what words mean is not decided here.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.matching import Match, settled
from jobparse.model import Block

if TYPE_CHECKING:
    from jobparse.facts.pay_amounts import Amount
    from jobparse.matching import Hits
    from jobparse.model import Document, Passage

SENTENCE_RE = regex.compile(
    r"""
    (?<![\s.(]\p{L}) [.!?] ["')\]*_]*+ (?: \s+ (?=["'(*•_-]{0,3}\p{Lu}) | (?=\p{Lu}\p{Ll}) )     # ". Next", ".Next"; not after a lone letter
  | (?:(?<=\p{L}{4})|(?<=[\d)])) \. \s+ (?=[$£€])                                                    # ". $88k base", not "approx. $88k"
  | (?<=[\p{Ll})])(?=\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){0,2}\s?[:$£€])                                                     # glued labels: "hourSalary:"
  | \s[•▪●]\s                                                                                    # bullets inside a wall
    """,
    regex.VERBOSE,
)

REACH_BACK = 220
"""How many characters of the sentences before are read for words of pay; longer paragraphs change their subject."""

LEAD_BLOCKS = 14
"""How many blocks above an amount are looked at for its lead-in: the longest list of ranges in the sample has twelve lines."""

LONGEST_LEAD = 110
"""A line longer than this is prose and leads to nothing (the longest lead-in of a pay list in the sample has 96 characters)."""

LONGEST_TAIL = 4
"""How many lines below an amount may be fields of the same table ("Currency: CAD", "Frequency: Annual")."""

SHORT_LABEL = 16
"""A line as short as that may be the first half of a label that was cut in two ("Pay" / "Frequency: Hourly")."""


class Words(NamedTuple):
    """What the rows say in one stretch of text, in order of place."""

    evidence: tuple[Match, ...]
    periods: tuple[Match, ...]
    inert: tuple[Match, ...]


class Lead(NamedTuple):
    """A line above a statement: a heading (`far`) or the line that leads to a list."""

    start: int
    end: int
    far: bool


class Statement(NamedTuple):
    """The sentence `[start, end)`, what is read before it (`reach`), the lines above and the field lines below."""

    start: int
    end: int
    reach: int
    block: Block
    leads: tuple[Lead, ...]
    tail: int
    passage: str


class Reader:
    """Finds and keeps statements and words of one document: many amounts share them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.hits: Hits = document.hits
        self.blocks = document.blocks
        self._starts = [b.start for b in document.blocks]
        self._words: dict[tuple[int, int], Words] = {}
        self._sentences: dict[int, list[int]] = {}
        self._leads: dict[int, tuple[Lead, ...]] = {}
        self._passages: list[tuple[int, Passage]] | None = None
        self.busy: set[int] = set()

    def block_at(self, at: int) -> int:
        """The index of the block that holds the character at `at`."""
        return max(bisect_right(self._starts, at) - 1, 0)

    def statement(self, amount: Amount) -> Statement:
        """The statement of an amount."""
        first, last = self.block_at(amount.start), self.block_at(max(amount.end - 1, amount.start))
        block = self.blocks[first]
        cuts = self.cuts(first)
        start = max(block.body_start, cuts[bisect_right(cuts, amount.start) - 1])
        final = cuts if last == first else self.cuts(last)
        index = bisect_right(final, amount.end - 1)
        end = final[index] if index < len(final) else max(self.blocks[last].body_end, amount.end)
        if start > amount.start:
            start = amount.start
        passage = self.passage(block)
        return Statement(
            start,
            end,
            max(block.body_start, start - REACH_BACK),
            block,
            self.leads(first, passage),
            self._tail(last, end),
            passage.kind if passage else "",
        )

    def cuts(self, index: int) -> list[int]:
        """Where the sentences of a block begin, the start of the block first."""
        known = self._sentences.get(index)
        if known is None:
            block = self.blocks[index]
            value = self.document.value
            known = [block.start, *(m.end() for m in SENTENCE_RE.finditer(value, block.body_start, block.body_end))]
            self._sentences[index] = known
        return known

    def passage(self, block: Block) -> Passage | None:
        """The section that a kept block belongs to."""
        if self._passages is None:
            self._passages = [(p.start, p) for p in self.document.passages]
        index = bisect_right(self._passages, block.start, key=lambda pair: pair[0]) - 1
        found = self._passages[index][1] if index >= 0 else None
        return found if found and found.start <= block.start < found.end else None

    def leads(self, index: int, passage: Passage | None) -> tuple[Lead, ...]:
        """The lines above a block that lead to it, nearest first; the section's heading last."""
        known = self._leads.get(index)
        if known is not None:
            return known
        found: list[Lead] = []
        here = self.blocks[index]
        for at in range(index - 1, max(index - LEAD_BLOCKS, 0) - 1, -1):
            block = self.blocks[at]
            if block.removed != here.removed or self._far_apart(at, index):
                break
            if block.body_end <= block.body_start or (at in self.busy and not self._is_head(block)):
                continue
            if block.shape == here.shape == "item" and block.level >= here.level and not self._leads_on(block):
                continue
            length = block.body_end - block.body_start
            if length > LONGEST_LEAD:
                if not found and self._leads_on(block):
                    found.append(Lead(self.cuts(at)[-1], block.body_end, False))
                break
            found.append(Lead(block.body_start, block.body_end, self._is_head(block)))
            if self._is_head(block) or len(found) == 3:
                break
        heading = passage.heading if passage else None
        if heading and not any(lead.start == heading.body_start for lead in found) and heading.start < here.start:
            found.append(Lead(heading.body_start, heading.body_end, True))
        self._leads[index] = tuple(found)
        return self._leads[index]

    def _far_apart(self, at: int, index: int) -> bool:
        """Whether a kept line stands in another section than the amount, unless it is the line right above."""
        return index - at > 1 and self.blocks[at].shape == "item" and self.blocks[index].shape != "item" and at not in self.busy

    def _is_head(self, block: Block) -> bool:
        return block.shape == "heading"

    def _leads_on(self, block: Block) -> bool:
        return self.document.value[block.body_end - 1] == ":"

    def _tail(self, index: int, end: int) -> int:
        """Where the field lines below end that name currency or period for what stands above."""
        at, skipped = end, False
        folded = self.hits.folded
        for below in range(index + 1, min(index + 1 + LONGEST_TAIL, len(self.blocks))):
            block = self.blocks[below]
            if block.removed or block.body_end <= block.body_start:
                continue
            if block.body_end - block.body_start > 40 or below in self.busy:
                break
            line = folded[block.body_start : block.body_end]
            whole = self.hits.all("pay/period", block.body_start, block.body_end) or self.hits.all("pay/note", block.body_start, block.body_end)
            if not whole and len(line) <= SHORT_LABEL and not skipped:
                skipped = True
                continue
            if not whole or max(m.end - m.start for m in whole) < len(line.strip(" *_().|")) - 4:
                break
            at = block.body_end
        return at

    def words(self, start: int, end: int) -> Words:
        """What the rows say in `[start, end)`: cues, refusals and inert words compete, and inert words cover periods."""
        known = self._words.get((start, end))
        if known is None:
            hits = self.hits
            inert = hits.all("pay/inert", start, end)
            stood = settled([*hits.all("pay/refusal", start, end), *hits.all("pay/cue", start, end), *inert])
            periods = settled(hits.all("pay/period", start, end))
            evidence = tuple(m for m in stood if m.row.family != "pay/inert")
            covers = [m for m in stood if m.row.family == "pay/inert" or m.row.family == "pay/refusal"]
            inert = [m for m in stood if m.row.family == "pay/inert"]
            known = Words(evidence, tuple(p for p in periods if not _covered(p, covers)), tuple(inert))
            self._words[start, end] = known
        return known


def _covered(match: Match, covers: list[Match]) -> bool:
    """Whether a period lies wholly inside words that mean something else."""
    return any(c.start <= match.start and match.end <= c.end for c in covers)
