"""Any string parses, and the record keeps its promises whatever comes in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jobparse

PIECES = st.sampled_from(
    [
        *(
            "Requirements\n",
            "**Benefits**\n",
            "## Role\n",
            "- Python\n",
            "• weld\n",
            "Similar jobs\n",
            "Apply\n",
            "Sign in\n",
            "#LI-AB1\n",
        ),
        *(
            "$50,000",
            " - ",
            "$60,000",
            " per year",
            "€1.000",
            "12 LPA",
            "401(k)",
            "Zone 1: ",
            "class of 2027",
            "graduating by May 2027",
        ),
        *("â€™", "&amp;nbsp;", "<br>", "<li>", "\u200b", "\u2028", "\x85", "\r\n", "\ud83d", "\x00", "İ", "𝟙", "ﬁ", "｜"),
        *("We are hiring. ", "you will ", "a", " ", "\n\n", "\t", "202", "7"),
    ]
)
PAGES = st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join)


@settings(max_examples=150)
@given(PAGES)
def test_pipeline_any_string_parses_and_tiles(source: str) -> None:
    """No text raises; sections and removed pieces tile it; repairs quote it; the JSON reads back."""
    posting = jobparse.parse(source)
    spans = sorted([s.span for s in posting.sections] + [r.span for r in posting.removed])
    at = 0
    for start, end in spans:
        assert (start, start <= end) == (at, True)
        at = end
    assert at == len(source)
    assert all(source[r.span.start : r.span.end] == r.before for r in posting.repairs)
    assert json.loads(posting.to_json())["source"]["length"] == len(source)


@pytest.mark.parametrize("source", ["", " ", "\n", "\ufeff", "x", "\x00", "\ud800", "a" * 10_000, "\n" * 10_000])
def test_pipeline_smallest_and_oddest(source: str) -> None:
    """The empty text and its like parse to a record without facts."""
    posting = jobparse.parse(source)
    assert (posting.pay, posting.zones, posting.graduation, posting.skills) == ((), (), (), ())
    assert json.loads(posting.to_json())["source"]["length"] == len(source)


def test_pipeline_skills_alone_are_those_of_the_parse() -> None:
    """What is not asked for is left out, and nothing of the skills with it: the own postings, and each of them as its page's lower half."""
    for path in sorted((Path(__file__).parent.parent / "corpus" / "postings").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        for source in (text, text[len(text) // 2 :]):
            assert jobparse.skills(source) == jobparse.parse(source).skills, path.name


def test_pipeline_parser_gives_what_parse_gives() -> None:
    """A parser that holds its rules and the function with the shipped ones agree, byte for byte."""
    source = "Welder\nAcme Pipeworks\n\nRequirements\n- MIG welding\n\nPay: $28 - $34 per hour\n"
    assert jobparse.Parser().parse(source, name="a").to_json() == jobparse.parse(source, name="a").to_json()
    assert jobparse.Parser().clean(source) == jobparse.clean(source) == jobparse.parse(source).clean_text
    assert jobparse.skills(source) == jobparse.parse(source).skills
