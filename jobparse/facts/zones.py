"""Document → named pay zones with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.model import ZoneReading

if TYPE_CHECKING:
    from jobparse.model import Document


def find_zones(document: Document) -> ZoneReading:
    """The reading of one posting."""
    return ZoneReading()
