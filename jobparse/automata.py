"""Many literals against a text in one pass: Aho-Corasick, small at first and quick once a process has read some text.

In: literals. Out: where they stand, by their numbers. An automaton pickles as its literals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation, MatchKind

Text = TypeVar("Text", str, bytes)

WARM = 100_000
"""After so many characters a process is worth the table of all states: 35 ms to build for 4,000 literals, and a text takes half the time."""

MOST = 8_000
"""More literals than these would make a table of tens of megabytes."""


class Automaton(Generic[Text]):
    """Literals that are looked for together: all of their places, overlapping ones too, by their ends; or with `leftmost` the longest of the leftmost.

    >>> Automaton(["pay", "payday"]).find("payday"), Automaton(["pay", "payday"], leftmost=True).find("payday")
    ([(0, 0, 3), (1, 0, 6)], [(1, 0, 6)])
    """

    __slots__ = ("_automaton", "_left", "_leftmost", "literals")

    def __init__(self, literals: Sequence[Text], leftmost: bool = False) -> None:
        self.literals: Sequence[Text] = literals
        self._leftmost = leftmost
        self._left = WARM if len(literals) <= MOST else 0
        self._automaton = self._built(Implementation.ContiguousNFA)

    def _built(self, implementation: Implementation) -> Any:
        kind = MatchKind.LeftmostLongest if self._leftmost else MatchKind.Standard
        if self.literals and isinstance(self.literals[0], bytes):
            return BytesAhoCorasick(self.literals, matchkind=kind, implementation=implementation)
        texts: Any = self.literals
        return AhoCorasick(texts, matchkind=kind, implementation=implementation, store_patterns=False)

    def find(self, text: Text) -> list[tuple[int, int, int]]:
        """Where the literals stand: `(number, start, end)`."""
        if not self.literals:
            return []
        if self._left > 0:
            self._left -= len(text)
            if self._left <= 0:
                self._automaton = self._built(Implementation.DFA)
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(text, overlapping=not self._leftmost)
        return found

    def __reduce__(self) -> tuple[Callable[..., Automaton[Text]], tuple[Sequence[Text], bool]]:
        return Automaton, (self.literals, self._leftmost)
