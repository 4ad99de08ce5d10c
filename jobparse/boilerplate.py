"""blocks → the same blocks, each kept or removed by a row.

In: the blocks and the hits. Out: `Judged`: the blocks with their verdicts (finer where a row cut through one), and the site if the
text names it. First the site, then the regions that rows name, then single lines, then what the shape of the page says. It never
removes the employer's words: where a row and the posting's own sections disagree, the sections win.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.cutting import cut_blocks, settle
from jobparse.headerzone import mark_header
from jobparse.lineforms import BodyMap, is_whole_line, line_key, plain_lines
from jobparse.matching import compiled
from jobparse.model import Block
from jobparse.pagestructure import judge_structure
from jobparse.regions import find_regions, region_matches

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

LINES, SHAPES = "boilerplate/line", "boilerplate/shape"
SITES, MEASURES = "boilerplate/sites/", "boilerplate/measure"
MENU_GAP_RE = regex.compile(r"\s*+[|·•›»>]\s*+|\s{2,}+")

LONGEST_SHAPE = 240
"""A longer line is no notice of a page in one line."""

SURE_SITE = 2
"""The weight from which a site counts as recognised: one unmistakable phrase, or two that others use too."""


class Judged(NamedTuple):
    """The blocks with verdicts, and the site's id."""

    blocks: tuple[Block, ...]
    site: str | None


def judge(blocks: tuple[Block, ...], hits: Hits, rulebook: Rulebook, *, site_rules: bool = True) -> Judged:
    """Every block, kept or removed. With `site_rules=False` the rows of known sites stay out, as if every site were unknown."""
    lines = _PageLines(hits, rulebook)
    matches = [(row, found) for row, found in region_matches(blocks, hits) if site_rules or not _of_a_site(row)]
    of_lines = [lines.rows(block) for block in blocks]
    site = recognised([*(row for row, _ in matches), *(row for rows in of_lines for row in rows)]) if site_rules else None
    named = _lines_of_the_page(of_lines, site)
    pieces: list[Block] = list(blocks)
    regions = find_regions(blocks, hits, rulebook, [(row, found) for row, found in matches if _counts(row, site)], named)
    if regions:
        pieces = cut_blocks(pieces, settle(regions), hits.value)
    judge_lines(pieces, hits, rulebook, [_first_counting(lines.rows(piece), site) for piece in pieces])
    pieces = judge_structure(pieces, hits, rulebook)
    return Judged(tuple(mark_header(pieces, hits, rulebook)), site)


def recognised(rows: Iterable[Row]) -> str | None:
    """The site for which the rows that found something speak, if they weigh enough; of two, the heavier, then the first found."""
    weights: dict[str, float] = {}
    seen: set[str] = set()
    for row in rows:
        site = row.get("hint")
        if site and row.id not in seen:
            seen.add(row.id)
            weights[site] = weights.get(site, 0) + row.get("weight", SURE_SITE)
    best = max(weights, key=lambda site: weights[site], default=None)
    return best if best is not None and weights[best] >= SURE_SITE else None


def _first_counting(rows: Sequence[Row], site: str | None) -> Row | None:
    """The row that judges a line: one of the page's site before one for everywhere, then the first written."""
    counting = [row for row in rows if _counts(row, site)]
    return next((row for row in counting if row.get("site")), counting[0] if counting else None)


def _lines_of_the_page(of_lines: Sequence[Sequence[Row]], site: str | None) -> frozenset[int]:
    """The blocks that rows know as the page's by themselves; entries of menus are left out, since headings of sections look like them."""
    rows = (_first_counting(rows, site) for rows in of_lines)
    return frozenset(index for index, row in enumerate(rows) if row and row.get("where") not in ("cluster", "between"))


def _of_a_site(row: Row) -> bool:
    return row.file.startswith(SITES)


def _counts(row: Row, site: str | None) -> bool:
    """Whether a row counts on this page: rows for everywhere do, rows that hint at a site do, others of a site only on its pages."""
    return row.get("site") in (None, site) or bool(row.get("hint"))


@lru_cache(maxsize=8)
def _listed_lines(rulebook: Rulebook) -> dict[str, tuple[Row, ...]]:
    """Every line that rows name outright, with its rows in written order."""
    listed: dict[str, tuple[Row, ...]] = {}
    for row in rulebook.rows(LINES):
        for line in plain_lines(row):
            listed[line] = (*listed.get(line, ()), row)
    return listed


