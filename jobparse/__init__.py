"""jobparse: a scraped job posting, however broken, into clean text and checked facts.

>>> import jobparse
>>> jobparse.parse("").status
'open'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobparse.dedupe import similarity
    from jobparse.model import Eligibility, JobparseError, PayAnswer, Posting, Reason, Skill, Span
    from jobparse.pipeline import Parser, clean, parse, skills
    from jobparse.rulebook import Rulebook
    from jobparse.rulereader import load_rules

__version__ = "0.1.0"

__all__ = [
    "Eligibility",
    "JobparseError",
    "Parser",
    "PayAnswer",
    "Posting",
    "Reason",
    "Rulebook",
    "Skill",
    "Span",
    "clean",
    "load_rules",
    "parse",
    "similarity",
    "skills",
]

_HOMES = {
    "dedupe": ("similarity",),
    "model": ("Eligibility", "JobparseError", "PayAnswer", "Posting", "Reason", "Skill", "Span"),
    "pipeline": ("Parser", "clean", "parse", "skills"),
    "rulebook": ("Rulebook",),
    "rulereader": ("load_rules",),
}
"""Where the public names live. Their modules are loaded at the first use of a name: the command needs few of them before it has read its rules."""


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(f"jobparse.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'jobparse' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
