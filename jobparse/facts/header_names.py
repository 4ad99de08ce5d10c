"""HeaderSource → title and company.

In: what `header_source.py` gives. Out: two facts, or null. Several places may name them; the one that is believed most wins, then
the first. Phrases of the page are believed most, then labels, then the lines of the header, then what sentences say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobparse.facts.header_forms import employer_behind_dash
from jobparse.facts.header_source import Told
from jobparse.facts.header_told import AGENCIES, introduces, told_company, told_title
from jobparse.facts.rowscan import found_rows, quick
from jobparse.headershapes import is_place, is_title
from jobparse.headerunits import MOST_BLOCKS
from jobparse.headerwords import is_town, towns
from jobparse.lineforms import known_headings

if TYPE_CHECKING:
    from jobparse.facts.header_source import HeaderSource, Line
    from jobparse.matching import Match
    from jobparse.model import Fact

NAMES = "header/name"

LABEL_WEIGHT = 85
LINE_WEIGHT = 80
NAME_WEIGHT = 70
TOLD_WEIGHT = 60
LOOSE_WEIGHT = 40
"""A name in the header that stands neither beside the title nor anywhere else in the text: less than what sentences say."""

LONGEST_TITLE = 170
LONGEST_COMPANY = 80
LONG_NAME = 50
LEADS = 4

DASH_RE = re.compile(r"\s[-–—]\s")
SEVERAL = 2
FIRST_NOT_LATIN = "\u0370"
ARTICLE, GAPS = "The ", (",", "-", "–", "—")
TAIL_RE = quick(r"(?: (?:& |of |and )?\p{Lu}[\p{L}'&.-]*+){1,3}+(?=\s*(?:$|[(|,]| [-–—] ))")
TRAIL_RE = re.compile(r"(?:\s++[-–—|]\s++|,\s++)([^-–—|]++)$")
SITE_RE = re.compile(r"\s?\((?:https?://|www[.])?[\w./-]+[.][a-z]{2,}[^()\s]*\)$")
NUMBER_RE = re.compile(r"\s[-–—]\s\(?[A-Z]{0,3}-?\d{5,}\)?$|\s\([A-Z]{0,3}-?\d{5,}\)$")
NO_NAME_RE = re.compile(r"[$€£:#]|^\d+\s[-–—]|^\W*\d[\d.,\s/-]*$")
GLUE_RE = quick(r"\p{Ll}\p{Lu}\p{Ll}")
SUBJECT_RE = re.compile(r" [-–—] (?:(?! [-–—] )[^,|·\d]){2,30} ")
SEGMENT_RE = re.compile(r"\s*+[,|]\s++|\s++[-–—]\s++")


class _Candidate(NamedTuple):
    """A name for a field: how much it is believed, where it stands and which row found it."""

    weight: float
    start: int
    end: int
    rule: str


def read_title(source: HeaderSource) -> Fact | None:
    """The title of the job."""
    best = _best([*_named(source, "title"), *_labelled_titles(source), *_line_titles(source)])
    if best is None:
        told = _stated_title(source) or told_title(source) or _first_name(source)
        return source.fact(told.rule, told.start, told.end) if told else None
    start, end = _without_company(source, best.start, best.end)
    return source.fact(best.rule, start, end)


def _stated_title(source: HeaderSource) -> Told | None:
    """The title of a labelled line that stands below the first words of a posting (`Please see the job below. | Job title: Welder`)."""
    for block in source.document.blocks[:MOST_BLOCKS]:
        if block.removed or block.body_end - block.body_start > LONGEST_TITLE:
            continue
        label = source.reader.label(block.body_start, block.body_end)
        if label is None or label[0].get("field") != "title":
            continue
        further = source.reader.inline_labels(label[1], block.body_end)
        bar = source.value.find(" | ", label[1], block.body_end)
        end = min(further[0][1] if further else block.body_end, bar if bar >= 0 else block.body_end)
        if is_title(source.value[label[1] : end], source.words):
            return Told(LABEL_WEIGHT, *_title_span(source, label[1], end), label[0].id)
    return None


def _first_name(source: HeaderSource) -> Told | None:
    """The first line of a header in which nothing else is a title: a job that no table knows, unless it is the employer's name."""
    names = [line for line in source.lines if line.row.get("form") == "name"]
    if not names or names[0].start != source.lines[0].start:
        return None
    told = told_company(source)
    named = {source.value[told.start : told.end]} if told else set()
    named |= {source.value[c.start : c.end] for c in (*_named(source, "company"), *_labelled_companies(source))}
    for line in names[:2]:
        start, end = _title_span(source, line.start, line.end)
        if source.value[start:end] not in named and not source.ends_like_company(start, end) and (named or len(names) > 1):
            return Told(LOOSE_WEIGHT, start, end, line.row.id)
    return None


