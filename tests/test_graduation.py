"""Graduation windows: which term belongs to whom, and what a posting says by saying it twice."""

from __future__ import annotations

import itertools
import json
import re
from bisect import bisect_right
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobparse import parse
from jobparse.facts.graduation import date_ledger
from jobparse.facts.graduation_gate import CUES, NEAR, cues_near_dates, find_marks, find_years
from jobparse.matching import fold
from jobparse.model import GraduationWindow, Posting
from jobparse.pipeline import follow, shipped_rules
from tests.effort import assert_linear

CORPUS = Path(__file__).parent.parent / "corpus"
CASES = CORPUS / "cases" / "graduation.jsonl"
POSTINGS = sorted((CORPUS / "postings").glob("*.txt"))

AROUND = (
    """Tidewater Loom - Process Engineer
Halifax, MA | Full-time | Posted 3 March 2026

About us
Founded in 1987, Tidewater Loom raised $40 million in 2024 and runs mills in four states.

Requirements
- {}
- Excel, and a driving licence valid until 2029

Benefits
401(k) with a 5% match from 2026, 20 days off, tuition help up to $5,000 a year.

Apply by 30 April 2026. Job 20261187. Call 555-010-2027.
""",
    """Summer Intern, Kiln Controls (2027)

We make kilns. Our internship runs from June 7 to August 20, 2027, forty hours a week, in Dayton.

{}

The pay is $24 an hour. Interviews are held in October and November 2026; offers go out by January 2027. © 2026 Oxbow Kilns
""",
)


def windows(text: str) -> list[tuple[str | None, str | None]]:
    """Earliest and latest month of every window."""
    return [(window.earliest, window.latest) for window in parse(text).graduation]


def only(text: str) -> GraduationWindow:
    """The one window of a text."""
    (window,) = parse(text).graduation
    return window


def kinds(posting: Posting) -> list[str]:
    """The kinds of its findings about dates."""
    return [finding.kind for finding in posting.findings if finding.kind in ("unclassified_date", "relative_graduation")]


def test_graduation_nearest_words_own_a_term() -> None:
    """Dates of the internship and of applying in the same sentence stay out."""
    text = "Apply by October 2026 for our internship (June to August 2027) if you are graduating between December 2027 and June 2028."
    assert windows(text) == [("2027-12", "2028-06")]


@pytest.mark.parametrize(
    "text",
    [
        "Graduate Surveyor (2027 Start)",
        "Join our 2027 graduate cohort in Leeds.",
        "New Grad Program 2027",
        "Our 2019 graduates now run three plants.",
        "You must remain enrolled until May 2027 and graduate with honours.",
        "Start date: July 2027, after you graduate",
        "A role after graduation, from July 2027",
        "Plan the May 2027 graduation ceremony.",
        "Students must have completed their sophomore year by May 2027.",
    ],
)
def test_graduation_dates_of_something_else_are_refused_by_a_row(text: str) -> None:
    """A date that is no window is given to the row that knows what it is, and is no finding."""
    journey = follow(text)
    assert journey.posting.graduation == ()
    assert kinds(journey.posting) == []
    assert {verdict.fate for verdict in date_ledger(journey.document, journey.readings.graduation)} == {"refused"}


def test_graduation_two_windows_only_for_two_degrees_or_programmes() -> None:
    """Different degrees or programmes part two windows; nothing else does."""
    assert windows("BS: graduating in May 2027\nPhD: graduating in December 2027") == [
        ("2027-05", "2027-05"),
        ("2027-12", "2027-12"),
    ]
    tracks = "For the summer track, graduate by June 2028; for the full-time track, graduate by August 2027."
    assert windows(tracks) == [(None, "2028-06"), (None, "2027-08")]
    assert windows("Graduating in May 2027\nGraduating in December 2027") == [("2027-05", "2027-12")]


def test_graduation_two_sides_on_two_lines_are_one_window() -> None:
    """What one line opens and another closes is one window."""
    assert windows("Earliest graduation date: May 2027\nLatest graduation date: December 2028") == [("2027-05", "2028-12")]
    assert windows("| Graduation (earliest) | Graduation (latest) |\n|---|---|\n| December 2026 | August 2027 |") == [
        ("2026-12", "2027-08")
    ]


