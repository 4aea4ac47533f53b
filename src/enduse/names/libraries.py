"""Opening the small C libraries that lie beside the modules that call them; see docs/decisions/0007."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from ctypes import CDLL
from typing import Any

# name of a function: its result, its arguments
Declared = Mapping[str, tuple[Any, tuple[Any, ...]]]


def library_path(module: str) -> str:
    """Return where the library of a module lies, given the module's own file."""
    suffix = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
    return f"{module.replace(chr(92), '/').rpartition('/')[0]}/_kernel{suffix}"


def open_library(module: str, declared: Declared, *, by: type[CDLL] = CDLL) -> CDLL:
    """Open the library beside a module and declare its functions.

    Raises:
        OSError: it is missing, made for another machine, or made from older sources.
    """
    library = by(library_path(module))
    try:
        for name, (result, arguments) in declared.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except AttributeError as exc:
        raise OSError(f"it was compiled from older sources ({exc})") from exc
    return library
