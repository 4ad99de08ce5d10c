"""Which literals must stand in a text for a pattern to match at all, and how far from them a match can reach.

In: a pattern. Out: `Needed`: literals of which any match contains at least one, and the most characters that a match can have before and
after it. One Aho-Corasick pass over all literals then decides which rows are tried, and where. The answer may only err on the safe
side: a literal that is not needed, or a reach that is too short, would lose matches.
"""

from __future__ import annotations

import math
import re._constants as op  # type: ignore[import-not-found, unused-ignore]
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from jobparse.chances import SIGN_FREQUENCY, chance, chance_of_any
from jobparse.patternnodes import EMPTY, FAR, GROUPS, MOST, REPEATS, Node, bounds, nodes_of, parsed, product

SHORTEST = 2
"""A shorter literal hits nearly every text, so it decides nothing; unless it is a rare sign, such as `$`."""

FAR_COST = 2
"""A literal with a near reach may be so many powers of two more frequent than one that has the whole line tried."""


class Needed(NamedTuple):
    """The literals, sorted, and the reach before and behind them; None where it is far or open, no literals where none are known.

    Those in `initial` need be looked for only where the character before them is no ASCII letter.
    """

    literals: tuple[str, ...]
    before: int | None
    after: int | None
    initial: frozenset[str] = frozenset()


NOTHING = Needed((), None, None)


class _Literal(NamedTuple):
    text: str
    initial: bool


class _Set(NamedTuple):
    literals: frozenset[_Literal]
    before: int
    after: int


def needed(pattern: str) -> Needed:
    r"""What a match of `pattern` needs.

    >>> needed(r"(?:base|annual) (?:pay|salary) range").literals
    ('annual pay range', 'annual salary range', 'base pay range', 'base salary range')
    >>> needed(r"\b(?:gmbh)\b"), needed(r"\d\s?(?:gmbh|gmbh & co)").initial
    (Needed(literals=('gmbh',), before=0, after=0, initial=frozenset({'gmbh'})), frozenset({'gmbh'}))
    >>> needed(r"raised .*dollars").before is None, needed(r"\d+").literals
    (True, ())
    """
    tree = parsed(pattern)
    if tree is None:
        return NOTHING
    best = _best(_sets(nodes_of(tree), bounded=False))
    if best is None:
        return NOTHING
    best = _least(best)
    near = [reach if reach <= FAR else None for reach in (best.before, best.after)]
    texts = tuple(sorted({literal.text for literal in best.literals}))
    anywhere = {literal.text for literal in best.literals if not literal.initial}
    return Needed(texts, near[0], near[1], frozenset(texts) - anywhere)


def _sets(nodes: Sequence[Node], *, bounded: bool) -> list[_Set]:
    """All literal sets that a sequence of nodes promises; `bounded` says that no ASCII letter stands before it."""
    before = [0, *accumulate([node.take for node in nodes])]
    after = [*accumulate([node.reach for node in reversed(nodes)], initial=0)][::-1]
    looks = [0, *accumulate([node.look for node in nodes])]
    found: list[_Set] = []
    last = len(nodes) - 1
    for at, node in enumerate(nodes):
        if node.exact is None:
            inner = _inner(node, bounded=bounded)
            found.extend(_Set(s.literals, before[at] + s.before, after[at + 1] + s.after + looks[at]) for s in inner)
        elif node.take and not _goes_on(nodes, at):
            for texts, end in _products(nodes, at):
                if "" not in texts:  # else they promise nothing
                    found.append(_run(texts, bounded, before[at], after[end] + looks[end]))
        if at < last:
            bounded = bounds(node, bounded=bounded)
    return found


def _goes_on(nodes: Sequence[Node], at: int) -> bool:
    """Whether a text stands right before a node: what begins there, too, is longer and so rarer."""
    return at > 0 and nodes[at - 1].kind is op.LITERAL and nodes[at - 1].exact is not None


def _products(nodes: Sequence[Node], at: int) -> Iterator[tuple[frozenset[str], int]]:
    """What the nodes from one on spell out together, and where it ends: `per (?:hour|year)` needs `per `; or else `per hour` or `per year`."""
    texts = EMPTY
    spelled = ""
    for end in range(at, len(nodes)):
        more = nodes[end].exact
        if more is not None and len(more) == 1:
            spelled += next(iter(more))
            continue
        texts = frozenset(text + spelled for text in texts) if spelled else texts
        spelled = ""
        yield texts, end
        longer = product(texts, more) if more else None
        if longer is None:
            return
        texts = longer
    yield frozenset(text + spelled for text in texts), len(nodes)


