"""The line below a list that says what all its figures are: "All amounts are annual.", "Figures are in CAD".

In: the blocks of a document, by its `Reader`, and the last one of a statement. Out: where that line stands. What it says is read by those who ask for the period or
the currency.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.model import Span

if TYPE_CHECKING:
    from jobparse.facts.pay_statement import Reader

LEAD_BLOCKS = 14
"""How many blocks above an amount are looked at for its lead-in: the longest list of ranges in the sample has twelve lines."""

LONGEST_LEAD = 110
"""A line longer than this is prose and leads to nothing (the longest lead-in of a pay list in the sample has 96 characters)."""

SHORT_TITLE = 40
"""A line as short as that may be the title of a list whose labels look like headings."""

OPENS = 48
"""How far into the line below a list the words begin that speak of all its figures: "For full-time staff, all amounts are annual."."""


def line_below(reader: Reader, index: int) -> Span | None:
    """The line below the list in which the block at `index` stands, where it speaks of all figures above it."""
    labelled = False  # a short line may be the label of a figure below it
    for at in range(index + 1, min(index + 1 + LEAD_BLOCKS, len(reader.blocks))):
        block = reader.blocks[at]
        start, end = block.body_start, min(block.body_end, block.body_start + LONGEST_LEAD)
        if end <= start or at in reader.busy:
            labelled = labelled and end <= start
            continue
        if labelled or block.removed:
            return None
        spoken = [
            m for f in ("pay/period", "pay/note") if reader.hits.says(f, start, end) for m in reader.hits.found(f, start, end)
        ]
        if any(m.start - start <= OPENS and (m.row.get("shared") or m.row.family == "pay/note") for m in spoken):
            return Span(start, end)
        if end - start > SHORT_TITLE:
            return None
        labelled = True
    return None
