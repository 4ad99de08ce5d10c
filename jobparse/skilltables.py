"""rules/skills/tables → Vocabulary: every skill that has a name, behind one automaton of its spellings.

In: the tables and the phrase rows of a rulebook. Out: a `Vocabulary` that finds spellings and phrases in one pass. Names are matched
on a fold of their own: plain ASCII, one byte a character, with a space for whatever only separates words, so that `scikit-learn`,
`Scikit Learn` and `scikit‑learn` are one spelling and positions stay those of the text. What a match means is decided in `facts/`.
"""

from __future__ import annotations

import marshal
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from jobparse.automata import Automaton
from jobparse.columns import columns_of, rows_of

if TYPE_CHECKING:
    from jobparse.rulebook import Row
    from jobparse.skillforms import SkillForms

TABLES = "skills/tables/"
COLUMNS = ("name", "spellings", "esco", "onet", "policy")
ESCO = "http://data.europa.eu/esco/skill/"
MARKS = {"^": "case", "?": "cue"}
COMMON = frozenset(("field", "method", "equipment", "domain"))
"""Kinds named by common nouns."""

VERSIONED = frozenset(("language", "library", "framework", "tool", "platform", "database", "standard"))
"""Kinds of things that come in versions."""

NAMED_KINDS = frozenset(("language", "library", "framework", "tool", "platform", "database"))
"""Kinds whose names are proper names, so that a misspelling can be told from another word."""

KEPT = "+#.&"
"""The signs that belong to names: C++, C#, .NET, R&D. Every other sign only separates words."""

LISTED, SPOKEN = 1, 2
"""Entries whose names do not count everywhere, of two kinds."""

POINT = ord(".")
"""Tokenised text has `. NET` for `.NET`."""

LETTER = r"[{}](?<![\w&+#.@’'-]\w)(?![\w&+#@’'-]|\.[\w])"
"""A capital alone, which may be the name of a language. `R&D`, `C-level`, `O'Neill` and `U.S.` hold none."""

PHRASES = ("badge", "cue", "degree", "need", "refusal")
"""The families of skills/ whose rows are phrases that stand in the automaton beside the names, and compete with them."""

WATCHED = ("credential", "experience", "level", "negation", "sense", "study", "years")
"""The families whose rows are patterns, each tried where its literals stand."""

WORDS = ("after", "badge", "before", "generic", "head", "joint", "title", "tongue", "unstudied")
"""The families whose rows are single words or short phrases that are looked up where a name ends or might be one."""

ORDINARY = ("after", "before", "generic", "head", "joint", "title")
"""Those whose words are the ordinary ones around names."""


def _fold_table(kept: str) -> bytes:
    """What each byte of Latin-1 becomes: lower case, no accent, a space for a separator."""
    table = bytearray(b" " * 256)
    for code in range(256):
        char = chr(code).lower()
        base = unicodedata.normalize("NFD", char)[0] if char.isalpha() else char
        if base.isascii() and (base.isalnum() or base in kept):
            table[code] = ord(base)
    return bytes(table)


FOLD = _fold_table(KEPT)
LINE_FOLD = _fold_table(KEPT + "\t\n|")


def fold_names(value: str) -> bytes:
    """The text in the form that names are matched on: as many bytes as `value` has characters.

    >>> fold_names("Scikit-Learn, C++/C#, R&D")
    b'scikit learn  c++ c#  r&d'
    """
    return value.encode("latin-1", "replace").translate(FOLD)


class Entry(NamedTuple):
    """One skill of the vocabulary.

    `policy` is where its name counts: "" anywhere, "list" in prose only where skills are named, "case" only as spelled, "cue" only
    where skills are named.
    """

    name: str
    kind: str
    esco: str
    onet: str
    policy: str

    @property
    def id(self) -> str:
        """The ESCO URI, else the UNSPSC code, else our own."""
        if self.esco:
            return ESCO + self.esco
        return f"onet:{self.onet}" if self.onet else f"jobparse:{slug(self.name)}"

    @property
    def rule(self) -> str:
        """The id that stands for this line of a table."""
        return f"skill-{slug(self.name)}"


class Spelling(NamedTuple):
    """One way to write a skill: which entry, as written, and where it counts (as in `Entry.policy`).

    `match`: exact where it is the entry's name, else alias. `plain`: a common noun, which begins with a capital or not as the sentence
    has it. `versioned`: a version may follow.
    """

    text: str
    entry: int
    policy: str
    match: str
    score: int
    plain: bool
    versioned: bool


