"""Paths → bytes to parse, or one clear line about why not.

In: what the command line names (files, folders, globs, `-`). Out: `Input`s in a fixed order, each with its bytes or its complaint.
"""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

TEXT_SUFFIXES = (".txt", ".md", ".html", ".htm", ".json")
"""What is taken from a folder; gold and other JSON of a corpus is left out by its double suffix."""

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
    """One input: its name, and either its bytes or a complaint."""

    name: str
    data: bytes
    complaint: str | None = None


def read_inputs(paths: Iterable[str], max_bytes: int) -> Iterator[Input]:
    """Every input, in the order given; a folder's files and a glob's matches by name."""
    for path in paths:
        if path == "-":
            yield _judged("-", sys.stdin.buffer.read(max_bytes + 1), max_bytes)
        elif os.path.isdir(path):
            files = sorted(
                p
                for p in Path(path).rglob("*")
                if p.is_file() and p.suffix in TEXT_SUFFIXES and not p.name.endswith(".gold.json")
            )
            if not files:
                yield Input(path, b"", f"the folder holds no file with {', '.join(TEXT_SUFFIXES)}")
            yield from (_read(str(file), max_bytes) for file in files)
        elif not os.path.lexists(path) and glob.has_magic(path) and (matches := sorted(glob.glob(path, recursive=True))):
            yield from (_read(match, max_bytes) for match in matches if os.path.isfile(match))
        else:
            yield _read(path, max_bytes)


def _read(path: str, max_bytes: int) -> Input:
    try:
        with open(path, "rb") as handle:
            return _judged(path, handle.read(max_bytes + 1), max_bytes)
    except OSError as error:
        return Input(path, b"", f"cannot be read: {(error.strerror or str(error)).lower()}")


def _judged(name: str, data: bytes, max_bytes: int) -> Input:
    """Refuse what is no text: too large, of a known binary form, or with NUL bytes and no wide byte-order mark."""
    if len(data) > max_bytes:
        return Input(name, b"", f"is larger than {max_bytes:,} bytes; raise --max-bytes if it is one posting")
    kind = next((what for magic, what in MAGIC if data.startswith(magic)), None)
    if kind is None and b"\0" in data[:PROBE] and not data.startswith(WIDE_MARKS):
        kind = "binary data"
    return Input(name, b"", f"looks like {kind}; give its text") if kind else Input(name, data)
