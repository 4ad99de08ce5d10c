"""Money tokens → amounts: single figures, ranges and three points, each with its bounds.

In: the tokens of a text in order. Out: `Amount`s in order, every token in exactly one. What joins two tokens is a row of `pay/join`
(a dash, "to", nothing at all, "Maximum:"); what bounds a single figure is a row of `pay/bound` ("up to", "+").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.facts.money import Currency, Token, tidy
from jobparse.facts.pay_pairs import with_shared_currency, with_shared_thousands
from jobparse.facts.rowscan import Fused, fused
from jobparse.model import Evidence, Span

if TYPE_CHECKING:
    from jobparse.facts.money import Lexicon
    from jobparse.facts.pay_near import Near
    from jobparse.matching import Match
    from jobparse.rulebook import Row, Rulebook

LONGEST_GAP = 110
"""Between the ends of one range ("$167,000 [lowest salary of our cheapest market] to $249,500"); the longest seen in the sample has 98 characters."""

WIDEST = 12.5
"""How many times its low end the high end of a range may be; wider pairs in the sample were deal sizes and prices."""

LEAD_GAP = 60
"""How much farther the words may stand that make two figures a range ("the range in the primary location of California is …")."""

LEAD = 70
"""How far before an amount the words of its bound are looked for."""


LABELLED = ("pay-join-maximum", "pay-join-midpoint")
"""Joins by labels: two bare numbers called minimum and maximum, with a currency and a period in the fields beside them, are pay."""


class Amount(NamedTuple):
    """A figure, range or three points at `[start, end)`. `low`, `mid`, `high` are null where the text leaves that side open."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    low: float | None
    mid: float | None
    high: float | None
    currency: Currency | None
    weak: bool
    evidence: tuple[Evidence, ...] = ()

    @property
    def values(self) -> tuple[float, ...]:
        """The figures that are stated, low to high."""
        low, mid, high = self.low, self.mid, self.high
        if mid is not None:
            return tuple(v for v in (low, mid, high) if v is not None)
        if low is None:
            return () if high is None else (high,)
        return (low,) if high is None else (low, high)

    @property
    def is_range(self) -> bool:
        """Whether two ends are stated."""
        return len(self.tokens) > 1


class Patterns(NamedTuple):
    """What joins two tokens, and what bounds a single figure: before it, before it where capitals matter, behind it."""

    join: Fused
    before: Fused
    glued: Fused
    behind: Fused


@lru_cache(maxsize=4)
def patterns(rulebook: Rulebook) -> Patterns:
    """The rows of `pay/join` and `pay/bound`, fused."""
    bounds = rulebook.rows("pay/bound")
    before = [row for row in bounds if row.get("side") == "before"]
    return Patterns(
        fused(rulebook.rows("pay/join"), "(?:{})"),
        fused((row for row in before if not row.case), r"(?:{})[\s*_~:]*+\Z"),
        fused((row for row in before if row.case), r"(?:{})[\s*_~:]*+\Z"),
        fused((row for row in bounds if row.get("side") == "after"), r"[ ,(]*+(?:{})"),
    )


def find_amounts(tokens: Sequence[Token], hits: Near, rulebook: Rulebook) -> list[Amount]:
    """The amounts of the text. Weak tokens that join nothing stay as weak amounts of their own."""
    amounts: list[Amount] = []
    index = 0
    join = patterns(rulebook).join
    while index < len(tokens):
        run, gaps = _run(tokens, index, hits, join)
        amounts.append(_amount(run, gaps, hits))
        while index < len(tokens) and tokens[index].start < run[-1].end:
            index += 1
    return with_shared_thousands(with_shared_currency(_with_midpoints(amounts, hits), hits.folded), hits)


def _run(tokens: Sequence[Token], index: int, hits: Near, join: Fused) -> tuple[list[Token], list[tuple[Row, Span]]]:
    """The tokens from `index` on that make one amount, and the rows that join them."""
    run, gaps = [tokens[index]], []
    ahead = index + 1
    while len(run) < 3 and ahead < len(tokens):
        row = _joined(run, tokens[ahead], hits, join)
        if row is None and tokens[ahead].weak and not run[-1].weak and ahead + 1 < len(tokens):
            ahead += 1  # a number inside a remark: "between € 2,651 (scale 9) and € 3,997"
            row = _joined(run, tokens[ahead], hits, join) if not tokens[ahead].weak else None
        if row is None:
            break
        gaps.append((row, Span(run[-1].end, tokens[ahead].start)))
        run.append(tokens[ahead])
        ahead += 1
    if len(run) == 3 and gaps[0][0] is not gaps[1][0] and not (gaps[0][0].get("part") or gaps[1][0].get("part") or _alike(gaps)):
        run.pop()
        gaps.pop()
    return run, gaps


def _alike(gaps: list[tuple[Row, Span]]) -> bool:
    return bool(gaps[0][0].get("form") == gaps[1][0].get("form"))


