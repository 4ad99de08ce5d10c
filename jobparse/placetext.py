"""Words that name places → what they cover.

In: a piece of text such as `California (outside SF metro)`, `Austin (TX) metro` or `candidates in Oregon and Nevada`. Out: a `Clause`:
which areas it takes in, which it takes out again, whether it is the rest of something. It reads the place tables and the rows for
rests and exceptions; which pay belongs to a clause is decided in `payfor.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.dialect import quick
from jobparse.matching import fold
from jobparse.places import Area, Gazetteer, Part, level_of, place_key

if TYPE_CHECKING:
    from jobparse.rulebook import Rulebook

WORD_RE = regex.compile(r"\p{L}[\p{L}\p{M}'’.]*+(?:[-–][\p{L}\p{M}'’.]++)*+|\p{N}++|&")
GAP_RE = re.compile(r"[\s,/]{0,3}+")
LONGEST_NAME = 6
"""Words in the longest name of the tables ("San Francisco Bay Area", "Newfoundland and Labrador"; two to spare)."""

QUALIFIER_RE = regex.compile(r"\s*+(?:,\s?|\(\s?|\s(?=\p{Lu}))(?P<where>\p{L}[\p{L}.'’ -]{1,40}+)")
CLOSE_RE = re.compile(r"\s?\)")
BEHIND_RE = regex.compile(r"\s++(?P<word>\p{L}++(?!\p{L}))(?:\s(?P<word>\p{L}++(?!\p{L}))){0,3}")
BEFORE_RE = regex.compile(r"(?<!\p{L})(?:\p{L}++\s){1,4}$")
OPEN_RE = re.compile(r"[(\[]")


COUNTY = 4
"""The level of a county: Canadian County, Oklahoma, gives way to the adjective."""


class Found(NamedTuple):
    """A place name in a text: what it may mean, and what the words around it do to it (metro, county, part or nothing)."""

    start: int
    end: int
    areas: tuple[Area, ...]
    kind: str = ""


class Clause(NamedTuple):
    """What a piece of text covers: `parts` without `outside`, cut down to `within` where it says so.

    `rest` marks the rest of `parts` (of the whole scheme's countries where there are none). `open` says that which part of a place is meant
    stays open ("Northern California"). No parts and no rest: the text names no place that the tables know.
    """

    text: str
    parts: tuple[Part, ...]
    outside: tuple[Part, ...] = ()
    within: tuple[Part, ...] = ()
    rest: bool = False
    open: bool = False
    unknown_outside: bool = False

    @property
    def level(self) -> int:
        """How closely it is drawn; a rest is drawn the widest."""
        if self.rest:
            return -1
        return max(level_of(self.parts), level_of(self.within) if self.within else 0)

    def covers(self, atom: Part) -> bool:
        """Whether a place lies in it, rests left out of account."""
        return (
            any(part.covers(atom) for part in self.parts)
            and not any(part.covers(atom) for part in self.outside)
            and (not self.within or any(part.covers(atom) for part in self.within))
        )


# ------------------------------------------------------------------ names in a text


def scan(text: str, places: Gazetteer, *, spoken: bool = False) -> list[Found]:
    """The place names in a text, the longest at each place. `spoken` reads questions, where capitals mean nothing."""
    words = [found.span() for found in WORD_RE.finditer(text)]
    found: list[Found] = []
    number = 0
    while number < len(words):
        step, areas = _longest(text, words, number, places, spoken)
        if not areas:
            found += _hyphened(text, words[number], places) if "-" in text[slice(*words[number])] else ()
            number += 1
            continue
        start, end = words[number][0], words[number + step - 1][1]
        areas, end = _qualified(text, areas, end, places)
        kind, start, end = _kind(text, start, end, places)
        found.append(Found(start, end, areas, kind))
        number = next((n for n in range(number + step, len(words)) if words[n][0] >= end), len(words))
    return found


def _longest(
    text: str, words: Sequence[tuple[int, int]], number: int, places: Gazetteer, spoken: bool
) -> tuple[int, tuple[Area, ...]]:
    first = words[number][0]
    if not spoken and not (text[first].isupper() or text[first].isdigit() or text.startswith("within", first)):
        return 0, ()
    for step in range(min(LONGEST_NAME, len(words) - number), 0, -1):
        name = text[first : words[number + step - 1][1]]
        if step == 1 and len(name) <= 3 and not spoken and not (name.isupper() or "." in name):
            continue
        if any(not GAP_RE.fullmatch(text, words[n][1], words[n + 1][0]) for n in range(number, number + step - 1)):
            continue
        areas = _meanings(name, places)
        if areas:
            return step, areas
    return 0, ()


def _meanings(name: str, places: Gazetteer) -> tuple[Area, ...]:
    by_code = places.codes.get(name.replace(".", ""), ()) if len(name) <= 4 else ()
    return (*by_code, *places.named(name.removesuffix(".") if "." not in name[:-1] else name))


def _hyphened(text: str, word: tuple[int, int], places: Gazetteer) -> Iterator[Found]:
    """`Raleigh-Durham`: two places in one word, if both are known."""
    at = word[0]
    pieces = text[word[0] : word[1]].replace("–", "-").split("-")
    known = [places.named(piece) if piece[:1].isupper() else () for piece in pieces]
    if all(known):
        for piece, areas in zip(pieces, known, strict=True):
            yield Found(at, at + len(piece), areas)
            at += len(piece) + 1


def _qualified(text: str, areas: tuple[Area, ...], end: int, places: Gazetteer) -> tuple[tuple[Area, ...], int]:
    """The meanings that lie in the state or country named right behind (`Portland, OR`; `Austin (TX)`; `London, UK`)."""
    for _ in range(2):
        behind = QUALIFIER_RE.match(text, end)
        if not behind:
            break
        bracket = "(" in text[end : behind.start("where")]
        where, stop = _state_or_country(text, behind.start("where"), behind.end("where"), places, bracket)
        narrowed = tuple(area for area in areas if _inside(area, where))
        if not narrowed and where and not bracket and "," in text[end : behind.start("where")] and _small_town(areas, where):
            narrowed = tuple(Area(areas[0].name, (part._replace(city=place_key(areas[0].name)),), weight=0) for part in where[:1])
        if not narrowed:
            break
        if len(where) > 1 and bracket:
            best = [next((area for area in narrowed if _inside(area, [part])), None) for part in where]
            narrowed = (Area(areas[0].name, tuple(part for area in best if area for part in area.parts), weight=areas[0].weight),)
        areas, end = narrowed, stop
        if bracket:
            close = CLOSE_RE.match(text, stop)
            end = close.end() if close else stop
    return areas, end


def _small_town(areas: tuple[Area, ...], where: Sequence[Part]) -> bool:
    """Whether a name may be a town of that state which is too small for the tables: its other meanings are cities."""
    return bool(where[0].state) and any(part.city for area in areas for part in area.parts)


def _inside(area: Area, where: Sequence[Part]) -> bool:
    return bool(where) and all(any(outer.covers(part) and outer != part for outer in where) for part in area.parts)


def _state_or_country(text: str, start: int, end: int, places: Gazetteer, bracket: bool) -> tuple[list[Part], int]:
    """The states or the country that the text names from `start`: the longest name first; in brackets several (`MO and KS`)."""
    words = [found.span() for found in WORD_RE.finditer(text, start, end)][:4]
    parts: list[Part] = []
    stop = start
    number = 0
    while number < len(words):
        for step in range(min(3, len(words) - number), 0, -1):
            name = text[words[number][0] : words[number + step - 1][1]]
            areas = [a for a in _meanings(name, places) if len(a.parts) == 1 and not a.parts[0].county and not a.parts[0].city]
            if areas:
                parts += [area.parts[0] for area in areas]
                stop = words[number + step - 1][1]
                number += step
                break
        else:
            if not (bracket and parts and text[slice(*words[number])].casefold() in ("and", "or")):
                break
            number += 1
            continue
        if not bracket:
            break
    return parts, stop


def _kind(text: str, start: int, end: int, places: Gazetteer) -> tuple[str, int, int]:
    """What the words right behind and before a name do to it, and where the whole then begins and ends."""
    behind = BEHIND_RE.match(text, end)
    for stop in reversed(behind.ends("word")) if behind else ():
        kind = places.kinds.get(place_key(text[end:stop]), "")
        if kind in ("metro", "both", "county"):
            return "county" if kind == "county" else "metro", start, stop
    before = BEFORE_RE.search(text, max(0, start - 40), start)
    if before:
        said = before[0].split()
        for number in range(len(said)):
            kind = places.kinds.get(place_key(" ".join(said[number:])), "")
            if kind in ("around", "both", "part"):
                return "part" if kind == "part" else "metro", start - len(" ".join(said[number:])) - 1, end
    return "", start, end


# ------------------------------------------------------------------ what a name means


def choose(found: Found, places: Gazetteer, countries: Sequence[str] = (), *, cities: bool = False) -> Area:
    """The likeliest meaning: in the countries that the posting is about, then by weight; among cities, a city before a state."""
    areas = [area for area in found.areas if area.parts]
    if found.kind == "county":
        areas = [area for area in areas if area.level == 4] or areas
    elif cities or found.kind == "metro":
        areas = [area for area in areas if area.level >= 3 or area.metro] or areas
    near = [area for area in areas if not countries or area.parts[0].country in countries]
    best = max(near or areas, key=lambda area: area.weight)
    if found.kind == "metro" and (best.level >= 3 or best.metro):
        return Area(best.name, places.metro_around(best), weight=best.weight)
    return best


def read_clause(
    text: str, places: Gazetteer, rulebook: Rulebook, countries: Sequence[str] = (), *, cities: bool = False, spoken: bool = False
) -> Clause:
    """What a piece of text covers."""
    folded = fold(text)
    rests = [match.span() for match in _matches("zones/rest", folded, rulebook)]
    excepts = [match.start() for match in _matches("zones/except", folded, rulebook)]
    cut = min(excepts, default=len(text))
    rest = any(start <= cut for start, _ in rests) or (bool(excepts) and not text[:cut].strip(" ("))
    cut = max((end for start, end in rests if start <= cut < end), default=cut)
    head, tail = text[:cut], text[cut:]
    inner = OPEN_RE.search(head)
    named = scan(head, places, spoken=spoken)
    for one in _by_adjective(head, places):
        named = [f for f in named if f.end <= one.start or one.end <= f.start or f.areas[0].level < COUNTY]
        named += [] if any(f.start < one.end and one.start < f.end for f in named) or not (rest or not named) else [one]
    outer = [f for f in named if not inner or f.start < inner.start()]
    inside = [f for f in named if inner and f.start >= inner.start()] if outer else []
    outer = outer or named
    outside, unknown = _outside(tail, places, countries)
    return Clause(
        text,
        _parts(outer, places, countries, cities=cities),
        outside,
        _parts(inside, places, countries, cities=cities) if not rest else (),
        rest,
        any(f.kind == "part" for f in named),
        unknown,
    )


def _matches(family: str, folded: str, rulebook: Rulebook) -> Iterator[re.Match[str]]:
    for row in rulebook.rows(family):
        yield from quick(row.pattern).finditer(folded)


def _parts(found: Iterable[Found], places: Gazetteer, countries: Sequence[str], *, cities: bool = False) -> tuple[Part, ...]:
    parts: list[Part] = []
    for one in found:
        parts += choose(one, places, countries, cities=cities).parts
    return tuple(dict.fromkeys(parts))


def _by_adjective(text: str, places: Gazetteer) -> list[Found]:
    """Countries by adjective: `all other Canadian locations`."""
    found: list[Found] = []
    for word in WORD_RE.finditer(text):
        part = places.adjectives.get(place_key(word[0]))
        if part:
            found.append(Found(word.start(), word.end(), (Area(word[0], (part,)),)))
    return found


def _outside(text: str, places: Gazetteer, countries: Sequence[str]) -> tuple[tuple[Part, ...], bool]:
    """What an exception takes out; the word metro behind a list holds for all of it (`outside NYC or DC metro`)."""
    if not text:
        return (), False
    found = scan(text, places)
    last = text[found[-1].start : found[-1].end].split() if found else []
    if last and places.kinds.get(place_key(last[-1])) in ("metro", "both"):
        found = [one._replace(kind="metro") if one.areas[0].level >= 3 or one.areas[0].metro else one for one in found]
    return _parts(found, places, countries), not found
