"""HeaderSource → title and company.

In: what `header_source.py` gives. Out: two facts, or null. Several places may name them; the one that is believed most wins, then
the first. A name in a sentence is believed the more, the more sentences bear it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.facts.header_source import HeaderSource, Line
from jobparse.headerlines import has_title_word, is_place, is_title

if TYPE_CHECKING:
    from jobparse.matching import Match
    from jobparse.model import Fact

NAMES, PROSE, EMPLOYERS = "header/name", "header/prose", "header/employer"

LABEL_WEIGHT = 85
LINE_WEIGHT = 80
LONGEST_TITLE = 170
LONGEST_COMPANY = 80
ENOUGH_VOTES = 4
"""An employer named once in passing is none; the least that one plain sentence ("X is a …", "At X, we …") gives is 4."""

LEGAL_RE = regex.compile(r",? (?:inc|llc|ltd|corp|co|gmbh|plc|s\.a|b\.v)\.?$", regex.IGNORECASE)
PREFIX_RE = regex.compile(r"(?:\[?(?:closed|expired|filled|new|urgent|hiring|now hiring|job|subject|position|role)\]?[:!]|we're hiring:?)\s++", regex.IGNORECASE)
TOKEN_RE = regex.compile(r"\S+")
TRAIL_RE = regex.compile(r"\s++[-–—|]\s++([^-–—|]++)$")


class _Candidate(NamedTuple):
    """A name for a field: how much it is believed, where it stands and which row found it."""

    weight: float
    start: int
    end: int
    rule: str


def read_title(source: HeaderSource) -> Fact | None:
    """The title of the job."""
    candidates = [*_named(source, "title"), *_labelled_titles(source), *_line_titles(source)]
    if not candidates:
        candidates = list(_told_titles(source))
    best = _best(candidates)
    return source.fact(best.rule, best.start, best.end) if best else None


def _best(candidates: list[_Candidate]) -> _Candidate | None:
    return min(candidates, key=lambda c: (-c.weight, c.start), default=None)


def _named(source: HeaderSource, group: str) -> list[_Candidate]:
    """What phrases of the page name outright."""
    if not source.hits.places(NAMES):
        return []
    found: list[_Candidate] = []
    for match in _matches_by_block(source, NAMES):
        span = match.span(group)
        if span and source.key(*span) not in source.reader.words.no_company:
            found.append(_Candidate(match.row.get("weight"), *_trimmed(source, *span), match.row.id))
    return found


def _matches_by_block(source: HeaderSource, family: str) -> list[Match]:
    """The matches of a family's rows, each looked for in the blocks in which a literal of it stands."""
    matches: list[Match] = []
    places = source.hits.places(family)
    at = 0
    for block in source.document.blocks:
        while at < len(places) and places[at] <= block.start:
            at += 1
        if at == len(places):
            break
        if places[at] <= block.end:
            matches.extend(source.hits.all(family, block.start, block.end))
    return matches


def _trimmed(source: HeaderSource, start: int, end: int) -> tuple[int, int]:
    words = source.value[start:end]
    return start + len(words) - len(words.lstrip(" \t*_`#|\"")), start + len(words.rstrip(" \t*_`|,\""))


def _labelled_titles(source: HeaderSource) -> list[_Candidate]:
    return [
        _Candidate(LABEL_WEIGHT if is_title(source.value[start:end], source.reader.words) else LINE_WEIGHT - 10, *_title_span(source, start, end), row.id)
        for row, start, end in source.labelled("title")
        if end - start <= LONGEST_TITLE
    ]


def _line_titles(source: HeaderSource) -> list[_Candidate]:
    """Titles among the lines of the header: a line by itself, or the first field of a line that holds several."""
    found: list[_Candidate] = []
    words = source.reader.words
    for line in source.lines:
        form = line.row.get("form")
        if form == "title":
            found.append(_Candidate(LINE_WEIGHT, *_title_span(source, line.start, line.end), line.row.id))
        elif form == "mixed":
            span = _title_in_mixed(source, line)
            if span:
                found.append(_Candidate(LINE_WEIGHT, *_title_span(source, *span), line.row.id))
    return found if found or not source.lines else _untitled(source, words)


