"""Pay: what is an amount, what is pay, of which kind, for how long, where, and what becomes of every money token."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import jobparse
from jobparse.facts import pay
from jobparse.facts.pay import find_pay
from jobparse.facts.pay_bare import CLOSE
from jobparse.facts.pay_ruling import BARE_PRICE, BEFORE_REACH
from jobparse.model import Block, Document, PayRange
from jobparse.pipeline import follow, shipped_rules
from jobparse.readings import HeaderFacts, PayReading, ZoneReading
from jobparse.text import Text
from tests.effort import assert_linear
from tests.hosts import inside

CASES = Path(__file__).parent.parent / "corpus" / "cases" / "pay.jsonl"
POSTINGS = CASES.parent.parent / "postings"
SAMPLE = Path(__file__).resolve().parents[2] / "shared" / "data" / "sample.jsonl"


def read(value: str, removed: str | None = None, rule: str = "") -> PayReading:
    """The pay of a text whose lines are blocks, without any other stage."""
    rules = shipped_rules()
    blocks, at = [], 0
    for line in value.split("\n"):
        end = min(at + len(line) + 1, len(value))
        blocks.append(Block(at, end, at, at + len(line), "text", removed=removed, rule=rule))
        at = end
    document = Document(Text(value), rules.matcher.scan(value), rules, tuple(blocks), (), None, None)
    return find_pay(document, ZoneReading(), HeaderFacts())


def brief(entry: PayRange) -> tuple[object, ...]:
    """What a reader asks first."""
    period = entry.period if entry.period_basis == "stated" else None
    return entry.min, entry.max, entry.currency, period, entry.kind


def only(value: str) -> PayRange:
    """The one range of a text."""
    (entry,) = jobparse.parse(value).pay
    return entry


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pay scale: Min $51,000 / Mid $63,500 / Max $76,000", (51000, 76000, "USD", None, "base")),
        ("Pay Range$13,000$15,500 USD per month", (13000, 15500, "USD", "month", "base")),
        ("Base: £ 41,500 – £ 48,000", (41500, 48000, "GBP", None, "base")),
        ("Salaire 42 000 € - 48 000 € brut par an", (42000, 48000, "EUR", "year", "base")),
        ("CHF 110'000 - CHF 135'000 per year", (110000, 135000, "CHF", "year", "base")),
        ("10-14 LPA", (1000000, 1400000, "INR", "year", "base")),
        ("1.5 - 2 crore per annum CTC", (15000000, 20000000, "INR", "year", "total")),
        ("Salary: 450 000 - 520 000 SEK per year", (450000, 520000, "SEK", "year", "base")),
        ("£70K to 85K", (70000, 85000, "GBP", None, "base")),
        ("R$ 8.000 - R$ 11.000 por mês", (8000, 11000, "BRL", "month", "base")),
        ("per hour: $23 - $27", (23, 27, "USD", "hour", "base")),
        ("Thirty-two dollars an hour", (32, 32, "USD", "hour", "base")),
        ("Up to $135,000 per year", (None, 135000, "USD", "year", "base")),
        ("at least $75,000 a year", (75000, None, "USD", "year", "base")),
        ("The starting salary is $52,000", (52000, 52000, "USD", None, "base")),
        ("Pay Min: 62,400.00 | Pay Max: 78,000.00 | Currency: CAD | Pay Basis: Annual", (62400, 78000, "CAD", "year", "base")),
        ("Signing bonus of $15,000", (15000, 15000, "USD", None, "sign_on")),
        ("$2.50/hour night differential", (2.5, 2.5, "USD", "hour", "differential")),
        ("RSU grant worth $100,000", (100000, 100000, "USD", None, "equity")),
        ("PhD stipend: $40,500 per year", (40500, 40500, "USD", "year", "stipend")),
        ("Pay: 85-100k", (85000, 100000, None, None, "base")),
        ("Toronto. Salary: $95,000 - $110,000", (95000, 110000, "CAD", None, "base")),
    ],
)
def test_pay_is_read_in_every_form(text: str, expected: tuple[object, ...]) -> None:
    """Grouping, scales, currencies, bounds, kinds and glue."""
    assert brief(only(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "You will manage a portfolio of accounts worth $2M - $5M.",
        "Average deal size $80k",
        "Employer HSA contribution of $1,000 - $2,000",
        "$75 monthly phone stipend",
        "Employee referral bonus: $2,000",
        "Customers pay $200 per hour for our services",
        "Process payroll of $2 million biweekly",
        "Average base salary for data analysts: $72,500",
        "Must be able to lift 50 pounds",
        "Projects range from $5,000 to $500,000",
        "Salary increases of 3% per year",
        "Job ID 1234567, compensation on request",
        "Company-paid life insurance of 2x annual salary up to $300,000",
        "Alumni earn $90,000 on average",
        "Pay: $1 - $1",
    ],
)
def test_pay_is_not_made_up(text: str) -> None:
    """Money that is nobody's pay, however near to words of pay."""
    assert [p for p in jobparse.parse(text).pay if p.by == "employer"] == []


