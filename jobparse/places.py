"""The tables of `rules/places/` → which place a name means.

In: a name as postings and people write it. Out: `Area`s: what it may mean, each a set of paths from country to city. Metropolitan
areas are sets of counties; a nickname ("Bay Area", "DMV") is whatever its row says. U.S. ZIP codes and towns too small for the
tables come from the package zipcodes, which is imported at the first question that needs it and never while parsing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

if TYPE_CHECKING:
    from jobparse.rulebook import Rulebook

COUNTY_RE = re.compile(
    r"""\s(?:county | parish | borough | census\ area | municipio | municipality | city\ and\ borough)$""", re.VERBOSE
)
SHORT_FORMS = (("saint ", "st "), ("fort ", "ft "), ("mount ", "mt "), (" & ", " and "))
JOINERS = str.maketrans({".": None, "'": None, "\N{RIGHT SINGLE QUOTATION MARK}": None, "-": " ", ",": " ", "/": " / "})

STATE_WEIGHT, AREA_WEIGHT, COUNTRY_WEIGHT, COUNTY_WEIGHT = 20_000, 15_000, 40_000, 3
"""How a bare name is read when it has several meanings, on the scale of cities (thousands of people): the largest city of the tables
has 24,874. "Ontario" is the province, "Marin" the county only where no city has the name."""

BOROUGH_WEIGHT = 60
"""A borough of London against a town of its name elsewhere (Camden, New Jersey, has 71)."""

LEAST_SHARE = 0.2
"""A county with a smaller share of a city's ZIP codes is left out of account, so that one outlying code does not split a city."""


class Part(NamedTuple):
    """A path from country to city; an empty step leaves that level open in an area, and means "the rest" in an atom."""

    country: str
    state: str = ""
    county: str = ""
    city: str = ""

    def covers(self, atom: Part) -> bool:
        """Whether the place `atom` lies in this part.

        >>> Part("US", "CA").covers(Part("US", "CA", "alameda", "oakland"))
        True
        """
        return (
            (not self.country or self.country == atom.country)
            and (not self.state or self.state == atom.state)
            and (not self.county or self.county == atom.county)
            and (not self.city or self.city == atom.city)
        )


class Area(NamedTuple):
    """What a name may mean: its parts, the parts of its metropolitan area where the tables name one, and how likely it is meant."""

    name: str
    parts: tuple[Part, ...]
    metro: tuple[Part, ...] = ()
    weight: int = 0

    @property
    def level(self) -> int:
        """How close it is drawn: 0 several countries, 1 a country, 2 a state or several, 3 a metropolitan area, 4 a county, 5 a city."""
        return level_of(self.parts)


def level_of(parts: tuple[Part, ...]) -> int:
    """The level of a set of parts."""
    if len(parts) == 1:
        part = parts[0]
        return 5 if part.city else 4 if part.county else 2 if part.state else 1
    if all(part.county or part.city for part in parts):
        return 3
    return 2 if all(part.state for part in parts) else 0


@lru_cache(maxsize=100_000)
def place_key(name: str) -> str:
    """A name without what writers vary: case, accents, points, apostrophes, "Saint", "Fort".

    >>> place_key("St. Louis") == place_key("saint  louis")
    True
    """
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    key = " ".join(name.casefold().translate(JOINERS).split())
    for long, short in SHORT_FORMS:
        if long in key:
            key = regex.sub(rf"(?<!\S){regex.escape(long)}" if long[0] != " " else regex.escape(long), short, key)
    return key


@lru_cache(maxsize=10_000)
def county_key(name: str) -> str:
    """A county's name without its kind; an independent city keeps the word, which tells it from the county around it.

    >>> county_key("Alameda County"), county_key("Baltimore city")
    ('alameda', 'baltimore city')
    """
    return COUNTY_RE.sub("", place_key(name))


