"""Whole pages and feeds: the posting inside comes out, the map to the source stays, and what the data state stands beside the text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jobparse
from jobparse import Posting
from jobparse.jsonplaces import plain_string, read_json
from jobparse.pipeline import shipped_rules
from jobparse.repair_page import mend_page
from jobparse.text import Text, edited

DUTIES = "<p>You weld frames for barges in the dock of Lund.</p><ul><li>Read plans</li><li>Cut plate by torch</li></ul>"
PAGE = f"""<!DOCTYPE html>
<html><head><title>Welder | Brack &amp; Moor</title><style>p {{ color: red }}</style>%s</head>
<body><nav><ul><li>Jobs</li><li>About us</li></ul></nav>
<main><h1>Welder</h1><p>Brack &amp; Moor<br>Lund, Sweden</p>
<h2>Responsibilities</h2>{DUTIES}
<h2>Pay</h2><p>$28 &ndash; $34 per hour</p></main>
<div hidden>Saved</div><script>track("apply")</script></body></html>
"""
DATA: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Welder",
    "hiringOrganization": {"@type": "Organization", "name": "Brack & Moor"},
    "jobLocation": {"address": {"addressLocality": "Lund", "addressCountry": {"name": "SE"}}},
    "employmentType": ["FULL_TIME"],
    "datePosted": "2026-03-04T08:00:00Z",
    "identifier": {"@type": "PropertyValue", "name": "Brack & Moor", "value": "BM-17"},
    "baseSalary": {
        "currency": "USD",
        "value": {"@type": "QuantitativeValue", "minValue": 28, "maxValue": 34, "unitText": "HOUR"},
    },
    "description": DUTIES,
}


def page(data: object = None) -> str:
    """The page, with JSON-LD if there is any."""
    return PAGE % (f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else "")


def tiles(posting: Posting, source: str) -> bool:
    """Whether the pieces make up the source, and the repairs undone give it back."""
    at = 0
    for start, end in sorted((*(s.span for s in posting.sections), *(r.span for r in posting.removed))):
        if start != at:
            return False
        at = end
    return at == len(source) and all(source[r.span.start : r.span.end] == r.before for r in posting.repairs)


def test_page_is_detected_and_shows_what_a_browser_shows() -> None:
    """Scripts, styles, hidden elements and menus are gone; headings and list items are there; nothing is lost."""
    source = page()
    posting = jobparse.parse(source)
    assert posting.source.format == "html"
    assert posting.clean_text == (
        "Responsibilities\n\nYou weld frames for barges in the dock of Lund.\n\n- Read plans\n- Cut plate by torch\n\n"
        "Pay\n\n$28 – $34 per hour\n"
    )
    assert posting.title
    assert (posting.title.value, source[posting.title.span.start : posting.title.span.end]) == ("Welder", "Welder")
    assert posting.pay[0].quote == "$28 &ndash; $34"
    assert tiles(posting, source)
    assert {"repair-page-hidden", "repair-page-navigation"} <= {r.rule for r in posting.repairs}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Welder\n\nYou weld.", "text"),
        ("https://jobs.example/7\n<html><body>Welder</body></html>", "html"),
        ("<div><p>You weld.</p></div>\n", "html"),
        ("<p>You weld.</p> and more text behind it", "text"),
        ("Ten years of <html> and <body> tags", "text"),
        ('{"title": "Welder", "description": "You weld."}', "json"),
        ('{"title": "Welder"}', "text"),
        ("[Remote] Welder {nights}", "text"),
        ("", "text"),
    ],
)
def test_page_detection(text: str, form: str) -> None:
    """The first and last characters tell what a source is."""
    assert jobparse.parse(text).source.format == form


def test_page_said_to_be_text_or_html() -> None:
    """What the caller says goes before what the source looks like."""
    assert jobparse.parse(page(), input="text").source.format == "text"
    assert jobparse.parse("You\nweld <b>frames.", input="html").clean_text == "You weld frames.\n"
    assert jobparse.parse("no JSON", input="json").source.format == "text"


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<p>You\n   weld\tframes.</p>", "You weld frames."),
        ("<pre>one\ntwo</pre>", "one\ntwo"),
        ("<ul><li hidden>no<li>Weld<li>Cut</ul><p>End", "• Weld\n• Cut\n\nEnd"),
        ("<ul><li hidden>no<ul><li>inner</li></ul></li><li>Weld</li></ul>", "• Weld"),
        ("<p style='display:none'>no<p>Weld</p>", "Weld"),
        ("<div class='sr-only'>no <b>never</b></div><p>Weld", "Weld"),
        ("<div hidden>it is never closed<p>Weld</p>", "it is never closed\n\nWeld"),
        ("<table><tr><th>Shift<th>Hours<tr><td>Early<td>6 to 2</table>", "Shift\tHours\nEarly\t6 to 2"),
        ("<p>a &lt; b</p><job-card x='<p>'>Weld</job-card>", "a &lt; b\n\nWeld"),
        ("Weld<p title='no end", "Weld<p title='no end"),
        ("<select><option>Albania<option>Algeria</select><p>Weld", "Weld"),
    ],
)
def test_page_elements(markup: str, shown: str) -> None:
    """One element each; damaged markup costs no text."""
    assert edited(Text(markup), mend_page(markup, shipped_rules())).value.strip() == shown


def test_page_data_stand_beside_the_text() -> None:
    """JSON-LD gives facts with places in the source: in `structured` all, in the record's fields those on which the text is silent."""
    source = page(DATA)
    posting = jobparse.parse(source)
    stated = {fact.field: fact for fact in posting.structured}
    assert {field: fact.value for field, fact in stated.items()} == {
        "title": "Welder",
        "company": "Brack & Moor",
        "locations": "Lund, SE",
        "employment_type": "FULL_TIME",
        "date_posted": "2026-03-04",
        "identifier": "BM-17",
        "pay": "USD 28 – 34 a hour",
    }
    assert all(fact.by == "structured" for fact in posting.structured)
    assert source[stated["company"].span.start : stated["company"].span.end] == "Brack & Moor"
    assert posting.identifier
    assert (posting.identifier.value, posting.identifier.by) == ("BM-17", "structured")
    assert posting.title
    assert posting.title.by == "employer"
    assert [p.by for p in posting.pay] == ["employer"]
    assert posting.findings == ()
    assert tiles(posting, source)


