"""Arrow in, Arrow out: the one door for Spark, Ray, DuckDB, Polars and pandas.

In: an array of texts, or record batches with a column of them. Out: an array of structs of the type `STRUCT`, cell-equal to `Posting.to_dict()`,
or the batches with such a column. A null stays null; a row that fails has only its field `error`. It knows no engine: the recipes are in
`docs/scale.md`. Needs the extra `jobparse[arrow]`.
"""

from __future__ import annotations

import datetime
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from types import NoneType
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute

from jobparse.attempt import Failure, attempt
from jobparse.formats import check_format
from jobparse.model import JobparseError, Posting
from jobparse.pipeline import Parser
from jobparse.rulebook import Rulebook  # not for types alone: DuckDB evaluates the annotations of a function that it is given

SLICE = 64
"""Rows turned into Arrow at a time: few enough that their dicts are short-lived, enough that the call costs nothing (13 µs a row)."""

BATCH = 512
"""Rows in a batch that comes out: about 10 MB, whatever the engine sends in."""

PLAIN_TYPES: dict[type, pa.DataType] = {str: pa.string(), bool: pa.bool_(), int: pa.int32(), float: pa.float64()}
TEXT_TYPES = "string, large_string, string_view, binary, or a dictionary of them"


def arrow_type(hint: Any) -> pa.DataType:
    """The Arrow type of a type of the model.

    >>> arrow_type(tuple[str, ...] | None)
    ListType(list<item: string>)
    """
    members = [a for a in typing.get_args(hint) if a is not NoneType]
    if NoneType in typing.get_args(hint):
        return arrow_type(members[0])
    if typing.get_origin(hint) is tuple:
        return pa.list_(arrow_type(members[0]))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return pa.struct(arrow_fields(hint))
    if isinstance(hint, type) and issubclass(hint, tuple):  # a span: engines read lists where few read lists of fixed size
        return pa.list_(pa.int32())
    return PLAIN_TYPES[hint]


def arrow_fields(record: type) -> list[pa.Field]:
    """The fields of a type of the model; each may be null, since a failed row has none of them."""
    return [pa.field(name, arrow_type(hint)) for name, hint in typing.get_type_hints(record).items()]


SCHEMA = pa.schema([*arrow_fields(Posting), pa.field("error", pa.string())])
"""The columns of a record: the fields of `Posting`, and `error`, which is null unless the row failed."""

STRUCT = pa.struct(list(SCHEMA))
"""The same as one struct."""


def parse_array(
    texts: Any,
    *,
    rules: Rulebook | Parser | None = None,
    reference_date: datetime.date | None = None,
    input: str | None = None,  # noqa: A002  the option's name everywhere
) -> pa.StructArray:
    """Every text parsed: a struct of the type `STRUCT` for each, null for null.

    `texts` is a pyarrow array or chunked array of strings (or of bytes, which are decoded as `parse` does) or anything that hands one out by
    `__arrow_c_array__` or `__arrow_c_stream__`. Of a dictionary array each distinct text is parsed once. `rules`, `reference_date` and `input`
    are those of `jobparse.parse`.

    >>> welder, nothing = parse_array(pa.array(["Welder\\n\\nPay: $28 - $34 per hour\\n", None])).to_pylist()
    >>> welder["status"], nothing
    ('open', None)
    """
    check_format(input)  # once, rather than in the error of every row
    read = partial(_parser(rules).parse, reference_date=reference_date, input=input)
    pieces = [_parsed(chunk, read) for chunk in _chunks(texts)]
    if not pieces:
        return pa.array([], STRUCT)
    try:
        return pa.concat_arrays(pieces) if len(pieces) > 1 else pieces[0]
    except pa.ArrowInvalid:
        raise JobparseError("the records of this array are too large for one Arrow array; use parse_batches") from None


def parse_batches(
    batches: Iterable[pa.RecordBatch],
    text: str = "text",
    *,
    keep: Sequence[str] | None = None,
    into: str = "posting",
    rules: Rulebook | Parser | None = None,
    reference_date: datetime.date | None = None,
    input: str | None = None,  # noqa: A002
) -> Iterator[pa.RecordBatch]:
    """Record batches with a column `text` → batches of at most `BATCH` rows with a column `into` of the type `STRUCT`.

    `keep` names the columns that are carried along: all of them unless given. `batches` may be an iterator, a table or a reader.
    """
    parser = _parser(rules)
    for batch in _batches(batches):
        schema = output_schema(batch.schema, text, keep=keep, into=into)
        for start in range(0, batch.num_rows, BATCH):
            piece = batch.slice(start, BATCH)
            parsed = parse_array(piece.column(text), rules=parser, reference_date=reference_date, input=input)
            yield pa.RecordBatch.from_arrays([*(piece.column(name) for name in schema.names[:-1]), parsed], schema=schema)


