"""blocks → the same blocks, each kept or removed by a row.

In: the blocks and the hits. Out: `Judged`: the blocks with their verdicts (finer where a row cut through one), and the site if the
text names it. First the site, then the regions that rows name, then single lines, then what the shape of the page says. It never
removes the employer's words: where a row and the posting's own sections disagree, the sections win.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.cutting import cut_blocks, origins_of, removed_by, settle
from jobparse.dialect import quick
from jobparse.headerpanel import mark_panel
from jobparse.headerzone import mark_header
from jobparse.lineforms import EDGES, BodyMap, Looks, blocks_at, is_whole_line, look_at, measures, plain_lines
from jobparse.model import Block
from jobparse.pagenotices import find_notices
from jobparse.pagestructure import Page, judge_repeats, judge_structure
from jobparse.regions import find_regions, region_matches
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

LINES, SHAPES = "boilerplate/line", "boilerplate/shape"
SITES = "boilerplate/sites/"
GAPPED_RE = re.compile(r"[|·•›»]| > |   |\] \[")
MENU_GAP_RE = re.compile(r"\s*+[|·•›»>]\s*+|\s{2,}+|\] \[")

BRACKETED = EDGES + "[]"
"""Buttons of a text browser stand in brackets: `[Save] [Share]`."""

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
    looks = look_at(blocks, hits, rulebook)
    named = lines.read(blocks, looks)
    site = _site(matches, named) if site_rules else None
    pieces: list[Block] = list(blocks)
    matches = [(row, found) for row, found in matches if _counts(row, site)]
    if matches:
        cuts = find_regions(blocks, hits, BodyMap(blocks, looks, _lines_of_the_page(named, site)), matches)
        pieces = cut_blocks(pieces, settle(cuts), hits.value)
        origins = origins_of(pieces, blocks)
        looks = look_at(pieces, hits, rulebook, looks, origins)
        named = lines.read_again(pieces, looks, named, origins)
    page = Page(pieces, looks, hits, rulebook)
    find_notices(page, named)
    judge_repeats(page)
    judge_lines(pieces, looks, {i: row for i, rows in named.items() if (row := _first_counting(rows, site))})
    judge_structure(page)
    marked = mark_header(pieces, hits, rulebook)
    mark_panel(marked, looks, hits.folded, rulebook)
    return Judged(tuple(marked), site)


def _site(matches: Sequence[tuple[Row, object]], named: Mapping[int, tuple[Row, ...]]) -> str | None:
    """The site that the rows which found something give away."""
    rows = [row for row, _ in matches]
    for found in named.values():
        rows.extend(found)
    return recognised(rows) if rows else None


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


def _lines_of_the_page(named: Mapping[int, Sequence[Row]], site: str | None) -> frozenset[int]:
    """The blocks that rows know as the page's by themselves; entries of menus are left out, since headings of sections look like them."""
    judged = ((index, _first_counting(rows, site)) for index, rows in named.items())
    return frozenset(index for index, row in judged if row and row.get("where") not in ("cluster", "between"))


def _counts(row: Row, site: str | None) -> bool:
    """Whether a row counts on this page: rows for everywhere do, rows that hint at a site do, others of a site only on its pages."""
    return row.get("site") in (None, site) or bool(row.get("hint"))


@per_rulebook
def _listed_lines(rulebook: Rulebook, site_rules: bool) -> dict[str, tuple[Row, ...]]:
    """Every line that rows name outright, with its rows in written order."""
    listed: dict[str, tuple[Row, ...]] = {}
    for row in rulebook.rows(LINES):
        if row.file.startswith(SITES) and not site_rules:
            continue
        for line in plain_lines(row):
            listed[line] = (*listed.get(line, ()), row)
    return listed


def _is_button(block: Block, rows: Sequence[Row]) -> bool:
    """Whether a heading that was cut from its line is one of the page's lines that count at its edges: cleaned, it stands alone."""
    return block.shape == "heading" and all(row.family == LINES and row.get("where") == "edges" for row in rows)


def _ends_of(blocks: Sequence[Block]) -> tuple[int, ...]:
    """The first and the last block with words: there a button counts though the line break that parted it from the text was lost."""
    worded = (index for index, block in enumerate(blocks) if block.body_end > block.body_start)
    first = next(worded, 0)
    last = next((index for index in reversed(range(len(blocks))) if blocks[index].body_end > blocks[index].body_start), 0)
    return first, last


