"""The compiled kernel of the graph: a small C library beside this module, called through ctypes.

`hatch_build.py` compiles it when the package is built; `python hatch_build.py`
does so in a checkout. See docs/decisions/0007 and 0020.
"""

from __future__ import annotations

from ctypes import PyDLL, Structure, c_char_p, c_double, c_int, c_int64, c_uint32, c_uint64, c_void_p
from functools import lru_cache
from typing import Any, ClassVar

from enduse.errors import WorkspaceError
from enduse.names.libraries import library_path, open_library

NOTHING = 0xFFFFFFFF
MOST_PARTS = 16
MOST_STEPS = 15
_U32, _U64, _AT = c_uint32, c_uint64, c_void_p
_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "dg_names_new": (_AT, ()),
    "dg_names_free": (None, (_AT,)),
    "dg_names_take": (c_int, (_AT, _U32, _AT, _AT, _AT)),
    "dg_names_count": (None, (_AT, _AT)),
    "dg_names_lay": (c_int, (_AT, _AT, _AT, _AT)),
    "dg_renumber": (None, (_U64, _AT, _AT)),
    "dg_order": (c_int64, (_U32, _U32, _AT, _AT, _AT, _AT, _AT)),
    "dg_count_links": (_U32, (_U32, _AT, _AT, _AT, _AT)),
    "dg_lay_links": (None, (_U32, _U32, *[_AT] * 6)),
    "dg_lay_back": (None, (_U32, _U32, *[_AT] * 4)),
    "dg_lay_column": (None, (_U32, _AT, _AT, _U32, _U32, _AT)),
    "dg_place_of": (_U64, (_U32, _AT, _AT, _U64, c_char_p, _U64)),
    "dg_degree": (_U32, (_AT, _U32)),
    "dg_find": (c_int64, (_AT, _AT, _AT, _AT, _AT, _AT)),
    "dg_reach": (c_int64, (_AT, _AT, _AT, _AT)),
    "dg_links": (_U64, (_AT, _U32, _AT, _U64)),
}


class PartAt(Structure):
    """What `Part` in native/links.h holds: where the columns of a segment lie, and how long they are."""

    PLACES: ClassVar = (
        "out_at", "link", "in_at", "in_link", "in_kind", "claim", "global", "sorted_global", "sorted_local",
        "seen_cover", "bears", "denies", "origins", "kinds", "hidden",
    )
    COUNTS: ClassVar = ("nodes", "links", "claims", "covers", "manners", "origin_count", "kind_count", "spare")
    _fields_: ClassVar = [*((name, _AT) for name in PLACES), *((name, _U32) for name in COUNTS)]


class WholeAt(Structure):
    """What `Whole` in native/links.h holds."""

    _fields_: ClassVar = [
        *((name, _AT) for name in ("part", "carries", "carries_back", "age_days", "age_factor", "degree")),
        ("contested", c_double), ("hub_from", c_double),
        *((name, _U32) for name in ("parts", "nodes", "as_of", "ages")),
    ]


class AskedAt(Structure):
    """What `Asked` in native/search.h holds."""

    _fields_: ClassVar = [
        *((name, _AT) for name in ("rank", "target", "start", "start_weight", "same_left", "same_right",
                                   "same_weight")),
        *((name, c_double) for name in ("floor", "first_floor", "next_floor")),
        *((name, _U32) for name in ("ranked", "nodes", "starts", "sames", "without", "only_target", "max_steps",
                                    "max_moves", "limit", "most")),
    ]


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Return the library with its functions declared.

    Raises:
        WorkspaceError: it was not compiled for this machine, or from older sources.
    """
    try:
        return open_library(__file__, _FUNCTIONS, by=PyDLL)  # keeps other threads out: neighbours are counted once
    except OSError as exc:
        remedy = "Install the package again with pip, or in a checkout run: python hatch_build.py."
        what = f"the compiled kernel of the graph cannot be used: {exc}."
        raise WorkspaceError(what, where=library_path(__file__), remedy=remedy) from exc
