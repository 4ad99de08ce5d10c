"""Where a paragraph belongs: to a kind of its own if its words are unmistakable, to its section, or to employer or job by its cues.

In: a block and where the walk stands. Out: its `Place`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.leanings import names_an_amount
from jobparse.model import SectionKind
from jobparse.rowindex import opening_row
from jobparse.sentences import sentence_end
from jobparse.standing import (
    ITEM_SHAPES,
    LISTED,
    LONG_LINE,
    NOTICES,
    OPENING,
    PROSE,
    SURE,
    SURE_OF_LIST,
    Place,
    Section,
    decides,
    length,
)

if TYPE_CHECKING:
    from jobparse.leanings import Leaning
    from jobparse.model import Block
    from jobparse.rulebook import Row
    from jobparse.standing import Standing

LONG_LEAD = 200
AT_ONCE = 40
LEAD_ENDS = ":…."
SPACED_ENDS = LEAD_ENDS + " "
NOTICE_KINDS = (SectionKind.EQUAL_OPPORTUNITY, SectionKind.LEGAL)
ASIDE = (SectionKind.COMPANY, SectionKind.BENEFITS, SectionKind.ELIGIBILITY)
"""Below these a notice may come to its point late in its paragraph; elsewhere the words in a second half are but a mention."""

ASKED = (SectionKind.REQUIREMENTS, SectionKind.PREFERRED)
FACTS = (SectionKind.ELIGIBILITY, SectionKind.WORK_ARRANGEMENT)
FREE = ("nothing", "frame")
FREE_KINDS = (SectionKind.ROLE, SectionKind.COMPANY)
SURE_OF_WANTED = 4.0
WEAK = 2.0
"""Prose under no heading is about what a candidate has if two cues say so and hardly any speaks of job or employer."""


def paragraph_place(at: Standing, block: Block) -> Place:
    """Where a paragraph belongs; what it leads to is left with the walk."""
    place = _label_place(at, block) if block.shape == "label" else None
    if place is None and block.start in at.found:
        place = _content_place(at, block)
    if at.value[block.body_end - 1] in LEAD_ENDS and (place is None or place.kind == SectionKind.ROLE):
        place = _lead_place(at, block) or place
    if place is None and at.lead is not None and block.gap == 0 and at.value[block.start - 1] != "\n":
        place = Place(at.lead.get("kind"), at.lead.id)  # led to in one line
    if place is None:
        at.lead = None
        place = _tail_place(at, block) or _prose_place(at, block)
    return place


def _tail_place(at: Standing, block: Block) -> Place | None:
    """Prose behind a notice that stood out from a list goes on with the notice, unless it is about the employer, or back in the list's matter."""
    if at.tail is None:
        return None
    leaning = at.lean((block,))
    if leaning is not None and leaning.kind == at.section.kind and decides(leaning, SURE if at.listed else SURE_OF_LIST):
        at.tail = None
        return None
    row = _named(at, block)
    if row is not None and row.get("kind") == SectionKind.COMPANY:
        role, company = at.cues.of_kinds(at.folded, block.body_start, block.body_end, FREE_KINDS)
        if company.score >= WEAK and company.score > role.score:
            return Place(row.get("kind"), row.id)
    return at.tail


def content_row(at: Standing, block: Block, *, in_list: bool) -> Row | None:
    """The row of an unmistakable paragraph that may stand here: the first, unless a surer one stands behind it."""
    weak: Row | None = None
    matches = at.found.get(block.start)
    if matches is None:
        return None
    item = block.shape in ITEM_SHAPES
    apart = not in_list or length(block) > LONG_LINE
    section = at.section
    for match in matches:
        row = match.row
        reach = row.get("reach")
        if (item and reach != "item") or (not apart and reach == "paragraph"):
            continue
        far = length(block) * 2 // 3 if row.get("strong") and section.kind in ASIDE else length(block) // 2
        if match.start - block.body_start > max(LONG_LINE, far):
            continue
        if not _may_interrupt(at, row, match.start - block.body_start):
            continue
        if row.get("kind") == section.kind and section.opens == "section":
            return weak
        if row.get("strong"):
            return row
        if weak is None and (section.kind not in NOTICES or section.opens != "section"):
            weak = row
    return weak


