"""The same posting across sites is one; two requisitions are two."""

from __future__ import annotations

import json
import random
from array import array
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

import jobparse
from jobparse import dedupe
from jobparse.commands import cli
from jobparse.dedupe import card, grouped, groups, similarity

BODY = "\n".join(
    f"- {line}"
    for line in (
        "Keep the kilns of our tile works in Lund running through the night shift",
        "Read the firing curves and correct them before a batch is lost",
        "Note every stop in the log and tell the morning shift why it happened",
        "Take part in the yearly rebuild of the two tunnel kilns",
        "Train new colleagues at the glazing line when the season starts",
    )
)


def posting(head: str, body: str = BODY) -> jobparse.Posting:
    """A posting with a head of its own."""
    return jobparse.parse(f"{head}\n\nResponsibilities\n{body}\n")


def test_dedupe_same_body_through_two_sites() -> None:
    """Bullets, dashes and quotes do not make another posting."""
    first, second = posting("Kiln Operator"), posting("Kiln Operator", BODY.replace("- ", "• "))
    assert [[m.place for m in g] for g in groups([first, second])] == [[0, 1]]
    assert groups([first, second])[0][1].reason == "fingerprint equal"


def test_dedupe_edited_body() -> None:
    """A line that one site dropped leaves one posting, with the likeness as the reason."""
    second = posting("Kiln Operator", BODY.replace("yearly rebuild", "annual rebuild"))
    assert groups([posting("Kiln Operator"), second])[0][1].reason.startswith("similarity 0.")


def test_dedupe_other_bodies_stay_apart() -> None:
    """Postings that share nothing are groups of their own, in the order of the input."""
    other = posting(
        "Baker", "- Bake rye bread from two in the morning\n- Clean the mixers\n- Load the vans for the shops in town\n"
    )
    assert [[m.place for m in g] for g in groups([posting("Kiln Operator"), other])] == [[0], [1]]


def test_dedupe_other_pay_is_another_requisition() -> None:
    """The same text with another pay range is another level."""
    low, high = (posting("Kiln Operator", BODY + f"\n\nPay\n$2{n} - $3{n} per hour\n") for n in (1, 4))
    assert len(groups([low, high])) == 2


def test_similarity_is_symmetric_and_bounded() -> None:
    """Likeness of a text to itself is one, and order does not matter."""
    half = BODY[: len(BODY) // 2]
    assert similarity(BODY, BODY) == 1.0
    assert similarity(BODY, half) == similarity(half, BODY)
    assert 0.0 < similarity(BODY, half) < 1.0


def test_fingerprint_headings_of_a_site_do_not_count() -> None:
    """A site that puts its own heading over the body, or glues an amount, gives the same fingerprint."""
    first = jobparse.parse(f"Kiln Operator\n\nResponsibilities\n{BODY}\n\nPay\n$21 - $29 per hour\n")
    second = jobparse.parse(f"Kiln Operator\n\nJob Description\n\nResponsibilities\n\n{BODY}\n\nPay\n\n$21—$29 per hour\n")
    assert first.fingerprint == second.fingerprint


TRADES = ("Tile", "Barge", "Loom", "Kiln", "Quarry", "Mill", "Foundry", "Dairy", "Nursery", "Ferry", "Bakery", "Sawmill")
ACTS = (
    "check",
    "clean",
    "mend",
    "load",
    "weigh",
    "sort",
    "paint",
    "count",
    "turn",
    "lift",
    "test",
    "pack",
    "label",
    "stack",
    "oil",
    "drain",
)
THINGS = (
    "the long belts",
    "every second gauge",
    "the old pumps",
    "a row of crates",
    "the wet floor",
    "both scales",
    "the north gate",
    "spare rollers",
)
TIMES = (
    "before dawn",
    "at the end of a shift",
    "when the bell rings",
    "twice a week",
    "after each batch",
    "with the foreman",
    "in winter",
    "by hand",
)


def body_of(trade: str, number: int, lines: int = 8) -> str:
    """The body of a posting nobody else has."""
    dice = random.Random(f"{trade} {number}")  # noqa: S311  a made-up text
    return "\n".join(
        f"- {dice.choice(ACTS).title()} {dice.choice(THINGS)} of the {trade.lower()} and {dice.choice(ACTS)} {dice.choice(THINGS)} {dice.choice(TIMES)}"
        for _ in range(lines)
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Kiln Operator\nLund, Sweden", "Kiln Operator (Hybrid)\nLund\nHybrid"),
        ("Kiln Operator\nLund, Sweden", "Kiln Operator - Lund\nLund, Sweden"),
        ("Kiln Operator\nBrack & Moor\nLund, Sweden", "Kiln Operator\nBrack & Moor Ltd\nLund, Sweden"),
    ],
)
def test_dedupe_sites_word_a_header_in_their_ways(first: str, second: str) -> None:
    """A place without its country, a mode or a place in the title, a legal form: still one posting."""
    assert len(groups([posting(first), posting(second)])) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Kiln Operator\nLund, Sweden", "Kiln Operator\nYstad, Sweden"),
        ("Kiln Operator\nLund, Sweden", "Senior Kiln Operator\nLund, Sweden"),
        ("Kiln Operator I\nLund, Sweden", "Kiln Operator II\nLund, Sweden"),
        ("Kiln Operator\nJob ID: R-1001\nLund, Sweden", "Kiln Operator\nJob ID: R-1002\nLund, Sweden"),
    ],
)
def test_dedupe_places_and_levels_stay_apart(first: str, second: str) -> None:
    """The same body for another place, level or requisition is another posting."""
    assert len(groups([posting(first), posting(second)])) == 2


