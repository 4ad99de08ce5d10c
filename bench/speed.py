"""How long a parse takes, in one run and as ratios to `ftfy.fix_text` on the same texts.

    python -m bench.speed [--quick]

Prints: parse against repairing the encoding alone, by set of texts; the share of each stage; the cost by length; packages that do a part of
the work; the cold start of the command as a whole process, with the cache of an earlier run and without; the memory of one parse; the vocabulary.

Processor time, so that other work on the machine counts less. The sample's texts are read once each, after others: what a process remembers
of a text it has seen does not help. The few texts of the other sets are read again and again, and the best round counts.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import ftfy

import jobparse
from jobparse import pipeline

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
ROUNDS, QUICK_ROUNDS = 7, 3
SAMPLE_STEP, QUICK_STEP = 2, 10
"""Every second posting of the sample is timed, or every tenth."""

WARM = 150
"""So many other postings are read before, which compiles the rows that postings need."""

STAGES = {
    "repair": "repair",
    "find_blocks": "blocks",
    "judge": "boilerplate",
    "find_sections": "sections",
    "find_header": "header",
    "find_zones": "zones",
    "find_pay": "pay",
    "find_graduation": "graduation",
    "find_skills": "skills",
    "lay_out": "clean",
    "assemble": "assembly",
}
"""The functions of the pipeline, and what they are called here."""

LENGTHS = (1, 10, 100, 1000)


def texts_of(folder: Path) -> list[str]:
    """The postings of a folder."""
    return [path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))]


def sample() -> list[str]:
    """The postings of the sample; none where it is not there."""
    path = SHARED / "data" / "sample.jsonl"
    return [json.loads(line)["text"] for line in path.read_text("utf-8").split("\n") if line] if path.is_file() else []


def spent(function: Callable[..., object], *arguments: object) -> float:
    """The processor time of one call."""
    start = time.process_time()
    function(*arguments)
    return time.process_time() - start


def best(run: Callable[[], object], rounds: int) -> float:
    """The shortest of several runs: noise only ever adds."""
    return min(spent(run) for _ in range(rounds))


def each(function: Callable[[str], object], texts: Iterable[str]) -> Callable[[], None]:
    """A run of a function over texts."""

    def run() -> None:
        for text in texts:
            function(text)

    return run


# ------------------------------------------------------------------ against ftfy


def print_ratio(name: str, texts: Sequence[str], whole: float, yardstick: float) -> None:
    """One line: a set of texts, what a posting of it takes, and the ratio."""
    mean = sum(map(len, texts)) / len(texts)
    print(
        f"{name:<14} {len(texts):>5} postings of {mean:6,.0f} characters  parse {whole / len(texts) * 1e3:7.3f} ms"
        f"  ftfy.fix_text {yardstick / len(texts) * 1e3:7.3f} ms  ratio {whole / yardstick:.3f}"
    )


def print_once(name: str, texts: Sequence[str]) -> None:
    """Every text once, the parse and the yardstick by turns."""
    whole = yardstick = 0.0
    for text in texts:
        whole += spent(jobparse.parse, text)
        yardstick += spent(ftfy.fix_text, text)
    print_ratio(name, texts, whole, yardstick)


def print_repeated(name: str, texts: Sequence[str], rounds: int) -> None:
    """The best round of several."""
    print_ratio(name, texts, best(each(jobparse.parse, texts), rounds), best(each(ftfy.fix_text, texts), rounds))


# ------------------------------------------------------------------ by stage and by length


def stage_times(texts: Sequence[str]) -> dict[str, float]:
    """What each stage of the pipeline takes of these texts, and what is left between them (decoding, the fold, the passes for literals)."""
    totals = dict.fromkeys((*STAGES.values(), "the rest"), 0.0)
    stages = {name: getattr(pipeline, name) for name in STAGES}

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            start = time.process_time()
            result = function(*arguments, **options)
            totals[name] += time.process_time() - start
            return result

        return run

    for name, function in stages.items():
        setattr(pipeline, name, timed(STAGES[name], function))
    try:
        whole = spent(each(pipeline.parse, texts))
    finally:
        for name, function in stages.items():
            setattr(pipeline, name, function)
    totals["the rest"] = whole - sum(totals.values())
    return totals


def print_stages(name: str, texts: Sequence[str], rounds: int) -> None:
    """The share of each stage in the whole parse: the median of several rounds."""
    runs = [stage_times(texts) for _ in range(rounds)]
    medians = {stage: statistics.median(run[stage] for run in runs) for stage in runs[0]}
    whole = sum(medians.values())
    print(f"stages on {name} (repeated)")
    for stage, seconds in medians.items():
        print(f"  {stage:<12} {seconds / len(texts) * 1e3:7.3f} ms  {seconds / whole:6.1%}")


def print_lengths(text: str) -> None:
    """The cost a kilobyte as a posting grows: level where the cost is linear."""
    print("length (a corpus posting, repeated)")
    for size in LENGTHS:
        piece = ((text + "\n\n") * (size * 1024 // len(text) + 1))[: size * 1024]
        jobparse.parse(piece)
        print(f"  {size:>5} KB  {best(lambda piece=piece: jobparse.parse(piece), 3) / size * 1e3:7.3f} ms a KB")  # type: ignore[misc]


# ------------------------------------------------------------------ packages that do a part of the work


def print_peers(texts: Sequence[str]) -> None:
    """What others take for pay, dates and skills: price-parser on every line with a figure, dateparser's search on every line with a year, ESCO's labels."""
    from dateparser.search import search_dates
    from price_parser import Price

    lines = [line for text in texts for line in text.split("\n")]
    priced = [line for line in lines if any(sign in line for sign in "$€£") and any(map(str.isdigit, line))]
    dated = [line for line in lines if "202" in line][:40]
    ours = stage_times(texts)
    print("a part of the work, a posting (repeated)")
    print(
        f"  pay          {ours['pay'] / len(texts) * 1e3:7.3f} ms  price-parser, the first price of a line with a sign", end=" "
    )
    print(f"{spent(each(Price.fromstring, priced)) / len(texts) * 1e3:7.3f} ms")
    search_dates("May 2027")
    print(f"  graduation   {ours['graduation'] / len(texts) * 1e3:7.3f} ms  dateparser's search, a line with a year", end=" ")
    print(f"{spent(each(search_dates, dated)) / max(len(dated), 1) * 1e3:7.3f} ms")
    labels = SHARED / "vocab" / "esco_skills_merged.jsonl"
    if labels.is_file():
        from rapidfuzz import fuzz, process

        names = [str(json.loads(line).get("preferred", "")) for line in labels.read_text("utf-8").split("\n") if line]
        some = [line for line in lines if line.strip()][:10]
        fuzzy = spent(each(lambda line: process.extractOne(line, names, scorer=fuzz.partial_ratio), some)) / len(some)
        print(
            f"  skills       {ours['skills'] / len(texts) * 1e3:7.3f} ms  rapidfuzz over ESCO's labels, a line {fuzzy * 1e3:12.3f} ms"
        )


# ------------------------------------------------------------------ whole processes


def process_seconds(environment: dict[str, str], *command: str, rounds: int = 5) -> float:
    """A whole process, from start to end, by the clock on the wall."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        times.append(time.perf_counter() - start)
    return min(times)


