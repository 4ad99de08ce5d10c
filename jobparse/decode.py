"""bytes or str → the source text, with how it was read.

In: `str` or `bytes`. Out: `Decoded`: the text exactly as it came (a byte-order mark counts as a character, `\\r\\n` as two),
its encoding and its format. Never raises, whatever the bytes; only a form that there is not is refused. It changes no character: markup inside the text is `repair.py`'s.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import regex

from jobparse.formats import check_format

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

PAGE_REACH = 1024
"""How far the first tag of a page is looked for: scrapers put an address or a few headers in front."""

PAGE_RE = re.compile(r"^[^\S\n]*<(?:!doctype\s+html|html|head|body)(?=[\s/>])", re.IGNORECASE | re.MULTILINE)
PART_RE = re.compile(
    r"<(?:div|section|article|main|header|h[1-6]|p|ul|ol|dl|table|script|style|meta|link|nav|template|title|!--)(?=[\s/>-])",
    re.IGNORECASE,
)
PART_END_RE = re.compile(
    r"</(?:div|section|article|main|header|footer|h[1-6]|p|ul|ol|dl|table|script|style|nav)\s*>\s*\Z", re.IGNORECASE
)
JSON_RE = re.compile(r'\{\s*+"|\[\s*+\{\s*+"')
TAIL = 64
"""Where the last tag or bracket of a page or feed stands, with white space behind it."""


class Decoded(NamedTuple):
    """The source, the encoding it was decoded from (None for `str`), and its format: text, html or json."""

    text: str
    encoding: str | None
    format: str


def decode(data: str | bytes, form: str | None = None) -> Decoded:
    """The source of a parse: by byte-order mark, declared charset, UTF-8, then detection; Latin-1 takes what is left.

    `form` says what it is (text, html or json); unless given, the first and last characters tell.

    >>> decode(b"caf\\xc3\\xa9").text, decode(b"\\xff\\xfeh\\x00i\\x00").encoding
    ('café', 'utf-16-le')
    >>> decode("<!doctype html><p>Welder").format, decode("Welder").format
    ('html', 'text')
    """
    check_format(form)
    decoded = Decoded(data, None, "text") if isinstance(data, str) else _read(data)
    found = form or _format_of(decoded.text)
    return decoded if found == "text" else decoded._replace(format=found)


def _format_of(text: str) -> str:
    """Whether a text is a page, a part of one, JSON, or text: by how it begins and ends."""
    head = text[:PAGE_REACH].lstrip("\ufeff \t\r\n")
    sign = head[:1]
    if "<" in head and (PAGE_RE.search(head) or (sign == "<" and PART_RE.match(head) and PART_END_RE.search(text[-TAIL:]))):
        return "html"
    if sign and sign in "{[" and JSON_RE.match(head) and text[-TAIL:].rstrip().endswith("}" if sign == "{" else "]"):
        return "json"
    return "text"


def _read(data: bytes) -> Decoded:
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
