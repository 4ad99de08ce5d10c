"""Title, employer and the other fields at the top: where postings state them, and null where they do not."""

from __future__ import annotations

import datetime

import pytest

import jobparse
from jobparse.facts.days import named_day
from jobparse.facts.header_dates import YEARLESS_RE, _parsed, iso_date
from jobparse.facts.terms import units_of
from jobparse.lineforms import plain_lines
from jobparse.pipeline import follow, shipped_rules
from jobparse.readings import HeaderFacts
from jobparse.rulebook import Row
from tests.effort import assert_linear

BODY = "\nYou lay pipe in old houses and new ones, and leave every one of them as dry as you found it.\n"
TODAY = datetime.date(2026, 3, 1)
LABELS = shipped_rules().families["header/label"]


def header(source: str) -> HeaderFacts:
    """What the header of a text states."""
    return follow(source, reference_date=TODAY).readings.header


def names(source: str) -> tuple[str | None, str | None]:
    """Title and employer."""
    found = header(source)
    return found.title.value if found.title else None, found.company.value if found.company else None


@pytest.mark.parametrize(
    ("source", "title", "company"),
    [
        ("Master Plumber\nBrack & Moor\nGary, IN\n", "Master Plumber", "Brack & Moor"),
        ("Brack & Moor Logo\n\nMaster Plumber\nGary, IN\n", "Master Plumber", "Brack & Moor"),
        ("Brack & Moor\n\nMaster Plumber\nReposted 8 Days Ago\nHybrid\n", "Master Plumber", "Brack & Moor"),
        ("Job Title: Master Plumber\nCompany: Brack & Moor\nLocation: Gary, IN\n", "Master Plumber", "Brack & Moor"),
        ("Position: Master Plumber, Ships\nEmployer: Brack & Moor\n", "Master Plumber, Ships", "Brack & Moor"),
        (
            "| Job title | Master Plumber |\n| Employer | Brack & Moor |\n| Location | Gary, IN |\n",
            "Master Plumber",
            "Brack & Moor",
        ),
        ("Brack & Moor | Master Plumber | Gary, IN | Full-time\n", "Master Plumber", "Brack & Moor"),
        ("# [Master Plumber](https://jobs.example/1)\n\n### Brack & Moor\n\n#### `Gary, IN`\n", "Master Plumber", "Brack & Moor"),
        ("Join to apply for the Master Plumber role at Brack & Moor\n", "Master Plumber", "Brack & Moor"),
        ("Master Plumber - Gary, IN\nBrack & Moor\nPosted 3 days ago\n", "Master Plumber", "Brack & Moor"),
        ("Klempner (m/w/d)\nBrack & Moor GmbH\nKassel\nVollzeit\n", "Klempner (m/w/d)", "Brack & Moor GmbH"),
        ("Plombier H/F\nBrack & Moor\nLyon\nCDI, temps plein\n", "Plombier H/F", "Brack & Moor"),
    ],
)
def test_header_title_and_employer_are_read_where_they_stand(source: str, title: str, company: str) -> None:
    """Below each other, behind labels, in tables, between bars, behind pictures and in log-in prompts."""
    assert names(source + BODY) == (title, company)


@pytest.mark.parametrize(
    ("source", "title", "company"),
    [
        (
            "Tarnholt Piping is looking for a Senior Plumber to lead a crew of six in the old town.\n",
            "Senior Plumber",
            "Tarnholt Piping",
        ),
        (
            "At Tarnholt Piping, we lay pipe for the whole lake. We are seeking an experienced Pipe Fitter.\n",
            "Pipe Fitter",
            "Tarnholt Piping",
        ),
        (
            "As a Pipe Fitter at Tarnholt Piping, you will measure, cut and join what others drew.\n",
            "Pipe Fitter",
            "Tarnholt Piping",
        ),
        (
            "About Tarnholt Piping\nTarnholt Piping is a family firm of ninety by the lake, and has been one since 1911.\n",
            None,
            "Tarnholt Piping",
        ),
        ("Tarnholt Piping bends steel for the whole lake, and mends what others bent, at any hour.\n", None, "Tarnholt Piping"),
        ("You lay pipe for a firm by the lake.\n\nTarnholt Piping is an equal opportunity employer.\n", None, "Tarnholt Piping"),
    ],
)
def test_header_sentences_tell_what_no_header_does(source: str, title: str | None, company: str) -> None:
    """The first sentences, and the statement on equal opportunity, name what was cut off above them."""
    assert names(source + BODY) == (title, company)


def test_header_names_that_ran_together_are_parted() -> None:
    """Where line breaks were lost, the employer's name as the sentences have it says where the title ends."""
    source = (
        "Pipe Fitter - NightsTarnholt Piping - Gary, IN - Full-time\n\nTarnholt Piping is a family firm of ninety by the lake.\n"
    )
    assert names(source + BODY) == ("Pipe Fitter - Nights", "Tarnholt Piping")


