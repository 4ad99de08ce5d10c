"""Pay zones: what names one, which places it has, what is refused, what becomes of every word that looks like a zone."""

from __future__ import annotations

import json
from bisect import bisect_right
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobparse.facts.zone_columns import column_labels
from jobparse.facts.zone_labels import find_labels, may_name_zones
from jobparse.facts.zones import find_zones
from jobparse.model import Block, Document
from jobparse.pipeline import follow, shipped_rules
from jobparse.readings import ZoneReading
from jobparse.repair import repair
from jobparse.text import Text
from tests.effort import assert_linear

CORPUS = Path(__file__).parent.parent / "corpus"
CASES = CORPUS / "cases" / "zones.jsonl"
POSTINGS = sorted((CORPUS / "postings").glob("*.txt"))


def read(value: str, removed: str | None = None) -> ZoneReading:
    """The zones of a text that is one block."""
    rules = shipped_rules()
    block = Block(0, len(value), 0, len(value), "text", removed=removed)
    return find_zones(Document(Text(value), rules.matcher.scan(value), rules, (block,), (), None, None))


def places(value: str) -> dict[str, tuple[str, ...]]:
    """Name and places of each zone of a text."""
    return {zone.name: zone.places for zone in read(value).zones}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zone 1: Boise, Ogden\nZone 2: Elko", {"Zone 1": ("Boise", "Ogden"), "Zone 2": ("Elko",)}),
        ("Tier A covers Lyon and Metz. Tier B covers Nancy.", {"Tier A": ("Lyon", "Metz"), "Tier B": ("Nancy",)}),
        ("Boise, Ogden (Zone 2): $81,000\nSeattle (Zone 1): $97,000", {"Zone 2": ("Boise", "Ogden"), "Zone 1": ("Seattle",)}),
        ("Austin and Denver are in Zone 2. Boston is in Zone 1.", {"Zone 2": ("Austin", "Denver"), "Zone 1": ("Boston",)}),
        ("$97,000 - $112,000 in Zone 1 (Reno); $88,000 in Zone 2 (Elko)", {"Zone 1": ("Reno",), "Zone 2": ("Elko",)}),
        ("Zone 1 £31,000 (London), Zone 2 £28,500 (Leeds)", {"Zone 1": ("London",), "Zone 2": ("Leeds",)}),
        ("Zone 1 = highest cost (SF, NYC); Zone 2 = medium (Denver)", {"Zone 1": ("SF", "NYC"), "Zone 2": ("Denver",)}),
        ("Zone\tCities\nA\tBoston\nB\tLowell, Salem", {"Zone A": ("Boston",), "Zone B": ("Lowell", "Salem")}),
        ("Cities | Pay Tier\nBoston | 1\nLowell, Salem | 2", {"Pay Tier 1": ("Boston",), "Pay Tier 2": ("Lowell", "Salem")}),
        ("Zone 1 –\nOhio\nIowa\n\nZone 2 –\nTexas\n\nApply now.", {"Zone 1": ("Ohio", "Iowa"), "Zone 2": ("Texas",)}),
        ("Zone 1 Boston, Lowell\nZone 2 Austin", {"Zone 1": ("Boston", "Lowell"), "Zone 2": ("Austin",)}),
        ("Zone 1 and Zone 2: $118,000\nZone 3: $101,000", {"Zone 1": (), "Zone 2": (), "Zone 3": ()}),
        ("Tier 1: 180-200k; Tier 2: 160-180k", {"Tier 1": (), "Tier 2": ()}),
        ("Geo Group A (Boston): $91,000", {"Geo Group A": ("Boston",)}),
        ("is:Tier 1: $97,000Tier 2: $88,000Tier 1 is Reno. Tier 2 is Elko.", {"Tier 1": ("Reno",), "Tier 2": ("Elko",)}),
        ("Zone A: [97,400-112,950] + equity\n\nZone B: [88,300 - 101,150] + equity", {"Zone A": (), "Zone B": ()}),
        ("Zone 2 Manchester office", {}),
        ("Band 5 (London): £34,000; Band 6 (London): £41,000", {}),
    ],
)
def test_zones_are_defined_anywhere(text: str, expected: dict[str, tuple[str, ...]]) -> None:
    """Before, behind, beside a figure, in tables and on the lines below."""
    assert places(text) == expected


def test_zones_named_only_with_pay_have_no_places() -> None:
    """A list of pay names its zones; a range of marks names all of it."""
    assert places("Zones A - C: $97,000 - $112,000\nZone D: $88,000") == {f"Zone {mark}": () for mark in "ABCD"}


def test_zones_open_for_hiring_are_named() -> None:
    """A posting that is open in some zones names them."""
    assert places("We are hiring in Zones 2 and 3.") == {"Zone 2": (), "Zone 3": ()}


def test_zones_of_a_pay_list_and_a_definition_are_one() -> None:
    """The fuller name stands for both, once."""
    reading = read("Zone 1: $97,000\nZone 2: $88,000\n\nUS Zone 1: Boston\nUS Zone 2: all other US locations")
    assert [(zone.name, zone.places, zone.rest) for zone in reading.zones] == [
        ("US Zone 1", ("Boston",), False),
        ("US Zone 2", ("all other US locations",), True),
    ]
    assert [mention.names for mention in reading.mentions] == [("US Zone 1",), ("US Zone 2",)] * 2


