"""Document → pay ranges, with the fate of every money token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.model import PayReading

if TYPE_CHECKING:
    from jobparse.model import Document, HeaderFacts, ZoneReading


def find_pay(document: Document, zones: ZoneReading, header: HeaderFacts) -> PayReading:
    """The reading of one posting."""
    return PayReading()
