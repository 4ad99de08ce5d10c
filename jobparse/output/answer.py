"""A posting and a place → the record with the answer of `pay_for`, and the answer in words for the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from jobparse.output.wording import pay_words

if TYPE_CHECKING:
    from jobparse.model import PayAnswer, Posting
    from jobparse.rulebook import Rulebook

STATUS_WORDS = {
    "covered": "Pay in {place}",
    "ambiguous": "Pay in {place}: the posting leaves open which",
    "not_covered": "Pay in {place}: the posting gives none",
}


def with_answer(posting: Posting, place: str, rules: Rulebook) -> bytes:
    """The record as JSON, with `pay_for`: the place asked for, status, ranges and reasons."""
    answer = msgspec.to_builtins(posting.pay_for(place, rules=rules))
    return msgspec.json.encode({**posting.to_dict(), "pay_for": {"place": place, **answer}})


def answer_words(answer: PayAnswer, place: str) -> tuple[str, list[str]]:
    """A heading, and a line for each range and each reason."""
    reasons = [f"{r.says} [{r.span.start}–{r.span.end}]" if r.span else r.says for r in answer.reasons]
    return STATUS_WORDS[answer.status].format(place=place), [
        *map(pay_words, answer.pay),
        *(f"because {reason}" for reason in reasons),
    ]
