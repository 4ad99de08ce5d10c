"""What every engine is asked: the cells of `parse`, for the same texts, with the shipped rules and with a user's own."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import jobparse
from jobparse.rulebook import Rulebook

os.environ["PYSPARK_PYTHON"] = sys.executable  # Spark would take whatever `python3` it finds first

POSTINGS = Path(__file__).resolve().parents[2] / "corpus" / "postings"
OWN_TEXT = "Guide\n\nRequirements\n- Two years in the Python House of a zoo\n"
OWN_RULE = """
about = "Houses of our zoo."
family = "refusal"

[[term]]
id = "skills-own-python-house"
name = "Python House"
finds = ["in the Python House"]
ignores = ["Python"]
"""


@pytest.fixture(scope="session")
def texts() -> list[str | None]:
    """Postings of the corpus, a text that the user's rule decides, an empty one and a null."""
    return [*(path.read_bytes().decode() for path in sorted(POSTINGS.glob("*.txt"))[::5]), OWN_TEXT, "", None]


@pytest.fixture(scope="session")
def cells() -> Callable[..., dict[str, Any] | None]:
    """The record of a text as an engine must give it."""

    def made(text: str | None, rules: Rulebook | None = None) -> dict[str, Any] | None:
        return None if text is None else {**json.loads(jobparse.parse(text, rules=rules).to_json()), "error": None}

    return made


@pytest.fixture(scope="session")
def own_rules(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """A user's folder of rules, which lies on this machine only; it decides differently from the shipped ones."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "skills").mkdir()
    (folder / "skills" / "own.toml").write_text(OWN_RULE, "utf-8")
    rules = jobparse.load_rules(folder)
    assert [[s.name for s in jobparse.skills(OWN_TEXT, rules=r)] for r in (None, rules)] == [["Python"], []]
    return rules
