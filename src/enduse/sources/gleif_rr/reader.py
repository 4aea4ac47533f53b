"""Relationship records of the Global LEI Foundation: one row a relation between two legal entities.

Cost: linear; memory: one row, and each identifier met, since it is stated once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.golden_copy import LEI, pair_rows, read_columns, take_day, take_optional
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Row, read_each

_SHARE = re.compile(r"\d{1,3}(?:\.\d{1,8})?")
_NEEDED = (
    "Relationship.StartNode.NodeID", "Relationship.StartNode.NodeIDType", "Relationship.EndNode.NodeID",
    "Relationship.EndNode.NodeIDType", "Relationship.RelationshipType", "Relationship.RelationshipStatus",
    "Registration.RegistrationStatus", "Registration.LastUpdateDate",
)
_FREE = frozenset((
    "Registration.InitialRegistrationDate", "Registration.NextRenewalDate", "Registration.ManagingLOU",
    "Registration.ValidationSources", "Registration.ValidationDocuments", "Registration.ValidationReference",
))
_PARTS = r"Relationship\.(?:Period|Qualifiers|Quantifiers)\.[1-9]\..*"
_KNOWN = re.compile("|".join((_PARTS, *map(re.escape, sorted(_FREE)))))
_MOST_PARTS = 9


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the relations; the file says nothing of its day.

    Raises:
        InputError: a column is missing or unknown, or while reading: the file breaks off.
    """
    file = files["relationships"]
    columns, rows = read_columns(file, _NEEDED, _KNOWN, "relationship records (level 2)")
    met: set[str] = set()
    told = read_each(pair_rows(rows, columns, spec, file.name), lambda row: _read_row(row, met))
    return Publication(published=None, declared_records=None, records=told)


def _read_row(row: Row, met: set[str]) -> Record | None:
    """Read one relation; nothing is claimed by a record that was withdrawn or is not yet checked."""
    child, parent = (_entity(row, end) for end in ("StartNode", "EndNode"))
    row.subject = f"lei-{child}"
    kind = row.required("Relationship.RelationshipType")
    tie, is_back = row.meaning("RelationshipType", kind), row.meaning("direction", kind) == "back"
    status = row.meaning("status", row.take("Relationship.RelationshipStatus"))
    registration = row.meaning("registration", row.take("Registration.RegistrationStatus"))
    said_on = take_day(row, "Registration.LastUpdateDate")
    since, until = _period(row)
    shares = _shares(row)
    for column in _FREE:
        take_optional(row, column)
    row.finish()
    if registration == "withdrawn":
        return None
    if until is None and "ended" in (status, registration):
        until = said_on
    if child == parent:
        raise row.fault("the two ends are one entity.", "Compare with the publisher's file.")
    below, above = (row.claims(f"lei-{lei}", "LegalEntity", record=f"{child} {kind}") for lei in (child, parent))
    named = [row.claims(f"lei-{lei}", "LegalEntity", record=lei) for lei in (child, parent) if lei not in met]
    for claims in named:
        claims.say("leiCode", claims.place)
        met.add(claims.place)
    row.subject = below.subject
    first, second = (above, below) if is_back else (below, above)
    printed = " ".join((child, kind, parent, *(f"{share} %" for share in shares)))
    first.say(tie, second.subject, printed=printed, valid_from=since, valid_to=until, said_on=said_on)
    for share in shares:
        below.say("owned_by", above.subject, printed=f"{share} %", valid_from=since, valid_to=until, said_on=said_on)
    told = chain.from_iterable(claims.record().statements for claims in (*named, below, above))
    return Record(subject=below.subject, statements=tuple(told))


def _entity(row: Row, end: str) -> str:
    kind, lei = row.take(f"Relationship.{end}.NodeIDType"), row.required(f"Relationship.{end}.NodeID")
    if kind != "LEI" or not LEI.fullmatch(lei):
        raise row.fault(f"{lei[:40]!r} ({kind[:20]}) is no Legal Entity Identifier.", "Only those are read.")
    return lei


def _period(row: Row) -> tuple[date | None, date | None]:
    """Take all periods; return the relation's own, from the first day to the day after the last."""
    told: tuple[date | None, date | None] = (None, None)
    for number in range(1, _MOST_PARTS + 1):
        part = f"Relationship.Period.{number}."
        since, until = take_day(row, f"{part}startDate"), take_day(row, f"{part}endDate")
        kind = take_optional(row, f"{part}periodType")
        if kind == "RELATIONSHIP_PERIOD":
            told = (since, until + timedelta(days=1) if until and until < date.max else None)
    return told


def _shares(row: Row) -> tuple[str, ...]:
    """Take qualifiers and quantifiers; return the percentages."""
    found = []
    for number in range(1, _MOST_PARTS + 1):
        told = [
            take_optional(row, f"Relationship.{part}") for part in (
                f"Qualifiers.{number}.QualifierDimension", f"Qualifiers.{number}.QualifierCategory",
                f"Quantifiers.{number}.MeasurementMethod", f"Quantifiers.{number}.QuantifierAmount",
                f"Quantifiers.{number}.QuantifierUnits",
            )
        ]
        if told[4] == "PERCENTAGE" and told[3]:
            if not _SHARE.fullmatch(told[3]) or Decimal(told[3]) > 100:
                raise row.fault(f"the share {told[3][:20]!r} is no percentage.")
            found.append(told[3])
    return tuple(found)
