"""Sentences → claims: which words own which term.

In: a sentence and its term expressions. Out: for each expression the cue that makes it a time of graduating, or the row that
refuses it, or neither. A sentence may hold an internship's dates and a graduation date: of the words before a term the nearest own
it, words right behind it come before those, and some rows settle a whole sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.facts.graduation_gate import BREAKS, CUES, DEGREES, REFUSALS, STUDY, WISHES, Likely, row_matches
from jobparse.facts.terms import find_tokens, lexicon, match_token
from jobparse.matching import Match

if TYPE_CHECKING:
    from jobparse.facts.terms import Expression
    from jobparse.matching import Hits
    from jobparse.rulebook import Row

ASIDES = (WISHES, DEGREES, STUDY)
"""What may stand between a cue's first term and its second: a wish, or the degree and the students that either is for."""

STEM = "grad"
"""What every word of graduates has; a sentence with it is looked at even where no cue stands, to say what its dates are instead."""

LABEL = 12
"""How many characters of a sentence are looked at to tell whether a cue opens it: bullets and quotes are no words."""

FARTHEST = 140
"""No cue reaches further than this, in characters."""

TOUCH_RE = re.compile(r"[\s,()\[\]*_\\\"'-]{0,6}")
"""What may stand between a cue and the term that it touches. A colon may not, `Orientation for new grads: June 2027`, unless the cue opens
the line: `New grads: June 2027`."""

LABEL_RE = re.compile(r"[\s,()\[\]*_\\\"':|-]{0,8}")
"""The same for a cue that may reach: there a colon is what one expects."""

BEHIND_RE = re.compile(r"-|[\s()*\\]{0,4}")
"""What may stand between a term and the noun that it qualifies: no comma, no dash."""

FRONTED_RE = re.compile(r"[\s,()*\\-]{0,4}")
"""The same for a term that is set in front of its clause."""

GAP_RE = re.compile(r"[\s,(]{0,3}")

BRACKETS_RE = re.compile(r"\([^()]*+\)")


class Claim(NamedTuple):
    """A term expression with its owner: `cue` makes it a time of graduating, `refusal` gives it to something else, `stop` kept a cue from it."""

    expression: Expression
    cue: Match | None = None
    refusal: Row | None = None
    stop: Row | None = None


class Anchors(NamedTuple):
    """The matches of a sentence that may own a term behind them, by their ends; the rows that may own one before; closed brackets."""

    likely: Likely
    matches: list[Match]
    ends: list[int]
    behind: list[Row]
    brackets: list[tuple[int, int]]


def find_cues(likely: Likely) -> list[Match] | None:
    """The cues of a sentence; None where nothing in it speaks of graduates at all, so that no row has anything to say.

    A row that only qualifies a term from behind is tried at the terms alone, in `claim_terms`.
    """
    cues = _matches(CUES, likely)
    if cues or likely.document.hits.folded.find(STEM, likely.start, likely.end) >= 0:
        return cues
    return cues if any(row.get("after") for row in likely.of(CUES)) else None


def claim_terms(expressions: Sequence[Expression], cues: Sequence[Match], likely: Likely) -> list[Claim]:
    """The expressions of a sentence with their owners."""
    refusals = _matches(REFUSALS, likely)
    over = next((match.row for match in refusals if match.row.get("over")), None)
    if over:
        return [Claim(expression, refusal=over) for expression in expressions]
    matches = sorted((m for m in (*cues, *refusals) if m.row.get("before")), key=lambda m: (m.end, m.end - m.start))
    behind = [row for family in (CUES, REFUSALS) for row in likely.of(family) if row.get("after")]
    brackets = [found.span() for found in BRACKETS_RE.finditer(likely.document.hits.folded, likely.start, likely.end)]
    anchors = Anchors(likely, matches, [match.end for match in matches], behind, brackets)
    return [_claim(index, expressions, anchors) for index in range(len(expressions))]


def _matches(family: str, likely: Likely) -> list[Match]:
    """The matches of the rows that need not stand right behind a term."""
    return [
        match
        for row, places in likely.rows.get(family, ())
        if row.get("before") or row.get("over")
        for match in row_matches(row, places, likely.document.hits, likely.start, likely.end)
    ]


def _text(row: Row, hits: Hits) -> str:
    return hits.value if row.case else hits.folded


def _claim(index: int, expressions: Sequence[Expression], anchors: Anchors) -> Claim:
    expression = expressions[index]
    before = _owner_before(index, expressions, anchors)
    behind = _owner_behind(expression, anchors)
    if behind and _is_refusal(behind) and not (before and before.row.get("firm")):
        return Claim(expression, refusal=behind.row)
    if before and not _is_refusal(before) and not (behind and before.row.get("label") and not behind.row.get("label")):
        return Claim(expression, cue=before)
    if behind and not _is_refusal(behind):
        return Claim(_bounded(expression, behind, anchors), cue=behind)
    if before:
        return Claim(expression, refusal=before.row)
    stop = _break(anchors.likely, max(anchors.likely.start, expression.lead - FARTHEST), expression.lead)
    return Claim(expression, stop=stop)


