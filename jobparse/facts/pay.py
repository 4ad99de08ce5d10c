"""Document → pay ranges, with the fate of every money token.

In: the document, its zones and header. Out: a `PayReading`: one entry for each range that the text states, a ledger that names what
became of every amount, and findings for what is unclear. The parts are modules of their own: tokens (money), amounts (pay_amounts),
statements (pay_statement), rulings (pay_ruling), then period, currency and scope.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from jobparse.facts.money import Lexicon, find_tokens, lexicon, tidy
from jobparse.facts.pay_amounts import Amount, bounded, find_amounts, in_thousands
from jobparse.facts.pay_bands import yearly
from jobparse.facts.pay_bare import can_be_pay, is_hopeless, is_labelled, is_pay, tails
from jobparse.facts.pay_currency import Dollar, Money, currency_of, dollar_of
from jobparse.facts.pay_form import is_intern, is_sibling, plain_form, plausible
from jobparse.facts.pay_labels import Scope
from jobparse.facts.pay_merge import conflicts, merged
from jobparse.facts.pay_near import Near
from jobparse.facts.pay_panel import panel_of
from jobparse.facts.pay_period import NO_PERIOD, Period, carried_period, inferred_period, stated_period
from jobparse.facts.pay_ruling import PAY, REFUSED, UNCLEAR, Ruling, instalment, rule_on
from jobparse.facts.pay_scope import scope_of, zone_named
from jobparse.facts.pay_statement import Reader, Statement
from jobparse.model import TIMED_KINDS, Evidence, Finding, PayRange, Span
from jobparse.readings import PayReading, Verdict

if TYPE_CHECKING:
    from jobparse.matching import Match
    from jobparse.model import Block, Document
    from jobparse.readings import HeaderFacts, ZoneReading
    from jobparse.rulebook import Row

MOST = 600
"""So many amounts are ruled on; a text with more is no posting (the most money tokens of a posting in the sample are 46), and the rest is
left unclassified."""

NEIGHBOURS = 8
"""How many amounts to each side are looked at beside an amount; longer lists repeat their words."""

UNREAD = Ruling(UNCLEAR, "", "", Span(0, 0))

OTHERS_KINDS = ("related_jobs", "duplicate", "tracking", "promo")
"""Removed text whose figures are other jobs', or said elsewhere."""

SITES_KINDS = ("chrome", "banner", "ai_summary")
"""Removed text whose figures are of this job, by the site's word."""


class Found(NamedTuple):
    """One amount that is pay, with all that was read of it."""

    entry: PayRange
    amount: Amount
    ruling: Ruling
    open_period: bool


class Told(NamedTuple):
    """What is told of an amount beside its ruling; `form` is what made it pay where no words did, `panel` what says that the site wrote it."""

    amount: Amount
    statement: Statement
    money: Money
    stated: Period
    inferred: Period
    panel: Match | None
    form: tuple[Evidence, ...] = ()

    @property
    def period(self) -> Period:
        """The period of the record: the stated one, else the one that the size gives away."""
        return self.stated if self.stated.name else self.inferred


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
    amounts = in_thousands(find_amounts(tokens, near, document.rulebook), near, words)
    reader = Reader(document, near)
    reader.seat(a for a in amounts if not a.weak or any(e.field == "column" for e in a.evidence))
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
    reader = reading.reader
    block = reader.blocks[reader.block_at(amount.start)]
    if block.removed in OTHERS_KINDS:
        return _refused(amount, block), None, used
    statement = _statement(amount, reading)
    if statement is None:
        return UNREAD, None, used
    ruling = _ruled(amount, statement, others, reading, last)
    if ruling.fate == REFUSED or (ruling.fate == UNCLEAR and amount.weak and not amount.is_range and not is_labelled(amount)):
        return ruling, None, used
    ruling, told = _told(amount, ruling, statement, others, reading)
    ruling, told = _settled(ruling, told, others, reading, last)
    if ruling.fate != PAY or (amount.weak and not is_pay(told.amount, ruling.kind, told.stated, told.money, statement, reader)):
        return ruling, None, used
    if block.removed and not told.panel and block.removed not in SITES_KINDS:
        return _refused(amount, block), None, used
    scoped = ruling.kind in (*TIMED_KINDS, "stipend")
    scope = scope_of(told.amount, statement, others, reader, reading.zones.zones, used) if scoped else None
    unclear = ruling.kind == "base" and told.period.name is None and told.period.ambiguous
    found = Found(_entry(ruling, told, scope, reading), told.amount, ruling, unclear)
    return ruling, found, max(scope.used if scope else used, amount.end)


def _refused(amount: Amount, block: Block) -> Ruling:
    """The ruling on an amount in text that the page was rid of."""
    return Ruling(REFUSED, "", block.rule, Span(amount.start, amount.end))


def _statement(amount: Amount, reading: Reading) -> Statement | None:
    """The statement of an amount; None for a bare number that no ruling could make pay."""
    if amount.weak and is_hopeless(amount, reading.reader):
        return None
    statement = reading.reader.statement(amount)
    return statement if not amount.weak or can_be_pay(amount, statement, reading.reader, reading.lexicon) else None


def _ruled(amount: Amount, statement: Statement, others: Sequence[Amount], reading: Reading, last: Found | None) -> Ruling:
    """What the words around an amount make of it, beside the pay that was found before it."""
    folded, rulebook = reading.reader.hits.folded, reading.document.rulebook
    ruling = rule_on(amount, statement, others, reading.reader, rulebook)
    if last is None:
        return ruling
    if ruling.fate == REFUSED and ruling.inherited and is_sibling(amount, last.amount, statement, folded):
        ruling = Ruling(UNCLEAR, "", "", ruling.span)
    if ruling.fate == REFUSED:
        return ruling
    return instalment(amount, ruling, last.ruling, last.amount, folded, rulebook) or ruling


