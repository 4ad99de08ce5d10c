"""Many inputs, many records: order, bytes, bad rows, broken runs."""

from __future__ import annotations

import gzip
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import jobparse
from jobparse import batch_inputs, batch_output
from jobparse.attempt import Failure
from jobparse.batch import Summary, parse_many, run_batch
from jobparse.batch_inputs import Chunk, find_sources, read_chunks
from jobparse.batch_output import DONE_NAME, FileSink
from jobparse.batch_pool import AHEAD, in_order
from jobparse.inputs import table_kind

TEXTS = [
    f"Schweißer {n}\n\nRequirements\n- MIG welding\n" + "- Own tools\n" * n + "\nPay: $28 – $34 per hour\n" for n in range(6)
]
SHORT = "Welder\n\nPay: $28 - $34 per hour\n"


def lines_file(path: Path, count: int) -> Path:
    """JSON Lines with so many postings."""
    rows = [{"id": n, "text": TEXTS[n % len(TEXTS)], "url": f"u{n}"} for n in range(count)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of an output of JSON Lines."""
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def tree(path: Path) -> dict[str, bytes]:
    """An output, file or folder, as bytes by name."""
    return {p.name: p.read_bytes() for p in sorted(path.iterdir())} if path.is_dir() else {"": path.read_bytes()}


def command(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the command and wait for it."""
    line = [sys.executable, "-m", "jobparse", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, timeout=120, check=False, **options)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of a few rows, part files of few chunks, a diary that leaves nothing out: what a long run has, in a short one."""
    monkeypatch.setattr(batch_inputs, "CHUNK_BYTES", 500)
    monkeypatch.setattr(batch_inputs, "CHUNK_ROWS", 3)
    monkeypatch.setattr(batch_output, "PART_ROWS", 10)
    monkeypatch.setattr(batch_output, "GROUP_ROWS", 4)
    monkeypatch.setattr(batch_output, "DIARY_SECONDS", 0)


# ------------------------------------------------------------------ rows


def test_batch_rows_are_records_with_line_and_other_fields(tmp_path: Path) -> None:
    """A row is the record of its text, in order, with the line it stood on and its other fields as they were written."""
    table = tmp_path / "in.jsonl"
    table.write_text(
        f'\ufeff{{"id": 1.50, "text": {json.dumps(SHORT)}, "n": 12345678901234567890123}}\r\n\n{{"text": ""}}\n', "utf-8"
    )
    done = run_batch([str(table)], str(tmp_path / "out.jsonl"))
    first, second = (tmp_path / "out.jsonl").read_bytes().splitlines()
    record = jobparse.parse(SHORT, name=f"{table}:1").to_json()
    assert first == record[:-1] + b',"line":1,"carried":{"id":1.50,"n":12345678901234567890123}}'
    assert (json.loads(second)["line"], done) == (3, Summary(2, 0, 0))


def test_batch_bad_rows_are_error_rows(tmp_path: Path) -> None:
    """Whatever is wrong with a row stands in its place with its line; the others are parsed."""
    table = tmp_path / "in.jsonl"
    bad = [
        b"not json",
        b'{"text": null, "id": 2}',
        b'{"id": 3}',
        b"[4]",
        b'{"text": 5}',
        b'{"text": "\xff"}',
        b'{"text": "' + b"x" * 999 + b'"}',
    ]
    good = [b'{"text": "Welder"}', b'{"text": "a \\ud83d b", "pay": NaN}']
    table.write_bytes(b"\n".join([good[0], *bad, good[1]]))
    done = run_batch([str(table)], str(tmp_path / "out.jsonl"), max_bytes=900)
    found = rows(tmp_path / "out.jsonl")
    assert [r["line"] for r in found] == list(range(1, 10))
    words = [
        "not JSON",
        "null",
        "no field 'text'; there are: id",
        "object",
        "no text but 5",
        "UTF-8 at byte 10",
        "larger than 900",
    ]
    assert [(w, w in r["error"], r["schema"]) for w, r in zip(words, found[1:8], strict=True)] == [
        (w, True, "jobparse.error/1") for w in words
    ]
    assert [found[0]["status"], found[8]["status"], found[8]["carried"], found[2]["carried"]] == [
        "open",
        "open",
        {"pay": None},
        {"id": 2},
    ]
    assert done == Summary(9, 7, 0)


def test_batch_csv_of_any_make(tmp_path: Path) -> None:
    """Semicolons, line breaks in cells, another encoding, ragged rows: each row keeps the line it starts on."""
    table = tmp_path / "in.csv"
    german = 'Schweißer gesucht: Wir schweißen Rohre für große Anlagen und prüfen unsere Nähte selbst.\nArbeitsort ist ""Köln""'
    table.write_bytes(f'id;body;town\n1;"{german}";Köln\n'.encode("cp1252") + b"2;Nurse\n3;Cook;Rome\n")
    run_batch([str(table)], str(tmp_path / "out.jsonl"), text_field="body")
    welder, ragged, cook = rows(tmp_path / "out.jsonl")
    assert (welder["line"], welder["carried"], "Köln" in welder["clean_text"]) == (2, {"id": "1", "town": "Köln"}, True)
    assert (ragged["line"], ragged["error"]) == (4, "has 2 cells where the header has 3")
    assert (cook["line"], cook["carried"]) == (5, {"id": "3", "town": "Rome"})
    table.write_bytes("id\tbody\n1\tKöln\n".encode("utf-16"))
    run_batch([str(table)], str(tmp_path / "out.jsonl"), text_field="body")
    assert rows(tmp_path / "out.jsonl")[0]["clean_text"] == "Köln\n"


def test_batch_unusable_inputs_have_a_row_and_a_complaint(tmp_path: Path) -> None:
    """A missing file, a table without the column and a damaged one cost no other input."""
    (tmp_path / "a.txt").write_text("Welder", "utf-8")
    (tmp_path / "b.csv").write_text("id,body\n1,x\n", "utf-8")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n' * 9)[:-9])
    complaints: list[str] = []
    names = [str(tmp_path / n) for n in ("none.txt", "b.csv", "c.jsonl.gz", "a.txt")]
    done = run_batch(names, str(tmp_path / "out.jsonl"), complain=complaints.append)
    found = rows(tmp_path / "out.jsonl")
    assert ["error" in r for r in found] == [True, True, True, False]
    assert [found[1]["error"], len(complaints), done.unusable] == [
        "has no column 'text' but id, body; name one with --text-field",
        3,
        3,
    ]


def test_batch_folder_of_texts_or_of_tables(tmp_path: Path) -> None:
    """A folder gives its texts, by name; one without texts gives its tables; hidden work files are not meant."""
    texts, tables = tmp_path / "texts", tmp_path / "tables"
    for folder in (texts, tables, texts / "b"):
        folder.mkdir()
    for name in ("c.txt", "a.txt", "b/x.txt", "table.csv", ".hidden.txt"):
        (texts / name).write_text("Welder", "utf-8")
    lines_file(tables / "2.jsonl", 1)
    lines_file(tables / "1.jsonl", 2)
    run_batch([str(texts), str(tables)], str(tmp_path / "out.jsonl"))
    names = [r["source"]["name"].removeprefix(str(tmp_path)) for r in rows(tmp_path / "out.jsonl")]
    assert names == [
        "/texts/a.txt",
        "/texts/b/x.txt",
        "/texts/c.txt",
        "/tables/1.jsonl:1",
        "/tables/1.jsonl:2",
        "/tables/2.jsonl:1",
    ]
    assert json.loads(command(texts, "--format", "jsonl").stdout.splitlines()[0])["source"]["name"] == f"{texts}/a.txt"


def test_batch_table_kinds() -> None:
    """A file is a table by its suffix alone."""
    kinds = [table_kind(n) for n in ("a.JSONL", "a.ndjson.gz", "a.tsv", "a.pq", "a.parquet.gz", "a.json", "jsonl")]
    assert kinds == ["jsonl", "jsonl", "csv", "parquet", None, None, None]


# ------------------------------------------------------------------ Parquet


def test_batch_parquet_in_and_out(tmp_path: Path) -> None:
    """Out of Parquet the other columns keep their types; into JSON they go as JSON; the cells are those of the record."""
    pa = pytest.importorskip("pyarrow", reason="the extra jobparse[arrow] is not installed")
    import datetime

    import pyarrow.parquet as pq

    day = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    columns = {
        "id": [1, None], "when": pa.array([day, None], pa.timestamp("ns", "UTC")), "tag": pa.array(["a", "b"]).dictionary_encode(),
        "text": pa.array([SHORT, None], pa.large_string()),
    }  # fmt: skip
    pq.write_table(pa.table(columns), tmp_path / "in.parquet")
    run_batch([str(tmp_path / "in.parquet")], str(tmp_path / "out.parquet"), parquet=True)
    run_batch([str(tmp_path / "in.parquet")], str(tmp_path / "out.jsonl"))
    first, second = pq.read_table(tmp_path / "out.parquet").to_pylist()
    carried = first.pop("carried")
    assert (carried["id"], carried["when"].isoformat(), carried["tag"]) == (1, day.isoformat(), "a")
    record = json.loads(jobparse.parse(SHORT, name=f"{tmp_path}/in.parquet:1").to_json())
    assert first == {**record, "error": None, "line": 1}
    assert (second["line"], second["error"], second["status"]) == (2, "no text: 'text' is null", None)
    one, two = rows(tmp_path / "out.jsonl")
    assert (one["carried"], two["carried"]["tag"]) == ({"id": 1, "when": "2026-01-02T03:04:05Z", "tag": "a"}, "b")


def test_batch_parquet_from_json_lines_carries_json(tmp_path: Path) -> None:
    """Where the other fields have no fixed types, they are JSON in a text column; of plain texts there is no such column."""
    pq = pytest.importorskip("pyarrow.parquet", reason="the extra jobparse[arrow] is not installed")
    run_batch([str(lines_file(tmp_path / "in.jsonl", 1))], str(tmp_path / "out.parquet"), parquet=True)
    assert pq.read_table(tmp_path / "out.parquet").column("carried").to_pylist() == ['{"id":0,"url":"u0"}']
    (tmp_path / "a.txt").write_text("Welder", "utf-8")
    run_batch([str(tmp_path / "a.txt")], str(tmp_path / "texts.parquet"), parquet=True)
    assert not {"line", "carried"} & set(pq.read_schema(tmp_path / "texts.parquet").names)


# ------------------------------------------------------------------ workers


def test_batch_any_number_of_workers_gives_the_same_bytes(tmp_path: Path, small_chunks: None) -> None:
    """One worker in this process, two and three in their own: the same files, in one file and in parts."""
    table = str(lines_file(tmp_path / "in.jsonl", 30))
    for kind, many, parquet in (("file.jsonl", 3, False), ("folder/", 2, False), ("file.parquet", 2, True)):
        for jobs in (1, many):
            (tmp_path / str(jobs)).mkdir(exist_ok=True)
            run_batch([table], f"{tmp_path}/{jobs}/{kind}", jobs=jobs, parquet=parquet)
        one, other = (tree(tmp_path / str(jobs) / kind) for jobs in (1, many))
        assert one == other
        assert len(one) > 3 or not kind.endswith("/")


def test_batch_parse_many_keeps_order() -> None:
    """Texts go out to workers and their postings come back in order."""
    texts = [f"Welder {n}" for n in range(70)]
    assert [p.to_json() for p in parse_many(texts, jobs=2) if not isinstance(p, Failure)] == [
        jobparse.parse(t).to_json() for t in texts
    ]


def deadly(task: tuple[str, int], note: Callable[[int], object] | None, known: frozenset[int]) -> list[str]:
    """Work on three rows, of which some kill the worker: `always` does so whenever it is tried, `once` while a file is there."""
    done = []
    for row, what in enumerate(("fine", task[0], "fine")):
        if note:
            note(row)
        if row in known:
            done.append("dead")
            continue
        if what == "always" or (what.startswith("/") and os.path.exists(what)):
            if what.startswith("/"):
                os.unlink(what)
            os.kill(os.getpid(), signal.SIGKILL)
        done.append(f"{what[:5]} {task[1]}")
    return done


def test_batch_dead_workers_cost_nothing(tmp_path: Path) -> None:
    """A worker killed by accident loses no row; a row that kills every worker is named, and only that row is left out."""
    (tmp_path / "once").touch()
    kinds = ["fine", str(tmp_path / "once"), "fine", "always", "fine", "fine"]
    results = list(in_order(((kind, n) for n, kind in enumerate(kinds)), deadly, 2))
    wanted = [[f"fine {n}", "dead" if kind == "always" else f"{kind[:5]} {n}", f"fine {n}"] for n, kind in enumerate(kinds)]
    assert results == wanted
    assert not (tmp_path / "once").exists()


def doubled(task: int, _: object, __: object) -> int:
    """Some work."""
    return task * 2


def test_batch_reads_no_further_than_it_must() -> None:
    """However many tasks there are, few are begun and not yet handed out."""
    taken = 0

    def tasks() -> Iterator[int]:
        nonlocal taken
        while taken < 500:
            taken += 1
            yield taken

    for number, result in enumerate(in_order(tasks(), doubled, 2), 1):
        assert result == number * 2
        assert taken - number <= AHEAD * 2
    assert taken == 500


def broken(task: int, _: object, __: object) -> int:
    """Work with a fault of its own."""
    return task // 0


def test_batch_a_fault_of_the_program_is_raised() -> None:
    """What a worker raises outside a row ends the run with the worker's own traceback."""
    with pytest.raises(RuntimeError, match="task // 0"):
        list(in_order([1, 2], broken, 2))


# ------------------------------------------------------------------ broken runs


def test_batch_chunks_are_the_same_from_any_chunk_on(tmp_path: Path, small_chunks: None) -> None:
    """A run that goes on behind a chunk cuts the rest as the unbroken run does, over all kinds of inputs."""
    pa = pytest.importorskip("pyarrow", reason="the extra jobparse[arrow] is not installed")
    import pyarrow.parquet as pq

    lines_file(tmp_path / "1.jsonl", 20)
    (tmp_path / "2.csv").write_text("id,text\n" + "".join(f'{n},"{TEXTS[0]}"\n' for n in range(15)).replace("'", ""), "utf-8")
    pq.write_table(pa.table({"text": [SHORT] * 20}), tmp_path / "3.parquet", row_group_size=7)
    for n in range(9):
        (tmp_path / f"4-{n}.txt").write_text(TEXTS[1], "utf-8")
    paths = [str(p) for p in sorted(tmp_path.iterdir())]

    def chunks(**options: Any) -> list[Chunk]:
        return list(
            read_chunks(find_sources([*paths, "none"], lines_on_stdin=False), text_field="text", max_bytes=10**6, **options)
        )

    whole = chunks()
    assert len(whole) > 15
    assert {c.kind for c in whole} == {"jsonl", "csv", "parquet", "text", "complaint"}
    for number, chunk in enumerate(whole, 1):
        assert chunks(start=chunk.done) == whole[number:]


class Cut(Exception):
    """A run is broken off here."""


@pytest.mark.parametrize("parquet", [False, True])
@pytest.mark.parametrize("target", ["out", "dir/"])
def test_batch_broken_runs_go_on(
    tmp_path: Path, small_chunks: None, monkeypatch: pytest.MonkeyPatch, parquet: bool, target: str
) -> None:
    """Broken off anywhere, with rows in flight that the diary does not know, a run goes on to the bytes of the unbroken one."""
    table = str(lines_file(tmp_path / "in.jsonl", 30))
    (tmp_path / "whole").mkdir()
    whole = f"{tmp_path}/whole/{target}"
    run_batch([table], whole, parquet=parquet)
    real = FileSink._note
    for cut in (1, 2, 3, 5, 8, 12):
        out = f"{tmp_path}/{cut}{target}"
        left = cut

        def note(sink: FileSink) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                if sink._work:  # the rows are on the disk, half a line of the diary too
                    sink._work.flush()
                sink._diary.write(b'{"position": [0,')
                raise Cut
            real(sink)

        monkeypatch.setattr(FileSink, "_note", note)
        try:
            run_batch([table], out, parquet=parquet)
            assert left > 0
        except Cut:
            assert not os.path.isfile(out)
            monkeypatch.setattr(FileSink, "_note", real)
            run_batch([table], out, parquet=parquet, resume=True)
        assert tree(Path(out)) == tree(Path(whole))
        assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob("*.journal"))


