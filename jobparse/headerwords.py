"""The tables that header lines are read with: words of titles, places, labels, kinds of work, words that are no names.

In: a rulebook. Out: `Words`, made once for each. It reads no text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

import regex

from jobparse.lineforms import line_key, plain_lines
from jobparse.matching import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobparse.rulebook import Row, Rulebook

LINES, LABELS, VALUES = "header/line", "header/label", "header/value"
WORD_RE = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'.&/+#-]*+")

PLACE_WORDS = frozenset(
    (
        "remote",
        "remotely",
        "hybrid",
        "onsite",
        "on-site",
        "area",
        "region",
        "county",
        "metro",
        "location",
        "locations",
        "more",
        "anywhere",
        "elsewhere",
    )
)


class Words(NamedTuple):
    """The tables that header lines are read with. `any_type` matches what any row of `types` does, in one go; a place holds a word of `place_words`; `rows` are those of the header by their ids."""

    anywhere: frozenset[str]
    at_the_end: frozenset[str]
    places: frozenset[str]
    place_words: frozenset[str]
    codes: frozenset[str]
    us_codes: frozenset[str]
    cities: frozenset[str]
    countries: frozenset[str]
    labels: dict[str, Row]
    kinds: dict[str, Row]
    types: tuple[Row, ...]
    any_type: regex.Pattern[str]
    pay_labels: frozenset[str]
    no_company: frozenset[str]
    openers: frozenset[str]
    adjectives: frozenset[str]
    company_words: frozenset[str]
    rows: dict[str, Row]


def _any_of(rows: Sequence[Row]) -> regex.Pattern[str]:
    """One pattern for what any of the rows matches."""
    patterns = (row.pattern.replace("(?P<value>", "(?:") for row in rows)
    return regex.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", regex.MULTILINE)


@lru_cache(maxsize=8)
def header_words(rulebook: Rulebook) -> Words:
    """Title words, places and labels of a rulebook."""
    anywhere: set[str] = set()
    at_the_end: set[str] = set()
    for line in _table(rulebook, "header/title_words"):
        word, place, _ = line.split("\t")
        (anywhere if place == "any" else at_the_end).add(word)
    places: set[str] = set()
    by_kind: dict[str, set[str]] = {"code": set(), "us-code": set(), "country": set(), "city": set()}
    for line in _table(rulebook, "header/places"):
        name, kind = line.split("\t")
        if kind.endswith("code"):
            by_kind[kind].add(name)
            continue
        places.update((name.lower(), plain(name.lower())))
        if kind in by_kind:
            by_kind[kind].update((name.lower(), plain(name.lower())))
    codes = by_kind["code"] | by_kind["us-code"]
    labels = {line: row for row in reversed(rulebook.rows(LABELS)) for line in plain_lines(row)}
    kinds = {line_key(fold(spelling)): row for row in reversed(rulebook.rows(VALUES)) for spelling in row.spellings}
    pay_labels = frozenset(row.id for row in rulebook.rows(LABELS) if row.get("field") == "pay")
    not_names = _not_names(rulebook)
    return Words(
        anywhere=frozenset(anywhere),
        at_the_end=frozenset(at_the_end),
        places=frozenset(places),
        codes=frozenset(codes),
        us_codes=frozenset(by_kind["us-code"]),
        cities=frozenset(by_kind["city"]),
        countries=frozenset(by_kind["country"]),
        labels=labels,
        kinds=kinds,
        types=rulebook.rows(LINES),
        any_type=_any_of(rulebook.rows(LINES)),
        place_words=frozenset(word for name in places for word in WORD_RE.findall(name))
        | PLACE_WORDS
        | {code.lower() for code in codes},
        pay_labels=pay_labels,
        no_company=not_names["company"],
        openers=not_names["opener"],
        adjectives=not_names["adjective"],
        company_words=frozenset(_table(rulebook, "header/company_words")),
        rows={row.id: row for family, rows in rulebook.families.items() if family.startswith("header/") for row in rows},
    )


def _not_names(rulebook: Rulebook) -> dict[str, frozenset[str]]:
    """Words that are no employer (`company`), that no name begins with (`opener`), that are praise before a title (`adjective`)."""
    words: dict[str, set[str]] = {"company": set(), "opener": set(), "adjective": set()}
    for line in _table(rulebook, "header/not_names"):
        word, of = line.split("\t")
        words.setdefault(of, set()).add(word)
    return {of: frozenset(found) for of, found in words.items()}


def _table(rulebook: Rulebook, name: str) -> list[str]:
    """The lines of a table, without its comment and its heading."""
    lines = [line for line in rulebook.tables.get(name, "").split("\n") if line and not line.startswith("#")]
    return lines[1:]


def plain(words: str) -> str:
    """The words without accents: places are written with and without them.

    >>> plain("valència")
    'valencia'
    """
    return words if words.isascii() else "".join(c for c in normalize("NFD", words) if not combining(c))
