"""Phrases → education: which degrees, in which fields, and whether experience will do instead.

In: the phrases that name a degree, with their places, and the rows about studies. Out: one `Education` for each statement; degrees joined by a
comma, a slash or a word are one. Where an employer speaks of itself or of what it gives, nobody is asked to have studied.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from jobparse.dialect import quick
from jobparse.facts.skills_match import Finds, Mention, Sign
from jobparse.facts.skills_places import GAP_RE, OTHERS, WIDEST, Accepted, Place, clause_end, place_at
from jobparse.model import Education, Span

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row
    from jobparse.skilltables import Vocabulary

PIECE_RE = re.compile(r"\s*(?:,\s*(?:and/or|and|or|&)?(?=\s)|,|/|;|\||\band/or\b|\band\b|\bor\b)\s*")
"""What parts two fields of study."""

LONGEST = 6
"""A field of study has no more words."""


class Statement(NamedTuple):
    """The phrases of one statement, and the clause they stand in."""

    signs: list[Sign]
    end: int
    place: Place


class Studied(NamedTuple):
    """A statement about degrees whose need is not known yet: where it stands, and the rest of what it says."""

    where: Accepted
    degrees: tuple[str, ...]
    fields: tuple[str, ...]
    related: bool
    equivalent: bool
    span: Span
    rule: str


class EducationFinds(NamedTuple):
    """What must have been studied, and the rows that found it."""

    told: list[Studied]
    rules: list[str]


def find_education(
    value: str, accepted: list[Accepted], finds: Finds, places: list[Place], hits: Hits, book: Vocabulary
) -> EducationFinds:
    """The statements about degrees, in order of place."""
    rules: list[str] = []
    statements = _statements(value, finds.degrees, places, book) if finds.degrees else ()
    return EducationFinds([_read(value, statement, accepted, hits, book, rules) for statement in statements], rules)


def education_of(value: str, told: Studied, need: str) -> Education:
    """The fact of a statement, once its need is known."""
    _, degrees, fields, related, equivalent, span, rule = told
    return Education(degrees, fields, related, equivalent, need, span, None, value[span.start : span.end], rule)


def _listed_end(value: str, end: int, accepted: list[Accepted]) -> int:
    """Where the list ends that a statement begins: in "MBA or CPA preferred" the preference is for both."""
    for at in range(bisect_left(accepted, end, key=_start), len(accepted)):
        mention = accepted[at].mention
        if mention.start - end > WIDEST or not GAP_RE.fullmatch(value, end, mention.start):
            break
        end = max(end, mention.end)
    return end


def _start(accepted: Accepted) -> int:
    return accepted.mention.start


def _statements(value: str, signs: list[Sign], places: list[Place], book: Vocabulary) -> list[Statement]:
    """The phrases, those of one statement together."""
    statements: list[Statement] = []
    for sign in signs:
        place = place_at(places, sign.start)
        if place is None or place.silent or place.kind in OTHERS:
            continue
        last = statements[-1] if statements else None
        if last and sign.start <= last.end and book.beside.between_degrees.fullmatch(value, last.signs[-1].end, sign.start):
            last.signs.append(sign)
            continue
        if last and sign.start < last.end:
            statements[-1] = last._replace(end=sign.start)
        statements.append(Statement([sign], clause_end(value, sign.end), place))
    return statements


def _read(value: str, statement: Statement, accepted: list[Accepted], hits: Hits, book: Vocabulary, rules: list[str]) -> Studied:
    """What one statement says; how much it is needed is not known yet."""
    first, last = statement.signs[0], statement.signs[-1]
    start, end = last.end, statement.end
    if value[max(0, start - 3) : start] == " in":
        start -= 3
    said: dict[str, Row] = {}
    fields: list[str] = []
    reach = last.end
    for row in book.watched["study"].rows:
        if row.get("says") == "fields":
            match = quick(row.pattern).match(hits.folded, start, end)
            if match:
                low, high = match.span("fields")
                fields, reach = _fields(value, low, high, book, rules)
                rules += [row.id] if fields else []
        elif quick(row.pattern).search(hits.folded, start, end):
            said[str(row.get("says"))] = row
            rules.append(row.id)
    levels = [level for sign in statement.signs for key in ("level", "further") if (level := sign.phrase.row.get(key))]
    rules += [sign.phrase.row.id for sign in statement.signs]
    span = Span(first.start, max(reach, last.end))
    whole = Mention(span.start, _listed_end(value, span.end, accepted), -1, "", spelled=True, match="", score=0, text="")
    return Studied(
        Accepted(whole, statement.place),
        tuple(dict.fromkeys(levels)),
        tuple(fields),
        "related" in said,
        "equivalent" in said,
        span,
        first.phrase.row.id,
    )


def _fields(value: str, start: int, end: int, book: Vocabulary, rules: list[str]) -> tuple[list[str], int]:
    """The fields of a list, as worded, and where the last of them ends."""
    fields: list[str] = []
    stop_words, at, reach = book.words["unstudied"], start, start
    while at < end:
        joint = PIECE_RE.search(value, at, end)
        stop = joint.start() if joint else end
        words = value[at:stop].split()
        kept: list[str] = []
        for word in words:
            if (row := stop_words.get(word.lower().strip("\"'’.,)"))) is not None:
                rules.append(row)
                break
            kept.append(word)
        if kept and len(kept) <= LONGEST:
            field = " ".join(kept).rstrip(" )")
            fields.append(field)
            reach = value.find(kept[-1], at, stop) + len(kept[-1])
        if len(kept) < len(words) or len(kept) > LONGEST or not joint:
            break
        at = joint.end()
    return list(dict.fromkeys(fields)), reach
