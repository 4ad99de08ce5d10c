"""Text → names that the vocabulary does not have: misspelt ones, and names of things that stand where skills are named.

In: the text, what is already found in it, and where skills are asked for. Out: mentions without an entry (`match: "pattern"`), and
mentions of an entry whose name is misspelt (`match: "fuzzy"`). Only what is written like a name is looked at: capitals inside a line, inner
capitals, digits.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from jobparse.facts.skills_joined import BRACKET_RE, long_form
from jobparse.facts.skills_match import START, Finds, Mention
from jobparse.facts.skills_places import FAR_RE, Accepted, Place, begins, word_begin
from jobparse.facts.skills_spelling import nearest
from jobparse.model import Block
from jobparse.skilltables import Vocabulary

NAME = r"[A-ZÀ-Þ][0-9A-Za-zÀ-ÖØ-öø-ÿ]*(?:[.&'’+#/-][0-9A-Za-zÀ-ÖØ-öø-ÿ]+)*[+#]{0,2}"
NAME_RE = re.compile(rf"{NAME}(?: (?:(?:of|for|in|&) )?{NAME}| \d[\d.]*(?![\d,%]))*")
"""One to several words that are written like a name; a number may follow one ("Annex 15")."""

MARKED_RE = re.compile(r"[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]|\d|^[A-ZÀ-ÖØ-Þ]{2,}")
"""A word that is no ordinary one at the start of a sentence: inner capitals, digits, capitals only."""

SEPARATOR_RE = re.compile(r"\s*+(?:[,;/|&(]|\b(?:and|or|and/or)\b)[\s(]*+(?:(?:and|or|the|a)\s)?+")
LISTING_RE = re.compile(r"(?: [a-zß-öø-ÿ]{3,}+)? ?(?:or|and|,|/)")
"""What stands behind a name, or the common noun behind it, wherever another name or another of its kind does; most words are told apart by it in one look."""

SCORE = 60
"""A name known only by where it stands: of those in the development postings' lists of requirements about six in ten are skills."""

WORDS = 6
WIDEST = 120
"""No name is longer."""

AFTER_CUE = 90
GAP = 12
"""Two items of a list stand no further apart."""


class Unknown(NamedTuple):
    """Names without an entry, misspelt names of entries, each with its place, and the rows that decided."""

    names: list[tuple[Mention, Place]]
    misspelt: list[tuple[Mention, Place]]
    rules: list[str]


def find_unknown(value: str, places: list[Place], accepted: list[Accepted], finds: Finds, book: Vocabulary) -> Unknown:
    """Names without an entry, and misspelt names of entries.

    Looked for in the blocks of sections that list what is asked for; elsewhere in what follows a phrase that leads to skills.
    """
    seeker = _Seeker(value, places, accepted, finds, book)
    for place in places:
        if place[3] and not place[2] and not place[5]:
            low, high = place[0][2:4]
            if high - low > 1:
                seeker.read(low, high, place)
    if seeker.cue_ends:
        seeker.prose()
    return Unknown(_in_order(seeker.unknown), _in_order(seeker.misspelt), seeker.used)


def _in_order(names: list[tuple[Mention, Place]]) -> list[tuple[Mention, Place]]:
    return sorted(names, key=lambda name: name[0].start) if len(names) > 1 else names


