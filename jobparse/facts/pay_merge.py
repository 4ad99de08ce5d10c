"""Entries of pay → the same without repetitions, and what they disagree about.

In: the entries in order of place. Out: one entry for each range that is stated, however often it is said; and a finding where the site
and the employer state different pay. Equal ranges with different scopes stay two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from jobparse.model import TIMED_KINDS, Finding

if TYPE_CHECKING:
    from jobparse.model import PayRange


def merged(entries: Sequence[PayRange]) -> tuple[PayRange, ...]:
    """Each range once: the fuller statement stands, at the place of the first."""
    kept: list[PayRange] = []
    seen: dict[tuple[object, ...], list[int]] = {}
    for entry in entries:
        key = (entry.min, entry.max, entry.kind, entry.by)
        for at in seen.get(key, ())[:20]:
            if _same(kept[at], entry):
                kept[at] = _fuller(kept[at], entry)
                break
        else:
            seen.setdefault(key, []).append(len(kept))
            kept.append(entry)
    return tuple(kept)


def _same(one: PayRange, other: PayRange) -> bool:
    """Whether two entries with equal ends state the same pay."""
    if None not in (one.mid, other.mid) and one.mid != other.mid:
        return False
    if None not in (one.currency, other.currency) and one.currency != other.currency:
        return False
    stated = [e.period for e in (one, other) if e.period_basis == "stated"]
    if len(set(stated)) > 1:
        return False
    if not one.scope or not other.scope:
        return True
    first, second = one.scope.casefold(), other.scope.casefold()
    return first in second or second in first


def _fuller(first: PayRange, again: PayRange) -> PayRange:
    """The first statement with what the second adds: a stated period, a scope, a midpoint, a currency."""
    if first.period_basis != "stated" and again.period_basis == "stated":
        first = replace(
            first,
            period=again.period,
            period_basis=again.period_basis,
            year_min=again.year_min,
            year_max=again.year_max,
            evidence=(*first.evidence, *again.evidence),
        )
    if first.scope is None and again.scope is not None:
        first = replace(first, scope=again.scope, zone=again.zone)
    if first.mid is None and again.mid is not None:
        first = replace(first, mid=again.mid)
    if first.currency is None and again.currency is not None:
        first = replace(first, currency=again.currency, currency_basis=again.currency_basis)
    return first


def conflicts(entries: Sequence[PayRange]) -> list[Finding]:
    """A finding for each figure of the site that is neither one of the employer's nor the whole that they span."""
    own = [e for e in entries if e.by == "employer" and e.kind in TIMED_KINDS]
    if not own:
        return []
    known = {(e.min, e.max) for e in own}
    lows, highs = [e.min for e in own if e.min is not None], [e.max for e in own if e.max is not None]
    known.add((min(lows) if lows else None, max(highs) if highs else None))
    found: list[Finding] = []
    for entry in entries:
        if entry.by == "aggregator" and (entry.min, entry.max) not in known:
            found.append(Finding("pay_conflict", f"The site says {_said(entry)}, the employer {_said(own[0])}.", entry.span))
    return found


def _said(entry: PayRange) -> str:
    return " ".join(entry.quote.split()) + (f" per {entry.period}" if entry.period else "")
