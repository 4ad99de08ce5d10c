"""Mentions → accepted mentions: whether a name means a skill where it stands.

In: names and phrases in order of place, and the blocks they stand in. Out: the mentions that count. A name that counts anywhere
counts, unless it is part of a title; one that needs a context has it beside another skill of the same list, behind a phrase that
leads to skills, before a word such as "experience", or in a section that lists what is asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from jobparse.facts.skills_match import Finds, Mention, Sign
from jobparse.model import Block, SectionKind
from jobparse.skilltables import Vocabulary

GAP_RE = re.compile(
    r"[ \t\n]*+(?:(?:[,;/|&+•·()\[\]*:–—-]|\band/or\b|\band\b|\bor\b|\bas well as\b|\bplus\b|\betc\b\.?)[ \t\n]*+){0,4}+"
)
"""What may stand between two items of one list."""

WIDEST = 14
"""A gap between two items of a list is no longer than " as well as "."""

FAR_RE = re.compile(r"[.;!?\n](?:(?<=\n)|(?=\s))")
"""An end of what a phrase leads to."""

NEXT_RE = re.compile(r"[ -]([A-Za-zÀ-ÖØ-öø-ÿ.]++)(?: ([A-Za-zÀ-ÖØ-öø-ÿ]++))?")
"""The words behind a name."""

LABEL_RE = re.compile(r"\b([A-Za-zÀ-ÖØ-öø-ÿ]++):\s*$")
"""A label right before a name: "Role: DevOps" names a job."""

OPEN_RE = re.compile(r"[ ]*+(?:$|[,;/(&+|:)\n]|(?:and|or)\b)", re.MULTILINE)
"""What follows a name that begins a list item, where the name is no verb."""

LETTER_LEAD_RE = re.compile(r"\b(?:in|using|with|or|and|,) $")
"""What leads to a language of one letter, where skills are listed."""

NEAR, CLOSE = 60, 35
"""How far behind a phrase a name may begin: the name of a thing, and a common noun (a few words less can be part of something else)."""

NAMED = frozenset((SectionKind.REQUIREMENTS, SectionKind.PREFERRED))
"""Sections that list what is asked for."""

SILENT = frozenset((SectionKind.BENEFITS, SectionKind.COMPENSATION, SectionKind.EQUAL_OPPORTUNITY, SectionKind.LEGAL))
"""Sections that speak of what the employer gives and must say: health insurance is no skill there."""


LISTING = frozenset((SectionKind.REQUIREMENTS, SectionKind.PREFERRED, SectionKind.RESPONSIBILITIES))
"""Sections in which names of policy "list" count without more ado; in prose about the employer, the job or the procedure they need a context."""


class Place(NamedTuple):
    """The block and the section kind that a mention stands in."""

    block: Block
    kind: str
    heading: bool


class Accepted(NamedTuple):
    """A mention that counts, and where it stands. `title`: as part of a job's title, which counts only if nothing else does."""

    mention: Mention
    place: Place
    title: bool = False


def accept(value: str, finds: Finds, placed: list[tuple[Mention, Place]], book: Vocabulary) -> tuple[list[Accepted], list[str]]:
    """The mentions that count, and the rows that made some of them count or not."""
    judge = _Judge(value, finds, book)
    accepted: list[Accepted] = []
    for run in _runs(value, placed, book.common):
        accepted.extend(judge.run(run))
    return accepted, [row for row in judge.used if row]


def _runs(value: str, placed: list[tuple[Mention, Place]], common: list[bool]) -> list[list[tuple[Mention, Place]]]:
    """Mentions taken together that are items of one list. Names of things may stand with only a space between them, common nouns not."""
    runs: list[list[tuple[Mention, Place]]] = []
    end, noun = -WIDEST - 1, True
    for both in placed:
        mention, place = both
        if place.kind in SILENT:
            continue
        gap = mention.start - end
        tied = gap <= WIDEST and GAP_RE.fullmatch(value, end, mention.start) is not None
        if tied and gap == 1 and value[end] == " " and (noun or common[mention.entry]):
            tied = False
        if tied:
            runs[-1].append(both)
        else:
            runs.append([both])
        end, noun = mention.end, common[mention.entry]
    return runs


