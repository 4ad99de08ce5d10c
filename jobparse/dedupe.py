"""Postings → groups: which are the same one, seen through different sites.

In: parsed postings, or their cards. Out: groups with the reason for each member. Two postings are one where their bodies are equal (`fingerprint`) or
nearly so (`similarity`) and nothing that tells requisitions apart speaks against it: requisition id, title, employer, level, places, pay.
It never compares all pairs: bodies that are alike enough must share one of their rarest shingles, and only those that do are compared.
"""

from __future__ import annotations

import hashlib
import math
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import regex

from jobparse.matching import fold
from jobparse.model import Fact, Posting

SHINGLE = 5
"""Words in a shingle: shorter ones are shared by postings of one trade, longer ones break at every repaired word."""

SAME = 0.8
"""Bodies this similar are one posting with a few edits."""

COUNTERS = 1 << 20
"""Counters of how common shingles are, by the lower bits of their hash: two that share one only change an order that is any order."""

WORD_RE = regex.compile(r"[\p{L}\p{N}]++")
PART_RE = re.compile(r"[,;|()/]")

Names = frozenset[str]


class Told(NamedTuple):
    """What a posting says of its requisition, as words. `beside` are the words of its other fields, which some sites put into the title."""

    identifier: Names
    title: Names
    company: Names
    seniority: Names
    places: frozenset[tuple[Names, ...]]
    pay: Names
    beside: Names


class Card(NamedTuple):
    """What is kept of a posting to tell it from others: its body's digest and shingles, and what its header says. Small, and pickles."""

    fingerprint: str
    shingles: array[int]
    told: Told


class Member(NamedTuple):
    """A posting of a group: its place in the input, and why it belongs to the first of the group (empty for the first)."""

    place: int
    reason: str


def shingles(clean_text: str) -> frozenset[int]:
    """Hashes of all runs of five words; of all words together where there are fewer."""
    return _shingled(WORD_RE.findall(fold(clean_text)))


