"""Where a line must be cut: headings, bullets and paragraphs that lost their line breaks.

In: one line of the text. Out: the places where its pieces begin, each with what is known of the piece. Only places are given; what a piece
looks like is read by `blocks.py`, as if it had always been a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobparse.headings import Headings, follows_a_long_word, inner_headings

if TYPE_CHECKING:
    from jobparse.contents import Contents
    from jobparse.matching import Hits
    from jobparse.rulebook import Row

SHORTEST_WALL = 80
"""A shorter line is cut only where a heading sticks to its text."""

PARAGRAPH = 600
"""From this length on a line may hold several paragraphs (nine tenths of real paragraphs are shorter)."""

SHORT_PARAGRAPH = 100
"""A shorter line holds one paragraph; up to `PARAGRAPH` only the surest paragraphs are cut off."""

SPACED = 200
"""In lines from this length on three spaces are a lost line break; in shorter ones they may be a table."""

LEAST_BEFORE = 40
LEAST_BEFORE_SHORT = 150
"""So many characters must stand before a paragraph of another kind for a cut to be worth it (in a short line, if they are of no kind)."""

LEAST_DASHES = 3
LEAST_ITEM = 25
"""Inline bullets cut a line only into pieces of at least this length on average: shorter ones are a line of fields."""

DEEP = 100
"""A weaker match that stands deeper in its sentence is a mention, not the subject."""

LONGEST_SENTENCE = 400
FAR = 120
"""A sentence that began so far back may have lost its end: capitalised words right before a match are taken for a new one's subject."""

LONGEST_LEAD = 70
LONGEST_KEY = 41

BULLETS = "•●▪➢➤✓✔❖◆■\uf0b7\uf0a7\uf0fc\uf0be"
BULLET_RE = re.compile(rf"[{BULLETS}](?=\s*\S)")
DOT_RE = re.compile(r" (?P<mark>[·*])\s+(?=[A-ZÀ-ÖØ-Þ\d(])")
DASH_RE = re.compile(
    r"""
    (?P<mark>[-–—])(?:(?<=[^\s\d]\s[-–—])|(?<=[^\s\d]\s\s[-–—]))\s+(?=[A-ZÀ-ÖØ-Þ(]|\d{1,2}\+?\s[a-z])   # lead - Design, - 3+ years
  | (?P<led>[-–—])(?:(?<=:\s[-–—])|(?<=:\s\s[-–—]))\s+(?=\w)                                         # following: - 911 dispatch
  | (?P<glued>[-–])(?<=[.:;][-–])(?=[A-Z][a-z])                                                        # service.-Obsess over
    """,
    re.VERBOSE,
)
NUMBER_RE = re.compile(r"(?P<number>\d{1,2})[.)](?=\s?[A-ZÀ-ÖØ-Þ])(?<![\d,$€£]\d[.)])(?<![\d,$€£]\d\d[.)])(?<!\d\.\d[.)])")
SPACES_RE = re.compile(r"(?<=\S)\s{3,}(?=[A-ZÀ-ÖØ-Þ\d•●▪*·(\"“-])")
COLON_RE = re.compile(r"[:…](?=\s?[A-ZÀ-ÖØ-Þ\d$€£•\-–“\"(])(?!(?<=\d:)\d\d)")
DOTS_RE = re.compile(r"\.\.\.(?=\s?[A-ZÀ-ÖØ-Þ\d•\-–“\"(])")
AMOUNT_RE = re.compile(r"(?:up to |from )?(?:[A-Z]{1,3})?\s?[$€£¥₹]\s?\d")
AMOUNT_KINDS = ("compensation", "benefits")
START_RE = re.compile(r"(?:[.!?;…]['\"”’)]?\s+|\s{2,}|[a-zß-öø-ÿ.)%](?=[A-ZÀ-ÖØ-Þ])|[A-Z](?=[A-Z][a-z]))(?=[A-ZÀ-ÖØ-Þ])")
GLUE_RE = re.compile(r"[a-zß-öø-ÿ.!?:;)%](?=[A-ZÀ-ÖØ-Þ])|[a-z](?=[\d$€£])")
SENTENCE_MARKS = (". ", "? ", "! ", "; ", ": ", ".) ", ".” ", '." ', ".\xa0")
SENTENCE_RE = re.compile(r"[.!?;:]['\"”’)]?\s+(?=[^a-z\s])")
GLUED_SENTENCE_RE = re.compile(r"[.!?](?<=[a-zß-öø-ÿ)\d%][.!?])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ’']* )")
NAMES_RE = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w&'’.-]*,?\s+){1,6}(?:[a-z]+\s+){0,5}$")


