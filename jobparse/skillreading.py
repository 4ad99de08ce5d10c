"""The tables and phrase rows of a rulebook → its `Vocabulary`.

In: tables of names (`rules/skills/tables/`) and the rows of `skills/`. Out: every form once, with what it means: a skill, or the phrases that decide
about skills. What the vocabulary is and how it is kept is `skilltables.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from jobparse.rulebook import per_rulebook
from jobparse.skillforms import FAMILY as FORMS
from jobparse.skillforms import skill_forms
from jobparse.skilltables import (
    COLUMNS,
    COMMON,
    LINE_FOLD,
    MARKS,
    PHRASES,
    POINT,
    TABLES,
    VERSIONED,
    WATCHED,
    WORDS,
    Entry,
    Phrase,
    Signal,
    Spelling,
    Target,
    Vocabulary,
    Watch,
    fold_names,
    make,
)

if TYPE_CHECKING:
    from jobparse.rulebook import Row, Rulebook


def read_table(kind: str, table: str, entries: list[Entry], targets: dict[bytes, Target]) -> None:
    """Adds the entries of one table and their spellings. A form that has an owner keeps it: phrases and earlier tables come first."""
    folded = table.encode("latin-1", "replace").translate(LINE_FOLD)
    common, versioned = kind in COMMON, kind in VERSIONED
    own = targets.setdefault
    for line, low in zip(table.split("\n"), folded.split(b"\n"), strict=True):
        if not line or line[0] == "#":
            continue
        name, spellings, esco, onet, policy = line.split("\t")
        if policy == COLUMNS[4]:
            continue
        low_name, low_spellings, _ = low.split(b"\t", 2)
        number = len(entries)
        entries.append(make(Entry, (name, kind, esco, onet, policy)))
        form = low_name.strip()
        own(form, make(Spelling, (name, number, policy, "exact", 100, common and name[1:].islower(), versioned)))
        if form[0] == POINT:
            own(b". " + form[1:], targets[form])
        if not spellings:
            continue
        for text, low_text in zip(spellings.split("|"), low_spellings.split(b"|"), strict=True):
            mark = MARKS.get(text[0], "")
            text = text[1:] if mark else text
            form = low_text.strip()
            own(form, make(Spelling, (text, number, mark, "alias", 95, common and text[1:].islower(), versioned)))
            if form[0] == POINT:
                own(b". " + form[1:], targets[form])


def read_vocabulary(tables: Mapping[str, str], rows: Mapping[str, tuple[Row, ...]]) -> Vocabulary:
    """The vocabulary of these tables, with the phrases of these rows."""
    watched = {family: _watch(rows.get(f"skills/{family}", ())) for family in WATCHED}
    entries: list[Entry] = []
    targets: dict[bytes, Target] = dict(_signals(rows, watched["negation"]))
    for path in sorted(tables):
        if path.startswith(TABLES):
            read_table(path.removeprefix(TABLES), tables[path], entries, targets)
    words = {
        family: {text.lower(): row.id for row in rows.get(f"skills/{family}", ()) for text in row.spellings} for family in WORDS
    }
    counts = {str(row.name): row for row in rows.get("skills/count", ())}
    return Vocabulary(entries, targets, words, watched, counts, skill_forms(rows.get(FORMS, ())))


def _signals(rows: Mapping[str, tuple[Row, ...]], negation: Watch) -> Iterator[tuple[bytes, Signal]]:
    """The phrases by form, and with none the words that a row of negation needs."""
    found: dict[bytes, tuple[str, list[Phrase]]] = {}
    for family in PHRASES:
        for row in rows.get(f"skills/{family}", ()):
            for text in row.spellings:
                colon = bool(row.get("colon")) or text.endswith(":")
                phrase = Phrase(family, row, colon, bool(row.get("open")), row.get("need"), row.get("reach") == "before")
                same = found.setdefault(fold_names(text).strip(), (text, []))[1]
                if phrase not in same:
                    same.append(phrase)
    inside = {literal for row in negation.sought for literal in row.literals if literal not in row.initial}
    words: dict[bytes, bool] = {}
    for literal in negation.literals:
        form = fold_names(literal).strip()
        found.setdefault(form, (literal, []))
        words[form] = words.get(form, False) or literal in inside
    for form, (text, phrases) in list(found.items()):
        if any(phrase.family == "degree" for phrase in phrases):
            longer = found.setdefault(form + STUDIED, (f"{text} in", []))[1] if not form.endswith(STUDIED) else phrases
            longer += [phrase for phrase in phrases if phrase not in longer]
            for swallowed in (form, form + STUDIED):
                longer += [
                    p for tail in _tails(swallowed) for p in found.get(tail, ("", []))[1] if p.family == "cue" and p not in longer
                ]
    negating = _holding(list(found), words)
    for form, (text, phrases) in found.items():
        simple = len(phrases) == 1 and not phrases[0].colon
        plain = bool(phrases) and all(phrase.row.get("plain") for phrase in phrases)
        bare = tuple(phrase for phrase in phrases if not phrase.colon)
        labels = tuple(phrase for phrase in phrases if phrase.colon) or bare
        yield form, Signal(text, labels, bare, simple, form in negating, plain)


def _holding(forms: list[bytes], words: Mapping[bytes, bool]) -> frozenset[bytes]:
    """The forms that hold one of the words: some count inside of other words, the rest where a word begins. All forms are looked through as one.

    >>> sorted(_holding([b"not needed", b"knowledge", b"none"], {b"no": False})), _holding([b"unless"], {b"less": True})
    ([b'none', b'not needed'], frozenset({b'unless'}))
    """
    joined = b"\n".join((b"", *forms, b""))
    found: set[bytes] = set()
    for word, inside in words.items():
        at = joined.find(word)
        while at >= 0:
            if inside or not joined[at - 1 : at].isalnum():
                found.add(joined[joined.rfind(b"\n", 0, at) + 1 : joined.find(b"\n", at)])
            at = joined.find(word, at + 1)
    return frozenset(found)


STUDIED = b" in"
"""Behind a degree: what was studied follows."""


def _tails(form: bytes) -> Iterator[bytes]:
    """The ends of a form that begin with a word: a degree may swallow a phrase that leads to skills.

    >>> list(_tails(b"university degree in"))
    [b'degree in', b'in']
    """
    at = form.find(b" ")
    while at >= 0:
        yield form[at + 1 :]
        at = form.find(b" ", at + 1)


def _watch(rows: tuple[Row, ...]) -> Watch:
    sought = [row for row in rows if row.literals]
    literals = dict.fromkeys(literal for row in sought for literal in row.literals)
    return Watch(rows, sought, tuple(literals), [row for row in rows if not row.literals])


@per_rulebook
def vocabulary(rulebook: Rulebook) -> Vocabulary:
    """The vocabulary of a rulebook, built at its first use."""
    return read_vocabulary(rulebook.tables, rulebook.families)
