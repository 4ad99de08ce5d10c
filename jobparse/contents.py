"""Paragraphs of an unmistakable kind, found by the words that only they use.

In: the rows of `sections/content` and a text. Out: matches in order of place. Terms are looked up, rules are tried on the words around
their literals only: the pass that every posting needs finds them. Which match counts where is for `sections.py` to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.openings import LINE, SENTENCE, opens_with
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

CONTENT, CURRENCIES = "sections/content", "pay/currencies"

BEFORE, BEHIND = 200, 260
"""How far around a literal a rule is tried; no rule's match is longer."""


CLOSE = 160
"""Phrases of one crowd begin within so many characters."""

SHORT = 24
"""An amount stands at most so far before its period."""

AMOUNT_BEHIND = r"""
    [^.\n$€£¥₹]{0,130}?
    (?: [$€£¥₹]\s?\d | \b(?:{codes}|rs)\b\.?\s?\d                    # $52, EUR 52
      | \b(?!401)\d{2,3}(?:[,' ]\d{3}(?!\d)|k\b|\.\d{3}\s?€) )      # 52,000, 52k, 52.000 €
"""
AMOUNT_BEFORE = r"""
    (?: [$€£¥₹]\s?\d[\d,.' ]*k? | \b(?:{codes})\s?\d[\d,.' ]*k? | \d[\d,.' ]*\s?[€£]
      | \d,\d{3}(?:\.\d\d)? )
    (?:\s?[^\W\d]{3,6}){0,2}[\s(]*$                                # … USD, plus super, but not million
"""
"""An amount behind a phrase, and one before it; its currency may be told by its code."""

SENTENCE_END_RE = re.compile(r"[.!?:;*] {1,2}")
"""All that a row may open behind: which of them it does, its pattern says."""


class Found(NamedTuple):
    """A row that matched `[start, end)`."""

    start: int
    end: int
    row: Row


class Contents:
    """The content rows of one rulebook, and what they were found to match last. Made once, by `contents_of`."""

    __slots__ = ("_amount_before", "_amount_behind", "_how", "_last", "_opens")

    def __init__(self, rulebook: Rulebook) -> None:
        self._how = {row.id: _how(row) for row in rulebook.rows(CONTENT)}
        self._opens = {row.id: opens_with(row.pattern) for row in rulebook.rows(CONTENT) if not row.spellings}
        codes = "|".join(sorted(currency_codes(rulebook)))
        self._amount_behind = re.compile(AMOUNT_BEHIND.replace("{codes}", codes), re.VERBOSE)
        self._amount_before = re.compile(AMOUNT_BEFORE.replace("{codes}", codes), re.VERBOSE)
        self._last: tuple[str, list[Found], list[int]] = ("", [], [])

    def find(self, hits: Hits, start: int, end: int) -> list[Found]:
        """All matches that begin inside `[start, end)`, by place; of one rule no two that overlap.

        The whole text is searched at the first question and remembered for the next: blocks and sections ask about the same text.
        """
        text, found, starts = self._last
        if text is not hits.folded:
            found = self._search(hits)
            starts = [match.start for match in found]
            self._last = (hits.folded, found, starts)
        return found[bisect_left(starts, start) : bisect_left(starts, end)] if found else found

    def _search(self, hits: Hits) -> list[Found]:
        """Every match in a text."""
        found: list[Found] = []
        tried: dict[str, int] = {}
        crowds: dict[str, list[tuple[int, int, str]]] = {}
        value, folded = hits.value, hits.folded
        length = len(folded)
        for first, last, rows in hits.struck(CONTENT):
            for row in rows:
                how = self._how[row.id]
                if how == "rule":
                    if tried.get(row.id, -1) < last:
                        self._try(row, folded, first, last, found, tried)
                elif _is_word(value, folded, first, last, length):
                    if how == "crowd":
                        crowds.setdefault(row.id, []).append((first, last, folded[first:last]))
                        _crowd(row, folded, crowds[row.id], found)
                    elif how == "phrase" or self._has_amount(row, folded, first, last):
                        found.append(Found(first, last, row))
        if len(found) > 1:
            found.sort(key=lambda m: (m.start, -m.end, m.row.order))
        return found

    def _try(self, row: Row, folded: str, first: int, last: int, found: list[Found], tried: dict[str, int]) -> None:
        """A rule on the words around its literal, within the line; one that opens a line or a sentence is tried at those alone."""
        opens, before = self._opens[row.id], row.before
        if opens == LINE and before is not None and first > before and folded.find("\n", first - before - 1, first) < 0:
            return  # the line begins further off than a match does
        line = folded.rfind("\n", max(0, first - BEFORE), first) + 1
        low, high = max(first - BEFORE, tried.get(row.id, 0), line), min(len(folded), last + BEHIND)
        match = _first(quick(row.pattern), opens, folded, low, first, high)
        if match:
            found.append(Found(match.start(), match.end(), row))
            tried[row.id] = match.end()
        elif opens:
            # no match is longer than what was read behind this literal: what begins before it need not be tried for the next
            tried[row.id] = first + 1

    def _has_amount(self, row: Row, folded: str, first: int, last: int) -> bool:
        """Whether an amount of money stands where the row wants one, in the same sentence."""
        if row.get("amount") == "behind":
            return self._amount_behind.match(folded, last, last + BEHIND) is not None
        return self._amount_before.search(folded, max(0, first - SHORT), first) is not None


