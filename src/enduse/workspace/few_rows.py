"""The doubles of a file of few rows: every pair that has anything in common is compared in full, as records are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from enduse.model.evidence import Reason
from enduse.model.party import Party
from enduse.model.resolution import Resolution
from enduse.model.screening import Entity
from enduse.resolution.proposing import FEW_RECORDS, Progress, Wanted, propose
from enduse.resolution.telling import SCHEMA
from enduse.workspace.party_files import PartyFile
from enduse.workspace.quick_rows import stated_values

MOST_ROWS = FEW_RECORDS
_DIGITS = 6
_ANY_DAY = date(2000, 1, 1)  # of judgements, of which a file has none
_PLACE = ("postalCode", "city")


@dataclass(frozen=True, slots=True, kw_only=True)
class FewRows:
    """The rows of a file that could be read, compared in full: what each is called and its number, and the outcome."""

    ids: tuple[str, ...]
    rows: tuple[int, ...]
    found: Resolution


def resolve_few(file: PartyFile, *, least: float, progress: Progress | None = None) -> FewRows:
    """Compare the rows of a file in full (`proposing.propose`). Cost: some 300 us a pair that shares a word."""
    read = [(row, row.party) for row in file.rows() if row.party is not None]
    known = [_as_entity(place, party) for place, (_, party) in enumerate(read)]
    found = propose(known, as_of=_ANY_DAY, wanted=Wanted(least=least), progress=progress)
    return FewRows(
        ids=tuple(row.query_id or str(row.number) for row, _ in read), rows=tuple(row.number for row, _ in read),
        found=found,
    )


def tell_few(told: FewRows) -> Iterator[bytes]:
    """Yield a line for each cluster, then one for each pair, in the order of the rows."""
    for cluster in told.found.clusters:
        yield _line(told, [m.id for m in cluster.members], what="cluster", score=cluster.weakest, reasons=())
    for pair in sorted(told.found.proposals, key=lambda p: (p.left.id, p.right.id)):
        yield _line(told, [pair.left.id, pair.right.id], what="pair", score=pair.score, reasons=pair.reasons)


def _as_entity(place: int, party: Party) -> Entity:
    """Return a row as an entity; a town and a post code in cells of their own are read with the address."""
    said = dict(stated_values(party))
    town = " ".join(text for prop in _PLACE for text in said.get(prop, ())[:1])
    if town and said.get("address"):
        said["address"] = [f"{text}, {town}" for text in said["address"]]
    properties = tuple((prop, tuple(values)) for prop, values in sorted(said.items()) if values)
    return Entity(
        id=f"{place:09}", schema=party.kind, caption=party.name, sources=("file",), properties=properties,
    )


def _line(
    told: FewRows, members: Sequence[str], *, what: str, score: float, reasons: Sequence[Reason]
) -> bytes:
    line = {
        "schema": SCHEMA, "what": what,
        "members": [{"id": told.ids[int(member)], "row": told.rows[int(member)]} for member in members],
        "score": round(score, _DIGITS),
        "reasons": [
            {"text": one.text, "left": one.left, "right": one.right, "weight": round(one.weight, _DIGITS)}
            for one in reasons
        ],
    }
    return f"{json.dumps(line, ensure_ascii=False)}\n".encode("utf-8", "surrogatepass")
