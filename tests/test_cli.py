"""The command as a user meets it: its own process, real files, real pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from jobparse.cli import main
from jobparse.inputs import named_files

POSTING = "Senior Welder\nAcme Pipeworks\n\nRequirements\n- MIG welding\n\nPay: $28 - $34 per hour\n"


def run(*arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command and wait for it."""
    command = [sys.executable, "-m", "jobparse", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, **(env or {})}, timeout=60, check=False)


@pytest.fixture
def posting(tmp_path: Path) -> Path:
    """A posting in a file."""
    path = tmp_path / "welder.txt"
    path.write_text(POSTING, "utf-8")
    return path


@pytest.fixture
def untidy(posting: Path) -> Path:
    """A folder with a posting and much that is none."""
    folder = posting.parent
    for name in ("empty-folder", "bad-rules", "unreadable-rules"):
        (folder / name).mkdir()
    (folder / "bad-rules" / "x.toml").write_text('about = "x"\n[[rule]]\nid = "no-why"\npattern = "("\n', "utf-8")
    (folder / "unreadable-rules" / "x.toml").write_text("no [toml", "utf-8")
    (folder / "zeros.txt").write_bytes(bytes(200))
    (folder / "picture.txt").write_bytes(b"\x89PNG and more")
    (folder / "dangling.txt").symlink_to(folder / "nowhere")
    return folder


def test_cli_json_into_a_pipe(posting: Path) -> None:
    """Into a pipe goes the record as JSON, named after the file."""
    done = run(posting)
    record = json.loads(done.stdout)
    assert (done.returncode, record["source"]["name"]) == (0, str(posting))
    assert record["schema"] == "jobparse.posting/1"


def test_cli_files_alone_are_parsed_as_by_the_command(posting: Path, tmp_path: Path) -> None:
    """Where files stand alone nothing is loaded that reads options; what comes out is the same, complaints too."""
    binary = tmp_path / "b.txt"
    binary.write_bytes(b"%PDF-1.7 and more")
    for paths in ([posting], [posting, binary, posting]):
        plain, spelled = run(*paths), run("parse", *paths)
        assert (plain.returncode, plain.stdout, plain.stderr) == (spelled.returncode, spelled.stdout, spelled.stderr)
    command = [sys.executable, "-X", "importtime", "-m", "jobparse"]
    loaded = [subprocess.run([*command, *more, posting], capture_output=True, check=True).stderr for more in ([], ["clean"])]
    assert [b"click" in names for names in loaded] == [False, True]


def test_cli_script_is_the_one_that_is_named() -> None:
    """What an installation puts on the path leads to the command."""
    named = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]["jobparse"]
    module, _, function = named.partition(":")
    assert callable(getattr(import_module(module), function))


@pytest.mark.parametrize("form", ["card", "json", "jsonl", "text", "markdown"])
def test_cli_every_format_has_the_words(posting: Path, form: str) -> None:
    """Every form shows the posting's own words."""
    done = run(posting, "--format", form)
    assert done.returncode == 0
    assert ("elding" if form != "card" else "requirements") in done.stdout.decode()


