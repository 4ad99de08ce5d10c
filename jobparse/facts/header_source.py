"""What the readers of header fields look at: the header's blocks, the page's own phrases, the body's beginning.

In: a document. Out: questions answered once and kept for all fields. It decides no field.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.headerlines import HeaderLines
from jobparse.headerunits import MOST_BLOCKS
from jobparse.headerwords import LABELS
from jobparse.lineforms import line_key
from jobparse.model import Fact, RemovedKind, SectionKind, Span
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jobparse.matching import Match
    from jobparse.model import Block, Document
    from jobparse.rulebook import Row, Rulebook

BODY_READ = 3000
"""How far into the body sentences are read for a title or an employer: nine tenths of them stand in these first characters."""

FURTHER_READ = 4000
"""How far behind them they are read where the first ones name none: postings that begin with what the employer is and offers."""

LATE_READ, MOST_LATE = 500, 8
"""Of how many later sections that name the employer in full the beginning is read, and how much of it."""

NAMING_KINDS = (SectionKind.EQUAL_OPPORTUNITY, SectionKind.COMPANY, SectionKind.ELIGIBILITY, SectionKind.LEGAL)
LONGEST_PHRASE = 400
LONGEST_WALL = 600
MOST_PHRASES = 120
"""Lines of the page that are read for names: all that stand above the posting, and the first ones below it."""

WIDE_RE = re.compile(r"  ++(?=[A-Z])")
"""Where a line break was lost, wide spaces are all that is left of it."""

LISTING_KINDS = (SectionKind.REQUIREMENTS, SectionKind.PREFERRED, SectionKind.RESPONSIBILITIES)
"""Sections that list what is asked and done: hardly ever do they name who employs, or whom."""

ROLE = frozenset((SectionKind.ROLE, SectionKind.WORK_ARRANGEMENT, SectionKind.COMPANY, SectionKind.OTHER))
"""Sections that name the job in sentences."""

SENTENCE_ENDS = (".", "!", "?", ":", ";")
GLUED_LENGTH = 60
GLUE_RE = quick(r"\p{Ll}\p{Lu}\p{Ll}")


class Line(NamedTuple):
    """A line of the header: its block, the row that made it one, and the span of its words."""

    block: Block
    row: Row
    start: int
    end: int


class Told(NamedTuple):
    """A title or an employer that a sentence names: how much it is believed, where it stands and which row found it."""

    weight: float
    start: int
    end: int
    rule: str


class Stretches(NamedTuple):
    """Parts of a body that are read for sentences: their spans, kept blocks that touch as one, and where inside a line a sentence may begin."""

    spans: tuple[tuple[int, int], ...]
    cuts: tuple[int, ...]


NO_STRETCHES = (Stretches((), ()), Stretches((), ()))


def _touching(blocks: Iterable[Block], first: int, limit: int) -> list[tuple[int, int]]:
    """The spans of blocks between two places, those that touch as one."""
    spans: list[tuple[int, int]] = []
    for block in blocks:
        if block.start >= first and block.start < limit:
            if spans and spans[-1][1] == block.start:
                spans[-1] = (spans[-1][0], min(block.end, limit))
            else:
                spans.append((block.body_start, min(block.end, limit)))
    return spans


class _Surroundings(NamedTuple):
    """What one look at the blocks gives: the lines of the header, where the body begins, what the page says of itself."""

    lines: tuple[Line, ...]
    body_start: int
    closed: bool
    panel_start: int | None
    naming: tuple[Block, ...]
    removed: tuple[tuple[int, int], ...]


@per_rulebook
def _telling(rulebook: Rulebook) -> dict[str, tuple[bool, bool, bool]]:
    """The rows whose lines the header is read from, too: whether they name title or employer, say that the job is closed, begin a panel."""
    rows = (row for family in rulebook.families if family.startswith("boilerplate/") for row in rulebook.rows(family))
    said = {row.id: (bool(row.get("names")), row.get("status") == "closed", bool(row.get("panel"))) for row in rows}
    return {ident: tells for ident, tells in said.items() if any(tells)}


class HeaderSource:
    """One posting, as the header is read from it."""

    UNREAD = Told(0, 0, 0, "")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.value = document.value
        self.folded = document.hits.folded
        self.hits = document.hits
        self.rulebook = document.rulebook
        self.reader = HeaderLines(document.hits, document.rulebook)
        self.words = self.reader.words
        self.told: Told | None = self.UNREAD
        self.named: list[Match] | None = None
        self.refused: list[Fact] = []
        self.page = self._page()
        self.lines = self.page.lines
        self.body_start = self.page.body_start

    def _page(self) -> _Surroundings:
        """The blocks that bear a rule, looked at once."""
        rows, telling = self.words.rows, _telling(self.rulebook)
        lines: list[Line] = []
        naming: list[Block] = []
        removed: list[tuple[int, int]] = []
        body, closed, panel = 0, False, None
        for index, block in enumerate(self.document.blocks):
            start, end, _, _, _, _, _, kind, rule = block
            if not rule:
                continue
            if not kind:
                if rule in rows and index < MOST_BLOCKS:
                    body = end
                    self._add_line(lines, block, rows[rule])
                    naming.append(block)
                continue
            removed.append((start, end))
            if rule not in telling:
                continue
            names, closes, panelled = telling[rule]
            if names:
                naming.append(block)
            closed = closed or (closes and kind == RemovedKind.BANNER)
            if panelled and panel is None:
                panel = start
        return _Surroundings(tuple(lines), body, closed, panel, tuple(naming), tuple(removed))

    def _add_line(self, lines: list[Line], block: Block, row: Row) -> None:
        """Another line of the header; blocks of one line of the text with one rule are one line."""
        if block.body_end == block.body_start:
            return
        last = lines[-1] if lines else None
        glued = last and last.row is row and self.value[block.start - 1] != "\n" and last.end < block.body_start
        if last and glued:
            lines[-1] = last._replace(end=block.body_end)
        else:
            lines.append(Line(block, row, block.body_start, block.body_end))

    @property
    def prose(self) -> Stretches:
        """The stretches of the body's beginning in which sentences are read first: all but the sections that list what is asked and done."""
        return self._told[0]

    @property
    def listings(self) -> Stretches:
        """The same for the sections that list: read where the others do not tell."""
        return self._told[1]

    @property
    def body(self) -> tuple[tuple[int, int], ...]:
        """Where the body's beginning stands, what was removed from it included."""
        return ((self.body_start, self.body_start + BODY_READ),)

    def is_removed(self, at: int) -> bool:
        """Whether a place lies in what the page was rid of."""
        number = bisect_right(self._removed_starts, at)
        return number > 0 and at < self.page.removed[number - 1][1]

    @cached_property
    def _removed_starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self.page.removed)

    def _is_broken(self, start: int, end: int) -> bool:
        """Whether something was removed from inside a stretch."""
        number = bisect_right(self._removed_starts, start)
        return number < len(self._removed_starts) and self._removed_starts[number] < end

    @cached_property
    def further(self) -> tuple[Stretches, Stretches]:
        """The same two for what stands behind the body's beginning, read where that does not tell."""
        return self._behind_beginning()

    @property
    def further_role(self) -> Stretches:
        """What stands behind the body's beginning and is of the job in prose: a title is named there, if it was not before."""
        return self._behind_beginning(ROLE)[0]

    def _behind_beginning(self, only: frozenset[str] | None = None) -> tuple[Stretches, Stretches]:
        limit = self.body_start + BODY_READ
        if limit >= len(self.value):
            return NO_STRETCHES
        first = max(self.body_start, self.value.rfind("\n", 0, limit) + 1)
        return self._stretches(first, limit + FURTHER_READ, only)

    @cached_property
    def _told(self) -> tuple[Stretches, Stretches]:
        return self._stretches(self.body_start, self.body_start + BODY_READ)

    def _stretches(self, first: int, limit: int, only: frozenset[str] | None = None) -> tuple[Stretches, Stretches]:
        """What is prose and what is lists between two places of the body, in sections of some kinds or of all."""
        prose: list[tuple[int, int]] = []
        listings: list[tuple[int, int]] = []
        cuts: list[int] = []
        for passage in self.document.passages:
            kind, blocks = passage[0], passage[1]
            start, end = blocks[0].body_start, blocks[-1].end
            if start >= limit:
                break
            if end <= first or (only and kind not in only):
                continue
            spans = listings if kind in LISTING_KINDS else prose
            if self._is_broken(start, end):
                spans += _touching(blocks, first, limit)
            elif spans and spans[-1][1] == blocks[0].start:
                spans[-1] = (spans[-1][0], min(end, limit))
            else:
                spans.append((max(start, first), min(end, limit)))
            if self.value.count("\n", start, end) < len(blocks):
                cuts += [block.start for block in blocks if first < block.start < limit and self._begins_inside(block.start)]
        cuts += self._wide_gaps(prose, first, limit)
        return Stretches(tuple(prose), tuple(cuts)), Stretches(tuple(listings), tuple(cuts))

    def _begins_inside(self, start: int) -> bool:
        """Whether a block that begins inside a line begins a sentence there, which no full stop before it tells."""
        if self.value[start - 1] == "\n" or self.value[start].islower():
            return False
        if self.value[start - 1].isalpha() and self.reader.is_one_word(start - 1):
            return False
        return self.value[max(0, start - 3) : start].rstrip()[-1:] not in SENTENCE_ENDS

    def _wide_gaps(self, spans: list[tuple[int, int]], first: int, limit: int) -> list[int]:
        """Behind which wide spaces a line may have begun: those that follow no end of a sentence."""
        if self.value.find("  ", first, limit) < 0:
            return []
        gaps = (gap for start, end in spans for gap in WIDE_RE.finditer(self.value, start, min(end, limit)))
        return [
            gap.end()
            for gap in gaps
            if not self.value[gap.start() - 1].isspace() and self.value[gap.start() - 1] not in SENTENCE_ENDS
        ]

    @property
    def late(self) -> Iterator[tuple[int, int]]:
        """The beginnings of later sections that name the employer in full, behind what `body` covers."""
        limit = self.body_start + BODY_READ
        found = 0
        for passage in self.document.passages:
            if passage.kind in NAMING_KINDS and found < MOST_LATE:
                start, end = passage.start, passage.end
                if end > limit and start + LATE_READ > limit:
                    found += 1
                    yield max(start, limit), min(end, start + LATE_READ)

    @cached_property
    def page_lines(self) -> list[tuple[int, int]]:
        """The lines in which a page may name title and employer outright: those of the header, and removed ones whose rows say so."""
        lines: list[tuple[int, int]] = []
        for block in self.page.naming[:MOST_PHRASES]:
            start = self.value.rfind("\n", max(0, block.body_start - LONGEST_PHRASE), block.body_start) + 1
            end = self.value.find("\n", block.body_end, block.body_end + LONGEST_PHRASE)
            end = block.body_end if end < 0 else end
            lines.append((start, end) if end - start <= LONGEST_WALL else (block.body_start, block.body_end))
        return lines

    @cached_property
    def labels(self) -> list[tuple[Row, int, int]]:
        """The labels of the header with the spans of their values: on the label's own line, in a field of it, or on the next line."""
        values: list[tuple[Row, int, int]] = []
        lines = self.lines
        for index, line in enumerate(lines):
            if line.row.family != LABELS and line.row.get("form") != "mixed":
                continue
            values.extend((label, start, self.stripped_end(start, end)) for label, start, end in self._labels(line))
            if line.row.family == LABELS and index + 1 < len(lines) and self.reader.bare_label(line.start, line.end) is line.row:
                after = lines[index + 1]
                if after.row is line.row:
                    values.append((line.row, after.start, after.end))
        return values

    def labelled(self, field: str) -> list[tuple[Row, int, int]]:
        """The values of a label's field in the header."""
        return [found for found in self.labels if found[0].get("field") == field] if self.lines else []

    @cached_property
    def typed(self) -> list[tuple[Row, int, int]]:
        """What lines of the header, or fields of a line of several, say by their form: an age, a kind of work, a number."""
        found: list[tuple[Row, int, int]] = []
        for line in self.lines:
            mixed = line.row.get("form") == "mixed"
            for start, end in self.reader.fields(line.start, line.end) if mixed else [(line.start, line.end)]:
                if typed := self.reader.typed_match(start, end):
                    found.append((typed[0], *self.trimmed(*typed[1:])))
        return found

    def _labels(self, line: Line) -> list[tuple[Row, int, int]]:
        """The labels of a line with the spans of their values: a line of several fields may have several."""
        inline = self.reader.inline_labels(line.start, line.end)
        if len(inline) > 1:
            stops = [*(begin for _, begin, _ in inline[1:]), line.end]
            return [(row, value, self._field_end(value, stop)) for (row, _, value), stop in zip(inline, stops, strict=True)]
        parted = self.reader.holds_fields(line.start, line.end)
        spans = self.reader.fields(line.start, line.end) if parted else [(line.start, line.end)]
        whole = self.reader.label(line.start, line.end)
        if whole and whole[1] >= spans[0][1]:
            end = next((span[1] for span in spans if span[0] <= whole[1] < span[1]), line.end)
            return [(whole[0], whole[1], end)]
        labelled = ((span, self.reader.label(*span)) for span in spans)
        return [(label[0], label[1], span[1]) for span, label in labelled if label]

    def _field_end(self, start: int, end: int) -> int:
        """The end of a value before a bar, a dot or a wide gap."""
        if end <= start or not self.reader.holds_fields(start, end):
            return max(start, end)
        return self.reader.fields(start, end)[0][1]

    def stripped_end(self, start: int, end: int) -> int:
        """The end of a value without white space, bars and marks of emphasis."""
        return start + len(self.value[start:end].rstrip(" \t|*_`\\,"))

    def fact(self, row: str, start: int, end: int, *, by: str = "employer") -> Fact:
        """The fact that `[start, end)` states, as it stands there."""
        return Fact(" ".join(self.value[start:end].split()), Span(start, end), rule=row, by=by)

    def key(self, start: int, end: int) -> str:
        """The words of a span as they are looked up."""
        return line_key(self.folded[start:end])

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The span without white space and marks at its edges."""
        words = self.value[start:end]
        return start + len(words) - len(words.lstrip(' \t*_`#|"')), start + len(words.rstrip(' \t*_`|,"'))

    def stands_again(self, start: int, end: int) -> bool:
        """Whether the words stand a second time in the text."""
        words = self.value[start:end]
        return self.value.find(words, end) >= 0 or self.value.find(words, 0, start) >= 0

    def stands_free(self, words: str) -> bool:
        """Whether the words stand anywhere in the text with no letter right before them."""
        at = self.value.find(words)
        while at > 0 and self.value[at - 1].isalnum():
            at = self.value.find(words, at + 1)
        return at >= 0

    def has_company_word(self, start: int, end: int) -> bool:
        """Whether a word that names of employers hold stands in the span."""
        return any(token.strip(".,()") in self.words.company_words for token in self.folded[start:end].split())

    def ends_like_company(self, start: int, end: int) -> bool:
        """Whether the last word is one that names of employers end in."""
        return self.folded[start:end].rsplit(" ", 1)[-1].strip(".,()") in self.words.company_words

    def legal_end(self, at: int, end: int) -> int:
        """The end of a name with the legal form behind it."""
        found = self.words.forms.legal.match(self.value, at, end)
        return found.end() if found else at

    def is_glued(self, start: int, end: int) -> bool:
        """Whether a line is long for a title or has a capital inside a word: something may have run into it."""
        return end - start > GLUED_LENGTH or GLUE_RE.search(self.value, start, end) is not None