def test_pay_nearest_evidence_wins() -> None:
    """What stands beside an amount beats the lead-in, and each kind stays its own."""
    text = "Base salary $130,000 - $150,000, target bonus $20,000, equity $50,000, sign-on $10,000, 401(k) match up to $4,000"
    assert [(p.kind, p.max) for p in jobparse.parse(text).pay] == [
        ("base", 150000),
        ("bonus", 20000),
        ("equity", 50000),
        ("sign_on", 10000),
    ]


def test_pay_period_of_one_amount_never_carries_to_another() -> None:
    """An hourly figure in brackets says nothing about the yearly one; a list shares the period behind it."""
    assert [p.period_basis for p in jobparse.parse("Salary: £25,400 (£13.15 per hour)").pay] == ["inferred", "stated"]
    assert [p.period for p in jobparse.parse("Rates for contractors: 48-72 USD or 190-290 PLN per hour").pay] == [
        "hour",
        "hour",
    ]


def test_pay_period_is_inferred_only_where_one_band_holds() -> None:
    """A PhD intern's five figures are a month; figures between the bands stay open, with a finding."""
    assert only("PhD Research Intern. Pay: $10,800 - $12,200").period == "month"
    assert only("Pay: $75 - $90").period == "hour"
    reading = read("Salary: $12,500")
    assert reading.pay[0].period is None
    assert [f.kind for f in reading.findings] == ["unclear_period"]


def test_pay_is_annualised_by_rows() -> None:
    """2,080 hours, 260 days, 52 weeks, 26 fortnights, 12 months; nothing for a bonus."""
    assert only("Pay: $50 per hour").year_max == 104000
    assert only("Day rate: £450").year_min == 117000
    assert only("Annual bonus: $12,000").year_max is None


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("In New York the base is $150,000–$180,000, in Texas $130,000–$156,000.", ["New York", "Texas"]),
        ("Step 1 $22.14/hour, Step 2 $23.02/hour", ["Step 1", "Step 2"]),
        ("Salary: London £55,000 - £65,000 | Manchester £48,000 - £57,000", ["London", "Manchester"]),
        ("£34,314 to £38,205 (Grade 6) or £39,347 to £45,163 (Grade 7) a year", ["Grade 6", "Grade 7"]),
        ("Seeq | Staff Engineer | REMOTE | $170k + equity", ["Staff Engineer"]),
        ("Compensation: $150,000 in the United States, or CAD 138,000 in Canada.", ["United States", "Canada"]),
    ],
)
def test_pay_scope_is_what_the_range_is_tied_to(text: str, scopes: list[str]) -> None:
    """Labels, phrases, brackets and fields, as worded."""
    assert [p.scope for p in jobparse.parse(text).pay] == scopes


def test_pay_said_twice_is_one_entry() -> None:
    """A repetition adds what it knows; the same figures in two places are two."""
    assert [brief(p) for p in read("Pay: $23.50\nPay: $23.50 per hour").pay] == [(23.5, 23.5, "USD", "hour", "base")]
    assert len(read("Ohio: $58,000 - $66,000.\nIndiana: $58,000 - $66,000.").pay) == 2


def test_pay_of_the_site_is_the_aggregators() -> None:
    """A board's own figure stays beside the employer's, and a difference is reported."""
    reading = read("#### `💰 $105,000 - $164,000/yr` `🌎 Remote`\nThe base salary is $110,000 - $150,000.")
    assert [p.by for p in reading.pay] == ["aggregator", "employer"]
    assert [f.kind for f in reading.findings] == ["pay_conflict"]


