"""Dates of a header: the day on which a posting was put up, the day on which it closes.

In: matched expressions, never a whole text. Out: ISO dates. Every setting of the date parser is given, so that neither clock nor locale
takes part; an age ("3 days ago") has a date only where the caller gives a reference date, and a numeric date only where the order of
its parts is known.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from jobparse.dialect import quick

LANGUAGES = ["en", "de", "fr", "es"]
ISO_RE = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMERIC_RE = re.compile(r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})[/.-](?P<year>\d{4}|\d{2})(?!\d)")
NAMED_RE = quick(
    r"\d{1,2}(?:st|nd|rd|th)?\.? (?:de |of )?\p{L}{3,10}\.?,? (?:de )?\d{4}|\p{L}{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
)
"""A date with a named month inside of more words: `Friday 20 March 2026, 4 pm`."""

YEARLESS_RE = re.compile(r"\D*+(?:\d{1,2}:\d\d\D*+)?+(?:\d{1,2}(?!:?\d)\D*+)?+(?:\d{1,2}:\d\d\D*+)?+")
"""A day without its year, a time of the day, no figures at all: no date, and the parser need not be asked, which takes long to load."""

AGE_RE = re.compile(r"ago\b|\btoday\b|\byesterday\b|\bjust\b|^\d{1,3}(?:h|d|w|m|mo)$")
HOURS_RE = re.compile(r"\b(?:just|hours?|hrs?|h|minutes?|mins?|seconds?|secs?)\b")
SHORT_AGE_RE = re.compile(r"^(\d{1,3}) ?(h|d|w|mo|m)\b(?: ago)?$")
UNITS = {"h": "hours", "d": "days", "w": "weeks", "mo": "months", "m": "minutes"}
LATEST_MONTH = 12


@lru_cache(maxsize=1024)
def iso_date(words: str, order: str | None, reference: datetime.date | None) -> str | None:
    """The ISO date of a date expression, or None where it cannot be known.

    `order` is `MDY`, `DMY` or None where the posting does not tell; it only matters for numbers that could be read both ways.

    >>> iso_date("October 6, 2026", None, None), iso_date("14/03/2026", None, None), iso_date("05/03/2026", None, None)
    ('2026-10-06', '2026-03-14', None)
    >>> iso_date("3 days ago", None, None), iso_date("3 days ago", None, datetime.date(2026, 3, 1))
    (None, '2026-02-26')
    """
    words = " ".join(words.lower().split())
    if AGE_RE.search(words):
        return _age(words, reference) if reference else None
    if iso := ISO_RE.search(words):
        return _checked(iso[0])
    if numeric := NUMERIC_RE.match(words):
        return _numeric(numeric, order)
    if YEARLESS_RE.fullmatch(words):
        return None
    return _parsed(words, None) or ((named := NAMED_RE.search(words)) and _parsed(named[0], None)) or None


def _age(words: str, reference: datetime.date) -> str | None:
    if short := SHORT_AGE_RE.match(words):
        words = f"{short[1]} {UNITS[short[2]]} ago"
    if HOURS_RE.search(words):
        return reference.isoformat()
    return None if "+" in words else _parsed(words, reference)


def _numeric(found: re.Match[str], order: str | None) -> str | None:
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    year += 2000 if year < 100 else 0
    if found["mark"] == ".":
        order = "DMY"
    if first > LATEST_MONTH or second > LATEST_MONTH:
        order = "DMY" if first > LATEST_MONTH else "MDY"
    if order is None and first != second:
        return None
    day, month = (first, second) if order == "DMY" else (second, first)
    return _checked(f"{year:04}-{month:02}-{day:02}")


def _checked(iso: str) -> str | None:
    try:
        return datetime.date.fromisoformat(iso).isoformat()
    except ValueError:
        return None


def _parsed(words: str, reference: datetime.date | None) -> str | None:
    import dateparser  # late: importing it costs more than parsing a posting, and few postings need it

    base = datetime.datetime.combine(reference or datetime.date(2000, 1, 1), datetime.time(23, 59))
    found = dateparser.parse(
        words,
        languages=LANGUAGES,
        settings={
            "DATE_ORDER": "DMY",
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": [] if reference else ["day", "month", "year"],
            "PARSERS": ["relative-time"] if reference else ["absolute-time"],
            "RELATIVE_BASE": base,
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return found.date().isoformat() if found else None