def test_batch_killed_run_goes_on(tmp_path: Path) -> None:
    """`kill -9` in mid-run, then `--resume`: the bytes of an unbroken run, and no worker is left behind."""
    table = lines_file(tmp_path / "in.jsonl", 3000)
    out, journal = tmp_path / "out.jsonl", tmp_path / "out.jsonl.journal"
    line = [sys.executable, "-m", "jobparse", str(table), "--out", str(out), "--jobs", "2"]
    process = subprocess.Popen(line)
    while not (journal.exists() and journal.read_bytes().count(b"\n") > 1):
        assert process.poll() is None, "the run ended before it could be killed"
        time.sleep(0.02)
    workers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
    process.kill()
    process.wait()
    assert not out.exists()
    done = command(table, "--out", out, "--jobs", "2", "--resume")
    assert (done.returncode, "went on behind row" in done.stderr.decode()) == (0, True)
    assert [r["carried"]["id"] for r in rows(out)] == list(range(3000))
    assert rows(out)[-1]["clean_text"] == jobparse.parse(TEXTS[2999 % len(TEXTS)]).clean_text
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]
    assert not [w for w in workers if os.path.exists(f"/proc/{w}")]


def test_batch_resume_refuses_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes on must be the same run; without `resume` it is begun anew and says so."""
    table, out = lines_file(tmp_path / "in.jsonl", 3), str(tmp_path / "out.jsonl")

    def cut(sink: FileSink) -> None:
        sink._note()
        raise Cut

    monkeypatch.setattr(FileSink, "finish", cut)
    with pytest.raises(Cut):
        run_batch([str(table)], out)
    monkeypatch.undo()
    with pytest.raises(jobparse.JobparseError, match="other options"):
        run_batch([str(table)], out, resume=True, text_field="url")
    assert run_batch([str(table)], out).abandoned == 3
    assert len(rows(Path(out))) == 3


def test_batch_refuses_to_mix(tmp_path: Path) -> None:
    """Two runs into one output, and a folder that holds anything else, are refused; a finished folder is left as it is."""
    table, out = str(lines_file(tmp_path / "in.jsonl", 3)), str(tmp_path / "out.jsonl")
    with FileSink(out, {}, None, resume=False), pytest.raises(jobparse.JobparseError, match="another run"):
        run_batch([table], out)
    run_batch([table], f"{tmp_path}/dir/")
    before = tree(tmp_path / "dir")
    assert sorted(before) == [DONE_NAME, "part-00000.jsonl"]
    with pytest.raises(jobparse.JobparseError, match="not empty"):
        run_batch([table], f"{tmp_path}/dir/")
    assert run_batch([table], f"{tmp_path}/dir/", resume=True).complete
    assert tree(tmp_path / "dir") == before
    assert not (tmp_path / "dir.journal").exists()


# ------------------------------------------------------------------ the command


def test_batch_command_writes_rows_where_rows_are_meant(tmp_path: Path) -> None:
    """A table, several workers, a folder as output or a row suffix make rows; the forms for reading show a table's rows one by one."""
    table = lines_file(tmp_path / "in.jsonl", 3)
    piped = command(table)
    assert [json.loads(line)["carried"]["id"] for line in piped.stdout.splitlines()] == [0, 1, 2]
    assert command(table, "--out", tmp_path / "out.parquet").returncode == 0
    assert (tmp_path / "out.parquet").read_bytes()[:4] == b"PAR1"
    texts = command("clean", table)
    assert texts.stdout.decode() == "\n".join(jobparse.clean(t) for t in TEXTS[:3])
    by_stdin = command("-", "--text-field", "text", input=table.read_bytes())
    assert [json.loads(line)["line"] for line in by_stdin.stdout.splitlines()] == [1, 2, 3]
    (tmp_path / "a.txt").write_text(SHORT, "utf-8")
    one = command(tmp_path / "a.txt", "--jobs", "2")
    assert one.stdout == jobparse.parse(SHORT.encode(), name=str(tmp_path / "a.txt")).to_json() + b"\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "parquet"),
        ("--resume",),
        ("--jobs", "2", "--format", "card"),
        ("--out", "no/such/out.jsonl"),
        ("--jobs", "-1"),
    ],
)
def test_batch_command_refuses_in_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Options that do not go together are one line on standard error and status 2."""
    done = command(lines_file(tmp_path / "in.jsonl", 1), *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, b"", 1)


def test_batch_command_statuses(tmp_path: Path) -> None:
    """A bad row is the output's business and ends with 0; an input that cannot be used ends with 2, and the rest is done."""
    (tmp_path / "in.jsonl").write_text('{"text": "Welder"}\nbad\n', "utf-8")
    done = command(tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    assert (done.returncode, done.stderr) == (0, b"jobparse: 1 of 2 rows failed: each has its `error`\n")
    done = command(tmp_path / "in.jsonl", tmp_path / "none.csv", "--out", tmp_path / "out.jsonl")
    assert (done.returncode, len(rows(tmp_path / "out.jsonl"))) == (2, 3)


def test_batch_command_leaves_devices_alone(tmp_path: Path) -> None:
    """`--out /dev/null` and a pipe are written to, never replaced."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    table = lines_file(tmp_path / "in.jsonl", 2)
    with subprocess.Popen(["cat", str(fifo)], stdout=subprocess.PIPE) as reader:
        assert command(table, "--out", fifo).returncode == 0
        assert len(reader.communicate()[0].splitlines()) == 2
    assert fifo.is_fifo()


def test_batch_progress_only_on_a_terminal(tmp_path: Path) -> None:
    """A terminal sees count, rate and failures; a pipe sees nothing."""
    table = lines_file(tmp_path / "in.jsonl", 2000)
    assert command(table, "--out", tmp_path / "out.jsonl").stderr == b""
    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "jobparse", str(table), "--out", str(tmp_path / "out.jsonl")]
    with subprocess.Popen(line, stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"}) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 4096)
            except OSError:
                break
            shown += more
            if not more:
                break
    os.close(ours)
    assert process.returncode == 0
    assert b"a second, 0 failed" in shown
