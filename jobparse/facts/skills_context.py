"""Mentions → accepted mentions: whether a name means a skill where it stands.

In: names and phrases in order of place, and the blocks they stand in. Out: the mentions that count. A name that counts anywhere
counts; one that needs a context has it beside another skill of the same list, behind a phrase that leads to skills, before a word
such as "experience", or where a list item is nothing but the name.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import regex

from jobparse.facts.skills_match import Finds, Mention, Sign
from jobparse.model import Block, SectionKind

GAP_RE = regex.compile(
    r"[ \t\n]*+(?:(?:[,;/|&+•·()\[\]*:–—-]|\band/or\b|\band\b|\bor\b|\bas well as\b|\bplus\b|\betc\b\.?)[ \t\n]*+){0,4}+"
)
"""What may stand between two items of one list."""

FAR_RE = regex.compile(r"[.;!?](?=\s)|\n")
"""An end of what a phrase leads to."""

REACH = 60
"""How far behind a phrase a name may begin: three or four words and an earlier item."""

NAMED = frozenset((SectionKind.REQUIREMENTS, SectionKind.PREFERRED))
"""Sections in which a list item that is nothing but a name is a skill."""


class Place(NamedTuple):
    """The block and the section kind that a mention stands in."""

    block: Block
    kind: str
    heading: bool


class Accepted(NamedTuple):
    """A mention that counts, and where it stands."""

    mention: Mention
    place: Place


def accept(value: str, finds: Finds, placed: list[tuple[Mention, Place]]) -> tuple[list[Accepted], list[Sign]]:
    """The mentions that count, and the phrases that made some of them count."""
    judge = _Judge(value, finds)
    accepted: list[Accepted] = []
    used: list[Sign] = []
    for run in _runs(value, placed):
        verdicts = [judge.sure(m, p) for m, p in run]
        if not all(verdicts):
            reason = judge.context(run, verdicts)
            if isinstance(reason, Sign):
                used.append(reason)
            if reason:
                verdicts = [v or judge.carried(m, p, run) for v, (m, p) in zip(verdicts, run, strict=True)]
            verdicts = [v or judge.alone(m, p) for v, (m, p) in zip(verdicts, run, strict=True)]
        accepted.extend(Accepted(m, p) for v, (m, p) in zip(verdicts, run, strict=True) if v)
    return accepted, used


def _runs(value: str, placed: list[tuple[Mention, Place]]) -> list[list[tuple[Mention, Place]]]:
    """Mentions taken together that are items of one list."""
    runs: list[list[tuple[Mention, Place]]] = []
    end = -1
    for mention, place in placed:
        gap = mention.start - end
        if runs and gap <= 12 and GAP_RE.fullmatch(value, end, mention.start):
            runs[-1].append((mention, place))
        else:
            runs.append([(mention, place)])
        end = mention.end
    return runs


class _Judge:
    """What stands around the mentions of one text."""

    def __init__(self, value: str, finds: Finds) -> None:
        self.value = value
        self.cues = [s for s in finds.signs if s.phrase.family == "cue"]
        self.ends = [s.end for s in self.cues]
        self.after = {s.start: s for s in finds.signs if s.phrase.family == "after"}

    def sure(self, mention: Mention, place: Place) -> bool:
        """Whether the name counts without any context."""
        return mention.policy != "cue" and not (place.heading and mention.text[:1].isupper() and mention.text.istitle())

    def context(self, run: list[tuple[Mention, Place]], verdicts: list[bool]) -> Sign | bool:
        """What makes the names of a list count: a sure one among them, a phrase before it, a word behind one of them."""
        if any(verdicts):
            return True
        first, place = run[0]
        if place.heading:
            return False
        at = bisect_right(self.ends, first.start) - 1
        if at >= 0:
            cue = self.cues[at]
            if first.start - cue.end <= REACH and not FAR_RE.search(self.value, cue.end, first.start):
                return cue
        for mention, _ in run:
            sign = self.after.get(mention.end + 1)
            if sign is not None and self.value[mention.end : mention.end + 1] in " -":
                return sign
        return False

    def carried(self, mention: Mention, place: Place, run: list[tuple[Mention, Place]]) -> bool:
        """Whether the context of its list makes this name count: capitals must be as in the vocabulary, if the list has any."""
        if mention.spelled:
            return True
        return mention.text.islower() and len(run) > 1 and all(m.text.islower() for m, _ in run)

    def alone(self, mention: Mention, place: Place) -> bool:
        """Whether a list item is nothing but the name."""
        block = place.block
        return place.kind in NAMED and not place.heading and mention.start - block.body_start <= 1 and block.body_end - mention.end <= 1
