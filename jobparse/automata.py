"""Many literals against a text in one pass: Aho-Corasick.

In: literals. Out: where they stand, by their numbers. An automaton pickles as its literals. It is of the compact kind: the table of all
states is quicker while a benchmark runs it alone, but between the other stages of a parse it has to be fetched from memory each time (of 2,082
literals over 4 KB: 68 against 57 microseconds).
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation, MatchKind

Text = TypeVar("Text", str, bytes)

MANY = 4_000
"""For so many literals the first texts are each looked through for those that can stand in them: twenty thousand take 30 ms to build, and
the three thousand that a posting leaves over 4 ms; four thousand take 4 ms, and 2 in this way."""

FIRST = 8
"""So many texts are looked through that way."""

PREFIX = 6
"""By so many characters at their beginning literals are told apart for that: of 4 to 8, the best for both of our large sets."""


class Automaton(Generic[Text]):
    """Literals that are looked for together: all of their places, overlapping ones too, by their ends; or with `leftmost` the longest of the leftmost.

    >>> Automaton(["pay", "payday"]).find("payday"), Automaton(["pay", "payday"], leftmost=True).find("payday")
    ([(0, 0, 3), (1, 0, 6)], [(1, 0, 6)])
    """

    __slots__ = ("_automaton", "_first", "_leftmost", "_part", "_prefixes", "literals")

    def __init__(
        self, literals: Sequence[Text], leftmost: bool = False, prefixes: Mapping[Any, Sequence[int]] | None = None
    ) -> None:
        self.literals: Sequence[Text] = literals
        self._leftmost = leftmost
        self._first = FIRST if len(literals) >= MANY else 0
        self._prefixes = prefixes
        self._part: tuple[Text, Any, Sequence[int]] | None = None
        self._automaton: Any = None

    def find(self, text: Text) -> list[tuple[int, int, int]]:
        """Where the literals stand: `(number, start, end)`."""
        automaton = self._automaton
        if automaton is None:
            if not self.literals:
                return []
            if self._first > 0:
                return self._find_first(text)
            automaton = self._automaton = _built(self.literals, self._leftmost)
        found: list[tuple[int, int, int]] = automaton.find_matches_as_indexes(text, overlapping=not self._leftmost)
        return found

    def _find_first(self, text: Text) -> list[tuple[int, int, int]]:
        """The same by the literals alone whose beginnings stand in the text, or in one that holds it and was asked for before."""
        part = self._part
        if part is None or text not in part[0]:
            standing = self._standing(text)
            chosen = [self.literals[number] for number in standing]
            part = self._part = (text, _built(chosen, self._leftmost) if chosen else None, standing)
            self._first -= 1
            if self._first == 0:
                self._part = None
        _, automaton, numbers = part
        if automaton is None:
            return []
        found = automaton.find_matches_as_indexes(text, overlapping=not self._leftmost)
        return [(numbers[number], start, end) for number, start, end in found]

    def _standing(self, text: Text) -> list[int]:
        """The numbers of the literals that can stand in a text."""
        prefixes: Mapping[Any, Sequence[int]] = self.beginnings()
        short: list[Any] = [prefix for prefix in prefixes if len(prefix) < PREFIX]
        pieces: set[Any] = {text[at : at + PREFIX] for at in range(len(text) - PREFIX + 1)}
        return sorted(number for prefix in (*short, *(pieces & prefixes.keys())) for number in prefixes[prefix])

    def beginnings(self) -> Mapping[Any, Sequence[int]]:
        """The literals by how they begin; empty where they are few."""
        if self._prefixes is None:
            made: dict[Any, list[int]] = {}
            for number, literal in enumerate(self.literals) if len(self.literals) >= MANY else ():
                made.setdefault(literal[:PREFIX], []).append(number)
            self._prefixes = made
        return self._prefixes

    def __reduce__(self) -> tuple[Callable[[bytes], Automaton[Any]], tuple[bytes]]:
        return _again, (marshal.dumps((self.literals, self._leftmost, self.beginnings())),)  # type: ignore[arg-type]


def _again(packed: bytes) -> Automaton[Any]:
    """The automaton of what it pickles as: by `marshal`, since twenty thousand literals are read in half the time."""
    return Automaton(*marshal.loads(packed))  # noqa: S302  only what `__reduce__` gave


def _built(literals: Sequence[Any], leftmost: bool) -> Any:
    kind = MatchKind.LeftmostLongest if leftmost else MatchKind.Standard
    compact = Implementation.ContiguousNFA
    if isinstance(literals[0], bytes):
        return BytesAhoCorasick(literals, matchkind=kind, implementation=compact)
    return AhoCorasick(literals, matchkind=kind, implementation=compact, store_patterns=False)
