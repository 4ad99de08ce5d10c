"""Rejoining: lines that the scrape broke apart become one line again.

In: a text without markup, and the rulebook. Out: edits that replace line breaks. A join of two real lines is worse than a missed one, so a
break is joined only where its neighbours alone prove it (a comma begins no line), or, near such a break, where they make it
likely: pages that tear inline elements out of their lines tear many. Headings, list items, table rows and whole paragraphs stay apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.lineforms import HEADINGS
from jobparse.matching import fold
from jobparse.repair_breaks import LONGEST_LITTLE, likely_break, likely_breaks
from jobparse.repair_words import known_word, one_word, torn_place, torn_word
from jobparse.rulebook import per_rulebook
from jobparse.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobparse.rulebook import Row, Rulebook

ITEM_RE = re.compile(r"(?:[•●▪▫◦‣∙○■□◆◇➢➤►▶✓✔✅§·\ue000-\uf8ff]|[*+o–—>~-](?=\s)|\(?\d{1,2}[.)]\s|\(?[a-hA-H][.)]\s|#{1,6}\s|\|)")
"""How a line begins that is a list item, a heading or a table row."""

FIXED_RE = re.compile(r"#{1,6}\s|\||[^\n]*\t|\*\*[^\n]*\*\*:?$")
"""A line to whose end nothing is joined: a heading, a table row."""

WORD_RE = re.compile(r"[^\W\d_]+")
BEGIN_RE = re.compile(r"[\"“‘'(]?[^\W_]|[$€£]")
"""How the rest of a sentence may begin."""

CLOSING = (",", ";", ".", ")")
TAIL_RE = re.compile(r"[^\W\d_]+\Z")
STRONG_FORMS = ("shape", "word", "number")
NEAR = 2500
"""How far from a sure break, in characters, a likely one is believed: about thirty lines. Torn postings stand on pages that are not."""

LEAST_SURE = 2
"""One sure break is an accident, and proves that its own line is torn but not the page; a page that tears its inline elements has two at least."""

LEAST_WORDS = 4
"""A shorter line may be a chip, a name or a heading, and a lower-case line below it a second one."""

LONGEST_HEADING = 100
SHORTEST = 3
LONGEST_WORD = 40
REACH = 400
"""How far a look at a line or word goes, in characters: what decides stands near the break, and hostile text must not be walked again for every break."""

PROSE = 25
"""Where both lines are shorter than this, the halves of a word must be unmistakable: word lists are made of short lines."""


class Gap(NamedTuple):
    """The white space between two lines: from the end of one to the beginning of the next, and where both lines begin and end."""

    start: int
    end: int
    line_start: int
    line_end: int


class Join(NamedTuple):
    """A decision to join, and whether it proves that the page is torn."""

    edit: Edit
    proof: bool


class Shape(NamedTuple):
    """A row that joins by the characters around a break, taken apart for speed."""

    row: Row
    pattern: re.Pattern[str]
    form: str
    torn: bool
    firsts: frozenset[str]
    lasts: frozenset[str]


class Table(NamedTuple):
    """The rows of a rulebook, by what they are looked up by; `likely` finds the breaks at which any of them might join."""

    likely: re.Pattern[str]
    shapes: tuple[Shape, ...]
    endings: dict[str, Row]
    starting: dict[str, Row]
    firsts: frozenset[str]
    lasts: frozenset[str]
    heads: frozenset[str]
    tails: frozenset[str]
    pairs: frozenset[str]
    headings: frozenset[str]
    cities: str


def mend_lines(value: str, rulebook: Rulebook) -> list[Edit]:
    """The edits that join lines."""
    table = _table(rulebook)
    gaps = list(_gaps(value, table))
    if not gaps:
        return []
    sure = {join.edit.start: join for join in _joins(value, gaps, rulebook, (), {})}
    proofs = tuple(start for start, join in sure.items() if join.proof)
    joins = _joins(value, gaps, rulebook, proofs, sure) if proofs else sure.values()
    return [join.edit for join in joins]


def _gaps(value: str, table: Table) -> Iterator[Gap]:
    """The gaps at which some row may join: by the characters at both sides, or the word before."""
    firsts, lasts, heads, tails = table.firsts, table.lasts, table.heads, table.tails
    dashes = {head[0] for head in heads}
    for start, end in likely_breaks(value, table.likely):
        first = value[end]
        before = value[start - 3 : start] if start > SHORTEST else "\n"
        if (
            first in firsts
            or first.islower()
            or before[-1] in lasts
            or "\n" in before
            or (before[1:] in tails and _ends_open(value, start, table))
            or (first in dashes and value[end : end + 2] in heads)
        ):
            begin = value.rfind("\n", 0, start) + 1
            while value[begin] in " \t":
                begin += 1
            stop = value.find("\n", end)
            yield Gap(start, end, begin, stop if stop >= 0 else len(value))


def _ends_open(value: str, end: int, table: Table) -> bool:
    """Whether a line ends with a word or sign after which it must go on."""
    return value[end - 2 : end] in table.pairs or _last_word(value, end) in table.endings


def _joins(value: str, gaps: list[Gap], rulebook: Rulebook, proofs: tuple[int, ...], known: dict[int, Join]) -> Iterator[Join]:
    """The joins, from the first gap to the last: a line that was joined is judged by its first part, too."""
    table = _table(rulebook)
    joined_end = joined_start = -1
    proved = False
    for gap in gaps:
        goes_on = gap.line_start == joined_end
        line_start = joined_start if goes_on else gap.line_start
        proved = proved and goes_on
        join = known.get(gap.start)
        if join is None:
            torn = proved or _torn(proofs, gap)
            if proofs and not torn:
                continue
            join = _join(value, gap, line_start, torn, rulebook) or _by_words(value, gap, line_start, torn, table)
        if join is not None:
            joined_start, joined_end = line_start, gap.end
            proved = proved or join.proof
            yield join


def _torn(proofs: tuple[int, ...], gap: Gap) -> bool:
    """Whether a gap stands where the page is torn: near a sure break, if that is not the only one, or right before it."""
    nearest = bisect_left(proofs, gap.start - NEAR)
    if nearest == len(proofs) or proofs[nearest] > gap.start + NEAR:
        return False
    return len(proofs) >= LEAST_SURE or proofs[nearest] == gap.line_end


def _join(value: str, gap: Gap, line_start: int, torn: bool, rulebook: Rulebook) -> Join | None:
    """The join of the first row of shapes that matches a gap."""
    for shape in _choices(rulebook, value[gap.start - 1], value[gap.end]):
        if shape.torn and not torn:
            continue
        found = shape.pattern.match(value, gap.start)
        if found and found.end() == gap.end:
            edit = _shaped(value, gap, line_start, shape, _table(rulebook))
            if edit is not None:
                return Join(edit, not shape.torn and shape.form in STRONG_FORMS)
    return None


@lru_cache(maxsize=4096)
def _choices(rulebook: Rulebook, last: str, first: str) -> tuple[Shape, ...]:
    """The rows that may join between these two characters, in written order."""
    shapes = _table(rulebook).shapes
    return tuple(s for s in shapes if (not s.firsts or first in s.firsts) and (not s.lasts or last in s.lasts))


def _shaped(value: str, gap: Gap, line_start: int, shape: Shape, table: Table) -> Edit | None:
    """The join of a row whose pattern matches, if its form's further evidence is there."""
    row, form = shape.row, shape.form
    if form == "heading":
        whole = (
            f"{value[line_start : gap.start]} {value[gap.end : gap.line_end]}"
            if gap.line_end - line_start < LONGEST_HEADING
            else ""
        )
        return Edit(gap.start, gap.end, row.get("glue"), row.id) if _is_heading(whole, table) else None
    if form not in ("marker", "number", "range") and _apart(value, gap, line_start, table):
        return None
    if form == "word":
        return _word(value, gap, line_start, row, table.cities)
    if form == "hyphen":
        return _hyphen(value, gap, row)
    if form == "lower" and (_brand(value, gap) or not _unfinished(value, gap, line_start)):
        return None
    if form == "bracket" and not _bracket(value, gap):
        return None
    if form == "marker" and ITEM_RE.match(value, gap.end):
        return None
    return Edit(gap.start, gap.end, row.get("glue"), row.id)


