"""The SQL function `jobparse(text)` in DuckDB.

In: a connection. Out: nothing; from then on `SELECT jobparse(text).pay FROM …` works on it. Needs `duckdb` and the extra `jobparse[arrow]`.
DuckDB runs Python functions on one thread: for more than one core start several processes, or use the command.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from jobparse.arrow import SCHEMA, parse_array
from jobparse.pipeline import Parser

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from jobparse.rulebook import Rulebook


def register(
    connection: DuckDBPyConnection,
    name: str = "jobparse",
    *,
    rules: Rulebook | None = None,
    reference_date: datetime.date | None = None,
    input: str | None = None,  # noqa: A002  the option's name everywhere
) -> None:
    """Make the function known to a connection. It gives a struct with the fields of the record, null for null."""
    import duckdb

    parser = Parser(rules)

    def jobparse(texts: pa.ChunkedArray) -> pa.Array:
        return parse_array(texts, rules=parser, reference_date=reference_date, input=input)

    fields = dict(zip(SCHEMA.names, connection.from_arrow(SCHEMA.empty_table()).dtypes, strict=True))
    connection.create_function(
        name, jobparse, ["VARCHAR"], duckdb.struct_type(fields), type="arrow", null_handling="special"
    )  # "special": nulls are handed on, since the row of a null must come back too
