"""passages → the clean text, with a map from the repaired text.

In: a document. Out: the text of all passages but the header: a heading on its own line, a blank line between blocks,
list items as `- …`, no trailing white space, one final newline. It selects and lays out; it changes no word.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from jobparse.model import LIST_SHAPES, Passage, SectionKind, Span


class Laid(NamedTuple):
    """A passage in the clean text: its place, None where it is not there, and its list items."""

    span: Span | None
    items: tuple[str, ...]


class CleanText(NamedTuple):
    """The clean text, where each kept block went (`starts[i]` in the repaired text lies at `places[i]` here), and each passage."""

    value: str
    starts: list[int]
    ends: list[int]
    places: list[int]
    laid: list[Laid]

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
    laid: list[Laid] = []
    at = 0
    lists = False
    for kind, blocks, _, heading in passages:
        items: list[str] = []
        shown = kind != SectionKind.HEADER
        first = len(places)
        for block in blocks:
            start, end = block[2], block[3]
            if start == end:
                continue
            body = value[start:end]
            item = block[4] in LIST_SHAPES
            if item and block is not heading:
                items.append(body)
            if shown:
                lead = ("\n- " if lists else "\n\n- ") if item else "\n\n"
                lead = lead if pieces else lead.lstrip("\n")
                lists = item
                pieces.append(lead)
                pieces.append(body)
                starts.append(start)
                ends.append(end)
                at += len(lead)
                places.append(at)
                at += end - start
        laid.append(Laid(Span(places[first], at) if len(places) > first else None, tuple(items)))
    if pieces:
        pieces.append("\n")
    return CleanText("".join(pieces), starts, ends, places, laid)