def test_graduation_rows_of_a_table_carry_their_degrees() -> None:
    """A table with a row a degree gives a window a degree."""
    found = parse("| Degree | Graduation date |\n|---|---|\n| BS | May 2027 |\n| PhD | December 2027 |").graduation
    assert [(window.earliest, window.degrees) for window in found] == [("2027-05", ("bachelor",)), ("2027-12", ("doctorate",))]


def test_graduation_refusals_leave_the_complement() -> None:
    """Who is turned away on one side leaves the other; two refusals cancel out; a refused range leaves nothing to say."""
    assert windows("Students graduating before December 2026 are not eligible.") == [("2026-12", None)]
    assert windows("Graduating before September 2026? Please apply to our experienced openings.") == [("2026-09", None)]
    assert windows("You must not graduate before June 2027.") == [("2027-06", None)]
    assert windows("Graduation dates outside of May 2027 to August 2027 will not be considered.") == [("2027-05", "2027-08")]
    assert windows("2026 graduates are not eligible.") == []
    assert windows("Not eligible for visa sponsorship; graduating by June 2027") == [(None, "2027-06")]


def test_graduation_wishes_narrow_nothing() -> None:
    """A preference inside a requirement is dropped; alone it is a window."""
    assert windows("Must graduate by August 2028 (December 2027 graduates get priority)") == [(None, "2028-08")]
    assert windows("Preferred graduation dates: May 2027 or December 2027") == [("2027-05", "2027-12")]


def test_graduation_a_class_gives_way_to_months() -> None:
    """The year in a title says less than the window in the text."""
    text = "Hydraulics Engineer, New Grad 2027\n\nRequirements\n- Graduating between December 2026 and June 2027\n"
    assert windows(text) == [("2026-12", "2027-06")]
    assert windows("Hydraulics Engineer, New Grad 2027") == [("2027-01", "2027-12")]


def test_graduation_degree_by_a_date() -> None:
    """A degree that must be held by a date is a window; one held since a date, or a verb with another object, is none."""
    assert windows("You must hold a PhD by September 2027.") == [(None, "2027-09")]
    assert windows("Bachelor's degree since 2019") == []
    assert windows("Our PhD programme received funding until 2029.") == []


def test_graduation_degrees_come_from_the_clause_or_the_line_before() -> None:
    """The degrees of a window are those of its clause, else of its line, else of the line before."""
    assert only("BS, MS or PhD with graduation between September 2026 and June 2027").degrees == (
        "bachelor",
        "master",
        "doctorate",
    )
    assert only("- Pursuing a master's degree in hydrology\n- Graduation date: May 2027").degrees == ("master",)


def test_graduation_lines_that_a_scrape_tore_are_one_sentence() -> None:
    """A date torn over lines is read as if it were on one."""
    assert windows("Graduation date in\n\nWinter 2027\n\nor\n\nSpring/Summer 2028\n\n.") == [("2027-12", "2028-08")]
    assert windows("Graduation\nFrom: 08/2026\nTo: 08/2027") == [("2026-08", "2027-08")]
    assert windows("Students graduating in one of these:\n- December 2026\n- May 2027") == [("2026-12", "2027-05")]


def test_graduation_counted_from_an_unnamed_day_is_a_finding() -> None:
    """Nothing is resolved against today."""
    posting = parse("Graduated within the last 12 months")
    assert posting.graduation == ()
    assert kinds(posting) == ["relative_graduation"]


def test_graduation_a_date_no_row_knows_is_a_finding() -> None:
    """A date in a sentence that speaks of graduating is used, refused by a row, or reported."""
    journey = follow("Graduating students love the mill because it looks so new in 2027.")
    assert journey.posting.graduation == ()
    assert [verdict.fate for verdict in journey.readings.graduation.ledger] == ["unclassified"]
    assert kinds(journey.posting) == ["unclassified_date"]


def test_graduation_every_year_has_one_fate() -> None:
    """The ledger has one line for every year of the kept text, and none overlaps another."""
    text = AROUND[0].format("Graduating between December 2026 and June 2028")
    journey = follow(text)
    ledger = date_ledger(journey.document, journey.readings.graduation)
    years = [
        at
        for at in range(len(text))
        if text[at : at + 2] == "20" and text[at : at + 4].isdigit() and not text[at + 4 : at + 5].isdigit()
    ]
    places = [at for at in years if not text[at - 1].isdigit()]
    for place in places:
        assert sum(verdict.span.start <= place < verdict.span.end for verdict in ledger) == 1, text[place - 20 : place + 8]
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(ledger))