def _by_words(value: str, gap: Gap, line_start: int, torn: bool, table: Table) -> Join | None:
    """The join for the last word of one line or the first word of the next."""
    row = table.endings.get(_last_word(value, gap.start))
    first = value[gap.end]
    lower = first.islower() and not _brand(value, gap)
    if row is not None and BEGIN_RE.match(value, gap.end):
        strength = row.get("strength")
        sure = strength == "sure" or (strength == "half" and lower)
        likely = torn and (strength == "half" or not first.isupper() or _fragment(value, gap))
        if (sure or likely) and not _asks(value, gap, line_start, row) and not _apart(value, gap, line_start, table):
            return Join(Edit(gap.start, gap.end, " ", row.id), sure)
    if torn and lower and value[gap.start - 1].isalnum():
        word = WORD_RE.match(value, gap.end)
        row = table.starting.get(word[0]) if word else None
        if row is not None and not _apart(value, gap, line_start, table):
            return Join(Edit(gap.start, gap.end, " ", row.id), proof=False)
    return None


def _last_word(value: str, end: int) -> str:
    """The word that ends at `end`, looked for no further back than a little word reaches."""
    words = value[max(0, end - LONGEST_LITTLE) : end].replace("\n", " ").replace("(", " ")
    return words[words.rfind(" ") + 1 :]


