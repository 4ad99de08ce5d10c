"""Rows of some families in short stretches of a text, taken apart into the alternatives of their patterns.

In: rows, a text and a stretch of it. Out: every match of every row there, as trying them all would give (a test holds the two together). Most
alternatives spell out how they begin: where such a beginning stands the row is tried, once, at that very place. For the others a literal
that they cannot do without says around which places the row is searched for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.automata import Automaton
from jobparse.facts.rowscan import quick
from jobparse.matching import MARGIN, SHORT, Match, fold, needed_by
from jobparse.passes import REPLACED, capitals, forms
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from jobparse.rulebook import Row, Rulebook

DEEP = 12
"""So many characters of a beginning are looked for: nearly all are told apart by then."""

SHORTEST = 2
"""A shorter beginning says nothing."""

SEARCH = 8
"""How many tries at a place a search costs: measured on the rows of pay, 1 against 8 microseconds."""

FIRST = (r"\b", r"(?<!\p{L})", r"(?<![\p{L}\p{N}])", "^")
"""How a pattern begins that matches at the start of a word only."""

NEVER = ("(?!)", "(?:(?!))")
"""An alternative that matches nothing: vocabulary that only the rules of one place fill."""

Reach = tuple[int | None, int | None] | None
"""How far a match reaches before and behind a literal, None where that is far; None in all where it begins with the literal."""

Hit = tuple[int, int, int]
"""A literal, by its number, and where it stands."""

Hits = tuple[list[int], list[Hit]]
"""Hits by their ends, and the ends alone."""


class Piece(NamedTuple):
    """An alternative of a row: the literals of which a match holds one, and those that count at the start of a word only."""

    row: int
    literals: tuple[str, ...]
    initial: frozenset[str]
    reach: Reach


class Pieces(NamedTuple):
    """The rows of some families behind one automaton.

    `targets` are the rows of each literal with their reach, `speaks` the families of which it is a literal of a row, `ranges` which rows a
    family has, `always` the rows that can match without any literal.
    """

    automaton: Automaton[bytes]
    literals: tuple[str, ...]
    unsure: frozenset[int]
    targets: tuple[tuple[tuple[int, Reach], ...], ...]
    speaks: tuple[frozenset[str], ...]
    rows: tuple[Row, ...]
    ranges: dict[str, tuple[int, int]]
    always: tuple[int, ...]

    def hits(self, folded: str, start: int, end: int) -> Hits:
        """Where literals stand in `[start, end)`. One character before is looked at, so that the rest of a word is not taken for a word."""
        low = max(0, start - 1)
        data = capitals(folded[low:end])
        found = self.automaton.find(data)
        if REPLACED in data:
            found = [
                hit for hit in found if hit[0] not in self.unsure or folded[low + hit[1] : low + hit[2]] == self.literals[hit[0]]
            ]
        if low:
            found = [(literal, first + low, last + low) for literal, first, last in found]
        return [last for _, _, last in found], found

    def matches(self, hits: Hits, texts: tuple[str, str], start: int, end: int, rows: tuple[int, int]) -> list[Match]:
        """The matches inside `[start, end)` of a range of rows, in written order. `texts` are value and folded text."""
        lowest, highest = rows
        ends, found = hits
        places: dict[int, list[tuple[int, int, Reach]]] = {}
        for literal, first, last in found[bisect_right(ends, start) : bisect_right(ends, end)]:
            if first >= start:
                for number, reach in self.targets[literal]:
                    if lowest <= number < highest:
                        places.setdefault(number, []).append((first, last, reach))
        for number in self.always:
            if lowest <= number < highest:
                places[number] = []
        matches: list[Match] = []
        for number in sorted(places):
            row = self.rows[number]
            at = places[number]
            text = texts[0] if row.case else texts[1]
            if at and all(reach is None for _, _, reach in at):
                _match_at(row, text, at, end, matches)
            else:
                search = quick(row.pattern).finditer
                for low, high in _windows(at, start, end):
                    matches.extend([Match(row, m.start(), m.end(), m) for m in search(text, low, high)])
        return matches


def _match_at(row: Row, text: str, places: Sequence[tuple[int, int, object]], end: int, matches: list[Match]) -> None:
    """Adds the matches of a row that begins where one of `places` does: it is tried there, and nowhere else."""
    match = quick(row.pattern).match
    at = -1
    for place in sorted({first for first, _, _ in places}) if len(places) > 1 else (places[0][0],):
        found = match(text, place, end) if place >= at else None
        if found:
            at = max(found.end(), place + 1)
            matches.append(Match(row, place, found.end(), found))


def _windows(places: Sequence[tuple[int, int, Reach]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """The parts of `[start, end)` in which a row can match, given where its literals stand; every match lies whole in one of them."""
    if not places or end - start <= SHORT:
        return ((start, end),)
    near: list[tuple[int, int]] = []
    for first, last, reach in places:
        before, after = reach or (0, None)
        near.append(
            (start if before is None else max(start, first - before), end if after is None else min(end, last + after + MARGIN))
        )
    near.sort()
    windows = [near[0]]
    for low, high in near[1:]:
        if low > windows[-1][1]:
            windows.append((low, high))
        elif high > windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
    return windows


# ------------------------------------------------------------------ taking rows apart


@per_rulebook
def pieces_of(rulebook: Rulebook, families: tuple[str, ...], speaking: tuple[str, ...] = ()) -> Pieces:
    """The rows of some families, taken apart once; of the `speaking` ones it is told where any literal of a row stands, too."""
    rows: list[Row] = []
    ranges: dict[str, tuple[int, int]] = {}
    for family in families:
        first = len(rows)
        rows.extend(rulebook.rows(family))
        ranges[family] = (first, len(rows))
    numbers: dict[tuple[bytes, str], int] = {}
    targets: dict[int, dict[tuple[int, Reach], None]] = {}
    speaks: dict[int, set[str]] = {}

    def numbered(literal: str, *, initial: bool) -> Iterator[int]:
        for form in forms(literal, initial=initial):
            yield numbers.setdefault((form, literal), len(numbers))

    always: list[int] = []
    for number, row in enumerate(rows):
        for literal in row.literals if row.family in speaking else ():
            for place in numbered(literal, initial=literal in row.initial):
                speaks.setdefault(place, set()).add(row.family)
        pieces = _taken_apart(number, row)
        if not pieces:
            always.append(number)
        for piece in pieces:
            for literal in piece.literals:
                for place in numbered(literal, initial=literal in piece.initial):
                    targets.setdefault(place, {})[number, piece.reach] = None
    return Pieces(
        Automaton([form for form, _ in numbers]),
        tuple(literal for _, literal in numbers),
        frozenset(place for (form, _), place in numbers.items() if REPLACED in form),
        tuple(tuple(targets.get(place, ())) for place in range(len(numbers))),
        tuple(frozenset(speaks.get(place, ())) for place in range(len(numbers))),
        tuple(rows),
        ranges,
        tuple(always),
    )


def _taken_apart(number: int, row: Row) -> list[Piece]:
    """The alternatives of a row; none where one of them can match without any literal that is known."""
    pieces: list[Piece] = []
    for pattern in alternatives(row.pattern):
        if pattern in NEVER:
            continue
        piece = _piece(number, pattern)
        if piece is None:
            return []
        pieces.append(piece)
    return pieces


def _piece(number: int, pattern: str) -> Piece | None:
    from jobparse.openings import beginnings  # these two only where patterns are read, which a short run does not
    from jobparse.prefilter import chance

    wanted = needed_by(pattern)
    if wanted.before == 0:
        return Piece(number, wanted.literals, wanted.initial, None)
    found = beginnings(pattern, DEEP)
    opening = {fold(text) for text in found or ()}
    if opening and min(map(len, opening)) >= SHORTEST:
        opening = {text for text in opening if not any(text[:length] in opening for length in range(SHORTEST, len(text)))}
        if not wanted.literals or sum(map(chance, opening)) <= SEARCH * sum(map(chance, wanted.literals)):
            first = pattern.startswith(FIRST)
            return Piece(number, tuple(sorted(opening)), frozenset(t for t in opening if first and t[0].isalpha()), None)
    if not wanted.literals:
        return None
    return Piece(number, wanted.literals, wanted.initial, (wanted.before, wanted.after))


def alternatives(pattern: str) -> list[str]:
    r"""The alternatives of a pattern, as far as they stand outside of any group.

    >>> alternatives(r"pay(?:s|ing)|[|(]\||rate")
    ['pay(?:s|ing)', '[|(]\\|', 'rate']
    """
    found: list[str] = []
    depth = start = at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = _class_end(pattern, at)
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "|" and depth == 0:
            found.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*found, pattern[start:]]


def _class_end(pattern: str, at: int) -> int:
    """Where a class of characters ends that begins at `at`."""
    at += 2 if pattern[at + 1] == "^" else 1
    at += pattern[at] == "]"
    while pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at
