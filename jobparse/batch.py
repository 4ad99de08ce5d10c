"""Many inputs → many records: the batch run, from the list of inputs to the finished output.

In: paths (texts, folders, JSON Lines, CSV, Parquet) and options. Out: JSON Lines or Parquet with one row for each posting, in the order of the
inputs, the same bytes whatever the number of workers and however often the run was broken and gone on with. What is wrong with a
row is in its row. The pieces: `batch_inputs` cuts the work, `batch_pool` spreads it, `batch_rows` does it, `batch_output` keeps it safe.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from jobparse.attempt import Failure, attempt
from jobparse.batch_inputs import Chunk, Position, Source, Survey, arrow_modules, find_sources, read_chunks, survey
from jobparse.batch_output import FileSink, Sink, StreamSink, Written, unwritable
from jobparse.batch_pool import Note, grouped, in_order, row_by_row
from jobparse.batch_progress import shown
from jobparse.batch_rows import Job, output_columns, plain_field, work
from jobparse.model import Posting
from jobparse.pipeline import Parser, shipped_rules

if TYPE_CHECKING:
    import datetime

    from jobparse.rulebook import Rulebook

JOURNAL = 1
"""The form of the diary: one of another form cannot be gone on with."""


@dataclass(frozen=True)
class Summary:
    """What a run did. `failures` counts the error rows; `unusable` the inputs that could not be used at all, which are among them.

    `resumed_at` and `abandoned` are the rows of a broken run that this one went on with or began anew; `complete` says that there was nothing to do.
    """

    rows: int
    failures: int
    unusable: int
    resumed_at: int = 0
    abandoned: int = 0
    complete: bool = False


def run_batch(
    paths: Sequence[str],
    out: str | IO[bytes],
    *,
    jobs: int = 1,
    text_field: str | None = None,
    parquet: bool = False,
    resume: bool = False,
    rules: Rulebook | None = None,
    reference_date: datetime.date | None = None,
    site_rules: bool = True,
    input_form: str | None = None,
    max_bytes: int = 10_000_000,
    progress: bool = False,
    complain: Callable[[str], object] | None = None,
) -> Summary:
    """Parse every posting of `paths` into `out`: a file, a folder (it exists, or ends with a slash) or an open stream.

    `jobs` is the number of worker processes, 0 for one a core. `text_field` names the column that holds the text (`text` unless given).
    `input_form` is `input` of `parse`. `resume` goes on with a run into the same `out` that was broken. `complain` is told of inputs that cannot be used.
    """
    lines_on_stdin = text_field is not None
    text_field = text_field or "text"
    seen = survey(find_sources(paths, lines_on_stdin=lines_on_stdin))
    job = Job(
        rules or shipped_rules(), reference_date, site_rules, text_field, max_bytes, parquet, bool(seen.tables), form=input_form
    )
    job = replace(job, carried=_carried_columns(seen, text_field)) if parquet else job
    sources = find_sources(paths, lines_on_stdin=lines_on_stdin)
    run = _Run(job, jobs or cores(), seen, sources, complain or (lambda _: None))
    if not isinstance(out, str):
        return run.into(StreamSink(out), progress=progress)
    with FileSink(out, _identity(job, seen), output_columns(job) if parquet else None, resume=resume) as sink:
        if sink.complete:
            return Summary(0, 0, 0, complete=True)
        begun = sink.progress.rows
        try:
            summary = run.into(sink, progress=progress)
        except OSError as error:
            raise unwritable(out, error) from None
        return replace(summary, resumed_at=begun, abandoned=sink.abandoned)


def parse_many(texts: Iterable[str | bytes], *, jobs: int = 0, rules: Rulebook | None = None) -> Iterator[Posting | Failure]:
    """Each text parsed, in order, by `jobs` worker processes (0: one a core); a text that fails gives a `Failure`.

    >>> [posting.status for posting in parse_many(["Welder", "Nurse"], jobs=1)]
    ['open', 'open']
    """
    for postings in in_order(grouped(texts), partial(_parse_group, Parser(rules)), jobs or cores()):
        yield from postings


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _parse_group(parser: Parser, group: list[str | bytes], note: Note | None, deadly: frozenset[int]) -> list[Posting | Failure]:
    return row_by_row(group, lambda text: attempt(partial(parser.parse, text)), note, deadly)


class _Run(NamedTuple):
    """One run on its way: chunks to workers, their output to the sink."""

    job: Job
    jobs: int
    seen: Survey
    sources: Iterable[Source]
    complain: Callable[[str], object]

    def into(self, sink: Sink, *, progress: bool) -> Summary:
        """Do what is left to do behind the sink's position."""
        unusable = size = 0
        marks: deque[tuple[Position, int]] = deque()
        with shown(self.seen.size, on=progress) as tell:
            chunks = self._chunks(sink.progress.position, marks)
            for output in in_order(chunks, partial(work, self.job), self.jobs):
                done, share = marks.popleft()
                sink.write(Written(output.data, output.rows, output.failures, done))
                for complaint in output.complaints:
                    self.complain(complaint)
                unusable += len(output.complaints)
                size += share
                tell(sink.progress.rows, sink.progress.failures, size)
        sink.finish()
        return Summary(sink.progress.rows, sink.progress.failures, unusable)

    def _chunks(self, start: Position, marks: deque[tuple[Position, int]]) -> Iterator[Chunk]:
        """The work, with a mark of each piece for when it comes back."""
        for chunk in read_chunks(self.sources, text_field=self.job.text_field, max_bytes=self.job.max_bytes, start=start):
            marks.append((chunk.done, chunk.size))
            yield chunk


def _identity(job: Job, seen: Survey) -> dict[str, Any]:
    """What must be the same for a broken run to be gone on with."""
    import jobparse

    options = [job.text_field, job.max_bytes, job.site_rules, str(job.reference_date), job.parquet, job.form]
    return {
        "journal": JOURNAL,
        "version": jobparse.__version__,
        "rules": job.rules.digest,
        "inputs": seen.digest,
        "options": options,
    }


def _carried_columns(seen: Survey, text_field: str) -> Any:
    """The Arrow schema of the other columns where every input is Parquet with the same ones; None where they go as JSON."""
    pa, pq = arrow_modules("writing Parquet")
    if seen.kinds != {"parquet"}:
        return None
    schemas = [attempt(partial(pq.read_schema, source.path)) for source in seen.tables]
    found = [s for s in schemas if not isinstance(s, Failure)]
    if not found or any(not found[0].equals(other) for other in found) or not found[0].names:
        return None
    fields = [plain_field(field) for field in found[0] if field.name != text_field]
    return pa.schema(fields) if fields else None
