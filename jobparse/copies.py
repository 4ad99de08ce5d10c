"""A text that a scrape holds twice from beginning to end.

In: a text. Out: where the second copy stands, if the same words follow each other twice, whatever blanks and line breaks are between them
behind the first few.
Copies of single paragraphs are not looked for here.
"""

from __future__ import annotations

import re
from functools import lru_cache

SHORTEST = 400
"""A shorter text is no whole posting twice."""

HEAD = 40
"""So many characters of its beginning are looked for again: a shorter phrase may begin two paragraphs."""

MIDDLE = (0.35, 0.65)
"""The copy begins about half way: two copies and hardly anything else."""

SAME = 0.9
"""So much of the first copy must stand in the second; of 21 texts read that are given twice, 18 have all of it."""

WORD_RE = re.compile(r"\S+")


@lru_cache(maxsize=1)
def whole_copy(value: str) -> tuple[int, int] | None:
    """Where the second copy of a text begins and ends. The last answer is kept: two stages ask about each text.

    >>> text = " ".join(f"word{number}" for number in range(60))
    >>> whole_copy(text + " \\n " + text[:50] + text[50:].replace(" ", "\\n")) == (len(text) + 3, 2 * len(text) + 3)
    True
    >>> whole_copy(text + " and then something else " + text[:100]) is None
    True
    """
    length = len(value)
    if length < SHORTEST:
        return None
    start = length - len(value.lstrip())
    head = value[start : start + HEAD]
    low, high = (int(length * share) for share in MIDDLE)
    at = value.find(head, low, high + HEAD)
    if at < 0:
        return None
    first, second = value[start:at].split(), value[at:].split()
    same = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second)))
    if same < SAME * len(first):
        return None
    if same == len(second):
        return at, len(value.rstrip())
    return at, [found.end() for found in WORD_RE.finditer(value, at)][same - 1]
