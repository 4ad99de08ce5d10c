"""Rows against text: one fold, one prefilter pass, one order of precedence for every stage.

In: the repaired text and a rulebook. Out: `Hits` (where the literals of rows stand) and from them matches.
Rows are matched on the *folded* text: lower case, straight quotes, one hyphen, as many characters as before,
so that positions and `value[start:end]` stay those of the text. Ambiguity has one written order everywhere:
leftmost, then longest, then first-written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.passes import PAGE, SIGNS, Literals, Pass, group_of, read_literals

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


ASCII = bytes(range(128))


def fold(value: str) -> str:
    """The text in the form that rows are matched on; as long as `value`, character for character.

    >>> fold("What You’ll Do — now")
    "what you'll do - now"
    """
    if value.isascii():
        return value.lower()
    data = value.encode("utf-8", "surrogatepass")
    rare = data.translate(None, ASCII).decode("utf-8", "surrogatepass")
    if rare.lower() == rare:  # no capitals but ASCII ones: bytes are lowered in a third of the time
        folded = data.lower().decode("utf-8", "surrogatepass")
    else:
        folded = value.lower()
        if len(folded) != len(value):
            folded = "".join(low if len(low := char.lower()) == 1 else char for char in value)
    for before, after in FOLDS:
        if before in rare:
            folded = folded.replace(before, after)
    return folded


SHORT = 60
"""A line this short is searched whole: finding the windows would take longer."""

MARGIN = 2
"""What is seen behind a window, so that its edge is not taken for the end of a line or a word."""


class Match(NamedTuple):
    """A row that matched `[start, end)`; `groups` gives the spans of its named groups."""

    row: Row
    start: int
    end: int
    found: re.Match[str]

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
    """Where the literals of rows stand in one text, asked by every stage.

    The text is passed over once for the families of the page (`boilerplate/`, `header/`), which every posting needs, and once for those of
    another stage when that stage first asks. A stage asks `has` before anything else: it says in no time whether there is something for it in
    this text, and mostly there is not.
    """

    __slots__ = ("_families", "_found", "_matcher", "folded", "value")

    def __init__(self, matcher: Matcher, value: str, folded: str) -> None:
        self._matcher = matcher
        self._found: dict[str, Mapping[str, list[tuple[int, int, int]]]] = {}
        self._families: dict[str, FamilyHits | None] = {}
        self.value = value
        self.folded = folded

    def has(self, *families: str) -> bool:
        """Whether any row of these families could match anywhere in the text: a literal of theirs was hit, or one of their rows needs none.

        Where it says no, `rows`, `places`, `struck`, `all`, `find`, `first` and `whole` find nothing, whatever the stretch.
        """
        return any(family in self._pass(family) or family in self._matcher.always(family) for family in families)

    def _pass(self, family: str) -> Mapping[str, list[tuple[int, int, int]]]:
        """The hits of the pass that looks for a family."""
        group = group_of(family)
        found = self._found.get(group)
        if found is None:
            found = self._found[group] = self._matcher.find(group, self.folded)
        return found

    def _family(self, family: str) -> FamilyHits | None:
        try:
            return self._families[family]
        except KeyError:
            hits = None
            spots = self._pass(family).get(family)
            if spots is not None or family in self._matcher.always(family):
                hits = FamilyHits(self._matcher.index(family), spots or [])
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

    def signs(self, name: str) -> list[tuple[int, int]]:
        """Where the signs of that name stand (`passes.SIGNS`), by their ends."""
        return [(start, end) for _, start, end in self._pass(name).get(name, ())]

    def places(self, family: str) -> list[int]:
        """The end of every literal hit of `family`, sorted: the only places near which its rows can match, but for rows without literals."""
        hits = self._family(family)
        return [] if hits is None else hits.ends

    def struck(self, family: str) -> list[tuple[int, int, tuple[Row, ...]]]:
        """Every literal hit of `family` by its end, with the rows that need it: `(start, end, rows)`. Rows without literals are not among them."""
        hits = self._family(family)
        if hits is None:
            return []
        needing, known = hits.index.needing, hits.index.known.get
        return [(start, end, known(literal) or needing(literal)) for literal, start, end in hits.spots]

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
            for first, last in windows_of(row, places[number], start, end):
                matches.extend(Match(row, m.start(), m.end(), m) for m in quick(row.pattern).finditer(text, first, last))
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
            found = quick(row.pattern).fullmatch(self.value if row.case else self.folded, start, end)
            if found:
                return Match(row, start, end, found)
        return None


def windows_of(row: Row, places: list[tuple[int, int]] | None, start: int, end: int) -> list[tuple[int, int]]:
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

    __slots__ = ("always", "known", "rows", "rows_of")

    def __init__(self, rows: Sequence[Row], rows_of: Mapping[int, list[int]], always: list[int]) -> None:
        self.rows = rows
        self.rows_of = rows_of
        self.always = always
        self.known: dict[int, tuple[Row, ...]] = {}

    def needing(self, literal: int) -> tuple[Row, ...]:
        """The rows that need a literal, in written order; kept in `known`."""
        found = self.known[literal] = tuple([self.rows[number] for number in self.rows_of[literal]])
        return found


class Matcher:
    """The rows of a rulebook by what they need, for `Hits`. Built once, used for every text."""

    def __init__(self, rulebook: Rulebook, *, prefilter: bool = True) -> None:
        """With `prefilter=False` every row is tried everywhere: slow, and equal by test."""
        self._rulebook = rulebook
        self._prefilter = prefilter
        self._passes: dict[str, Pass] = {}
        self._indexes: dict[str, FamilyIndex] = {}

    def _read(self, group: str) -> Literals:
        families = {family: self._rulebook.families[family] for family in self._rulebook.families if group_of(family) == group}
        signs = SIGNS if group == PAGE else {}
        if self._prefilter:
            return read_literals(families, signs)
        forms, rows_of, _ = read_literals({}, signs)
        return forms, rows_of, {family: list(range(len(rows))) for family, rows in families.items()}

    def _pass(self, group: str) -> Pass:
        made = self._passes.get(group)
        if made is None:
            kept = self._rulebook.kept
            read: Literals = kept(f"matcher {group}", lambda: self._read(group)) if self._prefilter else self._read(group)
            made = self._passes[group] = Pass(read)
        return made

    def always(self, family: str) -> Mapping[str, list[int]]:
        """The families of the same pass that have rows without literals, and those rows."""
        return self._pass(group_of(family)).always

    def index(self, family: str) -> FamilyIndex:
        """The rows of a family by their literals; read when a text first has a hit of theirs."""
        index = self._indexes.get(family)
        if index is None:
            of_group = self._pass(group_of(family))
            rows_of, always = of_group.rows_of.get(family, {}), of_group.always.get(family, [])
            index = FamilyIndex(self._rulebook.rows(family), rows_of, always)
            self._indexes[family] = index
        return index

    def find(self, group: str, folded: str) -> Mapping[str, list[tuple[int, int, int]]]:
        """One pass over a folded text for the families of one group."""
        return self._pass(group).find(folded)

    def scan(self, value: str) -> Hits:
        """The hits of one text; each pass over it is made when somebody first asks."""
        return Hits(self, value, fold(value))


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
