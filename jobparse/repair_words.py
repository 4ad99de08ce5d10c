"""Words: whether two parts of a text, parted by a line break, are one word.

In: the parts and the text. Out: yes or no. The text's own words are asked first, then a dictionary, which is loaded only then.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jobparse.shelf import lasting

if TYPE_CHECKING:
    from collections.abc import Mapping

RARE = 50
"""The count that the dictionary gives to words it has from lists and not from texts; names and fragments are among them."""

COMMONER = 20
"""A part that is a word itself is taken for a fragment only where the whole is this many times as common: `th` + `ey`, not `team` + `work`."""

EVERYDAY = 5000
"""Two parts that are both this common are two words, even where the text has the whole elsewhere."""

FAMILIAR = 1000
"""The count from which a word is familiar: `graduation` has 7443, names of products have none."""

SHORTEST_HALF = 2

POSTING = 10_000
"""How far around a break the same posting is looked for, in characters: few postings are longer, and a longer text is several."""


def one_word(left: str, right: str, text: str, at: int = 0) -> bool:
    """Whether `left` and `right`, parted at `at` of the text, are the halves of one word rather than two words.

    >>> one_word("sys", "tems", "our systems and sys tems"), one_word("team", "work", "team work")
    (True, False)
    """
    whole, left, right = (left + right).lower(), left.lower(), right.lower()
    words, folded = dictionary(), _lower(text)
    least, count = min(words.get(left, 0), words.get(right, 0)), words.get(whole, 0)
    if _stands(whole, folded, at, 1):
        return least <= EVERYDAY and not (_stands(left, folded, at, 2) and _stands(right, folded, at, 2))
    return count > RARE and least * COMMONER < count


def torn_word(left: str, right: str) -> bool:
    """Whether two halves are unmistakably those of an everyday word: one of them no dictionary has.

    >>> torn_word("gradu", "ation"), torn_word("fore", "man"), torn_word("kubern", "etes")
    (True, False, False)
    """
    words = dictionary()
    return min(len(left), len(right)) >= SHORTEST_HALF and (
        words.get((left + right).lower(), 0) >= FAMILIAR and min(words.get(left.lower(), 0), words.get(right.lower(), 0)) == 0
    )


def known_word(word: str, text: str, at: int = 0) -> bool:
    """Whether the text has the word near `at`, or the dictionary has it."""
    return _stands(word.lower(), _lower(text), at, 1) or dictionary().get(word.lower(), 0) > RARE


@lru_cache(maxsize=1)
def _lower(text: str) -> str:
    return text.lower()


def _stands(word: str, folded: str, at: int, least: int) -> bool:
    """Whether the word stands in the text around `at` at least so often, as a word."""
    return _count(word, folded, at // POSTING, least) >= least


@lru_cache(maxsize=512)
def _count(word: str, folded: str, part: int, most: int) -> int:
    """How often, up to `most`, a word stands in a part of the text or beside it."""
    count = 0
    last = (part + 2) * POSTING
    at = folded.find(word, max(0, part - 1) * POSTING, last)
    while at >= 0 and count < most:
        end = at + len(word)
        if not (folded[at - 1 : at].isalpha() or folded[end : end + 1].isalpha()):
            count += 1
        at = folded.find(word, end, last)
    return count


@lru_cache(maxsize=1)
def dictionary() -> Mapping[str, int]:
    """English words with how often a large body of text has them (pyspellchecker's list), loaded at first use."""
    return lasting("words", _read_dictionary)


def _read_dictionary() -> dict[str, int]:
    import gzip
    import json
    from importlib import resources

    data = resources.files("spellchecker").joinpath("resources", "en.json.gz").read_bytes()
    words: dict[str, int] = json.loads(gzip.decompress(data))
    return words
