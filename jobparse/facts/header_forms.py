"""Title and employer → the forms in which the record gives them.

In: the two facts as they were found. Out: the title without the employer that stands with it, and both as the text writes them where
it does not shout: of `WARD NURSE` and `Ward Nurse` the latter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jobparse.headershapes import is_place, is_title

if TYPE_CHECKING:
    from jobparse.facts.header_source import HeaderSource
    from jobparse.model import Fact

BEHIND_RE = re.compile(r"\s*+(?:\([^()]*+\)\s*+)?(?:$|[,|]|[-–—]\s)")
BEFORE_RE = re.compile(r"\s++[-–—|]\s++|:\s++")
LONG_DASH, LONGEST_TAIL = " — ", 50
SHORT_WORD, SHOUTED, MOST_PLACES = 4, 5, 12
"""Shorter words need no capital in a name; shorter names in capitals may be abbreviations; so many places are looked at."""


def employer_behind_title(source: HeaderSource) -> tuple[int, int, str] | None:
    """The employer in the first line, with its row: `# Welder, Night Crew — Tarnholt` in a page's heading, `Welder at Tarnholt` in any line."""
    line = source.lines[0] if source.lines else None
    if line is None or line.row.get("form") != "title":
        return None
    at = source.value.rfind(LONG_DASH, line.start, line.end) if line.block.level == 1 else -1
    start, end = at + len(LONG_DASH), line.end
    if at < 0 and (gap := source.words.forms.behind_at.search(source.value, line.start, line.end)):
        at, start = gap.span()
        comma = source.value.find(", ", start, line.end)
        end = comma if comma > 0 else line.end
        if not source.stands_again(start, end):
            return None
    tail = source.value[start:end]
    if at < 0 or not 1 < len(tail) <= LONGEST_TAIL or is_title(tail, source.words) or is_place(tail, source.words):
        return None
    if not is_title(source.value[line.start : at], source.words) or source.reader.is_field(start, end):
        return None
    return start, end, line.row.id


def without_employer(source: HeaderSource, title: Fact, company: Fact) -> Fact:
    """The title without the employer behind or before it: `Welder - Tarnholt - Gary`, `Welder at Tarnholt`, `Tarnholt: Welder`."""
    start, end = title.span
    name = source.folded[company.span.start : company.span.end]
    at = source.folded.find(name, start, end) if name else -1
    if at < 0:
        return title
    if at == start:
        gap = BEFORE_RE.match(source.folded, at + len(name), end)
        return source.fact(title.rule, gap.end(), end) if gap and is_title(source.value[gap.end() : end], source.words) else title
    for gap in source.words.forms.beside_title.finditer(source.folded, start, end):
        article = source.words.forms.article.match(source.folded, gap.end(), end)
        named = gap.end() if source.folded.startswith(name, gap.end()) else article.end() if article else end
        behind = source.folded.startswith(name, named) and BEHIND_RE.match(source.folded[named + len(name) : end])
        if behind and is_title(source.value[start : gap.start()], source.words):
            return source.fact(title.rule, start, gap.start())
    return title


def in_title_case(source: HeaderSource, fact: Fact) -> Fact:
    """The fact where the text writes the same words as a name, if it was found in capitals throughout or without any."""
    words = source.value[fact.span.start : fact.span.end]
    shouted = words.isupper() and len(words) > SHOUTED and " " in words
    if not shouted and not (words[:1].islower() and words.rpartition(" ")[2].islower()):
        return fact
    folded, at = source.folded[fact.span.start : fact.span.end], -1
    for _ in range(MOST_PLACES):
        at = source.folded.find(folded, at + 1)
        if at < 0:
            break
        end = at + len(folded)
        free = not source.value[at - 1 : at].isalnum() and not source.value[end : end + 1].isalnum()
        named = source.value[at:end]
        if free and _is_named(named) and (not shouted or source.value.count(named) > source.value.count(words)):
            return source.fact(fact.rule, at, end, by=fact.by)
    return fact


def _is_named(words: str) -> bool:
    """Whether words are written as a name: the longer ones with a capital, not all of them in capitals."""
    return (
        not words.isupper() and all(word[0].isupper() or len(word) < SHORT_WORD for word in words.split()) and words[0].isupper()
    )
