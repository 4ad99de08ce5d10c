"""The rows prove themselves: no cases here, every row brings its own."""

from __future__ import annotations

import pytest

from jobparse.checking import row_complaints
from jobparse.pipeline import shipped_rules
from jobparse.rulebook import Row
from jobparse.rulereader import default_root, read_rules

ROWS = [row for rows in shipped_rules().families.values() for row in rows]


def test_rules_load_strictly() -> None:
    """The shipped rules pass the loader with every pattern compiled."""
    assert read_rules([default_root()]).digest == shipped_rules().digest


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_rules_row_examples_hold(row: Row) -> None:
    """Alone and among all rows, the row finds its `finds`, leaves its `ignores`, and still misses its `misses`."""
    assert row_complaints(row, shipped_rules()) == []