@pytest.mark.parametrize("path", POSTINGS, ids=lambda path: path.stem)
def test_graduation_ledger_covers_every_year_of_the_corpus(path: Path) -> None:
    """In whole postings too every year of the kept text has one fate, used, refused by a named row, or unclassified."""
    journey = follow(path.read_bytes().decode("utf-8"))
    ledger = date_ledger(journey.document, journey.readings.graduation)
    starts = [block.start for block in journey.document.blocks]
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(ledger))
    for place in find_years(journey.document.hits.folded):
        if journey.document.blocks[bisect_right(starts, place) - 1].removed is None:
            (verdict,) = [verdict for verdict in ledger if verdict.span.start <= place < verdict.span.end]
            assert verdict.fate in ("used", "refused", "unclassified")
            assert (verdict.fate == "refused") <= bool(verdict.rule)


WORDS = (
    "graduating",
    "degree",
    "May",
    "2027",
    "'27",
    "05/27",
    "Dec-26",
    "class of 28",
    "120265",
    "2020",
    "in the last 12 months",
    "\n",
    ".",
)


@given(st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from(("", " ")))
def test_graduation_gate_sees_what_plain_patterns_see(words: list[str], glue: str) -> None:
    """One pass finds the years, the short years, the openings of relative rows and, around dates, the cues that looking for each would find."""
    folded = fold(glue.join(words))
    book = shipped_rules()
    marks = find_marks(book.matcher.scan(folded))
    years = [m.start() for m in re.finditer(r"(?<!\d)(?:19|20)\d\d(?!\d)", folded)]
    short = [m.start() for m in re.finditer(r"(?:['/-]|of )(?=[23]\d(?!\d))", folded)]
    assert marks.years == find_years(folded) == years
    assert marks.dates == sorted((*years, *short))
    literals = {literal for row in book.rows("graduation/relative") for literal in row.literals}
    assert sorted(set(marks.relative)) == sorted(
        {m.start() for lit in literals for m in re.finditer(f"(?={re.escape(lit)})", folded)}
    )
    cues = {literal for row in book.rows(CUES) for literal in row.literals}
    ends = {m.start() + len(lit) for lit in cues for m in re.finditer(f"(?={re.escape(lit)})", folded)}
    near = {end for end in ends if any(date - NEAR <= end <= date + NEAR for date in marks.dates)}
    assert near <= set(cues_near_dates(folded, marks.dates, book)) <= ends


def test_graduation_evidence_names_rows_and_places() -> None:
    """A window names its cue, and its evidence the rows of its terms, joints and bounds where they stand."""
    text = "Expected graduation no earlier than May 2027 and no later than spring 2028"
    window = only(text)
    known = shipped_rules().by_id
    assert window.rule == "grad-graduation"
    assert window.terms == ("may 2027", "spring 2028")
    assert all(evidence.rule in known for evidence in window.evidence)
    assert {(evidence.field, text[slice(*evidence.span)]) for evidence in window.evidence} >= {
        ("bound", "no earlier than"),
        ("terms", "May 2027"),
        ("bound", "no later than"),
        ("terms", "spring 2028"),
    }


def test_graduation_quote_spans_cue_and_term() -> None:
    """The quote is the place of the window in the source."""
    text = "Anyone here: graduating with a law degree in May 2027, please."
    assert only(text).quote == "graduating with a law degree in May 2027"


@pytest.mark.parametrize("frame", AROUND)
def test_graduation_a_posting_around_a_sentence_changes_nothing(frame: str) -> None:
    """Every sentence case gives the same windows inside a posting full of other dates."""
    rows = [json.loads(line) for line in CASES.read_text("utf-8").split("\n") if line]
    for row in rows[::6]:
        assert windows(frame.format(row["text"])) == windows(row["text"]), row["id"]


@pytest.mark.parametrize(
    "unit", ["graduating 2027 ", "class of 2027. ", "graduation date ", "2027-", "May or ", "degree completed 2027 "]
)
def test_graduation_cost_grows_with_the_text_alone(unit: str) -> None:
    """Four times the hostile text is four times the work."""
    from jobparse.facts.graduation import find_graduation
    from jobparse.model import Block, Document
    from jobparse.text import Text

    def found(text: str) -> object:
        rules = shipped_rules()
        blocks = (Block(0, len(text), 0, len(text), "text"),)
        return find_graduation(Document(Text(text), rules.matcher.scan(text), rules, blocks, (), None, None))

    assert_linear(found, unit)
