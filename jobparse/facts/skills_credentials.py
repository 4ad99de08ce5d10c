"""Text → credentials outside the vocabulary: certificates, licences and registrations, by the form of their names.

In: the text, where a word of a credential stands, and what is found already. Out: mentions without an entry, each with its place and its kind. Only
sections that list what is asked for are read; a name of the vocabulary stays what it is, unless a longer credential holds it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from jobparse.dialect import quick
from jobparse.facts.skills_match import ENTRY, Finds, Mention
from jobparse.facts.skills_places import Accepted, Place, place_at

if TYPE_CHECKING:
    from jobparse.skilltables import Vocabulary

AROUND = 110
"""How far from its word a credential reaches."""

SCORE = 70
"""A credential known only by its form."""

Credential = tuple[Mention, Place, str]


def find_credentials(
    value: str, places: list[Place], accepted: list[Accepted], finds: Finds, book: Vocabulary, rules: list[str]
) -> list[Credential]:
    """The credentials of the text, in order of place, without overlap."""
    found: list[Credential] = []
    badges = _badges(value, finds, book)
    if not badges:
        return found
    starts = [mention.start for mention, _, _ in accepted]
    done = 0
    for first, last, badge in badges:
        place = place_at(places, first)
        if first < done or place is None or not place.named or place.heading:
            continue
        low = max(done, place.block.body_start, first - AROUND)
        high = min(place.block.body_end, last + AROUND)
        for start, end, kind, row in _matches(value, low, high, first, last, book):
            if _ordinary(value[start:end], book) or _known(start, end, accepted, starts):
                continue
            rules += (row, badge) if badge else (row,)
            mention = Mention(start, end, -1, "", spelled=True, match="pattern", score=SCORE, text=value[start:end])
            found.append((mention, place, kind))
            done = end
            break
    return found


def _badges(value: str, finds: Finds, book: Vocabulary) -> list[tuple[int, int, str]]:
    """The words of a credential with their rows, and names of the vocabulary that belong to a longer one or stand beside another: "NVQ Level 3 in Floristry"."""
    words = [(sign.start, sign.end, sign.phrase.row.id) for sign in finds.badges]
    if book.schemes.isdisjoint(map(ENTRY, finds.mentions)):
        return words
    schemes = [
        (m.start, m.end, "")
        for m in finds.mentions
        if m.entry in book.schemes and (value.startswith(" in ", m.end) or value[m.start - 4 : m.start] == " or ")
    ]
    return sorted([*words, *schemes]) if schemes else words


def _matches(value: str, low: int, high: int, start: int, end: int, book: Vocabulary) -> list[tuple[int, int, str, str]]:
    """What the rows find around a word, in written order; a match holds the word or touches it."""
    matches: list[tuple[int, int, str, str]] = []
    for row in book.watched["credential"].rows:
        for match in quick(row.pattern).finditer(value, low, high):
            if match.start() <= end and match.end() + 1 >= start:
                matches.append((*match.span("name"), str(row.get("kind")), row.id))
                break
    return matches


def _ordinary(name: str, book: Vocabulary) -> bool:
    """Whether all words of a name are everyday ones."""
    badges, before = book.words["badge"], book.words["before"]
    return all(word in book.generic or word in before or word in badges for word in name.lower().split())


def _known(start: int, end: int, accepted: list[Accepted], starts: list[int]) -> bool:
    """Whether a name that counts already reaches over an end of the credential, or is all of it."""
    at = max(0, bisect_left(starts, start) - 1)
    while at < len(accepted) and starts[at] < end:
        first, last = accepted[at].mention[:2]
        if last > start and (first < start or last > end or (first == start and last == end)):
            return True
        at += 1
    return False
