"""Parties that a command is about: from what was typed, or from a row of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from enduse.errors import NotFoundError, UsageError
from enduse.model.party import Party
from enduse.resolution.evidence import IDENTIFIER_PROPERTIES
from enduse.workspace.answering import make_query
from enduse.workspace.party_files import open_party_file


def make_party(
    name: str, *, country: str | None, kind: str | None, birth_date: str | None, identifiers: Sequence[str] = ()
) -> Party:
    """Make a party of what was typed. Raises UsageError for an unknown country or identifier."""
    pairs = []
    for text in identifiers:
        prop, sign, value = text.partition("=")
        if not sign or prop not in IDENTIFIER_PROPERTIES or not value.strip():
            remedy = "Write PROPERTY=VALUE; known: " + ", ".join(IDENTIFIER_PROPERTIES) + "."
            raise UsageError(f"{text!r} is no identifier.", remedy=remedy)
        pairs.append((prop, value.strip()))
    party = make_query(name, country=country, kind=kind, birth_date=birth_date)
    return replace(party, identifiers=tuple(sorted(pairs)))


def find_party(path: Path, query_id: str, *, column_map: Mapping[str, str], encoding: str) -> Party:
    """Return the party of the row of a file that has an id. Raises NotFoundError where none has."""
    for row in open_party_file(path, column_map=column_map, encoding=encoding).rows():
        if row.query_id == query_id and row.party is not None:
            return row.party
    raise NotFoundError(f"no row of the file that can be screened has the id {query_id!r}.", where=path.name)
