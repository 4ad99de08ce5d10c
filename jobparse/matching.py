"""Rows against text: one fold, one prefilter pass, one order of precedence for every stage.

In: the repaired text and a rulebook. Out: `Hits` (where the literals of rows stand) and from them matches.
Rows are matched on the *folded* text: lower case, straight quotes, one hyphen, as many characters as before,
so that positions and `value[start:end]` stay those of the text. Ambiguity has one written order everywhere:
leftmost, then longest, then first-written.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from jobparse.prefilter import Needed, needed

if TYPE_CHECKING:
    from jobparse.rulebook import Row, Rulebook

FOLDS = (
    ("\N{RIGHT SINGLE QUOTATION MARK}", "'"),
    ("\N{LEFT SINGLE QUOTATION MARK}", "'"),
    ("\N{LEFT DOUBLE QUOTATION MARK}", '"'),
    ("\N{RIGHT DOUBLE QUOTATION MARK}", '"'),
    ("\N{EN DASH}", "-"),
    ("\N{EM DASH}", "-"),
    ("\N{HYPHEN}", "-"),
    ("\N{NON-BREAKING HYPHEN}", "-"),
    ("\N{FIGURE DASH}", "-"),
    ("\N{HORIZONTAL BAR}", "-"),
    ("\N{MINUS SIGN}", "-"),
    ("\N{NO-BREAK SPACE}", " "),
)
"""What one writer types one way and the next another; each pair keeps the length."""


def fold(value: str) -> str:
    """The text in the form that rows are matched on; as long as `value`, character for character.

    >>> fold("What You’ll Do — now")
    "what you'll do - now"
    """
    folded = value.lower()
    if len(folded) != len(value):
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in value)
    if not folded.isascii():
        for before, after in FOLDS:
            folded = folded.replace(before, after)
    return folded


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """The pattern, compiled at its first use and kept: most rows never meet a text that could match them."""
    return regex.compile(pattern, regex.MULTILINE)


SHORT = 60
"""A line this short is searched whole: finding the windows would take longer."""

MARGIN = 2
"""What is seen behind a window, so that its edge is not taken for the end of a line or a word."""


MOST_FOR_DFA = 2000
"""Up to so many literals are sought with a full table of states: half the time a text, 3 ms more to build for 600 of them."""


class Match(NamedTuple):
    """A row that matched `[start, end)`; `groups` gives the spans of its named groups."""

    row: Row
    start: int
    end: int
    found: regex.Match[str]

    def span(self, group: str) -> tuple[int, int] | None:
        """The span of a named group, or None where it took no part (or the row has none of that name)."""
        if group not in self.found.re.groupindex or self.found.start(group) < 0:
            return None
        first, last = self.found.span(group)
        return first, last


class FamilyHits:
    """Where the literals of one family stand in one text: their ends, sorted, and which literal each is."""

    __slots__ = ("ends", "index", "literals")

    def __init__(self, index: FamilyIndex) -> None:
        self.index = index
        self.ends: list[int] = []
        self.literals: list[int] = []


class Hits:
    """Where the literals of all rows stand in one text, asked by every stage.

    The pass over the text is made a stage at a time, when the stage first asks: a posting without money never looks for the words of pay.
    """

    __slots__ = ("_families", "_matcher", "folded", "value")

    def __init__(self, matcher: Matcher, value: str, folded: str) -> None:
        self._matcher = matcher
        self._families: dict[str, FamilyHits] = {}
        self.value = value
        self.folded = folded

    def _family(self, family: str) -> FamilyHits | None:
        hits = self._families.get(family)
        if hits is None and family in self._matcher.indexes:
            self._matcher.stage(family).scan(self.folded, self._families)
            hits = self._families[family]
        return hits

    def rows(self, family: str, start: int, end: int) -> list[Row]:
        """The rows of `family` that could match inside `[start, end)`, in the order they were written."""
        hits = self._family(family)
        if hits is None:
            return []
        index = hits.index
        low, high = bisect_right(hits.ends, start), bisect_right(hits.ends, end)
        if low == high:
            return [index.rows[number] for number in index.always] if index.always else []
        numbers = set(index.always)
        for literal in set(hits.literals[low:high]):
            numbers.update(index.rows_of[literal])
        return [index.rows[number] for number in sorted(numbers)]

    def places(self, family: str) -> list[int]:
        """The end of every literal hit of `family`, sorted: the only places near which its rows can match, but for rows without literals."""
        hits = self._family(family)
        return [] if hits is None else hits.ends

    def struck(self, family: str) -> list[tuple[int, tuple[Row, ...]]]:
        """Every literal hit of `family` in order: where it ends, and the rows that need it. Rows without literals are not among them."""
        hits = self._family(family)
        if hits is None or not hits.ends:
            return []
        index = hits.index
        return [(end, index.needing(literal)) for end, literal in zip(hits.ends, hits.literals, strict=True)]

    def placed(self, family: str) -> list[tuple[int, int, tuple[Row, ...]]]:
        """The same with where each literal begins."""
        hits = self._family(family)
        if hits is None or not hits.ends:
            return []
        index = hits.index
        return [
            (end - index.lengths[literal], end, index.needing(literal))
            for end, literal in zip(hits.ends, hits.literals, strict=True)
        ]

    def all(self, family: str, start: int, end: int) -> list[Match]:
        """Every match of every row of `family` inside `[start, end)`, overlapping ones too, in written order of rows."""
        hits = self._family(family)
        if hits is None:
            return []
        index = hits.index
        low, high = bisect_right(hits.ends, start), bisect_right(hits.ends, end)
        places: dict[int, list[tuple[int, int]]] = {number: [] for number in index.always}
        for at in range(low, high):
            literal, stop = hits.literals[at], hits.ends[at]
            place = (stop - index.lengths[literal], stop)
            if place[0] >= start:
                for number in index.rows_of[literal]:
                    places.setdefault(number, []).append(place)
        matches: list[Match] = []
        for number in sorted(places):
            row = index.rows[number]
            text = self.value if row.case else self.folded
            for first, last in _windows(row, places[number], start, end):
                matches.extend(Match(row, m.start(), m.end(), m) for m in compiled(row.pattern).finditer(text, first, last))
        return matches

    def find(self, family: str, start: int, end: int) -> list[Match]:
        """The matches that stand when rows compete: leftmost, then longest, then first-written, without overlaps."""
        return settled(self.all(family, start, end))

    def first(self, family: str, start: int, end: int) -> Match | None:
        """The first match that stands."""
        best: Match | None = None
        for match in self.all(family, start, end):
            if best is None or (match.start, -match.end) < (best.start, -best.end):
                best = match
        return best

    def whole(self, family: str, start: int, end: int) -> Match | None:
        """The first-written row that matches all of `[start, end)`."""
        for row in self.rows(family, start, end):
            found = compiled(row.pattern).fullmatch(self.value if row.case else self.folded, start, end)
            if found:
                return Match(row, start, end, found)
        return None


def _windows(row: Row, places: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Where in `[start, end)` a row can match, given where its literals stand: every match lies whole in one window."""
    if not places or end - start <= SHORT or (row.before is None and row.after is None):
        return [(start, end)]
    windows: list[tuple[int, int]] = []
    for first, last in places:
        low = start if row.before is None else max(start, first - row.before)
        high = end if row.after is None else min(end, last + row.after + MARGIN)
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(windows[-1][1], high))
        else:
            windows.append((low, high))
    return windows


