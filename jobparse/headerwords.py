"""The tables that header lines are read with: words of titles, places, labels, kinds of work, words that are no names.

In: a rulebook. Out: `Words`, made once for each. It reads no text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from unicodedata import combining, normalize

from jobparse.dialect import quick
from jobparse.facts.rowscan import numbered
from jobparse.headerforms import Forms, header_forms
from jobparse.lineforms import line_key, plain_lines
from jobparse.matching import fold
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jobparse.rulebook import Row, Rulebook

LINES, LABELS, VALUES = "header/line", "header/label", "header/value"
T = TypeVar("T")
MOST_KNOWN = 4096
"""So many lines are remembered; then the memory starts anew."""

SIMPLE_RE = re.compile(r"[^\W_]+")
TOWN_CODE_RE = re.compile(r"^\d{2,5} (?:- )?| \([A-Z]{2,3}\)$| - .*+$")
LONGEST_CODE = 3
WORD_RE = re.compile(r"[^\W_][\w'.&/+#-]*+")


class Words(NamedTuple):
    """The tables that header lines are read with.

    `any_type` is all rows of `types` as one pattern; a place holds a word of `place_words`, a kind of work one of `kind_words`;
    `rows` are those of the header by their ids, `zone` the ids of those that name forms of lines; `known` remembers what lines were found to be, since stages ask for the same ones.
    """

    anywhere: frozenset[str]
    at_the_end: frozenset[str]
    before_of: frozenset[str]
    suffixes: tuple[str, ...]
    vague: frozenset[str]
    lone: frozenset[str]
    bare: frozenset[str]
    places: frozenset[str]
    place_words: frozenset[str]
    codes: frozenset[str]
    us_codes: frozenset[str]
    provinces: frozenset[str]
    cities: frozenset[str]
    countries: frozenset[str]
    regions: frozenset[str]
    labels: dict[str, Row]
    kinds: dict[str, Row]
    kind_words: frozenset[str]
    types: tuple[Row, ...]
    any_type: Any
    pay_labels: frozenset[str]
    no_company: frozenset[str]
    openers: frozenset[str]
    endings: frozenset[str]
    parts: frozenset[str]
    fields: frozenset[str]
    articles: frozenset[str]
    adjectives: frozenset[str]
    company_words: frozenset[str]
    rows: dict[str, Row]
    zone: dict[str, str]
    prefix: Any
    forms: Forms
    known: dict[tuple[str, str], Any]

    def typed(self, key: str) -> tuple[Row, int, int] | None:
        """The first row that is all of a line, with the place of what the line says: of the group `value`, where the row has one."""
        return self.remembered("type", key, self._typed)

    def _typed(self, key: str) -> tuple[Row, int, int] | None:
        found = self.any_type.fullmatch(key)
        if not found:
            return None
        number = int(found.lastgroup.rpartition("_")[2])
        value = f"value_{number}"
        at = found.span(value) if value in found.re.groupindex and found[value] else found.span()
        return self.types[number], at[0], at[1]

    def remembered(self, question: str, line: str, answer: Callable[[str], T]) -> T:
        """What `answer` says of a line, kept for as long as there is room."""
        key = (question, line)
        if key in self.known:
            kept: T = self.known[key]
            return kept
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        said = self.known[key] = answer(line)
        return said


def _any_of(rows: Sequence[Row]) -> Any:
    """One pattern for what any of the rows matches, a group a row."""
    return quick("|".join(numbered(row, number) for number, row in enumerate(rows)) or "(?!)")


@per_rulebook
def header_words(rulebook: Rulebook) -> Words:
    """Title words, places and labels of a rulebook."""
    titles: dict[str, set[str]] = {
        "any": set(),
        "last": set(),
        "of": set(),
        "suffix": set(),
        "vague": set(),
        "lone": set(),
        "bare": set(),
    }
    for line in _table(rulebook, "header/title_words"):
        word, place, _ = line.split("\t")
        titles[place].add(word)
    places: set[str] = set()
    by_kind: dict[str, set[str]] = {
        "code": set(),
        "us-code": set(),
        "province-code": set(),
        "country": set(),
        "region": set(),
        "city": set(),
    }
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
    forms = header_forms(rulebook)
    return Words(
        anywhere=frozenset(titles["any"]),
        at_the_end=frozenset(titles["last"]),
        before_of=frozenset(titles["of"]),
        vague=frozenset(titles["vague"]),
        lone=frozenset(titles["lone"]),
        bare=frozenset(titles["bare"]),
        suffixes=tuple(sorted(titles["suffix"])),
        prefix=_prefix(rulebook),
        places=frozenset(places),
        codes=frozenset(codes),
        us_codes=frozenset(by_kind["us-code"]),
        provinces=frozenset(by_kind["province-code"]),
        cities=frozenset(by_kind["city"]),
        countries=frozenset(by_kind["country"]),
        regions=frozenset(by_kind["region"]),
        labels=labels,
        kinds=kinds,
        types=rulebook.rows(LINES),
        kind_words=frozenset(max(SIMPLE_RE.findall(kind), key=len) for kind in kinds),
        any_type=_any_of(rulebook.rows(LINES)),
        place_words=frozenset(max(WORD_RE.findall(name), key=len) for name in places)
        | forms.place_words
        | {code.lower() for code in codes},
        pay_labels=pay_labels,
        no_company=not_names["company"],
        openers=not_names["opener"],
        endings=not_names["ending"],
        parts=not_names["part"],
        fields=not_names["field"],
        articles=not_names["article"],
        adjectives=not_names["adjective"],
        company_words=frozenset(_table(rulebook, "header/company_words")),
        forms=forms,
        known={},
        zone={row.get("form"): row.id for row in rulebook.rows("header/zone")},
        rows={row.id: row for family in rulebook.families if family.startswith("header/") for row in rulebook.rows(family)},
    )


def _prefix(rulebook: Rulebook) -> re.Pattern[str]:
    """What stands before a title on its line, with its mark and an article."""
    marked: list[str] = []
    plainly: list[str] = []
    for line in _table(rulebook, "header/title_prefixes"):
        words, before = line.split("\t")
        (marked if before == "mark" else plainly).append(re.escape(words))
    either = rf"\[?(?:{'|'.join(marked) or '(?!)'})\]?\s?[:!]++|(?:{'|'.join(plainly) or '(?!)'})\b(?=\s)"
    return re.compile(rf"(?:{either})\s*+(?:(?:an?|the)\s++)?")


@lru_cache(maxsize=8)
def towns(rulebook: Rulebook) -> frozenset[str]:
    """Names of all cities of the tables that are no ordinary words: asked only where a line of a header stands that nothing else is."""
    return frozenset(_town_names(rulebook).split("\n"))


@per_rulebook
def _town_names(rulebook: Rulebook) -> str:
    """The names as one text, which is kept and read in a third of the time that as many texts take."""
    plain_words = {word.lower() for word in _table(rulebook, "places/plain_words")}
    names = {line.partition("\t")[0].lower() for line in _table(rulebook, "places/cities")} - plain_words
    accented = "\n".join(sorted(name for name in names if not name.isascii()))
    return "\n".join(sorted(names.union(plain(accented).split("\n"))))


def is_town(line: str, rulebook: Rulebook) -> bool:
    """Whether a line that nothing else is names a town of the tables, or several: `Neuss`, `São Paulo, SP`, `Bressanone (BZ)`."""
    parts = [part.strip() for part in TOWN_CODE_RE.sub("", line.strip()).split(",")]
    known = towns(rulebook)
    return parts[0].lower() in known and all(
        part.lower() in known or (part.isupper() and len(part) <= LONGEST_CODE) for part in parts[1:]
    )


def _not_names(rulebook: Rulebook) -> dict[str, frozenset[str]]:
    """Words that are no employer (`company`), that no name begins with (`opener`) or ends in (`ending`), that parts of an employer end in (`part`), that name but a department's subject (`field`), that are praise before a title (`adjective`)."""
    words: dict[str, set[str]] = {
        "company": set(),
        "opener": set(),
        "ending": set(),
        "part": set(),
        "field": set(),
        "article": set(),
        "adjective": set(),
    }
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