def _may_interrupt(at: Standing, row: Row, depth: int) -> bool:
    """Whether a paragraph of the row's kind can stand in the open section; in text under no heading it says so at once."""
    section = at.section
    if section.kind not in row.get("never_in", ()):
        return True
    return section.opens == "nothing" and section.kind in PROSE and depth <= AT_ONCE


def _label_place(at: Standing, block: Block) -> Place | None:
    """`Key: value` is a section of its own for its one line."""
    row = at.row(block)
    if row is None or at.is_part(row) or (row.get("kind") == SectionKind.OTHER and row.get("opens") == "frame"):
        return None
    if at.section.kind in LISTED and row.get("loose") == "line":
        leaning = at.lean((block,))
        if leaning is None or leaning.kind != row.get("kind"):
            return None
    return Place(row.get("kind"), row.id)


def _content_place(at: Standing, block: Block) -> Place | None:
    row = content_row(at, block, in_list=False)
    if row is None:
        return None
    place = Place(row.get("kind"), row.id)
    at.told = at.told or place.kind == SectionKind.ROLE
    asked = at.section.kind in LISTED and at.section.kind != SectionKind.BENEFITS
    if at.section.kind in LISTED and (at.listed or (asked and place.kind in NOTICE_KINDS)):
        at.tail = place
    return place


def _lead_place(at: Standing, block: Block) -> Place | None:
    """A sentence that a list finishes (`… you will:`) takes the list with it, unless the posting has a heading for that kind."""
    value = at.value
    ending = value[block.body_end - 1]
    in_list = at.section.kind in LISTED
    if ending == "." and value[block.body_end - 2] not in SPACED_ENDS:
        return None
    if not (at.section.kind in PROSE or (in_list and ending == ":" and length(block) <= LONG_LINE)):
        return None
    stop = block.body_end
    while stop > block.body_start and value[stop - 1] in SPACED_ENDS:
        stop -= 1
    if block.body_end - stop < (3 if ending == "." else 1):
        return None
    row = at.headings.leads.first(at.folded, max(block.body_start, stop - LONG_LEAD), stop)
    if row is None or (row.get("kind") in at.headed and at.section.opens == "section"):
        return None
    if in_list and (row.get("kind") == at.section.kind or row.get("kind") not in LISTED):
        return None
    at.lead = row
    if length(block) > LONG_LEAD:
        return _prose_place(at, block)
    return Place(row.get("kind"), row.id)


def _prose_place(at: Standing, block: Block) -> Place:
    """Plain prose: it stays in its section, but for the free places of a posting, where cues of employer and job decide."""
    section = at.section
    if block.start and at.value[block.start - 1] != "\n" and section.opens in FREE and section.kind in PROSE:
        row = opening_row(at.askings, at.folded, block.body_start, block.body_end)
        if row is not None:
            return Place(row.get("kind"), row.id)
    if section.kind == SectionKind.COMPENSATION:
        return at.extras_place((block,), SURE) or _beyond_pay(at, block) or at.here
    if section.kind in FACTS and section.opens == "section" and length(block) > LONG_LINE and _tells_of_another(at, block):
        at.open(Section())
        return _free_place(at, block)
    if at.last.kind == SectionKind.COMPENSATION and _is_figure(at, block):
        return at.last
    if section.opens == "section" and not (section.kind in LISTED and at.listed):
        behind = at.listed and at.last.kind in LISTED
        return (_employer_place(at, block) if behind else None) or at.here
    if section.opens == "nothing" and (section.kind != SectionKind.OTHER or length(block) > LONG_LINE):
        return _free_place(at, block)
    leaning = at.lean((block,))
    if section.opens == "section":
        afar = (SectionKind.COMPANY, SectionKind.ROLE) if section.kind == SectionKind.BENEFITS else (SectionKind.COMPANY,)
        far = leaning is not None and leaning.kind in afar and leaning.score >= SURE + 1 >= leaning.second
        if far and leaning:
            return Place(leaning.kind, leaning.rule)
        return _employer_place(at, block) or at.here
    if section.kind == SectionKind.OTHER:
        return _below_frame(at, block, leaning)
    told = _told_by_signs(at, block) if section.kind == SectionKind.ROLE and _opens_with_name(at, block) else None
    if told is not None:
        return told
    return _last_prose(at) if leaning is None or not decides(leaning, SURE) else at.here