def test_page_data_that_disagree_are_reported() -> None:
    """Where data and text say different things, both stay and a finding says so."""
    other = {
        **DATA,
        "title": "Baker",
        "baseSalary": {"currency": "USD", "value": {"value": 99, "unitText": "HOUR"}},
        "hiringOrganization": "Brack & Moor Inc.",
    }
    posting = jobparse.parse(page(other))
    assert [f.kind for f in posting.findings] == ["structured_conflict", "pay_conflict"]
    assert "title" in posting.findings[0].message
    assert [(p.by, p.min, p.max) for p in posting.pay] == [("employer", 28, 34), ("structured", 99, 99)]


def test_page_filled_by_script_takes_its_data_for_text() -> None:
    """A page that is empty until its scripts run has its posting in the description of its JSON-LD."""
    source = f'<html><head><script type="application/ld+json">[{json.dumps(DATA)}]</script></head><body><div id="root"></div></body></html>'
    posting = jobparse.parse(source)
    assert posting.clean_text == "You weld frames for barges in the dock of Lund.\n\n- Read plans\n- Cut plate by torch\n"
    assert posting.title
    assert posting.title.by == "structured"
    assert tiles(posting, source)


FEEDS: dict[str, dict[str, Any]] = {
    "greenhouse": {
        "absolute_url": "https://jobs.example/7",
        "title": "Welder",
        "company_name": "Brack & Moor",
        "location": {"name": "Lund, Sweden"},
        "first_published": "2026-03-04T08:00:00-05:00",
        "content": DUTIES.replace("<", "&lt;").replace(">", "&gt;"),
        "pay_input_ranges": [{"min_cents": 2800, "max_cents": 3400, "currency_type": "USD", "title": "Pay"}],
    },
    "lever": {
        "hostedUrl": "https://jobs.example/7",
        "text": "Welder",
        "categories": {"location": "Lund, Sweden", "commitment": "Full-time", "team": "Dock"},
        "createdAt": 1772611200000,
        "description": DUTIES.split("<ul>", maxsplit=1)[0],
        "lists": [{"text": "Responsibilities", "content": "<li>Read plans</li><li>Cut plate by torch</li>"}],
        "salaryRange": {"min": 28, "max": 34, "currency": "USD", "interval": "per-hour-wage"},
    },
    "ashby": {
        "title": "Welder",
        "location": "Lund, Sweden",
        "employmentType": "FullTime",
        "workplaceType": "OnSite",
        "publishedAt": "2026-03-04T08:00:00.000+00:00",
        "descriptionHtml": DUTIES,
        "jobUrl": "https://jobs.example/7",
        "compensation": {
            "summaryComponents": [
                {"compensationType": "Salary", "interval": "1 HOUR", "currencyCode": "USD", "minValue": 28, "maxValue": 34},
                {"compensationType": "EquityPercentage", "interval": "NONE", "minValue": 0.1, "maxValue": 0.2},
            ]
        },
    },
}


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("indent", [None, 2])
def test_feed_gives_text_and_fields(name: str, indent: int | None) -> None:
    """A posting of each feed: the description as text, the fields as facts, every span in the JSON."""
    source = json.dumps(FEEDS[name], indent=indent)
    posting = jobparse.parse(source)
    assert posting.source.format == "json"
    assert "You weld frames for barges in the dock of Lund.\n" in posting.clean_text
    assert posting.clean_text.endswith("- Read plans\n- Cut plate by torch\n")
    assert posting.title
    assert (posting.title.value, source[slice(*posting.title.span)]) == ("Welder", "Welder")
    assert [(f.value, source[slice(*f.span)]) for f in posting.locations] == [("Lund, Sweden", "Lund, Sweden")]
    assert posting.date_posted
    assert posting.date_posted.value == "2026-03-04"
    period = None if name == "greenhouse" else "hour"
    assert [(p.min, p.max, p.currency, p.period, p.by) for p in posting.pay] == [(28, 34, "USD", period, "structured")]
    assert tiles(posting, source)


