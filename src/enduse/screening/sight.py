"""Which rows of a segment a viewpoint sees, as a bit map."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from ctypes import Structure, byref, c_uint32, c_void_p
from typing import ClassVar

from enduse.screening.kernel import address, kernel, zeros
from enduse.screening.segments import Segment


class _Sight(Structure):
    _fields_: ClassVar = [
        ("day_rank", c_void_p), ("moment_rank", c_void_p), ("marking", c_void_p), ("days", c_uint32),
        ("moments", c_uint32), ("markings", c_uint32), ("day_limit", c_uint32), ("moment_limit", c_uint32),
        ("no_day", c_uint32),
    ]


class _Seen(Structure):
    _fields_: ClassVar = [
        *((name, c_void_p) for name in ("seen_at", "series", "day", "moment", "row_marking", "row_from", "row_to")),
        ("present", c_void_p), ("rows", c_uint32), ("seen", c_uint32),
    ]


_COLUMNS = ("SEEN_AT", "SEEN_SERIES", "SEEN_DAY", "SEEN_MOMENT", "ROW_MARKING", "ROW_FROM", "ROW_TO", "SEEN_PRESENT")


def look(segment: Segment, *, as_of: str, known_by: str, may_see: Callable[[str], bool]) -> bytearray:
    """Return the bit map of the rows that are visible on a day, to one who had been told by a moment.

    A row is visible if its marking is, its period holds the day, and in some
    series its last appearance up to day and moment says that it is present: the
    same rule as the view's (`store.view`). Days and moments are spelled so that text order
    is time order. Cost: some 5 ns a row.

    Args:
        may_see: tells of a marking, as spelled in the record, whether the audience may see it.
    """
    texts = segment.meta["texts"]
    days, moments = texts["day"], texts["moment"]
    day_rank, moment_rank = _ranks(days), _ranks(moments)
    marking = bytearray(may_see(text) for text in texts["marking"])
    sight = _Sight(
        *map(address, (day_rank, moment_rank, marking)), len(days), len(moments), len(marking),
        sum(day <= as_of for day in days), sum(moment <= known_by for moment in moments),
        days.index("") if "" in days else len(days),
    )
    seen = _Seen(*map(segment.place_of, _COLUMNS), segment.rows, len(segment.bytes_of("SEEN_PRESENT")))
    bits = bytearray(segment.rows // 8 + 1)
    kernel().en_look(byref(seen), byref(sight), address(bits))
    return bits


def hide(bits: bytearray, rows: Iterable[int]) -> None:
    """Take rows out of a bit map."""
    for row in rows:
        if row >> 3 < len(bits):
            bits[row >> 3] &= ~(1 << (row & 7)) & 0xFF


def _ranks(texts: list[str]) -> array[int]:
    ranks = zeros("I", len(texts))
    for rank, number in enumerate(sorted(range(len(texts)), key=texts.__getitem__)):
        ranks[number] = rank
    return ranks
