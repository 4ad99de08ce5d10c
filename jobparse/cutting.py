"""Pieces of blocks: spans that a rule cut out, and the blocks cut along them.

In: blocks, and cuts that may overlap. Out: blocks that still tile the text, finer where a cut runs through one, each kept or
removed. It does not decide what to cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.model import Block

if TYPE_CHECKING:
    from jobparse.rulebook import Row

WORD_RE = regex.compile(r"[\p{L}\p{N}]")


class Cut(NamedTuple):
    """`[start, end)` is the page's own, of this kind, because of the row `rule`."""

    start: int
    end: int
    kind: str
    rule: str


def removed_by(row: Row, block: Block) -> Block:
    """The block, removed by a row of boilerplate."""
    return block._replace(removed=row.get("kind"), rule=row.id)


def settle(cuts: Iterable[Cut]) -> list[Cut]:
    """Cuts without overlap. Where two overlap, the one that starts later knows better what it is: it stands, the other goes around it.

    >>> [c[:3] for c in settle([Cut(0, 9, "chrome", "a"), Cut(3, 5, "promo", "b")])]
    [(0, 3, 'chrome'), (3, 5, 'promo'), (5, 9, 'chrome')]
    """
    ordered = sorted(cuts, key=lambda c: (c.start, -c.end))
    points = sorted({point for cut in ordered for point in (cut.start, cut.end)})
    settled: list[Cut] = []
    open_cuts: list[Cut] = []
    at = 0
    for start, end in pairwise(points):
        while at < len(ordered) and ordered[at].start <= start:
            open_cuts.append(ordered[at])
            at += 1
        while open_cuts and open_cuts[-1].end <= start:
            open_cuts.pop()
        if not open_cuts:
            continue
        _, _, kind, rule = open_cuts[-1]
        if settled and settled[-1].end == start and settled[-1][2:] == (kind, rule):
            settled[-1] = settled[-1]._replace(end=end)
        else:
            settled.append(Cut(start, end, kind, rule))
    return settled


def cut_blocks(blocks: Sequence[Block], cuts: Sequence[Cut], value: str) -> list[Block]:
    """The blocks with `cuts` (settled) removed from them; a block that a cut runs through is split along it."""
    pieces: list[Block] = []
    at = 0
    for block in blocks:
        while at < len(cuts) and cuts[at].end <= block.start:
            at += 1
        if at == len(cuts) or cuts[at].start >= block.end:
            pieces.append(block)
        elif cuts[at].start <= block.body_start and cuts[at].end >= block.body_end:
            pieces.append(block._replace(removed=cuts[at].kind, rule=cuts[at].rule))
        else:
            pieces.extend(_split(block, cuts, at, value))
    return pieces


def origins_of(pieces: Sequence[Block], blocks: Sequence[Block]) -> list[int]:
    """For each piece the index of the block that it is, untouched by any cut; -1 for those that were cut or removed."""
    origins: list[int] = []
    at, count = 0, len(blocks)
    for piece in pieces:
        while at < count and blocks[at][0] < piece[0]:
            at += 1
        origins.append(at if at < count and blocks[at] is piece else -1)
    return origins


def _split(block: Block, cuts: Sequence[Cut], at: int, value: str) -> list[Block]:
    """One block, taken apart along the cuts that run through it; what is left of it without a word goes with the cut beside it."""
    spans: list[tuple[int, int, Cut | None]] = []
    position = block.start
    while at < len(cuts) and cuts[at].start < block.end:
        cut = cuts[at]
        if position < cut.start:
            spans.append((position, cut.start, None))
        spans.append((max(position, cut.start), min(block.end, cut.end), cut))
        position = min(block.end, cut.end)
        at += 1
    if position < block.end:
        spans.append((position, block.end, None))
    merged: list[tuple[int, int, Cut | None]] = []
    for start, end, owner in spans:
        wordless = owner is None and not WORD_RE.search(value, max(start, block.body_start), min(end, block.body_end))
        if wordless and merged:
            merged[-1] = (merged[-1][0], end, merged[-1][2])
        elif merged and merged[-1][2] is None and _wordless(block, merged[-1], value):
            merged[-1] = (merged[-1][0], end, owner)
        else:
            merged.append((start, end, owner))
    return [_piece(block, start, end, owner, value) for start, end, owner in merged]


def _wordless(block: Block, span: tuple[int, int, Cut | None], value: str) -> bool:
    """Whether the piece holds no word, so that it may go with the cut behind it."""
    return not WORD_RE.search(value, max(span[0], block.body_start), min(span[1], block.body_end))


def _piece(block: Block, start: int, end: int, cut: Cut | None, value: str) -> Block:
    """The part `[start, end)` of a block; the first part keeps the block's shape and row, the others are text."""
    body_start, body_end = max(start, block.body_start), min(end, block.body_end)
    words = value[body_start:body_end]
    body_start += len(words) - len(words.lstrip())
    body_end = max(body_start, body_end - (len(words) - len(words.rstrip())))
    first = start == block.start
    return Block(
        start,
        end,
        min(body_start, end),
        min(body_end, end),
        block.shape if first else "text",
        block.level if first else 0,
        block.gap if first else 0,
        cut.kind if cut else None,
        cut.rule if cut else block.rule if first else "",
    )
