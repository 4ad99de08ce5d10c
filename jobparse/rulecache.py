"""A loaded rulebook kept in a file, so that a short run need not read TOML and take patterns apart.

In: rules folders and a cache folder. Out: the rulebook that `load_rules` gives, by test. The file is named by a digest of all rules files and of
the loader's own code, so it cannot be stale; a file that is missing, unreadable or damaged costs only time. What only `check` needs
(the rows' examples) is not kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from jobparse.rulebook import Row, Rulebook, default_root, load_rules, rule_files

CODE = ("rulecache.py", "rulebook.py", "matching.py", "prefilter.py")


class _Stored(msgspec.Struct, array_like=True):
    """One row as it is kept."""

    family: str
    file: str
    order: int
    pattern: str
    raw: dict[str, Any]
    constants: dict[str, Any]
    whole: bool
    needed: tuple[tuple[str, ...], int | None, int | None, tuple[str, ...]]


class _Book(msgspec.Struct, array_like=True):
    """A rulebook as it is kept; tables are read from the rules folder, where they are plain text already."""

    digest: str
    rows: list[_Stored]


def load_rules_cached(folders: tuple[str, ...], cache: Path) -> Rulebook:
    """The shipped rules with `folders` laid over them, from the cache where it holds them; else loaded, and kept for the next run."""
    files = [entry for root in (default_root(), *map(Path, folders)) for entry in rule_files(root)]
    path = cache / f"{_key(files)}.rules"
    with contextlib.suppress(OSError, msgspec.DecodeError, msgspec.ValidationError):
        book = msgspec.msgpack.decode(path.read_bytes(), type=_Book)
        tables = {name.removesuffix(".tsv"): data.decode("utf-8") for name, data in files if name.endswith(".tsv")}
        return Rulebook(_families(book.rows), tables, book.digest)
    rulebook = load_rules(*folders)
    with contextlib.suppress(OSError):
        _keep(rulebook, path)
    return rulebook


def _key(files: list[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for name, data in (*((name, (here / name).read_bytes()) for name in CODE), *files):
        digest.update(b"%s\0%d\0%s" % (name.encode(), len(data), data))
    return digest.hexdigest()[:32]


def _families(rows: list[_Stored]) -> dict[str, tuple[Row, ...]]:
    families: dict[str, list[Row]] = {}
    for kept in rows:
        row = Row(kept.family, kept.file, kept.order, kept.pattern, kept.raw, kept.constants, sought=False, whole=kept.whole)
        row.literals, row.before, row.after = kept.needed[:3]
        row.initial = frozenset(kept.needed[3])
        families.setdefault(kept.family, []).append(row)
    return {family: tuple(rows) for family, rows in families.items()}


def _keep(rulebook: Rulebook, path: Path) -> None:
    """Write the file under its name only when it is whole: two runs may start at once."""
    book = _Book(rulebook.digest, [_stored(row) for rows in rulebook.families.values() for row in rows])
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with open(descriptor, "wb") as handle:
        handle.write(msgspec.msgpack.encode(book))
    os.replace(part, path)


def _stored(row: Row) -> _Stored:
    raw: dict[str, Any] = {"id": row.id, "why": row.why, "case": row.case}
    if row.name is not None:
        raw |= {"name": row.name, "spellings": list(row.spellings[1:])}
    return _Stored(
        row.family,
        row.file,
        row.order,
        row.pattern,
        raw,
        dict(row.constants),
        row.whole,
        (row.literals, row.before, row.after, tuple(sorted(row.initial))),
    )