def _joined(run: list[Token], following: Token, hits: Near, join: Fused) -> Row | None:
    """The row that joins `following` to the run, if one does and the two make a range."""
    last = run[-1]
    if join.pattern is None or following.start - last.end > LONGEST_GAP or following.start < last.end:
        return None
    found = join.pattern.fullmatch(hits.folded, last.end, following.start)
    if found is None or not _fits(last, following):
        return None
    for row in join.rows[(found.lastindex or 1) - 1 :]:
        if quick(f"(?:{row.pattern})").fullmatch(hits.folded, last.end, following.start) and _holds(row, run, following, hits):
            return row
    return None


def _holds(row: Row, run: list[Token], following: Token, hits: Near) -> bool:
    """Whether what a row of joins asks for besides its gap is there."""
    last = run[-1]
    if row.get("both") and None in (last.currency, following.currency):
        return False
    first = run[0].start
    lead, tail = row.get("lead"), row.get("tail")
    led = bool(lead) and _near(lead, hits.folded, max(0, first - LEAD - LEAD_GAP), first)
    tailed = bool(tail) and bool(quick(rf"(?:{tail})").search(hits.folded, following.end, following.end + 60))
    if (lead or tail) and not (led or tailed):
        return False
    return not row.get("header") or bool(column_header(hits, last.start))


def _near(lead: str, folded: str, start: int, end: int) -> bool:
    """Whether the words of `lead` stand before an amount, with no end of sentence and no other figure between."""
    return bool(quick(rf"(?:{lead})\.?[^.;\d]{{0,90}}+\z").search(folded, start, end))


def column_header(hits: Near, at: int) -> list[Match]:
    """The heads of the columns of the row at `at`, where a line above names minimum and maximum."""
    folded = hits.folded
    line = folded.rfind("\n", 0, at)
    for _ in range(12):
        above = folded.rfind("\n", 0, max(line, 0))
        if line <= 0 or line - above > 200:
            break
        columns = hits.found("pay/column", above + 1, line)
        if len(columns) > 1 and ("|" in folded[above + 1 : line] or "\t" in folded[above + 1 : line]):
            return columns
        line = above
    return []


def _fits(low: Token, high: Token) -> bool:
    """Whether two tokens can be the ends of one range: one currency, rising, not absurdly wide."""
    first, second = low.currency, high.currency
    if first and second and first.code != second.code and "bare" not in (first.policy, second.policy):
        return False
    a, b = shared_scale(low, high)
    if not 0 <= a <= b or (a > 0 and b / a > WIDEST):
        return False
    return not (first is None and low.scale == "" and low.raw < 10 and b / max(a, 1) > 4)


def shared_scale(low: Token, high: Token) -> tuple[float, float]:
    """The two values, where a scale said once counts for both ends (`$120-150k`, `$95K-110`).

    >>> k = Token(0, 1, 150, 150000, "k", None, False)
    >>> shared_scale(Token(0, 1, 120, 120, "", None, False), k), shared_scale(Token(0, 1, 500, 500, "", None, False), k._replace(raw=2, value=2000))
    ((120000, 150000), (500, 2000))
    """
    if high.scale and not low.scale and low.raw < 1000 and low.raw <= high.raw:
        return tidy(low.raw * (high.value / high.raw if high.raw else 1)), high.value
    if low.scale and not high.scale and low.raw <= high.raw < 1000:
        return low.value, tidy(high.raw * (low.value / low.raw if low.raw else 1))
    if _cut_short(low, high):
        return low.value * THOUSAND, high.value
    return low.value, high.value


THOUSAND = 1000


def in_thousands(amounts: list[Amount], hits: Near, lexicon: Lexicon) -> list[Amount]:
    """The amounts, those of a line multiplied that says that its figures are thousands: `Salary (K€): 42-48`."""
    if not any(row.get("thousands") for _, _, rows in hits.struck("pay/note") for row in rows):
        return amounts
    notes = [m for m in hits.found("pay/note", 0, len(hits.folded)) if m.row.get("thousands")]
    for match in notes:
        start, end = hits.folded.rfind("\n", 0, match.start), hits.folded.find("\n", match.end) % (len(hits.folded) + 1)
        name = next((hits.folded[place[0] : place[1]] for g in ("currency", "code", "sign") if (place := match.span(g))), "")
        amounts = [
            _times(amount, lexicon.currencies.get(name), match) if start < amount.start < end else amount for amount in amounts
        ]
    return amounts


def _times(amount: Amount, currency: Currency | None, match: Match) -> Amount:
    if any(t.scale or t.raw >= THOUSAND for t in amount.tokens):
        return amount
    low, mid, high = (None if v is None else tidy(v * THOUSAND) for v in (amount.low, amount.mid, amount.high))
    known = amount.currency or currency
    evidence = (*amount.evidence, Evidence("scale", match.row.id, Span(match.start, match.end)))
    return amount._replace(low=low, mid=mid, high=high, currency=known, weak=amount.weak and known is None, evidence=evidence)


