"""Sections in one piece of memory, behind a header that tells where each lies: how every derived file is laid out.

A magic word of eight bytes, the length of the header, its checksum; the header (JSON, with the place, length and
checksum of every section); the sections, each at a multiple of 64 bytes.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from enduse.screening.kernel import address, kernel

Section: TypeAlias = "array[Any] | bytearray | bytes"
_ALIGN = 64


def checksum_of(data: Section) -> int:
    """Return the kernel's checksum of some bytes."""
    size = len(data) * (data.itemsize if isinstance(data, array) else 1)
    if isinstance(data, bytes):
        data = bytearray(data)
    return int(kernel().en_checksum(address(data), size))


def pack(sections: Mapping[str, Section], meta: Mapping[str, Any], *, magic: bytes) -> Iterator[bytes | memoryview]:
    """Yield header and sections; places are counted from the end of the header."""
    at = 0
    table = {}
    for name, section in sections.items():
        size = len(section) * (section.itemsize if isinstance(section, array) else 1)
        table[name] = [at, size, checksum_of(section)]
        at += size + -size % _ALIGN
    header = json.dumps({"meta": meta, "sections": table, "size": at}, separators=(",", ":")).encode("utf-8")
    header += b" " * (-(len(header) + 32) % _ALIGN)
    yield magic + len(header).to_bytes(8, "little") + checksum_of(bytearray(header)).to_bytes(16, "little") + header
    for section in sections.values():
        data = memoryview(section).cast("B") if len(section) else memoryview(b"")
        yield data
        yield bytes(-len(data) % _ALIGN)


def read_header(
    buffer: Any, *, magic: bytes, format: int
) -> tuple[dict[str, Any], dict[str, list[int]], int]:
    """Return what the header says, the table of sections, and where they begin.

    Cost: every byte is read once, some 0.3 ms a megabyte.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: the bytes are not what a program of this version wrote.
    """
    base = address(buffer)
    head = bytes(buffer[:32])
    length = int.from_bytes(head[8:16], "little")
    if head[:8] != magic or length > len(buffer) - 32:
        raise ValueError("it does not begin as one")
    text = bytes(buffer[32:32 + length])
    if checksum_of(text) != int.from_bytes(head[16:32], "little"):
        raise ValueError("its header does not match its checksum")
    header = json.loads(text)
    meta, table, start = header["meta"], header["sections"], 32 + length
    if meta["format"] != format:
        raise ValueError("another version of the program wrote it")
    if start + header["size"] != len(buffer):
        raise ValueError("it is cut short")
    for name, (offset, size, checksum) in table.items():
        if offset < 0 or size < 0 or offset + size > header["size"]:
            raise ValueError(f"{name} lies outside of it")
        if kernel().en_checksum(base + start + offset, size) != checksum:
            raise ValueError(f"{name} does not match its checksum")
    return meta, table, start