class _PageLines:
    """The rows of whole lines that blocks meet, of all sites."""

    def __init__(self, hits: Hits, rulebook: Rulebook, site_rules: bool) -> None:
        self.hits = hits
        self.site_rules = site_rules
        self.listed = _listed_lines(rulebook, site_rules)
        self.menu = measures(rulebook).get("menu")
        self.places = hits.places(SHAPES)

    def read(self, blocks: Sequence[Block], looks: Looks) -> dict[int, tuple[Row, ...]]:
        """The rows that name the line of a block, in written order, plain ones first; only for blocks that have any."""
        listed, keys = self.listed, looks.keys
        read = {index: listed[key] for index, key in enumerate(keys) if key in listed}
        if self.menu and GAPPED_RE.search("\n".join(keys)):
            gapped = [i for i, key in enumerate(keys) if GAPPED_RE.search(key) and i not in read]
            read.update({i: (self.menu,) for i in gapped if self._is_menu(keys[i])})
        for index in blocks_at(blocks, self.places, LONGEST_SHAPE):
            if shapes := self._shapes(blocks[index]):
                read[index] = (*listed.get(keys[index], ()), *shapes)
        return self._whole_lines(read, blocks)

    def read_again(
        self, pieces: Sequence[Block], looks: Looks, named: Mapping[int, tuple[Row, ...]], origins: Sequence[int]
    ) -> dict[int, tuple[Row, ...]]:
        """The same of blocks that were cut: what is no piece of one is named as it was."""
        read: dict[int, tuple[Row, ...]] = {}
        for index, origin in enumerate(origins):
            if origin >= 0:
                if origin in named:
                    read[index] = named[origin]
            elif not pieces[index].removed:
                read.update(self._one(index, pieces[index], looks.keys[index]))
        return self._whole_lines(read, pieces)

    def _one(self, index: int, piece: Block, key: str) -> dict[int, tuple[Row, ...]]:
        """The rows that name the line of one piece."""
        named = self.listed.get(key, ())
        if not named and self.menu and GAPPED_RE.search(key) and self._is_menu(key):
            named = (self.menu,)
        if piece.body_end - piece.body_start <= LONGEST_SHAPE and (shapes := self._shapes(piece)):
            named = (*self.listed.get(key, ()), *shapes)
        return {index: named} if named else {}

    def _whole_lines(self, read: Mapping[int, tuple[Row, ...]], blocks: Sequence[Block]) -> dict[int, tuple[Row, ...]]:
        """Of the blocks that rows name those that are kept and lines of their own, or stand at an end of the page."""
        value = self.hits.value
        ends = _ends_of(blocks) if read else ()
        return {
            i: read[i]
            for i in sorted(read)
            if not blocks[i].removed and (is_whole_line(blocks[i], value) or i in ends or _is_button(blocks[i], read[i]))
        }

    def _shapes(self, block: Block) -> list[Row]:
        """The shape rows whose pattern is the whole line, marks at its edges aside."""
        start, end = block.body_start, block.body_end
        if block.removed:
            return []
        key = self.hits.folded[start:end].strip(EDGES)
        rows = self.hits.rows(SHAPES, start, end)
        return [row for row in rows if (self.site_rules or not row.file.startswith(SITES)) and quick(row.pattern).fullmatch(key)]

    def _is_menu(self, key: str) -> bool:
        """Whether a line with gaps is a menu in one line: of its entries between bars, dots or wide gaps at least half are lines that rows name."""
        entries = [entry.strip(BRACKETED) for entry in MENU_GAP_RE.split(key)]
        named = sum(1 for entry in entries if any(row.get("site") is None for row in self.listed.get(entry, ())))
        return self.menu is not None and named >= self.menu.get("least") and named * 2 >= len(entries)


def judge_lines(judged: list[Block], looks: Looks, rows: Mapping[int, Row]) -> None:
    """Remove the lines that their rows name: first those that count anywhere, then those that count at the edges of the body."""
    waiting: list[tuple[int, Row]] = []
    for index, row in rows.items():
        if row.get("where") == "anywhere":
            judged[index] = removed_by(row, judged[index])
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
            judged[index] = removed_by(row, judged[index])


def _in_cluster(judged: Sequence[Block], index: int, lines: set[int]) -> bool:
    """Whether another line of the page stands within two lines: a menu has more than one entry."""
    near = (index - 2, index - 1, index + 1, index + 2)
    return any(at in lines or (0 <= at < len(judged) and judged[at].removed) for at in near)


def _between(judged: Sequence[Block], index: int, lines: set[int]) -> bool:
    """Whether lines of the page, or its edge, stand right above and right below."""
    return all(not 0 <= at < len(judged) or at in lines or judged[at].removed for at in (index - 1, index + 1))


def _beside_removed(judged: Sequence[Block], index: int) -> bool:
    return bool((index and judged[index - 1].removed) or (index + 1 < len(judged) and judged[index + 1].removed))
