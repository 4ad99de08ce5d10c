"""HeaderSource → title.

In: what `header_source.py` gives. Out: a fact, or null. Phrases of the page are believed most, then labels, then the lines of the header, then
what sentences say.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from jobparse.dialect import quick
from jobparse.facts.header_candidates import (
    LABEL_WEIGHT,
    LINE_WEIGHT,
    LOOSE_WEIGHT,
    Candidate,
    labelled_companies,
    most_believed,
    named,
)
from jobparse.facts.header_source import Told
from jobparse.facts.header_told import introduces, names_no_one_job, told_company, told_title
from jobparse.headershapes import SEGMENT_RE, has_title_word, is_place, is_sentence, is_title
from jobparse.headerunits import MOST_BLOCKS
from jobparse.headerwords import LABELS
from jobparse.lineforms import HEADINGS, known_headings, line_key, plain_lines
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from jobparse.facts.header_source import HeaderSource, Line
    from jobparse.model import Block, Fact
    from jobparse.rulebook import Rulebook

LONGEST_TITLE = 170
SEVERAL = 2
TRAIL_RE = re.compile(r"(?:\s++[-–—|]\s++|,\s++)([^-–—|]++)$")
NUMBER_RE = re.compile(r"\s[-–—]\s\(?[A-Z]{0,3}-?\d{5,}\)?$|-\d{6,}$|\s\([A-Z]{0,3}-?\d{5,}\)$")
HEADED_READ = 1500
"""How far into a text a title may head its description."""

SHORT_WORD = 4
"""Shorter words of a title need no capital."""

RUN_ON_RE = quick(r"(?<=[\p{Ll})])\p{Lu}[\p{Ll}-]*+(?=[ '’])")
"""The first word of a line behind a lost line break."""

RUN_IN_HEADING_RE = quick(r" (?P<heading>\p{Lu}\p{L}++) (?=\p{Lu}\p{Ll}*+ \p{Ll})")
"""A word behind others that may be a heading, before the first two words of a sentence."""

FIRST_WORD_RE = re.compile(r"[^\W_]++")

TAIL_RE = re.compile(r"\s*[,(|/:]|\s[-–—]\s")
"""What ends the first part of a title."""

LEVEL_RE = re.compile(r"(?<=\s)(?:I{1,3}|IV|V)(?=[A-Z][a-z]{2})")
"""A level that the next line ran into: `Welder IIHarbour Works`."""

SUBJECT_RE = re.compile(r" [-–—] (?:(?! [-–—] )[^,|·\d]){2,30} ")


def read_title(source: HeaderSource) -> Fact | None:
    """The title of the job."""
    best = most_believed([*named(source, "title"), *_labelled_titles(source), *_line_titles(source)])
    if best is None:
        told = (
            stated_title(source) or _headed_title(source) or told_title(source) or _above_heading(source) or _first_name(source)
        )
        return source.fact(told.rule, told.start, told.end) if told else None
    start, end = _without_company(source, best.start, best.end)
    return source.fact(best.rule, start, end)


@per_rulebook
def _label_beginnings(rulebook: Rulebook) -> frozenset[str]:
    """The first words of the labels of titles: a block that begins with none of them has none of the labels."""
    labels = (label for row in rulebook.rows(LABELS) if row.get("field") == "title" for label in plain_lines(row))
    return frozenset(first[0] for label in labels if (first := FIRST_WORD_RE.search(label)))


@per_rulebook
def _label_pairs(rulebook: Rulebook) -> frozenset[str]:
    """The first two letters of those words: most blocks begin with others."""
    return frozenset(word[:2] for word in _label_beginnings(rulebook))


def stated_title(source: HeaderSource, gate: frozenset[str] | None = None) -> Told | None:
    """The title of a labelled line that stands below the first words of a posting (`Please see the job below. | Job title: Welder`).

    Only blocks are asked that begin with a word of `gate`: of the labels' first words, unless given.
    """
    beginnings = _label_beginnings(source.rulebook) if gate is None else gate
    pairs = _label_pairs(source.rulebook) if gate is None else gate
    for block in source.document.blocks[:MOST_BLOCKS]:
        if block.removed or block.body_end - block.body_start > LONGEST_TITLE:
            continue
        pair = source.folded[block.body_start : block.body_start + 2]
        if pair not in pairs and pair.isalnum():
            continue
        first = FIRST_WORD_RE.search(source.folded, block.body_start, block.body_end)
        if not first or first[0] not in beginnings:
            continue
        label = source.reader.label(block.body_start, block.body_end)
        if label is None or label[0].get("field") != "title":
            continue
        further = source.reader.inline_labels(label[1], block.body_end)
        bar = source.value.find(" | ", label[1], block.body_end)
        end = min(further[0][1] if further else block.body_end, bar if bar >= 0 else block.body_end)
        if _names_jobs(source, label[1], end):
            return Told(LABEL_WEIGHT, *_title_span(source, label[1], end), label[0].id)
    return None


def _names_jobs(source: HeaderSource, start: int, end: int) -> bool:
    """Whether the value of a label is a title, or several in more words than a line of a header has."""
    if is_title(source.value[start:end], source.words):
        return True
    words = source.folded[start:end]
    return has_title_word(words, source.words) and not is_sentence(words, words.split(), source.words)


@per_rulebook
def _describing(rulebook: Rulebook) -> frozenset[str]:
    """The rows of headings over the description of the job."""
    return frozenset(row.id for row in rulebook.rows(HEADINGS) if row.get("kind") == "role")


def _headed_title(source: HeaderSource) -> Told | None:
    """The title that stands alone at the head of the description, or that its first sentence ran into: `Welder, ShipsThe yard is`."""
    headings, headed = _describing(source.rulebook), True
    for block in source.document.blocks[:MOST_BLOCKS]:
        if block.start > HEADED_READ:
            break
        if block.removed or block.rule in source.words.rows:
            continue
        if block.shape != "heading" or block.rule:
            if headed and block.shape == "text" and (span := _head_of(source, block)):
                return Told(LABEL_WEIGHT, *span, source.words.zone["title"])
            headed = block.rule in headings
        elif (span := _head_of(source, block)) and (headed or _is_plain(source, *span)):
            return Told(LABEL_WEIGHT, *span, source.words.zone["title"])
    return None


def _above_heading(source: HeaderSource) -> Told | None:
    """The title that stands alone below the first words and right above a heading: `Rope Engineer`, and then `What you will do`."""
    for block, below in pairwise(source.document.blocks[:MOST_BLOCKS]):
        if block.start > HEADED_READ:
            break
        if block.removed or block.shape != "text" or below.shape != "heading" or not below.rule:
            continue
        span = block.body_start, block.body_end
        if _head_of(source, block) == span and _is_plain(source, *span):
            return Told(LABEL_WEIGHT, *span, source.words.zone["title"])
    return None


def _is_plain(source: HeaderSource, start: int, end: int) -> bool:
    """Whether a title of several words begins or ends with the noun of the job, so that it is no heading that merely holds one."""
    words = TAIL_RE.split(source.folded[start:end])[0].split()
    return len(words) > 1 and any(has_title_word(word, source.words) for word in (words[0], words[-1]))


def _head_of(source: HeaderSource, block: Block) -> tuple[int, int] | None:
    """The title that a block is, or that it begins with: each longer word with a capital, no heading that holds the name of a job."""
    start, end = block.body_start, block.body_end
    for glue in RUN_ON_RE.finditer(source.value, start + 1, min(end, start + LONGEST_TITLE)):
        if _begins_sentence(source, glue[0].lower()) or glue[0].lower() in source.words.kinds:
            end = glue.start()
            break
    else:
        end = _before_heading(source, start, end)
    if not is_title(source.value[start:end], source.words):
        return None
    start, end = _title_span(source, start, start + len(source.value[start:end].rstrip(": ")))
    words = source.value[start:end].split()
    opens = any(
        _begins_sentence(source, word.lower()) for word in words[: 1 if has_title_word(words[0].lower(), source.words) else 2]
    )
    named = not opens and all(len(word) < SHORT_WORD or not word[0].islower() for word in words)
    last, two = line_key(words[-1].lower()), line_key(" ".join(words[-2:]).lower())
    heading = two in source.words.labels or {last, two} & known_headings(source.rulebook)
    return (
        (start, end) if named and not heading and not names_no_one_job(source, " ".join(words).lower(), capitals=True) else None
    )


def _before_heading(source: HeaderSource, start: int, end: int) -> int:
    """Where a title ends that a heading ran into with its first sentence: `Welder Objective To mend bridges`; else the end of the block."""
    for found in RUN_IN_HEADING_RE.finditer(source.value, start + 1, min(end, start + LONGEST_TITLE)):
        behind = source.folded[found.end() : end].partition(" ")[0]
        if line_key(found["heading"].lower()) in known_headings(source.rulebook) and _begins_sentence(source, behind):
            title_end: int = found.start()
            return title_end
    return end


def _begins_sentence(source: HeaderSource, word: str) -> bool:
    """Whether a word begins sentences and no names: an article, a pronoun."""
    return word in source.words.openers or source.words.forms.article.fullmatch(word + " ") is not None


def _first_name(source: HeaderSource) -> Told | None:
    """The first line of a header in which nothing else is a title: a job that no table knows, unless it is the employer's name."""
    names = [line for line in source.lines if line.row.get("form") == "name"]
    if not names or names[0].start != source.lines[0].start:
        return None
    told = told_company(source)
    employers = {source.value[told.start : told.end]} if told else set()
    employers |= {source.value[c.start : c.end] for c in (*named(source, "company"), *labelled_companies(source))}
    for line in names[:2]:
        start, end = _title_span(source, line.start, line.end)
        if (
            source.value[start:end] not in employers
            and not source.ends_like_company(start, end)
            and (employers or len(names) > 1)
        ):
            return Told(LOOSE_WEIGHT, start, end, line.row.id)
    return None


