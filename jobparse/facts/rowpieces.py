"""Rows of some families in short stretches of a text, taken apart into the alternatives of their patterns.

In: rows, a text and a stretch of it. Out: every match of every row there, as trying them all would give (a test holds the two together). Most
alternatives spell out how they begin: where such a beginning stands the row is tried, once, at that very place. For the others a literal
that they cannot do without says around which places the row is searched for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, NamedTuple

from jobparse.automata import Automaton
from jobparse.dialect import quick, sought
from jobparse.matching import MARGIN, Match, fold, needed_by
from jobparse.passes import REPLACED, capitals, forms
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from jobparse.prefilter import Needed
    from jobparse.rulebook import Row, Rulebook

DEEP = 12
"""So many characters of a beginning are looked for: nearly all are told apart by then."""

SHORTEST = 2
"""A shorter beginning says nothing."""

SEARCH = 8
"""How many tries at a place a search costs: measured on the rows of pay, 1 against 8 microseconds."""

FIRST = (r"\b", r"(?<!\p{L})", r"(?<![\p{L}\p{N}])", "^")
"""How a pattern begins that matches at the start of a word only."""

Hit = tuple[int, int, int]
"""A literal, by its number, and where it stands."""

Hits = tuple[list[int], list[Hit]]
"""Hits by their ends, and the ends alone."""


class Piece(NamedTuple):
    """An alternative of a row: the literals of which a match holds one, and those that count at the start of a word only.

    Where a match does not begin with them, `sought` is the pattern to look for around them, `before` and `after` how far it reaches.
    """

    literals: tuple[str, ...]
    initial: frozenset[str]
    sought: str = ""
    before: int | None = 0
    after: int | None = None


class Pieces(NamedTuple):
    """The rows of some families behind one automaton.

    `targets` are the rows of each literal, with the piece that is sought around it if one is; `speaks` the families of which it is a literal of a
    row, `ranges` which rows a family has, `always` the rows that can match without any literal.
    """

    automaton: Automaton[bytes]
    literals: tuple[str, ...]
    unsure: frozenset[int]
    targets: tuple[tuple[tuple[int, Piece | None], ...], ...]
    speaks: tuple[frozenset[str], ...]
    rows: tuple[Row, ...]
    ranges: dict[str, range]
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

    def opened(self, hits: Hits, start: int) -> dict[int, list[int] | None]:
        """The rows that could match behind `start`, each with the only places where a match can begin; None where it can anywhere."""
        places: dict[int, list[int] | None] = dict.fromkeys(self.always)
        for literal, first, _ in hits[1]:
            if first >= start:
                for number, piece in self.targets[literal]:
                    if piece is not None:
                        places[number] = None
                    elif (known := places.setdefault(number, [])) is not None and (not known or known[-1] != first):
                        known.append(first)
        return {number: known if known is None else sorted(known) for number, known in places.items()}

    def matches(self, hits: Hits, texts: tuple[str, str], start: int, end: int, wanted: Container[int]) -> list[Match]:
        """The matches inside `[start, end)` of the rows that are wanted, in written order. `texts` are value and folded text."""
        ends, found = hits
        targets = self.targets
        places: dict[int, list[int]] = {}
        around: dict[tuple[int, Piece], list[tuple[int, int]]] = {}
        for literal, first, last in found[bisect_right(ends, start) : bisect_right(ends, end)]:
            if first >= start:
                for number, piece in targets[literal]:
                    if number in wanted:
                        if piece is None:
                            places.setdefault(number, []).append(first)
                        else:
                            around.setdefault((number, piece), []).append((first, last))
        for (number, piece), near in around.items():
            text = texts[0] if self.rows[number].case else texts[1]
            if begun := _begun(piece, text, near, start, end):
                places.setdefault(number, []).extend(begun)
        numbers = sorted(places) if len(places) > 1 else list(places)
        if self.always:
            numbers = sorted({*numbers, *(number for number in self.always if number in wanted)})
        matches: list[Match] = []
        for number in numbers:
            row = self.rows[number]
            text = texts[0] if row.case else texts[1]
            if number in self.always:
                matches.extend([Match(row, m.start(), m.end(), m) for m in quick(row.pattern).finditer(text, start, end)])
                continue
            at, match = start, quick(row.pattern).match
            for place in sorted(places[number]):
                if place >= at and (m := match(text, place, end)):
                    at = max(m.end(), place + 1)
                    matches.append(Match(row, place, m.end(), m))
        return matches


def _begun(piece: Piece, text: str, near: list[tuple[int, int]], start: int, end: int) -> list[int]:
    """Where in `[start, end)` an alternative matches, given where its literals stand; every match lies whole in one window around them."""
    search, before, after = quick(piece.sought).search, piece.before, piece.after
    windows = sorted(
        (start if before is None else max(start, first - before), end if after is None else min(end, last + after + MARGIN))
        for first, last in near
    )
    begun: list[int] = []
    at = start
    for number, (low, high) in enumerate(windows):
        if number + 1 < len(windows) and windows[number + 1][0] <= high:
            windows[number + 1] = (low, max(high, windows[number + 1][1]))
            continue
        at = max(at, low)
        while found := search(text, at, high):
            begun.append(found.start())
            at = found.start() + 1
    return begun


# ------------------------------------------------------------------ taking rows apart


@per_rulebook
def pieces_of(rulebook: Rulebook, families: tuple[str, ...], speaking: tuple[str, ...] = ()) -> Pieces:
    """The rows of some families, taken apart once; of the `speaking` ones it is told where any literal of a row stands, too."""
    rows: list[Row] = []
    ranges: dict[str, range] = {}
    for family in families:
        first = len(rows)
        rows.extend(rulebook.rows(family))
        ranges[family] = range(first, len(rows))
    numbers: dict[tuple[bytes, str], int] = {}
    targets: dict[int, dict[tuple[int, Piece | None], None]] = {}
    speaks: dict[int, set[str]] = {}

    def numbered(literal: str, *, initial: bool) -> Iterator[int]:
        for form in forms(literal, initial=initial):
            yield numbers.setdefault((form, literal), len(numbers))

    always: list[int] = []
    for number, row in enumerate(rows):
        for literal in row.literals if row.family in speaking else ():
            for place in numbered(literal, initial=literal in row.initial):
                speaks.setdefault(place, set()).add(row.family)
        pieces = _taken_apart(row)
        if pieces is None:
            always.append(number)
        for piece in pieces or ():
            for literal in piece.literals:
                for place in numbered(literal, initial=literal in piece.initial):
                    targets.setdefault(place, {})[number, piece if piece.sought else None] = None
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


def _taken_apart(row: Row) -> list[Piece] | None:
    """The alternatives of a row; None where one of them can match without any literal that is known."""
    from jobparse.prefilter import Needed as Found  # only where patterns are read, which a short run does not

    pieces: list[Piece] = []
    for pattern in alternatives(sought(row.pattern)):
        whole = pattern == row.pattern and row.sought and not row.name
        piece = _piece(pattern, Found(row.literals, row.before, row.after, row.initial) if whole else needed_by(pattern))
        if piece is None:
            return None
        pieces.append(piece)
    return pieces


def _piece(pattern: str, wanted: Needed) -> Piece | None:
    from jobparse.chances import chance
    from jobparse.openings import beginnings

    if wanted.before == 0:
        return Piece(wanted.literals, wanted.initial)
    opening = {fold(text) for text in beginnings(pattern, DEEP) or ()}
    if opening and all(len(text) >= SHORTEST or not text.isalnum() for text in opening):
        opening = {text for text in opening if not any(text[:length] in opening for length in range(1, len(text)))}
        if not wanted.literals or sum(map(chance, opening)) <= SEARCH * sum(map(chance, wanted.literals)):
            first = pattern.startswith(FIRST)
            return Piece(tuple(sorted(opening)), frozenset(t for t in opening if first and t[0].isalpha()))
    return Piece(wanted.literals, wanted.initial, pattern, wanted.before, wanted.after) if wanted.literals else None


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