def test_header_nothing_is_guessed() -> None:
    """A body without a header states no field."""
    found = header(BODY)
    assert found == HeaderFacts(status="open")


def test_header_boards_are_no_employers() -> None:
    """The name of a site above a posting is not who employs."""
    assert names(f"LinkedIn\nMaster Plumber\nBrack & Moor\nGary, IN\n{BODY}") == ("Master Plumber", "Brack & Moor")


def test_header_facts_stand_in_the_source() -> None:
    """The span of a fact holds its words in the source, repairs or not."""
    source = f"Master\u00a0Plumber &amp; Fitter\nBrack &amp; Moor\nGary, IN\nPosted: October 6, 2026\n{BODY}"
    posting = jobparse.parse(source)
    assert posting.title is not None
    assert posting.title.value == "Master Plumber & Fitter"
    assert source[posting.title.span.start : posting.title.span.end] == "Master\u00a0Plumber &amp; Fitter"
    assert posting.date_posted is not None
    assert source[posting.date_posted.span.start : posting.date_posted.span.end] == "October 6, 2026"


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("Gary, IN", ["Gary, IN"]),
        ("London, Manchester, Dublin or remote in the UK", ["London", "Manchester", "Dublin", "UK"]),
        ("Toronto, Ontario, Canada", ["Toronto, Ontario, Canada"]),
        ("Remote - United States or Canada", ["United States", "Canada"]),
        ("Hiring Remotely in Canada", ["Canada"]),
        ("Singapore (SG) Hybrid permanent", ["Singapore (SG)"]),
        ("Milan/Remote", ["Milan"]),
        ("San Francisco, CA; New York, NY", ["San Francisco, CA", "New York, NY"]),
        ("Location: Visp, Switzerland", ["Visp, Switzerland"]),
        ("Moorwerk GmbH, Heidelberg", ["Heidelberg"]),
        ("3 Locations", []),
        ("Job ID 3391", []),
    ],
)
def test_header_places_are_parted_and_plain(line: str, places: list[str]) -> None:
    """A list of places is several; mode, kind of work and employer are no part of a place."""
    source = f"Master Plumber\nMoorwerk GmbH\n{line}\nPosted 3 days ago\n{BODY}"
    assert [fact.value for fact in header(source).locations] == places


@pytest.mark.parametrize(
    ("line", "modes", "types"),
    [
        ("Hybrid", ["hybrid"], []),
        ("Remote or Hybrid", ["remote", "hybrid"], []),
        ("On-site (hybrid) in Stockholm, Sweden", ["on_site", "hybrid"], []),
        ("Full-time, permanent", [], ["FULL_TIME"]),
        ("Permanent", [], ["OTHER"]),
        ("Contract", [], ["CONTRACTOR"]),
        ("CDI, temps plein", [], ["FULL_TIME"]),
        ("Remote | Part-time | Internship", ["remote"], ["PART_TIME", "INTERN"]),
        ("Per diem", [], ["PER_DIEM"]),
        ("Singapore (SG) Hybrid permanent", ["hybrid"], ["OTHER"]),
    ],
)
def test_header_modes_and_kinds_of_work_are_named_as_in_the_record(line: str, modes: list[str], types: list[str]) -> None:
    """What a line calls it, in the record's own words."""
    found = header(f"Master Plumber\nBrack & Moor\n{line}\nPosted 3 days ago\n{BODY}")
    assert [fact.value for fact in found.work_mode] == modes
    assert [fact.value for fact in found.employment_type] == types


def test_header_criteria_of_the_page_are_the_pages_word() -> None:
    """A network's own table of criteria below a posting speaks, but not for the employer."""
    found = header(
        f"Master Plumber\nBrack & Moor\nGary, IN\n{BODY}\nSeniority level\nAssociate\nEmployment type\nFull-time\nJob function\nOther\n"
    )
    assert [(fact.value, fact.by) for fact in found.employment_type] == [("FULL_TIME", "aggregator")]
    assert found.seniority is not None
    assert (found.seniority.value, found.seniority.by) == ("Associate", "aggregator")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Posted: October 6, 2025", "2025-10-06"),
        ("Posted 3 days ago", "2026-02-26"),
        ("Reposted 2 weeks ago", "2026-02-15"),
        ("Posted Yesterday", "2026-02-28"),
        ("5 hours ago", "2026-03-01"),
        ("4d ago", "2026-02-25"),
        ("Posted 30+ days ago", None),
        ("Date posted: 2026-02-17", "2026-02-17"),
        ("Publicado el 3 de febrero de 2026", "2026-02-03"),
    ],
)
def test_header_dates_of_posting(line: str, value: str | None) -> None:
    """Dates, and ages counted from the caller's reference date; the words are kept where there is no day."""
    found = header(f"Master Plumber\nBrack & Moor\nGary, IN\n{line}\n{BODY}").date_posted
    assert found is not None
    assert found.value == value
    assert found.text


