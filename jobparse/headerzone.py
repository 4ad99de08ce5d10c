"""Where the header of a posting ends and its body begins.

In: blocks with the verdicts of the boilerplate rules. Out: the same blocks, where those of the header (title, company, place, date
and type lines) bear the rule that made them so; and from that, how many leading blocks the header has. Strong evidence is asked
for, and a line is judged by itself and by the lines that follow, never by those before it: so a text whose header was taken off
loses nothing more when it is parsed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.headerlines import HeaderLines
from jobparse.headermenu import remove_menu
from jobparse.headershapes import SEGMENT_RE, has_title_word, is_place, is_sentence, is_title
from jobparse.headerunits import MOST_BLOCKS, LeadingLines, Unit
from jobparse.headerwords import is_town
from jobparse.lineforms import LONGEST_LINE, firm_words, is_prose, known_headings, line_key, steps_down
from jobparse.model import LIST_SHAPES, RemovedKind, SectionKind

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.model import Block
    from jobparse.rulebook import Row, Rulebook

FAMILY, NAMES = "header/", "header/name"

MOST_MENU, REACH_OF_FIELDS = 25, 5
"""So many lines of a menu may stand above the title; so near below it stand two fields of the header."""

MOST_NAMES = 3
"""Lines in a row that say nothing by themselves: the employer, its department, its trade."""

LONGEST_NAME = 70
LONG_NAME = 5
LONGEST_LABELLED = 170
LONGEST_WALL = 400
ENOUGH = 2
LABEL_TAIL = " \t\n:*_|"

ASKED = (SectionKind.REQUIREMENTS, SectionKind.PREFERRED, SectionKind.RESPONSIBILITIES)


class _Reading(NamedTuple):
    """What one line is: the row that says so, and how far it proves that this is a header."""

    rule: str
    weight: float


def header_end(blocks: Sequence[Block], rulebook: Rulebook) -> int:
    """How many of the leading blocks, removed ones included, form the header; 0 where the text begins with the body.

    `blocks` are judged ones: `mark_header` has left its rules on them.
    """
    end = 0
    for index, block in enumerate(blocks[:MOST_BLOCKS]):
        if block.removed or block.body_end == block.body_start:
            continue
        if is_header_block(block, rulebook):
            end = index + 1
        elif end:
            break
    return end


def is_header_block(block: Block, rulebook: Rulebook) -> bool:
    """Whether a block bears the row by which it is a line of the header."""
    row = rulebook.by_id.get(block.rule) if block.rule and not block.removed else None
    return row is not None and row.family.startswith(FAMILY)


def mark_header(blocks: list[Block], hits: Hits, rulebook: Rulebook) -> list[Block]:
    """The blocks, those of the header bearing the rule by which they belong to it; the lines of a menu above it are removed."""
    zone = _Zone(blocks, hits, rulebook)
    marked = zone.read()
    if marked:
        remove_menu(blocks, min(marked), zone.header, rulebook)
    for index, rule in marked.items():
        blocks[index] = blocks[index]._replace(rule=rule)
    return blocks


class _Zone:
    """Reads the leading lines of a text until one cannot be a header's."""

    def __init__(self, blocks: Sequence[Block], hits: Hits, rulebook: Rulebook) -> None:
        self.blocks = blocks
        self.hits = hits
        self.value = hits.value
        self.folded = hits.folded
        self.rulebook = rulebook
        self.header = HeaderLines(hits, rulebook)
        self.words = self.header.words
        self.known = known_headings(rulebook)
        self.forms = self.words.zone
        self.lines = LeadingLines(blocks, hits, self.known, self.header)

    def read(self) -> dict[int, str]:
        """The rule of every block of the header: from the first line on, or from a title that stands below a menu."""
        marked = self._read_from(0) or (self.lines.part_first() and self._read_from(0))
        if marked:
            return marked
        title = self._below_menu()
        return self._read_from(title) if title else {}

    def _below_menu(self) -> int:
        """The number of the first line that is a title with fields of a header below it, above all prose; 0 where there is none."""
        for number in range(MOST_MENU):
            unit = self.lines.at(number)
            if unit is None or self._is_prose(unit) or unit.end - unit.start > LONGEST_LINE:
                return 0
            if self._opens_list(unit):
                return 0
            if not self._is_listed(unit) and is_title(self.value[unit.start : unit.end], self.words):
                if self.value[unit.start].isdigit():
                    if any(block.removed == RemovedKind.RELATED_JOBS for block in self.blocks[unit.blocks[0] : MOST_BLOCKS]):
                        continue  # its cards are gone already
                    return 0  # "24 plumber jobs in Gary": a page of cards, the first of which is another job
                if self._fields_below(number):
                    return number
        return 0

    def _opens_list(self, unit: Unit) -> bool:
        """Whether a line heads what is asked or done: below it the body has begun, and a title is but an item."""
        block = self.blocks[unit.blocks[0]]
        row = self.rulebook.by_id.get(block.rule) if block.shape == "heading" else None
        return row is not None and row.get("kind") in ASKED

    def _fields_below(self, number: int) -> bool:
        """Whether fields of a header stand near below a line, enough to prove it."""
        after = [self.lines.at(number + step) for step in range(1, REACH_OF_FIELDS + 1)]
        return sum(one is not None and self._weighs(one) for one in after) >= ENOUGH

    def _weighs(self, unit: Unit) -> int:
        """How many fields of a header a line is at least: one that holds several counts as two."""
        return ENOUGH if self.header.is_mixed(unit.start, unit.end) else int(self._is_field(unit))

    def _is_field(self, unit: Unit) -> bool:
        """Whether a line is a field of a header, a town that only the tables of cities know included."""
        if self.header.is_field(unit.start, unit.end):
            return True
        line = self.value[unit.start : unit.end]
        return len(line) <= LONGEST_NAME and (bool(self.header.kinds(*unit[1:])) or is_town(line, self.rulebook))

    def _read_from(self, first: int) -> dict[int, str]:
        accepted: dict[int, str] = {}
        pending: dict[int, str] = {}
        seen: set[str] = set()
        weight, titles, cut_short = 0.0, 0, False
        expecting: str | None = None
        unproven = False
        for number in range(first, MOST_BLOCKS):
            unit = self.lines.at(number)
            if unit is None:
                break
            if expecting:
                (pending if unproven else accepted)[number], expecting = expecting, None
                continue
            reading = self._reading(number, unit, seen)
            if reading is None:
                cut_short = not self._begins_body(unit)
                break
            seen.add(self._key(unit))
            if reading.weight < 0 and not titles and self._title_follows(number, reading.rule):
                reading = _Reading(reading.rule, 0)
            if reading.weight < 0:
                expecting, unproven = reading.rule, reading.rule in self.words.pay_labels
                reading = _Reading(reading.rule, 0 if unproven else -reading.weight)
            if reading.weight == 0:
                pending[number] = reading.rule
                if sum(1 for rule in pending.values() if rule == self.forms.get("name")) > MOST_NAMES:
                    cut_short = True
                    break
                continue
            accepted.update(pending)
            pending = {}
            accepted[number] = reading.rule
            weight += reading.weight
            titles += reading.rule == self.forms.get("title")
        if weight < ENOUGH or (len(accepted) == titles and cut_short):
            return {}
        accepted.update(self._closing(accepted, pending))
        return {index: rule for number, rule in accepted.items() for index in self.lines[number].blocks}

    def _key(self, unit: Unit) -> str:
        return line_key(self.folded[unit.start : unit.end])

    def _is_prose(self, unit: Unit) -> bool:
        return any(is_prose(self.blocks[index], self.folded) for index in unit.blocks)

    def _is_listed(self, unit: Unit) -> bool:
        return self.blocks[unit.blocks[0]].shape in LIST_SHAPES

    def _reading(self, number: int, unit: Unit, seen: set[str]) -> _Reading | None:
        """What the line is; None where it cannot be a header's. A negative weight is a label whose value is the next line."""
        start, end = unit.start, unit.end
        length = end - start
        if length > LONGEST_WALL:
            return None
        if number == 0 and steps_down([self.blocks[after.blocks[0]] for step in range(3) if (after := self.lines.at(step))]):
            return _Reading(self.forms["title"], 2)
        typed = self.header.typed(start, end)
        if typed is not None and typed.get("field") == "employment_type" and self._is_type_label(number, unit):
            typed = None
        if typed is not None and typed.get("field") == "deadline" and (said := self.header.typed_match(start, end)):
            typed = None if self._tells_how(*said) else typed
        if typed is not None:
            return _Reading(typed.id, typed.get("weight", 1))
        label = self.header.label(start, end)
        if label and length <= LONGEST_LABELLED:
            return None if self._tells_how(*label, end) else self._labelled(*label, end)
        if self.header.is_mixed(start, end) or (number == 0 and self.header.is_barred(start, end)):
            return _Reading(self.forms["mixed"], 2)
        if length > LONGEST_LINE:
            return _Reading(self.forms["mixed"], 2) if self._is_unparted(number, unit) else None
        key = self._key(unit)
        if key in seen:
            return _Reading(self.forms["name"], 0.5)
        bare = self.header.bare_label(start, end)
        if bare is not None and (bare.id not in self.words.pay_labels or self._in_table(number)):
            weight = self._labelled(bare, end, end).weight or 1
            return _Reading(bare.id, -weight if self._value_follows(number) else 0)
        if key in self.known:
            table = number == 0 and self._label_follows(0) and self._label_follows(2)
            return _Reading(self.forms["name"], 0) if table or self._heads_labels(number) else None
        return self._plain(number, unit)

    def _plain(self, number: int, unit: Unit) -> _Reading | None:
        """A line without marks of its own: a title, a place, a kind of work, or a name."""
        line = self.value[unit.start : unit.end]
        if number == 0 and any(
            found.span("title") and found.span("company") for found in self.hits.all(NAMES, unit.start, unit.end)
        ):
            return _Reading(self.forms["name"], 2)
        listed = self._is_listed(unit)
        if line_key(self.folded[unit.start : unit.end].rpartition(" ")[2]) in firm_words(self.rulebook):
            return None
        if not listed and not self._is_prose(unit) and is_title(line, self.words):
            return _Reading(self.forms["title"], 2)
        if is_place(line, self.words):
            return _Reading(self.forms["place"], 1)
        kinds = self.header.kinds(unit.start, unit.end)
        if kinds and len(line) <= LONGEST_NAME:
            return _Reading(kinds[0][0].id, 1)
        if self._is_unparted(number, unit):
            return _Reading(self.forms["mixed"], 2)
        if listed or self._is_prose(unit):
            return None
        return _Reading(self.forms["name"], 0) if self._is_name(line) else None

    def _is_unparted(self, number: int, unit: Unit) -> bool:
        """Whether the first line of a text is a header whose line breaks were lost: a title somewhere, no sentence, then a known heading."""
        after = self.lines.at(1)
        if number or unit.end - unit.start > LONGEST_LABELLED or after is None:
            return False
        line = self.folded[unit.start : unit.end]
        block = self.blocks[after.blocks[0]]
        heads = line_key(self.folded[block.body_start : block.body_end]) in self.known
        return heads and not is_sentence(line, line.split(), self.words) and has_title_word(line, self.words)

    def _labelled(self, row: Row, value: int, end: int) -> _Reading:
        """A `Label: value` line: a title that is one proves most, fields that bodies have too prove little, pay proves nothing."""
        if row.get("field") == "title" and not self._is_sentence(value, self._part_end(value, end)):
            return _Reading(row.id, 2)
        if row.get("field") == "pay":
            return _Reading(row.id, 0)
        return _Reading(row.id, 1 if row.get("header", True) else 0.5)

    def _tells_how(self, row: Row, value: int, end: int) -> bool:
        """Whether a deadline is more than a day: `Closing date: 12 noon on Friday` tells how to apply and is no field of the header."""
        return row.get("field") == "deadline" and not self.words.forms.day.match(self.value, value, end)

    def _is_sentence(self, start: int, end: int) -> bool:
        words = self.folded[start:end]
        return is_sentence(words, words.split(), self.words)

    def _part_end(self, start: int, end: int) -> int:
        """Where the first part of a value ends: at a comma, a bar or a spaced dash."""
        gap = SEGMENT_RE.search(self.value, start, end)
        return gap.start() if gap else end

    def _is_name(self, line: str) -> bool:
        """Whether a line may be a name: short, with capitals, no sentence and no question."""
        if len(line) > LONGEST_NAME:
            return False
        if not any(char.isupper() or char.isdigit() for char in line):
            return " " not in line and line.isalpha()
        if len(line.split()) >= LONG_NAME and is_sentence("", line.lower().split(), self.words):
            return False
        if line[-1:] not in ".:?!;,":
            return True
        last = line.rpartition(" ")[2].strip(".").lower()
        return self.words.forms.shortened.search(line) is not None or (line[-1] == "." and last in self.words.company_words)

    def _value_follows(self, number: int) -> bool:
        """Whether the next line can be the value of a label: short, no heading, no list."""
        after, here = self.lines.at(number + 1), self.lines.at(number)
        if after is None or here is None or self.value[here.end : self.value.find("\n", here.end) + 1].strip(LABEL_TAIL):
            return False
        short = after.end - after.start <= LONGEST_NAME and not self._is_prose(after)
        return short and not self._is_listed(after) and self._key(after) not in self.known

    def _title_follows(self, number: int, rule: str) -> bool:
        """Whether the line below what may be a label is the title itself: then it is no value, unless the label says so."""
        after = self.lines.at(number + 1)
        title = self.words.rows[rule].get("field") == "title"
        if title or after is None or not is_title(self.value[after.start : after.end], self.words):
            return False
        return self._fields_below(number + 1)

    def _in_table(self, number: int) -> bool:
        """Whether a label of pay stands among other labels, its value being one short line: then it is a field of the header."""
        return self._value_follows(number) and (self._label_follows(number + 1) or self._label_follows(number + 2))

    def _heads_labels(self, number: int) -> bool:
        """Whether a heading near the top stands over the fields of the header: `Job description` over `Title: Welder`, `Location: Gary`."""
        if number > MOST_NAMES:
            return False
        units = (self.lines.at(number + 1), self.lines.at(number + 2))
        labels = [self.header.label(unit.start, unit.end) for unit in units if unit and unit.end - unit.start <= LONGEST_LABELLED]
        return len(labels) > 1 and all(labels) and bool(labels[0] and labels[0][0].get("header", True))

    def _is_type_label(self, number: int, unit: Unit) -> bool:
        """Whether a kind of work is but the label of one: `Contract` above `Permanent`, among other labels."""
        label, after = self.header.bare_label(unit.start, unit.end), self.lines.at(number + 1)
        return (
            label is not None
            and after is not None
            and self.header.is_kind(after.start, after.end)
            and self._label_follows(number + 1)
        )

    def _label_follows(self, number: int) -> bool:
        """Whether the next line is a label alone on its line, with its value behind it."""
        after = self.lines.at(number + 1)
        return (
            after is not None and self.header.bare_label(after.start, after.end) is not None and self._value_follows(number + 1)
        )

    def _begins_body(self, unit: Unit) -> bool:
        """Whether the line that ended the reading is the beginning of a body: a known heading or prose."""
        return self._key(unit) in self.known or self._is_prose(unit)

    def _closing(self, accepted: dict[int, str], pending: dict[int, str]) -> dict[int, str]:
        """The lines behind the last proof that still belong to the header: fields, and the employer's name right below the title."""
        closing: dict[int, str] = {}
        for number, rule in pending.items():
            if rule == self.forms["name"]:
                below_title = accepted[max(accepted)] == self.forms["title"] and not closing
                if not self._before_buttons(number) and not (below_title and self._stands_again(number)):
                    break
            elif rule in self.words.pay_labels:
                break
            closing[number] = rule
        return closing

    def _before_buttons(self, number: int) -> bool:
        """Whether buttons of the page stand between a line and the body: what is above them is no body."""
        first = self.lines[number].blocks[-1] + 1
        for block in self.blocks[first : first + 2 * MOST_NAMES]:
            if block.body_start == block.body_end:
                continue
            if block.removed:
                return block.removed == RemovedKind.CHROME
            if is_prose(block, self.folded) or line_key(self.folded[block.body_start : block.body_end]) in self.known:
                return False
        return False

    def _stands_again(self, number: int) -> bool:
        """Whether the words of a line stand a second time in the text, as an employer's name does."""
        unit = self.lines[number]
        return self.value.find(self.value[unit.start : unit.end].strip(), unit.end) >= 0
