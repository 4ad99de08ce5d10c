"""Amount → its statement: the sentence, list item or table row it stands in, and the lines that lead to it.

In: the document and an amount. Out: a `Statement` with what the rows of pay/ say in it: `Words`. Sentences are cut here, by shape;
what words mean is not decided here.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from jobparse.facts.pay_closing import LEAD_BLOCKS, LONGEST_LEAD, SHORT_TITLE, line_below
from jobparse.facts.pay_labels import GLUED_LABEL_RE
from jobparse.facts.pay_sentences import sentences
from jobparse.facts.pay_table import cell_above
from jobparse.lineshapes import DEPTH_GUESSED
from jobparse.matching import Match, settled
from jobparse.model import Block, SectionKind, Span

if TYPE_CHECKING:
    from jobparse.facts.pay_amounts import Amount
    from jobparse.facts.pay_near import Near
    from jobparse.model import Document, Passage

SHORTEST_WALL = 40
NEAR = 140
"""How far around an amount glued labels are looked for."""

WINDOW = 400
"""In a wall of text, sentences are cut in windows of three times this; no pay statement of the sample is longer."""

REACH_BACK = 150
"""How many characters of the sentences before are read for words of pay; longer paragraphs change their subject."""

MOST_LEADS = 3
"""The nearest lines say most."""

LONGEST_TAIL = 4
"""How many lines below an amount may be fields of the same table ("Currency: CAD", "Frequency: Annual")."""

ON_ALL = 160
"""How far behind a sentence with a figure another may end that speaks of all figures."""

LONGEST_FIELD = 40
"""A line longer than this is no field, but it may begin with the period where a page broke the sentence ("annually, set by …")."""

SHORT_LABEL = 16
"""A line as short as that may be the first half of a label that was cut in two ("Pay" / "Frequency: Hourly")."""


class Words(NamedTuple):
    """What the rows say in one stretch of text, in order of place."""

    evidence: tuple[Match, ...]
    periods: tuple[Match, ...]
    inert: tuple[Match, ...]


START = attrgetter("start")

NO_WORDS = Words((), (), ())


class Lead(NamedTuple):
    """A line above a statement: a heading (`far`) or the line that leads to a list."""

    start: int
    end: int
    far: bool


class Statement(NamedTuple):
    """The sentence `[start, end)` and what is read before it (`reach`), from the block `first` to the block `last`; in a table the `cell` above the amount.

    The lines above and the field lines below are for `Reader.leads` and `Reader.tail` to tell: most amounts are judged without them.
    """

    start: int
    end: int
    reach: int
    block: Block
    first: int
    last: int
    passage: Passage | None
    cell: Span | None = None

    @property
    def kind(self) -> str:
        """The kind of section that it stands in; empty where none was kept."""
        return self.passage.kind if self.passage else ""


class Reader:
    """Finds and keeps statements and words of one document: many amounts share them."""

    def __init__(self, document: Document, near: Near) -> None:
        self.document = document
        self.hits = near
        self.blocks = document.blocks
        self._words: dict[tuple[int, int], Words] = {}
        self._sentences: dict[tuple[int, int], list[int]] = {}
        self._leads: dict[int, tuple[Lead, ...]] = {}
        self._tails: dict[tuple[int, int], int] = {}
        self._closings: dict[int, Span | None] = {}
        self.busy: set[int] = set()
        self.bare: set[int] = set()

    def seat(self, amounts: Iterable[Amount]) -> None:
        """Notes which blocks hold a figure, and which begin with one: those are nobody's heading."""
        for amount in amounts:
            index = self.block_at(amount.start)
            self.busy.add(index)
            if amount.start <= self.blocks[index].body_start + 1:
                self.bare.add(index)

    def block_at(self, at: int) -> int:
        """The index of the block that holds the character at `at`."""
        return max(bisect_right(self.blocks, at, key=START) - 1, 0)

    def statement(self, amount: Amount) -> Statement:
        """The statement of an amount."""
        first, last = self.block_at(amount.start), self.block_at(max(amount.end - 1, amount.start))
        block = self.blocks[first]
        cuts = self.cuts(first, amount.start)
        self._cut_labels(cuts, block, amount)
        start = max(block.body_start, cuts[bisect_right(cuts, amount.start) - 1])
        final = cuts if last == first else self.cuts(last, amount.end)
        index = bisect_right(final, amount.end - 1)
        end = final[index] if index < len(final) else max(self.blocks[last].body_end, amount.end)
        start = min(start, amount.start)
        cell = cell_above(self.blocks, first, self.document.value, amount.start) if block.shape == "row" else None
        cell = None if any(e.field == "column" for e in amount.evidence) else cell
        return Statement(start, end, max(block.body_start, start - REACH_BACK), block, first, last, self.passage(block), cell)

    def cuts(self, index: int, at: int) -> list[int]:
        """Where the sentences near `at` begin, the start of the block (or of the window, in a long one) first."""
        block = self.blocks[index]
        window = 0 if block.body_end - block.body_start <= 2 * WINDOW else max(0, at - block.body_start) // WINDOW
        known = self._sentences.get((index, window))
        if known is None:
            start = max(block.body_start, block.body_start + (window - 1) * WINDOW)
            end = min(block.body_end, start + 3 * WINDOW)
            known = [block.start if start == block.body_start else start]
            known.extend(sentences(self.document.value, start, end))
            if end < block.body_end:
                known.append(end)
            self._sentences[index, window] = known
        return known

    def _cut_labels(self, cuts: list[int], block: Block, amount: Amount) -> None:
        """Adds the glued labels near an amount to the cuts of its block."""
        start, end = max(block.body_start, amount.start - NEAR), min(block.body_end, amount.end + NEAR)
        if end - start > SHORTEST_WALL:
            for found in GLUED_LABEL_RE.finditer(self.document.value, start, end):
                if found.start() not in cuts:
                    insort(cuts, found.start())

    def passage(self, block: Block) -> Passage | None:
        """The section that a kept block belongs to."""
        passages = self.document.passages
        index = bisect_right(passages, block.start, key=START) - 1
        found = passages[index] if index >= 0 else None
        return found if found and found.start <= block.start < found.end else None

    def leads(self, statement: Statement) -> tuple[Lead, ...]:
        """The lines above a statement that lead to it, nearest first; the section's heading last."""
        known = self._leads.get(statement.first)
        if known is None:
            known = self._leads[statement.first] = self._lines_above(statement.first, statement.passage)
        return self._narrowed(known, statement.cell) if statement.cell else known

    def _narrowed(self, leads: tuple[Lead, ...], cell: Span) -> tuple[Lead, ...]:
        """The lines above, the head of a table narrowed to the cell above an amount if that says what its column holds."""
        said = self.words(cell.start, cell.end)
        if not said.evidence and not said.periods:
            return leads
        return tuple(Lead(cell.start, cell.end, lead.far) if lead.start <= cell.start < lead.end else lead for lead in leads)

    def tail(self, statement: Statement) -> int:
        """Where the words behind a statement end that speak of what stands in it; its own end where there are none."""
        last, end = statement.last, statement.end
        known = self._tails.get((last, end))
        if known is None:
            inside = end < self.blocks[last].body_end
            known = self._tails[last, end] = self._on_all(last, end) if inside else self._fields_below(last, end)
        return known

    def closing(self, statement: Statement) -> Span | None:
        """The line below the list of a statement that says what all its figures are: "All amounts are annual."."""
        last = statement.last
        if last not in self._closings:
            self._closings[last] = line_below(self, last)
        return self._closings[last]

    def holds_text(self, at: int) -> bool:
        """Whether anything stands in a block."""
        return self.blocks[at].body_end > self.blocks[at].body_start

    def _lines_above(self, index: int, passage: Passage | None) -> tuple[Lead, ...]:
        found: list[Lead] = []
        here, top = self.blocks[index], 0
        heading = passage.heading if passage else None
        for at in range(index - 1, max(index - LEAD_BLOCKS, 0) - 1, -1):
            block = self.blocks[at]
            if block.removed != here.removed or self._far_apart(at, index):
                break
            if block.body_end <= block.body_start or (at in self.busy and (at in self.bare or not self._is_head(block))):
                continue
            if block.shape == here.shape == "item" and block.level >= here.level and not self._leads_on(block):
                continue
            head = self._is_head(block)
            length = block.body_end - block.body_start
            if length <= SHORT_TITLE and self._labels_another(at, index):
                continue
            short = len(found) == 1 and block.shape == "text" and length <= SHORT_TITLE
            if found and found[-1].far and not head and not short and not self._introduces(block):
                break  # above a heading only headings lead on, and a short title ("Pay Grade 7 (yearly)")
            if not head and self.document.value[block.body_end - 1] in ".!?" and not self._introduces(block):
                break  # a sentence leads to nothing, but one on how pay is told ("All figures are base salaries per year.")
            if self.document.value[block.body_start].islower() and not head and not self._leads_on(block):
                continue
            if length > LONGEST_LEAD:
                if self._leads_on(block) and all(self.blocks[self.block_at(lead.start)].shape == "row" for lead in found):
                    found.append(Lead(self.cuts(at, block.body_end)[-1], block.body_end, far=False))
                break
            if head and top and block.level >= top and self._parted(at, found[-1]):
                break  # a section of its own
            top = block.level if head else top
            found.append(Lead(block.body_start, block.body_end, head))
            if len(found) == MOST_LEADS or (block is heading and self._of_perks(block, passage)):
                break
        if heading and not any(lead.start == heading.body_start for lead in found) and heading.start < here.start:
            found.append(Lead(heading.body_start, heading.body_end, far=True))
        return tuple(found)

    def _far_apart(self, at: int, index: int) -> bool:
        """Whether a kept line stands in another section than the amount, unless it is the line right above."""
        return index - at > 1 and self.blocks[at].shape == "item" and self.blocks[index].shape != "item" and at not in self.busy

    def _of_perks(self, heading: Block, passage: Passage | None) -> bool:
        """Whether a heading says that perks stand below it, and nothing of pay: no line above speaks of them."""
        if passage is None or passage.kind != SectionKind.BENEFITS or heading.level >= DEPTH_GUESSED:
            return False
        return not self._says("pay/cue", heading)

    def _parted(self, at: int, lead: Lead) -> bool:
        """Whether anything stands between a heading and the one that leads on below it."""
        return any(b.body_end > b.body_start for b in self.blocks[at + 1 : self.block_at(lead.start)])

    def _introduces(self, block: Block) -> bool:
        """Whether a line says how the pay below is told: "All figures are base salaries per year."."""
        short = block.body_end - block.body_start <= LONGEST_LEAD
        return short and self._says("pay/cue", block) and self._says("pay/period", block)

    def _labels_another(self, at: int, index: int) -> bool:
        """Whether a short line is the label of another amount, which stands right below it: no word of pay is in it."""
        below = at + 1
        while below < index and self.blocks[below].body_end <= self.blocks[below].body_start:
            below += 1
        block = self.blocks[at]
        if below >= index or below not in self.busy:
            return False
        if self._says("pay/cue", block) and self.hits.found("pay/cue", block.body_start, block.body_end):
            return False
        return any(b.body_end > b.body_start and i not in self.busy for i, b in enumerate(self.blocks[below:index], below))

    def _is_head(self, block: Block) -> bool:
        return block.shape == "heading"

    def _leads_on(self, block: Block) -> bool:
        return self.document.value[block.body_end - 1] == ":"

    def _on_all(self, index: int, end: int) -> int:
        """Where the sentence behind ends, if it speaks of all figures before it: "Both ranges are annual."."""
        value = self.document.value
        for match in self.hits.found("pay/period", end, min(self.blocks[index].body_end, end + ON_ALL)):
            if match.row.get("shared") and (match.start <= end + 1 or value[match.start].isupper()):
                return match.end
        return end

    def _fields_below(self, index: int, end: int) -> int:
        """Where the field lines below end that name currency or period for what stands above."""
        at, skipped, passed = end, False, False  # a bracket below a list speaks of all its figures: "(per hour)"
        folded = self.hits.folded
        for below in range(index + 1, min(index + 1 + LONGEST_TAIL, len(self.blocks))):
            block = self.blocks[below]
            if block.removed or block.body_end <= block.body_start:
                continue
            line = folded[block.body_start : block.body_end]
            if passed and not (line.startswith("(") or self.document.value[block.body_start].isupper()):
                break
            if below in self.busy:
                passed = True
                continue
            near = min(block.body_end, block.body_start + LONGEST_FIELD)
            said = self.hits.says("pay/period", block.body_start, near) or self.hits.says("pay/note", block.body_start, near)
            if not said and (len(line) > SHORT_LABEL or skipped):
                break
            whole = said and (
                self.hits.found("pay/period", block.body_start, near) or self.hits.found("pay/note", block.body_start, near)
            )
            if not whole and len(line) <= SHORT_LABEL and not skipped:
                skipped = True
                continue
            if not whole:
                break
            first = min((m for m in whole if m.start <= block.body_start + len("per ")), key=lambda m: m.start, default=None)
            if first and folded[first.end : first.end + 1] in ",.;":
                return first.end
            if len(line) > LONGEST_FIELD or max(m.end - m.start for m in whole) < len(line.strip(" *_().|")) - 4:
                break
            at = block.body_end
        return at

    def _says(self, family: str, block: Block) -> bool:
        """Whether a literal of the family's rows stands in a block."""
        return self.hits.says(family, block.body_start, block.body_end)

    def words_around(self, start: int, end: int) -> Words:
        """What the rows say in a stretch that holds `[start, end)`: one that was read before, if there is one."""
        for (first, last), words in self._words.items():
            if first <= start and end <= last:
                return words
        return self.words(start, end)

    def words(self, start: int, end: int) -> Words:
        """What the rows say in `[start, end)`: cues, refusals and inert words compete, and inert words cover periods."""
        known = self._words.get((start, end))
        if known is None:
            known = self._cut(start, end) or self._read(start, end)
            self._words[start, end] = known
        return known

    def _cut(self, start: int, end: int) -> Words | None:
        """The words of a part of a block, out of those of the whole block: its sentences share one reading."""
        block = self.blocks[self.block_at(start)]
        first, last = block.body_start, block.body_end
        if last - first > WINDOW or start < first or end > last or (start, end) == (first, last):
            return None
        whole = self.words(first, last)
        low, high = start == first, end == last
        parts = [
            part if low and high else tuple(m for m in part if start <= m.start and m.end <= end)
            for part in (whole.evidence, whole.periods, whole.inert)
        ]
        return Words(*parts)

    def _read(self, start: int, end: int) -> Words:
        found = self.hits.words(start, end)
        if not found:
            return NO_WORDS
        folded = self.hits.folded
        stood = settled([m for m in found if m.row.family != "pay/period"])
        times = settled([_with_slash(m, folded, start) for m in found if m.row.family == "pay/period"])
        evidence = tuple(m for m in stood if m.row.family != "pay/inert")
        covers = [m for m in stood if m.row.family in ("pay/inert", "pay/refusal")]
        return Words(
            evidence,
            tuple(p for p in times if not _covered(p, covers)),
            tuple(m for m in stood if m.row.family == "pay/inert"),
        )


def _with_slash(match: Match, folded: str, start: int) -> Match:
    """A unit with the slash before it: patterns begin with their literal, which is what makes them fast."""
    at = match.start
    if folded[max(start, at - 1) : at] == "/":
        return match._replace(start=at - 1)
    short = match.end - at <= 5  # "/ month", but not "$4,512 / Annual"
    return match._replace(start=at - 2) if short and folded[max(start, at - 2) : at] == "/ " else match


def _covered(match: Match, covers: Sequence[Match]) -> bool:
    """Whether a period lies wholly inside words that mean something else: of those, which do not overlap, the last to begin before it."""
    at = bisect_right(covers, match.start, key=lambda cover: cover.start)
    return at > 0 and match.end <= covers[at - 1].end
