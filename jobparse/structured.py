"""What page data and feeds state, beside what the text says.

In: a posting and the fields of its envelope, in places of the source. Out: the posting with the fields as facts `by: "structured"`: all of them in
`structured`, those that the text is silent on in their own places too, and a finding where the two disagree. It reads no text.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from jobparse.dialect import quick
from jobparse.headerwords import header_words
from jobparse.lineforms import line_key
from jobparse.matching import fold
from jobparse.model import TIMED_KINDS, Evidence, Fact, Finding, PayRange, Posting, StructuredFact
from jobparse.wordforms import spellings

if TYPE_CHECKING:
    from jobparse.repair_envelope import Envelope, Stated
    from jobparse.rulebook import Row, Rulebook

BY = "structured"
WORD_RE = re.compile(r"[^\W_]+")
CASE_RE = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
ISO_DATE_RE = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)")
STAMP_RE = re.compile(r"\d{12,14}")
"""Milliseconds since 1970, as programs write a date."""

SINGLE = ("title", "company", "seniority", "date_posted", "valid_through", "identifier")
DATES = ("date_posted", "valid_through")
KINDS = ("work_mode", "employment_type")
FORMS = "feeds/form"


def with_structured(posting: Posting, envelope: Envelope, rulebook: Rulebook) -> Posting:
    """The posting with what its envelope states."""
    facts = [fact for one in envelope.stated if one.field != "pay" for fact in _facts(one, rulebook)]
    ranges = [made for one in envelope.stated if one.field == "pay" and (made := _pay_range(one, rulebook))]
    listed = [StructuredFact(field, fact.value, str(fact.text), fact.span, fact.rule, BY) for field, fact in facts]
    listed += [StructuredFact("pay", _pay_words(pay), pay.quote, pay.span, pay.rule, BY) for pay in ranges]
    findings = [*_disagreements(posting, facts), *_pay_disagreements(posting, ranges)]
    if envelope.postings > 1:
        message = f"the feed holds {envelope.postings} postings; this is the first"
        findings.append(Finding("several_postings", message, envelope.stated[0].span))
    new_ranges = [pay for pay in ranges if not any(_same_pay(pay, other) for other in posting.pay)]
    return replace(
        posting,
        **_filled(posting, facts),
        pay=(*posting.pay, *new_ranges),
        structured=tuple(listed),
        findings=tuple(sorted((*posting.findings, *findings), key=lambda f: (f.span, f.kind, f.message))),
    )


# ------------------------------------------------------------------ values


def _facts(one: Stated, rulebook: Rulebook) -> Iterator[tuple[str, Fact]]:
    value: str | None = " ".join(one.text.split())
    rule = one.row.id
    if value and value.lower() in spellings(rulebook.rows(FORMS), "nothing"):
        return
    if one.field in DATES:
        value = _iso_date(one.text)
    elif one.field in KINDS:
        key = line_key(fold(CASE_RE.sub(" ", one.text)))
        row = header_words(rulebook).kinds.get(key) or header_words(rulebook).kinds.get(key.replace(" ", ""))
        if row is None or row.get("field") != one.field:
            return
        value = str(row.get("value"))
    yield one.field, Fact(value, one.span, None, rule, BY, one.text)


def _iso_date(text: str) -> str | None:
    """The day of a date as programs write it; null where it is none."""
    if STAMP_RE.fullmatch(text):
        day = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(milliseconds=int(text))
        return day.date().isoformat()
    found = ISO_DATE_RE.match(text.strip())
    return found[1] if found else None


def _pay_range(one: Stated, rulebook: Rulebook) -> PayRange | None:
    """The range, or None where it states no amount or a kind of pay that no row knows."""
    unit = one.row.get("pay_unit", 1)
    amounts = {name: _number(one.parts.get(name, ""), unit) for name in ("min", "max", "value")}
    low = amounts["min"] if amounts["min"] is not None else amounts["value"]
    high = amounts["max"] if amounts["max"] is not None else amounts["value"] if amounts["min"] is None else None
    period = _word(rulebook, "period", one.parts.get("period", ""))
    kind_row = _word(rulebook, "pay_kind", one.parts["kind"]) if "kind" in one.parts else None
    if not (low or high) or ("kind" in one.parts and kind_row is None):
        return None
    kind = kind_row.get("value") if kind_row else "base"
    name = period.get("value") if period else None
    annual = next((row for row in rulebook.rows("pay/annual") if row.get("period") == name), None)
    times = annual.get("times") if annual and kind in TIMED_KINDS else None
    currency = one.parts.get("currency", "").upper()
    known = len(currency) == 3 and currency.isalpha()
    evidence = [Evidence(field, row.id, one.span) for field, row in (("period", period), ("kind", kind_row)) if row]
    return PayRange(
        min=low or None,
        mid=None,
        max=high or None,
        currency=currency if known else None,
        currency_basis="stated" if known else None,
        period=name,
        period_basis="stated" if name else None,
        kind=kind,
        by=BY,
        zone=None,
        scope=None,
        year_min=_tidy(low * times) if low and times else None,
        year_max=_tidy(high * times) if high and times else None,
        span=one.span,
        clean_span=None,
        quote=one.text,
        rule=one.row.id,
        evidence=tuple(evidence),
    )


def _number(text: str, unit: float) -> float | None:
    try:
        number = float(text.replace(",", "")) * unit
    except ValueError:
        return None
    return _tidy(round(number, 2)) if math.isfinite(number) else None


def _tidy(number: float) -> float:
    return int(number) if number == int(number) else number


def _word(rulebook: Rulebook, field: str, text: str) -> Row | None:
    folded = fold(text.strip())
    rows = (row for row in rulebook.rows("feeds/word") if row.get("field") == field)
    return next((row for row in rows if quick(row.pattern).fullmatch(folded)), None)


def _pay_words(pay: PayRange) -> str:
    low, high = (f"{amount:,.2f}".removesuffix(".00") if amount is not None else "…" for amount in (pay.min, pay.max))
    words = (pay.currency, low if low == high else f"{low} – {high}", pay.period and f"a {pay.period}")
    return " ".join(filter(None, words))


# ------------------------------------------------------------------ beside the text


def _filled(posting: Posting, facts: Iterable[tuple[str, Fact]]) -> dict[str, Any]:
    """The fields on which the text is silent."""
    filled: dict[str, Any] = {}
    for field, fact in facts:
        if getattr(posting, field):
            continue
        if field in SINGLE:
            filled.setdefault(field, fact)
        elif all(fact.value != other.value for other in filled.get(field, ())):
            filled[field] = (*filled.get(field, ()), fact)
    return filled


def _disagreements(posting: Posting, facts: Sequence[tuple[str, Fact]]) -> Iterator[Finding]:
    for field in dict.fromkeys(field for field, _ in facts):
        data = [fact for name, fact in facts if name == field and fact.value]
        said = getattr(posting, field)
        told = [fact for fact in ((said,) if field in SINGLE else said) if fact and fact.value]
        if data and told and not any(_agree(field, str(a.value), str(b.value)) for a in data for b in told):
            words = ", ".join(str(fact.value) for fact in data)
            yield Finding(
                "structured_conflict", f"{field}: the text says {told[0].value!r}, the page's data say {words!r}", told[0].span
            )


def _agree(field: str, data: str, text: str) -> bool:
    """Whether one of the two says no more than the other: "Oslo" and "Oslo, Norway", "Acme" and "Acme Inc" do agree."""
    if field in (*DATES, *KINDS):
        return data == text
    a, b = (set(WORD_RE.findall(fold(value))) for value in (data, text))
    return bool(a and b) and (a <= b or b <= a or (field == "locations" and bool(a & b)))


def _pay_disagreements(posting: Posting, ranges: Sequence[PayRange]) -> Iterator[Finding]:
    told = [pay for pay in posting.pay if pay.by == "employer"]
    for pay in ranges:
        rivals = [other for other in told if other.kind == pay.kind]
        if rivals and not any(_same_pay(pay, other) for other in rivals):
            yield Finding(
                "pay_conflict", f"the text says {_pay_words(rivals[0])}, the page's data say {_pay_words(pay)}", rivals[0].span
            )


def _same_pay(data: PayRange, other: PayRange) -> bool:
    """Whether two ranges say the same as far as both say it: a single amount of the data may be an end of the range."""
    if data.kind != other.kind or _differ(data.currency, other.currency) or _differ(data.period, other.period):
        return False
    return (data.min, data.max) == (other.min, other.max)


def _differ(a: str | None, b: str | None) -> bool:
    return bool(a and b and a != b)
