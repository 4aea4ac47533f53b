"""Claims of a document as statements of the record.

Identifiers come from what every reader of the claim may see: the folded name
printed in its passage and the paper's own number or, where a paper prints none,
the text of all its portions that carry the same marking as the passage (with runs
of white space as one space). Whoever sees one of these sees them all, so a
statement stands byte for byte as it is when all that its reader may not see is
taken out of the paper; and two papers without a number never share a party or an
item unless they are copies. In such a paper a party that is named under two
markings has two identifiers, each with its name: the record takes namesakes
together. Two spellings met in two passages are tied by an `alias` statement that
carries the join of both markings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from enduse.model.passage import Passage
from enduse.model.statement import Grade, InformationGrade, Locator, Statement, content_id, marking_key
from enduse.reading.document import EXTRACTOR, DocumentReading
from enduse.reading.facts import Claim, Portion, Span
from enduse.reading.lexicon import message_words
from enduse.reading.stored_text import PrintedRun

_PREFIX = {"party": "p-", "item": "i-"}
_LONGEST = 1_500  # characters of a passage
_FULL_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Naming:
    """What identifiers of one reading are made from: source, and for each marking the number or the text under it."""

    source: str
    papers: Mapping[str, str]

    def document(self, portion: Portion) -> str:
        return "d-" + content_id("document", self.source, self.papers[marking_key(portion.marking)])[:16]

    def entity(self, kind: str, portion: Portion, key: str) -> str:
        return _PREFIX[kind] + content_id(kind, self.source, self.papers[marking_key(portion.marking)], key)[:16]


def _name_papers(reading: DocumentReading) -> Mapping[str, str]:
    """Return what names the paper under each marking: its number, else the text under that very marking."""
    texts: dict[str, list[str]] = defaultdict(list)
    for portion in reading.portions:
        held = texts[marking_key(portion.marking)]
        if portion.kind != "heading":
            held += reading.text[portion.start : portion.end].split()
    return {key: reading.reference or content_id("text", " ".join(words)) for key, words in texts.items()}


def to_statements(reading: DocumentReading, *, source: str, origin: str, grade: Grade) -> tuple[Statement, ...]:
    """Return every claim of the reading as a statement, sorted by place; the same reading gives the same bytes.

    `origin` names the independent origin behind the paper, `grade` how far it is trusted. What a model proposed, what
    was inferred from several passages and what was read from pictures keeps the letter of the source; whether it was
    read rightly cannot be judged, so its digit is 6.
    """
    grades = {EXTRACTOR: grade}
    unproved = replace(grade, information=InformationGrade.SIX)
    naming = _Naming(source=source, papers=_name_papers(reading))
    made = [_header_statement(reading, fact, naming) for fact in _header_claims(reading)]
    made += [_statement(reading, claim, naming) for claim in reading.facts]
    told = (replace(each, origin=origin, grade=grades.get(each.extractor, unproved)) for each in made)
    unique = {each.id: each for each in told}
    return tuple(
        sorted(unique.values(), key=lambda s: (s.locator.offset or 0, s.locator.start or 0, s.locator.end or 0, s.id))
    )


def to_passages(reading: DocumentReading, *, source: str) -> tuple[Passage, ...]:
    """Return the text of the reading in passages of some lines, each under the marking of its portion.

    Every character that is no white space stands in exactly one of them: the heading is told without its subject line.
    """
    naming = _Naming(source=source, papers=_name_papers(reading))
    subjects = [portion for portion in reading.portions if portion.kind == "subject"]
    found = []
    for portion in reading.portions:
        inner = subjects if portion.kind == "header" else []
        for start, end in _outside(portion, inner):
            for first, last in _cut(reading.text, start, end):
                found.append(_passage(reading, portion, naming, first, last))
    return tuple(found)


def _passage(reading: DocumentReading, portion: Portion, naming: _Naming, first: int, last: int) -> Passage:
    text, subject, start = reading.text[first:last], naming.document(portion), first - portion.start
    name = content_id("passage", subject, portion.record, start, text, marking_key(portion.marking))
    page = bisect_right(reading.pages, first) if len(reading.pages) > 1 else 0
    return Passage(
        id=name,
        subject=subject,
        source=naming.source,
        record=portion.record,
        start=start,
        offset=first,
        page=page,
        marking=portion.marking,
        text=text,
    )


def _outside(portion: Portion, inner: list[Portion]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a portion that lie in none of the inner ones."""
    start = portion.start
    for each in inner:
        if start <= each.start <= each.end <= portion.end:
            yield start, each.start
            start = each.end
    yield start, portion.end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield stretches of at most `_LONGEST` characters without white space at their ends, cut where lines end."""
    while start < end:
        stop = end
        if end - start > _LONGEST:
            cuts = (text.rfind(sign, start + _LONGEST // 2, start + _LONGEST) for sign in ("\n\n", "\n", ". ", " "))
            stop = next((cut + 1 for cut in cuts if cut > 0), start + _LONGEST)
        words = text[start:stop]
        first = start + len(words) - len(words.lstrip())
        last = start + len(words.rstrip())
        if first < last:
            yield first, last
        start = stop


def _locator(portion: Portion, span: Span) -> Locator:
    """Place a span within its portion; a span of the heading reaches over the whole heading."""
    return Locator(
        record=portion.record, start=span.start - portion.start, end=span.end - portion.start, offset=portion.start
    )


def _statement(reading: DocumentReading, claim: Claim, naming: _Naming) -> Statement:
    portion = reading.portions[claim.portion]
    is_document = claim.about == "document"
    return Statement(
        subject=naming.document(portion) if is_document else naming.entity(claim.about, portion, claim.key),
        schema=claim.schema,
        prop=claim.prop,
        value=naming.entity(claim.refers, portion, claim.value) if claim.refers else claim.value,
        printed=claim.span.quote,
        source=naming.source,
        locator=_locator(portion, claim.span),
        origin="",
        marking=claim.marking,
        hedge=claim.hedge,
        denied=claim.denied,
        said_on=reading.published,
        valid_from=_first_day(claim.date),
        extractor=_read_by(reading, claim.span, _named(claim)),
    )


def _named(claim: Claim) -> str:
    """Name who read a claim, and by which rule it was inferred where its own words do not tell it."""
    extractor = claim.extractor or EXTRACTOR
    return f"{extractor}, inferred ({claim.rule})" if claim.rule else extractor


def _read_by(reading: DocumentReading, span: Span, extractor: str) -> str:
    """Name the reader of some words: with how sure text recognition was of them where it read them from a picture."""
    at = max(0, bisect_right(reading.recognised, span.start, key=_begin) - 1)
    sure = []
    while at < len(reading.recognised) and reading.recognised[at].start < span.end:
        run = reading.recognised[at]
        sure += [run.confidence] if run.end > span.start and run.confidence is not None else []
        at += 1
    return f"{extractor}, text recognised at {min(sure):.2f}" if sure else extractor


def _begin(run: PrintedRun) -> int:
    return run.start


def _first_day(text: str) -> date | None:
    """Return the first day of a printed month; vaguer or partial dates bind no period."""
    found = _FULL_MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found and found[2] else None


_HEADER_PROPS = {
    "dtg": "dateTimeGroup",
    "ref": "reference",
    "unresolved_ref": "unresolvedReference",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _HeaderClaim:
    prop: str
    value: str
    span: Span
    portion: Portion


def _header_claims(reading: DocumentReading) -> Iterator[_HeaderClaim]:
    portions = {portion.kind: portion for portion in reversed(reading.portions)}
    for fact in reading.header:
        portion = portions.get("subject" if fact.field == "subject" else "header")
        if portion is None:
            continue
        for value in fact.value if isinstance(fact.value, tuple) else (fact.value,):
            yield _HeaderClaim(prop=_HEADER_PROPS[fact.field], value=value, span=fact.span, portion=portion)
            country = message_words().tags.get(value) if fact.field == "tags" else None
            if country:
                yield _HeaderClaim(prop="country", value=country.lower(), span=fact.span, portion=portion)


def _header_statement(reading: DocumentReading, claim: _HeaderClaim, naming: _Naming) -> Statement:
    return Statement(
        subject=naming.document(claim.portion),
        schema="Document",
        prop=claim.prop,
        value=claim.value,
        printed=claim.span.quote,
        source=naming.source,
        locator=_locator(claim.portion, claim.span),
        origin="",
        marking=claim.portion.marking,
        said_on=reading.published,
        extractor=_read_by(reading, claim.span, EXTRACTOR),
    )
