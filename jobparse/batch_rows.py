"""A chunk of work → its lines or record batch of output: what a worker does.

In: a `Job` (rules and options, the same for the whole run) and a `Chunk`. Out: `Output`, the bytes that the run writes. Each row of the chunk gives
one row of output, in order: the record, or an error row that says where and why. Nothing here knows how many workers there are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from jobparse.attempt import Failure, attempt
from jobparse.batch_inputs import Chunk, packed, unpacked
from jobparse.batch_pool import Note, row_by_row
from jobparse.decode import decode
from jobparse.inputs import read_input
from jobparse.pipeline import follow

if TYPE_CHECKING:
    import datetime

    from jobparse.model import Posting
    from jobparse.rulebook import Rulebook

ERROR_SCHEMA = "jobparse.error/1"
LONE_RE = re.compile(r"[\uD800-\uDFFF]")
"""Half a character, which JSON can spell and no encoding can hold."""

WINDOWS = "cp1252"
"""What bytes of a table are in that are no UTF-8, where the row's text says nothing else."""

Encoder = msgspec.json.Encoder(enc_hook=str)
RAW_ROW = msgspec.json.Decoder(dict[str, msgspec.Raw])
TEXT = msgspec.json.Decoder(str)


@dataclass(frozen=True)
class Job:
    """What every row is parsed with. Pickles, and goes to each worker once. `carried` is the Arrow schema of the other columns where it is known."""

    rules: Rulebook
    reference_date: datetime.date | None = None
    site_rules: bool = True
    text_field: str = "text"
    max_bytes: int = 10_000_000
    parquet: bool = False
    tables: bool = False
    carried: Any = None
    form: str | None = None


class Row(NamedTuple):
    """One row of input: the text, or what is wrong with it. `carried` holds its other fields; `line` is null for a file that is one posting."""

    name: str
    line: int | None
    data: str | bytes | None
    carried: Any = None
    complaint: str | None = None

    @property
    def source(self) -> str:
        """The name that its record bears.

        >>> Row("jobs.jsonl", 7, "Welder").source
        'jobs.jsonl:7'
        """
        return self.name if self.line is None else f"{self.name}:{self.line}"


class Output(NamedTuple):
    """What a chunk became: bytes to write, and how many of its rows failed. `complaints` name unusable inputs, for standard error."""

    data: bytes
    rows: int
    failures: int
    complaints: tuple[str, ...] = ()


def work(job: Job, chunk: Chunk, note: Note | None = None, deadly: frozenset[int] = frozenset()) -> Output:
    """Parse the rows of a chunk; those in `deadly` are not tried again."""
    rows = list(rows_of(chunk, job.text_field, job.max_bytes))
    results = row_by_row(rows, partial(_parsed, job), note, deadly)
    complaints = tuple(f"{row.name}: {row.complaint}" for row in rows if row.line is None and row.complaint)
    if job.parquet:
        return _as_batch(job, chunk, rows, results, complaints)
    lines, failures = [], 0
    for row, result in zip(rows, results, strict=True):
        line = attempt(lambda row=row, result=result: _line(row, result)) if not isinstance(result, Failure) else result  # type: ignore[misc]
        failures += isinstance(line, Failure)
        lines.append(_error_line(row, line.message) if isinstance(line, Failure) else line)
    return Output(b"".join(lines), len(rows), failures, complaints)


def _parsed(job: Job, row: Row) -> Posting | Failure:
    if row.complaint is not None:
        return Failure(row.complaint)
    data = row.data
    if data is None:
        return Failure(f"no text: {job.text_field!r} is null")
    journey = partial(follow, data, rules=job.rules, reference_date=job.reference_date, name=row.source)
    return attempt(lambda: journey(site_rules=job.site_rules, input=job.form).posting)


# ------------------------------------------------------------------ out


def _line(row: Row, posting: Posting) -> bytes:
    record = posting.to_json()
    if row.line is None:
        return record + b"\n"
    return b'%s,"line":%d,"carried":%s}\n' % (record[:-1], row.line, Encoder.encode(row.carried))


def _error_line(row: Row, message: str) -> bytes:
    error = _error(row, _storable(message))
    if row.line is not None:
        carried = attempt(lambda: msgspec.Raw(Encoder.encode(row.carried)))
        error |= {"line": row.line, "carried": None if isinstance(carried, Failure) else carried}
    return Encoder.encode(error) + b"\n"


def _error(row: Row, message: str) -> dict[str, Any]:
    return {"schema": ERROR_SCHEMA, "source": {"name": _storable(row.source)}, "error": message}


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _as_batch(job: Job, chunk: Chunk, rows: list[Row], results: list[Posting | Failure], complaints: tuple[str, ...]) -> Output:
    """The same as one record batch: the columns of the record, then for tables `line` and `carried`."""
    import pyarrow as pa

    from jobparse.arrow import struct_array

    records = [
        _error(row, result.message) if isinstance(result, Failure) else result.to_dict()
        for row, result in zip(rows, results, strict=True)
    ]
    postings = struct_array(records)
    columns = postings.flatten()
    failures = len(postings) - columns[-1].null_count
    if job.tables:
        columns = [*columns, pa.array([row.line for row in rows], pa.int64()), _carried_column(job, chunk, rows)]
    batch = pa.RecordBatch.from_arrays(columns, schema=output_columns(job))
    return Output(packed(batch), len(rows), failures, complaints)