class _Judge:
    """What stands around the mentions of one text."""

    def __init__(self, value: str, finds: Finds, book: Vocabulary) -> None:
        self.value = value
        self.entries = book.entries
        self.common = book.common
        self.words = book.words
        self.follow = book.follow
        self.cues = [s for s in finds.signs if s.phrase.family == "cue"]
        self.ends = [s.end for s in self.cues]
        self.used: list[str] = []

    def run(self, run: list[tuple[Mention, Place]]) -> list[Accepted]:
        """Those of a list that count."""
        if len(run) == 1 and (plain := self.plain(*run[0])) is not None:
            return [plain]
        judged: list[tuple[Mention, Place, str, bool, bool]] = []
        context: bool | None = None
        for mention, place in run:
            follow = self.following(mention)
            fits = not self.common[mention.entry] or self.whole(mention, follow)
            sure = (
                fits
                and mention.policy != "cue"
                and not follow.startswith("title:")
                and (place.kind in LISTING or self.entries[mention.entry].policy != "list")
            )
            context = context or sure or None
            judged.append((mention, place, follow, fits, sure))
        accepted: list[Accepted] = []
        for mention, place, follow, fits, sure in judged:
            common = self.common[mention.entry]
            title = not common and follow.startswith("title:")
            if sure or (title and mention.policy != "cue"):
                if common and place.heading and mention.text.istitle():
                    continue
                accepted.append(Accepted(mention, place, title or place.kind == SectionKind.HEADER))
            elif fits:
                if context is None:
                    context = self.context(run, [word for _, _, word, _, _ in judged])
                if (context and self.carried(mention, run)) or self.listed(mention, place, follow):
                    accepted.append(Accepted(mention, place, title or place.kind == SectionKind.HEADER))
        return accepted

    def plain(self, mention: Mention, place: Place) -> Accepted | None:
        """The usual case, decided quickly: a name that needs no context here, with no word beside it that could make a title of it."""
        if mention.policy == "cue" or place.heading:
            return None
        if place.kind not in LISTING and self.entries[mention.entry].policy == "list":
            return None
        common = self.common[mention.entry]
        if common and ":" in self.value[max(0, mention.start - 2) : mention.start]:
            return None
        if (common or place.kind not in NAMED) and self.following(mention).startswith("title:"):
            return None
        return Accepted(mention, place, place.kind == SectionKind.HEADER)

    def following(self, mention: Mention) -> str:
        """What the word behind a name is: "" for none, the family and row of a word that rows know, else "other"."""
        if self.value[mention.end : mention.end + 1] not in (" ", "-"):
            return ""
        found = NEXT_RE.match(self.value, mention.end)
        if not found:
            return ""
        word, second = found[1].rstrip(".").lower(), found[2]
        row = self.follow.get(word) or self.follow.get(word.removesuffix("s"))
        if not row and second:
            row = self.follow.get(f"{word} {second.lower()}")
        return row or "other"

    def whole(self, mention: Mention, follow: str) -> bool:
        """Whether a common noun stands for itself and is not the first part of a longer one."""
        if follow.startswith("title:"):
            self.used.append(follow[6:])
            return False
        low = max(0, mention.start - 16)
        label = LABEL_RE.search(self.value, low, mention.start) if self.value.find(":", low, mention.start) >= 0 else None
        if label and (row := self.words["title"].get(label[1].lower())):
            self.used.append(row)
            return False
        if mention.policy != "cue":
            return True
        if follow == "other":
            return False
        if follow.startswith("joint:"):
            self.used.append(follow[6:])
        previous = previous_word(self.value, mention.start)
        if not previous:
            return True
        row = self.words["before"].get(previous)
        self.used.append(row or "")
        return row is not None

    def context(self, run: list[tuple[Mention, Place]], follow: list[str]) -> bool:
        """Whether something makes the names of a list count: a phrase before it, a word behind one of them."""
        first, place = run[0]
        if place.heading:
            return False
        at = bisect_right(self.ends, first.start) - 1
        if at >= 0:
            cue = self.cues[at]
            reach = CLOSE if self.common[first.entry] or first.end - first.start < 2 else NEAR
            near = first.start - cue.end <= reach
            start = past_label(self.value, cue) if near else 0
            if (
                near
                and not FAR_RE.search(self.value, start, first.start)
                and ("\n" not in self.value[cue.end : start] or OPEN_RE.match(self.value, first.end))
            ):
                self.used.append(cue.phrase.row.id)
                return True
        for word in follow:
            if word.startswith("after:"):
                self.used.append(word[6:])
                return True
        return False

    def carried(self, mention: Mention, run: list[tuple[Mention, Place]]) -> bool:
        """Whether the context of its list makes this name count: capitals must be as in the vocabulary, if the list has any."""
        if mention.spelled:
            return True
        sure = [m.text for m, _ in run if m.policy != "cue"]
        if mention.end - mention.start > 1 and sure and (mention.text.isupper() or mention.text.istitle()):
            return True
        return mention.text.islower() and len(run) > 1 and all(text.islower() for text in sure or (m.text for m, _ in run))

    def listed(self, mention: Mention, place: Place, follow: str) -> bool:
        """Whether a section that lists what is asked for makes a name count: as an item of its own, or written as a name is."""
        block = place.block
        if place.kind not in NAMED or place.heading or not mention.spelled:
            return False
        first = mention.start - block.body_start <= 1
        if first and block.body_end - mention.end <= 1:
            return True
        if self.common[mention.entry]:
            return False
        if mention.end - mention.start < 2:
            return LETTER_LEAD_RE.search(self.value, max(0, mention.start - 7), mention.start) is not None and follow != "other"
        return not first or bool(OPEN_RE.match(self.value, mention.end)) or follow.startswith("after:")


def previous_word(value: str, start: int) -> str:
    """The word right before a place, in lower case; "" where something else than a word stands there.

    >>> previous_word("Strong sales", 7), previous_word("audit, sales", 7)
    ('strong', '')
    """
    end = start - 1 if value[start - 1 : start] == " " else start
    begin = end
    while begin > 0 and (value[begin - 1].isalpha() or value[begin - 1] in "'’.-"):
        begin -= 1
    return value[begin:end].lower().strip(".-'’")


def past_label(value: str, cue: Sign) -> int:
    """The end of a phrase that leads to skills; behind a label on a line of its own, the beginning of the next line."""
    end = cue.end
    if cue.phrase.colon:
        while value[end : end + 1] in (":", " ", "*", "\n", "-", "•"):
            end += 1
    return end


def without_titles(accepted: list[Accepted]) -> list[Accepted]:
    """The mentions without those in titles of skills that the posting also names elsewhere."""
    elsewhere = {a.mention.entry for a in accepted if not a.title}
    return [a for a in accepted if not a.title or a.mention.entry not in elsewhere]
