"""Amount → the time it is paid for: stated, or inferred from its size.

In: an amount, its ruling and statement. Out: a `Period`. A period stated beside an amount belongs to that amount; one in the words
that made it pay belongs to all figures of those words; a heading speaks for every figure below it that has none of its own.
Inference is by the bands of `pay/band`, and only where exactly one holds the figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.facts.pay_bands import bands
from jobparse.facts.rowscan import Fused, fused
from jobparse.model import TIMED_KINDS, Evidence, Span

if TYPE_CHECKING:
    from jobparse.facts.money import Lexicon
    from jobparse.facts.pay_amounts import Amount
    from jobparse.facts.pay_bands import Band
    from jobparse.facts.pay_ruling import Ruling
    from jobparse.facts.pay_statement import Reader, Statement, Words
    from jobparse.matching import Match
    from jobparse.model import PayRange
    from jobparse.rulebook import Rulebook

THOUSANDS = "K"
"""The bands of figures told in thousands and with no currency."""

GAP_RE = regex.compile(
    r"(?:\s?\([^()]{1,60}\))?[\s()*_~/,|.]{0,4}+(?:(?!(?:and|plus|with|for(?!\s(?:each|every)\s)|after|or|to|on|at|in(?!\shand))\b)[\p{L}&$€£][\p{L}/'.&-]*+(?:\s\+\svat)?[\s()*_,|]{0,3}){0,4}+|\s(?:in|at)\s\p{L}[\p{L}.' -]{1,24}\s\((?:per |an? )?"
)
"""What may stand between an amount and its period: "$120,000 USD gross per year", "€60k (base, annual)"."""

TIMED_RE = re.compile(
    r" ?(?:/ ?|per |an? |each )(?:hour|hr|day|week|month|year|yr|annum)\b| ?p[./]?a\b| (?:hour|week|month|annual|year)ly\b"
)
"""An amount that has its period already: a second one behind it is another's ("£52,000 per annum, annual bonus of £6,000")."""

LEADS_RE = re.compile(
    r"(?:\s(?:performance|discretionary|retention|target))?(?:\s(?:equivalent|equiv\.?|salary|pay|rate|figure|bonus|commission|incentive|stipend))?(?:\s(?:of|is))?(?:\sup\sto)?[\s:]{0,3}"
)
"""What stands between a period and the figure that it leads to: "annual equivalent $75,005"."""

OWNER_GAP = 40
"""How far behind a period the words may stand that it belongs to ("annual US base salary range")."""

LIST_RE = re.compile(r"\s*(?:\([^()\n]{1,40}\)\s*)?(?:,|/|;|or|and|,\s?or|\|)?\s*(?:or|and)?\s*")


NEAR_LABEL = 20
"""How far before an amount the period of its own label may end: "Weekly gross pay: $2,145"."""


class Period(NamedTuple):
    """A period, its basis (`stated`, `inferred`) and its evidence; `own` when it stands in the amount's own sentence."""

    name: str | None
    basis: str | None
    evidence: tuple[Evidence, ...] = ()
    own: bool = False
    ambiguous: bool = False


NO_PERIOD = Period(None, None)


def stated_period(
    amount: Amount, ruling: Ruling, statement: Statement, others: Sequence[Amount], reader: Reader, lexicon: Lexicon
) -> Period:
    """The period that the text states for the amount."""
    scale = next((t.scale for t in amount.tokens if t.scale and lexicon.scales[t.scale].period), "")
    if scale:
        evidence = Evidence("period", f"pay-scale-{scale}", Span(amount.start, amount.end))
        return Period(lexicon.scales[scale].period, "stated", (evidence,), own=True)
    words = reader.words(statement.reach, statement.end)
    found = _inside(amount, words) or _behind(amount, ruling, words, others, reader)
    if found is None or reader.hits.folded[amount.end : found.start].lstrip()[:1] in (",", ";"):
        before = _before(amount, ruling, statement, words, others, reader.hits.folded)
        labelled = (
            before and before.end >= amount.start - NEAR_LABEL and before.row.get("period") != found.row.get("period")
            if found
            else True
        )
        found = before if before and labelled else found
    if not found:
        found = _shared(amount, ruling, statement, words, others, reader)
    if found:
        return _stated(found, own=True)
    tail = reader.tail(statement)
    below = reader.words(statement.end, tail).periods if tail > statement.end else ()
    if below:
        return _stated(below[0], own=True)
    closing = reader.closing(statement)
    said = reader.words(closing.start, closing.end).periods if closing else ()
    if shared := next((period for period in said if period.row.get("shared")), None):
        return _stated(shared, own=True)
    if ruling.fate == "pay" and ruling.kind not in (*TIMED_KINDS, "stipend"):
        return NO_PERIOD
    return _heading(statement, reader, ruling.kind, tabled=not amount.weak)