def test_cli_bad_inputs_cost_no_other(posting: Path, tmp_path: Path) -> None:
    """A missing, a binary and a large file get a line each; the good one is still written; the status is 2."""
    binary, large = tmp_path / "b.txt", tmp_path / "large.txt"
    binary.write_bytes(b"%PDF-1.7 and more")
    large.write_bytes(b"x" * 2000)
    done = run(tmp_path / "none.txt", binary, large, posting, "--max-bytes", "1000")
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert [json.loads(line)["source"]["name"] for line in done.stdout.splitlines()] == [str(posting)]
    assert ["no such file" in lines[0], "a PDF" in lines[1], "--max-bytes" in lines[2], len(lines)] == [True, True, True, 3]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "xml", "f"), "'xml' is not one of"),
        (("--reference-date", "yesterday", "f"), "write it as YYYY-MM-DD"),
        (("--reference-date", "2026-13-01", "f"), "write it as YYYY-MM-DD"),
        (("--rules", "no-such-folder", "f"), "no such rules folder"),
        (("--rules", "unreadable-rules", "f"), "unreadable-rules/x.toml: cannot be read"),
        (("--rules", "bad-rules", "f"), "bad-rules/x.toml: no-why"),
        (("--rules", "welder.txt", "f"), "give a folder that holds .toml files"),
        (("--max-bytes", "0", "f"), "--max-bytes"),
        (("--max-bytes", "many", "f"), "--max-bytes"),
        (("--jobs", "-1", "f"), "--jobs"),
        (("--bogus",), "--bogus"),
        (("--resume", "welder.txt"), "--resume takes --out"),
        (("--format", "parquet", "welder.txt"), "give --out"),
        (("--format", "card", "--jobs", "2", "welder.txt"), "not card"),
        (("--place", "Oakland, CA", "--format", "text", "welder.txt"), "--place goes with --format"),
        (("--out", "nowhere/x.json", "welder.txt"), "nowhere/x.json: cannot be written"),
        (("no-such-file.txt",), "no such file"),
        (("no*match.txt",), "no such file"),
        (("empty-folder",), "the folder holds no file"),
        (("dangling.txt",), "no such file"),
        (("zeros.txt",), "binary data"),
        (("picture.txt",), "a picture"),
        (("x" * 400,), "file name too long"),
        (("clean",), "Missing argument"),
        (("clean", "no-such-file.txt"), "no such file"),
        (("explain", "no-such-file.txt"), "no such file"),
        (("check", "no-such-folder"), "is no folder"),
        (("score", "no-such-folder"), "does not exist"),
        (("score", "empty-folder"), "holds no gold"),
        (("score", "empty-folder", "--pin"), "--pin and --lower go with --floors"),
        (("score", "welder.txt"), "unusable gold"),
        (("schema", "more"), "unexpected extra argument"),
        (("learn", "--least", "1", "welder.txt"), "--least"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else None,
)
def test_cli_bad_input_is_one_line(
    untidy: Path,
    arguments: tuple[str, ...],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """What cannot be used is one line on standard error that says what is wrong, nothing on standard output, status 2."""
    monkeypatch.chdir(untidy)
    monkeypatch.setattr(sys, "argv", ["jobparse", *arguments])
    monkeypatch.setattr(os, "_exit", sys.exit)
    with pytest.raises(SystemExit) as ended:
        main()
    written = capfd.readouterr()
    (line,) = written.err.splitlines()
    assert (ended.value.code, written.out) == (2, "")
    assert line.startswith("jobparse: ")
    assert words in line


@pytest.mark.parametrize("arguments", [("welder.txt",), ("clean", "welder.txt"), ("--out", "/dev/full", "welder.txt")])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_cli_full_disk_is_one_line(untidy: Path, arguments: tuple[str, ...]) -> None:
    """Where nothing can be written any more it is said in one line."""
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "jobparse", *arguments]
        done = subprocess.run(command, cwd=untidy, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    (line,) = done.stderr.decode().splitlines()
    assert (done.returncode, "no space left" in line) == (2, True)


def test_cli_closed_streams_are_no_fault(posting: Path) -> None:
    """A closed standard input is an empty one; what goes to a closed output or error stream is read by nobody."""
    rows = f"parse --jobs 1 {posting} --out {posting}.jsonl 2>&-"
    for redirected, status in (("- <&-", 0), (f"{posting} >&-", 0), (f"{posting}.no 2>&-", 2), (rows, 0)):
        command = ["bash", "-c", f"{sys.executable} -m jobparse {redirected}"]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (status, b"")


def test_cli_folder_in_which_not_all_can_be_read(posting: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder below that cannot be read is a complaint, and costs no other file."""
    (posting.parent / "locked").mkdir()
    scandir = os.scandir

    def locked(folder: str) -> object:
        if folder.endswith("locked"):
            raise PermissionError(13, "Permission denied", folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", locked)
    found = list(named_files([str(posting.parent)]))
    assert [(Path(file.path).name, file.complaint) for file in found] == [
        ("locked", "cannot be read: permission denied"),
        ("welder.txt", None),
    ]


def test_cli_standard_input_folders_and_globs(posting: Path, tmp_path: Path) -> None:
    """`-`, a folder and a glob name the same posting."""
    by_stdin = json.loads(run("-", stdin=POSTING.encode()).stdout)
    by_folder = json.loads(run(tmp_path, "--format", "jsonl").stdout)
    by_glob = json.loads(run(f"{tmp_path}/*.txt", "--format", "jsonl").stdout)
    assert by_stdin["fingerprint"] == by_folder["fingerprint"] == by_glob["fingerprint"]


def test_cli_broken_pipe_is_quiet(posting: Path) -> None:
    """A reader that goes away ends the command without a trace of Python."""
    command = f"{sys.executable} -m jobparse {' '.join([str(posting)] * 200)} --format jsonl | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=120, check=False)
    assert (done.stdout, done.stderr) == (b'{"schema":', b"")


def test_cli_output_file_is_whole_or_absent(posting: Path, tmp_path: Path) -> None:
    """`--out` leaves the whole record and no part file; where it cannot write it says so."""
    out = tmp_path / "out.json"
    assert run(posting, "--out", out).returncode == 0
    assert json.loads(out.read_bytes())["status"] == "open"
    assert not list(tmp_path.glob(".jobparse-*"))
    failed = run(posting, "--out", tmp_path / "no" / "out.json")
    assert (failed.returncode, len(failed.stderr.splitlines())) == (2, 1)


def test_cli_same_bytes_everywhere(posting: Path) -> None:
    """Hash seed, time zone and locale change no byte."""
    settings = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "LANG": "de_DE"},
    ]
    first, second = (run(posting, env=env).stdout for env in settings)
    assert first == second != b""


def test_cli_schema_describes_the_record(posting: Path) -> None:
    """Every field of a record is in the schema's definition of a posting."""
    schema = json.loads(run("schema").stdout)
    record = json.loads(run(posting).stdout)
    assert set(record) == set(schema["$defs"]["Posting"]["properties"])


def test_cli_explain_names_rules_and_places(posting: Path) -> None:
    """`explain` lists blocks and facts with places and rules."""
    done = run("explain", posting)
    assert done.returncode == 0
    assert "BLOCKS" in done.stdout.decode()
    assert "[0–13]" in done.stdout.decode()
