"""A figure in a table → the head of its column.

In: the blocks of a document, the row and the place of a figure. Out: the cell of the table's first row above the figure. What the cell
says is read by those who ask: the kind or period of the figure, or whose it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobparse.model import Block

MOST_ROWS = 40
"""The longest salary schedule of the sample has twenty-six steps."""


def cell_above(blocks: Sequence[Block], index: int, value: str, at: int) -> Span | None:
    """The head of the column in which `at` stands, for a figure in the row `blocks[index]`; none in the first row itself."""
    row, top = blocks[index], index
    if row.shape != "row":
        return None
    while top > 0 and index - top < MOST_ROWS and blocks[top - 1].shape in ("row", "rule"):
        top -= 1
    head = blocks[top]
    if top == index or head.shape != "row":
        return None
    mark = "\t" if value.find("\t", row.body_start, at) >= 0 else "|"
    start = head.body_start
    for _ in range(value.count(mark, row.body_start, at)):
        start = value.find(mark, start, head.body_end) + 1
        if not start:
            return None
    end = value.find(mark, start, head.body_end)
    return Span(start, end if end >= 0 else head.body_end)
