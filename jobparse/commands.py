"""The command `jobparse`: its options and what each means.

Standard output carries results, standard error one line for each complaint. Exit status: 0 all done, 1 `check` or `score` found something
wrong, 2 an input or option could not be used. What a run does is in `running.py`; `cli.py` comes here for all but plain `jobparse FILE`.
"""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import jobparse
from jobparse import formats
from jobparse.inputs import table_kind
from jobparse.running import (
    DEFAULT_MAX_BYTES,
    INTERRUPTED,
    OK,
    UNUSABLE,
    WRONG,
    Journeys,
    collect_garbage,
    complain,
    rules_in_force,
    write_all,
    write_postings,
    writing,
)

if TYPE_CHECKING:
    from jobparse.rulebook import Rulebook

PLACE_FORMATS = ("card", "json", "jsonl")
FORMATS = ("card", "json", "jsonl", "parquet", "text", "markdown")

LATE = ("dedupe", "learn", "schema", "score")
"""Commands of `commands_late.py`, which a start that does not need them does not load."""


def day(value: str) -> datetime.date:
    """The day that an option names; click makes one line of the complaint.

    >>> day("2026-03-14")
    datetime.date(2026, 3, 14)
    """
    try:
        return datetime.date(*map(int, value.split("-")))
    except (TypeError, ValueError):
        raise click.BadParameter(f"{value!r} is no day; write it as YYYY-MM-DD") from None


class DefaultGroup(click.Group):
    """A group whose first word may be left out: `jobparse file.txt` is `jobparse parse file.txt`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, those of the late module too."""
        return sorted((*super().list_commands(ctx), *LATE))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name not in LATE:
            return super().get_command(ctx, cmd_name)
        from jobparse import commands_late

        command: click.Command = getattr(commands_late, f"{cmd_name}_command")
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `parse` in front unless a command or an option of the group itself comes first."""
        if args and args[0] not in self.commands and args[0] not in (*LATE, "--help", "-h", "--version"):
            args = ["parse", *args]
        return super().parse_args(ctx, args)


@click.group(cls=DefaultGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(jobparse.__version__, prog_name="jobparse")
def cli() -> None:
    """Turn scraped job postings into clean text and checked facts.

    \b
    jobparse FILE…         parse (the word `parse` may be left out)
    jobparse clean FILE    only the clean text
    jobparse explain FILE  which rule decided what, and where
    jobparse dedupe FILE…  which postings are the same one
    jobparse learn DIR     rows for what recurs on the pages of one source
    """


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that reads postings."""
    for option in (
        click.argument("paths", nargs=-1, required=True, metavar="FILE…"),
        click.option(
            "--rules", "folders", multiple=True, metavar="DIR", help="Lay the rules of this folder over the shipped ones."
        ),
        click.option(
            "--reference-date",
            type=day,
            metavar="YYYY-MM-DD",
            help="Resolve relative dates against this day.",
        ),
        click.option(
            "--max-bytes", type=click.IntRange(1), default=DEFAULT_MAX_BYTES, show_default=True, help="Refuse larger inputs."
        ),
        click.option(
            "--text-field", metavar="NAME", help="The column of a table that holds the text (text); makes - JSON Lines."
        ),
        click.option(
            "--input",
            "input_form",
            type=click.Choice(formats.FORMATS),
            help="What the inputs are, where it should not be detected.",
        ),
        click.option("--no-site-rules", is_flag=True, help="Leave out the rows of known sites."),
    ):
        command = option(command)
    return command


