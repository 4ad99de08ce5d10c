"""A Spark data frame with a column of texts → the same frame with a column of records.

Nothing is shuffled: each task parses its own partition and hands Arrow batches on. Rules travel with the task, a user's folder too, and a Python
worker unpacks them once. Needs the extra `jobparse[spark]` where the session is, and `jobparse[arrow]` on every worker.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from jobparse.arrow import STRUCT, parse_batches
from jobparse.model import JobparseError
from jobparse.pipeline import Parser

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from jobparse.rulebook import Rulebook


def parse(
    frame: DataFrame,
    text: str = "text",
    *,
    keep: Sequence[str] | None = None,
    into: str = "posting",
    rules: Rulebook | None = None,
    reference_date: datetime.date | None = None,
    input: str | None = None,  # noqa: A002  the option's name everywhere
) -> DataFrame:
    """The frame with the column `into` added: the record of the text in the column `text`, null for null.

    `keep` names the columns that are carried along: all of them unless given. A row that fails has only `error` in its record.
    """
    from pyspark.sql.pandas.types import from_arrow_type
    from pyspark.sql.types import StructField, StructType

    names = list(frame.columns if keep is None else keep)
    if missing := [name for name in (text, *names) if frame.columns.count(name) != 1]:
        raise JobparseError(f"no column {missing[0]!r} to be had; there are: {', '.join(frame.columns)}")
    if into in names:
        raise JobparseError(f"there is a column {into!r} already; name another with `into`, or leave it out of `keep`")
    schema = StructType([*(frame.schema[name] for name in names), StructField(into, from_arrow_type(STRUCT))])
    parse_part = partial(
        parse_batches, text=text, keep=names, into=into, rules=Parser(rules), reference_date=reference_date, input=input
    )
    needed = names if text in names else [*names, text]
    return frame.select(*(f"`{name}`" for name in needed)).mapInArrow(parse_part, schema)
