"""Opening files as received: gzip by its first bytes, bounded, hashed, streamed."""

from __future__ import annotations

import gzip
import hashlib
import io
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from enduse.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 1 << 16
_GZIP_MAGIC = b"\x1f\x8b"
_MEDIA_TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "txt": "text/tab-separated-values",
    "xml": "application/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "jsonl": "application/jsonl",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file as received: its hash and size are those of the bytes on disk, compressed or not."""

    role: str
    path: Path
    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file of a publication that a reader may open, more than once if it must."""

    role: str
    path: Path
    encoding: str = "utf-8"
    max_bytes: int = 600_000_000

    @property
    def name(self) -> str:
        """Return the file's name, as messages show it."""
        return self.path.name

    def open(self) -> IO[bytes]:
        """Return the bytes of the file, decompressed, as a buffered stream that the caller closes.

        Raises:
            InputError: the file is not there or cannot be read; and while reading:
                it is larger than `max_bytes`, or its compression breaks off.
        """
        return open_bounded(self.path, max_bytes=self.max_bytes)


class _Bounded(io.RawIOBase):
    """A raw stream that stops with an InputError at a size limit or at damaged compression."""

    def __init__(self, inner: IO[bytes], *, name: str, max_bytes: int) -> None:
        self._inner = inner
        self._name = name
        self._left = max_bytes
        self._max = max_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._inner.read(min(len(view), CHUNK))
        except (EOFError, zlib.error, gzip.BadGzipFile) as exc:
            raise InputError(
                "the compressed file is damaged or breaks off; nothing of it was used.",
                where=self._name, remedy="Get it again.",
            ) from exc
        except OSError as exc:
            raise InputError(f"cannot be read: {exc.strerror or exc}.", where=self._name) from exc
        self._left -= len(data)
        if self._left < 0:
            raise InputError(
                f"holds more than {self._max // 1_000_000} MB after decompression.",
                where=self._name, remedy="This is not a list of that source, or it needs splitting.",
            )
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


def open_bounded(path: Path, *, max_bytes: int) -> IO[bytes]:
    """Return the bytes of a file, decompressed if they are gzip, in bounded memory.

    Raises:
        InputError: it is not there, no regular file, too large or damaged.
    """
    raw = _open_raw(path)
    try:
        magic = raw.read(2)
        raw.seek(0)
    except OSError as exc:
        raw.close()
        raise InputError(f"cannot be read: {exc.strerror or exc}.", where=path.name) from exc
    inner = cast("IO[bytes]", _GzipOver(raw)) if magic == _GZIP_MAGIC else raw
    return io.BufferedReader(_Bounded(inner, name=path.name, max_bytes=max_bytes), buffer_size=CHUNK)


class _GzipOver(gzip.GzipFile):
    """A gzip stream that closes the file below it too."""

    def __init__(self, raw: IO[bytes]) -> None:
        super().__init__(fileobj=raw, mode="rb")
        self._raw_file = raw

    def close(self) -> None:
        super().close()
        self._raw_file.close()


def read_head(path: Path, *, length: int = 4096) -> bytes:
    """Return the first bytes of a file, decompressed.

    Raises:
        InputError: it is not there or cannot be read.
    """
    with open_bounded(path, max_bytes=1 << 40) as stream:
        return stream.read(length)


def receive_file(path: Path, *, role: str) -> ReceivedFile:
    """Hash a file as it lies on disk, in one streaming pass.

    Raises:
        InputError: it is not there or cannot be read.
    """
    digest = hashlib.sha256()
    size = 0
    with _open_raw(path) as stream:
        try:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
        except OSError as exc:
            raise InputError(f"cannot be read: {exc.strerror or exc}.", where=path.name) from exc
    return ReceivedFile(
        role=role, path=path, name=path.name, sha256=digest.hexdigest(), size=size, media_type=_media_type(path),
    )


def _open_raw(path: Path) -> IO[bytes]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError("is not a regular file.", where=str(path), remedy="Name a file, not a folder or a pipe.")
        return path.open("rb")
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        raise InputError(f"cannot be opened: {reason}.", where=str(path), remedy="Check the path.") from exc


def _media_type(path: Path) -> str:
    parts = path.name.lower().split(".")
    if parts[-1] == "gz":
        return "application/gzip"
    return _MEDIA_TYPES.get(parts[-1], "application/octet-stream")
