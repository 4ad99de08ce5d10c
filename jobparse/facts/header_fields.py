"""HeaderSource → places, work mode, employment type, level, dates and requisition number.

In: what `header_source.py` gives. Out: the fields that the header states, each with its span and the row that read it; what the
posting does not state stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from jobparse.dialect import quick
from jobparse.facts.days import named_day
from jobparse.facts.header_dates import iso_date
from jobparse.facts.header_sentences import at_literals
from jobparse.facts.terms import units_of
from jobparse.headershapes import is_place
from jobparse.headerwords import LABELS, is_town, plain
from jobparse.model import Fact, SectionKind, Span
from jobparse.readings import HeaderFacts

if TYPE_CHECKING:
    from jobparse.facts.header_source import HeaderSource, Line
    from jobparse.headerwords import Words
    from jobparse.rulebook import Row

DATES, PANELS = "header/date", "header/panel"

COMMA_RE = re.compile(r",\s|/")
BRACKET_RE = re.compile(r"\s*+\(([^()]*+)\)$")
DIGIT_RE = re.compile(r"\d")
DASH_RE = re.compile(r"\s[-–—]\s")
LONGEST_PLACE = 80
OTHER_TYPE = "OTHER"
DATED_KINDS = (SectionKind.APPLICATION, SectionKind.LEGAL, SectionKind.ROLE)
DATED_READ = 3000


def read_fields(source: HeaderSource, company: Fact | None) -> HeaderFacts:
    """The fields that the header states; title, company and status are left to others."""
    if not source.lines and source.page.panel_start is None:
        return HeaderFacts(valid_through=_date(source, "deadline", None))
    locations = _distinct(_locations(source, company))
    panel = list(_panel(source))
    kinds = list(_kinds(source))
    types = _distinct([fact for field, fact in (*kinds, *panel) if field == "employment_type"])
    order = _order(source, locations)
    return HeaderFacts(
        locations=locations,
        work_mode=_distinct([fact for field, fact in kinds if field == "work_mode"]),
        employment_type=tuple(fact for fact in types if fact.value != OTHER_TYPE) or types,
        seniority=next((fact for field, fact in (*_worded(source, "seniority"), *panel) if field == "seniority"), None),
        date_posted=_date(source, "posted", order),
        valid_through=_date(source, "deadline", order),
        identifier=next((fact for _, fact in _worded(source, "identifier") if DIGIT_RE.search(fact.value or "")), None),
    )


def _distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts in their order, each value once."""
    seen: dict[str, Fact] = {}
    for fact in facts:
        seen.setdefault((fact.value or "").casefold(), fact)
    return tuple(seen.values())


# ------------------------------------------------------------------ places


def _locations(source: HeaderSource, company: Fact | None) -> Iterator[Fact]:
    for row, start, end in _place_spans(source, company):
        for piece in _parted(source, start, end):
            fact = _place(source, row, *piece, company)
            if fact:
                yield fact


def _is_town(source: HeaderSource, line: Line, company: Fact | None) -> bool:
    """Whether a line that nothing else is names a town of the tables, or several: `Neuss`, `São Paulo, SP`."""
    if company and line.start <= company.span.start < line.end:
        return False
    return is_town(source.value[line.start : line.end], source.rulebook)


def _place_spans(source: HeaderSource, company: Fact | None) -> Iterator[tuple[Row, int, int]]:
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
        elif form == "name":
            if _is_town(source, line, company):
                yield line.row, line.start, line.end
        elif line.row.get("field") == "work_mode" and line.row.family == "header/line":
            start, end = _behind_mode(source, line.start, line.end)
            if start > line.start and _are_places(
                [source.value[first:last].strip() for first, last in _parted(source, start, end)], source.words
            ):
                yield line.row, start, end
        elif line.row.get("field") == "location" and line.row.family == "header/line":
            found = source.reader.typed_match(line.start, line.end)
            if found:
                yield found


