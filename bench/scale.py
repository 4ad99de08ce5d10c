"""Many postings: what workers gain, what memory they take, what a kill costs, and Spark against the command.

    python -m bench.scale [--rows N] [--many N] [--quick] [workers] [memory] [resume] [spark]

The postings are those of the corpus, over and over, each with a line of its own in front so that no two are equal. Everything runs as a whole process
on files in a temporary folder. A share of the machine that others take shows in every figure: run it on an idle one.
"""

from __future__ import annotations

import argparse
import contextlib
import filecmp
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ROWS = 20_000
MANY = 200_000
FEW = 224
"""Postings after which a run is at its pace: each of two workers has seen the corpus twice."""

KILLS = 3
POLL_SECONDS = 0.1
PLANS = (10**6, 10**8, 10**9)
PLAN_CORES = 64
PARTS = ("workers", "memory", "resume", "spark")


class Run(NamedTuple):
    """One run of the command: its time, the processor time of all its processes, and their peak memory in MB."""

    seconds: float
    processor: float
    parent: float
    worker: float
    total: float


def make_input(path: Path, count: int, length: int | None = None) -> Path:
    """JSON Lines with so many postings, cut to a length if one is given."""
    texts = [p.read_bytes().decode() for p in sorted((ROOT / "corpus" / "postings").glob("*.txt"))]
    with path.open("w", encoding="utf-8") as handle:
        for number in range(count):
            text = f"Posting number {number}\n\n{texts[number % len(texts)]}"[:length]
            handle.write(
                json.dumps({"id": number, "url": f"https://jobs.example/{number}", "text": text}, ensure_ascii=False) + "\n"
            )
    return path


def command(table: Path, out: Path, *options: str) -> list[str]:
    """The command line of a batch run."""
    return [sys.executable, "-m", "jobparse", str(table), "--out", str(out), *options]


def peak(pid: int) -> float:
    """The most memory that a process has had, in MB; 0 for one that is gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def children(pid: int) -> Iterator[int]:
    """The processes that a process has started."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            yield from map(int, task.read_text("ascii").split())