def _told(
    amount: Amount, ruling: Ruling, statement: Statement, others: Sequence[Amount], reading: Reading
) -> tuple[Ruling, Told]:
    """Bounds, currency and period of an amount that nothing refuses; its ruling, which a panel of the site may have made."""
    reader, rulebook = reading.reader, reading.document.rulebook
    panel = panel_of(amount, statement, reader, rulebook)
    if panel and ruling.fate == UNCLEAR and not (amount.weak and not amount.is_range):
        ruling = Ruling(PAY, "base", panel.row.id, Span(panel.start, panel.end))
    amount = bounded(amount, reader.hits, rulebook)
    money = currency_of(amount, statement, reader, reading.lexicon, reading.dollar)
    stated = stated_period(amount, ruling, statement, others, reader, reading.lexicon)
    inferred = NO_PERIOD
    if stated.name is None or ruling.fate == UNCLEAR:
        kind = ruling.kind if ruling.fate == PAY else "base"
        intern = partial(is_intern, reader, statement, reading.title)
        inferred = inferred_period(amount, kind, money.code, intern, reader.hits.folded, rulebook)
    return ruling, Told(amount, statement, money, stated, inferred, panel)


def _settled(ruling: Ruling, told: Told, others: Sequence[Amount], reading: Reading, last: Found | None) -> tuple[Ruling, Told]:
    """The ruling once size and form have had their say: soft words need a size that people are paid, and where no words rule, the form does."""
    amount, statement, money, stated, inferred, _, _ = told
    reader, rulebook = reading.reader, reading.document.rulebook
    soft = ruling.match is not None and ruling.kind == "base" and ruling.match.row.get("pull", 0) < 0
    if soft and not plausible(amount, money.code, stated.name if stated.own else inferred.name, rulebook):
        return Ruling(UNCLEAR, "", "", ruling.span), told
    if ruling.fate != UNCLEAR:
        return ruling, told
    if form := plain_form(amount, statement, others, reader, stated, inferred, money.code):
        return Ruling(PAY, "base", form[0].rule, form[0].span), told._replace(form=form)
    timed = last is not None and _told_alike(stated, last.entry)
    if last and is_sibling(amount, last.amount, statement, reader.hits.folded, timed=timed):
        ruling = Ruling(PAY, last.entry.kind, last.entry.rule, last.entry.evidence[0].span)
        return ruling, told if stated.name else told._replace(stated=carried_period(last.entry))
    return ruling, told


def _told_alike(period: Period, entry: PayRange) -> bool:
    """Whether a period that stands beside an amount is that of the pay before it, stated too."""
    return period.own and entry.period_basis == "stated" and period.name == entry.period


def _entry(ruling: Ruling, told: Told, scope: Scope | None, reading: Reading) -> PayRange:
    """The record of one amount that is pay."""
    amount, value, period = told.amount, reading.document.value, told.period
    row = yearly(reading.document.rulebook).get(period.name or "") if ruling.kind in TIMED_KINDS else None
    times = row.get("times") if row else None
    return PayRange(
        min=amount.low,
        mid=amount.mid,
        max=amount.high,
        currency=told.money.code,
        currency_basis=told.money.basis,
        period=period.name,
        period_basis=period.basis,
        kind=ruling.kind,
        by="aggregator" if told.panel or told.statement.block.removed else "employer",
        zone=_zone(told, scope, reading),
        scope=scope.text(value) if scope else None,
        year_min=tidy(amount.low * times) if times and amount.low is not None else None,
        year_max=tidy(amount.high * times) if times and amount.high is not None else None,
        span=Span(amount.start, amount.end),
        clean_span=None,
        quote=value[amount.start : amount.end],
        rule=ruling.rule,
        evidence=tuple(dict.fromkeys(_evidence(ruling, told, scope, row, reading))),
    )


def _zone(told: Told, scope: Scope | None, reading: Reading) -> str | None:
    """The zone that the scope of an amount names, or the head of its column."""
    zones, value = reading.zones.zones, reading.document.value
    if not scope or not zones:
        return None
    folded = reading.reader.hits.folded
    above = [folded[lead.start : lead.end] for lead in reading.reader.leads(told.statement)]
    column = value[scope.column.start : scope.column.end] if scope.column else ""
    named = (zone_named(words, zones, told.amount.start, above) for words in (scope.text(value), column) if words)
    return next((zone for zone in named if zone), None)


def _evidence(ruling: Ruling, told: Told, scope: Scope | None, yearly_row: Row | None, reading: Reading) -> Iterator[Evidence]:
    """What decided about an amount, in the order in which it is shown."""
    amount, statement, panel = told.amount, told.statement, told.panel
    yield Evidence("kind", ruling.rule, ruling.span)
    yield from (*amount.evidence, *told.money.evidence, *told.period.evidence, *(scope.evidence if scope else ()), *told.form)
    for match in reading.reader.words(statement.reach, statement.end).inert:
        yield Evidence("inert", match.row.id, Span(match.start, match.end))
    if amount.weak:
        yield from tails(amount, reading.reader)
    if panel:
        yield Evidence("by", panel.row.id, Span(panel.start, panel.end))
    if yearly_row:
        yield Evidence("annual", yearly_row.id, Span(amount.start, amount.end))
