"""What spares the header's readers work changes no answer: gates, fused patterns, remembered lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jobparse.dialect import quick
from jobparse.facts import header_titles
from jobparse.facts.header_sentences import (
    ANY_CASE,
    BREAK,
    CAPITAL,
    at_literals,
    employer_beginnings,
    title_beginnings,
)
from jobparse.facts.header_source import HeaderSource
from jobparse.facts.rowscan import numbered
from jobparse.headerlines import HeaderLines
from jobparse.headershapes import is_place, is_title
from jobparse.headerwords import Words, header_words
from jobparse.matching import fold
from jobparse.pipeline import follow, shipped_rules

RULES = shipped_rules()
WORDS = header_words(RULES)
POSTINGS = [path.read_text("utf-8") for path in sorted((Path(__file__).parent.parent / "corpus" / "postings").glob("*.txt"))]
LINES = sorted({line.strip() for text in POSTINGS for line in text.split("\n") if 1 < len(line.strip()) < 200})
PIECES = [
    "Tarnholt Fabrication",
    "The",
    "is a",
    "is an equal opportunity employer",
    ", Inc.",
    "About",
    "At",
    ", we",
    "weld",
    "As a",
    "Structural Welder",
    ", you will",
    "for our client",
    "Our client,",
    "is looking for a",
    "seeks an",
    "join",
    "deadline:",
    "14 March 2026",
    "applications close",
    "Remote",
    "Hybrid",
    "Full-time",
    "Gary, IN",
    "Canada",
    "Munich",
    "(m/w/d)",
    "Posted",
    "3 days ago",
    "Location:",
    "Req ID",
    "\nJob title:",
    "\nCompany",
    "does not accept unsolicited",
    ", its parent and subsidiaries are equal",
    "R-20881",
    ".",
    "!",
    "\n",
    "\n- ",
    ": ",
    "  ",
    " ",
    " - ",
    "·",
    ",",
]
MIXTURES = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)


class _Everything(frozenset[str]):
    """A set that shares a word with every other: a gate that lets all through."""

    def isdisjoint(self, _: Iterable[Any], /) -> bool:
        return False


class _AnyWord(frozenset[str]):
    """A set in which every word is."""

    def __contains__(self, _: object, /) -> bool:
        return True


OPEN = WORDS._replace(kind_words=_Everything(), place_words=_Everything(), known={})


def one_by_one(patterns: list[tuple[int, str]], text: str, letter: str) -> Iterator[tuple[int, int, int]]:
    """The rows that begin the text or a sentence in it, each tried by itself: the row's number, and the place of its match."""
    starts = [0, *(found.end() for found in quick(BREAK.replace("{first}", letter)).finditer(text))]
    at = -1
    for start in starts:
        for number, pattern in patterns:
            if start >= at and (found := quick(pattern).match(text, start)):
                yield number, found.start(), found.end()
                at = max(at, found.end())
                break


def stated_title(text: str, gate: frozenset[str] | None = None) -> Any:
    """The title of a labelled block, with the gate by first words or with another one."""
    source = HeaderSource(follow(text).document)
    return header_titles.stated_title(source, gate)


@pytest.mark.parametrize("text", POSTINGS[::3])
def test_header_labels_of_titles_are_found_by_their_first_words(text: str) -> None:
    """Asking only blocks that begin like the label of a title finds the same as asking all."""
    assert stated_title(text) == stated_title(text, _AnyWord())


@given(MIXTURES)
@settings(deadline=None, max_examples=60)
def test_header_labels_of_titles_are_found_by_their_first_words_in_any_mixture(text: str) -> None:
    """The same for mixtures of words that rows want."""
    assert stated_title(text) == stated_title(text, _AnyWord())


@pytest.mark.parametrize("text", POSTINGS[::4])
def test_header_titles_begin_sentences_the_same_row_by_row(text: str) -> None:
    """One pattern for all rows finds what the rows find by themselves."""
    folded, fused = fold(text), title_beginnings(RULES)
    rows = [(number, numbered(row, number)) for number, row in enumerate(fused.rows)]
    found = [(number, *match.span(f"row_{number}")) for _, match, number in fused.scan(folded, [(0, len(folded))])]
    assert found == list(one_by_one(rows, folded, ANY_CASE))


@given(MIXTURES)
@settings(deadline=None)
def test_header_titles_begin_sentences_the_same_in_any_mixture(text: str) -> None:
    """The same for mixtures of words that rows want."""
    test_header_titles_begin_sentences_the_same_row_by_row(text)


@given(MIXTURES)
@settings(deadline=None)
def test_header_employers_begin_sentences_where_a_row_does(text: str) -> None:
    """Every match of the fused pattern stands at the beginning of the text or of a sentence, and its row matches there alone."""
    fused = employer_beginnings(RULES)
    starts = {0, *(found.end() for found in quick(BREAK.replace("{first}", CAPITAL)).finditer(text))}
    for row, match, number in fused.scan(text, [(0, len(text))]):
        named = match.start("name") >= 0
        assert (match.start("name") if named else match.start(f"row_{number}")) in starts
        assert quick(row.pattern).match(text, match.start(f"row_{number}"))


@given(MIXTURES)
@settings(deadline=None)
@pytest.mark.parametrize("family", ["header/prose", "header/statement", "header/mention", "header/date", "header/agency"])
def test_header_rows_are_found_at_their_literals(family: str, text: str) -> None:
    """Looking only where literals stand finds a row wherever one matches at all."""
    hits = RULES.matcher.scan(text)
    anywhere = [
        found.start()
        for row in RULES.rows(family)
        if (found := quick(row.pattern).search(hits.value if row.case else hits.folded))
    ]
    found = next(iter(at_literals(hits, family, [(0, len(text))])), None)
    assert (found is None) == (not anywhere)
    assert found is None or found.start <= max(anywhere)


def readings(line: str, words: Words) -> tuple[Any, ...]:
    """What a line is, asked of given tables."""
    hits = RULES.matcher.scan(line)
    reader = HeaderLines(hits, RULES)
    reader.words = words
    words.known.clear()
    kinds = [(row.id, start, end) for row, start, end in reader.kinds(0, len(line))]
    return kinds, reader.is_kind(0, len(line)), is_place(line, words), is_title(line, words)


@pytest.mark.parametrize("line", LINES[::7])
def test_header_lines_read_the_same_without_gates(line: str) -> None:
    """The quick looks at words pass over no kind of work and no place."""
    assert readings(line, WORDS) == readings(line, OPEN)


@given(MIXTURES)
@example("(m/w/d)   -   -   (m/w/d)")
@settings(deadline=None)
def test_header_mixtures_read_the_same_without_gates(text: str) -> None:
    """The same for mixtures."""
    line = text.replace("\n", " ")[:180]
    assert readings(line, WORDS) == readings(line, OPEN)


@given(MIXTURES)
@settings(deadline=None)
def test_header_remembered_lines_read_as_new_ones(text: str) -> None:
    """A line asked about twice is read the same."""
    assert [is_title(text, WORDS), is_place(text, WORDS), WORDS.typed(text)] == [
        is_title(text, WORDS),
        is_place(text, WORDS),
        WORDS.typed(text),
    ]
    before = is_title(text, WORDS), is_place(text, WORDS)
    WORDS.known.clear()
    assert (is_title(text, WORDS), is_place(text, WORDS)) == before


def test_header_lines_are_one_pattern_of_the_quick_engine() -> None:
    """A row that the standard library cannot read (a group named twice, a look-behind of varying width) would make every line dear."""
    assert isinstance(header_words(shipped_rules()).any_type, re.Pattern)
