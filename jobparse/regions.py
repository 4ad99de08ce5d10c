"""Rows of regions against a text: from which place to which it is the page's own.

In: blocks, hits. Out: the matches of the rows, then the cuts of those that count. A region that would swallow the posting's own
sections is refused, and with it the row, unless the row is sure of itself.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from jobparse.cutting import Cut
from jobparse.dialect import quick
from jobparse.matching import MARGIN

if TYPE_CHECKING:
    from jobparse.lineforms import BodyMap
    from jobparse.matching import Hits
    from jobparse.model import Block
    from jobparse.rulebook import Row

FAMILY = "boilerplate/region"
LOOK_AHEAD = 600
"""How many characters a pattern may run on behind the line in which its literal stands."""

MOST_BLANK = 4
"""Blank lines that may stand between the line of a literal and the line in which the pattern begins."""

DEFAULT_LIMIT = 4000
"""How far behind a mark its closing mark may stand, unless the row says otherwise: the longest log-in form read has 1,900 characters."""

SHORTEST_SUMMARY = 40
SAME_LINE_RE = re.compile(r"\[\^(?:[^\]\\]|\\.)*\\n(?:[^\]\\]|\\.)*\]|\(\?[=!](?:[^()\[\]]|\[[^\]]*\])*\)$")
"""Parts of a pattern that match no line break: a class that leaves it out. A look-ahead at the end matches nothing at all."""


def region_matches(hits: Hits) -> Iterator[tuple[Row, re.Match[str]]]:
    """The matches of all rows of regions, found line by line where a literal of theirs stands.

    A pattern that begins with `^` is tried at the beginning of that line, and of the one above it if it can run over a line break; any
    other, all over the line.
    """
    folded = hits.folded
    line: dict[int, tuple[Row, int, int]] = {}
    start, end = 0, -1
    for _, place, rows in hits.struck(FAMILY):
        if place - 1 > end:
            if line:
                yield from _in_line(hits, line, start, end)
                line = {}
            start = folded.rfind("\n", 0, place - 1) + 1
            end = folded.find("\n", place - 1)
            end = len(folded) if end < 0 else end
        for row in rows:
            if place - start <= _plan(row).reach:
                line[row.order] = (row, line[row.order][1] if row.order in line else place, place)
    if line:
        yield from _in_line(hits, line, start, end)


class _Plan(NamedTuple):
    """How a row is tried.

    `pattern` is compiled; `before` is how far before the end of a literal a match can begin that needs it, `after` how far behind it one is seen to
    end, `reach` how far from the beginning of its line a literal may end. `anchored` patterns are tried at the beginning of a line, and of the
    line above where they may cross lines.
    """

    pattern: Any
    before: int
    after: int
    reach: int
    anchored: bool
    crosses: bool


@cache
def _plan(row: Row) -> _Plan:
    before = sys.maxsize if row.before is None else row.before + max(map(len, row.literals), default=0)
    anchored = row.pattern[0] == "^"
    after = LOOK_AHEAD if row.after is None else row.after + MARGIN
    return _Plan(quick(row.pattern), before, after, before if anchored else sys.maxsize, anchored, _crosses_lines(row.pattern))


def _in_line(hits: Hits, rows: Mapping[int, tuple[Row, int, int]], start: int, end: int) -> Iterator[tuple[Row, re.Match[str]]]:
    """What some rows find from the line `[start, end)` on, in written order of rows; with each row go the ends of its first and last literal."""
    for order in sorted(rows):
        row, place, last = rows[order]
        text = hits.value if row.case else hits.folded
        pattern, before, behind, _, anchored, crosses = _plan(row)
        if not anchored:
            first = max(start, place - before)
            until = min(end + LOOK_AHEAD, (end if behind == LOOK_AHEAD else last) + behind)
            yield from ((row, found) for found in pattern.finditer(text, first, until) if found.start() < end)
            continue
        if start and crosses:
            found = pattern.match(text, above) if (above := _line_above(text, start)) >= 0 else None
            if found and found.end() >= start:
                yield row, found
        found = pattern.match(text, start)
        if found:
            yield row, found


def _crosses_lines(pattern: str) -> bool:
    r"""Whether a match may run over a line break: only such a pattern can begin in the line above its literal.

    >>> _crosses_lines(r"^apply[^\n]{0,9}$"), _crosses_lines(r"^apply[ \t]*\n\s*now")
    (False, True)
    """
    bare = SAME_LINE_RE.sub("", pattern)
    return any(mark in bare for mark in (r"\n", r"\s", r"\W", "[^"))


def _line_above(folded: str, start: int) -> int:
    """Where the worded line above begins; -1 where there is none within a few blank ones."""
    end = start - 1
    for _ in range(MOST_BLANK):
        if end <= 0:
            return -1
        begin = folded.rfind("\n", max(0, end - LOOK_AHEAD), end) + 1
        if folded[begin:end].strip():
            return begin if begin or end <= LOOK_AHEAD else -1
        end = begin - 1
    return -1


def find_regions(blocks: Sequence[Block], hits: Hits, body: BodyMap, matches: Sequence[tuple[Row, re.Match[str]]]) -> list[Cut]:
    """What the matched rows cut out of the text; `body` tells where they would cut into the posting."""
    marked = _Marked(blocks, hits, body)
    cuts: list[Cut] = []
    covered: dict[str, int] = {}
    for row, found in matches:
        if found.start() < covered.get(row.id, 0):
            continue
        span = marked.reach(row, found)
        if span:
            cuts.append(Cut(*span, row.get("kind"), row.id))
            covered[row.id] = span[1]
    return cuts


class _Marked:
    """The text around the marks, with what the guards ask of it."""

    def __init__(self, blocks: Sequence[Block], hits: Hits, body: BodyMap) -> None:
        self.blocks = blocks
        self.starts = [block.start for block in blocks]
        self.folded = hits.folded
        self.body = body

    def reach(self, row: Row, found: re.Match[str]) -> tuple[int, int] | None:
        """What the region covers, or None where the row is refused here."""
        start, end = found.span()
        if not self._in_place(row, start, end):
            return None
        match row.get("reach"):
            case "line":
                return self._line_start(start), self._line_end(end)
            case "top":
                return self._top(row, end)
            case "before":
                return self._before(start, end)
            case "until":
                return self._until(row, start, end)
            case "end":
                return self._end(row, start)
            case _:
                return start, end

    def _in_place(self, row: Row, start: int, end: int) -> bool:
        where = row.get("where", "anywhere")
        if where == "top":
            return self._weight(0, start) == 0
        if where == "bottom":
            return self._weight(end, len(self.folded)) == 0
        return True

    def _weight(self, start: int, end: int) -> int:
        """How many blocks that carry the body begin inside `[start, end)`."""
        before = self.body.before
        return before[bisect_right(self.starts, end - 1)] - before[bisect_right(self.starts, start - 1)] if end > start else 0

    def _headings(self, start: int, end: int) -> int:
        before = self.body.headings_before
        return before[bisect_right(self.starts, end - 1)] - before[bisect_right(self.starts, start - 1)] if end > start else 0

    def _line_start(self, at: int) -> int:
        return self.folded.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        end = self.folded.find("\n", at)
        return end + 1 if end >= 0 else len(self.folded)

    def _top(self, row: Row, end: int) -> tuple[int, int] | None:
        end = self._line_end(end)
        return (0, end) if row.get("sure") or self._weight(0, self._line_start(end - 1)) == 0 else None

    def _before(self, start: int, end: int) -> tuple[int, int] | None:
        """The paragraph above the mark, or what stands before it on its line."""
        first = self._line_start(start)
        if self.folded[first:start].strip():
            return first, end
        index = bisect_right(self.starts, start) - 1
        while index > 0 and self.blocks[index - 1].body_start == self.blocks[index - 1].body_end:
            index -= 1
        if index == 0:
            return first, end
        above = self.blocks[index - 1]
        line = self._line_start(above.body_end)
        long_enough = above.body_end - line >= SHORTEST_SUMMARY
        return (line if long_enough or self.folded[above.body_end - 1] == "." else first), end

    def _until(self, row: Row, start: int, end: int) -> tuple[int, int] | None:
        closing = quick(row.get("until")).search(self.folded, end, end + int(row.get("limit", DEFAULT_LIMIT)))
        if not closing:
            return None
        stop = closing.start() if row.get("keep_until") else closing.end()
        if not row.get("sure") and self._headings(start + 1, stop):
            return None
        return start, stop

    def _end(self, row: Row, start: int) -> tuple[int, int] | None:
        """From the mark to the end, if the posting stands before it and not behind it."""
        end = len(self.folded)
        before, behind = self._weight(0, start), self._weight(start + 1, end)
        if before == 0 and behind > 0:
            return None
        if behind > before and self._headings(start + 1, end) > self._headings(0, start):
            return None
        if not row.get("sure"):
            end = self._next_heading(start) or end
        return start, end

    def _next_heading(self, start: int) -> int | None:
        """Where the posting's own text goes on behind a mark: its next known heading with text below it."""
        index = bisect_right(self.starts, start)
        counts = self.body.headings_before
        behind = bisect_right(counts, counts[index]) - 1
        return self.starts[behind] if behind < len(self.starts) else None
