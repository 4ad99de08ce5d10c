"""Document → title, company, status and the other fields at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.model import HeaderFacts

if TYPE_CHECKING:
    from jobparse.model import Document


def find_header(document: Document) -> HeaderFacts:
    """The reading of one posting."""
    return HeaderFacts()
