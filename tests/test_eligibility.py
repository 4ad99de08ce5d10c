"""Whether whoever graduates at some time may apply."""

from __future__ import annotations

import datetime

import pytest

from jobparse import JobparseError, parse

TWO = "BS students: graduating between December 2026 and June 2027. PhD students: graduating between December 2026 and December 2027."


@pytest.mark.parametrize(
    ("text", "graduates", "degree", "answer"),
    [
        ("Graduating between May 2027 and June 2028", "2027-05", None, "yes"),
        ("Graduating between May 2027 and June 2028", "2028-06", None, "yes"),
        ("Graduating between May 2027 and June 2028", "2028-07", None, "no"),
        ("Graduating between May 2027 and June 2028", "2027", None, "unknown"),
        ("Graduating between May 2027 and June 2028", "2029", None, "no"),
        ("You graduate by June 2027.", "2019-05", None, "yes"),
        ("Graduation December 2026 or later", "2031", None, "yes"),
        ("Graduation December 2026 or later", "2026-11", "doctorate", "no"),
        (TWO, "2027-09", "bachelor", "no"),
        (TWO, "2027-09", "doctorate", "yes"),
        (TWO, "2027-05", None, "yes"),
        (TWO, "2027-09", None, "unknown"),
        (TWO, "2027-05", "master", "unknown"),
        ("Graduated within the last 12 months", "2027-05", None, "unknown"),
        ("We like wool.", "2027-05", "master", "unknown"),
    ],
)
def test_eligibility_answers(text: str, graduates: str, degree: str | None, answer: str) -> None:
    """Inside the window yes, outside no, and unknown where the posting leaves it open."""
    assert parse(text).eligible(graduates=graduates, degree=degree).answer == answer


def test_eligibility_reasons_are_clauses_with_places() -> None:
    """The reasons quote the clauses that decided, where they stand in the source."""
    found = parse(TWO).eligible(graduates="2027-09", degree="doctorate")
    (reason,) = found.reasons
    assert reason.span is not None
    assert TWO[slice(*reason.span)] == reason.text == "graduating between December 2026 and December 2027"
    assert reason.says == "from 2026-12 until 2027-12 for doctorate"


def test_eligibility_open_questions_are_reasons_too() -> None:
    """Where no window decides, the findings about graduation say why nothing can be said."""
    (reason,) = parse("Graduated within the last 12 months").eligible(graduates="2027-05").reasons
    assert "does not name" in reason.says


def test_eligibility_takes_dates() -> None:
    """A date counts as its month."""
    assert parse("Graduating in May 2027").eligible(graduates=datetime.date(2027, 5, 30)).answer == "yes"


@pytest.mark.parametrize(("graduates", "degree"), [("May 2027", None), ("2027-13", None), ("2027-05", "diploma")])
def test_eligibility_refuses_what_it_cannot_read(graduates: str, degree: str | None) -> None:
    """A question that is no month or names no degree of the record is refused in one line."""
    with pytest.raises(JobparseError):
        parse("Graduating in May 2027").eligible(graduates=graduates, degree=degree)


def test_eligibility_a_wish_turns_nobody_away() -> None:
    """Inside a preferred window the answer is yes, outside of it unknown, and the reason says that it is a wish."""
    posting = parse("Preferred graduation dates: May 2027 or December 2027")
    assert posting.eligible(graduates="2027-06").answer == "yes"
    outside = posting.eligible(graduates="2029")
    assert outside.answer == "unknown"
    assert outside.reasons[0].says == "from 2027-05 until 2027-12 preferred"
