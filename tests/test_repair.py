"""Repair: what is mended, what is left alone, and the promises that hold for any text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobparse.pipeline import shipped_rules
from jobparse.repair import repair
from jobparse.repair_characters import odd_characters
from jobparse.text import undone

RULES = shipped_rules()
ROOT = Path(__file__).parent.parent
SAMPLE = ROOT.parent / "shared" / "data" / "sample.jsonl"
POSTINGS = sorted((ROOT / "corpus" / "postings").glob("*.txt"))

PIECES = (
    *(
        "a",
        "A",
        "the",
        "and",
        "sys",
        "tems",
        "systems",
        "We weld.",
        "Duties",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "\r\n",
        ",",
        ".",
        ";",
    ),
    *(":", "(", ")", "(e.g.,", "-", "–", "•", "*", "**", "_", "__", "`", "[", "](x)", "]", "![", "<b>", "</b>", "<p>", "</p>"),
    *(
        "<li>",
        "<br>",
        "<td>",
        "</td>",
        "<tr>",
        "<h2>",
        "</h2>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "&amp;",
        "&",
        "amp;",
        "lt;",
    ),
    *(
        "&lt;",
        "&nbsp;",
        "&#39;",
        "&#x26;",
        "\\",
        "\\n",
        "\\u2019",
        "#",
        "# ",
        "~~",
        "```",
        "â€™",
        "â€",
        "â",
        "Ã©",
        "Ã",
        "Â ",
        "’",
    ),
    *(
        "“",
        "”",
        "é",
        "\x85",
        "\x92",
        "\x9d",
        "\xa0",
        "\u200b",
        "\u200d",
        "👩",
        "🔧",
        "\u0301",
        "ﬁ",
        "Ａ",
        "𝗪",
        "5",
        "202",
        "8",
        "$52,",
    ),
    *(
        "000",
        "%",
        "+ years",
        "1.",
        "o",
        "?re",
        "we",
        "’s",
        "<a@b.co>",
        "http://a.b/c_d",
        "\ud83d",
        "\ude00",
        "\ufeff",
        "|",
        "ü",
        "ö",
    ),
)
BROKEN = st.one_of(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.text(max_size=40))


def mended(source: str) -> str:
    return repair(source, RULES).value


# ------------------------------------------------------------------ promises


@given(BROKEN)
def test_repair_undo_gives_the_source(source: str) -> None:
    """Taking all edits back restores the source, however damaged it was."""
    assert undone(repair(source, RULES)) == source


@given(BROKEN)
@settings(max_examples=300)
def test_repair_of_repaired_text_changes_nothing(source: str) -> None:
    """One repair is enough."""
    assert repair(mended(source), RULES).edits == ()


@given(BROKEN)
def test_repair_edits_name_their_rows(source: str) -> None:
    """Every edit is signed by a row of repair/, or by the one rule that no rules file can write down."""
    known = {row.id for family, rows in RULES.families.items() if family.startswith("repair/") for row in rows}
    assert {edit.rule for edit in repair(source, RULES).edits} <= known | {"repair-surrogate"}


@given(
    st.text(
        alphabet=st.characters(codec="ascii", exclude_characters="&*_`[]<>\\#~?|+-.,;:()/'\"$%{}\x7f", exclude_categories=["Cc"])
    )
)
def test_repair_leaves_plain_text_alone(source: str) -> None:
    """ASCII words without marks or line breaks are never touched."""
    assert repair(source, RULES).edits == ()


@pytest.mark.parametrize("path", POSTINGS, ids=lambda path: path.stem)
def test_repair_keeps_its_promises_on_the_corpus(path: Path) -> None:
    """Undo and idempotence on every posting of the corpus."""
    with open(path, encoding="utf-8", newline="") as handle:
        source = handle.read()
    text = repair(source, RULES)
    assert undone(text) == source
    assert repair(text.value, RULES).edits == ()


def sample() -> Iterator[str]:
    for line in SAMPLE.read_text("utf-8").split("\n")[::8]:
        if line:
            yield json.loads(line)["text"]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample of real postings lies beside the checkout and is not part of it")
def test_repair_keeps_its_promises_on_real_postings() -> None:
    """Undo and idempotence on every eighth posting of the sample; what was laid out with blank lines is not joined either."""
    for source in sample():
        text = repair(source, RULES)
        assert undone(text) == source
        assert repair(text.value, RULES).edits == ()


# ------------------------------------------------------------------ characters


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("the yardâ€™s crew", "the yard’s crew"),
        ("the yardÃ¢â‚¬â„¢s crew", "the yard’s crew"),
        ("a â€œpitâ€ crew", "a “pit” crew"),
        ("a â€œpitâ€\x9d crew", "a “pit” crew"),
        ("It’s the yardâ€™s crew", "It’s the yard’s crew"),
        ("💰 the yardâ€™s pay", "💰 the yard’s pay"),
        ("CafÃ© work", "Café work"),
        ("5Â years", "5 years"),
        ("πŸ“‹ Duties", "📋 Duties"),
        ("đź“‹ Duties", "📋 Duties"),
        ("ğŸ“‹ Duties", "📋 Duties"),
        ("üöÄ Duties", "🚀 Duties"),
        ("we‚Äôll weld", "we’ll weld"),
        ("we\x92ll weld", "we’ll weld"),
        ("weld\x85cut", "weld\ncut"),
        ("weld\u2028cut\r\nbend\rgrind", "weld\ncut\nbend\ngrind"),
        ("\ufefffull\u2011time\u00a0work\u200b", "full-time work"),
        ("infra\u00adstructure", "infrastructure"),
        ("Ｐｙｔｈｏｎ, \ufb01nance", "Python, finance"),
        ("𝗪𝗵𝗮𝘁 you do", "What you do"),
        ("Zoe\u0308", "Zoë"),
        ("\ud83d\udcb0 pay \ud83d", "💰 pay "),
    ],
)
def test_repair_mends_characters(source: str, value: str) -> None:
    """Wrong decoding in all its families, invisible characters, and forms that only look like the plain ones."""
    assert mended(source) == value


@pytest.mark.parametrize(
    "source",
    [
        "Zoë Peña from São Paulo, Ågot and Łukasz",
        "“Curly quotes” – and dashes — stay… ‘all’ of them’s",
        "👩\u200d🔧 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f ❤\ufe0f",
        "Wir suchen Menschen mit Überblick – für Büro & Küche",
        "Привет, мы ищем сварщика",
        "溶接工を募集しています",
        "20 °C, 5 µm, ½ day, £30, €5 and 40 % ®",
    ],
)
def test_repair_leaves_sound_characters(source: str) -> None:
    """Names, typography, emoji and other scripts are the author's."""
    assert mended(source) == source


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("R&amp;amp;D &amp;lt; &#8217; &#xa;x", "R&D < ’ \nx"),
        ("June&nbsp;7 &amp;ndash; 9", "June 7 – 9"),
        ("the &quat;pit&quat;", 'the "pit"'),
        ("5&plus; years of C&plus;&plus;", "5+ years of C++"),
        ("we\\u2019ll weld\\nYou will cut", "we’ll weld\nYou will cut"),
        ("see ?a=1&copy=2&lt=3 and AT&T", "see ?a=1&copy=2&lt=3 and AT&T"),
    ],
)
def test_repair_reads_references(source: str, value: str) -> None:
    """Names and numbers of characters, escaped once or more, and nothing that only looks like one."""
    assert mended(source) == value


