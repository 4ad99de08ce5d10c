"""Blocks: what a line looks like, and walls of text taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobparse.blocks import find_blocks
from jobparse.model import Block
from jobparse.pipeline import shipped_rules
from tests.effort import assert_linear

PIECES = st.sampled_from(
    [
        "Requirements", "About the role", "What you'll do", "Pay:", "- ", "• ", "1. ", "\n", "\n\n", "   ", "\t", "|", "**", "## ", "🚀 ", "…",
        "Weld pipe. ", "We mend nets by hand and by machine, in all weathers and on three boats. ", "teamResponsibilities", "$21 an hour",
        "equal opportunity employer ", "Key: value", "?", ":", " - A", "\u00a0", "é",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=200))


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a text that needs no repair."""
    rules = shipped_rules()
    return find_blocks(rules.matcher.scan(text), rules)


def seen(text: str) -> list[tuple[str, str]]:
    """Shape and words of each block that has words."""
    return [(b.shape, text[b.body_start : b.body_end]) for b in blocks_of(text) if b.body_end > b.body_start]


@settings(max_examples=300)
@given(TEXTS)
def test_blocks_tile_the_text(text: str) -> None:
    """Every character is in exactly one block, and every body inside its block, without white space at its edges."""
    at = 0
    for block in blocks_of(text):
        assert block.start == at
        assert block.start <= block.body_start <= block.body_end <= block.end
        body = text[block.body_start : block.body_end]
        assert body == body.strip()
        assert block.removed is None
        at = block.end
    assert at == len(text)


@settings(max_examples=200)
@given(TEXTS)
def test_blocks_bodies_hold_no_line_break(text: str) -> None:
    """A block's words stand on one line."""
    assert all("\n" not in text[b.body_start : b.body_end] for b in blocks_of(text))


@pytest.mark.parametrize(
    "mark",
    ["-", "*", "•", "·", "●", "▪", "–", "—", "+", "o", "»", ">", ">>", "§", "\\-", "\uf0b7", "- •", "• -", "→", "✓"],
    ids=ascii,
)
def test_blocks_bullets(mark: str) -> None:
    """Bullets of every kind make items, and their words begin behind the mark."""
    text = f"{mark} Mend the nets by hand\n{mark} Tar the boats in spring\n"
    assert seen(text) == [("item", "Mend the nets by hand"), ("item", "Tar the boats in spring")]


@pytest.mark.parametrize(
    "marks", [("1.", "2."), ("1)", "2)"), ("(1)", "(2)"), ("a)", "b)"), ("(a)", "(b)"), ("i.", "ii.")], ids=str
)
def test_blocks_numbers(marks: tuple[str, str]) -> None:
    """Numbered lines are list items without their number."""
    text = f"{marks[0]} Mend the nets by hand\n{marks[1]} Tar the boats in spring\n"
    assert seen(text) == [("number", "Mend the nets by hand"), ("number", "Tar the boats in spring")]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Requirements", "Requirements"),
        ("REQUIREMENTS", "REQUIREMENTS"),
        ("Requirements:", "Requirements"),
        ("### Requirements ###", "Requirements"),
        ("**Requirements:**", "Requirements"),
        ("## **Requirements**", "Requirements"),
        ("**Requirements**:", "Requirements"),
        ("__Requirements__", "Requirements"),
        ("🎯 Requirements", "Requirements"),
        ("**🎯 Requirements**", "Requirements"),
        ("• Requirements:", "Requirements"),
        ("• REQUIREMENTS", "REQUIREMENTS"),
        ("3. Requirements", "Requirements"),
        ("Requirments:", "Requirments"),
        ("What we’re looking for", "What we’re looking for"),
        ("Who We Are?", "Who We Are?"),
        ("Te mahi | The work", "Te mahi | The work"),
        ("Here's what you'll need (basic qualifications)", "Here's what you'll need (basic qualifications)"),
    ],
)
def test_blocks_known_headings(line: str, heading: str) -> None:
    """A known phrase is a heading in every dress, and the dress is no part of its words."""
    text = f"{line}\nA boat licence and a strong back, and the will to be out in all weathers.\n"
    assert seen(text)[0] == ("heading", heading)
    assert blocks_of(text)[0].rule