class Phrase(NamedTuple):
    """A phrase of a row: it opens, closes or refuses a place where skills are named.

    `colon`: only with a colon behind it. `open`: names outside the vocabulary count behind it, too. `need`: how much it says that names are
    needed, and `before`: those before it.
    """

    family: str
    row: Row
    colon: bool
    open: bool
    need: str | None
    before: bool


class Watch(NamedTuple):
    """The rows of a family as written, `sought` with what at least one of them needs in the text; `always` are those that need nothing."""

    rows: tuple[Row, ...]
    sought: list[Row]
    literals: tuple[str, ...]
    always: list[Row]


class Signal(NamedTuple):
    """The phrases of one form: those that stand there with a colon behind them (`labels`), and those without one (`bare`).

    `simple`: there is one, with or without. `negates`: a row of negation needs its words. `plain`: it stands in small letters, or where a
    sentence begins.
    """

    text: str
    labels: tuple[Phrase, ...]
    bare: tuple[Phrase, ...]
    simple: bool
    negates: bool
    plain: bool


Target = Spelling | Signal


make = tuple.__new__
"""Makes a named tuple in half the time; there are thirty thousand."""


class Vocabulary:
    """All skills with their spellings, and the phrases that decide about them. Built once a rulebook."""

    __slots__ = (
        "_alike",
        "automaton",
        "beside",
        "by_form",
        "capitals",
        "common",
        "counts",
        "entries",
        "follow",
        "forms",
        "generic",
        "letter",
        "letters",
        "listed",
        "longer",
        "ordinary",
        "schemes",
        "senses",
        "shown",
        "spaced",
        "special",
        "spoken",
        "targets",
        "titles",
        "watched",
        "words",
    )

    def __init__(
        self,
        entries: list[Entry],
        targets: dict[bytes, Target],
        words: Mapping[str, Mapping[str, str]],
        watched: Mapping[str, Watch],
        counts: Mapping[str, Row],
        beside: SkillForms,
    ) -> None:
        self.entries = entries
        self.common = bytes(entry.kind in COMMON for entry in entries)
        """Whether the name of an entry is a common noun: 1 or 0. (As bytes such tables stay near the processor.)"""
        phrases = [form for form, target in targets.items() if isinstance(target, Signal)]
        names = sorted(targets.keys() - phrases)
        self.by_form: dict[bytes, Target] = {form: targets[form] for form in (*phrases, *names)}
        """Phrases, then names in order, so that the automaton lies in memory as words branch: it is built in half the time and walked in less."""
        self.words = words
        self.ordinary = frozenset().union(*(words[family] for family in ORDINARY))
        """Words that stand around names and are none."""
        self.schemes = frozenset(number for number, entry in enumerate(entries) if entry.kind in ("certification", "licence"))
        self.listed = frozenset(number for number, entry in enumerate(entries) if entry.policy == "list")
        self.spoken = frozenset(number for number, entry in enumerate(entries) if entry.kind == "human_language")
        self.special = bytes(self._special(number) for number in range(len(entries)))
        """Whether the name of an entry counts where such names are listed, means a language, or counts everywhere: `LISTED`, `SPOKEN`, or 0."""
        self.watched = watched
        self.counts = counts
        """Numbers in words, and their rows."""
        self.beside = beside
        """What is tried right beside a name."""
        self.senses: dict[int, list[Row]] = {}
        """The rows about names of two meanings, by the entry that the name leads to."""
        for row in watched["sense"].rows:
            named = targets.get(fold_names(str(row.get("of"))))
            if isinstance(named, Spelling):
                self.senses.setdefault(named.entry, []).append(row)
        self.follow = {
            fold_names(word): (family, row) for family in ("joint", "title", "after") for word, row in words[family].items()
        }
        """What a word behind a name is: its family and row. A word of several families is a word of experience first, then of titles."""
        self._alike: dict[tuple[str, int], tuple[list[str], list[int]]] | None = None
        self.longer = frozenset(word.partition(b" ")[0] for word in self.follow if b" " in word)
        """The first words of those that are several: the two together say more than the first alone."""
        self.shown: dict[int, tuple[str, str, str, str]] = {}
        self.letters = {
            form.decode(): target for form, target in targets.items() if len(form) == 1 and isinstance(target, Spelling)
        }
        self.capitals = "".join(sorted(letter.upper() for letter in self.letters if letter.isalpha()))
        self.letter = re.compile(LETTER.replace("{}", self.capitals)) if self.capitals else None
        """Where a name of one letter may stand."""
        self.generic = _with_endings(words["generic"])
        self.titles = frozenset(word + ending for word in words["title"] for ending in ("", "s"))
        self.forms = [form for form in self.by_form if len(form) > 1]
        self.targets = [self.by_form[form] for form in self.forms]
        self.spaced = bytes(b" " in form for form in self.forms)
        self.automaton = Automaton([b" " + form for form in self.forms], leftmost=True)

    def _special(self, number: int) -> int:
        return SPOKEN if number in self.spoken else LISTED if number in self.listed else 0

    def __getstate__(self) -> tuple[bytes, list[Signal], dict[str, Any]]:
        """Names and spellings go as columns, which are read in a third of the time that thirty thousand named tuples take."""
        signals = [target for target in self.by_form.values() if isinstance(target, Signal)]
        spellings = [target for target in self.by_form.values() if isinstance(target, Spelling)]
        rest = {name: getattr(self, name) for name in self.__slots__ if name not in PLAIN}
        return marshal.dumps((list(self.by_form), columns_of(self.entries), columns_of(spellings))), signals, rest

    def __setstate__(self, state: tuple[bytes, list[Signal], dict[str, Any]]) -> None:
        packed, signals, rest = state
        forms, entries, spellings = marshal.loads(packed)  # noqa: S302  only what `__getstate__` gave
        self.entries = list(map(make, repeat(Entry), rows_of(entries)))
        targets: list[Target] = [
            *signals,
            *map(make, repeat(Spelling), rows_of(spellings)),
        ]  # phrases are the first that have a form
        self.by_form = dict(zip(forms, targets, strict=True))
        self.targets = [target for form, target in self.by_form.items() if len(form) > 1]
        for name, value in rest.items():
            setattr(self, name, value)

    def show(self, number: int) -> tuple[str, str, str, str]:
        """The name, id, kind and rule of an entry, put together at its first use and kept in `shown`."""
        entry = self.entries[number]
        made = self.shown[number] = (entry.name, entry.id, entry.kind, entry.rule)
        return made

    def alike(self, form: str) -> tuple[list[str], list[int]]:
        """The names that `form` could be a misspelling of, and their entries: the same first letter, about the same length, no common noun."""
        if self._alike is None:
            found: dict[tuple[str, int], list[tuple[int, str]]] = {}
            for other, target in self.by_form.items():
                if (
                    isinstance(target, Spelling)
                    and len(other) > 4
                    and other.isalpha()
                    and self.entries[target.entry].kind in NAMED_KINDS
                ):
                    for length in range(len(other) - 2, len(other) + 3):
                        found.setdefault((chr(other[0]), length), []).append((target.entry, other.decode()))
            self._alike = {key: ([name for _, name in names], [entry for entry, _ in names]) for key, names in _sorted(found)}
        return self._alike.get((form[0], len(form)), ([], []))


