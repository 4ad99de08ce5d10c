"""Postings → groups: which are the same one, seen through different sites.

In: parsed postings. Out: groups with the reason for each member. Two postings are one where their bodies are equal (`fingerprint`) or nearly so
(`similarity`) and nothing that tells requisitions apart speaks against it: requisition id, title, company, places, pay.
It never compares all pairs: only bodies that share one of their smallest shingle hashes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import regex

from jobparse.matching import fold
from jobparse.model import Fact, Posting

SHINGLE = 5
"""Words in a shingle: shorter ones are shared by postings of one trade, longer ones break at every repaired word."""

SAME = 0.8
"""Bodies this similar are one posting with a few edits."""

SKETCH = 24
"""Smallest hashes kept for finding candidates: two bodies at 0.8 share one of 24 with a chance of 1 - 0.2**24."""

WORD_RE = regex.compile(r"[\p{L}\p{N}]++")


class Member(NamedTuple):
    """A posting of a group: its place in the input, and why it belongs to the first of the group (empty for the first)."""

    place: int
    reason: str


def shingles(clean_text: str) -> frozenset[int]:
    """Hashes of all runs of five words; of all words together where there are fewer."""
    words = WORD_RE.findall(fold(clean_text))
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


def groups(postings: Iterable[Posting]) -> list[list[Member]]:
    """All postings, in groups of one or more; groups and members in the order of the input."""
    seen = list(postings)
    bodies = [shingles(posting.clean_text) for posting in seen]
    found: list[list[Member]] = []
    group_of: dict[int, int] = {}
    buckets: dict[int, list[int]] = {}
    for index, posting in enumerate(seen):
        sketch = sorted(bodies[index])[:SKETCH]
        candidates = sorted({other for key in sketch for other in buckets.get(key, ())})
        for other in candidates:
            if reason := _reason(seen[other], posting, bodies[other], bodies[index]):
                group_of[index] = group_of[other]
                found[group_of[other]].append(Member(index, reason))
                break
        else:
            group_of[index] = len(found)
            found.append([Member(index, "")])
        if len(found[group_of[index]]) == 1:  # later ones are compared with the first of a group
            for key in sketch:
                buckets.setdefault(key, []).append(index)
    return found


def _reason(a: Posting, b: Posting, body_a: frozenset[int], body_b: frozenset[int]) -> str:
    """Why two postings are one; empty where they are not."""
    if any(_apart(*pair) for pair in _telling(a, b)):
        return ""
    if a.fingerprint == b.fingerprint:
        return "same body"
    likeness = _jaccard(body_a, body_b)
    return f"similar body ({likeness:.2f})" if likeness >= SAME else ""


def _telling(a: Posting, b: Posting) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """What tells requisitions apart, pair by pair: only what both state counts."""
    for field in ("identifier", "title", "company", "seniority"):
        yield _values(getattr(a, field)), _values(getattr(b, field))
    yield _values(*a.locations), _values(*b.locations)
    yield _pay(a), _pay(b)


def _apart(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b and a.isdisjoint(b))


def _values(*facts: Fact | None) -> frozenset[str]:
    return frozenset(" ".join(WORD_RE.findall(fold(fact.value))) for fact in facts if fact and fact.value)


def _pay(posting: Posting) -> frozenset[str]:
    return frozenset(f"{p.min} {p.max} {p.currency}" for p in posting.pay if p.by == "employer")


def report(names: Sequence[str], found: Iterable[Sequence[Member]]) -> Iterator[dict[str, object]]:
    """One JSON-ready row a group: its postings by name, and the reason for each but the first."""
    for members in found:
        yield {
            "postings": [names[member.place] for member in members],
            "reasons": [member.reason for member in members[1:]],
        }
