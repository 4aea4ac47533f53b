"""The compiled kernel: a small C library beside this module, called through ctypes.

`hatch_build.py` compiles it when the package is built; `python hatch_build.py`
does so in a checkout. See docs/decisions/0007.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from ctypes import PyDLL, addressof, c_char, c_char_p, c_double, c_int, c_int64, c_uint16, c_uint32, c_uint64, c_void_p
from functools import lru_cache
from typing import Any, TypeAlias

from enduse.errors import WorkspaceError
from enduse.names.libraries import library_path, open_library

_U32, _U64, _AT = c_uint32, c_uint64, c_void_p
_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "en_build_cells": (None, (_U32, _AT, _AT, _AT, _AT, _AT)),
    "en_mark_keys": (None, (_U32, _AT, _AT, _AT)),
    "en_count_spellings": (_U64, (_U32, _AT, _AT, _AT)),
    "en_build_spellings": (None, (_U32, _AT, _AT, _AT, _U32, _AT, _AT)),
    "en_hash_texts": (None, (_U32, _AT, _AT, _AT)),
    "en_sounds": (_U32, (_U32, _AT, _AT, _AT, _AT, _U32, _AT, _AT, _AT, _AT, _AT, _AT)),
    "en_read_lines": (_U64, (_U32, _AT, _AT, _AT, c_int, _AT, _AT, _AT)),
    "en_fill_table": (None, (_U32, _AT, _AT, _U32, _AT)),
    "en_lay_words": (c_int64, (_AT, _U32, *[_AT] * 7)),
    "en_build_keys": (None, (_U32, _AT, _AT, _U32, _AT, _AT)),
    "en_order_forms": (c_int, (_U32, _AT, _AT, _AT, _AT, _AT)),
    "en_count_postings": (_U64, (_U32, _AT)),
    "en_build_postings": (None, (_U32, _U32, *[_AT] * 6)),
    "en_hash_joins": (_U32, (_U32, _AT, _AT, _AT, _AT, _AT, _AT, _AT)),
    "en_build_joins": (None, (_U32, _AT, _AT, _AT, _AT, _AT, _AT, _U32, _AT, _AT)),
    "en_build_rows": (None, (_U32, _U32, _AT, _AT, _AT, _AT)),
    "en_forms_new": (_AT, ()),
    "en_forms_free": (None, (_AT,)),
    "en_forms_take": (c_int, (_AT, _AT, _U64, _AT)),
    "en_forms_count": (None, (_AT, _AT)),
    "en_forms_tell": (None, (_AT, _AT, _AT, _AT, _AT)),
    "en_lay_forms": (None, (_U32, _AT, _AT, _AT, _AT, _AT, _AT)),
    "en_renumber": (None, (_U32, _AT, _AT)),
    "en_gather": (_U64, (_U32, _AT, _AT, _U32, _AT, _AT, _AT, _U64)),
    "en_checksum": (_U64, (_AT, _U64)),
    "en_open": (_AT, (_AT, _U64, _AT, _U32, _U32, _U32)),
    "en_close": (None, (_AT,)),
    "en_learn": (c_int, (_AT, _U32, *[_AT] * 10)),
    "en_missing": (_U32, (_AT, _AT, _U64, _U32, _AT, _AT, _AT, _AT, _U32)),
    "en_known": (_U32, (_AT,)),
    "en_full": (c_int, (_AT, _U32, _U32)),
    "en_forget": (None, (_AT,)),
    "en_find": (c_int, (_AT, _AT, _U64, _U32, _AT, _U32, c_double, _AT, _AT, _AT, _AT)),
    "en_look": (None, (_AT, _AT, _AT)),
    "en_find_text": (_U32, (_AT, _U32, _AT, _U64, c_char_p, _U64)),
    "en_first_rows": (None, (_U32, _AT, _U32, _AT)),
    "en_agreed": (None, (_U32, _AT, _AT, _U32, c_uint16, _AT)),
    "en_names_of": (_U64, (_AT, _AT, _U32, _U32, _AT, _U32, *[_AT] * 7, _U64, _AT)),
    "en_list_names": (_U64, (_AT, _AT, _U32, *[_AT] * 7, _U64)),
    "en_tally": (None, (_AT, _AT, _AT)),
    "en_read_others": (_U64, (_AT, _U32, *[_AT] * 7, _U64, _AT)),
    "en_lay_asked": (_U32, (_U32, *[_AT] * 4, _U32, *[_AT] * 2, _U32, c_char_p, _U32, *[_AT] * 7)),
}


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Return the library with its functions declared.

    Raises:
        WorkspaceError: it was not compiled for this machine, or from older sources.
    """
    try:
        return open_library(__file__, _FUNCTIONS, by=PyDLL)  # keeps other threads out: a segment's reader is shared
    except OSError as exc:
        remedy = "Install the package again with pip, or in a checkout run: python hatch_build.py."
        what = f"the compiled kernel cannot be used: {exc}."
        raise WorkspaceError(what, where=library_path(__file__), remedy=remedy) from exc


Buffer: TypeAlias = "array[Any] | bytearray"


def zeros(code: str, count: int) -> array[Any]:
    """Return an array of zeros."""
    return array(code, bytes(count * array(code).itemsize))


def address(buffer: Any) -> int:
    """Return where an array, byte array or map lies; it must not grow while the kernel uses it."""
    if isinstance(buffer, array):
        return buffer.buffer_info()[0]
    return addressof(c_char.from_buffer(buffer)) if len(buffer) else 0


def hash_texts(texts: Sequence[str]) -> array[int]:
    """Return the kernel's hash of each text."""
    end, whole = array("I"), bytearray()
    for text in texts:
        whole += text.encode("utf-8")
        end.append(len(whole))
    hashes = zeros("Q", len(texts))
    kernel().en_hash_texts(len(texts), address(end), address(whole), address(hashes))
    return hashes
