"""Rows tried where a sentence begins, or at the words that they need: the ways in which a body names its title and its employer.

In: a text and stretches of it. Out: the rows that match, from left to right, lazily, so that whoever is sure can stop. All rows of a
kind are one pattern: a place is tried once, not row by row.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from jobparse.dialect import quick
from jobparse.facts.rowscan import numbered
from jobparse.headerforms import FAMILY as FORMS
from jobparse.headerwords import header_words
from jobparse.matching import MARGIN, Match
from jobparse.wordforms import with_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

OPENINGS, EMPLOYERS, INTRODUCTIONS = "header/opening", "header/employer", "header/introduction"

BREAK = r"""[.!?:;*\n](?:(?<=\n)[\s•●▪·*_#>|-]*+|["”')]*+\s++|(?<=\p{Ll}[.!?])(?={first}\p{Ll})|(?<=:)\s\d{4,9}\s++)"""
"""Where a sentence begins: behind a line break with its bullet, behind a full stop, where the space behind one was lost, behind a field's number."""

CAPITAL, ANY_CASE = r"\p{Lu}", r"\p{Ll}"
"""How a sentence begins in the text and in the folded text, which has no capitals."""

WORD = r"\p{Lu}[\p{L}\p{N}&.'’+]*+(?:-[\p{L}\p{N}]++)*+"
MORE = (  # a legal form behind a comma, a link, or only a space; then another word with a capital or a number with letters
    r"(?:,\ (?=(?:{legal})\b)|\ (?:(?:{link})\ (?:the\ |The\ )?)?)"
    r"(?:\p{Lu}|\d(?=[\p{L}\d]))[\p{L}\p{N}&.'’+]*+(?:-[\p{L}\p{N}]++)*+"
)
NAME = rf"(?:The\ )?+(?!(?:OPENERS)\b){WORD}(?:{MORE}){{0,10}}+"

BESIDE = r"[®™*]?(?:,?\ (?:{legal}|team|Team)\b\.?|\s?\([^()\n\"“]{1,60}\))?(?:\ (?:in|of|from|based\ in)\ \p{Lu}[^.\n(;:]{2,40}?(?=\ [a-z]))?(?:,\ [^.,\n]{2,140}(?:,|\ \(\p{Lu}[\p{Lu}&/-]{1,7}\)))?"
"""What may stand between a name and what it does: a mark, a legal form, a remark in brackets or between commas, where it is.

A part of the employer behind a comma may end with its short form in brackets (`The Harbour Board (HB), Office of Locks (OL) seeks`).
"""

NEAR, BEHIND = 12, 400
"""How far before its literal a match may begin where the pattern does not tell, and where what follows it ends."""


class Beginnings(NamedTuple):
    """Rows as one pattern, for the beginning of a stretch and for the beginnings of sentences inside it."""

    first: Any
    rest: Any
    rows: tuple[Row, ...]

    def scan(self, text: str, spans: Iterable[tuple[int, int]], cuts: Iterable[int] = ()) -> Iterator[tuple[Row, Any, int]]:
        """The rows that match in the stretches, with their matches and their numbers; `cuts` are further places where they may begin."""
        for start, end in spans:
            if found := self.first.match(text, start, end):
                yield self._row(found)
            for found in self.rest.finditer(text, start, end):
                yield self._row(found)
        for cut in cuts:
            if found := self.first.match(text, cut):
                yield self._row(found)

    def _row(self, found: Any) -> tuple[Row, Any, int]:
        number = int(found.lastgroup.rpartition("_")[2])
        return self.rows[number], found, number


def _beginnings(first: Sequence[str], rest: Sequence[str], rows: Sequence[Row], letter: str) -> Beginnings:
    behind = f"(?:{'|'.join(rest) or '(?!)'})"
    return Beginnings(quick(f"(?:{'|'.join(first) or '(?!)'})"), quick(BREAK.replace("{first}", letter) + behind), tuple(rows))


@lru_cache(maxsize=8)
def title_beginnings(rulebook: Rulebook) -> Beginnings:
    """The rows of sentences that begin with the title."""
    rows = rulebook.rows(OPENINGS)
    groups = [numbered(row, number) for number, row in enumerate(rows)]
    return _beginnings(groups, groups, rows, ANY_CASE)


@lru_cache(maxsize=8)
def employer_beginnings(rulebook: Rulebook) -> Beginnings:
    """The rows of sentences that name the employer at their beginning; `name` is the group of a name that a row introduces.

    Employers' rows that want the beginning of the body are not tried at other sentences.
    """
    employers, introductions = rulebook.rows(EMPLOYERS), rulebook.rows(INTRODUCTIONS)
    rows = (*employers, *introductions)
    groups = [numbered(row, number) for number, row in enumerate(rows)]
    named, behind = groups[: len(employers)], groups[len(employers) :]
    inside = [group for group, row in zip(named, employers, strict=True) if not row.get("first")]
    name = with_words(rulebook.rows(FORMS), NAME).replace("OPENERS", _openers(header_words(rulebook).openers))
    beside = with_words(rulebook.rows(FORMS), BESIDE)
    article = "|".join(word.capitalize() for word in sorted(header_words(rulebook).articles)) or "(?!)"
    frame = rf"(?=\p{{Lu}})(?:(?:{article})\ )?+(?P<name>{name}){beside}\ (?:ROWS)"
    return _beginnings(
        [*named, frame.replace("ROWS", "|".join(behind) or "(?!)")],
        [*inside, frame.replace("ROWS", "|".join(behind) or "(?!)")],
        rows,
        CAPITAL,
    )


def _openers(openers: Iterable[str]) -> str:
    """Words that no name begins with, as they stand at the beginning of a sentence, by their first letter."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(openers):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{letter.upper()}(?:{'|'.join(rests)})" for letter, rests in by_letter.items()) or "(?!)"


@lru_cache(maxsize=1024)
def _trial(row: Row) -> tuple[Any, bool, int, int]:
    """How a row is tried at one of its literals: its pattern, whether capitals matter, how far before it and behind it a match may reach."""
    before, behind = NEAR if row.before is None else row.before, BEHIND if row.after is None else row.after + MARGIN
    return quick(row.pattern), row.case, before, behind


def at_literals(hits: Hits, family: str, spans: Sequence[tuple[int, int]]) -> Iterator[Match]:
    """The matches of rows inside of sentences, tried where their literals stand: a match begins there, or a few characters before."""
    done = -1
    for start, end, rows in hits.struck(family):
        if start <= done:
            continue
        for first, last in spans:
            if first <= start and end <= last:
                break
        else:
            continue
        for row in rows:
            pattern, case, before, behind = _trial(row)
            text = hits.value if case else hits.folded
            found = pattern.match(text, start) or (before and pattern.search(text, max(0, start - before), end + behind)) or None
            if found and done < found.start() <= start:
                done = found.start()
                yield Match(row, found.start(), found.end(), found)
                break
