"""JSON with places: where in the source each value stands.

In: a text that is, or holds, JSON. Out: its values as `Node`s with their spans, and the characters that a string's escapes stand for, one edit each.
It forgives what pages and feeds get wrong and what no reader could misread: line breaks in strings, commas before a closing bracket.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from jobparse.text import Edit

TOKEN_RE = re.compile(
    r"""\s*+(?:
      (?P<sign>[{}\[\],:])
    | "(?P<string>(?:[^"\\]|\\.)*+)"
    | (?P<plain>-?\d[\d.eE+-]*+|true|false|null)
    )""",
    re.VERBOSE | re.DOTALL,
)
ESCAPE_RE = re.compile(r"\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|.)", re.DOTALL)
SHORT_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
NO_CHARACTER = "\ufffd"
MOST_NODES = 200_000
"""A feed of a thousand postings has a tenth of that."""


class Node(NamedTuple):
    """One value: `kind` is object, array, string, number or word; the span of a string is what stands inside its quotes."""

    kind: str
    start: int
    end: int
    members: dict[str, Node]
    items: list[Node]


def read_json(source: str, start: int = 0, end: int | None = None) -> Node | None:
    """The first value in `source[start:end]`, or None where that is no JSON.

    >>> node = read_json('{"title": "Welder"}')
    >>> node and node.members["title"][:3]
    ('string', 11, 17)
    """
    stop = len(source) if end is None else end
    root: list[Node] = []
    opened: list[tuple[Node, str | None]] = []
    at, count = start, 0
    key: str | None = None
    while found := TOKEN_RE.match(source, at, stop):
        at = found.end()
        sign = found["sign"]
        if sign in ("}", "]"):
            if not opened or (opened[-1][0].kind == "object") != (sign == "}"):
                return None
            shell, key = opened.pop()
            _put(opened, root, key, shell._replace(end=at))
            key = None
        elif sign in (",", ":"):
            if not opened or (sign == ":") != (key is not None):
                return None
            if sign == ",":
                continue
            if not (found := TOKEN_RE.match(source, at, stop)):
                return None
            at = found.end()
            if found["sign"] in ("{", "["):
                opened.append((_shell(found), key))
            elif found["sign"]:
                return None
            else:
                _put(opened, root, key, _leaf(found))
            key = None
        elif key is not None:
            return None
        elif sign:
            opened.append((_shell(found), None))
        elif opened and opened[-1][0].kind == "object":
            if found["string"] is None:
                return None
            key = plain_string(found["string"])
        else:
            _put(opened, root, None, _leaf(found))
        count += 1
        if root or count > MOST_NODES:
            break
    return root[0] if root else None


def _shell(found: re.Match[str]) -> Node:
    return Node("object" if found["sign"] == "{" else "array", found.start("sign"), found.end(), {}, [])


def _leaf(found: re.Match[str]) -> Node:
    if found["string"] is not None:
        return Node("string", *found.span("string"), {}, [])
    return Node("word" if found["plain"].isalpha() else "number", *found.span("plain"), {}, [])


def _put(opened: list[tuple[Node, str | None]], root: list[Node], key: str | None, node: Node) -> None:
    if not opened:
        root.append(node)
    elif key is None:
        opened[-1][0].items.append(node)
    else:
        opened[-1][0].members[key] = node


def plain_string(raw: str) -> str:
    r"""What a string between its quotes says.

    >>> plain_string(r"caf\u00e9\nbar")
    'café\nbar'
    """
    return ESCAPE_RE.sub(lambda found: _meant(found[0]), raw) if "\\" in raw else raw


def escape_edits(source: str, node: Node, rule: str) -> Iterator[Edit]:
    """An edit for each escape of a string."""
    for found in ESCAPE_RE.finditer(source, node.start, node.end):
        yield Edit(found.start(), found.end(), _meant(found[0]), rule)


def _meant(escape: str) -> str:
    """The character of one escape; half of a character is none."""
    if escape[1] != "u" or len(escape) < 6:
        return SHORT_ESCAPES.get(escape[1], escape[1])
    meant: str = json.loads(f'"{escape}"')
    return meant if not "\ud800" <= meant[0] <= "\udfff" else NO_CHARACTER


def leaf_of(node: Node | None) -> Node | None:
    """The string or number that a value is, or that an object has as its `name` or `value`; None where there is none."""
    while node is not None and node.kind == "object":
        node = node.members.get("name") or node.members.get("value")
    return node if node is not None and node.kind in ("string", "number") else None


def text_of(source: str, leaf: Node) -> str:
    """The text of a string or number."""
    raw = source[leaf.start : leaf.end]
    return plain_string(raw) if leaf.kind == "string" else raw


def at_path(nodes: list[Node], path: str) -> list[Node]:
    """The nodes that a dotted path leads to; lists on the way count member by member.

    >>> source = '{"jobs": [{"id": 1}, {"id": 2}]}'
    >>> root = read_json(source)
    >>> [source[n.start:n.end] for n in at_path([root], "jobs.id")] if root else []
    ['1', '2']
    """
    for key in path.split("."):
        nodes = [node for parent in nodes for node in _members(parent.members.get(key))]
    return nodes


def _members(node: Node | None) -> list[Node]:
    if node is None:
        return []
    return node.items if node.kind == "array" else [node]
