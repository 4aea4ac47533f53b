"""Work on outside input in processes that may be stopped: one that takes too long costs one input.

Results come in the order in which the inputs were given. Where the system cannot fork, the work runs here, without
these limits. Cost: a process for each that is asked for, started once; some 0.1 ms an input for its way there and back.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

A = TypeVar("A")
R = TypeVar("R")
MEMORY = 3 << 30  # what a process may take beyond what it began with
_AHEAD = 64  # results that wait for an earlier one, at most
_LOOK = 1.0  # seconds after which a process looks whether whoever started it is still there


@dataclass(frozen=True, slots=True)
class Stopped:
    """What a process was stopped for, in place of its result."""

    reason: str


@dataclass(frozen=True, slots=True)
class Settled(Generic[R]):
    """An input whose result is known already and only takes its place in the order."""

    result: R


def run_guarded(
    work: Callable[[A], R], asked: Iterable[A | Settled[R]], *, processes: int, seconds: Callable[[A], float],
    memory: int = MEMORY,
) -> Iterator[R | Stopped]:
    """Yield what `work` makes of each input, or why it was stopped; `seconds` bounds the time of one.

    What `work` raises is a bug and ends the run.
    """
    if not hasattr(os, "fork"):
        for each in asked:
            yield each.result if isinstance(each, Settled) else work(each)
        return
    crew = _Crew(work, processes, memory)
    try:
        yield from _in_order(crew, iter(asked), seconds)
    finally:
        crew.close()


@dataclass(slots=True)
class _Worker:
    process: ForkProcess
    pipe: Connection
    number: int = -1  # of the input it works on, -1 for none
    until: float = 0.0


class _Crew:
    """The processes, each with a pipe of its own."""

    def __init__(self, work: Callable[[Any], Any], size: int, memory: int) -> None:
        self._work = work
        self._memory = memory
        self._context = get_context("fork")
        self._size = size
        self.workers: list[_Worker] = []

    def has_room(self) -> bool:
        """Tell whether a process has nothing to do, or may still be started."""
        return len(self.workers) < self._size or any(worker.number < 0 for worker in self.workers)

    def idle(self) -> _Worker:
        """Return a process with nothing to do, started where there is none.

        The first starts with the first input, so that it has what was in memory by then.
        """
        return next((worker for worker in self.workers if worker.number < 0), None) or self._start()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        inherited = [worker.pipe for worker in self.workers] + [ours]
        process = self._context.Process(
            target=_serve, args=(self._work, theirs, inherited, os.getpid(), self._memory), daemon=True
        )
        process.start()
        theirs.close()
        self.workers.append(_Worker(process=process, pipe=ours))
        return self.workers[-1]

    def replace(self, worker: _Worker) -> None:
        """Stop a process; another starts with the next input."""
        self._stop(worker)
        self.workers.remove(worker)

    def close(self) -> None:
        """Stop all processes; an idle one has nothing to lose."""
        for worker in self.workers:
            self._stop(worker)

    @staticmethod
    def _stop(worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()
        worker.process.close()


def _in_order(crew: _Crew, asked: Iterator[Any], seconds: Callable[[Any], float]) -> Iterator[Any]:
    done: dict[int, Any] = {}
    given = told = 0
    more = True
    while more or told < given:
        while more and given - told < _AHEAD and crew.has_room():
            each = next(asked, crew)
            if each is crew:
                more = False
            elif isinstance(each, Settled):
                done[given] = each.result
                given += 1
            else:
                _give(crew.idle(), given, each, seconds(each))
                given += 1
        while told in done:
            yield done.pop(told)
            told += 1
        if busy := [w for w in crew.workers if w.number >= 0]:
            done.update(_collect(crew, busy))


def _give(worker: _Worker, number: int, asked: object, seconds: float) -> None:
    worker.number, worker.until = number, time.monotonic() + seconds
    worker.pipe.send(asked)


def _collect(crew: _Crew, busy: list[_Worker]) -> Iterator[tuple[int, Any]]:
    """Wait until a process is done, or its time is; yield (number, result) of each that is."""
    patience = max(0.0, min(worker.until for worker in busy) - time.monotonic())
    ready = set(wait([worker.pipe for worker in busy], timeout=patience))
    for worker in busy:
        number = worker.number
        if worker.pipe in ready:
            worker.number = -1
            yield number, _receive(crew, worker)
        elif time.monotonic() >= worker.until:
            crew.replace(worker)
            yield number, Stopped("it took too long to read")


def _receive(crew: _Crew, worker: _Worker) -> Any:
    try:
        kind, result = worker.pipe.recv()
    except (EOFError, OSError):
        crew.replace(worker)
        return Stopped("the process that read it broke down")
    if kind == "raised":
        raise result
    if kind == "memory":
        crew.replace(worker)
        return Stopped("reading it takes too much memory")
    return result


def _serve(
    work: Callable[[Any], Any], pipe: Connection, inherited: list[Connection], parent: int, memory: int
) -> None:
    """Work on what comes through the pipe until nothing can come any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:
        other.close()
    _bound_memory(memory)
    while True:
        while not pipe.poll(_LOOK):
            if os.getppid() != parent:
                return
        try:
            asked = pipe.recv()
        except EOFError:
            return
        try:
            told = ("done", work(asked))
        except MemoryError:
            told = ("memory", None)
        except Exception as exc:  # noqa: BLE001, RUF100 - raised again where the work was asked for
            told = ("raised", exc)
        pipe.send(told)


def _bound_memory(more: int) -> None:
    """Refuse this process memory beyond what it has and some more, where the system can."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            held = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + more, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):
        return
