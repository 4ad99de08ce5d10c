"""Many inputs → one small thing of each, in order, over worker processes.

In: named inputs and a function from a journey to what is wanted of it. Out: a `Sheaf` for each input: what the function gave, or why there is nothing.
The postings themselves stay in the workers: `dedupe` and `learn` look at tens of thousands and keep a little of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from jobparse.attempt import Failure, attempt
from jobparse.batch_pool import Note, grouped, in_order, row_by_row
from jobparse.pipeline import Journey, follow

if TYPE_CHECKING:
    from jobparse.inputs import Input
    from jobparse.rulebook import Rulebook


class Sheaf(NamedTuple):
    """One input: its name, and what was made of it or a complaint."""

    name: str
    made: Any = None
    complaint: str | None = None


class Task(NamedTuple):
    """What every input is parsed with, and what is made of it."""

    make: Callable[[Journey], Any]
    rules: Rulebook
    site_rules: bool = True
    form: str | None = None


def harvested(inputs: Iterable[Input], task: Task, jobs: int) -> Iterator[Sheaf]:
    """What `task.make` makes of each input, in the order of the inputs."""
    for sheaves in in_order(grouped(inputs), partial(_work, task), jobs):
        yield from sheaves


def _work(task: Task, group: list[Input], note: Note | None, deadly: frozenset[int]) -> list[Sheaf]:
    results = row_by_row(group, partial(_tried, task), note, deadly)
    return [
        Sheaf(each.name, complaint=made.message) if isinstance(made, Failure) else Sheaf(each.name, made)
        for each, made in zip(group, results, strict=True)
    ]


def _tried(task: Task, each: Input) -> Any:
    return Failure(each.complaint) if each.complaint else attempt(partial(_made, task, each))


def _made(task: Task, each: Input) -> Any:
    journey = follow(each.data, rules=task.rules, name=each.name, site_rules=task.site_rules, input=task.form)
    return task.make(journey)