class _Seeker:
    def __init__(self, value: str, places: list[Place], accepted: list[Accepted], finds: Finds, book: Vocabulary) -> None:
        self.value = value
        self.book = book
        self.words = book.words
        self.beside = book.beside
        self.general = book.generic
        self.used: list[str] = []
        self.unknown: list[tuple[Mention, Place]] = []
        self.misspelt: list[tuple[Mention, Place]] = []
        self.verdicts: dict[int, bool] = {}
        self.places = places
        self.finds = finds
        self.starts = [mention[0] for mention, _, _ in accepted]
        self.ends = [mention[1] for mention, _, _ in accepted]
        self.cue_ends = [end for _, end, phrase in finds.cues if phrase.open]
        self.known = list(map(START, finds.mentions))
        """Where names of the vocabulary begin, whether they count or not."""
        self._taken: list[tuple[int, int]] | None = None
        self._shown: str | None = None

    def taken(self) -> list[tuple[int, int]]:
        """Where something stands already that is a skill, or that a row refuses."""
        if self._taken is None:
            refused = [sign[:2] for sign in (*self.finds.refusals, *self.finds.degrees)]
            accepted = zip(self.starts, self.ends, strict=True)
            self._taken = sorted([*accepted, *self.finds.addresses, *refused])
        return self._taken

    def shown(self) -> str:
        """The text in which the employer and the job are named."""
        if self._shown is None:
            named = [self.value[block[0] : block[1]] for block, kind, *_ in self.places if kind in ("header", "company")]
            self._shown = " ".join(named)
        return self._shown

    def knows(self, start: int, end: int) -> bool:
        """Whether exactly this is a name of the vocabulary."""
        at = bisect_left(self.known, start)
        return at < len(self.known) and self.known[at] == start and self.finds.mentions[at][1] == end

    def prose(self) -> None:
        """Reads what follows a phrase that leads to skills in sections that do not list them."""
        value, starts, done = self.value, [place[0][0] for place in self.places], 0
        for cue_end in self.cue_ends:
            place = self.places[bisect_left(starts, cue_end) - 1]
            block, _, heading, named, _, silent = place
            low, high = block[2:4]
            if named or heading or silent or cue_end > high or cue_end <= block[0] or high - low < 2:
                continue
            start, end = max(done, cue_end), min(cue_end + AFTER_CUE, high)
            stop = FAR_RE.search(value, start, end)
            done = stop.start() if stop else end
            self.read(start, done, place)

    def read(self, low: int, high: int, place: Place) -> None:
        """Notes what a stretch of text names, unless its block has capitals everywhere."""
        value = self.value
        candidates = self.capitals(low, high, place)
        if place.named:
            if high - low < SHORT or (self.cue_ends and self.cue_ends[-1] > low):
                candidates += self.common(low, high)
            if value.find("(", low, high) >= 0:
                candidates += self.bracketed(low, high)
        if not candidates or self.titled(place.block):
            return
        for start, end in sorted(set(candidates)):
            text = value[start:end]
            near = nearest(text, self.book)
            if near is not None:
                entry, score = near
                mention = Mention(start, end, entry, "", spelled=False, match="fuzzy", score=score, text=text)
                self.misspelt.append((mention, place))
            else:
                mention = Mention(start, end, -1, "", spelled=True, match="pattern", score=SCORE, text=text)
                self.unknown.append((mention, place))

    def capitals(self, low: int, high: int, place: Place) -> list[tuple[int, int]]:
        """What is written like a name, is none of the vocabulary, and stands where a skill would."""
        value, starts, ends, body = self.value, self.starts, self.ends, place.block.body_start
        found: list[tuple[int, int]] = []
        for name in NAME_RE.finditer(value, low, high):
            start, end = name.span()
            at = bisect_right(starts, start) - 1
            if at >= 0 and ends[at] >= end:
                continue
            if start == body:
                text = name[0]
                if text.isalpha() and text[1:].islower() and not LISTING_RE.match(value, end):
                    continue  # no more than the first word of an item, with no list behind it
            span = self.unknown_name(start, end, low, body)
            if span is None:
                continue
            start, end = span
            further = self.extended(end)
            if (
                (self.follows(found, start) or self.stands(start, end, further, low, high, place))
                and not self.employers(start, end)
                and not self.studied(start, body)
            ):
                found.append((start, further))
        return found

    def unknown_name(self, start: int, end: int, low: int, body: int) -> tuple[int, int] | None:
        """What of a name is none of the vocabulary, nor an ordinary word; None where nothing is left."""
        value = self.value
        text = value[start:end]
        if text[1:].islower() and text.isalpha():
            if self.generic((start, end)) or self.first_only(start, end, body):
                return None
            if value[start - 1] == " ":  # as a rule a name is a word of its own, with its one capital in front
                wrong = text.lower() in self.book.titles or self.knows(start, end) or self.overlaps(start, end)
                return None if wrong else (start, end)
        elif " " not in text and self.generic((start, end)):
            return None
        if value[start - 1] != " ":
            start = word_begin(value, start, low)
        if start < 0 or end - start > WIDEST or self.knows(start, end):
            return None
        at = bisect_right(self.starts, start) - 1
        if at >= 0 and self.ends[at] >= end:
            return None
        span = self.trimmed(start, end, body)
        return None if span is None or self.knows(*span) or self.overlaps(*span) else span

    def employers(self, start: int, end: int) -> bool:
        """Whether a name is that of the employer, of the job or of a person."""
        if self.beside.owner.search(self.value, max(0, start - 8), start):
            return True
        shown, words = self.shown(), self.value[start:end].split()
        return all(word in shown for word in words) and set(shown.split()).issuperset(words)

    def follows(self, found: list[tuple[int, int]], start: int) -> bool:
        """Whether a name is the next item behind one that was found before."""
        return bool(found) and start - found[-1][1] <= GAP and SEPARATOR_RE.fullmatch(self.value, found[-1][1], start) is not None

    def studied(self, start: int, body: int) -> bool:
        """Whether a name stands in a sentence about studies: such lists name fields, and one outside the vocabulary is no skill."""
        sentence = SENTENCE_RE.split(self.value[max(body, start - SENTENCE) : start])[-1]
        return self.beside.study.search(sentence) is not None

    def titled(self, block: Block) -> bool:
        """Whether a block has capitals everywhere, so that they say nothing about names; asked once a block."""
        start, end = block.body_start, block.body_end
        if start not in self.verdicts:
            ordinary = self.book.ordinary
            raised = sum([word.lower() in ordinary for word in RAISED_RE.findall(self.value, start + 1, end)])
            self.verdicts[start] = raised > 1 and raised * 2 > sum(
                [word.lower() in ordinary for word in PLAIN_RE.findall(self.value, start + 1, end)]
            )
        return self.verdicts[start]

    def trimmed(self, start: int, end: int, body: int) -> tuple[int, int] | None:
        """The span without the ordinary first word of a sentence and without generic words at its ends; None where nothing is left."""
        value = self.value
        words = [f.span() for f in WORD_RE.finditer(value, start, end)] if value.find(" ", start, end) > 0 else [(start, end)]
        first = start == body or begins(value, start)
        while words and ((first and not self.named_first(words)) or self.generic(words[0]) or value[words[0][0]] in "&ofi"):
            del words[0]
            first = False
        while words and self.generic(words[-1]):
            words.pop()
        if not words or len(words) > WORDS:
            return None
        start, end = words[0][0], self.unglued(words[-1])
        if value[start] in "0123456789":
            return None
        text = value[start:end]
        if text.endswith(("'s", "’s")) or not self.book.titles.isdisjoint(text.lower().split(" ")):
            return None
        return (start, end) if (text[:2].isalpha() and len(text) > 1) or sum(map(str.isalpha, text)) > 1 else None

    def unglued(self, word: tuple[int, int]) -> int:
        """The end of a word without a next sentence that lost its space: "DockerFamiliarity with"."""
        start, end = word
        if self.value[start + 1 : end].islower():
            return end
        for found in GLUE_RE.finditer(self.value, start + 2, end):
            if found[0].lower() in self.words["generic"]:
                return found.start()
        return end

    def named_first(self, words: list[tuple[int, int]]) -> bool:
        """Whether the first word of a sentence or item is written as a name all the same, or stands in a list ("Ironclad or another")."""
        value = self.value
        start, end = words[0]
        if MARKED_RE.search(value[start:end]):
            return True
        return self.listed_first(start, end, words[-1][1])

    def first_only(self, start: int, end: int, body: int) -> bool:
        """Whether the capital of a word says only that a sentence or an item begins."""
        return (start == body or begins(self.value, start)) and not self.listed_first(start, end)

    def listed_first(self, start: int, end: int, last: int = 0) -> bool:
        """Whether a word begins a list of names; `last` is where the name ends that it begins."""
        last = last or end
        return (
            LISTING_RE.match(self.value, last) is not None
            and self.value[start:end].lower() not in self.words["before"]
            and self.beside.listed.match(self.value, self.extended(last)) is not None
        )

    def generic(self, span: tuple[int, int]) -> bool:
        row = self.general.get(self.value[span[0] : span[1]].lower())
        if row:
            self.used.append(row)
        return row is not None

    def bracketed(self, low: int, high: int) -> list[tuple[int, int]]:
        """Words with their acronym in brackets: who abbreviates a thing calls it by its name."""
        spans: list[tuple[int, int]] = []
        for found in BRACKET_RE.finditer(self.value, low, high):
            span = long_form(self.value, found.start(), found[1])
            if span is None or span[0] < low or self.overlaps(*span) or self.knows(*span):
                continue
            words = self.value[slice(*span)].lower().split()
            if not any(word in self.words["generic"] for word in words):
                spans.append(span)
        return spans

    def common(self, low: int, high: int) -> list[tuple[int, int]]:
        """Common words behind a phrase that leads to skills, or an item of their own, whose last word names work or a field."""
        spans = self.headed(low, low, high) if high - low < SHORT else []
        ends = self.cue_ends
        for end in ends[bisect_right(ends, low) : bisect_left(ends, high)]:
            spans += self.headed(end, low, high)
        return spans

    def headed(self, start: int, low: int, high: int) -> list[tuple[int, int]]:
        """The common names that follow one another from a place on."""
        spans: list[tuple[int, int]] = []
        for _ in range(MOST_ITEMS):
            found = self.beside.common.match(self.value, start, high)
            if not found:
                break
            first, last = found.span("name")
            row = self.words["head"].get(self.value[self.value.rfind(" ", first, last) + 1 : last].lower())
            if row and (start != low or last >= high - 1 or found["sep"] is not None):
                words = self.value[first:last].lower().split(" ")
                plain = not any(w in self.words["generic"] or w in self.words["before"] for w in words)
                if plain and not self.overlaps(first, last):
                    self.used.append(row)
                    spans.append((first, last))
            start = found.end()
            if start == last:
                break
        return spans

    def extended(self, end: int) -> int:
        """The end of a name with the common noun behind it that belongs to it: "UV spectroscopy", "Zebra scanners"."""
        found = self.beside.noun.match(self.value, end)
        if (
            not found
            or found[1] in self.words["generic"]
            or found[1] in self.words["joint"]
            or found[1] in self.words["after"]
            or self.overlaps(end, found.end(1))
        ):
            return end
        return found.end(1)

    def overlaps(self, start: int, end: int) -> bool:
        taken = self.taken()
        at = bisect_right(taken, (end, -1)) - 1
        while at >= 0 and taken[at][0] > start - 80:
            if taken[at][1] > start and taken[at][0] < end:
                return True
            at -= 1
        return False

    def stands(self, start: int, end: int, further: int, low: int, high: int, place: Place) -> bool:
        """Whether a name stands where a skill would: beside one in a list, behind a phrase that leads to skills, before "experience"."""
        value = self.value
        if place.named:
            if self.beside.another.match(value, further):
                return True
            if start == low and (
                self.beside.listed.match(value, further) or (further >= high - 1 and MARKED_RE.search(value[start:end]))
            ):
                return True
        at = bisect_right(self.ends, start) - 1
        if at >= 0 and start - self.ends[at] <= GAP and SEPARATOR_RE.fullmatch(value, self.ends[at], start):
            return True
        if at + 1 < len(self.starts):
            following = self.starts[at + 1]
            if following - further <= GAP and SEPARATOR_RE.fullmatch(value, further, following):
                return True
        at = bisect_right(self.cue_ends, start) - 1
        if at >= 0 and start - self.cue_ends[at] <= 30 and LED_RE.fullmatch(value, self.cue_ends[at], start):
            return True
        follow = AFTER_RE.match(value, end)
        return follow is not None and follow[1].lower() in self.words["after"]


SHORT = 60
"""An item of a few words."""

MOST_ITEMS = 6
GLUE_RE = re.compile(r"(?<=[a-zß-öø-ÿ\dA-ZÀ-ÖØ-Þ])[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]++(?![A-Za-zÀ-ÖØ-öø-ÿ\d])")
SENTENCE_RE = re.compile(r"[.!?\n]\s")
SENTENCE = 160
"""No sentence is read further back than this."""

WORD_RE = re.compile(r"[^ ]++")
LED_RE = re.compile(r"[:( ]*+(?:[a-zß-öø-ÿ-]++ ){0,2}")
"""What may stand between a phrase that leads to skills and the first name: a word or two."""

AFTER_RE = re.compile(r" ([A-Za-zÀ-ÖØ-öø-ÿ]++)")
RAISED_RE = re.compile(r"(?<![A-Za-zÀ-ÖØ-öø-ÿ\d])[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ]++(?![A-Za-zÀ-ÖØ-öø-ÿ\d])")
PLAIN_RE = re.compile(r"(?<![A-Za-zÀ-ÖØ-öø-ÿ\d])[A-Za-zÀ-ÖØ-öø-ÿ]{2,}+(?![A-Za-zÀ-ÖØ-öø-ÿ\d])")
