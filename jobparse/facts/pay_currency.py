"""The currency of an amount: as it stands there, by a note in its statement, or by the places of the job.

In: an amount and the document. Out: code, basis and evidence. A bare dollar is American unless every place that the posting names for
the job lies in one other dollar country. Nothing is borrowed from another statement.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.dialect import quick
from jobparse.facts.money import table
from jobparse.matching import fold
from jobparse.model import Evidence, Span

if TYPE_CHECKING:
    from jobparse.facts.money import Lexicon
    from jobparse.facts.pay_amounts import Amount
    from jobparse.facts.pay_statement import Reader, Statement
    from jobparse.matching import Match
    from jobparse.model import Document
    from jobparse.readings import HeaderFacts
    from jobparse.rulebook import Rulebook

SYMBOLS = "$£€¥"
SYMBOL_RE = regex.compile(r"\p{Sc}|(?<!\p{L})(?:rm|rs|rp|kr|kč|zł|ft|fr|r)(?!\p{L})")
"""A sign of money, or letters that stand for one: everything else that names a currency is its code or its name."""


CODE_RE = re.compile(r" ?\(?([a-z]{3})\b")
"""A code straight behind a word that several currencies share: `38 000 kr SEK`."""


class Money(NamedTuple):
    """An ISO 4217 code, how it is known (`stated`, `symbol`, `place`), and what says so."""

    code: str | None
    basis: str | None
    evidence: tuple[Evidence, ...] = ()


class Dollar(NamedTuple):
    """Whose dollar a bare dollar of this posting is, by which row; `home` where it stays American."""

    code: str
    rule: str
    home: bool = False


def currency_of(amount: Amount, statement: Statement, reader: Reader, lexicon: Lexicon, dollar: Callable[[], Dollar]) -> Money:
    """The currency of one amount."""
    span = Span(amount.start, amount.end)
    currency = amount.currency
    text = reader.hits.folded[amount.start : amount.end]
    if currency and currency.policy != "bare":
        signs = _signs(amount, reader)
        if not currency.code and (code := CODE_RE.match(reader.hits.folded, amount.end)):
            named = lexicon.currencies.get(code[1])
            if named and named.code:
                return Money(named.code, "stated", (Evidence("currency", named.rule, span),))
        if home := _home(text, reader):
            return Money(home.row.get("code"), "place", (Evidence("currency", home.row.id, Span(home.start, home.end)),))
        if not currency.code and (said := _note(statement, reader, lexicon, dollar)):
            return said
        basis = "symbol" if currency.code.lower() not in text and SYMBOL_RE.search(text) else "stated"
        return Money(currency.code or None, basis if currency.code else None, (Evidence("currency", currency.rule, span), *signs))
    note = _note(statement, reader, lexicon, dollar)
    if note:
        return note
    if currency is None:
        return Money(None, None)
    whose = dollar()
    placed = (Evidence("currency", whose.rule, span),) if whose.rule else ()
    if placed and not whose.home:
        return Money(whose.code, "place", placed)
    spelled = () if any(s in text for s in SYMBOLS) else _signs(amount, reader)
    marked = _mark(amount, reader, lexicon)
    return Money("USD", "symbol", (Evidence("currency", currency.rule, span), *placed, *spelled, *marked))


def _mark(amount: Amount, reader: Reader, lexicon: Lexicon) -> tuple[Evidence, ...]:
    """The row of the label whose letter stands straight before the sign: `Zone A$24.10`."""
    folded, at = reader.hits.folded, amount.start - 1
    if at < 1 or not folded[at].isalpha() or not folded[at - 1].isspace():
        return ()
    found = lexicon.lettered.pattern.search(folded, max(0, at - MARK), at) if lexicon.lettered.pattern else None
    row = lexicon.lettered.row(found)
    return (Evidence("currency", row.id, Span(*found.span(found.lastindex))),) if found and row else ()


MARK = 16
"""Characters of the longest word that a letter marks: "classification A"."""


def _home(text: str, reader: Reader) -> Match | None:
    """The country whose money a word is that several countries share; none where the posting names two of them, or no one."""
    rows = reader.document.rulebook.rows("pay/home")
    words = {word for row in rows for word in row.get("words")}
    shared = next((w for w in re.findall(r"[^\W\d_]+\.?", text) if w in words), None)
    if shared is None:
        return None
    found = [m for m in reader.hits.found("pay/home", 0, len(reader.hits.folded)) if shared in m.row.get("words")]
    return found[0] if found and len({m.row.id for m in found}) == 1 else None


def _signs(amount: Amount, reader: Reader) -> tuple[Evidence, ...]:
    """The row of the letters that name the currency."""
    rulebook, folded = reader.document.rulebook, reader.hits.folded
    for row in (*rulebook.rows("pay/sign"), *rulebook.rows("pay/spelled")):
        if found := quick(row.pattern).search(folded, amount.start, amount.end):
            return (Evidence("sign", row.id, Span(*found.span())),)
    return ()


def _note(statement: Statement, reader: Reader, lexicon: Lexicon, whose: Callable[[], Dollar]) -> Money | None:
    """A currency that the statement names away from the amount."""
    if not reader.hits.has("pay/note"):
        return None
    stretches = [(statement.start, reader.tail(statement)), *((lead.start, lead.end) for lead in reader.leads(statement))]
    if closing := reader.closing(statement):
        stretches.append((closing.start, closing.end))
    for start, end in stretches:
        for match in reader.hits.found("pay/note", start, end):
            place = match.span("currency")
            currency = lexicon.currencies.get(reader.hits.folded[place[0] : place[1]]) if place else None
            if currency and currency.policy == "bare":
                return Money(whose().code, "symbol", (Evidence("currency", match.row.id, Span(match.start, match.end)),))
            if currency and currency.code:
                return Money(
                    currency.code,
                    "symbol" if place and place[1] - place[0] == 1 else "stated",
                    (Evidence("currency", match.row.id, Span(match.start, match.end)),),
                )
    return None


HOME = ("", "USD")
"""What a place says whose dollar is the American one, or none."""

HEAD = 1500
"""Where a posting without location fields names its places: at its beginning, and beside its pay."""

AROUND = 160
REGION_RE = re.compile(r"[A-Z]{2,3}\b")
BEHIND_TOWN_RE = re.compile(r", ([A-Z]{2,3})\b")


@lru_cache(maxsize=4)
def regions(rulebook: Rulebook) -> dict[str, str]:
    """The letters of provinces and states, with the currency that is paid there."""
    return {row[0]: row[1] for row in table(rulebook, "pay/regions")}


def dollar_of(document: Document, header: HeaderFacts, amounts: Sequence[Amount]) -> Dollar:
    """Whose dollar a bare dollar is: by the places in the header, else by those at the top of the text and beside its pay."""
    named = [d for fact in header.locations for d in _in_text(document.rulebook, fact.value or "")]
    known = named or [*_named(document), *_lettered(document, amounts)]
    codes = {d.code for d in known}
    if len(codes) == 1 and known[0].code not in HOME:
        return known[0]
    kept = [d.rule for d in known if d.code in HOME and d.rule] if len(codes) > 1 else []
    return Dollar("USD", kept[0] if kept else "", home=True)


def _in_text(rulebook: Rulebook, place: str) -> list[Dollar]:
    """The countries of one location, by its letters or its name."""
    known = regions(rulebook)
    found = [Dollar(known[m[0]], "pay-place-region") for m in REGION_RE.finditer(place) if m[0] in known]
    folded = fold(place)
    return found + [Dollar(r.get("code"), r.id) for r in rulebook.rows("pay/place") if quick(r.pattern).search(folded)]


def _named(document: Document) -> list[Dollar]:
    """The places that the kept text names, if one of them has a dollar of its own; else nothing need be read."""
    hits = document.hits
    if all(row.get("code") in HOME for _, _, rows in hits.struck("pay/place") for row in rows):
        return []
    starts = [b.start for b in document.blocks]
    found: dict[str, Dollar] = {}
    for match in hits.all("pay/place", 0, len(hits.folded)):
        block = document.blocks[max(bisect_right(starts, match.start) - 1, 0)]
        if not block.removed:
            found.setdefault(match.row.id, Dollar(match.row.get("code"), match.row.id))
    return list(found.values())


def _lettered(document: Document, amounts: Sequence[Amount]) -> list[Dollar]:
    """The provinces and states that stand behind a town at the top of the text or near the pay."""
    value = document.value
    known = regions(document.rulebook)
    areas = [(0, HEAD), *((max(HEAD, a.start - AROUND), a.end + AROUND) for a in amounts[:8] if a.end > HEAD)]
    found: list[Dollar] = []
    for start, end in areas:
        for match in BEHIND_TOWN_RE.finditer(value, start, min(end, len(value))):
            code = known.get(match[1])
            if code:
                found.append(Dollar(code, "pay-place-region"))
        head = value[start:end]
        found.extend(
            Dollar(code, "pay-place-region")
            for letters, code in _alone(document.rulebook)
            if letters in head and _stands(letters, head)
        )
    return found


@lru_cache(maxsize=4)
def _alone(rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    """The letters that name a state without a comma before them ("Dubbo NSW"): three of them are no common word."""
    return tuple((letters, code) for letters, code in regions(rulebook).items() if code == "AUD" and len(letters) > len("NT"))


def _stands(letters: str, text: str) -> bool:
    """Whether the letters stand in a text as they are, not at the beginning of a longer word."""
    at = text.find(letters)
    return not text[at + len(letters) : at + len(letters) + 1].isalnum()
