"""The commands that few runs need: what is common to many postings, and what is for the makers of rules.

Loaded by `commands.py` when one of them is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

import jobparse
from jobparse.commands import in_force, jobs_option, reading_options
from jobparse.inputs import Input
from jobparse.rulebook import Rulebook
from jobparse.running import OK, UNUSABLE, WRONG, collect_garbage, complain, each_input, writing


@click.command("score", short_help="Score against gold.")
@click.argument("where", type=click.Path(exists=True))
@click.option("--show", is_flag=True, help="List what was missed and made up, by item.")
@click.option("--floors", type=click.Path(dir_okay=False), help="Compare with the floors pinned in this file.")
@click.option("--pin", is_flag=True, help="Write the figures into the floors file; refuses to lower one.")
@click.option("--lower", is_flag=True, help="With --pin: allow a floor to be lowered.")
def score_command(where: str, show: bool, floors: str | None, pin: bool, lower: bool) -> int:
    """Score against gold: a folder of NAME.txt and NAME.gold.json, or JSON Lines."""
    from jobparse.scoring import figures, score_all

    if (pin or lower) and not floors:
        raise click.UsageError("--pin and --lower go with --floors FILE")
    scores = score_all(Path(where), lambda text: jobparse.parse(text).to_dict())
    if not scores:
        raise click.UsageError(f"{where}: holds no gold; give a folder with NAME.txt and NAME.gold.json")
    if show:
        for score in scores:
            for line in score.notes and (f"== {score.name}", *(f"   {note}" for note in score.notes)):
                click.echo(line)
    for name, (hits, total) in figures(scores).items():
        click.echo(f"{name} {hits / total:.4f} ({hits}/{total})")
    return _against_floors(Path(where).resolve(), Path(floors), scores, pin, lower) if floors else OK


def _against_floors(where: Path, floors: Path, scores: list[Any], pin: bool, lower: bool) -> int:
    from jobparse.floors import compared, floors_toml, gold_digest, pinned_set, read_floors

    sets = read_floors(floors) if floors.exists() else {}
    comparison = compared(scores, sets[where.name], gold_digest(where)) if where.name in sets else None
    for sign, moves in (("+", comparison.gains), ("-", comparison.losses)) if comparison else ():
        for move in moves:
            click.echo(f"{sign} {move}")
    fallen = [f for f in comparison.fallen if not (pin and f.startswith("the gold"))] if comparison else []
    for line in fallen:
        click.echo(line, err=True)
    if pin and (lower or not fallen):
        with writing(str(floors)) as sink:
            sink.write(floors_toml({**sets, where.name: pinned_set(scores, gold_digest(where))}))
        return OK
    if comparison is None:
        raise click.UsageError(f"{floors} pins nothing for {where.name}; pin it with --pin")
    return WRONG if fallen else OK


@click.command("dedupe", short_help="Group the postings that are one.")
@reading_options
@jobs_option
@click.option("--all", "singles", is_flag=True, help="Also list the postings that have no twin.")
def dedupe_command(singles: bool, jobs: int, **options: Any) -> int:
    """Group the postings that are one, seen through several sites: a line of JSON for each group, with the reasons."""
    from jobparse.harvest_command import dedupe

    unusable = dedupe(*_harvest(options), jobs=jobs, singles=singles, write=click.echo, complain=complain)
    return UNUSABLE if unusable else OK


@click.command("learn", short_help="Propose rows for what recurs in one source.")
@reading_options
@jobs_option
@click.option("--least", type=click.IntRange(2), help="Postings in which a line must stand (a tenth of them, at least 3).")
@click.option("--out", "-o", metavar="FILE", help="Write here instead of standard output.")
def learn_command(jobs: int, least: int | None, out: str | None, **options: Any) -> int:
    """Propose rows for what recurs in many postings of one source, whoever the employer is: TOML to review, which `check` accepts."""
    from jobparse.harvest_command import learn

    with writing(out) as sink:
        unusable = learn(*_harvest(options), jobs=jobs, least=least, sink=sink, complain=complain)
    return UNUSABLE if unusable else OK


def _harvest(options: dict[str, Any]) -> tuple[Iterator[Input], Rulebook, bool, str | None]:
    """What the commands that look at many postings at once read: inputs, rules, whether site rules count, the inputs' format."""
    rules = in_force(options["folders"])
    collect_garbage()
    inputs = each_input(options["paths"], options["max_bytes"], options["text_field"])
    return inputs, rules, not options["no_site_rules"], options["input_form"]


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of the record."""
    import json

    from jobparse.output.schema import record_schema

    click.echo(json.dumps(record_schema(), indent=2))
