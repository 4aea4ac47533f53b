"""Work in processes that may be stopped: order is kept, and what hangs, dies or eats memory costs one input."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from enduse.workspace.guarded import Settled, Stopped, run_guarded


def _work(asked: int) -> int:
    match asked:
        case -1:
            time.sleep(60)
        case -2:
            os.kill(os.getpid(), signal.SIGKILL)
        case -3:
            return len(bytearray(1 << 31))
        case -4:
            raise KeyError("a bug")
    time.sleep(0.02 * (asked % 3))
    return asked * asked


def _short(asked: int) -> float:
    return 0.5 if asked == -1 else 30.0


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_results_come_in_the_order_of_the_inputs_however_many_processes_work(processes: int) -> None:
    asked: list[int | Settled[int]] = [Settled(-7) if n % 5 == 0 else n for n in range(150)]
    calls = run_guarded(_work, asked, processes=processes, seconds=_short)
    assert list(calls) == [-7 if n % 5 == 0 else n * n for n in range(150)]


def test_what_hangs_dies_or_takes_too_much_memory_is_told_in_its_place_and_the_others_go_on() -> None:
    asked = [1, -1, 2, -2, 3, -3, 4]
    found = list(run_guarded(_work, asked, processes=2, seconds=_short, memory=1 << 28))
    told = [each.reason if isinstance(each, Stopped) else each for each in found]
    assert told == [
        1, "it took too long to read", 4, "the process that read it broke down", 9, "reading it takes too much memory",
        16,
    ]


def test_a_bug_in_the_work_is_no_fault_of_the_input() -> None:
    with pytest.raises(KeyError, match="a bug"):
        list(run_guarded(_work, [1, -4, 2], processes=2, seconds=_short))


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the children of a process are told by Linux alone")
def test_nothing_runs_on_when_whoever_asked_has_had_enough() -> None:
    before = _children()
    found = run_guarded(_work, range(10_000), processes=2, seconds=_short)
    assert next(found) == 0
    assert _children() - before
    found.close()  # type: ignore[attr-defined]
    assert not _children() - before


def _children() -> set[str]:
    """The processes that this one began and that still stand: other tests may keep some of their own."""
    tasks = Path("/proc/self/task")
    return {child for task in tasks.iterdir() for child in (task / "children").read_text().split()}
