"""Clean text: laid out so that reading it again changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobparse import clean
from jobparse.blocks import find_blocks
from jobparse.layout import lay_out
from jobparse.model import Block, Passage, SectionKind
from jobparse.pipeline import shipped_rules
from jobparse.sections import find_sections

ROOT = Path(__file__).parent.parent
CORPUS = sorted((ROOT / "corpus" / "postings").glob("*.txt"))
SAMPLE = ROOT.parent / "shared" / "data" / "sample.jsonl"
STRIDE = 12
"""Every so many postings of the sample are read here; all of them take a quarter of a minute."""

PIECES = st.sampled_from(
    [
        "Requirements",
        "About us:",
        "- ",
        "• ",
        "1. ",
        "\n",
        "\n\n",
        "**",
        "## ",
        "Weld pipe. ",
        "teamDuties",
        "$21 an hour",
        "Key: value",
        ":",
        " - A",
    ]
)


def laid_out(text: str) -> str:
    """A text that needs no repair, through the stages that decide its layout and no others."""
    rules = shipped_rules()
    hits = rules.matcher.scan(text)
    return lay_out(text, find_sections(find_blocks(hits, rules), hits, rules)).value


def block(text: str, words: str, shape: str = "text") -> Block:
    """The block of `words`."""
    at = text.index(words)
    return Block(at, at + len(words), at, at + len(words), shape)


def test_clean_lays_out_headings_paragraphs_and_items() -> None:
    """A blank line between blocks, items on lines of their own with a dash, one final newline, the header left out."""
    text = "Deckhand DUTIES Haul nets Tar boats We sail on Mondays"
    header = Passage(SectionKind.HEADER, (block(text, "Deckhand"),), "x")
    heading = block(text, "DUTIES", "heading")
    body = (heading, block(text, "Haul nets", "item"), block(text, "Tar boats", "number"), block(text, "We sail on Mondays"))
    laid = lay_out(text, (header, Passage(SectionKind.RESPONSIBILITIES, body, "x", heading)))
    assert laid.value == "DUTIES\n\n- Haul nets\n- Tar boats\n\nWe sail on Mondays\n"
    at = text.index("boats")
    span = laid.span(at, at + 5)
    assert span is not None
    assert laid.value[span.start : span.end] == "boats"
    assert laid.span(0, 8) is None


def test_clean_of_nothing_is_nothing() -> None:
    """No words, no text."""
    assert clean("") == clean(" \n\n---\n") == ""


def test_clean_drops_marks_and_keeps_words() -> None:
    """Bullets, heading marks and colons of headings go; typographic quotes and dashes stay."""
    text = "## **What you’ll do:**\n\n* Mend nets – by hand\n* Tar boats\n\n### Pay\n$21 an hour\n"
    assert clean(text) == "What you’ll do\n\n- Mend nets – by hand\n- Tar boats\n\nPay\n\n$21 an hour\n"


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_clean_is_idempotent_on_odd_layouts(text: str) -> None:
    """Whatever the marks and breaks: what is clean stays as it is."""
    once = laid_out(text)
    assert laid_out(once) == once


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_clean_is_idempotent_on_the_corpus(path: Path) -> None:
    """The same for every posting of the corpus; no line ends in white space, and one newline ends all."""
    with path.open(encoding="utf-8", newline="") as handle:
        once = clean(handle.read())
    assert clean(once) == once
    assert once.endswith("\n")
    assert not once.endswith("\n\n")
    assert all(line == line.rstrip() for line in once.split("\n"))


def sample() -> Iterator[tuple[str, str]]:
    """Real postings, if the collection lies beside the checkout (JSON Lines, cut at line feeds only)."""
    for number, line in enumerate(SAMPLE.read_text("utf-8").split("\n")):
        if line and number % STRIDE == 0:
            row = json.loads(line)
            yield row["id"], row["text"]


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the collection of real postings is not beside the checkout")
def test_clean_is_idempotent_on_real_postings() -> None:
    """What was laid out once is taken apart into the same words and laid out the same, by the stages that do it."""
    changed = [ident for ident, text in sample() if laid_out(once := clean(text)) != once]
    assert changed == []
