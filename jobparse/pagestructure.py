"""What the shape of a page says by itself: cards of other jobs, snippets, words between buttons, the foot of the page, repeated text.

In: blocks with the verdicts of the rows. Out: the same list, with more of them removed. It carries a page of a site that nobody wrote
rows for; each decision bears the id of the row that gives it its measures.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from jobparse.copies import whole_copy
from jobparse.cutting import removed_by
from jobparse.dialect import quick
from jobparse.headerlines import HeaderLines
from jobparse.lineforms import PAGE_PROSE, BodyMap, is_whole_line, known_headings, line_key, measures
from jobparse.model import LIST_SHAPES, RemovedKind

if TYPE_CHECKING:
    from jobparse.lineforms import Looks
    from jobparse.matching import Hits
    from jobparse.model import Block
    from jobparse.rulebook import Row, Rulebook

FAMILY = "boilerplate/structure"

OF_THE_FOOT = (RemovedKind.CHROME, RemovedKind.PROMO, RemovedKind.RELATED_JOBS)

FEWEST_MARKS = 2

CARD_LINES = 8
"""Lines from one card's mark to the next: the longest cards read have a title twice, company, place, pay on three lines, and an age."""

SANDWICH = 12
"""More lines than this between two buttons are no label of either."""

LONGEST_LABEL = 45
"""A longer line between two buttons is more than the label of a menu."""

HEADER_LINES = 40
"""The blocks in which a header can be repeated: double headers stand within the first thirty of a page."""


def judge_structure(page: Page) -> None:
    """Remove from the page's blocks what their shape alone gives away as well."""
    page.look_again()
    if len(page.hits.places(FAMILY)) >= FEWEST_MARKS:
        marked = page.marked()
        page.remove_snippets(marked["snippet"])
        page.remove_cards(marked["card"])
    if page.hits.places(PAGE_PROSE):
        page.remove_page_prose()
    if any(block.removed for block in page.blocks):
        page.remove_tail()
        page.remove_between()


def judge_repeats(page: Page) -> None:
    """Remove from the page's blocks what it shows twice: before all that counts at the edges of the body, since a copy has no body of its own."""
    page.remove_repeats()


class _Run(NamedTuple):
    """Neighbouring indexes `[first, last]`, and how many of them bear a mark."""

    first: int
    last: int
    marks: int


