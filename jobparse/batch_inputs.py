"""Paths → chunks of work, in order, a little at a time.

In: the files that the command line means. Out: `Chunk`s of about `CHUNK_BYTES`, each small enough to hand to a worker, read only when asked
for. Where a chunk ends depends on what stands before it in its input and on nothing else, so a run that goes on from the end of a chunk cuts
the same chunks as one that was never broken. Rows are cut apart here and read by the workers (`batch_rows.py`).
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any, NamedTuple, cast

from jobparse.inputs import named_files, table_kind
from jobparse.model import JobparseError

CHUNK_BYTES = 128 * 1024
"""Some 20 postings: handing them over costs a hundredth of parsing them, a small input still keeps every worker busy, a lost worker loses little."""

CHUNK_ROWS = 64
"""Rows of a Parquet file in a chunk."""

TABLES = ("jsonl", "csv", "parquet")
"""The kinds of input that hold many postings."""

UNREADABLE = (OSError, EOFError, zlib.error)
"""What reading a missing, forbidden or damaged file raises."""


class Source(NamedTuple):
    """One input of a run. `kind` is text, jsonl, csv, parquet, or complaint."""

    kind: str
    path: str
    size: int = 0
    mtime: int = 0
    complaint: str | None = None


class Position(NamedTuple):
    """How far a run has come: `unit` lines or rows of input number `source` are done, and all of the inputs before it."""

    source: int = 0
    unit: int = 0


class Chunk(NamedTuple):
    """Work for one worker. `payload` is, by kind: paths (text), lines (jsonl), numbered cells (csv), Arrow bytes (parquet), a message (complaint).

    `first` is the number of its first line or row, `head` a table's column names, `done` the position behind it, `size` what it took of the inputs.
    """

    kind: str
    name: str
    payload: Any
    first: int
    done: Position
    size: int
    head: tuple[str, ...] = ()


def find_sources(paths: Iterable[str], *, lines_on_stdin: bool) -> Iterator[Source]:
    """Every input, in order; a complaint takes its place in the row like any other."""
    for path, complaint in named_files(paths):
        yield _source(path, complaint, lines_on_stdin)


def _source(path: str, complaint: str | None, lines_on_stdin: bool) -> Source:
    if complaint:
        return Source("complaint", path, complaint=complaint)
    if path == "-":
        return Source("jsonl" if lines_on_stdin else "text", path)
    try:
        status = os.stat(path)
    except OSError as error:
        return Source("complaint", path, complaint=_unreadable(error))
    return Source(table_kind(path) or "text", path, status.st_size, status.st_mtime_ns)


class Survey(NamedTuple):
    """All inputs at a glance: what a broken run must find again (paths, sizes, dates), their size where it tells anything, the kinds met."""

    digest: str
    size: int | None
    kinds: frozenset[str]
    tables: tuple[Source, ...]


def survey(sources: Iterable[Source]) -> Survey:
    """Look at every input without reading it."""
    digest = hashlib.sha256()
    size: int | None = 0
    kinds: set[str] = set()
    tables: list[Source] = []
    for source in sources:
        digest.update(repr(source).encode("utf-8", "surrogatepass"))
        size = None if size is None or source.path == "-" or source.path.endswith(".gz") else size + source.size
        kinds.add(source.kind)
        if source.kind in TABLES:
            tables.append(source)
    return Survey(digest.hexdigest(), size, frozenset(kinds), tuple(tables))


def read_chunks(
    sources: Iterable[Source],
    *,
    text_field: str,
    max_bytes: int,
    start: Position = Position(),  # noqa: B008  a frozen value
) -> Iterator[Chunk]:
    """All work from `start` on."""
    texts: list[Source] = []
    for number, source in enumerate(sources):
        if number < start.source or (number == start.source and start.unit and source.kind in ("text", "complaint")):
            continue
        if texts and (source.kind != "text" or sum(t.size for t in texts) >= CHUNK_BYTES):
            yield _texts(texts, number - 1)
            texts = []
        if source.kind == "text":
            texts.append(source)
        elif source.kind == "complaint":
            yield _complaint(source, str(source.complaint), Position(number, 1))
        else:
            yield from _table(source, number, start.unit if number == start.source else 0, text_field, max_bytes)
    if texts:
        yield _texts(texts, number)


def _texts(texts: list[Source], last: int) -> Chunk:
    return Chunk("text", "", [t.path for t in texts], 0, Position(last, 1), sum(t.size for t in texts))


def _complaint(source: Source, message: str, done: Position, first: int = 0) -> Chunk:
    return Chunk("complaint", source.path, message, first, done, source.size)


def _unreadable(error: BaseException) -> str:
    words = (error.strerror if isinstance(error, OSError) else None) or str(error) or "it ends too early"
    return f"cannot be read: {words.lower()}"


def _table(source: Source, number: int, skip: int, text_field: str, max_bytes: int) -> Iterator[Chunk]:
    """The chunks of one table. What is wrong with the file itself ends this input and no other."""
    readers = {"jsonl": _lines, "csv": _cells, "parquet": _batches}
    done = skip
    try:
        for chunk in readers[source.kind](source, number, skip, text_field, max_bytes):
            done = chunk.done.unit
            yield chunk
    except (*UNREADABLE, _Unusable) as error:
        message = str(error) if isinstance(error, _Unusable) else _unreadable(error)
        yield _complaint(source, message, Position(number + 1), done + 1)


class _Unusable(Exception):
    """A table that cannot be used, and why."""


# ------------------------------------------------------------------ JSON Lines


def _lines(source: Source, number: int, skip: int, _: str, max_bytes: int) -> Iterator[Chunk]:
    """Lines end at `\\n` only: U+2028 and its like stand inside texts. None stands for a line that is too long."""
    with _opened(source.path) as handle:
        for _line in range(skip):
            _one_line(handle, max_bytes)
        at = skip
        while True:
            lines: list[bytes | None] = []
            size = 0
            while size < CHUNK_BYTES and (line := _one_line(handle, max_bytes)) != b"":
                lines.append(line)
                size += len(line) if line else max_bytes
            if not lines:
                return
            at += len(lines)
            yield Chunk("jsonl", source.path, lines, at - len(lines) + 1, Position(number, at), size)


def _one_line(handle: IO[bytes], max_bytes: int) -> bytes | None:
    """The next line, empty at the end; None, with nothing kept of it, where it is longer than `max_bytes`."""
    line = handle.readline(max_bytes + 1)
    if len(line) <= max_bytes or line.endswith(b"\n"):
        return line
    while (more := handle.readline(1 << 20)) and not more.endswith(b"\n"):
        pass
    return None


def _opened(path: str) -> IO[bytes]:
    if path == "-":
        return os.fdopen(os.dup(0), "rb")
    if path.endswith(".gz"):
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return open(path, "rb")


# ------------------------------------------------------------------ CSV


def _cells(source: Source, number: int, skip: int, text_field: str, max_bytes: int) -> Iterator[Chunk]:
    """Records with the line that each starts on. Bytes that are no UTF-8 pass through, for the worker to decode."""
    csv.field_size_limit(max_bytes)
    with _opened(source.path) as raw, _text_of(raw) as handle:
        delimiter = _delimiter(handle.readline(max_bytes))
        handle.seek(0)
        reader = csv.reader(handle, delimiter=delimiter)
        head = tuple(next(reader, ()))
        if head:
            _check_columns(head, text_field)
        at, records, size = 0, _records(reader), 0
        rows: list[tuple[int, list[str] | str]] = []
        for line, cells in records:
            at += 1
            if at <= skip:
                continue
            rows.append((line, cells))
            size += sum(map(len, cells))
            if size >= CHUNK_BYTES:
                yield Chunk("csv", source.path, rows, rows[0][0], Position(number, at), size, head)
                rows, size = [], 0
        if rows:
            yield Chunk("csv", source.path, rows, rows[0][0], Position(number, at), size, head)


def _records(reader: Any) -> Iterator[tuple[int, list[str] | str]]:
    """Each record with its first line; a message in place of one that the reader refuses. It goes on behind it."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, str(error)
            continue
        if cells:
            yield line, cells


