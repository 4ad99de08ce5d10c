"""The place tables, and what a name, a question and a clause mean by them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from jobparse.pipeline import shipped_rules
from jobparse.placequery import atoms, resolve
from jobparse.places import Gazetteer, Part, gazetteer, path, zip_part
from jobparse.placetext import choose, read_clause, scan

TABLES = ("adjectives", "areas", "ca_postal", "cities", "countries", "kind_words", "plain_words", "states", "us_cbsa")


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    """The shipped gazetteer."""
    return gazetteer(shipped_rules())


@pytest.mark.parametrize("table", TABLES)
def test_places_tables_are_sorted_and_unique(table: str, places: Gazetteer) -> None:
    """Every row has as many cells as the head, and each stands once, in order."""
    about, head, *rows = shipped_rules().tables[f"places/{table}"].removesuffix("\n").split("\n")
    assert about.startswith("# about: ")
    assert rows == sorted(set(rows))
    assert {row.count("\t") for row in rows} == {head.count("\t")}
    assert len(rows) == sum(1 for _ in places.rows(table))


def test_places_members_of_areas_are_known(places: Gazetteer) -> None:
    """Every member of an area leads somewhere: a state, county, metropolitan area or country of the tables."""
    counties = set(places.metro_of_county)
    for names, members, _ in places.rows("areas"):
        parts = places.members(members)
        assert parts, names
        for part in parts:
            assert not part.state or (part.country, part.state) in places.states, names
            assert part.country != "US" or not part.county or part in counties, (names, part)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Oakland", "US-CA//Oakland"),
        ("Ontario", "CA-ON"),
        ("Georgia", "US-GA"),
        ("Vancouver", "CA-BC//Vancouver"),
        ("Vancouver, WA", "US-WA//Vancouver"),
        ("Marin", "US-CA/Marin County"),
        ("St. Louis", "US-MO//St. Louis"),
        ("NOLA", "US-LA//New Orleans"),
        ("Arlington County", "US-VA/Arlington County"),
        ("D.C.", "US-DC"),
        ("Zürich", "CH//Zurich"),
    ],
)
def test_places_names_mean_the_likeliest(name: str, expected: str, places: Gazetteer) -> None:
    """A state before a city, the larger city before the smaller, a county where nothing else has the name."""
    assert choose(scan(name, places)[0], places).parts == (path(expected),)


def test_places_the_country_at_hand_decides(places: Gazetteer) -> None:
    """Cambridge is in Massachusetts in a posting that pays in dollars; among cities New York is one."""
    cambridge = scan("Cambridge", places)[0]
    assert choose(cambridge, places).parts == (path("GB-ENG//Cambridge"),)
    assert choose(cambridge, places, ("US",)).parts == (path("US-MA//Cambridge"),)
    york = scan("New York", places)[0]
    assert choose(york, places).parts == (path("US-NY"),)
    assert path("US-NY/Kings County") in choose(york, places, cities=True).parts


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("San Francisco metro", "US-CA/Alameda County/Oakland", "US-CA/Santa Clara County/San Jose"),
        ("SF Bay Area", "US-CA/Santa Clara County/San Jose", "US-CA/Yolo County/Davis"),
        ("California (outside SF metro)", "US-CA/Yolo County/Davis", "US-CA/Alameda County/Oakland"),
        ("Pennsylvania (outside NYC or DC metro)", "US-PA/Erie County/Erie", "US-PA/Pike County/Milford"),
        ("West Virginia (DC metro)", "US-WV/Jefferson County/Harpers Ferry", "US-WV/Kanawha County/Charleston"),
        ("Austin (TX) metro", "US-TX/Hays County/Kyle", "US-TX/Dallas County/Dallas"),
        ("Washington DC metro", "US-VA/Arlington County/Arlington", "US-WA/King County/Seattle"),
        ("Kansas City (MO and KS)", "US-KS/Wyandotte County/Kansas City", "US-KS/Johnson County/Olathe"),
        ("England outside London", "GB-ENG//Leeds", "GB-ENG/Inner London/Camden"),
        ("candidates in Oregon and Nevada", "US-NV/Elko County/Elko", "US-UT/Utah County/Provo"),
        ("Greater Toronto Area", "CA-ON//Mississauga", "CA-ON//Ottawa"),
        ("Canadian applicants", "CA-NS//Halifax", "US-ME/Cumberland County/Portland"),
    ],
)
def test_places_clauses_cover(text: str, inside: str, outside: str, places: Gazetteer) -> None:
    """Metropolitan areas are counties; exceptions take out; brackets narrow."""
    clause = read_clause(text, places, shipped_rules())
    assert clause.covers(path(inside))
    assert not clause.covers(path(outside))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("all other US locations", "US"),
        ("rest of Canada", "CA"),
        ("all other Australian states", "AU"),
        ("elsewhere in the UK", "GB"),
    ],
)
def test_places_rests_know_their_country(text: str, country: str, places: Gazetteer) -> None:
    """A rest names the country of which it is one, by name or adjective."""
    clause = read_clause(text, places, shipped_rules())
    assert (clause.rest, clause.parts) == (True, (Part(country),))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("94612", ["US-CA/Alameda County/Oakland"]),
        ("Oakland, CA 94612-1234", ["US-CA/Alameda County/Oakland"]),
        ("oakland ca", ["US-CA//Oakland"]),
        ("Remote, TX", ["US-TX"]),
        ("remote in Texas", ["US-TX"]),
        ("LA", ["US-CA//Los Angeles"]),
        ("Remote, LA", ["US-LA"]),
        ("Truth or Consequences, NM", ["US-NM//Truth or Consequences"]),
        ("Toronto, Ontario, Canada", ["CA-ON//Toronto"]),
        ("M5V 2T6", ["CA-ON//Toronto"]),
        ("Victoria, Australia", ["AU-VIC"]),
        ("Victoria, BC", ["CA-BC//Victoria"]),
        ("Denver", ["US-CO//Denver"]),
        ("Kansas City", ["US-MO//Kansas City", "US-KS//Kansas City"]),
        ("00000", []),
        ("Nowhere at all", []),
        ("", []),
    ],
)
def test_places_questions_are_understood(question: str, expected: list[str], places: Gazetteer) -> None:
    """ZIP codes, towns, states, nicknames, remote work; both where two are meant alike; none where nothing is known."""
    assert [area.parts for area in resolve(question, places)] == [(path(member),) for member in expected]


def test_places_atoms_fill_a_state(places: Gazetteer) -> None:
    """The counties of metropolitan areas, the cities named, and the rest; a state full of them has no rest."""
    found = atoms([Part("US", "TX")], [path("US-TX//Austin")], places)
    assert path("US-TX/Travis County/Austin") in found
    assert path("US-TX/Travis County") in found
    assert Part("US", "TX") in found
    assert Part("US", "NJ") not in atoms([Part("US", "NJ")], [], places)


def test_places_zip_codes_come_late() -> None:
    """Parsing and reading clauses never load the package of ZIP codes; the first ZIP code does."""
    program = (
        "import sys, jobparse\n"
        "p = jobparse.parse('Zone 1: Boise metro, Ohio\\nZone 2: Elko\\n\\nZone 1: $97,000\\nZone 2: $88,000')\n"
        "assert p.zones and 'zipcodes' not in sys.modules\n"
        "p.pay_for('44101')\n"
        "assert 'zipcodes' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert zip_part("10001") == Part("US", "NY", "new york", "new york")