@pytest.mark.parametrize("under", ["=====", "-----"])
def test_blocks_underlined_heading(under: str) -> None:
    """A line drawn under a line makes it a heading; the drawing has no words."""
    text = f"Nets and knots\n{under}\nWe mend what the sea tears, by hand and by machine.\n"
    assert [b.shape for b in blocks_of(text)] == ["heading", "rule", "text"]


@pytest.mark.parametrize(
    "line",
    [
        "Experience with two or more of the following:",
        "We mend nets.",
        "Rope, twine, tar",
        "$21 - $24",
        "Call 555-0100: ask for Osric",
    ],
)
def test_blocks_no_heading(line: str) -> None:
    """A lead to a sub-list, a sentence, a list of things and an amount are no headings."""
    text = f"Requirements\n- A strong back\n\n{line}\nWe mend what the sea tears, by hand and by machine, in all weathers.\n"
    assert ("heading", line.rstrip(":")) not in seen(text)


def test_blocks_lines_of_a_list_are_no_headings() -> None:
    """Short lines that stand together are a list, though each looks like a heading; a line that stands over a text is one."""
    text = "Knot Tying\nRope Splicing\nNet Mending\n\nLife on the Quay\nWe start at four and are done at noon, when the auction opens its doors.\n"
    assert [shape for shape, _ in seen(text)] == ["text", "text", "text", "heading", "text"]


def test_blocks_heading_close_below_a_list_without_marks() -> None:
    """Known words that a blank line parts from lines without marks head them; words that an item may have as well do not."""
    text = "Good eyes\nA steady hand\n{}\n\nWind the springs\nFile and pin\nPolish the brass\n"
    assert ("heading", "What your week looks like") in seen(text.format("What your week looks like"))
    assert ("text", "Five years of experience among pendulums") in seen(text.format("Five years of experience among pendulums"))


def test_blocks_table_rows() -> None:
    """Tabs and bars make rows; the bars around a row and the drawn line are no words."""
    text = "Level\tMin\tMax\n| Deckhand | $20 | $24 |\n|---|---|---|\n| Mate | $26 | $31 |\n"
    assert seen(text) == [("row", "Level\tMin\tMax"), ("row", "Deckhand | $20 | $24"), ("row", "Mate | $26 | $31")]
    assert "rule" in [b.shape for b in blocks_of(text)]


def test_blocks_labels_stay_one_line() -> None:
    """A short value stays with its key; a long one is a paragraph under a heading."""
    short = "Schedule: Monday to Friday\n"
    long = f"Schedule: {'Monday to Friday, and a Saturday now and then when the fleet is late. ' * 3}\n"
    assert seen(short) == [("label", "Schedule: Monday to Friday")]
    assert [shape for shape, _ in seen(long)] == ["heading", "text"]


def test_blocks_gap_counts_blank_lines() -> None:
    """`gap` is the number of blank lines before a block."""
    assert [b.gap for b in blocks_of("Tar the boats.\nMend nets.\n\n\nSell fish.\n")] == [0, 0, 2]


WALL = (
    "Deckhand Port Oswin Full time, permanent About Us Oswin & Daughters lands cod, crab and the odd anchor, and has for four generations. "
    "The Role We need a Deckhand for the Marigold, who does not mind the dark. Key Responsibilities Haul nets and pots in all weathers; "
    "Gut and ice the catch; Keep the deck clear. What You Bring A sea survival card and a strong back. Two winters at sea would help. "
    "What's On Offer: a share of the catch, boots, and tea at four. How To Apply Ring the bell twice and ask for Osric."
)


def test_blocks_walls_are_taken_apart_at_headings() -> None:
    """In a text without line breaks a known heading phrase at a sentence start is a heading block of its own."""
    headings = [words for shape, words in seen(WALL) if shape == "heading"]
    assert headings == ["About Us", "The Role", "Key Responsibilities", "What You Bring", "What's On Offer", "How To Apply"]


