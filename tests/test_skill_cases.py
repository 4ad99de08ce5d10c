"""Sentences about skills, years, studies and languages: `corpus/cases/skills.jsonl`, one case a line.

A case names the skills that must be found with their need, those that must be absent, and, where it says so, years, levels, education and experience,
each in full. `miss` is a known gap: when it closes, the test says so.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import jobparse
from jobparse import Posting
from jobparse.model import Education, Experience

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "corpus" / "cases" / "skills.jsonl").read_text("utf-8").split("\n")
    if line
]
MARKED = [
    pytest.param(case, id=case["id"], marks=[pytest.mark.xfail(reason=case["miss"], strict=True)] if "miss" in case else [])
    for case in CASES
]
STATED = ("degrees", "fields", "related", "equivalent", "need")


def education(posting: Posting) -> list[dict[str, Any]]:
    """What a posting says about studies, without places."""
    return [
        {key: list(value) if isinstance(value := record[key], tuple) else value for key in STATED}
        for record in posting.to_dict()["education"]
    ]


@pytest.mark.parametrize("case", MARKED)
def test_skill_cases_hold(case: dict[str, Any]) -> None:
    """What the sentence says is found, as much as it says so, and nothing that it does not mean."""
    posting = jobparse.parse(case["text"])
    skills = {skill.name: skill for skill in posting.skills}
    assert {name: skills[name].need if name in skills else None for name in case["skills"]} == case["skills"]
    assert [name for name in case["absent"] if name in skills] == []
    for name, years in case.get("years", {}).items():
        term = skills[name].years
        assert (term and [term.min, term.max]) == years
    assert {name: skills[name].level for name in case.get("levels", {})} == case.get("levels", {})
    if "education" in case:
        assert education(posting) == case["education"]
    if "experience" in case:
        assert [[stated.min, stated.max] for stated in posting.experience] == case["experience"]


def test_skill_cases_statements_have_places() -> None:
    """The quote of a statement is what stands at its place in the source, and its clean place lies inside the clean text."""
    for case in CASES:
        posting = jobparse.parse(case["text"])
        statements: list[Education | Experience] = [*posting.education, *posting.experience]
        for stated in statements:
            assert case["text"][stated.span.start : stated.span.end] == stated.quote
            assert stated.clean_span
            assert posting.clean_text[stated.clean_span.start : stated.clean_span.end] == stated.quote


def test_skill_cases_alone_as_in_the_record() -> None:
    """`skills` alone gives what the record holds."""
    for case in CASES:
        assert jobparse.skills(case["text"]) == jobparse.parse(case["text"]).skills
