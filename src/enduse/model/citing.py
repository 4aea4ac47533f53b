"""Making the citation that a line of an answer carries for a statement."""

from __future__ import annotations

from enduse.model.evidence import Citation, CitationKind
from enduse.model.marking import PUBLIC
from enduse.model.statement import Sighting, Statement


def cite(sighting: Sighting) -> Citation:
    """Cite a statement as a viewpoint shows it."""
    return cite_statement(
        sighting.statement, id=sighting.id, document=sighting.document, document_name=sighting.document_name
    )


def cite_statement(
    statement: Statement, *, id: str, document: str | None, document_name: str | None
) -> Citation:
    """Cite a statement: its place within the document is told only where the document is."""
    offset = statement.locator.offset
    place, start = statement.locator.record, statement.locator.start
    if offset is not None and document:
        place += f", line {offset}" if start is None else f", at {offset + start}"
    return Citation(
        kind=CitationKind.STATEMENT, id=id, source=statement.source, place=place, words=statement.printed,
        document=document, document_name=document_name, said_on=statement.said_on,
        marking="" if statement.marking == PUBLIC else str(statement.marking), grade=str(statement.grade),
        hedge=statement.hedge, origin=statement.origin or statement.source,
    )