class Signs(NamedTuple):
    """Which signs of lost line breaks a text holds."""

    bullets: bool
    dots: bool
    dashes: bool
    numbers: bool
    spaces: bool


class Cut(NamedTuple):
    """A piece begins at `start`; with a `row` it is a heading that ends at `end`, and the next piece begins at `after`."""

    start: int
    end: int = 0
    after: int = 0
    row: Row | None = None
    colon: bool = False


def cuts_of(
    headings: Headings,
    contents: Contents,
    signs: Signs,
    hits: Hits,
    start: int,
    end: int,
    *,
    item: bool = False,
    again: bool = False,
) -> list[Cut]:
    """Where to cut `[start, end)`, in order; the start of the line is among them only if a heading stands there.

    `again`: the line is a piece of one that was searched before.
    """
    length = end - start
    wall = length >= SHORTEST_WALL
    cuts: dict[int, Cut] = {}
    if not item:
        for inner in inner_headings(headings, hits, start, end, again=again):
            if wall or inner.start == start or cuts:
                cuts[inner.start] = Cut(*inner)
        if hits.value.find(":", start, end) >= 0 or hits.value.find("...", start, end) >= 0:
            opening = _opening_label(headings, hits, start, end)
            if opening:
                cuts.setdefault(start, opening)
            if wall:
                for cut in _colon_headings(headings, hits, start, min(end, start + LONGEST_LEAD) if again else end):
                    cuts.setdefault(cut.start, cut)
    if wall:
        for place in _bullets(signs, hits.value, start, end):
            cuts.setdefault(place, Cut(place))
    if signs.spaces and length >= SPACED:
        for found in SPACES_RE.finditer(hits.value, start, end):
            cuts.setdefault(found.end(), Cut(found.end()))
    if length >= SHORT_PARAGRAPH and not item:
        for place in _paragraphs(contents, hits, start, end, strong=length < PARAGRAPH):
            cuts.setdefault(place, Cut(place))
    if not cuts:
        return []
    return _without_overlap(sorted(cut for cut in cuts.values() if not _is_amount(hits.value, cut, end)))


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


def signs_of(value: str) -> Signs:
    """Which signs of lost line breaks a text holds at all: plain searches, so that most lines are asked for none."""
    return Signs(
        bullets=not value.isascii() and any(mark in value for mark in BULLETS),
        dots=" · " in value or " * " in value,
        dashes=value.count(" - ") + value.count(" – ") + value.count(" — ") + value.count(".-") >= LEAST_DASHES,
        numbers="3." in value or "3)" in value,
        spaces="   " in value,
    )


def may_hold_items(signs: Signs, line: str) -> bool:
    """Whether a line can hold list items or lost line breaks."""
    return (
        (signs.bullets and BULLET_RE.search(line) is not None)
        or (signs.dots and (" · " in line or " * " in line))
        or (signs.dashes and line.count(" - ") + line.count(" – ") >= LEAST_DASHES)
        or (signs.numbers and ("3." in line or "3)" in line))
        or (signs.spaces and "   " in line)
    )


def _bullets(signs: Signs, value: str, start: int, end: int) -> list[int]:
    """Where inline list marks stand, if there are enough of them to be a list."""
    length = end - start
    places: list[int] = []
    if signs.bullets:
        places = [found.start() for found in BULLET_RE.finditer(value, start + 1, end)]
        if len(places) < 2 or length < LEAST_ITEM * len(places):
            places = []
    if signs.dots and not places:
        places = [found.start("mark") for found in DOT_RE.finditer(value, start, end)]
        if len(places) < 3 or length < LEAST_ITEM * len(places):
            places = []
    if signs.dashes:
        line = value[start:end]
        if line.count(" - ") + line.count(" – ") + line.count(" — ") + line.count(".-") >= LEAST_DASHES:
            dashes = [found.start(found.lastgroup or 0) for found in DASH_RE.finditer(value, start, end)]
            if len(dashes) >= LEAST_DASHES and length >= LEAST_ITEM * len(dashes):
                places += dashes
    if signs.numbers and (value.find("3.", start, end) >= 0 or value.find("3)", start, end) >= 0):
        places += _numbers(value, start, end)
    return sorted(places)


