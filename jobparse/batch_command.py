"""What the command line asks of `parse`, decided: one posting after the other in any form, or a batch run into rows.

In: the options as given. Out: the form of the output, and for a batch the run and its exit status. Kept apart from `commands.py` so that a single posting
does not pay for loading it.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from jobparse.batch import Summary, run_batch
from jobparse.batch_inputs import TABLES, find_sources, read_chunks
from jobparse.batch_rows import rows_of
from jobparse.inputs import Input, named_files, table_kind

ROW_FORMS = ("jsonl", "parquet")
PARQUET_SUFFIXES = (".parquet", ".pq")
LINES_SUFFIXES = (".jsonl", ".ndjson")


def row_form(
    paths: Sequence[str], form: str | None, out: str | None, *, text_field: str | None, jobs: int, resume: bool
) -> str | None:
    """`jsonl` or `parquet` where the run makes rows; None where it makes anything else, one posting at a time."""
    wants_rows = jobs != 1 or resume or (out is not None and _is_folder(out))
    if form == "parquet" and out is None:
        raise click.UsageError("Parquet goes to a file or folder: give --out")
    if resume and (out is None or "-" in paths):
        raise click.UsageError("--resume takes --out and inputs that can be read again")
    if form is not None and form not in ROW_FORMS:
        if wants_rows:
            raise click.UsageError(f"--jobs, --resume and a folder as --out make JSON Lines or Parquet, not {form}")
        return None
    if form is None and out is not None and out.endswith((*PARQUET_SUFFIXES, *LINES_SUFFIXES)):
        return "parquet" if out.endswith(PARQUET_SUFFIXES) else "jsonl"
    if wants_rows or (form and out) or ("-" in paths and text_field) or _any_table(paths):
        return form or "jsonl"
    return None


def _any_table(paths: Sequence[str]) -> bool:
    return any(table_kind(found.path) for found in named_files(paths) if not found.complaint)


def _is_folder(out: str) -> bool:
    return out.endswith(os.sep) or os.path.isdir(out)


def run_rows(paths: Sequence[str], out: str | None, complain: Callable[[str], object], **options: Any) -> Summary:
    """The batch run, into a file, a folder, standard output or a device."""
    if out is None:
        summary = run_batch(paths, sys.stdout.buffer, complain=complain, **options)
    elif os.path.exists(out) and not _is_folder(out) and not stat.S_ISREG(os.stat(out).st_mode):
        with open(out, "wb") as device:
            summary = run_batch(paths, device, complain=complain, **options)
    else:
        summary = run_batch(paths, out, complain=complain, progress=bool(sys.stderr and sys.stderr.isatty()), **options)
        _tell(summary, out, complain)
    if summary.failures:
        complain(f"{summary.failures:,} of {summary.rows:,} rows failed: each has its `error`")
    return summary


def _tell(summary: Summary, out: str, complain: Callable[[str], object]) -> None:
    if summary.complete:
        complain(f"{out}: is complete already")
    if summary.resumed_at:
        complain(f"{out}: went on behind row {summary.resumed_at:,}")
    if summary.abandoned:
        complain(f"{out}: an unfinished run of {summary.abandoned:,} rows was there; begun anew (--resume goes on)")


def table_rows(path: str, text_field: str, max_bytes: int) -> Iterable[Input]:
    """The rows of a table as single inputs, for the forms that show one posting after the other."""
    for source in find_sources([path], lines_on_stdin=True):
        if source.kind not in (*TABLES, "complaint"):
            continue
        for chunk in read_chunks([source], text_field=text_field, max_bytes=max_bytes):
            for row in rows_of(chunk, text_field, max_bytes):
                missing = None if row.data is not None else f"no text: {text_field!r} is null"
                yield Input(row.source, row.data if row.data is not None else "", row.complaint or missing)
