"""pandas: a series of texts → a series of records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa

from jobparse.arrow import STRUCT, parse_array
from jobparse.rulebook import Rulebook


def test_pandas_series_have_the_cells_of_parse(texts: list[str | None], cells: Callable[..., Any], own_rules: Rulebook) -> None:
    """As a column of Arrow's type, whose fields can be asked for, and as plain objects; under an index of its own."""
    frame = pd.DataFrame({"text": texts}, index=[f"row {n}" for n in range(len(texts))])
    frame["posting"] = pd.Series(parse_array(pa.array(frame["text"])), index=frame.index, dtype=pd.ArrowDtype(STRUCT))
    frame["own"] = parse_array(pa.array(frame["text"]), rules=own_rules).to_pylist()
    assert pa.array(frame["posting"]).to_pylist() == [cells(t) for t in texts]
    assert frame["own"].tolist() == [cells(t, own_rules) for t in texts]
    assert frame["posting"].struct.field("status").dropna().tolist() == [c["status"] for t in texts if (c := cells(t))]
