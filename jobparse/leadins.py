"""Where a wall of text leads to what was a list: `In this role, you will: Lead the crew. Mend the nets. …`.

In: the colons of one line behind which something begins. Out: the places of the sentences that lead, and of what they lead to. Which words
lead is said in `rules/sections/leads.toml`; what kind it all belongs to, in `proseplaces.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from jobparse.sentences import sentence_start

if TYPE_CHECKING:
    from jobparse.headings import Headings
    from jobparse.matching import Hits

LONGEST_LEAD = 200
LEAST_LED, LEAST_BEFORE = 150, 40
"""What is led to has at least so many characters, and what stands before is cut off only if it has as many as that."""


def led_places(
    headings: Headings,
    hits: Hits,
    colons: Sequence[tuple[int, int]],
    known: Collection[int],
    start: int,
    end: int,
    open_words: frozenset[str],
) -> list[int]:
    """The places at which `[start, end)` is to be cut; a colon in `known` ends a heading already."""
    places: list[int] = []
    for colon, behind in colons:
        if end - behind < LEAST_LED or colon in known:
            continue
        if headings.leads.first(hits.folded, max(start, colon - LONGEST_LEAD), colon) is None:
            continue
        lead = sentence_start(hits.value, colon - 1, start, open_words)
        if lead is not None and lead - start >= LEAST_BEFORE:
            places.append(lead)
        places.append(behind + (hits.value[behind].isspace() if behind < end else 0))
    return places
