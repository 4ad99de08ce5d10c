"""Rejoining: what belongs together becomes one line, and what does not stays apart."""

from __future__ import annotations

import pytest

from jobparse.pipeline import shipped_rules
from jobparse.repair import repair
from jobparse.repair_words import FIRST, Dictionary, _read_dictionary, one_word

RULES = shipped_rules()


def mended(source: str) -> str:
    return repair(source, RULES).value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("As a\n\nSite Welder\n\n, you’ll join steel.", "As a Site Welder, you’ll join steel."),
        (
            "Able to finish a degree in\n\nFall 202\n\n6\n\nor\n\nSpring 202\n\n7\n\n.",
            "Able to finish a degree in Fall 2026 or Spring 2027.",
        ),
        ("know a process (e.g.,\n\nMIG\n\n, TIG\n\n) well", "know a process (e.g., MIG, TIG) well"),
        ("look after the welding sys\n\ntems of the yard", "look after the welding systems of the yard"),
        ("Read about our \nsafety rules\n and the \nHull Book\n.", "Read about our safety rules and the Hull Book."),
        ("•\nWeld frames\n•\nCut plate", "• Weld frames\n• Cut plate"),
        ("$52,000\n—\n$61,000 USD", "$52,000 — $61,000 USD"),
        ("Pay: $52,0\n\n00 a year", "Pay: $52,000 a year"),
        ("at least 5\n\n+ years at the bench", "at least 5+ years at the bench"),
        ("frames for the con-\nstruction of ships", "frames for the construction of ships"),
    ],
)
def test_rejoin_mends_torn_lines(source: str, value: str) -> None:
    """Emphasis, links, words, numbers, brackets and bullets that were torn out of their lines."""
    assert mended(source) == value


@pytest.mark.parametrize(
    "source",
    [
        "Skills\n\nC++\nGo\nPython\nRust\nscikit-learn",
        "Responsibilities\n\nWeld frames\n\nCut plate\n\nRequirements\n\nA licence",
        "- Weld frames,\n- cut plate, and\n- sweep the floor.",
        "You will\n\nweld frames\n\ncut plate\n\nsweep the floor",
        "What you will work with\n\nSteel and aluminium",
        "Site Welder\n(Night shift)\nHalifax, NS",
        "Location: Halifax\nShift: nights\nPay: $28 an hour",
        "Site Welder\n\nHarborline\n\n5 days ago\n\n200 applicants",
        "Shift\t6 to 2\nLate\t2 to 10",
        "Room 202\n7 days a week\n\n$52,000\n12 months",
        "Weld team\n\nwork starts at six in the morning, every day of the week",
        "You weld.\n.NET is not our thing\n... and more\n:-) the crew",
        "$11,500\n\n$12,500 USD",
    ],
)
def test_rejoin_keeps_real_lines_apart(source: str) -> None:
    """Lists, headings, chips, labels, cards, table rows and amounts are lines of their own."""
    assert mended(source) == source


TORN = "As a\n\nWelder\n\n, you’ll work\n\n, and learn, in\n\n"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("Hull Section\n\nof the yard", "Hull Section of the yard"),
        ("Gas Metal Arc Welding\n\n(GMAW)\n\nteams", "Gas Metal Arc Welding (GMAW) teams"),
        ("Hull Section\n\nRequirements\n\nA licence", "Hull Section\n\nRequirements\n\nA licence"),
        ("Hull Section.\n\n- weld frames\n- cut plate", "Hull Section.\n\n- weld frames\n- cut plate"),
        ("Hull Section.\n\n## and more\n\nweld", "Hull Section.\n\n## and more\n\nweld"),
    ],
)
def test_rejoin_on_a_torn_page_believes_more(source: str, value: str) -> None:
    """Beside breaks that are beyond doubt, likely ones are joined too, but no headings, items or whole lines."""
    assert mended(TORN + source) == "As a Welder, you’ll work, and learn, in " + value


def test_rejoin_unwraps_text_cut_at_a_width() -> None:
    """Running text is one line again; the end of a paragraph, a short line and an item are not joined on."""
    wrapped = (
        "Harborline builds and mends small ships for the island\nferries, and has done so since the first of them was\n"
        "launched from the old slip below the church. You would\nweld hulls, tanks and rails in a crew of nine.\n\n"
        "Bring\n- a helmet that you have worn for longer than a month\n  and that fits\n- gloves"
    )
    first, *others = mended(wrapped).split("\n")
    assert first.startswith("Harborline builds")
    assert first.endswith("a crew of nine.")
    assert others == ["", "Bring", "- a helmet that you have worn for longer than a month and that fits", "- gloves"]


def test_rejoin_puts_shredded_text_together() -> None:
    """One word a line is a paragraph again, and the blank lines between blocks stay; a list of names is left alone."""
    role = "You will weld the hulls and the tanks of small ships for the ferries that sail from the old slip below our church."
    you = "Bring a helmet and the gloves that you have worn for longer than a month at the bench of a yard."
    text = f"The role\n\n{role}\n\nAbout you\n\n{you}\n"
    assert mended(text.replace(" ", "\n")) == text
    names = "Python\nRust\nGo\nJava\nKotlin\nScala\nSwift\nPerl\nRuby\nLua"
    assert mended(names) == names


def test_rejoin_asks_for_a_known_word() -> None:
    """Two halves are one word where the text or the dictionary has it and one half is none."""
    assert one_word("infras", "tructure", "")
    assert one_word("Thistle", "barn", "Thistlebarn is here: Thistle barn")
    assert not one_word("team", "work", "teams work")
    assert not one_word("python", "java", "")


def test_rejoin_counts_words_alike_packed_and_read() -> None:
    """The first words are looked for in the packed list; what is found there is what reading it gives."""
    packed = _read_dictionary()
    read = Dictionary(packed)
    for _ in range(FIRST):
        read.count("hull")
    words = ["hull", "zebra", "a", "graduation", "kubern", "tems", "the", "e", "zürich", "o'clock", "", 'x":', "aachen"]
    assert [Dictionary(packed).count(word) for word in words] == [read.count(word) for word in words]
    assert Dictionary(b'{"hull":7, "net" : 8}').count("hull") == 7
