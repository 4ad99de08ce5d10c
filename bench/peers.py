"""What a user could install instead, on our own pay cases: how often the figures are right, how often they are made up, how fast.

    python -m bench.peers [--write]

Each peer goes into an environment of its own under a temporary folder; one that does not install is skipped, and the table says so. Only
figures are compared (minimum and maximum of each range), because most peers give nothing else: currency, period, kind, place and
author of a figure, which count in our own accuracy, cost a peer nothing here. `--write` puts the table into docs/accuracy.md.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import jobparse

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "corpus" / "cases" / "pay.jsonl"
POSTINGS = ROOT / "corpus" / "postings"
DOCUMENT = ROOT / "docs" / "accuracy.md"
BEGIN, END = "<!-- peers: written by `python -m bench.peers --write` -->", "<!-- /peers -->"
PATIENCE = 600
"""Seconds for an installation or a run."""

Ranges = list[tuple[float | None, float | None]]


class Peer(NamedTuple):
    """A package of the registry and how it is asked: `reader` is the body of a function of `text` that gives ranges."""

    package: str
    how: str
    reader: str
    pythons: tuple[str, ...] = ()


PEERS = (
    Peer(
        "pricetag",
        "`PriceExtractor().extract(text)`, every result",
        """
from pricetag import PriceExtractor
extractor = PriceExtractor()
def read(text):
    found = [r["value"] for r in extractor.extract(text)]
    return [tuple(v) if isinstance(v, (tuple, list)) else (v, v) for v in found if v is not None]
""",
        ("3.13",),
    ),
    Peer(
        "python-jobspy",
        "the salary reader that it runs over descriptions",
        """
try:
    from jobspy.util import extract_salary
    def read(text):
        _, low, high, _ = extract_salary(text)
        return [] if low is None else [(low, high)]
except ImportError:
    from jobspy.linkedin import LinkedIn
    def read(text):
        found = LinkedIn._guess_salary(text)
        return [] if found.min_amount is None else [(found.min_amount, found.max_amount)]
""",
    ),
    Peer(
        "price-parser",
        "`Price.fromstring(text)`, one amount",
        """
from price_parser import Price
def read(text):
    price = Price.fromstring(text)
    return [] if price.amount is None or not price.currency else [(float(price.amount), float(price.amount))]
""",
    ),
    Peer(
        "quantulum3",
        "`parser.parse(text)`, amounts of money; two in a row count as a range",
        """
import warnings
warnings.simplefilter("ignore")
from quantulum3 import parser
NAMES = ("dollar", "euro", "pound sterling", "rupee", "franc", "yen", "krona", "zloty")
def read(text):
    try:
        found = parser.parse(text)
    except Exception:
        return []
    money = [q.value for q in found if q.unit.entity.name == "currency" or any(n in q.unit.name for n in NAMES)]
    return [(money[0], money[1])] if len(money) == 2 and money[0] < money[1] else [(m, m) for m in money]
""",
    ),
)

RUN = """
import json, sys, time
{reader}
texts = json.load(open(sys.argv[1], encoding="utf-8"))
read("Pay: $20 an hour")
start = time.perf_counter()
found = [read(text) for text in texts["cases"]]
middle = time.perf_counter()
for text in texts["postings"]:
    read(text)
json.dump({{"found": found, "seconds": time.perf_counter() - middle}}, sys.stdout)
"""


class Result(NamedTuple):
    """What one of them gave: the ranges of each case, and the seconds that the postings took."""

    found: list[Ranges]
    seconds: float


def cases() -> list[dict[str, Any]]:
    """The pay cases of the corpus."""
    return [json.loads(line) for line in CASES.read_text("utf-8").split("\n") if line]


def postings() -> list[str]:
    """The whole postings of the corpus."""
    return [path.read_bytes().decode("utf-8") for path in sorted(POSTINGS.glob("*.txt"))]


def ours(texts: Sequence[str], whole: Sequence[str]) -> Result:
    """Jobparse on the same texts: the whole parse, not pay alone."""
    found: list[Ranges] = [[(p.min, p.max) for p in jobparse.parse(text).pay if p.by == "employer"] for text in texts]
    for text in whole:  # a pattern is compiled when it is first needed
        jobparse.parse(text)
    start = time.perf_counter()
    for text in whole:
        jobparse.parse(text)
    return Result(found, time.perf_counter() - start)


def interpreter(version: str) -> str | None:
    """A Python of the version that works here: on the path, or kept by pyenv."""
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}*/bin/python"))
    for candidate in filter(None, (shutil.which(f"python{version}"), *map(str, kept))):
        if not subprocess.run([candidate, "--version"], capture_output=True, check=False).returncode:
            return candidate
    return None


def theirs(peer: Peer, folder: Path, texts: Path) -> Result | str:
    """A peer in an environment of its own; why not, where it does not install or run."""
    python = next(filter(None, map(interpreter, peer.pythons)), sys.executable)
    home = folder / peer.package
    steps = [[python, "-m", "venv", str(home)], [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", peer.package]]
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, timeout=PATIENCE, check=False)
        if done.returncode:
            return f"does not install here: {_last_line(done.stderr)}"
    run = [str(home / "bin" / "python"), "-c", RUN.format(reader=peer.reader), str(texts)]
    done = subprocess.run(run, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode:
        return f"does not run here: {_last_line(done.stderr)}"
    answer = json.loads(done.stdout)
    return Result([[(r[0], r[1]) for r in ranges] for ranges in answer["found"]], answer["seconds"])


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().split("\n") if line]
    return lines[-1][:100] if lines else "no reason given"


def row(name: str, how: str, result: Result, gold: Sequence[dict[str, Any]], whole: int) -> str:
    """One line of the table."""
    exact = positives = made_up = traps = 0
    for case, found in zip(gold, result.found, strict=True):
        wanted = sorted(_key(e["min"], e["max"]) for e in case["expected"])
        if wanted:
            positives += 1
            exact += wanted == sorted({_key(*r) for r in found}) or wanted == sorted(_key(*r) for r in found)
        else:
            traps += 1
            made_up += bool(found)
    speed = whole / result.seconds
    return f"| {name} | {how} | {exact}/{positives} ({exact / positives:.0%}) | {made_up}/{traps} ({made_up / traps:.0%}) | {speed:,.0f} |"


def _key(low: float | None, high: float | None) -> tuple[float, float]:
    """A range in a form that sorts, open sides included."""
    return (-1.0 if low is None else round(float(low), 2), -1.0 if high is None else round(float(high), 2))


def table() -> list[str]:
    """The table: ours first, then every peer."""
    gold, whole = cases(), postings()
    lines = [
        "| | asked by | ranges right | figures made up in traps | postings a second |",
        "| --- | --- | --: | --: | --: |",
        row(
            "jobparse", "`parse(text).pay`, with all else that it reads", ours([c["text"] for c in gold], whole), gold, len(whole)
        ),
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = folder / "texts.json"
        texts.write_text(json.dumps({"cases": [c["text"] for c in gold], "postings": whole}), "utf-8")
        for peer in PEERS:
            result = theirs(peer, folder, texts)
            lines.append(
                f"| {peer.package} | {result} | | | |"
                if isinstance(result, str)
                else row(peer.package, peer.how, result, gold, len(whole))
            )
    return lines


def main() -> None:
    """Print the table, or put it between the marks of the document."""
    text = "\n".join(table())
    if "--write" not in sys.argv:
        print(text)
        return
    head, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    DOCUMENT.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
