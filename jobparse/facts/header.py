"""Document → title, company, status and the other fields at the top.

In: a document. Out: `HeaderFacts`. What the page says of itself comes first, then labels, then the lines of the header, and only
where none of them names the title or the employer, the first sentences. What is not stated stays null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobparse.facts.header_companies import read_company
from jobparse.facts.header_fields import read_fields
from jobparse.facts.header_forms import in_title_case, without_employer
from jobparse.facts.header_source import HeaderSource
from jobparse.facts.header_titles import read_title

if TYPE_CHECKING:
    from jobparse.model import Document
    from jobparse.readings import HeaderFacts


def find_header(document: Document) -> HeaderFacts:
    """The reading of one posting."""
    source = HeaderSource(document)
    title = read_title(source)
    company = read_company(source, title)
    if title and company:
        title = without_employer(source, title, company)
    title = title and in_title_case(source, title)
    company = company and in_title_case(source, company)
    status = "closed" if source.page.closed else "open"
    return read_fields(source, company)._replace(status=status, title=title, company=company, refused=tuple(source.refused))
