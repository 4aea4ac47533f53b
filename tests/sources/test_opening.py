"""Files are opened as received: gzip by its first bytes, bounded, hashed."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from enduse.errors import InputError
from enduse.sources.opening import open_bounded, read_head, receive_file


def test_gzip_is_told_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    packed, plain = tmp_path / "packed.csv", tmp_path / "plain.csv.gz"
    packed.write_bytes(gzip.compress(b"text"))
    plain.write_bytes(b"text")
    for path in (packed, plain):
        with open_bounded(path, max_bytes=100) as stream:
            assert stream.read() == b"text"


def test_the_hash_is_that_of_the_bytes_as_received(tmp_path: Path) -> None:
    path = tmp_path / "list.xml.gz"
    data = gzip.compress(b"text" * 1000)
    path.write_bytes(data)
    file = receive_file(path, role="list")
    assert (file.sha256, file.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert file.media_type == "application/gzip"
    assert read_head(path, length=5) == b"textt"


def test_a_file_that_unpacks_beyond_the_limit_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"\0" * 3_000_000))
    with open_bounded(path, max_bytes=2_000_000) as stream, pytest.raises(InputError, match="more than 2 MB"):
        stream.read()


@pytest.mark.parametrize("cut", [5, 15, 30])
def test_damaged_compression_is_told(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(bytes(range(256)) * 10)[:cut])
    with open_bounded(path, max_bytes=10_000) as stream, pytest.raises(InputError, match="damaged or breaks off"):
        stream.read()


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing", tmp_path / "nul\0byte"):
        with pytest.raises(InputError):
            open_bounded(path, max_bytes=1)
        with pytest.raises(InputError):
            receive_file(path, role="list")