def _below_frame(at: Standing, block: Block, leaning: Leaning | None) -> Place:
    """Prose below a heading that says nothing (`Additional information`): its subject, or what it leans to, however little."""
    row = _named(at, block) if leaning is None or not decides(leaning, SURE) else None
    if row is not None and at.cues.of_kinds(at.folded, block.body_start, block.body_end, (row.get("kind"),))[0].score:
        return Place(row.get("kind"), row.id, at.section.heading)
    if leaning is None or leaning.score <= leaning.second:
        return _last_prose(at)
    return Place(leaning.kind, leaning.rule, at.section.heading)


def _employer_place(at: Standing, block: Block) -> Place | None:
    """Behind a list, a paragraph that opens with its subject, employer or job, and a verb, and speaks of nothing that a candidate has or does."""
    row = _named(at, block) if length(block) > LONG_LINE and at.section.kind != SectionKind.BENEFITS else None
    if row is None:
        return None
    kind = row.get("kind")
    if (kind == SectionKind.COMPANY and not block.gap) or (kind == SectionKind.ROLE and at.section.kind not in ASKED):
        return None
    others = (
        SectionKind.REQUIREMENTS,
        SectionKind.PREFERRED,
        *((SectionKind.ROLE, SectionKind.RESPONSIBILITIES) if block.gap and kind == SectionKind.COMPANY else ()),
    )
    own, *rest = at.cues.of_kinds(at.folded, block.body_start, block.body_end, (kind, *others))
    return Place(kind, row.id) if own.score > max(other.score for other in rest) else None


def _beyond_pay(at: Standing, block: Block) -> Place | None:
    """Prose behind a line of pay (`Rate: $40/h`) that speaks of employer or job and not of pay: the line was a section of its own."""
    heading = at.section.heading
    if heading is None or length(block) <= LONG_LINE:
        return None
    value = at.value[heading.body_end : block.body_start].partition("\n")[0].strip(" :*_")
    if not 0 < len(value) <= LONG_LINE:
        return None
    role, company, pay = at.cues.of_kinds(at.folded, block.body_start, block.body_end, (*FREE_KINDS, SectionKind.COMPENSATION))
    if pay.score or (max(role.score, company.score) < WEAK and _named(at, block) is None):
        return None
    at.open(Section())
    return _free_place(at, block)


def _tells_of_another(at: Standing, block: Block) -> bool:
    """Whether prose below a heading of papers or hours (`Location: Gary`) speaks of the employer, or of whom it seeks, and in no word of those."""
    heading = at.section.heading
    between = at.value[heading.body_end : block.body_start] if heading is not None else ""
    if "\n" in between and not between.strip(" \n:*_#-"):
        return False  # it stands right below the heading: it is what the heading stands over
    row = _named(at, block)
    own, role, company = at.cues.of_kinds(at.folded, block.body_start, block.body_end, (at.section.kind, *FREE_KINDS))
    return row is not None and own.score == 0 and (company.score >= WEAK or role.score >= SURE_OF_WANTED)


