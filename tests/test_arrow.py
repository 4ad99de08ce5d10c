"""Arrow in, Arrow out: the same cells as the record, whatever array the texts come in."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="the extra jobparse[arrow] is not installed")

import jobparse  # noqa: E402
from jobparse.arrow import BATCH, SCHEMA, SLICE, STRUCT, output_schema, parse_array, parse_batches, parse_table  # noqa: E402
from jobparse.rulebook import Rulebook  # noqa: E402

POSTINGS = Path(__file__).resolve().parent.parent / "corpus" / "postings"
TEXTS = [path.read_bytes().decode() for path in sorted(POSTINGS.glob("*.txt"))[:12]]


def cells(data: str | bytes, form: str | None = None) -> dict[str, Any]:
    """The record as JSON has it, with the column that only Arrow has."""
    return {**json.loads(jobparse.parse(data, input=form).to_json()), "error": None}


def test_arrow_cells_are_those_of_the_record() -> None:
    """Every field of every posting is the record's, nested ones too, and a null stays null."""
    postings = parse_array(pa.array([*TEXTS, None]))
    assert postings.type == STRUCT
    assert postings.to_pylist() == [*map(cells, TEXTS), None]


def test_arrow_schema_has_every_field_of_the_record() -> None:
    """The schema follows the types: no field is missing at any depth."""
    record = cells(TEXTS[0])
    assert SCHEMA.names == list(record)
    assert {f.name for f in SCHEMA.field("sections").type.value_type} == set(record["sections"][0])


@pytest.mark.parametrize(
    "kind",
    ["string", "large_string", "string_view", "binary", "large_binary", "dictionary", "chunked", "sliced", "c_array", "c_stream"],
)
def test_arrow_takes_every_kind_of_text(kind: str) -> None:
    """The texts may come as any string type, in chunks, as a dictionary, as a slice or through the C interface."""
    texts = ["Welder", None, "Nurse\n\nPay: $40 per hour", "Welder", ""]

    class Handed:
        """A column of another library, which hands out one of Arrow's two interfaces."""

        def __init__(self, name: str, array: Any) -> None:
            def hand_out(_: Handed, requested_schema: Any = None) -> Any:
                return getattr(array, name)(requested_schema)

            setattr(type(self), name, hand_out)

    makers: dict[str, Any] = {
        "dictionary": lambda: pa.array(texts).dictionary_encode(),
        "chunked": lambda: pa.chunked_array([texts[:2], [], texts[2:]], pa.string()),
        "sliced": lambda: pa.array(["before", *texts, "after"])[1:6],
        "c_array": lambda: Handed("__arrow_c_array__", pa.array(texts)),
        "c_stream": lambda: Handed("__arrow_c_stream__", pa.chunked_array([texts], pa.string())),
    }
    made = (
        makers[kind]()
        if kind in makers
        else pa.array([t and t.encode() for t in texts] if "binary" in kind else texts, getattr(pa, kind)())
    )
    found = parse_array(made).to_pylist()
    wanted = [None if t is None else cells(t.encode() if "binary" in kind else t) for t in texts]
    assert found == wanted


def test_arrow_dictionary_parses_each_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand rows of two texts cost two parses."""
    seen: list[Any] = []
    real = jobparse.Parser.parse

    def parse(self: jobparse.Parser, data: str | bytes, **options: Any) -> jobparse.Posting:
        seen.append(data)
        return real(self, data, **options)

    monkeypatch.setattr(jobparse.Parser, "parse", parse)
    postings = parse_array(pa.array(["Welder", None, "Nurse"] * 4000).dictionary_encode())
    assert (len(postings), postings.null_count, sorted(seen)) == (12000, 4000, ["Nurse", "Welder"])


def test_arrow_no_rows_no_columns() -> None:
    """Empty arrays, arrays of nothing but nulls and empty tables keep the type."""
    for empty in (pa.array([], pa.string()), pa.chunked_array([], pa.string()), pa.array([None, None])):
        assert (parse_array(empty).type, parse_array(empty).null_count) == (STRUCT, len(empty))
    assert parse_table(pa.table({"text": pa.array([], pa.string())})).schema.field("posting").type == STRUCT


def test_arrow_one_failing_row_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a parse raises stands in `error` of its row; so does a record that Arrow cannot hold."""
    real = jobparse.Parser.parse

    def parse(self: jobparse.Parser, data: str | bytes, **options: Any) -> jobparse.Posting:
        if data == "bomb":
            raise RuntimeError("boom\nand more")
        return real(self, "a \ud83d b" if data == "lone" else data, **options)

    monkeypatch.setattr(jobparse.Parser, "parse", parse)
    rows = parse_array(pa.array(["Welder", "bomb", "lone", "Nurse"])).to_pylist()
    assert [rows[0], rows[3]] == [cells("Welder"), cells("Nurse")]
    assert (rows[1]["error"], rows[1]["status"]) == ("RuntimeError: boom and more", None)
    assert "UnicodeEncodeError" in rows[2]["error"] or rows[2]["status"] == "open"


