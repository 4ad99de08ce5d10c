"""Markdown: marks of emphasis, links, code and escapes that are shown as text.

In: a text and the rulebook. Out: edits that take marks away. Two marks stay, because they say what a line is: `#` before a heading
and `**` around a short line of its own. What only looks like a mark (`2 * 3`, `snake_case`, `salary**`) stays too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from jobparse.dialect import compiled
from jobparse.repair_characters import disjoint
from jobparse.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jobparse.rulebook import Row, Rulebook

RUNS = "\\*_#`~"
"""Characters of which several make one mark: where none begins with the first of them, none begins with the others."""

BOLD_RE = re.compile(r"\*\*")
EDGE_RE = re.compile(r"\*{2,3}")
LOOK_BEHIND_RE = re.compile(r"\(\?<[=!](?:\[(?:\\.|[^\]\\])+\]|\\.|[^()\[\\])*\)")
"""A look-behind without groups inside."""


def mend_marks(value: str, marks: str, rulebook: Rulebook) -> list[Edit]:
    """The edits for Markdown; `marks` are those of the text's `striking_characters`."""
    edits: list[Edit] = list(_bold_edits(value, rulebook)) if "*" in marks and "**" in value else []
    for char, rows, loosened in _rows(rulebook):
        if char in marks and may_match(loosened, value):
            edits.extend(_mark_edits(value, char, rows))
    return disjoint(edits) if edits else edits


def may_match(loosened: Iterable[regex.Pattern[str] | None], value: str) -> bool:
    """Whether any of some rows can match in a text, as far as their patterns without look-behinds tell; None tells nothing."""
    return any(pattern is None or pattern.search(value) for pattern in loosened)


def _mark_edits(value: str, char: str, rows: Sequence[Row]) -> Iterator[Edit]:
    """The edits of the rows whose matches begin with `char`; at each place the first-written row that matches stands."""
    at = value.find(char)
    while at >= 0:
        after = at + 1
        if char != "*" or not value[after : after + 1].isspace():  # a star before white space is a bullet, as most are
            for row in rows:
                found = compiled(row.pattern).match(value, at)
                if found:
                    yield from _kept_text(found, row)
                    after = max(after, found.end())
                    break
            else:
                while char in RUNS and value.startswith(char, after):
                    after += 1
        at = value.find(char, after)


def _kept_text(found: regex.Match[str], row: Row) -> Iterator[Edit]:
    """Everything of a match but its text goes."""
    start, end = found.span()
    if "text" in found.re.groupindex and found.start("text") >= 0:
        inner, outer = found.span("text")
        if inner > start:
            yield Edit(start, inner, "", row.id)
        if end > outer:
            yield Edit(outer, end, "", row.id)
    elif end > start:
        yield Edit(start, end, "", row.id)


@lru_cache(maxsize=4)
def _rows(rulebook: Rulebook) -> tuple[tuple[str, tuple[Row, ...], tuple[regex.Pattern[str] | None, ...]], ...]:
    """The rows by the character their matches begin with, in written order, and their patterns without look-behinds."""
    by_first: dict[str, list[Row]] = {}
    for row in rulebook.rows("repair/mark"):
        for char in row.get("first"):
            by_first.setdefault(char, []).append(row)
    return tuple((char, tuple(rows), tuple(_loosened(row.pattern) for row in rows)) for char, rows in by_first.items())


def _loosened(pattern: str) -> regex.Pattern[str] | None:
    """The pattern without what it wants before a place: it matches more, and is looked for at the speed of its first character.

    >>> _loosened("(?<=[^*]{0,9})#++$").pattern
    '#++$'
    """
    try:
        return compiled(LOOK_BEHIND_RE.sub("", pattern))
    except regex.error:
        return None


# ------------------------------------------------------------------ bold


def _bold_edits(value: str, rulebook: Rulebook) -> Iterator[Edit]:
    """The edits for `**`, line by line."""
    rows = {row.get("part"): row for row in rulebook.rows("repair/bold")}
    at = 0
    while found := BOLD_RE.search(value, at):
        start = value.rfind("\n", 0, found.start()) + 1
        at = end = _line_end(value, found.end())
        if len(BOLD_RE.findall(value, start, end)) % 2:
            moved = list(_odd_line(value, start, end, rows))
            if moved:
                yield from moved
                at = max(at, moved[-1].end)
                continue
        line = rows.get("line")
        if line is not None and compiled(line.pattern).match(value, start, end):
            yield from _bold_line(value, start, end, line)
        elif inside := rows.get("inside"):
            for bold in compiled(inside.pattern).finditer(value, start, end):
                yield from _bold_words(value, bold, inside)


def _line_end(value: str, at: int) -> int:
    end = value.find("\n", at)
    return len(value) if end < 0 else end


def _bold_words(value: str, found: regex.Match[str], row: Row) -> Iterator[Edit]:
    """The marks go, and a space inside them that stands beside one outside."""
    start, end = found.span()
    inner, outer = found.span("text")
    if inner < outer and value[inner] in " \t" and (start == 0 or value[start - 1].isspace()):
        inner += 1
    if inner < outer and value[outer - 1] in " \t" and (end == len(value) or value[end] in " \t\n.,;:!?)"):
        outer -= 1
    yield Edit(start, inner, "", row.id)
    yield Edit(outer, end, "", row.id)


def _odd_line(value: str, start: int, end: int, rows: dict[str, Row]) -> Iterator[Edit]:
    """A line with an odd number of marks: one slipped over a line break or lost a star, or the bold runs over several lines."""
    stop = start + len(value[start:end].rstrip())
    lopsided, early, late, over = (rows.get(part) for part in ("lopsided", "opens-early", "closes-late", "over-lines"))
    if lopsided is not None and (found := compiled(lopsided.pattern).match(value, start, end)):
        yield Edit(*found.span("mark"), "**", lopsided.id)
        return
    if early is not None and value.endswith("**", start, stop):
        begin = stop - 2
        while begin > start and value[begin - 1] in " \t":
            begin -= 1
        found = compiled(early.pattern).match(value, begin)
        if found and begin > start:
            yield Edit(found.start(), found.end(), "\n**", early.id)
            return
    if late is not None:
        found = compiled(late.pattern).match(value, stop)
        if found and len(BOLD_RE.findall(value, found.end() - 2, _line_end(value, found.end()))) % 2:
            yield Edit(found.start(), found.end(), "**\n", late.id)
            return
    if over is not None and (found := compiled(over.pattern).match(value, value.rfind("**", start, stop))):
        yield from _kept_text(found, over)


def _bold_line(value: str, start: int, end: int, row: Row) -> Iterator[Edit]:
    """One pair of marks around the words of the line, a colon inside; nothing where it is so already."""
    marks = list(EDGE_RE.finditer(value, start, end))
    first, last = marks[0], marks[-1]
    words = value[first.end() : last.start()]
    lead = len(words) - len(words.lstrip())
    if first.end() + lead > first.start() + 2:
        yield Edit(first.start() + 2, first.end() + lead, "", row.id)
    for mark in marks[1:-1]:
        yield Edit(mark.start(), mark.end(), "", row.id)
    tail = value[last.end() : end].rstrip()
    close = last.start() - (len(words) - len(words.rstrip()))
    after = "".join(tail.split()) + "**"
    stop = last.end() + len(tail)
    if value[close:stop] != after:
        yield Edit(close, stop, after, row.id)
