"""Text → term expressions: months, seasons, quarters, years, lists and ranges of them, with what bounds them.

In: the folded text and the rows of graduation/. Out: `Expression`s, each a run of tokens that nothing but joints and punctuation
separates. It does not say which months they are (`term_months.py`), nor what they are for (`graduation.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.openings import beginnings
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from jobparse.rulebook import Row, Rulebook

LEXED = ("graduation/term", "graduation/bound", "graduation/joint", "graduation/partial")
"""The families in the order in which their rows are tried at one place."""

CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789'&,-/"
"""Where a row does not tell how it begins, it is tried at these."""

PLACE_RE = re.compile(r"(?<![^\W\d_])[a-z]|(?<!\d)\d|[^\w\s.;:()]")
"""Where a token may begin: a word, a number, a sign."""

BETWEEN_RE = re.compile(r"""[\s*_`\\()\[\]~:",."']*+""")
"""What may stand between two tokens of one expression: spaces, brackets, marks that pages leave behind."""


FIGURES_RE = re.compile(r"\d\d")
LEADS, TRAILS = 150, 120
"""How far before the figures of a year its expression may begin, and how far behind them it may end, in characters; the longest of the sentence
cases has 71."""


class Token(NamedTuple):
    """A row's match in a text: a term, a bound, a joint or a word that waits for a year. `kind` is the family of its row, without the folder."""

    row: Row
    kind: str
    start: int
    end: int
    found: re.Match[str]

    def group(self, name: str) -> str | None:
        """The text of a named group, or None where the row has none or it took no part."""
        return self.found[name] if name in self.found.re.groupindex else None


class Expression(NamedTuple):
    """Tokens that belong together. `lead` is where their first filler starts, `start` to `end` what they say."""

    lead: int
    start: int
    end: int
    tokens: tuple[Token, ...]

    @property
    def terms(self) -> tuple[Token, ...]:
        """The tokens that are terms with a year."""
        return tuple(token for token in self.tokens if token.kind == "term")


class Lexicon(NamedTuple):
    """The rows of terms by the two characters, or the one, that they can begin with, in the order in which they are tried, and the months of every word."""

    openings: Mapping[str, tuple[Row, ...]]
    units: Mapping[str, tuple[int, int]]
    grains: Mapping[str, str]


@per_rulebook
def lexicon(rulebook: Rulebook) -> Lexicon:
    """The lexicon of a rulebook. Trying all rows everywhere costs 2 µs a character, trying those that fit the character a tenth of that."""
    rows = [row for family in LEXED for row in rulebook.rows(family)]
    grains = {word: row.get("grain") for row in rows for word in row.get("units", {})}
    return Lexicon(_openings(rows), units_of(rulebook), grains)


@per_rulebook
def units_of(rulebook: Rulebook) -> dict[str, tuple[int, int]]:
    """The first and the last month of a year that each word stands for: months, seasons, quarters, parts."""
    rows = [row for family in LEXED for row in rulebook.rows(family)]
    return {word: (months[0], months[1]) for row in rows for word, months in row.get("units", {}).items()}


def _openings(rows: Sequence[Row]) -> dict[str, tuple[Row, ...]]:
    """The rows by how they begin: where one tells its first character only, it is tried whatever the second is."""
    heads = {row.id: beginnings(row.pattern) or frozenset(CHARACTERS) for row in rows}
    return {
        head: tuple(row for row in rows if head in heads[row.id] or head[0] in heads[row.id])
        for head in sorted({head for found in heads.values() for head in found})
    }


def find_tokens(folded: str, start: int, end: int, words: Lexicon) -> Iterator[Token]:
    """The tokens in `[start, end)`: at each place the first row that fits, and on behind it."""
    at = start
    for place in PLACE_RE.finditer(folded, start, end):
        if place.start() >= at and (token := match_token(folded, place.start(), end, words)):
            yield token
            at = token.end


def may_begin(folded: str, start: int, words: Lexicon) -> bool:
    """Whether a token could begin at `start`, by its first two characters."""
    return folded[start : start + 2] in words.openings or folded[start] in words.openings


def match_token(folded: str, start: int, end: int, words: Lexicon) -> Token | None:
    """The token that begins at `start`, if one does."""
    openings, head = words.openings, folded[start : start + 2]
    for row in openings.get(head) or openings.get(head[:1]) or ():
        if found := quick(row.pattern).match(folded, start, end):
            return Token(row, row.family.partition("/")[2], start, found.end(), found) if found.end() > start else None
    return None


def opens_either(folded: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether a stretch begins with a joint by which one of two is enough: graduated in 2025, [or will graduate] by June."""
    first = PLACE_RE.search(folded, start, end)
    while first and not first[0].isalnum():
        first = PLACE_RE.search(folded, first.end(), end)
    token = match_token(folded, first.start(), end, words) if first else None
    return token is not None and token.group("other") is not None


def find_expressions(folded: str, start: int, end: int, words: Lexicon) -> list[Expression]:
    """The term expressions in `[start, end)`, in order. Only the surroundings of figures are read: every term has a year."""
    run: list[Token] = []
    expressions: list[Expression] = []
    for low, high in _stretches(folded, start, end):
        for token in find_tokens(folded, low, high, words):
            kept = _still_open(folded, run, token)
            if len(kept) < len(run):
                expressions.extend(_expressions(run[: len(run) - len(kept)]))
            run = [*kept, token]
    expressions.extend(_expressions(run))
    return expressions


def _stretches(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The surroundings of figures in `[start, end)`, without overlap; they begin where no word is cut."""
    low = high = start
    for found in FIGURES_RE.finditer(folded, start, end):
        place = found.start()
        if place - LEADS > high:
            if high > start:
                yield low, high
            low = max(start, place - LEADS)
        high = min(end, place + TRAILS)
    if high > start:
        yield low, high


def _still_open(folded: str, run: list[Token], token: Token) -> list[Token]:
    """The end of the run to which `token` belongs: all of it, or only the words behind its last term, or nothing."""
    if not run:
        return run
    gap = BETWEEN_RE.fullmatch(folded, run[-1].end, token.start)
    if gap is None or ". " in gap[0] or ".\n" in gap[0]:
        return []
    if token.kind == "joint" or token.row.get("side") == "after":
        return run
    behind = len(run)
    while behind and run[behind - 1].kind != "term" and run[behind - 1].row.get("side") != "after":
        behind -= 1
    return run if not behind or _joins(run[behind - 1], run[behind:], token) else run[behind:]


def _joins(before: Token, between: Sequence[Token], token: Token) -> bool:
    """Whether words between two terms make them one expression. A comma alone does so only for terms of one kind: class of 2028, summer 2027."""
    joints = [word.found[0] for word in between if word.row.get("join") in ("list", "range")]
    if not joints:
        return False
    kinds = {word.row.get("grain") for word in (before, token) if word.kind == "term"}
    return joints != [","] or len(kinds) < 2


def _expressions(run: Sequence[Token]) -> Iterator[Expression]:
    """The run, cut where a word without year gets none, without words at its edges that say nothing there."""
    tokens: list[Token] = []
    for index, token in enumerate(run):
        if token.kind == "partial" and not _gets_year(run, index):
            yield from _trimmed(tokens)
            tokens = []
        else:
            tokens.append(token)
    yield from _trimmed(tokens)


def _trimmed(tokens: list[Token]) -> Iterator[Expression]:
    while tokens and tokens[-1].kind != "term" and tokens[-1].row.get("side") != "after":
        tokens = tokens[:-1]
    if any(token.kind == "term" for token in tokens):
        first = next(token for token in tokens if not _says_nothing(token))
        yield Expression(tokens[0].start, first.start, tokens[-1].end, tuple(tokens))


def _says_nothing(token: Token) -> bool:
    """Whether a token at the front of an expression only leads up to it."""
    join = token.row.get("join")
    return join in ("filler", "list") or (join == "range" and not token.found[0][0].isalpha())


def _gets_year(run: Sequence[Token], index: int) -> bool:
    joined = False
    for token in run[index + 1 :]:
        if token.kind in ("term", "partial"):
            return joined
        joined = joined or token.row.get("join") in ("list", "range")
    return False
