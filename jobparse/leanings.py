"""What a text is about where no heading says it: cue words, weighed by kind.

In: blocks and the rows of `sections/cue`, below unknown headings those of `sections/sign` too. Out: the kind that they lean to and how much, with
the row that weighed most. Used for text under no heading, under one that says nothing, and under unknown ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.automata import Automaton
from jobparse.dialect import any_of, quick
from jobparse.matching import fold
from jobparse.rulebook import per_rulebook

if TYPE_CHECKING:
    from jobparse.model import Block
    from jobparse.rulebook import Row, Rulebook

CUE, SIGN, HUSH = "sections/cue", "sections/sign", "sections/hush"

MOST_OF_ONE = 4
"""So many different cues of one kind count in one block: a long paragraph must not outweigh a list by length alone."""

READ = 600
"""So much of a block is read for cues: what a paragraph is about shows in its beginning."""

SEARCHED = 160
"""So much of a block is searched for patterns: years and amounts are told at once."""

AMOUNT_RE = re.compile(
    r"""
    [$€£¥₹k]                                       # one class to begin with is looked for faster than three forms of amounts
    (?: (?<!k)\s?\d                                # $52
      | (?:(?<=\d[€£k])|(?<=\d\s[€£k])) (?:(?<!k)|\b) )  # 52 €, 52k
    """,
    re.VERBOSE,
)
SIGNED_RE = re.compile(r"[$€£¥₹]\s?\d")
RUPEES_RE = re.compile(r"rs(?<!\wrs)\.?\s?\d")
FIRST_WORD_RE = re.compile(r"[^\W\d_]+")
AMOUNT_KIND = "compensation"
AMOUNT_WEIGHT = 2.0
NO_CUE = (0.0, 0)
NO_ROW = -1
NOTHING: Mapping[str, float] = {}


class Leaning(NamedTuple):
    """The kind that leads, its score for one block on average, the runner-up's score, and the row that weighed most."""

    kind: str
    score: float
    second: float
    rule: str