@pytest.mark.parametrize(
    ("glued", "heading", "text"),
    [
        ("ResponsibilitiesDesign and build nets for deep water.", "Responsibilities", "Design and build nets for deep water."),
        ("Duties:Act as mate when the mate is ashore.", "Duties", "Act as mate when the mate is ashore."),
        ("Requirements: five winters at sea, and a card to show for each of them.", "Requirements", None),
        (
            "Requirements18 years or older, with a sea survival card.",
            "Requirements",
            "18 years or older, with a sea survival card.",
        ),
    ],
)
def test_blocks_headings_glued_to_their_text(glued: str, heading: str, text: str | None) -> None:
    """Glue and colons set a heading off, in a line of any length."""
    found = seen(glued + "\n")
    assert found[0] == ("heading", heading)
    assert text is None or found[1] == ("text", text)


def test_blocks_heading_glued_to_the_end_of_a_sentence() -> None:
    """`teamResponsibilities` ends one text and heads the next."""
    text = "You join a crew of five and learn the trade from an old and patient teamResponsibilitiesHaul nets and pots in all weathers and seasons."
    assert ("heading", "Responsibilities") in seen(text)


def test_blocks_prose_is_not_cut() -> None:
    """Heading words inside sentences head nothing: no boundary before them, or no capital behind."""
    text = (
        "Your experience with our team and the requirements of the role will grow, and the benefits of working at sea are known to all who do. "
        "You meet the basic qualifications for the role if you can swim, and Business Requirements Documents are unknown on the Marigold."
    )
    assert seen(text) == [("text", text)]


def test_blocks_inline_bullets() -> None:
    """Bullets that lost their line breaks become items again."""
    text = "What you will find here: • Nets that hold in deep water • Pots that do not rust in spring • Boots that fit both your feet\n"
    assert [words for shape, words in seen(text) if shape == "item"] == [
        "Nets that hold in deep water",
        "Pots that do not rust in spring",
        "Boots that fit both your feet",
    ]


def test_blocks_inline_dashes() -> None:
    """So do dashes, from three on; a range of hours is no list."""
    text = "Key responsibilities - Haul nets and pots in all weathers - Gut and ice the catch at once - Keep the deck clear of ropes\n"
    assert [shape for shape, _ in seen(text)] == ["heading", "item", "item", "item"]
    assert (
        len(seen("We are open 9 - 5 on weekdays, 10 - 4 on Saturdays and 11 - 3 on Sundays, all the year round, by the quay.\n"))
        == 1
    )


def test_blocks_inline_numbers() -> None:
    """Numbers that count up inside a line are items."""
    text = (
        "The mate does the following: 1. Mends the nets by hand. 2. Tars the boats in spring. 3. Sells what the auction leaves.\n"
    )
    assert [shape for shape, _ in seen(text)].count("number") == 3


def test_blocks_cut_where_a_paragraph_of_another_kind_begins() -> None:
    """A notice inside a wall becomes a block of its own, with its subject."""
    wall = "Haul nets and pots in all weathers, gut and ice the catch, and keep the deck clear. " * 8
    text = wall + "Oswin & Daughters is an equal opportunity employer and hires by skill."
    assert seen(text)[-1][1].startswith("Oswin & Daughters is an equal")


def test_blocks_are_linear_on_hostile_text() -> None:
    """Text made to hurt is work in proportion to its length."""
    for piece in ("A ", "a.A", "About A ", "salary ", "• a ", "Requirements: ", "   A", "1. 2. 3. A ", "**", "|\t"):
        assert_linear(blocks_of, piece)


def test_blocks_words_stick_to_short_forms_and_years() -> None:
    """In a text that is glued all over, a word that sticks to a short form and years that stick to a word begin a line as well."""
    line = (
        "Requirements Skill in charts and GISExtensive knowledge of tides and shoalsAbility to splice a rope by night"
        "Diploma in pilotage or a related field3+ years of work on the quayPatience with gulls and tourists"
        "Comfort in small boats in all weathersReadiness to rise at fourCare for the lamps and the logMemory for names of boats"
    )
    bodies = [words for _, words in seen(line)]
    assert any(words.startswith("Extensive knowledge") for words in bodies)
    assert any(words.startswith("3+ years") for words in bodies)
