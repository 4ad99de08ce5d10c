"""The rows of pay/ that are numbers, by currency or period: what pay of a period amounts to, sizes that no pay has, how often a year pay is paid.

In: the rulebook. Out: tables, made once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jobparse.rulebook import Row, Rulebook


class Band(NamedTuple):
    """What pay of a period amounts to in one currency, for any job or for interns."""

    rule: str
    job: str
    period: str
    low: float
    high: float


@lru_cache(maxsize=4)
def bands(rulebook: Rulebook) -> dict[str, tuple[Band, ...]]:
    """The bands by currency."""
    by_code: dict[str, tuple[Band, ...]] = {}
    for row in rulebook.rows("pay/band"):
        band = Band(row.id, row.get("job"), row.get("period"), row.get("low"), row.get("high"))
        for code in row.get("codes"):
            by_code[code] = (*by_code.get(code, ()), band)
    return by_code


@lru_cache(maxsize=4)
def limits(rulebook: Rulebook) -> dict[str, tuple[Row, ...]]:
    """The rows of `pay/limit` by currency."""
    by_code: dict[str, tuple[Row, ...]] = {}
    for row in rulebook.rows("pay/limit"):
        for code in row.get("codes", ()):
            by_code[code] = (*by_code.get(code, ()), row)
    return by_code


@lru_cache(maxsize=4)
def yearly(rulebook: Rulebook) -> dict[str, Row]:
    """The rows that say how many times a year the pay of a period is paid."""
    return {row.get("period"): row for row in rulebook.rows("pay/annual")}
