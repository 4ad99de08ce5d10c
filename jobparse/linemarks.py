"""One pass over a text for all that may cut a line: beginnings of known headings, list marks, lost line breaks.

In: a repaired text. Out: `Marks`, the places at which something could begin, most of them nothing. They are found at once for the whole text, so
that a line in which there is none is never looked at again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from jobparse.automata import Automaton
from jobparse.headings import HEADING, WORDING, Headings, heading_key, headings_of
from jobparse.matching import fold, literals_of
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from jobparse.rulebook import Row, Rulebook

ENDING = "repair/ending"
"""The words with which no line ends: nothing behind one of them begins a line either."""

BULLETS = "•●▪➢➤✓✔❖◆■\uf0b7\uf0a7\uf0fc\uf0be"
"""List marks that stand for nothing else inside a line."""

DOTS = (" · ", " * ")
DASHES = (" -", " –", " —", ".-", ":-", ";-", ".–", ":–", ";–")
NUMBERS = ("3.", "3)")
AFTER_SPACES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ0123456789•●▪*·("“-'
SPACES = ("   ", "  \t", " \t ", " \t\t", "\t  ", "\t \t", "\t\t ", "\t\t\t")
"""Three spaces or tabs where one would do are a lost line break, before what may begin a line."""

ELLIPSIS = "..."

SECOND_PREFIX = 3
"""So many letters of a heading's second word are looked for: with three, two of three capitalised words are passed over at once."""

GROUP = 4
"""Phrases with the same beginning are told apart by so many characters behind it: with `What you` begin a hundred."""

Phrase: TypeAlias = "tuple[str, int, Row]"
"""A phrase, its length and its row."""

Phrases: TypeAlias = tuple[dict[str, tuple[Phrase, ...]], tuple[Phrase, ...]]
"""The phrases of a beginning: those that go on behind it by the characters with which they do, and those that end before."""

Place: TypeAlias = "tuple[int, list[Phrase], bool]"

WORD_RE = re.compile(r"[^\W\d_]+")


class Marks(NamedTuple):
    """What one text holds: places, sorted.

    `places` are those at which a heading could begin: the place, the known phrases that stand there (the longest first), and whether a heading
    of unknown words may open there; `starts` are these places alone.
    """

    places: list[Place]
    starts: list[int]
    bullets: list[int]
    dots: list[int]
    dashes: list[int]
    numbers: list[int]
    spaces: list[int]
    ellipses: list[int]


class LineMarks:
    """The automaton of one rulebook: the beginnings of its headings, and the marks. Made once, by `linemarks_of`."""

    __slots__ = ("_automaton", "_begun", "_known", "_marks", "_phrases", "_timid", "firsts", "open_words", "opens")

    def __init__(self, rulebook: Rulebook) -> None:
        beginnings: dict[str, list[int]] = {}
        self._known = known = _phrases(rulebook, headings_of(rulebook))
        for place, (phrase, row) in enumerate(known):
            for beginning in _beginnings(phrase, row.get("loose")):
                beginnings.setdefault(beginning, []).append(place)
        words = [form for opener in _openers(rulebook) for form in _beginnings(opener)]
        for word in words:
            beginnings.setdefault(word, [])
        self.open_words = frozenset(word for row in rulebook.rows(ENDING) for word in row.spellings if word.isalpha())
        numbers = {beginning: number for number, beginning in enumerate(beginnings)}
        self.opens = frozenset(numbers[word] for word in words)
        self._begun = list(map(tuple, beginnings.values()))
        self._phrases: list[Phrases | None] = [None] * len(beginnings)
        """The phrases of each beginning, put in groups where a text first has it: of thirteen thousand a posting has a dozen."""
        self.firsts = frozenset(
            first[0] for row in rulebook.rows(HEADING) for phrase in row.spellings if (first := WORD_RE.match(fold(phrase)))
        )
        self._timid = frozenset(
            numbers[beginning]
            for beginning, places in beginnings.items()
            if places
            and not beginning.isupper()
            and all(known[place][1].get("loose") and len(known[place][0]) == len(beginning) for place in places)
        )
        spaces = tuple(blank + char for blank in SPACES for char in AFTER_SPACES)
        fields = (tuple(BULLETS), DOTS, DASHES, NUMBERS, spaces, (ELLIPSIS,))
        self._marks = tuple((field, 3 if marks is spaces else 0) for field, marks in enumerate(fields) for _ in marks)
        self._automaton = Automaton([*beginnings, *(mark for marks in fields for mark in marks)])

    def of(self, value: str, folded: str) -> Marks:
        """The marks of a text."""
        if not value.isascii():
            value = value.replace("’", "'").replace("\xa0", " ")
        begun: list[tuple[int, int, Place]] = []
        marks: tuple[list[int], ...] = ([], [], [], [], [], [])
        made, opens, timid = self._phrases, self.opens, self._timid
        first = len(made)
        for number, start, end in self._automaton.find(value):
            if number >= first:
                field, skip = self._marks[number - first]
                marks[field].append(start + skip)
                continue
            if (
                number in timid
                and value[end : end + 2].lstrip(" ")[:1] not in ":?…"
                and value[start - 1 : start] in ("", " ", "\n")
            ):
                continue  # a single word that is one of prose, too, needs a colon behind it, or glue before it
            groups, short = made[number] or self._read(number)
            if short or folded[end : end + GROUP] in groups or number in opens:
                place = self._place(value, folded, start, end, number)
                if place is not None:
                    begun.append((start, -end, place))
        begun.sort()
        return Marks([place for _, _, place in begun], [start for start, _, _ in begun], *marks)

    def _read(self, number: int) -> Phrases:
        made = self._phrases[number] = _grouped(self._automaton.literals[number], [self._known[at] for at in self._begun[number]])
        return made

    def _place(self, value: str, folded: str, start: int, end: int, number: int) -> Place | None:
        """What could begin at `start`, of which `[start, end)` is read: no phrase behind which a word or a sentence goes on in small letters."""
        groups, phrases = self._phrases[number] or self._read(number)
        if groups:
            phrases = groups.get(folded[end : end + GROUP], ()) + phrases
        standing: list[Phrase] = []
        for phrase in phrases:
            if folded.startswith(phrase[0], start):
                stop = start + phrase[1]
                behind = value[stop : stop + 1]
                if not (value[stop + 1 : stop + 2] if behind == " " else behind).islower():
                    standing.append(phrase)
        opens = number in self.opens
        return (start, standing, opens) if standing or opens else None


