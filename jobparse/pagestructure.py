"""What the shape of a page says by itself: cards of other jobs, snippets, words between buttons, the foot of the page, repeated text.

In: blocks with the verdicts of the rows. Out: the same blocks, more of them removed. It carries a page of a site that nobody wrote
rows for; each decision bears the id of the structure row that gives it its measures.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.headerlines import HeaderLines
from jobparse.model import RemovedKind
from jobparse.lineforms import PAGE_PROSE, BodyMap, is_whole_line, known_headings, line_key

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.model import Block
    from jobparse.rulebook import Row, Rulebook

FAMILY, MEASURES = "boilerplate/structure", "boilerplate/measure"

OF_THE_FOOT = (RemovedKind.CHROME, RemovedKind.PROMO, RemovedKind.RELATED_JOBS)

CARD_LINES = 8
"""Lines from one card's mark to the next: the longest cards read have a title twice, company, place, pay on three lines, and an age."""

SANDWICH = 12
"""More lines than this between two buttons are no label of either."""

LONGEST_LABEL = 45
"""A longer line between two buttons is more than the label of a menu."""

HEADER_LINES = 40
"""The blocks in which a header can be repeated: double headers stand within the first thirty of a page."""


def judge_structure(blocks: list[Block], hits: Hits, rulebook: Rulebook) -> list[Block]:
    """The blocks with what their shape alone gives away removed as well."""
    page = _Page(blocks, hits, rulebook)
    page.remove_snippets()
    page.remove_cards()
    page.remove_page_prose()
    page.remove_tail()
    page.remove_between()
    page.remove_repeats()
    return page.blocks


class _Run(NamedTuple):
    """Neighbouring blocks `[first, last]`, with how many marks they bear."""

    first: int
    last: int
    marks: int


