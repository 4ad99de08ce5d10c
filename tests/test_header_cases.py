"""Headers of many sites, trades, countries and languages, each with what it states."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jobparse import parse

CASES = Path(__file__).parent.parent / "corpus" / "cases" / "header.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text("utf-8").split("\n") if line]


def stated(case: dict[str, Any]) -> dict[str, Any]:
    """The fields of the record that a case speaks of; those that hold several facts in sorted order."""
    posting = parse(case["text"])
    found: dict[str, Any] = {}
    for field in case["expected"]:
        value = getattr(posting, field)
        found[field] = sorted(fact.value for fact in value) if isinstance(value, tuple) else value and value.value
    return found


def wanted(case: dict[str, Any]) -> dict[str, Any]:
    """What the case expects, in the same order."""
    return {field: sorted(value) if isinstance(value, list) else value for field, value in case["expected"].items()}


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["id"])
def test_header_case_states_what_it_says(case: dict[str, Any]) -> None:
    """Every field is read as it is written; the fields listed as missed are missed still, else they are missed no longer."""
    found, expected = stated(case), wanted(case)
    assert [field for field in expected if found[field] != expected[field]] == case.get("misses", [])


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["id"])
def test_header_case_facts_stand_in_the_source(case: dict[str, Any]) -> None:
    """The span of each fact holds its words; every fact names a rule."""
    posting = parse(case["text"])
    facts = [posting.title, posting.company, posting.seniority, posting.date_posted, posting.valid_through, posting.identifier]
    facts += [*posting.locations, *posting.work_mode, *posting.employment_type]
    for fact in facts:
        if fact is not None:
            words = " ".join(case["text"][fact.span.start : fact.span.end].split())
            assert words == (fact.text or fact.value)
            assert fact.rule
