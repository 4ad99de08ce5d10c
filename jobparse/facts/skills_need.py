"""Accepted mentions → need and years: how much each skill is asked for, and for how long.

In: mentions, phrases and rows. Out: a need for every mention (None where it is not asked for at all), and years where they are said.
The section decides first; a phrase in the clause decides better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.facts.skills_context import Accepted
from jobparse.facts.skills_match import Sign
from jobparse.matching import compiled
from jobparse.model import SectionKind, Years

if TYPE_CHECKING:
    from jobparse.matching import Hits, Match

STOP_RE = regex.compile(r"[.!?](?=\s)|[;\n]")
"""An end of a clause for what a phrase says about need."""

OPENING_RE = regex.compile(r"[,;(]|\band\b|\bor\b")
CLAUSE = 200
"""No clause is read further than this: a wall of text without stops must not hang together."""

BY_SECTION = {SectionKind.REQUIREMENTS: "required", SectionKind.PREFERRED: "preferred"}


class Reach(NamedTuple):
    """`[start, end)` is where a row's word about need or years holds."""

    start: int
    end: int
    sign: Sign


def needs(value: str, accepted: list[Accepted], signs: list[Sign], hits: Hits) -> tuple[list[str | None], list[str]]:
    """The need of each mention, and the rows that decided one."""
    found: list[str | None] = [BY_SECTION.get(SectionKind(a.place.kind), "mentioned") for a in accepted]
    used: list[str] = []
    cues = [s for s in signs if s.phrase.family == "cue"]
    mine = [s for s in signs if s.phrase.family == "need"]
    last = -1
    for number, sign in enumerate(mine):
        row = sign.phrase.row
        start, end = _reach(value, sign, row.get("reach"), last, mine[number + 1].start if number + 1 < len(mine) else len(value), cues)
        last = sign.end
        for at, (mention, place) in enumerate(accepted):
            if start <= mention.start < end and not (place.block.start > sign.start or place.block.end < sign.end):
                found[at] = None if row.get("need") == "none" else row.get("need")
                used.append(row.id)
    for match in refused(hits, value):
        start, end = match.span("name") or (match.start, match.end)
        for at, (mention, _) in enumerate(accepted):
            if start <= mention.start and mention.end <= end:
                found[at] = None
                used.append(match.row.id)
    return found, used


def _reach(value: str, sign: Sign, reach: str, last: int, next_start: int, cues: list[Sign]) -> tuple[int, int]:
    """Where a phrase about need holds: up to the ends of its clause, and not over the phrase before it or after it."""
    start = end = sign.start
    if reach in ("before", "both"):
        low = max(last, sign.start - CLAUSE, 0)
        for stop in STOP_RE.finditer(value, low, sign.start):
            low = stop.end()
        start = _opening(value, low, sign.start, cues)
    if reach in ("after", "both"):
        found = STOP_RE.search(value, sign.end, min(sign.end + CLAUSE, len(value)))
        end = found.start() if found else min(sign.end + CLAUSE, len(value))
        end = min(end, next_start) if reach == "after" else end
    return start, end


def _opening(value: str, low: int, high: int, cues: list[Sign]) -> int:
    """Where the last part of a clause begins: in "Python, and experience with Go is a plus" only Go is meant."""
    inner = [cue for cue in cues if low <= cue.start < high]
    if len(inner) > 1 or (inner and OPENING_RE.search(value, low, inner[-1].start)):
        return inner[-1].start
    return low


def refused(hits: Hits, value: str) -> list[Match]:
    """Matches of the negation rows, tried near their literals only."""
    return [m for m in near(hits, "skills/negation", 120, 30) if m.span("name")]


def near(hits: Hits, family: str, before: int, after: int) -> list[Match]:
    """The matches of a family, tried around the places where its literals stand."""
    places = hits.places(family)
    if not places:
        return []
    matches: list[Match] = []
    size = len(hits.value)
    low = high = -1
    windows: list[tuple[int, int]] = []
    for place in places:
        if place - before > high:
            if high >= 0:
                windows.append((low, high))
            low = max(0, place - before)
        high = min(size, place + after)
    windows.append((low, high))
    for low, high in windows:
        matches.extend(hits.all(family, low, high))
    return matches


def years(value: str, accepted: list[Accepted], hits: Hits) -> tuple[dict[int, Years], list[str]]:
    """Years of experience by the number of the mention, and the rows that found them."""
    found: dict[int, Years] = {}
    used: list[str] = []
    matches = near(hits, "skills/years", 40, 30)
    starts = sorted(m.start for m in matches)
    for match in matches:
        low, high = match.span("low"), match.span("high")
        if low is None:
            continue
        span = Years(float(value[low[0] : low[1]]), float(value[high[0] : high[1]]) if high else None)
        mine = _after(value, match, accepted, starts) if match.row.get("reach") == "after" else _before(match, accepted)
        for at in mine:
            if at not in found:
                found[at] = span
                used.append(match.row.id)
    return found, used


def _after(value: str, match: Match, accepted: list[Accepted], starts: list[int]) -> list[int]:
    """The skills that a number of years before them is about: those up to the end of the clause or the next number."""
    stop = STOP_RE.search(value, match.end, min(match.end + CLAUSE, len(value)))
    end = stop.start() if stop else min(match.end + CLAUSE, len(value))
    end = min([end, *(s for s in starts if s > match.start)])
    return [at for at, (mention, _) in enumerate(accepted) if match.end <= mention.start < end]


def _before(match: Match, accepted: list[Accepted]) -> list[int]:
    """The skill that a number of years in brackets is about: the one right before it."""
    return [at for at, (mention, _) in enumerate(accepted) if 0 <= match.start - mention.end <= 14][-1:]


__all__ = ["Reach", "compiled", "near", "needs", "refused", "years"]