class _Page:
    """The blocks of a page, and the body among them."""

    def __init__(self, blocks: list[Block], hits: Hits, rulebook: Rulebook) -> None:
        self.blocks = blocks
        self.hits = hits
        self.rulebook = rulebook
        self.folded = hits.folded
        self.body = BodyMap(blocks, hits, rulebook)
        self.first, self.last = self.body.first, self.body.last
        self.measures: dict[str, Row] = {row.get("form"): row for row in reversed(rulebook.rows(MEASURES))}

    def _remove(self, index: int, row: Row) -> None:
        self.blocks[index] = self.blocks[index]._replace(removed=row.get("kind"), rule=row.id)

    def _words(self, index: int) -> str:
        block = self.blocks[index]
        return self.folded[block.body_start : block.body_end]

    def _marked(self, form: str) -> dict[int, Row]:
        """The kept blocks in which a row of this form matches."""
        places = self.hits.places(FAMILY)
        if not places:
            return {}
        starts = [block.start for block in self.blocks]
        marked: dict[int, Row] = {}
        for index in sorted({bisect_right(starts, place - 1) - 1 for place in places}):
            block = self.blocks[index]
            if not block.removed:
                for match in self.hits.all(FAMILY, block.body_start, block.body_end):
                    if match.row.get("form") == form:
                        marked[index] = match.row
                        break
        return marked

    # ------------------------------------------------------------------ cards and snippets

    def remove_snippets(self) -> None:
        """Cut-up sentences with dots between the pieces, two lines of them or more, and what stands between and behind them."""
        marked = self._marked("snippet")
        for run in _runs(sorted(marked), CARD_LINES):
            row = marked[run.first]
            if run.marks < row.get("least", 2):
                continue
            stop = len(self.blocks) if self._carried(run.last + 1, len(self.blocks), besides=marked) == 0 else run.last + 1
            for index in range(run.first, stop):
                if not self.blocks[index].removed:
                    self._remove(index, row)
            self.body = BodyMap(self.blocks, self.hits, self.rulebook)
            self.first, self.last = self.body.first, self.body.last

    def _carried(self, start: int, stop: int, besides: dict[int, Row]) -> int:
        return sum(1 for index in range(start, stop) if self.body.carries[index] and index not in besides)

    def remove_cards(self) -> None:
        """Runs of cards (title, company, place, pay, age) before the body or behind it: other jobs."""
        marked = {i: row for i, row in self._marked("card").items() if not self.first <= i <= self.last}
        for run in _runs(sorted(marked), CARD_LINES):
            row = marked[run.first]
            if run.marks < row.get("least", 3) or (run.first < self.first <= run.last):
                continue
            for index in range(self._start_of_card(run.first), run.last + 1):
                if not self.blocks[index].removed:
                    self._remove(index, row)

    def _start_of_card(self, index: int) -> int:
        """The line with which the first card of a run begins: the farthest title above its mark, else the mark."""
        start = index
        for above in range(index - 1, max(self.last, index - CARD_LINES, -1), -1):
            block = self.blocks[above]
            if block.removed or self.body.carries[above]:
                break
            if self.header.title_like(block):
                start = above
        return start

    @property
    def header(self) -> HeaderLines:
        return HeaderLines(self.hits, self.rulebook)

    # ------------------------------------------------------------------ the edges of the page

    def remove_page_prose(self) -> None:
        """Notices of the page before the body: about cookies, mostly."""
        if self.hits.places(PAGE_PROSE):
            for index in range(self.first):
                block = self.blocks[index]
                if not block.removed and (match := self.hits.first(PAGE_PROSE, block.body_start, block.body_end)):
                    self._remove(index, match.row)

    def remove_tail(self) -> None:
        """The foot of the page: from the first removed line behind the body on, when menus and notices make up much of the rest."""
        row = self.measures.get("tail")
        if row is None:
            return
        count = len(self.blocks)
        first = next((i for i in range(self.last + 1, count) if self.blocks[i].removed in OF_THE_FOOT), count)
        rest = [i for i in range(first, count) if self.blocks[i].body_end > self.blocks[i].body_start]
        removed = sum(1 for i in rest if self.blocks[i].removed in OF_THE_FOOT)
        page_prose = sum(1 for i in rest if not self.blocks[i].removed and self._of_page(i))
        if removed < row.get("least", 3) or (removed + page_prose) * 5 < len(rest):
            return
        for index in rest:
            if not self.blocks[index].removed:
                self._remove(index, row)

    def _of_page(self, index: int) -> bool:
        block = self.blocks[index]
        return bool(self.hits.all(PAGE_PROSE, block.body_start, block.body_end))

    def remove_between(self) -> None:
        """Before the body, short lines between two removed ones that are no line of a header: labels of menus and forms."""
        row = self.measures.get("between")
        if row is None:
            return
        above = False
        run: list[int] = []
        for index in range(self.first):
            block = self.blocks[index]
            if block.body_start == block.body_end:
                continue
            if not block.removed:
                run.append(index)
                above = above and self._begins_line(block)
                continue
            if above and run and len(run) <= SANDWICH and not self._has_header_line(run):
                for between in run:
                    self._remove(between, row)
            above, run = True, []

    def _begins_line(self, block: Block) -> bool:
        """Whether a block is the beginning of its line: what was cut out of the middle of a line has no label beside it."""
        return block.start == 0 or self.folded[block.start - 1] == "\n"

    def _has_header_line(self, run: Sequence[int]) -> bool:
        """Whether a line of the run is the posting's: it names the job, heads a section, or is too long for a label."""
        header, known = self.header, known_headings(self.rulebook)
        for index in run:
            block = self.blocks[index]
            if block.body_end - block.body_start > LONGEST_LABEL or line_key(self._words(index)) in known or header.names_the_job(block):
                return True
        return False

    # ------------------------------------------------------------------ repeated text

    def remove_repeats(self) -> None:
        """A paragraph that stands on the page a second time, the short lines that are repeated with it, and a header's second copy."""
        row = self.measures.get("repeat")
        if row is None:
            return
        shortest = int(row.get("length", 100))
        seen: dict[str, int] = {}
        copies: list[int] = []
        repeated: list[int] = []
        for index, block in enumerate(self.blocks):
            if block.removed or block.body_start == block.body_end:
                continue
            words = self._words(index)
            if not is_whole_line(block, self.folded):
                continue
            if words not in seen:
                seen[words] = index
            elif block.body_end - block.body_start >= shortest:
                self._remove(index, row)
                repeated.append(index)
            else:
                copies.append(index)
        if repeated:
            self._remove_beside(copies, row)
        self._remove_second_header(copies, seen, row)

    def _remove_beside(self, copies: list[int], row: Row) -> None:
        """Short lines that are copies too and touch a repeated paragraph: the headings and items of a section shown twice."""
        for order, step in ((copies, -1), (copies[::-1], 1)):
            for index in order:
                beside = index + step
                if not self.blocks[index].removed and 0 <= beside < len(self.blocks) and self.blocks[beside].removed == "duplicate":
                    self._remove(index, row)

    def _remove_second_header(self, copies: list[int], seen: dict[str, int], row: Row) -> None:
        """Lines before the body that stand there a second time, where at least two in a row do."""
        early = [i for i in copies if i < min(self.first, HEADER_LINES) and not self.blocks[i].removed and self.blocks[i].shape == "text"]
        for run in _runs(early, 1):
            if run.marks >= 2:
                for index in range(run.first, run.last + 1):
                    self._remove(index, row)


def _runs(indexes: Sequence[int], reach: int) -> Iterator[_Run]:
    """Groups of indexes in which each follows the one before within `reach`."""
    first = last = -1
    marks = 0
    for index in indexes:
        if marks and index - last <= reach:
            last, marks = index, marks + 1
            continue
        if marks:
            yield _Run(first, last, marks)
        first = last = index
        marks = 1
    if marks:
        yield _Run(first, last, marks)