PLAIN = ("entries", "by_form", "targets")
"""What of a vocabulary is kept apart, as plain tuples."""


def _sorted(found: dict[tuple[str, int], list[tuple[int, str]]]) -> Iterator[tuple[tuple[str, int], list[tuple[int, str]]]]:
    """The lists in order of entry, so that the first of equals is the first written."""
    return ((key, sorted(names)) for key, names in found.items())


def _with_endings(words: Mapping[str, str]) -> dict[str, str]:
    """Words to rows, plurals and genitives too."""
    endings = ("'s", "’s", "s", "")
    return {word.replace("'", mark) + ending: row for ending in endings for mark in "'’" for word, row in words.items()}


@lru_cache(maxsize=16384)
def slug(name: str) -> str:
    """The name as an id: lower-case words with hyphens.

    >>> slug("C++"), slug("C#"), slug(".NET Core"), slug("R&D")
    ('c-plus-plus', 'c-sharp', 'dot-net-core', 'r-and-d')
    """
    low = unicodedata.normalize("NFD", name.lower())
    for sign, word in (("+", " plus "), ("#", " sharp "), ("&", " and "), (" .", " dot "), ("*", " star ")):
        low = f" {low}".replace(sign, word)
    words = "".join(char if char.isascii() and char.isalnum() else "-" for char in low if not unicodedata.combining(char))
    return "-".join(filter(None, words.split("-")))
