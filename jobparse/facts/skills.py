"""Document → hard skills, with need and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.model import SkillReading

if TYPE_CHECKING:
    from jobparse.model import Document


def find_skills(document: Document) -> SkillReading:
    """The reading of one posting."""
    return SkillReading()