def _title_in_mixed(source: HeaderSource, line: Line) -> tuple[int, int] | None:
    """The title in a line of several fields. Where the fields are only parted by dashes and no other is known, the line is the title."""
    words = source.reader.words
    for start, end in source.reader.fields(line.start, line.end):
        label = source.reader.label(start, end)
        if label:
            if label[0].get("field") == "title":
                return label[1], end
            continue
        if is_title(source.value[start:end], words) and not is_place(source.value[start:end], words):
            return start, end
    return None


def _untitled(source: HeaderSource, words: object) -> list[_Candidate]:
    return []


def _title_span(source: HeaderSource, start: int, end: int) -> tuple[int, int]:
    """The title without what a page puts before it and without a place behind its last dash."""
    start, end = _trimmed(source, start, end)
    prefix = PREFIX_RE.match(source.value, start, end)
    if prefix:
        start = prefix.end()
    trail = TRAIL_RE.search(source.value, start, end)
    if trail and "|" not in trail[0] and is_place(trail[1], source.reader.words) and is_title(source.value[start : trail.start()], source.reader.words):
        end = trail.start()
    return start, end


def _told_titles(source: HeaderSource) -> list[_Candidate]:
    """Titles that sentences of the body name."""
    found: list[_Candidate] = []
    for match in _matches_in_body(source, PROSE):
        span = match.span("title")
        title = span and _plain_title(source, *span)
        if title:
            found.append(_Candidate(match.row.get("weight"), *title, match.row.id))
    return found


def _matches_in_body(source: HeaderSource, family: str) -> list[Match]:
    return [match for start, end in source.body for match in source.hits.all(family, start, end)]


def _plain_title(source: HeaderSource, start: int, end: int) -> tuple[int, int] | None:
    """The title in a phrase: without praise before it, and only if it holds a noun for people who work."""
    adjectives = source.reader.words.adjectives
    tokens = [(t.start(), t.end()) for t in TOKEN_RE.finditer(source.value, start, end)]
    while len(tokens) > 1 and source.folded[tokens[0][0] : tokens[0][1]].strip(",") in adjectives:
        if source.value[tokens[0][0]].isupper() and not source.value[tokens[0][0] : tokens[0][1]].endswith(",") and _capital(source, tokens[1]):
            break
        tokens.pop(0)
    if any(_capital(source, token) for token in tokens):
        while tokens and not _capital(source, tokens[0]) and len(tokens) > 1:
            tokens.pop(0)
    if not tokens or len(tokens) > 12:
        return None
    start, end = tokens[0][0], tokens[-1][1]
    return (start, end) if has_title_word(source.folded[start:end], source.reader.words) else None


def _capital(source: HeaderSource, token: tuple[int, int]) -> bool:
    return source.value[token[0]].isupper() or source.value[token[0]].isdigit()


# ------------------------------------------------------------------ company


def read_company(source: HeaderSource, title: Fact | None) -> Fact | None:
    """The employer."""
    candidates = [c for c in (*_named(source, "company"), *_labelled_companies(source), *_line_companies(source, title)) if _may_be_company(source, c)]
    best = _best(candidates)
    if best is None:
        best = _told_company(source)
    return source.fact(best.rule, best.start, best.end) if best else None


def _may_be_company(source: HeaderSource, candidate: _Candidate) -> bool:
    words = source.value[candidate.start : candidate.end]
    if not 1 < len(words) <= LONGEST_COMPANY:
        return False
    return source.key(candidate.start, candidate.end) not in source.reader.words.no_company


def _labelled_companies(source: HeaderSource) -> list[_Candidate]:
    return [_Candidate(LABEL_WEIGHT, *_trimmed(source, start, end), row.id) for row, start, end in source.labelled("company")]


