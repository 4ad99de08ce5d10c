"""Which section a heading of unknown words opens: the one that the text below it speaks for.

In: the heading and where the walk stands. Out: the section, or None where the text says too little: then the heading names a part of the open one.
The text is weighed by cues, by signs that count only here, by the shape of its lines, and by what stood before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jobparse.leanings import Leaning
from jobparse.lineforms import SENTENCE_ENDS
from jobparse.model import SectionKind
from jobparse.standing import ITEM_SHAPES, LEAST_RUN, LISTED, LONG_LINE, PLAIN, PROSE, Section, decides, length

if TYPE_CHECKING:
    from jobparse.model import Block
    from jobparse.standing import Standing

SECOND_LIST = "section-second-list"
"""The rule of a list that only its place shows to be of wishes."""

LOOKAHEAD = 8
NAMED = 3.0
"""How much a first sentence weighs in which a name does something: it tells of an employer."""

TOLD = 3.0
"""How much it weighs that the first block is of an unmistakable kind."""

SURE_BELOW = 1.5
"""How heavy a text must weigh, by block. What follows is added to it where a new section is less likely. Set on 250 postings of which the known headings
were made unknown, so that as they stand (with few unknown headings) none lost by it."""

HEADED_ELSEWHERE = 2.0
"""The kind has a known heading of its own."""

PROSE_BEHIND_LISTS = 2.0
"""Job and employer are told before the lists."""

ONE_BLOCK = 1.0
"""A long paragraph holds words of every kind."""

RIGHT_BELOW = 2.0
"""Nothing stands between it and the heading of the open section: it is more likely a part of that."""

AMONG_PARTS = 2.0
"""The open section has parts already."""

A_NOTICE = 2.0
NOTICES = (SectionKind.EQUAL_OPPORTUNITY, SectionKind.LEGAL)
"""Notices show by content rows; their words alone stand in duties too."""

UNDISPUTED = 0.5
"""So much less is enough where nothing speaks for another kind."""


def opened_below(at: Standing, index: int, block: Block) -> Section | None:
    """The section that the unknown heading with that index opens, if the text below it says so."""
    below = blocks_below(at, index)
    leaning = _leaning(at, below)
    if leaning is not None and leaning.kind != at.section.kind:
        least = _least(at, index, below, leaning.kind) - (UNDISPUTED if leaning.second == 0 else 0.0)
        if decides(leaning, least):
            opens = "section" if leaning.kind in LISTED else "frame"
            return Section(leaning.kind, leaning.rule, opens, block.level, block)
    if _is_second_list(at, index, block, below):
        return Section(SectionKind.PREFERRED, SECOND_LIST, "section", block.level, block)
    return None


def _least(at: Standing, index: int, below: Sequence[Block], kind: str) -> float:
    """How heavy the text must weigh to open a section of that kind here."""
    firm = at.section.opens == "section" and at.section.kind in at.headed
    return (
        SURE_BELOW
        + HEADED_ELSEWHERE * (kind in at.headed)
        + PROSE_BEHIND_LISTS * (kind in PROSE and at.section.kind in LISTED)
        + ONE_BLOCK * (len(below) == 1)
        + RIGHT_BELOW * (firm and is_right_below(at, index))
        + AMONG_PARTS * (firm and at.subheadings > 0)
        + A_NOTICE * (kind in NOTICES)
    )


def _is_second_list(at: Standing, index: int, block: Block, below: Sequence[Block]) -> bool:
    """Whether a second list of what a candidate has, or of a few names, stands behind the first: it is of wishes, if no heading names those."""
    section = at.section
    if (
        section.kind != SectionKind.REQUIREMENTS
        or block.rule  # its words are known, and say nothing of wishes
        or not at.listed
        or at.subheadings
        or SectionKind.PREFERRED in at.headed
    ):
        return False
    if is_right_below(at, index) or section.level < block.level < PLAIN or not below:
        return False
    return all(one.shape in ITEM_SHAPES or _is_short(at, one) for one in below)


def _is_short(at: Standing, block: Block) -> bool:
    """Whether a line is short and no sentence."""
    return length(block) <= LONG_LINE and at.value[block.body_end - 1] not in SENTENCE_ENDS


def is_right_below(at: Standing, index: int) -> bool:
    """Whether a heading stands right below the one of the open section."""
    return index > 0 and at.blocks[index - 1] is at.section.heading


def _leaning(at: Standing, below: Sequence[Block]) -> Leaning | None:
    """What the blocks below a heading lean to; what the candidate will do, line by line, is duties."""
    if not below:
        return None
    named = at.naming(below[0]) if below[0].shape == "text" else None
    employer = named if named is not None and named.get("kind") == SectionKind.COMPANY else None
    known: dict[str, float] = {SectionKind.COMPANY: NAMED} if employer else {}
    told = _kind_told(at, below[0])
    if told:
        known[told] = known.get(told, 0.0) + TOLD
    leaning = at.signs.lean(at.folded, below, known)
    if leaning is None:
        return Leaning(SectionKind.COMPANY, NAMED / len(below), 0.0, employer.id) if employer else None
    if leaning.kind == SectionKind.ROLE and _is_list(below):
        return leaning._replace(kind=SectionKind.RESPONSIBILITIES)
    return leaning


def _kind_told(at: Standing, block: Block) -> str | None:
    """The kind of which a block unmistakably is, if the row that says so stands in its first half."""
    for found in at.found.get(block.start, ()):
        if found.row.get("strong") and found.start - block.body_start <= length(block) // 2:
            kind: str = found.row.get("kind")
            return kind
    return None


def blocks_below(at: Standing, index: int) -> list[Block]:
    """The first blocks between a heading and the next, or a notice that stands out by itself."""
    below: list[Block] = []
    for block in at.blocks[index + 1 : index + 1 + LOOKAHEAD]:
        if block.shape == "heading" or (below and _kind_told(at, block) in NOTICES):
            break
        if block.body_end > block.body_start:
            below.append(block)
    return below


def _is_list(below: Sequence[Block]) -> bool:
    """Whether blocks are lines of a list, with marks or without."""
    if len(below) > 1 and all(block.shape in ITEM_SHAPES for block in below):
        return True
    return len(below) >= LEAST_RUN and all(length(block) <= LONG_LINE for block in below)
