"""Rows against text: one fold, one prefilter pass, one order of precedence for every stage.

In: the repaired text and a rulebook. Out: `Hits` (where the literals of rows stand) and from them matches.
Rows are matched on the *folded* text: lower case, straight quotes, one hyphen, as many characters as before,
so that positions and `value[start:end]` stay those of the text. Ambiguity has one written order everywhere:
leftmost, then longest, then first-written.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.automata import Automaton

if TYPE_CHECKING:
    from jobparse.prefilter import Needed
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
    """Where the literals of one family stand in one text: `(literal, start, end)` by their ends, and the ends alone."""

    __slots__ = ("ends", "index", "spots")

    def __init__(self, index: FamilyIndex, spots: list[tuple[int, int, int]]) -> None:
        self.index = index
        self.spots = spots
        self.ends = [end for _, _, end in spots]


class Hits:
    """Where the literals of all rows stand in one text, asked by every stage.

    One pass over the text, made at the first question, serves all families. A stage asks `has` first: it says in no time whether there
    is anything for it in this text, and mostly there is not.
    """

    __slots__ = ("_families", "_found", "_matcher", "folded", "value")

    def __init__(self, matcher: Matcher, value: str, folded: str) -> None:
        self._matcher = matcher
        self._found: Mapping[str, list[tuple[int, int, int]]] | None = None
        self._families: dict[str, FamilyHits | None] = {}
        self.value = value
        self.folded = folded

    def has(self, *families: str) -> bool:
        """Whether any row of these families could match anywhere in the text: a literal of theirs was hit, or one of their rows needs none.

        Where it says no, `rows`, `places`, `struck`, `all`, `find`, `first` and `whole` find nothing, whatever the stretch.
        """
        found = self._found
        if found is None:
            found = self._found = self._matcher.find(self.folded)
        always = self._matcher.always
        return any(family in found or family in always for family in families)

    def _family(self, family: str) -> FamilyHits | None:
        try:
            return self._families[family]
        except KeyError:
            hits = None
            if self.has(family):
                hits = FamilyHits(self._matcher.index(family), (self._found or {}).get(family, []))
            self._families[family] = hits
            return hits

    def rows(self, family: str, start: int, end: int) -> list[Row]:
        """The rows of `family` that could match inside `[start, end)`, in the order they were written."""
        hits = self._family(family)
        if hits is None:
            return []
        index, ends = hits.index, hits.ends
        low, high = bisect_right(ends, start), bisect_right(ends, end)
        if low == high:
            return [index.rows[number] for number in index.always] if index.always else []
        if high - low == 1 and not index.always:
            return [index.rows[number] for number in index.rows_of[hits.spots[low][0]]]
        numbers = set(index.always)
        for literal in {spot[0] for spot in hits.spots[low:high]}:
            numbers.update(index.rows_of[literal])
        return [index.rows[number] for number in sorted(numbers)]

    def places(self, family: str) -> list[int]:
        """The end of every literal hit of `family`, sorted: the only places near which its rows can match, but for rows without literals."""
        hits = self._family(family)
        return [] if hits is None else hits.ends

    def struck(self, family: str) -> list[tuple[int, int, tuple[Row, ...]]]:
        """Every literal hit of `family` by its end, with the rows that need it: `(start, end, rows)`. Rows without literals are not among them."""
        hits = self._family(family)
        if hits is None:
            return []
        needing = hits.index.needing
        return [(start, end, needing(literal)) for literal, start, end in hits.spots]

    def all(self, family: str, start: int, end: int) -> list[Match]:
        """Every match of every row of `family` inside `[start, end)`, overlapping ones too, in written order of rows."""
        hits = self._family(family)
        if hits is None:
            return []
        index = hits.index
        low, high = bisect_right(hits.ends, start), bisect_right(hits.ends, end)
        if low == high and not index.always:
            return []
        places: dict[int, list[tuple[int, int]]] = {number: [] for number in index.always}
        for literal, first, last in hits.spots[low:high]:
            if first >= start:
                for number in index.rows_of[literal]:
                    places.setdefault(number, []).append((first, last))
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
    before, after = row.before, row.after
    near = sorted(
        (start if before is None else max(start, first - before), end if after is None else min(end, last + after + MARGIN))
        for first, last in places
    )
    windows = [near[0]]
    for low, high in near[1:]:
        if low > windows[-1][1]:
            windows.append((low, high))
        elif high > windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
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
    """The rows of one family by the numbers of the literals that they need; `always` are those that need none."""

    __slots__ = ("_needing", "always", "rows", "rows_of")

    def __init__(self, rows: Sequence[Row], rows_of: Mapping[int, list[int]], always: list[int]) -> None:
        self.rows = rows
        self.rows_of = rows_of
        self.always = always
        self._needing: dict[int, tuple[Row, ...]] = {}

    def needing(self, literal: int) -> tuple[Row, ...]:
        """The rows that need a literal, in written order."""
        found = self._needing.get(literal)
        if found is None:
            found = self._needing[literal] = tuple(self.rows[number] for number in self.rows_of[literal])
        return found


Literals = tuple[list[bytes], list[tuple[str, ...]], dict[int, str], dict[str, dict[int, list[int]]], dict[str, list[int]]]
"""What the rows of a rulebook need, in plain lists: what the automaton looks for; by its number the families; the literals that must be
compared with the text; by family the rows of each literal; and the rows that need none."""


def read_literals(families: Mapping[str, Sequence[Row]]) -> Literals:
    """Number every form of every literal."""
    owners: dict[tuple[bytes, str], dict[str, None]] = {}
    numbers: dict[tuple[bytes, str], int] = {}
    rows_of: dict[str, dict[int, list[int]]] = {}
    always: dict[str, list[int]] = {}
    for family, rows in families.items():
        of_family = rows_of[family] = {}
        for place, row in enumerate(rows):
            for literal in row.literals:
                for form in _forms(literal, initial=literal in row.initial):
                    number = numbers.setdefault((form, literal), len(numbers))
                    owners.setdefault((form, literal), {})[family] = None
                    of_family.setdefault(number, []).append(place)
            if not row.literals:
                always.setdefault(family, []).append(place)
    doubtful = {number: literal for (form, literal), number in numbers.items() if REPLACED in form}
    return [form for form, _ in numbers], [tuple(names) for names in owners.values()], doubtful, rows_of, always


REPLACED = b"?"
"""What stands for a character outside Latin-1."""


class Matcher:
    """The literals of all rows of a rulebook behind one automaton. Built once, used for every text.

    It runs over bytes, one a character, in which every word begins with a capital: a literal that its row wants at the start of a word is
    looked for with a capital only, and does not hit inside other words. Literals with a `?`, which also stands for every character
    outside Latin-1, are compared with the text.
    """

    def __init__(self, rulebook: Rulebook, *, prefilter: bool = True) -> None:
        """With `prefilter=False` every row is tried everywhere: slow, and equal by test."""
        families = rulebook.families
        if prefilter:
            read: Literals = rulebook.kept("matcher", lambda: read_literals(families))
            self._forms, owners, self._doubtful, self._rows_of, self.always = read
        else:
            self._forms, owners, self._doubtful, self._rows_of = [], [], {}, {family: {} for family in families}
            self.always = {family: list(range(len(families[family]))) for family in families}
        self._families = [None if number in self._doubtful else names for number, names in enumerate(owners)]
        self._owners = owners
        self._rulebook = rulebook
        self._indexes: dict[str, FamilyIndex] = {}
        self._automaton = Automaton(self._forms)

    def index(self, family: str) -> FamilyIndex:
        """The rows of a family by their literals; read when a text first has a hit of theirs."""
        index = self._indexes.get(family)
        if index is None:
            index = FamilyIndex(self._rulebook.rows(family), self._rows_of[family], self.always.get(family, []))
            self._indexes[family] = index
        return index

    def find(self, folded: str) -> Mapping[str, list[tuple[int, int, int]]]:
        """One pass over a folded text: the hits `(literal, start, end)` of every family that has any, by their ends."""
        found: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
        families_of = self._families
        for hit in self._automaton.find(_capitals(folded)):
            families = families_of[hit[0]]
            if families is None:
                if folded[hit[1] : hit[2]] != self._doubtful[hit[0]]:
                    continue
                families = self._owners[hit[0]]
            for family in families:
                found[family].append(hit)
        found.default_factory = None
        return found

    def scan(self, value: str) -> Hits:
        """The hits of one text; the pass over it is made when somebody first asks."""
        return Hits(self, value, fold(value))


def _capitals(folded: str) -> bytes:
    """A byte a character, with a capital wherever no ASCII letter stands before."""
    return folded.encode("latin-1", "replace").title()


def _forms(literal: str, *, initial: bool) -> tuple[bytes, ...]:
    """How a literal looks to the automaton: at the start of a word, and inside one where it may stand there.

    >>> _forms("per hour", initial=True), _forms("pay", initial=False)
    ((b'Per Hour',), (b'Pay', b'pay'))
    """
    titled = _capitals(literal)
    inside = titled[:1].lower() + titled[1:]
    return (titled,) if initial or inside == titled else (titled, inside)


def needed_by(pattern: str) -> Needed:
    """What the prefilter looks for on behalf of `pattern`, with folded literals."""
    from jobparse.prefilter import needed  # only where patterns are read, which a short run does not

    found = needed(pattern)
    anywhere = {fold(literal) for literal in found.literals if literal not in found.initial}
    literals = {fold(literal) for literal in found.literals}
    return found._replace(literals=tuple(sorted(literals)), initial=frozenset(literals - anywhere))


def literals_of(pattern: str) -> tuple[str, ...]:
    """Only the folded literals of `needed_by`."""
    return needed_by(pattern).literals