def _numbers(value: str, start: int, end: int) -> list[int]:
    """Where inline numbers 1, 2, 3 … stand, if they count up from one to three at least."""
    places: list[int] = []
    for found in NUMBER_RE.finditer(value, start, end):
        if int(found["number"]) == len(places) + 1:
            places.append(found.start("number"))
    return places if len(places) >= 3 else []


def _colon_headings(headings: Headings, hits: Hits, start: int, end: int) -> list[Cut]:
    """Headings of unknown words that a colon sets off, where a row of wordings says what they are."""
    cuts: list[Cut] = []
    value = hits.value
    at = start
    colons = list(COLON_RE.finditer(value, start, end))
    if value.find("...", start, end) >= 0:
        colons = sorted((*colons, *DOTS_RE.finditer(value, start, end)), key=lambda found: found.start())
    for colon in colons:
        place = _phrase_start(value, max(at, colon.start() - LONGEST_LEAD), colon.start(), start)
        if place is None or not value[place].isupper():
            continue
        row = headings.named(hits.folded[place : colon.start()])
        loose = row.get("loose") if row else None
        if loose == "own" or (loose == "line" and place != start and " " not in value[place : colon.start()]):
            row = None
        elif row is None and value.count(" ", place, colon.start()) <= 7:
            row = headings.worded(hits.folded, place, colon.start())
        if row is not None:
            after = colon.end()
            while after < end and value[after].isspace():
                after += 1
            cuts.append(Cut(place, colon.start(), after, row, colon=True))
            at = after
    return cuts


def _opening_label(headings: Headings, hits: Hits, start: int, end: int) -> Cut | None:
    """The known key that a line opens with, before its colon, whatever stands behind it."""
    colon = hits.value.find(":", start, min(end, start + LONGEST_KEY))
    row = headings.named(hits.folded[start:colon]) if colon > start else None
    if row is None or row.get("loose") == "own":
        return None
    after = colon + 1
    while after < end and hits.value[after].isspace():
        after += 1
    return Cut(start, colon, after, row, colon=True)


def _phrase_start(value: str, low: int, high: int, start: int) -> int | None:
    """Where the sentence that ends at `high` begins, if it begins behind `low`."""
    place = start if low <= start else None
    for found in START_RE.finditer(value, low, high):
        place = found.end()
    return place


def _paragraphs(contents: Contents, hits: Hits, start: int, end: int, *, strong: bool) -> list[int]:
    """Where sentences of an unmistakable kind begin, one place for each change of kind; with `strong` of the surest kinds only."""
    places: list[int] = []
    kind = None
    floor = start
    for match in contents.find(hits, start, end):
        if match.row.get("kind") == kind or (strong and not match.row.get("strong")):
            continue
        place = sentence_start(hits.value, match.start, floor)
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


def sentence_start(value: str, at: int, floor: int) -> int | None:
    """Where the sentence around `at` begins, not before `floor`; None if no beginning is near.

    Where the last mark is far off, capitalised words right before (`… or equivalent Quarry Ltd is an equal …`) are taken for its subject.
    """
    low = max(floor, at - LONGEST_SENTENCE)
    place = _last_sentence(value, low, at)
    if place is None:
        place = floor if low == floor else None
    names = NAMES_RE.search(value, max(low, at - 80), at)
    if names and names.start() > floor and (place is None or at - place > FAR) and follows_a_long_word(value, names.start()):
        return names.start()
    return place


def _last_sentence(value: str, low: int, at: int) -> int | None:
    """Where the last sentence that begins in `[low, at]` begins; None if none does."""
    high = at
    while high > low:
        end = max(value.rfind(mark, low, high) for mark in SENTENCE_MARKS)
        if end < 0:
            break
        found = SENTENCE_RE.match(value, end, at + 1)
        if found and not (value[end] == "." and value[end - 1].isupper() and not value[end - 2 : end - 1].isalnum()):
            return max(found.end(), _last_glue(value, found.end(), at))
        high = end
    return _last_glue(value, low, at) or None


def _last_glue(value: str, low: int, at: int) -> int:
    """Where the last sentence begins that sticks to the one before (`skies.We sail`); 0 if none does."""
    place = 0
    for found in GLUED_SENTENCE_RE.finditer(value, low, min(at + 1, len(value))):
        place = found.end()
    return place
