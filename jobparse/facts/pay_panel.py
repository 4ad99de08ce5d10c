"""Amount → the row that says that the site wrote it, and not the employer.

In: an amount, its statement and the document. Out: the match of a row of `pay/panel`, or None. Some panels show by their own words;
a figure in the header of a page shows by what stands around it: buttons, counts and links that the site put there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.dialect import quick
from jobparse.matching import Match
from jobparse.model import RemovedKind, SectionKind

if TYPE_CHECKING:
    from jobparse.facts.pay_amounts import Amount
    from jobparse.facts.pay_statement import Reader, Statement
    from jobparse.rulebook import Rulebook

AROUND, FEWEST = 12, 3
"""A header is a site's where at least so many of so many blocks to each side are the site's own: 5 in the leanest of 17 such headers of
the corpus and the development postings, none or one in 13 that the employer wrote."""

LABEL = 3
"""A figure straight behind a colon has a label, which is the employer's ("compensation: $21 an hour"); a site's chips have icons."""

PROSE = 110
"""A line longer than this ends the head of a page: the longest line of a site's header in the sample has 96 characters."""


def panel_of(amount: Amount, statement: Statement, reader: Reader, rulebook: Rulebook) -> Match | None:
    """The row that says that the site wrote the figure."""
    labelled = ":" in reader.hits.folded[max(0, amount.start - LABEL) : amount.start]
    return _named(amount, statement, reader) or (None if labelled else _in_header(statement, reader, rulebook))


def _named(amount: Amount, statement: Statement, reader: Reader) -> Match | None:
    """A panel that its own words give away."""
    block = statement.block
    start = min((lead.start for lead in reader.leads(statement)), default=block.start)
    if not reader.hits.says("pay/panel", max(0, min(start - 160, amount.start - 90)), amount.end + 90):
        return None
    for match in reader.hits.found("pay/panel", max(block.start, amount.start - 90), min(block.end, amount.end + 90)):
        if match.row.get("head") and not (_before_prose(statement, reader) and _of_site(statement, reader)):
            continue
        if not match.row.get("near") and match.start <= amount.start < match.end:
            return match
    for match in reader.hits.found("pay/panel", max(0, start - 160), amount.start):
        if match.row.get("near") and match.end >= amount.start - 12:
            return match
    return None


def _in_header(statement: Statement, reader: Reader, rulebook: Rulebook) -> Match | None:
    """A line of the header of a page, among lines that the site wrote."""
    block = statement.block
    if block.removed or block.body_end - block.body_start > PROSE or not _heads(statement, reader):
        return None
    if _of_site(statement, reader) < FEWEST:
        return None
    for row in rulebook.rows("pay/panel_header"):
        found = quick(row.pattern).fullmatch(reader.hits.folded, block.body_start, block.body_end)
        if found:
            return Match(row, block.body_start, block.body_end, found)
    return None


def _of_site(statement: Statement, reader: Reader) -> int:
    """How many blocks around a statement the site wrote."""
    index = reader.block_at(statement.block.start)
    return sum(b.removed == RemovedKind.CHROME for b in reader.blocks[max(0, index - AROUND) : index + AROUND + 1])


def _heads(statement: Statement, reader: Reader) -> bool:
    """Whether a block stands in the header, or before the first prose that is kept and before what the job asks for."""
    if statement.kind == SectionKind.HEADER:
        return True
    if statement.kind == SectionKind.COMPENSATION:
        return False
    start = statement.block.start
    if any(p.kind in BODY and p.start < start for p in reader.document.passages):
        return False
    return _before_prose(statement, reader)


BODY = (SectionKind.RESPONSIBILITIES, SectionKind.REQUIREMENTS)
"""What no site writes above its own figures."""


def _before_prose(statement: Statement, reader: Reader) -> bool:
    """Whether no long line that is kept stands above a block."""
    for block in reader.blocks:
        if block.start >= statement.block.start:
            return True
        if not block.removed and block.body_end - block.body_start > PROSE:
            return False
    return True
