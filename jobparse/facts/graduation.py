"""Document → graduation windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.model import GraduationReading

if TYPE_CHECKING:
    from jobparse.model import Document


def find_graduation(document: Document) -> GraduationReading:
    """The reading of one posting."""
    return GraduationReading()
