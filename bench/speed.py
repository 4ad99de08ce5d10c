"""How long a parse takes, in one run and as ratios to `ftfy.fix_text` on the same texts.

    python -m bench.speed [--quick]

Prints: parse against repairing the encoding alone, by set of texts; the share of each stage; the cost by length; the cold start of the
command as a whole process; the peak memory of one parse. Times are the best of several rounds: noise only ever adds.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import ftfy

import jobparse
from jobparse.assembly import Readings, assemble
from jobparse.blocks import find_blocks
from jobparse.boilerplate import judge
from jobparse.decode import decode
from jobparse.facts.graduation import find_graduation
from jobparse.facts.header import find_header
from jobparse.facts.pay import find_pay
from jobparse.facts.skills import find_skills
from jobparse.facts.zones import find_zones
from jobparse.layout import lay_out
from jobparse.model import Document
from jobparse.pipeline import shipped_rules
from jobparse.repair import repair
from jobparse.sections import find_sections

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
ROUNDS = 7
SAMPLE_STEP = 10
"""Every tenth posting of the sample: as telling as all, in a tenth of the time."""


def texts_of(folder: Path) -> list[str]:
    """The postings of a folder."""
    return [path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))]


def sets() -> dict[str, list[str]]:
    """The sets of texts that are there."""
    found = {"corpus": texts_of(ROOT / "corpus" / "postings")}
    if (SHARED / "seeds").is_dir():
        found["seeds"] = texts_of(SHARED / "seeds")
    if (sample := SHARED / "data" / "sample.jsonl").is_file():
        lines = [line for line in sample.read_text("utf-8").split("\n") if line]
        found["sample"] = [json.loads(line)["text"] for line in lines[::SAMPLE_STEP]]
    return found


def best(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The shortest of several runs, in seconds of processor time: other work on the machine counts less."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def each(function: Callable[[str], object], texts: Iterable[str]) -> Callable[[], None]:
    """A run of a function over texts."""

    def run() -> None:
        for text in texts:
            function(text)

    return run


def print_ratios(found: dict[str, list[str]], rounds: int) -> None:
    """Parse against ftfy, set by set."""
    for name, texts in found.items():
        each(jobparse.parse, texts)()
        whole, yardstick = best(each(jobparse.parse, texts), rounds), best(each(ftfy.fix_text, texts), rounds)
        print(
            f"{name:<8} {len(texts):>5} postings  parse {whole / len(texts) * 1e3:7.3f} ms  ftfy.fix_text {yardstick / len(texts) * 1e3:7.3f} ms"
            f"  ratio {whole / yardstick:.3f}"
        )


def print_stages(texts: list[str], rounds: int) -> None:
    """The share of each stage in the whole parse."""
    rules = shipped_rules()
    spent: dict[str, list[float]] = {}
    for _ in range(rounds):
        totals: dict[str, float] = {}

        def timed(name: str, function: Callable[..., Any], *args: object) -> Any:
            start = time.process_time()
            result = function(*args)
            totals[name] = totals.get(name, 0.0) + time.process_time() - start  # noqa: B023
            return result

        for source in texts:
            decoded = decode(source)
            text = timed("repair", repair, decoded.text, rules)
            hits = timed("scan", rules.matcher.scan, text.value)
            blocks = timed("blocks", find_blocks, hits, rules)
            judged = timed("boilerplate", judge, blocks, hits, rules)
            passages = timed("sections", find_sections, judged.blocks, hits, rules)
            document = Document(text, hits, rules, judged.blocks, passages, judged.site, None)
            header = timed("header", find_header, document)
            zones = timed("zones", find_zones, document)
            pay = timed("pay", find_pay, document, zones, header)
            graduation = timed("graduation", find_graduation, document)
            skills = timed("skills", find_skills, document)
            clean = timed("clean", lay_out, text.value, passages)
            timed("assembly", assemble, decoded, None, document, clean, Readings(header, zones, pay, graduation, skills))
        for name, seconds in totals.items():
            spent.setdefault(name, []).append(seconds)
    medians = {name: statistics.median(seconds) for name, seconds in spent.items()}
    for name, seconds in medians.items():
        print(f"  {name:<12} {seconds / len(texts) * 1e3:7.3f} ms  {seconds / sum(medians.values()):6.1%}")


def print_lengths(text: str) -> None:
    """The cost a kilobyte as a posting grows: level where the cost is linear."""
    for size in (1, 10, 100, 1000):
        long = (text + "\n\n") * (size * 1024 // len(text) + 1)
        piece = long[: size * 1024]
        jobparse.parse(piece)
        print(f"  {size:>5} KB  {best(lambda p=piece: jobparse.parse(p), 3) / size * 1e3:7.3f} ms a KB")  # type: ignore[misc]


def process_seconds(*command: str) -> float:
    """A whole process, from start to end, by the clock on the wall."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def print_cold(path: Path) -> None:
    """The cold start of the command, and of its two heaviest imports for comparison."""
    whole = process_seconds(sys.executable, "-m", "jobparse", str(path))
    imports = process_seconds(sys.executable, "-c", "import ftfy, regex")
    print(f"cold     jobparse FILE {whole:.3f} s  python -c 'import ftfy, regex' {imports:.3f} s  ratio {whole / imports:.2f}")


def print_memory(path: Path) -> None:
    """The peak memory of a process that parses one posting."""
    subprocess.run([sys.executable, "-m", "jobparse", str(path)], check=True, capture_output=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"memory   one parse, whole process, at most {peak:.0f} MB")


def main() -> None:
    """Print everything."""
    rounds = 3 if "--quick" in sys.argv else ROUNDS
    found = sets()
    longest = max((ROOT / "corpus" / "postings").glob("*.txt"), key=lambda path: (path.stat().st_size, path.name))
    print_memory(longest)
    print_cold(longest)
    print_ratios(found, rounds)
    for name, texts in found.items():
        print(f"stages on {name}")
        print_stages(texts, rounds)
    print("length (a corpus posting, repeated)")
    print_lengths(longest.read_text("utf-8"))


if __name__ == "__main__":
    main()
