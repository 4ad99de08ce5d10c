"""Where the walk through a posting's body stands: the section that is open, and what was read before.

In: the kept blocks behind the header. Out: nothing by itself: `placing.py` moves it on from block to block, and `headingplaces.py`, `listplaces.py`
and `proseplaces.py` ask it where a heading, a list and a paragraph belong. It is the one thing that changes on the way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.askings import ASKING
from jobparse.contents import Found, contents_of
from jobparse.headings import headings_of
from jobparse.leanings import Leaning, cues_of, section_signs_of
from jobparse.model import Block, SectionKind
from jobparse.rowindex import opening_row

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

NAMING, TURN = "sections/naming", "sections/turn"

DEFAULT = "section-default"
SUBHEADING = "section-subheading"
"""Rules of places that no row decided: body text under no heading, an unknown heading inside a section."""

LISTED = frozenset((SectionKind.RESPONSIBILITIES, SectionKind.REQUIREMENTS, SectionKind.PREFERRED, SectionKind.BENEFITS))
"""Kinds whose text is a list: prose of another kind behind the list is not part of it."""

PROSE = frozenset((SectionKind.ROLE, SectionKind.COMPANY, SectionKind.OTHER))
"""Kinds whose text is prose: a list of another kind below it is not part of it."""

NOTICES = frozenset((SectionKind.LEGAL, SectionKind.APPLICATION))
"""Kinds that speak of other kinds in passing: only the surest paragraphs stand out from them."""

ITEM_SHAPES = ("item", "number", "row")
PLAIN, GUESSED = 8, 9
LONG_LINE = 120
LEAST_RUN = 3
OPENING = 160

SURE_OF_LIST = 2.0
SURE = 3.0
AHEAD = 1.3
"""How heavy cues must weigh, and by how much more than those of the next kind, to decide; set on the development postings."""


class Place(NamedTuple):
    """Where one block belongs."""

    kind: str
    rule: str
    heading: Block | None = None


class Section(NamedTuple):
    """The section that is open: its kind, the rule that opened it, and how its heading looked."""

    kind: str = SectionKind.ROLE
    rule: str = DEFAULT
    opens: str = "nothing"
    level: int = 0
    heading: Block | None = None


class Standing:
    """The blocks, what is known of them, and the open section; `here` is the place of plain text in it."""

    __slots__ = (
        "askings",
        "blocks",
        "cues",
        "folded",
        "found",
        "headed",
        "headings",
        "here",
        "last",
        "lead",
        "listed",
        "names",
        "namings",
        "parted",
        "rows",
        "section",
        "signs",
        "subheadings",
        "tail",
        "told",
        "turns",
        "value",
    )

    def __init__(self, blocks: Sequence[Block], hits: Hits, rulebook: Rulebook, names: tuple[str, ...] = ()) -> None:
        self.blocks = blocks
        self.value = hits.value
        self.folded = hits.folded
        self.rows = rulebook.by_id
        self.headings = headings_of(rulebook)
        self.cues = cues_of(rulebook)
        self.signs = section_signs_of(rulebook)
        self.names = names
        self.namings = rulebook.rows(NAMING)
        self.turns = rulebook.rows(TURN)
        self.askings = rulebook.rows(ASKING)
        self.found = _by_block(blocks, contents_of(rulebook).find(hits, 0, len(hits.folded)))
        self.headed = {row.get("kind") for b in blocks if b.shape == "heading" and b.rule and (row := self.rows.get(b.rule))}
        self.lead: Row | None = None
        self.tail: Place | None = None
        self.listed = False
        self.told = False
        self.parted = False
        self.subheadings = 0
        self.section = Section()
        self.here = self.last = Place(SectionKind.ROLE, DEFAULT)

    def open(self, section: Section) -> None:
        """Go on in another section."""
        self.section = section
        self.here = self.last = Place(section.kind, section.rule, section.heading)
        self.lead = self.tail = None

    def row(self, block: Block) -> Row | None:
        """The row that a block bears."""
        return self.rows.get(block.rule) if block.rule else None

    def naming(self, block: Block) -> Row | None:
        """The row by which a block opens with its subject, job or employer, and a verb."""
        return opening_row(self.namings, self.value, block.body_start, block.body_end)

    def lean(self, blocks: Sequence[Block]) -> Leaning | None:
        """What the blocks lean to together."""
        return self.cues.lean(self.folded, blocks)

    def is_part(self, row: Row) -> bool:
        """Whether a row names a part of the open section: `Education` below `Preferred` is preferred."""
        kind, current = row.get("kind"), self.section.kind
        return bool(row.get("sub")) and (kind == current or (kind, current) == (SectionKind.REQUIREMENTS, SectionKind.PREFERRED))

    def extras_place(self, blocks: Sequence[Block], least: float) -> Place | None:
        """Below a heading of pay, what an employer gives besides pay is benefits; a paragraph says in its first words what it is about."""
        if len(blocks) == 1:
            block = blocks[0]
            if any(found.row.get("kind") == SectionKind.COMPENSATION for found in self.found.get(block.start, ())):
                return None
            blocks = (block._replace(body_end=min(block.body_end, block.body_start + OPENING)),)
        leaning = self.lean(blocks)
        if leaning is None or leaning.kind != SectionKind.BENEFITS or leaning.score < least or leaning.score < 2 * leaning.second:
            return None
        return Place(leaning.kind, leaning.rule)


def decides(leaning: Leaning, least: float) -> bool:
    """Whether a leaning is heavy enough, and clearly ahead of the next."""
    return leaning.score >= least and leaning.score >= AHEAD * leaning.second


def length(block: Block) -> int:
    """The characters of a block's words."""
    return block.body_end - block.body_start


def _by_block(blocks: Sequence[Block], matches: Sequence[Found]) -> dict[int, list[Found]]:
    """The content matches that begin in the words of a block, by the block's start; only of blocks that hold any."""
    found: dict[int, list[Found]] = {}
    starts = [block.start for block in blocks] if matches else []
    for match in matches:
        index = bisect_right(starts, match.start) - 1
        if index >= 0 and blocks[index].body_start <= match.start < blocks[index].body_end:
            found.setdefault(blocks[index].start, []).append(match)
    return found
