"""Rules for a short run: the rulebook of the run before, read a family at a time, with the tables and patterns that it had built.

In: rules folders and a cache folder. Out: the rulebook that `load_rules` gives, by test. The file is named by a digest of everything that it
was made from: the rules files, the package's own modules, the versions of what compiles patterns. What only `check` needs (the rows'
examples) is not kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import regex

from jobparse.rulebook import PACKAGE, Row, Rulebook, row_of, shipped_folder
from jobparse.shelf import FAULTS, Shelf, in_use, packed, unpacked

T = TypeVar("T")


@contextlib.contextmanager
def kept_rules(folders: Sequence[str], cache: str | os.PathLike[str]) -> Iterator[Rulebook]:
    """The shipped rules with `folders` laid over them, from the cache where it has them.

    While it lasts, the tables of the rulebook and all patterns come from the cache too; what had to be built is there for the next run.
    """
    shelf = Shelf(os.path.join(cache, f"{_key((shipped_folder(), *folders))}.shelf"))
    with in_use(shelf):
        rulebook = _rulebook(shelf, folders)
        yield rulebook
        if isinstance(rulebook.families, _Families):
            rulebook.families.keep()
        shelf.save()


def _key(roots: Sequence[str]) -> str:
    """A digest of what the kept things depend on. Files count by size and times: reading them all would take longer than the rest of the start."""
    digest = hashlib.sha256(f"{sys.version} {sys.maxsize} {sys.byteorder} {regex.__version__} {PACKAGE}".encode())
    for root in (PACKAGE, *roots):
        digest.update(f"\n{root}".encode("utf-8", "surrogateescape"))
        for name, state in _files(root):
            line = f"\n{name} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"
            digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:32]


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """The code and rules below a folder, in the order of their names; nothing where it cannot be read (the loader will say so)."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.is_dir():
                yield from _files(entry.path)
            elif entry.name.endswith((".py", ".toml", ".tsv")):
                yield entry.path, entry.stat()


# ------------------------------------------------------------------ what is kept of a rulebook


def _rulebook(shelf: Shelf, folders: Sequence[str]) -> Rulebook:
    keeper = _Keeper(shelf)
    with contextlib.suppress(*FAULTS):
        digest, families, tables = marshal.loads(shelf.get("rules", "") or b"")  # noqa: S302
        return Rulebook(_Families(shelf, dict.fromkeys(families), folders), _Tables(tables), digest, keeper)
    from jobparse.rulereader import load_rules

    loaded = load_rules(*folders)
    roots = (*reversed(folders), shipped_folder())
    paths = {name: [os.path.join(root, f"{name}.tsv") for root in roots] for name in loaded.tables}
    places = {name: next(filter(os.path.isfile, of_name)) for name, of_name in paths.items()}
    shelf.put("rules", "", marshal.dumps((loaded.digest, tuple(loaded.families), places)))
    return Rulebook(_Families(shelf, dict(loaded.families), folders), loaded.tables, loaded.digest, keeper)


class _Families(Mapping[str, tuple[Row, ...]]):
    """The rows by family, each read when it is first asked for, if they were not just loaded."""

    def __init__(self, shelf: Shelf, rows: dict[str, tuple[Row, ...] | None], folders: Sequence[str]) -> None:
        self._shelf = shelf
        self._folders = folders
        self._rows = rows
        self._known = dict.fromkeys((family for family, of_family in rows.items() if of_family is not None), -1)
        """Of how many rows of a family it is kept what the prefilter looks for: -1 where nothing of it is."""

    def __getitem__(self, family: str) -> tuple[Row, ...]:
        rows = self._rows[family]
        if rows is None:
            rows = self._rows[family] = self._read(family)
            self._known[family] = _known(rows)
        return rows

    def _read(self, family: str) -> tuple[Row, ...]:
        with contextlib.suppress(*FAULTS):
            return tuple(map(row_of, marshal.loads(self._shelf.get("rows", family) or b"")))  # noqa: S302
        from jobparse.rulereader import load_rules

        return load_rules(*self._folders).rows(family)

    def keep(self) -> None:
        """Put on the shelf what is not there: rows without their examples."""
        for family, known in self._known.items():
            rows = self[family]
            if _known(rows) != known:
                self._shelf.put("rows", family, marshal.dumps([row.state(examples=False) for row in rows]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _known(rows: Sequence[Row]) -> int:
    return sum(1 for row in rows if row.needs)


class _Tables(Mapping[str, str]):
    """The tables by name, each read from the rules folder when it is first asked for."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places
        self._texts: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        text = self._texts.get(name)
        if text is None:
            with open(self._places[name], encoding="utf-8", newline="") as file:
                text = self._texts[name] = file.read()
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _Keeper:
    """Gives the tables of a rulebook from the shelf, and puts there what it has to build. Rows in them are named, not copied."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._names: dict[int, str] = {}

    def __call__(self, rulebook: Rulebook, name: str, build: Callable[[], T]) -> T:
        piece = self._shelf.get("table", name)
        if piece is not None:
            with contextlib.suppress(*FAULTS):
                table: T = unpacked(piece, lambda named: _named(rulebook, named))
                return table
        made = build()
        fresh = packed(made, lambda thing: self._name_of(rulebook, thing))
        if fresh is not None:
            self._shelf.put("table", name, fresh)
        return made

    def _name_of(self, rulebook: Rulebook, thing: object) -> str | None:
        if thing is rulebook:
            return ""
        if type(thing) is not Row:
            return None
        if id(thing) not in self._names:
            rows = rulebook.rows(thing.family)
            self._names.update((id(row), f"{row.family} {number}") for number, row in enumerate(rows))
        if id(thing) not in self._names:
            raise pickle.PicklingError("a row of another rulebook")
        return self._names[id(thing)]


def _named(rulebook: Rulebook, name: str) -> Any:
    if not name:
        return rulebook
    family, _, number = name.rpartition(" ")
    return rulebook.families[family][int(number)]
