"""Which kind of section each block of a posting's body belongs to.

In: the kept blocks behind the header. Out: a `Place` for each. Shape comes first (a heading opens a section), words second (what kind it
opens, which paragraphs show a kind of their own), neighbours third (what stands below a heading that says nothing).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.contents import Found, contents_of
from jobparse.headings import HEADING, Headings, headings_of
from jobparse.leanings import Leaning, cues_of
from jobparse.matching import compiled
from jobparse.model import Block, SectionKind

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

NAMING = "sections/naming"

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
LONG_LEAD = 200
OPENING = 160
AT_ONCE = 40
LOOKAHEAD = 12

SURE_OF_LIST = 2.0
SURE = 3.0
SURER = 5.0
AHEAD = 1.3
"""How heavy cues must weigh, and by how much more than those of the next kind, to decide; set on the development postings."""


class _Section(NamedTuple):
    """The section that is open: its kind, the rule that opened it, and how its heading looked."""

    kind: str = SectionKind.ROLE
    rule: str = DEFAULT
    opens: str = "nothing"
    level: int = 0
    heading: Block | None = None


class Place(NamedTuple):
    """Where one block belongs."""

    kind: str
    rule: str
    heading: Block | None = None


class Sorter:
    """Walks the blocks of the body once, unit by unit: a heading, a run of list lines, a paragraph."""

    def __init__(self, blocks: Sequence[Block], hits: Hits, rulebook: Rulebook) -> None:
        self.blocks = blocks
        self.hits = hits
        self.rows = rulebook.by_id
        self.headings: Headings = headings_of(rulebook)
        self.cues = cues_of(rulebook)
        self.contents = contents_of(rulebook)
        self.headed = {row.get("kind") for b in blocks if b.shape == "heading" and b.rule and (row := self.rows.get(b.rule))}
        self.namings = rulebook.rows(NAMING)
        self.section = _Section()
        self.lead: Row | None = None
        self.tail: Place | None = None
        self.last = Place(SectionKind.ROLE, DEFAULT)
        self.listed = False
        self.told = False
        self.subheadings = 0
        self.out: list[Place] = []

    def places(self) -> list[Place]:
        """One place for each block."""
        index = 0
        while index < len(self.blocks):
            block = self.blocks[index]
            if block.body_start == block.body_end:
                self._put(self.out[-1] if self.out else self._here())
                index += 1
            elif block.shape == "heading":
                self._heading(index, block)
                index += 1
            else:
                stop = self._run_end(index)
                if stop - index > 1 or block.shape in ITEM_SHAPES:
                    self._list(index, stop)
                else:
                    self._paragraph(block)
                index = stop
        self._settle_frames()
        self._settle_openers()
        return self.out

    def _put(self, place: Place) -> None:
        self.out.append(place)

    def _settle_openers(self) -> None:
        """Prose at the top that says nothing of itself goes with the employer, if that is what the text speaks of first."""
        unsure = 0
        for place in self.out:
            if place.rule != DEFAULT:
                break
            unsure += 1
        if 0 < unsure < len(self.out) and self.out[unsure].kind == SectionKind.COMPANY and self.blocks[unsure].shape == "text":
            for index in range(unsure):
                if _length(self.blocks[index]) > LONG_LINE:
                    self.out[index] = self.out[unsure]

    def _settle_frames(self) -> None:
        """A heading that says nothing (`Additional information`) belongs to what stands right below it."""
        for index in range(len(self.out) - 2, -1, -1):
            place, below = self.out[index], self.out[index + 1]
            if place.kind == SectionKind.OTHER and self.blocks[index].shape == "heading" and below.kind != SectionKind.OTHER:
                self.out[index] = Place(below.kind, place.rule, place.heading)

    def _here(self) -> Place:
        """The place of plain text in the open section."""
        return Place(self.section.kind, self.section.rule, self.section.heading)

    def _run_end(self, index: int) -> int:
        """The end of the run of list lines that starts at `index`: items, or at least three plain lines without a blank between."""
        blocks = self.blocks
        stop = index
        while stop < len(blocks) and blocks[stop].shape in ITEM_SHAPES:
            stop += 1
        if stop > index:
            return stop
        if not self._is_line(index) or self.section.kind in (SectionKind.OTHER, SectionKind.COMPENSATION):
            return index + 1
        listed = self.section.kind in LISTED
        stop = index + 1
        while stop < len(blocks) and self._is_line(stop):
            if blocks[stop].gap and not (listed and _length(blocks[stop]) <= LONG_LINE >= _length(blocks[stop - 1])):
                break
            stop += 1
        return stop if stop - index >= LEAST_RUN else index + 1

    def _is_line(self, index: int) -> bool:
        """Whether a block may be a list line without its mark: a line of its own, not long, that leads to nothing."""
        block = self.blocks[index]
        value = self.hits.value
        if block.shape != "text" or _length(block) > 2 * LONG_LINE or value[block.body_end - 1] == ":":
            return False
        return block.start == 0 or value[block.start - 1] == "\n"

    # -------------------------------------------------------------- headings

    def _row(self, block: Block) -> Row | None:
        return self.rows.get(block.rule) if block.rule else None

    def _heading(self, index: int, block: Block) -> None:
        self.lead = self.tail = None
        row = self._row(block)
        section = self._unknown(index, block) if row is None else self._known(index, block, row)
        if section.heading is block and section.rule != SUBHEADING:
            self.listed = False
        self.section = section
        self.last = self._here()
        self._put(self.last)

    def _known(self, index: int, block: Block, row: Row) -> _Section:
        """The section that a heading with a row opens."""
        current = self.section
        kind = row.get("kind")
        deeper = 0 < current.level < block.level
        if deeper and self._is_part(row):
            return _Section(current.kind, row.id, current.opens, current.level, block)
        if self._is_doubtful(index, block, row, deeper=deeper):
            self.subheadings += 1
            return _Section(current.kind, SUBHEADING, current.opens, current.level, block)
        self.subheadings = 0
        return _Section(kind, row.id, row.get("opens", "section"), block.level, block)

    def _is_part(self, row: Row) -> bool:
        """Whether a row names a part of the open section: `Education` below `Preferred` is preferred."""
        kind, current = row.get("kind"), self.section.kind
        return bool(row.get("sub")) and (kind == current or (kind, current) == (SectionKind.REQUIREMENTS, SectionKind.PREFERRED))

    def _is_doubtful(self, index: int, block: Block, row: Row, *, deeper: bool) -> bool:
        """Whether a heading is rather a part of the open section: words that say little, and a text below that says something else."""
        kind, current = row.get("kind"), self.section.kind
        little = row.get("loose") == "line"
        if (row.family == HEADING and not little) or kind == SectionKind.PREFERRED or row.get("inline"):
            return False
        if current in LISTED and block.level == GUESSED and kind in PROSE:
            return True
        if current in LISTED and (
            (little and (deeper or block.level >= PLAIN)) or block.level == GUESSED or (deeper and kind in PROSE)
        ):
            leaning = self._below(index)
            return self.subheadings >= 2 or leaning is None or leaning.kind != kind
        top = self.section.heading is None and block.level >= PLAIN
        if kind == SectionKind.APPLICATION and (little or top):
            leaning = self._below(index)
            if top:
                return leaning is None or leaning.kind != kind
            return leaning is not None and leaning.kind != kind and leaning.score >= SURE
        return False

    def _unknown(self, index: int, block: Block) -> _Section:
        """An unknown heading opens what the text below it leans to, or nothing new."""
        current = self.section
        leaning = self._below(index)
        if leaning is not None and leaning.kind != current.kind:
            firm = current.opens == "section"
            least = SURER if firm or block.level == GUESSED else SURE
            if leaning.score >= least and leaning.score >= AHEAD * leaning.second:
                return _Section(leaning.kind, leaning.rule, "frame", block.level, block)
        self.subheadings += 1
        return _Section(current.kind, SUBHEADING, current.opens, current.level, block)

    def _below(self, index: int) -> Leaning | None:
        """What the text below a heading leans to."""
        below: list[Block] = []
        for block in self.blocks[index + 1 : index + 1 + LOOKAHEAD]:
            if block.shape == "heading":
                break
            below.append(block)
        return self.cues.lean(self.hits.folded, below) if below else None

    # -------------------------------------------------------------- lists

    def _list(self, index: int, stop: int) -> None:
        run = self.blocks[index:stop]
        place = self._list_place(run)
        for number, block in enumerate(run):
            row = self._content(block, in_list=number < len(run) - 1 or block.gap == 0)
            self._put(place if row is None else Place(row.get("kind"), row.id))
        self.last = place
        self.listed = True
        self.tail = None

    def _list_place(self, run: Sequence[Block]) -> Place:
        """Where a list belongs: to its lead, to its section, or to what it leans to where the section is prose."""
        if self.lead is not None:
            return Place(self.lead.get("kind"), self.lead.id, self.last.heading if self.last.rule == self.lead.id else None)
        section = self.section
        if self.last.kind != section.kind and section.kind not in PROSE:
            leaning = self.cues.lean(self.hits.folded, run)
            if leaning is not None and leaning.kind == section.kind:
                return self._here()
            own = leaning if leaning is not None and self._decides(leaning, SURE_OF_LIST) and leaning.kind in LISTED else None
            return Place(own.kind, own.rule) if own and len(run) > 1 else self.last
        if section.kind == SectionKind.COMPENSATION:
            return self._extras_place(run, SURE_OF_LIST) or self._here()
        if section.kind not in PROSE or len(run) < 2:
            return self._here() if section.opens == "section" else Place(self.last.kind, self.last.rule, section.heading)
        leaning = self.cues.lean(self.hits.folded, run)
        if leaning is None or not self._decides(leaning, SURE_OF_LIST) or leaning.kind in PROSE:
            return self._plain_list(run)
        if section.opens == "section" and leaning.kind == SectionKind.RESPONSIBILITIES:
            return self._here()
        return Place(leaning.kind, leaning.rule)

    def _plain_list(self, run: Sequence[Block]) -> Place:
        """A list that leans to nothing: below `Job description` it tells the duties, if no heading of the posting does."""
        section = self.section
        if section.opens == "frame" and section.kind == SectionKind.ROLE and len(run) >= LEAST_RUN:
            return Place(
                section.kind if SectionKind.RESPONSIBILITIES in self.headed else SectionKind.RESPONSIBILITIES,
                section.rule,
                section.heading,
            )
        return self._here() if section.opens == "section" else Place(self.last.kind, self.last.rule, section.heading)

    def _decides(self, leaning: Leaning, least: float) -> bool:
        """Whether a leaning is heavy enough, and clearly ahead of the next."""
        return leaning.score >= least and leaning.score >= AHEAD * leaning.second

    def _extras_place(self, blocks: Sequence[Block], least: float) -> Place | None:
        """Below a heading of pay, what an employer gives besides pay is benefits; a paragraph says in its first words what it is about."""
        if len(blocks) == 1 and any(found.row.get("kind") == SectionKind.COMPENSATION for found in self._found(blocks[0])):
            return None
        if len(blocks) == 1:
            blocks = [b._replace(body_end=min(b.body_end, b.body_start + OPENING)) for b in blocks]
        leaning = self.cues.lean(self.hits.folded, blocks)
        if leaning is None or leaning.kind != SectionKind.BENEFITS or leaning.score < least or leaning.score < 2 * leaning.second:
            return None
        return Place(leaning.kind, leaning.rule)

    # -------------------------------------------------------------- paragraphs

    def _paragraph(self, block: Block) -> None:
        place = self._label_place(block) or self._content_place(block) or self._lead_place(block)
        if place is None:
            self.lead = None
            place = self.tail or self._prose_place(block)
        self.last = place
        self._put(place)

    def _label_place(self, block: Block) -> Place | None:
        """`Key: value` is a section of its own for its one line."""
        row = self._row(block) if block.shape == "label" else None
        if row is None or self._is_part(row):
            return None
        if self.section.kind in LISTED and row.get("loose") == "line" and not self._agrees(row, block):
            return None
        return Place(row.get("kind"), row.id)

    def _agrees(self, row: Row, block: Block) -> bool:
        """Whether the words of a block lean to the kind of a row."""
        leaning = self.cues.lean(self.hits.folded, (block,))
        return leaning is not None and leaning.kind == row.get("kind")

    def _content(self, block: Block, *, in_list: bool) -> Row | None:
        """The row of an unmistakable paragraph that may stand here."""
        item = block.shape in ITEM_SHAPES
        apart = not in_list or _length(block) > LONG_LINE
        section = self.section
        for match in self._found(block):
            row = match.row
            reach = row.get("reach")
            if (item and reach != "item") or (not apart and reach == "paragraph"):
                continue
            if match.start - block.body_start > max(LONG_LINE, (block.body_end - block.body_start) // 2):
                continue
            if not self._may_interrupt(row, block, match.start):
                continue
            if row.get("kind") == section.kind and section.opens == "section":
                return None
            if row.get("strong") or section.kind not in NOTICES or section.opens != "section":
                return row
        return None

    def _found(self, block: Block) -> list[Found]:
        """The content matches in one block."""
        return self.contents.find(self.hits, block.body_start, block.body_end)

    def _may_interrupt(self, row: Row, block: Block, at: int) -> bool:
        """Whether a paragraph of the row's kind can stand in the open section; in text under no heading it says so at once."""
        section = self.section
        if section.kind not in row.get("never_in", ()):
            return True
        return section.opens == "nothing" and section.kind in PROSE and at - block.body_start <= AT_ONCE

    def _content_place(self, block: Block) -> Place | None:
        row = self._content(block, in_list=False)
        if row is None:
            return None
        place = Place(row.get("kind"), row.id)
        if self.section.kind in LISTED and self.listed:
            self.tail = place
        return place

    def _lead_place(self, block: Block) -> Place | None:
        """A sentence that a list finishes (`… you will:`) takes the list with it, unless the posting has a heading for that kind."""
        if self.hits.value[block.body_end - 1] not in ":…." or self.section.kind not in PROSE:
            return None
        stop = block.body_end
        while stop > block.body_start and self.hits.value[stop - 1] in ":…. ":
            stop -= 1
        if block.body_end - stop < (1 if self.hits.value[block.body_end - 1] in ":…" else 3):
            return None
        row = self.headings.leads.first(self.hits.folded, max(block.body_start, stop - LONG_LEAD), stop)
        if row is None or (row.get("kind") in self.headed and self.section.opens == "section"):
            return None
        self.lead = row
        if _length(block) > LONG_LEAD:
            return self._prose_place(block)
        return Place(row.get("kind"), row.id)

    def _prose_place(self, block: Block) -> Place:
        """Plain prose: it stays in its section, but for the free places of a posting, where cues of employer and job decide."""
        section = self.section
        if section.kind == SectionKind.COMPENSATION:
            return self._extras_place((block,), SURE) or self._here()
        if section.opens == "section" and not (section.kind in LISTED and self.listed):
            return self._here()
        if section.opens == "nothing" and (section.kind != SectionKind.OTHER or _length(block) > LONG_LINE):
            return self._free_place(block)
        leaning = self.cues.lean(self.hits.folded, (block,))
        if section.opens == "section":
            far = leaning is not None and leaning.kind == SectionKind.COMPANY and leaning.score >= SURE + 1 >= leaning.second
            return Place(leaning.kind, leaning.rule) if far and leaning else self._here()
        if leaning is None or leaning.score < SURE or leaning.score < AHEAD * leaning.second:
            return self._last_prose()
        return Place(leaning.kind, leaning.rule, section.heading) if section.kind == SectionKind.OTHER else self._here()

    def _free_place(self, block: Block) -> Place:
        """Prose under no heading: the employer or the job, by their cues; a paragraph that opens with a name and a verb is about the name."""
        opening = block._replace(body_end=min(block.body_end, block.body_start + OPENING))
        early, _ = self.cues.of_kinds(self.hits.folded, opening, (SectionKind.ROLE, SectionKind.COMPANY))
        if early.score < SURE and (row := self._named(block)) is not None:
            return Place(row.get("kind"), row.id, self.section.heading)
        role, company = self.cues.of_kinds(self.hits.folded, block, (SectionKind.ROLE, SectionKind.COMPANY))
        if company.score > role.score:
            return Place(company.kind, company.rule, self.section.heading)
        if role.score > 0:
            self.told = True
            return Place(role.kind, role.rule, self.section.heading)
        return self._last_prose()

    def _named(self, block: Block) -> Row | None:
        """The row by which a paragraph opens with the name of an employer; after a paragraph on the job, `The …` may be the job's title."""
        if self.told and self.hits.folded.startswith("the ", block.body_start):
            return None
        for row in self.namings:
            if compiled(row.pattern).match(self.hits.value, block.body_start, block.body_end):
                return row
        return None

    def _last_prose(self) -> Place:
        """Where prose without a cue goes on: with the prose before it."""
        if self.section.opens == "nothing" and self.last.kind in PROSE:
            return Place(self.last.kind, self.last.rule, self.section.heading)
        return self._here()


def _length(block: Block) -> int:
    return block.body_end - block.body_start
