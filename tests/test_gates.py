"""Gates: where a cheap look says that there is nothing, a close look finds nothing either."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobparse import dialect
from jobparse.askings import ASKING
from jobparse.blocks import _Reader
from jobparse.contents import Contents, contents_of
from jobparse.dialect import compiled
from jobparse.gluedlines import CLASSES, SHORT_FORM_RE, YEARS_RE, _further
from jobparse.headings import HEADING, headings_of
from jobparse.hiddenheadings import _Lines
from jobparse.leanings import READ, section_signs_of
from jobparse.linemarks import linemarks_of
from jobparse.matching import fold
from jobparse.pipeline import follow, shipped_rules
from jobparse.repair_breaks import likely_breaks
from jobparse.repair_characters import _entities, _entity_edits, _refers, odd_characters, striking_characters
from jobparse.repair_encoding import _begun, _leads, _stand_together
from jobparse.repair_markdown import _mark_edits, _rows, may_match
from jobparse.repair_rejoin import _gaps, _table
from jobparse.rowindex import opening_row
from jobparse.standing import NAMING, TURN
from jobparse.walls import Walls, _phrase_start

CORPUS = sorted((Path(__file__).parent.parent / "corpus" / "postings").glob("*.txt"))
PIECES = st.sampled_from(
    [
        "Requirements", "What you’ll do", "ABOUT US", "About Tarn & Holm Tarn & Holm mends nets", "The role", "Who we are?", "We weld.", "and", "of",
        "the", "a", "e.g.", "You must", "(", ")", ",", "•", "- ", " · ", "3. ", "   ", "\t", "…", "...", ":", " ", "\n", "\n\n", " \n ", "Harborline’s",
        "&", "&amp;", "& amp;", "&nbsp", "R&D", "\\u00e9", "202", "7", "$52,0", "–", "é", "\u00a0", "equal opportunity employer", "401(k) and dental",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(alphabet="aA \n\t.,-–(é&;#1", max_size=80))
EVERY_BREAK = re.compile(r"\n")


def corpus_text(path: Path) -> str:
    """A posting of the corpus, as it is."""
    return path.read_bytes().decode("utf-8", "replace")


def check_opening_rows(text: str) -> None:
    """Where all rows as one pattern say that none opens a line, none does, and no sign opens one that was not tried."""
    rules = shipped_rules()
    signs = section_signs_of(rules)
    folded = fold(text)
    for line in re.finditer(r"[^\n]+", text):
        for family, where in ((NAMING, text), (TURN, folded), (ASKING, folded)):
            rows = rules.rows(family)
            each = [row for row in rows if compiled(row.pattern).match(where, *line.span())]
            assert opening_row(rows, where, *line.span()) is (each[0] if each else None)
        read = folded[line.start() : line.end()][:READ]
        opening = {number for number, pattern in signs._openings if compiled(pattern).match(read)}
        assert opening <= signs.weigh(folded, *line.span()).keys()


def check_gaps(text: str) -> None:
    """No break that some row may join is passed over."""
    table = _table(shipped_rules())
    every = table._replace(likely=EVERY_BREAK)
    assert list(_gaps(text, table)) == list(_gaps(text, every))


def alarmed_everywhere(text: str) -> Walls:
    """The walls of a text in which every mark, notice, colon and question mark is an alarm."""
    rules = shipped_rules()
    hits = rules.matcher.scan(text)
    walls = Walls(hits, rules)
    marks = walls._marks
    walls._notices = [found.start for found in contents_of(rules).find(hits, 0, len(text))]
    walls._listed = sorted(marks.bullets + marks.dots + marks.dashes + marks.numbers)
    walls._opened = sorted([*marks.ellipses, *(at for at, char in enumerate(text) if char in ":…")])
    walls._asked = [at for at, char in enumerate(text) if char == "?"]
    return walls


def check_lines(text: str) -> None:
    """A line that is called quiet has no cut in it, and no cut is missed for want of an alarm; nor in the halves of a line, as if it had been cut."""
    rules = shipped_rules()
    walls, every = Walls(rules.matcher.scan(text), rules), alarmed_everywhere(text)
    at = 0
    for line in text.split("\n"):
        first = at + len(line) - len(line.lstrip())
        end = at + len(line.rstrip())
        for start in {first, text.rfind(" ", first, (first + end) // 2) + 1}:
            if first <= start < end:
                cuts, item_cuts = every.cuts(start, end), every.cuts(start, end, item=True)
                assert (walls.cuts(start, end), walls.cuts(start, end, item=True)) == (cuts, item_cuts)
                assert not (walls.quiet(start, end) and cuts)
                assert not (walls.quiet_item(start, end) and item_cuts)
        at += len(line) + 1


def check_blocks(text: str) -> None:
    """A text in which every place is an alarm has the same blocks."""
    rules = shipped_rules()
    reader, slow = (_Reader(rules.matcher.scan(text), rules) for _ in range(2))
    slow.walls.alarms = slow.walls._item_alarms = list(range(len(text) + 1))
    assert reader.read() == slow.read()


def check_entities(text: str) -> None:
    """A text in which no `&` begins a reference has none to mend."""
    ampersands, _, some = _entities(shipped_rules())
    if not _refers(text, some):
        assert list(_entity_edits(text, ampersands)) == []


@settings(max_examples=300)
@given(TEXTS)
def test_gates_change_nothing_on_random_text(text: str) -> None:
    """Breaks, lines and references of odd texts."""
    check_gaps(text)
    check_lines(text)
    check_blocks(text)
    check_entities(text)
    check_opening_rows(text)
    assert odd_characters(text) == frozenset(char for char in text if not ("\x20" <= char <= "\x7e" or char in "\n\t"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_gates_change_nothing_on_the_corpus(path: Path) -> None:
    """The same for whole postings, and for the same ones as walls of text."""
    text = corpus_text(path)
    for form in (text, re.sub(r"\s*\n\s*", " ", text), re.sub(r"\s*\n\s*", "", text)):
        check_gaps(form)
        check_lines(form)
        check_entities(form)
        check_marks(form)
        check_blocks(form)
        check_opening_rows(form)
        check_openings(form)
        check_glues(form)


def test_gates_every_heading_phrase_is_found_where_it_may_stand() -> None:
    """Every spelling is seen as it is written in headings: as a sentence, as a title, in capitals."""
    rules = shipped_rules()
    marks = linemarks_of(rules)
    for row in rules.rows(HEADING):
        if row.get("loose") in ("own", "line"):
            continue
        for spelling in row.spellings:
            phrase = fold(spelling)
            if headings_of(rules).named(phrase) is not row or not phrase[0].isalpha():
                continue
            for form in (
                phrase[0].upper() + phrase[1:],
                re.sub(r"(?<![\w'])[^\W\d_]", lambda m: m[0].upper(), phrase),
                phrase.upper(),
            ):
                if len(form) == len(phrase):
                    assert 4 in marks.of(f"We. {form}: x", fold(f"We. {form}: x")).starts, form


def test_gates_striking_characters_are_told_in_one_pass() -> None:
    """Odd characters, and those that begin some markup."""
    assert striking_characters("Zoë’s *pay*\n") == (frozenset("ë’"), "*")
    assert striking_characters("plain\ttext\n") == (frozenset(), "")


def test_gates_the_first_break_is_always_looked_at() -> None:
    """No pattern sees where the first word of a text begins."""
    assert list(likely_breaks("of\nsteel\nand\nmore", re.compile(r"(?!)"))) == [(2, 3)]


def check_marks(text: str) -> None:
    """A character of Markdown whose rows are passed over begins no edit; and two characters beyond ASCII side by side are seen."""
    for char, rows, loosened in _rows(shipped_rules()):
        if not may_match(loosened, text):
            assert list(_mark_edits(text, char, rows)) == []
    assert _stand_together(text) == (re.search("[^\x00-\x7f][^\x00-\x7f]", text) is not None)


MARKED = st.text(alphabet="a b\n\\*_#`~[](!<>@.x’é\u0301", max_size=40)


@settings(max_examples=500)
@given(MARKED)
def test_gates_marks_passed_over_are_none(text: str) -> None:
    """Odd Markdown."""
    check_marks(text)


@settings(max_examples=300)
@given(st.text(alphabet="we don?t yI\n ", max_size=30))
def test_gates_runs_are_found_by_how_they_begin(text: str) -> None:
    """Rows whose matches begin with one character are looked for at that character."""
    for row, _, plain in _leads(shipped_rules()).rows:
        if plain:
            assert [found.span() for found in _begun(text, row, plain)] == [
                found.span() for found in compiled(row.pattern).finditer(text)
            ]


def check_openings(text: str) -> None:
    """Rows that open a line or a sentence find what they find in a search over the whole text."""
    rules = shipped_rules()
    slow = Contents(rules)
    slow._opens = dict.fromkeys(slow._opens, "")
    assert Contents(rules).find(rules.matcher.scan(text), 0, len(text)) == slow.find(rules.matcher.scan(text), 0, len(text))


SENTENCES = st.lists(
    st.sampled_from(
        ["As a weaver, ", "you will weave", "We are ", "Tarn & Holm is ", "looking for a ", "seeking an ", "weaver", ". ", ".  ", ": ", "? ", "\n", " ", "- ",
         "Interested candidates ", "apply now", "If this is you, ", "please apply", "As a result, ", "who are ", "mill", "x" * 90]
    ),
    max_size=24,
).map("".join)  # fmt: skip


@settings(max_examples=500)
@given(SENTENCES)
def test_gates_rows_that_open_a_line_or_a_sentence_change_nothing_on_random_text(text: str) -> None:
    """Odd sentences."""
    check_openings(text)


@settings(max_examples=1000)
@given(st.text(alphabet="aAB\u00c9.\u2019) \t!;\u2026%1\u00df", max_size=16), st.integers(0, 16), st.integers(0, 16))
def test_gates_a_phrase_begins_at_its_last_capital(text: str, low: int, high: int) -> None:
    """The capitals alone show what a search for every beginning shows."""
    every = re.compile(
        r"(?:[.!?;\u2026]['\"\u201d\u2019)]?\s+|\s{2,}|[a-z\u00df-\u00f6\u00f8-\u00ff.)%](?=[A-Z\u00c0-\u00d6\u00d8-\u00de])|[A-Z](?=[A-Z][a-z]))(?=[A-Z\u00c0-\u00d6\u00d8-\u00de])"
    )
    low, high = sorted((min(low, len(text)), min(high, len(text))))
    expected = max((found.end() for found in every.finditer(text, low, high)), default=None)
    assert _phrase_start(text, low, high, low - 1) == expected


STUCK = st.lists(
    st.sampled_from(["and SQLDevelop reports", " in BI.Knowledge of", "field3+ years", "dogs5 to 7 years SQLDevelop re", "a", "A", "É", " ", "/", "1"]), max_size=12
).map("".join)  # fmt: skip


def check_glues(text: str) -> None:
    """What sticks to short forms and years to words is found as by one search for both."""
    both = re.compile(f"{SHORT_FORM_RE.pattern.replace('glued', 'word')}|{YEARS_RE.pattern}")
    classes = text.encode("latin-1", "replace").translate(CLASSES)
    assert list(_further(text, classes)) == [found.start(found.lastgroup or 0) for found in both.finditer(text)]


@settings(max_examples=500)
@given(STUCK)
def test_gates_what_sticks_is_found_by_its_classes(text: str) -> None:
    """Odd words that stick together."""
    check_glues(text)


def test_gates_letters_in_ranges_are_those_that_are_spelled_out() -> None:
    """The class of letters of both cases takes the letters of the two classes, and no other character."""
    both = re.compile(f"[{dialect.LETTERS}]")
    either = re.compile(f"[{dialect.LOWER}{dialect.UPPER}]")
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert both.findall(every) == either.findall(every)


@pytest.mark.parametrize("path", CORPUS[::2], ids=lambda path: path.stem)
def test_gates_lines_that_cannot_agree_head_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of which too few stand below another to agree on a kind need not be read: the sections are the same if they are."""
    text = re.sub(r"\n\s*\n", "\n", corpus_text(path))
    passages = follow(text).document.passages
    monkeypatch.setattr(_Lines, "_may_agree", lambda *_: True)
    assert follow(text).document.passages == passages
