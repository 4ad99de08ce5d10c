"""The literals of many rows, looked for in one pass over a folded text.

In: rows with the literals that they cannot do without. Out: which of them stand where, by family. `matching.py` asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from jobparse.automata import Automaton

if TYPE_CHECKING:
    from jobparse.rulebook import Row

PAGE = "page"
GROUPS = {
    "boilerplate": PAGE,
    "header": PAGE,
    "sign": PAGE,
    "sections/content": PAGE,
    "pay/note": PAGE,
    "pay/place": PAGE,
    "pay/spelled": PAGE,
    "graduation/relative": PAGE,
    "zones/scheme": PAGE,
}
"""The stages and families that look for theirs in every posting, and so together; the others ask in few."""

YEARS, SHORT_YEARS = "sign/year", "sign/short-year"
SHORT_LEADS = ("'", "/", "-", "of ", "spring ", "summer ", "fall ", "autumn ", "winter ", "sp", "su", "fa", "wi")
SIGNS: Mapping[str, tuple[str, ...]] = {
    YEARS: ("19", "20"),
    SHORT_YEARS: tuple(lead + decade for lead in SHORT_LEADS for decade in "23"),
}
"""What is looked for in every posting though it is no literal of a row: how years begin, of four figures and of two ('27, 05/27, class of 28, fall 27, SP27)."""

INSIDE = frozenset(("sections/content", "pay/place", "pay/spelled", "graduation/relative", *SIGNS))
"""Families that want their literals inside words as well: there a capital that sticks to a small letter (`skillsEqual`) begins a word."""


@cache
def group_of(family: str) -> str:
    """The pass that looks for the literals of a family.

    >>> group_of("header/prose"), group_of("zones/link")
    ('page', 'zones')
    """
    stage = family.partition("/")[0]
    return GROUPS.get(family) or GROUPS.get(stage, stage)


Literals = tuple[list[tuple[bytes, str, tuple[str, ...]]], dict[str, dict[int, list[int]]], dict[str, list[int]]]
"""What the rows of a group need, in plain lists: what the automaton looks for, with the literal and its families; by family the rows of each
literal, by its number; and by family the rows that need none."""


def read_literals(families: Mapping[str, Sequence[Row]], signs: Mapping[str, Sequence[str]] = SIGNS) -> Literals:
    """Number every form of every literal."""
    owners: dict[tuple[bytes, str], dict[str, None]] = {}
    numbers: dict[tuple[bytes, str], int] = {}
    rows_of: dict[str, dict[int, list[int]]] = {}
    for family, place, literal, initial in _sought(families, signs):
        of_family = rows_of.setdefault(family, {})
        for form in forms(literal, initial=initial and family not in INSIDE):
            number = numbers.setdefault((form, literal), len(numbers))
            owners.setdefault((form, literal), {})[family] = None
            of_family.setdefault(number, []).append(place)
    sought = [(form, literal, tuple(names)) for (form, literal), names in owners.items()]
    none = {family: [place for place, row in enumerate(rows) if not row.literals] for family, rows in families.items()}
    return sought, rows_of, {family: places for family, places in none.items() if places}


def _sought(families: Mapping[str, Sequence[Row]], signs: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int, str, bool]]:
    """Every literal with its family, the number of its row (of a sign: its own), and whether it counts at the start of a word only."""
    for family, rows in families.items():
        for place, row in enumerate(rows):
            for literal in row.literals:
                yield family, place, literal, literal in row.initial
    for name, literals in signs.items():
        for place, literal in enumerate(literals):
            yield name, place, literal, False


REPLACED = b"?"
"""What stands for a character outside Latin-1."""


class Pass:
    """The literals of one group of families behind one automaton.

    It runs over bytes, one a character, in which every word begins with a capital: a literal that its row wants at the start of a word is
    looked for with a capital only, and does not hit inside other words. Literals with a `?`, which also stands for every character
    outside Latin-1, are compared with the text.
    """

    def __init__(self, read: Literals) -> None:
        literals, self.rows_of, self.always = read
        self._family = [None if REPLACED in form or len(families) > 1 else families[0] for form, _, families in literals]
        self._literals = literals
        self._automaton = Automaton([form for form, _, _ in literals])

    def find(self, folded: str) -> Mapping[str, list[tuple[int, int, int]]]:
        """The hits `(literal, start, end)` of every family that has any, by their ends."""
        found: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
        family_of = self._family
        for hit in self._automaton.find(capitals(folded)):
            family = family_of[hit[0]]
            if family is not None:  # as a rule a literal is of one
                found[family].append(hit)
                continue
            form, literal, families = self._literals[hit[0]]
            if REPLACED not in form or folded[hit[1] : hit[2]] == literal:
                for family in families:
                    found[family].append(hit)
        found.default_factory = None
        return found


def capitals(folded: str) -> bytes:
    """A byte a character, with a capital wherever no ASCII letter stands before."""
    return folded.encode("latin-1", "replace").title()


def forms(literal: str, *, initial: bool) -> tuple[bytes, ...]:
    """How a literal looks to the automaton: at the start of a word, and inside one where it may stand there.

    >>> forms("per hour", initial=True), forms("pay", initial=False)
    ((b'Per Hour',), (b'Pay', b'pay'))
    """
    titled = capitals(literal)
    inside = titled[:1].lower() + titled[1:]
    return (titled,) if initial or inside == titled else (titled, inside)
