"""Work spread over the processors of this machine.

Processes are forked, so that each sees what was in memory when the work began
and only results travel. Where the system cannot fork, or has one processor, the
work runs here, with the same results. Work in a compiled library is spread over
threads, which need no copies.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
_MOST = 8


def count_processors() -> int:
    """Return how many processors are worth using: those this process may use, at most eight."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(_MOST, allowed))


def count_processes() -> int:
    """Return how many processes are worth starting: one where the system cannot fork."""
    return count_processors() if hasattr(os, "fork") else 1


def spread(work: Callable[[int], T], parts: int) -> Iterator[T]:
    """Yield work(0), work(1) ... work(parts - 1), computed by several processes.

    Raises:
        ChildProcessError: a process ended before its work was done (killed, out of memory).
    """
    processes = min(parts, count_processes())
    if processes < 2:
        yield from map(work, range(parts))
        return
    import gc
    from multiprocessing import get_context

    context = get_context("fork")
    gc.freeze()  # what is in memory now is not looked through again, so its pages stay shared
    children = []
    try:
        for number in range(processes):
            ours, theirs = context.Pipe(duplex=False)
            child = context.Process(target=_run, args=(work, range(number, parts, processes), theirs), daemon=True)
            child.start()
            theirs.close()
            children.append((child, ours))
        for part in range(parts):
            yield _receive(children[part % processes][1])
    finally:
        gc.unfreeze()
        for child, ours in children:
            ours.close()
            child.join(timeout=5)
            if child.is_alive():
                child.terminate()


def spread_calls(work: Callable[[int], T], parts: int) -> Iterator[T]:
    """Yield work(0), work(1) ... work(parts - 1), computed side by side in this process.

    For work that is done in a compiled library, which lets other threads run;
    Python's own would not run any faster.
    """
    workers = min(parts, count_processors())
    if workers < 2:
        yield from map(work, range(parts))
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(workers) as pool:
        waiting = deque(pool.submit(work, part) for part in range(min(parts, 2 * workers)))
        for part in range(len(waiting), parts + len(waiting)):
            result = waiting.popleft().result()
            if part < parts:  # no more are under way than are soon wanted, so results do not pile up
                waiting.append(pool.submit(work, part))
            yield result


def _run(work: Callable[[int], T], parts: range, pipe: Connection) -> None:
    for part in parts:
        pipe.send(work(part))
    pipe.close()


def _receive(pipe: Connection) -> T:  # type: ignore[type-var]
    try:
        result: T = pipe.recv()
    except EOFError as exc:
        raise ChildProcessError("a process ended before its work was done; was it killed or out of memory?") from exc
    return result
