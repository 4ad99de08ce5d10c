"""Document → title, company, status and the other fields at the top.

In: a document. Out: `HeaderFacts`. What the page says of itself comes first, then labels, then the lines of the header, and only
where none of them names the title or the employer, the first sentences. What is not stated stays null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.facts.header_fields import read_fields
from jobparse.facts.header_names import read_company, read_title
from jobparse.facts.header_source import HeaderSource
from jobparse.model import HeaderFacts, RemovedKind

if TYPE_CHECKING:
    from jobparse.model import Document

NOT_THIS_JOB = (RemovedKind.RELATED_JOBS, RemovedKind.PROMO)


def find_header(document: Document) -> HeaderFacts:
    """The reading of one posting."""
    source = HeaderSource(document)
    title = read_title(source)
    company = read_company(source, title)
    return HeaderFacts(status=_status(document), title=title, company=company, **read_fields(source, company))


def _status(document: Document) -> str:
    """Closed where a notice of the page says so of this job; a notice among other jobs or in the page's questions says nothing."""
    rows = document.rulebook.by_id
    for block in document.blocks:
        if block.removed == RemovedKind.BANNER and block.rule in rows and rows[block.rule].get("status") == "closed":
            return "closed"
    return "open"
