"""Known headings, found by looking up and not by trying: in a line of their own, misspelt, and inside running text.

In: the rows of `sections/heading` and `sections/wording`. Out: the row that a phrase belongs to, and the places in a paragraph where a
heading phrase stands as a heading. It does not decide which section a text belongs to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jobparse.matching import fold, literals_of
from jobparse.rowindex import rows_of

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row, Rulebook

HEADING = "sections/heading"
WORDING = "sections/wording"
LEAD = "sections/lead"
LISTING = "sections/listing"

LONGEST_HEADING = 90
"""No known heading has more characters, brackets and company names included (longest of 6,700 lines read: 88)."""

CLOSE_ENOUGH = 84
"""Least likeness (0 to 100) of a misspelt word: two letters of a long word may differ, `preferred` and `required` are far below."""

SHORTEST_CAPITALS = 3
MOST_SEEN = 8192
CORE_WORD = 6
CORE_USES = 4
"""Only words of six letters and more that at least four spellings share are mended: short words are too alike to guess."""

LONGEST_TAIL = 45
"""Headings that end a text whose rest was cut off are short ones (`Key job responsibilities`)."""

APART_RE = re.compile(r"[^\w\s]|_")
WORD_RE = re.compile(r"[^\W\d_]+")
BRACKET_RE = re.compile(r"\(([^()\n]{3,60})\)\W*$")
TWINS_RE = re.compile(r" [|/] ")


def heading_key(folded: str) -> str:
    """The words of a heading as they are looked up: no punctuation, no apostrophes, `and` for `&` and `/`.

    >>> heading_key("what we're looking for / skills & traits:")
    'what were looking for and skills and traits'
    """
    if not folded.isalpha():
        folded = folded.replace("'", "")
        if "&" in folded or "/" in folded or "+" in folded:
            folded = folded.replace("&", " and ").replace("/", " and ").replace("+", " and ")
        folded = APART_RE.sub(" ", folded)
    return " ".join(folded.split())


class Inner(NamedTuple):
    """A heading inside running text: its words, where the text behind it (and behind its colon) begins, and whether it has a colon."""

    start: int
    end: int
    after: int
    row: Row
    colon: bool = False


class Headings:
    """The index of one rulebook's headings. Made once, by `headings_of`."""

    __slots__ = ("cores", "exact", "firsts", "leads", "listings", "openers", "seen", "wordings")

    def __init__(self, rulebook: Rulebook) -> None:
        self.wordings = rows_of(rulebook, WORDING)
        self.leads = rows_of(rulebook, LEAD)
        self.listings = rows_of(rulebook, LISTING)
        inline = [row for row in rulebook.rows(WORDING) if row.get("inline")]
        self.openers = frozenset(literal.split()[0] for row in inline for literal in literals_of(row.pattern))
        self.seen: dict[str, Row | None] = {}
        self.exact: dict[str, Row] = {}
        self.firsts: dict[str, dict[str, list[tuple[str, Row]]]] = {}
        uses: Counter[str] = Counter()
        for row in rulebook.rows(HEADING):
            for spelling in row.spellings:
                phrase = fold(spelling)
                key = heading_key(phrase)
                if self.exact.setdefault(key, row) is row:
                    uses.update(set(key.split()))
                    self._index(phrase, row)
        for seconds in self.firsts.values():
            for phrases in seconds.values():
                phrases.sort(key=lambda pair: (-len(pair[0]), pair[0]))
        self.cores = tuple(sorted(word for word, count in uses.items() if count >= CORE_USES and len(word) >= CORE_WORD))

    def _index(self, phrase: str, row: Row) -> None:
        """File a phrase under its first two words, with `and` for `&` too."""
        for form in {phrase, phrase.replace(" & ", " and "), phrase.replace(" and ", " & ")}:
            words = WORD_RE.findall(form)
            if words and form.startswith(words[0]):
                second = words[1] if len(words) > 1 else ""
                self.firsts.setdefault(words[0], {}).setdefault(second, []).append((form, row))

    def named(self, folded: str) -> Row | None:
        """The row of a heading that is known by its words; what stands in brackets behind it may name it better.

        A heading in two languages (`Te mahi | The work`) is known by either. What was asked is remembered: postings repeat their headings.
        """
        try:
            return self.seen[folded]
        except KeyError:
            pass
        if len(self.seen) >= MOST_SEEN:
            self.seen.clear()
        row = self.seen[folded] = self._named(folded)
        return row

    def _named(self, folded: str) -> Row | None:
        row = self.exact.get(heading_key(folded))
        if row is None and "(" in folded:
            inside = BRACKET_RE.search(folded)
            if inside:
                row = self.exact.get(heading_key(inside[1])) if " " in inside[1] else None
                row = row or self.exact.get(heading_key(folded[: inside.start()]))
        if row is None and (" | " in folded or " / " in folded):
            named = (self.exact.get(heading_key(part)) for part in reversed(TWINS_RE.split(folded)))
            row = next((part for part in named if part), None)
        return row

    def worded(self, folded: str, start: int, end: int) -> Row | None:
        """The row of a heading of unknown words, understood by those that carry its meaning."""
        return self.wordings.first(folded, start, end)

    def mended(self, folded: str) -> Row | None:
        """The row of a misspelt heading: its unknown words are read as the core words of headings that they are nearest to."""
        words = heading_key(folded).split()
        if not 1 <= len(words) <= 6:
            return None
        better = [_nearest(word, self.cores) if len(word) >= CORE_WORD else word for word in words]
        return None if better == words else self.exact.get(" ".join(better))


