"""The line breaks at which some row may join: one search over a text, in place of a look at every break.

In: the characters and words that rows of joins look for. Out: a pattern, and the breaks of a text that it lets through. A break that it
passes over is one that no row joins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SMALL_LETTERS = "".join(char for char in map(chr, range(0x2C00)) if char.islower())
LONGEST_LITTLE = 12
MARKS = ".,"
"""With what short forms end (`e.g.,`), and with what most lines of prose."""


def likely_breaks(value: str, likely: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The white space around the first line break, which has no line before it to look at, and around the breaks that are likely joined."""
    size = len(value)
    at = value.find("\n")
    while at >= 0:
        start, end = at, at + 1
        while end < size and value[end].isspace():
            end += 1
        if end == size:
            return
        while start and value[start - 1] in " \t\n":
            start -= 1
        if start:
            yield start, end
        found = likely.search(value, end)
        at = found.start() if found else -1


def likely_break(
    firsts: frozenset[str], lasts: frozenset[str], heads: frozenset[str], pairs: frozenset[str], words: Iterable[str]
) -> re.Pattern[str]:
    """The first line break of a gap at which some row may join: one search for all the breaks at which none does."""
    tails = {word.replace(" ", "")[-LONGEST_LITTLE:] for word in words}
    behind = "|".join(_ending(sorted(tail for tail in tails if (tail[-1] in MARKS) == marked)) for marked in (True, False))
    pairs_behind = "|".join(f"(?<={re.escape(pair)}\\n)" for pair in sorted(pairs)) or "(?!)"
    before = [_any_of({*firsts, *SMALL_LETTERS}), *(re.escape(head) for head in sorted(heads))]
    return re.compile(
        rf"""
        \n(?<!\n\n)
        (?: (?<={_any_of({*lasts, " ", chr(9)})}\n)                            # behind a mark that ends no line, or a space
          | (?<=\n.\n) | (?<=\n..\n)                                         # behind a mark alone
          | {behind}                                                        # behind a word that ends none
          | {pairs_behind}
          | \n*+[ \t]*+(?={"|".join(before)})                               # before what begins no line
        )""",
        re.VERBOSE,
    )


def _ending(words: Sequence[str]) -> str:
    """A pattern for a break behind one of some words: their last characters are told first, since most lines end in others."""
    ends: dict[int, list[str]] = {}
    for word in words:
        ends.setdefault(len(word), []).append(re.escape(word))
    alternatives = "|".join(f"(?<=[\\s(](?:{'|'.join(same)})\\n)" for same in ends.values())
    return f"(?<={_any_of({word[-1] for word in words})}\\n)(?:{alternatives})" if words else "(?!)"


def _any_of(chars: Iterable[str]) -> str:
    return f"[{''.join(re.escape(char) for char in sorted(chars))}]"
