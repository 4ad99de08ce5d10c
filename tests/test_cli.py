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
    "arguments",
    [
        ("--format", "xml", "f"),
        ("--reference-date", "yesterday", "f"),
        ("--rules", "no-such-folder", "f"),
        ("--bogus",),
        ("check", "no-such-folder"),
        ("clean",),
    ],
)
def test_cli_bad_options_are_one_line(arguments: tuple[str, ...]) -> None:
    """A bad option or rules folder is one line on standard error, nothing on standard output, status 2."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.decode().splitlines()) == 1


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