def settled(matches: Iterable[Match]) -> list[Match]:
    """Leftmost, longest, first-written: the one order of precedence."""
    chosen: list[Match] = []
    at = -1
    for match in sorted(matches, key=lambda m: (m.start, -m.end, m.row.order)):
        if match.start >= at:
            chosen.append(match)
            at = max(match.end, match.start + 1)
    return chosen


class FamilyIndex:
    """The rows of one family by the literals that they need; `always` are those that need none."""

    __slots__ = ("_needing", "always", "lengths", "rows", "rows_of")

    def __init__(self, rows: Sequence[Row], prefilter: bool) -> None:
        self.rows = rows
        self.rows_of: dict[int, list[int]] = {}
        self.lengths: dict[int, int] = {}
        self.always = [number for number, row in enumerate(rows) if not (prefilter and row.literals)]
        self._needing: dict[int, tuple[Row, ...]] = {}

    def needing(self, literal: int) -> tuple[Row, ...]:
        """The rows that need a literal, in written order."""
        found = self._needing.get(literal)
        if found is None:
            found = self._needing[literal] = tuple(self.rows[number] for number in sorted(self.rows_of[literal]))
        return found


class StageIndex:
    """One automaton over the literals of all families of a stage, built when the stage is first asked."""

    def __init__(self, families: dict[str, FamilyIndex], prefilter: bool) -> None:
        self._families = families
        literals: dict[str, dict[str, list[int]]] = {}
        for family, index in families.items():
            for number, row in enumerate(index.rows):
                for literal in row.literals if prefilter else ():
                    literals.setdefault(literal, {}).setdefault(family, []).append(number)
        slots = {family: slot for slot, family in enumerate(families)}
        self._targets = [tuple(slots[family] for family in by_family) for by_family in literals.values()]
        for number, (literal, by_family) in enumerate(literals.items()):
            for family, rows in by_family.items():
                families[family].rows_of[number] = rows
                families[family].lengths[number] = len(literal)
        self._automaton = AhoCorasick(
            list(literals),
            matchkind=MatchKind.Standard,
            implementation=Implementation.DFA if len(literals) <= MOST_FOR_DFA else Implementation.ContiguousNFA,
            store_patterns=False,
        )

    def scan(self, folded: str, found: dict[str, FamilyHits]) -> None:
        """One pass over the text; puts the hits of every family of the stage into `found`."""
        hits = [FamilyHits(index) for index in self._families.values()]
        targets = self._targets
        for literal, _, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            for slot in targets[literal]:
                family = hits[slot]
                family.ends.append(end)
                family.literals.append(literal)
        found.update(zip(self._families, hits, strict=True))


class Matcher:
    """All rows of a rulebook behind one automaton a stage. Built once, used for every text."""

    def __init__(self, rulebook: Rulebook, *, prefilter: bool = True) -> None:
        """With `prefilter=False` every row is tried everywhere: slow, and equal by test."""
        self.indexes = {family: FamilyIndex(rows, prefilter) for family, rows in rulebook.families.items()}
        self._prefilter = prefilter
        self._stages: dict[str, StageIndex] = {}

    def stage(self, family: str) -> StageIndex:
        """The automaton of the stage that `family` belongs to."""
        name = family.partition("/")[0]
        if name not in self._stages:
            families = {f: index for f, index in self.indexes.items() if f.partition("/")[0] == name}
            self._stages[name] = StageIndex(families, self._prefilter)
        return self._stages[name]

    def scan(self, value: str) -> Hits:
        """The hits of one text; each stage's pass is made when it first asks."""
        return Hits(self, value, fold(value))


def needed_by(pattern: str) -> Needed:
    """What the prefilter looks for on behalf of `pattern`, with folded literals."""
    found = needed(pattern)
    return found._replace(literals=tuple(sorted({fold(literal) for literal in found.literals})))


def literals_of(pattern: str) -> tuple[str, ...]:
    """Only the folded literals of `needed_by`."""
    return needed_by(pattern).literals
