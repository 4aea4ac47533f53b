"""Compile the kernels of several parts and read knowledge beforehand: a step of building the package, or by hand:

    python hatch_build.py

It needs a C compiler (cc, gcc or clang, or what CC names). Where there is none, pip fetches the package `ziglang`
for the build, which holds one. What is made lies beside each part's `kernel.py`
and belongs to one kind of machine. What is read beforehand lies beside the knowledge and belongs to its files, byte for
byte; where it is missing or no longer fits, the files are read, which takes longer.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

PARTS = ("names", "screening", "resolution", "diversion")
PACKAGE = Path(__file__).parent / "src" / "enduse"
# Products and sums are rounded one by one, as Python rounds them, on every machine.
FLAGS = ("-O3", "-std=c11", "-ffp-contract=off", "-shared", "-fvisibility=hidden", "-Wall", "-Wextra")


def find_compiler() -> list[str]:
    """Return the command of a C compiler of this machine, empty where there is none."""
    if named := os.environ.get("CC"):
        return shlex.split(named)
    found = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    return [found] if found else []


def library_path(part: str = "screening") -> Path:
    """Return where the kernel of a part goes."""
    return PACKAGE / part / ("_kernel" + {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so"))


def stamp_sources(part: str) -> str:
    """Return the stamp of what a kernel is made of; `enduse.names.libraries` makes it again and compares."""
    found = hashlib.sha256()
    for folder in sorted({part, "names"}):
        for path in sorted((PACKAGE / folder / "native").iterdir()):
            if path.suffix == ".h" or (path.suffix == ".c" and folder == part):
                found.update(path.read_bytes())
    return found.hexdigest()


def compile_kernel(target: Path, *, part: str = "screening", flags: tuple[str, ...] = ()) -> None:
    """Compile the kernel of a part: under another name first, so that a running program never meets half a file."""
    compiler = find_compiler() or [sys.executable, "-m", "ziglang", "cc"]
    made = target.with_name(f"{target.name}.{os.getpid()}")
    stamp = made.with_suffix(".c")
    sources = [*sorted(map(str, (PACKAGE / part / "native").glob("*.c"))), str(stamp)]
    position, library = ((), ()) if sys.platform == "win32" else (("-fPIC",), ("-lm",))
    try:
        told = f"{part} {stamp_sources(part)}"
        stamp.write_text(f'__attribute__((visibility("default"))) const char en_sources[] = "{told}";\n')
        subprocess.run([*compiler, *FLAGS, *position, *flags, *sources, *library, "-o", str(made)], check=True)  # noqa: S603
        os.replace(made, target)  # noqa: PTH105
    finally:
        made.unlink(missing_ok=True)
        stamp.unlink(missing_ok=True)


def read_knowledge() -> list[Path]:
    """Read knowledge beforehand, in a process of its own; return the files that were made. It needs PyYAML."""
    # An isolated build knows its packages by `sys.path` alone; what it sets up at the start must not meet them there.
    paths = [str(PACKAGE.parent), *filter(None, sys.path)]
    reading = "from enduse.knowledge.compiling import compile_knowledge as do; print(*do(), sep='\\n')"
    code = f"import sys; sys.path[:0] = {paths!r}; {reading}"
    done = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE)  # noqa: S603
    return [Path(line) for line in os.fsdecode(done.stdout).splitlines()]


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, where hatchling need not be
    pass
else:

    class KernelHook(BuildHookInterface):  # type: ignore[type-arg, unused-ignore, misc]
        """Compile the kernels into a wheel, or in place for an editable install."""

        PLUGIN_NAME = "custom"

        def dependencies(self) -> list[str]:
            """Ask for what reads knowledge, and for a compiler where the machine has none."""
            return ["pyyaml>=6.0.1", *([] if find_compiler() else ["ziglang>=0.13"])]

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Compile, and say that the wheel is for this kind of machine and any Python 3."""
            if self.target_name != "wheel":
                return
            platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{platform}"
            for part in PARTS:
                target = library_path(part)
                compile_kernel(target, part=part)
                if version != "editable":
                    build_data["force_include"][str(target)] = f"enduse/{part}/{target.name}"
            for made in read_knowledge():
                if version != "editable":
                    build_data["force_include"][str(made)] = f"enduse/knowledge/{made.name}"


if __name__ == "__main__":
    for part in PARTS:
        compile_kernel(library_path(part), part=part)
        print(f"compiled {library_path(part)}")
    for path in read_knowledge():
        print(f"read beforehand into {path}")