class Page:
    """The blocks of a page, which are removed from it in place, and the body among them."""

    def __init__(self, blocks: list[Block], looks: Looks, hits: Hits, rulebook: Rulebook) -> None:
        self.blocks = blocks
        self.looks = looks
        self.hits = hits
        self.rulebook = rulebook
        self.folded = hits.folded
        self.measures = measures(rulebook)

    @cached_property
    def header(self) -> HeaderLines:
        """Reads lines of a header."""
        return HeaderLines(self.hits, self.rulebook)

    @cached_property
    def body(self) -> BodyMap:
        """Where the body stands, made when it is first asked for."""
        return BodyMap(self.blocks, self.looks)

    def look_again(self) -> None:
        """Forget where the body stands: what was removed meanwhile is none any more."""
        self.__dict__.pop("body", None)

    def _remove(self, index: int, row: Row) -> None:
        self.blocks[index] = removed_by(row, self.blocks[index])

    def _words(self, index: int) -> str:
        block = self.blocks[index]
        return self.folded[block.body_start : block.body_end]

    def marked(self) -> dict[str, dict[int, Row]]:
        """The kept blocks in which a structure row matches, by the form that it gives away."""
        marked: dict[str, dict[int, Row]] = {"card": {}, "snippet": {}}
        starts = [block[0] for block in self.blocks]
        # A block is searched whole, so once for each row, however often its literals stand there.
        tried: set[tuple[int, str]] = set()
        for _, place, rows in self.hits.struck(FAMILY):
            index = bisect_left(starts, place) - 1
            _, _, start, end, _, _, _, removed, _ = self.blocks[index]
            if removed:
                continue
            for row in rows:
                if (index, row.id) in tried:
                    continue
                tried.add((index, row.id))
                of_form = marked[row.get("form")]
                if index not in of_form and quick(row.pattern).search(self.folded, start, end):
                    of_form[index] = row
        return marked

    # ------------------------------------------------------------------ cards and snippets

    def remove_snippets(self, marked: Mapping[int, Row]) -> None:
        """Cut-up sentences with dots between the pieces, two lines of them or more, and what stands between and behind them."""
        for run in _runs(sorted(marked), CARD_LINES):
            row = marked[run.first]
            if run.marks < row.get("least"):
                continue
            goes_on = any(self.body.carries[index] and index not in marked for index in range(run.last + 1, len(self.blocks)))
            for index in range(run.first, run.last + 1 if goes_on else len(self.blocks)):
                if not self.blocks[index].removed:
                    self._remove(index, row)
        self.look_again()

    def remove_cards(self, cards: Mapping[int, Row]) -> None:
        """Runs of cards (title, company, place, pay, age) before the body or behind it: other jobs."""
        if not cards:
            return
        first, last = self.body.first, self.body.last
        marked = {i: row for i, row in cards.items() if not first <= i <= last}
        for run in _runs(sorted(marked), CARD_LINES):
            row = marked[run.first]
            start, end = self._start_of_card(run.first), run.last
            if end < first:
                end = self._end_of_cards(marked, run)
            if (
                run.marks < row.get("least")
                or run.first < first <= run.last
                or (start < first and not self._bears_titles(start, end))
            ):
                continue
            for index in range(start, end + 1):
                if not self.blocks[index].removed:
                    self._remove(index, row)

    def _bears_titles(self, start: int, last: int) -> bool:
        """Whether a run names several jobs: before the body, marks without titles are the fields of this posting."""
        titles = {self._words(index) for index in range(start, last + 1) if self.header.title_like(self.blocks[index])}
        return len(titles) >= FEWEST_MARKS

    def _start_of_card(self, index: int) -> int:
        """The line with which the first card of a run begins: the farthest title above its mark, else the mark."""
        start = index
        floor = self.body.last if index > self.body.last else -1
        for above in range(index - 1, max(floor, index - CARD_LINES, -1), -1):
            block = self.blocks[above]
            if block.removed or self.body.carries[above]:
                break
            if self.header.title_like(block):
                start = above
        return start

    def _end_of_cards(self, marked: Mapping[int, Row], run: _Run) -> int:
        """Where a run of cards before the body ends: the last of them is this posting's header, unless another title stands below it."""
        if any(self.header.title_like(block) for block in self.blocks[run.last + 1 : self.body.first] if not block.removed):
            return run.last
        before = max((index for index in marked if index < run.last), default=run.last)
        own = any(self.header.title_like(block) for block in self.blocks[before + 1 : run.last + 1])
        return before if own else run.last

    # ------------------------------------------------------------------ the edges of the page

    def remove_page_prose(self) -> None:
        """Notices of the page before the body: about cookies, mostly."""
        for index in range(self.body.first):
            if not self.blocks[index].removed and (prose := self._page_prose(index)):
                self._remove(index, prose)

    def remove_tail(self) -> None:
        """The foot of the page: from the first removed line behind the body on, when menus and notices make up much of the rest."""
        row = self.measures.get("tail")
        count = len(self.blocks)
        last = self._last_of_the_employer()
        first = next((i for i in range(last + 1, count) if self.blocks[i].removed in OF_THE_FOOT), count)
        if row is None or last < 0 or first == count:
            return
        rest = [i for i in range(first, count) if self.blocks[i].body_end > self.blocks[i].body_start]
        removed = sum(1 for i in rest if self.blocks[i].removed in OF_THE_FOOT)
        prose = {i: found for i in rest if not self.blocks[i].removed and (found := self._page_prose(i))}
        if removed < row.get("least", 3) or (removed + len(prose)) * 5 < len(rest):
            return
        for index in rest:
            if not self.blocks[index].removed:
                self._remove(index, prose.get(index, row))

    def _last_of_the_employer(self) -> int:
        """The last block of the body, or of a list right below a known heading behind it; -1 where there is neither."""
        last = self.body.last
        for heading in self.looks.headings:
            index = heading + 1
            while index < len(self.blocks) and self.blocks[index].shape in LIST_SHAPES and not self.blocks[index].removed:
                index += 1
            if index > heading + 1 and not self.blocks[heading].removed:
                last = max(last, index - 1)
        return last

    def _page_prose(self, index: int) -> Row | None:
        """The row that knows the paragraph as the page's own, if one does."""
        block = self.blocks[index]
        found = self.hits.first(PAGE_PROSE, block.body_start, block.body_end)
        return found.row if found else None

    def remove_between(self) -> None:
        """Before the body, short lines between two removed ones that are no line of a header: labels of menus and forms."""
        row = self.measures.get("between")
        if row is None:
            return
        above = False
        run: list[int] = []
        for index in range(self.body.first):
            block = self.blocks[index]
            if block.body_start == block.body_end:
                continue
            if not block.removed:
                run.append(index)
                above = above and is_whole_line(block, self.folded)
                continue
            if above and run and len(run) <= SANDWICH and not self._has_header_line(run):
                for between in run:
                    self._remove(between, row)
            above, run = True, []

    def _is_pictured(self, index: int) -> bool:
        """Whether the line above is the text of a picture that names what the line says: the employer's logo above its name."""
        above = self.blocks[index - 1] if index else None
        row = self.rulebook.by_id.get(above.rule) if above is not None and above.removed else None
        return above is not None and row is not None and bool(row.get("names")) and self._words(index) in self._words(index - 1)

    def _is_rated(self, index: int) -> bool:
        """Whether the next line was removed as the stars of what this line names: an employer."""
        below = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        row = self.rulebook.by_id.get(below.rule) if below is not None and below.removed else None
        return row is not None and bool(row.get("rates"))

    def _has_header_line(self, run: Sequence[int]) -> bool:
        """Whether a line of the run is the posting's: it names the job, heads a section, or is too long for a label."""
        known = known_headings(self.rulebook)
        for index in run:
            block = self.blocks[index]
            if block.body_end - block.body_start > LONGEST_LABEL or line_key(self._words(index)) in known:
                return True
            if self.header.names_the_job(block) or self._is_pictured(index) or self._is_rated(index):
                return True
        return False

    # ------------------------------------------------------------------ repeated text

    def remove_repeats(self) -> None:
        """A paragraph that stands on the page a second time, the short lines that are repeated with it, and a header's second copy."""
        row = self.measures.get("repeat")
        folded = self.folded
        if row is not None and (copy := whole_copy(self.hits.value)):
            for index, block in enumerate(self.blocks):
                if copy[0] <= block.body_start and block.body_end <= copy[1] and not block.removed:
                    self._remove(index, row)
        lines = [folded[block[2] : block[3]] for block in self.blocks if block[3] > block[2]]
        if row is None or len(set(lines)) == len(lines):
            return
        shortest = int(row.get("length"))
        seen: set[str] = set()
        repeated = False
        for index, block in enumerate(self.blocks):
            if block.removed or block.body_end - block.body_start < shortest:
                continue
            words = self._words(index)
            if words in seen:
                self._remove(index, row)
                repeated = True
            seen.add(words)
        if repeated:
            self._remove_beside(self._copies(len(self.blocks)), row)
        self._remove_second_header(row)

    def _copies(self, stop: int) -> list[int]:
        """The kept lines before `stop` whose words stand above them already."""
        seen: set[str] = set()
        copies: list[int] = []
        for index, block in enumerate(self.blocks[:stop]):
            if block.removed or block.body_start == block.body_end or not is_whole_line(block, self.folded):
                continue
            words = self._words(index)
            if words in seen:
                copies.append(index)
            seen.add(words)
        return copies

    def _remove_beside(self, copies: list[int], row: Row) -> None:
        """Short lines that are copies too and touch a repeated paragraph: the headings and items of a section shown twice."""
        for order, step in ((copies, -1), (copies[::-1], 1)):
            for index in order:
                beside = index + step
                if (
                    not self.blocks[index].removed
                    and 0 <= beside < len(self.blocks)
                    and self.blocks[beside].removed == RemovedKind.DUPLICATE
                ):
                    self._remove(index, row)

    def _remove_second_header(self, row: Row) -> None:
        """Lines before the body that stand there a second time, where at least two in a row do."""
        early = [i for i in self._copies(min(self.body.first, HEADER_LINES)) if self.blocks[i].shape not in LIST_SHAPES]
        for run in _runs(early, 1):
            if run.marks > 1:
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