def _text_of(raw: Any) -> IO[str]:
    """Spreadsheets write UTF-16 with its mark, or UTF-8; bytes that are neither pass through as what they are."""
    wide = raw.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return io.TextIOWrapper(raw, encoding="utf-16" if wide else "utf-8-sig", errors="surrogateescape", newline="")


def _delimiter(line: str) -> str:
    """The sign that cuts the header most often: spreadsheets of half the world write semicolons."""
    return max(",\t;|", key=line.count)


def _check_columns(head: tuple[str, ...], text_field: str) -> None:
    if text_field not in head:
        raise _Unusable(f"has no column {text_field!r} but {', '.join(head)}; name one with --text-field")
    if twice := sorted({name for name in head if head.count(name) > 1}):
        raise _Unusable(f"has more than one column {twice[0]!r}; rename one")


# ------------------------------------------------------------------ Parquet


def _batches(source: Source, number: int, skip: int, text_field: str, _: int) -> Iterator[Chunk]:
    """Rows of each row group, as Arrow bytes. A row group is begun anew where a run goes on inside it, so that its batches are the same."""
    pa, pq = arrow_modules("reading Parquet")
    try:
        with pq.ParquetFile(source.path, buffer_size=1 << 20) as table:
            head = tuple(table.schema_arrow.names)
            _check_columns(head, text_field)
            _check_texts(table.schema_arrow.field(text_field))
            rows = max(table.metadata.num_rows, 1)
            at = 0
            for group in range(table.num_row_groups):
                size = table.metadata.row_group(group).num_rows
                if at + size <= skip:
                    at += size
                    continue
                for batch in table.iter_batches(batch_size=CHUNK_ROWS, row_groups=[group]):
                    at += batch.num_rows
                    if at > skip:
                        share = source.size * batch.num_rows // rows
                        first = at - batch.num_rows + 1
                        yield Chunk("parquet", source.path, packed(batch), first, Position(number, at), share, head)
    except (pa.ArrowException, OSError) as error:
        raise _Unusable(f"cannot be read: {' '.join(str(error).split())}") from None


def _check_texts(field: Any) -> None:
    from jobparse.arrow import TEXT_TYPES, is_text

    if not is_text(field.type):
        raise _Unusable(f"column {field.name!r} is {field.type}; it takes {TEXT_TYPES}")


def packed(batch: Any) -> bytes:
    """A record batch as bytes that say all about it."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write_batch(batch)
    block: bytes = sink.getvalue().to_pybytes()
    return block


def unpacked(block: bytes) -> Any:
    """The record batch again."""
    import pyarrow as pa

    with pa.ipc.open_stream(block) as reader:
        return reader.read_next_batch()


def arrow_modules(purpose: str) -> tuple[Any, Any]:
    """The library pyarrow and its Parquet module, loaded only by runs that meet Parquet."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise JobparseError(f"{purpose} takes pyarrow: pip install 'jobparse[arrow]'") from None
    return pa, pq
