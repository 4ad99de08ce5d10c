"""What the rules folder says, in memory: rows by family and tables by name, and what stages build from them.

In: what `rulereader.py` read, or what an earlier run kept (`rulecache.py`). Out: `Rulebook`. It reads no file.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from jobparse.matching import Matcher, fold, needed_by

SHORTEST = 2
"""A shorter spelling hits nearly every text, so it decides nothing."""

TERM_REACH = 1
"""A term looks one character beyond its words, which must be no letter."""


ANYWHERE, WHOLE_LINE, BEHIND_NAME, AS_PART = "anywhere", "line", "name", "part"
"""Where the stage of a family tries its patterns: the last only as a part of patterns of its own."""

T = TypeVar("T")
P = ParamSpec("P")


class Keeper(Protocol):
    """Gives a table of a rulebook from an earlier run, or builds it and keeps it for the next."""

    def __call__(self, rulebook: Rulebook, name: str, build: Callable[[], T], /) -> T:
        """The table of that name."""


WRITTEN = ("id", "family", "file", "order", "why", "case", "pattern", "name", "spellings", "constants", "sought", "tried")
EXAMPLES = ("finds", "ignores", "misses")
"""What a row holds: what its author wrote, and the examples that only `check` needs."""

Needs = tuple[tuple[str, ...], int | None, int | None, frozenset[str]]
"""What the prefilter looks for: literals, how far a match reaches before and behind them, and which count at the start of a word only."""

NO_NEEDS: Needs = ((), None, None, frozenset())


class Row:
    """One row of a rules file, with its pattern expanded. Never changed after loading."""

    __slots__ = (*WRITTEN, *EXAMPLES, "get", "needs")

    def __init__(
        self,
        family: str,
        file: str,
        order: int,
        pattern: str,
        raw: Mapping[str, Any],
        constants: Mapping[str, Any],
        *,
        sought: bool = True,
        tried: str = ANYWHERE,
    ) -> None:
        """With `sought=False` its literals are not looked for: its stage finds it by an index of its own.

        `tried` says where its stage tries the pattern: anywhere, on a whole line, behind a name, or as a part of its own patterns.
        """
        self.id: str = raw["id"]
        self.family = family
        self.sought = sought
        self.tried = tried
        self.file = file
        self.order = order
        self.why: str = raw.get("why", "")
        self.case: bool = raw.get("case", False)
        self.pattern = pattern
        self.name: str | None = raw.get("name")
        self.spellings: tuple[str, ...] = (*((self.name,) if self.name else ()), *raw.get("spellings", ()))
        self.finds: tuple[Any, ...] = tuple(raw.get("finds", ()))
        self.ignores: tuple[str, ...] = tuple(raw.get("ignores", ()))
        self.misses: tuple[str, ...] = tuple(raw.get("misses", ()))
        self.constants = constants
        self.get: Callable[..., Any] = constants.get
        """A constant of the row, by a key that its family's schema declares: that of the constants themselves, since a parse asks it hundreds of times."""
        self.needs: Needs | None = None
        """What the prefilter looks for, if somebody has asked for it yet."""

    @property
    def literals(self) -> tuple[str, ...]:
        """Of these one stands in every match; of rows without any, and of those that are not sought, nothing is known."""
        return self._needed()[0]

    @property
    def before(self) -> int | None:
        """How far a match can reach before them."""
        return self._needed()[1]

    @property
    def after(self) -> int | None:
        """How far a match can reach behind them."""
        return self._needed()[2]

    @property
    def initial(self) -> frozenset[str]:
        """Those that count at the start of a word only."""
        return self._needed()[3]

    def _needed(self) -> Needs:
        """Worked out when it is first asked for: it takes half a millisecond, and few rows are ever asked.

        Not by `__getattr__`: a class that has one gives every other field at a fifth of the speed.
        """
        if self.needs is None:
            self.needs = self._work_out() if self.sought else NO_NEEDS
        return self.needs

    def _work_out(self) -> Needs:
        if not self.name:
            literals, before, after, initial = needed_by(self.pattern)
            return literals, before, after, initial
        words = tuple(sorted({fold(word) for word in self.spellings}))
        if min(map(len, words)) < SHORTEST:
            return NO_NEEDS
        return words, 0, TERM_REACH + max(map(len, words)) - min(map(len, words)), frozenset(words)

    def state(self, *, examples: bool = True) -> tuple[Any, ...]:
        """All that the row is, in plain values, with its examples or without them."""
        return (
            tuple(map(self.__getattribute__, WRITTEN)),
            tuple(map(self.__getattribute__, EXAMPLES)) if examples else None,
            self.needs,
        )

    def __reduce__(self) -> tuple[Callable[[tuple[Any, ...]], Row], tuple[tuple[Any, ...]]]:
        return row_of, (self.state(),)

    def __repr__(self) -> str:
        return f"<{self.family} {self.id}>"