def test_dedupe_a_posting_contradicts_every_member() -> None:
    """One that says nothing of its place joins the first; the next must agree with all of the group."""
    silent, lund, ystad = (
        posting("Kiln Operator"),
        posting("Kiln Operator\nLund, Sweden"),
        posting("Kiln Operator\nYstad, Sweden"),
    )
    assert [[m.place for m in g] for g in groups([silent, lund, ystad])] == [[0, 1], [2]]


def test_dedupe_empty_bodies_are_not_one() -> None:
    """Two pages without a body are not the same posting."""
    assert len(groups([jobparse.parse(""), jobparse.parse("\n")])) == 2


def many(count: int) -> list[dedupe.Card]:
    """Cards of so many postings with a long statement in common; of every fifth there is a copy with an edited line."""
    nobody = card(jobparse.parse(""))
    common = [f"common{n}" for n in range(25)]
    cards = []
    for number in range(count):
        original = number - 1 if number % 5 == 1 else number
        dice = random.Random(original)  # noqa: S311  made-up words
        own = [f"word{dice.randrange(3000)}" for _ in range(75)]
        words = [*own, *common, "twin"] if original != number else [*own, *common]
        cards.append(nobody._replace(fingerprint=str(number), shingles=array("Q", sorted(dedupe._shingled(words)))))
    return cards


def test_dedupe_finds_what_comparing_all_pairs_finds() -> None:
    """The index of rare shingles loses no pair."""
    cards = many(150)
    by_pairs = {
        (a, b)
        for b in range(len(cards))
        for a in range(b)
        if dedupe._jaccard(frozenset(cards[a].shingles), frozenset(cards[b].shingles)) >= dedupe.SAME
    }
    assert by_pairs == {(g[0].place, m.place) for g in grouped(cards) for m in g[1:]}
    assert len(by_pairs) == 30


def test_dedupe_twenty_thousand_without_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """20,000 postings with a statement in common: two hundred million pairs, of which a handful a posting are compared."""
    cards = many(20_000)
    compared: Counter[str] = Counter()
    likeness = dedupe._likeness

    def counted(a: dedupe.Card, b: dedupe.Card) -> str:
        compared["pairs"] += 1
        return likeness(a, b)

    monkeypatch.setattr(dedupe, "_likeness", counted)
    found = grouped(cards)
    assert Counter(map(len, found)) == {1: 12_000, 2: 4_000}
    assert all(members[1].place == members[0].place + 1 for members in found if len(members) == 2)
    assert compared["pairs"] < 10 * len(cards)


def test_dedupe_command_files_and_tables(tmp_path: Path) -> None:
    """A line of JSON for each group, with names that lead back: files, and rows of a table by their line."""
    (tmp_path / "a.txt").write_text(f"Kiln Operator\n\nResponsibilities\n{BODY}\n", "utf-8")
    rows = [{"text": f"Kiln Operator\n\nResponsibilities\n{text}\n"} for text in (BODY.replace("- ", "* "), body_of("Mill", 1))]
    (tmp_path / "b.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    paths = [str(tmp_path / "a.txt"), str(tmp_path / "b.jsonl")]
    done = CliRunner().invoke(cli, ["dedupe", *paths], standalone_mode=False)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"postings": [paths[0], f"{paths[1]}:1"], "reasons": ["fingerprint equal"]}
    ]
    assert "3 postings, 2 different ones" in done.stderr
    every = CliRunner().invoke(cli, ["dedupe", "--all", "--jobs", "2", *paths], standalone_mode=False)
    assert len(every.stdout.splitlines()) == 2
