"""What a language model proposed of a paper and was not kept, with the reason, each under the marking of its passage.

One row holds what was refused of one paper under one marking by one reading; the newest that a viewpoint knows of
counts. Nothing else of the program asks here, so what was refused is never taken for a fact.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from enduse.model.marking import Marking
from enduse.model.review import RefusedProposal
from enduse.store.dialects import Connection
from enduse.store.spelling import spell_marking


def keep_rejections(
    connection: Connection, sha256: str, refused: Mapping[Marking, Sequence[RefusedProposal]], *, moment: str
) -> None:
    """Note what a reading refused, also that it refused nothing under a marking under which an earlier one did."""
    spelled = {spell_marking(marking): json.dumps([asdict(each) for each in told], ensure_ascii=False)
               for marking, told in refused.items()}
    rows = connection.rows("SELECT DISTINCT marking FROM rejection WHERE document = ?", (sha256,))
    spelled = dict.fromkeys((row[0] for row in rows), "[]") | spelled
    connection.execute_many(
        "INSERT INTO rejection VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        ((sha256, marking, moment, told) for marking, told in sorted(spelled.items())),
    )


def erase_rejections(connection: Connection, sha256: str) -> None:
    """Erase what was refused of a document, inside an erasure."""
    connection.execute("DELETE FROM rejection WHERE document = ?", (sha256,))


def find_rejections(
    connection: Connection, sha256: str, *, markings: Sequence[str], known_by: str
) -> Iterator[RefusedProposal]:
    """Yield what the last known reading of a paper refused under some markings, in order of their spelling."""
    for marking in sorted(markings):
        row = connection.first(
            "SELECT told FROM rejection WHERE document = ? AND marking = ? AND received_at <= ?"
            " ORDER BY received_at DESC LIMIT 1", (sha256, marking, known_by),
        )
        for told in json.loads(row[0]) if row else ():
            yield RefusedProposal(**told)