class Gazetteer:
    """The place tables of one rulebook, indexed at first use."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._tables = rulebook.tables
        self._kept = rulebook.kept

    def rows(self, table: str) -> Iterator[list[str]]:
        """The rows of one table, its head left out."""
        lines = self._tables.get(f"places/{table}", "").split("\n")
        for line in lines[2:]:
            if line:
                yield line.split("\t")

    @cached_property
    def states(self) -> dict[tuple[str, str], str]:
        """The name of each state by country and code."""
        return {(code[:2], code[3:]): name for code, name, *_ in self.rows("states")}

    @cached_property
    def full_states(self) -> frozenset[tuple[str, str]]:
        """The states without a county outside all metropolitan areas."""
        return frozenset((row[0][:2], row[0][3:]) for row in self.rows("states") if row[3] == "yes")

    @cached_property
    def metros(self) -> dict[str, tuple[Part, ...]]:
        """The counties of each metropolitan area, by its code."""
        return self._kept("metros", self._read_metros)

    def _read_metros(self) -> dict[str, tuple[Part, ...]]:
        return {code: tuple(map(path, members.split(";"))) for code, _, members in self.rows("us_cbsa")}

    @cached_property
    def metro_of_county(self) -> dict[Part, str]:
        """The code of the metropolitan area that a county belongs to."""
        return {part: code for code, parts in self.metros.items() for part in parts}

    @cached_property
    def continents(self) -> dict[str, tuple[Part, ...]]:
        """The countries of each continent."""
        found: dict[str, list[Part]] = {}
        for code, _, continent, _ in self.rows("countries"):
            found.setdefault(continent, []).append(Part(code))
        return {continent: tuple(parts) for continent, parts in found.items()}

    @cached_property
    def codes(self) -> dict[str, tuple[Area, ...]]:
        """States by their postal codes, which count only in capitals."""
        found: dict[str, list[Area]] = {}
        for code, name, *_ in self.rows("states"):
            weight = STATE_WEIGHT - 10 * ("US", "CA", "AU", "GB").index(code[:2])
            found.setdefault(code[3:], []).append(Area(name, (path(code),), weight=weight))
        return {code: tuple(areas) for code, areas in found.items()}

    @cached_property
    def adjectives(self) -> dict[str, Part]:
        """Countries by the adjective made of their name."""
        return {place_key(word): Part(code) for word, code in self.rows("adjectives")}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """What a word beside a place name does to it."""
        return {place_key(word): kind for word, kind in self.rows("kind_words")}

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """Place names that are ordinary words."""
        return frozenset(place_key(word) for (word,) in self.rows("plain_words"))

    @cached_property
    def _raw(self) -> dict[str, list[tuple[str, str, str, int]]]:
        return self._kept("places", self._read_raw)

    def _read_raw(self) -> dict[str, list[tuple[str, str, str, int]]]:
        """For each key what it may mean: its name, its members, its metropolitan area and weight, as they stand in the tables."""
        raw: dict[str, list[tuple[str, str, str, int]]] = {}
        for name, where, people in self.rows("cities"):
            raw.setdefault(place_key(name), []).append((name, f"{where}//{name}", "", int(people)))
        for code, name, others, *_ in self.rows("states"):
            for spelling in (name, *filter(None, others.split(";"))):
                raw.setdefault(place_key(spelling), []).append((name, code, "", STATE_WEIGHT))
        for code, name, *_ in self.rows("countries"):
            raw.setdefault(place_key(name), []).append((name, code, "", COUNTRY_WEIGHT if code != "GE" else 0))
        for names, members, metro in self.rows("areas"):
            weight = BOROUGH_WEIGHT if "London/" in members else AREA_WEIGHT
            where = members.partition("/")[0].partition(";")[0]
            for spelling in names.split(";"):
                entries = raw.setdefault(place_key(spelling), [])
                entries[:] = [entry for entry in entries if "//" not in entry[1] or entry[1].partition("/")[0] != where]
                entries.append((spelling, members, metro, weight))
        for _, _, members in self.rows("us_cbsa"):
            for county in members.split(";"):
                name = county.partition("/")[2]
                for key in {place_key(name), county_key(name)}:
                    raw.setdefault(key, []).append((name, county, "", COUNTY_WEIGHT))
        return raw

    def named(self, name: str) -> tuple[Area, ...]:
        """Everything that a name may mean, the likeliest first."""
        return self._named(place_key(name))

    def holds(self, name: str) -> bool:
        """Whether any table has the name."""
        return place_key(name) in self._raw

    @lru_cache(maxsize=10_000)  # noqa: B019  a gazetteer lives as long as its rulebook
    def _named(self, key: str) -> tuple[Area, ...]:
        areas = [
            Area(name, self.members(members), self.members(metro) if metro else (), weight)
            for name, members, metro, weight in self._raw.get(key, ())
        ]
        return tuple(sorted(areas, key=lambda area: -area.weight))

    def members(self, members: str) -> tuple[Part, ...]:
        """The parts that a row lists: paths, `cbsa:` codes and `continent:` codes."""
        parts: list[Part] = []
        for member in members.split(";"):
            kind, _, code = member.partition(":")
            parts += {"cbsa": self.metros, "continent": self.continents}[kind].get(code, ()) if code else (path(member),)
        return tuple(dict.fromkeys(parts))

    def metro_around(self, area: Area) -> tuple[Part, ...]:
        """The metropolitan area that a city or county stands in; the place itself where no table knows one."""
        if area.metro:
            return area.metro
        spelt = self._raw.get(f"{place_key(area.name)} metro")
        if spelt and any(area.parts[0].country == part.country for part in self.members(spelt[0][1])):
            return self.members(spelt[0][1])
        codes: list[str] = []
        for part in area.parts:
            counties = counties_of(part.state, part.city) if part.city and part.country == "US" else (part.county,)
            homes = (self.metro_of_county.get(Part(part.country, part.state, county)) for county in counties[:1])
            codes += [code for code in homes if code]
        return tuple(part for code in dict.fromkeys(codes) for part in self.metros[code]) or area.parts


def path(member: str) -> Part:
    """A member as the tables write it: `US-CA/Alameda County/Oakland`, steps left out where they do not matter.

    >>> path("CA-ON//Toronto")
    Part(country='CA', state='ON', county='', city='toronto')
    """
    where, _, rest = member.partition("/")
    country, _, state = where.partition("-")
    county, _, city = rest.partition("/")
    return Part(country, state, county_key(county), place_key(city))


@lru_cache(maxsize=4)
def gazetteer(rulebook: Rulebook) -> Gazetteer:
    """The gazetteer of a rulebook."""
    return Gazetteer(rulebook)


# ------------------------------------------------------------------ towns and ZIP codes of the U.S.


class _Towns(NamedTuple):
    counties: dict[tuple[str, str], tuple[str, ...]]
    zips: dict[str, Part]


@lru_cache(maxsize=1)
def _towns() -> _Towns:
    """The package's ZIP codes, indexed; a fifth of a second, once a process that asks."""
    import zipcodes

    counts: dict[tuple[str, str], Counter[str]] = {}
    zips: dict[str, Part] = {}
    entries: list[dict[str, Any]] = zipcodes.list_all()  # type: ignore[no-untyped-call]
    for entry in entries:
        if not entry["county"]:
            continue
        state, county, city = entry["state"], county_key(entry["county"]), place_key(entry["city"])
        zips[entry["zip_code"]] = Part("US", state, county, city)
        standard = entry["zip_code_type"] == "STANDARD"
        counts.setdefault((state, city), Counter())[county] += 100 if standard else 1
        for other in entry["acceptable_cities"]:
            counts.setdefault((state, place_key(other)), Counter())[county] += 10 if standard else 1
    return _Towns({town: _main_counties(counter) for town, counter in counts.items()}, zips)


def _main_counties(counter: Counter[str]) -> tuple[str, ...]:
    total = sum(counter.values())
    ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return tuple(county for number, (county, count) in enumerate(ranked) if not number or count >= LEAST_SHARE * total)


def counties_of(state: str, city: str) -> tuple[str, ...]:
    """The counties of a U.S. town, by the keys of state and city; empty where the package does not know it.

    >>> counties_of("CA", "oakland")
    ('alameda',)
    """
    return _towns().counties.get((state, city), ())


def zip_part(code: str) -> Part | None:
    """Where a ZIP code lies.

    >>> zip_part("94612")
    Part(country='US', state='CA', county='alameda', city='oakland')
    """
    return _towns().zips.get(code)
