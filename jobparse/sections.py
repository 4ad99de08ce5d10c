"""blocks → passages: which kind of section each kept block belongs to.

In: judged blocks. Out: passages in order; together with the removed blocks they tile the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.model import Block, Passage, SectionKind

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Rulebook


def find_sections(blocks: tuple[Block, ...], hits: Hits, rulebook: Rulebook) -> tuple[Passage, ...]:
    """The kept blocks as passages."""
    passages: list[Passage] = []
    run: list[Block] = []
    for block in blocks:
        if block.removed and run:
            passages.append(Passage(SectionKind.ROLE, tuple(run), "section-default"))
            run = []
        elif not block.removed:
            run.append(block)
    if run:
        passages.append(Passage(SectionKind.ROLE, tuple(run), "section-default"))
    return tuple(passages)
