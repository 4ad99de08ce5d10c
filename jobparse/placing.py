"""Which kind of section each block of a posting's body belongs to.

In: the kept blocks behind the header. Out: a `Place` for each. Shape comes first (a heading opens a section: `headingplaces.py`), words second (what
kind it opens, which paragraphs show a kind of their own: `proseplaces.py`), neighbours third (what stands below a heading that says nothing,
which list goes with which text: `listplaces.py`). Here is the walk from block to block, and what only the whole shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jobparse.headingplaces import open_section
from jobparse.leanings import names_an_amount
from jobparse.lineforms import SENTENCE_ENDS
from jobparse.listplaces import list_place, turn_of
from jobparse.model import Block, SectionKind
from jobparse.proseplaces import content_row, names_its_subject, paragraph_place
from jobparse.standing import DEFAULT, ITEM_SHAPES, LEAST_RUN, LISTED, LONG_LINE, Place, Standing, length

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Rulebook

NOTICES = (SectionKind.EQUAL_OPPORTUNITY, SectionKind.LEGAL, SectionKind.APPLICATION)
"""Kinds of sentences that end a list of lines without marks, right behind its last one."""

ASKED = frozenset((SectionKind.RESPONSIBILITIES, SectionKind.REQUIREMENTS, SectionKind.PREFERRED))
GIVEN = (SectionKind.COMPENSATION, SectionKind.BENEFITS)
CONDITIONS = (SectionKind.ELIGIBILITY,)
"""What ends only such a list: pay and gifts end one of what is asked, papers end any other."""


def places_of(blocks: Sequence[Block], hits: Hits, rulebook: Rulebook, names: tuple[str, ...] = ()) -> list[Place]:
    """One place for each block. The walk goes unit by unit: a heading, a run of list lines, a paragraph."""
    at = Standing(blocks, hits, rulebook, names)
    places: list[Place] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if block.body_start == block.body_end:
            places.append(places[-1] if places else at.here)
            index += 1
        elif block.shape == "heading":
            open_section(at, index, block)
            places.append(at.last)
            index += 1
        else:
            stop = _run_end(at, index)
            if stop - index > 1 or block.shape in ITEM_SHAPES:
                _put_list(at, blocks[index:stop], places)
            else:
                at.last = paragraph_place(at, block)
                places.append(at.last)
            index = stop
    _settle_frames(blocks, places)
    _settle_openers(blocks, places)
    return places


def _put_list(at: Standing, run: Sequence[Block], places: list[Place]) -> None:
    """The places of a list, item by item: an unmistakable one may be of another kind."""
    place = list_place(at, run)
    turn = turn_of(at, run, place)
    if turn is not None:
        _put_items(at, run[: turn.first], place, places)
        run, place = run[turn.first :], turn.place
    _put_items(at, run, place, places)
    at.last = place
    at.listed = True
    at.tail = None


def _put_items(at: Standing, run: Sequence[Block], place: Place, places: list[Place]) -> None:
    """The places of items of one kind."""
    last = run[-1] if run else None
    for block in run:
        row = content_row(at, block, in_list=block is not last or block.gap == 0) if block.start in at.found else None
        places.append(place if row is None else Place(row.get("kind"), row.id))


def _run_end(at: Standing, index: int) -> int:
    """The end of the run of list lines that starts at `index`: items, or at least three plain lines without a blank between."""
    blocks = at.blocks
    count = len(blocks)
    stop = index
    while stop < count and blocks[stop].shape in ITEM_SHAPES:
        stop += 1
    if stop > index:
        return stop
    listed = at.section.kind in LISTED
    if at.section.kind == SectionKind.OTHER:
        return index + 1
    for near in range(index, index + LEAST_RUN):
        if not _goes_on(at, near, index, listed=listed):
            return index + 1  # most paragraphs stand alone: that is seen before any of their words is read
    while stop < count and _goes_on(at, stop, index, listed=listed) and not _says_more(at, blocks[stop]):
        stop += 1
    return stop if stop - index >= LEAST_RUN else index + 1


def _goes_on(at: Standing, near: int, index: int, *, listed: bool) -> bool:
    """Whether a block may be a line of the list that starts at `index`, by its place: a line of its own, not long, that leads to nothing."""
    if near >= len(at.blocks):
        return False
    start, _, body, end, shape, _, gap, _, _ = at.blocks[near]
    size = end - body
    if shape != "text" or size > 2 * LONG_LINE or at.value[end - 1] == ":" or not (start == 0 or at.value[start - 1] == "\n"):
        return False
    return not gap or near == index or (listed and size <= LONG_LINE >= length(at.blocks[near - 1]))


def _says_more(at: Standing, block: Block) -> bool:
    """Whether the words of a line show that it is none of a list: it tells of pay, gives notice, or says what the text is about."""
    if at.section.kind == SectionKind.COMPENSATION and names_an_amount(at.folded, block.body_start, block.body_end):
        return True
    if block.start in at.found and _is_notice(at, block):
        return True
    return at.section.opens == "nothing" and at.value[block.body_end - 1] == "." and names_its_subject(at, block)


def _is_notice(at: Standing, block: Block) -> bool:
    """Whether a line is a sentence of an unmistakable notice: it ends as sentences do."""
    if at.value[block.body_end - 1] not in SENTENCE_ENDS and length(block) <= LONG_LINE:
        return False
    row = content_row(at, block, in_list=False)
    if row is None:
        return False
    kind = row.get("kind")
    return kind in NOTICES or kind in (GIVEN if at.section.kind in ASKED else CONDITIONS)


def _settle_frames(blocks: Sequence[Block], places: list[Place]) -> None:
    """A heading that says nothing (`Additional information`) belongs to what stands right below it."""
    for index in range(len(places) - 2, -1, -1):
        place, below = places[index], places[index + 1]
        if place.kind == SectionKind.OTHER and blocks[index].shape == "heading" and below.kind != SectionKind.OTHER:
            places[index] = Place(below.kind, place.rule, place.heading)


def _settle_openers(blocks: Sequence[Block], places: list[Place]) -> None:
    """Prose at the top that says nothing of itself goes with the employer, if that is what the text speaks of first."""
    unsure = next((number for number, place in enumerate(places) if place.rule != DEFAULT), len(places))
    if 0 < unsure < len(places) and places[unsure].kind == SectionKind.COMPANY and blocks[unsure].shape == "text":
        for index in range(unsure):
            if length(blocks[index]) > LONG_LINE:
                places[index] = places[unsure]
