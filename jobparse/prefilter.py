"""Which literals must stand in a text for a pattern to match at all, and how far from them a match can reach.

In: a pattern. Out: `Needed`: literals of which any match contains at least one, and the most characters that a match can have before and
after it. One Aho-Corasick pass over all literals then decides which rows are tried, and where. The answer may only err on the safe
side: a literal that is not needed, or a reach that is too short, would lose matches.
"""

from __future__ import annotations

import math
import re._constants as op  # type: ignore[import-not-found, unused-ignore]
import re._parser as parser  # type: ignore[import-not-found, unused-ignore]
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

SHORTEST = 2
"""A shorter literal hits nearly every text, so it decides nothing; unless it is a rare sign, such as `$`."""

MOST = 100
"""A wider set of alternatives costs more in the automaton than it saves in trials."""

FAR = 600
"""A longer reach is no better than the whole line."""

ANCHOR = 1
"""What an anchor (`$`, `\\b`) looks at beyond the match."""

CHARS = 4
"""A class of so few characters is spelled out: `[ -]`."""

FREQUENCIES = dict(zip(" eatonrisl\ndhcupmyfgwb,.-:;&*()/'", (
    .146, .088, .064, .060, .059, .054, .053, .053, .047, .035, .033, .028, .026, .026, .022, .021, .018, .016, .016, .014, .014, .011, .011, .009,
    .005, .002, .002, .002, .002, .002, .002, .002, .002,
), strict=True))  # fmt: skip
"""How often a character stands in a posting: counted over the 158,000 characters of our corpus."""

LETTER_FREQUENCY, SIGN_FREQUENCY = 0.005, 0.001
"""The same for every other letter or digit and every other sign: rare ones, and `$`, which stands often, but in few postings."""

INITIAL_SHARE = 0.3
"""How many of the places of a short run of letters are at the start of a word; about one in three in our corpus."""

FAR_COST = 2
"""A literal with a near reach may be so many powers of two more frequent than one that has the whole line tried."""

