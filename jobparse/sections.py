"""blocks → passages: which kind of section each kept block belongs to.

In: judged blocks. Out: passages in order; together with the removed blocks they tile the text. It cuts no block and removes none; the kinds
are decided in `placing.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jobparse.headerzone import header_end, is_header_block
from jobparse.hiddenheadings import hidden_headings
from jobparse.model import Passage, SectionKind
from jobparse.placing import places_of
from jobparse.standing import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobparse.matching import Hits
    from jobparse.model import Block
    from jobparse.rulebook import Rulebook

HEADER = "section-header"
"""The rule of the header's passage: its blocks bear the rows that made it one."""


NAMES = ("head-zone-name", "head-zone-mixed")
BAR_RE = re.compile(r" [|•·] ")
SHORTEST_NAME = 3


def find_sections(blocks: tuple[Block, ...], hits: Hits, rulebook: Rulebook) -> tuple[Passage, ...]:
    """The kept blocks as passages."""
    end = header_end(blocks, rulebook)
    tables = {index for index, block in enumerate(blocks) if block.rule and index >= end and is_header_block(block, rulebook)}
    body = [block for index, block in enumerate(blocks) if index >= end and not block.removed and index not in tables]
    hidden = hidden_headings(body, hits, rulebook)
    if hidden:
        body = [hidden.get(block.start, block) for block in body]
        blocks = tuple([hidden.get(block.start, block) for block in blocks])
    places = iter(places_of(body, hits, rulebook, _names(blocks[:end], hits)))
    header = Place(SectionKind.HEADER, HEADER)
    passages: list[Passage] = []
    run: list[Block] = []
    at: Place | None = None
    for index, block in enumerate(blocks):
        place = None if block.removed else header if index < end or index in tables else next(places)
        if run and at is not None and place is not at and place != at:
            passages.append(_passage(at, run))
            run = []
        if place is not None:
            run.append(block)
        at = place
    if run and at is not None:
        passages.append(_passage(at, run))
    return tuple(passages)


def _names(header: Sequence[Block], hits: Hits) -> tuple[str, ...]:
    """The lines of the header that are names and nothing else, folded: a paragraph that opens with one is about the employer."""
    lines = (hits.folded[b.body_start : b.body_end] for b in header if b.rule in NAMES and not b.removed)
    return tuple(name for line in lines for name in BAR_RE.split(line) if len(name) >= SHORTEST_NAME)


def _passage(place: Place, run: list[Block]) -> Passage:
    """A run of blocks of one place; the heading goes with the run that it opens."""
    return Passage(place.kind, tuple(run), place.rule, place.heading if run[0] is place.heading else None)
