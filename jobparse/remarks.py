"""Where a wall of text goes back to its matter behind a remark: a sentence on papers or office days, said and done.

In: the content matches of one line and the places where it is cut already. Out: the places behind remarks at which it is to be cut as well. What
a content row is, and which are remarks, is said in `rules/sections/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from jobparse.model import SectionKind
from jobparse.sentences import sentence_end, sentence_start

if TYPE_CHECKING:
    from jobparse.contents import Found
    from jobparse.leanings import Cues
    from jobparse.matching import Hits

BODY_KINDS = (SectionKind.ROLE, SectionKind.COMPANY, SectionKind.RESPONSIBILITIES, SectionKind.REQUIREMENTS)
LEAST_REST, LEAST_BETWEEN = 250, 500
OWN = 3.0
"""A wall is cut behind a remark if so many characters go on (or stand before the next one of its kind), with hardly a cue of the remark's kind
and more of a body's; read in 1,966 postings."""


def remark_ends(
    matches: Sequence[Found], cues: Cues, hits: Hits, cuts: Iterable[int], end: int, open_words: frozenset[str]
) -> list[int]:
    """Where the remarks among `matches` end, and where the next of the same kind begins, if the text between is of another matter."""
    places = sorted(cuts)
    ends: list[int] = []
    for number, match in enumerate(matches):
        if not match.row.get("remark"):
            continue
        kind = match.row.get("kind")
        behind = sentence_end(hits.value, match.end, end)
        stop = next((place for place in places if place >= match.end), end)
        again = next((later.start for later in matches[number + 1 :] if later.row.get("kind") == kind), stop)
        least = LEAST_REST
        if again < stop:
            stop = sentence_start(hits.value, again, match.end, open_words) or behind
            least = LEAST_BETWEEN
        if stop - behind < least:
            continue
        own, *others = cues.of_kinds(hits.folded, behind, stop, (kind, *BODY_KINDS))
        if own.score < OWN and any(other.score > own.score for other in others):
            ends += [behind] if stop == end else [behind, stop]
    return ends
