"""Where a line must be cut: headings, bullets and paragraphs that lost their line breaks.

In: one line of the text. Out: the places where its pieces begin, each with what is known of the piece. Only places are given; what a piece
looks like is read by `blocks.py`, as if it had always been a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from jobparse.alarms import (
    LEAST_BEFORE,
    LEAST_BEFORE_SHORT,
    LEAST_BULLETS,
    LEAST_DASHES,
    LEAST_DOTS,
    PARAGRAPH,
    SHORT_PARAGRAPH,
    asked,
    list_marks,
    opened,
    parting,
)
from jobparse.askings import ASKING, asking_place
from jobparse.contents import contents_of
from jobparse.copies import whole_copy
from jobparse.gluedlines import GLUED_RE, are_items, glues_of, parts_glue
from jobparse.headings import headings_of
from jobparse.innerheadings import InnerHeadings
from jobparse.leadins import led_places
from jobparse.leanings import cues_of
from jobparse.linemarks import linemarks_of
from jobparse.lineshapes import after_space
from jobparse.remarks import LEAST_REST, remark_ends
from jobparse.sentences import sentence_start

if TYPE_CHECKING:
    from jobparse.contents import Contents
    from jobparse.headings import Headings
    from jobparse.linemarks import Marks
    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

SHORTEST_WALL = 80
"""A shorter line is cut only where a heading sticks to its text."""

LEADING = 400
"""In lines from this length on a sentence may lead to a list that lost its breaks."""

SPACED = 200
"""In lines from this length on three spaces are a lost line break; in shorter ones they may be a table."""

MOST_SPACES = 7
LEAST_ITEM = 25
"""Inline bullets cut a line only into pieces of at least this length on average: shorter ones are a line of fields."""

LONGEST_FIELD = 60
"""Text that sticks to a value of at most so many characters is the next line; longer values are sentences."""

DEEP = 100
"""A weaker match that stands deeper in its sentence is a mention, not the subject."""


LONGEST_LEAD = 70
KEY_REACH = 41
"""So far from the start of a line its first colon may stand behind a key."""

DOT_RE = re.compile(r" (?P<mark>[·*])\s+(?=[A-ZÀ-ÖØ-Þ\d(])")
DASH_RE = re.compile(
    r"""
    (?P<mark>[-–—])(?:(?<=[^\s\d]\s[-–—])|(?<=[^\s\d]\s\s[-–—]))\s+(?=[A-ZÀ-ÖØ-Þ(]|\d{1,2}\+?\s[a-z])   # lead - Design, - 3+ years
  | (?P<numbered>[-–—])(?<=\d\s[-–—])\s+(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+\s[a-zß-öø-ÿ(])                      # level 2 - Able to, not 9 - 5
  | (?P<led>[-–—])(?:(?<=:\s[-–—])|(?<=:\s\s[-–—]))\s+(?=\w)                                         # following: - 911 dispatch
  | (?P<glued>[-–])(?<=[.:;][-–])(?=[A-Z][a-z])                                                        # service.-Obsess over
    """,
    re.VERBOSE,
)
NUMBER_RE = re.compile(r"(?P<number>\d{1,2})[.)](?=\s?[A-ZÀ-ÖØ-Þ])(?<![\d,$€£]\d[.)])(?<![\d,$€£]\d\d[.)])(?<!\d\.\d[.)])")
COLON_RE = re.compile(r"[:…](?=\s?[A-ZÀ-ÖØ-Þ\d$€£•\-–“\"(])(?!(?<=\d:)\d\d)")
DOTS_RE = re.compile(r"\.\.\.(?=\s?[A-ZÀ-ÖØ-Þ\d•\-–“\"(])")
AMOUNT_RE = re.compile(r"(?:up to |from )?(?:[A-Z]{1,3})?\s?[$€£¥₹]\s?\d")
AMOUNT_KINDS = ("compensation", "benefits")
CAPITAL_RE = re.compile(r"[A-ZÀ-ÖØ-Þ]")
GLUED_END_RE = re.compile(r"[a-zß-öø-ÿ.)%]")
INITIAL_RE = re.compile(r"[A-Z][a-z]")
ENDS, QUOTES = frozenset(".!?;…"), frozenset("'\"”’)")
GLUE_RE = re.compile(r"[a-zß-öø-ÿ.!?:;)%](?=[A-ZÀ-ÖØ-Þ])|[a-z](?=[\d$€£])")


class Cut(NamedTuple):
    """A piece begins at `start`; with a `row` it is a heading that ends at `end`, and the next piece begins at `after`.

    `item`: it is an item of a list, though it bears no mark.
    """

    start: int
    end: int = 0
    after: int = 0
    row: Row | None = None
    colon: bool = False
    item: bool = False


class Walls:
    """One text with everything that says where its lines might be cut: looked for once, in the whole text.

    `alarms` are the places near which one might be, sorted, the end of the text behind them: a line without any is never looked at again.
    """

    __slots__ = (
        "_asked",
        "_askings",
        "_contents",
        "_copies",
        "_cues",
        "_glues",
        "_headings",
        "_hits",
        "_inner",
        "_item_alarms",
        "_listed",
        "_marks",
        "_notices",
        "_open_words",
        "_opened",
        "_value",
        "alarms",
    )

    def __init__(self, hits: Hits, rulebook: Rulebook) -> None:
        value = self._value = hits.value
        self._hits = hits
        self._headings = headings_of(rulebook)
        self._contents = contents_of(rulebook)
        self._cues = cues_of(rulebook)
        index = linemarks_of(rulebook)
        self._open_words = index.open_words
        marks = self._marks = index.of(value, hits.folded)
        self._inner = InnerHeadings(index, self._headings, hits, marks)
        self._notices = parting(value, self._contents.find(hits, 0, len(value)))
        self._listed = list_marks(value, marks)
        self._glues = glues_of(value)
        self._asked = asked(value)
        self._askings = rulebook.rows(ASKING)
        self._opened = opened(value, marks.ellipses)
        copy = whole_copy(value)
        self._copies = [copy[0]] if copy else []
        self._item_alarms = sorted(marks.starts + self._notices + self._listed + marks.spaces + self._glues + self._copies)
        self.alarms = sorted([*self._item_alarms, *self._opened, *self._asked, len(value)])

    def quiet(self, start: int, end: int) -> bool:
        """Whether nothing at all in a line asks for a closer look: no heading could begin there, no key, no mark, no notice."""
        return end - start < PARAGRAPH and not (
            _any(self.alarms, start, end) or self._value.find(":", start, min(end, start + KEY_REACH)) >= 0
        )

    def quiet_item(self, start: int, end: int) -> bool:
        """The same for a list item: colons and questions cut none."""
        return not _any(self._item_alarms, start, end)

    def cuts(self, start: int, end: int, *, item: bool = False) -> list[Cut]:
        """Where to cut `[start, end)`, in order; the start of the line is among them only if a heading stands there."""
        value, length = self._value, end - start
        wall = length >= SHORTEST_WALL
        cuts: dict[int, Cut] = {}
        if item:
            self._add_glued_headings(cuts, start, end)
        else:
            self._add_headings(cuts, start, end, wall=wall)
        if length >= LEADING and not item and _any(self._opened, start, end):
            known = {cut.end for cut in cuts.values()}
            for place in led_places(self._headings, self._hits, self._colons(start, end), known, start, end, self._open_words):
                cuts.setdefault(place, Cut(place))
        if wall:
            for place in among(self._copies, start + 1, end):
                cuts.setdefault(place, Cut(place))
            if self._listed and _any(self._listed, start, end):
                for place in _bullets(self._marks, value, start, end):
                    cuts.setdefault(place, Cut(place))
            if self._marks.spaces and length >= SPACED:
                for place in among(self._marks.spaces, start, end):
                    cuts.setdefault(place, Cut(place))
            if not item and length >= SHORT_PARAGRAPH and _any(self._notices, start, end):
                for place in _paragraphs(self._contents, self._hits, start, end, self._open_words, strong=length < PARAGRAPH):
                    cuts.setdefault(place, Cut(place))
                if length >= PARAGRAPH:
                    for place in remark_ends(
                        self._contents.find(self._hits, start, end), self._cues, self._hits, cuts, end, self._open_words
                    ):
                        cuts.setdefault(place, Cut(place))
            if self._glues and not cuts and not _any(self._marks.ellipses, start, end):
                self._add_glued(cuts, start, end)
            if not item and length >= PARAGRAPH:
                self._add_asking(cuts, start, end)
        return (
            _without_overlap([cuts[place] for place in sorted(cuts) if not _is_amount(value, cuts[place], end)]) if cuts else []
        )

    def _add_headings(self, cuts: dict[int, Cut], start: int, end: int, *, wall: bool) -> None:
        """The headings inside a line: known ones, and those that a colon sets off."""
        value = self._value
        if _any(self._marks.starts, start, end) or _any(self._asked, start, end):
            for inner in self._inner.within(start, end):
                if wall or inner.start == start or cuts:
                    cuts[inner.start] = Cut(*inner)
        if value.find(":", start, min(end, start + KEY_REACH)) > start:
            opening = _opening_label(self._headings, self._hits, start, end)
            if opening:
                cuts.setdefault(start, opening)
        if wall and _any(self._opened, start, end):
            for cut in _colon_headings(self._headings, self._hits, self._colons(start, end), start, end):
                cuts.setdefault(cut.start, cut)

    def value_end(self, cut: Cut, stop: int) -> int:
        """Where the line behind `Key: value` sticks to a short value (`Hours: 9 to 5We are …`); `stop` if none does."""
        glue = GLUED_RE.search(self._value, cut.after + 1, stop)
        short = glue is not None and glue.start() - cut.after <= LONGEST_FIELD
        return glue.start() if glue and short and stop - glue.start() >= LEAST_REST else stop

    def _add_glued_headings(self, cuts: dict[int, Cut], start: int, end: int) -> None:
        """The headings that stick to the end of a list item; all others in it are its own words."""
        if _any(self._marks.starts, start, end):
            for inner in self._inner.within(start, end):
                if inner.start > start and not self._value[inner.start - 1].isspace():
                    cuts[inner.start] = Cut(*inner)

    def _add_glued(self, cuts: dict[int, Cut], start: int, end: int) -> None:
        """The pieces of a line that lost its breaks and is cut by nothing else; the first is an item where the others are."""
        places = among(self._glues, start + 1, end)
        if parts_glue(places, self._glues, start, end):
            item = are_items(self._value, places, start, end)
            for place in [start, *places] if item else places:
                cuts.setdefault(place, Cut(place, item=item))

    def _add_asking(self, cuts: dict[int, Cut], start: int, end: int) -> None:
        """Where the pieces of a wall, as long as walls themselves, go over to what is asked; list items are left as they are."""
        places = sorted(cuts)
        pieces = [start, *(cuts[place].after or place for place in places)]
        for piece, stop in zip(pieces, [*places, end], strict=True):
            if stop - piece >= PARAGRAPH and self._value[piece].isalnum():
                asking = asking_place(self._askings, self._hits, piece, stop)
                if asking is not None:
                    cuts.setdefault(asking, Cut(asking))

    def _colons(self, start: int, end: int) -> list[tuple[int, int]]:
        """The colons in a line behind which something begins, and the dots that a list continues: where they begin and end."""
        value = self._value
        colons: list[tuple[int, int]] = []
        for at in among(self._opened, start, end):
            if value[at] == ".":
                if DOTS_RE.match(value, at, end):
                    colons.append((at, at + 3))
            elif COLON_RE.match(value, at, end):
                colons.append((at, at + 1))
        return colons


def _any(places: list[int], start: int, end: int) -> bool:
    """Whether one of some sorted places lies in `[start, end)`."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def among(places: list[int], start: int, end: int) -> list[int]:
    """Those of some sorted places that lie in `[start, end)`."""
    if not places:
        return places
    low = bisect_left(places, start)
    return places[low : bisect_left(places, end, low)]


def _is_amount(value: str, cut: Cut, end: int) -> bool:
    """Whether `Rest of the country (remote): £62,000` is a line of pay, though its key names another kind."""
    return (
        cut.colon
        and cut.row is not None
        and cut.row.get("kind") not in AMOUNT_KINDS
        and AMOUNT_RE.match(value, cut.after, end) is not None
    )


def _without_overlap(cuts: list[Cut]) -> list[Cut]:
    """Cuts in order, without those that lie inside a heading."""
    kept: list[Cut] = []
    at = -1
    for cut in cuts:
        if cut.start >= at:
            kept.append(cut)
            at = max(cut.after, cut.start + 1)
    return kept


def _bullets(marks: Marks, value: str, start: int, end: int) -> list[int]:
    """Where inline list marks stand, if there are enough of them to be a list."""
    length = end - start
    places = among(marks.bullets, start + 1, end - 1)
    if places and (len(places) < LEAST_BULLETS or length < LEAST_ITEM * len(places)):
        places = []
    if marks.dots and not places:
        places = [at + 1 for at in among(marks.dots, start, end) if DOT_RE.match(value, at, end)]
        if len(places) < LEAST_DOTS or length < LEAST_ITEM * len(places):
            places = []
    dashes = among(marks.dashes, start, end)
    if len(dashes) >= LEAST_DASHES:
        dashes = [at + 1 for at in dashes if DASH_RE.match(value, at + 1, end)]
        if len(dashes) >= LEAST_DASHES and length >= LEAST_ITEM * len(dashes):
            places = places + dashes
    if among(marks.numbers, start, end):
        places = places + _numbers(value, start, end)
    return sorted(places)


def _numbers(value: str, start: int, end: int) -> list[int]:
    """Where inline numbers 1, 2, 3 … stand, if they count up from one to three at least."""
    places: list[int] = []
    for found in NUMBER_RE.finditer(value, start, end):
        if int(found["number"]) == len(places) + 1:
            places.append(found.start("number"))
    return places if len(places) >= 3 else []


def _colon_headings(headings: Headings, hits: Hits, colons: list[tuple[int, int]], start: int, end: int) -> list[Cut]:
    """Headings of unknown words that a colon sets off, where a row of wordings says what they are."""
    cuts: list[Cut] = []
    value = hits.value
    at = start
    for colon, behind in colons:
        place = _phrase_start(value, max(at, colon - LONGEST_LEAD), colon, start)
        if place is None or not value[place].isupper():
            continue
        row = headings.named(hits.folded[place:colon])
        loose = row.get("loose") if row else None
        if loose == "own" or (loose == "line" and place != start and " " not in value[place:colon]):
            row = None
        elif row is None and value.count(" ", place, colon) <= MOST_SPACES:
            row = headings.worded(hits.folded, place, colon)
        if row is not None:
            after = after_space(value, behind, end)
            cuts.append(Cut(place, colon, after, row, colon=True))
            at = after
    return cuts


def _opening_label(headings: Headings, hits: Hits, start: int, end: int) -> Cut | None:
    """The known key that a line opens with, before its colon, whatever stands behind it."""
    colon = hits.value.find(":", start, min(end, start + KEY_REACH))
    row = headings.named(hits.folded[start:colon]) if colon > start else None
    if row is None or row.get("loose") == "own":
        return None
    return Cut(start, colon, after_space(hits.value, colon + 1, end), row, colon=True)


def _phrase_start(value: str, low: int, high: int, start: int) -> int | None:
    """Where the sentence that ends at `high` begins, if it begins behind `low`: at the last capital that opens one."""
    for capital in reversed(list(CAPITAL_RE.finditer(value, low + 1, high))):
        if _opens_sentence(value, low, capital.start(), high):
            return capital.start()
    return start if low <= start else None


def _opens_sentence(value: str, low: int, at: int, high: int) -> bool:
    """Whether the capital at `at` begins a sentence, by what stands between `low` and it: the end of one, two spaces, or glue."""
    before = value[at - 1]
    if not before.isspace():
        return GLUED_END_RE.match(before) is not None or (
            before.isupper() and before.isascii() and INITIAL_RE.match(value, at, high) is not None
        )
    space = at - 1
    while space > low and value[space - 1].isspace():
        space -= 1
    behind = value[max(low, space - 2) : space]
    return at - space > 1 or behind[-1:] in ENDS or (behind[-1:] in QUOTES and behind[:-1] in ENDS)


def _paragraphs(contents: Contents, hits: Hits, start: int, end: int, open_words: frozenset[str], *, strong: bool) -> list[int]:
    """Where sentences of an unmistakable kind begin, one place for each change of kind; with `strong` of the surest kinds only."""
    places: list[int] = []
    kind = None
    floor = start
    for match in contents.find(hits, start, end):
        if match.row.get("kind") == kind or (strong and not match.row.get("strong")):
            continue
        place = sentence_start(hits.value, match.start, floor, open_words)
        if place is None:
            continue
        if match.start - place > DEEP and not match.row.get("strong"):
            continue
        least = LEAST_BEFORE_SHORT if strong and kind is None else LEAST_BEFORE
        if place - floor >= least or (places and place > places[-1]):
            places.append(place)
        kind = match.row.get("kind")
        floor = max(floor, place)
    return places