def currency_codes(rulebook: Rulebook) -> frozenset[str]:
    """The codes of the currencies of the tables, folded."""
    lines = rulebook.tables.get(CURRENCIES, "").split("\n")[2:]
    return frozenset(code.lower() for line in lines if line for code in line.split("\t")[1:2] if code) or frozenset({"(?!)"})


def _first(pattern: re.Pattern[str], opens: str, folded: str, low: int, last: int, high: int) -> re.Match[str] | None:
    """The first match of a pattern in `[low, high)`; where it opens a line or a sentence, of those that begin up to `last`, in the same line."""
    if not opens:
        return pattern.search(folded, low, high)
    match = pattern.match(folded, low, high) if low == 0 or folded[low - 1] == "\n" else None
    if match is None and opens == SENTENCE:
        for end in SENTENCE_END_RE.finditer(folded, max(0, low - 2), last):
            for at in range(max(low, end.start() + 2), end.end() + 1):
                match = pattern.match(folded, at, high)
                if match:
                    return match
    return match


def _how(row: Row) -> str:
    """How a row matches: by its pattern, or by its phrases, one of them or several, alone or with an amount of money."""
    if not row.spellings:
        return "rule"
    return "crowd" if row.get("least") else "amount" if row.get("amount") else "phrase"


def _crowd(row: Row, folded: str, places: list[tuple[int, int, str]], found: list[Found]) -> None:
    """A match where the newest of `places` makes enough different phrases close together in a line; overlapping ones count once."""
    newest = places[-1]
    line = folded.rfind("\n", max(0, newest[0] - CLOSE), newest[0]) + 1
    near: dict[str, int] = {}
    start = newest[0]
    edge = newest[0]
    for first, last, phrase in reversed(places):
        if newest[0] - first > CLOSE or first < line:
            break
        if (last <= edge or (first, last) == newest[:2]) and phrase not in near:
            near[phrase] = first
            start = edge = first
    if len(near) >= row.get("least"):
        found.append(Found(start, newest[1], row))
        places.clear()


def _is_word(value: str, folded: str, first: int, last: int, length: int) -> bool:
    """Whether a phrase stands as whole words; a capital that sticks to a small letter (`skillsEqual`) begins a word too."""
    if last < length and folded[last].isalnum() and not (value[last].isupper() and value[last - 1].islower()):
        return False
    return not (first and folded[first - 1].isalnum()) or (value[first].isupper() and value[first - 1].islower())


@per_rulebook
def contents_of(rulebook: Rulebook) -> Contents:
    """The content rows of a rulebook."""
    return Contents(rulebook)
