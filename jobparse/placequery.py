"""A question such as "Oakland, CA", "94612" or "Remote, TX" → the places that it means.

In: words of a person. Out: areas, the likeliest meanings first, and the atoms that an area falls into when it is asked against
the areas that a posting names: counties, the cities named, and "the rest" of every level. An atom lies wholly inside an area or wholly
outside of it, so that coverage is a matter of sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import regex

from jobparse.places import Area, Gazetteer, Part, counties_of, path, place_key, zip_part
from jobparse.placetext import scan

ZIP_RE = re.compile(r"(?<!\d)(?P<zip>\d{5})(?:-\d{4})?(?!\d)")
CANADIAN_RE = re.compile(r"(?<!\w)(?P<letter>[A-Za-z])\d[A-Za-z](?:[ -]?\d[A-Za-z]\d)?(?!\w)")
LAST_CODE_RE = regex.compile(r"(?:^|(?<=[\s,]))\p{L}{2}$")
TOWN_RE = regex.compile(r"(?P<town>\p{L}[\p{L}.'’ -]*?),?\s+(?P<state>\p{Lu}{2}|\p{Lu}\p{L}+(?: \p{L}+)?)$")

NICKNAME = 2
"""A question of two letters means a city ("LA", "SF") where there is one; the state is asked for as "Remote, LA"."""

NEAR_RIVAL, FAR_RIVAL = 4, 8
"""A bare name means its largest place, and each other that has a quarter of its people; one in the posting's own country counts from an
eighth on ("Birmingham" in a posting from Alabama). Chosen on the twenty names that the most cities of the tables share."""


def resolve(question: str, places: Gazetteer, countries: Sequence[str] = ()) -> list[Area]:
    """What the question means; several areas where it is open which is meant, none where no table knows it."""
    words = _without_kinds(" ".join(question.split()), places)
    if question.strip() and not words:
        return [Area(question, tuple(Part(country) for country in countries))] if countries else []
    code = ZIP_RE.search(words)
    if code:
        part = zip_part(code["zip"])
        return [Area(code["zip"], (part,))] if part else []
    canadian = CANADIAN_RE.fullmatch(words)
    if canadian:
        rows = (row for row in places.rows("ca_postal") if row[0] == canadian["letter"].upper())
        return [Area(words, places.members(members)) for _, members in rows]
    words = LAST_CODE_RE.sub(lambda found: found[0].upper(), words)
    town = _small_town(words, places)
    if town:
        return [town]
    named = scan(words, places, spoken=True)
    if not named:
        return []
    areas = [area for area in named[0].areas if area.parts]
    if named[0].kind == "county":
        areas = [area for area in areas if area.level == 4] or areas
    if named[0].kind == "metro":
        areas = [Area(a.name, places.metro_around(a), weight=a.weight) for a in areas if a.level >= 3 or a.metro] or areas
    if len(words) <= NICKNAME:
        bare = words.casefold() == question.strip().casefold()
        areas = [area for area in areas if (area.level >= 3) is bare] or areas
    return _likely(areas, countries)


def _without_kinds(words: str, places: Gazetteer) -> str:
    """The question without words that name no place ("Remote, TX", "anywhere in Ohio")."""
    kept = [
        w
        for w in re.split(r"[\s()]+|(?<=,)", words)
        if w and places.kinds.get(place_key(w.strip(",-–"))) != "drop" and w.strip(",-–")
    ]
    return " ".join(kept).strip(" ,-–")


def _small_town(words: str, places: Gazetteer) -> Area | None:
    """A U.S. town with its state, which the ZIP codes know and the tables do not."""
    found = TOWN_RE.fullmatch(words)
    if not found:
        return None
    states = [area.parts[0] for area in (*places.codes.get(found["state"], ()), *places.named(found["state"])) if area.level == 2]
    state = next((part for part in states if part.country == "US"), None)
    town = place_key(found["town"])
    known = any(part.city and state and state.covers(part) for area in places.named(found["town"]) for part in area.parts)
    if state is None or known or places.holds(words) or not counties_of(state.state, town):
        return None
    return Area(words, (Part("US", state.state, "", town),))


def _likely(areas: Sequence[Area], countries: Sequence[str]) -> list[Area]:
    """The meanings that a person may have had in mind."""
    ranked = sorted(areas, key=lambda area: -area.weight)
    if not ranked:
        return []
    near = [a for a in ranked if a.weight * FAR_RIVAL >= ranked[0].weight and a.parts[0].country in countries]
    chosen = near or ranked
    likely = [a for a in chosen if a.weight * NEAR_RIVAL >= chosen[0].weight]
    return [area for number, area in enumerate(likely) if area.parts not in [other.parts for other in likely[:number]]]


# ------------------------------------------------------------------ atoms


def atoms(parts: Iterable[Part], named: Iterable[Part], places: Gazetteer) -> list[Part]:
    """The atoms of an area, cut as finely as the areas in `named` need.

    Every city of `named` that lies in the area is an atom, every county of a metropolitan area in its states, and the rest of each level.
    """
    towns = [town for part in dict.fromkeys(named) if part.city for town in _placed(part)]
    counties = [part for part in dict.fromkeys(named) if part.county and not part.city]
    found: dict[Part, None] = {}
    for part in parts:
        for atom in _atoms(part, towns, counties, places):
            found.setdefault(atom)
    return list(found)


def _placed(part: Part) -> list[Part]:
    """A city with each of its counties."""
    if part.country != "US" or part.county:
        return [part]
    return [part._replace(county=county) for county in counties_of(part.state, part.city)] or [part]


def _atoms(part: Part, towns: Sequence[Part], counties: Sequence[Part], places: Gazetteer) -> Iterator[Part]:
    if part.city:
        yield from _placed(part)
    elif part.county:
        yield part
        yield from (town for town in towns if part.covers(town))
    elif part.state:
        inner = [county for county in places.metro_of_county if part.covers(county)]
        inner += [county for county in counties if part.covers(county)]
        for county in dict.fromkeys(inner):
            yield from _atoms(county, towns, counties, places)
        if (part.country, part.state) not in places.full_states:
            yield part
        yield from (town for town in towns if part.covers(town))
    elif part.country:
        for country, state in places.states:
            if country == part.country:
                yield from _atoms(Part(country, state), towns, counties, places)
        if not any(country == part.country for country, _ in places.states):
            yield part
        yield from (town for town in towns if part.covers(town))


def unknown_place(words: str) -> Area:
    """A place that no table knows: only the same words name it."""
    return Area(words, (path(f"?//{words}"),))
