"""A value and its map to the source.

In: the decoded source, then edits. Out: the repaired value, with spans that lead both ways.
Edits are given as `(start, end, after, rule)` and never guessed from two texts; a chain of edits is
folded into one flat list over the source, so undoing is a replacement and there is nothing to compose later.
All positions are Unicode code points. This module knows nothing about job postings.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """One replacement: `[start, end)` becomes `after`, because of the row `rule`."""

    start: int
    end: int
    after: str
    rule: str


class Text:
    """The repaired text `value`, the `source` it came from and the `edits` between them.

    >>> text = edited(Text("Winter 202\\n\\n7"), [Edit(10, 12, "", "join-number")])
    >>> text.value
    'Winter 2027'
    >>> text.source_span(7, 11)
    (7, 13)
    >>> undone(text)
    'Winter 202\\n\\n7'
    """

    __slots__ = ("_source_ends", "_source_starts", "_value_ends", "_value_starts", "edits", "source", "value")

    def __init__(self, source: str, edits: tuple[Edit, ...] = ()) -> None:
        """`edits` are sorted, do not overlap, and count in the source."""
        self.source = source
        self.edits = edits
        self._source_starts: list[int] = []
        self._source_ends: list[int] = []
        self._value_starts: list[int] = []
        self._value_ends: list[int] = []
        if not edits:
            self.value = source
            return
        pieces: list[str] = []
        at = shift = 0
        for start, end, after, _ in edits:
            pieces.append(source[at:start])
            pieces.append(after)
            self._source_starts.append(start)
            self._source_ends.append(end)
            self._value_starts.append(start + shift)
            shift += len(after) - (end - start)
            self._value_ends.append(end + shift)
            at = end
        pieces.append(source[at:])
        self.value = "".join(pieces)

    def source_start(self, at: int) -> int:
        """Where in the source the character at `at` of the value begins (behind whatever was deleted in front of it)."""
        index = bisect_right(self._value_starts, at) - 1
        if index < 0:
            return at
        if at < self._value_ends[index]:
            return self._source_starts[index]
        return self._source_ends[index] + at - self._value_ends[index]

    def source_end(self, at: int) -> int:
        """Where in the source the piece that ends at `at` of the value ends (before whatever was deleted behind it)."""
        index = bisect_left(self._value_ends, at)
        if index == len(self._value_ends) or at <= self._value_starts[index]:
            return at if index == 0 else self._source_ends[index - 1] + at - self._value_ends[index - 1]
        return self._source_ends[index]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The evidence in the source for `value[start:end]`; an empty span stays empty."""
        starts = self._value_starts
        index = bisect_right(starts, start)
        if start < end and (index == len(starts) or end <= starts[index]):  # no edit inside: mostly so
            if index == 0:
                return start, end
            shift = self._source_ends[index - 1] - self._value_ends[index - 1]
            if start >= self._value_ends[index - 1]:
                return start + shift, end + shift
        first = self.source_start(start)
        return first, max(first, self.source_end(end)) if end > start else first

    def value_start(self, at: int) -> int:
        """The place in the value for a place in the source; inside an edit, where its replacement begins."""
        index = bisect_right(self._source_starts, at) - 1
        if index < 0:
            return at
        if at < self._source_ends[index]:
            return self._value_starts[index]
        return self._value_ends[index] + at - self._source_ends[index]

    def value_span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the value that `source[start:end]` became; the whole replacement where the span cuts into an edit."""
        first = self.value_start(start)
        index = bisect_left(self._source_ends, end)
        if index < len(self._source_ends) and self._source_starts[index] < end:
            return first, max(first, self._value_ends[index])
        return first, max(first, self.value_start(end))


def edited(text: Text, changes: Iterable[Edit]) -> Text:
    """A new text with `changes` (sorted, not overlapping, counted in `text.value`) folded into the edits that are there.

    A change that touches an earlier replacement merges with it, so that the flat list stays a list of disjoint edits:

    >>> once = edited(Text("a&amp;nbsp;b"), [Edit(1, 6, "&", "entity")])
    >>> twice = edited(once, [Edit(1, 7, " ", "entity")])
    >>> twice.value, [(e.start, e.end, e.after) for e in twice.edits]
    ('a b', [(1, 11, ' ')])
    """
    changes = list(changes)
    if not changes:
        return text
    if not text.edits:
        return Text(text.source, tuple(c for c in changes if text.source[c.start : c.end] != c.after))
    return Text(text.source, tuple(_folded(text, changes)))


def _folded(text: Text, changes: list[Edit]) -> Iterable[Edit]:
    """Walk old edits and new changes in the order of the value, a cluster of touching ones at a time."""
    old, starts, ends, value = text.edits, text._value_starts, text._value_ends, text.value
    i = j = 0
    while i < len(old) or j < len(changes):
        if j == len(changes) or (i < len(old) and ends[i] <= changes[j].start):
            yield old[i]
            i += 1
            continue
        first, last = changes[j].start, changes[j].end
        members = [changes[j]]
        j += 1
        used: list[int] = []
        while True:
            if i < len(old) and _touches(starts[i], ends[i], first, last):
                used.append(i)
                first, last = min(first, starts[i]), max(last, ends[i])
                i += 1
            elif j < len(changes) and used and changes[j].start < last:
                last = max(last, changes[j].end)
                members.append(changes[j])
                j += 1
            else:
                break
        begin = old[used[0]].start if used and starts[used[0]] == first else text.source_start(first)
        stop = old[used[-1]].end if used and ends[used[-1]] == last else text.source_end(last)
        yield from _merged(text.source, value, begin, max(begin, stop), first, last, members)


def _touches(start: int, end: int, first: int, last: int) -> bool:
    """Whether the replacement `[start, end)` shares a character with `[first, last)` or lies strictly inside it."""
    if start == end or first == last:
        return first < start < last or start < first < end
    return start < last and first < end


def _merged(source: str, value: str, begin: int, stop: int, first: int, last: int, members: list[Edit]) -> Iterable[Edit]:
    pieces: list[str] = []
    at = first
    for change in members:
        pieces.append(value[at : change.start])
        pieces.append(change.after)
        at = change.end
    pieces.append(value[at:last])
    after = "".join(pieces)
    if source[begin:stop] != after:
        yield Edit(begin, stop, after, members[-1].rule)


def undone(text: Text) -> str:
    """The source again, made from the value by taking every edit back (what `repairs` promises)."""
    pieces: list[str] = []
    at = shift = 0
    for start, end, after, _ in text.edits:
        pieces.append(text.value[at : start + shift])
        pieces.append(text.source[start:end])
        at = start + shift + len(after)
        shift += len(after) - (end - start)
    pieces.append(text.value[at:])
    return "".join(pieces)
