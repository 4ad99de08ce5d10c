"""Where the header of a posting ends and its body begins.

In: blocks with the verdicts of the boilerplate rules. Out: the same blocks, where those of the header (title, company, place, date
and type lines) bear the rule that made them so; and from that, how many leading blocks the header has. Strong evidence is asked
for, and a line is judged by itself and by the lines that follow, never by those before it: so a text whose header was taken off
loses nothing more when it is parsed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.headerlines import LONGEST_MIXED, HeaderLines, is_place, is_title
from jobparse.lineforms import LONGEST_LINE, is_prose, known_headings, line_key
from jobparse.model import RemovedKind

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.model import Block
    from jobparse.rulebook import Row, Rulebook

FAMILY = "header/"

MOST_BLOCKS = 90
"""Header lines stand within the first blocks of a page, what the page adds between them included (LinkedIn's log-in forms: 70)."""

MOST_NAMES = 3
"""Lines in a row that say nothing by themselves: the employer, its department, its trade."""

LONGEST_NAME = 70
LONGEST_LABELLED = 160
ENOUGH = 2
LISTED = ("item", "number")
COMPANY_END_RE = regex.compile(r"\b(?:Inc|Ltd|Co|Corp|LLC|L\.?P|S\.A|S\.L|B\.V|N\.V|e\.V|Bros|St|Jr|Dr)\.$")


class _Reading(NamedTuple):
    """What one line is: the row that says so, and how far it proves that this is a header."""

    rule: str
    weight: float


def header_end(blocks: Sequence[Block], hits: Hits, rulebook: Rulebook) -> int:
    """How many of the leading blocks, removed ones included, form the header; 0 where the text begins with the body.

    `blocks` are judged ones: `mark_header` has left its rules on them.
    """
    rows = rulebook.by_id
    end = 0
    for index, block in enumerate(blocks[:MOST_BLOCKS]):
        if block.rule and not block.removed and block.rule in rows and rows[block.rule].family.startswith(FAMILY):
            end = index + 1
    return end


def mark_header(blocks: list[Block], hits: Hits, rulebook: Rulebook) -> list[Block]:
    """The blocks, those of the header bearing the rule by which they belong to it."""
    zone = _Zone(blocks, hits, rulebook)
    marked = zone.read()
    for index, rule in marked.items():
        blocks[index] = blocks[index]._replace(rule=rule)
    return blocks


class _Zone:
    """Reads the leading lines of a text until one cannot be a header's."""

    def __init__(self, blocks: Sequence[Block], hits: Hits, rulebook: Rulebook) -> None:
        self.blocks = blocks
        self.hits = hits
        self.header = HeaderLines(hits, rulebook)
        self.known = known_headings(rulebook)
        self.forms = {row.get("form"): row.id for row in rulebook.rows("header/zone")}

    def read(self) -> dict[int, str]:
        """The rule of every block of the header."""
        accepted: dict[int, str] = {}
        pending: dict[int, str] = {}
        seen: set[str] = set()
        weight = 0.0
        titles = 0
        cut_short = False
        expecting: str | None = None
        for index in self._worded():
            if expecting:
                accepted[index], expecting = expecting, None
                continue
            reading = self._reading(index, seen)
            if reading is None:
                cut_short = not self._begins_body(index)
                break
            seen.add(self._key(index))
            if reading.weight < 0:
                expecting = reading.rule
                reading = _Reading(reading.rule, 1)
            if reading.weight == 0:
                pending[index] = reading.rule
                if sum(1 for rule in pending.values() if rule == self.forms.get("name")) > MOST_NAMES:
                    cut_short = True
                    break
                continue
            accepted.update(pending)
            pending = {}
            accepted[index] = reading.rule
            weight += reading.weight
            titles += reading.rule == self.forms.get("title")
        if weight < ENOUGH or (len(accepted) == titles and cut_short):
            return {}
        accepted.update(self._closing(accepted, pending))
        return accepted

    def _worded(self) -> list[int]:
        return [
            index
            for index, block in enumerate(self.blocks[:MOST_BLOCKS])
            if not block.removed and block.body_end > block.body_start
        ]

    def _key(self, index: int) -> str:
        block = self.blocks[index]
        return line_key(self.hits.folded[block.body_start : block.body_end])

    def _reading(self, index: int, seen: set[str]) -> _Reading | None:
        """What the line is; None where it cannot be a header's. A negative weight is a label whose value is the next line."""
        block = self.blocks[index]
        length = block.body_end - block.body_start
        if length > LONGEST_MIXED:
            return None
        start, end = block.body_start, block.body_end
        label = self.header.label(start, end)
        if label and length <= LONGEST_LABELLED:
            return self._labelled(*label, end)
        if length > LONGEST_LINE:
            return _Reading(self.forms["mixed"], 2) if self.header.is_mixed(start, end) else None
        typed = self.header.typed(start, end)
        if typed is not None:
            return _Reading(typed.id, typed.get("weight", 1))
        key = self._key(index)
        if key in seen:
            return _Reading(self.forms["name"], 0.5)
        bare = self.header.bare_label(start, end)
        if bare is not None:
            return _Reading(bare.id, -1 if self._value_follows(index) else 0)
        if key in self.known:
            return None
        line = self.header.line(block)
        if self.header.is_mixed(start, end):
            return _Reading(self.forms["mixed"], 2)
        if is_place(line, self.header.words):
            return _Reading(self.forms["place"], 1)
        kinds = self.header.kinds(start, end)
        if kinds and length <= LONGEST_NAME:
            return _Reading(kinds[0][0].id, 1)
        if is_prose(block, self.hits.folded) or block.shape in LISTED:
            return None
        if is_title(line, self.header.words):
            return _Reading(self.forms["title"], 2)
        return _Reading(self.forms["name"], 0) if self._is_name(line) else None

    def _labelled(self, row: Row, value: int, end: int) -> _Reading:
        """A `Label: value` line: a title that is one proves most, fields that bodies have too prove little, pay proves nothing."""
        if row.get("field") == "title" and is_title(self.hits.value[value:end], self.header.words):
            return _Reading(row.id, 2)
        if row.get("field") == "pay":
            return _Reading(row.id, 0)
        return _Reading(row.id, 1 if row.get("header", True) else 0.5)

    def _is_name(self, line: str) -> bool:
        """Whether a line may be a name: short, with capitals, no sentence and no question."""
        if len(line) > LONGEST_NAME:
            return False
        if not any(char.isupper() or char.isdigit() for char in line):
            return " " not in line and line.isalpha()
        return line[-1:] not in ".:?!;," or COMPANY_END_RE.search(line) is not None

    def _value_follows(self, index: int) -> bool:
        """Whether the next worded line can be the value of a label: short, no heading, no label itself."""
        for after in range(index + 1, min(index + 4, len(self.blocks))):
            block = self.blocks[after]
            if block.removed or block.body_start == block.body_end:
                continue
            short = block.body_end - block.body_start <= LONGEST_NAME and not is_prose(block, self.hits.folded)
            return short and block.shape not in ("item", "number") and self._key(after) not in self.known
        return False

    def _begins_body(self, index: int) -> bool:
        """Whether the line that ended the reading is the beginning of a body: a known heading or prose."""
        return self._key(index) in self.known or is_prose(self.blocks[index], self.hits.folded)

    def _closing(self, accepted: dict[int, str], pending: dict[int, str]) -> dict[int, str]:
        """The lines behind the last proof that still belong to the header: fields, and the employer's name right below the title."""
        closing: dict[int, str] = {}
        for index, rule in pending.items():
            if rule == self.forms["name"]:
                below_title = accepted[max(accepted)] == self.forms["title"] and not closing
                if not self._before_buttons(index) and not (below_title and self._stands_again(index)):
                    break
            elif rule in self.header.words.pay_labels:
                break
            closing[index] = rule
        return closing

    def _before_buttons(self, index: int) -> bool:
        """Whether buttons of the page stand between a line and the body: what is above them is no body."""
        for after in range(index + 1, min(index + 1 + MOST_NAMES * 2, len(self.blocks))):
            block = self.blocks[after]
            if block.body_start == block.body_end:
                continue
            if block.removed:
                return block.removed == RemovedKind.CHROME
            if is_prose(block, self.hits.folded) or self._key(after) in self.known:
                return False
        return False

    def _stands_again(self, index: int) -> bool:
        """Whether the words of a line stand a second time in the text, as an employer's name does."""
        block = self.blocks[index]
        words = self.hits.value[block.body_start : block.body_end].strip()
        return self.hits.value.find(words, block.body_end) >= 0
