"""Whole HTML pages: what a browser would show of one.

In: a page and the rulebook. Out: edits that leave its text, as lines: what is hidden, scripted or navigation goes, white space of the page's source is
one space, and the tags become what `repair_markup.py` makes of them. The tokenizer is one pattern, since that of the standard library takes
quadratic time over tags that never end and raises on some that no page should hold. Damaged markup costs no text: an
element that is never closed hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.matching import fold
from jobparse.model import Span
from jobparse.repair_characters import disjoint
from jobparse.repair_markup import PARTED, Tag, end_of_content, line_edits, tag_table
from jobparse.repair_tables import matched
from jobparse.text import Edit

if TYPE_CHECKING:
    from jobparse.rulebook import Row, Rulebook

TAG_RE = re.compile(
    r"""
    <!--                                                           # a comment, read to its end elsewhere
    | <[!?][^>]*+ (?P<declared>>?)                                 # a declaration
    | <(?P<close>/?)(?P<name>[a-z][^\s/>]*+)                       # a tag …
      (?:=\s*+(?:"[^"]*+"|'[^']*+')?+|[^<>=]++)*+ (?P<end>>?)      # … with attributes: a quoted value may hold < and >
    """,
    re.VERBOSE,
)
"""Every match is taken, whether its tag ends or not, so that no part of the page is read twice."""

SCRIPT_DATA_RE = re.compile(r"<script\b[^<>]*\bapplication/ld\+json\b[^<>]*>")
VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905  a list by nature
)
"""Elements without content, by the HTML standard."""

CONTAINER_OF = {
    **dict.fromkeys(("li",), ("ul", "ol", "menu")),
    **dict.fromkeys(("dt", "dd"), ("dl",)),
    **dict.fromkeys(("td", "th", "tr", "tbody", "thead", "tfoot"), ("table",)),
    **dict.fromkeys(("option",), ("select", "datalist")),
}
"""Elements whose end tag may be left out: the next of their name ends them, or the end of what holds them."""

CONTAINERS = frozenset(name for names in CONTAINER_OF.values() for name in names)
KINDS_READ = ("drop", "paragraph", "pre")


class Raw(NamedTuple):
    """One tag of the page as it stands."""

    start: int
    end: int
    closes: bool
    name: str
    row: Row


def mend_page(value: str, rulebook: Rulebook) -> list[Edit]:
    """The edits for a page, or for a part of one.

    >>> from jobparse.rulereader import load_rules
    >>> from jobparse.text import Text, edited
    >>> page = "<nav>Home</nav><h1>Welder</h1><p hidden>x</p><p>You\\n  weld.</p>"
    >>> edited(Text(page), mend_page(page, load_rules())).value
    '# Welder\\n\\nYou weld.'
    """
    folded = fold(value)
    raws = list(_raw_tags(folded, rulebook))
    if not raws:
        return []
    tags, kept_breaks = _shown(folded, raws, rulebook)
    return disjoint([*line_edits(value, tags), *_single_spaces(value, tags, kept_breaks, rulebook)])


def script_data(value: str) -> Iterator[Span]:
    """Where the page holds JSON-LD: the contents of those scripts."""
    folded = fold(value) if "ld+json" in value else ""
    at = 0
    while found := SCRIPT_DATA_RE.search(folded, at):
        end = folded.find("</script", found.end())
        if end < 0:
            return
        yield Span(found.end(), end)
        at = end


def _raw_tags(folded: str, rulebook: Rulebook) -> Iterator[Raw]:
    """All tags in order; a script, a comment and the like is one with all its content."""
    unclosed: set[str] = set()
    at = 0
    while found := TAG_RE.search(folded, at):
        start, at = found.span()
        name = found["name"] or ("!--" if found[0] == "<!--" else "!")
        if not (found["end"] or found["declared"] or name == "!--"):
            continue
        row = _row(rulebook, name)
        closes = bool(found["close"])
        becomes = row.get("becomes")
        if becomes in ("drop", "comment") and not closes:
            at = end_of_content(folded, start, at, name, becomes, unclosed)
        yield Raw(start, at, closes, name, row)


@lru_cache(maxsize=1024)
def _row(rulebook: Rulebook, name: str) -> Row:
    """The row of a tag by its name: its own, or the one for all that have none."""
    rows, pattern = tag_table(rulebook)
    found = pattern.match({"!--": "<!--", "!": "<!doctype>"}.get(name, f"<{name}>"))
    return matched(rows, found) if found else _page_row(rulebook, "inline")


def _page_row(rulebook: Rulebook, becomes: str) -> Row:
    return next(row for row in rulebook.rows("repair/page") if row.get("becomes") == becomes)


def _shown(folded: str, raws: list[Raw], rulebook: Rulebook) -> tuple[list[Tag], list[Span]]:
    """The tags that are left when hidden elements have become one tag each, and the spans in which line breaks count."""
    ends = _element_ends(raws)
    rows = [row for row in rulebook.rows("repair/page") if row.get("becomes") in KINDS_READ]
    tags: list[Tag] = []
    kept_breaks: list[Span] = []
    hidden_to = 0
    for index, (start, end, closes, name, row) in enumerate(raws):
        if start < hidden_to:
            continue
        found = None if closes or index not in ends else _first(rows, folded, start, end)
        if found is not None and found.get("becomes") == "pre":
            kept_breaks.append(Span(end, ends[index]))
            tags.append(Tag(start, end, closes, name, found, row.get("becomes"), 2))
            continue
        if found is not None:
            hidden_to = ends[index]
            tags.append(Tag(start, hidden_to, False, name, found, found.get("becomes"), 2))  # noqa: FBT003
            continue
        level = int(name[1]) if len(name) == 2 and name[0] == "h" and name[1] in "123456" else 2
        tags.append(Tag(start, end, closes, name, row, row.get("becomes"), level))
    return tags, kept_breaks


def _first(rows: list[Row], folded: str, start: int, end: int) -> Row | None:
    return next((row for row in rows if quick(row.pattern).match(folded, start, end)), None)


def _element_ends(raws: list[Raw]) -> dict[int, int]:
    """Where each element ends, by the number of its opening tag; elements that nothing ends are left out."""
    ends: dict[int, int] = {}
    opened: dict[str, list[int]] = {}

    def end_within(name: str, container: int, at: int) -> None:
        """End the element of that name that is open inside of a container."""
        stack = opened.get(name, [])
        while stack and stack[-1] > container:
            ends[stack.pop()] = at

    for index, (start, end, closes, name, row) in enumerate(raws):
        if row.get("becomes") in PARTED and not (closes and name == "p"):
            end_within("p", (opened.get(name) or [-1])[-1] if closes else -1, start)
        if name in CONTAINER_OF:
            container = max((opened[c][-1] for c in CONTAINER_OF[name] if opened.get(c)), default=-1)
            end_within(name, container, end if closes else start)
        elif closes and opened.get(name):
            begun = opened[name].pop()
            ends[begun] = end
            if name in CONTAINERS:
                for inner in CONTAINER_OF:
                    end_within(inner, begun, start)
        if not closes and name not in VOID:
            opened.setdefault(name, []).append(index)
    return ends


def _single_spaces(value: str, tags: list[Tag], kept_breaks: list[Span], rulebook: Rulebook) -> Iterator[Edit]:
    """White space of the source between tags, where it is more than a space."""
    row = _page_row(rulebook, "space")
    space_re = quick(row.pattern)
    kept = iter((*kept_breaks, Span(len(value) + 1, len(value) + 1)))
    keep = next(kept)
    at = 0
    for tag in (*tags, None):
        stop = tag.start if tag else len(value)
        while keep.end <= at:
            keep = next(kept)
        if not keep.start <= at < keep.end:
            for found in space_re.finditer(value, at, stop):
                yield Edit(found.start(), found.end(), " ", row.id)
        at = tag.end if tag else stop
