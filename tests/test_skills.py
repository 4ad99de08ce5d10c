"""Skills: what is found, what is left alone, and what is said about it. All texts are made up."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jobparse
from jobparse import Skill
from jobparse.facts import skills_context, skills_joined, skills_match, skills_unknown
from jobparse.facts.skills_match import addresses, find_names
from jobparse.pipeline import shipped_rules
from jobparse.skillreading import vocabulary

REQUIREMENTS = "Night porter\n\nRequirements\n- {}\n"


def found(line: str) -> dict[str, Skill]:
    """The skills of a posting whose one requirement is `line`, by name."""
    return {skill.name: skill for skill in jobparse.skills(REQUIREMENTS.format(line))}


FINDS = [
    ("Experience with scikit learn, Node JS and Postgres", {"scikit-learn", "Node.js", "PostgreSQL"}),
    ("Scikit-Learn / NodeJS / PostgreSQL 15", {"scikit-learn", "Node.js", "PostgreSQL"}),
    ("C/C++, C# and .NET", {"C", "C++", "C#", ".NET"}),
    ("HTML5/CSS3 and JavaScript", {"HTML", "CSS", "JavaScript"}),
    ("Python 3.11+ or Java 17", {"Python", "Java"}),
    ("Reinforcement or active learning", {"Reinforcement learning", "Active learning"}),
    ("Unit, integration and regression testing", {"Unit testing", "Integration testing", "Regression testing"}),
    ("Front- and back-end development", {"Front-end development", "Backend development"}),
    ("Large Language Models (LLMs)", {"Large language models"}),
    ("Go, Rust, R", {"Go", "Rust", "R"}),
    ("Word, Excel, Access and Outlook", {"Microsoft Word", "Microsoft Excel", "Microsoft Access", "Microsoft Outlook"}),
    ("Forklift certification and a CDL Class A", {"Forklift certification", "CDL Class A"}),
    ("RN license, BLS and ACLS", {"RN license", "BLS", "ACLS"}),
    ("MIG welding, TIG welding and blueprint reading", {"MIG welding", "TIG welding", "Blueprint reading"}),
    ("Lesson planning and classroom management", {"Lesson planning", "Classroom management"}),
    ("Accounts payable, bank reconciliations, QuickBooks", {"Accounts payable", "Bank reconciliations", "QuickBooks"}),
    ("Legal research with Westlaw", {"Legal research", "Westlaw"}),
    ("HPLC and PCR", {"HPLC", "PCR"}),
    ("Cash handling, upselling and food safety", {"Cash handling", "Upselling", "Food safety"}),
    ("Fluent German; Tagalog welcome", {"German", "Filipino"}),
    ("AP/AR experience", {"Accounts payable", "Accounts receivable"}),
    ("AWS (S3, EMR)", {"AWS", "Amazon S3", "Amazon EMR"}),
    ("Kubernetes clustersStrong ownership of Terraform", {"Kubernetes", "Terraform"}),
]


@pytest.mark.parametrize(("line", "names"), FINDS, ids=[line for line, _ in FINDS])
def test_skills_finds(line: str, names: set[str]) -> None:
    """Lists, joints, versions, plurals, hyphens and acronyms name the skills they name."""
    assert names <= set(found(line))


IGNORES = [
    ("Ready to go the extra mile", "Go"),
    ("A driven R&D team", "R"),
    ("You excel in a busy kitchen", "Microsoft Excel"),
    ("Access to a car", "Microsoft Access"),
    ("Spring semester graduates", "Spring"),
    ("A swift response to guests", "Swift"),
    ("Able to react to change", "React"),
    ("You spark joy in others", "Spark"),
    ("We make decisions together", "Make"),
    ("Our teams are small", "Microsoft Teams"),
    ("Series C start-up, vitamin C in the kitchen", "C"),
    ("The health insurance starts on day one", "Insurance"),
    ("Write to python@night.example or see https://java.example/go", "Python"),
    ("Write to python@night.example or see https://java.example/go", "Java"),
    ("No Java needed, only patience", "Java"),
    ("Reports to the Marketing Manager", "Marketing"),
    ("Rust removal and painting", "Rust"),
    ("The goal is to go home happy", "Go"),
    ("Must be authorized to work under applicable law", "Law"),
    ("It is a lean team", "Lean"),
    ("Post-PCI care on the ward", "PCI DSS"),
    ("Certified Cocoa Professional (CCP)", "Capacitively coupled plasma"),
    ("Filipinos and Germans are among our guests", "German"),
]


@pytest.mark.parametrize(("line", "name"), IGNORES, ids=[f"{line}: {name}" for line, name in IGNORES])
def test_skills_ignores(line: str, name: str) -> None:
    """Verbs, seasons, companies, addresses, benefits and titles are no skills."""
    assert name not in found(line)


NEEDS = [
    ("Requirements\n- Python\n", "required"),
    ("Requirements\n- SQL; Python is a plus\n", "preferred"),
    ("Requirements\n- SQL, ideally Python\n", "preferred"),
    ("Requirements\n- SQL and Python (preferred)\n", "preferred"),
    ("Preferred qualifications\n- Python\n", "preferred"),
    ("Preferred qualifications\n- Python is required\n", "required"),
    ("About the role\n\nYou will write Python with us every day.\n", "mentioned"),
    ("About the role\n\nYou must have Python.\n", "required"),
    ("Requirements\n- Python\n\nNice to have\n- Python\n", "required"),
    ("Requirements\n- Python, and experience with Go is a plus\n", "required"),
]


@pytest.mark.parametrize(("text", "need"), NEEDS, ids=[repr(text) for text, _ in NEEDS])
def test_skills_need(text: str, need: str) -> None:
    """The section says how much a skill is needed, the clause says it better, and the strongest need of a posting stands."""
    skills = {skill.name: skill for skill in jobparse.skills(f"Night porter\n\n{text}")}
    assert skills["Python"].need == need


YEARS = [
    ("5+ years of Python", (5, None)),
    ("At least three (3) years' experience with Python", (3, None)),
    ("3-5 years experience in Python", (3, 5)),
    ("Python (2+ years)", (2, None)),
    ("A company founded 12 years ago; Python", None),
]


@pytest.mark.parametrize(("line", "years"), YEARS, ids=[line for line, _ in YEARS])
def test_skills_years(line: str, years: tuple[float, float | None] | None) -> None:
    """Years belong to the skill they stand beside."""
    skill = found(line)["Python"]
    assert (skill.years and (skill.years.min, skill.years.max)) == years


def test_skills_outside_the_vocabulary() -> None:
    """A name in a list after a cue is reported without an id and with a low score."""
    skill = found("Experience with Python, QuuxBase and SQL")["QuuxBase"]
    assert (skill.id, skill.match) == (None, "pattern")
    assert skill.score < 100


def test_skills_misspelt() -> None:
    """A slip in a long name is forgiven, and scored."""
    skill = found("Experience with Python, Kuberentes and SQL")["Kubernetes"]
    assert skill.match == "fuzzy"
    assert skill.score < 100


def test_skills_short_names_are_not_guessed() -> None:
    """Under five letters one name is too near to the next."""
    assert "Java" not in found("Experience with Python, Jaxa and SQL")


def test_skills_ids() -> None:
    """An ESCO URI, else a UNSPSC code, else our own."""
    skills = found("Python, dbt, Microsoft Excel")
    assert (skills["Python"].id or "").startswith("http://data.europa.eu/esco/skill/")
    assert skills["dbt"].id == "jobparse:dbt"
    assert skills["Python"].rule == "skill-python"


def test_skills_places() -> None:
    """Every place is the name as it stands in the source."""
    text = REQUIREMENTS.format("Experience with Postgres and\u00a0Python")
    for skill in jobparse.skills(text):
        for start, end in skill.mentions:
            assert text[start:end] in {"Postgres", "Python"}


def test_skills_of_removed_text() -> None:
    """What the page adds names no skill of the posting."""
    page = "Night porter\n\nRequirements\n- Patience\n\nSimilar jobs\n\nPython Developer\nAcme\n2 days ago\n\nJava Developer\nAcme\n3 days ago\n"
    assert "Java" not in {skill.name for skill in jobparse.skills(page)}


@given(st.text(alphabet=st.sampled_from(list("aegilnoprstxyz CRGo+#./&-(),:;\n'’•@1")), max_size=300))
@settings(max_examples=150)
def test_skills_any_text(text: str) -> None:
    """Any text is read: places lie inside it, in order, and nothing is said twice."""
    skills = jobparse.skills(text)
    assert len({skill.name.lower() for skill in skills}) == len(skills)
    for skill in skills:
        assert skill.mentions == tuple(sorted(skill.mentions))
        assert all(0 <= start < end <= len(text) for start, end in skill.mentions)


CORPUS = sorted((Path(__file__).parent.parent / "corpus" / "postings").glob("*.txt"))
TEXTS = [path.read_bytes().decode("utf-8") for path in CORPUS]


PIECES = [
    *(
        "Python",
        "Go",
        "C++",
        "Excel",
        "excel",
        "iOS",
        "Java 17",
        "R",
        "SQL",
        "React",
        "welding",
        "Spring",
        "German",
        "Ironclad",
        "QuuxBase",
        "MIG welding",
    ),
    *(
        "unit",
        "integration",
        "regression testing",
        "data",
        "Data Engineer",
        "scheduling",
        "Kuberentes",
        "(NLP)",
        "Natural language processing (NLP)",
    ),
    *(
        "Experience with",
        "Knowledge of",
        "experience",
        "skills",
        "Role:",
        "Tools:",
        "familiar with",
        "or another",
        "a similar",
        "engineer",
        "manager",
    ),
    *(
        "Requirements",
        "Nice to have",
        "About us",
        "Benefits",
        "You will",
        "Strong",
        "the",
        "team",
        "uses",
        "is a plus",
        "required",
    ),
    *(", ", ", ", " and ", " or ", "/", " ", ". ", "; ", ": ", "\n", "\n- ", "\n\n", " ("),
]


def mixed_texts() -> list[str]:
    """The corpus, and postings mixed from names, cues and joints."""
    chance = random.Random(5)  # noqa: S311  no secret is made of it
    lines = [line for text in TEXTS for line in text.split("\n")]
    mixed = ["\n".join(chance.choices(lines, k=30)) for _ in range(40)]
    made = [REQUIREMENTS.format("".join(chance.choices([*PIECES, " "], k=90))) for _ in range(200)]
    return [*TEXTS, *mixed, *made]


def _never(*_: object, **__: object) -> bool:
    return False


def test_skills_gates_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skills are the same where every list is judged name by name, and every gate before a pattern is open."""
    texts = mixed_texts()
    gated = [jobparse.skills(text) for text in texts]
    monkeypatch.setattr(skills_context, "AS_A_LIST", False)
    monkeypatch.setattr(skills_context._Judge, "wanting", _never)
    monkeypatch.setattr(skills_unknown, "LISTING_RE", re.compile(""))
    monkeypatch.setattr(skills_joined, "ENDINGS", "")
    monkeypatch.setattr(skills_joined, "OPENINGS", "")
    monkeypatch.setattr(skills_joined, "FEW", -1)
    monkeypatch.setattr(skills_match, "VERSION_FIRST", bytes(range(256)))
    assert [jobparse.skills(text) for text in texts] == gated
    assert sum(map(len, gated)) > len(texts)


@given(st.text(alphabet=st.sampled_from(list("CDRGoa +#.&/-(),:;\n'’•@1")), max_size=200))
@settings(max_examples=200, deadline=None)
def test_skills_letters_as_by_their_pattern(text: str) -> None:
    """A capital that stands alone in the fold is where its pattern finds it."""
    book = vocabulary(shipped_rules())
    assert book.letter
    finds = find_names(text, book, [(0, len(text))])
    placed = {m.start for m in finds.mentions if m.end - m.start == 1}
    taken = [m[:2] for m in finds.mentions if m.end - m.start > 1]
    refused = {sign.end for sign in finds.refusals}
    spans = addresses(text)
    wanted = {
        at
        for at in (found.start() for found in book.letter.finditer(text))
        if at + 1 not in refused and not any(start <= at < end for start, end in (*taken, *spans))
    }
    assert placed == wanted
