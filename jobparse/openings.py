"""With which characters a match of a pattern can begin.

In: a pattern. Out: the set of first characters, or None where it cannot be told. A reader that knows them tries at each place only the
few rows that could begin there. Like `prefilter.py` it may err on the safe side only: None, or a character too many.
"""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found, unused-ignore]
import re._parser as parser  # type: ignore[import-not-found, unused-ignore]
from collections.abc import Iterable
from typing import Any

NAME_RE, REFERENCE_RE = re.compile(r"\(\?P<\w+>"), re.compile(r"\(\?P=\w+\)")
"""A named group and a reference to one; the standard parser refuses a name used twice."""

WIDEST = 64
"""A range of more characters than this says nothing useful."""

DIGITS = frozenset("0123456789")


def first_characters(pattern: str) -> frozenset[str] | None:
    r"""The characters with which a match of `pattern` begins; None where any might.

    >>> sorted(first_characters(r"(?<!\p{L})(?:the\s+)?(?:end|close)\b|[-~]"))
    ['-', 'c', 'e', 't', '~']
    >>> first_characters(r"\w+ term") is None
    True
    """
    plain = REFERENCE_RE.sub("(?:)", NAME_RE.sub("(?:", pattern)).replace(r"\p{L}", r"\w").replace(r"\p{N}", r"\d")
    try:
        tree = parser.parse(plain)
    except (parser.error, OverflowError):
        return None
    found, empty = _first(tree)
    return None if found is None or empty else found


def _first(nodes: Iterable[tuple[Any, Any]]) -> tuple[frozenset[str] | None, bool]:
    """The first characters of a sequence, and whether it can match nothing at all."""
    found: frozenset[str] = frozenset()
    for kind, value in nodes:
        some, empty = _first_of(kind, value)
        if some is None:
            return None, False
        found |= some
        if not empty:
            return found, False
    return found, True


def _first_of(kind: Any, value: Any) -> tuple[frozenset[str] | None, bool]:
    if kind in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return frozenset(), True
    if kind is op.LITERAL:
        return frozenset((chr(value),)), False
    if kind is op.IN:
        return _first_in(value), False
    if kind is op.SUBPATTERN:
        return _first(value[-1])
    if kind is op.ATOMIC_GROUP:
        return _first(value)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        some, empty = _first(value[2])
        return some, empty or value[0] == 0
    if kind is op.BRANCH:
        return _first_branch(value[1])
    return None, False


def _first_branch(branches: Iterable[Any]) -> tuple[frozenset[str] | None, bool]:
    found: frozenset[str] = frozenset()
    any_empty = False
    for branch in branches:
        some, empty = _first(branch)
        if some is None:
            return None, False
        found |= some
        any_empty = any_empty or empty
    return found, any_empty


def _first_in(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    found: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            found.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < WIDEST:
            found.update(chr(code) for code in range(value[0], value[1] + 1))
        elif kind is op.CATEGORY and value is op.CATEGORY_DIGIT:
            found |= DIGITS
        else:
            return None
    return frozenset(found)
