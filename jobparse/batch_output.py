"""Where a run's rows go: a file or a folder of part files, whole or not at all, and how a broken run goes on.

A run writes to `OUT.part` and keeps a diary, `OUT.journal`: a first line that says what the run is, then now and then how far it is: the position in the
inputs, and how long the work file was. After a kill the work file is cut back to what the last whole line of the diary vouches for, and the run goes on
from its position: no row is lost, none is written twice. At the end the work file takes the name OUT in one step.

JSON Lines are written as they are. Parquet cannot be cut back, so its batches are kept as Arrow until a file is complete, then written once.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import IO, Any, NamedTuple, Protocol

from jobparse.batch_inputs import Position, arrow_modules, unpacked
from jobparse.model import JobparseError

PART_ROWS = 10_000
"""Rows of a part file in a folder: some 100 MB of JSON, a tenth of that as Parquet."""

GROUP_ROWS = 2_000
"""Rows of a row group in a Parquet file: 40 MB in memory, and enough for columns to pack well."""

DIARY_SECONDS = 0.5
"""How much work a kill may cost. Each line of the diary waits for the disk."""

DONE_NAME = "_jobparse.json"
"""In a finished folder: what made it. Readers of data folders pass over names that begin with an underscore."""

FRAME = struct.Struct("<Q")


START = Position()


@dataclass(frozen=True)
class Progress:
    """How far a run is: what the diary says. `size` is that of the work file, `part` its number in a folder, `part_rows` its rows."""

    position: Position = START
    rows: int = 0
    failures: int = 0
    part: int = 0
    part_rows: int = 0
    size: int = 0
    done: bool = False


class Written(NamedTuple):
    """What a chunk adds to a run."""

    data: bytes
    rows: int
    failures: int
    position: Position


class Sink(Protocol):
    """Where rows go."""

    progress: Progress

    def write(self, written: Written) -> None:
        """Take the rows of one chunk."""

    def finish(self) -> None:
        """Give the output its name: all rows are there."""


class StreamSink:
    """Standard output: rows as they come."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.progress = Progress()

    def write(self, written: Written) -> None:
        """Take the rows of one chunk."""
        self.stream.write(written.data)
        self.stream.flush()
        self.progress = _further(self.progress, written, 0)

    def finish(self) -> None:
        """Nothing is left to do."""


