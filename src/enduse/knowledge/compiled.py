"""Knowledge that was read beforehand: what the readers made of some folders, laid beside the shelf when building.

It saves reading hundreds of files for one question and changes no answer: what lies there counts only where it was
made from the very bytes that lie on the shelf now, by the very readers of this program, and is whole; else the files
are read. It is taken apart by the types of `model` and `knowledge` alone, so that whatever else stands in such a file
makes nothing and runs nothing. Cost: the files of the folders are hashed, some 20 us each.
"""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

from enduse.knowledge.shelf import list_knowledge, read_knowledge

_PLACE = Path(__file__).parent
_SIGN = b"enduse compiled knowledge 1\n"
_DIGEST = 32
_CASES = ".cases.yaml"  # they are for tests alone
_OURS = ("enduse.knowledge.", "enduse.model.")
_OTHERS = frozenset({
    ("decimal", "Decimal"), ("fractions", "Fraction"), ("datetime", "date"), ("builtins", "frozenset"),
})


def recall(part: str, folders: Sequence[str], *, shared: Mapping[str, object] | None = None) -> Any:
    """Return what was made of some folders of the shelf, None where nothing that still holds lies there.

    `shared` are objects that it refers to by name, as they were given to `keep`.
    """
    try:
        data = place_of(part).read_bytes()
    except OSError:
        return None
    body = len(_SIGN) + 2 * _DIGEST
    told = data[len(_SIGN):body]
    if data[:len(_SIGN)] != _SIGN or told != stamp(folders) + sha256(memoryview(data)[body:]).digest():
        return None
    try:
        return _Taker(io.BytesIO(memoryview(data)[body:]), shared or {}).load()
    except (pickle.UnpicklingError, AttributeError, ImportError, TypeError, ValueError, LookupError, EOFError):
        return None


def keep(part: str, folders: Sequence[str], made: object, *, shared: Mapping[str, object] | None = None) -> Path:
    """Lay down what was made of some folders, under another name first, and return where."""
    packed = io.BytesIO()
    _Packer(packed, shared or {}).dump(made)
    body = packed.getvalue()
    place = place_of(part)
    written = place.with_name(f"{place.name}.{os.getpid()}")
    written.write_bytes(_SIGN + stamp(folders) + sha256(body).digest() + body)
    os.replace(written, place)  # noqa: PTH105
    return place


def place_of(part: str) -> Path:
    """Return where a part lies."""
    return _PLACE / f"_compiled_{part}.bin"


def stamp(folders: Sequence[str]) -> bytes:
    """Return a digest of the files of some folders and of the program that reads them."""
    found = sha256(_stamp_readers())
    for folder in folders:
        for path in list_knowledge(folder):
            if not path.endswith(_CASES):
                data = read_knowledge(path)
                found.update(f"{path}\0{len(data)}\0".encode() + data)
    return found.digest()


@cache
def _stamp_readers() -> bytes:
    found = sha256()
    for part in ("knowledge", "model"):
        files = (file for file in resources.files(f"enduse.{part}").iterdir() if file.name.endswith(".py"))
        for file in sorted(files, key=lambda one: one.name):
            found.update(f"{part}/{file.name}\0".encode() + file.read_bytes())
    return found.digest()


class _Packer(pickle.Pickler):
    def __init__(self, stream: io.BytesIO, shared: Mapping[str, object]) -> None:
        super().__init__(stream, protocol=5)
        self._named = {id(value): name for name, value in shared.items()}

    def persistent_id(self, obj: object) -> str | None:
        """Name what is shared in place of laying it down."""
        return self._named.get(id(obj))


class _Taker(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, shared: Mapping[str, object]) -> None:
        super().__init__(stream)
        self._shared = shared

    def persistent_load(self, pid: str) -> object:
        """Return what is shared by its name."""
        return self._shared[pid]

    def find_class(self, module: str, name: str) -> Any:
        """Return a type of ours, or a number or date; refuse all else."""
        if (module, name) in _OTHERS:
            return super().find_class(module, name)
        found = super().find_class(module, name) if module.startswith(_OURS) and "." not in name else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name} is no type of ours")
        return found