def test_arrow_bytes_that_are_no_utf8_are_decoded() -> None:
    """A string array that holds Latin-1 all the same is read as `parse` reads bytes."""
    wrong = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\x0d\0\0\0"), pa.py_buffer(b"Caf\xe9 manager\n")])
    assert parse_array(wrong).to_pylist() == [cells(b"Caf\xe9 manager\n")]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: parse_array(pa.array([1])), "int64"),
        (lambda: parse_array(["Welder"]), "list"),
        (lambda: parse_table(pa.table({"body": ["x"]})), "body"),
        (lambda: parse_table(pa.table({"text": ["x"], "posting": ["y"]})), "into"),
        (lambda: parse_table(pa.table({"text": ["x"]}), keep=["id"]), "'id'"),
        (lambda: parse_array(pa.array(["x"]), input="pdf"), "'pdf'"),
    ],
)
def test_arrow_refuses_with_advice(call: Any, words: str) -> None:
    """What cannot be parsed is refused in one line that names the type or the columns."""
    with pytest.raises(jobparse.JobparseError, match=words):
        call()


def test_arrow_batches_carry_columns_and_stay_small() -> None:
    """A large batch comes out in small ones, in order, with the columns asked for; an iterator, a table and a reader do alike."""
    many = pa.table({"id": range(BATCH + SLICE), "text": ["Welder"] * (BATCH + SLICE), "extra": ["x"] * (BATCH + SLICE)})
    batches = list(parse_batches(iter(many.to_batches()), keep=["id"], into="record"))
    assert [b.num_rows for b in batches] == [BATCH, SLICE]
    assert batches[0].schema == output_schema(many.schema, keep=["id"], into="record")
    assert pa.Table.from_batches(batches).column("id").to_pylist() == list(range(BATCH + SLICE))
    assert list(parse_batches(many, keep=["id"], into="record")) == batches
    assert list(parse_batches(many.to_reader(), keep=["id"], into="record")) == batches


def test_arrow_input_says_what_the_texts_are() -> None:
    """`input` is that of `parse`: markup that would be read as a page stays text where the caller says so."""
    page = "<div><p>Welder</p></div>"
    batch = pa.record_batch({"text": [page]})
    table = parse_table(pa.table({"text": [page]}), input="text").column("posting").combine_chunks()
    for told in (
        parse_array(pa.array([page]), input="text"),
        next(parse_batches([batch], input="text")).column("posting"),
        table,
    ):
        assert told.to_pylist() == [cells(page, "text")]
    assert parse_array(pa.array([page])).field("source").field("format").to_pylist() == ["html"]


def test_arrow_own_rules_are_used(tmp_path: Path) -> None:
    """A user's rule folder decides in Arrow too, and its digest is in the record."""
    (tmp_path / "vocabulary.toml").write_text("[pieces]\nunheard_of = 'x'\n", "utf-8")
    rules = jobparse.load_rules(tmp_path)
    digest = parse_array(pa.array(["Welder"]), rules=rules).field("rules")[0].as_py()
    assert digest == rules.digest != jobparse.load_rules().digest


def test_arrow_rules_pickle_and_are_unpacked_once() -> None:
    """Sent twice, a rulebook is one object in the process that gets it, and it decides alike in another process."""
    rules = jobparse.load_rules()
    rules.matcher.scan("built")
    block = pickle.dumps(jobparse.Parser(rules))
    first, second = pickle.loads(block), pickle.loads(pickle.dumps(jobparse.Parser(rules)))  # noqa: S301  our own
    assert isinstance(first.rules, Rulebook)
    assert first.rules is second.rules
    script = "import pickle, sys; sys.stdout.buffer.write(pickle.load(sys.stdin.buffer).parse(sys.argv[1]).to_json())"
    done = subprocess.run([sys.executable, "-c", script, TEXTS[0]], input=block, capture_output=True, check=True)
    assert done.stdout == jobparse.parse(TEXTS[0]).to_json()
