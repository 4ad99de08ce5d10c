"""Polars: an expression over a column of texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from jobparse.arrow import SCHEMA, parse_array
from jobparse.rulebook import Rulebook


def test_polars_expression_gives_the_cells_of_parse(
    texts: list[str | None], cells: Callable[..., Any], own_rules: Rulebook
) -> None:
    """Eager and lazy, with the shipped rules and with a user's own; the column has the record's type."""
    frame = pl.DataFrame({"id": range(len(texts)), "text": texts})
    posting = pl.col("text").map_batches(
        lambda texts: pl.Series(parse_array(texts)), return_dtype=pl.Struct(pl.Schema(SCHEMA)), is_elementwise=True
    )
    own = pl.col("text").map_batches(
        lambda texts: pl.Series(parse_array(texts, rules=own_rules)),
        return_dtype=pl.Struct(pl.Schema(SCHEMA)),
        is_elementwise=True,
    )
    eager = frame.with_columns(posting=posting, own=own)
    lazy = frame.lazy().with_columns(posting=posting, own=own).collect()
    assert eager.schema["posting"] == pl.Struct(pl.Schema(SCHEMA))
    for made in (eager, lazy):
        assert made["posting"].to_list() == [cells(t) for t in texts]
        assert made["own"].to_list() == [cells(t, own_rules) for t in texts]
        assert made["id"].to_list() == list(range(len(texts)))
