"""What a short run need not build again: compiled patterns and tables, kept in one file from run to run.

In: a file and what it is good for (rules, code, versions: its name is a digest of them all, so it cannot be stale). Out: the same
objects that building them gives, by test. A file that is missing, damaged or another user's costs only time. Nothing is read ahead: a run
reads the pieces that it asks for. Only the command keeps a shelf; the library builds what it needs once a process.
"""

from __future__ import annotations

import array
import contextlib
import io
import marshal
import os
import pickle
import re
import zlib
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, TypeVar

import regex

T = TypeVar("T")

MAGIC = b"jobparse shelf 1\n"
HEAD = len(MAGIC) + 8
MOST_FILES = 4
"""So many shelves are left in a folder: one for each set of rules that is in use, and versions before."""

REFUSED = b"refused: "
OTHERS_WRITE = 0o022
FAULTS = (OSError, ValueError, EOFError, TypeError, LookupError, AttributeError, ImportError, pickle.PickleError, re.error)
"""What reading a damaged piece can raise; then it is built anew."""


class Shelf:
    """Pieces of bytes by kind and name, in one file."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self._new: dict[tuple[str, str], bytes] = {}
        self._places: dict[tuple[str, str], tuple[int, int, int]] = {}
        self._start = 0
        self._file: io.FileIO | None = None
        with contextlib.suppress(*FAULTS):
            self._open()

    def _open(self) -> None:
        """Read where the pieces are; the file stays open, since they are read as they are asked for."""
        file = open(self.path, "rb", buffering=0)  # noqa: SIM115
        state = os.fstat(file.fileno())
        if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & OTHERS_WRITE):
            raise ValueError("somebody else can write it")
        head = file.read(HEAD)
        size, check = (int.from_bytes(head[at : at + 4], "little") for at in (HEAD - 8, HEAD - 4))
        packed = file.read(size)
        if not head.startswith(MAGIC) or zlib.crc32(packed) != check:
            raise ValueError("damaged")
        self._places = marshal.loads(packed)  # noqa: S302  the user's own file, as it was written
        self._start = HEAD + size
        self._file = file

    def get(self, kind: str, name: str) -> bytes | None:
        """A piece, or None where there is none."""
        place = self._places.get((kind, name))
        if place is None or self._file is None:
            return self._new.get((kind, name))
        with contextlib.suppress(OSError):
            piece = _read_at(self._file, self._start + place[0], place[1])
            if zlib.crc32(piece) == place[2]:
                return piece
        return None

    def put(self, kind: str, name: str, piece: bytes) -> None:
        """Keep a piece for the next run."""
        self._new[kind, name] = piece

    def save(self) -> None:
        """Write what is new with what was there, under its name only when it is whole: two runs may end at once."""
        if not self._new:
            return
        pieces = {key: piece for key in self._places if key not in self._new and (piece := self.get(*key)) is not None}
        with contextlib.suppress(OSError):
            self._write(pieces | self._new)
            _tidy(os.path.dirname(self.path))
        self._new = {}

    def _write(self, pieces: Mapping[tuple[str, str], bytes]) -> None:
        places: dict[tuple[str, str], tuple[int, int, int]] = {}
        at = 0
        for key, piece in pieces.items():
            places[key] = (at, len(piece), zlib.crc32(piece))
            at += len(piece)
        packed = marshal.dumps(places)
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        part = f"{self.path}.{os.urandom(8).hex()}.part"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with open(descriptor, "wb") as handle:
                handle.write(MAGIC + len(packed).to_bytes(4, "little") + zlib.crc32(packed).to_bytes(4, "little") + packed)
                handle.writelines(pieces.values())
            os.replace(part, self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(part)
            raise


def _read_at(file: io.FileIO, at: int, size: int) -> bytes:
    """Bytes from the middle of a file; worker processes that were forked share its position, so it is not moved where that can be helped."""
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), size, at)
    file.seek(at)
    return file.read(size)


def _tidy(folder: str) -> None:
    """Only the newest files stay: every other set of rules and every version has its own."""
    with os.scandir(folder) as entries:
        shelves = [entry for entry in entries if entry.name.endswith(".shelf")]
    for entry in sorted(shelves, key=lambda entry: entry.stat().st_mtime_ns, reverse=True)[MOST_FILES:]:
        os.unlink(entry.path)


# ------------------------------------------------------------------ values


NAMED: list[Callable[[str], object]] = []
"""What gives the things that go by their names, for the values that are being unpacked."""


def _by_name(name: str) -> object:
    return NAMED[-1](name)


class _Pickler(pickle.Pickler):
    """Pickles a table; what is known by name goes by its name."""

    def __init__(self, file: io.BytesIO, name_of: Callable[[object], str | None]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._name_of = name_of

    def reducer_override(self, obj: object) -> Any:
        """Patterns of the standard library are asked for again: they do not pickle with what they compiled to."""
        name = self._name_of(obj)
        if name is not None:
            return _by_name, (name,)
        if isinstance(obj, re.Pattern):
            return _compiled, (obj.pattern, obj.flags & ~re.UNICODE.value)
        return NotImplemented


def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def packed(value: object, name_of: Callable[[object], str | None]) -> bytes | None:
    """A value as bytes; None for what cannot be kept."""
    try:
        return b"m" + marshal.dumps(value)  # type: ignore[arg-type]
    except ValueError:
        pass
    file = io.BytesIO()
    try:
        _Pickler(file, name_of).dump(value)
    except (pickle.PickleError, TypeError, AttributeError, LookupError):
        return None
    return b"p" + file.getvalue()


def unpacked(piece: bytes, named: Callable[[str], object]) -> Any:
    """The value again. Only what `packed` gave, from the user's own file, comes here."""
    if piece[:1] == b"m":
        return marshal.loads(memoryview(piece)[1:])  # noqa: S302
    NAMED.append(named)
    try:
        return pickle.loads(memoryview(piece)[1:])  # noqa: S301
    finally:
        NAMED.pop()