def parse_table(
    table: pa.Table,
    text: str = "text",
    *,
    keep: Sequence[str] | None = None,
    into: str = "posting",
    rules: Rulebook | Parser | None = None,
    reference_date: datetime.date | None = None,
    input: str | None = None,  # noqa: A002
) -> pa.Table:
    """A table with the column `into` added; what Ray Data and Hugging Face datasets map with.

    >>> parse_table(pa.table({"id": [7], "text": ["Welder"]}), keep=["id"]).column_names
    ['id', 'posting']
    """
    batches = parse_batches(table, text, keep=keep, into=into, rules=rules, reference_date=reference_date, input=input)
    return pa.Table.from_batches(batches, output_schema(table.schema, text, keep=keep, into=into))


def output_schema(
    schema: pa.Schema, text: str = "text", *, keep: Sequence[str] | None = None, into: str = "posting"
) -> pa.Schema:
    """The schema that `parse_batches` gives for batches of this schema."""
    names = schema.names if keep is None else list(keep)
    for name in (text, *names):
        if schema.names.count(name) != 1:
            raise JobparseError(f"no column {name!r} to be had; there are: {', '.join(schema.names)}")
    if into in names:
        raise JobparseError(f"there is a column {into!r} already; name another with `into`, or leave it out of `keep`")
    return pa.schema([*(schema.field(name) for name in names), pa.field(into, STRUCT)])


def struct_array(records: Sequence[dict[str, Any] | None]) -> pa.StructArray:
    """Records as an array; one that Arrow cannot hold (a lone surrogate, say) becomes an error and costs no other."""
    try:
        return pa.array(records, STRUCT)
    except (pa.ArrowException, UnicodeError, OverflowError):
        if len(records) == 1:
            failed = attempt(lambda: pa.array(records, STRUCT))
            return pa.array([{"error": failed.message if isinstance(failed, Failure) else ""}], STRUCT)
        return pa.concat_arrays([struct_array([record]) for record in records])


def _parser(rules: Rulebook | Parser | None) -> Parser:
    return rules if isinstance(rules, Parser) else Parser(rules)


def _chunks(texts: Any) -> list[pa.Array]:
    """Whatever holds texts, as pyarrow arrays."""
    if not isinstance(texts, pa.Array | pa.ChunkedArray):
        if hasattr(texts, "__arrow_c_stream__"):
            texts = pa.chunked_array(texts)
        elif hasattr(texts, "__arrow_c_array__"):
            texts = pa.array(texts)
        else:
            raise JobparseError(f"{type(texts).__name__} is no Arrow array; wrap it: pyarrow.array(…)")
    return list(texts.chunks) if isinstance(texts, pa.ChunkedArray) else [texts]


def _batches(batches: Any) -> Iterable[pa.RecordBatch]:
    if isinstance(batches, pa.RecordBatch):
        return (batches,)
    stream: Iterable[pa.RecordBatch] = (
        pa.RecordBatchReader.from_stream(batches) if hasattr(batches, "__arrow_c_stream__") else batches
    )
    return stream


Read = Callable[[str | bytes], Posting]
"""How one text becomes a posting."""


def _parsed(texts: pa.Array, read: Read) -> pa.StructArray:
    kind = texts.type
    if isinstance(texts, pa.ExtensionArray):
        return _parsed(texts.storage, read)
    if pa.types.is_dictionary(kind):
        used = texts.indices.unique().drop_null()
        return _parsed(texts.dictionary.take(used), read).take(pa.compute.index_in(texts.indices, used))
    if not is_text(kind):
        raise JobparseError(f"an array of {kind} holds no texts; it takes {TEXT_TYPES}")
    pieces = []
    for start in range(0, len(texts), SLICE):
        data = text_values(texts.slice(start, SLICE))
        pieces.append(struct_array([None if value is None else _record(value, read) for value in data]))
    return pa.concat_arrays(pieces) if pieces else pa.array([], STRUCT)


def is_text(kind: pa.DataType) -> bool:
    """Whether an array of this type holds texts."""
    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type)
    return kind in (
        pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view(), pa.null(),
    )  # fmt: skip


def text_values(texts: pa.Array) -> list[Any]:
    """The texts as Python values; where bytes pass for a string but are no UTF-8, the bytes, for `parse` to decode."""
    try:
        return list(texts.to_pylist())
    except UnicodeDecodeError:
        return [scalar.as_buffer().to_pybytes() if scalar.is_valid else None for scalar in texts]


def _record(data: str | bytes, read: Read) -> dict[str, Any]:
    record = attempt(lambda: read(data).to_dict())
    return {"error": record.message} if isinstance(record, Failure) else record
