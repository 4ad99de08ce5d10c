"""blocks → the same blocks, each kept or removed by a row.

In: the blocks and the hits. Out: `Judged`: the blocks with their verdicts (finer where a row cut through one), and the site if the
text names it. First the site, then the regions that rows name, then single lines, then what the shape of the page says. It never
removes the employer's words: where a row and the posting's own sections disagree, the sections win.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jobparse.cutting import cut_blocks, settle
from jobparse.headerzone import mark_header
from jobparse.lineforms import LONGEST_LINE, BodyMap, line_key, plain_lines
from jobparse.matching import compiled
from jobparse.model import Block
from jobparse.pagestructure import judge_structure
from jobparse.regions import find_regions

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

MARKS, LINES, SHAPES = "boilerplate/mark", "boilerplate/line", "boilerplate/shape"

SURE_SITE = 2
"""The weight from which a site counts as recognised: one unmistakable phrase, or two that others use too."""


class Judged(NamedTuple):
    """The blocks with verdicts, and the site's id."""

    blocks: tuple[Block, ...]
    site: str | None


def judge(blocks: tuple[Block, ...], hits: Hits, rulebook: Rulebook, *, site_rules: bool = True) -> Judged:
    """Every block, kept or removed. With `site_rules=False` the rows of known sites stay out, as if every site were unknown."""
    site = recognise(hits) if site_rules else None
    regions = find_regions(blocks, hits, rulebook, site)
    pieces: list[Block] = list(blocks)
    if regions:
        pieces = cut_blocks(pieces, settle(region.cut for region in regions), hits.value)
    pieces = judge_lines(pieces, hits, rulebook, site)
    pieces = judge_structure(pieces, hits, rulebook)
    return Judged(tuple(mark_header(pieces, hits, rulebook)), site)


def recognise(hits: Hits) -> str | None:
    """The site whose marks the text bears, if they weigh enough; of two, the one with the greater weight, then the first written."""
    if not hits.places(MARKS):
        return None
    weights: dict[str, float] = {}
    seen: set[str] = set()
    for match in hits.all(MARKS, 0, len(hits.value)):
        if match.row.id not in seen:
            seen.add(match.row.id)
            site = match.row.get("site")
            weights[site] = weights.get(site, 0) + match.row.get("weight")
    best = max(weights, key=lambda site: weights[site], default=None)
    return best if best is not None and weights[best] >= SURE_SITE else None


@lru_cache(maxsize=8)
def _listed_lines(rulebook: Rulebook) -> dict[str, tuple[Row, ...]]:
    """Every line that rows name outright, with its rows in written order."""
    listed: dict[str, tuple[Row, ...]] = {}
    for row in rulebook.rows(LINES):
        for line in plain_lines(row):
            listed[line] = (*listed.get(line, ()), row)
    return listed


def judge_lines(blocks: Sequence[Block], hits: Hits, rulebook: Rulebook, site: str | None) -> list[Block]:
    """The verdicts of rows about whole lines: first those that hold anywhere, then those that hold at the edges of the body."""
    judged = list(blocks)
    waiting: list[tuple[int, Row]] = []
    for index, row in _matched_lines(blocks, hits, rulebook, site):
        if row.get("where") == "anywhere":
            judged[index] = judged[index]._replace(removed=row.get("kind"), rule=row.id)
        else:
            waiting.append((index, row))
    if waiting:
        body = BodyMap(judged, hits, rulebook)
        _judge_edges(judged, waiting, body.first, body.last)
    return judged


def _matched_lines(blocks: Sequence[Block], hits: Hits, rulebook: Rulebook, site: str | None) -> list[tuple[int, Row]]:
    """The kept blocks that are a line of some row, with the first row that applies."""
    listed, folded = _listed_lines(rulebook), hits.folded
    shaped = _blocks_with_hits(blocks, hits)
    matched: list[tuple[int, Row]] = []
    for index, block in enumerate(blocks):
        if block.removed or not 0 < block.body_end - block.body_start <= LONGEST_LINE:
            continue
        rows = listed.get(line_key(folded[block.body_start : block.body_end]), ())
        row = next((row for row in rows if row.get("site") in (None, site)), None)
        if row is None and index in shaped:
            row = _shape_of(block, hits, site)
        if row is not None:
            matched.append((index, row))
    return matched


def _blocks_with_hits(blocks: Sequence[Block], hits: Hits) -> set[int]:
    """The indexes of the blocks in which a literal of a shape row stands."""
    places = hits.places(SHAPES)
    if not places:
        return set()
    starts = [block.start for block in blocks]
    return {bisect_right(starts, place - 1) - 1 for place in places}


def _shape_of(block: Block, hits: Hits, site: str | None) -> Row | None:
    """The first row whose pattern is the whole line, marks at its edges aside."""
    line = hits.folded[block.body_start : block.body_end]
    key = line_key(line)
    start = block.body_start + line.find(key)
    for row in hits.rows(SHAPES, block.body_start, block.body_end):
        if row.get("site") in (None, site) and compiled(row.pattern).fullmatch(hits.folded, start, start + len(key)):
            return row
    return None


def _judge_edges(judged: list[Block], waiting: list[tuple[int, Row]], first: int, last: int) -> None:
    """Remove the waiting lines that stand before the body, behind it, or beside what was removed already."""
    order = [*waiting, *reversed(waiting)]
    lines = {index for index, _ in waiting}
    for index, row in order:
        if judged[index].removed:
            continue
        where = row.get("where")
        if where == "cluster" and not _in_cluster(judged, index, lines):
            continue
        in_place = (where != "bottom" and index < first) or (where != "top" and index > last)
        if in_place or (where in ("edges", "cluster") and _beside_removed(judged, index)):
            judged[index] = judged[index]._replace(removed=row.get("kind"), rule=row.id)


def _in_cluster(judged: Sequence[Block], index: int, lines: set[int]) -> bool:
    """Whether another line of the page stands within two lines: a menu has more than one entry."""
    near = (index - 2, index - 1, index + 1, index + 2)
    return any(at in lines or (0 <= at < len(judged) and judged[at].removed) for at in near)


def _beside_removed(judged: Sequence[Block], index: int) -> bool:
    return bool((index and judged[index - 1].removed) or (index + 1 < len(judged) and judged[index + 1].removed))
