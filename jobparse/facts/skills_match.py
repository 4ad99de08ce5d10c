"""Text → mentions: which names of the vocabulary stand where, before anybody asks whether they mean a skill there.

In: the repaired text and a vocabulary. Out: mentions and phrases in order of place. Word ends, plurals, versions and names inside
addresses are settled here; context is not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import itemgetter
from typing import NamedTuple

from jobparse.skilltables import Phrase, Signal, Spelling, Target, Vocabulary, fold_names

URL_RE = re.compile(r"(?:https?://|www\.)\S++")
BREAK_RE = re.compile(r"[,;:()|\[\]•·\t\"“”\n](?!(?<=\n)[a-z])")
"""What cannot stand inside a name of several words. A line break can, where the next line goes on in lower case: a hard wrap."""

SENTENCE_RE = re.compile(r"\.(?<=[a-z0-9)]\.)(?=[A-Z][a-z])(?!Js|Net|Io)")
"""The end of a sentence that lost its space: what follows begins a word all the same. (The standard module is quicker at this one.)"""

GLUED_RE = re.compile(r"(?<=[a-zß-öø-ÿ\dA-ZÀ-ÖØ-Þ])[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]++(?![A-Za-zÀ-ÖØ-öø-ÿ])")

POINTED_RE = re.compile(r"(?<=[A-Za-z]#)\.[A-Za-z]+(?!\w)")

SPACE, SMALL_S, POINT, PLUS, AND, LOW_A, LOW_Z = b" s.+&az"
LONE = b" ."
NOTHING = b"\0"
SCHEME = len("https")
ADDRESS = 80
"""No part of an e-mail address is longer."""

VERSION_FIRST = b"0123456789v"
"""What a version begins with."""

make = tuple.__new__
"""Makes a named tuple in half the time; a text has dozens."""

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


START, ENTRY = itemgetter(0), itemgetter(2)
"""Of a mention, for many at once."""


class Sign(NamedTuple):
    """A phrase of a row at `[start, end)`."""

    start: int
    end: int
    phrase: Phrase


class Finds(NamedTuple):
    """What stands in one text: names and the phrases of each family, all in order of place.

    `negating` are the ends of words that may negate, `folded` is the form in which names are looked up, one place further on than in the text.
    """

    mentions: list[Mention]
    badges: list[Sign]
    cues: list[Sign]
    degrees: list[Sign]
    needs: list[Sign]
    refusals: list[Sign]
    addresses: list[tuple[int, int]]
    negating: list[int]
    folded: bytes


def find_names(value: str, vocabulary: Vocabulary, runs: list[tuple[int, int]]) -> Finds:
    """Every name and phrase of the vocabulary in these runs of the text, which are in order of place."""
    folded = b" " + fold_names(SENTENCE_RE.sub(" ", value) if "." in value else value) + b"  "
    scan = _Scan(value, folded, vocabulary)
    scan.run(_kept(folded, runs), 0, len(folded))
    mentions = scan.mentions
    extra = _letters(value, folded, runs, scan.refusals, vocabulary)
    if "#" in value and "#." in value:
        extra += _glued_names(value, runs, vocabulary)
    if extra:
        mentions = sorted(mentions + extra, key=_first_longest)
        mentions = [m for i, m in enumerate(mentions) if not i or m[0] >= mentions[i - 1][1]]
    spans = addresses(value)
    if spans:
        mentions = _outside(mentions, spans)
    return Finds(mentions, scan.badges, scan.cues, scan.degrees, scan.needs, scan.refusals, spans, scan.negating, folded)


def _outside(mentions: list[Mention], spans: list[tuple[int, int]]) -> list[Mention]:
    """The mentions that begin in none of the spans; both are in order of place."""
    starts = list(map(START, mentions))
    kept: list[Mention] = []
    done = 0
    for start, end in spans:
        kept += mentions[done : bisect_left(starts, start, done)]
        done = max(done, bisect_left(starts, end, done))
    return kept + mentions[done:]


def _kept(folded: bytes, runs: list[tuple[int, int]]) -> bytes:
    r"""The text in which names are looked up, with nothing that could begin one outside of the runs.

    >>> _kept(b" kept (a) kept  ", [(0, 4), (9, 13)])
    b' kept\x00\x00\x00\x00 kept\x00\x00'
    """
    pieces: list[bytes] = []
    end = 0
    for start, stop in runs:
        pieces += (NOTHING * (start - end), b" ", folded[start + 1 : stop + 1])
        end = stop + 1
    pieces.append(NOTHING * (len(folded) - end))
    return b"".join(pieces)


def _first_longest(mention: Mention) -> tuple[int, int]:
    return mention[0], -mention[1]


def _letters(
    value: str, folded: bytes, runs: list[tuple[int, int]], refusals: list[Sign], vocabulary: Vocabulary
) -> list[Mention]:
    """The languages of one letter: where a letter stands alone in the fold, looked at more closely in the text."""
    pattern = vocabulary.letter
    if pattern is None:
        return []
    places: list[int] = []
    for letter in vocabulary.capitals:
        at = value.find(letter)
        while at >= 0:
            if folded[at] == SPACE and folded[at + 2] in LONE and pattern.match(value, at):
                places.append(at)
            at = value.find(letter, at + 1)
    if not places:
        return []
    refused = {sign.end for sign in refusals}
    return [
        _letter(at, value[at], vocabulary)
        for at in places
        if at + 1 not in refused and any(start <= at < end for start, end in runs)
    ]


def _glued_names(value: str, runs: list[tuple[int, int]], vocabulary: Vocabulary) -> list[Mention]:
    """Names that begin with a point right behind another that ends with a hash: `C#.NET` is two."""
    mentions: list[Mention] = []
    for found in POINTED_RE.finditer(value):
        target = vocabulary.by_form.get(fold_names(found[0]))
        if isinstance(target, Spelling) and any(start <= found.start() < end for start, end in runs):
            mentions.append(
                Mention(
                    *found.span(),
                    target.entry,
                    target.policy,
                    spelled=True,
                    match=target.match,
                    score=target.score,
                    text=found[0],
                )
            )
    return mentions


def addresses(value: str) -> list[tuple[int, int]]:
    """Where web and e-mail addresses stand.

    >>> addresses("Write to jobs@sql.example or see https://python.example/x now")
    [(9, 25), (33, 57)]
    """
    spans: list[tuple[int, int]] = []
    scheme, web = value.find("://"), value.find("www.")
    if scheme >= 0 or web >= 0:
        first = web if scheme < 0 else scheme - SCHEME if web < 0 else min(web, scheme - SCHEME)
        spans = [found.span() for found in URL_RE.finditer(value, max(0, first))]
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

    __slots__ = (
        "badges",
        "book",
        "by_family",
        "cues",
        "degrees",
        "folded",
        "mentions",
        "needs",
        "negating",
        "plain",
        "refusals",
        "value",
    )

    def __init__(self, value: str, folded: bytes, book: Vocabulary) -> None:
        self.value = value
        self.plain = value.isascii()
        """Without foreign letters a word begins and ends where the fold says so."""
        self.folded = folded
        self.book = book
        self.mentions: list[Mention] = []
        self.badges: list[Sign] = []
        self.cues: list[Sign] = []
        self.degrees: list[Sign] = []
        self.needs: list[Sign] = []
        self.refusals: list[Sign] = []
        self.by_family = {
            "badge": self.badges,
            "cue": self.cues,
            "degree": self.degrees,
            "need": self.needs,
            "refusal": self.refusals,
        }
        self.negating: list[int] = []

    def run(self, window: bytes, start: int, until: int) -> int:
        """Takes the matches of the window, which begins at `start` of the folded text, that begin before `until`; the place up to which text is used."""
        book, folded, value = self.book, self.folded, self.value
        targets, spaced, add, at = book.targets, book.spaced, self.mentions.append, start
        foreign, by_family = not self.plain, self.by_family
        found = book.automaton.find(window)
        if start:
            found = [(number, low + start, high + start) for number, low, high in found if low + start < until]
        for number, low, high in found:
            if low < at:
                continue
            sign = folded[high]
            if sign != SPACE:
                if sign < LOW_A or sign == SMALL_S or spaced[number] or value[high - 1].isupper():
                    at = self.beyond(low, high, at, targets[number], several=spaced[number] == 1)
                continue  # as a rule a longer word only begins like a name, and is told apart before anything is looked up
            target = targets[number]
            end = high - 1
            text, form = value[low:end], target[0]
            if isinstance(target, Signal):
                if text != form and spaced[number] and not self.unbroken(low, high, target):
                    at = self.shorter(low, high)
                    continue
                at = high
                if target[3] and not target[4]:  # as a rule one phrase, and no word that negates
                    phrase = target[2][0]
                    by_family[phrase[0]].append(make(Sign, (low, end, phrase)))
                else:
                    self.note(low, end, target)
                continue
            if text != form and spaced[number] and text.lower() != form.lower() and not self.unbroken(low, high, target):
                at = self.shorter(low, high)
                continue
            at = high
            _, entry, policy, match, score, common, versioned = target
            if (versioned and folded[high + 1] in VERSION_FIRST) or (policy == "case" and text != form):
                self.take(low, high, high, target)
            elif not foreign or not (value[low - 1 : low].isalnum() or value[end:high].isalnum()):
                add(make(Mention, (low, end, entry, policy, common or text == form, match, score, text)))
        return at

    def beyond(self, low: int, high: int, at: int, target: Target, *, several: bool) -> int:
        """Takes a match behind which the word goes on, where it is a name all the same; the place up to which text is used, which was `at`."""
        inside = LOW_A <= self.folded[high] != SMALL_S and not self.value[high - 1].isupper()
        stop = 0 if inside else self.word_end(high, target)
        if not stop or (several and not self.unbroken(low, stop, target)):
            return self.shorter(low, high) if several else at
        if isinstance(target, Signal):
            self.note(low, stop - 1, target)
        else:
            self.take(low, stop, high, target)
        return stop

    def shorter(self, low: int, high: int) -> int:
        """The longest beginning of a refused match that is a whole name, and then whatever else the match had swallowed."""
        folded, by_form = self.folded, self.book.by_form
        at = low + 1
        stop = folded.rfind(b" ", low + 2, high)
        while stop > 0:
            target = by_form.get(folded[low + 1 : stop])
            if target is not None and stop - low > 2 and self.unbroken(low, stop, target):
                if isinstance(target, Spelling):
                    self.take(low, stop, stop, target)
                else:
                    self.note(low, stop - 1, target)
                at = stop
                break
            stop = folded.rfind(b" ", low + 2, stop)
        inner = folded.find(b" ", max(at, low + 1), high)
        if inner < 0:
            return at
        return max(at, self.run(folded[inner : high + LONGEST], inner, high))

    def word_end(self, high: int, target: Target) -> int:
        """Where the word at `high` ends when that is a plural, a version or the name alone; 0 where the name goes on."""
        folded = self.folded
        sign = folded[high]
        if sign == SMALL_S and folded[high + 1] in b" .&" and folded[high - 1] != SMALL_S:
            return high + 1 if self.value[high - 1] == "s" or self.value[high - 6 : high].isupper() else 0
        if sign == POINT:
            if self.value[high - 2 : high - 1] == "#":
                return high
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
            return high if tail and tail[0].lower() in self.book.ordinary else 0
        if sign == PLUS:
            return high if folded[high + 1] != PLUS else 0
        return high if sign == AND and high - self.folded.rfind(b" ", 0, high) > 3 else 0

    def unbroken(self, low: int, high: int, target: Target) -> bool:
        """Whether nothing but spaces, hyphens and slashes parts the words of a name, and a phrase in small letters is written so."""
        if isinstance(target, Signal) and target.plain and self.named(low, high - 1):
            return False
        form = target[0]
        if self.value[low : high - 1].lower() == form.lower():
            return True
        found = BREAK_RE.search(self.value, low, high - 1)
        return not found or (isinstance(target, Spelling) and found[0] in form)

    def named(self, start: int, end: int) -> bool:
        """Whether a word of a phrase is written like a name: with a capital that begins no sentence."""
        value = self.value
        if value[start + 1 : end].lower() != value[start + 1 : end]:
            return True
        return (
            value[start].isupper()
            and value[start - 1 : start] in " /("
            and (value[start - 2].isalnum() or value[start - 2] in ",/(&")
        )

    def take(self, low: int, stop: int, high: int, target: Spelling) -> None:
        """Notes a name; positions of the text are one less than those of the folded text."""
        value, end = self.value, stop - 1
        text = value[low : high - 1]
        form, entry, policy, match, score, common, versioned = target
        spelled = text == form
        if not spelled and policy == "case" and text.replace(". ", ".") != form:
            return
        if not self.plain and (value[low - 1 : low].isalnum() or value[end : end + 1].isalnum()):
            return
        if stop > high:
            if entry in self.book.spoken:
                return
            text = value[low:end]
        if versioned and self.folded[stop + 1] in VERSION_FIRST and (found := self.book.beside.version.match(value, end)):
            end = found.end()
        self.mentions.append(make(Mention, (low, end, entry, policy, spelled or common, match, score, text)))

    def note(self, start: int, end: int, signal: Signal) -> None:
        """Notes the phrases at a place: with a colon behind it those that want one, else the others."""
        _, labels, bare, simple, negates, _ = signal
        if negates:
            self.negating.append(end)
        if simple:
            phrase = bare[0]
            self.by_family[phrase[0]].append(make(Sign, (start, end, phrase)))
            return
        if not labels:
            return
        behind = self.value[end : end + 3]
        colon = ":" in behind or (behind[:1] == "\n" and self.value[max(0, start - 3) : start].rstrip(" *#").endswith("\n"))
        for phrase in labels if colon else bare:
            self.by_family[phrase[0]].append(make(Sign, (start, end, phrase)))
