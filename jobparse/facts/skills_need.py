"""Accepted mentions → need and years: how much each skill is asked for, .

In: mentions, phrases and rows. Out: a need for every mention (None where it is not asked for at all), and years where they are said.
The section decides first; a phrase in the clause decides better.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from jobparse.facts.skills_joined import near
from jobparse.facts.skills_match import Finds, Sign
from jobparse.facts.skills_places import CLAUSE, STOP_RE, Accepted, clause_end
from jobparse.model import SectionKind

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.skilltables import Vocabulary

PART_RE = re.compile(r"[,(]|\band\b|\bor\b|\bbut\b")
"""Where a new part of a clause may begin."""

LINK_RE = re.compile(r"[^.;:!?\nA-ZÀ-ÖØ-Þ]*+")
"""What may lie between two lists that one phrase is about: no new sentence, no new heading."""

LINK = 40
BY_SECTION = {SectionKind.REQUIREMENTS.value: "required", SectionKind.PREFERRED.value: "preferred"}


def needs(value: str, accepted: list[Accepted], finds: Finds, hits: Hits, book: Vocabulary) -> tuple[list[str | None], list[str]]:
    """The need of each mention, and the rows that decided one."""
    found: list[str | None] = [BY_SECTION.get(place[1], "mentioned") for _, place, _ in accepted]
    used: list[str] = []
    if not (finds.needs or finds.negating):
        return found, used
    starts = [mention[0] for mention, _, _ in accepted]
    mine = finds.needs
    openings = [start for start, _, phrase in finds.cues if phrase.open] if mine else []
    for number, sign in enumerate(mine):
        if sign.phrase.before:
            chosen = _before(value, sign, mine[number - 1].end if number else 0, accepted, starts, openings, book)
        else:
            chosen = _after(value, sign, mine[number + 1].start if number + 1 < len(mine) else len(value), starts)
        need = None if sign.phrase.need == "none" else sign.phrase.need
        for at in chosen:
            if need != "section":
                found[at] = need
            used.append(sign.phrase.row.id)
    for match in near(hits, book.watched["negation"], (120, 30), starts, ends=finds.negating) if finds.negating else ():
        start, end = match.span("name") or (0, 0)
        for at in range(bisect_left(starts, start), bisect_left(starts, end)):
            found[at] = None
            used.append(match.row.id)
    return found, used


def _after(value: str, sign: Sign, following: int, starts: list[int]) -> range:
    """The mentions that a phrase before them is about: those up to the end of the clause."""
    first = bisect_left(starts, sign.end)
    if first == len(starts) or starts[first] > sign.end + CLAUSE:
        return range(0)
    end = min(clause_end(value, sign.end), following if value[sign.end : sign.end + 1] != ":" else len(value))
    return range(first, bisect_left(starts, end))


def _before(
    value: str, sign: Sign, last: int, accepted: list[Accepted], starts: list[int], openings: list[int], book: Vocabulary
) -> range:
    """The mentions that a phrase behind them is about: the list before it, and what that list hangs on."""
    low = max(last, sign.start - CLAUSE)
    high = sign.start
    after = bisect_left(starts, high)
    if not after or starts[after - 1] < low:
        return range(0)
    bracket = value.rfind("(", low, sign.start)
    if bracket >= 0 and not value[bracket + 1 : sign.start].strip():
        high = len(value[:bracket].rstrip(" ."))
        if high == len(value[:bracket].rstrip()):
            low = _item(value, low, high)
    low = max(low, value.rfind("\n", low, high) + 1)
    for stop in STOP_RE.finditer(value, low, high):
        low = stop.end()
    low = _opening(value, low, sign.start, openings)
    first, at = bisect_left(starts, low), after
    edge = high
    while at > first and edge - accepted[at - 1].mention.end <= LINK:
        gap = accepted[at - 1].mention.end
        if not LINK_RE.fullmatch(value, gap, edge) or (  # "unit tests Scrum is a plus" has lost a full stop
            at < after and not book.beside.tie.search(value, gap, edge)
        ):
            break
        at -= 1
        edge = accepted[at].mention.start
    return range(at, after)


def _item(value: str, low: int, high: int) -> int:
    """Where the list item before a bracket begins."""
    return max(low, value.rfind(",", low, high) + 1)


def _opening(value: str, low: int, high: int, openings: list[int]) -> int:
    """Where the last part of a clause begins: in "Python, and experience with Go is a plus" only Go is meant."""
    at = bisect_left(openings, high) - 1
    if at >= 0 and openings[at] >= low and PART_RE.search(value, low, openings[at]):
        return openings[at]
    return low
