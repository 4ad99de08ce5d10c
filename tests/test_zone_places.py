"""Lists of places: where they are split and where not."""

from __future__ import annotations

import pytest

from jobparse.facts.zone_places import look_at, split_places
from jobparse.pipeline import shipped_rules
from jobparse.places import gazetteer


def split(text: str) -> list[str]:
    """The places of a list."""
    rules = shipped_rules()
    items = split_places(rules.matcher.scan(text), 0, len(text), gazetteer(rules))
    return [text[item.start : item.end] for item in items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Boise, Ogden and Elko", ["Boise", "Ogden", "Elko"]),
        ("Boise, Ogden, or Elko.", ["Boise", "Ogden", "Elko"]),
        ("Lyon; Metz / Nancy", ["Lyon", "Metz", "Nancy"]),
        ("SF/Oakland, Dallas/Fort Worth", ["SF/Oakland", "Dallas/Fort Worth"]),
        ("Reno, NV, Boise, ID and Bend, OR", ["Reno, NV", "Boise, ID", "Bend, OR"]),
        ("Portland, OR; Portland, ME", ["Portland, OR", "Portland, ME"]),
        ("PORTLAND, OR BOISE", ["PORTLAND", "BOISE"]),
        ("CA, WA, and NY", ["CA", "WA", "NY"]),
        ("Austin, Texas and Denver, Colorado", ["Austin, Texas", "Denver, Colorado"]),
        ("New York, New Jersey and Ohio", ["New York", "New Jersey", "Ohio"]),
        ("Toronto, ON, Canada and London, UK", ["Toronto, ON, Canada", "London, UK"]),
        ("Boise, Washington, D.C., and Reno", ["Boise", "Washington, D.C.", "Reno"]),
        ("Newfoundland and Labrador, Quebec", ["Newfoundland and Labrador", "Quebec"]),
        ("the Carolinas and the Dakotas", ["Carolinas", "Dakotas"]),
        ("Kansas City (MO and KS), Wichita", ["Kansas City (MO and KS)", "Wichita"]),
        ("Ohio (outside Akron, Dayton), Iowa", ["Ohio (outside Akron, Dayton)", "Iowa"]),
        ("Michigan, excluding Detroit, Ann Arbor and Lansing", ["Michigan, excluding Detroit, Ann Arbor and Lansing"]),
        ("Texas except Austin, Ohio and Iowa", ["Texas except Austin", "Ohio", "Iowa"]),
        ("Boise, Reno, etc.", ["Boise", "Reno"]),
        ("Seattle, LA, Boston, New York", ["Seattle", "LA", "Boston", "New York"]),
        ("Buffalo, New York, Lake Charles, LA", ["Buffalo, New York", "Lake Charles, LA"]),
        ("Boise and Ogden, Reno and Elko", ["Boise and Ogden", "Reno", "Elko"]),
        ("", []),
    ],
)
def test_places_are_split_as_the_output_reference_says(text: str, expected: list[str]) -> None:
    """Commas, semicolons, spaced slashes, the last "and"; not in brackets, states, exceptions."""
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "shaped", "known"),
    [
        ("Boise, Elko", True, 2),
        ("City of Alexandria, Arlington County", True, 2),
        ("Boise, Xanadu Heights", True, 1),
        ("Nurses, Doctors", True, 0),
        ("Gold, Silver", True, 0),
        ("launch, scale", False, 0),
        ("Dock staff, Memphis hub team", False, 0),
        ("within 40 miles of Boston", True, 1),
    ],
)
def test_places_look_like_places(text: str, shaped: bool, known: int) -> None:
    """Items written like names, and how many of them the tables know."""
    rules = shipped_rules()
    hits, places = rules.matcher.scan(text), gazetteer(rules)
    look = look_at(hits, split_places(hits, 0, len(text), places), places)
    assert (look.shaped, look.known) == (shaped, known)
