"""Which pay applies in a place."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobparse import Posting, parse
from jobparse.model import PayAnswer

CASES = Path(__file__).parent.parent / "corpus" / "cases" / "pay_for.jsonl"

ZONES = """Zone 1: Boston metro, SF Bay Area
Zone 2: Massachusetts (outside Boston metro), Colorado
Zone 3: all other US locations

Zone 1: $151,000 - $182,000
Zone 2: $137,000 - $165,000
Zone 3: $124,000 - $149,000
"""


@cache
def parsed(text: str) -> Posting:
    """A posting, parsed once."""
    return parse(text)


def answer(text: str, place: str) -> tuple[str, list[float | None]]:
    """Status and lower ends."""
    found = parsed(text).pay_for(place)
    return found.status, [one.min for one in found.pay]


@pytest.mark.parametrize(
    ("place", "status", "lows"),
    [
        ("Cambridge, MA", "covered", [151000]),
        ("94025", "covered", [151000]),
        ("Worcester, MA", "covered", [137000]),
        ("Remote, CO", "covered", [137000]),
        ("Tulsa, OK", "covered", [124000]),
        ("Massachusetts", "ambiguous", [151000, 137000]),
        ("Remote, US", "ambiguous", [151000, 137000, 124000]),
        ("Remote", "ambiguous", [151000, 137000, 124000]),
        ("Toronto", "not_covered", []),
        ("Nowhere at all", "not_covered", []),
    ],
)
def test_payfor_zones(place: str, status: str, lows: list[float]) -> None:
    """The closest clause decides; a state that two zones share is ambiguous."""
    assert answer(ZONES, place) == (status, lows)


def test_payfor_reasons_are_the_clauses() -> None:
    """A reason shows the clause in the source."""
    found = parsed(ZONES).pay_for("Worcester, MA")
    (reason,) = found.reasons
    assert reason.span is not None
    assert ZONES[slice(*reason.span)] == reason.text == "Massachusetts (outside Boston metro)"
    assert isinstance(found, PayAnswer)


def test_payfor_zones_without_places_stay_open() -> None:
    """Where a zone is given no places it may be any place that no other zone has."""
    text = "Zone A (CA, NY): $118,000 - $140,000\nZone B: $104,000 - $126,000\nZone C: $97,000 - $115,000"
    assert answer(text, "Fresno, CA") == ("covered", [118000])
    assert answer(text, "Denver") == ("ambiguous", [104000, 97000])
    assert answer(text, "London") == ("not_covered", [])


def test_payfor_pay_tied_to_no_place_holds_at_home() -> None:
    """A figure without a scope holds in the country of its currency; elsewhere that is open."""
    text = "Pay: $118,000 - $140,000 a year."
    assert answer(text, "Denver") == ("covered", [118000])
    assert answer(text, "London") == ("ambiguous", [118000])


def test_payfor_without_pay_nothing_is_covered() -> None:
    """A posting without pay covers no place."""
    found = parsed("We need a welder in Boise.").pay_for("Boise, ID")
    assert (found.status, found.pay) == ("not_covered", ())
    assert found.reasons[0].span is None


@settings(max_examples=60)
@given(st.text(max_size=40) | st.from_regex(r"[A-Za-z]{1,8}(, [A-Z]{2})?( \\d{5})?", fullmatch=True))
def test_payfor_any_question_is_answered(place: str) -> None:
    """No question raises, and only ranges of the posting are answers."""
    found = parsed(ZONES).pay_for(place)
    assert found.status in ("covered", "ambiguous", "not_covered")
    assert all(one in parsed(ZONES).pay for one in found.pay)
    assert (found.status == "not_covered") is (found.pay == ())


@pytest.mark.parametrize("form", ["json", "jsonl", "card"])
def test_payfor_on_the_command_line(form: str, tmp_path: Path) -> None:
    """`--place` adds the answer to the record and to the card."""
    path = tmp_path / "posting.txt"
    path.write_text(ZONES, "utf-8")
    command = [sys.executable, "-m", "jobparse", str(path), "--place", "Boulder, CO", "--format", form]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True, text=True)
    if form == "card":
        assert "Pay in Boulder, CO" in done.stdout
        return
    record = json.loads(done.stdout)["pay_for"]
    assert (record["place"], record["status"], [one["min"] for one in record["pay"]]) == ("Boulder, CO", "covered", [137000])
    assert record["reasons"][0]["text"] == "Colorado"


def test_payfor_questions_of_the_corpus() -> None:
    """Every question of the table gets its answer."""
    wrong = []
    for line in CASES.read_text("utf-8").split("\n"):
        if not line:
            continue
        case = json.loads(line)
        found = parsed(case["text"]).pay_for(case["place"])
        if (found.status, [[one.min, one.max] for one in found.pay]) != (case["status"], case["pay"]):
            wrong.append(case["id"])
    assert wrong == []