class FileSink:
    """A file or a folder with its diary. Use as a context; leaving it early leaves what a later run can go on from."""

    def __init__(self, out: str, identity: dict[str, Any], columns: Any, *, resume: bool) -> None:
        """`columns` is the Arrow schema of the output where it is to be Parquet, else None."""
        self.folder = out.endswith(os.sep) or os.path.isdir(out)
        self.out = os.path.realpath(out)
        self.columns = columns
        self.identity = identity
        self.work_path = f"{self.out}.part"
        self.diary_path = f"{self.out}.journal"
        self.progress = Progress()
        self.abandoned = 0
        self.complete = False
        self._work: IO[bytes] | None = None
        self._last_line = time.monotonic()
        self._check_target(resume=resume)
        self._diary = self._locked()
        self._begin(resume=resume)

    def __enter__(self) -> FileSink:
        return self

    def __exit__(self, *_: object) -> None:
        if self._work:
            self._work.close()
        if self.complete:
            os.unlink(self.diary_path)
        self._diary.close()

    def write(self, written: Written) -> None:
        """Take the rows of one chunk; in a folder, close the part that is full."""
        if not self._work:
            self._work = open(self._current(), "ab")  # noqa: SIM115  closed with its part
        data = FRAME.pack(len(written.data)) + written.data if self.columns is not None else written.data
        self._work.write(data)
        self.progress = _further(self.progress, written, len(data))
        if self.folder and self.progress.part_rows >= PART_ROWS:
            self._close_part()
        elif time.monotonic() - self._last_line >= DIARY_SECONDS:
            self._note()

    def finish(self) -> None:
        """Give the output its name in one step, then put the diary away."""
        if not self.progress.done:
            if self.folder:
                if self.progress.part_rows or not self.progress.part:
                    self._close_part()
            else:
                self._note()
            self.progress = replace(self.progress, done=True)
            self._note()
        if self.folder:
            self._put_folder()
        else:
            self._put_file()
        os.unlink(self.diary_path)

    # -------------------------------------------------------------- beginning

    def _check_target(self, *, resume: bool) -> None:
        if self.folder:
            with contextlib.suppress(FileNotFoundError):
                names = os.listdir(self.out)
                self.complete = resume and DONE_NAME in names and _done_by(os.path.join(self.out, DONE_NAME)) == self.identity
                if names and not self.complete:
                    raise JobparseError(f"{self.out}: the folder is not empty; name another, or take away what is there")
        elif os.path.lexists(self.out) and not os.path.isfile(self.out):
            raise JobparseError(f"{self.out}: is no regular file; leave --out away to write to standard output")

    def _locked(self) -> IO[bytes]:
        try:
            diary = open(self.diary_path, "ab+")  # noqa: SIM115  closed with the sink
        except OSError as error:
            raise unwritable(self.out, error) from None
        with contextlib.suppress(ImportError):  # Windows has none, and there two runs would fail on the open files
            import fcntl

            try:
                fcntl.flock(diary, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                diary.close()
                raise JobparseError(f"{self.out}: another run is writing it") from None
        return diary

    def _begin(self, *, resume: bool) -> None:
        if self.complete:
            return
        lines = _whole_lines(self._diary)
        if lines and resume:
            self._check_identity(lines[0])
            if len(lines) > 1:
                self.progress = _progress(lines[-1])
            self._cut_back(lines)
            return
        if lines:
            self.abandoned = _progress(lines[-1]).rows if len(lines) > 1 else 0
        self._diary.truncate(0)
        _remove(self.work_path)
        if self.folder:
            os.makedirs(self.work_path)
        self._add_line(self.identity)

    def _check_identity(self, before: dict[str, Any]) -> None:
        changed = [key for key in self.identity if before.get(key) != self.identity[key]]
        if changed:
            raise JobparseError(
                f"{self.out}: the run to go on with had other {' and '.join(changed)}; "
                "give what it had, or leave --resume away to begin anew"
            )

    def _cut_back(self, lines: list[dict[str, Any]]) -> None:
        """Take the work file back to what the diary vouches for; what came after was in flight."""
        self._diary.truncate(sum(len(_line(line)) for line in lines))
        if self.folder:
            os.makedirs(self.work_path, exist_ok=True)
        current = self._current()
        if self.folder and self.columns is None and os.path.exists(self._part_name()):
            os.replace(self._part_name(), current)
        if self.progress.size and not self.progress.done:
            if not os.path.exists(current) or os.path.getsize(current) < self.progress.size:
                raise JobparseError(
                    f"{current}: is gone or cut short, so the run cannot go on; leave --resume away to begin anew"
                )
            os.truncate(current, self.progress.size)
        elif not self.progress.done:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(current)

    # -------------------------------------------------------------- the diary

    def _note(self) -> None:
        """Vouch for what is written: first the rows reach the disk, then the line that says so."""
        if self._work:
            _to_disk(self._work)
        self._add_line({**asdict(self.progress), "position": list(self.progress.position)})
        self._last_line = time.monotonic()

    def _add_line(self, line: dict[str, Any]) -> None:
        self._diary.write(_line(line))
        _to_disk(self._diary)

    # -------------------------------------------------------------- parts and the end

    def _current(self) -> str:
        """The file that rows are being added to."""
        return os.path.join(self.work_path, f"_{self.progress.part:05}.work") if self.folder else self.work_path

    def _part_name(self) -> str:
        return os.path.join(self.work_path, f"part-{self.progress.part:05}.{'jsonl' if self.columns is None else 'parquet'}")

    def _close_part(self) -> None:
        """Give the current part its name, then note it. After a kill in between, the part is taken back and made again."""
        work, name = self._closed_work(), self._part_name()
        if self.columns is None:
            os.replace(work, name)
        else:
            to_parquet(work, name, self.columns)
        self.progress = replace(self.progress, part=self.progress.part + 1, part_rows=0, size=0)
        self._note()
        if self.columns is not None:
            os.unlink(work)

    def _closed_work(self) -> str:
        path = self._current()
        if self._work:
            _to_disk(self._work)
            self._work.close()
            self._work = None
        elif not os.path.exists(path):
            open(path, "wb").close()
        return path

    def _put_folder(self) -> None:
        if os.path.isdir(self.work_path):
            for name in os.listdir(self.work_path):
                if name.endswith(".work"):
                    os.unlink(os.path.join(self.work_path, name))
            with open(os.path.join(self.work_path, DONE_NAME), "w", encoding="utf-8") as handle:
                json.dump({**self.identity, "rows": self.progress.rows, "failures": self.progress.failures}, handle, indent=1)
            with contextlib.suppress(FileNotFoundError):
                os.rmdir(self.out)
            os.rename(self.work_path, self.out)

    def _put_file(self) -> None:
        if not os.path.exists(self.work_path) and os.path.exists(self.out):
            return  # killed after the last step but one
        work = self._closed_work()
        if self.columns is None:
            os.replace(work, self.out)
            return
        to_parquet(work, f"{work}.whole", self.columns)
        os.replace(f"{work}.whole", self.out)
        os.unlink(work)


def unwritable(out: str, error: OSError) -> JobparseError:
    """The complaint about an output that cannot be written."""
    return JobparseError(f"{out}: cannot be written: {(error.strerror or str(error)).lower()}")


def to_parquet(work: str, name: str, columns: Any) -> None:
    """The batches of a work file as one Parquet file, in row groups that depend on the rows alone."""
    pa, pq = arrow_modules("writing Parquet")
    with pq.ParquetWriter(name, columns, compression="zstd") as writer:
        held: list[Any] = []
        rows = 0
        for batch in _frames(work):
            held.append(batch)
            rows += batch.num_rows
            while rows >= GROUP_ROWS:
                table = pa.Table.from_batches(held, columns)
                writer.write_table(table.slice(0, GROUP_ROWS), row_group_size=GROUP_ROWS)
                held = table.slice(GROUP_ROWS).to_batches()
                rows -= GROUP_ROWS
        if rows:
            writer.write_table(pa.Table.from_batches(held, columns), row_group_size=GROUP_ROWS)


def _frames(work: str) -> Iterator[Any]:
    with open(work, "rb") as handle:
        while head := handle.read(FRAME.size):
            yield unpacked(handle.read(FRAME.unpack(head)[0]))


def _further(progress: Progress, written: Written, size: int) -> Progress:
    return replace(
        progress,
        position=written.position,
        rows=progress.rows + written.rows,
        failures=progress.failures + written.failures,
        part_rows=progress.part_rows + written.rows,
        size=progress.size + size,
    )


def _progress(line: dict[str, Any]) -> Progress:
    return Progress(**{**line, "position": Position(*line["position"])})


def _line(line: dict[str, Any]) -> bytes:
    return json.dumps(line).encode() + b"\n"


def _whole_lines(diary: IO[bytes]) -> list[dict[str, Any]]:
    """The lines of the diary; a last one that a kill cut short does not count."""
    diary.seek(0)
    lines = []
    for line in diary.read().split(b"\n")[:-1]:
        try:
            lines.append(json.loads(line))
        except ValueError:
            break
    return lines


def _done_by(path: str) -> dict[str, Any]:
    with open(path, encoding="utf-8") as handle:
        return {key: value for key, value in json.load(handle).items() if key not in ("rows", "failures")}


def _to_disk(handle: IO[bytes]) -> None:
    handle.flush()
    os.fsync(handle.fileno())


def _remove(path: str) -> None:
    """Take away the work of a run that is begun anew: files that this module made, nothing else."""
    if os.path.isdir(path):
        for name in os.listdir(path):
            os.unlink(os.path.join(path, name))
        os.rmdir(path)
    else:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
