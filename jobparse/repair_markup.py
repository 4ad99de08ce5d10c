"""Markup: HTML tags that are shown as text.

In: a text and the rulebook. Out: edits that leave the lines a browser would show: block tags and `<br>` break lines, list items
get a bullet, headings `#` marks, cells a tab; what no browser shows goes. Tags that nothing but white space parts are one
edit, so that `</li></ul><p>` is one line break and not three. It has no idea of a document: whole pages are `repair_page.py`'s.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from jobparse.matching import fold
from jobparse.repair_characters import disjoint
from jobparse.repair_tables import alternation, matched
from jobparse.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jobparse.rulebook import Row, Rulebook

TAG_RE = re.compile(r"<[A-Za-z/!?]")
COMMENT_END = "-->"
LONGEST_BOLD = 120
"""Bold of more characters is emphasis and no heading; the longest bold heading of 2,000 postings has 96."""

INLINE = ("inline", "bold", "drop", "comment")
HIDDEN_FAMILY = "repair/page"
"""Elements of a page that are gone with all that is in them: an edit that takes one away is signed by it."""

PARTED = ("paragraph", "heading", "list", "table")
BREAK_RE = re.compile(r"[^\S\n]*\n\s*")


class Tag(NamedTuple):
    """One tag of the text: its place, whether it closes, its name, its row and what it becomes."""

    start: int
    end: int
    closes: bool
    name: str
    row: Row
    becomes: str
    level: int


class Marks(NamedTuple):
    """What a run of tags is replaced by, around a line break: kept bold marks before and behind it."""

    before: str
    after: str


def mend_markup(value: str, rulebook: Rulebook) -> list[Edit]:
    """The edits for the tags of a text."""
    if "<" not in value or not TAG_RE.search(value):
        return []
    tags = _tags(value, rulebook)
    return disjoint([*line_edits(value, tags), *_source_breaks(value, tags)]) if tags else []


def line_edits(value: str, tags: list[Tag]) -> list[Edit]:
    """The edits that put lines in the place of tags: one for each run of tags that nothing but white space parts."""
    runs = list(_runs(value, tags))
    bold = _bold_lines(value, tags, runs)
    edits: list[Edit] = []
    for run in runs:
        edits.extend(_run_edits(value, run, bold))
    return edits


def _tags(value: str, rulebook: Rulebook) -> list[Tag]:
    """All tags, in order; of scripts, comments and the like the whole content is one."""
    folded = fold(value)
    rows, pattern = tag_table(rulebook)
    tags: list[Tag] = []
    unclosed: set[str] = set()
    at = 0
    while found := pattern.search(folded, at):
        row = matched(rows, found)
        start, end = found.span()
        closes = folded.startswith("</", start)
        name = found[0].replace("/", " ").strip("< >").split(None, 1)[0]
        becomes = row.get("becomes")
        if becomes in ("drop", "comment") and not closes:
            end = end_of_content(folded, start, end, name, becomes, unclosed)
        tags.append(Tag(start, end, closes, name, row, becomes, _level(found)))
        at = max(end, start + 1)
    return tags


def _level(found: re.Match[str]) -> int:
    return int(found["level"]) if found["level"] else 2


@lru_cache(maxsize=4)
def tag_table(rulebook: Rulebook) -> tuple[dict[str, Row], re.Pattern[str]]:
    """The rows of tags as one pattern."""
    return alternation(rulebook.rows("repair/tag"))


def end_of_content(folded: str, start: int, end: int, name: str, becomes: str, unclosed: set[str]) -> int:
    """Where what the tag opens ends. A search that failed once is not made again: it would walk the whole text every time."""
    closing = COMMENT_END if folded.startswith("<!--", start) else f"</{name}" if becomes == "drop" else ""
    if not closing or closing in unclosed:
        return end
    close = folded.find(closing, end)
    if close < 0:
        unclosed.add(closing)
        return end
    behind = folded.find(">", close)
    return behind + 1 if behind >= 0 else len(folded)


def _runs(value: str, tags: list[Tag]) -> Iterator[list[Tag]]:
    """Tags parted by nothing but white space, together."""
    run = [tags[0]]
    for tag in tags[1:]:
        between = value[run[-1].end : tag.start]
        if between and not between.isspace():
            yield run
            run = []
        run.append(tag)
    yield run


def _breaks(run: Iterable[Tag]) -> bool:
    return any(tag.becomes not in INLINE for tag in run)


def _run_edits(value: str, run: list[Tag], bold: dict[int, str]) -> Iterator[Edit]:
    """One edit for a run that breaks the line; an edit a tag for a run that does not, with the white space between left alone."""
    if not _breaks(run):
        for tag in run:
            yield Edit(tag.start, tag.end, bold.get(tag.start, ""), tag.row.id)
        return
    start, end = run[0].start, run[-1].end
    while start > 0 and value[start - 1].isspace():
        start -= 1
    while end < len(value) and value[end].isspace():
        end += 1
    before = "".join(bold.get(tag.start, "") for tag in run if tag.closes)
    after = "".join(bold.get(tag.start, "") for tag in run if not tag.closes)
    middle = _line_break(run)
    if start == 0:
        middle = middle.lstrip()
    if end == len(value):
        middle = "\n" if "\n" in value[run[-1].end :] else ""
    yield Edit(start, end, before + middle + after, _leading(run).row.id)


def _leading(run: list[Tag]) -> Tag:
    """The tag that says most about the break: what opens behind it, else what it closes."""
    blocks = [tag for tag in run if tag.becomes not in INLINE]
    opening = [tag for tag in blocks if not tag.closes]
    for tag in run:
        if tag.row.family == HIDDEN_FAMILY and tag.row.get("becomes") != "inline":
            return tag
    for wanted in ("heading", "item", "row", "cell"):
        for tag in opening:
            if tag.becomes == wanted:
                return tag
    return opening[0] if opening else blocks[-1]


def _line_break(run: list[Tag]) -> str:
    """The line break that a run of tags stands for, with the mark of what begins behind it."""
    kinds = {tag.becomes for tag in run}
    opened = [tag for tag in run if not tag.closes]
    last = next((tag for tag in reversed(opened) if tag.becomes in ("heading", "item", "row", "table")), None)
    if last is not None and last.becomes == "heading":
        return "\n\n" + "#" * last.level + " "
    if last is not None and last.becomes == "item":
        return "\n• "
    if "row" in kinds and not kinds & {"table", "list"}:
        return "\n"
    cells = [tag.closes for tag in run if tag.becomes == "cell"]
    if True in cells and False in cells:
        return "\t"
    if kinds & set(PARTED):
        return "\n\n"
    if cells and not kinds & {"break", "item"}:
        return "\t"
    return "\n\n" if sum(tag.becomes == "break" for tag in run) > 1 else "\n"


# ------------------------------------------------------------------ bold lines


def _bold_lines(value: str, tags: list[Tag], runs: list[list[Tag]]) -> dict[int, str]:
    """Which bold tags stay as `**`, by their place: those around a whole short line that is no list item or heading."""
    run_of = {tag.start: run for run in runs for tag in run}
    kept: dict[int, str] = {}
    opened: Tag | None = None
    for tag in tags:
        if tag.becomes == "bold":
            if not tag.closes:
                opened = opened or tag
            elif opened is not None:
                if _fills_line(value, run_of[opened.start], run_of[tag.start], opened, tag):
                    kept[opened.start] = kept[tag.start] = "**"
                opened = None
        elif tag.becomes not in INLINE:
            opened = None
    return kept


def _fills_line(value: str, first: list[Tag], last: list[Tag], opened: Tag, closed: Tag) -> bool:
    if first is last or not 0 < closed.start - opened.end <= 4 * LONGEST_BOLD or "**" in value[opened.end : closed.start]:
        return False
    if any(tag.becomes in ("item", "heading", "cell") and not tag.closes for tag in first):
        return False
    starts = _breaks(first) or not value[value.rfind("\n", 0, first[0].start) + 1 : first[0].start].strip()
    if not starts:
        return False
    if _breaks(last):
        return True
    end = value.find("\n", last[-1].end)
    return not value[last[-1].end : end if end >= 0 else len(value)].strip()


# ------------------------------------------------------------------ line breaks of the page's source


def _source_breaks(value: str, tags: list[Tag]) -> Iterator[Edit]:
    """Line breaks between a block's opening and closing tag are how its source was typed; a browser shows a space."""
    blocks = [tag for tag in tags if tag.becomes not in INLINE]
    for opened, closed in pairwise(blocks):
        if opened.closes or not closed.closes or opened.name != closed.name or opened.becomes in ("list", "table", "row"):
            continue
        for found in BREAK_RE.finditer(value, opened.end, closed.start):
            if found.start() > opened.end and found.end() < closed.start:
                yield Edit(found.start(), found.end(), " ", opened.row.id)
