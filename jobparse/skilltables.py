"""rules/skills/tables → Vocabulary: every skill that has a name, behind one automaton of its spellings.

In: the tables and the phrase rows of a rulebook. Out: a `Vocabulary` that finds spellings and phrases in one pass. Names are matched
on a fold of their own: plain ASCII, one byte a character, with a space for whatever only separates words, so that `scikit-learn`,
`Scikit Learn` and `scikit‑learn` are one spelling and positions stay those of the text. What a match means is decided in `facts/`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

if TYPE_CHECKING:
    from jobparse.rulebook import Row, Rulebook

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

POINT = ord(".")
"""Tokenised text has `. NET` for `.NET`."""

LETTER = r"[{}](?<![\w&+#.@’'-]\w)(?![\w&+#@’'-]|\.[\w])"
"""A capital alone, which may be the name of a language. `R&D`, `C-level`, `O'Neill` and `U.S.` hold none."""

PHRASES = ("cue", "need", "refusal")
"""The families of skills/ whose rows are phrases that stand in the automaton beside the names, and compete with them."""

WATCHED = ("negation", "sense", "years")
"""The families whose rows are patterns, each tried where its literals stand."""

WORDS = ("after", "before", "generic", "head", "joint", "title")
"""The families whose rows are single words or short phrases that are looked up where a name ends or might be one."""


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

    `name`: it is the entry's name. `plain`: a common noun, which begins with a capital or not as the sentence has it. `versioned`: a version may follow.
    """

    entry: int
    text: str
    policy: str
    name: bool
    plain: bool
    versioned: bool


class Phrase(NamedTuple):
    """A phrase of a row: it opens, closes or refuses a place where skills are named.

    `colon`: only with a colon behind it. `open`: names outside the vocabulary count behind it, too.
    """

    family: str
    row: Row
    colon: bool
    open: bool


class Watch(NamedTuple):
    """The rows of a family, with what at least one of them needs in the text; `always` are those that need nothing."""

    rows: list[Row]
    literals: tuple[str, ...]
    always: list[Row]


Target = Spelling | tuple[Phrase, ...]


class Vocabulary:
    """All skills with their spellings, and the phrases that decide about them. Built once a rulebook."""

    __slots__ = (
        "_alike",
        "automaton",
        "by_form",
        "common",
        "entries",
        "follow",
        "forms",
        "letter",
        "letters",
        "ordinary",
        "senses",
        "spaced",
        "targets",
        "watched",
        "words",
    )

    def __init__(
        self,
        entries: list[Entry],
        targets: dict[bytes, Target],
        words: Mapping[str, Mapping[str, str]],
        watched: Mapping[str, Watch],
    ) -> None:
        self.entries = entries
        self.common = [entry.kind in COMMON for entry in entries]
        """Whether the name of an entry is a common noun."""
        self.by_form = targets
        self.words = words
        self.ordinary = frozenset().union(*words.values())
        """Words that stand around names and are none."""
        self.watched = watched
        self.senses = frozenset(str(row.get("of")).lower() for row in (*watched["sense"].rows, *watched["sense"].always))
        """The names of two meanings."""
        self.follow = {word: f"{family}:{row}" for family in ("joint", "title", "after") for word, row in words[family].items()}
        """What a word behind a name is: its family and row. A word of several families is a word of experience first, then of titles."""
        self._alike: dict[tuple[int, int], list[tuple[str, Spelling]]] | None = None
        self.letters = {
            form.decode(): target for form, target in targets.items() if len(form) == 1 and isinstance(target, Spelling)
        }
        capitals = "".join(sorted(letter.upper() for letter in self.letters if letter.isalpha()))
        self.letter = re.compile(LETTER.replace("{}", capitals)) if capitals else None
        """Where a name of one letter may stand."""
        self.forms = [form for form in targets if len(form) > 1]
        self.targets = [targets[form] for form in self.forms]
        self.spaced = [b" " in form for form in self.forms]
        self.automaton = BytesAhoCorasick(
            [b" " + form for form in self.forms], matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        )

    def alike(self, form: bytes) -> Iterator[tuple[str, Spelling]]:
        """The names that `form` could be a misspelling of: the same first letter, about the same length, no common noun."""
        if self._alike is None:
            self._alike = {}
            for other, target in self.by_form.items():
                if (
                    isinstance(target, Spelling)
                    and len(other) > 4
                    and other.isalpha()
                    and self.entries[target.entry].kind in NAMED_KINDS
                ):
                    self._alike.setdefault((other[0], len(other)), []).append((other.decode(), target))
        for length in range(len(form) - 2, len(form) + 3):
            yield from self._alike.get((form[0], length), ())


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


def read_table(kind: str, table: str, entries: list[Entry], targets: dict[bytes, Target]) -> None:
    """Adds the entries of one table and their spellings. A form that has an owner keeps it: phrases and earlier tables come first."""
    folded = table.encode("latin-1", "replace").translate(LINE_FOLD)
    common, versioned = kind in COMMON, kind in VERSIONED
    for line, low in zip(table.split("\n"), folded.split(b"\n"), strict=True):
        if not line or line[0] == "#":
            continue
        name, spellings, esco, onet, policy = line.split("\t")
        if policy == COLUMNS[4]:
            continue
        low_name, low_spellings, _ = low.split(b"\t", 2)
        number = len(entries)
        entries.append(Entry(name, kind, esco, onet, policy))
        named = True
        forms = (low_name, *low_spellings.split(b"|")) if spellings else (low_name,)
        texts = (name, *spellings.split("|")) if spellings else (name,)
        for text, form in zip(texts, forms, strict=True):
            mark = policy if named else MARKS.get(text[0], "")
            text = text[1:] if mark and not named else text
            spelling = Spelling(number, text, mark, named, common and text[1:].islower(), versioned)
            form = form.strip()
            targets.setdefault(form, spelling)
            if form[0] == POINT:
                targets.setdefault(b". " + form[1:], spelling)
            named = False


def read_vocabulary(tables: Mapping[str, str], rows: Mapping[str, tuple[Row, ...]]) -> Vocabulary:
    """The vocabulary of these tables, with the phrases of these rows."""
    entries: list[Entry] = []
    targets: dict[bytes, Target] = {}
    for family in PHRASES:
        for row in rows.get(f"skills/{family}", ()):
            for text in row.spellings:
                form = fold_names(text).strip()
                phrase = Phrase(family, row, bool(row.get("colon")) or text.endswith(":"), bool(row.get("open")))
                targets[form] = (*targets.get(form, ()), phrase)
    for path in sorted(tables):
        if path.startswith(TABLES):
            read_table(path.removeprefix(TABLES), tables[path], entries, targets)
    words = {
        family: {text.lower(): row.id for row in rows.get(f"skills/{family}", ()) for text in row.spellings} for family in WORDS
    }
    return Vocabulary(entries, targets, words, {family: _watch(rows.get(f"skills/{family}", ())) for family in WATCHED})


def _watch(rows: tuple[Row, ...]) -> Watch:
    sought = [row for row in rows if row.literals]
    literals = dict.fromkeys(literal for row in sought for literal in row.literals)
    return Watch(sought, tuple(literals), [row for row in rows if not row.literals])


@lru_cache(maxsize=4)
def vocabulary(rulebook: Rulebook) -> Vocabulary:
    """The vocabulary of a rulebook, built at its first use."""
    return read_vocabulary(rulebook.tables, rulebook.families)
