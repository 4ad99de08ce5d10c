"""Amount in its statement → ruling: pay of a kind, something else, or unclear.

In: an amount, its statement and what the rows say there. Out: a `Ruling` with the row that decided. Nearest evidence wins: what
stands beside an amount beats the rest of its sentence, the sentence beats the lines above. Where nothing is said at all, an amount is
pay only if its form says so (alone on its line, or behind the label of a level or place) and its size does not speak against it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.facts.pay_amounts import LABELLED
from jobparse.facts.pay_bands import limits
from jobparse.facts.pay_labels import GLUED_RE
from jobparse.facts.pay_pairs import paired
from jobparse.facts.rowscan import Fused, fused
from jobparse.matching import Match
from jobparse.model import Span

if TYPE_CHECKING:
    from jobparse.facts.pay_amounts import Amount
    from jobparse.facts.pay_statement import Reader, Statement, Words
    from jobparse.rulebook import Row, Rulebook

PAY, REFUSED, UNCLEAR = "pay", "refused", "unclear"

BEFORE_REACH = 160
BEHIND_REACH = 34
"""Words behind an amount say what it is only when they follow at once ("$5,000 sign-on bonus"); a clause later they speak of something else."""

FARTHEST = 260
"""No words farther away than this are looked at."""

BETWEEN = 20.0
"""The price of another amount between words and the amount they might speak of."""

SENTENCE_PRICE = 25.0
LEAD_PRICE = 30.0
HEAD_PRICE = 40.0
"""What it costs evidence to stand in an earlier sentence, in the line above, or in the heading. All prices are in quarters of a character of distance."""

ALIKE = 4.0
"""Two amounts are taken for figures of one list when one is at most so many times the other."""

PRICES_RE = re.compile(r"(?P<strong>[;|\n])|(?P<weak>[,(]|\s(?:and|plus|&|or|with)\s|\s\+|\+\s)")
STOP_RE = re.compile(r"[,;|\n.:•+]|\s(?:and|plus|&|with|or|then|while|whereas|against)\s|\s-\s|\s/\s")


class Ruling(NamedTuple):
    """What an amount is. `match` is the row and place that decided; without one `rule` alone names the form that did."""

    fate: str
    kind: str
    rule: str
    span: Span
    match: Match | None = None
    inherited: bool = False
    price: float = 0.0


class Candidate(NamedTuple):
    """One piece of evidence with its price; `between` when another amount stands between the two, `pair` when the two are a pair (`90k/180k`)."""

    price: float
    match: Match
    between: bool
    pair: bool = False


def rule_on(amount: Amount, statement: Statement, others: Sequence[Amount], reader: Reader, rulebook: Rulebook) -> Ruling:
    """The ruling on one amount; `others` are the amounts of the same statement and its neighbours, in order of place."""
    follower = _follower(amount, statement, reader, rulebook)
    if follower and not follower[0].get("spares"):
        return Ruling(REFUSED, "", follower[0].id, follower[1])
    near = _beside(amount, statement, reader.words(statement.reach, statement.end), others, reader)
    if follower:
        row, span = follower
        ahead = [c for c in near if c.match.end <= amount.start and not c.between] or _above(amount, statement, others, reader)
        leading = min(ahead, key=lambda c: c.price, default=None)
        if not (leading and leading.match.row.get("kind") in row.get("spares")):
            return Ruling(REFUSED, "", row.id, span)
    beside = _best(amount, near, others)
    best = beside
    if beside is None or beside.price > 1:
        above = _best(amount, _above(amount, statement, others, reader), others)
        best = above if above and (beside is None or above.price < beside.price) else beside
    limit = None if follower else over_limit(amount, best.match.row.get("kind", "") if best else "", rulebook)
    if limit:
        return Ruling(REFUSED, "", limit.id, Span(amount.start, amount.end))
    if best is None:
        return Ruling(UNCLEAR, "", "", Span(amount.start, amount.end))
    row, span = best.match.row, Span(best.match.start, best.match.end)
    if row.family == "pay/refusal":
        return Ruling(REFUSED, "", row.id, span, best.match, best.between, best.price)
    kind = row.get("then") if best.between and row.get("then") else row.get("kind")
    return Ruling(PAY, kind, row.id, span, best.match, best.between, best.price)


@lru_cache(maxsize=4)
def followers(rulebook: Rulebook, *, part: bool = False) -> Fused:
    """The rows of `pay/follower`, fused: those that always count, or those that count for parts of a bonus."""
    return fused((row for row in rulebook.rows("pay/follower") if row.get("part", False) == part), r"[\s*_,]*+(?:{})")


PART_GAP = 200
"""How far behind a bonus its instalments are told: the longest in the corpus stands 96 characters behind."""


def instalment(amount: Amount, ruling: Ruling, first: Ruling, whole: Amount, folded: str, rulebook: Rulebook) -> Ruling | None:
    """The ruling on a part of the bonus before it: `a $1,500 sign-on bonus, $750 after thirty days and $750 after ninety`."""
    if first.kind not in ("sign_on", "bonus") or amount.is_range or amount.weak or amount.start - whole.end > PART_GAP:
        return None
    if not amount.values or not whole.values or amount.values[-1] * 2 > whole.values[-1] * 1.01:
        return None
    told = ruling.match
    if ruling.fate == PAY and told and whole.end <= told.start != first.span.start and ruling.price < OWN_PRICE:
        return None
    rows = followers(rulebook, part=True)
    found = rows.pattern.match(folded, amount.end) if rows.pattern else None
    row = rows.row(found)
    return Ruling(REFUSED, "", row.id, Span(*found.span(found.lastindex))) if found and row else None


OWN_PRICE = 6.0
"""Words cheaper than this stand beside an amount and speak of it alone."""


PERIOD_GAP = 6
"""How far behind an amount its period may begin, for a follower to stand behind it."""


def _follower(amount: Amount, statement: Statement, reader: Reader, rulebook: Rulebook) -> tuple[Row, Span] | None:
    """The row that says what an amount is for, straight behind it or behind its period."""
    rows = followers(rulebook)
    if rows.pattern is None:
        return None
    match, folded = rows.pattern.match, reader.hits.folded
    found = match(folded, amount.end)
    if found is None:  # only now are the periods looked for
        periods = reader.words(statement.reach, statement.end).periods
        ends = (p.end for p in periods if 0 <= p.start - amount.end <= PERIOD_GAP)
        found = next((m for end in ends if (m := match(folded, end))), None)
    row = rows.row(found)
    return (row, Span(*found.span(found.lastindex))) if found and row else None


def over_limit(amount: Amount, kind: str, rulebook: Rulebook) -> Row | None:
    """The row that says that no pay has this size."""
    if amount.weak or not amount.values:
        return None
    code = amount.currency.code if amount.currency else ""
    for row in limits(rulebook).get(code, ()):
        if kind not in row.get("spares", ()):
            above, below = row.get("above"), row.get("below")
            if (above is not None and max(amount.values) >= above) or (below is not None and min(amount.values) < below):
                return row
    return None


def _best(amount: Amount, candidates: list[Candidate], others: Sequence[Amount]) -> Candidate | None:
    """The cheapest evidence that may speak of the amount."""
    usable = [c for c in candidates if not c.between or _inherits(amount, c, others)]
    return min(usable, key=lambda c: (c.price, c.match.row.order), default=None)


def _inherits(amount: Amount, candidate: Candidate, others: Sequence[Amount]) -> bool:
    """Whether words that speak of another amount first speak of this one too: refusals do, pay only for figures of like size."""
    if candidate.match.row.family == "pay/refusal":
        return True
    if candidate.match.row.get("then") and (candidate.match.start >= amount.end or candidate.pair):
        return True  # the label of two figures
    if amount.weak:
        return False
    if candidate.match.row.get("kind") not in ("base", "total", "stipend", "ote", "differential"):
        return False
    between = [o for o in others if candidate.match.end <= o.start < amount.start and not o.weak]
    return any(_alike(amount, other) for other in between)


def _alike(one: Amount, other: Amount) -> bool:
    if not one.values or not other.values:
        return False
    small, large = sorted((max(one.values), max(other.values)))
    same = (one.currency and one.currency.code) == (other.currency and other.currency.code)
    return small > 0 and (large / small <= ALIKE or not same)


def _beside(amount: Amount, statement: Statement, words: Words, others: Sequence[Amount], reader: Reader) -> list[Candidate]:
    """The evidence in the sentence and the sentences before it, priced."""
    found: list[Candidate] = []
    folded = reader.hits.folded
    near = bisect_left(words.evidence, amount.start - FARTHEST, key=lambda m: m.start)
    reach = 0 if amount.weak else LETTERS
    for match in words.evidence[near:]:
        if match.start > amount.end + FARTHEST:
            break
        side = match.row.get("side", "any")
        if match.start < amount.start and match.end <= amount.start + reach and side != "before":
            priced = _before(match, amount, statement, others, folded)
        elif match.start >= amount.end and side != "after" and (not amount.weak or _scaled(amount, match)):
            priced = _behind(match, amount, others, folded, words)
            if priced and GLUED_RE.search(reader.hits.value, amount.end, match.start):
                continue
        else:
            continue
        if priced:
            found.append(priced)
    return found


LETTERS = 4
"""How far words may reach into an amount, over the letters of its currency: "clients spend" with what follows, before C$80,000."""

BASELIKE = (None, "base")
"""Kinds that a list of figures shares; None is a refusal's."""