BOARDS = [
    (
        (
            "Emploi\nConnexion\nRecruteurs\n\nRégleur sur presse H/F\nPlasturgie Voirel\nOyonnax - 01\nCDI\n2,2K à 2,6K €\nJe postule\nSauvegarder\n\n"
            "Le poste\nVous réglez les presses et contrôlez les premières pièces.\nSalaire : de 2 250 à 2 550 € brut par mois."
        ),
        2250,
    ),
    (
        (
            "Accueil > Emploi\n\nRégleur sur presse H/F\nPlasturgie Voirel\nRésumé du poste\nCDI\nOyonnax\nSalaire : 27K à 31K €\nPostuler\nPartager cette offre\n\n"
            "Descriptif du poste\nVous réglez les presses.\nRémunération annuelle brute de 28 200 € à 30 400 €."
        ),
        28200,
    ),
    (
        (
            "Szukaj ofert\nZaloguj\nDla pracodawców\n\nTokarz\nObróbka Lisowski\nRzeszów\n6 200–7 400 zł brutto / mies.\nAplikuj\nZapisz\n\n"
            "Twój zakres obowiązków\nToczenie detali na zamówienie.\n\nOferujemy\nWynagrodzenie od 6 400 do 7 100 zł brutto miesięcznie"
        ),
        6400,
    ),
    (
        (
            "Cerca lavoro\nAccedi\nPubblica annuncio\n\nFornaio\nPanificio Dormelli\nNovara, NO\n1.450 € - 1.750 € al mese\nTempo pieno\nCandidati ora\nSalva annuncio\n\n"
            "Descrizione\nIl candidato impasta e inforna il pane ogni notte.\nRetribuzione: 1.590 € lordi al mese."
        ),
        1590,
    ),
]


@pytest.mark.parametrize(("page", "own"), BOARDS)
def test_pay_in_the_header_of_a_board_is_the_sites_in_any_language(page: str, own: int) -> None:
    """The figure among a board's buttons is the board's; the one in the text is the employer's."""
    assert [(p.by, p.min) for p in jobparse.parse(page).pay if p.by == "employer"] == [("employer", own)]
    assert any(p.by == "aggregator" for p in jobparse.parse(page).pay)


def test_pay_of_other_jobs_is_refused_by_their_row() -> None:
    """Figures in related jobs are never pay, whatever stands beside them."""
    reading = read("Salary: $90,000 - $110,000", removed="related_jobs", rule="some-row")
    assert reading.pay == ()
    assert {(v.fate, v.rule) for v in reading.ledger} == {("refused", "some-row")}


def test_pay_ledger_names_the_fate_of_every_money_token() -> None:
    """Used, refused by a row, or unclassified with a finding."""
    reading = read("Salary: $90,000.\nWe raised $5 million.\nThe shed holds $70 of paint.")
    assert [v.fate for v in reading.ledger] == ["used", "refused", "unclassified"]
    assert all(v.rule for v in reading.ledger if v.fate != "unclassified")
    assert [f.kind for f in reading.findings] == ["unclassified_money"]


def test_pay_evidence_lies_inside_the_text() -> None:
    """Every piece of evidence points at a place."""
    text = "Denver base pay: $83,000 - $102,500 a year, plus bonus"
    journey = follow(text)
    pay = journey.posting.pay[0]
    assert {e.field for e in pay.evidence} >= {"kind", "range", "currency", "period", "scope", "annual"}
    assert all(0 <= e.span.start <= e.span.end <= len(text) for e in pay.evidence)


