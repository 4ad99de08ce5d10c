"""The loader refuses what it does not know, in one line with file, row and remedy."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jobparse import JobparseError
from jobparse.plaintoml import loads
from jobparse.rulereader import BadRules, default_root, load_rules, read_rules

SCHEMA = """
about = "What rows of demo/ may say."
[family.word]
about = "A word."
keys = { kind = ["a", "b"], weight = "number" }
required = ["kind"]
groups = ["low"]
"""
GOOD = """
about = "Demo rows."
family = "word"

[[rule]]
id = "demo-pay"
why = "The plain form."
kind = "a"
pattern = '''{number} dollars'''
finds = ["50 dollars"]
ignores = ["fifty"]
"""


def book(tmp_path: Path, rows: str) -> Path:
    """A rules folder with one schema and one file of rows."""
    (tmp_path / "demo").mkdir(parents=True)
    (tmp_path / "vocabulary.toml").write_text("about = 'Pieces.'\n[pieces]\ndigit = '''[0-9]'''\nnumber = '''{digit}++'''\n")
    (tmp_path / "demo" / "schema.toml").write_text(SCHEMA)
    (tmp_path / "demo" / "words.toml").write_text(rows)
    return tmp_path


def test_rulebook_pieces_expand(tmp_path: Path) -> None:
    """A piece may use the pieces above it."""
    row = read_rules([book(tmp_path, GOOD)]).rows("demo/word")[0]
    assert row.pattern == "(?:(?:[0-9])++) dollars"
    assert (row.literals, row.get("kind")) == ((" dollars",), "a")


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('kind = "a"', 'kynd = "a"\nkind = "a"', "did you mean `kind`?"),
        ('kind = "a"', 'kind = "z"', "one of a, b"),
        ('kind = "a"', "", "no `kind`"),
        ('kind = "a"', 'kind = "a"\nweight = "x"', "give number"),
        ("{number} dollars", "{numbr} dollars", "unknown piece 'numbr'"),
        ("{number} dollars", "(dollars", "bad pattern"),
        ("{number} dollars", "(?P<high>x) dollars", "unknown group `high`"),
        ("{number} dollars", "Dollars", "capitals in the pattern"),
        ('finds = ["50 dollars"]', "", "no `finds`"),
        ('ignores = ["fifty"]', "ignores = []", "no `ignores`"),
        ('id = "demo-pay"', 'id = "Demo Pay"', "no usable id"),
        ('family = "word"', 'family = "wort"', "unknown family 'wort'"),
        ('about = "Demo rows."', "", "no `about` line"),
        ('why = "The plain form."', "why = ", "cannot be read"),
    ],
)
def test_rulebook_refuses_with_file_and_remedy(tmp_path: Path, before: str, after: str, fault: str) -> None:
    """Each fault is one line that names the file and says what to do."""
    with pytest.raises(BadRules) as caught:
        read_rules([book(tmp_path, GOOD.replace(before, after))])
    line = str(caught.value)
    assert line.startswith(f"{tmp_path}/demo/words.toml: ")
    assert fault in line
    assert "\n" not in line


def test_rulebook_refuses_a_taken_id(tmp_path: Path) -> None:
    """Two rows of one tree cannot share an id."""
    with pytest.raises(BadRules, match="this id is taken"):
        read_rules([book(tmp_path, GOOD + GOOD.split("\n\n")[1])])


def test_rulebook_refuses_a_missing_folder() -> None:
    """A rules folder that is not there is the caller's to mend."""
    with pytest.raises(JobparseError, match="no such rules folder"):
        load_rules("no-such-folder")


def test_rulebook_lays_a_folder_over(tmp_path: Path) -> None:
    """A later folder replaces a row by its id, takes rows out, and changes the digest."""
    base = book(tmp_path / "base", GOOD)
    over = tmp_path / "over"
    (over / "demo").mkdir(parents=True)
    (over / "demo" / "mine.toml").write_text(
        GOOD.replace("{number} dollars", "{number} francs").replace("50 dollars", "50 francs")
    )
    merged = read_rules([base, over])
    assert [row.pattern.rpartition(" ")[2] for row in merged.rows("demo/word")] == ["francs"]
    assert merged.digest != read_rules([base]).digest
    (over / "demo" / "mine.toml").write_text('about = "Off."\nfamily = "word"\noff = ["demo-pay"]\n')
    assert read_rules([base, over]).rows("demo/word") == ()


def told(read: Callable[[str], dict[str, Any]], text: str) -> str:
    """What a reader makes of a text, in the order in which it stands; or that it refuses it."""
    try:
        return repr(read(text))
    except tomllib.TOMLDecodeError as error:
        return f"refused: {error}"


@pytest.mark.parametrize(
    "damage", [None, "\r\n", "'", '"', "]", "\\", "id = 1\n", "[rule]\n", "[a.b]\n", "[[a]]\n", "x = {a = [1, '''\n''']}\n"]
)
def test_rulebook_files_are_read_as_tomllib_reads_them(damage: str | None) -> None:
    """Every rules file, whole and with something put into it: the same values in the same order, the same refusal."""
    chance = random.Random(7)  # noqa: S311
    for path in sorted(default_root().rglob("*.toml")):
        text = path.read_text("utf-8")
        if damage is not None:
            lines = text[:4000].splitlines(keepends=True)
            at = chance.randrange(len(lines))
            lines[at] = damage + lines[at] if len(damage) > 1 else lines[at][:-2] + damage + lines[at][-2:]
            text = "".join(lines)
        assert told(loads, text) == told(tomllib.loads, text), path


@pytest.mark.parametrize(
    "text",
    [
        "a = 'b'\na = 'c'\n", "[a]\n[a]\n", "[a.b]\n[a]\nc = 1\n", "a = {}\n[a.b]\n", "a = {}\n[a.b.c]\n", "[[a]]\n[a.b]\nc = 1\n", "a = []\n[[a]]\n",
        "a = [1, 2]\nb = [ # none's\n'x', \"y\\n\", # \"z\"\n]\n", "a.b = 1\na.c = 2\n", "a = 01\n", "a = 1_000\nb = +1\nc = -0\nd = 1e3\n", "a = '''\nx''''\n",
        'a = """x\\\n  y"""\n', 'a = "\\u00e9\\x"\n', 'a = "\\u00e9"', "a = ['x' 'y']\n", "a = [,]\n", "a = ['x',,]\n", "a = 1 b = 2\n", "\ta = 1\n", "# \x01\n",
        "a = true\nb = false # no\nc = \"\"\nd = ''\ne = ''''''\n", "[a]\nb = 1\n[a.b.c]\n", "[[a]]\n[[a]]\nb = {c = 1, d = {}}\n[e]\n", "a", "a = ", "", "\ufeffa = 1\n",
    ],
)  # fmt: skip
def test_rulebook_odd_files_are_read_as_tomllib_reads_them(text: str) -> None:
    """What rules files hold seldom or never."""
    assert told(loads, text) == told(tomllib.loads, text)