def read_company(source: HeaderSource, title: Fact | None) -> Fact | None:
    """The employer."""
    candidates = [*_named(source, "company"), *_labelled_companies(source), *_line_companies(source, title)]
    if behind := employer_behind_dash(source):
        candidates.append(_Candidate(NAME_WEIGHT, *behind))
    best = _best([candidate for candidate in candidates if _may_be_company(source, candidate)])
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


def _titles_apart(source: HeaderSource, candidates: list[_Candidate]) -> list[_Candidate]:
    """The titles of the lines without those that are none: the name of a page that holds a title below, an employer's that reads like one."""
    if len({source.value[c.start : c.end] for c in candidates}) < SEVERAL:
        return candidates
    shorter = {source.value[c.start : c.end] for c in candidates}
    kept = [
        c
        for c in candidates
        if not any(
            source.value.startswith(title, c.start) and source.words.forms.page.match(source.folded, c.start + len(title), c.end)
            for title in shorter
        )
    ]
    named = source.value[kept[0].start : kept[0].end]
    return kept[1:] if len(kept) > 1 and introduces(source, named) else kept


def _best(candidates: list[_Candidate]) -> _Candidate | None:
    return min(candidates, key=lambda c: (-c.weight, c.start), default=None)


# ------------------------------------------------------------------ phrases of the page


def _named(source: HeaderSource, group: str) -> list[_Candidate]:
    """What phrases of the page name outright."""
    found: list[_Candidate] = []
    if source.named is None:
        source.named = _name_matches(source)
    for match in source.named:
        span = match.span(group)
        if span and source.key(*span) not in source.words.no_company:
            found.append(_Candidate(match.row.get("weight"), *source.trimmed(*span), match.row.id))
    return found


def _name_matches(source: HeaderSource) -> list[Match]:
    """The matches of the rows of page phrases: in what the page was rid of near its top, and in the lines of the header."""
    matches: list[Match] = []
    done = -1
    for start, end in source.page_lines if source.hits.places(NAMES) else ():
        if start > done:
            matches += found_rows(source.hits, NAMES, start, end)
            done = end
    return matches


# ------------------------------------------------------------------ title


def _labelled_titles(source: HeaderSource) -> list[_Candidate]:
    """The values of title labels: of a value that is more than a title, its first part that is one."""
    found: list[_Candidate] = []
    for row, start, end in source.labelled("title"):
        if is_title(source.value[start:end], source.words):
            found.append(_Candidate(LABEL_WEIGHT, *_title_span(source, start, end), row.id))
            continue
        gap = SEGMENT_RE.search(source.value, start, end)
        if gap and is_title(source.value[start : gap.start()], source.words):
            found.append(_Candidate(LABEL_WEIGHT, start, gap.start(), row.id))
        elif end - start <= LONGEST_TITLE:
            found.append(_Candidate(LINE_WEIGHT - 1, *_title_span(source, start, end), row.id))
    return found


def _line_titles(source: HeaderSource) -> list[_Candidate]:
    """Titles among the lines of the header: a line by itself, or a field of a line that holds several."""
    found: list[_Candidate] = []
    for line in source.lines:
        form = line.row.get("form")
        if form == "title":
            found.append(_Candidate(LINE_WEIGHT, *_title_span(source, line.start, line.end), line.row.id))
        elif form == "mixed" and (span := _title_in_mixed(source, line)):
            found.append(_Candidate(LINE_WEIGHT, *_title_span(source, *span), line.row.id))
    return _titles_apart(source, found)


