"""Document → hard skills, with need and places.

In: the repaired text with its sections, and the vocabulary of the rulebook. Out: one entry a skill, with every place where it is
named, how much it is needed, and for how many years. Text that the page added names no skill; nor does a name that
means something else where it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.facts.skills_context import Accepted, Place, accept
from jobparse.facts.skills_match import Finds, Mention, find_names
from jobparse.facts.skills_need import needs, years
from jobparse.model import Skill, SkillReading, Span, Years
from jobparse.skilltables import Entry, vocabulary

if TYPE_CHECKING:
    from jobparse.model import Document

STRENGTH = ("mentioned", "preferred", "required")
ORDER = ("alias", "exact")


def find_skills(document: Document) -> SkillReading:
    """The hard skills of one posting, in the order in which they are first named."""
    book = vocabulary(document.rulebook)
    value = document.value
    finds = find_names(value, book)
    accepted, cues = accept(value, finds, placed(document, finds))
    needed, rows = needs(value, accepted, finds.signs, document.hits)
    terms, year_rows = years(value, accepted, document.hits)
    used = [*(cue.phrase.row.id for cue in cues), *rows, *year_rows, *(s.phrase.row.id for s in finds.signs if s.phrase.family in ("refusal", "after"))]
    return SkillReading(gathered(book.entries, accepted, needed, terms), (), tuple(dict.fromkeys(used)))


def placed(document: Document, finds: Finds) -> list[tuple[Mention, Place]]:
    """The mentions in kept text, each with its block and section kind."""
    spans = [
        (block.start, block.end, Place(block, passage.kind, block is passage.heading)) for passage in document.passages for block in passage.blocks
    ]
    spans.sort(key=lambda s: s[0])
    found: list[tuple[Mention, Place]] = []
    at, last = 0, len(spans)
    for mention in finds.mentions:
        while at < last and spans[at][1] <= mention.start:
            at += 1
        if at == last:
            break
        start, _, place = spans[at]
        if start <= mention.start:
            found.append((mention, place))
    return found


def gathered(entries: list[Entry], accepted: list[Accepted], needed: list[str | None], terms: dict[int, Years]) -> tuple[Skill, ...]:
    """One skill an entry: all its places, its strongest need, its best match, its first years."""
    by_entry: dict[int, list[int]] = {}
    for at, (mention, _) in enumerate(accepted):
        if needed[at] is not None:
            by_entry.setdefault(mention.entry, []).append(at)
    skills: list[Skill] = []
    for number, places in by_entry.items():
        entry = entries[number]
        mentions = [accepted[at].mention for at in places]
        best = max(mentions, key=lambda m: m.score)
        skills.append(
            Skill(
                name=entry.name,
                id=entry.id,
                kind=entry.kind,
                need=max((needed[at] or "mentioned" for at in places), key=STRENGTH.index),
                match=best.match,
                score=best.score,
                mentions=tuple(Span(m.start, m.end) for m in mentions),
                rule=entry.rule,
                years=next((terms[at] for at in places if at in terms), None),
            )
        )
    return tuple(skills)
