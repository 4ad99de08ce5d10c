"""jobparse: a scraped job posting, however broken, into clean text and checked facts.

>>> import jobparse
>>> jobparse.parse("").status
'open'
"""

from jobparse.model import JobparseError, Posting, Skill, Span
from jobparse.pipeline import Parser, clean, parse, skills
from jobparse.rulebook import Rulebook, load_rules

__version__ = "0.1.0"

__all__ = ["JobparseError", "Parser", "Posting", "Rulebook", "Skill", "Span", "clean", "load_rules", "parse", "skills"]
