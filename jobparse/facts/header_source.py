"""What the readers of header fields look at: the header's blocks, the page's own phrases, the body's beginning.

In: a document. Out: questions answered once and kept for all fields. It decides no field.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.headerlines import HeaderLines
from jobparse.headerzone import header_end
from jobparse.lineforms import line_key
from jobparse.model import Fact, SectionKind, Span

if TYPE_CHECKING:
    from jobparse.matching import Match
    from jobparse.model import Block, Document
    from jobparse.rulebook import Row

BODY_READ = 3000
"""How far into the body sentences are read for a title or an employer: nine tenths of them stand in these first characters."""

LATE_READ = 500
NAMING_KINDS = (SectionKind.EQUAL_OPPORTUNITY, SectionKind.COMPANY, SectionKind.ELIGIBILITY, SectionKind.LEGAL)
SENTENCE_BREAK_RE = regex.compile(r"[.!?:;][\"”')]*+\s++(?=\S)|\n\s*+(?=\S)|(?<=\p{Ll}[.!?])(?=\p{Lu}\p{Ll})")


LONGEST_PHRASE = 400
LONGEST_WALL = 600
MOST_PHRASES = 120
"""Lines of the page that are read for names: all that stand above the posting, and the first ones below it."""

GLUED_LENGTH = 60
GLUE_RE = regex.compile(r"\p{Ll}\p{Lu}\p{Ll}")
NEXT_LABEL_RE = regex.compile(r"(?:(?<=\p{Ll})|\s)(\p{Lu}[\p{L}/#]*+(?:\s[\p{L}/#]++){0,2}+)\s?:")
LEGAL_RE = regex.compile(
    r",? (?:Pty\.? )?(?:Inc|LLC|L\.L\.C|Ltd|Limited|GmbH|AG|S\.A|SA|S\.L|plc|PLC|B\.V|LLP|Corp|Co|KG|e\.V)\b\.?"
)


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

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The kept lines of the header, in order; blocks of one line of the text with one rule are one line."""
        rows = self.rulebook.by_id
        lines: list[Line] = []
        for block in self.document.blocks[: header_end(self.document.blocks, self.rulebook)]:
            if block.removed or block.rule not in rows or block.body_end == block.body_start:
                continue
            row, last = rows[block.rule], lines[-1] if lines else None
            if (
                last
                and last.row is row
                and block.start > 0
                and self.value[block.start - 1] != "\n"
                and last.end < block.body_start
            ):
                lines[-1] = last._replace(end=block.body_end)
            else:
                lines.append(Line(block, row, block.body_start, block.body_end))
        return tuple(lines)

    @cached_property
    def body_start(self) -> int:
        """Where the body begins in the text."""
        blocks = self.document.blocks
        end = header_end(blocks, self.rulebook)
        return blocks[end].start if end < len(blocks) else len(self.value)

    @cached_property
    def body(self) -> tuple[tuple[int, int], ...]:
        """The spans of the body's kept lines that are read for sentences."""
        spans: list[tuple[int, int]] = []
        start = self.body_start
        for block in self.document.blocks:
            if block.start < start or block.removed or block.body_end <= block.body_start:
                continue
            spans.append((block.body_start, min(block.body_end, start + BODY_READ)))
            if block.end - start >= BODY_READ:
                break
        return tuple(spans)

    @cached_property
    def sentences(self) -> tuple[int, ...]:
        """Where sentences of the body begin, and of its statements on equal opportunity, which name the employer in full."""
        starts: list[int] = []
        late = [(p.start, min(p.end, p.start + LATE_READ)) for p in self.document.passages if p.kind in NAMING_KINDS]
        for start, end in (*self.body, *late):
            starts.append(start)
            starts.extend(found.end() for found in SENTENCE_BREAK_RE.finditer(self.value, start, end))
        return tuple(dict.fromkeys(starts))

    @cached_property
    def panel_start(self) -> int | None:
        """Where the page's panel of criteria begins, if it has one."""
        rows = self.rulebook.by_id
        return next((b.start for b in self.document.blocks if b.removed and b.rule in rows and rows[b.rule].get("panel")), None)

    @cached_property
    def page_lines(self) -> list[tuple[int, int]]:
        """The lines in which a page may name title and employer outright: those of the header, and removed ones whose rows say so."""
        rows = self.rulebook.by_id
        lines: list[tuple[int, int]] = []
        for block in self.document.blocks:
            if not block.rule:
                continue
            row = rows.get(block.rule)
            if row is None or not (row.get("names") if block.removed else row.family.startswith("header/")):
                continue
            start = self.value.rfind("\n", max(0, block.body_start - LONGEST_PHRASE), block.body_start) + 1
            end = self.value.find("\n", block.body_end, block.body_end + LONGEST_PHRASE)
            end = block.body_end if end < 0 else end
            lines.append((start, end) if end - start <= LONGEST_WALL else (block.body_start, block.body_end))
            if len(lines) == MOST_PHRASES:
                break
        return lines

    def labelled(self, field: str) -> list[tuple[Row, int, int]]:
        """The values of a label's field in the header: on the label's own line, in a field of it, or on the next line."""
        values: list[tuple[Row, int, int]] = []
        lines = self.lines
        for index, line in enumerate(lines):
            if line.row.family != "header/label" and line.row.get("form") != "mixed":
                continue
            for label, start, end in self._labels(line):
                if label.get("field") == field:
                    values.append((label, start, self.stripped_end(start, end)))
            if (
                line.row.get("field") == field
                and self.reader.bare_label(line.start, line.end) is line.row
                and index + 1 < len(lines)
            ):
                after = lines[index + 1]
                if after.row is line.row:
                    values.append((line.row, after.start, after.end))
        return values

    def _labels(self, line: Line) -> list[tuple[Row, int, int]]:
        """The labels of a line with the spans of their values: a line of several fields may have several."""
        spans = (
            self.reader.fields(line.start, line.end)
            if self.reader.holds_fields(line.start, line.end)
            else [(line.start, line.end)]
        )
        whole = self.reader.label(line.start, line.end)
        if whole and whole[1] >= spans[0][1]:
            end = next((span[1] for span in spans if span[0] <= whole[1] < span[1]), line.end)
            return [(whole[0], whole[1], end)]
        labelled = ((span, self.reader.label(*span)) for span in spans)
        return [(label[0], label[1], span[1]) for span, label in labelled if label]

    def stripped_end(self, start: int, end: int) -> int:
        """The end of a value: before the next label on its line, without white space, bars and marks of emphasis."""
        for found in NEXT_LABEL_RE.finditer(self.value, start, end):
            if self.key(found.start(1), found.end(1)) in self.words.labels:
                end = found.start()
                break
        return start + len(self.value[start:end].rstrip(" \t|*_`\\"))

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

    def has_company_word(self, start: int, end: int) -> bool:
        """Whether a word that names of employers hold stands in the span."""
        return any(token.strip(".,()") in self.words.company_words for token in self.folded[start:end].split())

    def ends_like_company(self, start: int, end: int) -> bool:
        """Whether the last word is one that names of employers end in."""
        return self.folded[start:end].rsplit(" ", 1)[-1].strip(".,()") in self.words.company_words

    def legal_end(self, at: int, end: int) -> int:
        """The end of a name with the legal form behind it."""
        found = LEGAL_RE.match(self.value, at, end)
        return found.end() if found else at

    def is_glued(self, start: int, end: int) -> bool:
        """Whether a line is long for a title or has a capital inside a word: something may have run into it."""
        return end - start > GLUED_LENGTH or GLUE_RE.search(self.value, start, end) is not None