CLOSE = 1.7
"""How many times a range's low end its high end is at most where the thousands of the low one are left out: `£65-75,000`."""


LEAST = 10
"""Thousands of a year's pay, left out in writing."""


def _cut_short(low: Token, high: Token) -> bool:
    """Whether the thousands are said once for both ends, with a dash and no space between: `65-75.000 €`."""
    if low.scale or high.scale or high.start - low.end > 1 or not LEAST <= low.raw < THOUSAND <= high.raw:
        return False
    return high.raw % 500 == 0 and low.raw * THOUSAND <= high.raw <= low.raw * THOUSAND * CLOSE


def _amount(run: list[Token], gaps: list[tuple[Row, Span]], hits: Near) -> Amount:
    """One amount of the tokens of a run."""
    currency = _currency(run)
    evidence = tuple(Evidence("range", row.id, span) for row, span in gaps)
    if any(row.get("header") for row, _ in gaps):
        evidence += tuple(Evidence("column", m.row.id, Span(m.start, m.end)) for m in column_header(hits, run[0].start))
    start, end, weak = run[0].start, run[-1].end, all(t.weak for t in run)
    if len(run) == 1:
        value = run[0].value
        return Amount(start, end, tuple(run), value, None, value, currency, weak, evidence)
    if len(run) == 2:
        low, high = shared_scale(run[0], run[1])
        return Amount(start, end, tuple(run), low, None, high, currency, weak, evidence)
    high = run[2].value
    low, mid = shared_scale(run[0], run[2])[0], shared_scale(run[1], run[2])[0]
    return Amount(start, end, tuple(run), low, mid, high, currency, weak, evidence)


def _currency(run: list[Token]) -> Currency | None:
    """The currency of a run: the one that says most."""
    named = [t.currency for t in run if t.currency]
    plain = [c for c in named if c.policy != "bare"]
    chosen = plain or named
    return chosen[0] if chosen else None


def bounded(amount: Amount, hits: Near, rulebook: Rulebook) -> Amount:
    """A single figure with its open side, where words beside it leave one open."""
    if amount.is_range:
        return amount
    rows = patterns(rulebook)
    start, end = max(0, amount.start - LEAD), min(len(hits.folded), amount.end + 40)
    for rule, text in ((rows.before, hits.folded), (rows.glued, hits.value)):
        found = rule.pattern.search(text, start, amount.start) if rule.pattern else None
        row = rule.row(found)
        if found and row:
            return _open(amount, row, Span(*found.span(found.lastindex or 0)))
    found = rows.behind.pattern.match(hits.folded, amount.end, end) if rows.behind.pattern else None
    row = rows.behind.row(found)
    if row is None and (at := hits.folded.find("+", amount.start, amount.end)) >= 0:
        found = rows.behind.pattern.match(hits.folded, at, end) if rows.behind.pattern else None  # `110k+ EUR`
        row = rows.behind.row(found)
    return _open(amount, row, Span(*found.span(found.lastindex or 0))) if found and row else amount


def _open(amount: Amount, row: Row, span: Span) -> Amount:
    gives = row.get("gives")
    evidence = (*amount.evidence, Evidence("bound", row.id, span))
    if gives == "max":
        return amount._replace(low=None, evidence=evidence)
    if gives == "min":
        return amount._replace(high=None, evidence=evidence)
    return amount._replace(evidence=evidence)


MIDPOINT_GAP = 30
"""Between a midpoint and the range that it belongs to."""


def _with_midpoints(amounts: list[Amount], hits: Near) -> list[Amount]:
    """A single figure that is called the midpoint goes into the range beside it."""
    merged: list[Amount] = []
    for amount in amounts:
        before = merged[-1] if merged else None
        if before and amount.start - before.end <= MIDPOINT_GAP:
            inner, outer = (amount, before) if before.is_range else (before, amount)
            value = inner.tokens[0].value
            open_range = outer.is_range and outer.mid is None and not inner.is_range
            held = open_range and outer.low is not None and outer.high is not None and outer.low <= value <= outer.high
            row = _midpoint_row(inner, hits) if held else None
            if row:
                merged[-1] = outer._replace(
                    start=before.start,
                    end=amount.end,
                    tokens=(*before.tokens, *amount.tokens),
                    mid=value,
                    currency=outer.currency or inner.currency,
                    weak=outer.weak and inner.weak,
                    evidence=(*outer.evidence, Evidence("mid", row.id, Span(inner.start, inner.end))),
                )
                continue
        merged.append(amount)
    return merged


def _midpoint_row(amount: Amount, hits: Near) -> Row | None:
    for match in hits.found("pay/column", max(0, amount.start - 30), amount.start):
        if match.row.get("gives") == "mid" and not hits.folded[match.end : amount.start].strip(" :=-(of"):
            return match.row
    return None
