"""Money tokens: numerals, currencies, scales, spelled amounts, and the tables behind them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from price_parser import Price

from jobparse.dialect import compiled
from jobparse.facts import money
from jobparse.facts.money import Token, find_tokens, lexicon, table
from jobparse.facts.money_spots import Beside
from jobparse.facts.numerals import NUMBER_RE, read_number
from jobparse.facts.pay_near import Near
from jobparse.pipeline import shipped_rules

POSTINGS = Path(__file__).parent.parent / "corpus" / "postings"

NUMERALS = [
    "12,500",
    "12,500.00",
    "5.103,90",
    "50.000",
    "85 052",
    "104'500",
    "12,00,000",
    "1,77,500",
    "18,50",
    "26.75",
    "100000",
    "1.450.000",
]


def tokens(value: str) -> list[tuple[float, str | None]]:
    """Value and currency code of the tokens of a text."""
    rules = shipped_rules()
    found = find_tokens(Near(rules.matcher.scan(value), rules), lexicon(rules))
    return [(t.value, t.currency.code if t.currency else None) for t in found]


@pytest.mark.parametrize("numeral", NUMERALS)
def test_money_numerals_agree_with_price_parser(numeral: str) -> None:
    """The quick way for US forms and price-parser give the same value; only our pattern decides where a number ends."""
    found = NUMBER_RE.match(numeral)
    assert found is not None
    assert found[0] == numeral
    amount = Price.fromstring(numeral).amount
    assert amount is not None
    assert read_number(numeral) == float(amount)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pay: C$74k", [(74000, "CAD")]),
        ("Pay: USD $97,000.00", [(97000, "USD")]),
        ("Pay: 38-45 k€", [(38, None), (45000, "EUR")]),
        ("Pay: 1.2 Cr", [(12000000, "INR")]),
        ("Pay: Rs 56,100/- to Rs 1,77,500/-", [(56100, "INR"), (177500, "INR")]),
        ("Pay: 5,800 USDSingapore", [(5800, "USD")]),
        ("Pay: $ 120, 000", [(120000, "USD")]),
        ("Pay: $22.40-$25.10401(k)", [(22.4, "USD"), (25.1, "USD")]),
        ("401(k) match of $2,000", [(2000, "USD")]),
        ("PHP 8, S/4HANA, Req R29057: $90 a day", [(90, "USD")]),
        ("A $10+ billion group", [(10000000000, "USD")]),
        ("Wage: sixteen dollars and fifty cents", [(16.5, "USD")]),
        ("pay of between eighty-five thousand and ninety-five thousand dollars", [(85000, "USD"), (95000, "USD")]),
        ("a multi-million dollar budget", []),
    ],
)
def test_money_tokens(text: str, expected: list[tuple[float, str | None]]) -> None:
    """Currencies before and behind, scales, spaces, glue; codes and versions are no money."""
    assert tokens(text) == expected


NUMBER = re.compile(r"\d{1,3}(?:[ \u2009\u202f]\d{3}(?!\d))+|\d[\d.,']*")
MONEYED = st.text(alphabet="$€£₹ 0123456789.,'k-abUSDéRs•\n", max_size=80)


@given(MONEYED)
def test_money_tokens_never_overlap(value: str) -> None:
    """Tokens lie inside the text, in order."""
    rules = shipped_rules()
    found = find_tokens(Near(rules.matcher.scan(value), rules), lexicon(rules))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= t.start < t.end <= len(value) for t in found)


def named(value: str) -> list[Token]:
    """The tokens of a text that have a currency."""
    rules = shipped_rules()
    return [t for t in find_tokens(Near(rules.matcher.scan(value), rules), lexicon(rules)) if not t.weak]


def every_number(near: Near, _: Beside) -> list[int]:
    """Every number of a text as a place to read: no gate."""
    return [found.start() for found in NUMBER.finditer(near.folded)]


@given(MONEYED)
def test_money_gate_loses_no_currency(value: str) -> None:
    """What stands beside a number says whether it is worth reading: reading all of them finds no other money."""
    gated = named(value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(money, "spots", every_number)
        assert named(value) == gated


@pytest.mark.parametrize("path", sorted(POSTINGS.glob("*.txt")), ids=lambda path: path.stem)
def test_money_gate_loses_no_currency_of_the_corpus(path: Path) -> None:
    """The same on whole postings."""
    value = path.read_bytes().decode("utf-8")
    gated = named(value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(money, "spots", every_number)
        assert named(value) == gated


@pytest.mark.parametrize("name", ["pay/currencies", "pay/numbers", "pay/regions", "pay/scales"])
def test_money_tables_are_sorted_and_unique(name: str) -> None:
    """A table is a plain list: one line a term."""
    first = [row[0] for row in table(shipped_rules(), name)]
    assert first == sorted(set(first))


def test_money_at_least_thirty_five_currencies() -> None:
    """The most used ones, each by code."""
    codes = {row[1] for row in table(shipped_rules(), "pay/currencies")}
    assert len(codes) >= 35
    assert {
        "USD",
        "EUR",
        "GBP",
        "CAD",
        "AUD",
        "NZD",
        "SGD",
        "HKD",
        "CHF",
        "INR",
        "JPY",
        "CNY",
        "BRL",
        "MXN",
        "PLN",
        "SEK",
    } <= codes


FAMILIES = ("cue", "refusal", "inert", "period", "label", "note", "column", "place", "panel")


def assert_as_if_all_were_tried(near: Near, family: str, start: int, end: int) -> None:
    """Literals, beginnings, windows and the faster engine change no match of a family in a stretch."""
    found = [(m.row.id, m.start, m.end) for m in near.found(f"pay/{family}", start, end)]
    tried = [
        (row.id, m.start(), m.end())
        for row in shipped_rules().rows(f"pay/{family}")
        for m in compiled(row.pattern).finditer(near.value if row.case else near.folded, start, end)
    ]
    assert found == tried


@pytest.mark.parametrize(
    "text",
    [
        "The base salary range for this role in Denver is $83,000 - $102,500 per year, plus an annual bonus of up to 10%.",
        "Tuition reimbursement up to $5,250; 401(k) match; a $2,500 sign-on bonus; night differential $2.75/hr, paid weekly.",
        "On-target earnings of €95,000 (base €60,000), raised $12M, manages deals of $50k; phone allowance £20 pcm.",
        "Remote office stipend? You will be paid an hourly rate of $31.50/hour, medical, dental and vision premium for family cover.",
    ],
)
@pytest.mark.parametrize("family", FAMILIES)
def test_rows_near_money_match_as_if_all_were_tried(family: str, text: str) -> None:
    """On sentences that many rows speak of."""
    rules = shipped_rules()
    assert_as_if_all_were_tried(Near(rules.matcher.scan(text), rules), family, 0, len(text))


@pytest.mark.parametrize("path", sorted(POSTINGS.glob("*.txt"))[::6], ids=lambda path: path.stem)
def test_rows_near_money_match_as_if_all_were_tried_on_the_corpus(path: Path) -> None:
    """On stretches of whole postings, asked in any order."""
    rules = shipped_rules()
    value = path.read_bytes().decode("utf-8")
    near = Near(rules.matcher.scan(value), rules)
    for start in (*range(0, len(value), 500), *range(130, len(value), 700)):
        for family in FAMILIES:
            assert_as_if_all_were_tried(near, family, start, min(len(value), start + 300))


PHRASES = [
    phrase
    for family in FAMILIES
    for row in shipped_rules().rows(f"pay/{family}")
    for example in row.finds
    for phrase in str(example).split(", ")
]


@given(st.lists(st.one_of(st.sampled_from(PHRASES), st.text(alphabet="ap $€?é\n5kBo-,.", max_size=5)), max_size=8), st.data())
def test_rows_near_money_match_as_if_all_were_tried_on_random_text(parts: list[str], data: st.DataObject) -> None:
    """On phrases of rows, joined at random and cut anywhere."""
    rules = shipped_rules()
    value = data.draw(st.sampled_from(["", " ", ", "])).join(parts)
    start = data.draw(st.integers(0, len(value)))
    near = Near(rules.matcher.scan(value), rules)
    for family in FAMILIES:
        assert_as_if_all_were_tried(near, family, start, data.draw(st.integers(start, len(value))))
