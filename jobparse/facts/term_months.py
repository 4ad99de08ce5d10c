"""Term expressions → months: which first and last month an expression names.

In: an `Expression` of `terms.py`. Out: its months, open sides as None, with the rows that decided. Months are counted from the year 0, so
that neighbours differ by one; only `month_text` knows how they are written.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jobparse.facts.days import named_day
from jobparse.facts.terms import Expression, Lexicon, Token
from jobparse.model import Evidence, Span

if TYPE_CHECKING:
    import datetime

CENTURY = 2000
ACADEMIC_TURN = 9
"""From this month on, a month without year named before an earlier month belongs to the year before: December or May 2027."""


DAY_FIRST_RE = re.compile(r"(?:1[3-9]|[23]\d)[/.-]\d{1,2}[/.-]")
"""A day in figures that cannot begin with its month: then those beside it do not either, 01/09/2026 to 30/06/2027."""


class Months(NamedTuple):
    """First and last month, counted from the year 0. `whole` is false where a day inside the month was named."""

    first: int
    last: int
    first_whole: bool = True
    last_whole: bool = True


class Member(NamedTuple):
    """One term of an expression: its months and how it is joined and bound."""

    token: Token
    months: Months
    grain: str
    join: str = ""
    bound: str | None = None
    inclusive: bool = True
    weak: bool = False
    closes: bool = False


class TermReading(NamedTuple):
    """What an expression says: months, open sides as None, the terms as named, and the rows that decided."""

    earliest: int | None
    latest: int | None
    labels: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    bounds: frozenset[str]


# ------------------------------------------------------------------ one term


def months_of(token: Token, words: Lexicon, year: int | None = None, *, day_first: bool = False) -> Months | None:
    """The months of one term; `year` is the year lent to a word without one, `day_first` how days in figures are written beside it."""
    shape = token.row.get("shape", "unit")
    if shape == "date":
        return _months_of_date(token, words, day_first=day_first)
    first_year = year if year is not None else _year(token.group("year"))
    if shape == "month":
        month = first_year * 12 + int(token.group("month") or 1) - 1
        return Months(month, month)
    if shape == "unit":
        first, last = words.units[_word(token)]
        return Months(first_year * 12 + first - 1, first_year * 12 + last - 1)
    if shape == "turn":
        first, last = words.units[_word(token)]
        later = 0 if _follows(token, first_year) else _year(token.group("year2")) - first_year
        return Months(first_year * 12 + first - 1, (first_year + later) * 12 + last - 1)
    if shape == "academic":
        span = token.row.get("months", {"first": 9, "last": 20})
        return Months(first_year * 12 + span["first"] - 1, first_year * 12 + span["last"] - 1)
    last_year = first_year + 1 if shape == "years" and _follows(token, first_year) else first_year
    return Months(first_year * 12, last_year * 12 + 11)


def _months_of_date(token: Token, words: Lexicon, *, day_first: bool) -> Months | None:
    """A day's month; a bound takes the month in, but for a first or last day, which leaves it whole."""
    date = token.group("date") or ""
    day = named_day(date, words.units) or read_day(date, day_first=day_first or token.group("sep") == ".")
    if day is None:
        return None
    month = day.year * 12 + day.month - 1
    return Months(month, month, day.day == 1, day.day == calendar.monthrange(day.year, day.month)[1])


