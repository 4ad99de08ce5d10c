"""Tables → claims: a column whose head speaks of graduating owns the terms in its cells.

In: the blocks. Out: for each data row its claims, as `graduation_cues.py` makes them for a sentence. A row that holds both the label and the
term (Graduation date | May 2027) needs none of this: it reads like a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.facts.graduation_cues import Claim
from jobparse.facts.graduation_gate import CUES
from jobparse.facts.graduation_text import Sentence
from jobparse.facts.rowscan import tried_rows
from jobparse.facts.terms import Lexicon, find_expressions

if TYPE_CHECKING:
    from jobparse.matching import Hits, Match
    from jobparse.model import Block, Document
    from jobparse.rulebook import Row

CELL_RE = re.compile(r"[^|\t]++")
LINE_RE = re.compile(r"[\s|:=+-]*+")
"""A row that only draws the line under the head."""

MOST_ROWS = 30
"""How many rows of a table are read at most."""


class TableRow(NamedTuple):
    """One data row: its place and the claims of its cells."""

    sentence: Sentence
    claims: list[Claim]


def find_rows(document: Document, words: Lexicon) -> Iterator[TableRow]:
    """The data rows under heads that speak of graduating."""
    blocks, hits = document.blocks, document.hits
    if "|" not in hits.value and "\t" not in hits.value:
        return
    rows = document.rulebook.rows(CUES)
    done = -1
    for index, block in enumerate(blocks):
        if index <= done or block.removed or not _is_row(block, hits):
            continue
        heads = _heads(block, hits, rows)
        if not heads or find_expressions(hits.folded, block.body_start, block.body_end, words):
            continue
        for place in range(index + 1, min(len(blocks), index + 1 + MOST_ROWS)):
            row = blocks[place]
            if row.removed or not _is_row(row, hits):
                break
            done = place
            if claims := _claims(heads, row, hits, words):
                yield TableRow(Sentence(row.body_start, row.body_end, place, place), claims)


def _is_row(block: Block, hits: Hits) -> bool:
    return (
        block.shape == "row"
        or "|" in hits.value[block.start : block.end]
        or "\t" in hits.value[block.body_start : block.body_end]
    )


def _cells(block: Block, hits: Hits) -> list[tuple[int, int]]:
    """The cells of a row, blank ones too, but for the edges outside its outer bars."""
    cells = [found.span() for found in CELL_RE.finditer(hits.value, block.body_start, block.body_end)]
    return [cell for cell in cells if not LINE_RE.fullmatch(hits.value, *cell) or cell[1] - cell[0] > 2]


def _heads(block: Block, hits: Hits, rows: Sequence[Row]) -> dict[int, Match]:
    """The columns whose head is a cue, by number."""
    heads: dict[int, Match] = {}
    for column, (start, end) in enumerate(_cells(block, hits)):
        cues = [match for match in tried_rows(rows, hits, start, end) if match.row.get("before") == "reach"]
        if cues:
            heads[column] = max(cues, key=lambda match: match.end - match.start)
    return heads


def _claims(heads: dict[int, Match], row: Block, hits: Hits, words: Lexicon) -> list[Claim]:
    claims: list[Claim] = []
    for column, (start, end) in enumerate(_cells(row, hits)):
        if column in heads:
            claims.extend(Claim(expression, heads[column]) for expression in find_expressions(hits.folded, start, end, words))
    return claims
