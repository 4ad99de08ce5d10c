"""Text → blocks: lines, bullets, heading shapes, and walls of text taken apart.

In: the repaired text and the literal hits. Out: blocks that tile it. It says what a line looks like, and by which row a heading is known;
which section a text belongs to is not its business.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jobparse.alarms import PARAGRAPH
from jobparse.headings import LONGEST_HEADING, WORDING, headings_of
from jobparse.lineshapes import (
    COLONS,
    DEEPEST_ITEM,
    DEPTH_GUESSED,
    DEPTH_PLAIN,
    HEADING_MARKS,
    ITEM_MARKS,
    LETTERED_RE,
    LONGEST_GUESS,
    LONGEST_KEY,
    LONGEST_ROW,
    LOWER_WORD_RE,
    WORDS_RE,
    Draft,
    Line,
    Shapes,
    after_space,
    before_colon,
    before_space,
    may_be_guessed,
    plain,
    read_marks,
)
from jobparse.model import Block, SectionKind
from jobparse.walls import AMOUNT_RE, GLUE_RE, KEY_REACH, SHORTEST_WALL, Cut, Walls

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Rulebook

LONGEST_VALUE = 120
"""A longer value of a `Key: value` line is a paragraph under a heading."""

FIELD_KINDS = (SectionKind.WORK_ARRANGEMENT, SectionKind.COMPENSATION)
"""Kinds of `Key: value` of which the value is a few words, so that text which sticks to it is another line."""

DEEPEST_WALL = 6
"""So often a piece of a line is looked at again; postings read never needed more than two."""

RULE_RE = re.compile(r"(?:-{3,}|={3,})$")
BULLETS = frozenset("•·●▪◦-*–")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
PLAIN_SECOND = LETTERS | frozenset(" 'ßäöüéèáàóâêôçñ’-/&+0123456789")
PLAIN_THIRD = LETTERS | frozenset(" -,'’")
"""A line whose second character is one of these has no lettered list mark in front, unless it begins like a Roman number; nor has an item."""

ROMAN = frozenset("ivxIVXo")
PLAIN_FIRST = LETTERS - ROMAN

SHAPE, LEVEL, GAP = 3, 4, 5
"""Where a draft has these."""

HEADING_ENDS = COLONS + "?…"
LEAST_LINES = 3
"""So many lines without marks, close together, are a list below a heading."""

NO_GUESS_ENDS = frozenset(".!;,…@$€£|")


def find_blocks(hits: Hits, rulebook: Rulebook) -> tuple[Block, ...]:
    """The blocks of the text, in order, without gap or overlap."""
    drafts = _Reader(hits, rulebook).read()
    if not drafts:
        return (Block(0, len(hits.value), 0, 0, "blank"),) if hits.value else ()
    starts = [draft[0] for draft in drafts]
    starts[0] = 0
    ends = [*starts[1:], len(hits.value)]
    made = tuple.__new__  # a posting has dozens of blocks: their own constructor takes three times as long
    return tuple(
        [
            made(Block, (start, end, body, stop, shape, level, gap, None, rule))
            for start, end, (_, body, stop, shape, level, gap, rule) in zip(starts, ends, drafts, strict=True)
        ]
    )


class _Reader:
    """Reads the lines of one text into drafts."""

    def __init__(self, hits: Hits, rulebook: Rulebook) -> None:
        self.value = hits.value
        self.shapes = Shapes(hits, headings_of(rulebook))
        self.walls = Walls(hits, rulebook)
        self.drafts: list[Draft] = []
        self.guesses: list[int] = []
        self.barred = "\t" in hits.value or "|" in hits.value

    def read(self) -> list[Draft]:
        """All lines, then the lines that only their neighbours show to be headings."""
        alarms, drafts, barred = self.walls.alarms, self.drafts, self.barred
        number = at = gap = 0
        alarm = alarms[0]
        for line in self.value.split("\n"):
            body = line.strip()
            if body:
                start = at if line[0] == body[0] else at + line.index(body[0])
                stop = start + len(body)
                while alarm < start:
                    number += 1
                    alarm = alarms[number]
                if (
                    LONGEST_HEADING < len(body) < PARAGRAPH
                    and alarm >= stop
                    and not barred
                    and body[0] in PLAIN_FIRST
                    and body[1] in PLAIN_SECOND
                    and body.find(":", 0, KEY_REACH) < 0
                ):
                    drafts.append((at, start, stop, "text", 0, gap, ""))  # a paragraph: what most of a text is made of
                elif body[0].isalpha():
                    self._worded(at, gap, start, body, quiet=alarm >= stop and len(body) < PARAGRAPH)
                elif body[0] in BULLETS:
                    self._bulleted(at, gap, start, body, quiet=alarm >= stop)
                else:
                    self._line(at, gap, start, stop, 0)
                gap = 0
            else:
                gap += 1
            at += len(line) + 1
        if self.guesses:
            self._settle_guesses()
        return drafts

    def _worded(self, at: int, gap: int, start: int, body: str, *, quiet: bool) -> None:
        """A line without a mark, read without the questions that it cannot answer; where it might be more, it is read like others.

        `quiet` says that no alarm is in it, and that it is no wall.
        """
        length = len(body)
        stop = start + length
        if (
            body[1:2] not in PLAIN_SECOND
            or (self.barred and ("\t" in body or "|" in body))
            or (body[0] in ROMAN and LETTERED_RE.match(body))
        ):
            self._line(at, gap, start, stop, 0)
            return
        if length <= LONGEST_HEADING:
            last = body[-1]
            shapes = self.shapes
            if last in HEADING_ENDS or body.endswith("...") or body.isupper() or shapes.headings.named(shapes.folded[start:stop]):
                self._read_line(at, gap, start, Line(start, stop), 0)
                return
            if last not in NO_GUESS_ENDS and may_be_guessed(body):
                self.guesses.append(len(self.drafts))
                self.drafts.append((at, start, stop, "text", DEPTH_GUESSED, gap, ""))
                return
        if (quiet and body.find(":", 0, KEY_REACH) < 0) or not self._taken_apart(at, gap, start, Line(start, stop), 0):
            self.drafts.append((at, start, stop, "text", 0, gap, ""))

    def _bulleted(self, at: int, gap: int, start: int, body: str, *, quiet: bool) -> None:
        """The same for a line with a bullet."""
        length = len(body)
        stop = start + length
        shapes = self.shapes
        if (
            body[1:2] != " "
            or not body[2].isalpha()
            or body[3:4] not in PLAIN_THIRD
            or (body[2] in ROMAN and LETTERED_RE.match(body, 2))
            or body[-1] in COLONS
            or (self.barred and ("\t" in body or "|" in body))
            or (length <= LONGEST_KEY + 2 and (body.isupper() or shapes.headings.named(shapes.folded[start + 2 : stop])))
            or not (quiet or self.walls.quiet_item(start + 2, stop))
        ):
            self._line(at, gap, start, stop, 0)
            return
        self.drafts.append((at, start + 2, stop, "item", min((start - at) // 2, DEEPEST_ITEM), gap, ""))

    def _line(self, at: int, gap: int, start: int, end: int, depth: int) -> None:
        """Add the blocks of one line whose words and marks are `[start, end)`."""
        line = read_marks(self.value, start, end)
        if line is None:
            self._drawn(at, gap, start, end)
        else:
            self._read_line(at, gap, start, line, depth)

    def _read_line(self, at: int, gap: int, start: int, line: Line, depth: int) -> None:
        """The same for a line whose marks are read."""
        body, end, mark, _ = line
        apart_first = mark in HEADING_MARKS or (self.value[end - 1] in COLONS and GLUE_RE.search(self.value, body, end))
        if apart_first and depth < DEEPEST_WALL and self._taken_apart(at, gap, start, line, depth):
            return
        draft = self.shapes.as_one(at, gap, line)
        if draft is not None:
            if draft[LEVEL] == DEPTH_GUESSED:
                self.guesses.append(len(self.drafts))
            self.drafts.append(draft)
        elif depth >= DEEPEST_WALL or apart_first or not self._taken_apart(at, gap, start, line, depth):
            self.drafts.append(plain(at, gap, start, line))

    def _drawn(self, at: int, gap: int, start: int, end: int) -> None:
        """A line without words: a drawn rule, which makes the line above it a heading if it underlines it."""
        if self.drafts and gap == 0:
            first, body, stop, shape, _, above, _ = self.drafts[-1]
            if shape == "text" and stop - body <= LONGEST_GUESS and RULE_RE.match(self.value, start, end):
                row = self.shapes.known(body, stop)
                level = 1 if self.value[start] == "=" else 2
                self.drafts[-1] = (first, body, stop, "heading", level, above, row.id if row else "")
        self.drafts.append((at, end, end, "rule", 0, gap, ""))

    # -------------------------------------------------------------- one line, many blocks

    def _taken_apart(self, at: int, gap: int, start: int, line: Line, depth: int) -> bool:
        """Add the pieces of a line that holds several blocks; False if it is one."""
        value, (body, end, mark, _) = self.value, line
        if self.walls.quiet(body, end):
            return False
        item = mark in ITEM_MARKS
        labelled = not item and value.find(":", body, body + LONGEST_KEY) >= 0
        if end - body < SHORTEST_WALL and not labelled and not GLUE_RE.search(value, body, end):
            return False
        cuts = self.walls.cuts(body, end, item=item)
        if not cuts:
            return False
        if cuts[0].start > body:
            self._piece(at, gap, start, Line(body, cuts[0].start, mark), depth)
        for number, cut in enumerate(cuts):
            stop = cuts[number + 1].start if number + 1 < len(cuts) else end
            first = number == 0 and cut.start == body
            place = at if first else cut.start
            self._cut_piece(place, gap if first else 0, cut, stop, mark if first else "", depth)
        return True

    def _cut_piece(self, at: int, gap: int, cut: Cut, stop: int, mark: str, depth: int) -> None:
        """Add the piece that begins at a cut: a heading and its text, a `Key: value` line, or a line like others."""
        value = self.value
        if cut.row is None:
            self._piece(at, gap, cut.start, Line(cut.start, stop, mark or ("bullet" if cut.item else "")), depth)
            return
        rest = self.walls.value_end(cut, stop) if cut.colon and cut.row.get("kind") in FIELD_KINDS else stop
        if rest < stop:
            self.drafts.append((at, cut.start, before_space(value, cut.start, rest), "label", 0, gap, cut.row.id))
            self._piece(rest, 0, rest, Line(rest, stop), depth)
        elif cut.colon and cut.after < stop and self._is_label(cut, stop):
            self.drafts.append((at, cut.start, before_colon(value, cut.start, stop), "label", 0, gap, cut.row.id))
        else:
            self.drafts.append((at, cut.start, before_space(value, cut.start, cut.end), "heading", DEPTH_PLAIN, gap, cut.row.id))
            self._piece(cut.after, 0, cut.after, Line(cut.after, stop), depth)

    def _is_label(self, cut: Cut, stop: int) -> bool:
        """Whether `Key: value` stays one line: a short value under words that take their own line and no more."""
        loose = cut.row.get("loose") if cut.row else None
        if loose == "line" and self.value.find(" ", cut.start, cut.end) < 0:
            return stop - cut.after <= 2 * LONGEST_VALUE
        return loose is not None and stop - cut.after <= LONGEST_VALUE

    def _piece(self, at: int, gap: int, start: int, piece: Line, depth: int) -> None:
        """Read a piece as a line."""
        body = after_space(self.value, piece.body, piece.end)
        end = before_space(self.value, body, piece.end)
        if body >= end:
            return
        if piece.mark not in ITEM_MARKS or not WORDS_RE.search(self.value, body, end):
            self._line(at, gap, body, end, depth + 1)
            return
        line = Line(body, end, piece.mark)
        draft = self.shapes.as_one(at, gap, line)
        self.drafts.append(plain(at, gap, start, line) if draft is None or draft[LEVEL] == DEPTH_GUESSED else draft)

    # -------------------------------------------------------------- headings that only their place shows

    def _settle_guesses(self) -> None:
        """A short line without an end mark is a heading if it stands over something and is no line of a list of such lines."""
        drafts = self.drafts
        left_alone, gap_before = -2, 0
        for index in self.guesses:
            at, body, end, shape, _, gap, _ = drafts[index]
            if shape != "text":
                continue
            among = index - 1 == left_alone and gap <= gap_before
            rule = self._guessed(index, among=among)
            if rule is None:
                left_alone, gap_before = index, gap
                drafts[index] = (at, body, end, "text", 0, gap, "")
            else:
                drafts[index] = (at, body, end, "heading", DEPTH_GUESSED, gap, rule)

    def _guessed(self, index: int, *, among: bool) -> str | None:
        """The rule of the guess at `index` as a heading, where its neighbours let it be one; `among`: behind a line like it.

        "" is that of words which no row knows.
        """
        drafts = self.drafts
        after = drafts[index + 1] if index + 1 < len(drafts) else None
        if after is None or after[SHAPE] in ("heading", "rule"):
            return None
        _, body, end, _, _, gap, _ = drafts[index]
        short = self._is_short(after)
        listed = bool(after[GAP]) and self.value[end - 1] != ")" and self._begins_lines(index + 1)
        if short and not listed:
            return None
        before = drafts[index - 1] if index else None
        over = before[SHAPE] if before else ""
        among = among or (before is not None and gap == 0 and over == "text" and self._is_short(before))
        apart = gap > 0 or over in ("", "item", "number")
        titled = LOWER_WORD_RE.search(self.value, body, end) is None
        alone = (apart or titled) and (titled or not among)
        row = self.shapes.known(body, end) if alone or listed else None
        if row is not None and not titled and row.family == WORDING and after[SHAPE] == "text" and "," in self.value[body:end]:
            return None  # `A degree, preferably in music`: a line of a list
        if row is not None and (alone or not row.get("item")):
            return row.id
        loose = short or over == "heading" or among or not apart or not (titled or after[GAP] == 0)
        return None if loose or self.value.find(",", body, end) >= 0 else ""

    def _begins_lines(self, index: int) -> bool:
        """Whether a run of lines without marks begins there, close together: a list that a blank line parts from its heading."""
        run = self.drafts[index : index + LEAST_LINES]
        return len(run) == LEAST_LINES and all(
            shape == "text" and end - body <= LONGEST_ROW and not (number and gap)
            for number, (_, body, end, shape, _, gap, _) in enumerate(run)
        )

    def _is_short(self, draft: Draft) -> bool:
        """Whether a block is a short line of text, without the end of a sentence and without an amount."""
        _, body, end, shape, _, _, _ = draft
        if shape not in ("text", "label") or end - body > LONGEST_GUESS:
            return False
        return self.value[end - 1] not in ".!?" and not AMOUNT_RE.search(self.value, body, end)
