"""The lines of a menu that stand above a header.

In: blocks, which of them is the header's first, and the reader of header lines. Out: the same list, the menu's lines taken away.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jobparse.cutting import removed_by
from jobparse.lineforms import is_prose, measures
from jobparse.model import RemovedKind

if TYPE_CHECKING:
    from jobparse.headerlines import HeaderLines
    from jobparse.model import Block
    from jobparse.rulebook import Rulebook

NO_ENTRY_RE = re.compile(r"[$€£¥₹]\s?\d|\d\s?[$€£¥₹]|:")
"""A line with an amount or a colon is no entry of a menu."""


def remove_menu(blocks: list[Block], first: int, lines: HeaderLines, rulebook: Rulebook) -> None:
    """Take away the short lines before a header that stands below a menu; what stands in the text again may be the employer's name."""
    kept = [i for i, block in enumerate(blocks[:first]) if not block.removed and block.body_end > block.body_start]
    row = measures(rulebook).get("top") if kept else None
    if row is None or (len(kept) < row.get("least") and not any(block.removed == RemovedKind.CHROME for block in blocks[:first])):
        return
    hits = lines.hits
    if any(_is_no_entry(blocks[index], lines) for index in kept):
        return
    for index in kept:
        block = blocks[index]
        if hits.value.find(hits.value[block.body_start : block.body_end], blocks[first].start) < 0:
            blocks[index] = removed_by(row, block)


def _is_no_entry(block: Block, lines: HeaderLines) -> bool:
    """Whether a line is none of a menu: it is prose, names a job, has a colon or an amount."""
    return (
        is_prose(block, lines.hits.folded)
        or NO_ENTRY_RE.search(lines.hits.value, block.body_start, block.body_end) is not None
        or lines.title_like(block)
    )
