"""`learn` proposes rows for what recurs whoever the employer is; `check` accepts them; parsing changes only when they are put to use."""

from __future__ import annotations

from pathlib import Path

import pytest

import jobparse
from jobparse.learn import page_lines, propose, to_toml
from jobparse.pipeline import follow
from jobparse.rulereader import load_rules
from tests.test_dedupe import TRADES, body_of

FRAME = """{title}
{company}
{place}

{intro}.

Responsibilities
{body}

Pinned by our robot scout
Our scout rates this post {rate} of 100
Ask {company} through the scout
Scout tip: bring a friend along to the talk and say who sent you
"""


def intro_of(number: int) -> str:
    """A sentence that no other page has."""
    return "At our works you will " + body_of("yard", number, 2).replace("- ", "").replace("\n", " and ").lower()


def page(number: int) -> str:
    """A page of one source: the same frame around another posting."""
    trade = TRADES[number % len(TRADES)]
    return FRAME.format(
        title=f"{trade} Operator",
        company=f"{trade} Works Ltd",
        place=("Leeds, UK", "Cork, Ireland")[number % 2],
        intro=intro_of(number),
        body=body_of(trade, number),
        rate=40 + 7 * number,
    )


@pytest.fixture(scope="module")
def toml() -> str:
    """What is proposed for twelve pages."""
    pages = [(f"{n}.txt", page_lines(follow(page(n)))) for n in range(12)]
    return to_toml(propose(pages), len(pages))


def test_learn_proposes_what_recurs(toml: str) -> None:
    """Fixed lines, lines with names and numbers, with counts and examples; nothing of the postings themselves."""
    assert "pinned by our robot scout" in toml
    assert r"our scout rates this post \d[\d.,]*+ of \d[\d.,]*+" in toml
    assert r"ask [^\n]{1,80}? through the scout" in toml
    assert "In 12 of 12 postings" in toml
    assert "0.txt 1.txt 2.txt" in toml
    assert "Responsibilities" not in toml
    assert "Operator" not in toml.replace("Operator\\n", "")


def test_learn_rows_are_accepted_and_work(toml: str, tmp_path: Path) -> None:
    """The file loads strictly, its examples hold, and a page of the source loses its frame; without it nothing has changed."""
    from jobparse.checking import row_complaints

    (tmp_path / "boilerplate").mkdir()
    (tmp_path / "boilerplate" / "learned.toml").write_text(toml, "utf-8")
    rules = load_rules(tmp_path)
    learned = [row for rows in rules.families.values() for row in rows if row.id.startswith("learned-")]
    assert len(learned) >= 3
    assert [row_complaints(row, rules) for row in learned] == [[] for _ in learned]
    before, after = jobparse.parse(page(20)), jobparse.parse(page(20), rules=rules)
    assert "scout" in before.clean_text
    assert "scout" not in after.clean_text
    assert body_of(TRADES[20 % len(TRADES)], 20).split("\n")[0].lstrip("- ") in after.clean_text


def test_learn_takes_a_page_without_a_known_employer_for_one_of_its_own() -> None:
    """On a page of a source that nobody knows the header is often not read."""
    pages = [(f"{n}.txt", page_lines(follow(f"Pinned at the top by our robot scout\n{page(n)}"))) for n in range(6)]
    assert "pinned at the top by our robot scout" in to_toml(propose(pages), len(pages))


def test_learn_lines_of_one_employer_are_not_the_sites() -> None:
    """What recurs in the postings of a single employer is the employer's."""
    text = FRAME.replace("{company}", "Brack & Moor")
    pages = [
        (
            f"{n}.txt",
            page_lines(
                follow(text.format(title="Welder", intro=intro_of(n), place="Leeds, UK", body=body_of("Weld", n), rate=n))
            ),
        )
        for n in range(6)
    ]
    assert propose(pages) == []
