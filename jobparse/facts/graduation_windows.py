"""Claims → windows: what a clause does with its months, and what a posting says when it says it more than once.

In: claimed terms of a sentence. Out: `Candidate`s; then, over the posting, the fewest windows that they amount to: two only where the
text ties different ones to different degrees or programmes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.facts.term_months import month_text
from jobparse.model import DEGREES, Evidence, GraduationWindow, Span

if TYPE_CHECKING:
    from jobparse.facts.term_months import TermReading

FOREVER = 10**6


class Candidate(NamedTuple):
    """One window as one clause states it.

    `tied`: its degrees are named in the clause itself, so they may part it from others; `either`: its clause stands behind "or", so that
    whoever meets the one before it need not meet this one.
    """

    earliest: int | None
    latest: int | None
    labels: tuple[str, ...]
    start: int
    end: int
    rule: str
    evidence: tuple[Evidence, ...]
    sentence: int
    degrees: tuple[str, ...] = ()
    tied: bool = False
    track: str = ""
    wish: bool = False
    label: bool = False
    either: bool = False

    @property
    def kind(self) -> tuple[object, ...]:
        """All that tells it from another candidate but its words and place."""
        return (self.low, self.high, self.degrees, self.tied, self.wish, self.label, self.either)

    @property
    def low(self) -> int:
        """The first month, open sides as far away as can be."""
        return -FOREVER if self.earliest is None else self.earliest

    @property
    def high(self) -> int:
        """The last month, open sides as far away as can be."""
        return FOREVER if self.latest is None else self.latest


def complement(reading: TermReading) -> tuple[int | None, int | None] | None:
    """The months that a refusal leaves over; None for a refused range with two ends, which leaves two pieces."""
    if reading.earliest is None and reading.latest is not None:
        return reading.latest + 1, None
    if reading.latest is None and reading.earliest is not None:
        return None, reading.earliest - 1
    return None


def settle_windows(candidates: Iterable[Candidate]) -> tuple[GraduationWindow, ...]:
    """The windows of a posting."""
    required = _without_labels(_without_wishes(list(candidates)))
    windows: list[Candidate] = []
    for candidate in required:
        for index, window in enumerate(windows):
            merged = _merged(window, candidate)
            if merged is not None:
                windows[index] = merged
                break
        else:
            windows.append(candidate)
    return tuple(_window(window) for window in sorted(windows, key=lambda w: w.start))


def _without_wishes(candidates: list[Candidate]) -> list[Candidate]:
    """A wish beside a requirement narrows nothing; alone it is all there is."""
    firm = [candidate for candidate in candidates if not candidate.wish]
    return firm or candidates


def _without_labels(candidates: list[Candidate]) -> list[Candidate]:
    """The year of a class says less than a window with months; where only one side of that is closed, both count."""
    exact = [c for c in candidates if not c.label and c.earliest is not None and c.latest is not None]
    return exact + [c for c in candidates if c not in exact and not c.label] if exact else candidates


def _merged(window: Candidate, other: Candidate) -> Candidate | None:
    """Both as one, or None where the text ties them to different degrees or programmes."""
    same = (window.low, window.high) == (other.low, other.high)
    if not same and not _share_tie(window, other):
        return None
    parts = [window, other]
    if same:
        return _joined(parts, window.earliest, window.latest)
    low, high = max(window.low, other.low), min(window.high, other.high)
    closed = [part for part in parts if part.earliest is not None and part.latest is not None]
    if other.either and window.sentence == other.sentence:
        # "in 2025, or by June 2026" ends later, but begins no earlier: `by` opens no past that the first has closed.
        low = window.low if other.earliest is None else min(window.low, other.low)
        high = other.high if window.latest is None and other.earliest is None else max(window.high, other.high)
    alternatives = len(closed) == 2 and (window.sentence == other.sentence or not _contains(window, other))
    if alternatives or low > high:
        low, high = min(window.low, other.low), max(window.high, other.high)
    if low == -FOREVER and high == FOREVER:
        return None
    kept = [part for part in parts if (part.low, part.high) == (low, high)]
    return _joined(kept or parts, None if low == -FOREVER else low, None if high == FOREVER else high)


def _share_tie(window: Candidate, other: Candidate) -> bool:
    if window.track and other.track and window.track != other.track:
        return False
    return not (window.tied and other.tied) or bool(set(window.degrees) & set(other.degrees))


def _contains(window: Candidate, other: Candidate) -> bool:
    """Whether one of the two lies inside the other."""
    return (window.low <= other.low and other.high <= window.high) or (other.low <= window.low and window.high <= other.high)


def _joined(parts: Sequence[Candidate], earliest: int | None, latest: int | None) -> Candidate:
    """The first part with the new months, and with the words of all; its place grows only inside its sentence."""
    first = parts[0]
    near = [part for part in parts if part.sentence == first.sentence]
    degrees = {degree for part in parts for degree in part.degrees}
    return first._replace(
        earliest=earliest,
        latest=latest,
        labels=tuple(dict.fromkeys(label for part in parts for label in part.labels)),
        start=min(part.start for part in near),
        end=max(part.end for part in near),
        evidence=tuple(dict.fromkeys(item for part in parts for item in part.evidence)),
        degrees=tuple(degree for degree in DEGREES if degree in degrees),
        tied=any(part.tied for part in parts),
    )


def _window(candidate: Candidate) -> GraduationWindow:
    return GraduationWindow(
        earliest=None if candidate.earliest is None else month_text(candidate.earliest),
        latest=None if candidate.latest is None else month_text(candidate.latest),
        terms=candidate.labels,
        degrees=candidate.degrees,
        span=Span(candidate.start, candidate.end),
        clean_span=None,
        quote="",
        rule=candidate.rule,
        evidence=candidate.evidence,
    )
