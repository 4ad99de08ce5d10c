"""Terms and the months they name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobparse.facts.term_months import month_text, read_day, read_expression
from jobparse.facts.terms import CHARACTERS, LEXED, Lexicon, find_expressions, find_tokens, lexicon
from jobparse.matching import fold
from jobparse.openings import beginnings
from jobparse.pipeline import shipped_rules

WORDS = lexicon(shipped_rules())


def months(text: str) -> list[tuple[str | None, str | None]]:
    """Earliest and latest month of every expression in a text."""
    folded = fold(text)
    readings = [read_expression(found, WORDS) for found in find_expressions(folded, 0, len(folded), WORDS)]
    return [
        (month_text(r.earliest) if r.earliest is not None else None, month_text(r.latest) if r.latest is not None else None)
        for r in readings
        if r
    ]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("March 2027", "2027-03", "2027-03"),
        ("winter 2026", "2026-12", "2027-02"),
        ("spring 2027", "2027-03", "2027-06"),
        ("summer 2027", "2027-06", "2027-08"),
        ("fall 2027", "2027-09", "2027-12"),
        ("autumn of 2027", "2027-09", "2027-12"),
        ("2027", "2027-01", "2027-12"),
        ("early 2027", "2027-01", "2027-04"),
        ("mid-2027", "2027-05", "2027-08"),
        ("late 2027", "2027-09", "2027-12"),
        ("the end of 2027", "2027-09", "2027-12"),
        ("the beginning of 2027", "2027-01", "2027-04"),
        ("Q2 2027", "2027-04", "2027-06"),
        ("the second half of 2027", "2027-07", "2027-12"),
        ("academic year 2026/27", "2026-09", "2027-08"),
        ("the 2026-2027 academic year", "2026-09", "2027-08"),
        ("winter 2026/27", "2026-12", "2027-02"),
        ("2026/27", "2026-01", "2027-12"),
        ("05/2027", "2027-05", "2027-05"),
        ("05/27", "2027-05", "2027-05"),
        ("2027-05", "2027-05", "2027-05"),
        ("Dec '26", "2026-12", "2026-12"),
        ("May-27", "2027-05", "2027-05"),
        ("2027 spring", "2027-03", "2027-06"),
        ("31.08.2027", "2027-08", "2027-08"),
        ("the 1st of March 2027", "2027-03", "2027-03"),
        ("late spring 2027", "2027-03", "2027-06"),
    ],
)
def test_graduation_terms_conventions(text: str, earliest: str, latest: str) -> None:
    """A single term names the months that the conventions give it."""
    assert months(text) == [(earliest, latest)]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("between December 2026 and May/June 2027", "2026-12", "2027-06"),
        ("from fall 2026 through spring 2028", "2026-09", "2028-06"),
        ("May or June 2027", "2027-05", "2027-06"),
        ("May 2027 or 2028", "2027-05", "2028-05"),
        ("December or May 2027", "2026-12", "2027-05"),
        ("from June 1 to August 31, 2027", "2027-06", "2027-08"),
        ("December 2026 or by June 2027", "2026-12", "2027-06"),
        ("by May or June 2027", None, "2027-06"),
        ("before June 2027", None, "2027-05"),
        ("before June 15, 2027", None, "2027-06"),
        ("before June 1, 2027", None, "2027-05"),
        ("before the end of 2027", None, "2027-12"),
        ("before the end of May 2027", None, "2027-05"),
        ("no later than spring 2027", None, "2027-06"),
        ("on or before 08/31/2027", None, "2027-08"),
        ("June 2027 or earlier", None, "2027-06"),
        ("through June 2027", None, "2027-06"),
        ("after June 2027", "2027-07", None),
        ("after June 15, 2027", "2027-06", None),
        ("after June 30, 2027", "2027-07", None),
        ("on or after June 2027", "2027-06", None),
        ("from June 2027", "2027-06", None),
        ("June 2027 or later", "2027-06", None),
        ("2027+", "2027-01", None),
        ("not before winter 2026", "2026-12", None),
        ("after March 2027 but before December 2027", "2027-04", "2027-11"),
        ("no earlier than December 2027 and no later than June 2029", "2027-12", "2029-06"),
    ],
)
def test_graduation_terms_ranges_and_bounds(text: str, earliest: str | None, latest: str | None) -> None:
    """Lists and ranges span from the first start to the last end; bounds leave a side open and say whether the term counts."""
    assert months(text) == [(earliest, latest)]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("Winter 2027 or Spring 2027", "2026-12", "2027-06"),
        ("winter or spring of 2027", "2026-12", "2027-06"),
        ("Fall 2026 or Winter 2027", "2026-09", "2027-02"),
        ("Winter 2026 or Spring 2027", "2026-12", "2027-06"),
        ("Winter 2027 or Spring/Summer 2028", "2027-12", "2028-08"),
        ("Spring 2027 or Winter 2027", "2027-03", "2028-02"),
    ],
)
def test_graduation_terms_winter_ends_where_the_list_says(text: str, earliest: str, latest: str) -> None:
    """A winter listed before a term of its own year, or behind the fall before it, is the one that ends in that year."""
    assert months(text) == [(earliest, latest)]


@pytest.mark.parametrize(
    "text",
    [
        "you may fall in love with the work in march",
        "2,027 people on 20270 square feet",
        "$2027 a week",
        "graduation dates that fall in autumn",
        "by 31 September 2027",
        "no earlier than June 2028 and no later than May 2027",
    ],
)
def test_graduation_terms_nothing_to_read(text: str) -> None:
    """Words without a year, figures that are no years, days no calendar has and ranges that run backwards name no months."""
    assert months(text) == []


def test_graduation_terms_two_expressions_stay_two() -> None:
    """Terms without a joint between them are two expressions, and so are two kinds of term behind a comma."""
    assert len(months("June 2028 (December 2027 graduates)")) == 2
    assert len(months("class of 2028, summer 2027")) == 2


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("form", ["%B %Y", "%b %Y", "%m/%Y"])
def test_graduation_terms_agree_with_dateparser(month: int, form: str) -> None:
    """Our months are those that dateparser reads."""
    import datetime

    import dateparser

    text = datetime.date(2027, month, 1).strftime(form)
    found = dateparser.parse(
        text, languages=["en"], settings={"PREFER_DAY_OF_MONTH": "first", "REQUIRE_PARTS": ["month", "year"]}
    )
    assert found is not None
    assert months(text) == [(f"{found:%Y-%m}", f"{found:%Y-%m}")]


def test_graduation_terms_days_do_not_depend_on_today() -> None:
    """A day is read from its own words alone, and one that does not exist is none."""
    assert str(read_day("30 june 2027")) == "2027-06-30"
    assert str(read_day("05.06.2027", day_first=True)) == "2027-06-05"
    assert read_day("31 september 2027") is None
    assert read_day("june 2027") is None


def everywhere() -> Lexicon:
    """The lexicon as it would be if every row were tried at every place."""
    rows = tuple(row for family in LEXED for row in shipped_rules().rows(family))
    return WORDS._replace(openings=dict.fromkeys(CHARACTERS + "~<>≤≥→+\N{REPLACEMENT CHARACTER}", rows))


PIECES = [
    "May",
    "june",
    "winter",
    "fall",
    "2027",
    "'27",
    "by",
    "no later than",
    "or",
    "to",
    "between",
    "12/2026",
    "-",
    "/",
    ",",
    "the end of",
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*PIECES, "or later", "before", "academic year 2026/27", "x", "("]), max_size=9))
def test_graduation_terms_openings_change_no_result(pieces: list[str]) -> None:
    """Trying at each place only the rows that can begin there finds what trying all of them finds."""
    text = fold(" ".join(pieces))
    every = everywhere()
    spans = [(token.row.id, token.start, token.end) for token in find_tokens(text, 0, len(text), WORDS)]
    assert spans == [(token.row.id, token.start, token.end) for token in find_tokens(text, 0, len(text), every)]


def test_graduation_terms_openings_are_known_for_every_row() -> None:
    """No shipped row of terms leaves open how it begins: such a row would be tried at every word."""
    unknown = [row.id for family in LEXED for row in shipped_rules().rows(family) if beginnings(row.pattern) is None]
    assert unknown == []
