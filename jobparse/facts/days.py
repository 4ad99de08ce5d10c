"""A date with its month in words → the day, without the date parser.

In: an expression that is one date and nothing else, and what months words stand for. Out: the day that the date parser reads there (a test holds
the two together), or None for any other form, which is then the parser's. To load that takes fifty times as long as to parse a posting.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

NAMED_RE = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.? (?:of )?)?(?P<month>[a-z]{3,9})\.?"  # 19th of October, or October
    r"(?(day)|\ (?P<behind>[0-9]{1,2})(?:st|nd|rd|th)?),? (?P<year>(?:19|20)[0-9]{2})"  # behind a month alone comes the day
)


def named_day(words: str, months: Mapping[str, tuple[int, int]]) -> datetime.date | None:
    """The day; None where the words are something else, or a day that no calendar has.

    `months` are the first and the last month that a word stands for: a season is no month.

    >>> months = {"october": (10, 10), "oct": (10, 10), "winter": (12, 14)}
    >>> str(named_day("October 6th, 2026", months)), str(named_day("6 Oct. 2026", months)), named_day("6 winter 2026", months)
    ('2026-10-06', '2026-10-06', None)
    """
    found = NAMED_RE.fullmatch(" ".join(words.lower().split()))
    first, last = months.get(found["month"], (0, 0)) if found else (0, 0)
    if not found or not first or first != last:
        return None
    try:
        return datetime.date(int(found["year"]), first, int(found["day"] or found["behind"]))
    except ValueError:
        return None
