"""Work over several processes gives what one gives, in order, and an error where it fails."""

from __future__ import annotations

import os

import pytest

from enduse.workspace import spreading
from enduse.workspace.spreading import spread


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_the_order_of_the_parts(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "count_processes", lambda: processes)
    assert list(spread(lambda part: part * part, 7)) == [0, 1, 4, 9, 16, 25, 36]


def test_a_process_that_dies_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "count_processes", lambda: 2)
    with pytest.raises(ChildProcessError, match="ended before"):
        list(spread(lambda part: os._exit(9) if part else 0, 2))
