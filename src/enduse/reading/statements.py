"""Claims of a document as statements of the record.

Identifiers come from the words of the passage that makes the claim, never from
another: the subject of a party is made from the folded name printed there, and
two spellings met in two passages are tied by an `alias` statement that carries
the join of both markings. So a statement stands byte for byte as it is when all
that its reader may not see is taken out of the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from enduse.model.marking import Marking
from enduse.model.statement import Grade, Locator, Statement, content_id
from enduse.reading.document import EXTRACTOR, DocumentReading
from enduse.reading.facts import Claim, Portion, Span
from enduse.reading.lexicon import message_words

_PREFIX = {"party": "p-", "item": "i-"}
_FULL_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")


def to_statements(reading: DocumentReading, *, source: str, origin: str, grade: Grade) -> tuple[Statement, ...]:
    """Return every claim of the reading as a statement, sorted by place; the same reading gives the same bytes.

    `origin` names the independent origin behind the paper, `grade` how far it is trusted.
    """
    made = [*_header_statements(reading, source=source, origin=origin, grade=grade)]
    made += [_statement(reading, claim, source=source, origin=origin, grade=grade) for claim in reading.facts]
    unique = {statement.id: statement for statement in made}
    return tuple(
        sorted(unique.values(), key=lambda s: (s.locator.offset or 0, s.locator.start or 0, s.locator.end or 0, s.id))
    )


def document_entity(reading: DocumentReading, source: str) -> str:
    """Return the entity id of the paper itself."""
    return "d-" + content_id("document", source, reading.key)[:16]


def _entity(kind: str, source: str, reading: DocumentReading, key: str) -> str:
    return _PREFIX[kind] + content_id(kind, source, reading.reference, key)[:16]


def _locator(portion: Portion, span: Span) -> Locator:
    """Place a span within its portion; a span of the heading reaches over the whole heading."""
    return Locator(
        record=portion.record, start=span.start - portion.start, end=span.end - portion.start, offset=portion.start
    )


def _statement(reading: DocumentReading, claim: Claim, *, source: str, origin: str, grade: Grade) -> Statement:
    is_document = claim.about == "document"
    subject = document_entity(reading, source) if is_document else _entity(claim.about, source, reading, claim.key)
    value = _entity(claim.refers, source, reading, claim.value) if claim.refers else claim.value
    return _make(
        reading,
        claim,
        subject=subject,
        value=value,
        source=source,
        origin=origin,
        grade=grade,
    )


def _make(
    reading: DocumentReading, claim: Claim, *, subject: str, value: str, source: str, origin: str, grade: Grade
) -> Statement:
    return Statement(
        subject=subject,
        schema=claim.schema,
        prop=claim.prop,
        value=value,
        printed=claim.span.quote,
        source=source,
        locator=_locator(reading.portions[claim.portion], claim.span),
        origin=origin,
        marking=claim.marking,
        grade=grade,
        hedge=claim.hedge,
        denied=claim.denied,
        said_on=reading.published,
        valid_from=_first_day(claim.date),
        extractor=EXTRACTOR,
    )


def _first_day(text: str) -> date | None:
    """Return the first day of a printed month; vaguer or partial dates bind no period."""
    found = _FULL_MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found and found[2] else None


_HEADER_PROPS = {
    "dtg": "dateTimeGroup",
    "ref": "reference",
    "to": "addressee",
    "info": "addresseeForInformation",
    "from": "originator",
    "tags": "tag",
    "caption": "caption",
    "classification": "classification",
    "declassify_on": "declassifyOn",
    "doc_number": "documentNumber",
    "message_number": "messageNumber",
    "subject": "subject",
    "classified_by": "classifiedBy",
    "reasons": "classificationReason",
    "precedence_action": "precedence",
    "precedence_info": "precedenceForInformation",
    "transmission_id": "transmissionId",
    "station_time": "stationTime",
}


def _header_statements(reading: DocumentReading, *, source: str, origin: str, grade: Grade) -> Iterator[Statement]:
    entity = document_entity(reading, source)
    portions = {portion.kind: portion for portion in reversed(reading.portions)}
    for fact in reading.header:
        portion = portions.get("subject" if fact.field == "subject" else "header")
        if portion is None:
            continue
        for value in fact.value if isinstance(fact.value, tuple) else (fact.value,):
            prop = _HEADER_PROPS[fact.field]
            yield _header_statement(
                reading, entity, prop, value, fact.span, portion, portion.marking, (source, origin, grade)
            )
            country = message_words().tags.get(value) if fact.field == "tags" else None
            if country:
                yield _header_statement(
                    reading,
                    entity,
                    "country",
                    country.lower(),
                    fact.span,
                    portion,
                    portion.marking,
                    (source, origin, grade),
                )


def _header_statement(
    reading: DocumentReading,
    entity: str,
    prop: str,
    value: str,
    span: Span,
    portion: Portion,
    marking: Marking,
    told: tuple[str, str, Grade],
) -> Statement:
    source, origin, grade = told
    return Statement(
        subject=entity,
        schema="Document",
        prop=prop,
        value=value,
        printed=span.quote,
        source=source,
        locator=_locator(portion, span),
        origin=origin,
        marking=marking,
        grade=grade,
        said_on=reading.published,
        extractor=EXTRACTOR,
    )
