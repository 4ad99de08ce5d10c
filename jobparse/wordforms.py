"""Words that are rows → the patterns that stages write around them.

In: rows, and a pattern with named words in it. Out: the pattern with the words of the rows. Some words decide nothing by themselves:
`hybrid` before a place, `GmbH` behind a name. How they stand in a line is written in the stage that looks for them; which words they are
is a row of a family whose schema says `part = true`, and `check` proves it by taking the row out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jobparse.rulebook import Row

NAMED_RE = re.compile(r"\{([a-z][a-z-]*+)\}")
NOTHING = "(?!)"


def spellings(rows: Iterable[Row], form: str) -> tuple[str, ...]:
    """The words of the rows of a form, as they are written there."""
    return tuple(dict.fromkeys(word for row in rows if row.get("form") == form for word in row.spellings))


def with_words(rows: Iterable[Row], pattern: str) -> str:
    r"""The pattern with the words of rows in place of `{form}`: longer words before shorter ones, nothing at all where no row is of the form.

    >>> from jobparse.rulereader import load_rules
    >>> rows = load_rules().rows("header/form")
    >>> bool(re.match(with_words(rows, r"(?:{mode}) in\b"), "on-site in Gary"))
    True
    >>> with_words(rows, r"\b{unheard-of}\b{2,3}")
    '\\b(?!)\\b{2,3}'
    """
    rows = tuple(rows)
    return NAMED_RE.sub(lambda found: _alternation([row for row in rows if row.get("form") == found[1]]), pattern)


def _alternation(rows: list[Row]) -> str:
    words = {word for row in rows for word in row.spellings}
    patterns = [row.pattern for row in rows if not row.name]
    return "|".join([*map(re.escape, sorted(words, key=lambda word: (-len(word), word))), *patterns]) or NOTHING
