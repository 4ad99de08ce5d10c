"""Document → pay ranges, with the fate of every money token.

In: the document, its zones and header. Out: a `PayReading`: one entry for each range that the text states, a ledger that names what
became of every amount, and findings for what is unclear. The parts are modules of their own: tokens (money), amounts (pay_amounts),
statements (pay_statement), rulings (pay_ruling), then period, currency and scope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from jobparse.facts.money import Lexicon, find_tokens, lexicon, tidy
from jobparse.facts.pay_amounts import Amount, bounded, find_amounts
from jobparse.facts.pay_bare import can_be_pay, is_hopeless, is_labelled, is_pay, tails
from jobparse.facts.pay_currency import Dollar, Money, currency_of, dollar_of
from jobparse.facts.pay_form import is_intern, is_sibling, plain_form, plausible
from jobparse.facts.pay_merge import conflicts, merged
from jobparse.facts.pay_near import Near
from jobparse.facts.pay_panel import panel_of
from jobparse.facts.pay_period import NO_PERIOD, TIMED_KINDS, Period, carried_period, inferred_period, stated_period
from jobparse.facts.pay_ruling import PAY, REFUSED, UNCLEAR, Ruling, instalment, rule_on, yearly
from jobparse.facts.pay_scope import Scope, scope_of, zone_named
from jobparse.facts.pay_statement import Reader, Statement
from jobparse.model import Evidence, Finding, PayRange, Span
from jobparse.readings import PayReading, Verdict

if TYPE_CHECKING:
    from jobparse.matching import Match
    from jobparse.model import Document
    from jobparse.readings import HeaderFacts, ZoneReading

MOST = 600
"""So many amounts are ruled on; a text with more is no posting (the most money tokens of a posting in the sample are 46), and the rest is
left unclassified."""

NEIGHBOURS = 8
"""How many amounts to each side are looked at beside an amount; longer lists repeat their words."""

UNREAD = Ruling(UNCLEAR, "", "", Span(0, 0))

OTHERS_KINDS = ("related_jobs", "duplicate", "tracking", "promo")
"""Removed text whose figures are other jobs', or said elsewhere."""


class Found(NamedTuple):
    """One amount that is pay, with all that was read of it."""

    entry: PayRange
    amount: Amount
    ruling: Ruling
    open_period: bool


class _Dollars:
    """Whose dollar a bare dollar is, found when it is first asked: most postings name their currency once or never."""

    __slots__ = ("_args", "_found")

    def __init__(self, *args: Any) -> None:
        self._args = args
        self._found: Dollar | None = None

    def __call__(self) -> Dollar:
        if self._found is None:
            self._found = dollar_of(*self._args)
        return self._found


class Reading(NamedTuple):
    """What one posting's amounts are read against."""

    document: Document
    reader: Reader
    lexicon: Lexicon
    dollar: Callable[[], Dollar]
    zones: ZoneReading
    title: Span | None


def find_pay(document: Document, zones: ZoneReading, header: HeaderFacts) -> PayReading:
    """The pay of one posting."""
    words = lexicon(document.rulebook)
    near = Near(document.hits, document.rulebook)
    tokens = find_tokens(near, words)
    if not tokens:
        return PayReading()
    amounts = find_amounts(tokens, near, document.rulebook)
    reader = Reader(document, near)
    reader.busy = {reader.block_at(a.start) for a in amounts if not a.weak or any(e.field == "column" for e in a.evidence)}
    reading = Reading(
        document, reader, words, _Dollars(document, header, amounts), zones, header.title.span if header.title else None
    )
    return _read(amounts, reading)


def _read(amounts: Sequence[Amount], reading: Reading) -> PayReading:
    found: list[Found] = []
    ledger: list[Verdict] = []
    findings: list[Finding] = []
    used = 0
    for index, amount in enumerate(amounts[:MOST]):
        others = [*amounts[max(0, index - NEIGHBOURS) : index], *amounts[index + 1 : index + 1 + NEIGHBOURS]]
        ruling, entry, used = _judged(amount, others, reading, used, found[-1] if found else None)
        if entry:
            found.append(entry)
        elif amount.weak:
            continue
        ledger.extend(_verdicts(amount, ruling, entry))
        if ruling.fate == UNCLEAR:
            findings.append(_unclear(amount, reading.document))
    for amount in amounts[MOST:]:
        if not amount.weak:
            ledger.extend(Verdict("money", Span(t.start, t.end), "unclassified", "") for t in amount.tokens)
            findings.append(_unclear(amount, reading.document))
    entries = merged([e for f in found for e in _by_zone(f, reading.zones)])
    entries = _without_own_title(entries, reading.title, reading.document.value)
    findings.extend(_periods_unclear(found))
    findings.extend(conflicts(entries))
    return PayReading(entries, tuple(ledger), tuple(findings))


