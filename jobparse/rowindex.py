"""Rows of one family against a short text, found by their literals.

In: a family that stays out of the shared automaton (`sought = false`), because its words are common and matter in a few places only, such as
headings. Out: its rows that could match, in the order they were written. The answer is the same as trying every row.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jobparse.automata import Automaton
from jobparse.dialect import any_of, quick
from jobparse.matching import literals_of
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    import re

    from jobparse.rulebook import Row, Rulebook


MOST_SEEN = 4096
"""So many answers are remembered before all are forgotten: headings repeat from posting to posting."""


class RowIndex:
    """The rows of one family behind an automaton of their own. Made once, by `rows_of`."""

    __slots__ = ("_always", "_automaton", "_seen", "_targets", "rows")

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self._seen: dict[str, Row | None] = {}
        self._always: list[int] = []
        targets: dict[str, list[int]] = {}
        for index, row in enumerate(rows):
            literals = literals_of(row.pattern)
            if not literals:
                self._always.append(index)
            for literal in literals:
                targets.setdefault(literal, []).append(index)
        self._targets = list(targets.values())
        self._automaton = Automaton(list(targets))

    def likely(self, text: str) -> list[Row]:
        """The rows that could match `text` (folded)."""
        found = {index for literal, _, _ in self._automaton.find(text) for index in self._targets[literal]}
        found.update(self._always)
        return [self.rows[index] for index in sorted(found)]

    def first(self, folded: str, start: int, end: int) -> Row | None:
        """The first-written row that is found in `folded[start:end]`, whatever stands around it (`SkillsExperience with` hides no word)."""
        text = folded[start:end]
        try:
            return self._seen[text]
        except KeyError:
            pass
        if len(self._seen) >= MOST_SEEN:
            self._seen.clear()
        row = self._seen[text] = next((row for row in self.likely(text) if quick(row.pattern).search(text)), None)
        return row


def opening_row(rows: tuple[Row, ...], text: str, start: int, end: int) -> Row | None:
    """The first-written of a few rows that matches at `start`; that none does is told by one try of them all."""
    if not _together(rows).match(text, start, end):
        return None
    return next((row for row in rows if quick(row.pattern).match(text, start, end)), None)


@lru_cache(maxsize=64)
def _together(rows: tuple[Row, ...]) -> re.Pattern[str]:
    """All of some rows as one pattern."""
    together: re.Pattern[str] = any_of(tuple(row.pattern for row in rows))
    return together


@per_rulebook
def rows_of(rulebook: Rulebook, family: str) -> RowIndex:
    """The index of one family of a rulebook."""
    return RowIndex(rulebook.rows(family))
