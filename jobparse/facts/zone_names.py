"""Labels → the names that their zones have in the record.

In: labels, the country that each stands under, and which of them make a zone. Out: names. The same zone is named once however often it is
written ("Zone 1" in the list of pay, "US Zone 1" in the list of places); the same name under two countries is two zones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jobparse.places import place_key

if TYPE_CHECKING:
    from jobparse.facts.zone_labels import Label
    from jobparse.matching import Hits
    from jobparse.places import Gazetteer

LONGEST_LINE = 90
"""A line without a zone that is longer than this is running text: a heading above it does not hold for what follows."""

LINE_RE = re.compile(r"[^\n]++")


def scheme_key(name: str) -> str:
    """The name without what may vary between a definition and a list of pay.

    >>> scheme_key("US Zone-1")
    'us zone 1'
    """
    return " ".join(name.casefold().replace("-", " ").replace("u.s.", "us").split())


def zone_names(labels: Sequence[tuple[Label, str | None, bool]], places: Gazetteer) -> list[tuple[str, ...]]:
    """The names in the record of every label; empty for a name that makes no zone anywhere. The triples say label, country, makes one."""
    keys = _keys(labels)
    countries: dict[str, dict[str, str]] = {}
    for label, country, makes in labels:
        for name in label.names if makes and country else ():
            countries.setdefault(keys.get(scheme_key(name), ""), {}).setdefault(place_key(country or ""), country or "")
    written: dict[str, str] = {}
    for label, _, _ in labels:
        for name in label.names:
            written.setdefault(scheme_key(name), name)
    names: list[tuple[str, ...]] = []
    for label, country, _ in labels:
        own: list[str] = []
        for name in label.names:
            key = keys.get(scheme_key(name))
            if key is None:
                continue
            several = len(countries.get(key, ())) > 1
            own.append(f"{_country_name(country, places)} {written[key]}" if several and country else written[key])
        names.append(tuple(own))
    return names


def _keys(labels: Sequence[tuple[Label, str | None, bool]]) -> dict[str, str]:
    """Each key that makes a zone or is short for one, with the key of the fullest name of that zone."""
    made = dict.fromkeys(scheme_key(name) for label, _, makes in labels if makes for name in label.names)
    every = dict.fromkeys(scheme_key(name) for label, _, _ in labels for name in label.names)
    keys: dict[str, str] = {}
    for key in every:
        fuller = [other for other in made if other.endswith(f" {key}")]
        if len(fuller) == 1:
            keys[key] = fuller[0]
        elif key in made:
            keys[key] = key
        elif not fuller:
            shorter = [other for other in made if key.endswith(f" {other}")]
            keys.update({key: shorter[0]} if len(shorter) == 1 else {})
    return {key: keys.get(target, target) for key, target in keys.items()}


def _country_name(country: str, places: Gazetteer) -> str:
    """The country as the heading words it; an adjective gives the country's own name."""
    part = places.adjectives.get(place_key(country))
    if part:
        return next((name for code, name, *_ in places.rows("countries") if code == part.country), country)
    return " ".join(country.split())


def countries_of(hits: Hits, labels: Sequence[Label]) -> list[tuple[str | None, str]]:
    """The country that each label stands under, as its heading or lead-in words it, and the row that read it."""
    heads = [match for match in hits.find("zones/country", 0, labels[-1].start + 1) if match.span("country")]
    starts = [label.start for label in labels]
    found: list[tuple[str | None, str]] = []
    for label in labels:
        index = bisect_right(heads, label.start, key=lambda match: match.end) - 1
        span = heads[index].span("country") if index >= 0 else None
        if span and _holds(hits, heads[index].end, label.start, starts):
            found.append((hits.value[slice(*span)], heads[index].row.id))
        else:
            found.append((None, ""))
    return found


def _holds(hits: Hits, end: int, at: int, starts: Sequence[int]) -> bool:
    """Whether a heading that ends at `end` still holds at `at`: a lead-in for its line, a line until running text follows."""
    rest = hits.folded.find("\n", end)
    if hits.folded[end : rest if rest >= 0 else len(hits.folded)].strip(" *_:|-"):
        return rest < 0 or at <= rest
    for line in LINE_RE.finditer(hits.folded, end, at):
        if line.end() - line.start() > LONGEST_LINE and bisect_right(starts, line.end()) == bisect_right(
            starts, line.start() - 1
        ):
            return False
    return True