TAKEN_PRICE = 3.0
"""What it costs words of base pay that they stand straight behind another figure: what stands behind this one beats them."""

TAKEN_RE = regex.compile(r" ?(?:as (?:an? |your )?|in )?(?:(?!per\b|a\b|an\b|each\b)[\p{L}-]+ ){0,2}")
AND_RE = re.compile(r"(?:[^:(]*?)(?:\band\b|\bplus\b|\+|&|,|;|\.|!|/|\|)(?! up to)[^:(]*")


def _taken(match: Match, amount: Amount, others: Sequence[Amount], folded: str) -> bool:
    """Whether words of a bonus or the like stand straight behind another figure, and the amount is one more thing.

    "You receive €1.500 as a welcome bonus and €3.100 gross per month": the bonus has its figure.
    """
    if not AND_RE.fullmatch(folded, match.end, amount.start):
        return False
    return any(o.end <= match.start and TAKEN_RE.fullmatch(folded, o.end, match.start) for o in others if not o.weak)


def _scaled(amount: Amount, match: Match) -> bool:
    """Whether bare numbers with a scale stand straight before words of pay: `120K-145K base`."""
    return match.start - amount.end <= 2 and any(t.scale for t in amount.tokens)


def _before(match: Match, amount: Amount, statement: Statement, others: Sequence[Amount], folded: str) -> Candidate | None:
    gap = folded[match.end : amount.start]
    reach = match.row.get("reach", BEFORE_REACH)
    if len(gap) > reach:
        return None
    if match.row.get("kind") not in BASELIKE and ("•" in gap or _taken(match, amount, others, folded)):
        return None
    then = match.row.get("then")
    ahead = [o for o in others if match.end <= o.start and o.end <= amount.start and not (o.weak and not then)]
    between = len(ahead)
    price = len(gap) / 4 - match.row.get("pull", 0)
    for found in PRICES_RE.finditer(gap):
        price += 8 if found["strong"] else 3
    if match.start < statement.start:
        price += SENTENCE_PRICE
    if match.row.get("kind") == "base" and _taken(match, amount, others, folded):
        price += TAKEN_PRICE
    if amount.weak and price + min(match.row.get("pull", 0), 0) > _weak_price(amount):
        return None
    if then and between == 1 and paired(ahead[0], amount, folded):
        return Candidate(price, match, between=True, pair=True)
    return Candidate(price + BETWEEN * min(between, 3), match, between > 0)


