"""HeaderSource → places, work mode, employment type, level, dates and requisition number.

In: what `header_source.py` gives. Out: the fields that the header states, each with its span and the row that read it; what the
posting does not state stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypedDict

import regex

from jobparse.facts.header_dates import iso_date
from jobparse.headerlines import is_place
from jobparse.matching import compiled
from jobparse.model import Fact, SectionKind, Span

if TYPE_CHECKING:
    from jobparse.facts.header_source import HeaderSource, Line
    from jobparse.rulebook import Row

DATES, PANELS = "header/date", "header/panel"

PLACE_GAP_RE = regex.compile(r"\s*+(?:;|\||·|•|\s/\s)\s*+|,?\s(?:or|and|&)\s(?=\p{Lu})")
COUNT_RE = regex.compile(r"\+?\s?\d++\s(?:more|locations?|other.*+)", regex.IGNORECASE)
MODE_RE = regex.compile(r"\s*+\((?:remote|hybrid|on-?site)[^()]*+\)$|^(?:remote|hybrid|on-?site)[\s:,–—-]++(?=\p{Lu})", regex.IGNORECASE)
LONGEST_PLACE = 80
OTHER_TYPE = "OTHER"
DATED_KINDS = (SectionKind.APPLICATION, SectionKind.LEGAL, SectionKind.ROLE)
DATED_READ = 3000


class Fields(TypedDict):
    """The fields of `HeaderFacts` that this module reads."""

    locations: tuple[Fact, ...]
    work_mode: tuple[Fact, ...]
    employment_type: tuple[Fact, ...]
    seniority: Fact | None
    date_posted: Fact | None
    valid_through: Fact | None
    identifier: Fact | None


def read_fields(source: HeaderSource) -> Fields:
    """The fields that the header states."""
    locations = _distinct(_locations(source))
    panel = list(_panel(source))
    kinds = list(_kinds(source))
    types = _distinct([fact for field, fact in (*kinds, *panel) if field == "employment_type"])
    order = _order(source, locations)
    return Fields(
        locations=locations,
        work_mode=_distinct([fact for field, fact in kinds if field == "work_mode"]),
        employment_type=tuple(fact for fact in types if fact.value != OTHER_TYPE) or types,
        seniority=next((fact for field, fact in (*_worded(source, "seniority"), *panel) if field == "seniority"), None),
        date_posted=_date(source, "posted", order),
        valid_through=_date(source, "deadline", order),
        identifier=next((fact for _, fact in _worded(source, "identifier")), None),
    )


def _distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts in their order, each value once."""
    seen: dict[str, Fact] = {}
    for fact in facts:
        seen.setdefault((fact.value or "").casefold(), fact)
    return tuple(seen.values())


# ------------------------------------------------------------------ places


def _locations(source: HeaderSource) -> Iterator[Fact]:
    for row, start, end in _place_spans(source):
        at = start
        for gap in (*PLACE_GAP_RE.finditer(source.value, start, end), None):
            stop = gap.start() if gap else end
            fact = _place(source, row, at, stop)
            if fact:
                yield fact
            at = gap.end() if gap else end


def _place_spans(source: HeaderSource) -> Iterator[tuple[Row, int, int]]:
    """Where the header states places: in labelled values, in lines of places, in fields of lines that hold several."""
    yield from source.labelled("location")
    for line in source.lines:
        form = line.row.get("form")
        if form == "place":
            yield line.row, line.start, line.end
        elif form == "mixed":
            for start, end in source.reader.fields(line.start, line.end):
                if is_place(source.value[start:end], source.words) and not source.reader.is_kind(start, end):
                    yield line.row, start, end
        elif line.row.get("field") == "location" and line.row.family == "header/line":
            found = source.reader.typed_match(line.start, line.end)
            if found:
                yield found


def _place(source: HeaderSource, row: Row, start: int, end: int) -> Fact | None:
    """One place, as worded, without the mode that stands with it."""
    start, end = source.trimmed(start, end)
    words = source.value[start:end]
    mode = MODE_RE.search(words)
    if mode:
        start, end = (start, start + mode.start()) if mode.start() else (start + mode.end(), end)
        words = source.value[start:end]
    if not 1 < len(words) <= LONGEST_PLACE or COUNT_RE.fullmatch(words) or source.reader.is_kind(start, end):
        return None
    return source.fact(row.id, start, end)


