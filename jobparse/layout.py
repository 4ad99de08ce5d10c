"""passages → the clean text, with a map from the repaired text.

In: a document. Out: the text of all passages but the header: a heading on its own line, a blank line between blocks,
list items as `- …`, no trailing white space, one final newline. It selects and lays out; it changes no word.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from jobparse.model import Passage, SectionKind, Span

if TYPE_CHECKING:
    from jobparse.model import Block

ITEM_SHAPES = ("item", "number")


class CleanText(NamedTuple):
    """The clean text and where each kept block went: `starts[i]` in the repaired text lies at `places[i]` here."""

    value: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span | None:
        """The place of `[start, end)` of the repaired text, or None where not all of its ends were kept."""
        if end <= start:
            return None
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        if first < 0 or start >= self.ends[first] or end > self.ends[last]:
            return None
        return Span(self.places[first] + start - self.starts[first], self.places[last] + end - self.starts[last])


def lay_out(value: str, passages: tuple[Passage, ...]) -> CleanText:
    """The clean text of a posting."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    places: list[int] = []
    at = 0
    before: Block | None = None
    for passage in passages:
        if passage.kind == SectionKind.HEADER:
            continue
        for block in passage.blocks:
            if block.body_start == block.body_end:
                continue
            item = block.shape in ITEM_SHAPES
            lead = "" if before is None else "\n" if item and before.shape in ITEM_SHAPES else "\n\n"
            if item:
                lead += "- "
            body = value[block.body_start : block.body_end]
            pieces += (lead, body)
            at += len(lead)
            starts.append(block.body_start)
            ends.append(block.body_end)
            places.append(at)
            at += len(body)
            before = block
    if pieces:
        pieces.append("\n")
    return CleanText("".join(pieces), tuple(starts), tuple(ends), tuple(places))