def _without_own_title(entries: tuple[PayRange, ...], title: Span | None, value: str) -> tuple[PayRange, ...]:
    """The entries, those of a site's panel without a scope that is only the title above it: no panel names two jobs."""
    if title is None:
        return entries
    words = value[title.start : title.end]
    return tuple(
        replace(entry, scope=None) if entry.by == "aggregator" and entry.scope and entry.scope in words else entry
        for entry in entries
    )


def _by_zone(found: Found, zones: ZoneReading) -> tuple[PayRange, ...]:
    """The entry of an amount, once for each zone that its scope names together: `Zones 2 and 3: $176,000`."""
    at = next((e.span for e in found.entry.evidence if e.field == "scope"), None) if found.entry.scope else None
    for mention in zones.mentions if at else ():
        if at and len(mention.names) > 1 and mention.span.start < at.end and at.start < mention.span.end:
            return tuple(replace(found.entry, scope=name, zone=name) for name in mention.names)
    return (found.entry,)


def _verdicts(amount: Amount, ruling: Ruling, entry: Found | None) -> list[Verdict]:
    """The lines of the ledger for the tokens of an amount."""
    fate = "used" if entry else "refused" if ruling.fate == REFUSED else "unclassified"
    return [Verdict("money", Span(t.start, t.end), fate, ruling.rule) for t in amount.tokens]


def _unclear(amount: Amount, document: Document) -> Finding:
    quote = " ".join(document.value[amount.start : amount.end].split())
    return Finding("unclassified_money", f"No rule says whether {quote} is pay.", Span(amount.start, amount.end))


def _periods_unclear(found: Sequence[Found]) -> list[Finding]:
    """A finding for each base figure whose period is neither stated nor to be told from its size."""
    return [
        Finding("unclear_period", f"Nothing says what time {' '.join(f.entry.quote.split())} is for.", f.entry.span)
        for f in found
        if f.open_period and f.entry.by == "employer"
    ]


def _judged(
    amount: Amount, others: Sequence[Amount], reading: Reading, used: int, last: Found | None
) -> tuple[Ruling, Found | None, int]:
    """The ruling on an amount, its entry if it is pay, and up to where its words are spoken for."""
    document, reader = reading.document, reading.reader
    block = reader.blocks[reader.block_at(amount.start)]
    if block.removed in OTHERS_KINDS:
        return Ruling(REFUSED, "", block.rule, Span(amount.start, amount.end)), None, used
    if amount.weak and is_hopeless(amount, reader):
        return UNREAD, None, used
    statement = reader.statement(amount)
    if amount.weak and not can_be_pay(amount, statement, reader, reading.lexicon):
        return UNREAD, None, used
    ruling = rule_on(amount, statement, others, reader, document.rulebook)
    if ruling.fate == REFUSED and ruling.inherited and last and is_sibling(amount, last.amount, statement, reader.hits.folded):
        ruling = Ruling(UNCLEAR, "", "", ruling.span)
    if (
        last
        and ruling.fate != REFUSED
        and (part := instalment(amount, ruling, last.ruling, last.amount, reader.hits.folded, document.rulebook))
    ):
        return part, None, used
    if ruling.fate == REFUSED:
        return ruling, None, used
    if ruling.fate == UNCLEAR and amount.weak and not amount.is_range and not is_labelled(amount):
        return ruling, None, used
    panel = panel_of(amount, statement, reader, document.rulebook)
    if panel and ruling.fate == UNCLEAR and not (amount.weak and not amount.is_range):
        ruling = Ruling(PAY, "base", panel.row.id, Span(panel.start, panel.end))
    amount = bounded(amount, reader.hits, document.rulebook)
    money = currency_of(amount, statement, reader, reading.lexicon, reading.dollar)
    period = stated_period(amount, ruling, statement, others, reader, reading.lexicon)
    unclear = NO_PERIOD
    if period.name is None or ruling.fate == UNCLEAR:
        kind = ruling.kind if ruling.fate == PAY else "base"
        unclear = inferred_period(
            amount,
            kind,
            money.code,
            lambda: is_intern(reader, statement, reading.title),
            reader.hits.folded,
            document.rulebook,
        )
    soft = ruling.match is not None and ruling.kind == "base" and ruling.match.row.get("pull", 0) < 0
    if soft and not plausible(amount, money.code, period.name if period.own else unclear.name, document.rulebook):
        return Ruling(UNCLEAR, "", "", ruling.span), None, used
    form: tuple[Evidence, ...] = ()
    if ruling.fate == UNCLEAR:
        form = plain_form(amount, statement, others, reader, period, unclear, money.code)
        if form:
            ruling = Ruling(PAY, "base", form[0].rule, form[0].span)
        elif last and is_sibling(amount, last.amount, statement, reader.hits.folded, timed=_told_alike(period, last.entry)):
            ruling = Ruling(PAY, last.entry.kind, last.entry.rule, last.entry.evidence[0].span)
            period = period if period.name else carried_period(last.entry)
        else:
            return ruling, None, used
    if amount.weak and not is_pay(amount, ruling.kind, period, money, statement, reader):
        return ruling, None, used
    if block.removed and not panel and block.removed not in ("chrome", "banner", "ai_summary"):
        return Ruling(REFUSED, "", block.rule, Span(amount.start, amount.end)), None, used
    chosen = period if period.name else unclear
    scope = (
        scope_of(amount, statement, others, reader, reading.zones.zones, used)
        if ruling.kind in (*TIMED_KINDS, "stipend")
        else None
    )
    entry = _entry(amount, ruling, statement, money, chosen, scope, form, panel, reading)
    return (
        ruling,
        Found(entry, amount, ruling, ruling.kind == "base" and chosen.name is None and chosen.ambiguous),
        max(scope.used if scope else used, amount.end),
    )