class _PageLines:
    """The rows of whole lines that a block meets, of all sites, asked once for each block."""

    def __init__(self, hits: Hits, rulebook: Rulebook) -> None:
        self.hits = hits
        self.listed = _listed_lines(rulebook)
        self.menu = next((row for row in rulebook.rows(MEASURES) if row.get("form") == "menu"), None)
        self.shape_places = hits.places(SHAPES)
        self.known: dict[tuple[int, int], tuple[Row, ...]] = {}

    def rows(self, block: Block) -> tuple[Row, ...]:
        """The rows that name the line of a block, in written order; plain ones first."""
        start, end = block.body_start, block.body_end
        if block.removed or not 0 < end - start <= LONGEST_SHAPE or not is_whole_line(block, self.hits.value):
            return ()
        if (start, end) not in self.known:
            key = line_key(self.hits.folded[start:end])
            self.known[start, end] = (*self.listed.get(key, ()), *self._shapes(start, end, key)) or self._menu(key)
        return self.known[start, end]

    def _menu(self, key: str) -> tuple[Row, ...]:
        """The row of menus in one line: of its entries between bars, dots or wide gaps at least half are lines that rows name."""
        if self.menu is None or not MENU_GAP_RE.search(key):
            return ()
        entries = [line_key(entry) for entry in MENU_GAP_RE.split(key)]
        named = sum(1 for entry in entries if any(row.get("site") is None for row in self.listed.get(entry, ())))
        return (self.menu,) if named >= self.menu.get("least") and named * 2 >= len(entries) else ()

    def _shapes(self, start: int, end: int, key: str) -> list[Row]:
        """The shape rows whose pattern is the whole line, marks at its edges aside."""
        place = bisect_right(self.shape_places, start)
        if place == len(self.shape_places) or self.shape_places[place] > end:
            return []
        return [row for row in self.hits.rows(SHAPES, start, end) if compiled(row.pattern).fullmatch(key)]


def judge_lines(judged: list[Block], hits: Hits, rulebook: Rulebook, rows: Sequence[Row | None]) -> None:
    """Remove the lines that their rows name: first those that count anywhere, then those that count at the edges of the body."""
    waiting: list[tuple[int, Row]] = []
    for index, row in enumerate(rows):
        if row is None:
            continue
        if row.get("where") == "anywhere":
            judged[index] = judged[index]._replace(removed=row.get("kind"), rule=row.id)
        else:
            waiting.append((index, row))
    if waiting:
        body = BodyMap(judged, hits, rulebook, {index for index, row in waiting if row.get("where") not in ("cluster", "between")})
        _judge_edges(judged, [(i, row) for i, row in waiting if not body.carries[i]], body.first, body.last)


def _judge_edges(judged: list[Block], waiting: list[tuple[int, Row]], first: int, last: int) -> None:
    """Remove the waiting lines that stand before the body, behind it, or beside what was removed already."""
    order = [*waiting, *reversed(waiting)]
    lines = {index for index, _ in waiting}
    for index, row in order:
        if judged[index].removed:
            continue
        where = row.get("where")
        if (where == "cluster" and not _in_cluster(judged, index, lines)) or (where == "between" and not _between(judged, index, lines)):
            continue
        in_place = (where != "bottom" and index < first) or (where != "top" and index > last)
        if in_place or (where not in ("top", "bottom") and _beside_removed(judged, index)):
            judged[index] = judged[index]._replace(removed=row.get("kind"), rule=row.id)


def _in_cluster(judged: Sequence[Block], index: int, lines: set[int]) -> bool:
    """Whether another line of the page stands within two lines: a menu has more than one entry."""
    near = (index - 2, index - 1, index + 1, index + 2)
    return any(at in lines or (0 <= at < len(judged) and judged[at].removed) for at in near)


def _between(judged: Sequence[Block], index: int, lines: set[int]) -> bool:
    """Whether lines of the page, or its edge, stand right above and right below."""
    return all(not 0 <= at < len(judged) or at in lines or judged[at].removed for at in (index - 1, index + 1))


def _beside_removed(judged: Sequence[Block], index: int) -> bool:
    return bool((index and judged[index - 1].removed) or (index + 1 < len(judged) and judged[index + 1].removed))