def _carried_column(job: Job, chunk: Chunk, rows: list[Row]) -> Any:
    """The other fields: with their own types where all inputs have the same, else as JSON."""
    import pyarrow as pa

    if job.carried is None:
        carried = [row.carried and Encoder.encode(row.carried).decode() for row in rows]
        return pa.array(carried, pa.string())
    kind = pa.struct(list(job.carried))
    if chunk.kind != "parquet":
        return pa.array([row.carried for row in rows], kind)
    batch = unpacked(chunk.payload)
    return pa.StructArray.from_arrays([plain(batch.column(name)) for name in job.carried.names], fields=list(job.carried))


def plain(column: Any) -> Any:
    """A column without a dictionary: each chunk would have its own."""
    import pyarrow as pa

    return column.dictionary_decode() if isinstance(column, pa.DictionaryArray) else column


def plain_field(field: Any) -> Any:
    """The field of such a column."""
    import pyarrow as pa

    return pa.field(field.name, field.type.value_type) if pa.types.is_dictionary(field.type) else pa.field(field.name, field.type)


def output_columns(job: Job) -> Any:
    """The Arrow schema of a run's output."""
    import pyarrow as pa

    from jobparse.arrow import SCHEMA

    if not job.tables:
        return SCHEMA
    carried = pa.string() if job.carried is None else pa.struct(list(job.carried))
    return pa.schema([*SCHEMA, pa.field("line", pa.int64()), pa.field("carried", carried)])


# ------------------------------------------------------------------ in


def rows_of(chunk: Chunk, text_field: str, max_bytes: int) -> Iterator[Row]:
    """The rows of a chunk, each read or with its complaint."""
    if chunk.kind == "text":
        for path in chunk.payload:
            found = read_input(path, max_bytes)
            yield Row(found.name, None, found.data, complaint=found.complaint)
    elif chunk.kind == "complaint":
        yield Row(chunk.name, None, None, complaint=chunk.payload)
    elif chunk.kind == "jsonl":
        for number, line in enumerate(chunk.payload, chunk.first):
            if line is None:
                yield Row(chunk.name, number, None, complaint=f"is larger than {max_bytes:,} bytes")
            elif line.strip():
                yield _json_row(chunk.name, number, line, text_field)
    elif chunk.kind == "csv":
        for number, cells in chunk.payload:
            yield _csv_row(chunk, number, cells, text_field)
    else:
        yield from _parquet_rows(chunk, text_field)


def _json_row(name: str, number: int, line: bytes, text_field: str) -> Row:
    """The other fields are carried as they were written, digit for digit."""
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
    try:
        line.decode("utf-8")
        fields: dict[str, Any] = RAW_ROW.decode(line)
        raw = fields.pop(text_field, None)
        text = None if raw is None or bytes(raw) == b"null" else TEXT.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _loose_json_row(name, number, line, text_field)
    missing = None if raw is not None else f"no field {text_field!r}; there are: {', '.join(fields) or 'none'}"
    return Row(name, number, text, fields, missing)


def _loose_json_row(name: str, number: int, line: bytes, text_field: str) -> Row:
    """What many programs write although JSON does not have it: NaN, and halves of characters, which become U+FFFD as in any decoder."""
    try:
        fields = json.loads(LONE_RE.sub("\ufffd", line.decode("utf-8")))
    except UnicodeDecodeError as error:
        return Row(name, number, None, complaint=f"is not UTF-8 at byte {error.start}")
    except (ValueError, RecursionError) as error:
        return Row(name, number, None, complaint=f"is not JSON: {error}")
    if not isinstance(fields, dict):
        return Row(name, number, None, complaint="is no JSON object")
    text = fields.pop(text_field, None)
    carried = json.loads(LONE_RE.sub("\ufffd", json.dumps(fields, ensure_ascii=False)))
    if not isinstance(text, str):
        return Row(name, number, None, carried, f"field {text_field!r} is no text but {json.dumps(text)[:40]}")
    return Row(name, number, LONE_RE.sub("\ufffd", text), carried)


def _csv_row(chunk: Chunk, number: int, cells: list[str] | str, text_field: str) -> Row:
    if isinstance(cells, str):
        return Row(chunk.name, number, None, complaint=f"cannot be read: {cells}")
    if len(cells) != len(chunk.head):
        return Row(chunk.name, number, None, complaint=f"has {len(cells)} cells where the header has {len(chunk.head)}")
    fields: dict[str, str] = dict(zip(chunk.head, cells, strict=True))
    text = fields.pop(text_field)
    data = text.encode("utf-8", "surrogateescape") if _foreign(text) else None
    encoding = WINDOWS if data is None else decode(data).encoding or WINDOWS
    carried = {
        key: cell.encode("utf-8", "surrogateescape").decode(encoding, "replace") if _foreign(cell) else cell
        for key, cell in fields.items()
    }
    return Row(chunk.name, number, text if data is None else data, carried)


def _foreign(cell: str) -> bool:
    """Whether a cell holds bytes that are no UTF-8. Its row is read in the encoding that its text turns out to have."""
    return not cell.isascii() and LONE_RE.search(cell) is not None


def _parquet_rows(chunk: Chunk, text_field: str) -> Iterator[Row]:
    import pyarrow as pa

    from jobparse.arrow import text_values

    batch = unpacked(chunk.payload)
    texts = text_values(batch.column(text_field))
    others = [name for name in chunk.head if name != text_field]
    carried = pa.RecordBatch.from_arrays([_exact(batch.column(name)) for name in others], others).to_pylist()
    for number, (text, fields) in enumerate(zip(texts, carried, strict=True), chunk.first):
        yield Row(chunk.name, number, text, fields)


def _exact(column: Any) -> Any:
    """A column whose values are Python's own, whether or not pandas is there to make nanoseconds of its own kind."""
    import pyarrow as pa

    return column.cast(pa.timestamp("us", column.type.tz), safe=False) if pa.types.is_timestamp(column.type) else column
