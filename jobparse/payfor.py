"""Posting and a place → which of its pay ranges apply there, and why.

In: a parsed posting and a question such as "Oakland, CA". Out: a `PayAnswer`. The scopes and zones of the pay ranges are read as clauses over
places; the place asked for falls into atoms, and for each atom the most closely drawn clause decides: a metropolitan area before its state,
a state before the country, a rest only where nothing else holds. All atoms agree: covered. They differ, or the posting leaves open what a
zone is: ambiguous. Nothing reads the text again: what the record does not hold is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jobparse.facts.zone_places import split_places
from jobparse.model import PayAnswer, PayRange, Posting, Reason, Span
from jobparse.placequery import atoms, resolve, unknown_place
from jobparse.places import Area, Gazetteer, Part, gazetteer, place_key
from jobparse.placetext import Clause, read_clause, scan
from jobparse.rulebook import Rulebook

UNTIED, OPEN_REST, COUNTRY_REST, STATE_REST, NAMED = 0, 1, 2, 3, 10
"""How closely a scope is drawn, from not at all to the level of the places it names (added to `NAMED`)."""

BRACKETS_RE = re.compile(r"^\s*[(\[](?P<inner>[^()\[\]]*)[)\]]\s*$")


class Piece(NamedTuple):
    """One clause of a scope, with its place in the source."""

    clause: Clause
    span: Span


class Scope(NamedTuple):
    """What some ranges are tied to. `undefined`: a zone that the posting gives no places; its ranges may apply anywhere in `countries`."""

    name: str
    pieces: tuple[Piece, ...]
    ranges: tuple[PayRange, ...]
    undefined: bool = False
    span: Span = Span(0, 0)


@dataclass(frozen=True, slots=True)
class _Hold:
    """A scope that holds for an atom: how closely, by which clause, and whether that is sure."""

    scope: Scope
    rank: int
    piece: Piece | None
    sure: bool = True


def pay_for(posting: Posting, place: str, rulebook: Rulebook) -> PayAnswer:
    """Which ranges of the posting apply in `place`."""
    places = gazetteer(rulebook)
    ranges = _ranges(posting)
    countries = _countries(ranges, places)
    scopes = _scopes(posting, ranges, countries, places, rulebook)
    areas = resolve(place, places, countries) or [unknown_place(place)]
    named = [part for scope in scopes for piece in scope.pieces for part in _parts(piece.clause)]
    asked = [atom for area in areas for atom in atoms(_of_a_posting(area, named, countries), named, places)]
    holds = {atom: _holds(atom, scopes, countries) for atom in dict.fromkeys(asked)}
    return _answer(place, ranges, holds)


# ------------------------------------------------------------------ what the posting says


def _ranges(posting: Posting) -> tuple[PayRange, ...]:
    """The employer's ranges; the page's own only where the employer gives none."""
    return tuple(r for r in posting.pay if r.by == "employer") or posting.pay


def _countries(ranges: Iterable[PayRange], places: Gazetteer) -> tuple[str, ...]:
    """The countries whose currencies the ranges are in; among many users of a currency the one that it is named after."""
    found: dict[str, None] = {}
    for currency in dict.fromkeys(r.currency for r in ranges if r.currency):
        users = [code for code, _, _, money in places.rows("countries") if money == currency]
        own = [code for code in users if code == currency[:2]]
        found.update(dict.fromkeys(own or users))
    return tuple(found)


def _scopes(
    posting: Posting, ranges: Sequence[PayRange], countries: Sequence[str], places: Gazetteer, rulebook: Rulebook
) -> list[Scope]:
    """Every scope with its ranges; zones without pay too, for a rest is what they leave."""
    tied = _with_zones(posting, ranges)
    texts = [place for zone in posting.zones for place in zone.places]
    texts += [r.scope for r, zone in tied if r.scope and zone is None]
    cities = _lists_cities(texts, places)
    scopes: list[Scope] = []
    for zone in posting.zones:
        own = tuple(r for r, name in tied if name == zone.name)
        spans = [e.span for e in zone.evidence if e.field == "place"]
        pieces = [
            Piece(read_clause(text, places, rulebook, countries, cities=cities), span)
            for text, span in zip(zone.places, spans or [zone.span] * len(zone.places), strict=False)
        ]
        scopes.append(Scope(zone.name, tuple(_in_country(zone.name, p, places) for p in pieces), own, not pieces, zone.span))
    untied: list[PayRange] = []
    for one, name in tied:
        pieces = _scope_pieces(one, countries, places, rulebook, cities=cities) if name is None and one.scope else []
        if pieces:
            scopes.append(Scope(one.scope or "", tuple(pieces), (one,), span=pieces[0].span))
        elif name is None:
            untied.append(one)
    return [*scopes, *([Scope("", (), tuple(untied))] if untied else [])]


def _with_zones(posting: Posting, ranges: Sequence[PayRange]) -> list[tuple[PayRange, str | None]]:
    """Each range with the name of its zone. A level behind a zone's first range belongs to that zone as long as its line goes on."""
    names = {zone.name for zone in posting.zones}
    tied: list[tuple[PayRange, str | None]] = []
    for one in ranges:
        zone = one.zone if one.zone in names else None
        if zone is None and tied and tied[-1][1] and _same_line(posting, tied[-1][0], one):
            zone = tied[-1][1]
        tied.append((one, zone))
    return tied


