"""The line above an amount → the place, job or level that it is the title of.

In: an amount in its statement. Out: a `Scope` or None: a line that leads to the amount and names a place or a job, or the short line straight above where every figure
of a list has one of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jobparse.facts.pay_labels import Scope, labels_in, names_something, pieces_of, trimmed
from jobparse.model import Evidence, Span

if TYPE_CHECKING:
    from jobparse.facts.pay_amounts import Amount
    from jobparse.facts.pay_statement import Reader, Statement

MOST_BLANK, LONGEST_TITLE = 2, 40
"""How many blocks above a figure its title stands at most, a blank one between, and how long it is."""

LOWEST_TITLE = 3
"""Words up to this length are small in titles too."""

BESIDE = 4
"""Between a heading and the figure on its line: a label that was cut off as a heading."""

TIED_RE = re.compile(r"\b(?:in|near)\s+(?:the |our )?$")
"""What ties a heading to the place behind it: "Salary in Lille: …"."""


def above(amount: Amount, statement: Statement, reader: Reader) -> Scope | None:
    """The line above, where it is a label of a place or a job ("Platform Engineer - London")."""
    value = reader.hits.value
    for lead in reader.leads(statement)[:2]:
        if not lead.far and not _titled(value, lead.start, lead.end, reader):
            continue
        for first, last in pieces_of(value, lead.start, lead.end):
            first, last, words = trimmed(reader, first, last, cues=True)
            labels = labels_in(reader, first, last)
            beside = amount.start - lead.end <= BESIDE and TIED_RE.search(value, lead.start, first) is not None
            if (labels or (beside and first < last)) and last - first <= 60 and value[first:last].count(" ") <= 7:
                evidence = (Evidence("scope", "pay-scope-label", Span(first, last)), *labels[:1], *words)
                return Scope(first, last, evidence, amount.end)
    return None


def titled_each(amount: Amount, others: Sequence[Amount], reader: Reader) -> Scope | None:
    """The short line straight above, where each figure of a list stands on a line of its own below one: towns that no row knows."""
    title = _title_of(amount, reader)
    if title is None:
        return None
    index = reader.block_at(amount.start)
    near = [o for o in others if not o.weak and abs(reader.block_at(o.start) - index) <= 2 * MOST_BLANK]
    if not any(o.is_range == amount.is_range and _title_of(o, reader) for o in near):
        return None
    first, last, words = trimmed(reader, title.start, title.end, cues=True)
    if not names_something(reader.hits.value, first, last) or (first, last) != (title.start, title.end):
        return None
    return Scope(first, last, (Evidence("scope", "pay-scope-label", Span(first, last)), *words), amount.end)


def _title_of(amount: Amount, reader: Reader) -> Span | None:
    """The short line above an amount that begins its line; the line above that holds no figure, or a figure's line."""
    index = reader.block_at(amount.start)
    above = next((at for at in range(index - 1, -1, -1) if reader.holds_text(at)), None) if index in reader.bare else None
    if above is None or above in reader.busy or index - above > MOST_BLANK:
        return None
    block = reader.blocks[above]
    short = block.body_end - block.body_start <= LONGEST_TITLE and block.shape in ("text", "heading")
    return Span(block.body_start, block.body_end) if short else None


def _titled(value: str, start: int, end: int, reader: Reader) -> bool:
    """Whether a line above is the title of what follows ("Platform Engineer - London"), and no item or field of its own."""
    if value[end - 1] == ":":
        return True
    colon = value.find(":", start, end)
    if colon >= 0:
        first, last, _ = trimmed(reader, start, colon, cues=True)
        return first >= last
    words = [word for word in value[start:end].split() if len(word) > LOWEST_TITLE and word[0].isalpha()]
    return not words or 2 * sum(word[0].isupper() for word in words) > len(words)