def row_of(state: tuple[Any, ...]) -> Row:
    """The row of a state."""
    written, examples, needs = state
    row = Row.__new__(Row)
    for field, value in zip(WRITTEN, written, strict=True):
        setattr(row, field, value)
    row.finds, row.ignores, row.misses = examples or ((), (), ())
    row.get = row.constants.get
    row.needs = needs
    return row


class Rulebook:
    """All rows in force, by family (`"pay/cue"`), in the order files and rows were written.

    A `keeper`, where there is one, gives tables that an earlier run built; see `kept`.
    """

    def __init__(
        self, families: Mapping[str, tuple[Row, ...]], tables: Mapping[str, str], digest: str, keeper: Keeper | None = None
    ) -> None:
        self.families = families
        self.tables = tables
        self.digest = digest
        self._keeper = keeper

    def kept(self, name: str, build: Callable[[], T]) -> T:
        """A table that costs time to build, by its name: from an earlier run where somebody keeps it, else built."""
        return self._keeper(self, name, build) if self._keeper else build()

    def rows(self, family: str) -> tuple[Row, ...]:
        """The rows of one family; empty where there are none."""
        return self.families.get(family, ())

    @cached_property
    def matcher(self) -> Matcher:
        """The automaton over all rows, built at first use."""
        return Matcher(self)

    def __reduce__(self) -> tuple[Callable[[str, bytes], Rulebook], tuple[str, bytes]]:
        """One block of bytes, which a process unpacks once however often it arrives: an engine sends it with every task."""
        return _unpacked, self._packed

    @cached_property
    def _packed(self) -> tuple[str, bytes]:
        for rows in self.families.values():  # once here, not in every process that gets them
            for row in rows:
                row.literals  # noqa: B018
        block = zlib.compress(pickle.dumps((dict(self.families), dict(self.tables), self.digest)), 1)
        return hashlib.sha256(block).hexdigest(), block

    @cached_property
    def by_id(self) -> Mapping[str, Row]:
        """Every row by its id."""
        if self._keeper is None:
            return {row.id: row for rows in self.families.values() for row in rows}
        return _ById(self, self.kept("ids", self._homes))

    def _homes(self) -> dict[str, tuple[str, int]]:
        return {row.id: (family, number) for family, rows in self.families.items() for number, row in enumerate(rows)}


class _ById(Mapping[str, Row]):
    """Rows by their ids, where families are read as they are asked for."""

    def __init__(self, rulebook: Rulebook, homes: Mapping[str, tuple[str, int]]) -> None:
        self._rulebook = rulebook
        self._homes = homes

    def __getitem__(self, ident: str) -> Row:
        family, number = self._homes[ident]
        return self._rulebook.families[family][number]

    def __contains__(self, ident: object) -> bool:
        return ident in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)


def per_rulebook(build: Callable[Concatenate[Rulebook, P], T]) -> Callable[Concatenate[Rulebook, P], T]:
    """A function that builds a table of a rulebook, once for each: what a process has, it has, and what an earlier run built may be kept.

    The table must be the same whenever it is built, and what it holds must pickle (automata by `shelf.automaton`).
    """

    @lru_cache(maxsize=64)
    def made(rulebook: Rulebook, *args: P.args, **kwargs: P.kwargs) -> T:
        name = f"{build.__module__}.{build.__qualname__}"
        for argument in (*args, *(f"{key}={value}" for key, value in sorted(kwargs.items()))):
            name += f" {argument}"
        return rulebook.kept(name, lambda: build(rulebook, *args, **kwargs))

    return cast("Callable[Concatenate[Rulebook, P], T]", wraps(build)(made))


@lru_cache(maxsize=4)
def _made(block: _Block) -> Rulebook:
    return Rulebook(*pickle.loads(zlib.decompress(block.data)))  # noqa: S301  only what this process or its caller pickled


class _Block:
    """Packed rules, equal by their digest: comparing megabytes with each task would cost more than parsing."""

    def __init__(self, key: str, data: bytes) -> None:
        self.key = key
        self.data = data

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Block) and other.key == self.key


def _unpacked(key: str, data: bytes) -> Rulebook:
    return _made(_Block(key, data))


PACKAGE = os.path.dirname(os.path.realpath(__file__))


def shipped_folder() -> str:
    """Where the shipped rules are: the checkout's `rules/` in an editable install, else the copy inside the wheel."""
    checkout = os.path.join(os.path.dirname(PACKAGE), "rules")
    return checkout if os.path.isfile(os.path.join(checkout, "vocabulary.toml")) else os.path.join(PACKAGE, "_rules")
