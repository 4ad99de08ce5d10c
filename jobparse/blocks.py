"""Text → blocks: lines, bullets, heading shapes.

In: the repaired text and the literal hits. Out: blocks that tile it. It says what a line looks like, not what it means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from jobparse.model import Block

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Rulebook

LINE_RE = regex.compile(
    r"""
    (?P<indent>[^\S\n]*+)
    (?P<mark>[•*·●▪–-](?=\s)[^\S\n]*+)?+     # a bullet
    (?P<body>[^\n]*+)
    (?P<gap>(?:\n[^\S\n]*+)*+)               # its line break and the blank lines behind it
    """,
    regex.VERBOSE,
)


def find_blocks(hits: Hits, rulebook: Rulebook) -> tuple[Block, ...]:
    """The blocks of the text, in order, without gap or overlap."""
    value = hits.value
    blocks: list[Block] = []
    gap = 0
    for line in LINE_RE.finditer(value):
        start, end = line.span()
        if start == end:
            continue
        body_start, body_end = line.span("body")
        body_end = body_start + len(value[body_start:body_end].rstrip())
        shape = "item" if line["mark"] else "text" if body_end > body_start else "blank"
        blocks.append(Block(start, end, body_start, body_end, shape, len(line["indent"]), gap))
        gap = max(0, line["gap"].count("\n") - 1)
    return tuple(blocks)