def _same_line(posting: Posting, first: PayRange, second: PayRange) -> bool:
    if first.clean_span is None or second.clean_span is None or not second.scope or first.currency != second.currency:
        return False
    between = posting.clean_text[first.clean_span.end : second.clean_span.start]
    return second.clean_span.start >= first.clean_span.end and not re.search(r"[\n.]\s", between + " ")


def _in_country(name: str, piece: Piece, places: Gazetteer) -> Piece:
    """The piece, a rest without a country of its own bound to the country in the zone's name (`Canada Zone C`: all others)."""
    found = scan(name, places)
    if not piece.clause.rest or piece.clause.parts or not found:
        return piece
    return piece._replace(clause=piece.clause._replace(parts=found[0].areas[0].parts))


def _lists_cities(texts: Iterable[str], places: Gazetteer) -> bool:
    """Whether the places are mostly cities: then New York among them is the city."""
    cities = states = 0
    for text in texts:
        for found in scan(text, places)[:1]:
            levels = {area.level for area in found.areas if area.weight >= found.areas[0].weight / 8}
            cities += min(levels, default=0) >= 3
            states += max(levels, default=5) <= 2
    return cities > states


def _scope_pieces(one: PayRange, countries: Sequence[str], places: Gazetteer, rulebook: Rulebook, *, cities: bool) -> list[Piece]:
    """The clauses of a range's own scope; none where it names no place (a level, a shift)."""
    span = next((e.span for e in one.evidence if e.field == "scope"), one.span)
    bare = BRACKETS_RE.match(one.scope or "")
    text = bare["inner"] if bare else one.scope or ""
    hits = rulebook.matcher.scan(text)
    items = [text[item.start : item.end] for item in split_places(hits, 0, len(text), places)]
    own = tuple(_countries((one,), places)) or countries
    clauses = [read_clause(item, places, rulebook, own, cities=cities) for item in items]
    return [Piece(clause, span) for clause in clauses if clause.parts or clause.rest]


def _parts(clause: Clause) -> tuple[Part, ...]:
    return (*clause.parts, *clause.outside, *clause.within)


def _of_a_posting(area: Area, named: Sequence[Part], countries: Sequence[str]) -> tuple[Part, ...]:
    """The parts asked for; of several countries only those that the posting has to do with."""
    if area.level:
        return area.parts
    ours = {part.country for part in named} | set(countries)
    return tuple(part for part in area.parts if part.country in ours) or area.parts[:1]


# ------------------------------------------------------------------ what holds for an atom


def _holds(atom: Part, scopes: Sequence[Scope], countries: Sequence[str]) -> list[_Hold]:
    """The scopes that hold for an atom, only the most closely drawn; for each kind of pay on its own."""
    named = [hold for scope in scopes for hold in _named_holds(atom, scope)]
    holds = named or _rests(atom, scopes, countries)
    holds += [
        _Hold(s, UNTIED, None, sure=False) for s in scopes if s.undefined and s.ranges and not holds and _at_home(atom, countries)
    ]
    holds += [_Hold(s, UNTIED, None, sure=_at_home(atom, countries)) for s in scopes if not s.undefined and not s.pieces]
    return _closest(holds)


def _at_home(atom: Part, countries: Sequence[str]) -> bool:
    return not countries or atom.country in countries