def carried_period(entry: PayRange) -> Period:
    """The stated period of the figure before in one list, where it was said before the list: a period behind a figure is its own."""
    evidence = tuple(e for e in entry.evidence if e.field == "period" and e.span.end <= entry.span.start)
    return Period(entry.period, "stated", evidence) if entry.period_basis == "stated" and evidence else NO_PERIOD


def _stated(match: Match, *, own: bool) -> Period:
    return Period(match.row.get("period"), "stated", (Evidence("period", match.row.id, Span(match.start, match.end)),), own)


def _inside(amount: Amount, words: Words) -> Match | None:
    return next((p for p in reversed(words.periods) if amount.start < p.start and p.end <= amount.end), None)


def _behind(amount: Amount, ruling: Ruling, words: Words, others: Sequence[Amount], reader: Reader) -> Match | None:
    """The period straight behind the amount."""
    for period in words.periods:
        if period.start < amount.end:
            continue
        if any(amount.end <= o.start < period.start for o in others if not o.weak):
            return None
        if period.start - amount.end > 70:
            return None
        gap = reader.hits.folded[amount.end : period.start]
        if gap.strip() in ("+ per", "+ a", "+ an") or (gap in ("+", "+ ") and not _names_more(period, reader.hits.folded)):
            return period
        if not GAP_RE.fullmatch(gap):
            return None
        if _leads_next(amount, period, others, reader.hits.folded):
            return None
        strange = [m for m in words.evidence if amount.end <= m.start <= period.start and m is not ruling.match]
        if any(m.row.get("kind") != ruling.kind for m in strange):
            return None
        return period
    return None


def _names_more(period: Match, folded: str) -> bool:
    """Whether a period behind a plus is the first word of something else: `$24+ annual bonus`, but not `$24+ hourly`."""
    return folded[period.end : period.end + 2].strip(" *").isalpha()


def _before(
    amount: Amount, ruling: Ruling, statement: Statement, words: Words, others: Sequence[Amount], folded: str
) -> Match | None:
    """The last period before the amount in its sentence that belongs to the words that made it pay, or to nothing else."""
    for period in reversed(words.periods):
        if period.end > amount.start:
            continue
        if period.start < statement.start and not (
            ruling.match and ruling.match.start < statement.start and ruling.match.start - OWNER_GAP <= period.start
        ):
            return None
        if not _owned(period, amount, ruling, words, folded) or _claimed(period, (*others, amount), folded, statement.start):
            continue
        between = [o for o in others if period.end <= o.start < amount.start and not o.weak]
        listed = ruling.match and (ruling.inherited or ruling.match.start < statement.start)
        if between and not (listed and ruling.match and period.end <= between[0].start and ruling.match.end <= between[0].start):
            return None
        return period
    return None


def _claimed(period: Match, others: Sequence[Amount], folded: str, start: int) -> bool:
    """Whether a period stands straight behind another amount: it is that one's."""
    return any(
        o.start < period.start < o.end
        or (
            0 <= period.start - o.end <= OWNER_GAP
            and GAP_RE.fullmatch(folded, o.end, period.start)
            and not TIMED_RE.match(folded, o.end, period.start)
            and not _leads_next(o, period, others, folded)
        )
        for o in others
        if o.end > start
    )


def _leads_next(amount: Amount, period: Match, others: Sequence[Amount], folded: str) -> bool:
    """Whether a period behind an amount is set off from it and stands straight before another: `Monthly $4,512 / Annual $54,144`."""
    gap = folded[amount.end : period.start].strip()
    apart = (bool(gap) and gap[0] in "/,;|+&(") or "\n" in folded[amount.end : period.start]
    return apart and any(o.start - period.end >= 0 and LEADS_RE.fullmatch(folded, period.end, o.start) for o in others)


def _owned(period: Match, amount: Amount, ruling: Ruling, words: Words, folded: str) -> bool:
    """Whether the first words of pay at or behind a period are those that made the amount pay (or there are none)."""
    for match in words.evidence:
        if match.end <= period.start or match.start >= amount.start:
            continue
        if match.start - period.end > OWNER_GAP:
            break
        return match is ruling.match or (match.row.get("kind") == ruling.kind and match.row.family == "pay/cue")
    earlier = [m for m in words.evidence if m.end <= period.start]
    if earlier and ";" in folded[earlier[-1].end : period.start]:
        return True
    return not earlier or earlier[-1].row.get("kind") == ruling.kind or earlier[-1] is ruling.match