def _break(likely: Likely, start: int, end: int) -> Row | None:
    """The row by which another clause begins in a stretch."""
    broken = likely.matches(BREAKS, start, end)
    return min(broken, key=lambda match: match.start).row if broken else None


def _bounded(expression: Expression, cue: Match, anchors: Anchors) -> Expression:
    """The expression with a bound that stands behind its cue: December 2027 graduation or later."""
    document = anchors.likely.document
    at = GAP_RE.match(document.hits.folded, cue.end, anchors.likely.end)
    token = (
        at
        and at.end() < anchors.likely.end
        and match_token(document.hits.folded, at.end(), anchors.likely.end, lexicon(document.rulebook))
    )
    if not token or token.row.get("side") != "after":
        return expression
    return expression._replace(tokens=(*expression.tokens, token), end=token.end)


def _is_refusal(match: Match) -> bool:
    return match.row.family == REFUSALS


def _owner_behind(expression: Expression, anchors: Anchors) -> Match | None:
    """The longest match that begins right behind the term."""
    folded, best = anchors.likely.document.hits.folded, None
    for row in anchors.behind:
        if row.get("after") == "front" and expression.tokens[0].kind == "term":
            continue  # "2026 interns graduated": what is set in front of a clause has its preposition
        gap = FRONTED_RE if row.get("after") == "front" else BEHIND_RE
        place = gap.match(folded, expression.end, anchors.likely.end)
        found = place and quick(row.pattern).match(_text(row, anchors.likely.document.hits), place.end(), anchors.likely.end)
        if found and (best is None or found.end() > best.end) and (row.get("needs") != "study" or anchors.likely.matches(STUDY)):
            best = Match(row, found.start(), found.end(), found)
    return best


def _owner_before(index: int, expressions: Sequence[Expression], anchors: Anchors) -> Match | None:
    """The nearest match before the term whose row lets it stand so far away; of two that end together the longer."""
    expression = expressions[index]
    for at in range(bisect_right(anchors.ends, expression.start) - 1, -1, -1):
        match = anchors.matches[at]
        if expression.lead - match.end > FARTHEST:
            return None
        if not (_is_refusal(match) and _is_aside(match, expression, anchors)) and _links(match, index, expressions, anchors):
            return match
    return None


def _is_aside(match: Match, expression: Expression, anchors: Anchors) -> bool:
    """Whether the match stands in brackets that are closed before the term: (after the internship)."""
    return any(start < match.start and match.end < end <= expression.lead for start, end in anchors.brackets[:20])


def _links(match: Match, index: int, expressions: Sequence[Expression], anchors: Anchors) -> bool:
    """Whether a match may own the term from where it stands."""
    folded = anchors.likely.document.hits.folded
    lead = max(match.end, expressions[index].lead)
    if not _has_what_it_needs(match, expressions[index], anchors.likely):
        return False
    if match.row.get("before") == "touch":
        opens = match.start - anchors.likely.start <= LABEL and not any(
            map(str.isalnum, folded[anchors.likely.start : match.start])
        )
        return (LABEL_RE if opens else TOUCH_RE).fullmatch(folded, match.end, lead) is not None
    if LABEL_RE.fullmatch(folded, match.end, lead):
        return True
    if lead - match.end > match.row.get("reach", 60) or "|" in folded[match.end : lead]:
        return False
    if not _is_refusal(match) and _break(anchors.likely, match.end, lead):
        return False
    between = expressions[index - 1] if index and expressions[index - 1].start >= match.end else None
    return between is None or _is_refusal(match) or _goes_on(between.end, lead, anchors.likely)


def _has_what_it_needs(match: Match, expression: Expression, likely: Likely) -> bool:
    """Whether a cue that says nothing alone has what makes it speak: a bound (a degree by June is a date, since June is none), or a word of studies."""
    needs = match.row.get("needs")
    if needs == "study":
        return bool(likely.matches(STUDY))
    return needs != "latest" or any(token.row.get("bound") == "latest" for token in expression.tokens)


def _goes_on(start: int, end: int, likely: Likely) -> bool:
    """Whether a second term still belongs to the cue of the first: nothing but wishes, degrees, students, joints and punctuation between."""
    folded = likely.document.hits.folded
    left = folded[start:end]
    asides = [(match.start, match.end) for family in ASIDES for match in likely.matches(family, start, end)]
    joints = [(t.start, t.end) for t in find_tokens(folded, start, end, lexicon(likely.document.rulebook)) if t.kind == "joint"]
    for first, last in (*asides, *joints):
        left = left[: first - start] + " " * (last - first) + left[last - start :]
    return not any(char.isalnum() for char in left)
