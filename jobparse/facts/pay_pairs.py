"""Two figures in one breath that share what is said once: `90k/180k USD (base/OTE)`, `$60k + $45k`.

In: amounts in order of place. Out: whether two are a pair, and the amounts with the currency of their pair. What a pair is called is a row of `pay/cue`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jobparse.facts.money import tidy

if TYPE_CHECKING:
    from jobparse.facts.pay_amounts import Amount
    from jobparse.facts.pay_near import Near

PAIR_RE = re.compile(
    r"(?:\s?{per})?\s?(?:/|\+|\||-|,|&|and|plus)\s?".replace("{per}", r"(?:/ ?y(?:ea)?r|per year|a year|p\.?a\.?)")
)
"""What stands between the two figures of a pair that one label names: `90k/180k (base/OTE)`, `$60k + $45k`."""


def paired(first: Amount, second: Amount, folded: str) -> bool:
    """Whether two figures stand in one breath, as a pair."""
    return bool(PAIR_RE.fullmatch(folded, first.end, second.start))


def with_shared_currency(amounts: list[Amount], folded: str) -> list[Amount]:
    """The amounts, a currency that is said once for two with a slash between given to both: `90k/180k USD`, `$55k / 95k`."""
    for index in range(1, len(amounts)):
        first, second = amounts[index - 1], amounts[index]
        if first.weak == second.weak or second.start - first.end > len(" / ") or folded[first.end : second.start].strip() != "/":
            continue
        if first.tokens[-1].scale == second.tokens[-1].scale == "k":
            currency = first.currency or second.currency
            amounts[index - 1 : index + 1] = (a._replace(weak=False, currency=a.currency or currency) for a in (first, second))
    return amounts


SHORTEST, LONGEST = 20, 1000
"""What thousands of a year's pay come to where the letter for them is left out."""

BESIDE, LIKE = 28, 3
"""How far from such a figure the one with the letter stands, and how many times as large it is at most."""

TIMED_RE = re.compile(r" ?(?:/ ?|per |an? |p/?)(?:h|hr|hour|day|d|week|wk|month|mo)\b| ?hourly")
"""A figure that is paid for an hour or a day is no thousands."""


def with_shared_thousands(amounts: list[Amount], hits: Near) -> list[Amount]:
    """The amounts, one multiplied whose letter is left out beside others that have it: `$65 base / $120K OTE`, `$55K, $70 or $90K`."""
    scaled = [a.tokens[-1].scale == "k" for a in amounts]
    for index, amount in enumerate(amounts if any(scaled) else ()):
        token = amount.tokens[0]
        if scaled[index] or amount.is_range or amount.weak or token.scale or not SHORTEST <= token.raw < LONGEST:
            continue
        if token.raw % 1 or TIMED_RE.match(hits.folded, amount.end):
            continue
        near = [
            amounts[at]
            for at in (index - 1, index + 1)
            if 0 <= at < len(amounts) and scaled[at] and _listed(amount, amounts[at], hits.folded)
        ]
        if len(near) > 1 or (near and _base_and_target(amount, near[0], hits)):
            value = tidy(token.raw * 1000)
            amounts[index] = amount._replace(low=value, high=value)
    return amounts


def _listed(amount: Amount, other: Amount, folded: str) -> bool:
    """Whether two figures of one currency and like size stand close together on a line."""
    first, second = sorted((amount, other), key=lambda a: a.start)
    if second.start - first.end > BESIDE or "\n" in folded[first.end : second.start]:
        return False
    small, large = sorted((amount.tokens[0].raw, other.tokens[-1].raw))
    return amount.currency == other.currency and large <= small * LIKE


def _base_and_target(amount: Amount, other: Amount, hits: Near) -> bool:
    """Whether words call one of two figures the base and the other the target."""
    start, end = min(amount.start, other.start) - BESIDE, max(amount.end, other.end) + BESIDE
    kinds = {m.row.get("kind") for m in hits.found("pay/cue", max(start, 0), min(end, len(hits.folded)))}
    return {"base", "ote"} <= kinds
