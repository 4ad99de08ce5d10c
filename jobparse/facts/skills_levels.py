"""Accepted mentions → levels: how well a human language must be known.

In: the mentions that count. Out: a level by the number of the mention, from the words right before a language or right behind it. What is said before
the first language of a list holds for all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.facts.skills_places import GAP_RE, WIDEST, Accepted

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.skilltables import Vocabulary

BEFORE, BEHIND = 60, 40
"""How far from the name of a language its level may stand."""


class LevelFinds(NamedTuple):
    """Levels by the number of the mention, and the rows that found them."""

    levels: dict[int, str]
    rules: list[str]


def find_levels(value: str, accepted: list[Accepted], hits: Hits, book: Vocabulary) -> LevelFinds:
    """The levels of the languages among the mentions."""
    found = LevelFinds({}, [])
    entries = [mention[2] for mention, _, _ in accepted]
    if book.spoken.isdisjoint(entries):
        return found
    before = -1
    for at in [at for at, entry in enumerate(entries) if entry in book.spoken]:
        mention = accepted[at].mention
        level = _level(hits.folded, mention.start, mention.end, book, found.rules)
        if level is None and before >= 0:
            gap = value[accepted[before].mention.end : mention.start]
            if before in found.levels and len(gap) <= WIDEST and GAP_RE.fullmatch(gap):
                level = found.levels[before]
        if level is not None:
            found.levels[at] = level
        before = at
    return found


def _level(folded: str, start: int, end: int, book: Vocabulary, rules: list[str]) -> str | None:
    """What the rows say about the language that stands at a place; the first of them that says something."""
    line = max(folded.rfind("\n", 0, start) + 1, start - BEFORE)
    for row in book.watched["level"].rows:
        pattern = quick(row.pattern)
        if row.get("reach") == "before":
            match = next((m for m in pattern.finditer(folded, line, start + 1) if m.end() == start), None)
        else:
            match = pattern.match(folded, end, end + BEHIND)
        if match:
            rules.append(row.id)
            level = str(row.get("level"))
            return match["code"].upper() if level == "code" else level
    return None