def _title_in_mixed(source: HeaderSource, line: Line) -> tuple[int, int] | None:
    """The title in a line of several fields: the whole line where the page gives place and kind of work once more on lines of their own."""
    fields = source.reader.fields(line.start, line.end)
    titles = [span for span in fields if is_title(source.value[span[0] : span[1]], source.words)]
    if not titles or source.reader.label(*titles[0]):
        return None
    others_too = sum(1 for other in source.lines if other is not line and other.row.get("form") not in ("name", "mixed", "title"))
    if titles[0] == fields[0] and others_too >= 2 and all(source.reader.knows(*span) for span in fields):
        return line.start, line.end
    return titles[0]


def _title_span(source: HeaderSource, start: int, end: int) -> tuple[int, int]:
    """The title without what a page puts before it and without a place behind its last dash or comma."""
    start, end = source.trimmed(start, end)
    while (prefix := source.words.prefix.match(source.folded, start, end)) and prefix.end() < end:
        start = prefix.end()
    if number := NUMBER_RE.search(source.value, start, end):
        end = number.start()
    trail = TRAIL_RE.search(source.value, start, end)
    if (
        trail
        and "|" not in trail[0]
        and is_place(trail[1], source.words)
        and is_title(source.value[start : trail.start()], source.words)
    ):
        end = trail.start()
    return start, end


def _without_company(source: HeaderSource, start: int, end: int) -> tuple[int, int]:
    """The title of a line into which the employer's name ran, as where line breaks or spaces were lost."""
    line_end = next((line.end for line in source.lines if line.start <= start < line.end), end)
    if not source.is_glued(start, line_end):
        return start, end
    told = told_company(source)
    if told:
        at = source.value.find(source.value[told.start : told.end], start + 3, line_end)
        ran_in = at > 0 and (
            at < end or source.value[at - 1].isalnum() or SUBJECT_RE.fullmatch(source.value, end, at) is not None
        )
        if ran_in and is_title(source.value[start:at], source.words):
            return source.trimmed(start, at)
    return start, end


# ------------------------------------------------------------------ company


def _may_be_company(source: HeaderSource, candidate: _Candidate) -> bool:
    words = source.value[candidate.start : candidate.end]
    return (
        1 < len(words) <= LONGEST_COMPANY
        and not NO_NAME_RE.search(words)
        and source.key(candidate.start, candidate.end) not in source.words.no_company
        and source.key(candidate.start, candidate.end) not in known_headings(source.rulebook)
        and (source.has_company_word(*candidate[1:3]) or not _is_label(source, source.key(*candidate[1:3])))
    )


def _is_label(source: HeaderSource, key: str) -> bool:
    """Whether words are the label of a field that no row knows: they end like one (`Location Address`, `Duration Type`)."""
    head, _, last = key.rpartition(" ")
    return bool(head) and head.rpartition(" ")[2] in source.words.labels and last in source.words.labels


def _labelled_companies(source: HeaderSource) -> list[_Candidate]:
    return [_Candidate(LABEL_WEIGHT, *source.trimmed(start, end), row.id) for row, start, end in source.labelled("company")]


def _line_companies(source: HeaderSource, title: Fact | None) -> list[_Candidate]:
    """Names among the lines of the header: right below the title, above it, or in a line of several fields."""
    found: list[_Candidate] = []
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
            found.append(_Candidate(_name_weight(source, span, index - at if at >= 0 else 1), *span, line.row.id))
        elif form in ("mixed", "place") and (span_or_none := _company_in_fields(source, line)):
            found.append(
                _Candidate(_field_weight(source, line, span_or_none, beside=index <= at + 1), *span_or_none, line.row.id)
            )
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
    further = TAIL_RE.match(source.value, end, line.end) if behind_gap and line.row.get("form") == "title" else None
    if not further:
        return end
    words = source.value[end : further.end()].strip()
    part = source.words.parts.intersection(words.lower().split())
    full: int = further.end()
    return end if part or is_place(words, source.words) or is_title(source.value[start:full], source.words) else full
