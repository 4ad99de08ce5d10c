"""Bare numbers: whether an amount without a currency can be pay, and whether it is.

In: an amount whose tokens are weak, and its statement. Out: yes or no. Two of three numbers near words of pay count people, hours or customers;
each look here is cheaper than the one behind it, and what it lets go the ruling would not make pay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jobparse.facts.pay_amounts import LABELLED
from jobparse.facts.pay_form import ends_thought
from jobparse.facts.rowscan import fused
from jobparse.model import TIMED_KINDS, Evidence, Span

if TYPE_CHECKING:
    from jobparse.facts.money import Lexicon
    from jobparse.facts.pay_amounts import Amount
    from jobparse.facts.pay_currency import Money
    from jobparse.facts.pay_period import Period
    from jobparse.facts.pay_statement import Reader, Statement

SMALLEST = 1000
"""Bare numbers below this are pay only with a period or a currency of their own."""

SMALLEST_TIMED, TIMED_GAP = 3, 9
"""What bare numbers with a period come to at least, and how far behind a single one its period may begin."""

TOO_LARGE = 1_000_000
"""Bare numbers from here on are nobody's pay."""

SCALED_REACH = 16
"""How far behind bare numbers with a scale words of pay may end: "120K-145K base"."""

WEAK_REACH, LEAD_REACH = 64, 160
"""How far before bare numbers words of pay may end: in their own sentence, and where the sentence begins with them (a label above)."""

CLOSE, READ_ON = 80, 60
"""Farther before a single bare number no words of pay are cheap enough to make it pay, and so far behind it they are read on."""

COUNTED_RE = re.compile(r"(?!\s*(?:gross|net|brutto|netto|base|per|an?|each|every|pro|p)\b)\s*[^\W\d_]{3,}")
"""What bare numbers count, between them and their period: "2,400 - 2,800 miles a week"."""


def is_hopeless(amount: Amount, reader: Reader) -> bool:
    """Whether bare numbers can be left without a look at their statement: no word of pay near, or too small without a period."""
    near = reader.hits
    if not (is_labelled(amount) or near.says("pay/cue", amount.start - LEAD_REACH, amount.start) or _is_followed(amount, reader)):
        return True
    return (
        max(amount.values, default=0) < SMALLEST
        and not near.says("pay/period", amount.start - LEAD_REACH, amount.end + LEAD_REACH)
        and not near.says("pay/note", amount.start - LEAD_REACH, amount.end + LEAD_REACH)
    )


def can_be_pay(amount: Amount, statement: Statement, reader: Reader, lexicon: Lexicon) -> bool:
    """Whether a ruling on bare numbers could end in `is_pay`: words of pay stand close, and size, period or currency allow for it."""
    return _is_spoken(amount, statement, reader) and _is_sized(amount, statement, reader, lexicon)


def _is_followed(amount: Amount, reader: Reader) -> bool:
    """Whether words of pay stand close behind numbers with a scale."""
    return any(t.scale for t in amount.tokens) and reader.hits.says("pay/cue", amount.end, amount.end + SCALED_REACH)


def _is_spoken(amount: Amount, statement: Statement, reader: Reader) -> bool:
    """Whether words of pay stand close enough."""
    near = reader.hits
    if is_labelled(amount) or _is_followed(amount, reader):
        return True
    far = WEAK_REACH if amount.start > statement.start + 3 else LEAD_REACH
    if not near.says("pay/cue", amount.start - far, amount.start):
        return False
    if amount.is_range or not near.folded[statement.start : amount.start].strip(" \n*_~"):
        return True
    stop = min(len(near.folded), amount.end + READ_ON)
    return any(amount.start - CLOSE <= cue.end <= amount.start for cue in near.found("pay/cue", statement.reach, stop))


def _is_sized(amount: Amount, statement: Statement, reader: Reader, lexicon: Lexicon) -> bool:
    """Whether bare numbers are of pay's size, or have a currency or a period in reach."""
    if (amount.currency and amount.currency.code) or _is_noted(statement, reader):
        return True
    if _of_pays_size(amount, statement, reader) or any(t.scale and lexicon.scales[t.scale].period for t in amount.tokens):
        return True
    near = reader.hits
    if min(amount.values) < SMALLEST_TIMED:
        return False
    if amount.is_range:
        return near.says("pay/period", statement.reach, statement.end) or reader.tail(statement) > statement.end
    stop = min(len(near.folded), amount.end + READ_ON)
    return any(
        period.end <= amount.start or -1 <= period.start - amount.end <= TIMED_GAP + len("/ ")
        for period in near.found("pay/period", statement.reach, stop)
    )


def _is_noted(statement: Statement, reader: Reader) -> bool:
    """Whether a field or bracket that names the currency stands in the statement or above it."""
    near = reader.hits
    return near.has("pay/note") and (
        near.says("pay/note", statement.start, reader.tail(statement))
        or any(near.says("pay/note", lead.start, lead.end) for lead in reader.leads(statement))
    )


def is_pay(amount: Amount, kind: str, period: Period, money: Money, statement: Statement, reader: Reader) -> bool:
    """Whether bare numbers behind words of pay are amounts: of pay's size, or with a period or currency of their own."""
    if not amount.values or kind not in TIMED_KINDS:
        return False
    if money.code:
        return True
    if period.own:
        if any(COUNTED_RE.search(reader.hits.folded, amount.end, e.span.start) for e in period.evidence):
            return False
        beside = any(-1 <= e.span.start - amount.end <= TIMED_GAP or e.span.end <= amount.start for e in period.evidence)
        return min(amount.values) >= SMALLEST_TIMED and (beside or amount.is_range)
    return _of_pays_size(amount, statement, reader)


def _of_pays_size(amount: Amount, statement: Statement, reader: Reader) -> bool:
    return min(amount.values) >= SMALLEST and max(amount.values) < TOO_LARGE and ends_thought(amount, statement, reader)


def is_labelled(amount: Amount) -> bool:
    """Whether labels or the heads of columns call bare numbers the ends of a range."""
    return any(e.rule in LABELLED or e.field == "column" for e in amount.evidence)


def tails(amount: Amount, reader: Reader) -> list[Evidence]:
    """The rows that made bare numbers worth a look."""
    rows = fused(reader.document.rulebook.rows("pay/tail"), r"\s*+(?:{})")
    folded = reader.hits.folded
    found = [rows.pattern.match(folded, t.end) for t in amount.tokens] if rows.pattern else []
    return [Evidence("tail", rows.rows[m.lastindex - 1].id, Span(*m.span(m.lastindex))) for m in found if m and m.lastindex]
