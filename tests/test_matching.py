"""One fold, one prefilter, one order of precedence."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from jobparse.automata import FIRST, MANY, Automaton
from jobparse.matching import Matcher, fold
from jobparse.passes import SHORT_YEARS, SIGNS, YEARS
from jobparse.pipeline import shipped_rules
from jobparse.prefilter import needed
from jobparse.rulebook import Row, Rulebook

FILLER = " x" * 40
"""Long enough that windows do not cover a whole text."""

WORDS = st.lists(
    st.sampled_from(
        ["pay", "Pay", "range", "per", "hour", "ab", "abc", "b", "İ", "é", "€", "?", "💰", "’", "—", " ", "\n", "$5", FILLER]
    ),
    max_size=12,
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
    r"(?<!\p{L})(?:pay|payable)(?:ment)?s?",
    r"(?:^|\s)(?:per|a|b)\s?(?:hour|range)",
    r"(?:a|the)?+ ?range|(?:pay ?){2}",
    r"(?<![\p{L}\p{N}])ab?c",
    r"[$€]\d",
    r"💰|\?\?",
    r"\d(?=pay)|é(?:pay|abc)",
    r"(?:pay.{0,3}|\bper )hour$",
    r"\bb(?:-?ab)?\b",
    r"pay(?=[^\n]{0,99}hour)|(?=.{0,99}range)(?<!x )per",
    r"(?:ab(?=.{0,90}per))+ ?x",
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
    """Over the corpus, every row of ours matches where it would if every row were tried everywhere."""
    book = shipped_rules()
    everywhere = Matcher(book, prefilter=False)
    for path in sorted((Path(__file__).parent.parent / "corpus" / "postings").glob("*.txt"))[::6]:
        value = path.read_bytes().decode("utf-8")
        hits, slow = book.matcher.scan(value), everywhere.scan(value)
        for family, rows in book.families.items():
            if any(row.literals for row in rows):
                found, wanted = (
                    {(m.row.id, m.start, m.end) for m in h.all(family, 0, len(value)) if m.row.literals} for h in (hits, slow)
                )
                assert found == wanted, (path.name, family)
                assert hits.has(family) or not wanted


def test_order_leftmost_longest_first_written() -> None:
    """The one order of precedence."""
    book = rows(["b", "abc", "ab", "ab(?=c)c"])
    hits = Matcher(book).scan("xabc b")
    assert [(m.row.id, m.start, m.end) for m in hits.find("demo/x", 0, 6)] == [("row-1", 1, 4), ("row-0", 5, 6)]
    first = hits.first("demo/x", 0, 6)
    assert first is not None
    assert first.row.id == "row-1"


def test_hits_say_whether_there_is_anything() -> None:
    """A stage without a hit need not look; a family that the rulebook does not have never has one."""
    hits = Matcher(rows(["pay", "per hour"])).scan("Paid by the hour")
    assert (hits.has("demo/x"), hits.has("demo/none"), hits.all("demo/x", 0, 16), hits.struck("demo/x")) == (False, False, [], [])
    hits = Matcher(rows(["pay", r"\bper"])).scan("Pay: super, per day")
    assert hits.has("demo/none", "demo/x")
    assert [(start, end, [row.id for row in of]) for start, end, of in hits.struck("demo/x")] == [
        (0, 3, ["row-0"]),
        (12, 15, ["row-1"]),
    ]
    assert Matcher(rows([r"\d"])).scan("").has("demo/x")


@given(WORDS)
def test_hits_of_families_that_look_inside_words(value: str) -> None:
    """Where a family wants its literals inside words, and where signs stand: what a search for each gives."""
    raw = {"finds": ["x"], "ignores": ["y"]}
    row = Row("sections/content", "demo.toml", 0, r"\b(?:pay|per hour|\?|é)\b", {"id": "row-0", **raw}, {})
    hits = Matcher(Rulebook({"sections/content": (row,)}, {}, "0")).scan(f"{value} of 26 2026")
    folded = hits.folded
    for found, literals in ((hits.struck("sections/content"), row.literals), (hits.signs(SHORT_YEARS), SIGNS[SHORT_YEARS])):
        stand = {
            (m.start(), m.start() + len(lit)) for lit in literals for m in regex.finditer(f"(?={regex.escape(lit)})", folded)
        }
        assert {spot[:2] for spot in found} == stand
    assert [folded[start:end] for start, end in hits.signs(YEARS)] == ["20"]


def test_automaton_of_nothing_finds_nothing() -> None:
    """No literals, no hits, in either form of text."""
    assert Automaton[str]([]).find("pay") == Automaton[bytes]([]).find(b"pay") == []


@pytest.mark.parametrize("leftmost", [True, False])
def test_automaton_of_many_literals_answers_alike(leftmost: bool) -> None:
    """The first texts, looked through for what can stand in them, give what the whole automaton gives."""
    words = sorted({f"{a}{b}{c}" for a in ("pay", "p", "per hour ", "€") for b in range(60) for c in ("", "x", " range", "yy y")})
    literals = [*words, *(f"{word} {number}" for word in words for number in range(8))]
    assert len(literals) > MANY
    texts = [
        "pay7 range 3 per hour 59x p0 €5 range",
        "",
        "p",
        "pay7 range",
        "per hour 3yy y 7, pay59 range per hour 3",
        *("x" * FIRST),
    ]
    texts = [f"{text} {number}" for number, text in enumerate(texts)]
    first, whole = (Automaton(literals, leftmost) for _ in range(2))
    for text in "abcdefghijkl"[: FIRST + 1]:
        whole.find(text)
    assert [first.find(text) for text in texts] == [whole.find(text) for text in texts]
    data = Automaton([literal.encode() for literal in literals], leftmost)
    assert data.find(texts[0].encode()) == [
        (number, len(texts[0][:start].encode()), len(texts[0][:end].encode())) for number, start, end in whole.find(texts[0])
    ]


@given(st.sampled_from(PATTERNS), WORDS)
def test_required_literals_are_required(pattern: str, value: str) -> None:
    """Where a pattern matches, one of its literals stands in the match."""
    literals = needed(pattern).literals
    for found in regex.finditer(pattern, value):
        assert not literals or any(literal in found[0] for literal in literals)