def _told_alike(period: Period, entry: PayRange) -> bool:
    """Whether a period that stands beside an amount is that of the pay before it, stated too."""
    return period.own and entry.period_basis == "stated" and period.name == entry.period


def _entry(
    amount: Amount,
    ruling: Ruling,
    statement: Statement,
    money: Money,
    period: Period,
    scope: Scope | None,
    form: tuple[Evidence, ...],
    panel: Match | None,
    reading: Reading,
) -> PayRange:
    """The record of one amount that is pay."""
    value = reading.document.value
    named = scope.text(value) if scope else None
    above = (
        [reading.reader.hits.folded[lead.start : lead.end] for lead in reading.reader.leads(statement)]
        if reading.zones.zones
        else []
    )
    column = value[scope.column.start : scope.column.end] if scope and scope.column else None
    zone = next((z for w in (named, column) if w and (z := zone_named(w, reading.zones.zones, amount.start, above))), None)
    row = yearly(reading.document.rulebook).get(period.name or "") if ruling.kind in TIMED_KINDS else None
    times = row.get("times") if row else None
    inert = reading.reader.words(statement.reach, statement.end).inert
    evidence = [
        Evidence("kind", ruling.rule, ruling.span),
        *amount.evidence,
        *money.evidence,
        *period.evidence,
        *(scope.evidence if scope else ()),
        *form,
        *(Evidence("inert", m.row.id, Span(m.start, m.end)) for m in inert),
    ]
    if amount.weak:
        evidence.extend(tails(amount, reading.reader))
    if panel:
        evidence.append(Evidence("by", panel.row.id, Span(panel.start, panel.end)))
    if row:
        evidence.append(Evidence("annual", row.id, Span(amount.start, amount.end)))
    return PayRange(
        min=amount.low,
        mid=amount.mid,
        max=amount.high,
        currency=money.code,
        currency_basis=money.basis,
        period=period.name,
        period_basis=period.basis,
        kind=ruling.kind,
        by="aggregator" if panel or statement.block.removed else "employer",
        zone=zone,
        scope=named,
        year_min=tidy(amount.low * times) if times and amount.low is not None else None,
        year_max=tidy(amount.high * times) if times and amount.high is not None else None,
        span=Span(amount.start, amount.end),
        clean_span=None,
        quote=value[amount.start : amount.end],
        rule=ruling.rule,
        evidence=tuple(dict.fromkeys(evidence)),
    )
