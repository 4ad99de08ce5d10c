"""str → Text: the only stage that edits.

In: the source. Out: a `Text` whose value is the source with encoding damage, invisible characters, markup and torn
words and lines mended, every change an `Edit` that names its row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.text import Text

if TYPE_CHECKING:
    from jobparse.rulebook import Rulebook


def repair(source: str, rulebook: Rulebook) -> Text:
    """The source, mended."""
    return Text(source)
