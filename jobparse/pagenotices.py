"""Sentences of the page above a posting's header: of cookies, of who may see what, of how long jobs stay.

In: blocks, what they look like and which of them rows know. Out: the same looks and rows, where such a sentence is no prose of the employer but a
line of the page. It is asked only of pages, and only where a header that is beyond doubt stands below the sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.lineforms import LONGEST_LINE
from jobparse.model import LIST_SHAPES

if TYPE_CHECKING:
    from jobparse.pagestructure import Page
    from jobparse.rulebook import Row

LONGEST_NOTICE, MOST_NOTICES = 260, 4
"""Longer paragraphs above a header are the employer's; more of them are no notices (a dialogue about cookies has up to four)."""

FEWEST_NAMED = 2
"""So many lines above the sentence must be lines that rows know, and one below the title."""

REACH, REACH_OF_FIELDS, FEWEST_FIELDS = 24, 5, 2
"""So many lines below the sentence a title may stand; so near below that at least two fields of a header, and soon a button."""


def find_notices(page: Page, named: dict[int, tuple[Row, ...]]) -> None:
    """Let the sentences above a page's header count among its lines, in `named`, and no longer as prose, in its looks."""
    blocks, looks = page.blocks, page.looks
    row = page.measures.get("notice")
    if row is None or len(named) <= FEWEST_NAMED:
        return
    for _ in range(MOST_NOTICES):
        first = next((i for i, prose in enumerate(looks.prose) if prose and i not in named and not blocks[i].removed), None)
        if first is None or blocks[first].body_end - blocks[first].body_start > LONGEST_NOTICE:
            return
        above = sum(index < first for index in named) + sum(block.removed is not None for block in blocks[:first])
        if above < FEWEST_NAMED or not _header_below(page, first, named):
            return
        looks.prose[first] = False
        named[first] = (row,)


def _header_below(page: Page, first: int, named: dict[int, tuple[Row, ...]]) -> bool:
    """Whether a title, fields of a header near below it and then a line of the page stand below a sentence, before any other prose."""
    blocks, looks, reader = page.blocks, page.looks, page.header
    fields = lines = 0
    title = False
    for index in range(first + 1, min(first + REACH, len(blocks))):
        block = blocks[index]
        if block.body_start == block.body_end:
            continue
        if block.removed or index in named:
            if title and fields >= FEWEST_FIELDS:
                return True
            continue
        if looks.prose[index]:
            if title or block.body_end - block.body_start > LONGEST_NOTICE:
                return False
            continue
        if block.shape in LIST_SHAPES or block.body_end - block.body_start > LONGEST_LINE:
            return False
        if not title:
            title = reader.title_like(block)
        elif lines < REACH_OF_FIELDS:
            lines += 1
            mixed = reader.is_mixed(block.body_start, block.body_end)
            fields += 2 if mixed else reader.is_field(block.body_start, block.body_end)
    return False
