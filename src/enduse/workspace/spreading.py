"""Work spread over the processors of this machine.

Processes are forked, so that each sees what was in memory when the work began
and only results travel. Where the system cannot fork, or has one processor, the
work runs here, with the same results.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
_MOST = 8


def count_processes() -> int:
    """Return how many processes are worth starting: the processors this one may use, at most eight."""
    if not hasattr(os, "fork"):
        return 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(_MOST, allowed))


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
