"""DuckDB: the SQL function `jobparse(text)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pyarrow as pa

import jobparse.duckdb
from jobparse.arrow import STRUCT
from jobparse.rulebook import Rulebook


def test_duckdb_function_gives_the_cells_of_parse(
    texts: list[str | None], cells: Callable[..., Any], own_rules: Rulebook
) -> None:
    """In SQL, as Python values and as Arrow; with the shipped rules and with a user's own; fields can be asked for by name."""
    postings = pa.table({"id": range(len(texts)), "text": texts})
    with duckdb.connect() as connection:
        jobparse.duckdb.register(connection)
        jobparse.duckdb.register(connection, "ours", rules=own_rules)
        connection.register("postings", postings)
        table = connection.sql("SELECT jobparse(text) AS posting, ours(text) AS own FROM postings ORDER BY id").to_arrow_table()
        assert table.schema.field("posting").type == STRUCT
        assert table.column("posting").to_pylist() == [cells(t) for t in texts]
        assert table.column("own").to_pylist() == [cells(t, own_rules) for t in texts]
        asked = connection.sql("SELECT p.status, len(p.sections) FROM (SELECT id, jobparse(text) AS p FROM postings) ORDER BY id")
        assert asked.fetchall() == [(c["status"], len(c["sections"])) if c else (None, None) for c in map(cells, texts)]


def test_duckdb_over_many_vectors(cells: Callable[..., Any]) -> None:
    """More rows than DuckDB hands over at a time."""
    with duckdb.connect() as connection:
        jobparse.duckdb.register(connection)
        rows = connection.sql("SELECT i, jobparse('Welder ' || (i % 3)) FROM range(5000) AS t(i) ORDER BY i").fetchall()
    wanted = [cells(f"Welder {n}") for n in range(3)]
    assert [row[0] for row in rows] == list(range(5000))
    assert all(posting == wanted[i % 3] for i, posting in rows)
