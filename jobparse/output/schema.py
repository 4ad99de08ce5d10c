"""The JSON Schema of the record, derived from the types."""

from __future__ import annotations

from typing import Any

import msgspec

from jobparse.model import SCHEMA, Posting


def record_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `Posting.to_dict()`.

    >>> record_schema()["$id"]
    'jobparse.posting/1'
    """
    schema = msgspec.json.schema(Posting)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}
