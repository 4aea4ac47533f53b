"""Receiving one publication: files in, their hashes and a stream of records out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from enduse.errors import Fault, InputError
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.detection import assign_roles
from enduse.sources.opening import OpenedFile, ReceivedFile, receive_file
from enduse.sources.publication import Publication, Reader


def open_publication(
    spec: SourceSpec, paths: Sequence[Path], *, is_excerpt: bool = False,
) -> tuple[Publication, tuple[ReceivedFile, ...]]:
    """Open the files of one publication: its records as a stream, and the files as received, by role.

    The files are hashed at once; the records are read while `records` is walked.
    At its end the number of records is held against the bounds of `source.yaml`
    and the number the file declares; `is_excerpt` leaves that check out, for a
    part of a list.

    Raises:
        UsageError: the files do not make up a publication of the source.
        InputError: a file cannot be used; or, while walking, it breaks off or
            holds fewer or more records than it can.
    """
    roles = assign_roles(spec, paths, is_excerpt=is_excerpt)
    received = tuple(receive_file(path, role=role) for role, path in roles.items())
    files = {
        role: OpenedFile(role=role, path=path, encoding=spec.role(role).encoding, max_bytes=spec.max_bytes)
        for role, path in roles.items()
    }
    publication = load_reader(spec.reader).read(files, spec)
    if not is_excerpt:
        publication = replace(publication, records=_count(publication, spec, received[0].name))
    return publication, received


def load_reader(source_id: str) -> Reader:
    """Import the reader of a source."""
    return cast(Reader, import_module(f"enduse.sources.{source_id}.reader"))


def _count(publication: Publication, spec: SourceSpec, where: str) -> Iterator[Record | Fault]:
    count = faults = 0
    first = ""
    for found in publication.records:
        if isinstance(found, Fault):
            faults += 1
            first = first or f" {found.place}: {found.reason}"
        elif not found.is_part:
            count += 1
        yield found
    remedy = "Nothing of it was used. Get it again, or load it as an excerpt (--any-count)."
    declared = publication.declared_records
    if declared is not None and not count <= declared <= count + faults:
        what = f"declares {declared:,} records and holds {count:,}, with {faults:,} that could not be read."
        raise InputError(what, where=where, remedy=remedy)
    if not spec.at_least <= count <= spec.at_most:
        what = f"holds {count:,} records where {spec.at_least:,} to {spec.at_most:,} are expected."
        if faults:
            what += f" Could not be read: {faults:,}, first{first}"
        raise InputError(what, where=where, remedy=remedy)
