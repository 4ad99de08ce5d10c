"""Lines that lost their breaks without a trace: `… of two directorsPrepare papers for the board`.

In: a text. Out: the places at which the next line begins, where enough of them stand in one line to be more than an accident, and
whether the pieces are items of a list. A single one may be a name (`eBay`) or a slip, so it is left alone.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST_GLUED = 80
"""A shorter line is one of fields, of which the stages behind know the forms."""

LEAST_GLUES, SURE_GLUES = 3, 6
"""So many glues in a line, or in the whole text, are no accident; in a text with so many every one is believed."""

LEAST_PIECE = 15
"""Pieces are this long at least, on average: benefits have fifteen characters and more, the fields of a header fewer."""

MOST_INNER = 0.2
"""Pieces are paragraphs, not items, where more than this part of them holds the end of a sentence (of 180 lines read, all but five so)."""

BEFORE, CAPITAL, DIGIT, OTHER = b"a", b"A", b"0", b" "


def _class_of(char: str) -> bytes:
    if char.islower() or char in ".!?;:)":
        return BEFORE
    return CAPITAL if char.isupper() else DIGIT if "0" <= char <= "9" else OTHER


CLASSES = b"".join(_class_of(chr(code)) for code in range(256))
"""What a character is to glue, a byte for a character: other alphabets are none of it."""

GLUED_RE = re.compile(
    r"""
    (?: (?<=[^\W\d_A-ZÀ-ÖØ-Þ]{3})(?<=[a-zß-öø-ÿ]{3})    # behind three small letters …
      | (?<=[a-zß-öø-ÿ\d)\]%]{2}[.!?;:)]) )             # … or the end of a sentence
    [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’-]*[\ ,/]                    # a word with a capital that is not the last one
    """,
    re.VERBOSE,
)
SHORT_FORM_RE = re.compile(r"[a-z,][ /][A-Z]{2,5}?[.)]?(?P<glued>[A-Z][a-z]{4,} (?=[a-z]{2}))")
YEARS_RE = re.compile(r"[a-z]{3}(?P<glued>\d{1,2}\+? (?:(?:to|-) \d{1,2} )?years?\b)")
"""What else sticks in a text that is glued all over: a word to a short form (`and SQLDevelop reports, in BI.Knowledge of`), years to a word."""

NAME_RE = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(\.?)$")
INNER_RE = re.compile(r"[a-zß-öø-ÿ)][.!?]\s+[A-ZÀ-ÖØ-Þ]")
LONGEST_WORD = 30


def glues_of(value: str) -> list[int]:
    """Where a capital sticks to a small letter or to the end of a sentence, in the whole text; none where they are too few for a line of it."""
    classes = value.encode("latin-1", "replace").translate(CLASSES)
    if classes.count(BEFORE + CAPITAL) < LEAST_GLUES:
        return []
    places = [
        at + 1
        for at in _standing(classes, BEFORE + CAPITAL)
        if GLUED_RE.match(value, at + 1) and not NAME_RE.search(value, max(0, at + 1 - LONGEST_WORD), at + 1)
    ]
    if len(places) >= SURE_GLUES:
        places = sorted({*places, *_further(value, classes)})
    return places if len(places) >= LEAST_GLUES else []


def _further(value: str, classes: bytes) -> Iterator[int]:
    """Where a word sticks to a short form, or years to a word; of two that overlap the first."""
    forms = [SHORT_FORM_RE.match(value, at - 1) for at in _standing(classes, OTHER + CAPITAL + CAPITAL) if at]
    years = [YEARS_RE.match(value, at - 2) for at in _standing(classes, BEFORE + DIGIT) if at > 1]
    end = 0
    for found in sorted((found for found in (*forms, *years) if found), key=lambda found: found.start()):
        if found.start() >= end:
            end = found.end()
            yield found.start("glued")


def _standing(classes: bytes, pair: bytes) -> Iterator[int]:
    """Where some classes stand one behind the other."""
    at = classes.find(pair)
    while at >= 0:
        yield at
        at = classes.find(pair, at + 1)


def _is_name(value: str, at: int) -> bool:
    """Whether the capital at `at` belongs to a name: `LinkedIn`, or `Acme.Widgets` beside `Acme.Gadgets`."""
    before = NAME_RE.search(value, max(0, at - LONGEST_WORD), at)
    return before is not None and (not before[1] or value.count(before[0]) > 1)


def parts_glue(places: list[int], all_places: list[int], start: int, end: int) -> bool:
    """Whether the glue at `places`, all in the line `[start, end)`, parts it into lines; `all_places` are those of the text.

    >>> few, more = [40, 80, 120], [40]
    >>> parts_glue(few, few, 0, 160), parts_glue(more, more, 0, 160), parts_glue([40, 45, 50], few, 0, 60)
    (True, False, False)
    """
    least = 1 if len(all_places) >= SURE_GLUES else LEAST_GLUES
    return len(places) >= least and end - start >= max(SHORTEST_GLUED, LEAST_PIECE * len(places))


def are_items(value: str, places: list[int], start: int, end: int) -> bool:
    """Whether the pieces are items of a list and not paragraphs: hardly any of them holds two sentences."""
    edges = [start, *places, end]
    inner = sum(INNER_RE.search(value, at, stop) is not None for at, stop in pairwise(edges))
    return inner <= MOST_INNER * (len(places) + 1)
