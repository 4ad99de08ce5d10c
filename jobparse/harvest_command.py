"""What the commands `dedupe` and `learn` do with their inputs.

In: inputs and options as given. Out: lines of JSON, or TOML, and how many inputs could not be used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Any

from jobparse.batch import cores
from jobparse.harvest import Task, harvested

if TYPE_CHECKING:
    from jobparse.dedupe import Card
    from jobparse.inputs import Input
    from jobparse.pipeline import Journey
    from jobparse.rulebook import Rulebook

Complain = Callable[[str], object]


def dedupe(
    inputs: Iterable[Input],
    rules: Rulebook,
    site_rules: bool,
    form: str | None,
    *,
    jobs: int,
    singles: bool,
    write: Callable[[str], object],
    complain: Complain,
) -> int:
    """Write a line for each group of postings that are one."""
    from jobparse.dedupe import grouped, report

    names, cards, unusable = _usable(inputs, Task(_card, rules, site_rules, form), jobs, complain)
    found = grouped(cards)
    for row in report(names, (members for members in found if singles or len(members) > 1)):
        write(json.dumps(row, ensure_ascii=False))
    complain(f"{len(cards):,} postings, {len(found):,} different ones")
    return unusable


def learn(
    inputs: Iterable[Input],
    rules: Rulebook,
    site_rules: bool,
    form: str | None,
    *,
    jobs: int,
    least: int | None,
    sink: IO[str],
    complain: Complain,
) -> int:
    """Write rows for what recurs, as TOML."""
    from jobparse.learn import page_lines, propose, to_toml

    names, pages, unusable = _usable(inputs, Task(page_lines, rules, site_rules, form), jobs, complain)
    proposals = propose(list(zip(names, pages, strict=True)), least=least)
    sink.write(to_toml(proposals, len(pages)))
    return unusable


def _usable(inputs: Iterable[Input], task: Task, jobs: int, complain: Complain) -> tuple[list[str], list[Any], int]:
    names: list[str] = []
    made: list[Any] = []
    unusable = 0
    for sheaf in harvested(inputs, task, jobs or cores()):
        if sheaf.complaint is not None:
            complain(f"{sheaf.name}: {sheaf.complaint}")
            unusable += 1
        else:
            names.append(sheaf.name)
            made.append(sheaf.made)
    return names, made, unusable


def _card(journey: Journey) -> Card:
    from jobparse.dedupe import card

    return card(journey.posting)
