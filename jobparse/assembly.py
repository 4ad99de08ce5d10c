"""document and readings → Posting: spans become places of the source and of the clean text, once.

In: everything the stages found, in spans of the repaired text. Out: the frozen record. It decides nothing.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from jobparse.fingerprint import folded_fingerprint
from jobparse.layout import CleanText, Laid
from jobparse.model import (
    SCHEMA,
    Document,
    Evidence,
    Fact,
    Finding,
    Passage,
    Posting,
    Removed,
    RemovedKind,
    Repair,
    Section,
    SectionKind,
    Skill,
    Source,
    Span,
    Zone,
)
from jobparse.readings import GraduationReading, HeaderFacts, PayReading, SkillReading, ZoneReading

if TYPE_CHECKING:
    from jobparse.decode import Decoded

HEADING_FAMILIES = ("sections/heading", "sections/wording")
NOTHING_LEFT = "page-nothing-left"
"""The rule named where a source holds nothing but characters that repair takes away."""


class Readings(NamedTuple):
    """What the fact extractors found."""

    header: HeaderFacts
    zones: ZoneReading
    pay: PayReading
    graduation: GraduationReading
    skills: SkillReading


def assemble(decoded: Decoded, name: str | None, document: Document, clean: CleanText, readings: Readings) -> Posting:
    """The record of one posting."""
    place = _Places(document, clean)
    header = readings.header
    source = document.text.source
    findings = (
        *header.findings,
        *readings.zones.findings,
        *readings.pay.findings,
        *readings.graduation.findings,
        *readings.skills.findings,
    )
    return Posting(
        schema=SCHEMA,
        rules=document.rulebook.digest,
        source=_source(decoded, name, document.site),
        status=header.status,
        title=place.fact(header.title),
        company=place.fact(header.company),
        locations=place.facts(header.locations),
        work_mode=place.facts(header.work_mode),
        employment_type=place.facts(header.employment_type),
        seniority=place.fact(header.seniority),
        date_posted=place.fact(header.date_posted),
        valid_through=place.fact(header.valid_through),
        identifier=place.fact(header.identifier),
        sections=tuple([place.section(passage, laid) for passage, laid in zip(document.passages, clean.laid, strict=True)]),
        removed=place.removed(),
        repairs=tuple(
            [Repair(Span(start, end), source[start:end], after, rule) for start, end, after, rule in document.text.edits]
        ),
        clean_text=clean.value,
        fingerprint=folded_fingerprint(_worded(document)),
        pay=tuple(place.located(p) for p in readings.pay.pay),
        zones=tuple(place.zone(z) for z in readings.zones.zones),
        graduation=tuple(place.located(w) for w in readings.graduation.windows),
        skills=tuple([placed_skill(s, document) for s in readings.skills.skills]) if place.edited else readings.skills.skills,
        education=tuple(place.quoted(e) for e in readings.skills.education),
        experience=tuple(place.quoted(e) for e in readings.skills.experience),
        findings=tuple(sorted(map(place.finding, findings), key=lambda f: (f.span, f.kind, f.message))) if findings else (),
    )


def _source(decoded: Decoded, name: str | None, site: str | None) -> Source:
    digest = hashlib.sha256(decoded.text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(name, decoded.format, decoded.encoding, len(decoded.text), digest, site)


def _worded(document: Document) -> str:
    """The folded body without the headings that rows know: sites put headings of their own over it ("Job Description").

    Other headings are the employer's words, and a line that a page marks as one may be a line like any other in its copied text.
    """
    folded, rows = document.hits.folded, document.rulebook.by_id
    words: list[str] = []
    for kind, blocks, rule, heading in document.passages:
        if kind != SectionKind.HEADER:
            row = rows.get(rule) if heading else None
            known = row is not None and row.family in HEADING_FAMILIES
            words += [folded[block[2] : block[3]] for block in (blocks[1:] if known else blocks)]
    return " ".join(words)


def placed_skill(skill: Skill, document: Document) -> Skill:
    """A skill with its places in the source; spelled out, because `replace` takes three times as long and a posting has dozens."""
    text = document.text
    if not text.edits:
        return skill
    mentions = tuple([Span(*text.source_span(*mention)) for mention in skill.mentions])
    return Skill(
        skill.name, skill.id, skill.kind, skill.need, skill.match, skill.score, mentions, skill.rule, skill.years, skill.level
    )


class _Places:
    """Turns spans of the repaired text into places of the source and of the clean text."""

    def __init__(self, document: Document, clean: CleanText) -> None:
        self.document = document
        self.edited = bool(document.text.edits)
        self.clean = clean

    def source(self, span: Span) -> Span:
        return Span(*self.document.text.source_span(*span)) if self.edited else span

    def cut(self, start: int, end: int) -> Span:
        """Like `source`, but what was deleted at an edge goes to the piece before it: pieces cut so tile the source."""
        if not self.edited:
            return Span(start, end)
        text = self.document.text
        first = 0 if start == 0 else text.source_start(start)
        return Span(first, len(text.source) if end == len(text.value) else text.source_start(end))

    def fact(self, fact: Fact | None) -> Fact | None:
        if fact is None:
            return None
        return Fact(fact.value, self.source(fact.span), self.clean.span(*fact.span), fact.rule, fact.by, fact.text)

    def facts(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        return tuple([placed for fact in facts if (placed := self.fact(fact))]) if facts else ()

    def located(self, fact: Any) -> Any:
        """A pay range or graduation window, with its quote and its evidence."""
        span = self.source(fact.span)
        return replace(
            fact,
            span=span,
            clean_span=self.clean.span(*fact.span),
            quote=self.document.text.source[span.start : span.end],
            evidence=tuple(Evidence(e.field, e.rule, self.source(e.span)) for e in fact.evidence),
        )

    def quoted(self, fact: Any) -> Any:
        """A statement about education or experience, with its quote."""
        span = self.source(fact.span)
        quote = self.document.text.source[span.start : span.end]
        return replace(fact, span=span, clean_span=self.clean.span(*fact.span), quote=quote)

    def zone(self, zone: Zone) -> Zone:
        evidence = tuple(Evidence(e.field, e.rule, self.source(e.span)) for e in zone.evidence)
        return replace(zone, span=self.source(zone.span), evidence=evidence)

    def finding(self, finding: Finding) -> Finding:
        return Finding(finding.kind, finding.message, self.source(finding.span))

    def removed(self) -> tuple[Removed, ...]:
        """Removed blocks; neighbours of one kind and rule are one piece."""
        if not self.document.blocks and self.document.text.source:  # repair left no character: there is nothing to keep
            return (Removed(RemovedKind.CHROME, Span(0, len(self.document.text.source)), NOTHING_LEFT),)
        runs: list[tuple[str, str, int, int]] = []
        for block in self.document.blocks:
            if block.removed is None:
                continue
            if runs and runs[-1][3] == block.start and runs[-1][:2] == (block.removed, block.rule):
                runs[-1] = (*runs[-1][:3], block.end)
            else:
                runs.append((block.removed, block.rule, block.start, block.end))
        return tuple(Removed(kind, self.cut(start, end), rule) for kind, rule, start, end in runs)

    def section(self, passage: Passage, laid: Laid) -> Section:
        value = self.document.value
        heading = passage.heading
        span = laid.span
        return Section(
            passage.kind,
            value[heading.body_start : heading.body_end] if heading else None,
            self.clean.value[span.start : span.end] if span else _lines(value, passage),
            laid.items,
            self.cut(passage.blocks[0].start, passage.blocks[-1].end),
            span,
            passage.rule,
        )


def _lines(value: str, passage: Passage) -> str:
    return "\n".join(value[b.body_start : b.body_end] for b in passage.blocks if b.body_end > b.body_start)
