"""bytes, HTML, JSON → the source str, with how it was read.

In: `str` or `bytes`. Out: `Decoded`: the text exactly as it came (a byte-order mark counts as a character, `\\r\\n` as two),
its encoding and its format. Never raises on any bytes. It changes no character: markup inside the text is `repair.py`'s.
"""

from __future__ import annotations

from typing import NamedTuple


class Decoded(NamedTuple):
    """The source, the encoding it was decoded from (None for `str`), and its format: text, html or json."""

    text: str
    encoding: str | None
    format: str


def decode(data: str | bytes) -> Decoded:
    """The source of a parse."""
    if isinstance(data, str):
        return Decoded(data, None, "text")
    return Decoded(data.decode("utf-8", "replace"), "utf-8", "text")
