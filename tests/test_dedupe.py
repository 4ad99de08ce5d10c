"""The same posting across sites is one; two requisitions are two."""

from __future__ import annotations

import jobparse
from jobparse.dedupe import groups, similarity

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
    assert groups([first, second])[0][1].reason == "same body"


def test_dedupe_edited_body() -> None:
    """A line that one site dropped leaves one posting, with the likeness as the reason."""
    second = posting("Kiln Operator", BODY.replace("yearly rebuild", "annual rebuild"))
    assert groups([posting("Kiln Operator"), second])[0][1].reason.startswith("similar body (0.")


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
