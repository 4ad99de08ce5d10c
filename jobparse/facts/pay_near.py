"""Rows of pay/ near money: which of them can match in a stretch of a text, and where they do.

In: the rulebook and one text. Out: rows and matches for the stretches that are asked for. A posting has few figures, so only the words
around them are looked at: nothing here reads a whole text. The answers are those that trying every row would give (a test holds them
together).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jobparse.automata import Automaton
from jobparse.facts.rowscan import quick
from jobparse.matching import Match, windows_of
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

WORDS = ("pay/inert", "pay/refusal", "pay/cue", "pay/period")
"""Families that are asked for together, of the same stretches: they share one automaton. Every other family has its own."""

Places = dict[int, list[tuple[int, int]]]
"""Where the literals of rows stand, by the number of the row."""


class Index(NamedTuple):
    """Rows behind one automaton. `targets` are the rows of each literal, `ranges` which rows a family has, `always` and `unbound` those without literals."""

    automaton: Automaton[str]
    targets: tuple[tuple[int, ...], ...]
    rows: tuple[Row, ...]
    ranges: dict[str, tuple[int, int]]
    always: dict[str, tuple[int, ...]]
    unbound: tuple[int, ...]


@per_rulebook
def index_of(rulebook: Rulebook, families: tuple[str, ...]) -> Index:
    """The index of some families of a rulebook, made once."""
    rows: list[Row] = []
    ranges: dict[str, tuple[int, int]] = {}
    for family in families:
        first = len(rows)
        rows.extend(rulebook.rows(family))
        ranges[family] = (first, len(rows))
    literals: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        for literal in row.literals:
            literals.setdefault(literal, []).append(number)
    always = {f: tuple(n for n in range(*ranges[f]) if not rows[n].literals) for f in families}
    return Index(
        Automaton(list(literals)),
        tuple(map(tuple, literals.values())),
        tuple(rows),
        ranges,
        always,
        tuple(n for f in families for n in always[f]),
    )


@per_rulebook
def _sought(rulebook: Rulebook, family: str) -> Automaton[str]:
    """The literals of one family, to be asked whether any is there."""
    return Automaton(sorted({literal for row in rulebook.rows(family) for literal in row.literals}))


class Near:
    """The rows of pay/ in one text, by stretch. It is made for one posting; stretches that were looked at are kept."""

    __slots__ = ("_rulebook", "_seen", "folded", "has", "value")

    def __init__(self, hits: Hits, rulebook: Rulebook) -> None:
        self.value = hits.value
        self.folded = hits.folded
        self.has = hits.has
        self._rulebook = rulebook
        self._seen: dict[tuple[int, int], Places] = {}

    def _words(self, index: Index, start: int, end: int) -> Places:
        """Where the literals of words stand inside `[start, end)`."""
        places = self._seen.get((start, end))
        if places is None:
            places = self._seen[start, end] = _places(index, self.folded, start, end)
        return places

    def says(self, family: str, start: int, end: int) -> bool:
        """Whether a literal of the family's rows stands inside `[start, end)`."""
        return bool(_sought(self._rulebook, family).find(self.folded[max(start, 0) : end]))

    def words(self, start: int, end: int) -> tuple[list[Match], list[Match], list[Match], list[Match]]:
        """The matches of each of `WORDS` inside `[start, end)`."""
        index = index_of(self._rulebook, WORDS)
        places = self._words(index, start, end)
        inert: list[Match] = []
        refusals: list[Match] = []
        cues: list[Match] = []
        periods: list[Match] = []
        lists = {"pay/inert": inert, "pay/refusal": refusals, "pay/cue": cues, "pay/period": periods}
        value, folded, rows = self.value, self.folded, index.rows
        for number in sorted({*places, *index.unbound}):
            row = rows[number]
            text = value if row.case else folded
            into = lists[row.family]
            search = quick(row.pattern).finditer
            for first, last in windows_of(row, places.get(number), start, end):
                for found in search(text, first, last):
                    into.append(Match(row, found.start(), found.end(), found))
        return inert, refusals, cues, periods

    def found(self, family: str, start: int, end: int) -> list[Match]:
        """Every match of every row of `family` inside `[start, end)`, in written order of rows."""
        if family in WORDS:
            index = index_of(self._rulebook, WORDS)
            places = self._words(index, start, end)
        else:
            index = index_of(self._rulebook, (family,))
            places = _places(index, self.folded, start, end)
        always = index.always[family]
        if not places and not always:
            return []
        low, high = index.ranges[family]
        matches: list[Match] = []
        for number in sorted([*(n for n in places if low <= n < high), *always]):
            row = index.rows[number]
            text = self.value if row.case else self.folded
            search = quick(row.pattern).finditer
            for first, last in windows_of(row, places.get(number), start, end):
                for found in search(text, first, last):
                    matches.append(Match(row, found.start(), found.end(), found))
        return matches

    def first(self, family: str, start: int, end: int) -> Match | None:
        """The leftmost match, the longest of several."""
        return min(self.found(family, start, end), key=lambda m: (m.start, -m.end), default=None)


def _places(index: Index, folded: str, start: int, end: int) -> Places:
    """Where literals stand inside `[start, end)`, by row."""
    places: Places = {}
    targets = index.targets
    for literal, first, last in index.automaton.find(folded[start:end]):
        for number in targets[literal]:
            if number in places:
                places[number].append((start + first, start + last))
            else:
                places[number] = [(start + first, start + last)]
    return places