def _openers(rulebook: Rulebook) -> list[str]:
    """The words with which headings of unknown words open that may stand in running text (`About Tarn & Holm`)."""
    inline = [row for row in rulebook.rows(WORDING) if row.get("inline")]
    return sorted({literal.strip() for row in inline for literal in literals_of(row.pattern)})


def _phrases(rulebook: Rulebook, headings: Headings) -> list[tuple[str, Row]]:
    """The phrases of all headings, with `and` for `&`, and `&` or a slash for `and`; a phrase of two rows belongs to the first."""
    phrases: dict[str, Row] = {}
    for row in rulebook.rows(HEADING):
        for spelling in row.spellings:
            phrase = fold(spelling)
            if headings.exact.get(heading_key(phrase)) is row:
                for form in (
                    phrase,
                    phrase.replace(" & ", " and "),
                    phrase.replace(" and ", " & "),
                    phrase.replace(" and ", "/"),
                ):
                    phrases.setdefault(form, row)
    return list(phrases.items())


def _beginnings(phrase: str, loose: str | None = None) -> list[str]:
    """How a phrase begins where it is a heading: its first word with a capital or in capitals, and the first letters of the second.

    A `loose` phrase stands inside no text (own), or a single word of it in capitals only (line).

    >>> _beginnings("what we offer")
    ['What We', 'What WE', 'What we', 'WHAT We', 'WHAT WE', 'WHAT we']
    >>> _beginnings("perks & more"), _beginnings("duties"), _beginnings("duties", "line")
    (['Perks &', 'PERKS &'], ['Duties', 'DUTIES'], ['DUTIES'])
    """
    first = WORD_RE.match(phrase)
    if first is None or loose == "own":
        return []
    behind = phrase[first.end() :]
    second = WORD_RE.match(behind, 1) if behind.startswith(" ") else None
    tails = [behind[:2] if behind.startswith(" ") else behind[:1]]
    if second:
        letters = second[0][:SECOND_PREFIX]
        tails = [f" {form}" for form in dict.fromkeys((letters.capitalize(), letters.upper(), letters))]
    titled, capitals = first[0].capitalize(), first[0].upper()
    if loose == "line" and " " not in phrase:
        titled = capitals
    return [form + tail for form in dict.fromkeys((titled, capitals)) for tail in tails]


def _grouped(beginning: str, phrases: list[tuple[str, Row]]) -> Phrases:
    """The phrases of one beginning, by the characters behind it."""
    edge = len(beginning)
    groups: dict[str, list[Phrase]] = {}
    short: list[Phrase] = []
    for phrase, row in sorted(phrases, key=lambda pair: (-len(pair[0]), pair[0])):
        behind = phrase[edge : edge + GROUP]
        (groups.setdefault(behind, []) if len(behind) == GROUP else short).append((phrase, len(phrase), row))
    return {behind: tuple(group) for behind, group in groups.items()}, tuple(short)


@per_rulebook
def linemarks_of(rulebook: Rulebook) -> LineMarks:
    """The marks of a rulebook."""
    return LineMarks(rulebook)
