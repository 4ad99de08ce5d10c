"""Rows of repair/ in the form that its passes ask for. In: rows. Out: patterns that tell which row matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.dialect import quick

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from jobparse.rulebook import Row


def alternation(rows: Iterable[Row]) -> tuple[dict[str, Row], re.Pattern[str]]:
    """All rows in one pattern; `matched` tells which. Where two match at one place, the first-written stands."""
    named = {f"row{number}": row for number, row in enumerate(rows)}
    pattern = "|".join(f"(?P<{name}>{row.pattern})" for name, row in named.items())
    return named, quick(pattern or r"(?!)")


def matched(rows: dict[str, Row], found: re.Match[str]) -> Row:
    """The row of an `alternation` that matched."""
    return next(row for name, row in rows.items() if found.start(name) >= 0)
