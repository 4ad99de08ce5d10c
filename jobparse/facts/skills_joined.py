"""Mentions → more mentions: names that a writer joined, and acronyms in brackets.

In: the mentions of a text. Out: the same with what a coordination leaves out ("reinforcement or active learning" names two methods),
and with an acronym in brackets read as the words before it ("Certified Cost Professional (CCP)").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING

from jobparse.dialect import quick
from jobparse.facts.skills_match import ENTRY, START, Mention
from jobparse.matching import Match
from jobparse.skilltables import Spelling, Vocabulary, Watch, fold_names

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row

WORD_RE = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ-]*+")
BRACKET_RE = re.compile(r" ?\(([A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ&/-]{1,7}+)\)")
"""An acronym in brackets behind a name."""

JOINTS = ("and/or", "and", "or", "/", "&", ",")
"""What joins two words that share the end of a name; between the last two it is no comma alone."""

BEFORE = JOINTS[:-1]
"""Those that make the last word of a list out of a name."""

MOST = 4
"""More words than this do not share one end."""

ENDINGS = ("and ", "or ", "/", "/ ", "& ")
"""What such a joint ends with, looked up first."""

FEW = 4
"""Of a row with so few literals each is looked for before its pattern is tried."""

SENSE = 70
"""How far from a name stands what says its meaning."""

OPENINGS = (" and", " or ", ", ", "/", " & ", " / ")
"""What a joint before a word that shares the beginning of a name begins with."""


def joined(value: str, mentions: list[Mention], book: Vocabulary) -> list[Mention]:
    """The mentions, with those that a coordination left out, in order of place."""
    more: list[Mention] = []
    taken: set[int] | None = None
    for mention in [m for m in mentions if " " in m[7] or "-" in m[7]]:
        start, end, _, _, _, _, _, text = mention
        shared_end = value.endswith(ENDINGS, 0, start)
        shared_start = value.startswith(OPENINGS, end) and book.beside.sharing.match(value, end) is not None
        if not shared_end and not shared_start:
            continue
        words = fold_names(text).split()
        if len(words) > 1:
            taken = taken or set(map(START, mentions))
            more.extend(_shared_end(value, mention, words, book, taken) if shared_end else ())
            more.extend(_shared_start(value, mention, words, book, taken) if shared_start else ())
    if not more:
        return mentions
    return sorted([*mentions, *more], key=lambda m: (m.start, m.end))


def _shared_end(value: str, mention: Mention, words: list[bytes], book: Vocabulary, taken: set[int]) -> list[Mention]:
    """Each word before the name, with the rest of the name behind it: "unit, integration and regression testing"."""
    rest = b" ".join(words[1:])
    more: list[Mention] = []
    at = mention.start
    for _ in range(MOST):
        end = _joint(value, at)
        start = end
        while start > 0 and (value[start - 1].isalpha() or value[start - 1] == "-"):
            start -= 1
        if start == end or start in taken:
            break
        spelling = book.by_form.get(fold_names(value[start:end]).strip() + b" " + rest)
        if isinstance(spelling, Spelling) and spelling.entry != mention.entry:
            more.append(_made(value, start, end, spelling))
        elif not more:
            break
        at = start
    return more


def _joint(value: str, end: int) -> int:
    """Where the word ends that is joined to what begins at `end`; `end` itself where nothing is joined.

    >>> _joint("front- and back-end", 11), _joint("unit, integration", 6), _joint("unit integration", 5)
    (5, 4, 5)
    """
    before = value[max(0, end - 9) : end].rstrip()
    for joint in JOINTS:
        if before.endswith(joint):
            left = before.removesuffix(joint)
            if not joint.isalpha() or left[-1:].isspace():
                return end - len(value[max(0, end - 9) : end]) + len(left.rstrip(" ,-&"))
    return end


def _shared_start(value: str, mention: Mention, words: list[bytes], book: Vocabulary, taken: set[int]) -> list[Mention]:
    """The name without its last word, and each word behind it: "software design and development"."""
    first = b" ".join(words[:-1])
    more: list[Mention] = []
    at = mention.end
    for _ in range(3):
        found = book.beside.sharing.match(value, at)
        if not found:
            break
        start, end = found.span("word")
        spelling = book.by_form.get(first + b" " + fold_names(value[start:end]))
        if not isinstance(spelling, Spelling) or start in taken:
            break
        if spelling.entry != mention.entry:
            more.append(_made(value, start, end, spelling))
        at = end
    return more


def _made(value: str, start: int, end: int, spelling: Spelling) -> Mention:
    policy = "cue" if spelling.policy == "cue" else ""
    return Mention(start, end, spelling.entry, policy, spelled=True, match="alias", score=90, text=value[start:end])


def sensed(mentions: list[Mention], book: Vocabulary, hits: Hits) -> tuple[list[Mention], list[str]]:
    """The mentions with what the rows say about names of two meanings, and the rows that said it."""
    if book.senses.keys().isdisjoint(map(ENTRY, mentions)):
        return mentions, []
    kept: list[Mention] = []
    used: list[str] = []
    senses = book.senses
    for mention in mentions:
        row = _sense(mention, senses[mention[2]], hits) if mention[2] in senses else None
        if row is None:
            kept.append(mention)
            continue
        used.append(row.id)
        spelling = book.by_form.get(fold_names(str(row.get("skill"))))
        if isinstance(spelling, Spelling):
            kept.append(mention._replace(entry=spelling.entry, policy="", match="alias", score=95))
    return kept, used


def _sense(mention: Mention, rows: Iterable[Row], hits: Hits) -> Row | None:
    """The row that says which meaning a name has where it stands, if one does."""
    low, high = max(0, mention.start - SENSE), mention.end + SENSE
    for row in rows:
        if any(
            match.span("name") == (mention.start, mention.start + len(mention.text)) for match in _tried(hits, row, low, high)
        ):
            return row
    return None


def near(
    hits: Hits, watch: Watch, around: tuple[int, int], starts: list[int] | None = None, ends: list[int] | None = None
) -> list[Match]:
    """The matches of a family, tried `around` the places where its literals stand; with `starts`, only where one of them lies there.

    `ends` are the ends of the literals, where somebody has found them already.
    """
    size = len(hits.value)
    before, after = around
    matches = [match for row in watch.always for match in _tried(hits, row, 0, size)] if watch.always else []
    ends = literal_ends(hits.folded, watch.literals) if ends is None else ends
    at = 0
    while at < len(ends):
        low, high = max(0, ends[at] - before), min(size, ends[at] + after)
        while at < len(ends) and ends[at] - before <= high:
            high = min(size, ends[at] + after)
            at += 1
        if starts is None or ((following := bisect_left(starts, low)) < len(starts) and starts[following] <= high):
            stands = hits.folded[low:high].__contains__
            for row in watch.sought:
                if len(row.literals) > FEW or any(map(stands, row.literals)):
                    matches.extend(_tried(hits, row, low, high))
    return matches


def literal_ends(folded: str, literals: tuple[str, ...]) -> list[int]:
    """Where the literals end, in order.

    >>> literal_ends("two years, one year", ("year",))
    [8, 19]
    """
    ends: list[int] = []
    for literal in literals:
        at = folded.find(literal)
        while at >= 0:
            ends.append(at + len(literal))
            at = folded.find(literal, at + 1)
    return sorted(ends)


def _tried(hits: Hits, row: Row, start: int, end: int) -> list[Match]:
    text = hits.value if row.case else hits.folded
    return [Match(row, m.start(), m.end(), m) for m in quick(row.pattern).finditer(text, start, end)]


def tied(value: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions, with an acronym in brackets read as what stands before it where its letters say so.

    Behind a name that the vocabulary has, the acronym is that name. Behind other words with these first letters it is
    theirs, and what the vocabulary knows under the acronym is not meant.
    """
    if "(" not in value:
        return mentions
    starts, kept = list(map(START, mentions)), mentions
    ends: dict[int, Mention] = {}
    for number in reversed(_bracketed(value, starts)):
        mention = mentions[number]
        start, end, _, _, _, _, _, text = mention
        if start < 2 or value[end : end + 1] != ")" or not text[0].isupper() or " " in text:
            continue
        ends = ends or {m.end: m for m in mentions}
        before = start - 2 if value[start - 2] == " " else start - 1
        name = ends.get(before)
        if name is None:
            read = [] if long_form(value, before, text) else [mention]
        elif name.entry == mention.entry or not initials(name.text, text):
            continue
        else:
            read = [mention._replace(entry=name.entry, match="alias", score=95, policy=name.policy)]
        kept = [*kept[:number], *read, *kept[number + 1 :]]
    return kept