def _order(source: HeaderSource, locations: Iterable[Fact]) -> str | None:
    """In which order the posting's country writes a date in numbers, if its places tell."""
    orders = {_order_of(source, fact.value or "") for fact in locations} - {None}
    return orders.pop() if len(orders) == 1 else None


def _order_of(source: HeaderSource, place: str) -> str | None:
    last = regex.split(r"[,(]\s*+", place.strip(" )"))[-1].strip()
    state = last.split(" ")[0]
    if last.lower() in ("united states", "usa", "us", "u.s.") or state in source.words.us_codes:
        return "MDY"
    return "DMY" if last.lower() in source.words.countries and last.lower() != "canada" else None


# ------------------------------------------------------------------ kinds of work


def _kinds(source: HeaderSource) -> Iterator[tuple[str, Fact]]:
    """Modes and types of employment that the lines of the header name."""
    for line in source.lines:
        if line.row.get("form") in ("title", "name"):
            continue
        for row, start, end in source.reader.kinds(line.start, line.end):
            words = source.value[start:end]
            yield row.get("field"), Fact(row.get("value"), Span(start, end), rule=row.id, text=words)


def _panel(source: HeaderSource) -> Iterator[tuple[str, Fact]]:
    """What the page's own panel of criteria says: its values are the aggregator's."""
    start = source.panel_start
    if start is None:
        return
    for row in source.rulebook.rows(PANELS):
        found = compiled(row.pattern).search(source.folded, start, start + DATED_READ)
        if not found:
            continue
        at, end = found.span("value")
        field = row.get("field")
        kinds = source.reader.kinds(at, end) if field == "employment_type" else []
        value = kinds[0][0].get("value") if kinds else source.value[at:end]
        yield field, Fact(value, Span(at, end), rule=row.id, by="aggregator", text=source.value[at:end])


def _worded(source: HeaderSource, field: str) -> Iterator[tuple[str, Fact]]:
    """The values of a field as the header words them: labelled, on a line of its own, or in a line of several fields."""
    for row, start, end in source.labelled(field):
        yield field, source.fact(row.id, *source.trimmed(start, end))
    for line in source.lines:
        for row, start, end in _typed(source, line):
            if row.get("field") == field:
                yield field, source.fact(row.id, start, end)


def _typed(source: HeaderSource, line: Line) -> Iterator[tuple[Row, int, int]]:
    mixed = line.row.get("form") == "mixed"
    for start, end in source.reader.fields(line.start, line.end) if mixed else [(line.start, line.end)]:
        found = source.reader.typed_match(start, end)
        if found:
            yield found


# ------------------------------------------------------------------ dates


def _date(source: HeaderSource, field: str, order: str | None) -> Fact | None:
    """A date that the header states, else one that a phrase of the posting does. Without a day that can be known its value is null."""
    for _, fact in _worded(source, field):
        return _dated(source, fact.rule, fact.span.start, fact.span.end, order)
    for start, end in _dated_spans(source, field):
        for row in source.rulebook.rows(DATES):
            found = compiled(row.pattern).search(source.folded, start, end) if row.get("field") == field else None
            if found:
                return _dated(source, row.id, *found.span("date"), order)
    return None


def _dated_spans(source: HeaderSource, field: str) -> Iterator[tuple[int, int]]:
    """Where phrases with dates are looked for: in the header, and for the deadline where the posting speaks of applying."""
    yield from ((line.start, line.end) for line in source.lines)
    if field == "deadline":
        for passage in source.document.passages:
            if passage.kind in DATED_KINDS:
                yield passage.start, min(passage.end, passage.start + DATED_READ)


def _dated(source: HeaderSource, rule: str, start: int, end: int, order: str | None) -> Fact:
    words = source.value[start:end]
    return Fact(iso_date(words, order, source.document.reference_date), Span(start, end), rule=rule, text=words)
