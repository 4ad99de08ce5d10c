"""Rows of pay/ near money: which of them can match in a stretch of a text, and where they do.

In: the rulebook and one text. Out: rows and matches for the stretches that are asked for. A posting has few figures, and much is asked about
the words around each: the surroundings are passed over once for the literals of all families, and every answer is looked up there. Nothing
here reads a whole text. The answers are those that trying every row would give (a test holds them together).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.facts.rowscan import quick
from jobparse.matching import Match, windows_of
from jobparse.passes import Pass, read_literals
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

WORDS = ("pay/inert", "pay/refusal", "pay/cue", "pay/period")
"""Families that are asked for together, of the same stretches."""

FAMILIES = (*WORDS, "pay/note", "pay/panel")
"""Families that are asked for around every figure: they share one pass."""

PAD = 200
"""How much more than was asked for is passed over to each side, for the next to ask: nearly everything that is asked about a figure."""

Hit = tuple[int, int, int]
"""A literal, by its number, and where it stands."""


class Index(NamedTuple):
    """The rows of one family: `needing` are those of each literal, by their places in `rows`; `always` those without literals."""

    rows: tuple[Row, ...]
    needing: Mapping[int, Sequence[int]]
    always: tuple[int, ...]


class Region(NamedTuple):
    """What stands in a stretch of the text: by family the hits, by their ends, and the ends alone."""

    start: int
    end: int
    found: dict[str, tuple[list[int], list[Hit]]]


NOWHERE: tuple[list[int], list[Hit]] = ([], [])


@per_rulebook
def _pass(rulebook: Rulebook, families: tuple[str, ...]) -> Pass:
    """The literals of some families, behind one automaton."""
    return Pass(read_literals({family: rulebook.rows(family) for family in families}, {}))


@per_rulebook
def index_of(rulebook: Rulebook, family: str) -> Index:
    """The rows of a family by what they need, made once."""
    rows = rulebook.rows(family)
    needing = _pass(rulebook, FAMILIES if family in FAMILIES else (family,)).rows_of.get(family, {})
    return Index(rows, needing, tuple(number for number, row in enumerate(rows) if not row.literals))


class Near:
    """The rows of pay/ in one text, by stretch. It is made for one posting; stretches that were passed over are kept."""

    __slots__ = ("_last", "_regions", "_rulebook", "folded", "has", "value")

    def __init__(self, hits: Hits, rulebook: Rulebook) -> None:
        self.value = hits.value
        self.folded = hits.folded
        self.has = hits.has
        self._rulebook = rulebook
        self._last = Region(0, 0, {})
        self._regions: list[Region] = []

    def _around(self, start: int, end: int) -> Region:
        """A region that holds `[start, end)`."""
        last = self._last
        if last.start <= start and end <= last.end:
            return last
        for region in self._regions:
            if region.start <= start and end <= region.end:
                self._last = region
                return region
        low, high = max(0, start - PAD), min(len(self.folded), end + PAD)
        found = _found(_pass(self._rulebook, FAMILIES), self.folded, low, high)
        self._last = made = Region(low, high, found)
        self._regions.append(made)
        return made

    def _hits(self, family: str, start: int, end: int) -> list[Hit]:
        """The literals of a family's rows that stand whole inside `[start, end)`."""
        if family in FAMILIES:
            ends, hits = self._around(start, end).found.get(family, NOWHERE)
        else:
            ends, hits = _found(_pass(self._rulebook, (family,)), self.folded, start, end).get(family, NOWHERE)
        low, high = bisect_right(ends, start), bisect_right(ends, end)
        return [hit for hit in hits[low:high] if hit[1] >= start] if low < high else []

    def says(self, family: str, start: int, end: int) -> bool:
        """Whether a literal of the family's rows stands inside `[start, end)`."""
        return bool(self._hits(family, max(start, 0), min(end, len(self.folded))))

    def words(self, start: int, end: int) -> tuple[list[Match], list[Match], list[Match], list[Match]]:
        """The matches of each of `WORDS` inside `[start, end)`."""
        found = self.found
        return found(WORDS[0], start, end), found(WORDS[1], start, end), found(WORDS[2], start, end), found(WORDS[3], start, end)

    def found(self, family: str, start: int, end: int) -> list[Match]:
        """Every match of every row of `family` inside `[start, end)`, in written order of rows."""
        index = index_of(self._rulebook, family)
        hits = self._hits(family, start, end)
        if not hits and not index.always:
            return []
        places: dict[int, list[tuple[int, int]]] = {number: [] for number in index.always}
        for literal, first, last in hits:
            for number in index.needing[literal]:
                places.setdefault(number, []).append((first, last))
        matches: list[Match] = []
        for number in sorted(places) if len(places) > 1 else places:
            row = index.rows[number]
            text = self.value if row.case else self.folded
            if row.before == 0:
                _match_at(row, text, places[number], end, matches)
                continue
            search = quick(row.pattern).finditer
            for low, high in windows_of(row, places[number], start, end):
                matches.extend([Match(row, found.start(), found.end(), found) for found in search(text, low, high)])
        return matches

    def first(self, family: str, start: int, end: int) -> Match | None:
        """The leftmost match, the longest of several."""
        return min(self.found(family, start, end), key=lambda m: (m.start, -m.end), default=None)


def _match_at(row: Row, text: str, places: Sequence[tuple[int, int]], end: int, matches: list[Match]) -> None:
    """Adds the matches of a row whose literals open it: it is tried where they stand, and nowhere else."""
    match = quick(row.pattern).match
    at = -1
    for place, _ in sorted(places) if len(places) > 1 else places:
        found = match(text, place, end) if place >= at else None
        if found:
            at = max(found.end(), place + 1)
            matches.append(Match(row, place, found.end(), found))


def _found(looked_for: Pass, folded: str, start: int, end: int) -> dict[str, tuple[list[int], list[Hit]]]:
    """Where literals stand inside `[start, end)`. One character before is looked at, so that a word that it begins is not taken for one of its own."""
    low = max(0, start - 1)
    found = looked_for.find(folded[low:end])
    if low:
        return {
            family: ([last + low for _, _, last in hits], [(literal, first + low, last + low) for literal, first, last in hits])
            for family, hits in found.items()
        }
    return {family: ([last for _, _, last in hits], hits) for family, hits in found.items()}
