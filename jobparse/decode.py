"""bytes or str → the source text, with how it was read.

In: `str` or `bytes`. Out: `Decoded`: the text exactly as it came (a byte-order mark counts as a character, `\\r\\n` as two),
its encoding and its format. Never raises, whatever the bytes. It changes no character: markup inside the text is `repair.py`'s.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

import regex

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16: the mark of the one begins with the mark of the other."""

DECLARED_RE = regex.compile(
    rb"""
    <(?:meta\b[^>]{0,200}?\bcharset | \?xml\b[^>]{0,200}?\bencoding)   # where HTML and XML say it
    \s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z0-9_.:-]{2,40})
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
DECLARATION_REACH = 4096
"""Browsers look for the declaration in the first kilobyte; scrapers put their own lines in front."""


class Decoded(NamedTuple):
    """The source, the encoding it was decoded from (None for `str`), and its format: text, html or json."""

    text: str
    encoding: str | None
    format: str


def decode(data: str | bytes) -> Decoded:
    """The source of a parse: by byte-order mark, declared charset, UTF-8, then detection; Latin-1 takes what is left.

    >>> decode(b"caf\\xc3\\xa9").text, decode(b"\\xff\\xfeh\\x00i\\x00").encoding
    ('café', 'utf-16-le')
    """
    if isinstance(data, str):
        return Decoded(data, None, "text")
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace"), encoding, "text")
    declared = DECLARED_RE.search(data[:DECLARATION_REACH])
    for encoding in (*((declared[1].decode("ascii"),) if declared else ()), "utf-8"):
        if (text := _strictly(data, encoding)) is not None:
            return Decoded(text, codecs.lookup(encoding).name, "text")
    return _detected(data)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return str(data, encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _detected(data: bytes) -> Decoded:
    """By charset-normalizer, loaded only here: most inputs are UTF-8 and need no detection."""
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    encoding = best.encoding if best else "latin-1"
    text = _strictly(data, encoding)
    return (
        Decoded(data.decode("latin-1"), "latin-1", "text")
        if text is None
        else Decoded(text, codecs.lookup(encoding).name, "text")
    )