EMPTY = frozenset({""})
BREAK = ord("\n")


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
    (Needed(literals=('gmbh',), before=1, after=0, initial=frozenset({'gmbh'})), frozenset({'gmbh'}))
    >>> needed(r"raised .*dollars").before is None, needed(r"\d+").literals
    (True, ())
    """
    try:
        tree = parser.parse(_plain(pattern))
    except (parser.error, OverflowError):
        return NOTHING
    best = _best(_sets(tree, bounded=False))
    if best is None:
        return NOTHING
    near = [reach if reach <= FAR else None for reach in (best.before, best.after)]
    texts = tuple(sorted({literal.text for literal in best.literals}))
    anywhere = {literal.text for literal in best.literals if not literal.initial}
    return Needed(texts, near[0], near[1], frozenset(texts) - anywhere)


def required_literals(pattern: str) -> tuple[str, ...]:
    """Only the literals of `needed`."""
    return needed(pattern).literals


def _plain(pattern: str) -> str:
    """The pattern in the dialect of the standard parser: what it does not know becomes a class that promises nothing."""
    plain = pattern.replace(r"\p{L}", r"\w").replace(r"\p{Lu}", r"\w").replace(r"\p{Ll}", r"\w").replace(r"\p{N}", r"\d")
    return plain.replace(r"\z", r"\Z")


# ------------------------------------------------------------------ the sets that a pattern promises


def _sets(nodes: Sequence[tuple[Any, Any]], *, bounded: bool) -> list[_Set]:
    """All literal sets that a sequence of nodes promises; `bounded` says that no ASCII letter stands before it."""
    nodes = list(nodes)
    exact = [_exact(node) for node in nodes]
    before, after, looks = _reaches(nodes), _reaches(nodes[::-1])[::-1], _looks(nodes)
    found: list[_Set] = []
    for at, node in enumerate(nodes):
        if exact[at] is None:
            kind, value = node
            inner = _inner(kind, value, bounded)
            found.extend(_Set(s.literals, before[at] + s.before, after[at + 1] + s.after + looks[at]) for s in inner)
        elif at == 0 or nodes[at - 1][0] is not op.LITERAL or exact[at - 1] is None:
            for texts, end in _products(exact, at):
                found.append(_run(texts, bounded, before[at], after[end] + looks[end]))
        bounded = _bounds(node, bounded)
    return found


def _products(exact: Sequence[frozenset[str] | None], at: int) -> Iterator[tuple[frozenset[str], int]]:
    """What the nodes from one on spell out together, and where it ends: `per (?:hour|year)` needs `per `; or else `per hour` or `per year`."""
    texts = EMPTY
    for end in range(at, len(exact)):
        more = exact[end]
        if more is None or len(more) > 1:
            yield texts, end
        product = _product(texts, more) if more else None
        if product is None:
            return
        texts = product
    yield texts, len(exact)


def _run(run: frozenset[str], initial: bool, before: int, after: int) -> _Set:
    """Spelled-out alternatives as a set; only what begins with a letter can stand inside a word."""
    return _least(_Set(frozenset(_Literal(text, initial and text[:1].isalpha()) for text in run), before, after))


def _least(made: _Set) -> _Set:
    """The set without the literals that hold another one; a match then reaches that much further around the other one."""
    kept = [a for a in made.literals if not any(b != a and _holds(a, b) for b in made.literals)]
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


def _inner(kind: Any, value: Any, bounded: bool) -> list[_Set]:
    """The literal sets that one node promises which cannot be spelled out."""
    if kind is op.SUBPATTERN:
        return _sets(value[-1], bounded=bounded)
    if kind is op.ATOMIC_GROUP:
        return _sets(value, bounded=bounded)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[0] >= 1:
        more = 0 if value[1] == 1 else min(FAR + 1, _reach((kind, value)))
        return [_Set(s.literals, s.before + more, s.after + more) for s in _sets(value[2], bounded=False)]
    if kind is op.BRANCH:
        branches = [_sets(branch, bounded=bounded) for branch in value[1]]
        return [united for most in (MOST, 2 * MOST // len(branches), 1) if (united := _united(branches, most))]
    return []


def _united(branches: Sequence[Sequence[_Set]], most: int) -> _Set | None:
    """A set that holds for all branches: the best of each, of at most so many literals."""
    known = [best for sets in branches if (best := _best(sets, most))]
    if len(known) < len(branches):
        return None
    union: frozenset[_Literal] = frozenset().union(*(best.literals for best in known))
    return _least(_Set(union, max(best.before for best in known), max(best.after for best in known)))


def _best(sets: Iterable[_Set], most: int = MOST) -> _Set | None:
    """The set that will hit least."""
    usable = [s for s in sets if len(s.literals) <= most and all(map(_usable, s.literals))]
    return min(usable, key=lambda s: (_cost(s), len(s.literals), sorted(s.literals)), default=None)


def _cost(made: _Set) -> float:
    """How often one of the literals is to be expected, in powers of two; more where a hit says little about where the match is."""
    often = sum(math.prod(map(_frequency, text)) * (INITIAL_SHARE if initial else 1) for text, initial in made.literals)
    return round(math.log2(often), 1) + FAR_COST * ((made.before > FAR) + (made.after > FAR))


def _usable(literal: _Literal) -> bool:
    return len(literal.text) >= SHORTEST or (literal.text != "" and _frequency(literal.text) == SIGN_FREQUENCY)


def _frequency(char: str) -> float:
    return FREQUENCIES.get(char.lower(), LETTER_FREQUENCY if char.isalnum() else SIGN_FREQUENCY)


# ------------------------------------------------------------------ what one node can be


def _exact(node: tuple[Any, Any]) -> frozenset[str] | None:
    """Every text that a node can take, where they are few; what only looks takes the empty text.

    A line break is not spelled out: stages ask line by line, and must meet each literal in one of them.
    """
    kind, value = node
    if kind is op.LITERAL:
        return frozenset({chr(value)}) if value != BREAK else None
    if kind in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return EMPTY
    if kind is op.IN and len(value) <= CHARS and all(item is op.LITERAL and code != BREAK for item, code in value):
        return frozenset(chr(code) for _, code in value)
    if kind is op.SUBPATTERN:
        return _exact_all(value[-1])
    if kind is op.ATOMIC_GROUP:
        return _exact_all(value)
    if kind is op.BRANCH:
        branches = [exact for branch in value[1] if (exact := _exact_all(branch)) is not None]
        return _few(frozenset().union(*branches)) if len(branches) == len(value[1]) else None
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[1] in (1, 2):
        return _repeated(_exact_all(value[2]), int(value[0]), int(value[1]))
    return None


def _repeated(once: frozenset[str] | None, least: int, most: int) -> frozenset[str] | None:
    """A text repeated up to twice."""
    texts = EMPTY if least == 0 else frozenset()
    times: frozenset[str] | None = EMPTY
    for count in range(1, most + 1):
        times = _product(times, once) if times and once else None
        if times is None:
            return None
        texts = texts | times if count >= least else texts
    return _few(texts)


def _exact_all(nodes: Sequence[tuple[Any, Any]]) -> frozenset[str] | None:
    texts: frozenset[str] | None = EMPTY
    for node in nodes:
        exact = _exact(node)
        texts = _product(texts, exact) if texts and exact else None
    return texts


def _product(heads: frozenset[str], tails: frozenset[str]) -> frozenset[str] | None:
    """Every head with every tail, where they stay few."""
    if len(heads) * len(tails) > MOST:
        return None
    return frozenset(head + tail for head in heads for tail in tails)


def _few(texts: frozenset[str]) -> frozenset[str] | None:
    return texts if len(texts) <= MOST else None


def _bounds(node: tuple[Any, Any], bounded: bool) -> bool:
    """Whether no ASCII letter can stand right before what follows the node, given that of the place before it."""
    kind, value = node
    if kind is op.AT:
        return bounded or value in (op.AT_BEGINNING, op.AT_BEGINNING_LINE, op.AT_BEGINNING_STRING, op.AT_BOUNDARY)
    if kind is op.ASSERT_NOT:
        return bounded or (value[0] < 0 and len(value[1]) == 1 and _is_letters(value[1][0]))
    if kind is op.ASSERT:
        return bounded
    if kind is op.LITERAL:
        return not (chr(value).isascii() and chr(value).isalpha())
    if kind is op.IN:
        return all(_is_no_letter(*item) for item in value)
    if kind is op.SUBPATTERN:
        return _bounds_all(value[-1], bounded=bounded)
    if kind is op.ATOMIC_GROUP:
        return _bounds_all(value, bounded=bounded)
    if kind is op.BRANCH:
        return all(_bounds_all(branch, bounded=bounded) for branch in value[1])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _bounds_all(value[2], bounded=False) and (bounded or value[0] > 0)
    return False


def _bounds_all(nodes: Sequence[tuple[Any, Any]], *, bounded: bool) -> bool:
    for node in nodes:
        bounded = _bounds(node, bounded)
    return bounded


def _is_letters(node: tuple[Any, Any]) -> bool:
    """Whether a node takes any ASCII letter: then nothing of that kind stands before a place that forbids it there."""
    kind, value = node
    items = value if kind is op.IN else [node]
    return any(item in ((op.CATEGORY, op.CATEGORY_WORD), (op.IN, [(op.CATEGORY, op.CATEGORY_WORD)])) for item in items)


def _is_no_letter(kind: Any, value: Any) -> bool:
    """Whether an item of a class takes no ASCII letter."""
    if kind is op.LITERAL:
        return not (chr(value).isascii() and chr(value).isalpha())
    return kind is op.CATEGORY and value in (op.CATEGORY_SPACE, op.CATEGORY_DIGIT, op.CATEGORY_NOT_WORD)


# ------------------------------------------------------------------ how far a node reaches


def _reaches(nodes: Sequence[tuple[Any, Any]]) -> list[int]:
    """How far the nodes before each place reach."""
    far = [0]
    for node in nodes:
        far.append(min(far[-1] + _reach(node), FAR + 1))
    return far


def _looks(nodes: Sequence[tuple[Any, Any]]) -> list[int]:
    """How far beyond what they take the nodes before each place look ahead."""
    far = [0]
    for node in nodes:
        far.append(far[-1] + _look(node))
    return far


def _look(node: tuple[Any, Any]) -> int:
    kind, value = node
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return (_reach_all(value[1]) + ANCHOR if value[0] > 0 else 0) + _looks(value[1])[-1]
    if kind is op.SUBPATTERN:
        return _looks(value[-1])[-1]
    if kind is op.ATOMIC_GROUP:
        return _looks(value)[-1]
    if kind is op.BRANCH:
        return max(_looks(branch)[-1] for branch in value[1])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _looks(value[2])[-1]
    return 0


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
