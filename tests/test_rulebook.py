"""The loader refuses what it does not know, in one line with file, row and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobparse import JobparseError
from jobparse.rulereader import BadRules, load_rules, read_rules

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
