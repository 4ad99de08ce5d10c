"""Which literals must stand in a text for a pattern to match at all, and how far from them a match can reach.

In: a pattern. Out: `Needed`: literals of which any match contains at least one, and the most characters that a match can have before and
after it. One Aho-Corasick pass over all literals then decides which rows are tried, and where. The answer may only err on the safe
side: a literal that is not needed, or a reach that is too short, would lose matches.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found, unused-ignore]
import re._parser as parser  # type: ignore[import-not-found, unused-ignore]
from collections.abc import Sequence
from typing import Any, NamedTuple

SHORTEST = 2
"""A shorter literal hits nearly every text, so it decides nothing."""

MOST = 60
"""A wider set of alternatives costs more in the automaton than it saves in trials."""

FAR = 600
"""A longer reach is no better than the whole line."""

ANCHOR = 1
"""What an anchor (`$`, `\\b`) looks at beyond the match."""


class Needed(NamedTuple):
    """The literals, sorted, and the reach before and behind them; None where it is far or open, no literals where none are known."""

    literals: tuple[str, ...]
    before: int | None
    after: int | None


NOTHING = Needed((), None, None)


class _Set(NamedTuple):
    literals: frozenset[str]
    before: int
    after: int


def needed(pattern: str) -> Needed:
    r"""What a match of `pattern` needs.

    >>> needed(r"(?:base|annual) (?:pay|salary) range")
    Needed(literals=(' range',), before=13, after=0)
    >>> needed(r"\b(?:gmbh|s\.a\.)")
    Needed(literals=('gmbh', 's.a.'), before=1, after=0)
    >>> needed(r"raised .*dollars").after is None, needed(r"\d+").literals
    (True, ())
    """
    try:
        tree = parser.parse(_plain(pattern))
    except (parser.error, OverflowError):
        return NOTHING
    best = _best(_sets(tree))
    if best is None:
        return NOTHING
    near = [reach if reach <= FAR else None for reach in (best.before, best.after)]
    return Needed(tuple(sorted(best.literals)), near[0], near[1])


def required_literals(pattern: str) -> tuple[str, ...]:
    """Only the literals of `needed`."""
    return needed(pattern).literals


def _plain(pattern: str) -> str:
    """The pattern in the dialect of the standard parser: what it does not know becomes a class that promises nothing."""
    return pattern.replace(r"\p{L}", r"\w").replace(r"\p{Lu}", r"\w").replace(r"\p{Ll}", r"\w").replace(r"\p{N}", r"\d")


def _sets(nodes: Sequence[tuple[Any, Any]]) -> list[_Set]:
    """All literal sets that a sequence of nodes promises."""
    nodes = list(nodes)
    before = [0]
    for node in nodes:
        before.append(min(before[-1] + _reach(node), FAR + 1))
    after = [0]
    for node in reversed(nodes):
        after.append(min(after[-1] + _reach(node), FAR + 1))
    after.reverse()
    found: list[_Set] = []
    at = 0
    while at < len(nodes):
        kind, value = nodes[at]
        first = at
        at += 1
        if kind is op.LITERAL:
            while at < len(nodes) and nodes[at][0] is op.LITERAL:
                at += 1
            run = "".join(chr(literal) for _, literal in nodes[first:at])
            found.append(_Set(frozenset((run,)), before[first], after[at]))
        else:
            found.extend(_Set(s.literals, before[first] + s.before, after[at] + s.after) for s in _inner(kind, value))
    return found


def _inner(kind: Any, value: Any) -> list[_Set]:
    """The literal sets that one node promises."""
    if kind is op.SUBPATTERN:
        return _sets(value[-1])
    if kind is op.ATOMIC_GROUP:
        return _sets(value)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[0] >= 1:
        more = 0 if value[1] == 1 else min(FAR + 1, _reach((kind, value)))
        return [_Set(s.literals, s.before + more, s.after + more) for s in _sets(value[2])]
    if kind is op.BRANCH:
        branches = [_best(_sets(branch)) for branch in value[1]]
        known = [branch for branch in branches if branch]
        if len(known) == len(branches):
            union = frozenset().union(*(branch.literals for branch in known))
            return [_Set(union, max(b.before for b in known), max(b.after for b in known))]
    return []


def _reach(node: tuple[Any, Any]) -> int:
    """The most characters that a node takes or looks at ahead; above FAR it is as good as open."""
    kind, value = node
    if kind in (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY, op.RANGE, op.CATEGORY):
        return 1
    if kind is op.AT:
        return ANCHOR
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return _reach_all(value[1]) + ANCHOR if value[0] > 0 else 0
    if kind is op.SUBPATTERN:
        return _reach_all(value[-1])
    if kind is op.ATOMIC_GROUP:
        return _reach_all(value)
    if kind is op.BRANCH:
        return max(_reach_all(branch) for branch in value[1])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        times = FAR + 1 if value[1] is op.MAXREPEAT else int(value[1])
        return min(FAR + 1, times * _reach_all(value[2]))
    return FAR + 1


def _reach_all(nodes: Sequence[tuple[Any, Any]]) -> int:
    return min(FAR + 1, sum(_reach(node) for node in nodes))


def _best(sets: list[_Set]) -> _Set | None:
    """The set that will hit least: the longest shortest literal, then the fewest alternatives."""
    usable = [s for s in sets if min(map(len, s.literals)) >= SHORTEST and len(s.literals) <= MOST]
    return max(usable, key=lambda s: (min(8, *map(len, s.literals)), -len(s.literals), sorted(s.literals)), default=None)
