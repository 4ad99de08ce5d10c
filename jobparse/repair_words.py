"""Words: whether two parts of a text, parted by a line break, are one word.

In: the parts and the text. Out: yes or no. The text's own words are asked first, then a dictionary, which is loaded only then.
"""

from __future__ import annotations

import json
import os
import re
from functools import lru_cache

from jobparse.shelf import lasting

RARE = 50
"""The count that the dictionary gives to words it has from lists and not from texts; names and fragments are among them."""

COMMONER = 20
"""A part that is a word itself is taken for a fragment only where the whole is this many times as common: `th` + `ey`, not `team` + `work`."""

EVERYDAY = 5000
"""Two parts that are both this common are two words, even where the text has the whole elsewhere."""

FAMILIAR = 1000
"""The count from which a word is familiar: `graduation` has 7443, names of products have none."""

SHORTEST_HALF = 2

FIRST = 16
"""So many words are looked for in the packed list, in at most a millisecond each; then it is read, in 40."""

GZIP = 31
"""How `zlib` is told that what it unpacks is a gzip file."""

NUMBER_RE = re.compile(rb"\s*+\d++")

POSTING = 10_000
"""How far around a break the same posting is looked for, in characters: few postings are longer, and a longer text is several."""


def one_word(left: str, right: str, text: str, at: int = 0) -> bool:
    """Whether `left` and `right`, parted at `at` of the text, are the halves of one word rather than two words.

    >>> one_word("sys", "tems", "our systems and sys tems"), one_word("team", "work", "team work")
    (True, False)
    """
    whole, left, right = (left + right).lower(), left.lower(), right.lower()
    count_of, folded = dictionary().count, _lower(text)
    least = min(count_of(left), count_of(right))
    if _stands(whole, folded, at, 1):
        return least <= EVERYDAY and not (_stands(left, folded, at, 2) and _stands(right, folded, at, 2))
    count = count_of(whole)
    return count > RARE and least * COMMONER < count


def torn_word(left: str, right: str) -> bool:
    """Whether two halves are unmistakably those of an everyday word: one of them no dictionary has.

    >>> torn_word("gradu", "ation"), torn_word("fore", "man"), torn_word("kubern", "etes")
    (True, False, False)
    """
    count_of = dictionary().count
    return min(len(left), len(right)) >= SHORTEST_HALF and (
        count_of((left + right).lower()) >= FAMILIAR and 0 in (count_of(left.lower()), count_of(right.lower()))
    )


def torn_place(left: str, right: str, cities: str) -> bool:
    """Whether two halves are a word in the name of a city, one of them rare as a word and none an everyday one; `cities` is the table of cities.

    >>> torn_place("Pitts", "burgh", "name\\nPittsburgh\\tUS-PA"), torn_place("Port", "land", "name\\nPortland\\tUS-OR")
    (True, False)
    """
    if not left[0].isupper() or left.isupper() or min(len(left), len(right)) < SHORTEST_HALF:
        return False
    second = dictionary().count(right)  # asked first: behind most names on torn pages stands an everyday word
    if second > EVERYDAY:
        return False
    first = dictionary().count(left.lower())
    if first > EVERYDAY or min(first, second) > RARE:
        return False
    whole = left + right
    return any(name in cities for name in (f"\n{whole}\t", f" {whole}\t", f"\n{whole} "))


def known_word(word: str, text: str, at: int = 0) -> bool:
    """Whether the text has the word near `at`, or the dictionary has it."""
    return _stands(word.lower(), _lower(text), at, 1) or dictionary().count(word.lower()) > RARE


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


class Dictionary:
    """English words with how often a large body of text has them (pyspellchecker's list).

    The first ones are looked for in the list as it is packed: a short run asks for a few, and to read all would take longer.
    """

    __slots__ = ("_left", "_packed", "_words")

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._left = FIRST
        self._words: dict[str, int] | None = None

    def count(self, word: str) -> int:
        """How often texts have the word; 0 where the list has it not.

        >>> dictionary().count("graduation") >= FAMILIAR, dictionary().count("kubern")
        (True, 0)
        """
        if self._words is None:
            if self._left > 0 and word.isascii() and word.isalnum():  # so written in JSON however it is packed
                self._left -= 1
                return _packed_count(self._packed, word)
            self._words = json.loads(self._packed)
            self._packed = b""
        return self._words.get(word, 0)


def _packed_count(packed: bytes, word: str) -> int:
    """The number behind the word in a list that is packed as JSON."""
    key = b'"%s":' % word.encode()
    at = packed.find(key)
    found = NUMBER_RE.match(packed, at + len(key)) if at >= 0 else None
    return int(found[0]) if found else 0


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """The dictionary, loaded at first use."""
    return Dictionary(lasting("words", _read_dictionary))


def _read_dictionary() -> bytes:
    """The list as the package has it; the package itself is not loaded, which would take longer."""
    import zlib
    from importlib.util import find_spec

    spec = find_spec("spellchecker")
    (folder,) = (spec and spec.submodule_search_locations) or ("",)
    with open(os.path.join(folder, "resources", "en.json.gz"), "rb") as file:
        return zlib.decompress(file.read(), wbits=GZIP)
