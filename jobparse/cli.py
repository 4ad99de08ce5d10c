"""The command `jobparse`.

Standard output carries results, standard error one line for each complaint. Exit status: 0 all done, 1 `check` or `score` found something
wrong, 2 an input or option could not be used. Everything that depends on the environment (terminal, paths, colours) stays in here.
"""

from __future__ import annotations

import contextlib
import datetime
import gc
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

import jobparse
from jobparse.inputs import Input, named_files, read_input, table_kind
from jobparse.model import JobparseError
from jobparse.rulecache import kept_rules

if TYPE_CHECKING:
    from jobparse.pipeline import Journey
    from jobparse.rulebook import Rulebook

DEFAULT_MAX_BYTES = 10_000_000
PLACE_FORMATS = ("card", "json", "jsonl")
FORMATS = ("card", "json", "jsonl", "parquet", "text", "markdown")
FEW = 20
"""So many postings are parsed without looking for garbage."""

OK, WRONG, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


LATE = ("dedupe", "learn", "schema", "score")
"""Commands of `cli_late.py`, which a start that does not need them does not load."""


class DefaultGroup(click.Group):
    """A group whose first word may be left out: `jobparse file.txt` is `jobparse parse file.txt`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, those of the late module too."""
        return sorted((*super().list_commands(ctx), *LATE))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name not in LATE:
            return super().get_command(ctx, cmd_name)
        from jobparse import cli_late

        command: click.Command = getattr(cli_late, f"{cmd_name}_command")
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
            type=click.DateTime(["%Y-%m-%d"]),
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
            type=click.Choice(("text", "html", "json")),
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


@cli.command("parse")
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
    journeys = Journeys(**options)
    form = form or ("card" if out is None and sys.stdout.isatty() else "json" if journeys.single else "jsonl")
    with writing(out) as sink:
        write_all(journeys, form, sink, place)
    return journeys.status


def run_rows(
    out: str | None, *, folders: Sequence[str], reference_date: datetime.datetime | None, no_site_rules: bool, **options: Any
) -> int:
    """A batch run: a row of output for each posting."""
    rules = rules_in_force(folders)
    collect_garbage()
    day = reference_date.date() if reference_date else None
    from jobparse import batch_command  # after the rules: its patterns are kept with them

    done = batch_command.run_rows(
        out=out, complain=complain, rules=rules, reference_date=day, site_rules=not no_site_rules, **options
    )
    return UNUSABLE if done.unusable else OK


@cli.command("clean")
@reading_options
def clean_command(**options: Any) -> int:
    """Write the clean text of postings."""
    journeys = Journeys(**options)
    write_all(journeys, "text", sys.stdout)
    return journeys.status


@cli.command("explain")
@reading_options
@click.option("--ledger", "only_ledger", is_flag=True, help="Only the ledger: what became of each money, date and zone token.")
def explain_command(only_ledger: bool, **options: Any) -> int:
    """Show block by block and fact by fact which rule decided, with places."""
    journeys = Journeys(**options)
    from jobparse.explain import explained, ledger

    for journey in journeys:
        for line in ledger(journey) if only_ledger else explained(journey):
            click.echo(line)
    return journeys.status


@cli.command("check")
@click.argument("folder", required=False, metavar="[RULES_DIR]")
def check_command(folder: str | None) -> int:
    """Prove the rules: load them strictly and run every row's own examples."""
    from jobparse.checking import check
    from jobparse.rulebook import default_root
    from jobparse.rulereader import BadRules, read_rules

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


# ------------------------------------------------------------------ reading and writing


class Journeys:
    """The parses of all usable inputs, one after the other; a complaint about one never costs the others."""

    def __init__(
        self,
        paths: Sequence[str],
        folders: Sequence[str],
        reference_date: datetime.datetime | None,
        max_bytes: int,
        no_site_rules: bool,
        text_field: str | None = None,
        input_form: str | None = None,
    ) -> None:
        self.rulebook = rules_in_force(folders)
        self.reference_date = reference_date.date() if reference_date else None
        self.site_rules = not no_site_rules
        self.form = input_form
        self.inputs: Iterator[Input] = each_input(paths, max_bytes, text_field)
        self.single = len(paths) == 1 and (paths[0] == "-" or os.path.isfile(paths[0])) and not _is_table(paths[0], text_field)
        self.status = OK

    def __iter__(self) -> Iterator[Journey]:
        from jobparse.pipeline import follow  # after the rules: its patterns are kept with them

        for number, (name, data, complaint) in enumerate(self.inputs):
            if number == FEW:
                collect_garbage()
            if complaint:
                complain(f"{name}: {complaint}")
                self.status = UNUSABLE
            else:
                yield follow(
                    data,
                    rules=self.rulebook,
                    reference_date=self.reference_date,
                    name=name,
                    site_rules=self.site_rules,
                    input=self.form,
                )


