"""Text → term expressions: months, seasons, quarters, years, lists and ranges of them, with what bounds them.

In: the folded text and the rows of graduation/. Out: `Expression`s, each a run of tokens that nothing but joints and punctuation
separates. It does not say which months they are (`term_months.py`), nor what they are for (`graduation.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.openings import first_characters

if TYPE_CHECKING:
    from jobparse.rulebook import Row, Rulebook

LEXED = ("graduation/term", "graduation/bound", "graduation/joint", "graduation/partial")
"""The families in the order in which their rows are tried at one place."""

CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789'&,-/"
"""Where a row does not tell how it begins, it is tried at these."""

PLACE_RE = re.compile(r"(?<![^\W\d_])[a-z]|(?<!\d)\d|[^\w\s.;:()]")
"""Where a token may begin: a word, a number, a sign."""

BETWEEN_RE = regex.compile(r"""[\s*_`\\()\[\]~:",."']*+""")
"""What may stand between two tokens of one expression: spaces, brackets, marks that pages leave behind."""


class Token(NamedTuple):
    """A row's match in a text: a term, a bound, a joint or a word that waits for a year."""

    row: Row
    start: int
    end: int
    found: regex.Match[str]

    @property
    def kind(self) -> str:
        """The family of its row, without the folder."""
        return self.row.family.removeprefix("graduation/")

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


class Opening(NamedTuple):
    """The rows that can begin with one character, as one pattern; `marks` are the groups that say which of them it was."""

    pattern: regex.Pattern[str]
    marks: tuple[tuple[int, Row], ...]


class Lexicon(NamedTuple):
    """The rows of terms by the characters that they can begin with, and the months of every word."""

    openings: Mapping[str, Opening]
    units: Mapping[str, tuple[int, int]]
    grains: Mapping[str, str]


@lru_cache(maxsize=8)
def lexicon(rulebook: Rulebook) -> Lexicon:
    """The lexicon of a rulebook; made once, because compiling it takes longer than reading a posting.

    Trying all rows everywhere costs 2 µs a character, trying those that fit the character a tenth of that.
    """
    rows = [row for family in LEXED for row in rulebook.rows(family)]
    fitting: dict[str, list[Row]] = {}
    for row in rows:
        for character in first_characters(row.pattern) or CHARACTERS:
            fitting.setdefault(character, []).append(row)
    units = {word: (months[0], months[1]) for row in rows for word, months in row.get("units", {}).items()}
    grains = {word: row.get("grain") for row in rows for word in row.get("units", {})}
    return Lexicon({character: _opening(rows) for character, rows in fitting.items()}, units, grains)


def _opening(rows: Sequence[Row]) -> Opening:
    # An empty group closes each alternative and says which row it was, whatever groups stand inside.
    joined = "|".join(f"(?:{row.pattern})(?P<row{number}>)" for number, row in enumerate(rows))
    pattern = regex.compile(joined, regex.MULTILINE)
    return Opening(pattern, tuple((pattern.groupindex[f"row{number}"], row) for number, row in enumerate(rows)))


def find_tokens(folded: str, start: int, end: int, words: Lexicon) -> Iterator[Token]:
    """The tokens in `[start, end)`: at each place the first row that fits, and on behind it."""
    at = start
    for place in PLACE_RE.finditer(folded, start, end):
        if place.start() >= at and (token := match_token(folded, place.start(), end, words)):
            yield token
            at = token.end


def match_token(folded: str, start: int, end: int, words: Lexicon) -> Token | None:
    """The token that begins at `start`, if one does."""
    opening = words.openings.get(folded[start])
    found = opening and opening.pattern.match(folded, start, end)
    if not opening or not found or found.end() == start:
        return None
    row = next(row for mark, row in opening.marks if found.start(mark) >= 0)
    return Token(row, start, found.end(), found)


def find_expressions(folded: str, start: int, end: int, words: Lexicon) -> list[Expression]:
    """The term expressions in `[start, end)`, in order."""
    run: list[Token] = []
    expressions: list[Expression] = []
    for token in find_tokens(folded, start, end, words):
        kept = _still_open(folded, run, token)
        if len(kept) < len(run):
            expressions.extend(_expressions(run[: len(run) - len(kept)]))
        run = [*kept, token]
    expressions.extend(_expressions(run))
    return expressions


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
    return join in ("filler", "list") or (join == "range" and not token.found[0].isalpha())


def _gets_year(run: Sequence[Token], index: int) -> bool:
    joined = False
    for token in run[index + 1 :]:
        if token.kind in ("term", "partial"):
            return joined
        joined = joined or token.row.get("join") in ("list", "range")
    return False