def print_cold(path: Path) -> None:
    """The start of the command: after an earlier run, without one, and two imports for comparison. Modules are compiled, as in every installation."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = (sys.executable, "-m", "jobparse", str(path))
    imports = process_seconds(environment, sys.executable, "-c", "import ftfy, regex")
    firsts = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            environment["XDG_CACHE_HOME"] = folder
            firsts.append(process_seconds(environment, *command, rounds=1))
            whole = process_seconds(environment, *command)
    print(f"cold start     jobparse FILE {whole:.3f} s, the very first time {min(firsts):.3f} s", end="")
    print(f"  python -c 'import ftfy, regex' {imports:.3f} s  ratio {whole / imports:.2f}")


def print_memory(path: Path) -> None:
    """The peak memory of the processes that parsed one posting."""
    print(
        f"memory         one parse, whole process: at most {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB",
        end="",
    )
    code = f"import jobparse; jobparse.parse(open({str(path)!r}, 'rb').read()); import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    peak = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    print(f"; as a library, rules read anew: {int(peak) / 1024:.0f} MB")


VOCABULARY = """
import time, resource
from jobparse.pipeline import shipped_rules
from jobparse.skillreading import vocabulary
rules = shipped_rules()
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
made = vocabulary(rules)
made.automaton.find(b" python ")
print(len(made.entries), time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def print_vocabulary() -> None:
    """What the vocabulary of skills costs a process that reads it from its tables."""
    names, seconds, memory = subprocess.run(
        [sys.executable, "-c", VOCABULARY], check=True, capture_output=True, text=True
    ).stdout.split()
    print(f"vocabulary     {int(names):,} skills read in {float(seconds) * 1e3:.0f} ms, {int(memory) / 1024:.0f} MB")


def main() -> None:
    """Print everything."""
    quick = "--quick" in sys.argv
    rounds = QUICK_ROUNDS if quick else ROUNDS
    corpus = ROOT / "corpus" / "postings"
    longest = max(corpus.glob("*.txt"), key=lambda path: (path.stat().st_size, path.name))
    print_cold(longest)
    print_memory(longest)
    print_vocabulary()
    all_texts = sample()
    others, timed = all_texts[1::SAMPLE_STEP], all_texts[:: QUICK_STEP if quick else SAMPLE_STEP]
    sets = {"corpus": texts_of(corpus)}
    if (SHARED / "seeds").is_dir():
        sets["seeds"] = texts_of(SHARED / "seeds")
    each(jobparse.parse, others[:WARM] or sets["corpus"])()
    for name, texts in sets.items():
        print_once(f"{name}, once", texts)
    if timed:
        print_once("sample, once", timed)
    for name, texts in sets.items():
        print_repeated(name, texts, rounds)
    for name, texts in {**sets, **({"sample": timed[:WARM]} if timed else {})}.items():
        print_stages(name, texts, rounds)
    print_peers(sets["corpus"])
    print_lengths(longest.read_text("utf-8"))


if __name__ == "__main__":
    main()
