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
from jobparse.lineforms import EDGES, LONGEST_LINE, BodyMap, Looks, is_whole_line, plain_lines
from jobparse.matching import compiled
from jobparse.model import Block
from jobparse.pagestructure import judge_structure
from jobparse.regions import find_regions, region_matches

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

LINES, SHAPES = "boilerplate/line", "boilerplate/shape"
SITES, MEASURES = "boilerplate/sites/", "boilerplate/measure"
MENU_GAPS = ("|", "·", "•", "›", "»", " > ", "   ")
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
    lines = _PageLines(hits, rulebook, site_rules)
    matches = [(row, found) for row, found in region_matches(hits) if site_rules or not row.file.startswith(SITES)]
    of_lines = lines.read(blocks)
    found_rows = [row for rows in of_lines if rows for row in rows]
    site = recognised([*(row for row, _ in matches), *found_rows]) if site_rules and (matches or found_rows) else None
    pieces: list[Block] = list(blocks)
    looks = Looks(blocks, hits, rulebook)
    matches = [(row, found) for row, found in matches if _counts(row, site)]
    if matches:
        cuts = find_regions(blocks, hits, BodyMap(blocks, looks, _lines_of_the_page(of_lines, site)), matches)
        pieces = cut_blocks(pieces, settle(cuts), hits.value)
        of_lines = lines.again(pieces, blocks, of_lines)
        looks = Looks(pieces, hits, rulebook)
    judge_lines(pieces, looks, [_first_counting(rows, site) if rows else None for rows in of_lines])
    judge_structure(pieces, looks, hits, rulebook)
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
    judged = ((index, _first_counting(rows, site)) for index, rows in enumerate(of_lines) if rows)
    return frozenset(index for index, row in judged if row and row.get("where") not in ("cluster", "between"))


def _counts(row: Row, site: str | None) -> bool:
    """Whether a row counts on this page: rows for everywhere do, rows that hint at a site do, others of a site only on its pages."""
    return row.get("site") in (None, site) or bool(row.get("hint"))


@lru_cache(maxsize=8)
def _listed_lines(rulebook: Rulebook, site_rules: bool) -> dict[str, tuple[Row, ...]]:
    """Every line that rows name outright, with its rows in written order."""
    listed: dict[str, tuple[Row, ...]] = {}
    for row in rulebook.rows(LINES):
        if row.file.startswith(SITES) and not site_rules:
            continue
        for line in plain_lines(row):
            listed[line] = (*listed.get(line, ()), row)
    return listed


class _PageLines:
    """The rows of whole lines that blocks meet, of all sites."""

    def __init__(self, hits: Hits, rulebook: Rulebook, site_rules: bool) -> None:
        self.hits = hits
        self.site_rules = site_rules
        self.listed = _listed_lines(rulebook, site_rules)
        self.menu = next((row for row in rulebook.rows(MEASURES) if row.get("form") == "menu"), None)
        self.gaps = tuple(gap for gap in MENU_GAPS if gap in hits.folded) if self.menu else ()

    def read(self, blocks: Sequence[Block]) -> list[tuple[Row, ...]]:
        """For each block the rows that name its line, in written order; plain ones first."""
        folded, listed, value = self.hits.folded, self.listed, self.hits.value
        shaped = self._shaped(blocks)
        read: list[tuple[Row, ...]] = []
        for index, block in enumerate(blocks):
            start, end = block.body_start, block.body_end
            if block.removed or start == end or end - start > (LONGEST_SHAPE if index in shaped else LONGEST_LINE):
                read.append(())
                continue
            key = folded[start:end].strip(EDGES)
            found = listed.get(key, ())
            if index in shaped:
                found = (*found, *self._shapes(start, end, key))
            elif not found and self.gaps and any(gap in key for gap in self.gaps):
                found = self._menu(key)
            read.append(found if found and is_whole_line(block, value) else ())
        return read

    def again(self, pieces: Sequence[Block], blocks: Sequence[Block], read: Sequence[tuple[Row, ...]]) -> list[tuple[Row, ...]]:
        """The same for blocks some of which were cut: what was read of the others holds."""
        known = {id(block): rows for block, rows in zip(blocks, read, strict=True)}
        return [rows if (rows := known.get(id(piece))) is not None else self.read((piece,))[0] for piece in pieces]

    def _shaped(self, blocks: Sequence[Block]) -> set[int]:
        """The blocks in which a literal of a shape row stands."""
        places = self.hits.places(SHAPES)
        if not places:
            return set()
        if len(blocks) == 1:
            at = bisect_right(places, blocks[0].start)
            return {0} if at < len(places) and places[at] <= blocks[0].end else set()
        starts = [block.start for block in blocks]
        return {bisect_right(starts, place - 1) - 1 for place in places}

    def _shapes(self, start: int, end: int, key: str) -> list[Row]:
        """The shape rows whose pattern is the whole line, marks at its edges aside."""
        rows = self.hits.rows(SHAPES, start, end)
        return [
            row for row in rows if (self.site_rules or not row.file.startswith(SITES)) and compiled(row.pattern).fullmatch(key)
        ]

    def _menu(self, key: str) -> tuple[Row, ...]:
        """The row of menus in one line: of its entries between bars, dots or wide gaps at least half are lines that rows name."""
        entries = [entry.strip(EDGES) for entry in MENU_GAP_RE.split(key)]
        named = sum(1 for entry in entries if any(listed.get("site") is None for listed in self.listed.get(entry, ())))
        return (self.menu,) if self.menu and named >= self.menu.get("least") and named * 2 >= len(entries) else ()


def judge_lines(judged: list[Block], looks: Looks, rows: Sequence[Row | None]) -> None:
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
        body = BodyMap(judged, looks, {index for index, row in waiting if row.get("where") not in ("cluster", "between")})
        _judge_edges(judged, [(i, row) for i, row in waiting if not body.carries[i]], body.first, body.last)


def _judge_edges(judged: list[Block], waiting: list[tuple[int, Row]], first: int, last: int) -> None:
    """Remove the waiting lines that stand before the body, behind it, or beside what was removed already."""
    order = [*waiting, *reversed(waiting)]
    lines = {index for index, _ in waiting}
    for index, row in order:
        if judged[index].removed:
            continue
        where = row.get("where")
        if (where == "cluster" and not _in_cluster(judged, index, lines)) or (
            where == "between" and not _between(judged, index, lines)
        ):
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
