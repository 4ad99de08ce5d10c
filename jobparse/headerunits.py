"""The leading lines of a text, as the header is read: blocks that are one line of the text together.

In: judged blocks and the hits. Out: `LeadingLines`, which gives them by their numbers, each read when it is first asked for: most texts begin with
the body, and nobody asks for more than the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.headerlines import LONGEST_MIXED
from jobparse.lineforms import line_key

if TYPE_CHECKING:
    from collections.abc import Set

    from jobparse.headerlines import HeaderLines
    from jobparse.matching import Hits
    from jobparse.model import Block

MOST_BLOCKS = 90
"""Header lines stand within the first blocks of a page, what the page adds between them included (LinkedIn's log-in forms: 70)."""


class Unit(NamedTuple):
    """What is read as one line: all blocks of a short line of the text, or one block of a long one."""

    blocks: tuple[int, ...]
    start: int
    end: int


class LeadingLines:
    """The leading lines of a text, without what was removed of it. `known` are the headings at which a long line is parted."""

    __slots__ = ("_blocks", "_header", "_hits", "_known", "_read", "_unread")

    def __init__(self, blocks: Sequence[Block], hits: Hits, known: Set[str], header: HeaderLines) -> None:
        self._blocks = blocks
        self._header = header
        self._hits = hits
        self._known = known
        self._read: list[Unit] = []
        self._unread = self._units()

    def at(self, number: int) -> Unit | None:
        """The line of that number; None behind the last."""
        while len(self._read) <= number:
            unit = next(self._unread, None)
            if unit is None:
                return None
            self._read.append(unit)
        return self._read[number]

    def part_first(self) -> bool:
        """Give the pieces of the first line one by one from now on, if it begins with a field: it was no header as a whole."""
        first = self.at(0)
        if first is None or len(first.blocks) == 1 or self._blocks[first.blocks[0]].shape != "label":
            return False
        self._read[:1] = [self._unit([index]) for index in first.blocks]
        return True

    def __getitem__(self, number: int) -> Unit:
        return self._read[number]

    def _units(self) -> Iterator[Unit]:
        """Blocks of one short line together, since a line of several fields may look like a list in one line."""
        value = self._hits.value
        group: list[int] = []
        for index, block in enumerate(self._blocks[:MOST_BLOCKS]):
            if block.removed or block.body_end == block.body_start:
                yield from self._grouped(group)
                group = []
                continue
            if group and value[block.start - 1] == "\n":
                yield from self._grouped(group)
                group = []
            group.append(index)
        yield from self._grouped(group)

    def _grouped(self, group: list[int]) -> Iterator[Unit]:
        if not group:
            return
        if self._length(group) > LONGEST_MIXED:
            heads = (number for number, index in enumerate(group) if number and self._key(index) in self._known)
            split = next(heads, 1)
            if self._length(group[:split]) > LONGEST_MIXED or self._are_fields(group[:split]):
                split = 1
            yield self._unit(group[:split])
            yield from (self._unit([index]) for index in group[split:])
        else:
            yield self._unit(group)

    def _are_fields(self, group: Sequence[int]) -> bool:
        """Whether pieces of a line are fields, each with its label: read again, each stands on a line of its own."""
        first = self._blocks[group[0]]
        labelled = first.shape == "label" or self._header.typed(first.body_start, first.body_end) is not None
        return len(group) > 1 and labelled and all(self._blocks[index].shape == "label" for index in group[1:])

    def _length(self, group: Sequence[int]) -> int:
        return self._blocks[group[-1]].body_end - self._blocks[group[0]].body_start

    def _unit(self, group: Sequence[int]) -> Unit:
        return Unit(tuple(group), self._blocks[group[0]].body_start, self._blocks[group[-1]].body_end)

    def _key(self, index: int) -> str:
        block = self._blocks[index]
        return line_key(self._hits.folded[block.body_start : block.body_end])