def _line_companies(source: HeaderSource, title: Fact | None) -> list[_Candidate]:
    """Names among the lines of the header: right below the title, above it, or in a line of several fields."""
    found: list[_Candidate] = []
    lines = source.lines
    titles = [index for index, line in enumerate(lines) if title and line.start <= title.span.start < line.end]
    at = titles[0] if titles else -1
    for index, line in enumerate(lines):
        if line.row.get("form") == "name":
            distance = abs(index - at) if at >= 0 else 1
            weight = 70 - 2 * distance - (0.5 if index < at else 0) + (5 if _stands_again(source, line) else 0)
            found.append(_Candidate(weight, *_company_span(source, line.start, line.end), line.row.id))
        elif line.row.get("form") == "mixed":
            span = _company_in_mixed(source, line)
            if span:
                found.append(_Candidate(66 + (5 if index <= at else 0), *span, line.row.id))
    return found


def _stands_again(source: HeaderSource, line: Line) -> bool:
    return source.value.find(source.value[line.start : line.end], line.block.end) >= 0


def _company_span(source: HeaderSource, start: int, end: int) -> tuple[int, int]:
    """A name without a place behind its last comma or dash."""
    start, end = _trimmed(source, start, end)
    for mark in (" - ", " – ", " — ", ", "):
        at = source.value.find(mark, start, end)
        if at > start and is_place(source.value[at + len(mark) : end], source.reader.words):
            return start, at
    return start, end


def _company_in_mixed(source: HeaderSource, line: Line) -> tuple[int, int] | None:
    """The field of a line that nothing else is: the first, as writers of such lines put the employer before or behind the title."""
    for start, end in source.reader.fields(line.start, line.end):
        if source.reader.label(start, end):
            continue
        if not source.reader.knows(start, end) and source.value[start].isupper() and not source.value[start:end].startswith("http"):
            return _company_span(source, start, end)
    return None


def _told_company(source: HeaderSource) -> _Candidate | None:
    """The employer as the sentences of the body name it: the name with the most votes."""
    votes: dict[str, float] = {}
    places: dict[str, _Candidate] = {}
    for start, end in source.body:
        for match in source.hits.all(EMPLOYERS, start, end):
            span = match.span("company")
            name = span and _plain_company(source, *span)
            if not name:
                continue
            key = source.value[name[0] : name[1]]
            votes[key] = votes.get(key, 0) + match.row.get("weight")
            places.setdefault(key, _Candidate(match.row.get("weight"), *name, match.row.id))
    if not votes:
        return None
    merged = {key: sum(vote for other, vote in votes.items() if other == key or key.startswith(other + " ")) for key in votes}
    best = min(merged, key=lambda key: (-merged[key], places[key].start))
    return places[best] if merged[best] >= ENOUGH_VOTES else None


def _plain_company(source: HeaderSource, start: int, end: int) -> tuple[int, int] | None:
    """The name in a phrase: without an article, and without capitalised words behind it that the text never repeats with it."""
    start, end = _trimmed(source, start, end)
    words = source.value[start:end]
    if words.startswith("The "):
        start += 4
    words = source.value[start:end].rstrip(".")
    words = words.removesuffix("'s").removesuffix("\N{RIGHT SINGLE QUOTATION MARK}s")
    tokens = words.split(" ")
    while len(tokens) > 1 and source.value.count(" ".join(tokens)) < 2 and source.value.count(tokens[0]) >= 2:
        tokens.pop()
    while len(tokens) > 1 and tokens[-1].lower() in ("and", "of", "&", "on", "for", "de", "the"):
        tokens.pop()
    name = " ".join(tokens)
    end = start + len(name)
    if not 1 < len(name) <= LONGEST_COMPANY or source.key(start, end) in source.reader.words.no_company:
        return None
    if tokens[0].lower() in source.reader.words.no_company and len(tokens) == 1:
        return None
    if is_title(name, source.reader.words) or is_place(name, source.reader.words):
        return None
    return start, end
