"""Opening the small C libraries that lie beside the modules that call them; see docs/decisions/0007."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from ctypes import CDLL, addressof, c_char, c_char_p
from hashlib import sha256
from importlib import resources
from typing import Any

# name of a function: its result, its arguments
Declared = Mapping[str, tuple[Any, tuple[Any, ...]]]


def library_path(module: str) -> str:
    """Return where the library of a module lies, given the module's own file."""
    suffix = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
    return f"{module.replace(chr(92), '/').rpartition('/')[0]}/_kernel{suffix}"


def stamp_sources(part: str) -> str:
    """Return the stamp of the sources of a part's library: its own, and the headers of names. Cost: some 0.5 ms.

    `hatch_build.py` writes the same into the library: one that was compiled from other sources could answer wrongly
    without a word.
    """
    found = sha256()
    for folder in sorted({part, "names"}):
        files = resources.files(f"enduse.{folder}") / "native"
        for path in sorted(files.iterdir(), key=lambda one: one.name):
            if path.name.endswith(".h") or (path.name.endswith(".c") and folder == part):
                found.update(path.read_bytes())
    return found.hexdigest()


def open_library(module: str, declared: Declared, *, by: type[CDLL] = CDLL) -> CDLL:
    """Open the library beside a module and declare its functions.

    Raises:
        OSError: it is missing, made for another machine, or made from older sources.
    """
    library = by(library_path(module))
    try:
        told = c_char_p(addressof(c_char.in_dll(library, "en_sources"))).value or b""
        part, _, stamp = told.decode().partition(" ")
        if stamp != stamp_sources(part):
            raise OSError("it was compiled from other sources than those beside it")
        for name, (result, arguments) in declared.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (AttributeError, ValueError) as exc:
        raise OSError(f"it was compiled from older sources ({exc})") from exc
    return library
