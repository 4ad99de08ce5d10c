"""Paths → bytes to parse, or one clear line about why not.

In: what the command line names (files, folders, globs, `-`). Out: the files meant, in a fixed order, and their bytes or a complaint.
Tables (JSON Lines, CSV, Parquet) are named here and read by `batch_inputs.py`.
"""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

TEXT_SUFFIXES = (".txt", ".md", ".html", ".htm", ".json")
"""What is taken from a folder; gold and other JSON of a corpus is left out by its double suffix."""

TABLE_SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet", ".pq": "parquet"}
"""Files of many postings, and how they are read. JSON Lines and CSV may be packed: `.jsonl.gz`."""

MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip or office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "gzip data"),
)
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
PROBE = 8192


class Input(NamedTuple):
    """One input: its name, and either its bytes (a table's row: its text) or a complaint."""

    name: str
    data: bytes | str
    complaint: str | None = None


class Named(NamedTuple):
    """A file that the command line means, or a complaint about what it says."""

    path: str
    complaint: str | None = None


def table_kind(path: str) -> str | None:
    """How a file of many postings is read; None for a file that is one posting.

    >>> table_kind("a.jsonl.gz"), table_kind("a.txt"), table_kind("a.txt.gz")
    ('jsonl', None, None)
    """
    bare = path.removesuffix(".gz")
    kind = TABLE_SUFFIXES.get(os.path.splitext(bare)[1].lower())
    return None if kind == "parquet" and bare != path else kind


def named_files(paths: Iterable[str]) -> Iterator[Named]:
    """Every file meant, in the order given; a folder's files and a glob's matches by name.

    Of a folder the texts are taken, and where it holds none, its tables.
    """
    for path in paths:
        if path != "-" and os.path.isdir(path):
            found = list(_below(path))
            yield from (unusable for unusable in found if unusable.complaint)
            files = [file.path for file in found if not file.complaint]
            texts = [f for f in files if f.endswith(TEXT_SUFFIXES) and not f.endswith(".gold.json")]
            taken = texts or [f for f in files if table_kind(f)]
            if not taken and len(files) == len(found):
                yield Named(path, f"the folder holds no file with {', '.join((*TEXT_SUFFIXES, *TABLE_SUFFIXES))}")
            yield from map(Named, taken)
        elif not os.path.lexists(path) and glob.has_magic(path) and (matches := sorted(glob.glob(path, recursive=True))):
            yield from (Named(match) for match in matches if os.path.isfile(match))
        else:
            yield Named(path)


def _below(folder: str) -> Iterator[Named]:
    """The files under a folder, by name, and its folders that cannot be read; hidden ones (another program's work files) are not meant."""
    try:
        with os.scandir(folder) as entries:
            shown = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda e: e.name)
    except OSError as error:
        yield Named(folder, _unreadable(error))
        return
    for entry in shown:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif os.path.isfile(entry.path):
            yield Named(entry.path)


def _unreadable(error: OSError) -> str:
    return f"cannot be read: {(error.strerror or str(error)).lower()}"


def read_input(path: str, max_bytes: int) -> Input:
    """The bytes of a file that is one posting, or of standard input."""
    try:
        if path == "-":
            return _judged("-", sys.stdin.buffer.read(max_bytes + 1) if sys.stdin else b"", max_bytes)
        with open(path, "rb") as handle:
            return _judged(path, handle.read(max_bytes + 1), max_bytes)
    except OSError as error:
        return Input(path, b"", _unreadable(error))


def _judged(name: str, data: bytes, max_bytes: int) -> Input:
    """Refuse what is no text: too large, of a known binary form, or with NUL bytes and no wide byte-order mark."""
    if len(data) > max_bytes:
        return Input(name, b"", f"is larger than {max_bytes:,} bytes; raise --max-bytes if it is one posting")
    kind = next((what for magic, what in MAGIC if data.startswith(magic)), None)
    if kind is None and b"\0" in data[:PROBE] and not data.startswith(WIDE_MARKS):
        kind = "binary data"
    return Input(name, b"", f"looks like {kind}; give its text") if kind else Input(name, data)
