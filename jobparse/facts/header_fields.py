"""HeaderSource → places, work mode, employment type, level, dates and requisition number.

In: what `header_source.py` gives. Out: the fields that the header states; what it does not state stays empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from jobparse.facts.header_source import HeaderSource
    from jobparse.model import Fact


class Fields(TypedDict, total=False):
    """The fields of `HeaderFacts` that this module reads."""

    locations: tuple[Fact, ...]
    work_mode: tuple[Fact, ...]
    employment_type: tuple[Fact, ...]
    seniority: Fact | None
    date_posted: Fact | None
    valid_through: Fact | None
    identifier: Fact | None


def read_fields(source: HeaderSource) -> Fields:
    """The fields that the header states."""
    return Fields()