def _titles_apart(source: HeaderSource, candidates: list[Candidate]) -> list[Candidate]:
    """The titles of the lines without those that are none: the name of a page that holds a title below, an employer's that reads like one."""
    shorter = {source.value[c.start : c.end] for c in candidates}
    if len(shorter) < SEVERAL:
        return candidates
    kept = [
        c
        for c in candidates
        if not any(
            source.value.startswith(title, c.start) and source.words.forms.page.match(source.folded, c.start + len(title), c.end)
            for title in shorter
        )
    ]
    first = source.value[kept[0].start : kept[0].end]
    return kept[1:] if len(kept) > 1 and introduces(source, first) else kept


def _labelled_titles(source: HeaderSource) -> list[Candidate]:
    """The values of title labels: of a value that is more than a title, its first part that is one."""
    found: list[Candidate] = []
    for row, start, end in source.labelled("title"):
        if is_title(source.value[start:end], source.words):
            found.append(Candidate(LABEL_WEIGHT, *_title_span(source, start, end), row.id))
            continue
        gap = SEGMENT_RE.search(source.value, start, end)
        if gap and is_title(source.value[start : gap.start()], source.words):
            found.append(Candidate(LABEL_WEIGHT, start, gap.start(), row.id))
        elif end - start <= LONGEST_TITLE and _may_name_a_job(source, start, end):
            found.append(Candidate(LINE_WEIGHT - 1, *_title_span(source, start, end), row.id))
    return found


