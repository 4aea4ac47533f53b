"""Documents as received, one file each, named by the SHA-256 of their bytes.

A file is written beside its place, synced and renamed, so that a name in the
vault always stands for whole bytes, whatever kills the program.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from enduse.errors import WorkspaceError

_BLOCK = 1 << 20


class Vault:
    """The documents' folder of one workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, stream: BinaryIO) -> tuple[str, int]:
        """Store the bytes of a stream; return their SHA-256 in hex and their size. Streams in blocks of 1 MB.

        Raises:
            WorkspaceError: the disk is full, or the folder cannot be written to.
        """
        try:
            return self._keep(stream)
        except OSError as exc:
            raise WorkspaceError(
                f"the document cannot be kept: {exc.strerror or exc}.", where=str(self.folder),
                remedy="Check the space on the disk and the rights of the folder.",
            ) from exc

    def _keep(self, stream: BinaryIO) -> tuple[str, int]:
        self.folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(prefix="arriving-", dir=self.folder)
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                while block := stream.read(_BLOCK):
                    digest.update(block)
                    size += len(block)
                    out.write(block)
                out.flush()
                os.fsync(out.fileno())
            place = self._place(digest.hexdigest())
            if place.exists():
                draft.unlink()
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                draft.replace(place)
                _sync_folder(place.parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return digest.hexdigest(), size

    def open(self, sha256: str) -> BinaryIO:
        """Open a kept document. Raises WorkspaceError if the file is gone."""
        try:
            return self._place(sha256).open("rb")
        except OSError as exc:
            raise WorkspaceError(
                f"the document {sha256[:12]} is not in the vault.", where=str(self.folder), remedy="Restore a backup."
            ) from exc

    def damaged(self) -> Iterator[str]:
        """Yield the names of documents whose bytes no longer match, sorted."""
        for place in sorted(self.folder.glob("??/*")):
            with place.open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() != place.parent.name + place.name:
                    yield place.parent.name + place.name

    def holds(self, sha256: str) -> bool:
        """Tell whether a document's file is there."""
        return self._place(sha256).is_file()

    def erase(self, sha256: str) -> None:
        """Remove a document's bytes."""
        self._place(sha256).unlink(missing_ok=True)

    def _place(self, sha256: str) -> Path:
        if len(sha256) != 64 or not all(c in "0123456789abcdef" for c in sha256):
            raise WorkspaceError(f"{sha256!r} does not name a document.", where=str(self.folder))
        return self.folder / sha256[:2] / sha256[2:]


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