def _named_holds(atom: Part, scope: Scope) -> Iterable[_Hold]:
    pieces = [p for p in scope.pieces if not p.clause.rest and p.clause.covers(atom)]
    if pieces:
        best = max(pieces, key=lambda p: p.clause.level)
        yield _Hold(scope, NAMED + best.clause.level, best, sure=not (best.clause.open or best.clause.unknown_outside))


def _rests(atom: Part, scopes: Sequence[Scope], countries: Sequence[str]) -> list[_Hold]:
    """The rests that take an atom in: of its state before of its country before of whatever the posting is about."""
    about = {part.country for s in scopes for p in s.pieces for part in p.clause.parts} or set(countries)
    holds: list[_Hold] = []
    for scope in scopes:
        for piece in scope.pieces:
            clause = piece.clause
            if not clause.rest or any(part.covers(atom) for part in clause.outside):
                continue
            if any(part.covers(atom) for part in clause.parts):
                rank = STATE_REST if all(part.state for part in clause.parts) else COUNTRY_REST
                holds.append(_Hold(scope, rank, piece))
            elif not clause.parts and atom.country in about:
                holds.append(_Hold(scope, OPEN_REST, piece))
    return holds


def _closest(holds: Sequence[_Hold]) -> list[_Hold]:
    """For each kind of pay the holds of the highest rank; ranges tied to nothing where no other of their kind holds."""
    best: dict[str, int] = {}
    for hold in holds:
        for one in hold.scope.ranges:
            best[one.kind] = max(best.get(one.kind, UNTIED), hold.rank)
    return [hold for hold in holds if any(hold.rank == best[one.kind] for one in hold.scope.ranges)]


# ------------------------------------------------------------------ the answer


def _answer(place: str, ranges: Sequence[PayRange], holds: dict[Part, list[_Hold]]) -> PayAnswer:
    """Covered where every atom has the same ranges and all are sure."""
    main = {one.kind for hs in holds.values() for h in hs for one in h.scope.ranges if h.rank > UNTIED}
    sets = [_applying(hs, main) for hs in holds.values()]
    applying = [one for one in ranges if any(one is other for found in sets for other in found)]
    used = _once(hold for found in holds.values() for hold in found if any(o is r for o in hold.scope.ranges for r in applying))
    if not applying:
        return PayAnswer("not_covered", (), (Reason("", None, f"no clause of the posting holds for {place}"),))
    agreed = all([id(r) for r in found] == [id(r) for r in sets[0]] for found in sets) and all(hold.sure for hold in used)
    applying.sort(key=lambda one: _is_general(one, used))
    reasons = tuple(_reason(hold, place, agreed=agreed) for hold in used)
    return PayAnswer("covered" if agreed else "ambiguous", tuple(applying), reasons)


def _applying(holds: Sequence[_Hold], main: set[str]) -> list[PayRange]:
    """The ranges that hold for one atom. Pay that is tied to nothing (a bonus) makes no answer where the pay tied to places has none."""
    found = [one for hold in holds for one in hold.scope.ranges]
    return found if not main or any(one.kind in main for one in found) else []


def _once(holds: Iterable[_Hold]) -> list[_Hold]:
    kept: list[_Hold] = []
    for hold in holds:
        if not any(hold.scope is other.scope and hold.piece == other.piece for other in kept):
            kept.append(hold)
    return kept


def _is_general(one: PayRange, used: Sequence[_Hold]) -> bool:
    """Whether a range holds for a whole country or for any place: candidates drawn more closely are named first."""
    ranks = [hold.rank for hold in used if any(o is one for o in hold.scope.ranges)]
    return max(ranks, default=UNTIED) in (UNTIED, NAMED, NAMED + 1)


def _reason(hold: _Hold, place: str, *, agreed: bool) -> Reason:
    """The clause in words, with its place."""
    scope = hold.scope
    zone = f"{scope.name}: " if scope.name and hold.piece and place_key(scope.name) != place_key(hold.piece.clause.text) else ""
    if hold.piece is None:
        span = scope.span if scope.undefined else scope.ranges[0].span
        says = f"{scope.name} is given no places" if scope.undefined else "the pay is tied to no place"
        return Reason(scope.name, span, says)
    verb = "holds for" if agreed else "may hold for" if not hold.sure else "holds for a part of"
    words = "no other clause does" if hold.piece.clause.rest else "by name"
    return Reason(hold.piece.clause.text, hold.piece.span, f"{zone}{hold.piece.clause.text} {verb} {place} ({words})")
