"""The tables that header lines are read with: words of titles, places, labels, kinds of work, words that are no names.

In: a rulebook. Out: `Words`, made once for each. It reads no text.
"""

from __future__ import annotations

import re
from collections import defaultdict
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
    titles, not_names, by_kind = (_by_kind(rulebook, f"header/{table}") for table in ("title_words", "not_names", "places"))
    codes, us_codes, provinces = (by_kind.pop(kind, set()) for kind in ("code", "us-code", "province-code"))
    named = {kind: {form for name in names for form in (name.lower(), plain(name.lower()))} for kind, names in by_kind.items()}
    places = set().union(*named.values())
    labels = {line: row for row in reversed(rulebook.rows(LABELS)) for line in plain_lines(row)}
    kinds = {line_key(fold(spelling)): row for row in reversed(rulebook.rows(VALUES)) for spelling in row.spellings}
    pay_labels = frozenset(row.id for row in rulebook.rows(LABELS) if row.get("field") == "pay")
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
        codes=frozenset(codes | us_codes),
        us_codes=frozenset(us_codes),
        provinces=frozenset(provinces),
        cities=frozenset(named.get("city", ())),
        countries=frozenset(named.get("country", ())),
        regions=frozenset(named.get("region", ())),
        labels=labels,
        kinds=kinds,
        types=rulebook.rows(LINES),
        kind_words=frozenset(max(SIMPLE_RE.findall(kind), key=len) for kind in kinds),
        any_type=_any_of(rulebook.rows(LINES)),
        place_words=frozenset(max(WORD_RE.findall(name), key=len) for name in places)
        | forms.place_words
        | {code.lower() for code in codes | us_codes},
        pay_labels=pay_labels,
        no_company=frozenset(not_names["company"]),
        openers=frozenset(not_names["opener"]),
        endings=frozenset(not_names["ending"]),
        parts=frozenset(not_names["part"]),
        fields=frozenset(not_names["field"]),
        articles=frozenset(not_names["article"]),
        adjectives=frozenset(not_names["adjective"]),
        company_words=frozenset(_table(rulebook, "header/company_words")),
        forms=forms,
        known={},
        zone={row.get("form"): row.id for row in rulebook.rows("header/zone")},
        rows={row.id: row for family in rulebook.families if family.startswith("header/") for row in rulebook.rows(family)},
    )


def _prefix(rulebook: Rulebook) -> re.Pattern[str]:
    """What stands before a title on its line, with its mark and an article; before several people, what may begin one person's title."""
    kinds = _by_kind(rulebook, "header/title_prefixes")
    marked, plainly, several = ("|".join(map(re.escape, sorted(kinds[kind]))) or "(?!)" for kind in ("mark", "word", "several"))
    either = rf"\[?(?:{marked})\]?\s?[:!]++|(?:{plainly})(?=\s)|(?:{several})(?=\s[^\n|,(]*+(?<=[^s]s)(?:$|[|,(]))"
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


def _by_kind(rulebook: Rulebook, table: str) -> defaultdict[str, set[str]]:
    """The words of a table by what its second column says of them; empty where it says it of none."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    for line in _table(rulebook, table):
        word, kind = line.split("\t")[:2]
        words[kind].add(word)
    return words


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
