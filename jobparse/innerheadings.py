"""Headings inside running text: where a known heading phrase stands as a heading, and not as a phrase of prose.

In: the places of one text at which a heading could begin (`linemarks.py`). Out: the headings that stand inside a stretch of it. What a line is
cut into is for `walls.py` to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from jobparse.headings import LONGEST_HEADING, SHORTEST_CAPITALS
from jobparse.lineshapes import after_space
from jobparse.sentences import BEFORE_RE, may_follow

if TYPE_CHECKING:
    from jobparse.headings import Headings
    from jobparse.linemarks import LineMarks, Marks, Phrase, Place
    from jobparse.matching import Hits
    from jobparse.rulebook import Row

TOKEN_RE = re.compile(r"[A-ZÀ-ÖØ-Þ](?:[a-zß-öø-ÿ]+|[A-ZÀ-ÖØ-Þ]*(?![a-zß-öø-ÿ]))")
SENTENCE_ENDS = ".!?:;…)]\"'”’»•"
NEXT_RE = re.compile(
    r"""
    \s*(?P<colon>:|\.\.\.|…)\s*          # a colon, or dots that the list continues
  | \s*(?P<asked>\?)\s*(?=[A-ZÀ-ÖØ-Þ•\d"“]|$)
  | \s+(?P<dash>[-–—])\s+(?=[A-ZÀ-ÖØ-Þ])
  | (?P<glue>)(?=[A-ZÀ-ÖØ-Þ\d$€£“])       # the next text sticks to the heading
  | \s+(?P<capital>(?=[A-ZÀ-ÖØ-Þ\d$€£¥₹"“(•·*●▪-]))
  | \s*(?P<end>$)
    """,
    re.VERBOSE,
)
QUESTION_RE = re.compile(r"(?P<words>(?:[\w'’&,-]+ ){1,6}[\w'’&-]+)\s?\?\s*(?=[A-ZÀ-ÖØ-Þ•\d\"“-])")
NAME_WORD_RE = re.compile(r" (?P<word>[\w'’&.-]+)")
LONGEST_NAME = 5
LONGEST_QUESTION = 160
FOLLOWED_RE = re.compile(r"(?![A-ZÀ-ÖØ-Þ][a-z]{0,2}\s)[^\s]+\s+[A-ZÀ-ÖØ-Þ]")


class Inner(NamedTuple):
    """A heading inside running text: its words, where the text behind it (and behind its colon) begins, and whether it has a colon."""

    start: int
    end: int
    after: int
    row: Row
    colon: bool = False


class _Look(NamedTuple):
    """A heading's phrase where it stands: its row and that row's `loose`, what is before it, and how it is written."""

    place: int
    stop: int
    row: Row
    loose: str | None
    left: str
    capitals: bool
    titled: bool
    single: bool


class InnerHeadings:
    """The headings inside one text, asked for a stretch at a time."""

    __slots__ = ("_firsts", "_headings", "_hits", "_open_words", "_places", "_starts")

    def __init__(self, index: LineMarks, headings: Headings, hits: Hits, marks: Marks) -> None:
        self._hits = hits
        self._headings = headings
        self._firsts = index.firsts
        self._open_words = index.open_words
        self._places = marks.places
        self._starts = marks.starts

    def within(self, start: int, end: int) -> list[Inner]:
        """The known headings that stand as headings inside `[start, end)`, in order.

        A heading phrase is also a phrase of prose, so it must be set off: by a colon, by capitals, by glue (`teamResponsibilities`), or by
        the end of a sentence before it and a capital behind it.
        """
        starts = self._starts
        low = bisect_left(starts, start)
        places = self._places[low : bisect_left(starts, end, low)]
        asked: set[int] = set()
        if self._hits.value.find("?", start, end) >= 0:
            asked = self._questions(start, end)
            places = sorted([*places, *((place, [], False) for place in asked)], key=_by_place)
        found: list[Inner] = []
        at = start
        for place, phrases, opens in places:
            if place >= at:
                inner = self._at(phrases, start, end, place)
                if inner is None and opens:
                    inner = _named(self._headings, self._hits, start, end, place)
                if inner is None and not phrases and place in asked:
                    inner = _question(self._headings, self._hits, start, end, place)
                if inner is not None:
                    found.append(inner)
                    at = inner.after
        return found

    def _at(self, phrases: list[Phrase], start: int, end: int, place: int) -> Inner | None:
        """The longest of some phrases that stand at `place`, if it is set off as a heading."""
        value = self._hits.value
        for _, length, row in phrases:
            if place + length <= end:
                inner = _standing(value, start, end, place, place + length, row, self._open_words)
                if inner is None and self._leads_to_another(start, place, place + length, row):
                    inner = Inner(place, place + length, place + length + 1, row)
                if inner is not None:
                    return inner
        return None

    def _leads_to_another(self, start: int, place: int, stop: int, row: Row) -> bool:
        """Whether a heading of one sure word stands right before another one that has a colon (`Duties Job description: …`)."""
        value = self._hits.value
        at = bisect_left(self._starts, stop + 1)
        if (
            row.get("loose")
            or row.get("opens")
            or " " in value[place:stop]
            or at == len(self._starts)
            or self._starts[at] != stop + 1
        ):
            return False
        if _left(value, start, place) not in ("sentence", "glue"):
            return False
        return any(
            value[stop + 1 + length : stop + 3 + length].lstrip(" ").startswith(":") for _, length, _ in self._places[at][1]
        )

    def _questions(self, start: int, end: int) -> set[int]:
        """Where a question begins with the first word of a known heading."""
        value, firsts = self._hits.value, self._firsts
        places: set[int] = set()
        mark = value.find("?", start, end)
        while mark >= 0:
            for token in TOKEN_RE.finditer(value, max(start, mark - LONGEST_QUESTION), mark):
                if token[0].lower() in firsts:
                    places.add(token.start())
            mark = value.find("?", mark + 1, end)
        return places


def _by_place(place: Place) -> tuple[int, bool]:
    """The order in which places are asked: known phrases come before a question of unknown words."""
    return place[0], not place[1]


def _opens(value: str, start: int, place: int, end: int) -> bool:
    """Whether a heading of unknown words may begin at `place`: at the start of a sentence, or in capitals behind a word."""
    left = _left(value, start, place)
    if left == "word":
        token = TOKEN_RE.match(value, place, end)
        return token is not None and len(token[0]) >= SHORTEST_CAPITALS and token[0].isupper()
    return left != "none"


def _question(headings: Headings, hits: Hits, start: int, end: int, place: int) -> Inner | None:
    """A short question of unknown words at the start of a sentence."""
    asked = QUESTION_RE.match(hits.value, place, end)
    if asked is None or not _opens(hits.value, start, place, end):
        return None
    row = headings.worded(hits.folded, place, asked.end("words"))
    return Inner(place, asked.end("words") + 1, asked.end(), row) if row else None


def _named(headings: Headings, hits: Hits, start: int, end: int, place: int) -> Inner | None:
    """`About` with a name behind it, at the start of a sentence."""
    value = hits.value
    token = TOKEN_RE.match(value, place, end)
    stop = _end_of_name(value, token.end(), end) if token and _opens(value, start, place, end) else 0
    row = headings.worded(hits.folded, place, stop) if stop else None
    return Inner(place, stop, after_space(value, stop, end), row) if row and row.get("inline") else None


def _end_of_name(value: str, at: int, end: int) -> int:
    """Where a name of capitalised words ends and a sentence begins behind it (`About | Tarn & Holm | Tarn & Holm is …`); 0 if none does."""
    words = list(NAME_WORD_RE.finditer(value, at, min(end, at + 120)))
    first = words[0]["word"] if words else ""
    for number, word in enumerate(words[:LONGEST_NAME]):
        if not (word["word"][0].isupper() or word["word"] == "&") or word.start() != (words[number - 1].end() if number else at):
            return 0
        behind = words[number + 1 : number + 3]
        if not behind or behind[0].start() != word.end() or not behind[0]["word"][0].isupper():
            return 0
        if behind[0]["word"].casefold() == first.casefold() or (len(behind) > 1 and behind[1]["word"][0].islower()):
            return word.end()
    return 0


def _standing(value: str, start: int, end: int, place: int, stop: int, row: Row, open_words: frozenset[str]) -> Inner | None:
    """The phrase as a heading, if it is set off as one."""
    behind = NEXT_RE.match(value, stop, end)
    if behind is None:
        return None
    how = behind.lastgroup or ""
    look = _look(value, start, place, stop, row)
    if _is_no_heading(value, look, how) or (how == "capital" and end - start <= 2 * LONGEST_HEADING):
        return None
    if not _stands(value, look, how, behind.end(), open_words):
        return None
    after = stop if how == "glue" else behind.start("dash") if how == "dash" else behind.end()
    return Inner(place, stop + (1 if how == "asked" else 0), after, row, how == "colon")


def _look(value: str, start: int, place: int, stop: int, row: Row) -> _Look:
    words = value[place:stop]
    capitals = words.isupper() and len(words) >= SHORTEST_CAPITALS
    return _Look(
        place, stop, row, row.get("loose"), _left(value, start, place), capitals, capitals or _is_titled(words), " " not in words
    )


def _is_no_heading(value: str, look: _Look, how: str) -> bool:
    """Whether a phrase can be no heading, however it is written: a loose one, or one that what is before or behind belongs to."""
    if look.loose == "own" or (look.loose == "line" and look.single and not look.capitals):
        return True
    if how == "glue":
        last = value[look.stop - 1]
        if last.isupper() or not last.isalpha():
            return True
        if value[look.stop] in "$£€" and look.row.get("kind") not in ("compensation", "benefits"):
            return True  # the label of a figure: `Remote$97,000`
    return look.left == "none" or (how == "end" and look.left not in ("sentence", "glue"))


def _stands(value: str, look: _Look, how: str, after: int, open_words: frozenset[str]) -> bool:
    """Whether what is before and behind a phrase, and how it is written, set it off."""
    loose, left, titled, single = look.loose, look.left, look.titled, look.single
    if how in ("colon", "asked"):
        return left != "word" or (titled and (not (loose and single) or _follows_a_value(value, look.place)))
    if how == "dash":
        return not loose and (titled or not single) and (left != "word" or may_follow(value, look.place, open_words))
    if how in ("glue", "end"):
        return (not loose and left != "word") or not single or left == "glue"
    if left == "word":
        return _stands_behind_a_word(value, look, after, open_words)
    if single:
        return look.capitals or (not loose and (bool(look.row.get("firm")) or not _titles_go_on(value, after)))
    if loose == "colon":
        return titled and value[look.place : look.stop].rsplit(maxsplit=1)[-1][0].isupper()
    return titled or not _titles_go_on(value, after)


def _stands_behind_a_word(value: str, look: _Look, after: int, open_words: frozenset[str]) -> bool:
    """The same for a phrase in the midst of words (`… by the foreman WORKING CONDITIONS The yard …`)."""
    set_off = look.capitals and not look.single and value[look.place - 2].islower()
    return (
        look.titled
        and (set_off or not look.loose)
        and (bool(look.row.get("firm")) or not _titles_go_on(value, after))
        and (look.capitals or not look.single)
        and may_follow(value, look.place, open_words)
    )


def _left(value: str, start: int, place: int) -> str:
    """What stands before a phrase: the start or end of a sentence, glue, a plain word, or something it belongs to ("none")."""
    if place == start:
        return "sentence"
    before = value[place - 1]
    if not before.isspace():
        acronym = before.isupper() and value[place + 1 : place + 2].islower()
        return "glue" if before.islower() or acronym or before in ".!?:;)…\"”’'%" or before.isdigit() else "none"
    at = place - 1
    while at > start and value[at - 1].isspace():
        at -= 1
    if at == start or place - at >= 3 or value[at - 1] in SENTENCE_ENDS:
        return "sentence"
    return "none" if value[at - 1] in "([/&,–—-" else "word"


def _is_titled(words: str) -> bool:
    """Whether all longer words of a phrase start with a capital."""
    return all(word[0].isupper() for word in words.split() if len(word) > 3 and word[0].isalpha())


def _follows_a_value(value: str, place: int) -> bool:
    """Whether a capitalised word or a number stands before: then `Schedule:` follows the value of another field, not a sentence."""
    before = BEFORE_RE.search(value, max(0, place - 40), place)
    return before is not None and not before[1][0].islower()


def _titles_go_on(value: str, after: int) -> bool:
    """Whether the two words behind are capitalised both: then the phrase is more likely a part of a longer title.

    A first word of three letters (`The San …`, `As Sous …`) opens a sentence.
    """
    found = FOLLOWED_RE.match(value, after, after + 60)
    return found is not None
