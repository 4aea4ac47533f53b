"""Read an invented list and its queries from disk, a line at a time, so that what is measured is not this reading."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.screening.index import NAME_PROPERTIES, NameRow

Query = Mapping[str, str]


class ListedEntities:
    """The entities of a corpus by id, each read from its line when asked for; holds 8 bytes an entity.

    Read all `rows` first: they tell where each entity stands.
    """

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "entities.ftm.json").open("rb")
        self._starts = array("Q")
        self._asked: dict[str, Entity] = {}

    def rows(self) -> Iterator[NameRow]:
        """Yield name rows as a record's view does, and note where each entity stands."""
        at = 0
        for line in self._file:
            self._starts.append(at)
            at += len(line)
            row = json.loads(line)
            for prop in NAME_PROPERTIES:
                for name in row["properties"].get(prop, ()):
                    yield row["id"], prop, name, row["schema"], ""

    def __call__(self, ids: Sequence[str]) -> dict[str, Entity]:
        return {key: self._read(key) for key in ids}

    def _read(self, id: str) -> Entity:
        known = self._asked.get(id)
        if known is None:
            self._file.seek(self._starts[int(id.rpartition("-")[2]) - 1])
            known = self._asked[id] = read_entity(json.loads(self._file.readline()))
        return known


def read_entity(row: dict[str, Any]) -> Entity:
    """Return the entity that a line in FollowTheMoney's form describes."""
    properties = tuple(sorted((prop, tuple(sorted(values))) for prop, values in row["properties"].items()))
    caption = next(row["properties"][prop][0] for prop in NAME_PROPERTIES if prop in row["properties"])
    return Entity(
        id=row["id"], schema=row["schema"], caption=caption, properties=properties, sources=("invented",),
        is_listed=True,
    )


def read_queries(path: Path, *, most: int | None = None) -> list[Query]:
    """Return the queries of a file of a corpus."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, most)]


def to_parties(queries: Iterable[Query], *, with_facts: bool = False) -> list[Party]:
    """Return queries as parties: name and kind, with facts also country and date of birth."""
    return [
        Party(
            name=query["name"], kind=query["kind"], country=query["country"] if with_facts else "",
            birth_date=query["birth_date"] if with_facts else "",
        )
        for query in queries
    ]
