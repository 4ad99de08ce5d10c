"""Two figures in one breath that share what is said once: `90k/180k USD (base/OTE)`, `$60k + $45k`.

In: amounts in order of place. Out: whether two are a pair, and the amounts with the currency of their pair. What a pair is called is a row of `pay/cue`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobparse.facts.pay_amounts import Amount

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
