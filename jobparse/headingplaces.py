"""Which section a heading opens.

In: a heading block and where the walk stands. Out: the section that is open from there on: a new one, or the same one where the heading
names but a part of it, or says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.belowheadings import blocks_below, is_right_below, opened_below
from jobparse.headings import HEADING, WORDING
from jobparse.leanings import names_an_amount
from jobparse.model import SectionKind
from jobparse.standing import GUESSED, LISTED, LONG_LINE, PLAIN, PROSE, SUBHEADING, SURE, Section, decides, length

if TYPE_CHECKING:
    from jobparse.leanings import Leaning
    from jobparse.model import Block
    from jobparse.rulebook import Row
    from jobparse.standing import Standing

WORDY = 3
"""With so many spaces in them the words of a heading are no ordinary phrase, whatever their row says."""

TOLD = (*sorted(PROSE), SectionKind.WORK_ARRANGEMENT)
"""Kinds that no list of duties or needs has as a part: a doubtful heading of one still opens what the text below it plainly leans to."""

PLAIN_KINDS = (SectionKind.PREFERRED, SectionKind.EQUAL_OPPORTUNITY)
GIVEN = (SectionKind.COMPENSATION, SectionKind.BENEFITS)
MISTAKEN = ((SectionKind.EQUAL_OPPORTUNITY, SectionKind.BENEFITS),)
"""Kinds whose words say what they are, whatever section is open; but `inclusive` and `belonging` are praise for a gift, too."""

NEEDED = "requir"
"""A heading of this stem names what is needed, whatever stands above it."""

MOST_PARTS = 2
"""So many headings in a row that name parts of a section make the next one a part as well."""


def open_section(at: Standing, index: int, block: Block) -> None:
    """Go on from the heading with that index."""
    row = at.row(block)
    if is_right_below(at, index) and at.section.rule != SUBHEADING:
        at.parted = _has_colon(at, block) and not _has_colon(at, at.blocks[index - 1])
    if row is not None:
        section = _known(at, index, block, row)
    else:
        section = _part(at, block) if at.parted and _has_colon(at, block) else _unknown(at, index, block)
    if section.heading is block and section.rule != SUBHEADING:
        at.listed = at.parted = False
        at.subheadings = 0
    at.open(section)


def _known(at: Standing, index: int, block: Block, row: Row) -> Section:
    """The section that a heading with a row opens."""
    current = at.section
    deeper = 0 < current.level < block.level
    part = at.parted and _has_colon(at, block)
    if deeper and at.is_part(row):
        return Section(current.kind, row.id, current.opens, current.level, block)
    if current.kind in GIVEN and current.opens == "section" and row.get("kind") == SectionKind.PREFERRED and row.get("loose"):
        return _part(at, block)  # `Bonus` among pay and gifts is money
    if (part or is_right_below(at, index)) and _is_wish(at, block, row):
        return Section(current.kind, SUBHEADING, current.opens, current.level, block)
    if _is_doubtful(at, index, block, row, deeper=deeper or part):
        if row.get("kind") in TOLD:
            agreed = _is_borne_out(at, index, row)
            return Section(row.get("kind"), row.id, "section", block.level, block) if agreed else _unknown(at, index, block)
        return _part(at, block)
    at.subheadings = 0
    if row.get("opens") == "frame" and row.get("kind") == SectionKind.ROLE and _names_again(at, index, block):
        return current
    return Section(row.get("kind"), row.id, row.get("opens", "section"), block.level, block)


def _part(at: Standing, block: Block) -> Section:
    """The open section, of which the heading names a part."""
    current = at.section
    at.subheadings += 1
    return Section(current.kind, SUBHEADING, current.opens, current.level, block)


def _is_wish(at: Standing, block: Block, row: Row) -> bool:
    """Whether a heading of skills or schooling names a part of what is preferred, having no text of another kind above it."""
    preferred = at.section.kind == SectionKind.PREFERRED and row.get("kind") == SectionKind.REQUIREMENTS
    return preferred and bool(row.get("sub") or row.get("item")) and at.folded.find(NEEDED, block.body_start, block.body_end) < 0


def _has_colon(at: Standing, block: Block) -> bool:
    """Whether a colon ends a heading."""
    return ":" in at.value[block.body_end - 1 : block.body_end + 3].partition("\n")[0]


def _names_again(at: Standing, index: int, block: Block) -> bool:
    """Whether a heading that says nothing stands in one line with the one of a list (`Duties Job description: …`): it opens nothing of its own."""
    before = at.section.heading
    same = before is not None and index > 0 and at.blocks[index - 1] is before and at.section.kind in LISTED
    return same and before is not None and at.value.find("\n", before.body_end, block.body_start) < 0


def _is_doubtful(at: Standing, index: int, block: Block, row: Row, *, deeper: bool) -> bool:
    """Whether a heading is rather a part of the open section: words that say little, and a text below that says something else."""
    little = row.get("loose") == "line" and not _is_wordy(at, index, block, row)
    kind, current = row.get("kind"), at.section.kind
    if (
        (row.family == HEADING and not little)
        or (kind in PLAIN_KINDS and (kind, current) not in MISTAKEN)
        or row.get("inline")
        or row.get("firm")
    ):
        return False
    if kind == SectionKind.COMPENSATION and _amount_below(at, index):
        return False
    if current == SectionKind.COMPENSATION and is_right_below(at, index) and row.family == WORDING and _amount_below(at, index):
        return kind not in TOLD or kind == SectionKind.WORK_ARRANGEMENT
    if current in LISTED and row.family == WORDING and block.level == GUESSED and is_right_below(at, index):
        return True  # nothing stands between it and the heading of the list: it is a part of that
    if current in LISTED and kind in PROSE and (block.level == GUESSED or _leads_in(at, index, block, row)):
        return True
    if current in LISTED and (
        (little and (deeper or block.level >= PLAIN)) or block.level == GUESSED or (deeper and kind in PROSE)
    ):
        leaning = _below(at, index)
        return at.subheadings >= MOST_PARTS or leaning is None or leaning.kind != kind
    top = at.section.heading is None and block.level >= PLAIN
    if kind == SectionKind.APPLICATION and (little or top):
        leaning = _below(at, index)
        if top:
            return leaning is None or leaning.kind != kind
        return leaning is not None and leaning.kind != kind and leaning.score >= SURE
    return False


def _unknown(at: Standing, index: int, block: Block) -> Section:
    """An unknown heading opens what the text below it leans to, or nothing new."""
    row = _employer_below(at, index, block)
    if row is not None:
        return Section(row.get("kind"), row.id, "section", block.level, block)
    return opened_below(at, index, block) or _part(at, block)


def _is_borne_out(at: Standing, index: int, row: Row) -> bool:
    """Whether prose right below a doubtful heading speaks of just what the heading names; what it praises among gifts is one of them."""
    below = at.blocks[index + 1] if index + 1 < len(at.blocks) else None
    gift = at.section.kind == SectionKind.BENEFITS and at.section.opens == "section"
    if gift or below is None or below.shape != "text" or length(below) <= LONG_LINE:
        return False
    leaning = at.lean((below,))
    return leaning is not None and leaning.kind == row.get("kind") and decides(leaning, SURE)


def _is_wordy(at: Standing, index: int, block: Block, row: Row) -> bool:
    """Whether a heading has so many words that it is no ordinary phrase; one of the job stands over prose, over a list it may name a part."""
    if at.value.count(" ", block.body_start, block.body_end) < WORDY:
        return False
    return row.get("kind") != SectionKind.ROLE or any(one.shape == "text" for one in at.blocks[index + 1 : index + 2])


def _amount_below(at: Standing, index: int) -> bool:
    """Whether money stands in the first line below a heading."""
    below = at.blocks[index + 1 : index + 2]
    return any(names_an_amount(at.folded, block.body_start, block.body_end) for block in below)


def _leads_in(at: Standing, index: int, block: Block, row: Row) -> bool:
    """Whether words about the job and a colon stand before a sentence of the list, in one line with it (`You know the stack: …`)."""
    below = at.blocks[index + 1] if index + 1 < len(at.blocks) else None
    if below is None or below.shape != "text" or row.family == HEADING or row.get("kind") != SectionKind.ROLE:
        return False
    between = at.value[block.body_end : below.body_start]
    return ":" in between and "\n" not in between


def _employer_below(at: Standing, index: int, block: Block) -> Row | None:
    """The row by which the text below says of what its heading names that it is an employer (`Harrowgill | Harrowgill is a canal`)."""
    below = at.blocks[index + 1] if index + 1 < len(at.blocks) else None
    name = at.value[block.body_start : block.body_end]
    if below is None or below.shape != "text" or not at.value.startswith(f"{name} ", below.body_start):
        return None
    row = at.naming(below)
    return row if row is not None and row.get("kind") == SectionKind.COMPANY else None


def _below(at: Standing, index: int) -> Leaning | None:
    """What the text below a heading leans to."""
    below = blocks_below(at, index)
    return at.lean(below) if below else None
