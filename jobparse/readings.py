"""What the fact extractors hand to `assembly.py`: a reading each, in places of the repaired text.

The facts inside are those of the record (`model.py`); with them goes what became of every token that looked like one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jobparse.model import (
        Education,
        Experience,
        Fact,
        Finding,
        GraduationWindow,
        PayRange,
        Skill,
        Span,
        Zone,
    )


class Verdict(NamedTuple):
    """One line of the ledger: what became of a token that looks like a fact (`money`, `date` or `zone`).

    `fate` is `used` (part of a fact), `refused` (by the row `rule`) or `unclassified` (then it is in `findings` too).
    """

    topic: str
    span: Span
    fate: str
    rule: str


class HeaderFacts(NamedTuple):
    """What `facts/header.py` reads: status and the fields at the top of a posting; `refused` are agencies, with the row that says so."""

    status: str = "open"
    title: Fact | None = None
    company: Fact | None = None
    locations: tuple[Fact, ...] = ()
    work_mode: tuple[Fact, ...] = ()
    employment_type: tuple[Fact, ...] = ()
    seniority: Fact | None = None
    date_posted: Fact | None = None
    valid_through: Fact | None = None
    identifier: Fact | None = None
    findings: tuple[Finding, ...] = ()
    refused: tuple[Fact, ...] = ()


class PayReading(NamedTuple):
    """What `facts/pay.py` reads: the ranges, the fate of every money token, and what a reader must know."""

    pay: tuple[PayRange, ...] = ()
    ledger: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()


class ZoneMention(NamedTuple):
    """A place where the text writes zones of the record: `Zones 1 and 2` has two names."""

    span: Span
    names: tuple[str, ...]


class ZoneReading(NamedTuple):
    """What `facts/zones.py` reads. `mentions` are all places where the zones are named, in order, under their names in the record."""

    zones: tuple[Zone, ...] = ()
    ledger: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    mentions: tuple[ZoneMention, ...] = ()


class GraduationReading(NamedTuple):
    """What `facts/graduation.py` reads."""

    windows: tuple[GraduationWindow, ...] = ()
    ledger: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()


class SkillReading(NamedTuple):
    """What `facts/skills.py` reads. `rules` are the rows that decided (context, need, negation), for `check` and `explain`."""

    skills: tuple[Skill, ...] = ()
    findings: tuple[Finding, ...] = ()
    rules: tuple[str, ...] = ()
    education: tuple[Education, ...] = ()
    experience: tuple[Experience, ...] = ()
