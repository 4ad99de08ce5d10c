"""Text → names that the vocabulary does not have: misspelt ones, and names of things that stand where skills are named.

In: the text, what is already found in it, and where skills are asked for. Out: mentions without an entry (`match: "pattern"`), and
mentions of an entry whose name is misspelt (`match: "fuzzy"`). Only what is written like a name is looked at: capitals inside a line, inner
capitals, digits.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from jobparse.facts.skills_context import FAR_RE, Accepted, Place, begins, word_begin
from jobparse.facts.skills_joined import BRACKET_RE, long_form
from jobparse.facts.skills_match import Finds, Mention
from jobparse.facts.skills_spelling import nearest
from jobparse.model import Block
from jobparse.skilltables import Vocabulary

NAME = r"[A-ZÀ-Þ][0-9A-Za-zÀ-ÖØ-öø-ÿ]*(?:[.&'’+#/-][0-9A-Za-zÀ-ÖØ-öø-ÿ]+)*[+#]{0,2}"
NAME_RE = re.compile(rf"{NAME}(?: (?:(?:of|for|in|&) )?{NAME}| \d[\d.]*(?![\d,%]))*")
"""One to several words that are written like a name; a number may follow one ("Annex 15")."""

MARKED_RE = re.compile(r"[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]|\d|^[A-ZÀ-ÖØ-Þ]{2,}")
"""A word that is no ordinary one at the start of a sentence: inner capitals, digits, capitals only."""

SEPARATOR_RE = re.compile(r"\s*+(?:[,;/|&(]|\b(?:and|or|and/or)\b)[\s(]*+(?:(?:and|or|the|a)\s)?+")
ANOTHER_RE = re.compile(r" ?(?:,|or|and) (?:(?:an|any )?other|a (?:similar|comparable)|similar|comparable|equivalent)\b")
OTHER_RE = re.compile(
    r" ?(?:or|and|,|/) ?(?:(?:(?:an|any )?other|a (?:similar|comparable)|similar|equivalent)\b|"
    r"(?:[A-ZÀ-ÖØ-Þ]|[a-zß-öø-ÿ]+[A-ZÀ-ÖØ-Þ])[A-Za-zÀ-ÖØ-öø-ÿ\d+#.-]*+(?: [A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ\d+#.-]*+){0,3}+ ?(?:[,(/)\n]|or |and |$))",
    re.MULTILINE,
)
"""Behind a name: another of its kind, or what is said of one."""

ALIKE_RE = re.compile(r"\b(?:other|similar|comparable|equivalent)\b")
"""What says of the word before it that it is the name of one of many."""

LEAD_RE = re.compile(r"\b(?:at|from|by|mr|ms|dr|dear|named)\s$", re.IGNORECASE)
"""Before the name of an employer or a person."""

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


class Area(NamedTuple):
    """A stretch of text where skills are named, and the block that it lies in."""

    start: int
    end: int
    place: Place


def find_unknown(value: str, places: list[Place], accepted: list[Accepted], finds: Finds, book: Vocabulary) -> Unknown:
    """Names without an entry, and misspelt names of entries."""
    seeker = _Seeker(value, places, accepted, finds, book)
    unknown: list[tuple[Mention, Place]] = []
    misspelt: list[tuple[Mention, Place]] = []
    for area in seeker.areas():
        candidates = seeker.candidates(area)
        if not candidates or seeker.titled(area.place.block):
            continue
        for start, end in sorted(set(candidates)):
            text = value[start:end]
            near = nearest(text, book)
            if near is not None:
                entry, score = near
                misspelt.append(
                    (Mention(start, end, entry, "", spelled=False, match="fuzzy", score=score, text=text), area.place)
                )
            else:
                unknown.append((Mention(start, end, -1, "", spelled=True, match="pattern", score=SCORE, text=text), area.place))
    return Unknown(unknown, misspelt, seeker.used)


class _Seeker:
    def __init__(self, value: str, places: list[Place], accepted: list[Accepted], finds: Finds, book: Vocabulary) -> None:
        self.value = value
        self.words = book.words
        self.general = book.generic
        self.titles = book.titles
        self.ordinary = book.ordinary
        self.heads = book.heads
        self.used: list[str] = []
        self.verdicts: dict[int, bool] = {}
        self.places = places
        self.finds = finds
        self.accepted = [a.mention[:2] for a in accepted]
        self.starts = [start for start, _ in self.accepted]
        self.ends = [end for _, end in self.accepted]
        self.cues = [s for s in finds.cues if s.phrase.open]
        self.cue_ends = [s.end for s in self.cues]

    @cached_property
    def spans(self) -> set[tuple[int, int]]:
        """Where names of the vocabulary stand, whether they count or not."""
        return {mention[:2] for mention in self.finds.mentions}

    @cached_property
    def taken(self) -> list[tuple[int, int]]:
        """Where something stands already that is a skill, or that a row refuses."""
        refused = [sign[:2] for sign in (*self.finds.refusals, *self.finds.degrees)]
        return sorted([*self.accepted, *self.finds.addresses, *refused])

    @cached_property
    def shown(self) -> set[str]:
        """The words by which the employer and the job are named."""
        return set(
            " ".join([self.value[p.block.start : p.block.end] for p in self.places if p.kind in ("header", "company")]).split()
        )

    def areas(self) -> Iterator[Area]:
        """The blocks of sections that list what is asked for; elsewhere what follows a phrase that leads to skills."""
        done = at = 0
        cues, cue_ends, most = self.cues, self.cue_ends, len(self.cues)
        for place in self.places:
            block = place.block
            if place.heading or place.silent or block.body_end - block.body_start < 2:
                continue
            if place.named:
                yield Area(block.body_start, block.body_end, place)
                continue
            while at < most and cue_ends[at] <= block.start:
                at += 1
            while at < most and cue_ends[at] <= block.body_end:
                start = max(done, cues[at].end)
                end = min(cues[at].end + AFTER_CUE, block.body_end)
                stop = FAR_RE.search(self.value, start, end)
                done = stop.start() if stop else end
                yield Area(start, done, place)
                at += 1

    def candidates(self, area: Area) -> list[tuple[int, int]]:
        """What is written like a name in an area, is none of the vocabulary, and stands where a skill would."""
        value, low, high = self.value, area.start, area.end
        body = area.place.block.body_start
        found: list[tuple[int, int]] = []
        if not self.plain(low, high, body):
            for span in self.capitals(low, high, body):
                further = self.extended(span[1])
                if (
                    (self.follows(found, span[0]) or self.stands(*span, further, area))
                    and not self.employers(*span)
                    and not self.studied(span[0], body)
                ):
                    found.append((span[0], further))
        if area.place.named:
            found.extend(self.common(area))
            if value.find("(", low, high) >= 0:
                found.extend(self.bracketed(area))
        return found

    def employers(self, start: int, end: int) -> bool:
        """Whether a name is that of the employer, of the job or of a person."""
        return (
            self.shown.issuperset(self.value[start:end].split())
            or LEAD_RE.search(self.value, max(0, start - 8), start) is not None
        )

    def plain(self, low: int, high: int, body: int) -> bool:
        """Whether the only capital begins the item, and nothing behind it says that a name does: then there is no name to find."""
        tail = self.value[low + 1 : high]
        if not tail.islower():
            return False
        return (
            (low == body or self.value[low : low + 1].islower())
            and tail.partition(" ")[0].isalpha()
            and not ALIKE_RE.search(tail)
        )

    def follows(self, found: list[tuple[int, int]], start: int) -> bool:
        """Whether a name is the next item behind one that was found before."""
        return bool(found) and start - found[-1][1] <= GAP and SEPARATOR_RE.fullmatch(self.value, found[-1][1], start) is not None

    def capitals(self, low: int, high: int, body: int) -> Iterator[tuple[int, int]]:
        """What is written like a name and is none of the vocabulary."""
        value, starts, ends = self.value, self.starts, self.ends
        for found in NAME_RE.finditer(value, low, high):
            start, end = found.span()
            if " " not in (text := found[0]) and (self.generic((start, end)) or self.ordinary_first(text, start, end, body)):
                continue
            if value[start - 1] != " ":
                start = word_begin(value, start, low)
            at = bisect_right(starts, start) - 1
            if start < 0 or end - start > WIDEST or (at >= 0 and ends[at] >= end) or (start, end) in self.spans:
                continue
            span = self.trimmed(start, end, body)
            if span is None or span in self.spans or self.overlaps(*span):
                continue
            yield span

    def studied(self, start: int, body: int) -> bool:
        """Whether a name stands in a sentence about studies: such lists name fields, and one outside the vocabulary is no skill."""
        sentence = SENTENCE_RE.split(self.value[max(body, start - SENTENCE) : start])[-1]
        return STUDY_RE.search(sentence) is not None

    def titled(self, block: Block) -> bool:
        """Whether a block has capitals everywhere, so that they say nothing about names; asked once a block."""
        start, end = block.body_start, block.body_end
        if start not in self.verdicts:
            plain = [word for word in PLAIN_RE.findall(self.value, start + 1, end) if word.lower() in self.ordinary]
            self.verdicts[start] = len(plain) > 1 and sum(word[0].isupper() for word in plain) * 2 > len(plain)
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
        if text.endswith(("'s", "’s")) or not self.titles.isdisjoint(text.lower().split(" ")):
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

    def ordinary_first(self, text: str, start: int, end: int, body: int) -> bool:
        """Whether a capital says only that a sentence or an item begins."""
        return (
            text[1:].islower()
            and text.isalpha()
            and (start == body or begins(self.value, start))
            and not self.listed_first(start, end)
        )

    def listed_first(self, start: int, end: int, last: int = 0) -> bool:
        """Whether a word begins a list of names; `last` is where the name ends that it begins."""
        return (
            self.value[start:end].lower() not in self.words["before"]
            and OTHER_RE.match(self.value, self.extended(last or end)) is not None
        )

    def generic(self, span: tuple[int, int]) -> bool:
        row = self.general.get(self.value[span[0] : span[1]].lower())
        if row:
            self.used.append(row)
        return row is not None

    def bracketed(self, area: Area) -> Iterator[tuple[int, int]]:
        """Words with their acronym in brackets: who abbreviates a thing calls it by its name."""
        for found in BRACKET_RE.finditer(self.value, area.start, area.end):
            span = long_form(self.value, found.start(), found[1])
            if span is None or span[0] < area.start or self.overlaps(*span) or span in self.spans:
                continue
            words = self.value[slice(*span)].lower().split()
            if not any(word in self.words["generic"] for word in words):
                yield span

    def common(self, area: Area) -> Iterator[tuple[int, int]]:
        """Common words behind a phrase that leads to skills, or an item of their own, whose last word names work or a field."""
        value = self.value
        starts = [area.start] if area.end - area.start < SHORT else []
        at = bisect_right(self.cue_ends, area.start)
        while at < len(self.cues) and self.cues[at].end < area.end:
            starts.append(self.cues[at].end)
            at += 1
        if not starts or self.heads.isdisjoint(self.finds.folded[starts[0] + 1 : area.end + 1].replace(b".", b" ").split()):
            return
        for start in starts:
            for _ in range(MOST_ITEMS):
                found = COMMON_RE.match(value, start, area.end)
                if not found:
                    break
                low, high = found.span("name")
                words = found["name"].lower().split()
                whole = start != area.start or high >= area.end - 1 or found["sep"] is not None
                row = self.words["head"].get(words[-1])
                plain = not any(w in self.words["generic"] or w in self.words["before"] for w in words)
                if row and whole and plain and not self.overlaps(low, high):
                    self.used.append(row)
                    yield low, high
                start = found.end()
                if start == high:
                    break

    def extended(self, end: int) -> int:
        """The end of a name with the common noun behind it that belongs to it: "UV spectroscopy", "Zebra scanners"."""
        found = NOUN_RE.match(self.value, end)
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
        at = bisect_right(self.taken, (end, -1)) - 1
        while at >= 0 and self.taken[at][0] > start - 80:
            if self.taken[at][1] > start and self.taken[at][0] < end:
                return True
            at -= 1
        return False

    def stands(self, start: int, end: int, further: int, area: Area) -> bool:
        """Whether a name stands where a skill would: beside one in a list, behind a phrase that leads to skills, before "experience"."""
        value = self.value
        if area.place.named:
            if ANOTHER_RE.match(value, further):
                return True
            if start == area.start and (
                OTHER_RE.match(value, further) or (further >= area.end - 1 and MARKED_RE.search(value[start:end]))
            ):
                return True
        at = bisect_right(self.ends, start) - 1
        if at >= 0 and start - self.ends[at] <= GAP and SEPARATOR_RE.fullmatch(value, self.ends[at], start):
            return True
        if at + 1 < len(self.accepted):
            low = self.accepted[at + 1][0]
            if low - further <= GAP and SEPARATOR_RE.fullmatch(value, further, low):
                return True
        at = bisect_right(self.cue_ends, start) - 1
        if at >= 0 and start - self.cue_ends[at] <= 30 and LED_RE.fullmatch(value, self.cue_ends[at], start):
            return True
        follow = AFTER_RE.match(value, end)
        return follow is not None and follow[1].lower() in self.words["after"]


SHORT = 60
"""An item of a few words."""

MOST_ITEMS = 6
COMMON_RE = re.compile(
    r"[ :(]*+(?:(?:the|a|an) )?+(?P<name>[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ\d-]*+(?: [A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ\d-]*+){1,3}?)(?:(?P<sep> ?,(?: and| or)? ?| and | or | ?/ ?)|(?= ?[.;)(]| ?$| (?:is|are|in|with|for|on|at|from|to|preferred|required|experience|skills|methods|techniques)\b))",
    re.MULTILINE,
)
GLUE_RE = re.compile(r"(?<=[a-zß-öø-ÿ\dA-ZÀ-ÖØ-Þ])[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]++(?![A-Za-zÀ-ÖØ-öø-ÿ\d])")
STUDY_RE = re.compile(
    r"\b(?:degree|bachelor|master|ph\.?d|diploma|[bm]\.?sc?\b|[bm]\.?a\b|major|field|discipline)", re.IGNORECASE
)
SENTENCE_RE = re.compile(r"[.!?\n]\s")
SENTENCE = 160
"""No sentence is read further back than this."""

WORD_RE = re.compile(r"[^ ]++")
NOUN_RE = re.compile(r" ([a-zß-öø-ÿ]{3,}+)(?= ?[,;.)/]| ?$| (?:and|or|is|are|for|in|to|with)\b)", re.MULTILINE)
LED_RE = re.compile(r"[:( ]*+(?:[a-zß-öø-ÿ-]++ ){0,2}")
"""What may stand between a phrase that leads to skills and the first name: a word or two."""

AFTER_RE = re.compile(r" ([A-Za-zÀ-ÖØ-öø-ÿ]++)")
PLAIN_RE = re.compile(r"(?<![A-Za-zÀ-ÖØ-öø-ÿ\d])[A-Za-zÀ-ÖØ-öø-ÿ]{2,}+(?![A-Za-zÀ-ÖØ-öø-ÿ\d])")
