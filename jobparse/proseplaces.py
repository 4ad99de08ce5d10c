"""Where a paragraph belongs: to a kind of its own if its words are unmistakable, to its section, or to employer or job by its cues.

In: a block and where the walk stands. Out: its `Place`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.matching import compiled
from jobparse.model import SectionKind
from jobparse.standing import (
    AHEAD,
    ITEM_SHAPES,
    LISTED,
    LONG_LINE,
    NOTICES,
    OPENING,
    PROSE,
    SURE,
    Place,
    length,
)

if TYPE_CHECKING:
    from jobparse.model import Block
    from jobparse.rulebook import Row
    from jobparse.standing import Standing

LONG_LEAD = 200
AT_ONCE = 40
LEAD_ENDS = ":…."


def paragraph_place(at: Standing, block: Block) -> Place:
    """Where a paragraph belongs; what it leads to is left with the walk."""
    place = _label_place(at, block) or _content_place(at, block) or _lead_place(at, block)
    if place is None:
        at.lead = None
        place = at.tail or _prose_place(at, block)
    return place


def content_row(at: Standing, block: Block, *, in_list: bool) -> Row | None:
    """The row of an unmistakable paragraph that may stand here."""
    matches = at.found.get(block.start)
    if matches is None:
        return None
    item = block.shape in ITEM_SHAPES
    apart = not in_list or length(block) > LONG_LINE
    section = at.section
    for match in matches:
        row = match.row
        reach = row.get("reach")
        if (item and reach != "item") or (not apart and reach == "paragraph"):
            continue
        if match.start - block.body_start > max(LONG_LINE, length(block) // 2):
            continue
        if not _may_interrupt(at, row, match.start - block.body_start):
            continue
        if row.get("kind") == section.kind and section.opens == "section":
            return None
        if row.get("strong") or section.kind not in NOTICES or section.opens != "section":
            return row
    return None


def _may_interrupt(at: Standing, row: Row, depth: int) -> bool:
    """Whether a paragraph of the row's kind can stand in the open section; in text under no heading it says so at once."""
    section = at.section
    if section.kind not in row.get("never_in", ()):
        return True
    return section.opens == "nothing" and section.kind in PROSE and depth <= AT_ONCE


def _label_place(at: Standing, block: Block) -> Place | None:
    """`Key: value` is a section of its own for its one line."""
    row = at.row(block) if block.shape == "label" else None
    if row is None or at.is_part(row):
        return None
    if at.section.kind in LISTED and row.get("loose") == "line":
        leaning = at.lean((block,))
        if leaning is None or leaning.kind != row.get("kind"):
            return None
    return Place(row.get("kind"), row.id)


def _content_place(at: Standing, block: Block) -> Place | None:
    row = content_row(at, block, in_list=False)
    if row is None:
        return None
    place = Place(row.get("kind"), row.id)
    if at.section.kind in LISTED and at.listed:
        at.tail = place
    return place


def _lead_place(at: Standing, block: Block) -> Place | None:
    """A sentence that a list finishes (`… you will:`) takes the list with it, unless the posting has a heading for that kind."""
    value = at.value
    ending = value[block.body_end - 1]
    if ending not in LEAD_ENDS or at.section.kind not in PROSE:
        return None
    stop = block.body_end
    while stop > block.body_start and value[stop - 1] in ":…. ":
        stop -= 1
    if block.body_end - stop < (3 if ending == "." else 1):
        return None
    row = at.headings.leads.first(at.folded, max(block.body_start, stop - LONG_LEAD), stop)
    if row is None or (row.get("kind") in at.headed and at.section.opens == "section"):
        return None
    at.lead = row
    if length(block) > LONG_LEAD:
        return _prose_place(at, block)
    return Place(row.get("kind"), row.id)


def _prose_place(at: Standing, block: Block) -> Place:
    """Plain prose: it stays in its section, but for the free places of a posting, where cues of employer and job decide."""
    section = at.section
    if section.kind == SectionKind.COMPENSATION:
        return at.extras_place((block,), SURE) or at.here
    if section.opens == "section" and not (section.kind in LISTED and at.listed):
        return at.here
    if section.opens == "nothing" and (section.kind != SectionKind.OTHER or length(block) > LONG_LINE):
        return _free_place(at, block)
    leaning = at.lean((block,))
    if section.opens == "section":
        far = leaning is not None and leaning.kind == SectionKind.COMPANY and leaning.score >= SURE + 1 >= leaning.second
        return Place(leaning.kind, leaning.rule) if far and leaning else at.here
    if leaning is None or leaning.score < SURE or leaning.score < AHEAD * leaning.second:
        return _last_prose(at)
    return Place(leaning.kind, leaning.rule, section.heading) if section.kind == SectionKind.OTHER else at.here


def _free_place(at: Standing, block: Block) -> Place:
    """Prose under no heading: the employer or the job, by their cues; a paragraph that opens with a name and a verb is about the name."""
    kinds = (SectionKind.ROLE, SectionKind.COMPANY)
    opening = min(block.body_end, block.body_start + OPENING)
    early, _ = at.cues.of_kinds(at.folded, block.body_start, opening, kinds)
    if early.score < SURE and (row := _named(at, block)) is not None:
        return Place(row.get("kind"), row.id, at.section.heading)
    role, company = at.cues.of_kinds(at.folded, block.body_start, block.body_end, kinds)
    if company.score > role.score:
        return Place(company.kind, company.rule, at.section.heading)
    if role.score > 0:
        at.told = True
        return Place(role.kind, role.rule, at.section.heading)
    return _last_prose(at)


def _named(at: Standing, block: Block) -> Row | None:
    """The row by which a paragraph opens with the name of an employer; after a paragraph on the job, `The …` may be the job's title."""
    if at.told and at.folded.startswith("the ", block.body_start):
        return None
    for row in at.namings:
        if compiled(row.pattern).match(at.value, block.body_start, block.body_end):
            return row
    return None


def _last_prose(at: Standing) -> Place:
    """Where prose without a cue goes on: with the prose before it."""
    if at.section.opens == "nothing" and at.last.kind in PROSE:
        return Place(at.last.kind, at.last.rule, at.section.heading)
    return at.here
