"""Separated files are read strictly, a row at a time, in bounded memory."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.errors import Fault, InputError
from enduse.sources.delimited import DelimitedRow, read_rows, read_table
from enduse.sources.opening import OpenedFile


def opened(folder: Path, data: bytes, **options: str) -> OpenedFile:
    path = folder / "list.csv"
    path.write_bytes(data)
    return OpenedFile(role="list", path=path, **options)  # type: ignore[arg-type]


def cells(folder: Path, data: bytes, width: int | None = None) -> list[tuple[str, ...]]:
    return [r.cells for r in read_rows(opened(folder, data), width=width) if isinstance(r, DelimitedRow)]


def test_quotes_commas_and_line_ends_within_cells_are_kept(tmp_path: Path) -> None:
    assert cells(tmp_path, b'1,"a, ""b""\nc"\r\n\r\n2,x\n') == [("1", 'a, "b"\nc'), ("2", "x")]


@pytest.mark.parametrize("end", [b"\x1a", b"\x1a\r\n", b"\r\n\x1a", b"\x1a,,,,\n"])
def test_the_old_end_mark_ends_the_file(tmp_path: Path, end: bytes) -> None:
    assert cells(tmp_path, b"1,a\r\n" + end) == [("1", "a")]


def test_text_after_the_end_mark_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="end mark"):
        cells(tmp_path, b"1,a\n\x1a\n2,b\n")


def test_a_row_of_another_width_is_a_fault_and_the_next_follow(tmp_path: Path) -> None:
    found = list(read_rows(opened(tmp_path, b"1,a\n2\n3,c\n"), width=2))
    assert [type(f) for f in found] == [DelimitedRow, Fault, DelimitedRow]
    assert isinstance(found[1], Fault)
    assert found[1].place == "list.csv:2"


def test_wrong_quotes_are_a_fault_and_the_next_rows_follow(tmp_path: Path) -> None:
    found = list(read_rows(opened(tmp_path, b'1,a\n2,"b"c\n3,d\n'), width=2))
    assert [type(f) for f in found] == [DelimitedRow, Fault, DelimitedRow]


def test_a_file_that_ends_within_quotes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="breaks off"):
        cells(tmp_path, b'1,a\n2,"b\n3,c\n')


@pytest.mark.parametrize(("data", "words"), [
    (b"1,a\n2,\xff\n", "not utf-8 text at byte 6"), (b"1,a\n2,\x00\n", "NUL byte at byte 6"),
])
def test_what_is_no_text_is_told_by_its_byte(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        cells(tmp_path, data)
    assert words in str(caught.value)
    assert caught.value.where == "list.csv:2"


def test_other_encodings_are_read_as_told(tmp_path: Path) -> None:
    file = opened(tmp_path, "1,Å".encode("cp1252"), encoding="cp1252")
    assert [r.cells for r in read_rows(file) if isinstance(r, DelimitedRow)] == [("1", "Å")]


def test_one_endless_line_ends_in_one_error_with_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "line.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for _ in range(60):
            stream.write(b"x" * 1_000_000)
    tracemalloc.start()
    with pytest.raises(InputError, match="longer than"):
        list(read_rows(OpenedFile(role="list", path=path)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_the_header_is_held_against_the_known_columns(tmp_path: Path) -> None:
    data = "\ufeffB,A\n1,2\n3\n".encode()
    found = list(read_table(opened(tmp_path, data), ["A", "B"]))
    assert found[0] == ({"B": "1", "A": "2"}, 2)
    assert isinstance(found[1], Fault)
    with pytest.raises(InputError) as caught:
        read_table(opened(tmp_path, b"A,C,C\n"), ["A", "B"])
    assert "missing: 'B'; unknown: 'C', 'C'; twice: 'C'" in str(caught.value)
    with pytest.raises(InputError, match="empty"):
        read_table(opened(tmp_path, b""), ["A"])


@pytest.mark.parametrize(("line", "told"), [
    (b"2,\xff\n", "not utf-8 text at byte 6"), (b"2,\x00\n", "NUL byte at byte 6"),
    (b"2," + b"m" * 1_000_001 + b"\n", "longer than"), (b"2," + b"m" * 3_000_000 + b"\n", "longer than"),
    (b'2,"\xff"\n', "not utf-8"), (b'2,"' + b"m" * 2_000_000 + b'"\n', "longer than"),
])
def test_in_a_table_of_ones_own_a_line_that_is_no_text_spoils_its_row_alone(
    tmp_path: Path, line: bytes, told: str
) -> None:
    found = list(read_rows(opened(tmp_path, b"1,a\n" + line + b"3,c\n"), is_own=True))
    assert [type(f) for f in found] == [DelimitedRow, Fault, DelimitedRow]
    assert isinstance(found[1], Fault)
    assert told in found[1].reason
    assert found[1].place == "list.csv:2"
    assert found[2] == DelimitedRow(("3", "c"), 3)


@pytest.mark.parametrize("middle", [b"\xff", b"\x00", b"m" * 1_000_001])
def test_a_bad_line_within_quotes_spoils_the_whole_row_and_no_other(tmp_path: Path, middle: bytes) -> None:
    data = b'1,a\n2,"b\n' + middle + b'\nend"\n3,c\n'
    found = list(read_rows(opened(tmp_path, data), is_own=True))
    assert [type(f) for f in found] == [DelimitedRow, Fault, DelimitedRow]
    assert isinstance(found[1], Fault)
    assert found[1].place == "list.csv:2-4"
    opening = b'1,a\n2,"b' + middle + b'\nend"\n3,c\n'  # the bad line opens the quotes itself
    assert [type(f) for f in read_rows(opened(tmp_path, opening), is_own=True)] == [DelimitedRow, Fault, DelimitedRow]


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.text("ab,\"\n;x é", max_size=6), min_size=1, max_size=6), at=st.integers(0, 5),
    bad=st.sampled_from([b"\xff", b"\x00", b"m" * 1_000_001]),
)
def test_good_rows_around_a_bad_one_are_read_as_without_it(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], at: int, bad: bytes
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    lines = ['{},"{}"\n'.format(number, text.replace('"', '""')).encode() for number, text in enumerate(rows)]
    whole = [r.cells for r in read_rows(opened(folder, b"".join(lines))) if isinstance(r, DelimitedRow)]
    lines.insert(at, b"bad," + bad + b"\n")
    found = list(read_rows(opened(folder, b"".join(lines)), is_own=True))
    assert [r.cells for r in found if isinstance(r, DelimitedRow)] == whole
    assert sum(isinstance(r, Fault) for r in found) == 1
