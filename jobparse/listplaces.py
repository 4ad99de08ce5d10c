"""Where a list belongs: to the sentence that leads to it, to the section that is open, or to what its items lean to.

In: a run of list lines and where the walk stands. Out: the `Place` of the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jobparse.model import SectionKind
from jobparse.standing import LEAST_RUN, LISTED, PROSE, SURE_OF_LIST, Place, decides

if TYPE_CHECKING:
    from jobparse.model import Block
    from jobparse.standing import Standing


def list_place(at: Standing, run: Sequence[Block]) -> Place:
    """Where a list belongs: to its lead, to its section, or to what it leans to where the section is prose."""
    if at.lead is not None:
        return Place(at.lead.get("kind"), at.lead.id, at.last.heading if at.last.rule == at.lead.id else None)
    section = at.section
    if at.last.kind != section.kind and section.kind not in PROSE:
        return _behind_another_kind(at, run)
    if section.kind == SectionKind.COMPENSATION:
        return at.extras_place(run, SURE_OF_LIST) or at.here
    if section.kind not in PROSE or len(run) < 2:
        return _going_on(at)
    leaning = at.lean(run)
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
