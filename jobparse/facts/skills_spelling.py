"""A name as somebody wrote it → the entry that it misspells.

In: a name that no table has. Out: the entry whose name is a slip or two away, and how near it is; None where there is none. Common nouns are
never guessed: a slip makes another word of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.skilltables import fold_names

if TYPE_CHECKING:
    from jobparse.skilltables import Vocabulary

SHORTEST = 6
"""Names of fewer letters are too near to each other to be guessed."""

LONG = 12
"""Names of so many letters may have two slips. Ten letters are too few: Couchbase and Crunchbase are two slips apart."""


def nearest(text: str, book: Vocabulary) -> tuple[int, int] | None:
    """The entry that a misspelt name means, and how near it is (0 to 100).

    One slip for six to eleven letters, two for more; the first letter is right.
    """
    form = fold_names(text).strip()
    if len(form) < SHORTEST or not form[:1].isalpha() or any(48 <= byte <= 57 for byte in form):
        return None
    most = 1 if len(form) < LONG else 2
    word = form.decode()
    names, entries = book.alike(word)
    if not names:
        return None
    from rapidfuzz import process  # 6 ms of import, for a name that no table has
    from rapidfuzz.distance import DamerauLevenshtein

    best = process.extractOne(word, names, scorer=DamerauLevenshtein.distance, score_cutoff=most)
    if best is None:
        return None
    name, slips, at = best
    if name.startswith(word) and book.entries[entries[at]].name[-1:].isupper():
        return None  # `Network` is a word, and not `NetworkX` cut short
    return entries[at], round(100 * (1 - slips / max(len(word), len(name))))
