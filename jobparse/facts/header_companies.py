"""HeaderSource → the employer.

In: what `header_source.py` gives, and the title. Out: a fact, or null. Phrases of the page are believed most, then labels, then names among the
lines of the header, then what sentences say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jobparse.facts.header_candidates import (
    LOOSE_WEIGHT,
    NAME_WEIGHT,
    Candidate,
    labelled_companies,
    most_believed,
    named,
)
from jobparse.facts.header_employer import LONGEST_COMPANY
from jobparse.facts.header_forms import employer_behind_title
from jobparse.facts.header_source import GLUE_RE
from jobparse.facts.header_told import AGENCIES, TOLD_WEIGHT, told_company
from jobparse.headershapes import SEGMENT_RE, is_place, is_title
from jobparse.headerwords import is_town, towns
from jobparse.lineforms import known_headings

if TYPE_CHECKING:
    from jobparse.facts.header_source import HeaderSource, Line, Told
    from jobparse.model import Fact

LONG_NAME = 50
LEADS = 4
SEVERAL = 2
FIRST_NOT_LATIN = "\u0370"
ARTICLE, GAPS = "The ", (",", "-", "–", "—")
SITE_RE = re.compile(r"\s\[\d{1,2}\]$|\s?\((?:https?://|www[.])?[\w./-]+[.][a-z]{2,}[^()\s]*\)$")
NO_NAME_RE = re.compile(r"[$€£:#]|^\d+\s[-–—]|^\W*\d[\d.,\s/-]*$|^\d{4,}[A-Z]{1,3}$")


def read_company(source: HeaderSource, title: Fact | None) -> Fact | None:
    """The employer."""
    candidates = [*named(source, "company"), *labelled_companies(source), *_line_companies(source, title)]
    if behind := employer_behind_title(source):
        candidates.append(Candidate(NAME_WEIGHT, *behind))
    best = most_believed([candidate for candidate in candidates if _may_be_company(source, candidate)])
    if best is None or best.weight < TOLD_WEIGHT or source.hits.places(AGENCIES):
        told = told_company(source)
        if told and (best is None or told.weight >= best.weight):
            return source.fact(told.rule, *_in_header(source, told))
    return source.fact(best.rule, *_without_title(source, best.start, best.end)) if best else None


def _without_title(source: HeaderSource, start: int, end: int) -> tuple[int, int]:
    """The name without what ran into it where a space or a line break was lost: the end of a title, a place, a kind of work."""
    glued = GLUE_RE.search(source.value, start, end) is not None
    if (glued or end - start > LONG_NAME) and (told := told_company(source)):
        at = source.value.find(source.value[told.start : told.end], start, end)
        free = source.stands_free(source.value[told.start : told.end])
        if at > start and free and (not glued or source.value[at - 1].isalnum()):
            return at, source.legal_end(at + told.end - told.start, end) if end - start > LONG_NAME else end
    return start, end


def _may_be_company(source: HeaderSource, candidate: Candidate) -> bool:
    words = source.value[candidate.start : candidate.end]
    return (
        1 < len(words) <= LONGEST_COMPANY
        and not NO_NAME_RE.search(words)
        and source.key(candidate.start, candidate.end) not in source.words.no_company
        and source.key(candidate.start, candidate.end) not in known_headings(source.rulebook)
        and source.folded[candidate.start : candidate.end].rpartition(" ")[2] not in source.words.endings
        and (source.has_company_word(*candidate[1:3]) or not _is_label(source, source.key(*candidate[1:3])))
    )


def _is_label(source: HeaderSource, key: str) -> bool:
    """Whether words are the label of a field that no row knows: they end like one (`Location Address`, `Duration Type`)."""
    head, _, last = key.rpartition(" ")
    return bool(head) and head.rpartition(" ")[2] in source.words.labels and last in source.words.labels


def _line_companies(source: HeaderSource, title: Fact | None) -> list[Candidate]:
    """Names among the lines of the header: right below the title, above it, or in a line of several fields."""
    found: list[Candidate] = []
    lines = source.lines
    at = next((index for index, line in enumerate(lines) if title and line.start <= title.span.start < line.end), -1)
    for index, line in enumerate(lines):
        form = line.row.get("form")
        if form == "name" or (form == "title" and index == at + 1 > 0 and source.ends_like_company(line.start, line.end)):
            if title and source.key(line.start, line.end) == source.key(*title.span):
                continue  # a page that shows its title twice
            span = _company_span(source, line.start, line.end)
            name = source.value[slice(*span)]
            if is_town(name, source.rulebook) and source.value.count(name) <= SEVERAL:
                continue  # where the job is, unless the text goes on to speak of it
            found.append(Candidate(_name_weight(source, span, index - at if at >= 0 else 1), *span, line.row.id))
        elif form in ("mixed", "place") and (span_or_none := _company_in_fields(source, line)):
            found.append(Candidate(_field_weight(source, line, span_or_none, beside=index <= at + 1), *span_or_none, line.row.id))
    return found


def _name_weight(source: HeaderSource, span: tuple[int, int], distance: int) -> float:
    """How much a line that may be a name is believed: right below the title most, else only if the text bears the name again."""
    again = source.stands_again(*span)
    small = [word for word in source.value[slice(*span)].split() if word.islower() and word not in source.words.forms.links]
    if source.value.count(",", *span) >= SEVERAL or len(small) >= SEVERAL:
        return LOOSE_WEIGHT - abs(distance)
    if "," in source.value[slice(*span)] and not source.ends_like_company(*span):
        return LOOSE_WEIGHT - abs(distance)
    if distance == 1:
        return NAME_WEIGHT + (1.5 if again else 0)
    if not again and not source.ends_like_company(*span):
        return LOOSE_WEIGHT - abs(distance)
    return NAME_WEIGHT - 2 * abs(distance) - (0.5 if distance < 0 else 0) + (1.5 if again else 0)


def _field_weight(source: HeaderSource, line: Line, span: tuple[int, int], *, beside: bool) -> float:
    """How much a field is believed to be the employer's name: less where neither the title nor the line's beginning stands beside it."""
    leads = span[0] - line.start <= LEADS or any(
        is_title(source.value[at:end], source.words) for at, end in source.reader.fields(line.start, line.end)
    )
    again = " " in source.value[slice(*span)] and source.stands_again(*span)
    if not leads and not again and not source.has_company_word(*span):
        return LOOSE_WEIGHT
    return NAME_WEIGHT - 4 + (3 if beside else 0)


def _company_span(source: HeaderSource, start: int, end: int) -> tuple[int, int]:
    """A name without a place behind its comma or dash."""
    start, end = source.trimmed(start, end)
    end = _without_foreign_form(source, start, end)
    if at := source.words.forms.at_employer.match(source.value, start, end):
        start = at.end()
    if site := SITE_RE.search(source.value, start, end):
        end = site.start()
    for gap in SEGMENT_RE.finditer(source.value, start, end):
        part = source.has_company_word(start, gap.start()) and source.words.forms.department.match(source.folded, gap.end(), end)
        if is_place(source.value[gap.end() : end], source.words) or (part and "," not in gap[0]):
            return start, gap.start()
    return start, end


def _without_foreign_form(source: HeaderSource, start: int, end: int) -> int:
    """The end of a name in Latin letters before its legal form in another script."""
    words = source.value[start:end]
    if words.isascii() or not words[:1].isascii():
        return end
    while (space := words.rfind(" ")) > 0 and words[space + 1 :].isalpha() and min(words[space + 1 :]) >= FIRST_NOT_LATIN:
        words = words[:space]
    return start + len(words)


def _company_in_fields(source: HeaderSource, line: Line) -> tuple[int, int] | None:
    """The field of a line that nothing else is and that is like a name; in a line of places, only one with a word of such names."""
    reader = source.reader
    spans = reader.fields(line.start, line.end)
    for start, end in spans:
        if reader.label(start, end) or source.value[start:end].startswith(("http", "(")):
            continue
        head = _company_span(source, start, end)
        words = source.value[slice(*head)]
        if (
            line.row.get("form") == "place"
            and head != (start, end)
            and (is_place(words, source.words) or words.lower() in towns(source.rulebook))
        ):
            continue
        if head == (start, end) and line.row.get("form") == "mixed" and is_place(words, source.words):
            continue
        if source.has_company_word(*head) and not is_title(source.value[head[0] : head[1]], source.words):
            return head
        if head != (start, end) and "," not in source.value[head[1] : head[1] + 2] and not reader.knows(*head):
            return head
        if line.row.get("form") == "place" and len(spans) > 1 and not reader.knows(*head):
            return head
        named = source.value[start].isupper() or (start == line.start and source.stands_again(*head))
        if len(spans) > 1 and line.row.get("form") == "mixed" and named and not reader.knows(start, end):
            return head
    return None


def _in_header(source: HeaderSource, told: Told) -> tuple[int, int]:
    """The place in the header where the name stands in full, with its legal form; else where the sentence has it."""
    name = source.value[told.start : told.end]
    for line in source.lines:
        at = source.value.find(name, line.start, line.end)
        if at >= 0:
            start = at - len(ARTICLE) if source.value.startswith(ARTICLE, max(line.start, at - len(ARTICLE))) else at
            legal = source.legal_end(at + len(name), line.end)
            return start, _tail_end(source, line, start, legal)
    return told.start, told.end


def _tail_end(source: HeaderSource, line: Line, start: int, end: int) -> int:
    """The end of a name that stands in full behind a title's dash or comma: `Editor, Tarnholt Magazine` where sentences say `Tarnholt`."""
    behind_gap = source.value[line.start : start].rstrip()[-1:] in GAPS
    further = (
        source.words.forms.name_tail.match(source.value, end, line.end)
        if behind_gap and line.row.get("form") == "title"
        else None
    )
    if not further:
        return end
    words = source.value[end : further.end()].strip()
    part = source.words.parts.intersection(words.lower().split())
    full: int = further.end()
    return end if part or is_place(words, source.words) or is_title(source.value[start:full], source.words) else full
