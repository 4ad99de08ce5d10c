"""The types that the stages hand to each other and the record that comes out.

Inside the pipeline every span counts in the repaired text (`Text.value`); `assembly.py` turns spans into
places of the source once, at the end. Public types are frozen; their field names are the record's.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

if TYPE_CHECKING:
    import datetime

    from jobparse.matching import Hits
    from jobparse.rulebook import Rulebook
    from jobparse.text import Text

SCHEMA = "jobparse.posting/1"


class JobparseError(Exception):
    """What a caller can mend: a bad rules folder, a bad option, an input that is no text. The message is one line."""


class Span(NamedTuple):
    """Half-open `[start, end)`, in Unicode code points."""

    start: int
    end: int


class SectionKind(StrEnum):
    """The kinds of section that a kept text can belong to."""

    HEADER = "header"
    ROLE = "role"
    COMPANY = "company"
    RESPONSIBILITIES = "responsibilities"
    REQUIREMENTS = "requirements"
    PREFERRED = "preferred"
    COMPENSATION = "compensation"
    BENEFITS = "benefits"
    WORK_ARRANGEMENT = "work_arrangement"
    ELIGIBILITY = "eligibility"
    APPLICATION = "application"
    EQUAL_OPPORTUNITY = "equal_opportunity"
    LEGAL = "legal"
    OTHER = "other"


class RemovedKind(StrEnum):
    """The kinds of text that a page adds to a posting."""

    BANNER = "banner"
    CHROME = "chrome"
    AI_SUMMARY = "ai_summary"
    RELATED_JOBS = "related_jobs"
    PROMO = "promo"
    TRACKING = "tracking"
    DUPLICATE = "duplicate"


# ------------------------------------------------------------------ between the stages


TIMED_KINDS = ("base", "ote", "total")
"""Kinds of pay whose period is inferred and annualised; a bonus or stipend without a period may be paid once."""

DEGREES = ("associate", "bachelor", "master", "doctorate", "juris_doctor")
"""The degrees of graduation windows, in the order in which records name them."""

LIST_SHAPES = ("item", "number")
"""Shapes of blocks that are lines of a list."""


class Block(NamedTuple):
    """One line of the repaired text, or a part of one where a wall of text was taken apart. Blocks tile the text.

    `start` to `end` holds everything, the line break and blank lines behind it too; `body` is the words alone, without
    bullet, heading marks and trailing white space. `shape` says what the line looks like: text, item, number, heading,
    label (a `Key: value` line), row (a table row), rule (a drawn line), blank. `level` is the depth of a list item or heading.
    `gap` is the number of blank lines before it. `removed` and `rule` are the verdict of `boilerplate.py`.
    """

    start: int
    end: int
    body_start: int
    body_end: int
    shape: str
    level: int = 0
    gap: int = 0
    removed: str | None = None
    rule: str = ""


class Passage(NamedTuple):
    """A run of kept blocks of one section kind; `heading` is its heading block where it has one (also first of `blocks`)."""

    kind: str
    blocks: tuple[Block, ...]
    rule: str
    heading: Block | None = None

    @property
    def start(self) -> int:
        """Where its first block starts."""
        return self.blocks[0].start

    @property
    def end(self) -> int:
        """Where its last block ends."""
        return self.blocks[-1].end


class Document(NamedTuple):
    """What every fact extractor reads: the repaired text, what the rules' literals hit in it, and its judged structure."""

    text: Text
    hits: Hits
    rulebook: Rulebook
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...]
    site: str | None
    reference_date: datetime.date | None

    @property
    def value(self) -> str:
        """The repaired text."""
        return self.text.value


# ------------------------------------------------------------------ the record
#
# Frozen, without a __dict__, and made in a seventh of the time that a frozen dataclass takes: a posting has a hundred of them.
# None of them can hold itself, so the garbage collector need not look at them.


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """What decided one field of a fact: the field's name, the row and the place."""

    field: str
    rule: str
    span: Span


class Fact(msgspec.Struct, frozen=True, gc=False):
    """A value with its place and rule. `value` is null for a date that only a reference date could resolve; `text` is as worded."""

    value: str | None
    span: Span
    clean_span: Span | None = None
    rule: str = ""
    by: str = "employer"
    text: str | None = None


class Source(msgspec.Struct, frozen=True, gc=False):
    """What came in. `length` is in code points, `sha256` of the decoded text in UTF-8, `site` the board it came from, if recognised."""

    name: str | None
    format: str
    encoding: str | None
    length: int
    sha256: str
    site: str | None


class Section(msgspec.Struct, frozen=True, gc=False):
    """A kept part of the posting. `items` are its list items, if it holds a list."""

    kind: str
    heading: str | None
    text: str
    items: tuple[str, ...]
    span: Span
    clean_span: Span | None
    rule: str


class Removed(msgspec.Struct, frozen=True, gc=False):
    """A part of the source that is the page's, not the posting's."""

    kind: str
    span: Span
    rule: str


class Repair(msgspec.Struct, frozen=True, gc=False):
    """One edit of the source: `before` at `span` became `after`."""

    span: Span
    before: str
    after: str
    rule: str


class PayRange(msgspec.Struct, frozen=True, gc=False):
    """One range that the text states. Amounts in units of `currency` (ISO 4217) per `period`; see the output reference."""

    min: float | None
    mid: float | None
    max: float | None
    currency: str | None
    currency_basis: str | None
    period: str | None
    period_basis: str | None
    kind: str
    by: str
    zone: str | None
    scope: str | None
    year_min: float | None
    year_max: float | None
    span: Span
    clean_span: Span | None
    quote: str
    rule: str
    evidence: tuple[Evidence, ...] = ()


