"""What the commands share: the rules of a run, its inputs one after the other, records written, complaints.

In: what the command line said. Out: records on standard output or in a file, complaints on standard error. It reads no options, and so needs
nothing of the machinery for them: a plain start (`cli.py`) does without.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import IO, TYPE_CHECKING

from jobparse.inputs import Input, named_files, read_input, table_kind
from jobparse.model import JobparseError
from jobparse.rulecache import kept_rules

if TYPE_CHECKING:
    import datetime

    from jobparse.pipeline import Journey
    from jobparse.rulebook import Rulebook

DEFAULT_MAX_BYTES = 10_000_000
FEW = 20
"""So many postings are parsed without looking for garbage."""

OK, WRONG, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


@contextlib.contextmanager
def rules_in_force(folders: Sequence[str]) -> Iterator[Rulebook]:
    """The rules of a run. While it lasts, patterns and tables come from the cache of the run before, where it has them.

    Nothing of them is ever garbage, and a few postings leave little: looking for it would take longer than parsing them, at the end of the run too.
    """
    gc.disable()
    try:
        with kept_rules(folders, cache_folder()) as rules:
            yield rules
    finally:
        collect_garbage()


def collect_garbage() -> None:
    """From here on garbage is collected, but not looked for among the rules."""
    gc.freeze()
    gc.enable()


def cache_folder() -> str:
    """Where rules are kept between runs: the user's cache folder."""
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(caches, "jobparse")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def complain(line: str) -> None:
    """One line on standard error, if that is there to be written to."""
    with contextlib.suppress(OSError):
        if sys.stderr:
            print(f"jobparse: {' '.join(line.split())}", file=sys.stderr, flush=True)


class Journeys:
    """The parses of all usable inputs, one after the other; a complaint about one never costs the others."""

    def __init__(
        self,
        rulebook: Rulebook,
        paths: Sequence[str],
        *,
        reference_date: datetime.date | None = None,
        max_bytes: int = DEFAULT_MAX_BYTES,
        site_rules: bool = True,
        text_field: str | None = None,
        input_form: str | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.reference_date = reference_date
        self.site_rules = site_rules
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


def write_postings(journeys: Journeys, form: str | None, sink: IO[str], place: str | None = None) -> None:
    """Every record, in the form that suits where it goes unless one was asked for."""
    to_people = sink is sys.stdout and sink.isatty()
    write_all(journeys, form or ("card" if to_people else "json" if journeys.single else "jsonl"), sink, place)
