"""Phrases → education: which degrees, in which fields, and whether experience will do instead.

In: the phrases that name a degree, with their places, and the rows about studies. Out: one `Education` for each statement; degrees joined by a
comma, a slash or a word are one. Where an employer speaks of itself or of what it gives, nobody is asked to have studied.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobparse.facts.skills_context import GAP_RE, WIDEST, Accepted, Place, place_at
from jobparse.facts.skills_match import Finds, Mention, Sign
from jobparse.facts.skills_need import CLAUSE, STOP_RE, needs
from jobparse.matching import compiled
from jobparse.model import Education, SectionKind, Span

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.rulebook import Row
    from jobparse.skilltables import Vocabulary

JOIN_RE = re.compile(
    r"(?:['’]?s)?(?: ?\([^)\n]{1,12}\))?(?: degrees?)?[ ]*+(?:[,/&(|]|\bor\b|\band/or\b|\band\b)[ ,]*+(?:(?:or|an?|the|and|preferably|ideally|a recognized)[ ])*+",
    re.IGNORECASE,
)
"""What may stand between two degrees of one statement."""

PIECE_RE = re.compile(r"\s*(?:,\s*(?:and/or|and|or|&)?(?=\s)|,|/|;|\||\band/or\b|\band\b|\bor\b)\s*")
"""What parts two fields of study."""

LONGEST = 6
"""A field of study has no more words."""

INTO = (" in", " from")
ELSEWHERE = frozenset((SectionKind.COMPANY, SectionKind.HEADER))


class Statement(NamedTuple):
    """The phrases of one statement, and the clause they stand in."""

    signs: list[Sign]
    end: int
    place: Place


class EducationFinds(NamedTuple):
    """What must have been studied, and the rows that found it."""

    education: list[Education]
    rules: list[str]


def find_education(
    value: str, accepted: list[Accepted], finds: Finds, places: list[Place], hits: Hits, book: Vocabulary
) -> EducationFinds:
    """The statements about degrees, in order of place."""
    statements = _statements(value, finds.degrees, places) if finds.degrees else []
    if not statements:
        return EducationFinds([], [])
    found: list[Education] = []
    rules: list[str] = []
    spans: list[Accepted] = []
    for statement in statements:
        education = _read(value, statement, hits, book, rules)
        found.append(education)
        start, end = education.span[0], _listed_end(value, education.span[1], accepted)
        spans.append(Accepted(Mention(start, end, -1, "", spelled=True, match="", score=0, text=""), statement.place))
    wanted, rows = needs(value, spans, finds, hits, book)
    kept = [_needed(education, need) for education, need in zip(found, wanted, strict=True) if need is not None]
    return EducationFinds(kept, [*rules, *rows])


def _listed_end(value: str, end: int, accepted: list[Accepted]) -> int:
    """Where the list ends that a statement begins: in "MBA or CPA preferred" the preference is for both."""
    for mention, *_ in accepted:
        if mention.start >= end:
            if mention.start - end > WIDEST or not GAP_RE.fullmatch(value, end, mention.start):
                break
            end = mention.end
    return end


def _statements(value: str, signs: list[Sign], places: list[Place]) -> list[Statement]:
    """The phrases, those of one statement together."""
    statements: list[Statement] = []
    for sign in signs:
        place = place_at(places, sign.start)
        if place is None or place.silent or place.kind in ELSEWHERE:
            continue
        last = statements[-1] if statements else None
        if last and sign.start <= last.end and JOIN_RE.fullmatch(value, last.signs[-1].end, sign.start):
            last.signs.append(sign)
            continue
        if last and sign.start < last.end:
            statements[-1] = last._replace(end=sign.start)
        stop = STOP_RE.search(value, sign.end, min(sign.end + CLAUSE, len(value)))
        statements.append(Statement([sign], stop.start() if stop else min(sign.end + CLAUSE, len(value)), place))
    return statements


def _read(value: str, statement: Statement, hits: Hits, book: Vocabulary, rules: list[str]) -> Education:
    """What one statement says; how much it is needed is not known yet."""
    first, last = statement.signs[0], statement.signs[-1]
    start, end = last.end, statement.end
    if value[:start].endswith(INTO):
        start -= 3 if value[start - 3 : start] == " in" else 0
    said: dict[str, Row] = {}
    fields: list[str] = []
    reach = last.end
    for row in (*book.watched["study"].rows, *book.watched["study"].always):
        if row.get("says") == "fields":
            match = compiled(row.pattern).match(hits.folded, start, end)
            if match:
                fields, reach = _fields(value, *match.span("fields"), book, rules)
                rules += [row.id] if fields else []
        elif compiled(row.pattern).search(hits.folded, start, end):
            said[str(row.get("says"))] = row
            rules.append(row.id)
    levels = [level for sign in statement.signs for key in ("level", "further") if (level := sign.phrase.row.get(key))]
    rules += [sign.phrase.row.id for sign in statement.signs]
    return Education(
        degrees=tuple(dict.fromkeys(levels)),
        fields=tuple(fields),
        related="related" in said,
        equivalent="equivalent" in said,
        need="",
        span=Span(first.start, max(reach, last.end)),
        clean_span=None,
        quote=value[first.start : max(reach, last.end)],
        rule=first.phrase.row.id,
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


def _needed(education: Education, need: str) -> Education:
    return Education(
        education.degrees,
        education.fields,
        education.related,
        education.equivalent,
        need,
        education.span,
        None,
        education.quote,
        education.rule,
    )