def cases_by_tag() -> dict[str, list[tuple[str, str]]]:
    """Every case, by what it shows."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in CASES.read_text("utf-8").split("\n"):
        if line:
            row = json.loads(line)
            found.setdefault(row["tag"], []).append((row["id"], row["text"]))
    return found


BY_TAG = cases_by_tag()


@pytest.mark.parametrize("tag", BY_TAG)
def test_pay_is_the_same_inside_a_posting(tag: str) -> None:
    """A statement among funding, budgets, perks and phone numbers gives what it gives alone: every case, in every host."""
    for ident, text in BY_TAG[tag]:
        alone = [brief(p) for p in jobparse.parse(text).pay if p.by == "employer"]
        for number, posting in enumerate(inside(text)):
            assert [brief(p) for p in jobparse.parse(posting).pay if p.by == "employer"] == alone, (ident, number)


@pytest.mark.parametrize("path", sorted(POSTINGS.glob("*.txt")), ids=lambda path: path.stem)
def test_pay_every_money_token_of_the_corpus_has_one_fate(path: Path) -> None:
    """A token is part of an entry, refused by a row that is there, or unclassified with a finding; no token is named twice."""
    journey = follow(path.read_bytes().decode("utf-8"))
    reading, known = journey.readings.pay, shipped_rules().by_id
    assert len({v.span for v in reading.ledger}) == len(reading.ledger)
    assert {v.fate for v in reading.ledger} <= {"used", "refused", "unclassified"}
    assert all(v.rule in known for v in reading.ledger if v.fate == "refused")
    open_ones = [f.span for f in reading.findings if f.kind == "unclassified_money"]
    for verdict in reading.ledger:
        covered = any(s.start <= verdict.span.start and verdict.span.end <= s.end for s in open_ones)
        assert covered == (verdict.fate == "unclassified")


def test_pay_every_sign_of_money_in_the_corpus_is_in_the_ledger() -> None:
    """No figure that stands behind a sign of money is passed over in silence."""
    for path in sorted(POSTINGS.glob("*.txt")):
        journey = follow(path.read_bytes().decode("utf-8"))
        value = journey.document.value
        spans = [v.span for v in journey.readings.pay.ledger]
        for found in re.finditer(r"[$£€₹]\d", value):
            assert any(s.start <= found.start() < s.end for s in spans), (path.name, value[found.start() - 20 : found.end() + 20])


@pytest.mark.parametrize(
    "unit", ["$1 ", "$1-", "1 to ", "salary $50,000 ", "$50k/yr, ", "| $5 ", "hundred dollars ", "- $5\n", "pay 9 "]
)
def test_pay_stays_linear_on_hostile_text(unit: str) -> None:
    """Four times the text is four times the work."""
    assert_linear(read, unit)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared sample is not here")
def test_pay_every_currency_token_of_the_sample_has_a_fate() -> None:
    """Nothing that bears a currency is dropped in silence: the ledger is as long as the findings and entries say."""
    rows = [json.loads(line) for line in SAMPLE.read_text("utf-8").split("\n") if line][::40]
    for row in rows:
        reading = follow(row["text"]).readings.pay
        unclassified = [v for v in reading.ledger if v.fate == "unclassified"]
        assert bool(unclassified) == any(f.kind == "unclassified_money" for f in reading.findings)
        assert all(v.rule for v in reading.ledger if v.fate != "unclassified")


def test_pay_panel_below_a_title_has_no_scope() -> None:
    """A site's panel speaks of the one job of the page; the employer's lines may tell jobs apart by their titles."""
    panel = jobparse.parse(
        "# [Kiln Operator](https://kilns.example/1)\n### Tarn & Holm\n#### `💰 $52,000 to $58,000` `🌎 Remote, US`\n\n## Duties\n- Fire the kiln\n"
    )
    lines = jobparse.parse("Kiln staff\n\nKiln Operator: $52,000 - $58,000 a year\nKiln Lead: $60,000 - $66,000 a year\n")
    assert [(pay.min, pay.by, pay.scope) for pay in panel.pay] == [(52000, "aggregator", None)]
    assert [(pay.min, pay.scope) for pay in lines.pay] == [(52000, "Kiln Operator"), (60000, "Kiln Lead")]


def without_looks(text: str) -> object:
    """The pay of a text when every bare number near words of pay gets a whole ruling."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pay, "can_be_pay", lambda *_: True)
        return jobparse.parse(text).pay


def test_pay_looks_at_bare_numbers_change_nothing() -> None:
    """What is let go without a ruling would not have been pay: in every case of a sentence, and on whole postings."""
    for _, text in (case for cases in BY_TAG.values() for case in cases):
        assert jobparse.parse(text).pay == without_looks(text), text
    for path in sorted(POSTINGS.glob("*.txt"))[::12]:
        text = path.read_bytes().decode("utf-8")
        assert jobparse.parse(text).pay == without_looks(text), path.stem


def test_pay_no_words_too_far_away_make_a_bare_number_pay() -> None:
    """The limit of the look is beyond what the dearest words of pay may cost, in characters."""
    for row in shipped_rules().rows("pay/cue"):
        assert min(row.get("reach", BEFORE_REACH), 4 * (BARE_PRICE + max(0, row.get("pull", 0)))) <= CLOSE, row.id
