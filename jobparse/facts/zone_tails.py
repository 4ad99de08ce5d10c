"""A zone's name → what the text says of it: its places, its pay, or nothing.

In: a label and where the next one begins. Out: a `Tail`. It reads what stands behind the name, in the same sentence, cell or bracket,
on the lines below where the name stands alone, and what stands before it where the text puts the name last.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import regex

from jobparse.facts.zone_labels import line_start
from jobparse.facts.zone_lists import BULLET_RE, ListReader, PlaceList, row_at
from jobparse.facts.zone_places import Item, Look, headless, listed, look_at, split_places, without_people

if TYPE_CHECKING:
    from jobparse.facts.zone_labels import Label
    from jobparse.matching import Hits, Match
    from jobparse.places import Gazetteer

MARKUP_RE = re.compile(r"[ \t*_`\"”]*+")
LINK_RE = regex.compile(
    r"(?:[ *_`\"”]*+|\s{1,6}(?=:))(?P<mark>->|=>|[→▸►»:=|(\[\t]|-(?=\s|[\p{L}\d]|\p{Sc})|(?<=\s)/(?=\s))[ *_`]*+"
)
CLOSING = {"(": ")", "[": "]"}
GAP_RE = regex.compile(r"(?:\.{3,}+|…++|[\s:|(\[*_`,=→▸►»-])*+(?:\p{L}{3}\s)?+")
"""What may stand between a name (or its places) and a figure that belongs to it at once."""

DIGIT_RE = re.compile(r"\d")
BRACKET_RE = re.compile(r"[()\[\]]")
POINT_RE = re.compile(r"[.!?](?=\s)")
CLAUSE_RE = re.compile(r"[.;!?:]\s|[|•·\t]")
BREAK_RE = re.compile(r"[.;\n]\s|\n")
UNLINKED_RE = regex.compile(r"(?P<comma>,)?+[ *_]++(?=\p{Lu})")
DESCRIBED_RE = regex.compile(r"(?:\p{Ll}[\p{Ll}'-]*+\s){1,4}(?=\()")
"""A description before the places in brackets: `Zone 1 = highest cost (Boston, Dallas)`."""

RANGE_RE = regex.compile(
    r"[\s\d.,'kK+–—-]*+(?:(?:to\s)?\p{L}{0,3}\p{Sc}\s?[\d.,'kK]++|\s?(?:to|and)\s(?:\p{Lu}{3}\s)?[\d.,'kK]++|\s?\p{Lu}{3}(?!\p{L})|/\s?\p{L}++|\s?(?:per|an?|each)\s\p{L}++|\s?(?:hourly|annually|yearly|monthly)|[\s–—-])*+"
)
"""The rest of a figure: its upper end, currency and period."""

BEFORE_RE = re.compile(r"[ *_`]*+(?P<mark>->|→|=>|[:=|(\[\t]|(?<=\s)-)[ *_`\"“]*+$")

REACH = 1500
"""How far a list of places may go on (the longest read has 900 characters)."""

NEAR = 160
"""How far behind a name its figure may stand with words of pay between ("the base salary range for this position is")."""


class Tail(NamedTuple):
    """What is said of a label: `items` and their look, whether a figure of pay is given (by which row), where all of it ends.

    `linked` says that something introduces a list or figure, even if none was read. `used` are the phrases that decided.
    """

    end: int
    linked: bool = False
    items: tuple[Item, ...] = ()
    look: Look | None = None
    figure: str = ""
    used: tuple[tuple[int, int, str], ...] = ()


class TailReader:
    """Reads tails in one text."""

    def __init__(self, hits: Hits, places: Gazetteer) -> None:
        self.hits = hits
        self.value = hits.value
        self.folded = hits.folded
        self.places = places
        self.lists = ListReader(hits, places)
        self.places_below = False

    # -------------------------------------------------------------- behind the name

    def behind(self, label: Label, limit: int) -> Tail:
        """What stands behind the label, up to `limit`, where the next label begins."""
        given = self.hits.all("zones/given", max(label.end, limit - 60), min(len(self.value), limit + 20))
        if any(match.end == limit for match in given):  # all other locations are [Zone 3]
            limit = self.folded.rfind(";", label.end, limit) + 1 or limit
        tail = self._behind(label, min(limit, label.end + REACH))
        bracketed = None if tail.figure else self._figure_at(label.end, limit)
        return tail._replace(figure=bracketed.row.id, end=max(tail.end, bracketed.end)) if bracketed else tail

    def _behind(self, label: Label, limit: int) -> Tail:
        used: list[tuple[int, int, str]] = []
        at, linked, tail = self._introduced(label, limit, used)
        if tail:
            return tail
        figure = self._figure_at(at, limit)
        if figure:
            return self._with_places(Tail(figure.end, linked=True, figure=figure.row.id, used=tuple(used)), limit)
        if linked or self.lists.line_ends(at):
            end, items, look, labels = self.lists.read(at, limit)
            if items and look and look.shaped:
                return self._with_figure(end, limit, Tail(end, linked=True, items=items, look=look, used=(*used, *labels)))
        if cued := self._cued_figure(label.end, min(limit, label.end + NEAR), used):
            return self._with_places(cued, limit)
        return self._unlinked(label, limit) or Tail(at, linked=linked, used=tuple(used))

    def _unlinked(self, label: Label, limit: int) -> Tail | None:
        """Places behind a name that opens its line or clause: `Zone 1 Boston, Dallas`, and with a comma if a figure follows: `Zone 1, Reno: $66/hr`."""
        before = self.folded[line_start(self.folded, label.start, REACH) : label.start].rstrip(" *_•-|>#")
        between = UNLINKED_RE.match(self.value, label.end, limit)
        if not between or (before and (before[-1] != ";" or between["comma"] is None)):
            return None
        items, look = listed(self.hits, label.end, self.lists.stop(label.end, limit), self.places)
        if not look or not look.shaped or look.known < look.total:
            return None
        tail = self._with_figure(items[-1].end, limit, Tail(items[-1].end, items=tuple(items), look=look))
        return None if between["comma"] and not tail.figure else tail

    def _introduced(self, label: Label, limit: int, used: list[tuple[int, int, str]]) -> tuple[int, bool, Tail | None]:
        """Past holders, marks and link words; a bracket that holds places is the whole tail."""
        at, linked = label.end, False
        holder = row_at(self.hits, "zones/holder", at, limit)
        if holder:
            used.append((holder.start, holder.end, holder.row.id))
            at = holder.end
        for _ in range(4):
            mark = LINK_RE.match(self.folded, at, limit)
            if mark and mark["mark"] in CLOSING:
                close = self._closing(mark.start("mark"), limit)
                tail = self._bracket(mark.end(), close, limit, used)
                if tail:
                    return at, True, tail
                at = close + 1 if close < limit else mark.end()
                continue
            if mark:
                described = DESCRIBED_RE.match(self.value, mark.end(), limit)
                at, linked = described.end() if described else mark.end(), True
                continue
            pad = MARKUP_RE.match(self.folded, at, limit)
            link = row_at(self.hits, "zones/link", pad.end() if pad else at, limit)
            if not link:
                break
            used.append((link.start, link.end, link.row.id))
            at, linked = link.end, True
        return at, linked, None

    def _bracket(self, start: int, close: int, limit: int, used: list[tuple[int, int, str]]) -> Tail | None:
        link = row_at(self.hits, "zones/link", start, close)
        if link:
            used.append((link.start, link.end, link.row.id))
            start = link.end
        items, look = listed(self.hits, start, close, self.places)
        end = min(close + 1, limit)
        if not look or not look.shaped or (not look.known and LINK_RE.match(self.folded, end, limit)):
            return None
        return self._with_figure(end, limit, Tail(end, linked=True, items=tuple(items), look=look, used=tuple(used)))

    def _with_figure(self, end: int, limit: int, tail: Tail) -> Tail:
        """The tail with the figure behind its places, if one stands there."""
        figure = self._figure_at(end, limit)
        if figure:
            return tail._replace(figure=figure.row.id, end=figure.end)
        cued = self._cued_figure(end, min(limit, end + NEAR), []) or Tail(end)
        return tail._replace(figure=cued.figure, used=(*tail.used, *cued.used))

    def _with_places(self, tail: Tail, limit: int) -> Tail:
        """The tail of a figure with the places behind it: `Zone 1 £30,000 (London)`, `Zone 2: $88,000 for Boise and Reno`."""
        rest = RANGE_RE.match(self.value, tail.end, limit)
        at = rest.end() if rest else tail.end
        while at > tail.end and self.folded[at - 1] in " -\n\t":
            at -= 1
        if self.folded[at - 1] == "." and self.folded[at : at + 1].isspace():
            return tail  # the next sentence speaks of other places
        mark = LINK_RE.match(self.folded, at, limit)
        pad = MARKUP_RE.match(self.folded, at, limit)
        link = row_at(self.hits, "zones/link", pad.end() if pad else at, limit)
        if mark and mark["mark"] in CLOSING:
            end = self._closing(mark.start("mark"), limit)
            label = row_at(self.hits, "zones/link", mark.end(), end)
            start = label.end if label else mark.end()
        elif link or (mark and mark["mark"] in ":|\t-→▸►»"):
            start = link.end if link else mark.end() if mark else at
            more = row_at(self.hits, "zones/link", start, limit)
            start = more.end if more else start
            end = self.lists.stop(start, limit)
        else:
            return self._with_places_below(tail, at, limit)
        items, look = listed(self.hits, start, end, self.places)
        doubtful = look is None or look.known * (2 if mark and mark["mark"] in CLOSING else 1) < look.total
        if not look or not look.shaped or doubtful:
            return tail
        return tail._replace(items=tuple(items), look=look, end=end)

    def _with_places_below(self, tail: Tail, at: int, limit: int) -> Tail:
        """The tail of a figure that ends its line with the places on the line below: another name must follow, or have had its places so before."""
        last = limit >= len(self.value)
        if not self.lists.line_ends(at) or (last and not self.places_below):
            return tail
        above = self.folded.rfind("\n", 0, tail.end)
        items = split_places(self.hits, line_start(self.folded, above, REACH), above, self.places) if above > 0 else []
        if items and not self.places_below and look_at(self.hits, items, self.places).known:
            return tail  # then places stand above their names
        line = self.folded.find("\n", at)
        found = self._bracket_below(line, limit) if self.folded[line + 1 : line + 2] == "(" else self.lists.below(line, limit)
        if line < 0 or not found.items or not found.look or found.look.known < found.look.total:
            return tail
        self.places_below = True
        return tail._replace(items=found.items, look=found.look, end=found.end, used=(*tail.used, *found.used))

    def _bracket_below(self, line: int, limit: int) -> PlaceList:
        """The places in the bracket that opens the line behind the line break at `line`."""
        close = self._closing(line + 1, limit)
        items, look = listed(self.hits, line + 2, close, self.places)
        return PlaceList(close, tuple(items), look)

    def _closing(self, at: int, limit: int) -> int:
        """Where the bracket that opens at `at` closes; `limit` where it does not."""
        depth = 0
        for found in BRACKET_RE.finditer(self.folded, at, limit):
            if (depth := depth + (1 if found[0] in "([" else -1)) == 0:
                return found.start()
        return limit

    def _figure_at(self, at: int, limit: int) -> Match | None:
        """A figure of pay that begins at `at`, marks and a currency's code aside."""
        if not DIGIT_RE.search(self.folded, at, at + 24):
            return None
        gap = GAP_RE.match(self.folded, at, limit)
        for start in sorted({at, gap.end() if gap else at}):
            match = row_at(self.hits, "zones/figure", start, min(len(self.folded), start + 40))
            if match:
                return match
        return None

    def _cued_figure(self, at: int, limit: int, used: list[tuple[int, int, str]]) -> Tail | None:
        """A figure further behind, with a word of pay between and no end of a sentence."""
        digit = DIGIT_RE.search(self.folded, at, limit)
        figures = self.hits.find("zones/figure", max(at, digit.start() - 8), min(limit, digit.end() + 40)) if digit else []
        if not figures:
            return None
        between = self.hits.first("zones/cue", at, figures[0].start)
        breaks = any(
            found.start() < figures[0].start and self.lists.ends_sentence(found.start())
            for found in POINT_RE.finditer(self.folded, at, limit)
        )
        if not between or breaks or "\n\n" in self.folded[at : figures[0].start]:
            return None
        return Tail(
            figures[0].end, linked=True, figure=figures[0].row.id, used=(*used, (between.start, between.end, between.row.id))
        )

    # -------------------------------------------------------------- before the name

    def before(self, label: Label, floor: int) -> Tail | None:
        """The places that stand before the label on its line, not before `floor`: `Boston, Dallas (Zone 1)`, `Reno is in Zone 2`.

        One of three and more may be unknown to the tables, or be a word that is a place too (Bath).
        """
        line = max(floor, line_start(self.folded, label.start, REACH))
        mark = BEFORE_RE.search(self.folded, max(line, label.start - 8), label.start)
        given = next(
            (m for m in self.hits.all("zones/given", max(line, label.start - 60), label.end) if m.end == label.start), None
        )
        if not mark and not given:
            return None
        end = given.start if given else mark.start() if mark else label.start
        start = max(
            (found.end() for found in CLAUSE_RE.finditer(self.folded, line, end) if self.lists.ends_sentence(found.start())),
            default=line,
        )
        bullet = BULLET_RE.match(self.folded, start)
        items = split_places(self.hits, bullet.end() if bullet else start, end, self.places)
        items = [*items[:-1], without_people(self.hits, items[-1], self.places)] if items else items
        if items and (given or (mark and mark["mark"] in CLOSING)) and (first := headless(self.hits, items[0], self.places)):
            items = [first, *items[1:]]
        look = look_at(self.hits, items, self.places) if items else None
        if not look or not look.shaped or look.known + (look.known > 1) < look.total:
            return None
        used = ((given.start, given.end, given.row.id),) if given else ()
        return Tail(label.end, linked=True, items=tuple(items), look=look, used=used)

    def heads_country(self, before: Tail, label: Label) -> bool:
        """Whether what stands before a label is a country with several zones below it and no place of the zone: `UK: Zone 1 – £70,000`."""
        first = before.items[0]
        heads = self.hits.all("zones/country", max(0, first.start - 3), label.end) if len(before.items) == 1 else []
        return any(head.span("country") == (first.start, first.end) for head in heads)

    def placed_figure(self, label: Label, floor: int) -> Match | None:
        """The row by which a figure before the label is the zone's: `$112,000 in Zone 1`."""
        start = max(floor, label.start - 60)
        placed = next((m for m in self.hits.all("zones/placed", start, label.end) if m.end == label.start), None)
        if not placed:
            return None
        figures = self.hits.find("zones/figure", start, placed.start)
        between = self.folded[figures[-1].end : placed.start] if figures else "."
        return placed if figures and not BREAK_RE.search(between) else None

    def hiring(self, label: Label) -> Match | None:
        """The words by which the job is open in the zone."""
        return next((m for m in self.hits.all("zones/hiring", max(0, label.start - 70), label.end) if m.end == label.start), None)