def _is_table(path: str, text_field: str | None) -> bool:
    return bool(table_kind(path)) or (path == "-" and text_field is not None)


def each_input(paths: Sequence[str], max_bytes: int, text_field: str | None) -> Iterator[Input]:
    """Every posting that the command line means, rows of tables too; or a complaint in its place."""
    for path, complaint in named_files(paths):
        if complaint:
            yield Input(path, b"", complaint)
        elif _is_table(path, text_field):
            from jobparse.batch_command import table_rows

            yield from table_rows(path, text_field or "text", max_bytes)
        else:
            yield read_input(path, max_bytes)


def write_all(journeys: Journeys, form: str, sink: IO[str], place: str | None = None) -> None:
    """Every record in one form; as it comes, so that a long run shows its first results at once."""
    if form == "card":
        from rich.console import Console

        from jobparse.output.card import print_card

        console = Console(file=sink)
        for journey in journeys:
            print_card(journey.posting, console, place, journeys.rulebook)
        return
    if form == "json":
        _write_json(journeys, sink, place)
        return
    from jobparse.output.markdown import to_markdown

    forms: dict[str, Callable[[Journey], str]] = {
        "jsonl": lambda journey: _record(journey, place, journeys).decode() + "\n",
        "text": lambda journey: journey.posting.clean_text,
        "markdown": lambda journey: to_markdown(journey.posting),
    }
    between = "" if form == "jsonl" else "\n"
    for number, journey in enumerate(journeys):
        sink.write((between if number else "") + forms[form](journey))


def _record(journey: Journey, place: str | None, journeys: Journeys) -> bytes:
    """The record, with the answer for a place if one is asked for."""
    if not place:
        return journey.posting.to_json()
    from jobparse.output.answer import with_answer

    return with_answer(journey.posting, place, journeys.rulebook)


def _write_json(journeys: Journeys, sink: IO[str], place: str | None) -> None:
    """One record as an object, several as an array."""
    import msgspec

    pretty = (msgspec.json.format(_record(journey, place, journeys), indent=2).decode() for journey in journeys)
    if journeys.single:
        for record in pretty:
            sink.write(record + "\n")
        return
    lead = "[\n"
    for record in pretty:
        sink.write(lead + record)
        lead = ",\n"
    sink.write("[]\n" if lead == "[\n" else "\n]\n")


@contextlib.contextmanager
def writing(out: str | None) -> Iterator[IO[str]]:
    """Standard output, or a file that appears under its name only when it is whole."""
    if out is None:
        yield sys.stdout
        return
    if os.path.exists(out) and not os.path.isfile(out) and not os.path.isdir(out):
        with open(out, "w", encoding="utf-8", newline="\n") as device:  # /dev/null and its like keep their place
            yield device
        return
    import tempfile  # only where a file is written

    try:
        descriptor, part = tempfile.mkstemp(dir=os.path.dirname(os.path.abspath(out)), prefix=".jobparse-", suffix=".part")
    except OSError as error:
        raise JobparseError(f"{out}: cannot be written: {(error.strerror or str(error)).lower()}") from None
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as handle:
            yield handle
        os.chmod(part, 0o666 & ~_umask())
        os.replace(part, out)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise


def rules_in_force(folders: Sequence[str]) -> Rulebook:
    """The rules of this run. Until the command ends, patterns and tables come from the cache of the run before, where it has them.

    Nothing of them is ever garbage, and a few postings leave little: looking for it would take longer than parsing them.
    """
    context = click.get_current_context()
    gc.disable()
    context.call_on_close(gc.enable)
    return context.with_resource(kept_rules(folders, cache_folder()))


def collect_garbage() -> None:
    """From here on garbage is collected, but not looked for among the rules."""
    gc.freeze()
    gc.enable()


def cache_folder() -> Path:
    """Where rules are kept between runs: the user's cache folder."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jobparse"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def complain(line: str) -> None:
    """One line on standard error."""
    click.echo(f"jobparse: {' '.join(line.split())}", err=True)


def main() -> None:
    """The entry point: every way to end, each quiet, with its status, and at once."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass", newline="\n")
    try:
        status = cli.main(standalone_mode=False) or OK
        sys.stdout.flush()
    except click.exceptions.Exit as exit_:
        status = exit_.exit_code
    except (KeyboardInterrupt, click.Abort):
        status = INTERRUPTED
    except SystemExit:  # how rich ends when nobody reads on
        status = OK
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = OK
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        status = UNUSABLE
    except click.ClickException as error:
        complain(error.format_message())
        status = UNUSABLE
    except JobparseError as error:
        complain(str(error))
        status = UNUSABLE
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)  # all is written; to take the rules apart, one small thing after the other, would take longer than the run