def _run(run: frozenset[str], initial: bool, before: int, after: int) -> _Set:
    """Spelled-out alternatives as a set, without those that another one begins; only what begins with a letter can stand inside a word."""
    if len(run) == 1:
        (text,) = run
        return _Set(frozenset((_Literal(text, initial and text[0].isalpha()),)), before, after)
    kept: list[str] = []
    for text in sorted(run):
        if not (kept and text.startswith(kept[-1])):
            kept.append(text)
    more = 0 if len(kept) == len(run) else max(map(len, run)) - min(map(len, kept))
    return _Set(frozenset([_Literal(text, initial and text[0].isalpha()) for text in kept]), before, after + more)


def _least(made: _Set) -> _Set:
    """The set without the literals that hold another one; a match then reaches that much further around the other one."""
    texts = "\n".join([text for text, _ in made.literals])
    twice = [
        b for b in made.literals if texts.find(b.text, texts.find(b.text) + 1) >= 0
    ]  # mostly none, and only these can be held
    if not twice:
        return made
    kept = [a for a in made.literals if not any(b != a and _holds(a, b) for b in twice)]
    if len(kept) == len(made.literals):
        return made
    more = max(len(a.text) for a in made.literals) - min(len(a.text) for a in kept)
    return _Set(frozenset(kept), made.before + more, made.after + more)


def _holds(whole: _Literal, part: _Literal) -> bool:
    """Whether `part` is found wherever `whole` is."""
    if part.text == whole.text:
        return whole.initial
    if part.initial:
        return whole.initial and whole.text.startswith(part.text)
    return part.text in whole.text


def _inner(node: Node, *, bounded: bool) -> list[_Set]:
    """The literal sets that one node promises which cannot be spelled out."""
    if node.kind in GROUPS:
        return _sets(node.parts[0], bounded=bounded)
    if node.kind in REPEATS and node.value[0] >= 1:
        more = 0 if node.value[1] == 1 else node.reach
        return [_Set(s.literals, s.before + more, s.after + more) for s in _sets(node.parts[0], bounded=False)]
    if node.kind is op.BRANCH:
        branches = [_weighed(_sets(branch, bounded=bounded)) for branch in node.parts]
        share = MOST // len(branches)
        return [united for most in (MOST, 2 * share, share, 1) if (united := _united(branches, most))]
    return []


_Weighed = tuple[float, int, _Set]
"""What a set costs, how many literals it has, and the set."""


def _united(branches: Sequence[Sequence[_Weighed]], most: int) -> _Set | None:
    """A set that holds for all branches: the best of each, of at most so many literals."""
    known = [_lightest(weighed, most) for weighed in branches]
    best = [made for made in known if made]
    if len(best) < len(known):
        return None
    union: frozenset[_Literal] = frozenset().union(*[made.literals for made in best])
    return _Set(union, max([made.before for made in best]), max([made.after for made in best]))


def _best(sets: Sequence[_Set]) -> _Set | None:
    """The set that will hit least."""
    return _lightest(_weighed(sets), MOST)


def _weighed(sets: Sequence[_Set]) -> list[_Weighed]:
    """The sets that can be used, with what they cost; where there is but one, that does not matter."""
    usable = [s for s in sets if len(s.literals) <= MOST and all(map(_usable, s.literals))]
    return [(_cost(s) if len(usable) > 1 else 0.0, len(s.literals), s) for s in usable]


def _lightest(weighed: Sequence[_Weighed], most: int) -> _Set | None:
    """The cheapest set of at most so many literals; of equals the one of fewer, then the first by its literals."""
    fitting = [one for one in weighed if one[1] <= most]
    if len(fitting) <= 1:
        return fitting[0][2] if fitting else None
    least = min([one[:2] for one in fitting])
    first = [made for cost, size, made in fitting if (cost, size) == least]
    return first[0] if len(first) == 1 else min(first, key=lambda made: sorted(made.literals))


def _cost(made: _Set) -> float:
    """How often one of the literals is to be expected, in powers of two; more where a hit says little about where the match is."""
    return round(math.log2(chance_of_any(made.literals)), 1) + FAR_COST * ((made.before > FAR) + (made.after > FAR))


def _usable(literal: _Literal) -> bool:
    text = literal[0]
    return len(text) >= SHORTEST or (text != "" and chance(text) == SIGN_FREQUENCY)
