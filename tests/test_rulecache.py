"""What is kept from run to run is what would be built."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
import regex

import jobparse
from jobparse import shelf as shelves
from jobparse.automata import Automaton
from jobparse.pipeline import shipped_rules
from jobparse.rulebook import Row
from jobparse.rulecache import kept_rules
from jobparse.rulereader import load_rules
from jobparse.shelf import Shelf, in_use, packed, unpacked
from jobparse.skillreading import vocabulary

POSTINGS = sorted((Path(__file__).parent.parent / "corpus" / "postings").glob("*.txt"))[::8]


def test_rulecache_gives_the_same_rulebook(tmp_path: Path) -> None:
    """Loaded, kept and read again: the same rows in the same order, the same digest, the same records."""
    with kept_rules((), tmp_path) as first:
        wanted = [jobparse.parse(path.read_bytes(), rules=first).to_json() for path in POSTINGS]
    loaded = load_rules()
    with kept_rules((), tmp_path) as kept:
        assert len(list(tmp_path.glob("*.shelf"))) == 1
        assert (kept.digest, dict(kept.tables), list(kept.families)) == (loaded.digest, loaded.tables, list(loaded.families))
        for family, rows in loaded.families.items():
            assert [
                (r.id, r.order, r.case, r.pattern, r.spellings, r.constants, r.literals, r.before, r.after, r.initial, r.tried)
                for r in kept.rows(family)
            ] == [
                (r.id, r.order, r.case, r.pattern, r.spellings, r.constants, r.literals, r.before, r.after, r.initial, r.tried)
                for r in rows
            ]
        assert [jobparse.parse(path.read_bytes(), rules=kept).to_json() for path in POSTINGS] == wanted
    assert [jobparse.parse(path.read_bytes(), rules=loaded).to_json() for path in POSTINGS] == wanted


def test_rulecache_keeps_a_users_rules_apart(tmp_path: Path) -> None:
    """Rules laid over the shipped ones have a file of their own, and a changed rules file is never read from the file before."""
    mine = tmp_path / "mine"
    (mine / "pay").mkdir(parents=True)
    rows = mine / "pay" / "mine.toml"
    rows.write_text('about = "None."\nfamily = "cue"\noff = ["pay-cue-salary"]\n')
    for _ in range(2):
        with kept_rules((str(mine),), tmp_path) as book:
            assert "pay-cue-salary" not in book.by_id
    rows.write_text('about = "None of them."\nfamily = "cue"\noff = ["pay-cue-rate"]\n')
    with kept_rules((str(mine),), tmp_path) as book:
        assert "pay-cue-salary" in book.by_id
        assert book.digest == load_rules(mine).digest != shipped_rules().digest


@pytest.mark.parametrize("damage", [slice(0, 8), slice(17, 40), slice(3000, 3100), slice(200_000, 200_100), slice(-500, -400)])
def test_rulecache_damage_costs_only_time(tmp_path: Path, damage: slice) -> None:
    """Bytes that are not what was written are not used, wherever they stand."""
    text = POSTINGS[0].read_bytes()
    with kept_rules((), tmp_path) as book:
        wanted = jobparse.parse(text, rules=book).to_json()
    file = next(tmp_path.glob("*.shelf"))
    data = bytearray(file.read_bytes())
    data[damage] = bytes(byte ^ 0x55 for byte in data[damage])
    file.write_bytes(data)
    with kept_rules((), tmp_path) as book:
        assert jobparse.parse(text, rules=book).to_json() == wanted


def test_rulecache_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Where nothing can be kept, everything is built."""
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with kept_rules((), blocked) as book:
        assert book.digest == shipped_rules().digest


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners of files")
def test_shelf_that_others_can_write_is_not_read(tmp_path: Path) -> None:
    """What is kept is run, in a way: only the user's own file is read."""
    shelf = Shelf(tmp_path / "a.shelf")
    shelf.put("kind", "name", b"piece")
    shelf.save()
    assert Shelf(tmp_path / "a.shelf").get("kind", "name") == b"piece"
    (tmp_path / "a.shelf").chmod(0o666)
    assert Shelf(tmp_path / "a.shelf").get("kind", "name") is None


def test_shelf_folder_stays_small(tmp_path: Path) -> None:
    """Old files go: each version and each set of rules has its own."""
    for number in range(9):
        shelf = Shelf(tmp_path / f"{number}.shelf")
        shelf.put("kind", "name", b"piece")
        shelf.save()
    assert len(list(tmp_path.iterdir())) == shelves.MOST_FILES


PATTERNS = [
    (r"(?P<a>x+)|[^\W\d]é{2,3}", re.MULTILINE),
    (r"a b  # c", re.VERBOSE),
    ("X", re.IGNORECASE | re.ASCII),
    (r"[\u4e00-\u9fff\u0370-\u03ffa-z]+(?=y)", 0),
    (r"(?m)^x$", 0),
    (r"(?:ab|cd){2,5}+(?>e|f)", re.DOTALL),
]
TEXT = "xx cdab\nX a b é漢字yabcdabe\nx"


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_shelf_patterns_are_the_ones_compiled(tmp_path: Path, pattern: str, flags: int) -> None:
    """A pattern from the shelf is the one that was compiled, and finds what that one finds; what cannot be compiled is refused again."""
    wanted = re.compile(pattern, flags)
    for _ in range(2):
        shelf = Shelf(tmp_path / "a.shelf")
        with in_use(shelf):
            kept, other = re.compile(pattern, flags), regex.compile(pattern)
            with pytest.raises(re.error):
                re.compile(r"(?<=a+)b")
            shelf.save()
        assert (kept, kept.groups, kept.groupindex) == (wanted, wanted.groups, wanted.groupindex)
        assert [m.span() for m in kept.finditer(TEXT)] == [m.span() for m in wanted.finditer(TEXT)]
        assert other.pattern == pattern
    assert re.compile(pattern, flags) is wanted


def test_shelf_vocabulary_comes_back() -> None:
    """The vocabulary is kept as columns, and is the same again, every name and phrase of it."""
    rules = shipped_rules()
    made = vocabulary(rules)
    piece = packed(made, lambda thing: f"{thing.family} {thing.id}" if isinstance(thing, Row) else None)
    again = unpacked(piece or b"", lambda name: rules.by_id[name.partition(" ")[2]])
    assert (again.entries, list(again.by_form.items()), again.targets) == (
        made.entries,
        list(made.by_form.items()),
        made.targets,
    )
    assert list(map(type, again.targets)) == list(map(type, made.targets))
    assert [again.show(number) for number in range(99)] == [made.show(number) for number in range(99)]


def test_shelf_values_come_back(tmp_path: Path) -> None:
    """Plain data, tables with automata and patterns, and things known by name; what cannot be kept is said."""
    known = object()
    value = {"a": (1, b"x"), "p": re.compile("a+", re.MULTILINE), "k": Automaton(["ab"]), "n": known}
    piece = packed(value, lambda thing: "known" if thing is known else None)
    assert piece is not None
    again = unpacked(piece, lambda name: known if name == "known" else None)
    assert (again["a"], again["p"], again["n"], again["k"].find("xab")) == (value["a"], value["p"], known, [(0, 1, 3)])
    assert unpacked(packed([1, {"x": "y"}], lambda _: None) or b"", lambda _: None) == [1, {"x": "y"}]
    assert packed(io.BytesIO, lambda _: None) is not None
    assert packed(lambda: 0, lambda _: None) is None