class Zone(msgspec.Struct, frozen=True, gc=False):
    """A named pay zone and the places that the text gives it, as worded. The first of `evidence` are those of the places, in their order."""

    name: str
    places: tuple[str, ...]
    rest: bool
    span: Span
    rule: str
    evidence: tuple[Evidence, ...] = ()


class Reason(msgspec.Struct, frozen=True, gc=False):
    """A clause of the posting that decided a question, where it stands in the source, and what it says."""

    text: str
    span: Span | None
    says: str


class PayAnswer(msgspec.Struct, frozen=True, gc=False):
    """Which pay applies in a place. `status` is covered, ambiguous (`pay` then holds the candidates) or not_covered."""

    status: str
    pay: tuple[PayRange, ...]
    reasons: tuple[Reason, ...]


class Eligibility(msgspec.Struct, frozen=True, gc=False):
    """Whether whoever graduates at some time may apply: `answer` is yes, no or unknown."""

    answer: str
    reasons: tuple[Reason, ...]


class GraduationWindow(msgspec.Struct, frozen=True, gc=False):
    """When a candidate must graduate: months (`YYYY-MM`), inclusive; null on a side that is open."""

    earliest: str | None
    latest: str | None
    terms: tuple[str, ...]
    degrees: tuple[str, ...]
    span: Span
    clean_span: Span | None
    quote: str
    rule: str
    evidence: tuple[Evidence, ...] = ()


class Years(msgspec.Struct, frozen=True, gc=False):
    """Years of experience; `max` is null where the text gives none."""

    min: float | None
    max: float | None


class Skill(msgspec.Struct, frozen=True, gc=False):
    """One hard skill of the posting, with all its places. `score` is 0 to 100; `level` is how well a human language must be known."""

    name: str
    id: str | None
    kind: str
    need: str
    match: str
    score: int
    mentions: tuple[Span, ...]
    rule: str
    years: Years | None = None
    level: str | None = None


class Education(msgspec.Struct, frozen=True, gc=False):
    """What must have been studied, a statement at a time.

    `degrees` are the levels that are named, any of which will do; `fields` as worded. `related`: another field like these will do;
    `equivalent`: so will experience.
    """

    degrees: tuple[str, ...]
    fields: tuple[str, ...]
    related: bool
    equivalent: bool
    need: str
    span: Span
    clean_span: Span | None
    quote: str
    rule: str


class Experience(msgspec.Struct, frozen=True, gc=False):
    """Years of experience that are asked for, a statement at a time; `skills` are those that it names, none where it means experience over all."""

    min: float | None
    max: float | None
    skills: tuple[str, ...]
    need: str
    span: Span
    clean_span: Span | None
    quote: str
    rule: str


class Finding(msgspec.Struct, frozen=True, gc=False):
    """Something a reader of the record must know: a conflict, or a token that no rule accepted or refused."""

    kind: str
    message: str
    span: Span


class StructuredFact(msgspec.Struct, frozen=True, gc=False):
    """One field as the data of a page or feed state it (JSON-LD, an applicant tracking system): `text` is as it stands there."""

    field: str
    value: str | None
    text: str
    span: Span
    rule: str
    by: str = "structured"


class Posting(msgspec.Struct, frozen=True, gc=False):
    """One parsed posting: the record of `docs/output.md`, field by field.

    `to_dict()` gives plain containers, `to_json()` the same as bytes: the same bytes for the same input, rules and options.
    """

    schema: str
    rules: str
    source: Source
    status: str
    title: Fact | None
    company: Fact | None
    locations: tuple[Fact, ...]
    work_mode: tuple[Fact, ...]
    employment_type: tuple[Fact, ...]
    seniority: Fact | None
    date_posted: Fact | None
    valid_through: Fact | None
    identifier: Fact | None
    sections: tuple[Section, ...]
    removed: tuple[Removed, ...]
    repairs: tuple[Repair, ...]
    clean_text: str
    fingerprint: str
    pay: tuple[PayRange, ...]
    zones: tuple[Zone, ...]
    graduation: tuple[GraduationWindow, ...]
    skills: tuple[Skill, ...]
    education: tuple[Education, ...]
    experience: tuple[Experience, ...]
    findings: tuple[Finding, ...]
    structured: tuple[StructuredFact, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The record as dicts, lists, strings, numbers and None."""
        record: dict[str, Any] = msgspec.to_builtins(self)
        return record

    def to_json(self) -> bytes:
        """The record as UTF-8 JSON on one line, without a line break at the end.

        Half of a surrogate pair has no UTF-8: a record that must quote one from its source is written in ASCII with escapes.
        """
        try:
            return msgspec.json.encode(self)
        except UnicodeEncodeError:
            return json.dumps(self.to_dict(), separators=(",", ":")).encode("ascii")

    def pay_for(self, place: str, *, rules: Rulebook | None = None) -> PayAnswer:
        """Which of the pay ranges apply in a place: a city, ZIP code, state, country or metropolitan area, "Remote, TX" too.

        `rules` are the shipped ones unless given; they hold the tables of places.
        """
        from jobparse.payfor import pay_for
        from jobparse.pipeline import shipped_rules

        return pay_for(self, place, rules or shipped_rules())

    def eligible(self, *, graduates: str | datetime.date, degree: str | None = None) -> Eligibility:
        """Whether whoever graduates then may apply: yes, no or unknown, with the clauses that decide.

        `graduates` is a month ("2027-05"), a year ("2027") or a date; `degree` associate, bachelor, master, doctorate or juris_doctor.
        """
        from jobparse.eligibility import eligible

        return eligible(self, graduates, degree)
