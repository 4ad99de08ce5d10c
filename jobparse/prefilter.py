"""Which literals must stand in a text for a pattern to match at all.

In: a pattern. Out: a set of literals of which any match contains at least one, or an empty set where the
pattern promises none. One Aho-Corasick pass over all literals then decides which rows are tried, and where.
The answer may only err on the safe side: a literal that is not needed would lose matches.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found, unused-ignore]
import re._parser as parser  # type: ignore[import-not-found, unused-ignore]
from collections.abc import Iterable
from typing import Any

SHORTEST = 2
"""A shorter literal hits nearly every text, so it decides nothing."""

MOST = 60
"""A wider set of alternatives costs more in the automaton than it saves in trials."""


def required_literals(pattern: str) -> tuple[str, ...]:
    r"""The literals, sorted, of which every match of `pattern` contains one; empty where no such set is known.

    >>> required_literals(r"(?:base|annual) (?:pay|salary) range")
    (' range',)
    >>> required_literals(r"\b(?:gmbh|s\.a\.)")
    ('gmbh', 's.a.')
    >>> required_literals(r"\d+")
    ()
    """
    try:
        tree = parser.parse(_plain(pattern))
    except (re_error, OverflowError):
        return ()
    best = _best(_sets(tree))
    return tuple(sorted(best)) if best else ()


re_error = parser.error if hasattr(parser, "error") else ValueError


def _plain(pattern: str) -> str:
    """The pattern in the dialect of the standard parser: what it does not know becomes a class that promises nothing."""
    return pattern.replace(r"\p{L}", r"\w").replace(r"\p{Lu}", r"\w").replace(r"\p{Ll}", r"\w").replace(r"\p{N}", r"\d")


def _sets(nodes: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """All literal sets that a sequence of nodes promises."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, value in nodes:
        if kind is op.LITERAL:
            run += chr(value)
            continue
        if run:
            found.append(frozenset((run,)))
            run = ""
        if kind is op.SUBPATTERN:
            found.extend(_sets(value[-1]))
        elif kind is op.ATOMIC_GROUP:
            found.extend(_sets(value))
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[0] >= 1:
            found.extend(_sets(value[2]))
        elif kind is op.BRANCH:
            branches = [_best(_sets(branch)) for branch in value[1]]
            if all(branches):
                found.append(frozenset().union(*(b for b in branches if b)))
    if run:
        found.append(frozenset((run,)))
    return found


def _best(sets: list[frozenset[str]]) -> frozenset[str] | None:
    """The set that will hit least: the longest shortest literal, then the fewest alternatives."""
    usable = [s for s in sets if min(map(len, s)) >= SHORTEST and len(s) <= MOST]
    return max(usable, key=lambda s: (min(8, *map(len, s)), -len(s), sorted(s)), default=None)
