"""Document → hard skills, with need and places.

In: the repaired text with its sections, and the vocabulary of the rulebook. Out: one entry a skill, with every place where it is
named, how much it is needed, and for how many years. Text that the page added names no skill; nor does a name that
means something else where it stands.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from jobparse.facts.skills_context import accept
from jobparse.facts.skills_credentials import Credential, find_credentials
from jobparse.facts.skills_joined import joined, sensed, tied
from jobparse.facts.skills_levels import find_levels
from jobparse.facts.skills_match import Finds, Mention, find_names, make
from jobparse.facts.skills_need import needs
from jobparse.facts.skills_places import LISTING, NAMED, SILENT, Accepted, Place, without_titles
from jobparse.facts.skills_studies import EducationFinds, education_of, find_education
from jobparse.facts.skills_unknown import find_unknown
from jobparse.facts.skills_years import YearFinds, experience_of, find_years
from jobparse.model import Education, Experience, SectionKind, Skill, Span, Years
from jobparse.readings import SkillReading
from jobparse.skillreading import vocabulary
from jobparse.skilltables import Entry, Vocabulary

if TYPE_CHECKING:
    from jobparse.matching import Hits
    from jobparse.model import Document

STRENGTH = {"mentioned": 0, "preferred": 1, "required": 2}
TRAITS: dict[str, tuple[str, bool, bool, bool]] = {
    kind.value: (kind.value, kind in NAMED, kind in LISTING, kind in SILENT) for kind in SectionKind
}
"""What each kind of section means for names."""

UNKNOWN = "unknown"
PATTERN_RULE = "skill-pattern"
"""What stands for the table where a name was found by where it stands."""


class Named(NamedTuple):
    """The skills of a posting, and what statements about studies and experience are read with."""

    skills: tuple[Skill, ...]
    accepted: list[Accepted]
    places: list[Place]
    finds: Finds
    years: YearFinds
    rules: list[str]


def find_skills(document: Document) -> SkillReading:
    """The hard skills of one posting, in the order in which they are first named, and what studies and experience it asks for."""
    book, value, hits = vocabulary(document.rulebook), document.value, document.hits
    skills, accepted, places, finds, years, rules = named_skills(document)
    studies = find_education(value, accepted, finds, places, hits, book)
    education, experience, statement_rows = stated(value, years, studies, finds, hits, book)
    refusals = [phrase.row.id for _, _, phrase in finds.refusals]
    used = dict.fromkeys([*rules, *studies.rules, *refusals, *statement_rows])
    return SkillReading(skills, (), tuple(used), education, experience)


def named_skills(document: Document) -> Named:
    """The hard skills alone, in the order in which they are first named."""
    book = vocabulary(document.rulebook)
    value = document.value
    places, runs = places_of(document)
    finds = find_names(value, book, runs)
    mentions, sense_rows = sensed(tied(value, joined(value, finds.mentions, book)), book, document.hits)
    accepted, context_rows = accept(value, finds, mentions, places, book)
    unknown = find_unknown(value, places, accepted, finds, book)
    credentials = find_credentials(value, places, accepted, finds, book, unknown.rules)
    if credentials:
        wholes = {whole.start for whole, _, _ in credentials}
        accepted = [a for a in accepted if a.mention.start not in wholes]
    more, named = entered([*credentials, *without_parts(unknown.names, credentials)])
    if named or unknown.misspelt:
        accepted = sorted([*accepted, *named, *(Accepted(m, p) for m, p in unknown.misspelt)], key=lambda a: a.mention.start)
    accepted = without_titles(accepted)
    needed, rows = needs(value, accepted, finds, document.hits, book)
    years = find_years(value, accepted, places, document.hits, book)
    levels = find_levels(value, accepted, document.hits, book)
    used = [*sense_rows, *context_rows, *unknown.rules, *rows, *years.rules, *levels.rules]
    return Named(gathered(book, more, accepted, needed, years.terms, levels.levels), accepted, places, finds, years, used)


def stated(
    value: str, years: YearFinds, studies: EducationFinds, finds: Finds, hits: Hits, book: Vocabulary
) -> tuple[tuple[Education, ...], tuple[Experience, ...], list[str]]:
    """The statements about studies and experience that somebody asks for, each with its need, and the rows that told it."""
    if not years.told and not studies.told:
        return (), (), []
    told = sorted([*(t.where for t in studies.told), *(t.where for t in years.told)], key=lambda where: where.mention.start)
    wanted, rows = needs(value, told, finds, hits, book)
    by_place = {where: need for where, need in zip(told, wanted, strict=True) if need is not None}
    education = tuple(education_of(value, t, by_place[t.where]) for t in studies.told if t.where in by_place)
    experience = tuple(experience_of(value, t, by_place[t.where]) for t in years.told if t.where in by_place)
    return education, experience, rows


def without_parts(names: list[tuple[Mention, Place]], credentials: list[Credential]) -> list[Credential]:
    """The names outside the vocabulary that are no part of a credential, with their kind."""
    if not credentials:
        return [(name, place, UNKNOWN) for name, place in names]
    ends = [whole.end for whole, _, _ in credentials]
    kept: list[Credential] = []
    for name, place in names:
        at = bisect_right(ends, name.start)
        if at == len(ends) or credentials[at][0].start >= name.end:
            kept.append((name, place, UNKNOWN))
    return kept


def entered(unknown: list[Credential]) -> tuple[list[Entry], list[Accepted]]:
    """An entry for each name that no table has, counted from -1 down, and the mentions of those."""
    more: dict[str, int] = {}
    named: list[Accepted] = []
    entries: list[Entry] = []
    for mention, place, kind in unknown:
        key = mention.text.lower()
        if key not in more:
            entries.append(Entry(mention.text, kind, "", "", "pattern"))
            more[key] = -len(entries)
        named.append(Accepted(mention._replace(entry=more[key]), place))
    return entries, named


def places_of(document: Document) -> tuple[list[Place], list[tuple[int, int]]]:
    """The kept blocks in order, each with its section kind; and the runs of text in which names are looked for, each as long as can be.

    Names are looked for in the kept text but for what the employer gives and must say.
    """
    places: list[Place] = []
    runs: list[tuple[int, int]] = []
    start = end = -1
    for section, blocks, _, heading in document.passages:
        kind, named, listing, silent = TRAITS[section]
        places += [make(Place, (block, kind, block is heading, named, listing, silent)) for block in blocks]
        for block in () if silent else blocks:
            if block[0] != end:
                if end > start:
                    runs.append((start, end))
                start = block[0]
            end = block[1]
    if end > start:
        runs.append((start, end))
    return places, runs


def gathered(
    book: Vocabulary,
    more: list[Entry],
    accepted: list[Accepted],
    needed: list[str | None],
    terms: dict[int, Years],
    levels: dict[int, str],
) -> tuple[Skill, ...]:
    """One skill an entry: all its places, its strongest need, its best match, its first years and level."""
    by_entry: dict[int, list[int]] = {}
    for at, (mention, _, _) in enumerate(accepted):
        if needed[at] is not None:
            entry = mention[2]
            if entry in by_entry:
                by_entry[entry].append(at)
            else:
                by_entry[entry] = [at]
    skills: list[Skill] = []
    shown = book.shown
    for number, places in by_entry.items():
        first = places[0]
        start, end, _, _, _, match, score, _ = accepted[first][0]
        need, term = needed[first] or "mentioned", terms.get(first)
        spans: tuple[Span, ...] = (make(Span, (start, end)),)
        if len(places) > 1:
            for at in places[1:]:
                start, end, _, _, _, other, more_like, _ = accepted[at][0]
                spans += (make(Span, (start, end)),)
                if more_like > score:
                    match, score = other, more_like
                if STRENGTH[asked := needed[at] or "mentioned"] > STRENGTH[need]:
                    need = asked
                term = term or terms.get(at)
        if number >= 0:
            name, identity, kind, rule = shown.get(number) or book.show(number)
        else:
            name, kind = more[-1 - number][:2]
            identity, rule = None, PATTERN_RULE
        level = next((levels[at] for at in places if at in levels), None) if levels else None
        skills.append(Skill(name, identity, kind, need, match, score, spans, rule, term, level))
    return tuple(skills)
