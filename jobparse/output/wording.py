"""Facts in a few words, for the card, Markdown and `explain`. It chooses words; it computes nothing."""

from __future__ import annotations

from jobparse.model import Education, Experience, Fact, GraduationWindow, PayRange, Posting


def amount(value: float) -> str:
    """A figure with its thousands apart, and cents where it has them.

    >>> amount(170000), amount(28.5)
    ('170,000', '28.50')
    """
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def pay_words(pay: PayRange) -> str:
    """A pay range in one line, with what was inferred marked so."""
    if pay.min is None:
        figures = f"up to {amount(pay.max or 0)}"
    elif pay.max is None:
        figures = f"from {amount(pay.min)}"
    elif pay.min == pay.max:
        figures = amount(pay.min)
    else:
        figures = " – ".join(amount(v) for v in (pay.min, pay.mid, pay.max) if v is not None)
    period = f"a {pay.period}" if pay.period else "(period not stated)"
    inferred = " (period inferred)" if pay.period_basis == "inferred" else ""
    scope = f" · {pay.scope}" if pay.scope else ""
    by = " · by the site, not the employer" if pay.by == "aggregator" else ""
    return f"{pay.currency or '?'} {figures} {period}{inferred} · {pay.kind}{scope}{by}"


def window_words(window: GraduationWindow) -> str:
    """A graduation window in one line."""
    if window.earliest and window.latest:
        months = window.earliest if window.earliest == window.latest else f"{window.earliest} to {window.latest}"
    else:
        months = f"{window.earliest} or later" if window.earliest else f"by {window.latest}"
    return months + (f" ({', '.join(window.degrees)})" if window.degrees else "")


def fact_words(fact: Fact | None) -> str:
    """The value of a fact; as worded where it has no value."""
    return "" if fact is None else fact.value or fact.text or ""


def header_words(posting: Posting) -> list[tuple[str, str]]:
    """The labelled lines under the title: only what the text states."""
    lines = [
        ("company", fact_words(posting.company)),
        ("status", posting.status),
        ("places", "; ".join(map(fact_words, posting.locations))),
        ("work mode", ", ".join(map(fact_words, posting.work_mode))),
        ("type", ", ".join(map(fact_words, posting.employment_type))),
        ("seniority", fact_words(posting.seniority)),
        ("posted", fact_words(posting.date_posted)),
        ("apply by", fact_words(posting.valid_through)),
        ("id", fact_words(posting.identifier)),
    ]
    return [(label, words) for label, words in lines if words]


def education_words(education: Education) -> str:
    """A statement about studies in one line."""
    fields = f" in {', '.join(education.fields)}" if education.fields else ""
    further = [
        words for said, words in ((education.related, "a related field"), (education.equivalent, "equivalent experience")) if said
    ]
    more = f" (or {', or '.join(further)})" if further else ""
    return f"{' or '.join(education.degrees).replace('_', ' ')}{fields}{more} · {education.need}"


def experience_words(experience: Experience) -> str:
    """A statement about years of experience in one line."""
    low, high = (None if years is None else f"{years:g}" for years in (experience.min, experience.max))
    span = f"{low} to {high}" if low and high and low != high else low or f"up to {high}"
    over = f" with {', '.join(experience.skills)}" if experience.skills else ""
    return f"{span} years{over} · {experience.need}"
