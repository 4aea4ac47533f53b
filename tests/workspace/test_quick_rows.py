"""Rows read many at a time are the rows read one by one, whatever a file holds and however it comes. Names invented."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import IO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.resolution.kernel import kernel
from enduse.resolution.rows import Block
from enduse.workspace import party_files, raw_lines
from enduse.workspace.party_files import ReadPlain, Share, open_party_file
from enduse.workspace.party_rows import PartyRow
from enduse.workspace.quick_rows import QuickReader, SketchRow, Taken, open_quick
from enduse.workspace.raw_lines import RawLines

HEADER = "id,name,kind,country,birth_date,phone,address,taxNumber,remark\n"
_CELLS = st.one_of(
    st.text(st.sampled_from('aZ9 .,\'"/@-:_\t;é\r\n'), max_size=12),
    st.sampled_from(["", "", "r1", "Mirko Vellanso", '"Vellanso, Mirko"', '"Mirko ""M"" Vellanso"', "Person",
                     " person ", "unheard-of", "de", "Germany", "nowhere",
                     "1961-04-09", "1961-13", "0555 410 2211", "Мирко", "Ltd",
                     '"two\nlines"', "5\" pipe", "x" * 401]),
)
_ROWS = st.one_of(
    st.lists(_CELLS, min_size=9, max_size=9), st.lists(_CELLS, min_size=9, max_size=9), st.lists(_CELLS, max_size=10),
    st.just(["r7", "Sanela Bondur", "Person", "hr", "1988-12-24", "0555 771991", "Lindgata 7", "7712034", ""]),
).map(",".join)
_TEXTS = st.lists(st.tuples(_ROWS, st.sampled_from(["\n", "\n", "\r\n", "\r", ""])), max_size=20).map(
    lambda rows: "".join(row + end for row, end in rows))


class Dripping(io.RawIOBase):
    """A stream that gives its bytes a few at a time."""

    def __init__(self, held: bytes, size: int) -> None:
        self._held, self._size = held, size

    def read1(self, _size: int = -1) -> bytes:
        piece, self._held = self._held[: self._size], self._held[self._size:]
        return piece


def take(path: Path, *, is_quick: bool, share: Share, size: int) -> list[object]:
    """Return what was read: of each row the number, the id and the sketch, or the fault."""
    file = open_party_file(path)
    found: list[object] = []
    plain: ReadPlain[SketchRow | Block] = QuickReader
    rows: Iterable[PartyRow | SketchRow | Block]
    with pytest.MonkeyPatch.context() as patch:
        if is_quick:
            patch.setattr(party_files, "open_bounded", lambda path, max_bytes: Dripping(path.read_bytes(), size))
        rows = file.rows_or(plain, share=share, read_many=open_quick if is_quick else None)
        for row in rows:
            taken = Taken()
            taken.add(row)
            found += [(taken.places[at], taken.ids[at], line) for at, line in enumerate(taken.records.texts)]
            found += taken.faults
            assert taken.rows == len(taken.places) + len(taken.faults)
    return found


@pytest.mark.skipif(kernel() is None, reason="the kernel is not compiled: python hatch_build.py")
@settings(max_examples=400, deadline=None)
@given(text=_TEXTS, shares=st.integers(1, 3), block=st.integers(1, 3), size=st.sampled_from([1, 7, 64, 100_000]),
       mark=st.booleans())
def test_rows_are_the_same_many_at_a_time_or_one_by_one(
    text: str, shares: int, block: int, size: int, mark: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("quick") / "in.csv"
    path.write_bytes((b"\xef\xbb\xbf" if mark else b"") + (HEADER + text).encode().replace(b"Z9", b"Z\xff"))
    for number in range(shares):
        share = Share(number, shares, block)
        assert take(path, is_quick=True, share=share, size=size) == take(path, is_quick=False, share=share, size=size)


@pytest.mark.skipif(kernel() is None, reason="the kernel is not compiled: python hatch_build.py")
def test_plain_rows_are_read_by_the_kernel(tmp_path: Path) -> None:
    rows = "".join(f'r{n},"Mirko, Vellanso",Person,{("hr", "de")[n % 2]},1961-04-09,,,,\n' for n in range(500))
    (tmp_path / "in.csv").write_text(HEADER + rows)
    plain: ReadPlain[SketchRow | Block] = QuickReader
    read = list(open_party_file(tmp_path / "in.csv").rows_or(plain, read_many=open_quick, share=Share(0, 1, 5000)))
    assert sum(row.rows for row in read if isinstance(row, Block)) > 495


_PIECES = st.sampled_from([b"a", b"bc", b"\n", b"\r", b"\r\n", "é".encode(), b"\xff", b"x" * 40])


@settings(max_examples=200, deadline=None)
@given(held=st.lists(_PIECES).map(b"".join), size=st.integers(1, 9))
def test_raw_lines_are_the_lines_of_the_text(held: bytes, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw_lines, "MAX_LINE", 30)
        stream = io.TextIOWrapper(io.BytesIO(held), encoding="utf-8", errors="surrogateescape", newline="")
        expected = [line if len(line) <= 30 else "\udfff\n" for line in stream]
        assert list(RawLines(cast("IO[bytes]", Dripping(held, size)))) == expected
