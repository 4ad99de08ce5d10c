"""Text behind a zone's name → the list of places that begins there, on its line or on the lines below.

In: where a list may begin and where it must have ended. Out: its items, their look and their end. Whether the list belongs to a zone is for
`zone_tails.py` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.dialect import quick
from jobparse.facts.zone_places import Item, Look, clipped, listed, look_at, rest_row, split_places
from jobparse.matching import Match

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.places import Gazetteer

NUMBER_RE = regex.compile(
    r"(?:(?<![\p{L}])\p{L}{1,3})?+\p{Sc}|(?:(?<![\p{L}\p{N}])\p{L}{3}\s)?(?<![\p{L}\p{N}])\d{2,}+(?!\s?-?(?:mile|km|mi\b)|(?<!\d{4})\))"
)
STOP_RE = regex.compile(
    r"(?P<end>[.!?](?=[\s*_)\"”\p{L}]|$))|(?P<line>\n)|(?P<cell>\s[|•·▸►»]\s|\t|\||\s●\s|(?<=[\p{L})]) {2,}+(?!(?:and|or)\b|[(&/]))|(?P<close>[)\]])|(?P<open>[(\[])"
)
SHORTENED_RE = regex.compile(r"(?<![\p{L}])[\p{L}.]{1,6}$")
FOLLOWING_RE = regex.compile(r"\s*+(\p{L}++)")
BULLET_RE = re.compile(r"[^\S\n]*+(?:[•*·●▪◦–—>#|+-]++[^\S\n]*+)*+(?:\d{1,2}[.)]\s)?")
UNFINISHED_RE = regex.compile(r"(?:[,;/&]|(?<![\p{L}])(?:and|or))\s*$")
GOES_ON_RE = re.compile(r"[^\S\n]*+(?:(?:and|or)\s|,)")

MOST_LINES, BLANK_LINES = 60, 2

LONGEST_PHRASE = 90
"""Characters of a phrase of the rows."""


Phrase = tuple[int, int, str]
"""Where a phrase stands that decided, and its row."""


class PlaceList(NamedTuple):
    """A list of places: where it ends, what stands in it, what the whole of it looks like (None where nothing is listed), the labels that open it."""

    end: int
    items: tuple[Item, ...] = ()
    look: Look | None = None
    used: tuple[Phrase, ...] = ()


def row_at(hits: Hits, family: str, at: int, limit: int) -> Match | None:
    """The longest match of a row of a family that begins at `at`."""
    stop = min(limit, at + LONGEST_PHRASE)
    found = ((row, quick(row.pattern).match(hits.folded, at, stop)) for row in hits.rows(family, at, stop))
    matches = [Match(row, at, match.end(), match) for row, match in found if match]
    return max(matches, key=lambda match: (match.end, -match.row.order), default=None)


class ListReader:
    """Reads lists of places in one text."""

    def __init__(self, hits: Hits, places: Gazetteer) -> None:
        self.hits = hits
        self.value = hits.value
        self.folded = hits.folded
        self.places = places

    def read(self, at: int, limit: int) -> PlaceList:
        """The list that begins at `at`: on this line, or on the lines below where nothing follows on it."""
        end = self.stop(at, limit)
        if not self.folded[at:end].strip(" *_`|:-") and self.line_ends(end):
            return self._lines_below(end, limit)
        while end < limit and self.folded[end : end + 1] == "\n" and self._goes_on(at, end, limit):
            end = self.stop(self._next_line(end, limit), limit)
        items = split_places(self.hits, at, end, self.places)
        items = self._without_pay_words(items)
        while len(items) > 1 and self._joins(items[-1], limit):
            items.pop()
        look = look_at(self.hits, items, self.places) if items else None
        if look and not look.shaped and end < limit and NUMBER_RE.match(self.folded, end, limit):
            last = clipped(self.hits, items[-1], self.places)
            tail = [last] if last else [] if self.value[items[-1].start : items[-1].end].islower() else [items[-1]]
            items = [*items[:-1], *tail]
            look = look_at(self.hits, items, self.places) if items else None
        return PlaceList(items[-1].end if items else end, tuple(items), look)

    def _joins(self, item: Item, limit: int) -> bool:
        """Whether the last item only leads on to the next name: `Boise, while Zone 2 …`."""
        words = self.value[item.start : item.end]
        return words.islower() and not self.folded[item.end : limit].strip() and not rest_row(self.hits, item)

    def _without_pay_words(self, items: list[Item]) -> list[Item]:
        """The items up to the first that holds a word of pay ("Boston and pays …")."""
        kept: list[Item] = []
        for item in items:
            cue = self.hits.first("zones/cue", item.start, item.end)
            if cue and not self.value[cue.start].isupper():
                head = split_places(self.hits, item.start, cue.start, self.places)
                kept += head[:1] if look_at(self.hits, head[:1], self.places).known else []
                break
            kept.append(item)
        return kept

    def stop(self, at: int, limit: int) -> int:
        """Where the text from `at` can be no list any more: a figure, the end of a sentence, line, cell or outer bracket."""
        number = NUMBER_RE.search(self.folded, at, limit)
        limit = number.start() if number else limit
        depth = 0
        for found in STOP_RE.finditer(self.folded, at, limit):
            kind = found.lastgroup
            if kind == "open":
                depth += 1
            elif kind == "close":
                if depth == 0:
                    return found.start()
                depth -= 1
            elif (depth == 0 or kind != "end") and self._closes_list(kind, at, found.start()):
                return found.start()
        return limit

    def _closes_list(self, kind: str | None, at: int, here: int) -> bool:
        if kind == "cell":
            return bool(self.folded[at:here].strip())
        return kind == "line" or (kind == "end" and self.ends_sentence(here))

    def ends_sentence(self, at: int) -> bool:
        """Whether a point is the end of a sentence and not of an abbreviation (`St. Louis`, `Washington, D.C. metro`)."""
        if at + 1 < len(self.value) and self.value[at + 1].isalpha():
            return at > 0 and self.value[at - 1].islower() and self.value[at + 1].isupper()
        if self.folded[at] != ".":
            return True
        word = SHORTENED_RE.search(self.value, max(0, at - 6), at)
        if not word:
            return True
        if "." in word[0] or (len(word[0]) <= 2 and not word[0].isupper()):
            following = FOLLOWING_RE.match(self.value, at + 1)
            return bool("." in word[0] and following and following[1][0].isupper() and not self.places.holds(following[1]))
        return True

    def line_ends(self, at: int) -> bool:
        """Whether nothing but marks stands between a place and the end of its line."""
        return not self.folded[at : (self.folded.find("\n", at) + 1 or len(self.folded) + 1) - 1].strip(" *_`|:#-")

    def _next_line(self, end: int, limit: int) -> int:
        """Where the text of the next line that is not blank begins, past its bullet."""
        at = end
        while at < limit and self.folded[at] == "\n":
            bullet = BULLET_RE.match(self.folded, at + 1)
            at = bullet.end() if bullet else at + 1
        return at

    def _goes_on(self, at: int, end: int, limit: int) -> bool:
        """Whether a list goes on behind a line break: it ends on a comma, or the next line begins with one or with "or"."""
        if UNFINISHED_RE.search(self.folded, at, end):
            return True
        following = self._next_line(end, limit)
        return following < limit and GOES_ON_RE.match(self.folded, following) is not None

    def below(self, end: int, limit: int) -> PlaceList:
        """The places on the line right below the line break at `end`."""
        return PlaceList(end) if self.folded[end + 1 : end + 2] in ("\n", "") else self._lines_below(end, limit)

    def _lines_below(self, end: int, limit: int) -> PlaceList:
        """The lines below a name that stands alone, as long as they are places."""
        items: list[Item] = []
        used: list[Phrase] = []
        for start, stop, gap, label in self._lines(end, limit):
            line, look = listed(self.hits, start, stop, self.places)
            if not look or not look.shaped or (look.known * 2 < look.total and (gap or not items)) or gap > BLANK_LINES:
                break
            items += line
            used += [(label.start, label.end, label.row.id)] if label else []
            end = stop
        if not items:
            return PlaceList(end)
        return PlaceList(end, tuple(items), look_at(self.hits, items, self.places), tuple(used))

    def _lines(self, end: int, limit: int) -> Iterator[tuple[int, int, int, Match | None]]:
        """The lines below `end` that are not blank: start and end of their places, the blank lines before them, and what opens the list in them."""
        for _ in range(MOST_LINES):
            start = self._next_line(end, limit)
            if start >= limit:
                return
            label = row_at(self.hits, "zones/link", start, limit)
            gap = self.folded.count("\n", end, start) - 1
            start = label.end if label else start
            stop = self.stop(start, limit)
            if stop < limit and self.folded[stop] != "\n" and not self.line_ends(stop + 1):
                return
            yield start, stop, gap, label
            end = self.folded.find("\n", stop, limit)
            if end < 0:
                return