class Cues:
    """Rows that lean a text, their phrases as one automaton; `hushes` name phrases that count for nothing. Made once, by `cues_of` and `section_signs_of`."""

    __slots__ = ("_automaton", "_opening", "_openings", "_owners", "_patterns", "_starts", "ids", "kinds", "weights")

    def __init__(self, rows: Sequence[Row], hushes: Sequence[Row] = ()) -> None:
        self.ids = [row.id for row in rows]
        self.kinds: list[str] = [row.get("kind") for row in rows]
        self.weights: list[float] = [row.get("weight", 1) for row in rows]
        phrases: dict[str, list[int]] = {}
        self._starts = {fold(word): NO_ROW for row in hushes if row.get("at") for word in row.spellings}
        patterns = [(number, row) for number, row in enumerate(rows) if not row.spellings]
        self._openings = [(number, row.pattern) for number, row in patterns if row.get("at") == "start"]
        self._opening = tuple(pattern for _, pattern in self._openings)
        self._patterns = [(number, row.pattern) for number, row in patterns if row.get("at") != "start"]
        hushed = {fold(word) for row in hushes if not row.get("at") for word in row.spellings}
        for number, row in enumerate(rows):
            for spelling in row.spellings:
                word = fold(spelling)
                if row.get("at") == "start":
                    self._starts.setdefault(word, number)
                elif word not in hushed:
                    phrases.setdefault(word, []).append(number)
        self._owners = list(phrases.values())
        self._automaton = Automaton(list(phrases), leftmost=True)

    def weigh(self, folded: str, start: int, end: int) -> dict[int, float]:
        """The weight of each row (by number) in one text: different cues count, the same one twice counts once."""
        text = folded[start:end] if end - start <= READ else folded[start : start + READ]
        counts: dict[int, int] = {}
        seen: set[int] = set()
        last = len(text)
        for phrase, first, stop in self._automaton.find(text):
            if phrase not in seen and not (
                (stop < last and text[stop].isalnum()) or (first and text[first - 1].isalnum() and text[first].isalnum())
            ):
                seen.add(phrase)
                for number in self._owners[phrase]:
                    counts[number] = counts.get(number, 0) + 1
        weights = self.weights
        weighed = {number: weights[number] * (count if count < MOST_OF_ONE else MOST_OF_ONE) for number, count in counts.items()}
        opening = FIRST_WORD_RE.match(text)
        owner = self._verb(opening[0]) if opening else NO_ROW
        if owner != NO_ROW:
            weighed[owner] = weighed.get(owner, 0.0) + weights[owner]
        if self._opening and any_of(self._opening).match(text):
            for number, pattern in self._openings:
                if quick(pattern).match(text):
                    weighed[number] = weights[number]
        for number, pattern in self._patterns:
            if quick(pattern).search(text, 0, SEARCHED):
                weighed[number] = weights[number]
        return weighed

    def _verb(self, word: str) -> int:
        """The row of an opening verb in any of its forms: designs, designing, managing, planning."""
        starts = self._starts
        if word in starts or word[-1] not in "sg":
            return starts.get(word, NO_ROW)
        for form in (word, word[:-1] if word.endswith("s") else "", *_stems(word)):
            if form in starts:
                return starts[form]
        return NO_ROW

    def of_kinds(self, folded: str, start: int, end: int, kinds: Sequence[str]) -> tuple[Leaning, ...]:
        """How the text in `[start, end)` leans to each of `kinds`; the rule is empty where it does not."""
        scores = dict.fromkeys(kinds, 0.0)
        heaviest: dict[str, tuple[float, int]] = {}
        for number, weight in self.weigh(folded, start, end).items():
            kind = self.kinds[number]
            if kind in scores:
                scores[kind] += weight
                heaviest[kind] = max(heaviest.get(kind, NO_CUE), (weight, -number))
        return tuple(
            [Leaning(kind, scores[kind], 0.0, self.ids[-heaviest[kind][1]] if kind in heaviest else "") for kind in kinds]
        )

    def lean(self, folded: str, blocks: Sequence[Block], known: Mapping[str, float] = NOTHING) -> Leaning | None:
        """What the blocks lean to together, with what is `known` of them else; None where no cue stands in them."""
        kinds = dict(known)
        heaviest: dict[str, tuple[float, int]] = {}
        read = 0
        for block in blocks:
            start, end = block.body_start, block.body_end
            if end <= start:
                continue
            read += 1
            for number, weight in self.weigh(folded, start, end).items():
                kind = self.kinds[number]
                kinds[kind] = kinds.get(kind, 0.0) + weight
                if (weight, -number) > heaviest.get(kind, NO_CUE):
                    heaviest[kind] = (weight, -number)
            if names_an_amount(folded, start, end):
                kinds[AMOUNT_KIND] = kinds.get(AMOUNT_KIND, 0.0) + AMOUNT_WEIGHT
        if not heaviest:
            return None
        ranked = sorted(kinds.items(), key=_rank)
        kind, score = ranked[0]
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        number = heaviest[kind][1] if kind in heaviest else max(heaviest.values())[1]
        return Leaning(kind, score / read, second / read, self.ids[-number])


def names_an_amount(folded: str, start: int, end: int) -> bool:
    """Whether money stands in `[start, end)`.

    >>> [names_an_amount(text, 0, len(text)) for text in ("€ 5", "5 €", "50k", "rs. 5", "5 kg", "5 years")]
    [True, True, True, True, False, False]
    """
    return (
        AMOUNT_RE.search(folded, start + 1, end) is not None
        or SIGNED_RE.match(folded, start, end) is not None
        or (folded.find("rs", start, end) >= 0 and RUPEES_RE.search(folded, start, end) is not None)
    )


def _rank(pair: tuple[str, float]) -> tuple[float, str]:
    """The heaviest kind first, kinds of one weight by name."""
    return -pair[1], pair[0]


def _stems(word: str) -> tuple[str, ...]:
    """What a verb may be without its ending."""
    if word.endswith("ing") and len(word) > 5:
        stem = word[:-3]
        return (stem, stem + "e", stem[:-1])
    if word.endswith("es"):
        return (word[:-2], word[:-3] + "y")
    return ()


@per_rulebook
def cues_of(rulebook: Rulebook) -> Cues:
    """The cues of a rulebook."""
    return Cues(rulebook.rows(CUE))


@per_rulebook
def section_signs_of(rulebook: Rulebook) -> Cues:
    """The cues of a rulebook and what decides below a heading that nobody knows."""
    return Cues((*rulebook.rows(CUE), *rulebook.rows(SIGN)), rulebook.rows(HUSH))
