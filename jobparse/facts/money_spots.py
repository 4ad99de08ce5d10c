"""Text → the numbers in it that could be money, told from the few characters beside each.

In: the text of a posting with its words of pay near, and the spellings of currencies and scales in the form of `Beside`. Out: where such
numbers stand. Most postings have none, and most numbers are years, phone numbers and counts: this is the look that lets them go.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from jobparse.facts.pay_near import Near


class Beside(NamedTuple):
    """What stands beside a number that is money: signs, the ends of currencies before it, the beginnings of what stands behind it.

    `ends` are the last two characters of currencies and letters that stand for one, `openings` the signs and the first two characters of `feet`,
    `first` those of `tails_of_pay` (none where they cannot be told): by them most of what stands beside a number is told to be nothing.
    """

    symbols: frozenset[str]
    heads: frozenset[str]
    ends: frozenset[str]
    feet: dict[str, int]
    openings: frozenset[str]
    tails_of_pay: Any
    first: frozenset[str]


SPOT_RE = re.compile(
    r"""
    [0-9] (?:
        \d{0,2} (?: [ \u2009\u202f] \d{3} (?!\d) )++        # 85 052
      | (?! \d?+ (?: \+?[ -]?(?:years?|yrs?|minutes|people|percent)\b | % | th\b | -\d\d?[ +]{0,2}(?:years?|yrs?)\b ) ) [\d.,']*+
    )
    """,
    re.VERBOSE,
)
"""Numbers, but for those that count years, shares, minutes and people: two of three in a posting."""

DIGIT = b"1"
DIGITS = bytes(DIGIT[0] if chr(code) in "0123456789" else ord(" ") for code in range(256))
"""Makes every figure the same byte: the next one is found in a third of the time that a pattern takes."""

BESIDE = 60
"""How far from an amount with a currency a bare number is looked at. A range in the sample is at most 110 characters long."""

BEFORE_CUE, BEHIND_CUE = 24, 200
"""How far before and behind words of pay a bare number is looked at."""

BARE, NAMED = 1, 2
"""What a number could be by what stands beside it: an amount if words of pay are near, or one with its currency."""


def spots(near: Near, beside: Beside) -> list[int]:
    """Where numbers stand that could be money.

    Everything is told from a few characters beside the number, and from words of pay near those that are bare.
    """
    folded = near.folded
    found: list[tuple[int, int]] = []
    digit = folded.encode("latin-1", "replace").translate(DIGITS).find
    look = SPOT_RE.match
    start = digit(DIGIT)
    while start >= 0:
        match = look(folded, start)
        if match is None:
            start = digit(DIGIT, start + 1)
            continue
        stop = match.end()
        kind = _seems(near, start, stop - 1 if folded[stop - 1] in ".,'" else stop, beside)
        if kind:
            found.append((start, kind))
        start = digit(DIGIT, stop)
    named = [start for start, kind in found if kind == NAMED]
    return [start for start, kind in found if kind == NAMED or _close(named, start) or _spoken(near, start)]


def _spoken(near: Near, start: int) -> bool:
    """Whether words of pay stand near a bare number, or a field that names the currency."""
    if near.says("pay/cue", start - BEHIND_CUE, start + BEFORE_CUE):
        return True
    return near.says("pay/note", start - BESIDE, start + 2 * BESIDE)


def _close(named: list[int], start: int) -> bool:
    """Whether an amount with a currency stands near."""
    at = bisect_left(named, start - BESIDE)
    return at < len(named) and named[at] <= start + BESIDE


def _seems(near: Near, start: int, end: int, beside: Beside) -> int:
    """What the number at `[start, end)` could be: 0 where it is no money in any company."""
    folded = near.folded
    before = folded[start - 1] if start else " "
    if before in beside.symbols:
        return NAMED
    head = folded[max(0, start - 6) : start].rstrip() if before.isspace() else folded[max(0, start - 5) : start]
    if head and (head[-1] in beside.symbols or (_may_end(head, beside.ends) and named_before(head, beside.heads))):
        return NAMED
    tail = folded[end : end + 4]
    at = int(tail[:1] == "+")
    at += tail[at : at + 1].isspace()
    if tail[at : at + 2] in beside.openings or tail[at : at + 1] in beside.openings:
        behind = named_behind(near, end, beside)
        if behind:
            return 0 if folded[start : end + 1].startswith(PLANS) else behind
    if end - start > 3:
        return 0 if end - start == 4 and folded[start : start + 2] in ("19", "20") else BARE
    tail = tail.lstrip()[:2]
    if beside.first and len(tail) > 1 and tail not in beside.first and tail[0] not in beside.first:
        return 0
    return BARE if beside.tails_of_pay.match(folded, end) else 0


def _may_end(head: str, ends: frozenset[str]) -> bool:
    """Whether the last characters before a number are those of a currency."""
    return head[-2:] in ends or head[-1] in ends


MARKS = ("/-", ".-", ",-")
"""What writers put in the place of cents."""


def named_behind(near: Near, end: int, beside: Beside) -> int:
    """What stands behind a number: a currency (behind a scale, too), a scale alone, or neither."""
    folded = near.folded
    at = end + 1 if folded[end : end + 1] == "+" else end
    kind = 0
    for _ in range(2):
        at += folded[at : at + 1].isspace()
        tail = folded[at : at + 4]
        if tail[:1] in beside.symbols:
            return NAMED
        length = len(tail) if tail[:2] in beside.openings else 1
        while length and tail[:length] not in beside.feet:
            length -= 1
        if not length:
            return kind
        if length <= CODE and tail[length : length + 1].isalpha() and tail[0] != "k" and tail[0].isascii():
            # "5,800 USDSingapore", but not "5 pending"
            return NAMED if length == CODE and near.value[at : at + CODE].isupper() else kind
        kind = beside.feet[tail[:length]]
        if kind == NAMED:
            return kind
        at += length
    return kind


CODE = 3
"""Letters of a code of a currency."""

PLANS = ("401k", "403b", "457b", "401(", "403(", "457(")
"""Savings plans named after a paragraph of a law: 401(k), 403b."""


def named_before(head: str, heads: frozenset[str]) -> bool:
    """Whether the characters before a number end with a currency: a short one whole, the last four of a long one."""
    if head[-4:] in heads and len(head) > 3:
        return True
    return any(head[-n:] in heads and not head[-n - 1 : -n].isalpha() for n in (3, 2, 1) if len(head) >= n)
