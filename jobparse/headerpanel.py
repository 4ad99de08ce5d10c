"""A table of the posting's fields that stands inside the page: labels alone on their lines, each with its value below.

In: judged blocks behind the header. Out: the same list, the table's blocks bearing the rows of their labels, as the lines of a header do: so
what the table says is read as fields, and is no text of a section. Public employers show such tables below a summary of the job.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.headerwords import header_words
from jobparse.lineforms import LONGEST_LINE, is_prose, line_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobparse.lineforms import Looks
    from jobparse.model import Block
    from jobparse.rulebook import Row, Rulebook

FEWEST_LABELS, FEWEST_FIELDS = 8, 4
"""So many labels, of so many fields, make a table: a posting's own headings of one line each are fewer, and name less of the job."""

REACH = 5
"""So many lines at most from one label to the next: a value of several places, and a link beside it."""

ABOVE = 3
"""So many short lines may head a table: its name, a link, the state of the posting."""


def mark_panel(blocks: list[Block], looks: Looks, folded: str, rulebook: Rulebook) -> None:
    """Let the blocks of such a table bear the rows of their labels."""
    labels = header_words(rulebook).labels
    if sum(key in labels for key in looks.keys) < FEWEST_LABELS:
        return
    worded = [i for i, block in enumerate(blocks) if not block.removed and block.body_end > block.body_start]
    rows = {
        number: labels[key]
        for number, i in enumerate(worded)
        if not blocks[i].rule.startswith("head-zone")
        and (key := line_key(folded[blocks[i].body_start : blocks[i].body_end])) in labels
    }
    short = [_is_short(blocks[i], folded, value=number - 1 in rows) for number, i in enumerate(worded)]
    for run in _runs(sorted(rows), short):
        if len(run) >= FEWEST_LABELS and len({rows[number].get("field") for number in run}) >= FEWEST_FIELDS:
            _mark(blocks, worded, run, rows, folded)


def _runs(numbers: Sequence[int], short: Sequence[bool]) -> list[list[int]]:
    """Labels that follow each other closely, with nothing but short lines between."""
    runs: list[list[int]] = []
    for number in numbers:
        near = bool(runs) and number - runs[-1][-1] <= REACH and all(short[runs[-1][-1] : number])
        if near:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _mark(blocks: list[Block], worded: Sequence[int], run: Sequence[int], rows: Mapping[int, Row], folded: str) -> None:
    """The lines of a table: what heads it, its labels with their values, the last value."""
    first, last = run[0], min(run[-1] + 1, len(worded) - 1)
    while (
        first and run[0] - first < ABOVE and _is_short(blocks[worded[first - 1]], folded) and not blocks[worded[first - 1]].rule
    ):
        first -= 1
    row = rows[run[0]]
    for number in range(first, last + 1):
        row = rows.get(number, row)
        index = worded[number]
        blocks[index] = blocks[index]._replace(rule=row.id)


def _is_short(block: Block, folded: str, *, value: bool = False) -> bool:
    """Whether a line may belong to a table; what stands right below a label may be a sentence."""
    return block.body_end - block.body_start <= LONGEST_LINE and (value or not is_prose(block, folded))
