"""Text → blocks: lines, bullets, heading shapes, and walls of text taken apart.

In: the repaired text and the literal hits. Out: blocks that tile it. It says what a line looks like, and by which row a heading is known;
which section a text belongs to is not its business.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jobparse.headings import LONGEST_HEADING, headings_of
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
from jobparse.model import Block
from jobparse.walls import AMOUNT_RE, GLUE_RE, SHORTEST_WALL, Cut, Walls

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Rulebook

LONGEST_VALUE = 120
"""A longer value of a `Key: value` line is a paragraph under a heading."""

DEEPEST_WALL = 6
"""So often a piece of a line is looked at again; postings read never needed more than two."""

RULE_RE = re.compile(r"(?:-{3,}|={3,})$")
BULLETS = frozenset("•·●▪◦-*–")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
PLAIN_SECOND = LETTERS | frozenset(" 'ßäöüéèáàóâêôçñ’-/&+0123456789")
PLAIN_THIRD = LETTERS | frozenset(" -,'’")
"""A line whose second character is one of these has no lettered list mark in front, unless it begins like a Roman number; nor has an item."""

ROMAN = frozenset("ivxIVXo")

HEADING_ENDS = COLONS + "?…"
NO_GUESS_ENDS = frozenset(".!;,…@$€£|")


def find_blocks(hits: Hits, rulebook: Rulebook) -> tuple[Block, ...]:
    """The blocks of the text, in order, without gap or overlap."""
    drafts = _Reader(hits, rulebook).read()
    if not drafts:
        return (Block(0, len(hits.value), 0, 0, "blank"),) if hits.value else ()
    start, body, stop, shape, level, gap, rule = drafts[0]
    start = 0
    blocks: list[Block] = []
    for draft in drafts[1:]:
        end = draft[0]
        blocks.append(Block(start, end, body, stop, shape, level, gap, None, rule))
        start, body, stop, shape, level, gap, rule = draft
    blocks.append(Block(start, len(hits.value), body, stop, shape, level, gap, None, rule))
    return tuple(blocks)


class _Reader:
    """Reads the lines of one text into drafts."""

    def __init__(self, hits: Hits, rulebook: Rulebook) -> None:
        self.value = hits.value
        self.shapes = Shapes(hits, headings_of(rulebook))
        self.walls = Walls(hits, rulebook)
        self.drafts: list[Draft] = []
        self.guesses: list[int] = []

    def read(self) -> list[Draft]:
        """All lines, then the lines that only their neighbours show to be headings."""
        at = gap = 0
        for line in self.value.split("\n"):
            body = line.strip()
            if body:
                start = at if line[0] == body[0] else at + line.index(body[0])
                if body[0].isalpha():
                    self._worded(at, gap, start, body)
                elif body[0] in BULLETS:
                    self._bulleted(at, gap, start, body)
                else:
                    self._line(at, gap, start, start + len(body), 0)
                gap = 0
            else:
                gap += 1
            at += len(line) + 1
        if self.guesses:
            self._settle_guesses()
        return self.drafts

    def _worded(self, at: int, gap: int, start: int, body: str) -> None:
        """A line without a mark, read without the questions that it cannot answer; where it might be more, it is read like others."""
        length = len(body)
        stop = start + length
        last = body[-1]
        if "\t" in body or "|" in body or body[1:2] not in PLAIN_SECOND or (body[0] in ROMAN and LETTERED_RE.match(body)):
            self._line(at, gap, start, stop, 0)
            return
        if length <= LONGEST_HEADING:
            shapes = self.shapes
            if last in HEADING_ENDS or body.endswith("...") or body.isupper() or shapes.headings.named(shapes.folded[start:stop]):
                self._line(at, gap, start, stop, 0)
                return
            if last not in NO_GUESS_ENDS and may_be_guessed(body):
                self.guesses.append(len(self.drafts))
                self.drafts.append(Draft(at, start, stop, "text", DEPTH_GUESSED, gap))
                return
        if self.walls.quiet(start, stop) or not self._taken_apart(at, gap, start, Line(start, stop), 0):
            self.drafts.append(Draft(at, start, stop, "text", 0, gap))

    def _bulleted(self, at: int, gap: int, start: int, body: str) -> None:
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
            or "\t" in body
            or "|" in body
            or (length <= LONGEST_KEY + 2 and (body.isupper() or shapes.headings.named(shapes.folded[start + 2 : stop])))
            or not self.walls.quiet_item(start + 2, stop)
        ):
            self._line(at, gap, start, stop, 0)
            return
        self.drafts.append(Draft(at, start + 2, stop, "item", min((start - at) // 2, DEEPEST_ITEM), gap))

    def _line(self, at: int, gap: int, start: int, end: int, depth: int) -> None:
        """Add the blocks of one line whose words and marks are `[start, end)`."""
        line = read_marks(self.value, start, end)
        if line is None:
            self._drawn(at, gap, start, end)
            return
        apart_first = line.mark in HEADING_MARKS or (self.value[end - 1] in COLONS and GLUE_RE.search(self.value, line.body, end))
        if apart_first and depth < DEEPEST_WALL and self._taken_apart(at, gap, start, line, depth):
            return
        draft = self.shapes.as_one(at, gap, line)
        if draft is not None:
            if draft.level == DEPTH_GUESSED:
                self.guesses.append(len(self.drafts))
            self.drafts.append(draft)
        elif depth >= DEEPEST_WALL or not self._taken_apart(at, gap, start, line, depth):
            self.drafts.append(plain(at, gap, start, line))

    def _drawn(self, at: int, gap: int, start: int, end: int) -> None:
        """A line without words: a drawn rule, which makes the line above it a heading if it underlines it."""
        above = self.drafts[-1] if self.drafts else None
        short = above is not None and above.shape == "text" and above.body_end - above.body_start <= LONGEST_GUESS
        if above is not None and short and gap == 0 and RULE_RE.match(self.value, start, end):
            row = self.shapes.known(above.body_start, above.body_end)
            level = 1 if self.value[start] == "=" else 2
            self.drafts[-1] = above._replace(shape="heading", level=level, rule=row.id if row else "")
        self.drafts.append(Draft(at, end, end, "rule", 0, gap))

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
        elif cut.colon and cut.after < stop and self._is_label(cut, stop):
            self.drafts.append(Draft(at, cut.start, before_colon(value, cut.start, stop), "label", 0, gap, cut.row.id))
        else:
            self.drafts.append(
                Draft(at, cut.start, before_space(value, cut.start, cut.end), "heading", DEPTH_PLAIN, gap, cut.row.id)
            )
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
        self.drafts.append(plain(at, gap, start, line) if draft is None or draft.level == DEPTH_GUESSED else draft)

    # -------------------------------------------------------------- headings that only their place shows

    def _settle_guesses(self) -> None:
        """A short line without an end mark is a heading if it stands over something and is no line of a list of such lines."""
        left_alone: set[int] = set()
        for index in self.guesses:
            draft = self.drafts[index]
            if draft.shape != "text":
                continue
            among = index - 1 in left_alone and draft.gap <= self.drafts[index - 1].gap
            heading = self._guessed(index, among=among)
            if heading is None:
                left_alone.add(index)
                self.drafts[index] = draft._replace(level=0)
            else:
                self.drafts[index] = heading

    def _guessed(self, index: int, *, among: bool) -> Draft | None:
        """The guess at `index` as a heading, if its neighbours let it be one; `among` says that the line before was such a line."""
        drafts = self.drafts
        draft = drafts[index]
        after = drafts[index + 1] if index + 1 < len(drafts) else None
        if after is None or after.shape in ("heading", "rule") or self._is_short(after):
            return None
        before = drafts[index - 1] if index else None
        among = among or (before is not None and draft.gap == 0 and before.shape == "text" and self._is_short(before))
        apart = draft.gap > 0 or before is None or before.shape in ("item", "number")
        body, end = draft.body_start, draft.body_end
        titled = LOWER_WORD_RE.search(self.value, body, end) is None
        row = self.shapes.known(body, end) if (apart or titled) and (titled or not among) else None
        if row is not None:
            return draft._replace(shape="heading", rule=row.id)
        under = before is not None and before.shape == "heading"
        if under or among or not apart or not (titled or after.gap == 0) or self.value.find(",", body, end) >= 0:
            return None
        return draft._replace(shape="heading")

    def _is_short(self, draft: Draft) -> bool:
        """Whether a block is a short line of text, without the end of a sentence and without an amount."""
        if draft.shape not in ("text", "label") or draft.body_end - draft.body_start > LONGEST_GUESS:
            return False
        return self.value[draft.body_end - 1] not in ".!?" and not AMOUNT_RE.search(self.value, draft.body_start, draft.body_end)
