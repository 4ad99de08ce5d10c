"""blocks → the same blocks, each kept or removed by a row.

In: the blocks and the hits. Out: `Judged`: the blocks with their verdicts, and the site if the text names it.
It never removes the employer's words: where a row and a known heading of the posting disagree, the heading wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jobparse.model import Block

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Rulebook


class Judged(NamedTuple):
    """The blocks with verdicts, and the site's id."""

    blocks: tuple[Block, ...]
    site: str | None


def judge(blocks: tuple[Block, ...], hits: Hits, rulebook: Rulebook, *, site_rules: bool = True) -> Judged:
    """Every block, kept or removed."""
    return Judged(blocks, None)
