"""Where a list belongs: to the sentence that leads to it, to the section that is open, or to what its items lean to.

In: a run of list lines and where the walk stands. Out: the `Place` of the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.model import SectionKind
from jobparse.rowindex import opening_row
from jobparse.standing import LEAST_RUN, LISTED, PROSE, SURE_OF_LIST, Place, decides

if TYPE_CHECKING:
    from jobparse.model import Block
    from jobparse.standing import Standing

FORMAL = frozenset((SectionKind.ELIGIBILITY, SectionKind.LEGAL, SectionKind.EQUAL_OPPORTUNITY))
"""Kinds that a long list of something else can stand below when its own heading was lost."""

LONG_RUN, SURE_OF_LONG = 8, 1.0
"""In so long a list names without a cue stand among the lines that have some, so less on average decides."""

SURE_OF_REST = 1.0
"""Below a heading that says nothing any lean is better than none."""

REQUIRED = frozenset((SectionKind.REQUIREMENTS,))


def list_place(at: Standing, run: Sequence[Block]) -> Place:
    """Where a list belongs: to its lead, to its section, or to what it leans to where the section is prose."""
    if at.lead is not None:
        return Place(at.lead.get("kind"), at.lead.id, at.last.heading if at.last.rule == at.lead.id else None)
    section = at.section
    if at.last.kind != section.kind and section.kind not in PROSE:
        return _behind_another_kind(at, run)
    if section.kind == SectionKind.COMPENSATION:
        return at.extras_place(run, SURE_OF_LIST) or _far_from_pay(at, run) or at.here
    if section.kind in FORMAL and len(run) >= LEAST_RUN:
        return _far_from_notice(at, run) or _going_on(at)
    if section.kind not in PROSE or len(run) < 2:
        return _going_on(at)
    leaning = at.lean(run)
    if leaning is not None and section.kind == SectionKind.OTHER and leaning.score > max(leaning.second, SURE_OF_REST):
        return Place(leaning.kind, leaning.rule)
    if leaning is None or not decides(leaning, SURE_OF_LIST) or leaning.kind in PROSE:
        return _plain_list(at, run)
    if section.opens == "section" and leaning.kind == SectionKind.RESPONSIBILITIES:
        return at.here
    return Place(leaning.kind, leaning.rule)


def _behind_another_kind(at: Standing, run: Sequence[Block]) -> Place:
    """A list behind a paragraph that stood out from its section: back in the section if it leans to it, else with the paragraph."""
    leaning = at.lean(run)
    if leaning is not None and leaning.kind == at.section.kind:
        return at.here
    if leaning is not None and len(run) > 1 and leaning.kind in LISTED and decides(leaning, SURE_OF_LIST):
        return Place(leaning.kind, leaning.rule)
    return at.last


def _plain_list(at: Standing, run: Sequence[Block]) -> Place:
    """A list that leans to nothing: below `Job description` it tells the duties, if no heading of the posting does."""
    section = at.section
    if section.opens == "frame" and section.kind == SectionKind.ROLE and len(run) >= LEAST_RUN:
        told = SectionKind.RESPONSIBILITIES in at.headed
        return Place(section.kind if told else SectionKind.RESPONSIBILITIES, section.rule, section.heading)
    return _going_on(at)


def _going_on(at: Standing) -> Place:
    """Where a list goes on that says nothing of itself."""
    return at.here if at.section.opens == "section" else Place(at.last.kind, at.last.rule, at.section.heading)


def _far_from_notice(at: Standing, run: Sequence[Block]) -> Place | None:
    """A list whose heading was lost, below a notice: what it plainly leans to."""
    leaning = at.lean(run)
    least = SURE_OF_LIST if len(run) < LONG_RUN else SURE_OF_LONG
    if leaning is None or leaning.kind not in LISTED or not decides(leaning, least):
        return None
    return Place(leaning.kind, leaning.rule)


def _far_from_pay(at: Standing, run: Sequence[Block]) -> Place | None:
    """Duties or requirements whose heading was lost, below a heading of pay; one item alone is a remark about the pay."""
    leaning = at.lean(run) if len(run) > 1 else None
    if leaning is None or leaning.kind not in (SectionKind.RESPONSIBILITIES, SectionKind.REQUIREMENTS):
        return None
    return Place(leaning.kind, leaning.rule) if decides(leaning, SURE_OF_LIST) else None


class Turn(NamedTuple):
    """From this item on a list belongs to another place."""

    first: int
    place: Place


def turn_of(at: Standing, run: Sequence[Block], place: Place) -> Turn | None:
    """Where a list of duties goes over to what a candidate has, if the heading between was lost.

    That is so where no heading of the posting names that, or where the duties have none either, but their own lines opened the section.
    The first item that opens as only requirements do is the turn, if the rest of the list leans to them.
    """
    if place.kind != SectionKind.RESPONSIBILITIES or at.section.kind != place.kind:
        return None
    heading = at.section.heading
    if REQUIRED & at.headed and (heading is None or heading.rule == at.section.rule):
        return None
    for index, block in enumerate(run):
        row = opening_row(at.turns, at.folded, block.body_start, block.body_end)
        if row is None:
            continue
        leaning = at.lean(run[index:])
        if leaning is not None and leaning.kind == row.get("kind") and decides(leaning, SURE_OF_LIST):
            return Turn(index, Place(leaning.kind, row.id))
        return None
    return None