@lru_cache(maxsize=8)
def headings_of(rulebook: Rulebook) -> Headings:
    """The index of a rulebook's headings."""
    return Headings(rulebook)


@lru_cache(maxsize=4096)
def _nearest(word: str, cores: tuple[str, ...]) -> str:
    """The core word that `word` is a misspelling of, else `word`."""
    from rapidfuzz import fuzz, process  # 15 ms of import that a clean posting never needs

    found = process.extractOne(word, cores, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return found[0] if found else word


# ------------------------------------------------------------------ headings inside running text

TOKEN_RE = re.compile(r"[A-ZÀ-ÖØ-Þ](?:[a-zß-öø-ÿ]+|[A-ZÀ-ÖØ-Þ]*(?![a-zß-öø-ÿ]))")
SECOND_RE = re.compile(r"[\W_]{1,3}([A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+|[A-ZÀ-ÖØ-Þ]+)")
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
FOLLOWED_RE = re.compile(r"(?![A-ZÀ-ÖØ-Þ][a-z]{0,2}\s)[^\s]+\s+[A-ZÀ-ÖØ-Þ]")
BEFORE_RE = re.compile(r"(\w+)\W*$")


def inner_headings(headings: Headings, hits: Hits, start: int, end: int, *, again: bool = False) -> list[Inner]:
    """The known headings that stand as headings inside `[start, end)`, in order.

    A heading phrase is also a phrase of prose, so it must be set off: by a colon, by capitals, by glue (`teamResponsibilities`), or by the
    end of a sentence before it and a capital behind it. `again` says that the text was searched before as a part of a longer one: then only
    its edges are new.
    """
    value, folded, firsts = hits.value, hits.folded, headings.firsts
    asks = value.find("?", start, end) >= 0
    found: list[Inner] = []
    at = start
    for token in _edge_tokens(value, start, end) if again else TOKEN_RE.finditer(value, start, end):
        place = token.start()
        seconds = firsts.get(token[0].lower())
        if seconds is None or place < at:
            continue
        inner = None
        follower = SECOND_RE.match(value, token.end(), end)
        pairs = seconds.get(follower[1].lower()) if follower else None
        if pairs:
            inner = _first_standing(pairs, value, folded, start, end, place)
        if inner is None and "" in seconds:
            inner = _first_standing(seconds[""], value, folded, start, end, place)
        if inner is None and (asks or token[0].lower() in headings.openers):
            inner = _opening(headings, hits, start, end, token)
        if inner is not None:
            found.append(inner)
            at = inner.after
    return found


def _edge_tokens(value: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The capitalised words at the start of a text, and those from which a heading could reach its end."""
    tail = max(start, end - LONGEST_TAIL)
    opening = TOKEN_RE.match(value, start, end)
    if opening and opening.start() < tail:
        yield opening
    yield from TOKEN_RE.finditer(value, tail, end)


def _first_standing(pairs: list[tuple[str, Row]], value: str, folded: str, start: int, end: int, place: int) -> Inner | None:
    """The longest of some phrases that stands at `place`, if it is set off as a heading."""
    for phrase, row in pairs:
        if folded.startswith(phrase, place) and place + len(phrase) <= end:
            inner = _standing(value, start, end, place, place + len(phrase), row)
            if inner is not None:
                return inner
    return None


def _opening(headings: Headings, hits: Hits, start: int, end: int, token: re.Match[str]) -> Inner | None:
    """A heading of unknown words at the start of a sentence: a short question, or `About` with a name behind it."""
    value = hits.value
    place = token.start()
    left = _left(value, start, place)
    if left not in ("sentence", "glue") and not (left == "word" and len(token[0]) >= SHORTEST_CAPITALS and token[0].isupper()):
        return None
    asked = QUESTION_RE.match(value, place, end)
    if asked:
        row = headings.worded(hits.folded, place, asked.end("words"))
        return Inner(place, asked.end("words") + 1, asked.end(), row) if row else None
    stop = _end_of_name(value, token.end(), end)
    row = headings.worded(hits.folded, place, stop) if stop else None
    return Inner(place, stop, _after_space(value, stop, end), row) if row and row.get("inline") else None


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


def _after_space(value: str, at: int, end: int) -> int:
    while at < end and value[at].isspace():
        at += 1
    return at


def _standing(value: str, start: int, end: int, place: int, stop: int, row: Row) -> Inner | None:
    """The phrase as a heading, if it is set off as one."""
    behind = NEXT_RE.match(value, stop, end)
    if behind is None:
        return None
    words = value[place:stop]
    left = _left(value, start, place)
    capitals = words.isupper() and len(words) >= SHORTEST_CAPITALS
    titled = capitals or _is_titled(words)
    single = " " not in words
    how = behind.lastgroup
    loose = row.get("loose")
    if loose == "own" or (loose == "line" and single and not capitals):
        return None
    if how == "glue" and (value[stop - 1].isupper() or not value[stop - 1].isalpha()):
        return None
    if (
        left == "none"
        or (how == "end" and left not in ("sentence", "glue"))
        or (how == "capital" and end - start <= 2 * LONGEST_HEADING)
    ):
        return None
    if how in ("colon", "asked"):
        stands = left != "word" or (titled and (not (loose and single) or _follows_a_value(value, place)))
    elif how == "dash":
        stands = not loose and (titled or not single) and (left != "word" or follows_a_long_word(value, place))
    elif how in ("glue", "end"):
        stands = (not loose and left != "word") or not single or left == "glue"
    elif left == "word":
        part = not row.get("firm") and _titles_go_on(value, behind.end())
        stands = titled and not loose and not part and (capitals or not single) and follows_a_long_word(value, place)
    elif single:
        stands = capitals or (not loose and (bool(row.get("firm")) or not _titles_go_on(value, behind.end())))
    elif loose == "colon":
        stands = titled and words.split()[-1][0].isupper()
    else:
        stands = titled or (loose != "colon" and not _titles_go_on(value, behind.end()))
    if not stands:
        return None
    after = stop if how == "glue" else behind.start("dash") if how == "dash" else behind.end()
    return Inner(place, stop + (1 if how == "asked" else 0), after, row, how == "colon")


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


def follows_a_long_word(value: str, place: int) -> bool:
    """Whether a longer word or a number stands before: no article or preposition that the phrase would belong to."""
    before = BEFORE_RE.search(value, max(0, place - 40), place)
    return before is not None and (len(before[1]) > 3 or not before[1].isalpha())


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
