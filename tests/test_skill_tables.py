"""The vocabulary: sorted, unique, large enough, quick to load, and made from what it says it is made from."""

from __future__ import annotations

import importlib.util
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from jobparse.rulereader import default_root, load_rules
from jobparse.skillreading import vocabulary
from jobparse.skilltables import COLUMNS, MARKS, PHRASES, TABLES, Spelling, fold_names, slug

ROOT = Path(__file__).parent.parent
RULES = load_rules()
KINDS = {
    "language", "library", "framework", "tool", "platform", "database", "method", "field", "standard", "certification", "licence",
    "human_language", "equipment", "domain",
}  # fmt: skip


def rows() -> Iterator[tuple[str, list[str]]]:
    """Every line of every table, with its kind."""
    for path, text in RULES.tables.items():
        if path.startswith(TABLES):
            for line in text.split("\n")[2:-1]:
                yield path.removeprefix(TABLES), line.split("\t")


ROWS = list(rows())


def builder() -> ModuleType:
    """The script that makes the tables."""
    spec = importlib.util.spec_from_file_location("build_skill_tables", ROOT / "tools" / "build_skill_tables.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_skill_tables_form() -> None:
    """An about line, a header, then rows of five cells; every kind has its table."""
    tables = {path.removeprefix(TABLES): text for path, text in RULES.tables.items() if path.startswith(TABLES)}
    assert set(tables) == KINDS
    for text in tables.values():
        about, header = text.split("\n")[:2]
        assert about.startswith("# about: ")
        assert header == "\t".join(COLUMNS)
    assert all(len(cells) == len(COLUMNS) for _, cells in ROWS)
    assert {cells[4] for _, cells in ROWS} == {"", "list", "case", "cue"}


def test_skill_tables_sorted_and_unique() -> None:
    """Sorted by name; no name and no rule id twice."""
    for kind in KINDS:
        names = [cells[0] for k, cells in ROWS if k == kind]
        assert names == sorted(names, key=lambda n: (unicodedata.normalize("NFKD", n.casefold()), n)), kind
    ids = [slug(cells[0]) for _, cells in ROWS]
    assert len(set(ids)) == len(ids)


def test_skill_tables_no_spelling_twice() -> None:
    """No spelling belongs to two skills, and none to a phrase of a row: who it means would depend on the order of files."""
    owner: dict[bytes, str] = {}
    for _, cells in ROWS:
        for text in (cells[0], *(s[1:] if s[0] in MARKS else s for s in cells[1].split("|") if s)):
            form = b" ".join(fold_names(text).split())
            assert owner.setdefault(form, cells[0]) == cells[0], text
    for family in PHRASES:
        for row in RULES.rows(f"skills/{family}"):
            for text in row.spellings:
                assert b" ".join(fold_names(text).split()) not in owner, f"{row.id}: {text}"


def test_skill_tables_large_enough() -> None:
    """At least six thousand hard skills over all trades, with open ids for many."""
    assert len(ROWS) >= 6000
    assert sum(bool(cells[2] or cells[3]) for _, cells in ROWS) >= 2900


def test_skill_tables_no_tasks() -> None:
    """A skill has a name of a few words; what needs more is the sentence of a task."""
    assert not [cells[0] for _, cells in ROWS if len(cells[0].split()) > 8]


def test_skill_tables_names_are_found() -> None:
    """Every name is a form of the vocabulary, and leads to its own entry."""
    book = vocabulary(RULES)
    entries = {entry.name: number for number, entry in enumerate(book.entries)}
    for _, cells in ROWS:
        target = book.by_form[fold_names(cells[0]).strip()]
        assert isinstance(target, Spelling), cells[0]
        assert target.entry == entries[cells[0]], cells[0]


def test_skill_lists_are_sorted() -> None:
    """Plain word lists are sorted and hold nothing twice."""
    for path in sorted((default_root() / "skills" / "curated").glob("*.txt")):
        text = path.read_text("utf-8")
        assert text.startswith("# about: "), path.name
        if "\n[" in text or path.stem in ("words_variants", "open_onet_kinds"):
            continue
        lines = [line for line in text.split("\n") if line and not line.startswith("#")]
        assert lines == sorted(set(lines)), path.name


@pytest.mark.skipif(not (ROOT.parent / "shared" / "vocab").is_dir(), reason="the open vocabularies are not beside this checkout")
def test_skill_tables_are_what_would_be_built() -> None:
    """The tables come from the lists: nobody edits them by hand."""
    module = builder()
    for kind, text in module.build(module.VOCAB).items():
        assert RULES.tables[TABLES + kind] == text, kind