def _free_place(at: Standing, block: Block) -> Place:
    """Prose under no heading: the employer or the job, by their cues; a paragraph that opens with a name and a verb is about the name."""
    heading = at.section.heading
    if (
        at.listed
        and at.last.kind == SectionKind.RESPONSIBILITIES
        and length(block) <= 2 * LONG_LINE
        and _opens_with_duty(at, block)
    ):
        return at.last  # a line of the list that lost its mark
    row = _named(at, block)
    if row is not None and (row.get("sure") or _opening_role(at, block) < SURE):
        at.told = at.told or row.get("kind") == SectionKind.ROLE
        return Place(row.get("kind"), row.id, heading)
    role, company, wanted = at.cues.of_kinds(at.folded, block.body_start, block.body_end, (*FREE_KINDS, SectionKind.REQUIREMENTS))
    if wanted.score >= SURE_OF_WANTED and max(role.score, company.score) < WEAK:
        return Place(wanted.kind, wanted.rule, heading)
    if company.score > role.score or (company.score * 2 >= role.score and _opens_with_employer(at, block)):
        duties = at.cues.of_kinds(at.folded, block.body_start, block.body_end, (SectionKind.RESPONSIBILITIES,))[0]
        if duties.score < SURE or company.score >= SURE_OF_WANTED:
            return Place(company.kind, company.rule, heading)
        return _last_prose(at)  # it opens with what is done: the employer's words are but the things it is done to
    if role.score > 0:
        at.told = True
        return Place(role.kind, role.rule, heading)
    return _told_by_signs(at, block) or _last_prose(at)


def _told_by_signs(at: Standing, block: Block) -> Place | None:
    """A paragraph without a cue of job or employer, by the signs of an employer: how many they are, whose firm it is."""
    if length(block) <= LONG_LINE:
        return None
    role, company = at.signs.of_kinds(at.folded, block.body_start, block.body_end, FREE_KINDS)
    return Place(company.kind, company.rule, at.section.heading) if company.score >= SURE > role.score else None


def _opens_with_duty(at: Standing, block: Block) -> bool:
    """Whether a line opens with what is done, and hardly speaks of employer or job."""
    kinds = (SectionKind.RESPONSIBILITIES, *FREE_KINDS)
    duty, role, company = at.cues.of_kinds(at.folded, block.body_start, block.body_end, kinds)
    return duty.score >= SURE and duty.score > max(role.score, company.score)


def _opens_with_employer(at: Standing, block: Block) -> bool:
    """Whether the first sentence of a paragraph speaks of the employer and not of the job: a call to join at its end changes nothing."""
    opening = sentence_end(at.value, block.body_start, min(block.body_end, block.body_start + OPENING))
    role, company = at.cues.of_kinds(at.folded, block.body_start, opening, FREE_KINDS)
    return company.score >= WEAK and role.score == 0


def _is_figure(at: Standing, block: Block) -> bool:
    """Whether a short line is hardly more than an amount of money: below a statement about pay it is the pay."""
    return length(block) <= AT_ONCE and names_an_amount(at.folded, block.body_start, block.body_end)


def names_its_subject(at: Standing, block: Block) -> bool:
    """Whether a sentence under no heading says at once that it is about the job or the employer."""
    if _named(at, block) is not None:
        return True
    return _opening_role(at, block) > SURE


def _opening_role(at: Standing, block: Block) -> float:
    """How much the first words of a paragraph lean to the job."""
    opening = min(block.body_end, block.body_start + OPENING)
    return at.cues.of_kinds(at.folded, block.body_start, opening, (SectionKind.ROLE,))[0].score


def _named(at: Standing, block: Block) -> Row | None:
    """The row by which a paragraph opens with its subject, job or employer; behind `The` may stand the job's title, once the job was told of."""
    row = at.naming(block)
    if row is None:
        return _opens_with_name(at, block)
    employer = row.get("kind") == SectionKind.COMPANY
    return None if employer and at.told and at.folded.startswith("the ", block.body_start) else row


def _opens_with_name(at: Standing, block: Block) -> Row | None:
    """The row of the employer as subject where a paragraph opens with a name of the header and goes on in small letters."""
    start = block.body_start
    for article in ("", "the "):
        if article and not at.folded.startswith(article, start):
            continue
        for name in at.names:
            end = start + len(article) + len(name)
            if (
                at.folded.startswith(name, start + len(article))
                and at.value[end : end + 1] == " "
                and at.value[end + 1 : end + 2].islower()
            ):
                return next((row for row in at.namings if row.get("kind") == SectionKind.COMPANY), None)
    return None


def _last_prose(at: Standing) -> Place:
    """Where prose without a cue goes on: with the prose before it."""
    if at.section.opens == "nothing" and at.last.kind in PROSE:
        return Place(at.last.kind, at.last.rule, at.section.heading)
    return at.here
