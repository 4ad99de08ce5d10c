"""With which characters a match of a pattern can begin.

In: a pattern. Out: its first two characters (or as many as are asked for), fewer where anything might follow them, or None where it cannot be
told. A reader that knows them tries at each place only the few rows that could begin there. Like `prefilter.py` it may err on the safe side only:
None, or a beginning too many.
"""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found, unused-ignore]
from collections.abc import Iterable
from typing import Any, NamedTuple

from jobparse.patternnodes import parsed

NAME_RE, REFERENCE_RE = re.compile(r"\(\?P<\w+>"), re.compile(r"\(\?P=\w+\)")
"""A named group and a reference to one; the standard parser refuses a name used twice."""

WIDEST = 64
"""A range of more characters than this says nothing useful."""

DEEP = 2
"""How many characters are told: with one, half of all words are tried in vain, with two one in ten."""

MOST = 120
"""Where there are more beginnings than this they are not told any farther."""

DIGITS = frozenset("0123456789")

LOOKS = (op.AT, op.ASSERT)
LINE, SENTENCE = "line", "sentence"
SENTENCE_RE = re.compile(r"\(\?:\^(?:\|\(\?<=\[[.!?:;*]+\] {1,2}\))+\)")
"""A pattern that begins at the start of a line, or behind a mark that ends a sentence and one space or two."""


class Heads(NamedTuple):
    """Beginnings of what a part of a pattern matches: `whole` ones end with the part, behind a `cut` one anything may follow."""

    whole: frozenset[str]
    cut: frozenset[str] = frozenset()


NOTHING = Heads(frozenset(("",)))
UNKNOWN = Heads(frozenset(), frozenset(("",)))


def beginnings(pattern: str, deep: int = DEEP) -> frozenset[str] | None:
    r"""How a match of `pattern` begins, in `deep` characters or fewer; None where it might be any.

    >>> sorted(beginnings(r"(?<!\p{L})(?:the\s+)?(?:end|close)\b|[-~]"))
    ['-', 'cl', 'en', 'th', '~']
    >>> beginnings(r"\w+ term") is None, sorted(beginnings(r"\b(?:base|gross) pay(?=\d)", 8))
    (True, ['base pay', 'gross pa'])
    """
    tree = _parsed(pattern)
    if tree is None:
        return None
    found = _heads(tree, deep)
    heads = found.whole | found.cut
    return None if "" in heads else heads


def opens_with(pattern: str) -> str:
    """What every match of a pattern opens, if its first words say so: a line, or a line or a sentence; else nothing.

    >>> opens_with("^(?:apply|write)"), opens_with("(?:^|(?<=[.!?] ))as a"), opens_with("^apply|write")
    ('line', 'sentence', '')
    """
    tree = _parsed(pattern)
    if not tree:
        return ""
    kind, value = tree[0]
    if (kind, value) == (op.AT, op.AT_BEGINNING):
        return LINE
    looks = kind is op.BRANCH and all(len(branch) == 1 and branch[0][0] in LOOKS for branch in value[1])
    return SENTENCE if looks and SENTENCE_RE.match(pattern) else ""


def _parsed(pattern: str) -> Any:
    """The nodes of a pattern without its names; None where the standard parser does not know a part."""
    return parsed(REFERENCE_RE.sub("(?:)", NAME_RE.sub("(?:", pattern)))


def _heads(nodes: Iterable[tuple[Any, Any]], deep: int) -> Heads:
    """The beginnings of a sequence of nodes."""
    whole, cut = NOTHING
    run = ""
    for kind, value in nodes:
        if kind is op.LITERAL:  # characters in a row are taken together
            run += chr(value)
            continue
        if run:
            whole, cut = _joined(whole, cut, Heads(frozenset((run,))), deep)
            run = ""
        if not whole:
            break
        part = _heads_of(kind, value, deep)
        if len(whole) * (len(part.whole) + len(part.cut)) > MOST and "" not in whole:
            return Heads(frozenset(), cut | whole)
        if part is not NOTHING:
            whole, cut = _joined(whole, cut, part, deep)
    return _joined(whole, cut, Heads(frozenset((run,))), deep) if run else Heads(whole, cut)


def _joined(whole: frozenset[str], cut: frozenset[str], part: Heads, deep: int) -> Heads:
    """The beginnings of a sequence with one more part behind it."""
    joined = {(head + more)[:deep] for head in whole for more in part.whole}
    cut |= {(head + more)[:deep] for head in whole for more in part.cut} | {head for head in joined if len(head) == deep}
    return Heads(frozenset(head for head in joined if len(head) < deep), cut)


def _heads_of(kind: Any, value: Any, deep: int) -> Heads:
    """The beginnings of one node."""
    if kind in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return NOTHING
    if kind is op.IN:
        return _heads_in(value)
    if kind is op.SUBPATTERN:
        return _heads(value[-1], deep)
    if kind is op.ATOMIC_GROUP:
        return _heads(value, deep)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _heads_repeated(_heads(value[2], deep), value[0], value[1])
    if kind is op.BRANCH:
        branches = [_heads(branch, deep) for branch in value[1]]
        return Heads(
            frozenset().union(*(branch.whole for branch in branches)), frozenset().union(*(branch.cut for branch in branches))
        )
    return UNKNOWN


def _heads_repeated(once: Heads, least: int, most: int) -> Heads:
    """The beginnings of a node that may stand several times, or not at all."""
    again = Heads(once.whole & {""}, once.cut | (once.whole - {""})) if most > 1 else once
    return again._replace(whole=again.whole | {""}) if least == 0 else again


def _heads_in(items: Iterable[tuple[Any, Any]]) -> Heads:
    found: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            found.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < WIDEST:
            found.update(chr(code) for code in range(value[0], value[1] + 1))
        elif kind is op.CATEGORY and value is op.CATEGORY_DIGIT:
            found |= DIGITS
        else:
            return UNKNOWN
    return Heads(frozenset(found))
