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

from jobparse.prefilter import required_literals

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


class Hits:
    """Where the literals of all rows stand in one text. Made by `Matcher.scan`, asked by every stage."""

    __slots__ = ("_ends", "_indexes", "_matcher", "folded", "value")

    def __init__(self, matcher: Matcher, value: str, folded: str, ends: list[list[int]], indexes: list[list[int]]) -> None:
        self._matcher = matcher
        self.value = value
        self.folded = folded
        self._ends = ends
        self._indexes = indexes

    def rows(self, family: str, start: int, end: int) -> list[Row]:
        """The rows of `family` that could match inside `[start, end)`, in the order they were written."""
        number = self._matcher.numbers.get(family)
        if number is None:
            return []
        rows, always = self._matcher.rows[number], self._matcher.always[number]
        ends = self._ends[number]
        low, high = bisect_right(ends, start), bisect_right(ends, end)
        if low == high:
            return [rows[index] for index in always] if always else []
        return [rows[index] for index in sorted({*self._indexes[number][low:high], *always})]

    def places(self, family: str) -> list[int]:
        """The end of every literal hit of `family`, sorted: the only places near which its rows can match, but for rows without literals."""
        number = self._matcher.numbers.get(family)
        return [] if number is None else self._ends[number]

    def all(self, family: str, start: int, end: int) -> list[Match]:
        """Every match of every row of `family` inside `[start, end)`, overlapping ones too, in written order of rows."""
        matches: list[Match] = []
        for row in self.rows(family, start, end):
            text = self.value if row.case else self.folded
            matches.extend(Match(row, m.start(), m.end(), m) for m in compiled(row.pattern).finditer(text, start, end))
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


def settled(matches: Iterable[Match]) -> list[Match]:
    """Leftmost, longest, first-written: the one order of precedence."""
    chosen: list[Match] = []
    at = -1
    for match in sorted(matches, key=lambda m: (m.start, -m.end, m.row.order)):
        if match.start >= at:
            chosen.append(match)
            at = max(match.end, match.start + 1)
    return chosen


class Matcher:
    """All rows of a rulebook behind one automaton of their literals. Built once, used for every text."""

    def __init__(self, rulebook: Rulebook, *, prefilter: bool = True) -> None:
        """With `prefilter=False` every row is tried everywhere: slow, and equal by test."""
        self.numbers: dict[str, int] = {}
        self.rows: list[Sequence[Row]] = []
        self.always: list[list[int]] = []
        targets: dict[str, list[tuple[int, int]]] = {}
        for family, rows in rulebook.families.items():
            number = self.numbers[family] = len(self.rows)
            self.rows.append(rows)
            self.always.append([])
            for index, row in enumerate(rows):
                literals = row.literals if prefilter else ()
                if not literals:
                    self.always[number].append(index)
                for literal in literals:
                    targets.setdefault(literal, []).append((number, index))
        self._targets = list(targets.values())
        self._automaton = AhoCorasick(
            list(targets), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA, store_patterns=False
        )

    def scan(self, value: str) -> Hits:
        """One pass over the folded text for the literals of all rows."""
        folded = fold(value)
        ends: list[list[int]] = [[] for _ in self.rows]
        indexes: list[list[int]] = [[] for _ in self.rows]
        targets = self._targets
        for literal, _, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            for number, index in targets[literal]:
                ends[number].append(end)
                indexes[number].append(index)
        return Hits(self, value, folded, ends, indexes)


def literals_of(pattern: str) -> tuple[str, ...]:
    """The folded literals that the prefilter looks for on behalf of `pattern`."""
    return tuple(sorted({fold(literal) for literal in required_literals(pattern)}))