@lru_cache(maxsize=1024)
def read_day(text: str, *, day_first: bool = False) -> datetime.date | None:
    """The day that a full date names, read by dateparser; None for a day that no calendar has.

    Every setting is given, so that neither clock nor locale takes part.

    >>> read_day("june 30th, 2027").isoformat(), read_day("31/08/2027").isoformat(), read_day("31 september 2027")
    ('2027-06-30', '2027-08-31', None)
    """
    import dateparser  # late: importing it costs more than parsing a posting, and few postings need it

    found = dateparser.parse(
        re.sub(r"\s+(?:of\s+)?|\bof\s+", " ", text),
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY" if day_first else "MDY",
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PARSERS": ["absolute-time"],
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return found.date() if found else None


def _word(token: Token) -> str:
    """The key of a unit word: one space between words, no hyphens, no points."""
    return " ".join((token.group("unit") or "").replace("-", " ").replace(".", "").split())


def _year(digits: str | None) -> int:
    value = int("".join((digits or "0").split()))
    return value if value > 99 else CENTURY + value


def _follows(token: Token, year: int) -> bool:
    return _year(token.group("year2")) in (year + 1, CENTURY + (year + 1) % 100)


def month_text(month: int) -> str:
    """A month as the record writes it.

    >>> month_text(2027 * 12 + 4)
    '2027-05'
    """
    return f"{month // 12:04}-{month % 12 + 1:02}"


# ------------------------------------------------------------------ expressions


def read_expression(expression: Expression, words: Lexicon, *, weak: bool = True) -> TermReading | None:
    """The months of an expression, or None where it names a day that does not exist or a range that runs backwards.

    With `weak=False` a word like `from` bounds nothing: graduates from 2026 are those of 2026.
    """
    members = _members(expression, words)
    if not members:
        return None
    members = _winters(_carried(_inherited(members, weak=weak)))
    opened = {token.row.get("bound") for token in expression.tokens if token.row.get("side") == "after"}
    lows = [low for member in members if (low := _low(member)) is not None]
    highs = [high for member in members if (high := _high(member)) is not None]
    earliest = min(lows) if lows and "latest" not in opened else None
    latest = max(highs) if highs and "earliest" not in opened else None
    if earliest is None and latest is None:
        return None
    if earliest is not None and latest is not None and earliest > latest:
        return None
    bounds = frozenset(opened | {member.bound for member in members if member.bound}) - {None}
    labels = tuple(_label(member) for member in members)
    return TermReading(earliest, latest, labels, _evidence(expression), frozenset(str(bound) for bound in bounds))


def _members(expression: Expression, words: Lexicon) -> list[Member]:
    """The terms with their joints and bounds, each with its months; words without year take that of the term behind them."""
    members: list[Member] = []
    tokens = expression.tokens
    state = Member(tokens[0], Months(0, 0), "")
    day_first = any(DAY_FIRST_RE.match(token.found[0]) for token in tokens)
    for index, token in enumerate(tokens):
        if token.kind in ("term", "partial"):
            lent = _lent_year(tokens, index, words) if token.kind == "partial" else None
            months = months_of(token, words, lent, day_first=day_first)
            if months is None:
                return []
            members.append(state._replace(token=token, months=months, grain=_grain(token, words)))
            state = Member(token, Months(0, 0), "")
        elif token.row.get("side") == "before":
            state = state._replace(
                bound=token.row.get("bound"), inclusive=token.row.get("inclusive"), weak=token.row.get("weak", False)
            )
        elif token.kind == "joint":
            state = _joined(state, token, first=not members)
    return members


def _joined(state: Member, token: Token, *, first: bool) -> Member:
    join = token.row.get("join")
    if join == "range" and first and token.row.get("bound") and token.found[0][0].isalpha():
        return state._replace(bound=token.row.get("bound"), inclusive=True)
    if join == "range" or (join == "list" and state.join != "range"):
        state = state._replace(join=join)
    return state._replace(closes=True) if token.row.get("closes") else state


def _lent_year(tokens: Sequence[Token], index: int, words: Lexicon) -> int:
    """The year of the term behind a word without one; the year before, where the list runs over the turn of the year."""
    following = index + 1
    while tokens[following].kind not in ("term", "partial"):
        following += 1
    token = tokens[following]
    lent = _lent_year(tokens, following, words) if token.kind == "partial" else None
    months = months_of(token, words, lent)
    if months is None:
        return 0
    year = months.first // 12
    first = words.units[_word(tokens[index])][0]
    return year - 1 if first >= ACADEMIC_TURN and months.first % 12 + 1 < first else year


def _grain(token: Token, words: Lexicon) -> str:
    return words.grains.get(_word(token), "") if token.group("unit") else str(token.row.get("grain", ""))


def _inherited(members: Sequence[Member], *, weak: bool) -> list[Member]:
    """A bound holds on through a list (by May or June 2027); `from` is a bound only where no range follows."""
    result: list[Member] = []
    for index, member in enumerate(members):
        follows = members[index + 1].join if index + 1 < len(members) else ""
        if member.weak and (follows or not weak):
            member = member._replace(bound=None)
        before = result[-1] if result else None
        if before and before.bound and not before.weak and not member.bound and member.join == "list":
            member = member._replace(bound=before.bound, inclusive=before.inclusive)
        result.append(member)
    return result


def _carried(members: Sequence[Member]) -> list[Member]:
    """A month or season carries over to a bare year joined to it: May 2027 or 2028."""
    result: list[Member] = []
    for member in members:
        before = result[-1] if result else None
        bare = member.grain == "year" and member.token.row.get("shape") == "year"
        if before and bare and member.join and before.grain in ("month", "season"):
            years = member.months.first // 12 - before.months.first // 12
            moved = Months(before.months.first + 12 * years, before.months.last + 12 * years)
            member = member._replace(months=moved, grain=before.grain)
        result.append(member)
    return result


def _winters(members: Sequence[Member]) -> list[Member]:
    """A winter named before another term of its year, or right after the fall before it, ends in that year."""
    result = list(members)
    for index, member in enumerate(result):
        if member.grain != "season" or member.months.last // 12 == member.months.first // 12:
            continue
        year = member.months.first // 12
        later = result[index + 1].months if index + 1 < len(result) else None
        before = result[index - 1].months if index else None
        first_in_list = later is not None and later.first // 12 == year and later.first < member.months.first
        after_fall = before is not None and before.last == year * 12 - 1 and result[index - 1].grain == "season"
        lent = member.token.kind == "partial"
        if (first_in_list or after_fall) and not lent and member.token.row.get("shape") == "unit":
            result[index] = member._replace(months=Months(member.months.first - 12, member.months.last - 12))
    return result


def _low(member: Member) -> int | None:
    """The first month that a member lets in, None where it says nothing about that side."""
    if member.bound == "latest":
        return None
    if member.bound == "earliest" and not member.inclusive:
        return member.months.last + (1 if member.months.last_whole else 0)
    return member.months.first


def _high(member: Member) -> int | None:
    """The last month that a member lets in."""
    if member.bound == "earliest":
        return None
    if member.bound == "latest" and not member.inclusive and not (member.closes or member.token.row.get("closes")):
        return member.months.first - (1 if member.months.first_whole else 0)
    return member.months.last


def _label(member: Member) -> str:
    """A term as named, with the year it took from its neighbour."""
    text = " ".join(member.token.found[0].strip(" ,-").split())
    if member.token.kind == "partial" or (member.grain in ("month", "season") and member.token.row.get("shape") == "year"):
        word = text if member.token.kind == "partial" else ""
        return f"{word} {member.months.first // 12}".strip()
    return text


def _evidence(expression: Expression) -> tuple[Evidence, ...]:
    fields = {"term": "terms", "partial": "terms", "bound": "bound", "joint": "joint"}
    return tuple(Evidence(fields[token.kind], token.row.id, Span(token.start, token.end)) for token in expression.tokens)
