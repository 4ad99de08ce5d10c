"""jobparse: a scraped job posting, however broken, into clean text and checked facts.

>>> import jobparse
>>> jobparse.parse("").status
'open'
"""

from jobparse.dedupe import similarity
from jobparse.model import Eligibility, JobparseError, PayAnswer, Posting, Reason, Skill, Span
from jobparse.pipeline import Parser, clean, parse, skills
from jobparse.rulebook import Rulebook, load_rules

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