def _shingled(words: Sequence[str]) -> frozenset[int]:
    runs = (" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))
    return frozenset(
        int.from_bytes(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") for run in runs
    )


def similarity(a: Posting | str, b: Posting | str) -> float:
    """How much of two bodies is the same, 0 to 1: the shared part of their five-word shingles (Jaccard).

    Takes postings, or clean texts.

    >>> similarity("We weld pipes for ships in dry dock.", "We weld pipes for ships in dry dock!")
    1.0
    >>> similarity("We weld pipes for ships in dry dock.", "A bakery seeks a night shift pastry chef.")
    0.0
    """
    return _jaccard(*(shingles(x if isinstance(x, str) else x.clean_text) for x in (a, b)))


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b)


# ------------------------------------------------------------------ cards


def card(posting: Posting) -> Card:
    """The card of a posting; one without a body has no shingles and is like no other."""
    words = WORD_RE.findall(fold(posting.clean_text))
    beside = (posting.company, *posting.locations, *posting.work_mode, *posting.employment_type)
    told = Told(
        _values(posting.identifier),
        _words(posting.title),
        _words(posting.company),
        _values(posting.seniority),
        frozenset(parts for fact in posting.locations if (parts := _parts(fact))),
        frozenset(f"{p.min} {p.max} {p.currency}" for p in posting.pay if p.by != "aggregator"),
        frozenset(chain.from_iterable(_words(fact) | _words(fact and fact.text) for fact in beside)),
    )
    return Card(posting.fingerprint, array("Q", sorted(_shingled(words)) if words else ()), told)


def _words(said: Fact | str | None) -> Names:
    value = said.value if isinstance(said, Fact) else said
    return frozenset(WORD_RE.findall(fold(value.replace("_", " ")))) if value else frozenset()


def _values(*facts: Fact | None) -> Names:
    return frozenset(" ".join(WORD_RE.findall(fold(fact.value))) for fact in facts if fact and fact.value)


def _parts(fact: Fact) -> tuple[Names, ...]:
    """A place as the words of its parts: city, state, country."""
    parts = (_words(part) for part in PART_RE.split(fact.value or ""))
    return tuple(part for part in parts if part)


# ------------------------------------------------------------------ groups


def groups(postings: Iterable[Posting]) -> list[list[Member]]:
    """All postings, in groups of one or more; groups and members in the order of the input."""
    return grouped([card(posting) for posting in postings])


def grouped(cards: Sequence[Card]) -> list[list[Member]]:
    """The same from cards. A posting joins the first group whose first it is like and whose members it does not contradict."""
    rarity = _rarity(cards)
    found: list[list[Member]] = []
    told: list[dict[Told, None]] = []
    by_print: dict[str, list[int]] = {}
    by_shingle: dict[int, list[int]] = {}
    for place, each in enumerate(cards):
        rare = _rarest(each, rarity)
        alike = chain(by_print.get(each.fingerprint, ()) if rare else (), *(by_shingle.get(s, ()) for s in rare))
        for group in sorted(set(alike)):
            reason = _likeness(cards[found[group][0].place], each)
            if reason and not any(contradict(other, each.told) for other in told[group]):
                found[group].append(Member(place, reason))
                told[group].setdefault(each.told)
                break
        else:
            by_print.setdefault(each.fingerprint, []).append(len(found))
            for shingle in rare:
                by_shingle.setdefault(shingle, []).append(len(found))
            found.append([Member(place, "")])
            told.append({each.told: None})
    return found


def _rarity(cards: Iterable[Card]) -> Callable[[int], tuple[int, int]]:
    """How common each shingle is: an order of all shingles, the same for every card."""
    counts = array("L", bytes(array("L").itemsize * COUNTERS))
    for each in cards:
        for shingle in each.shingles:
            counts[shingle % COUNTERS] += 1
    return lambda shingle: (counts[shingle % COUNTERS], shingle)


def _rarest(each: Card, rarity: Callable[[int], tuple[int, int]]) -> list[int]:
    """So many of the rarest shingles that another body which is alike enough must have one of them: all but the share it must have, and one."""
    size = len(each.shingles)
    return sorted(each.shingles, key=rarity)[: size - math.ceil(SAME * size) + 1] if size else []


def _likeness(a: Card, b: Card) -> str:
    """Why two bodies are one; empty where they are not."""
    if a.fingerprint == b.fingerprint:
        return "fingerprint equal"
    small, large = sorted((len(a.shingles), len(b.shingles)))
    if small < SAME * large:
        return ""
    likeness = _jaccard(frozenset(a.shingles), frozenset(b.shingles))
    return f"similarity {likeness:.2f}" if likeness >= SAME else ""


def contradict(a: Told, b: Told) -> bool:
    """Whether two headers tell of two requisitions; only what both state counts."""
    pairs = ((a.identifier, b.identifier), (a.seniority, b.seniority), (a.pay, b.pay))
    if any(x and y and x.isdisjoint(y) for x, y in pairs):
        return True
    if a.company and b.company and not (a.company <= b.company or b.company <= a.company):
        return True
    if a.places and b.places and not any(_same_place(x, y) for x in a.places for y in b.places):
        return True
    return bool(a.title and b.title) and not (a.title ^ b.title) <= (a.beside | b.beside)


def _same_place(a: tuple[Names, ...], b: tuple[Names, ...]) -> bool:
    """Whether two places may be one: the same city, or one says no more than a part of the other."""
    return a[0] == b[0] or set(a) <= set(b) or set(b) <= set(a)


def report(names: Sequence[str], found: Iterable[Sequence[Member]]) -> Iterator[dict[str, object]]:
    """One JSON-ready row a group: its postings by name, and the reason for each but the first."""
    for members in found:
        yield {
            "postings": [names[member.place] for member in members],
            "reasons": [member.reason for member in members[1:]],
        }