def test_zones_of_two_countries_carry_the_country() -> None:
    """One name under two headings is two zones; a name under one heading keeps its name."""
    both = "Canada:\nZone A: Calgary\n\nUK:\nZone A: Leeds"
    assert places(both) == {"Canada Zone A": ("Calgary",), "UK Zone A": ("Leeds",)}
    assert places("Canada:\nZone A: Calgary\nZone B: Regina") == {"Zone A": ("Calgary",), "Zone B": ("Regina",)}
    inline = "In the US, Tier 1 includes Boston. In Canada, Tier 1 includes Montreal."
    assert places(inline) == {"US Tier 1": ("Boston",), "Canada Tier 1": ("Montreal",)}


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("all other US locations", True),
        ("everywhere else", True),
        ("States other than California and Oregon", True),
        ("Rest of Canada", True),
        ("rest of Texas", False),
        ("all other cities in Ohio", False),
        ("Elko", False),
    ],
)
def test_zones_rest_is_of_a_country(words: str, rest: bool) -> None:
    """The rest of one state is a place like others."""
    assert [zone.rest for zone in read(f"Zone 1: Boise\nZone 2: {words}").zones] == [False, rest]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You support time zones 1 to 3.", "zone-refuse-time-zone"),
        ("Deploy in availability zone A and zone B (Virginia, Oregon).", "zone-refuse-kind-of-zone"),
        ("Audit Tier 2 suppliers (Mexico, Vietnam).", "zone-refuse-companies"),
        ("Drug copays: Tier 1 $1,200, Tier 2 $1,400", "zone-refuse-plan-tiers"),
        ("You own Region 3 (Ohio, Indiana) and its stores.", "zone-refuse-territory"),
        ("Band 6: £35,400 - £42,600", "zone-refuse-grade"),
        ("Escalate from tier 2 to tier 3.", "zone-refuse-mention"),
    ],
)
def test_zones_of_other_kinds_are_refused_by_name(text: str, rule: str) -> None:
    """A refusal says which row refused."""
    reading = read(text)
    assert reading.zones == ()
    assert {verdict.fate for verdict in reading.ledger} == {"refused"}
    assert reading.ledger[0].rule == rule


def test_zones_unread_are_findings() -> None:
    """What is written like a definition and is none is reported, with its place."""
    text = "Market 1: launch. Market 2: scale."
    reading = read(text)
    assert [(finding.kind, text[slice(*finding.span)]) for finding in reading.findings] == [
        ("unclassified_zone", "Market 1"),
        ("unclassified_zone", "Market 2"),
    ]
    assert {verdict.fate for verdict in reading.ledger} == {"unclassified"}


def test_zones_evidence_begins_with_the_places() -> None:
    """The first evidence of a zone are its places, in order, each with its span."""
    text = "Zone 1: Texas (outside Austin metro), Ohio\nZone 2: Elko"
    zone = read(text).zones[0]
    spans = [text[slice(*evidence.span)] for evidence in zone.evidence if evidence.field == "place"]
    assert tuple(spans) == zone.places == ("Texas (outside Austin metro)", "Ohio")
    assert ("except", "zone-except-outside") in [(evidence.field, evidence.rule) for evidence in zone.evidence]


def test_zones_in_removed_text_are_not_the_postings() -> None:
    """A list of other jobs has zones of its own."""
    text = "Zone 1: Boise\nZone 2: Elko"
    assert read(text, removed="related_jobs") == ZoneReading()
    assert len(read(text).zones) == 2


def test_zones_cases_of_the_corpus_hold() -> None:
    """Every sentence of the table, once repaired, name for name and place for place."""
    wrong = []
    for line in CASES.read_text("utf-8").splitlines():
        case: dict[str, Any] = json.loads(line)
        zones = read(repair(Text(case["text"]), shipped_rules()).value).zones
        got = [(zone.name, [p.casefold() for p in zone.places], zone.rest) for zone in zones]
        want = [(zone["name"], [p.casefold() for p in zone["places"]], zone["rest"]) for zone in case["expected"]]
        wrong += [case["id"]] if sorted(got) != sorted(want) else []
    assert wrong == []


@pytest.mark.parametrize("unit", ["Zone 1 ", "Zone 1: Boston, ", "Ohio outside ", "Zone\t", "Zone 1 (", "("])
def test_zones_work_grows_with_the_text_alone(unit: str) -> None:
    """Four times the hostile text is four times the work."""
    assert_linear(read, unit)


@pytest.mark.parametrize("path", POSTINGS, ids=lambda path: path.stem)
def test_zones_ledger_covers_every_name_of_the_corpus(path: Path) -> None:
    """Everything that looks like a zone's name has one fate, and what no row reads or refuses is a finding."""
    journey = follow(path.read_bytes().decode("utf-8"))
    document, reading = journey.document, journey.readings.zones
    starts = [block.start for block in document.blocks]
    for label in (*find_labels(document.hits), *column_labels(document.hits)):
        if document.blocks[bisect_right(starts, label.start) - 1].removed is None:
            (verdict,) = [v for v in reading.ledger if v.span == (label.start, label.end)]
            assert verdict.fate in ("used", "refused", "unclassified")
            assert (verdict.fate == "unclassified") == (not verdict.rule)
    unread = [verdict.span for verdict in reading.ledger if verdict.fate == "unclassified"]
    assert [finding.span for finding in reading.findings if finding.kind == "unclassified_zone"] == unread


PIECES = (
    "Zone",
    "zones",
    "Tier",
    "geography",
    "Market",
    "location",
    " ",
    "1",
    "A",
    "ii",
    "#2",
    "-",
    "\n",
    "|",
    "\t",
    "**",
    "one",
    "x",
    "Boise",
    ":",
)


@given(st.lists(st.sampled_from(PIECES), max_size=24))
def test_zones_gate_loses_no_name(pieces: list[str]) -> None:
    """A text that the gate turns away has no name of a zone, neither in running text nor in the columns of a table."""
    hits = shipped_rules().matcher.scan("".join(pieces))
    if not may_name_zones(hits, shipped_rules()):
        assert find_labels(hits) == column_labels(hits) == []
