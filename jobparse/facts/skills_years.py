"""Accepted mentions → years: for how long a skill must be known, and the years of experience that a posting asks for.

In: the mentions that count, with their places, and the rows about years. Out: years by the number of the mention, and one statement of experience
for each clause that asks for some. Years of the employer, of age or of a warranty are none.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.facts.skills_joined import near
from jobparse.facts.skills_match import Mention
from jobparse.facts.skills_places import OTHERS, Accepted, Place, clause_end, place_at
from jobparse.model import Experience, Span, Years

if TYPE_CHECKING:
    from jobparse.matching import Hits, Match
    from jobparse.skilltables import Vocabulary

BRACKET = 14
"""How far behind a name its years may stand in brackets."""

AROUND = (44, 40)
"""How far a phrase of years reaches before and behind the word "years"."""

BEFORE = 70
"""How far before a number its label or its owner is looked for."""


class Told(NamedTuple):
    """A statement of experience whose need is not known yet: where it stands, its years, and the skills that it names."""

    where: Accepted
    years: Years
    skills: tuple[str, ...]
    rule: str


class YearFinds(NamedTuple):
    """Years by the number of the mention, statements of experience, and the rows that found them."""

    terms: dict[int, Years]
    told: list[Told]
    rules: list[str]


def find_years(value: str, accepted: list[Accepted], places: list[Place], hits: Hits, book: Vocabulary) -> YearFinds:
    """Years of the skills, and of experience over all."""
    matches = sorted(near(hits, book.watched["years"], AROUND), key=lambda m: m.start)
    if not matches:
        return YearFinds({}, [], [])
    starts = [mention[0] for mention, _, _ in accepted]
    terms: dict[int, Years] = {}
    rules: list[str] = []
    told: list[Told] = []
    for number, match in enumerate(matches):
        span = _years(match, book, rules)
        if span is None:
            continue
        following = matches[number + 1].start if number + 1 < len(matches) else len(value)
        end = min(clause_end(value, match.end), following)
        if match.row.get("reach") == "after":
            mine = range(bisect_left(starts, match.end), bisect_left(starts, end))
        else:
            at = bisect_left(starts, match.start)
            mine = range(at - 1, at) if at and match.start - accepted[at - 1].mention.end <= BRACKET else range(0)
        for at in mine:
            terms.setdefault(at, span)
        if mine:
            rules.append(match.row.id)
        row = _asked(match, end, hits, book, rules)
        place = place_at(places, match.start)
        if row and place is not None and not place.silent and place.kind not in OTHERS:
            rules += (row, match.row.id)
            whole = Mention(match.start, max(match.end, end), -1, "", spelled=True, match="", score=0, text="")
            told.append(Told(Accepted(whole, place), span, _names(accepted, mine, book), match.row.id))
    return YearFinds(terms, told, rules)


def experience_of(value: str, told: Told, need: str) -> Experience:
    """The fact of a statement, once its need is known."""
    start, end = told.where.mention[:2]
    text = value[start:end]
    span = Span(start + len(text) - len(text.lstrip(" (:-")), start + len(text.rstrip()))
    return Experience(told.years.min, told.years.max, told.skills, need, span, None, value[span.start : span.end], told.rule)


def _names(accepted: list[Accepted], mine: range, book: Vocabulary) -> tuple[str, ...]:
    """The skills of a statement, each once."""
    mentions = [accepted[at].mention for at in mine]
    return tuple(dict.fromkeys(book.entries[m.entry].name if m.entry >= 0 else m.text for m in mentions))


def _years(match: Match, book: Vocabulary, rules: list[str]) -> Years | None:
    """The numbers of a phrase, in years."""
    said = match.found.groupdict()
    low, high = said.get("low"), said.get("high")
    if low is None:
        return None
    share = 12 if said.get("month") else 1
    least = _number(low, book, rules) / share
    most = _number(high, book, rules) / share if high else None
    return Years(round(least, 2), most and round(most, 2)) if least else Years(least, most)


def _number(text: str, book: Vocabulary, rules: list[str]) -> float:
    if text.isdecimal():
        return float(text)
    row = book.counts.get(text)
    if row is None:
        return float(text)
    rules.append(row.id)
    return float(row.get("number"))


def _asked(match: Match, end: int, hits: Hits, book: Vocabulary, rules: list[str]) -> str | None:
    """The row that makes experience of years that are asked for; None where they are somebody else's, or of something else."""
    folded, start = hits.folded, match.start
    number = (match.span("low") or (start, start))[0]
    line = max(folded.rfind("\n", 0, start) + 1, start - BEFORE)
    found: str | None = None
    for row in book.watched["experience"].rows:
        says = row.get("says")
        pattern = quick(row.pattern)
        if says == "tenure" and any(m.end() == start for m in pattern.finditer(folded, line, start + 1)):
            rules.append(row.id)
            return None
        if (says == "lead" and any(m.end() == number for m in pattern.finditer(folded, line, number + 1))) or (
            says == "clause" and match.row.get("reach") == "after" and pattern.search(folded, match.end, end)
        ):
            found = found or row.id
    return found
