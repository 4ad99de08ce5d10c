"""What one line looks like: its marks, its words, and whether it is a heading, a table row or plain text.

In: a line of the repaired text, as a span. Out: a `Line` or a `Draft` of a block. It looks at the line alone, never at its neighbours, so that
the clean text, read again, gives the same words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from jobparse.headings import LONGEST_HEADING, SHORTEST_CAPITALS, Headings

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row

DEPTH_BOLD, DEPTH_PLAIN, DEPTH_GUESSED = 7, 8, 9
"""Depths of headings without `#`: a bold line; a colon, capitals or known words; a line that only looks like one."""

LONGEST_KEY = 40
"""A longer key of a `Key: value` line is a sentence; a longer list item is no heading."""

LONGEST_GUESS = 70
LONGEST_ROW = 200
MOST_WORDS = 10
MOST_WORDS_BEFORE_COLON = 13
FEWEST_WORDS_BEFORE_DOTS, MOST_WORDS_BEFORE_DOTS = 3, 6
WORDS_OF_A_SENTENCE = 5
LONGEST_ACRONYM = 5
"""A single unknown word in capitals that is no longer is an acronym (`SAP`), and heads nothing."""

DEEPEST_ITEM = 8
COLONS = ":："
HEADING_MARKS = ("hash", "bold")
ITEM_MARKS = ("bullet", "number", "emoji")

MARK_RE = re.compile(
    r"""
    (?P<hash>\#{1,6})(?:[ \t]+|(?=[*_])|$)                                     # ## Heading
  | (?P<bullet>
        [•·●▪◦‣⁃∙○◆◇■□▸►➢➤✓✔✅☑❖★☆⭐⚫🔹🔸➔➜→\uf0b7\uf0a7\uf0fc\uf0be\uf0d8\u200b]\s*+   # marks that stand for nothing else
      | \\?[-*+](?:[ \t\xa0]+|$)                                               # - item, also escaped
      | (?:[–—−»§~o○]|>{1,3})(?:[ \t\xa0]+|$)
    )
  | (?P<emoji>[\u2600-\u27bf\u2b00-\u2bff\U0001f1e6-\U0001faff](?:[\ufe0f\u200d\u2600-\u27bf\U0001f1e6-\U0001faff])*+\s*+)
  | (?P<number>\(?\d{1,2}[.)](?:[ \t]+|$) | \(?[a-z][.)][ \t]+ | \(?[ivxIVX]{1,4}[.)][ \t]+)
    """,
    re.VERBOSE,
)
LETTERED_RE = re.compile(r"[a-z][.)][ \t]|[ivxIVX]{1,4}[.)][ \t]|o[ \t]+\S")
WORDS_RE = re.compile(r"\w")
LOWER_WORD_RE = re.compile(r"(?:^|\s)[a-zß-öø-ÿ][\w'’]{3,}")
LINE_END_RE = re.compile(r"[.;,]['\"”’)]?$")
GUESS_RE = re.compile(r"[\"“'‘¿¡]?[^\W\d_][^:@$€£|]*[^\s.!;,…:@$€£|]$")
CAPITALS_RE = re.compile(r"[\"“'‘¿¡]?[^\W\d_][^$€£|@]*$")
SENTENCES_RE = re.compile(r"[a-zß-öø-ÿ)][.!?]\s*[A-ZÀ-ÖØ-Þ]")


Draft: TypeAlias = tuple[int, int, int, str, int, int, str]
"""A block before its end and its verdict are known: where it starts, where its words start and end, its shape, level, gap and rule. A plain tuple:
every line makes one, and none leaves `blocks.py`."""


class Line(NamedTuple):
    """The words `[body, end)` of a line, the last of its marks ("" for none) and the depth that `#` or bold gives it."""

    body: int
    end: int
    mark: str = ""
    level: int = 0


def read_marks(value: str, start: int, end: int) -> Line | None:
    """The line without its list and heading marks; None for a line without words (a drawn rule, a mark alone)."""
    body, mark, level = start, "", 0
    if not value[start].isalpha() or LETTERED_RE.match(value, start, end):
        body, mark, level = _marks(value, start, end, "", 0)
    if mark == "hash":
        while end > body and (value[end - 1] == "#" or value[end - 1].isspace()):
            end -= 1
    if body < end and value[body] in "*_" and (inside := _bold(value, body, end)):
        end = inside[1]
        body, mark, level = _marks(value, inside[0], end, mark or "bold", level or DEPTH_BOLD)
    if body >= end or not (value[body].isalnum() or WORDS_RE.search(value, body, end)):
        return None
    return Line(body, end, mark, level)


def _marks(value: str, body: int, end: int, mark: str, level: int) -> tuple[int, str, int]:
    """Past all marks from `body` on; a number or an emoji behind the mark of a heading leaves it one, a bullet does not."""
    while found := MARK_RE.match(value, body, end):
        kind = found.lastgroup or ""
        level = len(found[kind]) if kind == "hash" else level
        mark = mark if mark in HEADING_MARKS and kind in ("number", "emoji") else kind
        body = after_space(value, found.end(), end)
    return body, mark, level


def _bold(value: str, start: int, end: int) -> tuple[int, int] | None:
    """The words inside a line that is bold from end to end (`**Heading:**`, `__Heading__:`)."""
    mark = value[start : start + 2]
    tail = end - 1 if value[end - 1] in COLONS else end
    if (
        mark not in ("**", "__")
        or tail - start < 5
        or not value.startswith(mark, tail - 2)
        or value.find(mark, start + 2, tail - 2) >= 0
    ):
        return None
    body, stop = start + 2, tail - 2
    while body < stop and (value[body].isspace() or value[body] in "_*"):
        body += 1
    while stop > body and (value[stop - 1].isspace() or value[stop - 1] in "_*"):
        stop -= 1
    return (body, stop) if body < stop else None


def after_space(value: str, at: int, end: int) -> int:
    """The first place from `at` on that is no white space.

    >>> after_space("a:  b", 2, 5)
    4
    """
    while at < end and value[at].isspace():
        at += 1
    return at


def before_space(value: str, start: int, at: int) -> int:
    """The last place down from `at` that has no white space before it.

    >>> before_space("a  b", 0, 3)
    1
    """
    while at > start and value[at - 1].isspace():
        at -= 1
    return at


def before_colon(value: str, start: int, at: int) -> int:
    """The same, before colons too."""
    while at > start and (value[at - 1] in COLONS or value[at - 1].isspace()):
        at -= 1
    return at


class Shapes:
    """Reads a line as one block, where it is one: a heading, a table row, or a line that may be a heading."""

    __slots__ = ("folded", "headings", "value")

    def __init__(self, hits: Hits, headings: Headings) -> None:
        self.value = hits.value
        self.folded = hits.folded
        self.headings = headings

    def as_one(self, at: int, gap: int, line: Line) -> Draft | None:
        """The block of a line that is a heading or a table row, or short enough to be a heading by its place; None for all others."""
        value, (body, end, mark, level) = self.value, line
        length = end - body
        if mark in HEADING_MARKS:
            return self._marked(at, gap, line, level)
        if (length <= LONGEST_ROW and value.find("\t", body, end) >= 0) or value.count("|", body, end) >= 2:
            return self._row(at, gap, body, end)
        if length > LONGEST_HEADING:
            return None
        colon = value[end - 1] in COLONS
        stop = before_colon(value, body, end) if colon else end
        text = value[body:stop]
        capitals = length >= SHORTEST_CAPITALS and text.isupper() and CAPITALS_RE.match(text) is not None
        if mark and mark != "emoji":
            return self._item(at, gap, line, stop, colon=colon, capitals=capitals)
        if value[end - 1] == "…" or value.endswith("...", body, end):
            return self._led_on(at, gap, line)
        row = self.headings.named(self.folded[body:stop])
        if row is None and not (colon or capitals or text.endswith("?")):
            return self._guess(at, gap, body, end, text)
        if SENTENCES_RE.search(text) or (text.endswith(".") and not text.endswith("...")) or (row is None and ":" in text):
            return None
        return self._plain(at, gap, line, stop, row, colon=colon, capitals=capitals)

    def _marked(self, at: int, gap: int, line: Line, level: int) -> Draft | None:
        """A `##` or bold line: a heading, unless it is a sentence or a `Key: value` line."""
        value, body, end = self.value, line.body, line.end
        stop = before_colon(value, body, end)
        length = end - body
        row = self.known(body, stop) if length <= LONGEST_HEADING else None
        if row is None and (length > 2 * LONGEST_HEADING or self._is_sentence(body, end)):
            return None
        return (at, body, stop, "heading", level, gap, row.id if row else "")

    def _is_sentence(self, body: int, end: int) -> bool:
        return (
            LINE_END_RE.search(self.value, body, end) is not None and self.value.count(" ", body, end) >= WORDS_OF_A_SENTENCE - 1
        )

    def _item(self, at: int, gap: int, line: Line, stop: int, *, colon: bool, capitals: bool) -> Draft | None:
        """A heading that a bullet or a number carries: known words, and a sign that it is not just an item of that name."""
        if not (colon or capitals) and line.end - line.body > LONGEST_KEY:
            return None
        row = self.headings.named(self.folded[line.body : stop])
        if row is None:
            return None
        loose = row.get("loose")
        single = self.value.find(" ", line.body, stop) < 0
        shaped = colon or capitals or (line.mark == "number" and loose != "line") or (not single and not loose)
        return (at, line.body, stop, "heading", DEPTH_PLAIN, gap, row.id) if shaped else None

    def _plain(self, at: int, gap: int, line: Line, stop: int, row: Row | None, *, colon: bool, capitals: bool) -> Draft | None:
        """A heading without marks: known words, a colon, capitals, a question."""
        body, end, text = line.body, line.end, self.value[line.body : stop]
        if row is not None:
            if colon or capitals or row.get("loose") not in ("line", "own"):
                return (at, body, stop, "heading", DEPTH_PLAIN, gap, row.id)
            return self._guess(at, gap, body, end, text)
        if colon:
            row = self.headings.leads.first(self.folded, body, stop)
            listing = None if row else self.headings.listings.first(self.folded, body, stop)
            if listing is not None:
                return (at, body, end, "text", 0, gap, listing.id)
        words = text.count(" ") + 1
        if row is None and words <= (MOST_WORDS_BEFORE_COLON if colon else MOST_WORDS):
            row = self.known(body, stop)
        shaped = (capitals and (words > 1 or len(text) > LONGEST_ACRONYM)) or (colon and not LOWER_WORD_RE.search(text))
        if row is not None or (shaped and words <= MOST_WORDS):
            return (at, body, stop, "heading", DEPTH_PLAIN, gap, row.id if row else "")
        return None if colon else self._guess(at, gap, body, end, text)

    def _led_on(self, at: int, gap: int, line: Line) -> Draft | None:
        """A line that the list below it finishes (`You'll be happy here if you have…`); dots that only cut a text short head nothing."""
        body, stop = line.body, line.end
        while stop > body and self.value[stop - 1] in "…. ":
            stop -= 1
        words = self.value.count(" ", body, stop) + 1
        if stop == body or words > MOST_WORDS_BEFORE_COLON or not self.value[body].isupper():
            return None
        row = self.headings.named(self.folded[body:stop]) or self.headings.leads.first(self.folded, body, stop)
        if row is None and FEWEST_WORDS_BEFORE_DOTS <= words <= MOST_WORDS_BEFORE_DOTS:
            row = self.known(body, stop)
        return (at, body, line.end, "heading", DEPTH_PLAIN, gap, row.id) if row else None

    def _guess(self, at: int, gap: int, body: int, end: int, text: str) -> Draft | None:
        """A short line without an end mark: text, until its place says that it is a heading."""
        return (at, body, end, "text", DEPTH_GUESSED, gap, "") if may_be_guessed(text) else None

    def _row(self, at: int, gap: int, body: int, end: int) -> Draft:
        """A table row; the bars around it are drawing."""
        value = self.value
        while body < end and (value[body] == "|" or value[body].isspace()):
            body += 1
        while end > body and (value[end - 1] == "|" or value[end - 1].isspace()):
            end -= 1
        drawn = not WORDS_RE.search(value, body, end)
        return (at, end if drawn else body, end, "rule" if drawn else "row", 0, gap, "")

    def known(self, body: int, end: int) -> Row | None:
        """The row of a line that is shaped like a heading: by its words, by mending a misspelling, or by a wording."""
        text = self.folded[body:end]
        return self.headings.named(text) or self.headings.mended(text) or self.headings.worded(self.folded, body, end)


def may_be_guessed(text: str) -> bool:
    """Whether a line is short and without an end mark, so that its place may make it a heading."""
    return len(text) <= LONGEST_GUESS and text.count(" ") < MOST_WORDS and GUESS_RE.match(text) is not None


def plain(at: int, gap: int, start: int, line: Line) -> Draft:
    """The block of a line that is neither heading nor row: a list item or text."""
    body, end, mark, _ = line
    if mark in ITEM_MARKS:
        return (at, body, end, "number" if mark == "number" else "item", min((start - at) // 2, DEEPEST_ITEM), gap, "")
    return (at, body, end, "text", 0, gap, "")
