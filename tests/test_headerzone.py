"""Where the header ends and the body begins: strong evidence, and nothing more is lost when a cleaned text is read again."""

from __future__ import annotations

from pathlib import Path

import pytest

import jobparse
from jobparse.headerzone import header_end
from jobparse.pipeline import follow, shipped_rules

JOB = "You lay pipe in old houses and new ones, and leave every one of them as dry as you found it.\n"
MORE = "We pay for tools, for boots, and for whatever the inspector finds that was there before us.\n"
POSTINGS = sorted((Path(__file__).resolve().parent.parent / "corpus" / "postings").glob("*.txt"))


def zone(source: str) -> str:
    """The text of the header, removed lines included."""
    document = follow(source).document
    end = header_end(document.blocks, shipped_rules())
    return document.value[: document.blocks[end - 1].end] if end else ""


@pytest.mark.parametrize(
    "head",
    [
        "Master Plumber\nBrack & Moor\nGary, IN\n\n",
        "Master Plumber\nGary, IN\nFull-time\nPosted 3 days ago\n\n",
        "Job Title: Master Plumber\nLocation: Gary, IN\n\n",
        "Brack & Moor | Master Plumber | Gary, IN | Full-time\n\n",
        "Brack & Moor\n\nMaster Plumber\n\nHybrid\n61K-73K Annually\nSenior level\n\n",
    ],
)
def test_headerzone_ends_where_the_body_begins(head: str) -> None:
    """Titles, names, places, ages and kinds of work in any order, up to the first sentence."""
    assert zone(head + JOB + MORE) == head


@pytest.mark.parametrize(
    "body",
    [
        JOB + MORE,
        f"About us\n{MORE}\n{JOB}",
        f"Requirements\n- A licence\n- A van\n\n{JOB}",
        f"- Cut pipe\n- Thread pipe\n- Join pipe\n\n{JOB}",
        f"Brack & Moor\n\n{JOB}{MORE}",
        "What we pay\n\nSalary: $61,000 a year\n",
    ],
)
def test_headerzone_a_body_has_no_header(body: str) -> None:
    """Headings, lists, sentences, pay and a name alone prove no header."""
    assert zone(body) == ""


def test_headerzone_a_title_that_heads_its_body_is_header() -> None:
    """The title alone is enough where a known section follows at once."""
    assert zone(f"Master Plumber\n\nResponsibilities\n- {JOB}- {MORE}") == "Master Plumber\n\n"


def test_headerzone_titles_in_the_body_stay_in_it() -> None:
    """A list of people to work with is no header."""
    assert zone(f"{JOB}\nYou work with\n- Welder\n- Pipe Fitter\n- Crane Operator\n") == ""


@pytest.mark.parametrize("path", POSTINGS, ids=lambda path: path.stem)
def test_headerzone_reading_a_cleaned_text_again_loses_nothing(path: Path) -> None:
    """A text whose header was taken off begins with its body."""
    clean = jobparse.parse(path.read_bytes().decode("utf-8")).clean_text
    assert jobparse.parse(clean).clean_text == clean


def test_headerzone_empty_texts_have_no_header() -> None:
    """Nothing in, nothing out."""
    assert zone("") == zone("\n\n \n") == ""


def test_headerzone_table_of_fields_inside_the_page() -> None:
    """Labels alone on their lines, their values below, are fields wherever they stand; a few headings with one line each are sections."""
    prose = "The office keeps the locks of the river open, in summer and in winter, and tells the mills when the water comes.\n"
    table = "".join(
        f"{label}\n{value}\n"
        for label, value in (
            ("Salary", "$51,000 to $60,000 per year"), ("Location", "Gary, IN"), ("Remote job", "No"), ("Telework eligible", "No"),
            ("Appointment type", "Permanent"), ("Work schedule", "Full-time"), ("Supervisory status", "No"),
            ("Security clearance", "Not required"), ("Announcement number", "LK-26-0048"),
        )
    )  # fmt: skip
    kinds = [
        section.kind
        for section in jobparse.parse(
            f"Lock Keeper\nOffice of Rivers\nGary, IN\n\nSummary\n{prose}\n{table}Duties\nOpen the gates.\n"
        ).sections
    ]
    assert kinds == ["header", "role", "header", "responsibilities"]
    posting = jobparse.parse(
        f"Lock Keeper\nOffice of Rivers\nGary, IN\n\nSummary\n{prose}\nSalary\n$51,000 per year\nWork schedule\nFull-time\n"
    )
    assert [section.kind for section in posting.sections][-1] == "work_arrangement"
