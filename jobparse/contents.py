"""Paragraphs of an unmistakable kind, found by the words that only they use.

In: the rows of `sections/content` and a part of the text. Out: matches in order of place. Terms are looked up, rules are tried on the
sentence around their literals only: a long wall of text costs one pass. Which match counts where is for `sections.py` to say.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from jobparse.matching import compiled, fold, literals_of

if TYPE_CHECKING:
    from jobparse.rulebook import Row, Rulebook

CONTENT = "sections/content"

BEFORE, BEHIND = 200, 260
"""How far around a literal a rule is tried; no rule's match is longer."""


class Found(NamedTuple):
    """A row that matched `[start, end)`."""

    start: int
    end: int
    row: Row


class Contents:
    """The content rows of one rulebook behind one automaton. Made once, by `contents_of`."""

    __slots__ = ("_automaton", "_owners")

    def __init__(self, rulebook: Rulebook) -> None:
        owners: dict[str, list[tuple[Row, bool]]] = {}
        for row in rulebook.rows(CONTENT):
            for spelling in row.spellings:
                owners.setdefault(fold(spelling), []).append((row, True))
            if not row.spellings:
                for literal in literals_of(row.pattern):
                    owners.setdefault(literal, []).append((row, False))
        self._owners = [tuple(pairs) for pairs in owners.values()]
        self._automaton = AhoCorasick(
            list(owners), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA, store_patterns=False
        )

    def find(self, folded: str, start: int, end: int) -> list[Found]:
        """All matches inside `[start, end)`, by place; of one row no two that overlap."""
        text = folded if start == 0 and end == len(folded) else folded[start:end]
        found: list[Found] = []
        tried: dict[str, int] = {}
        length = end - start
        for phrase, first, last in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for row, direct in self._owners[phrase]:
                if direct:
                    if (first and text[first - 1].isalnum()) or (last < length and text[last].isalnum()):
                        continue
                    found.append(Found(start + first, start + last, row))
                elif tried.get(row.id, -1) < last:
                    match = compiled(row.pattern).search(text, max(0, first - BEFORE, tried.get(row.id, 0)), min(length, last + BEHIND))
                    if match:
                        found.append(Found(start + match.start(), start + match.end(), row))
                        tried[row.id] = match.end()
        if len(found) > 1:
            found.sort(key=lambda m: (m.start, -m.end, m.row.order))
        return found


@lru_cache(maxsize=8)
def contents_of(rulebook: Rulebook) -> Contents:
    """The content rows of a rulebook."""
    return Contents(rulebook)
