"""Where the names of skills stand: blocks with the kinds of their sections, and the words right before a place.

In: the text and its blocks. Out: `Place`s, `Accepted` mentions with theirs, and small questions about the text beside a name that all modules
about skills ask.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter
from typing import NamedTuple

from jobparse.facts.skills_match import Mention
from jobparse.model import Block, SectionKind

GAP_RE = re.compile(
    r"[ \t\n]*+(?:(?:[,;/|&+•·()\[\]*:–—-]|\band/or\b|\band\b|\bor\b|\bas well as\b|\bplus\b|\betc\b\.?)[ \t\n]*+){0,4}+"
)
"""What may stand between two items of one list."""

WIDEST = 14
"""A gap between two items of a list is no longer than " as well as "."""

STOP_RE = re.compile(r"[.!?](?=\s)|[;\n]|(?<=\w)\)(?=[A-ZÀ-ÖØ-Þ])")
"""An end of a clause for what a phrase says about the names beside it."""

CLAUSE = 200
"""No clause is read further than this: a wall of text without stops must not hang together."""

FAR_RE = re.compile(r"[.;!?\n](?:(?<=\n)|(?=\s))")
"""An end of what a phrase leads to."""

LONG = 24
"""Most words are shorter."""

NAMED = frozenset((SectionKind.REQUIREMENTS, SectionKind.PREFERRED))
"""Sections that list what is asked for."""

SILENT = frozenset(
    (SectionKind.APPLICATION, SectionKind.BENEFITS, SectionKind.COMPENSATION, SectionKind.EQUAL_OPPORTUNITY, SectionKind.LEGAL)
)
"""Sections that speak of what the employer gives and must say, and of how to apply: health insurance is no skill there, nor is the language of a letter."""


LISTING = frozenset((SectionKind.REQUIREMENTS, SectionKind.PREFERRED, SectionKind.RESPONSIBILITIES))
"""Sections in which names of policy "list" count without more ado; in prose about the employer, the job or the procedure they need a context."""


OTHERS = frozenset((SectionKind.COMPANY, SectionKind.HEADER))
"""Sections whose years and degrees are somebody else's."""


class Place(NamedTuple):
    """The block and the section kind that a mention stands in, and what that kind means for names."""

    block: Block
    kind: str
    heading: bool
    named: bool
    listing: bool
    silent: bool


def place_at(places: list[Place], at: int) -> Place | None:
    """The place that holds a position; None in removed text."""
    number = bisect_right(places, at, key=_start) - 1
    return places[number] if number >= 0 and at < places[number].block.end else None


def _start(place: Place) -> int:
    return place.block.start


class Accepted(NamedTuple):
    """A mention that counts, and where it stands. `title`: as part of a job's title, which counts only if nothing else does."""

    mention: Mention
    place: Place
    title: bool = False


TITLE = itemgetter(2)


def clause_end(value: str, start: int) -> int:
    """Where the clause ends that a place stands in, as far as one is read.

    >>> clause_end("Python is a must. Weld too", 6)
    16
    """
    most = min(start + CLAUSE, len(value))
    stop = STOP_RE.search(value, start, most)
    return stop.start() if stop else most


def previous_word(value: str, start: int) -> str:
    """The word right before a place, in lower case; "" where something else than a word stands there.

    >>> previous_word("Strong sales", 7), previous_word("audit, sales", 7)
    ('strong', '')
    """
    end = start - 1 if value[start - 1 : start] == " " else start
    last = value[max(0, end - LONG) : end].rsplit(None, 1)
    if last and last[-1].isalpha() and len(last[-1]) < LONG and value[end - 1].isalpha():
        return last[-1].lower()  # as a rule a space stands before the word
    begin = end
    while begin > 0 and (value[begin - 1].isalpha() or value[begin - 1] in "'’.-"):
        begin -= 1
    return value[begin:end].lower().strip(".-'’")


def without_titles(accepted: list[Accepted]) -> list[Accepted]:
    """The mentions without those in titles of skills that the posting also names elsewhere."""
    if True not in map(TITLE, accepted):
        return accepted
    elsewhere = {a.mention.entry for a in accepted if not a.title}
    return [a for a in accepted if not a.title or a.mention.entry not in elsewhere]


def begins(value: str, start: int) -> bool:
    """Whether a sentence or an item begins here.

    >>> begins("Weld. Python too", 6), begins("Some Python", 5)
    (True, False)
    """
    before = value[max(0, start - 6) : start].rstrip("\"“'‘(*_")
    return not before or before[-1] in "\n•|" or before.rstrip()[-1:] in ".!?:;•|" or before.endswith(" - ")


def word_begin(value: str, start: int, low: int) -> int:
    """Where the word of a capital begins: up to three small letters before it belong to it ("iOS", "ePRO"); -1 inside another word.

    >>> word_begin("on iOS", 4, 0), word_begin("McGyver", 2, 0), word_begin("metadataStore", 8, 0)
    (3, -1, -1)
    """
    at = start
    while at > low and start - at < 4 and value[at - 1].islower():
        at -= 1
    before = value[at - 1 : at]
    return -1 if (at > low and (before.isalnum() or before in "@./#$&'’-_")) or start - at > 3 else at
