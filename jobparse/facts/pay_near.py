"""Rows of pay/ near money: which of them can match in a stretch of a text, and where they do.

In: the rulebook and one text. Out: matches for the stretches that are asked for. A posting has few figures, and much is asked about the
words around each: the surroundings are passed over once for the literals of all families, and every answer is looked up there. Nothing here
reads a whole text. The answers are those that trying every row would give (a test holds them together).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from jobparse.facts.rowpieces import pieces_of

if TYPE_CHECKING:
    from jobparse.facts.rowpieces import Hits as Found
    from jobparse.matching import Hits, Match
    from jobparse.rulebook import Rulebook

WORDS = ("pay/inert", "pay/refusal", "pay/cue", "pay/period")
"""Families that are asked for together, of the same stretches."""

SPEAKING = ("pay/cue", "pay/period", "pay/panel")
"""Families of which it is asked whether they have any say in a stretch, before their rows are tried."""

FAMILIES = (*WORDS, "pay/panel")
"""Families that are asked for around every figure: they share one pass."""

OF_PAGE = ("pay/note", "pay/place", "pay/spelled")
"""Families whose literals the pass over the whole page has found already."""

PAD = 200
"""How much more than was asked for is passed over to each side, for the next to ask: nearly everything that is asked about a figure."""


class Region(NamedTuple):
    """A stretch of the text that was passed over, and what stands there."""

    start: int
    end: int
    hits: Found


class Near:
    """The rows of pay/ in one text, by stretch. It is made for one posting; stretches that were passed over are kept."""

    __slots__ = ("_all", "_last", "_pieces", "_regions", "_rulebook", "_texts", "folded", "has", "struck", "value")

    def __init__(self, hits: Hits, rulebook: Rulebook) -> None:
        self.value = hits.value
        self.folded = hits.folded
        self.has = hits.has
        self.struck = hits.struck
        self._all = hits.all
        self._texts = hits.value, hits.folded
        self._rulebook = rulebook
        self._pieces = pieces_of(rulebook, FAMILIES, SPEAKING)
        self._last = Region(0, 0, ([], []))
        self._regions: list[Region] = []

    def _around(self, start: int, end: int) -> Found:
        """What stands in a stretch that holds `[start, end)`."""
        last = self._last
        if last.start <= start and end <= last.end:
            return last.hits
        for region in self._regions:
            if region.start <= start and end <= region.end:
                self._last = region
                return region.hits
        low, high = max(0, start - PAD), min(len(self.folded), end + PAD)
        self._last = made = Region(low, high, self._pieces.hits(self.folded, low, high))
        self._regions.append(made)
        return made.hits

    def says(self, family: str, start: int, end: int) -> bool:
        """Whether a literal of the family's rows stands inside `[start, end)`."""
        start, end = max(start, 0), min(end, len(self.folded))
        if family not in SPEAKING:
            return self.has(family) and any(start <= first and last <= end for first, last, _ in self.struck(family))
        ends, hits = self._around(start, end)
        speaks = self._pieces.speaks
        at, last = bisect_right(ends, start), bisect_right(ends, end)
        while at < last:
            if family in speaks[hits[at][0]] and hits[at][1] >= start:
                return True
            at += 1
        return False

    def words(self, start: int, end: int) -> list[Match]:
        """The matches of the rows of `WORDS` inside `[start, end)`."""
        pieces = self._pieces
        return pieces.matches(self._around(start, end), self._texts, start, end, range(pieces.ranges[WORDS[-1]].stop))

    def found(self, family: str, start: int, end: int) -> list[Match]:
        """Every match of every row of `family` inside `[start, end)`, in written order of rows."""
        if family in FAMILIES:
            pieces, hits = self._pieces, self._around(start, end)
        elif family in OF_PAGE:
            return self._all(family, start, end)
        else:
            pieces = pieces_of(self._rulebook, (family,))
            hits = pieces.hits(self.folded, start, end)
        return pieces.matches(hits, self._texts, start, end, pieces.ranges[family])

    def first(self, family: str, start: int, end: int) -> Match | None:
        """The leftmost match, the longest of several."""
        return min(self.found(family, start, end), key=lambda m: (m.start, -m.end), default=None)
