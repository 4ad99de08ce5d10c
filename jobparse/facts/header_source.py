"""What the readers of header fields look at: the header's blocks, the page's own phrases, the body's beginning.

In: a document. Out: questions answered once and kept for all fields. It decides no field.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from jobparse.headerlines import HeaderLines
from jobparse.headerzone import MOST_BLOCKS, header_end
from jobparse.lineforms import line_key
from jobparse.model import Fact, Span

if TYPE_CHECKING:
    from jobparse.model import Block, Document
    from jobparse.rulebook import Row

BODY_READ = 6000
"""How far into the body sentences are read for a title or an employer: nine tenths of them stand in the first 3,000 characters."""


class Line(NamedTuple):
    """A line of the header: its block, the row that made it one, and the span of its words."""

    block: Block
    row: Row
    start: int
    end: int


class HeaderSource:
    """One posting, as the header is read from it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.value = document.value
        self.folded = document.hits.folded
        self.hits = document.hits
        self.rulebook = document.rulebook
        self.reader = HeaderLines(document.hits, document.rulebook)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The kept lines of the header, in order."""
        rows = self.rulebook.by_id
        end = header_end(self.document.blocks, self.hits, self.rulebook)
        return tuple(
            Line(block, rows[block.rule], block.body_start, block.body_end)
            for block in self.document.blocks[:end]
            if not block.removed and block.rule in rows and block.body_end > block.body_start
        )

    @cached_property
    def body_start(self) -> int:
        """Where the body begins in the text."""
        blocks = self.document.blocks
        end = header_end(blocks, self.hits, self.rulebook)
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
    def top(self) -> tuple[Block, ...]:
        """The blocks at the top of the page, removed ones too."""
        return self.document.blocks[:MOST_BLOCKS]

    def labelled(self, field: str) -> list[tuple[Row, int, int]]:
        """The values of a label's field in the header: on the label's own line, or on the next one."""
        values: list[tuple[Row, int, int]] = []
        lines = self.lines
        for index, line in enumerate(lines):
            if line.row.family != "header/label" or line.row.get("field") != field:
                continue
            label = self.reader.label(line.start, line.end)
            if label and label[0] is line.row:
                values.append((line.row, label[1], self.stripped_end(label[1], line.end)))
            elif self.reader.bare_label(line.start, line.end) is line.row and index + 1 < len(lines):
                after = lines[index + 1]
                if after.row is line.row:
                    values.append((line.row, after.start, after.end))
        return values

    def stripped_end(self, start: int, end: int) -> int:
        """The end of a value without white space, bars and marks of emphasis behind it."""
        return start + len(self.value[start:end].rstrip(" \t|*_`\\"))

    def fact(self, row: str, start: int, end: int, *, by: str = "employer") -> Fact:
        """The fact that `[start, end)` states, as it stands there."""
        return Fact(" ".join(self.value[start:end].split()), Span(start, end), rule=row, by=by)

    def key(self, start: int, end: int) -> str:
        """The words of a span as they are looked up."""
        return line_key(self.folded[start:end])
