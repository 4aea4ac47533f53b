"""What this machine can do at best, to be printed beside every rate: its memory's latency and its bare Python."""

from __future__ import annotations

import os
import resource
import time
from array import array
from dataclasses import dataclass
from functools import cache
from statistics import median

_STEPS = 400_000


@cache
def memory_latency(bits: int = 24) -> float:
    """Return the nanoseconds of a load that must await the one before it, from memory beyond the caches.

    A walk through 2^bits eight-byte cells (128 MB), each naming the next, less the same walk through 2^10 cells.
    """
    return max(0.0, median(_walk(_cycle(bits)) for _ in range(1)) - median(_walk(_cycle(10)) for _ in range(3)))


def _cycle(bits: int) -> array[int]:
    size = 1 << bits
    return array("Q", ((at * 6364136223846793005 + 1442695040888963407) % size for at in range(size)))


def _walk(cells: array[int]) -> float:
    at = 0
    start = time.perf_counter()
    for _ in range(_STEPS):
        at = cells[at]
    return (time.perf_counter() - start) / _STEPS * 1e9


def bare_loop() -> float:
    """Return the nanoseconds of one addition in a Python loop."""
    rounds = []
    for _ in range(5):
        total, start = 0, time.perf_counter()
        for number in range(_STEPS):
            total += number
        rounds.append((time.perf_counter() - start) / _STEPS * 1e9)
    return median(rounds)


def resident() -> float:
    """Return the megabytes of memory that this process has in use now (Linux), or had at most elsewhere."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return peak()


def peak() -> float:
    """Return the megabytes of memory that this process had in use at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


@dataclass(slots=True)
class Clock:
    """Seconds by the wall and by the processor, children included; the second is what a busy machine leaves true."""

    wall: float = 0.0
    busy: float = 0.0

    def __enter__(self) -> Clock:
        self.wall, self.busy = time.perf_counter(), _busy()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.busy = time.perf_counter() - self.wall, _busy() - self.busy

    def __str__(self) -> str:
        return f"{self.busy:.2f} s of the processor ({self.wall:.2f} s by the wall)"


def _busy() -> float:
    return sum(os.times()[:4])


def describe() -> str:
    """Return one line on the machine as it is now."""
    busy = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"
    return (
        f"{os.cpu_count()} processors, load {busy}, a dependent load {memory_latency():.0f} ns, "
        f"a step of a bare Python loop {bare_loop():.0f} ns"
    )
