"""Mentions → accepted mentions: whether a name means a skill where it stands.

In: names and phrases in order of place, and the blocks they stand in. Out: the mentions that count. A name that counts anywhere
counts, unless it is part of a title; one that needs a context has it beside another skill of the same list, behind a phrase that
leads to skills, before a word such as "experience", or in a section that lists what is asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from jobparse.facts.skills_match import LOW_A, SMALL_S, Finds, Mention, Sign, make
from jobparse.facts.skills_places import FAR_RE, GAP_RE, WIDEST, Accepted, Place, previous_word
from jobparse.model import SectionKind
from jobparse.skilltables import LISTED, Vocabulary

GAPS = frozenset((", ", " and ", "/", ", and ", " or ", " / ", " & ", ",", " (", ", or ", " "))
"""What stands there as a rule, looked up before the pattern is asked."""

HEADER = SectionKind.HEADER.value
NEXT = frozenset((" ", "-"))
"""What may stand between a name and the word that it belongs to."""

SIGNS = b".+#&"
BULLET = 12
"""What stands before the first word of an item is no longer."""

DIGIT = ord("0")
LABEL = 16
"""No label is longer."""

LABEL_RE = re.compile(r"\b([A-Za-zÀ-ÖØ-öø-ÿ]++):\s*$")
"""A label right before a name: "Role: DevOps" names a job."""

OPEN_RE = re.compile(r"[ ]*+(?:$|[,;/(&+|:)\n]|(?:and|or)\b)", re.MULTILINE)
"""What follows a name that begins a list item, where the name is no verb."""

NEAR, CLOSE = 60, 35
"""How far behind a phrase a name may begin: the name of a thing, and a common noun (a few words less can be part of something else)."""

AS_A_LIST = True
"""Whether a list whose names need no context counts as it stands; judged name by name it gives the same (a test holds the two together)."""

Following = tuple[str, str]
"""What the word behind a name is: its family and row."""

NOTHING, OTHER = ("", ""), ("other", "")
"""No word, and one that no row knows."""


class Judged(NamedTuple):
    """The mentions that count, and the rows that made some of them count or not."""

    accepted: list[Accepted]
    rows: list[str]


def accept(value: str, finds: Finds, mentions: list[Mention], places: list[Place], book: Vocabulary) -> Judged:
    """The mentions that count, in order of place.

    Mentions are taken together where they are items of one list. Names of things may stand with only a space between them, common nouns not.
    """
    judge = _Judge(value, finds, book)
    common, special, behind, accepted = book.common, book.special, judge.behind, judge.accepted
    last, at, low, high = len(places), 0, 0, -1
    silent = heading = listing = header = False
    run: list[Accepted] = []
    end, noun = -WIDEST - 1, 1
    sure = AS_A_LIST  # so far the names of a list need no context, and nothing beside them could make something else of one
    for mention in mentions:
        start, stop, entry, policy, _, _, _, _ = mention
        if start >= high:
            while at < last and places[at][0][1] <= start:
                at += 1
            if at == last:
                break
            place = places[at]
            block, kind, heading, _, listing, silent = place
            low, high, header = block[0], block[1], kind == HEADER
        if low > start or silent:
            continue
        if run and not (
            start - end <= WIDEST
            and ((gap := value[end:start]) in GAPS or GAP_RE.fullmatch(gap) is not None)
            and (gap != " " or not (noun or common[entry]))
        ):
            if sure:
                accepted += run
            else:
                judge.run(run)
            run, sure = [], AS_A_LIST
        run.append(make(Accepted, (mention, place, header)))
        end, noun = stop, common[entry]
        sure = (
            sure
            and policy != "cue"
            and (not special[entry] or (listing and special[entry] == LISTED))
            and not (noun and (heading or value.find(":", start - LABEL if start > LABEL else 0, start) >= 0))
            and (value[stop : stop + 1] not in NEXT or behind(stop + 2)[0] != "title")
        )
    if sure:
        accepted += run
    elif run:
        judge.run(run)
    return Judged(accepted, [row for row in judge.used if row])


class _Judge:
    """What stands around the mentions of one text."""

    __slots__ = ("accepted", "beside", "book", "common", "cues", "ends", "folded", "follow", "used", "value")

    def __init__(self, value: str, finds: Finds, book: Vocabulary) -> None:
        self.value = value
        self.folded = finds.folded
        self.book = book
        self.common = book.common
        self.follow = book.follow
        self.cues = finds.cues
        self.ends = [end for _, end, _ in self.cues]
        self.beside = True
        """Whether what makes the names of a list count stands in the same line."""
        self.used: list[str] = []
        self.accepted: list[Accepted] = []

    def run(self, run: list[Accepted]) -> None:
        """Notes those of a list that count: as a rule the one that stands alone."""
        if len(run) > 1 or not self.alone(run[0]):
            self.judged(run)

    def alone(self, named: Accepted) -> bool:
        """Whether that is all there is to say of a name that is no item of a list: it counts anywhere, or wants a context where none is."""
        mention, place, _ = named
        start, end, entry, policy, _, _, _, _ = mention
        _, _, heading, asked, listing, _ = place
        if policy == "cue" or (entry in self.book.listed and not listing):
            return self.wanting(mention, place)
        noun = self.common[entry]
        if heading or (entry in self.book.spoken and not self.tongue(mention, self.following(end))):
            return False
        if noun and ":" in self.value[max(0, start - 2) : start]:
            return False
        if (noun or not asked) and self.following(end)[0] == "title":
            return False
        self.accepted.append(named)
        return True

    def wanting(self, mention: Mention, place: Place) -> bool:
        """Whether nothing near could make a name count that needs a context, told without reading the text between."""
        start, end, entry, policy, spelled, _, _, _ = mention
        noun, cue = self.common[entry], policy == "cue"
        if place.named and spelled and not place.heading:
            return cue and noun == 1 and self.following(end) is OTHER
        if not (noun or cue) or entry in self.book.spoken:
            return False
        return place.heading or not (self.led(start, end, noun=noun) or self.following(end)[0] == "after")

    def led(self, start: int, end: int, *, noun: int) -> bool:
        """Whether a phrase that leads to skills stands near before a name."""
        at = bisect_right(self.ends, start) - 1
        return at >= 0 and start - self.ends[at] <= (CLOSE if noun or end - start < 2 else NEAR)

    def judged(self, run: list[Accepted]) -> None:
        """Notes those of a list that count, one by one."""
        common, spoken, listed = self.common, self.book.spoken, self.book.listed
        words: list[Following] = []
        whole: list[bool] = []
        context: bool | None = None
        for mention, place, _ in run:
            _, end, entry, policy, _, _, _, _ = mention
            follow = self.following(end)
            fits = self.whole(mention, follow) if common[entry] or entry in spoken else True
            words.append(follow)
            whole.append(fits)
            if fits and policy != "cue" and follow[0] != "title" and (place.listing or entry not in listed):
                context = True
        for named, follow, fits in zip(run, words, whole, strict=True):
            mention, place, header = named
            _, _, entry, policy, _, _, _, _ = mention
            noun, free = common[entry], policy != "cue"
            title = not noun and follow[0] == "title"
            if free and (title or (fits and follow[0] != "title" and (place.listing or entry not in listed))):
                if noun and place.heading and mention.text.istitle():
                    continue
            elif not fits:
                continue
            else:
                if context is None:
                    context = self.context(run, words)
                if not ((context and self.carried(mention, run)) or self.listed(mention, place, follow)):
                    continue
            self.accepted.append(make(Accepted, (mention, place, True)) if title and not header else named)

    def following(self, end: int) -> Following:
        """What the word behind a name is."""
        return self.behind(end + 2) if self.value[end : end + 1] in NEXT else NOTHING

    def behind(self, start: int) -> Following:
        """What the word is that begins at a place of the folded text."""
        folded = self.folded
        if folded[start] < LOW_A:
            return NOTHING
        stop = folded.find(b" ", start)
        word = piece = folded[start:stop]
        if word[-1] < DIGIT:
            word = word.rstrip(SIGNS)
        row = self.follow.get(word)
        if row is None and word[-1] == SMALL_S:
            row = self.follow.get(word[:-1])
        if piece in self.book.longer and folded[stop + 1] >= LOW_A:
            row = self.follow.get(folded[start : folded.find(b" ", stop + 1)].rstrip(SIGNS)) or row
        return row or OTHER

    def whole(self, mention: Mention, follow: Following) -> bool:
        """Whether a common noun stands for itself and is not the first part of a longer one."""
        if follow[0] == "title":
            self.used.append(follow[1])
            return False
        low = max(0, mention.start - LABEL)
        label = LABEL_RE.search(self.value, low, mention.start) if self.value.find(":", low, mention.start) >= 0 else None
        if label and (row := self.book.words["title"].get(label[1].lower())):
            self.used.append(row)
            return False
        if mention.policy != "cue":
            return mention.entry not in self.book.spoken or self.tongue(mention, follow)
        if follow is OTHER:
            return False
        if follow[0] == "joint":
            self.used.append(follow[1])
        previous = previous_word(self.value, mention.start)
        if not previous:
            return True
        row = self.book.words["before"].get(previous)
        self.used.append(row or "")
        return row is not None

    def tongue(self, mention: Mention, follow: Following) -> bool:
        """Whether the name of a language means the language, and not a people: a noun behind it makes an adjective of it."""
        if follow is not OTHER:
            return True
        start = mention.start
        previous = previous_word(self.value, start)
        if not previous:
            return (
                self.value[max(0, start - BULLET) : start].rstrip(" -*•·")[-1:] in ("", "\n")
                or self.value[start - 2 : start] == "- "
            )
        row = self.book.words["tongue"].get(previous)
        at = bisect_right(self.ends, start) - 1
        self.used.append(row or "")
        return row is not None or (at >= 0 and start - self.ends[at] == 1 and self.cues[at].phrase.open)

    def context(self, run: list[Accepted], follow: list[Following]) -> bool:
        """Whether something makes the names of a list count: a phrase before it, a word behind one of them."""
        first, place, _ = run[0]
        if place.heading:
            return False
        if self.led(first.start, first.end, noun=self.common[first.entry]):
            cue = self.cues[bisect_right(self.ends, first.start) - 1]
            start = past_label(self.value, cue)
            if not FAR_RE.search(self.value, start, first.start) and (
                "\n" not in self.value[cue.end : start] or OPEN_RE.match(self.value, first.end)
            ):
                self.used.append(cue.phrase.row.id)
                self.beside = "\n" not in self.value[cue.end : start]
                return True
        self.beside = True
        for word in follow:
            if word[0] == "after":
                self.used.append(word[1])
                return True
        return False

    def carried(self, mention: Mention, run: list[Accepted]) -> bool:
        """Whether the context of its list makes this name count: capitals must be as in the vocabulary, if the list has any.

        Small letters throughout count behind a phrase of the same line or beside a name that needs no context.
        """
        if mention.spelled:
            return True
        sure = [m.text for m, _, _ in run if m.policy != "cue"]
        if mention.end - mention.start > 1 and sure and (mention.text.isupper() or mention.text.istitle()):
            return True
        if not sure and not self.beside:
            return False
        return mention.text.islower() and len(run) > 1 and all(text.islower() for text in sure or (m.text for m, _, _ in run))

    def listed(self, mention: Mention, place: Place, follow: Following) -> bool:
        """Whether a section that lists what is asked for makes a name count: as an item of its own, or written as a name is."""
        block = place.block
        if not place.named or place.heading or not mention.spelled:
            return False
        first = mention.start - block.body_start <= 1
        if first and block.body_end - mention.end <= 1:
            return True
        if self.common[mention.entry]:
            return False
        if mention.end - mention.start < 2:
            return (
                self.book.beside.letter_lead.search(self.value, max(0, mention.start - 7), mention.start) is not None
                and follow is not OTHER
            )
        return not first or bool(OPEN_RE.match(self.value, mention.end)) or follow[0] == "after"


def past_label(value: str, cue: Sign) -> int:
    """The end of a phrase that leads to skills; behind a label on a line of its own, the beginning of the next line."""
    end = cue.end
    if cue.phrase.colon:
        while value[end : end + 1] in (":", " ", "*", "\n", "-", "•"):
            end += 1
    return end
