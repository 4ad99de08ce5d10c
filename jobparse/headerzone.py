"""Where the header of a posting ends and its body begins.

In: judged blocks. Out: how many of the leading blocks, removed ones included, form the header: title, company, place, date and
type lines. Strong evidence is asked for, and only lines that follow count, so that a text without a header keeps its first lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobparse.matching import Hits
    from jobparse.model import Block
    from jobparse.rulebook import Rulebook


def header_end(blocks: Sequence[Block], hits: Hits, rulebook: Rulebook) -> int:
    """The number of leading blocks that are the header; 0 where the text begins with the body."""
    return 0
