"""Known headings, found by looking up and not by trying: by their words, misspelt, or by the words that carry their meaning.

In: the rows of `sections/heading` and `sections/wording`. Out: the row that the words of a line belong to. It does not decide whether a line
is a heading, nor which section a text belongs to.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from jobparse.matching import fold
from jobparse.rowindex import rows_of
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from jobparse.rulebook import Row, Rulebook

HEADING = "sections/heading"
WORDING = "sections/wording"
LEAD = "sections/lead"
LISTING = "sections/listing"

LONGEST_HEADING = 90
"""No known heading has more characters, brackets and company names included (longest of 6,700 lines read: 88)."""

CLOSE_ENOUGH = 84
"""Least likeness (0 to 100) of a misspelt word: two letters of a long word may differ, `preferred` and `required` are far below."""

SHORTEST_CAPITALS = 3
NEEDED, WISHED = "requirements", "preferred"
"""`Desirable skills / experience`: a word of wishing in a heading of several names wins over what one of them asks for."""

MOST_SEEN = 8192
CORE_WORD = 6
CORE_USES = 4
ROLE, MOST_TITLED = "role", 10
"""`The role - Ferry Deckhand`: behind a heading of the job its title may stand."""

MOST_MENDED = 6
"""Only words of six letters and more that at least four spellings share are mended: short words are too alike to guess."""

APART_RE = re.compile(r"[^\w\s]|_")
NARROWED = ("requirements", "preferred", "responsibilities")
"""Of these kinds, what stands in brackets narrows a heading (`Skills (nice to have)`); of others it says for whom (`Benefits (US residents only)`)."""

BRACKET_RE = re.compile(r"\(([^()\n]{3,60})\)\W*$")
TWINS_RE = re.compile(r" [|/] ")
PARTS_RE = re.compile(r",? (?:&|and) |, |\s?/\s?")


def heading_key(folded: str) -> str:
    """The words of a heading as they are looked up: no punctuation, no apostrophes, `and` for `&` and `/`.

    >>> heading_key("what we're looking for / skills & traits:")
    'what were looking for and skills and traits'
    """
    if not folded.isalpha():
        folded = folded.replace("'", "")
        if "&" in folded or "/" in folded or "+" in folded:
            folded = folded.replace("&", " and ").replace("/", " and ").replace("+", " and ")
        folded = APART_RE.sub(" ", folded)
    return " ".join(folded.split())


class Headings:
    """The index of one rulebook's headings. Made once, by `headings_of`."""

    __slots__ = ("cores", "exact", "firsts", "leads", "listings", "seen", "wordings", "words")

    def __init__(self, rulebook: Rulebook) -> None:
        self.wordings = rows_of(rulebook, WORDING)
        self.leads = rows_of(rulebook, LEAD)
        self.listings = rows_of(rulebook, LISTING)
        self.seen: dict[str, Row | None] = {}
        self.exact: dict[str, Row] = {}
        uses: Counter[str] = Counter()
        for row in rulebook.rows(HEADING):
            for spelling in row.spellings:
                key = heading_key(fold(spelling))
                if self.exact.setdefault(key, row) is row:
                    uses.update(set(key.split()))
        self.words = frozenset(uses)
        self.firsts = frozenset(key.split(" ", 1)[0] for key in self.exact)
        self.cores: dict[str, tuple[str, ...]] = {}
        cores = sorted(word for word, count in uses.items() if count >= CORE_USES and len(word) >= CORE_WORD)
        for letters in {core[:2] for core in cores}:
            for letter in letters:
                self.cores[letter] = tuple(core for core in cores if letter in core[:2])

    def named(self, folded: str) -> Row | None:
        """The row of a heading that is known by its words; what stands in brackets behind it may name it better.

        A heading in two languages (`Te mahi | The work`) is known by either. What was asked is remembered: postings repeat their headings.
        """
        seen = self.seen
        if folded in seen:
            return seen[folded]
        first = folded.partition(" ")[0]
        if first not in self.firsts and first.isalpha() and "(" not in folded and " | " not in folded and " / " not in folded:
            return None
        if len(seen) >= MOST_SEEN:
            seen.clear()
        row = seen[folded] = self._named(folded)
        return row

    def _named(self, folded: str) -> Row | None:
        row = self.exact.get(heading_key(folded))
        if row is None and "(" in folded:
            inside = BRACKET_RE.search(folded)
            if inside:
                row = self.exact.get(heading_key(inside[1])) if " " in inside[1] else None
                outside = folded[: inside.start()]
                head = self.exact.get(heading_key(outside))
                if row and row.get("kind") not in NARROWED and " " in outside.strip():
                    head = head or self._of_parts(outside) or self.worded(outside, 0, len(outside))
                    row = head or row
                row = row or head
        if row is None and (" | " in folded or " / " in folded):
            named = (self.exact.get(heading_key(part)) for part in reversed(TWINS_RE.split(folded)))
            row = next((part for part in named if part), None)
            wish = self.worded(folded, 0, len(folded)) if row and row.get("kind") == NEEDED else None
            row = wish if wish and wish.get("kind") == WISHED else row
        if row is None and " - " in folded:
            words = folded[: folded.find(" - ")]
            head = self.exact.get(heading_key(words)) if " " in words else None
            row = head if head and head.get("kind") == ROLE and folded.count(" ") <= MOST_TITLED else None
        return row or self._of_parts(folded)

    def _of_parts(self, folded: str) -> Row | None:
        """The row of a heading that strings known ones of one kind together (`Education/Training/Licences`): the first one's."""
        parts = PARTS_RE.split(folded.rstrip(" :"))
        rows = [self.exact.get(heading_key(part)) for part in parts] if len(parts) > 1 else []
        first = rows[0] if rows else None
        return first if first and all(row and row.get("kind") == first.get("kind") for row in rows) else None

    def worded(self, folded: str, start: int, end: int) -> Row | None:
        """The row of a heading of unknown words, understood by those that carry its meaning."""
        return self.wordings.first(folded, start, end)

    def mended(self, folded: str) -> Row | None:
        """The row of a misspelt heading: its unknown words are read as the core words of headings that they are nearest to."""
        words = heading_key(folded).split()
        if not 1 <= len(words) <= MOST_MENDED:
            return None
        better: list[str] = []
        for word in words:
            near = self._nearest(word) if len(word) >= CORE_WORD else word
            if near not in self.words:
                return None
            better.append(near)
        return None if better == words else self.exact.get(" ".join(better))

    def _nearest(self, word: str) -> str:
        """The core word that `word` is a misspelling of, else `word`; a first letter lost or put in front is a misspelling too."""
        cores = self.cores.get(word[0], ())
        if word in cores:
            return word
        return _nearest(word, cores + self.cores.get(word[1], ()))


@per_rulebook
def headings_of(rulebook: Rulebook) -> Headings:
    """The index of a rulebook's headings."""
    return Headings(rulebook)


@lru_cache(maxsize=4096)
def _nearest(word: str, cores: tuple[str, ...]) -> str:
    """The core word that `word` is a misspelling of, else `word`."""
    from rapidfuzz import fuzz, process  # 15 ms of import that a clean posting never needs

    found = process.extractOne(word, cores, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return found[0] if found else word