def timed(*line: str) -> Run:
    """Run a command to its end, watching its memory."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    parent, workers = 0.0, dict[int, float]()
    with subprocess.Popen(line, cwd=ROOT) as process:
        while process.poll() is None:
            parent = max(parent, peak(process.pid))
            for child in list(children(process.pid)):
                workers[child] = max(workers.get(child, 0.0), peak(child))
            time.sleep(POLL_SECONDS)
    if process.returncode:
        sys.exit(f"{' '.join(line)}: exit status {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.perf_counter() - start, used, parent, max(workers.values(), default=0.0), parent + sum(workers.values()))


def print_workers(folder: Path, table: Path, count: int) -> None:
    """One worker against two: whole runs, and what is left of them without the start (processes, rules, patterns compiled as they are met)."""
    few = make_input(folder / "few.jsonl", FEW)
    runs, seconds, processor = {}, {}, {}
    for jobs in (1, 2):
        starts = [timed(*command(few, folder / "few.out", "--jobs", str(jobs))) for _ in range(3)]
        run = runs[jobs] = timed(*command(table, folder / f"jobs{jobs}.jsonl", "--jobs", str(jobs)))
        start = min(s.seconds for s in starts)
        seconds[jobs] = (run.seconds - start) / (count - FEW)
        processor[jobs] = (run.processor - min(s.processor for s in starts)) / (count - FEW)
        print(
            f"workers  {jobs}: {count:,} postings in {run.seconds:.1f} s, {count / run.seconds:,.0f} a second; start and first {FEW} {start:.2f} s; "
            f"then {1 / seconds[jobs]:,.0f} a second, {processor[jobs] * 1e3:.2f} ms of processor time a posting"
        )
    same = filecmp.cmp(folder / "jobs1.jsonl", folder / "jobs2.jsonl", shallow=False)
    print(
        f"workers  two are {runs[1].seconds / runs[2].seconds:.2f} × one, {seconds[1] / seconds[2]:.2f} × after the start "
        f"(by processor time at most {2 * processor[1] / processor[2]:.2f} ×); the same bytes: {same}"
    )
    print_machine(folder, table, count, runs[1])
    parquet = timed(*command(table, folder / "jobs2.parquet", "--jobs", "2")).seconds
    print(f"workers  2 into Parquet: {parquet:.1f} s, {count / parquet:,.0f} a second")
    print_plan(folder, processor[2])


def print_machine(folder: Path, table: Path, count: int, alone: Run) -> None:
    """What the machine itself gives: two runs of one worker at once, which know nothing of each other, against one alone."""
    begun = time.perf_counter()
    lines = [command(table, folder / f"side{number}.jsonl", "--jobs", "1") for number in range(2)]
    processes = [subprocess.Popen(line, cwd=ROOT) for line in lines]
    for process in processes:
        process.wait()
    seconds = time.perf_counter() - begun
    print(
        f"workers  the machine's own limit: two separate runs side by side do {2 * count / seconds / (count / alone.seconds):.2f} × one"
    )


def print_plan(folder: Path, seconds: float) -> None:
    """What more postings would cost at this rate: nothing but the parse grows, since rows know nothing of each other.

    The output is measured on the postings once each: copies of them would pack too well.
    """
    sizes = []
    for name in ("once.jsonl", "once.parquet"):
        timed(*command(ROOT / "corpus" / "postings", folder / name))
        sizes.append(os.path.getsize(folder / name) / len(list((ROOT / "corpus" / "postings").glob("*.txt"))))
    print(
        f"plan     {seconds * 1e3:.2f} ms of one core a posting; {sizes[0]:,.0f} bytes a row as JSON, {sizes[1]:,.0f} as Parquet"
    )
    for count in PLANS:
        hours = count * seconds / 3600
        print(
            f"plan     {count:>13,} postings: {hours:,.1f} core hours ({hours / PLAN_CORES:,.1f} h on {PLAN_CORES} cores), "
            f"{count * sizes[0] / 1e9:,.0f} GB as JSON, {count * sizes[1] / 1e9:,.0f} GB as Parquet"
        )


def print_memory(folder: Path, sizes: tuple[int, ...], length: int | None) -> None:
    """The peak of parent and workers as the input grows."""
    for count in sizes:
        table = make_input(folder / "memory.jsonl", count, length)
        run = timed(*command(table, folder / "memory.out.jsonl", "--jobs", "2"))
        print(
            f"memory   {count:>7,} rows ({table.stat().st_size / 1e6:,.0f} MB in, {(folder / 'memory.out.jsonl').stat().st_size / 1e6:,.0f} MB out, "
            f"{run.seconds:.0f} s): parent {run.parent:.0f} MB, largest worker {run.worker:.0f} MB, all processes {run.total:.0f} MB"
        )
        (folder / "memory.out.jsonl").unlink()
        table.unlink()


def rows_done(out: Path) -> int:
    """How far a run is by its diary."""
    with contextlib.suppress(OSError, ValueError, LookupError):
        return int(json.loads(Path(f"{out}.journal").read_bytes().split(b"\n")[-2])["rows"])
    return 0


def print_resume(folder: Path, table: Path, count: int) -> None:
    """Killed with -9 at moments nobody chose, gone on with, compared with a run that nobody broke."""
    whole = folder / "whole.jsonl"
    timed(*command(table, whole, "--jobs", "2"))
    moments = random.Random()  # nobody chooses the moments
    for kill in range(KILLS):
        out = folder / f"killed{kill}.jsonl"
        while not killed(table, out, moments.uniform(0.05, 0.85) * count, moments.uniform(0, 1)):
            out.unlink()  # it was done before it could be killed
        done, written = rows_done(out), Path(f"{out}.part").read_bytes().count(b"\n")
        timed(*command(table, out, "--jobs", "2", "--resume"))
        same = filecmp.cmp(whole, out, shallow=False)
        print(
            f"resume   killed with {written:,} rows written, {done:,} of them vouched for; "
            f"gone on with, equal to the unbroken run: {same}"
        )


def killed(table: Path, out: Path, least: float, wait: float) -> bool:
    """Run the command and kill it some time after the diary knows so many rows; False where it was faster."""
    with subprocess.Popen(command(table, out, "--jobs", "2"), cwd=ROOT) as process:
        while rows_done(out) < least and process.poll() is None:
            time.sleep(POLL_SECONDS)
        time.sleep(wait)
        process.kill()
    return not out.exists()


def print_spark(folder: Path, table: Path, count: int) -> None:
    """Parquet to a folder of Parquet: two threads of Spark against two workers of the command, start-up taken off both."""
    try:
        import pyarrow.json
        import pyarrow.parquet
        from pyspark.sql import SparkSession

        import jobparse.spark
    except ImportError as error:
        print(f"spark    not measured: {error}")
        return
    pyarrow.parquet.write_table(pyarrow.json.read_json(table), folder / "in.parquet", row_group_size=count // 16 or 1)
    pyarrow.parquet.write_table(pyarrow.json.read_json(table).slice(0, 1), folder / "one.parquet")
    start = timed(*command(folder / "one.parquet", folder / "one.out/", "--jobs", "2", "--format", "parquet")).seconds
    batch = timed(*command(folder / "in.parquet", folder / "batch.out/", "--jobs", "2", "--format", "parquet")).seconds - start
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
    builder = builder.config("spark.sql.files.maxPartitionBytes", str(max((folder / "in.parquet").stat().st_size // 16, 1)))
    spark = builder.config("spark.log.level", "OFF").config("spark.ui.showConsoleProgress", "false").getOrCreate()
    warm = spark.read.parquet(str(folder / "in.parquet")).limit(64).repartition(2)
    jobparse.spark.parse(warm).write.parquet(str(folder / "warm.out"))
    begun = time.perf_counter()
    frame = spark.read.parquet(str(folder / "in.parquet"))
    jobparse.spark.parse(frame, keep=["id", "url"]).write.parquet(str(folder / "spark.out"))
    seconds = time.perf_counter() - begun
    rows = spark.read.parquet(str(folder / "spark.out")).count()
    spark.stop()
    print(
        f"spark    local[2]: {rows:,} postings in {seconds:.1f} s, {rows / seconds:,.0f} a second; the command with two workers: {batch:.1f} s, "
        f"{count / batch:,.0f} a second; Spark has {batch / seconds:.2f} of its throughput"
    )


def main() -> None:
    """Print what is asked for."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    options.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--many", type=int, default=MANY)
    options.add_argument("--cut", type=int, help="characters of a posting in the measure of memory, to have it sooner")
    options.add_argument("--quick", action="store_true", help="a tenth of the rows")
    given = options.parse_args()
    share = 10 if given.quick else 1
    count, many, parts = given.rows // share, given.many // share, given.parts or PARTS
    print(f"load     {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores before the start (0 is an idle machine)")
    with tempfile.TemporaryDirectory(prefix="jobparse-scale-") as name:
        folder = Path(name)
        table = make_input(folder / "in.jsonl", count)
        if "workers" in parts:
            print_workers(folder, table, count)
        if "resume" in parts:
            print_resume(folder, table, count)
        if "spark" in parts:
            print_spark(folder, table, count)
        if "memory" in parts:
            print_memory(folder, (count, many), given.cut)


if __name__ == "__main__":
    main()
