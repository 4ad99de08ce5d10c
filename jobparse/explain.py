"""Journey → the reasons: block by block and fact by fact, which row decided, with places.

In: a journey. Out: lines of plain text. Places count in the source, as in the record.
"""

from __future__ import annotations

from collections.abc import Iterator

from jobparse.facts.graduation import date_ledger
from jobparse.model import Block, Evidence, Span
from jobparse.output.wording import education_words, experience_words, fact_words, pay_words, window_words
from jobparse.pipeline import Journey
from jobparse.readings import Verdict

WIDTH = 72
FACT_FIELDS = ("title", "company", "seniority", "date_posted", "valid_through", "identifier")
LIST_FIELDS = ("locations", "work_mode", "employment_type")


def explained(journey: Journey) -> Iterator[str]:
    """What every block became and why, then every fact with its rule and evidence, then the findings."""
    posting = journey.posting
    yield f"source {posting.source.name or '-'}: {posting.source.length} code points, {posting.source.encoding or 'str'}, site {posting.source.site or 'unknown'}"
    yield f"rules {posting.rules}"
    yield from _repairs(journey)
    yield ""
    yield "BLOCKS"
    yield from _blocks(journey)
    yield ""
    yield "FACTS"
    yield from _facts(journey)
    if posting.findings:
        yield ""
        yield "FINDINGS"
        for finding in posting.findings:
            yield f"  {_place(finding.span)} {finding.kind}: {finding.message}"


def ledger(journey: Journey) -> Iterator[str]:
    """Every token that looks like money, a date or a zone, and what became of it."""
    readings, text = journey.readings, journey.document.text
    verdicts: list[Verdict] = sorted(
        (
            *readings.pay.ledger,
            *date_ledger(journey.document, readings.graduation, _header_dates(journey)),
            *readings.zones.ledger,
        ),
        key=lambda v: (v.span, v.topic),
    )
    for verdict in verdicts:
        span = Span(*text.source_span(*verdict.span))
        yield f"{_place(span)} {verdict.topic:<6} {verdict.fate:<12} {verdict.rule or '-':<32} {_brief(text.source[span.start : span.end])}"


def _header_dates(journey: Journey) -> tuple[Verdict, ...]:
    """The dates that the header's fields took."""
    header = journey.readings.header
    return tuple(Verdict("date", fact.span, "used", fact.rule) for fact in (header.date_posted, header.valid_through) if fact)


def _repairs(journey: Journey) -> Iterator[str]:
    repairs = journey.posting.repairs
    if repairs:
        yield ""
        yield "REPAIRS"
    for repair in repairs:
        yield f"  {_place(repair.span)} {repair.rule:<28} {_brief(repair.before)!r} -> {_brief(repair.after)!r}"


def _blocks(journey: Journey) -> Iterator[str]:
    document = journey.document
    kinds: dict[int, tuple[str, str]] = {b.start: (p.kind, p.rule) for p in document.passages for b in p.blocks}
    for block in document.blocks:
        if block.body_start == block.body_end:
            continue
        what, rule = ("-" + block.removed, block.rule) if block.removed else kinds.get(block.start, ("?", ""))
        yield f"  {_place(_source(journey, block))} {what:<18} {rule:<32} {block.shape:<8} {_brief(document.value[block.body_start : block.body_end])}"


def _facts(journey: Journey) -> Iterator[str]:
    posting = journey.posting
    yield f"  status: {posting.status}"
    for field in FACT_FIELDS:
        if fact := getattr(posting, field):
            yield f"  {field}: {fact_words(fact)!r} {_place(fact.span)} by {fact.rule}"
    for field in LIST_FIELDS:
        for fact in getattr(posting, field):
            yield f"  {field}: {fact_words(fact)!r} {_place(fact.span)} by {fact.rule}"
    for pay in posting.pay:
        yield f"  pay: {pay_words(pay)} {_place(pay.span)} by {pay.rule}"
        yield from _evidence(pay.evidence)
    for zone in posting.zones:
        yield f"  zone: {zone.name}: {'; '.join(zone.places)}{' (rest)' if zone.rest else ''} {_place(zone.span)} by {zone.rule}"
    for window in posting.graduation:
        yield f"  graduation: {window_words(window)} {_place(window.span)} by {window.rule}"
        yield from _evidence(window.evidence)
    for skill in posting.skills:
        places = " ".join(_place(m) for m in skill.mentions)
        yield f"  skill: {skill.name} ({skill.need}, {skill.match} {skill.score}) {places} by {skill.rule}"
    for education in posting.education:
        yield f"  education: {education_words(education)} {_place(education.span)} by {education.rule}"
    for experience in posting.experience:
        yield f"  experience: {experience_words(experience)} {_place(experience.span)} by {experience.rule}"


def _evidence(evidence: tuple[Evidence, ...]) -> Iterator[str]:
    for part in evidence:
        yield f"      {part.field}: {_place(part.span)} by {part.rule}"


def _source(journey: Journey, block: Block) -> Span:
    return Span(*journey.document.text.source_span(block.body_start, block.body_end))


def _place(span: Span) -> str:
    return f"[{span[0]}–{span[1]}]"


def _brief(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= WIDTH else words[: WIDTH - 1] + "…"
