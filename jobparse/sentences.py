"""Where sentences begin in running text, also in text that lost its marks.

In: a text and a place in it. Out: the place at which the sentence around it begins. It knows nothing of headings and kinds.
"""

from __future__ import annotations

import re

LONGEST_SENTENCE = 400
FAR = 120
"""A sentence that began so far back may have lost its end: capitalised words right before a match are taken for a new one's subject."""

SENTENCE_RE = re.compile(r"[.!?;:]['\"”’)]?\s+(?=[^a-z\s])")
GLUED_SENTENCE_RE = re.compile(r"[.!?](?<=[a-zß-öø-ÿ)\d%][.!?])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ’']* )")
NAMES_RE = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w&'’.-]*,?\s+){1,6}(?:[a-z]+\s+){0,5}$")
AMOUNT_END_RE = re.compile(r"\d ?[A-Z]{3}\W*$")
"""`225,000 USD`"""

BEFORE_RE = re.compile(r"(\w+)\W*$")


def may_follow(value: str, place: int, open_words: frozenset[str]) -> bool:
    """Whether a line may end before `place`: with a longer word, a number or an amount, and none that what comes behind would belong to."""
    before = BEFORE_RE.search(value, max(0, place - 40), place)
    if before is None or before[1] in open_words:
        return False
    return len(before[1]) > 3 or not before[1].isalpha() or AMOUNT_END_RE.search(value, max(0, place - 12), place) is not None


def sentence_start(value: str, at: int, floor: int, open_words: frozenset[str]) -> int | None:
    """Where the sentence around `at` begins, not before `floor`; None if no beginning is near.

    Where the last mark is far off, capitalised words right before (`… or equivalent Quarry Ltd is an equal …`) are taken for its subject.
    """
    low = max(floor, at - LONGEST_SENTENCE)
    place = _last_sentence(value, low, at)
    if place is None:
        place = floor if low == floor else None
    if place is None or at - place > FAR:
        names = NAMES_RE.search(value, max(low, at - 80), at)
        if names and names.start() > floor and may_follow(value, names.start(), open_words):
            return names.start()
    return place


def sentence_end(value: str, at: int, stop: int) -> int:
    """Where the next sentence begins behind `at`; `stop` if none does. The point behind an initial ends none.

    >>> sentence_end("You need a permit. We sail at six.We row at ten.", 4, 48)
    19
    >>> sentence_end("U.S. citizens sail at six.We row at ten.", 0, 40)
    26
    """
    ends = [found.start() for found in SENTENCE_RE.finditer(value, at, stop)]
    plain = next((end for end in ends if not _is_initial(value, end)), None)
    spaced = SENTENCE_RE.match(value, plain, stop) if plain is not None else None
    glued = GLUED_SENTENCE_RE.search(value, at, stop)
    return min(spaced.end() if spaced else stop, glued.end() if glued else stop)


def _is_initial(value: str, point: int) -> bool:
    """Whether the point stands behind a single capital."""
    return value[point] == "." and value[point - 1].isupper() and not value[point - 2 : point - 1].isalnum()


def _last_sentence(value: str, low: int, at: int) -> int | None:
    """Where the last sentence that begins in `[low, at]` begins; None if none does. The point behind an initial ends none."""
    place = 0
    for found in SENTENCE_RE.finditer(value, low, at + 1):
        if not _is_initial(value, found.start()):
            place = found.end()
    return max(place, _last_glue(value, place or low, at)) or None


def _last_glue(value: str, low: int, at: int) -> int:
    """Where the last sentence begins that sticks to the one before (`skies.We sail`); 0 if none does."""
    place = 0
    for found in GLUED_SENTENCE_RE.finditer(value, low, min(at + 1, len(value))):
        place = found.end()
    return place
