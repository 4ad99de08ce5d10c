"""The currency of an amount: as it stands there, by a note in its statement, or by the places of the job.

In: an amount and the document. Out: code, basis and evidence. A bare dollar is American unless every place that the posting names for
the job lies in one other dollar country. Nothing is borrowed from another statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jobparse.matching import compiled, fold
from jobparse.model import Evidence, Span

if TYPE_CHECKING:
    from jobparse.facts.money import Lexicon
    from jobparse.facts.pay_amounts import Amount
    from jobparse.facts.pay_statement import Reader, Statement
    from jobparse.model import Document, HeaderFacts

SYMBOLS = "$£€¥"


class Money(NamedTuple):
    """An ISO 4217 code, how it is known (`stated`, `symbol`, `place`), and what says so."""

    code: str | None
    basis: str | None
    evidence: tuple[Evidence, ...] = ()


class Dollar(NamedTuple):
    """Whose dollar a bare dollar of this posting is."""

    code: str
    rule: str


def currency_of(amount: Amount, statement: Statement, reader: Reader, lexicon: Lexicon, dollar: Dollar) -> Money:
    """The currency of one amount."""
    span = Span(amount.start, amount.end)
    currency = amount.currency
    text = reader.hits.folded[amount.start : amount.end]
    if currency and currency.policy != "bare":
        lettered = not any(s in text for s in SYMBOLS) or not currency.code or any(c in text for c in (currency.code.lower(),))
        signs = [Evidence("sign", m.row.id, Span(m.start, m.end)) for m in reader.hits.all("pay/sign", amount.start, amount.end)[:1]]
        basis = "stated" if lettered else "symbol"
        return Money(currency.code or None, basis if currency.code else None, (Evidence("currency", currency.rule, span), *signs))
    note = _note(statement, reader, lexicon)
    if note:
        return note
    if currency is None:
        return Money(None, None)
    if dollar.rule:
        return Money(dollar.code, "place", (Evidence("currency", dollar.rule, span),))
    return Money("USD", "symbol", (Evidence("currency", currency.rule, span),))


def _note(statement: Statement, reader: Reader, lexicon: Lexicon) -> Money | None:
    """A currency that the statement names away from the amount."""
    stretches = [(statement.start, max(statement.end, statement.tail)), *((lead.start, lead.end) for lead in statement.leads)]
    for start, end in stretches:
        for match in reader.hits.all("pay/note", start, end):
            place = match.span("currency")
            currency = lexicon.currencies.get(reader.hits.folded[place[0] : place[1]]) if place else None
            if currency and currency.code:
                return Money(currency.code, "stated", (Evidence("currency", match.row.id, Span(match.start, match.end)),))
    return None


def dollar_of(document: Document, header: HeaderFacts) -> Dollar:
    """Whose dollar it is: by the places in the header, else by those in the text."""
    home = Dollar("USD", "")
    hits = document.hits
    if not any(row.get("code") not in ("", "USD") for row in hits.rows("pay/place", 0, len(hits.folded))):
        return home
    named = [_of_text(document, fact.value or "") for fact in header.locations]
    known = [d for d in named if d]
    if not known:
        known = _of_hits(document)
    codes = {d.code for d in known}
    if len(codes) == 1 and "" not in codes and "USD" not in codes:
        return known[0]
    return home


def _of_text(document: Document, place: str) -> Dollar | None:
    folded = fold(place)
    for row in document.rulebook.rows("pay/place"):
        if compiled(row.pattern).search(f"{place} " if row.case else f"{folded} "):
            return Dollar(row.get("code"), row.id)
    return None


def _of_hits(document: Document) -> list[Dollar]:
    hits = document.hits
    found: list[Dollar] = []
    for row in hits.rows("pay/place", 0, len(hits.folded)):
        if compiled(row.pattern).search(hits.value if row.case else hits.folded):
            found.append(Dollar(row.get("code"), row.id))
    return found
