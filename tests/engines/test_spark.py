"""Spark: the frame helper in local mode and on a real standalone cluster of one master and two workers."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyspark
import pytest
from pyspark.sql import SparkSession

import jobparse.spark
from jobparse import JobparseError
from jobparse.rulebook import Rulebook

LOOPBACK = "127.0.0.1"
START_SECONDS = 60
MANY = 3000
"""Rows of the run in which a worker is killed: some seconds, so that there is a middle to kill it in."""


def session(master: str, **settings: str) -> SparkSession:
    """A session that keeps to this machine."""
    builder = (
        SparkSession.builder.master(master).config("spark.driver.host", LOOPBACK).config("spark.driver.bindAddress", LOOPBACK)
    )
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.log.level": "OFF",
        "spark.sql.shuffle.partitions": "2",
        **settings,
    }.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def postings(frame: Any) -> list[Any]:
    """The records of a frame by row number, as plain containers."""
    return [row.posting and row.posting.asDict(recursive=True) for row in frame.orderBy("id").collect()]


@pytest.fixture(scope="module")
def local() -> Iterator[SparkSession]:
    """Spark in one process of its own, with two threads and two more tries for a task."""
    spark = session("local[2,3]")
    yield spark
    spark.stop()


@pytest.fixture(scope="module")
def cluster(local: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SparkSession, list[int]]]:
    """A master and two workers of one core each, started from the package's own classes, and a session on them; with the workers' process ids."""
    local.stop()
    folder = tmp_path_factory.mktemp("cluster")
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    url = f"spark://{LOOPBACK}:{port}"
    place = ("--host", LOOPBACK, "--webui-port", "0")
    commands = [
        ("org.apache.spark.deploy.master.Master", *place, "--port", str(port)),
        *[
            (
                "org.apache.spark.deploy.worker.Worker",
                *place,
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                str(folder / name),
                url,
            )
            for name in "ab"
        ],
    ]
    spark_class = str(Path(pyspark.__file__).parent / "bin" / "spark-class")
    env = {**os.environ, "SPARK_LOCAL_IP": LOOPBACK, "SPARK_HOME": str(Path(pyspark.__file__).parent)}
    processes = []
    with (folder / "log").open("wb") as log:
        for command in commands:
            processes.append(subprocess.Popen([spark_class, *command], env=env, stdout=log, stderr=log, start_new_session=True))
            if len(processes) == 1:
                await_port(port)
    spark = session(url, **{"spark.executor.memory": "512m", "spark.cores.max": "2", "spark.executor.cores": "1"})
    yield spark, [p.pid for p in processes[1:]]
    spark.stop()
    for process in processes:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(START_SECONDS)


def await_port(port: int) -> None:
    """Wait until something listens."""
    for _ in range(START_SECONDS * 10):
        with socket.socket() as trial:
            if trial.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the master does not start")


def below(pid: int) -> Iterator[int]:
    """The processes under a process."""
    children: list[str] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):  # every thread of a JVM may start processes
        with contextlib.suppress(OSError):
            children += task.read_text("ascii").split()
    for child in map(int, children):
        yield child
        yield from below(child)


def is_running(pid: int, name: bytes) -> bool:
    """Whether the process runs something of that name."""
    try:
        return name in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_spark_local_gives_the_cells_of_parse(
    local: SparkSession, texts: list[str | None], cells: Callable[..., Any], own_rules: Rulebook
) -> None:
    """With the shipped rules and with a user's own; other columns stay, or those that are asked for."""
    frame = local.createDataFrame(
        [(n, text, 1.5) for n, text in enumerate(texts)], "id int, text string, `odd name` double"
    ).repartition(3)
    made = jobparse.spark.parse(frame, "text")
    assert made.columns == ["id", "text", "odd name", "posting"]
    assert postings(made) == [cells(t) for t in texts]
    own = jobparse.spark.parse(frame, "text", keep=["id"], rules=own_rules)
    assert own.columns == ["id", "posting"]
    assert postings(own) == [cells(t, own_rules) for t in texts]
    asked = made.selectExpr("id", "posting.status AS status", "size(posting.sections) AS sections").orderBy("id").collect()
    assert [(r.status, r.sections) for r in asked if r.status] == [
        (c["status"], len(c["sections"])) for t in texts if (c := cells(t))
    ]


