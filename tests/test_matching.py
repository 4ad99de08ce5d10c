"""One fold, one prefilter, one order of precedence."""

from __future__ import annotations

from pathlib import Path

import regex
from hypothesis import given
from hypothesis import strategies as st

from jobparse.matching import Matcher, compiled, fold
from jobparse.pipeline import shipped_rules
from jobparse.prefilter import required_literals
from jobparse.rulebook import Row, Rulebook

FILLER = " x" * 40
"""Long enough that windows do not cover a whole text."""

WORDS = st.lists(
    st.sampled_from(["pay", "range", "per", "hour", "ab", "abc", "b", "İ", "’", "—", " ", "\n", "$5"]), max_size=12
).map("".join)
PATTERNS = [
    r"pay(?: range)?",
    r"(?:ab|b)c?",
    r"per\s?hour|range",
    r"a.?b",
    r"(?<=pay)range",
    r"'\w*+|-",
    r"(?>ab|abc)",
    r"\bpay\b(?! range)",
    r"[pr]a(?:y|nge)",
]


def rows(patterns: list[str]) -> Rulebook:
    """A rulebook of bare patterns."""
    raw = {"finds": ["x"], "ignores": ["y"]}
    made = tuple(Row("demo/x", "demo.toml", n, p, {"id": f"row-{n}", **raw}, {}) for n, p in enumerate(patterns))
    return Rulebook({"demo/x": made}, {}, "0")


@given(st.text(max_size=60))
def test_fold_keeps_length_and_is_idempotent(value: str) -> None:
    """Folding changes no position, and folding twice changes nothing more."""
    assert len(fold(value)) == len(value)
    assert fold(fold(value)) == fold(value)


@given(WORDS)
def test_prefilter_changes_no_match(value: str) -> None:
    """With and without the literal prefilter, the same matches stand."""
    book = rows(PATTERNS)
    with_it = Matcher(book).scan(value).all("demo/x", 0, len(value))
    without = Matcher(book, prefilter=False).scan(value).all("demo/x", 0, len(value))
    assert [(m.row.id, m.start, m.end) for m in with_it] == [(m.row.id, m.start, m.end) for m in without]


def test_prefilter_changes_no_match_of_the_shipped_rules() -> None:
    """Over the whole corpus, no row of ours matches where its literals do not stand."""
    for path in sorted((Path(__file__).parent.parent / "corpus" / "postings").glob("*.txt"))[::5]:
        value = path.read_bytes().decode("utf-8")
        folded = fold(value)
        for family in shipped_rules().families.values():
            for row in family:
                if row.literals and not any(literal in folded for literal in row.literals):
                    assert not compiled(row.pattern).search(value if row.case else folded), row.id


def test_order_leftmost_longest_first_written() -> None:
    """The one order of precedence."""
    book = rows(["b", "abc", "ab", "ab(?=c)c"])
    hits = Matcher(book).scan("xabc b")
    assert [(m.row.id, m.start, m.end) for m in hits.find("demo/x", 0, 6)] == [("row-1", 1, 4), ("row-0", 5, 6)]
    first = hits.first("demo/x", 0, 6)
    assert first is not None
    assert first.row.id == "row-1"


@given(st.sampled_from(PATTERNS), WORDS)
def test_required_literals_are_required(pattern: str, value: str) -> None:
    """Where a pattern matches, one of its literals stands in the match."""
    literals = required_literals(pattern)
    for found in regex.finditer(pattern, value):
        assert not literals or any(literal in found[0] for literal in literals)