def _parted(source: HeaderSource, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places of a list: between bars; between "and" and "or" where places stand on both sides; between commas where all are cities."""
    for piece in _split(source.words.forms.place_gap, source, *_behind_mode(source, start, end)):
        for part in _split(source.words.forms.place_and, source, *_behind_mode(source, *piece), only=_are_places):
            yield from _split(COMMA_RE, source, *part, only=_stand_alone)


def _behind_mode(source: HeaderSource, start: int, end: int) -> tuple[int, int]:
    """A place without the mode before it, and without the bracket that the mode opens: `Remote (Canada)`, `Hybrid in Gary`."""
    mode = source.words.forms.mode_before_place.match(source.folded, start, end)
    if not mode or mode.end() >= end:
        return start, end
    bracket = source.value[mode.start() : mode.end()].rstrip().endswith("(") and source.value[end - 1] == ")"
    return mode.end(), end - bracket


def _split(
    gap_re: Any,
    source: HeaderSource,
    start: int,
    end: int,
    *,
    only: Callable[[list[str], Words], bool] | None = None,
) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = start
    for gap in (*gap_re.finditer(source.value, start, end), None):
        stop = gap.start() if gap else end
        if gap and source.value.count("(", at, stop) > source.value.count(")", at, stop):
            continue
        spans.append((at, stop))
        at = gap.end() if gap else end
    parts = [source.value[first:last].strip() for first, last in spans]
    return spans if only is None or len(spans) == 1 or only(parts, source.words) else [(start, end)]


def _are_places(parts: list[str], words: Words) -> bool:
    return all(is_place(part[:1].upper() + part[1:], words) for part in parts)


def _stand_alone(parts: list[str], words: Words) -> bool:
    """Whether all parts are cities, or all countries and states: "Pune, Hyderabad", but not "Toronto, Ontario"."""
    names = [plain(part.strip("()").lower()) for part in parts]
    if len(set(names)) < len(names):
        return False
    several = len(names) > 2 and all(name in words.regions for name in names)
    return several or all(name in words.cities for name in names) or all(name in words.countries for name in names)


def _place(source: HeaderSource, row: Row, start: int, end: int, company: Fact | None) -> Fact | None:
    """One place, as worded, without the mode, the kind of work and the employer's name that stand with it."""
    start, end = source.trimmed(start, end)
    if mode := source.words.forms.mode_before_place.match(source.folded, start, end):
        start = mode.end()
    if company and company.value and (named := source.value[start:end].find(company.value)) >= 0:
        behind = start + named + len(company.value)
        while behind < end and source.value[behind] in " ,-–—|·":
            behind += 1
        start = behind if is_place(source.value[behind:end], source.words) or "," in source.value[start:behind] else start
    elif (dash := DASH_RE.search(source.value, start, end)) and is_place(source.value[dash.end() : end], source.words):
        start = start if is_place(source.value[start : dash.start()], source.words) else dash.end()
    start, end = source.trimmed(start, _without_kinds(source, start, end))
    if source.value[start:end].count("(") != source.value[start:end].count(")"):
        start, end = start + (source.value[start] == "("), end - (source.value[end - 1] == ")")
    words = source.value[start:end]
    if words.find(")") < words.find("(") and ")" in words:
        return None
    if not 1 < len(words) <= LONGEST_PLACE or source.words.forms.count.fullmatch(words) or source.reader.is_kind(start, end):
        return None
    return source.fact(row.id, start, end)


def _without_kinds(source: HeaderSource, start: int, end: int) -> int:
    """The end of a place before the modes and kinds of work behind it: "Singapore (SG) Hybrid permanent", "Norwich (hybrid)"."""
    while bracket := BRACKET_RE.search(source.value, start, end):
        if not source.reader.kinds(bracket.start(1), bracket.end(1)) or bracket.start() == start:
            break
        end = bracket.start()
    while (space := source.value.rfind(" ", start, end)) > start and source.key(space + 1, end) in source.words.kinds:
        end = len(source.value[:space].rstrip(" ,/|-"))
    return end


def _order(source: HeaderSource, locations: Iterable[Fact]) -> str | None:
    """In which order the posting's country writes a date in numbers, if its places tell."""
    orders = {_order_of(source, fact.value or "") for fact in locations} - {None}
    return orders.pop() if len(orders) == 1 else None


def _order_of(source: HeaderSource, place: str) -> str | None:
    last = place.strip(" )").replace("(", ",").rpartition(",")[2].strip()
    state = last.split(" ")[0]
    forms = source.words.forms
    if last.lower() in forms.month_first or state in source.words.us_codes:
        return "MDY"
    return "DMY" if last.lower() in source.words.countries and last.lower() not in forms.either_first else None


# ------------------------------------------------------------------ kinds of work


def _kinds(source: HeaderSource) -> Iterator[tuple[str, Fact]]:
    """Modes and types of employment that the lines of the header name."""
    for line in source.lines:
        if line.row.get("form") in ("title", "name"):
            continue
        if line.row.family == LABELS and source.reader.bare_label(line.start, line.end) is line.row:
            continue
        fields = source.reader.fields(line.start, line.end) if line.row.get("form") == "mixed" else [(line.start, line.end)]
        kinds = [kind for start, end in fields for kind in source.reader.kinds(start, end)]
        found = (*kinds, *_leading_modes(source, line), *_closing_kinds(source, line))
        for row, start, end in found:
            words = source.value[start:end]
            yield row.get("field"), Fact(row.get("value"), Span(start, end), rule=row.id, text=words)


def _leading_modes(source: HeaderSource, line: Line) -> Iterator[tuple[Row, int, int]]:
    """The modes with which places of a line begin: `Hybrid in Gary, IN`, `Remote - US`."""
    for start, end in source.reader.fields(line.start, line.end):
        if mode := source.words.forms.leading_mode.match(source.folded, start, end):
            row = source.words.kinds.get(source.key(*mode.span("mode")))
            if row is not None:
                yield row, *mode.span("mode")


def _closing_kinds(source: HeaderSource, line: Line) -> Iterator[tuple[Row, int, int]]:
    """The kinds that close a line of places or of several fields without a mark before them: "Singapore (SG) Hybrid permanent"."""
    start, end = line.start, line.end
    while line.row.get("form") in ("place", "mixed") and (space := source.value.rfind(" ", start, end)) > start:
        row = source.words.kinds.get(source.key(space + 1, end))
        if row is None:
            return
        yield row, space + 1, end
        end = space


def _panel(source: HeaderSource) -> Iterator[tuple[str, Fact]]:
    """What the page's own panel of criteria says: its values are the aggregator's."""
    start = source.page.panel_start
    if start is None:
        return
    for row in source.rulebook.rows(PANELS):
        found = quick(row.pattern).search(source.folded, start, start + DATED_READ)
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
    for row, start, end in source.typed:
        if row.get("field") == field:
            yield field, source.fact(row.id, start, end)


# ------------------------------------------------------------------ dates


def _date(source: HeaderSource, field: str, order: str | None) -> Fact | None:
    """A date that the header states, else one that a phrase of the posting does. Without a day that can be known its value is null."""
    for _, fact in _worded(source, field):
        return _dated(source, fact.rule, *_one_day(source, field, fact.span), order)
    if source.hits.places(DATES):
        for match in at_literals(source.hits, DATES, _dated_spans(source, field)):
            if match.row.get("field") == field and (date := match.span("date")):
                return _dated(source, match.row.id, *source.trimmed(*date), order)
    return None


def _one_day(source: HeaderSource, field: str, span: Span) -> tuple[int, int]:
    """Of a range of days the first, on which a posting opens, or the last, on which it closes."""
    gap = source.words.forms.between_days.search(source.folded, *span)
    if not gap:
        return span
    return (gap.end(), span.end) if field == "deadline" else (span.start, gap.start())


def _dated_spans(source: HeaderSource, field: str) -> list[tuple[int, int]]:
    """Where phrases with dates are looked for: in the header, and for the deadline where the posting speaks of applying."""
    spans = [(line.start, line.end) for line in source.lines]
    if field == "deadline":
        spans += [(p.start, min(p.end, p.start + DATED_READ)) for p in source.document.passages if p.kind in DATED_KINDS]
    return spans


def _dated(source: HeaderSource, rule: str, start: int, end: int, order: str | None) -> Fact:
    words = source.value[start:end]
    day = named_day(words, units_of(source.rulebook))
    date = day.isoformat() if day else iso_date(words, order, source.document.reference_date)
    return Fact(date, Span(start, end), rule=rule, text=words)