# ------------------------------------------------------------------ patterns


ACTIVE: list[Shelf] = []
"""The shelf in use."""


def lasting(name: str, build: Callable[[], bytes]) -> bytes:
    """Data that no rule has a part in, such as a word list of a package: from the shelf in use, else built."""
    if not ACTIVE:
        return build()
    data = ACTIVE[-1].get("data", name)
    if data is None:
        data = build()
        ACTIVE[-1].put("data", name, data)
    return data


@contextlib.contextmanager
def in_use(shelf: Shelf) -> Iterator[None]:
    """While it lasts, this process compiles no pattern that the shelf has: `re.compile` and `regex.compile` ask there first.

    For the command alone, whose process is its own. Modules compile their patterns when they are loaded, which would take longer than the
    parse of a posting.
    """
    before = re.compile, regex.compile

    def pickled(pattern: str, flags: int) -> bytes:
        return pickle.dumps(before[1](pattern, flags))

    standard: Any = _asking(shelf, "re", before[0], _standard, _taken_apart)
    other: Any = _asking(shelf, "regex", before[1], pickle.loads, pickled)
    re.compile, regex.compile = standard, other
    ACTIVE.append(shelf)
    try:
        yield
    finally:
        ACTIVE.pop()
        re.compile, regex.compile = before


def _asking(
    shelf: Shelf, engine: str, build: Callable[..., T], read: Callable[[bytes], T], write: Callable[[str, int], bytes]
) -> Callable[..., T]:
    """The function that compiles, behind the shelf and a dictionary of what this process has had from it."""
    known: dict[Hashable, T] = {}

    def compiling(pattern: Any, flags: int = 0, *args: Any, **options: Any) -> T:
        if not isinstance(pattern, str) or args or options:
            return build(pattern, flags, *args, **options)
        key = (pattern, int(flags))
        found = known.get(key)
        if found is None:
            found = known[key] = asked(pattern, int(flags))
        return found

    def asked(pattern: str, flags: int) -> T:
        name = f"{flags}:{pattern}"
        piece = shelf.get(engine, name)
        if piece is not None and piece.startswith(REFUSED):
            raise re.error(piece.removeprefix(REFUSED).decode())
        if piece is not None:
            with contextlib.suppress(*FAULTS):
                return read(piece)
        try:
            piece = write(pattern, flags)
            made = read(piece)
        except re.error as error:  # what this engine cannot read, another one does: it is asked at every start
            shelf.put(engine, name, REFUSED + str(error).encode())
            raise
        except FAULTS:  # an engine that has changed its ways
            return build(pattern, flags)
        shelf.put(engine, name, piece)
        return made

    return compiling


def _taken_apart(pattern: str, flags: int) -> bytes:
    """What `re.compile` hands to its engine, by the functions that it uses itself: its patterns do not pickle with their code."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    code = array.array("I", map(int, _compiler._code(parsed, flags)))  # noqa: SLF001
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in parsed.state.groupdict.items():
        names[number] = name
    all_flags = int(flags | parsed.state.flags)
    return marshal.dumps(
        (pattern, all_flags, code.tobytes(), parsed.state.groups - 1, dict(parsed.state.groupdict), tuple(names))
    )


def _standard(piece: bytes) -> re.Pattern[str]:
    """The pattern of that. The shelf is of this very version of Python; the engine checks the code that it is given."""
    import _sre  # type: ignore[import-not-found]

    text, flags, code, groups, names, numbered = marshal.loads(piece)  # noqa: S302
    numbers = array.array("I")
    numbers.frombytes(code)
    made: re.Pattern[str] = _sre.compile(text, flags, numbers.tolist(), groups, names, numbered)
    return made
