"""Where a wall of text under no heading goes over to what is asked: to degrees, years and skills, sentence by sentence.

In: a text and a long line of it. Out: the place of the first sentence that opens so. How such sentences open is said in
`rules/sections/askings.toml`; whether the text stands under no heading, in `proseplaces.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.rowindex import opening_row
from jobparse.sentences import SENTENCE_RE

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row

ASKING = "sections/asking"
LEAST_BEFORE = 40


def asking_place(rows: tuple[Row, ...], hits: Hits, start: int, end: int) -> int | None:
    """Where the first sentence of `[start, end)` begins that asks for something, if it says enough alone or a second one asks, too, and none before."""
    if opening_row(rows, hits.folded, start, end):
        return None  # it asks from the beginning
    first: int | None = None
    for found in SENTENCE_RE.finditer(hits.value, start, end):
        row = opening_row(rows, hits.folded, found.end(), end) if found.end() - start >= LEAST_BEFORE else None
        if row is not None:
            if first is not None or row.get("alone"):
                return found.end() if first is None else first
            first = found.end()
    return None
