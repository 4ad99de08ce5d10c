"""Rulebook → complaints: the rows' own examples, run through the production path.

In: a rulebook. Out: one line for each example that does not hold, with file, row and remedy. Every example runs twice:
the row alone (its pattern on the text), and among all rows (the whole pipeline, asked which rows it used).
A row that is but a part of patterns leaves no trace of its own: it has a part in a text that is read otherwise without it.
A `misses` text is a known gap: when a miss starts to be found, the complaint says to move it to `finds`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

import regex

from jobparse.dialect import compiled
from jobparse.facts.graduation import date_ledger
from jobparse.lineforms import EDGES
from jobparse.matching import fold
from jobparse.model import GraduationWindow, PayRange
from jobparse.pipeline import Journey, follow
from jobparse.rulebook import AS_PART, BEHIND_NAME, WHOLE_LINE, Row, Rulebook

T = TypeVar("T")

BEHIND = r"(?<=(?<!\S)\p{Lu}\S*\s)"
"""Behind a word that begins with a capital, and a space."""


def check(rulebook: Rulebook, *, tick: Callable[[], None] = lambda: None) -> list[str]:
    """The complaints about every row, in the order of the rows; `tick` is called once a row, for a progress display."""
    complaints: list[str] = []
    for rows in rulebook.families.values():
        for row in rows:
            complaints.extend(row_complaints(row, rulebook))
            tick()
    return complaints


def row_complaints(row: Row, rulebook: Rulebook) -> list[str]:
    """What does not hold about one row."""
    return [f"{row.file}: {row.id}: {fault}" for fault in (*_alone(row), *_among_all(row, rulebook))]


def used_rules(journey: Journey) -> frozenset[str]:
    """Every row that had a part in a parse: verdicts, headings, edits, facts, their evidence and the ledgers."""
    return frozenset(rule for rule in _used(journey) if rule)


def _used(journey: Journey) -> Iterator[str]:
    document, readings, posting = journey.document, journey.readings, journey.posting
    yield from (edit.rule for edit in document.text.edits)
    yield from (block.rule for block in document.blocks)
    yield from (passage.rule for passage in document.passages)
    for value in readings.header:
        facts: Iterable[Any] = value if isinstance(value, tuple) else (value,)
        yield from (getattr(fact, "rule", "") for fact in facts)
    for ledger in (readings.zones.ledger, readings.pay.ledger, date_ledger(document, readings.graduation)):
        yield from (verdict.rule for verdict in ledger)
    located: Iterable[PayRange | GraduationWindow] = (*posting.pay, *posting.graduation)
    for fact in located:
        yield fact.rule
        yield from (evidence.rule for evidence in fact.evidence)
    yield from (fact.rule for fact in posting.structured)
    for zone in posting.zones:
        yield zone.rule
        yield from (evidence.rule for evidence in zone.evidence)
    yield from (skill.rule for skill in posting.skills)
    yield from readings.skills.rules


def _text(example: Any) -> str:
    return example if isinstance(example, str) else str(example["text"])


def _alone(row: Row) -> Iterator[str]:
    for example in row.finds:
        found = _search(row, _text(example))
        if not found:
            yield f"alone, it does not find {_text(example)!r}; mend the pattern or the example"
        elif isinstance(example, dict):
            yield from _wrong_groups(example, found.groupdict())
    for text in row.ignores:
        if _search(row, text):
            yield f"alone, it finds {text!r}, which it should ignore; narrow the pattern or mend the example"
    for text in row.misses:
        if _search(row, text):
            yield f"it finds {text!r} now; move it from misses to finds"


def _search(row: Row, text: str) -> regex.Match[str] | None:
    """The row alone on a text, where its stage tries it: anywhere, behind a name, or on a whole line without the marks at its edges."""
    pattern, seen = compiled(row.pattern), text if row.case else fold(text)
    if row.tried == BEHIND_NAME:
        return compiled(f"{BEHIND}(?:{row.pattern})").search(text)
    if row.tried != WHOLE_LINE:
        return pattern.search(seen)
    return next((found for line in seen.split("\n") if (found := pattern.fullmatch(line.strip(EDGES)))), None)


def _wrong_groups(example: dict[str, Any], groups: dict[str, str | None]) -> Iterator[str]:
    for name, wanted in example.items():
        if name != "text" and groups.get(name) != str(wanted):
            yield f"alone, `{name}` of {example['text']!r} is {groups.get(name)!r}, not {str(wanted)!r}; mend one of them"


def _among_all(row: Row, rulebook: Rulebook) -> Iterator[str]:
    for example in row.finds:
        if not _takes_part(row, _text(example), rulebook):
            yield f"among all rows, it has no part in {_text(example)!r}; another row wins, or the example lacks its context"
    for text in row.ignores:
        if _takes_part(row, text, rulebook):
            yield f"among all rows, it is used in {text!r}, which it should ignore; narrow it or mend the example"


def _takes_part(row: Row, text: str, rulebook: Rulebook) -> bool:
    """Whether a row has a part in how a text is read: it is among the rows that were used, or the text is read otherwise without it."""
    if row.tried != AS_PART:
        return row.id in used_rules(follow(text, rules=rulebook))
    whole, rest = (follow(text, rules=rules).posting.to_dict() for rules in (rulebook, _without(row, rulebook)))
    return whole != {**rest, "rules": whole["rules"]}


@lru_cache(maxsize=1)
def _without(row: Row, rulebook: Rulebook) -> Rulebook:
    """The rulebook without one row. Tables of other stages are built once for all rows: they do not know its family."""
    left = {**rulebook.families, row.family: tuple(other for other in rulebook.rows(row.family) if other is not row)}
    stage = row.family.partition("/")[0].removesuffix("s")

    def keeper(_: Rulebook, name: str, build: Callable[[], T]) -> T:
        if stage in name and not name.startswith("matcher"):
            return build()
        tables = _tables_of_others(rulebook, stage)
        table: T = tables[name] if name in tables else tables.setdefault(name, build())
        return table

    return Rulebook(left, rulebook.tables, f"{rulebook.digest} without {row.id}", keeper)


@lru_cache(maxsize=1)
def _tables_of_others(rulebook: Rulebook, stage: str) -> dict[str, Any]:  # noqa: ARG001  what they are kept by
    return {}