def _shared(
    amount: Amount, ruling: Ruling, statement: Statement, words: Words, others: Sequence[Amount], reader: Reader
) -> Match | None:
    """A period behind a list of amounts that counts for all of them: `50-65 USD or 200-260 PLN per hour`."""
    later = [o for o in others if amount.end <= o.start < statement.end and not o.weak]
    for period in words.periods:
        if period.start < amount.end:
            continue
        if period.row.get("shared"):
            return period
        ahead = [o for o in later if o.end <= period.start]
        if not ahead or len(ahead) != len([o for o in later if o.start < period.start]):
            continue
        if not GAP_RE.fullmatch(reader.hits.folded, ahead[-1].end, period.start):
            return None
        chain = [amount, *ahead]
        gaps = list(zip(chain, ahead, strict=False))
        comma = reader.hits.folded[ahead[-1].end : period.start].lstrip().startswith(",")
        tight = all(LIST_RE.fullmatch(reader.hits.folded, a.end, b.start) for a, b in gaps)
        differ = all((a.currency and a.currency.code) != (b.currency and b.currency.code) for a, b in gaps)
        if (tight and differ) or (comma and differ) or _one_list(chain, period, words, ruling):
            return period
        return None
    return None


LIKE = 2.5
"""Figures of one list are at most so many times one another: the widest scale of places and levels in the corpus is 2.2."""


def _one_list(chain: Sequence[Amount], period: Match, words: Words, ruling: Ruling) -> bool:
    """Whether amounts are figures of one list, whose one period stands behind the last: all alike, and nothing else is said between."""
    if ruling.kind not in ("", *TIMED_KINDS) or any(a.is_range != chain[0].is_range or not a.values for a in chain):
        return False
    if any((a.currency and a.currency.code) != (chain[0].currency and chain[0].currency.code) for a in chain):
        return False
    if max(max(a.values) for a in chain) > LIKE * min(max(a.values) for a in chain):
        return False
    between = [m for m in words.evidence if chain[0].end <= m.start < period.start]
    return all(m is ruling.match or m.row.get("kind") == ruling.kind for m in between)


def _heading(statement: Statement, reader: Reader, kind: str, *, tabled: bool) -> Period:
    """The period that the lines above state; the head of its column is as good as the amount's own words (`tabled`)."""
    kinds = ("stipend",) if kind == "stipend" else (*TIMED_KINDS, "stipend")
    for lead in reader.leads(statement):
        words = reader.words(lead.start, lead.end)
        own = any(m.row.get("kind") in kinds for m in words.evidence)
        for period in reversed(words.periods):
            if own or not words.evidence:
                return _stated(period, own=tabled and reader.blocks[reader.block_at(lead.start)].shape == "row")
    return NO_PERIOD


@lru_cache(maxsize=4)
def _pieces(rulebook: Rulebook) -> tuple[Fused, Fused]:
    """The rows of what is paid for that is no time, behind an amount and before one."""
    rows = rulebook.rows("pay/piece")
    return fused(rows, r"[\s*_,(]*+(?:{})"), fused(rows, r"(?:{})[\s*_:]*+\Z")


PIECE_LABEL = 24
"""How far before an amount a label with a piece begins: "Rate per delivery: $6.50"."""


def _piece(amount: Amount, folded: str, rulebook: Rulebook) -> Evidence | None:
    """What says that an amount is paid by the piece."""
    behind, before = _pieces(rulebook)
    if behind.pattern is None:
        return None
    found = behind.pattern.match(folded, amount.end)
    row = behind.row(found)
    if row is None and (at := folded.find("per ", max(0, amount.start - PIECE_LABEL), amount.start)) >= 0:
        found = before.pattern.match(folded, at, amount.start)
        row = before.row(found)
    return Evidence("period", row.id, Span(*found.span(found.lastindex))) if row else None


def inferred_period(
    amount: Amount, kind: str, code: str | None, intern: Callable[[], str], folded: str, rulebook: Rulebook
) -> Period:
    """The period that the size of an amount gives away; none where it is paid by the piece.

    `intern` finds the row that calls the job an internship; it is asked only where the bands of interns say something else.
    """
    code = code or (THOUSANDS if any(t.scale == "k" for t in amount.tokens) else None)
    if kind not in TIMED_KINDS or not code or not amount.values:
        return NO_PERIOD
    if piece := _piece(amount, folded, rulebook):
        return Period(None, None, (piece,))
    held = bands(rulebook).get(code, ())
    plain = _by_band(amount, held, "any", "")
    if not any(band.job == "intern" for band in held):
        return plain
    special = _by_band(amount, held, "intern", "pay-job-intern")
    if special.name in (None, plain.name):
        return plain
    rule = intern()
    return _by_band(amount, held, "intern", rule) if rule else plain


def _by_band(amount: Amount, known: Sequence[Band], job: str, intern: str) -> Period:
    low, high = min(amount.values), max(amount.values)
    held = [band for band in known if band.job == job and band.low <= low and high <= band.high]
    if not held or any(band.period != held[0].period for band in held):
        return Period(None, None, ambiguous=bool(known))
    evidence = [Evidence("period", held[0].rule, Span(amount.start, amount.end))]
    if intern:
        evidence.append(Evidence("period", intern, Span(amount.start, amount.end)))
    return Period(held[0].period, "inferred", tuple(evidence))
