"""Spelled-out amounts: `eighty-five thousand dollars`, `sixteen dollars and fifty cents`.

In: the table of number words and the currency words. Out: where amounts in words stand and what they are worth.
Numbers in words without a currency word behind them are none (the first half of a range excepted: it shares the word).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import regex

from jobparse.dialect import quick

BEFORE = 44
"""How far before the end of a currency word its number words are looked for, to see whether there are any."""

LONGEST = 120
"""Characters of a range spelled out; "one hundred twenty-five thousand to one hundred forty-five thousand" has 70."""


WORD_RE = regex.compile(r"\p{L}+")


class WordAmounts(NamedTuple):
    """The table; its pattern is compiled where a text first has number words. `values` maps a number word to its value and whether it multiplies."""

    values: dict[str, tuple[int, bool]]
    pattern: str | None

    def find(self, folded: str, places: Sequence[int]) -> Iterator[tuple[int, int, float, str]]:
        """Start, end, value and currency word of each amount in words; `places` are the ends of currency words.

        A long text is not read for them: only what stands before a currency word that follows a number word.
        """
        if self.pattern is None:
            return
        last = 0
        for place in places:
            if place < last or not self.numbered(folded, place, 1):
                continue
            found = quick(self.pattern).search(folded, max(last, place - LONGEST), min(len(folded), place + LONGEST))
            if found is None:
                continue
            last = found.end()
            value = float(self.worth(found["number"]))
            if found["cents"]:
                value += self.worth(found["cents"]) / 100
            if found["low"]:
                yield found.start("low"), found.end("low"), float(self.shared(found["low"], found["number"])), found["currency"]
            yield found.start("number"), found.end(), value, found["currency"]

    def numbered(self, folded: str, place: int, own: int = 0) -> bool:
        """Whether a number word is among the five words before a place, or before the last `own` words there."""
        before = WORD_RE.findall(folded, max(0, place - BEFORE), place)
        return any(word in self.values for word in before[-5 - own : len(before) - own])

    def worth(self, words: str) -> int:
        """The value of a run of number words: `one hundred twenty thousand` is 120000."""
        total = group = 0
        for word in re.findall(r"[a-z]++", words):
            value, times = self.values.get(word, (0, False))
            if times and value == 100:
                group = max(group, 1) * value
            elif times:
                total, group = total + max(group, 1) * value, 0
            else:
                group += value
        return total + group

    def shared(self, low: str, high: str) -> int:
        """The first half of a range, which may share the last word: `eighty to ninety thousand`."""
        value = self.worth(low)
        times = [w for w in re.findall(r"[a-z]++", high) if self.values.get(w, (0, False))[1]]
        return value * self.values[times[-1]][0] if times and value < 1000 <= self.worth(high) else value


def word_amounts(rows: Iterable[Sequence[str]], currencies: Iterable[str]) -> WordAmounts:
    """The number words of the table before the currency words.

    >>> amounts = word_amounts([("fifty", "50", "add"), ("six", "6", "add"), ("thousand", "1000", "times")], ["dollars"])
    >>> list(amounts.find("pay: fifty-six thousand dollars", [30]))
    [(5, 31, 56000.0, 'dollars')]
    """
    values = {word: (int(value), kind == "times") for word, value, kind in rows}
    if not values:
        return WordAmounts(values, None)
    word = "|".join(sorted(values, key=lambda w: (-len(w), w)))
    names = "|".join(
        regex.escape(c, special_only=True, literal_spaces=True).replace(" ", r"\s")
        for c in sorted(currencies, key=lambda c: (-len(c), c))
        if len(c) > 2
    )
    first = "|".join(sorted((w for w in values if not values[w][1]), key=lambda w: (-len(w), w))) or "[^\\s\\S]"
    run = rf"(?<![\p{{L}}-])(?:(?:{first})|an? (?=hundred))(?:(?:\s|-|(?<=hundred)\sand\s)(?:{word}))*+(?!\p{{L}})"
    pattern = rf"(?:(?P<low>{run})\s(?:to|and|-)\s)?(?P<number>{run})\s(?P<currency>{names})(?!\p{{L}})(?:\sand\s(?P<cents>{run})\scents)?+"
    return WordAmounts(values, pattern)