def _may_name_a_job(source: HeaderSource, start: int, end: int) -> bool:
    """Whether words that no table knows may be a title all the same: no number, no sentence."""
    words = source.folded[start:end]
    return any(char.isalpha() for char in words) and not is_sentence(words, words.split(), source.words)


def _line_titles(source: HeaderSource) -> list[Candidate]:
    """Titles among the lines of the header: a line by itself, or a field of a line that holds several."""
    found: list[Candidate] = []
    for line in source.lines:
        form = line.row.get("form")
        if form == "title":
            found.append(Candidate(LINE_WEIGHT, *_title_span(source, line.start, line.end), line.row.id))
        elif form == "mixed" and (span := _title_in_mixed(source, line)):
            found.append(Candidate(LINE_WEIGHT, *_title_span(source, *span), line.row.id))
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
    """The title without what a page puts around it, without a place behind its last dash or comma and without what ran into its level."""
    start, end = source.trimmed(start, end)
    while (prefix := source.words.prefix.match(source.folded, start, end)) and prefix.end() < end:
        start = prefix.end()
    if number := NUMBER_RE.search(source.value, start, end):
        end = number.start()
    if call := source.words.forms.call.search(source.folded, start, end):
        end = call.start()
    if glued := LEVEL_RE.search(source.value, start, end):
        end = glued.end() if is_title(source.value[start : glued.end()], source.words) else end
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