def _asks(value: str, gap: Gap, line_start: int, row: Row) -> bool:
    """Whether a line that ends with a little word is a heading, by the row's `unless`."""
    unless = row.get("unless")
    return (
        bool(unless)
        and not _goes_on(value, gap)
        and gap.start - line_start <= LONGEST_HEADING
        and bool(quick(unless).match(value, line_start, gap.start))
    )


def _brand(value: str, gap: Gap) -> bool:
    """Whether the next line begins with a name that is spelled small (eBay, iOS)."""
    return value[gap.end + 1 : gap.end + 2].isupper()


def _fragment(value: str, gap: Gap) -> bool:
    """Whether a line that begins with a capital is a piece of a sentence.

    It is where the break shows the space of the page's source, where the line is short, and where the line behind it goes on in
    lower case.
    """
    if value[gap.start] in " \t" or value[gap.end - 1] in " \t":
        return True
    if len(value[gap.end : gap.line_end].split(None, LEAST_WORDS)) <= LEAST_WORDS:
        return True
    return _goes_on(value, gap)


def _goes_on(value: str, gap: Gap) -> bool:
    """Whether the line behind the next one goes on a sentence, so that the next one is a piece of it."""
    following = value[gap.line_end : gap.line_end + 20].lstrip()[:1]
    return following.islower() or following.isdigit() or following in CLOSING


# ------------------------------------------------------------------ what keeps lines apart


def _apart(value: str, gap: Gap, line_start: int, table: Table) -> bool:
    """Whether the lines are of kinds that stand alone: list items, headings, table rows, known headings."""
    if ITEM_RE.match(value, gap.end) or FIXED_RE.match(value, line_start, min(gap.start, line_start + REACH)):
        return True
    if value.startswith("**", gap.end) or value.find("\t", gap.end, min(gap.line_end, gap.end + REACH)) >= 0:
        return True
    if not value[gap.end].islower() and _heading(value, gap.end, gap.line_end, table):
        return True
    return _heading(value, line_start, gap.start, table)


def _heading(value: str, start: int, end: int, table: Table) -> bool:
    return end - start <= LONGEST_HEADING and _is_heading(value[start:end], table)


def _is_heading(line: str, table: Table) -> bool:
    return fold(line).strip(" \t:*#•.-") in table.headings


def _unfinished(value: str, gap: Gap, line_start: int) -> bool:
    """Whether a line that the next one, in lower case, may go on with is no item of a list in lower case, no chip and no name."""
    line = value[line_start : min(gap.start, line_start + REACH)]
    if line[0].islower() and line_start == gap.line_start:
        return False
    return len(line.split(None, LEAST_WORDS)) >= LEAST_WORDS


