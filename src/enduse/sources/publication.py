"""One publication of a source, and what a reader of one is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from enduse.errors import Fault
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.opening import OpenedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What a publisher gave out on one day.

    `published` and `declared_records` are what the files say of themselves, None
    where they say nothing. `records` can be walked once; it yields the records in
    the order of the file and a fault for each that could not be read, and may raise
    InputError on the way (a file that breaks off), after which nothing is kept.
    """

    published: date | None
    declared_records: int | None
    records: Iterator[Record | Fault]


class Reader(Protocol):
    """The module `enduse.sources.<id>.reader`."""

    def read(self, files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
        """Read the files of one publication, by role.

        Raises:
            InputError: a file cannot be used at all.
        """
        ...
