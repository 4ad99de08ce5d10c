"""Hugging Face datasets: a map over Arrow tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jobparse.arrow import parse_table
from jobparse.rulebook import Rulebook


def test_datasets_map_gives_the_cells_of_parse(
    texts: list[str | None], cells: Callable[..., Any], own_rules: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process and in two, with the shipped rules and with a user's own; the other columns stay."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path))
    from datasets import Dataset

    dataset = Dataset.from_dict({"id": list(range(len(texts))), "text": texts}).with_format("arrow")
    for processes in (None, 2):
        made = dataset.map(parse_table, batched=True, batch_size=4, num_proc=processes).with_format(None)
        assert made["posting"][:] == [cells(t) for t in texts]
        assert made["id"][:] == list(range(len(texts)))
    own = dataset.map(partial(parse_table, rules=own_rules), batched=True, remove_columns=["text"], fn_kwargs={"keep": ["id"]})
    assert own.with_format(None)["posting"][:] == [cells(t, own_rules) for t in texts]
    assert own.column_names == ["id", "posting"]