def test_repair_finds_odd_characters_of_any_text() -> None:
    """Controls and halves of characters count as odd; line breaks and tabs do not."""
    assert odd_characters("a\tb\n\x00\ud800é") == frozenset("\x00\ud800é")


# ------------------------------------------------------------------ markup


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("<p>You weld.</p>\n<p>You cut.</p>", "You weld.\n\nYou cut."),
        ("You weld.<br/>You cut.", "You weld.\nYou cut."),
        ("<h2>Duties</h2><ul><li>Weld</li><li><p>Cut</p></li></ul><p>Pay</p>", "## Duties\n• Weld\n• Cut\n\nPay"),
        ("<p><strong>Duties:</strong></p><p>You <b>must</b> weld.</p>", "**Duties:**\n\nYou must weld."),
        (
            "<table><tr><th>Shift</th><td>6 to 2</td></tr><tr><td>Late</td><td>2 to 10</td></tr></table>",
            "Shift\t6 to 2\nLate\t2 to 10",
        ),
        ("&lt;p&gt;You &amp;amp; we&lt;/p&gt;", "You & we"),
        ("<style>p {}</style>Weld<script>x < y</script><!-- <p> -->", "Weld"),
        ("<p>You weld the\n   hulls of ships.</p>", "You weld the hulls of ships."),
        ('Read <a href="https://acme.example/?a=1&b=2">our page</a>.', "Read our page."),
    ],
)
def test_repair_reads_tags(source: str, value: str) -> None:
    """Tags become the lines, bullets and headings that a browser would show."""
    assert mended(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (
            "# [Site Welder](https://acme.example/a_(b))\n\n**Duties** \n\n* **Weld** _all_ day",
            "# Site Welder\n\n**Duties** \n\n* Weld all day",
        ),
        ("####  `💰 52000.0` `🌎 Halifax`", "####  💰 52000.0 🌎 Halifax"),
        ("one\\-size 5\\+ years \\$28 and\\/or", "one-size 5+ years $28 and/or"),
        ("![logo](https://acme.example/l.png)Weld", "Weld"),
        ("** Duties:  \n** You weld.", "**Duties:**\n You weld."),
        ("### **Duties**\n***Weld***", "### Duties\n**Weld**"),
        ("_The pay is **$28** an hour._", "The pay is $28 an hour."),
    ],
)
def test_repair_reads_markdown(source: str, value: str) -> None:
    """Marks inside lines go; marks that say what a line is stay."""
    assert mended(source) == value


@pytest.mark.parametrize(
    "source",
    [
        "a < b and c > d, 3 <5, <your name>, x<y",
        "C++ * 2 * 3, snake_case, __init__py, 2**3",
        "$5 *per hour, pay and bonus**, 4.5 rated",
        "* Weld\n* Cut\n- Bend\n+ Grind",
        "C:\\weld\\new and (a) [b] {c} #1 ~5",
        "Name: ________ Date: ____",
        "https://acme.example/a_b_c/*d*/?e=__f__",
        "S*** rating, f*ck, 5*5",
    ],
)
def test_repair_leaves_what_is_no_markup(source: str) -> None:
    """Signs of sums, names, blanks, bullets, footnotes and addresses are no markup."""
    assert mended(source) == source
