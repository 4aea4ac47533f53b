from __future__ import annotations

import sys
from ctypes import CDLL
from pathlib import Path

import pytest

from enduse.names import libraries
from enduse.names.libraries import library_path, open_library, stamp_sources


@pytest.mark.parametrize("part", ["names", "screening", "resolution", "diversion"])
def test_every_library_was_compiled_from_the_sources_beside_it(part: str) -> None:
    module = str(Path(libraries.__file__).parents[1] / part / "kernel.py")
    open_library(module, {})
    assert len(stamp_sources(part)) == 64


def test_a_library_of_other_sources_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    module = str(Path(libraries.__file__).parents[1] / "screening" / "kernel.py")
    monkeypatch.setattr(libraries, "stamp_sources", lambda part: f"stamp of {part} as it is now")
    with pytest.raises(OSError, match="other sources"):
        open_library(module, {})


@pytest.mark.skipif(sys.platform == "win32", reason="the C library has another name there")
def test_a_library_without_a_stamp_is_one_of_older_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "library_path", lambda module: None)
    with pytest.raises(OSError, match="older sources"):
        open_library(library_path("x/screening/kernel.py"), {}, by=CDLL)