BARE_PRICE = 6
"""What the words may cost that make one bare number pay."""


def _weak_price(amount: Amount) -> int:
    """What the words that make bare numbers pay may cost at most: more where labels call them minimum and maximum."""
    if any(e.rule in LABELLED for e in amount.evidence):
        return 22
    return 12 if amount.is_range or any(t.scale for t in amount.tokens) else BARE_PRICE


def _behind(match: Match, amount: Amount, others: Sequence[Amount], folded: str, words: Words) -> Candidate | None:
    gap = folded[amount.end : match.start]
    reach = (
        min(match.row.get("reach", BEHIND_REACH), BEHIND_REACH)
        if match.row.get("side") != "before"
        else match.row.get("reach", BEHIND_REACH)
    )
    if len(gap) > reach + 12 or _leads_on(match, amount, others, folded, words):
        return None
    for period in words.periods:
        if amount.end <= period.start and period.end <= match.start:
            per = PER_RE.search(folded[amount.end : period.start])
            gap = gap.replace(folded[amount.end + per.start() if per else period.start : period.end], " ", 1)
    between = [o for o in others if amount.end <= o.start < match.start and not o.weak]
    if len(between) == 1 and match.row.get("then") and paired(amount, between[0], folded):
        return Candidate(0.1 - match.row.get("pull", 0), match, between=True, pair=True)
    if between:
        if match.row.family != "pay/refusal" or not _alike(amount, between[0]) or not _listed(amount, between[0], folded):
            return None
        gap = folded[between[-1].end : match.start]
    if len(gap) > reach or (STOP_RE.search(gap) and match.row.get("side") != "before"):
        return None
    price = 0.1 + len(gap.strip()) / 2 + (2.5 if "(" in gap else 0) - match.row.get("pull", 0)
    return Candidate(price + (2 if between else 0), match, between=False)


