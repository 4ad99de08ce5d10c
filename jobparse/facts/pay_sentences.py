"""A stretch of text → where its sentences begin, for statements of pay.

In: the text and a stretch of it. Out: places. Sentences are cut by shape: "min. $30 p.a." is none, a figure may begin one, and so may a bullet in a wall of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

STOP_RE = re.compile(r"[.!?•▪●][\"')\]*_]*\s*")
"""What may end a sentence, or be a bullet inside a wall of text; what stands around it decides."""


def sentences(value: str, start: int, end: int) -> Iterator[int]:
    """Where sentences begin inside `[start, end)`.

    >>> list(sentences("Pay is $20. Apply now.Thanks, min. $30 p.a. only", 0, 49))
    [12, 22]
    """
    for found in STOP_RE.finditer(value, start, end):
        at = found.end()
        if at >= end:
            return
        mark, spaced = found[0][0], found[0][-1].isspace()
        following = value[at] if value[at] not in "\"'(*_" or at + 1 >= end else value[at + 1]
        word = value[max(start, found.start() - 5) : found.start()]
        if mark in "•▪●":
            if spaced and word[-1:].isspace():
                yield at
        elif following.isupper() and not (word[-1:].isalpha() and not (word[-2:-1].isalpha() or word[-2:-1].isdigit())):
            if spaced or value[at + 1 : at + 2].islower():
                yield at
        elif (
            spaced
            and following in "$£€"
            and ((word[-4:].isalpha() and len(word) > 3) or word[-1:].isdigit() or word.endswith(")"))
        ):
            yield at
