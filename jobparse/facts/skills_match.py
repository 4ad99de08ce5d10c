"""Text → mentions: which names of the vocabulary stand where, before anybody asks whether they mean a skill there.

In: the repaired text and a vocabulary. Out: mentions and phrases in order of place. Word ends, plurals, versions and names inside
addresses are settled here; context is not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from jobparse.skilltables import Phrase, Spelling, Target, Vocabulary, fold_names

URL_RE = re.compile(r"(?:https?://|www\.)\S++")
BREAK_RE = re.compile(r"[,;:()|\[\]•·\t\"“”\n](?!(?<=\n)[a-z])")
"""What cannot stand inside a name of several words. A line break can, where the next line goes on in lower case: a hard wrap."""

SENTENCE_RE = re.compile(r"\.(?<=[a-z0-9)]\.)(?=[A-Z][a-z])(?!Js|Net|Io)")
"""The end of a sentence that lost its space: what follows begins a word all the same. (The standard module is quicker at this one.)"""

VERSION_RE = re.compile(
    r" (?:v|version )?\d{1,4}(?:\.[\dx]{1,3}){0,3}+(?:\+|\.x)?(?![A-Za-zÀ-ÖØ-öø-ÿ\d%]|[.,]\d| ?(?:\+|-|–|to|or more|plus)? ?\d* ?(?:years?|yrs?|months?|hours?|days?)\b)"
)
"""A version behind the name of a thing: "Java 17", "Python 3.11+"; a number of years is none."""

GLUED_RE = re.compile(r"(?<=[a-zß-öø-ÿ\dA-ZÀ-ÖØ-Þ])[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]++(?![A-Za-zÀ-ÖØ-öø-ÿ])")

SPACE, SMALL_S, POINT, PLUS, AND, LOW_A, LOW_Z = b" s.+&az"
ADDRESS = 80
"""No part of an e-mail address is longer."""

LONGEST = 60
"""How far behind a refused match the scan starts again: longer than any name."""


class Mention(NamedTuple):
    """A name at `[start, end)`. `policy` is where it counts; `spelled` whether capitals are as the vocabulary has them."""

    start: int
    end: int
    entry: int
    policy: str
    spelled: bool
    match: str
    score: int
    text: str


class Sign(NamedTuple):
    """A phrase of a row at `[start, end)`."""

    start: int
    end: int
    phrase: Phrase


class Finds(NamedTuple):
    """What stands in one text: names and phrases, each in order of place, and the spans of addresses."""

    mentions: list[Mention]
    signs: list[Sign]
    addresses: list[tuple[int, int]]


def find_names(value: str, vocabulary: Vocabulary, runs: list[tuple[int, int]]) -> Finds:
    """Every name and phrase of the vocabulary in these runs of the text, which are in order of place."""
    folded = b" " + fold_names(SENTENCE_RE.sub(" ", value) if "." in value else value) + b"  "
    scan = _Scan(value, folded, vocabulary)
    for start, end in runs:
        scan.run(start, end + 2, end)
    mentions = scan.mentions
    extra = _letters(value, runs, scan.signs, vocabulary)
    if extra:
        mentions = sorted(mentions + extra, key=lambda m: (m.start, -m.end))
        mentions = [m for i, m in enumerate(mentions) if not i or m.start >= mentions[i - 1].end]
    spans = addresses(value)
    if spans:
        starts = [start for start, _ in spans]
        mentions = [m for m in mentions if not ((at := bisect_right(starts, m.start)) and m.start < spans[at - 1][1])]
    return Finds(mentions, scan.signs, spans)


def _letters(value: str, runs: list[tuple[int, int]], signs: list[Sign], vocabulary: Vocabulary) -> list[Mention]:
    """The languages of one letter."""
    pattern = vocabulary.letter
    if pattern is None:
        return []
    places = [found.start() for start, end in runs for found in pattern.finditer(value, start, end)]
    if not places:
        return []
    refused = {sign.end for sign in signs if sign.phrase.family == "refusal"}
    return [_letter(at, value[at], vocabulary) for at in places if at + 1 not in refused]


def addresses(value: str) -> list[tuple[int, int]]:
    """Where web and e-mail addresses stand.

    >>> addresses("Write to jobs@sql.example or see https://python.example/x now")
    [(9, 25), (33, 57)]
    """
    spans = [found.span() for found in URL_RE.finditer(value)] if "://" in value or "www." in value else []
    at = value.find("@")
    while at >= 0:
        before = value[max(0, at - ADDRESS) : at]
        local = "" if not before or before[-1].isspace() else before.rsplit(None, 1)[-1]
        stop = at + len(value[at : at + ADDRESS].split(None, 1)[0])
        spans.append((at - len(local), stop))
        at = value.find("@", stop)
    return sorted(spans)


def _letter(start: int, letter: str, vocabulary: Vocabulary) -> Mention:
    spelling = vocabulary.letters[letter.lower()]
    return Mention(start, start + 1, spelling.entry, "cue", spelled=True, match="exact", score=100, text=letter)


class _Scan:
    """One pass over a text; a match that is no whole word gives way to a shorter one and to what it swallowed."""

    __slots__ = ("folded", "mentions", "plain", "signs", "value", "vocabulary")

    def __init__(self, value: str, folded: bytes, vocabulary: Vocabulary) -> None:
        self.value = value
        self.plain = value.isascii()
        """Without foreign letters a word begins and ends where the fold says so."""
        self.folded = folded
        self.vocabulary = vocabulary
        self.mentions: list[Mention] = []
        self.signs: list[Sign] = []

    def run(self, start: int, end: int, until: int) -> int:
        """Takes the matches of `folded[start:end]` that begin before `until`; the place up to which text is used."""
        targets, spaced, folded, value = self.vocabulary.targets, self.vocabulary.spaced, self.folded, self.value
        window = folded if start == 0 and end == len(folded) else folded[start:end]
        at = start
        for number, low, high in self.vocabulary.automaton.find_matches_as_indexes(window):
            low += start
            if low < at:
                continue
            if low >= until:
                break
            high += start
            sign, several = folded[high], spaced[number]
            if sign == SPACE:
                stop = high
            elif LOW_A <= sign <= LOW_Z and sign != SMALL_S and not value[high - 1].isupper():
                if not several:
                    continue
                stop = 0
            else:
                stop = self.word_end(high, targets[number])
            target = targets[number]
            if stop and (not several or self.unbroken(low, stop, target)):
                self.take(low, stop, high, target)
                at = stop
            elif several:
                at = self.shorter(low, high)
        return at

    def shorter(self, low: int, high: int) -> int:
        """The longest beginning of a refused match that is a whole name, and then whatever else the match had swallowed."""
        folded, by_form = self.folded, self.vocabulary.by_form
        at = low + 1
        stop = folded.rfind(b" ", low + 2, high)
        while stop > 0:
            target = by_form.get(folded[low + 1 : stop])
            if target is not None and stop - low > 2 and self.unbroken(low, stop, target):
                self.take(low, stop, stop, target)
                at = stop
                break
            stop = folded.rfind(b" ", low + 2, stop)
        inner = folded.find(b" ", max(at, low + 1), high)
        if inner < 0:
            return at
        return max(at, self.run(inner, min(high + LONGEST, len(folded)), high))

    def word_end(self, high: int, target: Target) -> int:
        """Where the word at `high` ends when that is a plural, a version or the name alone; 0 where the name goes on."""
        folded = self.folded
        sign = folded[high]
        if sign == SPACE:
            return high
        if sign == SMALL_S and folded[high + 1] in b" .&" and folded[high - 1] != SMALL_S:
            return high + 1 if self.value[high - 1] == "s" or self.value[high - 6 : high].isupper() else 0
        if sign == POINT:
            after = self.value[high : high + 1]
            return 0 if after.isalnum() and not after.isupper() else high
        if 48 <= sign <= 57 and not isinstance(target, Spelling) and folded[high - 1] < 58:
            return high + 2
        if 48 <= sign <= 57 and isinstance(target, Spelling) and folded[high - 1] > 96:
            stop = high
            while folded[stop] in b"0123456789." and stop < high + 6:
                stop += 1
            if folded[stop] == SPACE or folded[stop : stop + 2] == b"+ ":
                return stop - (folded[stop - 1] == POINT) if target.versioned else 0
            return 0
        if LOW_A <= sign <= LOW_Z:
            tail = GLUED_RE.match(self.value, high - 1) if self.value[high - 1].isupper() else None
            return high if tail and tail[0].lower() in self.vocabulary.words["generic"] else 0
        if sign == PLUS:
            return high if folded[high + 1] != PLUS else 0
        return high if sign == AND and high - self.folded.rfind(b" ", 0, high) > 3 else 0

    def unbroken(self, low: int, high: int, target: Target) -> bool:
        """Whether nothing but spaces, hyphens and slashes parts the words of a name."""
        found = BREAK_RE.search(self.value, low, high - 1)
        return not found or (isinstance(target, Spelling) and found[0] in target.text)

    def take(self, low: int, stop: int, high: int, target: Target) -> None:
        """Notes a match; positions of the text are one less than those of the folded text."""
        end = stop - 1
        if not isinstance(target, Spelling):
            self.note(low, end, target)
            return
        value = self.value
        text = value[low : high - 1]
        if not self.plain and (value[low - 1 : low].isalnum() or value[end : end + 1].isalnum()):
            return
        entry, form, policy, named, common, versioned = target
        spelled = text == form or common
        if policy == "case" and text != form:
            return
        if stop > high:
            if self.vocabulary.entries[entry].kind == "human_language":
                return
            text = value[low:end]
        if versioned and value[end : end + 1] == " " and (found := VERSION_RE.match(value, end)):
            end = found.end()
        if named:
            self.mentions.append(Mention(low, end, entry, policy, spelled, "exact", 100, text))
        else:
            self.mentions.append(Mention(low, end, entry, policy, spelled, "alias", 95, text))

    def note(self, start: int, end: int, phrases: tuple[Phrase, ...]) -> None:
        """Notes the phrases at a place: with a colon behind it those that want one, else the others."""
        if len(phrases) == 1 and not phrases[0].colon:
            self.signs.append(Sign(start, end, phrases[0]))
            return
        colon = ":" in self.value[end : end + 3]
        if not colon and self.value[end : end + 1] == "\n" and self.value[max(0, start - 3) : start].rstrip(" *#").endswith("\n"):
            colon = True
        if not colon:
            self.signs.extend(Sign(start, end, phrase) for phrase in phrases if not phrase.colon)
            return
        wanting = [p for p in phrases if p.colon]
        self.signs.extend(Sign(start, end, phrase) for phrase in wanting or phrases)