def _bracketed(value: str, starts: list[int]) -> list[int]:
    """The numbers of the places right behind an opening bracket.

    >>> _bracketed("AWS (S3), (a) Go", [0, 5, 14])
    [1]
    """
    numbers: list[int] = []
    at = value.find("(")
    while at >= 0:
        number = bisect_left(starts, at + 1)
        if number < len(starts) and starts[number] == at + 1:
            numbers.append(number)
        at = value.find("(", at + 1)
    return numbers


def initials(words: str, acronym: str) -> bool:
    """Whether the acronym is made of the first letters of the words, small words counted or not.

    >>> initials("Natural Language Processing", "NLP"), initials("bill of materials", "BOM"), initials("web design", "CSS")
    (True, True, False)
    """
    letters = "".join(char for char in acronym.removesuffix("s") if char.isalnum()).lower()
    parts = words.replace("&", " ").replace("/", " ").replace("-", " ").split()
    return letters in (
        "".join(p[0] for p in parts).lower(),
        "".join(p[0] for p in parts if len(p) > 3 or not p.islower()).lower(),
    )


def long_form(value: str, end: int, acronym: str) -> tuple[int, int] | None:
    """Where the words stand that an acronym abbreviates, if they end at `end`.

    >>> long_form("a Certified Cost Professional (CCP)", 29, "CCP")
    (2, 29)
    """
    letters = sum(char.isalnum() for char in acronym.removesuffix("s"))
    if letters < 2:
        return None
    words = list(WORD_RE.finditer(value, max(0, end - 90), end))
    if not words or words[-1].end() != end:
        return None
    for count in range(2, min(len(words), letters + 3) + 1):
        start = words[-count].start()
        if "\n" in value[start:end] or "." in value[start:end]:
            return None
        if initials(value[start:end], acronym):
            return start, end
    return None