def test_feed_string_keeps_its_map() -> None:
    """Escapes of the JSON string are edits: the quote of a fact is what stands in the source."""
    source = json.dumps({"title": "Koch", "description": "Wir suchen Köche für Zürich.\n\nLohn: 30 € – 34 € pro Stunde\n"})
    posting = jobparse.parse(source)
    assert "\\u00fcr" in source
    assert posting.clean_text.startswith("Wir suchen Köche für Zürich.\n")
    assert posting.pay[0].quote == "30 \\u20ac \\u2013 34 \\u20ac"
    assert tiles(posting, source)


def test_feed_of_several_says_so() -> None:
    """A feed with a list of postings gives its first, and says that there are more."""
    posting = jobparse.parse(json.dumps({"jobs": [FEEDS["ashby"], FEEDS["ashby"]]}))
    assert [f.kind for f in posting.findings] == ["several_postings"]


PIECES = st.sampled_from(
    (
        *("<p>", "</p>", "<ul>", "<li>", "</ul>", "<div hidden>", "</div>", "<nav>", "</nav>", "<b>", "</b>", "<td>", "<br>"),
        *(
            "<!--",
            "-->",
            "<a href='",
            "'>",
            "<script>",
            "</script>",
            '<script type="application/ld+json">',
            "}",
            "Weld ",
            "\n",
            "  ",
        ),
        *(
            '{"@type": "JobPosting", "title": "x"',
            "&amp;",
            "<pre>",
            "<select>",
            "<h2>",
            "Requirements",
            "$28 an hour",
            "<![",
            "<?",
        ),
    )
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_page_any_markup_parses(markup: str) -> None:
    """Whatever the tags: no exception, nothing lost."""
    source = f"<html>{markup}"
    assert tiles(jobparse.parse(source), source)


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(JSONS, st.booleans())
def test_json_with_places_reads_what_json_does(value: Any, ascii_only: bool) -> None:
    """The same values as the standard library, each at its place."""
    source = json.dumps(value, ensure_ascii=ascii_only)

    def rebuilt(node: Any) -> Any:
        if node.kind == "object":
            return {key: rebuilt(member) for key, member in node.members.items()}
        if node.kind == "array":
            return [rebuilt(item) for item in node.items]
        raw = source[node.start : node.end]
        return plain_string(raw) if node.kind == "string" else json.loads(raw)

    node = read_json(source)
    assert node is not None
    assert rebuilt(node) == value


@given(st.text(alphabet='{}[]",:\\ntu0a1 ', max_size=30))
def test_json_any_text_is_read_or_refused(text: str) -> None:
    """Broken JSON is no posting and no exception."""
    read_json(text)
    source = f'{{"title": "x", "description": "{text}'
    assert tiles(jobparse.parse(source, input="json"), source)