def test_header_ages_without_a_reference_date_have_no_day() -> None:
    """No clock takes part: an age alone has its words and no value."""
    found = follow(f"Master Plumber\nBrack & Moor\nPosted 3 days ago\n{BODY}").readings.header.date_posted
    assert found is not None
    assert (found.value, found.text) == (None, "3 days ago")


@pytest.mark.parametrize(
    ("words", "order", "value"),
    [
        ("14/03/2026", None, "2026-03-14"),
        ("03/14/2026", None, "2026-03-14"),
        ("05/03/2026", None, None),
        ("05/03/2026", "DMY", "2026-03-05"),
        ("05/03/2026", "MDY", "2026-05-03"),
        ("05.03.2026", None, "2026-03-05"),
        ("31/02/2026", None, None),
        ("March 2026", None, None),
        ("sometime", None, None),
    ],
)
def test_header_numbers_are_dates_only_where_their_order_is_known(words: str, order: str | None, value: str | None) -> None:
    """Day and month are not guessed."""
    assert iso_date(words, order, None) == value


@pytest.mark.parametrize(
    ("words", "yearless"),
    [
        ("september 14th, 11:59 pm est", True),
        ("11:59pm on 14. september", True),
        ("until filled", True),
        ("el 3 de mayo", True),
        ("14 sept 26", False),
        ("20260914", False),
        ("14 september 2026, 12:30", False),
    ],
)
def test_header_dates_without_a_year_are_none_for_the_parser_too(words: str, *, yearless: bool) -> None:
    """What the parser is not asked about, it would not know."""
    assert bool(YEARLESS_RE.fullmatch(words)) == yearless
    assert not yearless or _parsed(words, None) is None


@pytest.mark.parametrize(
    "form", ["{d} {m} {y}", "{d}th of {m}, {y}", "{d}. {m}. {y}", "{m} {d}, {y}", "{m}. {d}th {y}", "{m} {d} {y}"]
)
def test_header_named_days_are_those_of_the_date_parser(form: str) -> None:
    """What is read without the parser is what the parser reads, a day that no calendar has included."""
    months = units_of(shipped_rules())
    named = [word for word, (first, last) in months.items() if first == last]
    for number, month in enumerate(named):
        for day in (number % 9 + 4, 30):
            words = form.format(d=day, m=month, y=2024 + number % 5)
            found = named_day(words, months)
            assert (found and found.isoformat()) == iso_date(words, None, None), words
    assert len(named) > 20


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("Apply by 05/03/2026 at the gate.\n", "2026-05-03"),
        ("Applications close on March 20, 2026.\n", "2026-03-20"),
        ("Applications are read until the post is filled.\n", None),
    ],
)
def test_header_deadlines_are_read_where_applying_is_spoken_of(source: str, value: str | None) -> None:
    """The order of a numeric date follows the country of the job's place."""
    found = header(f"Master Plumber\nBrack & Moor\nGary, IN\n{BODY}\nHow to apply\n{source}").valid_through
    assert (found and found.value) == value


@pytest.mark.parametrize(
    ("line", "value"),
    [("Job ID: 77-142", "77-142"), ("Req # R-20881", "R-20881"), ("R-20881", "R-20881"), ("Ref: ask Gwen", None)],
)
def test_header_requisition_numbers_hold_a_digit(line: str, value: str | None) -> None:
    """Numbers of postings, not whatever stands behind "Ref"."""
    found = header(f"Master Plumber\nBrack & Moor\nGary, IN\n{line}\n{BODY}").identifier
    assert (found and found.value) == value


@pytest.mark.parametrize("row", LABELS, ids=lambda row: row.id)
def test_header_label_rows_are_plain(row: Row) -> None:
    """Labels are looked up: a pattern that is no plain list would never be found."""
    assert plain_lines(row)


@pytest.mark.parametrize(
    "mark",
    [
        "Plumber, ",
        "Plumber\n",
        "Title: ",
        "Gary, IN | ",
        "A ",
        "At A, we ",
        "A & B of ",
        "is a ",
        "(",
        "1 ",
        "aA ",
        "Aa  Bb",
        "Our client, A, is a ",
        "A (AB) is ",
        "A in B, ",
        "As a weld at A, ",
        "Location: a Title: b ",
        "A is an equal opportunity employer.\n\n",
        "At Ab, we\nRequirements\n",
    ],
)
def test_header_work_grows_with_the_text_alone(mark: str) -> None:
    """Four times as much of one marker is four times the work."""
    assert_linear(header, mark)
