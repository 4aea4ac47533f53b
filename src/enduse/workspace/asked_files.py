"""Files that somebody hands in: taken in whole within bounds, named by their bytes, kept so that lines can be cited."""

from __future__ import annotations

import hashlib
import io
import stat
from datetime import datetime
from pathlib import Path

from enduse.errors import InputError
from enduse.model.marking import Marking
from enduse.model.statement import Document
from enduse.store.record import Store, Version
from enduse.store.view import ASKED

MAX_BYTES = 100_000_000


def take_in(path: Path) -> bytes:
    """Return the bytes of a paper. Raises InputError if it cannot be opened, is no plain file or is too large."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            remedy = "Name a file, or pipe it in and name -."
            raise InputError("is no regular file.", where=str(path), remedy=remedy)
        if found.st_size > MAX_BYTES:
            what = f"the paper is larger than {MAX_BYTES // 1_000_000} MB."
            raise InputError(what, where=str(path), remedy="Split it.")
        return path.read_bytes()
    except (OSError, ValueError) as exc:  # ValueError: a name with a zero byte
        reason = getattr(exc, "strerror", None) or str(exc)
        raise InputError(f"cannot be opened: {reason}.", where=str(path), remedy="Check the name.") from exc


def name_bytes(data: bytes) -> str:
    """Return the SHA-256 that names a document."""
    return hashlib.sha256(data).hexdigest()


def keep_asked(store: Store, data: bytes, *, name: str, marking: Marking, at: datetime) -> None:
    """Keep the file that a question was asked with, so that citations of its lines can be shown."""
    sha256, _ = store.keep_document(io.BytesIO(data))
    document = asked_document(data, name=name, source=ASKED, marking=marking, at=at)
    version = Version(
        series=f"doc:{sha256}", source=ASKED, files=(("", document),), effective_on=None, marking=marking,
        is_dated=False,
    )
    store.load(version, (), at=at)


def asked_document(data: bytes, *, name: str, source: str, marking: Marking, at: datetime) -> Document:
    """Return what the record holds of an order's file under a source."""
    return Document(
        sha256=name_bytes(data), name=name, media_type="application/yaml", size=len(data), source=source,
        published=None, received_at=at, marking=marking,
    )