@pytest.mark.parametrize(("options", "words"), [({"text": "body"}, "'body'"), ({"keep": ["x"]}, "'x'"), ({"into": "id"}, "into")])
def test_spark_refuses_with_advice(local: SparkSession, options: dict[str, Any], words: str) -> None:
    """A column that is not there, or there already, is named before anything runs."""
    frame = local.createDataFrame([(1, "Welder")], "id int, text string")
    with pytest.raises(JobparseError, match=words):
        jobparse.spark.parse(frame, **options)


def test_spark_parquet_to_parquet(local: SparkSession, cells: Callable[..., Any], tmp_path: Path) -> None:
    """From a folder of Parquet to a folder of Parquet, which holds the record's cells."""
    rows = [(n, f"Welder {n % 5}") for n in range(500)]
    local.createDataFrame(rows, "id int, text string").repartition(4).write.parquet(str(tmp_path / "in"))
    frame = local.read.parquet(str(tmp_path / "in"))
    jobparse.spark.parse(frame, keep=["id"]).write.parquet(str(tmp_path / "out"))
    wanted = [cells(f"Welder {n}") for n in range(5)]
    assert postings(local.read.parquet(str(tmp_path / "out"))) == [wanted[n % 5] for n in range(500)]


def test_spark_cluster_gives_the_cells_of_parse(
    cluster: tuple[SparkSession, list[int]], texts: list[str | None], cells: Callable[..., Any], own_rules: Rulebook
) -> None:
    """On workers that have jobparse but not the user's folder of rules, which travels."""
    frame = cluster[0].createDataFrame(list(enumerate(texts)), "id int, text string").repartition(4)
    assert postings(jobparse.spark.parse(frame, rules=own_rules)) == [cells(t, own_rules) for t in texts]
    assert postings(jobparse.spark.parse(frame)) == [cells(t) for t in texts]


def test_spark_cluster_a_killed_worker_loses_nothing(
    cluster: tuple[SparkSession, list[int]], cells: Callable[..., Any], texts: list[str | None]
) -> None:
    """One of the two executors is killed with all its work in mid-run; every row is there, once."""
    spark, workers = cluster
    some = [t for t in texts if t][:7]
    frame = spark.createDataFrame([(n, some[n % len(some)]) for n in range(MANY)], "id int, text string").repartition(24)
    killed: list[int] = []

    def kill() -> None:
        """Kill an executor once its Python worker is up and is at work."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            under = list(below(workers[0]))
            executors = [pid for pid in under if is_running(pid, b"CoarseGrainedExecutorBackend")]
            if executors and any(is_running(pid, b"pyspark") and pid not in executors for pid in under):
                time.sleep(0.3)
                os.kill(executors[0], signal.SIGKILL)
                killed.append(executors[0])
                return
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    made = jobparse.spark.parse(frame, keep=["id"]).selectExpr("id", "to_json(posting) AS record").collect()
    at_the_end = list(killed)
    killer.join()
    assert at_the_end, "the run was over before the executor could be killed"
    assert sorted(row.id for row in made) == list(range(MANY))
    by_text = {n: {row.record for row in made if row.id % len(some) == n} for n in range(len(some))}
    assert [len(records) for records in by_text.values()] == [1] * len(some)
    frame = spark.createDataFrame(list(enumerate(some)), "id int, text string")
    again = jobparse.spark.parse(frame, keep=["id"])
    assert postings(again) == [cells(t) for t in some]
    assert {r.id: {r.record} for r in again.selectExpr("id", "to_json(posting) AS record").collect()} == by_text