def _bracket(value: str, gap: Gap) -> bool:
    """Whether bracketed words go on a line: the sentence goes on behind them, or they are the initials of the words before."""
    line = value[gap.end : min(gap.line_end, gap.end + REACH)].rstrip()
    close = line.find(")")
    if close < 0 or line.endswith(","):
        return True
    inside = line[1:close]
    if close < len(line) - 1:
        return line[close + 1] in ",;." or line[close + 1 :].lstrip()[:1].islower()
    following = value[gap.line_end : gap.line_end + 20].lstrip()[:1]
    if following.islower() or following in (",", ";"):
        return True
    initials = "".join(
        word[0] for word in re.split(r"[\s/-]+", value[max(gap.line_start, gap.start - REACH) : gap.start]) if word
    )
    return len(inside) > 1 and initials.lower().endswith(inside.rstrip("s").lower())


# ------------------------------------------------------------------ words cut in two


def _word(value: str, gap: Gap, line_start: int, row: Row, cities: str) -> Edit | None:
    short = max(gap.start - line_start, gap.line_end - gap.end) < PROSE
    left = TAIL_RE.search(value, max(gap.line_start, gap.start - LONGEST_WORD), gap.start)
    right = WORD_RE.match(value, gap.end)
    if left is None or right is None:
        return None
    if torn_place(left[0], right[0], cities):
        return Edit(gap.start, gap.end, row.get("glue"), row.id)
    if short and not torn_word(left[0], right[0]):
        return None
    return Edit(gap.start, gap.end, row.get("glue"), row.id) if one_word(left[0], right[0], value, gap.start) else None


def _hyphen(value: str, gap: Gap, row: Row) -> Edit | None:
    """The hyphen stays where the text has the word with it, and goes where the word without it is known."""
    left = TAIL_RE.search(value, max(gap.line_start, gap.start - LONGEST_WORD), gap.start - 1)
    right = WORD_RE.match(value, gap.end)
    if left is None or right is None:
        return None
    written = f"{left[0]}-{right[0]}"
    if not known_word(written, value, gap.start) and known_word(left[0] + right[0], value, gap.start):
        return Edit(gap.start - 1, gap.end, "", row.id)
    return Edit(gap.start, gap.end, row.get("glue"), row.id)


# ------------------------------------------------------------------ the rows


@per_rulebook
def _table(rulebook: Rulebook) -> Table:
    """The rows of joins, endings and starting words, and the known headings, ready to be looked up."""
    rows = [row for row in rulebook.rows("repair/join") if row.get("form") not in ("wrap", "shred", "hang")]
    endings = {word: row for row in rulebook.rows("repair/ending") for word in row.spellings}
    pairs = frozenset(pair for row in rows for pair in row.get("tails", []))
    short = frozenset(tail for word in endings for tail in ((word[-2:],) if len(word) > 1 else (f" {word}", f"\n{word}", word)))
    firsts = frozenset("".join(row.get("first", "") for row in rows))
    lasts = frozenset("".join(row.get("last", "") for row in rows if not row.get("first")))
    heads = frozenset(pair for row in rows for pair in row.get("heads", []))
    return Table(
        likely_break(firsts, lasts, heads, pairs, endings),
        tuple(_shape(row) for row in rows),
        endings,
        {word: row for row in rulebook.rows("repair/starting") for word in row.spellings},
        firsts,
        lasts,
        heads,
        short | pairs,
        pairs,
        frozenset(fold(name) for row in rulebook.rows(HEADINGS) for name in row.spellings),
        rulebook.tables.get("places/cities", ""),
    )


def _shape(row: Row) -> Shape:
    firsts = row.get("first", "") or "".join(head[0] for head in row.get("heads", []))
    lasts = row.get("last", "") or "".join(tail[-1] for tail in row.get("tails", []))
    torn = row.get("strength") == "torn"
    return Shape(row, quick(row.pattern), row.get("form"), torn, frozenset(firsts), frozenset(lasts))