LABEL_RE = re.compile(r"[\s:=*_-]{0,4}(?:(?:of|is|at)\s)?")
"""What stands between a label and its figure."""


def _leads_on(match: Match, amount: Amount, others: Sequence[Amount], folded: str, words: Words) -> bool:
    """Whether words behind an amount that has a label of its own are the label of the next: `Base $120,000 OTE $180,000`."""
    following = next((o for o in others if o.start >= match.end and not o.weak), None)
    if following is None or not LABEL_RE.fullmatch(folded, match.end, following.start):
        return False
    if ":" in folded[match.end : following.start] and folded[max(0, amount.start - 3) : amount.start].rstrip().endswith(":"):
        return True  # the label above is a heading of its own
    return any(
        m.start < amount.start
        and (
            LABEL_RE.fullmatch(folded, m.end, amount.start)
            if m.row.family == "pay/cue"
            else amount.start - m.end <= REFUSED_GAP and "." not in folded[m.end : amount.start]
        )
        for m in words.evidence
    )


REFUSED_GAP = 8
"""Between words of a perk or price and its figure: "a discount worth $80", "memberships from $90"."""


PER_RE = re.compile(r"[ /]*(?:\b(?:per|an?|each|every|pro|par|al|im)[ -])?$")
"""What is read with a unit of time: "per" in "per year"."""

LISTED_RE = regex.compile(r"[\s/,]*(?:\([^()]{1,25}\)|/?\s?\p{L}{2,12})?[\s/,]*(?:or|and|/|,|-)?\s*")


def _listed(amount: Amount, following: Amount, folded: str) -> bool:
    """Whether two amounts are named in one breath: `$750 (single) or $1,500 (family)`."""
    return following.start >= amount.end and bool(LISTED_RE.fullmatch(folded, amount.end, following.start))


def _above(amount: Amount, statement: Statement, others: Sequence[Amount], reader: Reader) -> list[Candidate]:
    """The evidence in the lines that lead to the statement."""
    found: list[Candidate] = []
    tabled = any(e.field == "column" for e in amount.evidence)
    if amount.weak and not tabled and reader.hits.folded[statement.start : amount.start].strip(" \n*_~"):
        return found
    for number, lead in enumerate(reader.leads(statement)):
        words = reader.words(lead.start, lead.end)
        cues = any(m.row.family == "pay/cue" for m in words.evidence)
        for match in words.evidence:
            refuses = match.row.family == "pay/refusal"
            if refuses and cues and not match.row.get("lead"):
                continue
            if amount.weak and ((number and not tabled) or refuses):
                continue
            if refuses and not match.row.get("lead") and (number or lead.far):
                continue
            if match.row.get("side") == "before" or lead.end - match.end > match.row.get("reach", lead.end):
                continue
            label = amount.start - lead.end <= 4 and "\n" not in reader.hits.folded[lead.end : amount.start]
            price = (
                (1.0 if label else HEAD_PRICE if lead.far else LEAD_PRICE)
                + 6 * number
                - match.row.get("pull", 0)
                - match.end / 1e7
            )
            pair = bool(match.row.get("then")) and any(paired(o, amount, reader.hits.folded) for o in others)
            found.append(Candidate(price, match, between=pair, pair=pair))
        if found:
            break
    return found
