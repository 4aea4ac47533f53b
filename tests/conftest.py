"""Fixtures that every test may use."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of a law: how long an example takes is measured in benchmarks, never asserted here.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of reference material that lies outside the project; skip where it is absent."""
    named = os.environ.get("ENDUSE_SHARED", "")
    place = Path(named) if named else Path(__file__).resolve().parents[1].parent / "shared"
    if not place.is_dir():
        pytest.skip("the folder 'shared' does not lie beside the checkout")
    return place


@pytest.fixture
def postgres() -> str:
    """Return the address of a PostgreSQL server without a record on it; skip where none is named."""
    address = os.environ.get("ENDUSE_TEST_POSTGRES", "")
    if not address:
        pytest.skip("ENDUSE_TEST_POSTGRES names no server")
    import psycopg

    with psycopg.connect(address, autocommit=True) as raw:
        raw.execute("DROP SCHEMA public CASCADE")
        raw.execute("CREATE SCHEMA public")
    return address


@pytest.fixture(scope="session")
def compile_kernel() -> Callable[..., None]:
    """Return what compiles the kernel of a part to a place, with further flags; skip where there is no compiler."""
    if not any(map(shutil.which, ("cc", "gcc", "clang"))):
        pytest.skip("there is no C compiler here")
    build = runpy.run_path(str(Path(__file__).resolve().parents[1] / "hatch_build.py"))
    compiles: Callable[..., None] = build["compile_kernel"]
    return compiles


@pytest.fixture
def run_sanitized(tmp_path: Path, compile_kernel: Callable[..., None]) -> Callable[..., None]:
    """Return what runs a script on the kernel of a part built with sanitizers; the script ends by printing "whole".

    It is given the place beside which the library lies, and in how many rounds to do damage.
    """

    def run(script: str, *, part: str, rounds: str) -> None:
        compile_kernel(tmp_path / "_kernel.so", part=part, flags=(
            "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all",
        ))
        found = subprocess.run(["gcc", "-print-file-name=libasan.so"], capture_output=True, text=True, check=False)
        if not Path(found.stdout.strip()).is_absolute():
            pytest.skip("the sanitizers' library is not installed")
        ran = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "kernel.py"), rounds], capture_output=True, text=True,
            check=False, env={**os.environ, "LD_PRELOAD": found.stdout.strip(), "ASAN_OPTIONS": "detect_leaks=0"},
        )
        assert ran.stdout == "whole\n", ran.stderr[-3000:]

    return run