def jobs_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option of every command that can use more than one process."""
    words = "Worker processes for many postings; 0: one a core."
    option = click.option("--jobs", "-j", type=click.IntRange(0), default=1, show_default=True, help=words)
    decorated: Callable[..., Any] = option(command)
    return decorated


@cli.command("parse", short_help="Parse postings: the command where none is named.")
@reading_options
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="Default: card on a terminal, else json (jsonl for several inputs)."
)
@click.option("--out", "-o", metavar="FILE|DIR", help="Write here instead of standard output, whole or not at all.")
@jobs_option
@click.option("--resume", is_flag=True, help="Go on with a run into the same --out that was broken off.")
@click.option("--place", metavar="PLACE", help='Also say which pay applies there: "Oakland, CA", 94612, "Remote, TX".')
def parse_command(form: str | None, out: str | None, jobs: int, resume: bool, place: str | None, **options: Any) -> int:
    """Parse postings: files, folders, globs, tables (JSON Lines, CSV, Parquet), or - for standard input."""
    if place and (form not in (None, *PLACE_FORMATS) or jobs != 1 or resume):
        raise click.UsageError(f"--place goes with --format {', '.join(PLACE_FORMATS)} and a single process")
    if not place and (
        jobs != 1
        or resume
        or out
        or form == "parquet"
        or not os.path.isfile(options["paths"][0])
        or table_kind(options["paths"][0])
    ):
        from jobparse.batch_command import row_form

        chosen = row_form(options["paths"], form, out, text_field=options["text_field"], jobs=jobs, resume=resume)
        if chosen:
            return run_rows(out, jobs=jobs, resume=resume, parquet=chosen == "parquet", **options)
    journeys = journeys_of(**options)
    with writing(out) as sink:
        write_postings(journeys, form, sink, place)
    return journeys.status


def run_rows(
    out: str | None, *, folders: Sequence[str], reference_date: datetime.date | None, no_site_rules: bool, **options: Any
) -> int:
    """A batch run: a row of output for each posting."""
    rules = in_force(folders)
    collect_garbage()
    from jobparse import batch_command  # after the rules: its patterns are kept with them

    done = batch_command.run_rows(
        out=out, complain=complain, rules=rules, reference_date=reference_date, site_rules=not no_site_rules, **options
    )
    return UNUSABLE if done.unusable else OK


@cli.command("clean")
@reading_options
def clean_command(**options: Any) -> int:
    """Write the clean text of postings."""
    journeys = journeys_of(**options)
    write_all(journeys, "text", sys.stdout)
    return journeys.status


@cli.command("explain", short_help="Show which rule decided what, and where.")
@reading_options
@click.option("--ledger", "only_ledger", is_flag=True, help="Only the ledger: what became of each money, date and zone token.")
def explain_command(only_ledger: bool, **options: Any) -> int:
    """Show block by block and fact by fact which rule decided, with places."""
    journeys = journeys_of(**options)
    from jobparse.explain import explained, ledger

    for journey in journeys:
        for line in ledger(journey) if only_ledger else explained(journey):
            click.echo(line)
    return journeys.status


@cli.command("check", short_help="Prove the rules by their own examples.")
@click.argument("folder", required=False, metavar="[RULES_DIR]")
def check_command(folder: str | None) -> int:
    """Prove the rules: load them strictly and run every row's own examples."""
    from jobparse.checking import check
    from jobparse.rulereader import BadRules, default_root, read_rules

    roots = list(dict.fromkeys((default_root(), *((Path(folder).resolve(),) if folder else ()))))
    if not roots[-1].is_dir():
        raise click.BadParameter(f"{folder} is no folder", param_hint="RULES_DIR")
    try:
        rulebook = read_rules(roots)
    except BadRules as error:
        return _complaints(error.complaints)
    rows = sum(len(rows) for rows in rulebook.families.values())
    status = _complaints(check(rulebook))
    if status == OK:
        click.echo(f"{rows} rows in {len(rulebook.families)} families: all examples hold")
    return status


def _complaints(lines: list[str]) -> int:
    for line in lines:
        complain(line)
    return WRONG if lines else OK


# ------------------------------------------------------------------ what a run shares


def journeys_of(
    paths: Sequence[str],
    folders: Sequence[str],
    reference_date: datetime.date | None,
    max_bytes: int,
    no_site_rules: bool,
    text_field: str | None,
    input_form: str | None,
) -> Journeys:
    """The parses that the options of `reading_options` mean."""
    return Journeys(
        in_force(folders),
        paths,
        reference_date=reference_date,
        max_bytes=max_bytes,
        site_rules=not no_site_rules,
        text_field=text_field,
        input_form=input_form,
    )


def in_force(folders: Sequence[str]) -> Rulebook:
    """The rules of this run, until the command ends."""
    return click.get_current_context().with_resource(rules_in_force(folders))


# ------------------------------------------------------------------ the command line


def run() -> int:
    """The command as the command line says it, and its exit status; what a caller cannot mend is raised."""
    try:
        status: int = cli.main(standalone_mode=False) or OK
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return UNUSABLE
    except click.ClickException as error:
        complain(error.format_message())
        return UNUSABLE
    return status
