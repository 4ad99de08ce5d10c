"""TOML as rules are written, read in less than half of the time: whole lines and strings by one pattern, not sign by sign.

In: the text of a rules file. Out: what `tomllib.loads` gives (a test holds the two together). Most lines keep to tables, arrays of tables, strings,
lists of strings, whole numbers and flags. Any other value is left to `tomllib`, and where that cannot tell either, the whole file is.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

LITERAL = r"'[^'\x00-\x08\x0a-\x1f\x7f]*+'(?!')"
BASIC = r'[^"\\\x00-\x08\x0a-\x1f\x7f]*+'
STRING = rf'"{BASIC}(?:\\[nt"\\]{BASIC})*+"(?!")'
BETWEEN = r"(?:[ \t\n]|\#[^\x00-\x08\x0a-\x1f\x7f]*+\n)*+"
TRIPLE = '"' * 3
END = r"[ \t]*+(?:\#[^\x00-\x08\x0a-\x1f\x7f]*+)?(?:\n|\Z)"

PIECE_RE = re.compile(
    rf"""
    (?:{END})
    |(?P<key>[A-Za-z0-9_-]++)[ ]=[ ](?:
        (?P<string>{STRING}|{LITERAL})
        |'''\n?(?P<lines>[^'\x00-\x08\x0b-\x1f\x7f]*+(?:'(?!'')[^'\x00-\x08\x0b-\x1f\x7f]*+)*+)'''(?!')
        |\[(?P<list>{BETWEEN}(?:(?:{STRING}|{LITERAL}){BETWEEN}(?:,{BETWEEN}|(?=\])))*+)\]
        |(?P<flag>true|false)
        |(?P<number>0|-?[1-9][0-9]{{0,15}}+)
        |{TRIPLE}\n?(?P<text>[^"\\\x00-\x08\x0b-\x1f\x7f]*+(?:"(?!"")[^"\\\x00-\x08\x0b-\x1f\x7f]*+)*+){TRIPLE}(?!")
    ){END}
    |\[\[(?P<row>[A-Za-z0-9_-]++)\]\]{END}
    |\[(?P<table>[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*+)\]{END}
    """,
    re.VERBOSE,
)
OTHER_RE = re.compile(r"[A-Za-z0-9_-]++ = [^\n]*+\n?(?:(?![A-Za-z0-9_-]++ = |\[)[^\n]*+(?:\n|\Z)(?!\Z))*+")
"""A key with any value, up to what looks like the next one."""

ITEM_RE = re.compile(rf"\#[^\n]*+\n|({STRING}|{LITERAL})")
ESCAPE_RE = re.compile(r"\\(.)")
SIGNS = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def loads(text: str) -> dict[str, Any]:
    r"""What a text in TOML says; raises as `tomllib` does.

    >>> loads('about = "Two rows."\n[[rule]]\nid = "one"\nfinds = ["a", \'b\\d\']\n[[rule]]\nid = "two"\n')
    {'about': 'Two rows.', 'rule': [{'id': 'one', 'finds': ['a', 'b\\d']}, {'id': 'two'}]}
    """
    read = None if "\r" in text else _read(text)
    return tomllib.loads(text) if read is None else read


def _read(text: str) -> dict[str, Any] | None:
    """The same for a plain text; None for any other."""
    whole: dict[str, Any] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    table, opened = whole, {id(whole)}
    at, match = 0, PIECE_RE.match
    while at < len(text):
        found = match(text, at)
        if found is None:
            other = OTHER_RE.match(text, at)
            if other is None or not _takes(table, other[0]):
                return None
            at = other.end()
            continue
        at = found.end()
        kind = found.lastgroup
        if kind is None:
            continue
        if kind == "row":
            name = found["row"]
            if name not in rows:
                if name in whole:
                    return None
                whole[name] = rows[name] = []
            table = {}
            rows[name].append(table)
        elif kind == "table":
            made = None if (names := found["table"].split("."))[0] in rows else _opened(whole, names, opened)
            if made is None:
                return None
            table = made
        else:
            key = found["key"]
            if key in table:
                return None
            table[key] = _value(kind, found[kind])
    return whole


def _takes(table: dict[str, Any], line: str) -> bool:
    """Puts the key and the value of a line, or of several, into the table; not where that is no whole value, or the key is taken."""
    try:
        read = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    if len(read) != 1 or not table.keys().isdisjoint(read):
        return False
    table.update(read)
    return True


def _opened(whole: dict[str, Any], names: list[str], opened: set[int]) -> dict[str, Any] | None:
    """A table that is opened by its header; None where its name is taken, or lies in a value. `opened` are the tables with headers, by identity."""
    table = whole
    for name in names[:-1]:
        if name not in table:
            table[name] = {}
            opened.add(id(table[name]))
        table = table[name]
        if id(table) not in opened:
            return None
    if names[-1] in table:
        return None
    made: dict[str, Any] = {}
    table[names[-1]] = made
    opened.add(id(made))
    return made


def _value(kind: str, text: str) -> Any:
    if kind == "string":
        return _string(text)
    if kind == "list":
        return [_string(item) for item in ITEM_RE.findall(text) if item]
    if kind in ("lines", "text"):
        return text
    return text == "true" if kind == "flag" else int(text)


def _string(text: str) -> str:
    inner = text[1:-1]
    return ESCAPE_RE.sub(lambda found: SIGNS[found[1]], inner) if "\\" in inner and text[0] == '"' else inner
