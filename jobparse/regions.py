"""Rows of regions against a text: from which place to which it is the page's own.

In: blocks, hits. Out: the matches of the rows, then the cuts of those that count. A region that would swallow the posting's own
sections is refused, and with it the row, unless the row is sure of itself.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import regex

from jobparse.cutting import Cut
from jobparse.matching import compiled

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
BREAK_RE = regex.compile(r"\n")


def region_matches(hits: Hits) -> Iterator[tuple[Row, regex.Match[str]]]:
    """The matches of all rows of regions, found line by line where a literal of theirs stands.

    A pattern that begins with `^` is tried at the beginning of that line and of the one above it; any other, all over the line.
    """
    places = hits.places(FAMILY)
    if not places:
        return
    breaks = line_breaks(hits.folded)
    done = -1
    for place in places:
        line = bisect_left(breaks, place - 1)
        if line <= done:
            continue
        done = line
        start = breaks[line - 1] + 1 if line else 0
        end = breaks[line] if line < len(breaks) else len(hits.folded)
        for row in hits.rows(FAMILY, start, end):
            text = hits.value if row.case else hits.folded
            if row.pattern[0] == "^":
                yield from _anchored(row, text, (start, _line_above(hits.folded, start)))
            else:
                yield from (
                    (row, found) for found in compiled(row.pattern).finditer(text, start, end + LOOK_AHEAD) if found.start() < end
                )


def _anchored(row: Row, text: str, starts: tuple[int, int]) -> Iterator[tuple[Row, regex.Match[str]]]:
    for at in starts:
        found = compiled(row.pattern).match(text, at) if at >= 0 else None
        if found and found.end() >= starts[0]:
            yield row, found


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


def line_breaks(folded: str) -> list[int]:
    """The places of all line breaks."""
    return [found.start() for found in BREAK_RE.finditer(folded)]


def find_regions(
    blocks: Sequence[Block], hits: Hits, body: BodyMap, matches: Sequence[tuple[Row, regex.Match[str]]]
) -> list[Cut]:
    """What the matched rows cut out of the text; `body` tells where they would cut into the posting."""
    page = _Page(blocks, hits, body)
    cuts: list[Cut] = []
    covered: dict[str, int] = {}
    for row, found in matches:
        if found.start() < covered.get(row.id, 0):
            continue
        span = page.reach(row, found)
        if span:
            cuts.append(Cut(*span, row.get("kind"), row.id))
            covered[row.id] = span[1]
    return cuts


class _Page:
    """The text around the marks, with what the guards ask of it."""

    def __init__(self, blocks: Sequence[Block], hits: Hits, body: BodyMap) -> None:
        self.blocks = blocks
        self.starts = [block.start for block in blocks]
        self.folded = hits.folded
        self.body = body
        self.breaks = line_breaks(hits.folded)

    def reach(self, row: Row, found: regex.Match[str]) -> tuple[int, int] | None:
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
        index = bisect_left(self.breaks, at)
        return self.breaks[index - 1] + 1 if index else 0

    def _line_end(self, at: int) -> int:
        index = bisect_left(self.breaks, at)
        return self.breaks[index] + 1 if index < len(self.breaks) else len(self.folded)

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
        closing = compiled(row.get("until")).search(self.folded, end, end + int(row.get("limit", DEFAULT_LIMIT)))
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
