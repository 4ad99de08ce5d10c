"""Posting and a graduation → whether whoever graduates then may apply, and which clauses say so.

In: a parsed posting, when somebody graduates ("2027-05", "2027" or a date) and for which degree, if that is known. Out: an `Eligibility`:
yes, no or unknown. Nothing reads the text again: a posting whose windows leave the question open, or that states none, answers unknown.
"""

from __future__ import annotations

import datetime
import re

from jobparse.model import DEGREES, Eligibility, GraduationWindow, JobparseError, Posting, Reason

WISH = "preference"
"""The field of evidence by which a window is a wish: ideally you graduate in May 2027."""

MONTH_RE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-\d\d)?)?")
OPEN_FINDINGS = ("relative_graduation", "unclassified_date")
"""The findings that a reader must look at before a posting without windows can be said to ask for nothing."""


def eligible(posting: Posting, graduates: str | datetime.date, degree: str | None = None) -> Eligibility:
    """The answer for one graduation.

    >>> from jobparse import parse
    >>> posting = parse("PhD students graduating between Winter 2026 and Spring 2028")
    >>> posting.eligible(graduates="2027-05", degree="doctorate").answer
    'yes'
    >>> posting.eligible(graduates="2029").answer, posting.eligible(graduates="2026").answer
    ('no', 'unknown')
    >>> posting.eligible(graduates="2027-05", degree="doctorate").reasons[0].text
    'graduating between Winter 2026 and Spring 2028'
    """
    first, last = _months(graduates)
    if degree is not None and degree not in DEGREES:
        raise JobparseError(f"degree {degree!r} is none of {', '.join(DEGREES)}")
    if not posting.graduation:
        return Eligibility("unknown", _open_reasons(posting))
    windows = _windows_for(posting, degree)
    if not windows:
        named = "the clause speaks of another degree"
        return Eligibility("unknown", tuple(Reason(w.quote, w.span, f"{_says(w)}; {named}") for w in posting.graduation))
    answers = [_answer(window, first, last) for window in windows]
    answer = answers[0] if len(set(answers)) == 1 else "unknown"
    return Eligibility(answer, tuple(Reason(window.quote, window.span, _says(window)) for window in windows))


def _months(graduates: str | datetime.date) -> tuple[str, str]:
    """The first and last month that the question means, as the record writes months."""
    text = graduates.isoformat() if isinstance(graduates, datetime.date) else graduates.strip()
    found = MONTH_RE.fullmatch(text)
    if found is None:
        raise JobparseError(f"graduation {text!r} is no month; write it like 2027-05, or a year like 2027")
    if found["month"]:
        return (text[:7], text[:7])
    return f"{found['year']}-01", f"{found['year']}-12"


def _windows_for(posting: Posting, degree: str | None) -> tuple[GraduationWindow, ...]:
    """The windows that bear on a degree: those that name it, else those that name none."""
    if degree is None:
        return posting.graduation
    named = tuple(window for window in posting.graduation if degree in window.degrees)
    return named or tuple(window for window in posting.graduation if not window.degrees)


def _answer(window: GraduationWindow, first: str, last: str) -> str:
    """Months compare as text, for they are written with four and two figures. Whoever lies outside of a mere wish is not turned away by it."""
    low, high = window.earliest or "", window.latest or "9999-99"
    if low <= first and last <= high:
        return "yes"
    return "no" if (last < low or high < first) and not _is_wish(window) else "unknown"


def _is_wish(window: GraduationWindow) -> bool:
    return any(evidence.field == WISH for evidence in window.evidence)


def _says(window: GraduationWindow) -> str:
    """A window in words.

    >>> from jobparse import parse
    >>> _says(parse("You graduate by June 2027.").graduation[0])
    'until 2027-06'
    """
    parts = [f"from {window.earliest}"] if window.earliest else []
    parts += [f"until {window.latest}"] if window.latest else []
    parts += ["preferred"] if _is_wish(window) else []
    return " ".join(parts) + (f" for {', '.join(window.degrees)}" if window.degrees else "")


def _open_reasons(posting: Posting) -> tuple[Reason, ...]:
    return tuple(Reason("", f.span, f.message) for f in posting.findings if f.kind in OPEN_FINDINGS)
