"""A pattern as nodes that know what they can take: how far each reaches, and every text of it where those are few.

In: a pattern. Out: its nodes, as the standard library's parser gives them. `prefilter.py` works out from them what a match needs.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found, unused-ignore]
import re._parser as parser  # type: ignore[import-not-found, unused-ignore]
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

MOST = 100
"""A wider set of alternatives costs more in the automaton than it saves in trials."""

FAR = 600
"""A longer reach is no better than the whole line."""

ANCHOR = 1
"""What an anchor (`$`, `\\b`) looks at beyond the match."""

CHARS = 4
"""A class of so few characters is spelled out: `[ -]`."""

EMPTY = frozenset({""})
BREAK = ord("\n")
TWICE = 2
"""A repeat of more is not spelled out."""

GROUPS = (op.SUBPATTERN, op.ATOMIC_GROUP)
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
LOOKS = (op.ASSERT, op.ASSERT_NOT)


class Node(NamedTuple):
    """A node of a pattern, or a run of characters. `parts` are the sequences inside it: one of a group, a repeat or a look, several of alternatives.

    `exact` is every text that it can take, where they are few; `reach` how far it takes and looks ahead, at most FAR + 1; `look` how far it
    looks beyond what it takes; `take` how far it takes alone.
    """

    kind: Any
    value: Any
    parts: tuple[tuple[Node, ...], ...]
    exact: frozenset[str] | None
    reach: int
    look: int
    take: int


@lru_cache(maxsize=1)
def parsed(pattern: str) -> parser.SubPattern | None:
    """What the standard parser makes of a pattern: what it does not know becomes a class that promises nothing; None where that does not do.

    The last answer is kept, since much is asked about one pattern in turn.
    """
    plain = pattern.replace(r"\p{L}", r"\w").replace(r"\p{Lu}", r"\w").replace(r"\p{Ll}", r"\w").replace(r"\p{N}", r"\d")
    try:
        return parser.parse(plain.replace(r"\z", r"\Z"))
    except (parser.error, OverflowError):
        return None


def nodes_of(tree: parser.SubPattern) -> tuple[Node, ...]:
    """The parsed pattern as nodes that know what can be known of each; a run of characters is one node.

    >>> [sorted(node.exact) for node in nodes_of(parsed("pay(?:s|ing)?"))]
    [['pay'], ['', 'ing', 's']]
    """
    nodes: list[Node] = []
    text = ""
    for kind, value in tree.data:
        # A line break is not spelled out: stages ask line by line, and must meet each literal in one of them.
        if kind is op.LITERAL and value != BREAK:
            text += chr(value)
            continue
        if text:
            nodes.append(_text(text))
            text = ""
        nodes.append(_node(kind, value))
    return (*nodes, _text(text)) if text else tuple(nodes)


def _text(text: str) -> Node:
    length = len(text)
    return make(Node, (op.LITERAL, ord(text[-1]), (), frozenset((text,)), length, 0, length))


make = tuple.__new__
"""Makes a named tuple in half the time; there are twenty thousand."""


def _node(kind: Any, value: Any) -> Node:
    if kind is op.LITERAL:
        return Node(kind, value, (), None, 1, 0, 1)
    if kind in (op.NOT_LITERAL, op.ANY):
        return Node(kind, value, (), None, 1, 0, 1)
    if kind is op.IN:
        few = len(value) <= CHARS and all(item is op.LITERAL and code != BREAK for item, code in value)
        return Node(kind, value, (), frozenset(chr(code) for _, code in value) if few else None, 1, 0, 1)
    if kind is op.AT:
        return Node(kind, value, (), EMPTY, ANCHOR, 0, 0)
    if kind in LOOKS:
        part = nodes_of(value[1])
        reach, look, _ = _far(part)
        ahead = reach + ANCHOR if value[0] > 0 else 0
        return Node(kind, value[0], (part,), EMPTY, ahead, ahead + look, 0)
    if kind in GROUPS:
        part = nodes_of(value if kind is op.ATOMIC_GROUP else value[-1])
        return Node(kind, None, (part,), _spelled(part), *_far(part))
    if kind is op.BRANCH:
        parts = tuple(map(nodes_of, value[1]))
        reach, look, take = map(max, zip(*map(_far, parts), strict=True))
        return Node(kind, None, parts, _either(parts), reach, look, take)
    if kind in REPEATS:
        least, most = int(value[0]), FAR + 1 if value[1] is op.MAXREPEAT else int(value[1])
        part = nodes_of(value[2])
        exact = _repeated(_spelled(part), least, most) if most <= TWICE else None
        reach, look, take = _far(part)
        return Node(kind, (least, most), (part,), exact, min(FAR + 1, most * reach), look, min(FAR + 1, most * take))
    return Node(kind, value, (), None, FAR + 1, 0, FAR + 1)


def _far(nodes: Sequence[Node]) -> tuple[int, int, int]:
    """How far a sequence reaches, looks and takes."""
    reach = look = take = 0
    for node in nodes:
        reach += node.reach
        look += node.look
        take += node.take
    return min(FAR + 1, reach), look, min(FAR + 1, take)


def _spelled(nodes: Sequence[Node]) -> frozenset[str] | None:
    """Every text that a sequence can take, where they are few."""
    texts: frozenset[str] | None = EMPTY
    for node in nodes:
        if node.exact is None or texts is None:
            return None
        texts = product(texts, node.exact)
    return texts


def _either(parts: Sequence[Sequence[Node]]) -> frozenset[str] | None:
    """Every text that one of some sequences can take, where they are few."""
    texts: set[str] = set()
    for part in parts:
        spelled = _spelled(part)
        if spelled is None or len(texts) > MOST:
            return None
        texts |= spelled
    return frozenset(texts) if len(texts) <= MOST else None


def _repeated(once: frozenset[str] | None, least: int, most: int) -> frozenset[str] | None:
    """A text repeated up to twice."""
    texts = EMPTY if least == 0 else frozenset()
    times: frozenset[str] | None = EMPTY
    for count in range(1, most + 1):
        times = product(times, once) if times and once else None
        if times is None:
            return None
        texts = texts | times if count >= least else texts
    return texts if len(texts) <= MOST else None


def product(heads: frozenset[str], tails: frozenset[str]) -> frozenset[str] | None:
    """Every head with every tail, where they stay few.

    >>> sorted(product(frozenset({"per "}), frozenset({"day", "hour"})))
    ['per day', 'per hour']
    """
    if len(heads) * len(tails) > MOST:
        return None
    if heads is EMPTY:
        return tails
    return frozenset([head + tail for head in heads for tail in tails])


def bounds(node: Node, *, bounded: bool) -> bool:
    """Whether no ASCII letter can stand right before what follows the node, given that of the place before it.

    >>> [bounds(nodes_of(parsed(pattern))[-1], bounded=False) for pattern in (r"\\b", r"\\s", "a")]
    [True, True, False]
    """
    kind, value = node.kind, node.value
    if kind is op.LITERAL:
        return not _is_letter(value)
    if kind is op.AT:
        return bounded or value in (op.AT_BEGINNING, op.AT_BEGINNING_LINE, op.AT_BEGINNING_STRING, op.AT_BOUNDARY)
    if kind is op.ASSERT_NOT:
        return bounded or (value < 0 and len(node.parts[0]) == 1 and _is_word(node.parts[0][0]))
    if kind is op.ASSERT:
        return bounded
    if kind is op.IN:
        return all(_is_no_letter(*item) for item in value)
    if kind in GROUPS or kind is op.BRANCH:
        return all(_bounds_all(part, bounded=bounded) for part in node.parts)
    if kind in REPEATS:
        return _bounds_all(node.parts[0], bounded=False) and (bounded or value[0] > 0)
    return False


def _bounds_all(nodes: Sequence[Node], *, bounded: bool) -> bool:
    for node in nodes:
        bounded = bounds(node, bounded=bounded)
    return bounded


def _is_word(node: Node) -> bool:
    """Whether a node takes any character of a word: where it is forbidden, no letter stands."""
    return node.kind is op.IN and (op.CATEGORY, op.CATEGORY_WORD) in node.value


def _is_no_letter(kind: Any, value: Any) -> bool:
    """Whether an item of a class takes no ASCII letter."""
    if kind is op.LITERAL:
        return not _is_letter(value)
    return kind is op.CATEGORY and value in (op.CATEGORY_SPACE, op.CATEGORY_DIGIT, op.CATEGORY_NOT_WORD)


def _is_letter(code: int) -> bool:
    return chr(code).isascii() and chr(code).isalpha()
