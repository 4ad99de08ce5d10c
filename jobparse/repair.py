"""str → Text: the only stage that edits.

In: the source. Out: a `Text` whose value is the source with encoding damage, invisible characters, markup and torn
words and lines mended, every change an `Edit` that names its row. Each pass looks for all of its damage at once, and the passes
are repeated until none finds any: what is escaped twice comes out in two rounds, and repairing what was repaired changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.repair_characters import mend_characters, mend_entities, odd_characters, striking_characters
from jobparse.repair_encoding import mend_encoding
from jobparse.repair_markdown import mend_marks
from jobparse.repair_markup import mend_markup
from jobparse.repair_rejoin import mend_lines
from jobparse.repair_wrap import mend_layout
from jobparse.text import Text, edited

if TYPE_CHECKING:
    from jobparse.rulebook import Rulebook

MOST_ROUNDS = 12
"""Text that is damaged in more layers than this was made to be; real postings need three rounds at most."""


def repair(source: str | Text, rulebook: Rulebook) -> Text:
    """The source, mended; or the text that a page or feed was opened to.

    >>> from jobparse.rulereader import load_rules
    >>> repair("The cafÃ©&amp;#39;s <b>chef</b>", load_rules()).value
    "The café's chef"
    """
    text = Text(source) if isinstance(source, str) else source
    for _ in range(MOST_ROUNDS):
        before = text
        text = _mended(text, rulebook)
        if text is before:
            text = _joined(text, rulebook)
            if text is before:
                break
    return text


def _mended(text: Text, rulebook: Rulebook) -> Text:
    """One round over characters and markup."""
    odd, marks = striking_characters(text.value)
    if "&" in marks or "\\" in marks:
        referred = edited(text, mend_entities(text.value, rulebook))
        odd = odd if referred is text else odd_characters(referred.value)
        text = referred
    decoded = edited(text, mend_encoding(text.value, odd, rulebook))
    odd = odd if decoded is text else odd_characters(decoded.value)
    text = edited(decoded, mend_characters(decoded.value, odd, rulebook)) if odd else decoded
    if marks:
        text = edited(text, mend_markup(text.value, rulebook)) if "<" in marks else text
        text = edited(text, mend_marks(text.value, marks, rulebook))
    return text


def _joined(text: Text, rulebook: Rulebook) -> Text:
    """One round over lines; only text that holds no more markup shows which lines belong together."""
    if "\n" not in text.value:
        return text
    text = edited(text, mend_layout(text.value, rulebook))
    return edited(text, mend_lines(text.value, rulebook))
