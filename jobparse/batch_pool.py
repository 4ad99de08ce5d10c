"""Work spread over processes, results in the order of the work.

In: numbered tasks, one after the other. Out: their results in the same order, with no more than `AHEAD` tasks a worker begun and not yet handed out,
so that memory stays flat whatever one slow row does. A worker that dies (killed, out of memory, crashed inside a library) costs
nothing: its tasks are done again by a new one. A task that killed two workers is done row by row, and the row that kills again is named and left out.

Workers are fresh processes with one pipe each: if the parent dies, their pipe ends and so do they.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from typing import Any, NamedTuple, Protocol, TypeVar

from jobparse.attempt import Failure
from jobparse.model import JobparseError

HELD = 2
"""Tasks a worker holds: one that it works on and one that waits in its own memory, so that it never stands still."""

AHEAD = 6
"""Tasks a worker may be in front of the oldest unfinished one."""

PATIENCE = 2
"""Workers that may die of one task before its rows are tried one by one: the first death may have been an accident."""

STILLBORN = 20
"""Deaths in a row without a word from any worker that mean that no worker will ever work."""

GROUP = 32
"""Rows to a task where nothing else says how many: so few that no worker waits long for the last one, so many that their way costs nothing."""

DEADLY = Failure("a worker died of this row")

Note = Callable[[int], object]
"""Told the number of each row before it is worked on, so that a row that kills its worker can be named."""

Item = TypeVar("Item")
Made = TypeVar("Made")


class Work(Protocol):
    """What a worker does with a task; called with a function to tell the row it is at, and the rows to leave out."""

    def __call__(self, task: Any, note: Note | None, deadly: frozenset[int], /) -> Any:
        """The result."""


def grouped(rows: Iterable[Item]) -> Iterator[list[Item]]:
    """Rows as tasks of `GROUP` rows each.

    >>> [len(task) for task in grouped(range(70))]
    [32, 32, 6]
    """
    source = iter(rows)
    while group := list(itertools.islice(source, GROUP)):
        yield group


def row_by_row(
    rows: Iterable[Item], make: Callable[[Item], Made], note: Note | None, deadly: frozenset[int]
) -> list[Made | Failure]:
    """What `make` makes of each row of a task, without the rows to leave out.

    >>> row_by_row(["a", "b"], str.upper, None, frozenset({1}))
    ['A', Failure(message='a worker died of this row')]
    """
    results: list[Made | Failure] = []
    for number, row in enumerate(rows):
        if note:
            note(number)
        results.append(DEADLY if number in deadly else make(row))
    return results


class _Order(NamedTuple):
    """A task on its way to a worker."""

    number: int
    task: Any
    careful: bool
    deadly: frozenset[int]


class _Broken(NamedTuple):
    """What went wrong inside a worker that lives: a fault of the program, not of a row."""

    words: str


class _State:
    """A task that is not yet done: who died of it, and which of its rows kill."""

    __slots__ = ("deadly", "deaths", "task")

    def __init__(self, task: Any) -> None:
        self.task = task
        self.deaths = 0
        self.deadly: frozenset[int] = frozenset()

    def order(self, number: int) -> _Order:
        return _Order(number, self.task, self.deaths >= PATIENCE, self.deadly)


class _Worker:
    """One process, its pipe, and the numbers of the tasks that it holds, oldest first."""

    def __init__(self, work: Work) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        with _main_left_alone():
            self.process.start()
        theirs.close()
        self.held: deque[int] = deque()
        self.row: int | None = None

    def send(self, order: _Order) -> bool:
        """Hand over a task; False where the worker is dead."""
        self.held.append(order.number)
        try:
            self.pipe.send(order)
        except OSError:
            return False
        return True

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def in_order(tasks: Iterable[Any], work: Work, jobs: int) -> Iterator[Any]:
    """The result of each task, in order. `work` must pickle; it is sent to each worker once."""
    if jobs <= 1:
        for task in tasks:
            yield work(task, None, frozenset())
        return
    pool = _Pool(work, jobs)
    try:
        yield from pool.results(iter(tasks))
    finally:
        pool.end()


class _Pool:
    """The workers and what they hold."""

    def __init__(self, work: Work, jobs: int) -> None:
        self.work = work
        self.workers = [_Worker(work) for _ in range(jobs)]
        self.open: dict[int, _State] = {}
        self.again: deque[int] = deque()
        self.done: dict[int, Any] = {}
        self.stillborn = 0

    def end(self) -> None:
        for worker in self.workers:
            worker.end()

    def results(self, tasks: Iterator[Any]) -> Iterator[Any]:
        """Take in tasks while there is room, hand out results as their turn comes."""
        begun = given = 0
        more = True
        while more or given < begun:
            while more and begun - given < AHEAD * len(self.workers) and not self.again and self._idle():
                for task in itertools.islice(tasks, 1):
                    self.open[begun] = _State(task)
                    self.again.append(begun)
                more = bool(self.again)
                begun += more
                self._hand_out()
            self._hand_out()
            if given in self.done:
                yield self.done.pop(given)
                given += 1
            elif given < begun:
                self._listen()

    def _idle(self) -> _Worker | None:
        """The worker with least to do, if it can take a task."""
        worker = min(self.workers, key=lambda w: len(w.held))
        return worker if len(worker.held) < HELD else None

    def _hand_out(self) -> None:
        while self.again and (worker := self._idle()):
            number = self.again.popleft()
            order = self.open[number].order(number)
            if order.careful and worker.held:  # it must die alone
                self.again.appendleft(number)
                return
            if not worker.send(order):
                self._bury(worker)

    def _listen(self) -> None:
        """Wait for a worker to say something, and take it in."""
        ready = wait([w.pipe for w in self.workers if w.held])
        for worker in [w for w in self.workers if w.pipe in ready]:
            try:
                number, row, result = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            self.stillborn = 0
            if row is not None:
                worker.row = row
            if result is None:
                continue
            if isinstance(result, _Broken):
                raise RuntimeError(result.words)  # noqa: TRY004  the type is right, the work is not
            worker.held.remove(number)
            del self.open[number]
            self.done[number] = result

    def _bury(self, dead: _Worker) -> None:
        """Give the tasks of a dead worker to a new one, the one that it died of with what was learnt."""
        self.stillborn += 1
        if self.stillborn > STILLBORN:
            raise JobparseError("worker after worker dies before it has done anything; try --jobs 1")
        if dead.held:
            state = self.open[dead.held[0]]
            if state.deaths >= PATIENCE and dead.row is not None:
                state.deadly |= {dead.row}
            state.deaths += 1
        self.again.extendleft(reversed(dead.held))
        dead.end()
        self.workers[self.workers.index(dead)] = _Worker(self.work)


# ------------------------------------------------------------------ inside a worker


def _serve(pipe: Connection, work: Work) -> None:
    """Do tasks until the pipe ends. A thread takes them in, so that the parent never waits for a worker that is at work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders: SimpleQueue[_Order | None] = SimpleQueue()
    threading.Thread(target=_take_in, args=(pipe, orders), daemon=True).start()
    _settle()
    pipe.send((None, None, None))
    while (order := orders.get()) is not None:
        note = (lambda row, number=order.number: pipe.send((number, row, None))) if order.careful else None
        try:
            result = work(order.task, note, order.deadly)
        except Exception:  # noqa: BLE001  told to the parent, which raises it
            import traceback

            result = _Broken(traceback.format_exc())
        with contextlib.suppress(OSError):
            pipe.send((order.number, None, result))


def _take_in(pipe: Connection, orders: SimpleQueue[_Order | None]) -> None:
    while True:
        try:
            orders.put(pipe.recv())
        except (EOFError, OSError):
            orders.put(None)
            os._exit(0)  # the parent is gone: what is half done is of no use to anybody


def _settle() -> None:
    """Take the rules out of the garbage collector's sight: they never change and it would look through them again and again."""
    import gc

    gc.collect()
    gc.freeze()


@contextlib.contextmanager
def _main_left_alone() -> Iterator[None]:
    """Start a process without running the caller's main module in it: workers need nothing of it, and a script without a guard would start anew."""
    main = sys.modules["__main__"]
    kept = {name: getattr(main, name) for name in ("__spec__", "__file__") if hasattr(main, name)}
    for name in kept:
        setattr(main, name, None)
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(main, name, value)
