"""OFAC's legacy CSV files: entries, aliases, addresses and the overflow of long remarks.

The files have no header; "-0-" stands for an empty cell. The entries stream; the
aliases, addresses and overflows of the publication are held by entry number.

OFAC prints no header. In a copy under a header row of somebody else the header
is told as a fault, since it is no entry, and the rows below it are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from enduse.errors import Fault, InputError
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.delimited import DelimitedRow, read_rows
from enduse.sources.ofac.entries import (
    is_number,
    say_address,
    say_flag,
    say_name,
    say_owner,
    say_programs,
    split_programs,
    subject_of,
)
from enduse.sources.ofac.remarks import NameIndex, printed_name, say_remarks
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, Row, RowFault, read_each

ENTRY_FIELDS = (
    "ent_num", "SDN_Name", "SDN_Type", "Program", "Title", "Call_Sign", "Vess_type", "Tonnage", "GRT", "Vess_flag",
    "Vess_owner", "Remarks",
)
ALIAS_FIELDS = ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks")
ADDRESS_FIELDS = ("ent_num", "add_num", "address", "city", "country", "add_remarks")
OVERFLOW_FIELDS = ("ent_num", "remarks")
EMPTY = frozenset(("-0-",))
ROWS_PER_RECORD = 20


@dataclass(slots=True)
class _Held:
    """The rows of one file besides the entries, by entry number; what is used is taken out."""

    name: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_legacy(files: Mapping[str, OpenedFile], spec: SourceSpec, roles: tuple[str, str, str, str]) -> Publication:
    """Read the files in the roles (entries, aliases, addresses, overflow); the last may be absent.

    Raises:
        InputError: a file cannot be used at all.
    """
    entries, aliases, addresses, overflow = roles
    return Publication(
        published=None, declared_records=None,
        records=_read_records(files, spec, (entries, aliases, addresses, overflow)),
    )


def _read_records(
    files: Mapping[str, OpenedFile], spec: SourceSpec, roles: tuple[str, str, str, str],
) -> Iterator[Record | Fault]:
    entries, aliases, addresses, overflow = (files.get(role) for role in roles)
    if entries is None:
        return
    held = [
        _hold(file, spec, fields)
        for file, fields in ((aliases, ALIAS_FIELDS), (addresses, ADDRESS_FIELDS), (overflow, OVERFLOW_FIELDS))
    ]
    names = _index_names(entries)
    rows = _rows(entries, spec, ENTRY_FIELDS)
    yield from read_each(rows, lambda row: _read_entry(row, spec, held, names))
    for part in held:
        yield from part.faults
        if part.rows:
            first = next(iter(part.rows))
            count = sum(len(rows) for rows in part.rows.values())
            reason = f"{count:,} rows belong to no entry of {entries.name} (first: ent_num {first})."
            yield Fault(
                place=part.name, reason=reason,
                remedy="The files are of different days; load files of one day together.",
            )


def _rows(file: OpenedFile, spec: SourceSpec, fields: tuple[str, ...]) -> Iterator[Row | Fault]:
    name = file.name
    for found in read_rows(file, width=len(fields)):
        if isinstance(found, Fault):
            yield found
        else:
            pairs = dict(zip(fields, found.cells, strict=True))
            yield Row(spec, pairs, place=f"{name}:{found.line}", offset=found.line, empty=EMPTY, file=file.role)


def _hold(file: OpenedFile | None, spec: SourceSpec, fields: tuple[str, ...]) -> _Held:
    held = _Held(file.name if file else "")
    if file is None:
        return held
    count = 0
    for row in _rows(file, spec, fields):
        if isinstance(row, Fault):
            held.faults.append(row)
            continue
        number = row.take("ent_num")
        if not is_number(number):
            held.faults.append(row.fault(f"{number[:40]!r} is no entry number.").fault)
            continue
        held.rows.setdefault(number, []).append(row)
        count += 1
        if count > spec.at_most * ROWS_PER_RECORD:
            raise InputError("has more rows than such a list can.", where=file.name, remedy="Get it again.")
    return held


def _index_names(file: OpenedFile) -> NameIndex:
    names = NameIndex()
    for row in read_rows(file, width=len(ENTRY_FIELDS)):
        if isinstance(row, DelimitedRow):
            names.add(row.cells[1], subject_of(row.cells[0].strip()))
    return names


def _read_entry(row: Row, spec: SourceSpec, held: list[_Held], names: NameIndex) -> Claims:
    number = row.take("ent_num")
    if not is_number(number):
        raise row.fault(f"{number[:40]!r} is no entry number; OFAC prints no header row.")
    row.subject = subject_of(number)
    aliases, addresses, overflow = (part.rows.pop(number, []) for part in held)
    claims = row.claims(row.subject, row.category("SDN_Type", default="Organization"), record=f"ent_num {number}")
    say_name(claims, row.required("SDN_Name"))
    say_programs(claims, split_programs(row.take("Program")))
    claims.say("position" if claims.schema == "Person" else "notes", row.take("Title"))
    claims.say("callSign", row.take("Call_Sign"))
    claims.say("type", row.take("Vess_type"))
    claims.say("tonnage", row.take("Tonnage"))
    claims.say("grossRegisteredTonnage", row.take("GRT"))
    say_flag(claims, row.take("Vess_flag"))
    say_owner(claims, row.take("Vess_owner"), names)
    for part in (aliases, addresses):
        _say_parts(claims, part)
    more = "".join(_take_overflow(part) for part in overflow)
    say_remarks(claims, row.take("Remarks") + more, spec=spec, names=names)
    row.finish()
    return claims


def _say_parts(claims: Claims, rows: list[Row]) -> None:
    """Claim aliases or addresses; a row that cannot be read is a doubt of the record, which is kept."""
    for row in rows:
        row.subject = claims.subject
        try:
            if row.has("alt_num"):
                _say_alias(claims, row)
            else:
                _say_address(claims, row)
        except RowFault as exc:
            claims.doubts.append(exc.fault)


def _say_alias(claims: Claims, row: Row) -> None:
    within = f"alt_num {row.required('alt_num')}"
    prop = row.category("alt_type")
    name = row.required("alt_name")
    remarks = row.take("alt_remarks")
    row.finish()
    claims.say(prop, printed_name(name, claims.schema), printed=name, within=within, offset=row.offset, file=row.file)
    claims.say("notes", remarks, within=within, offset=row.offset, file=row.file)


def _say_address(claims: Claims, row: Row) -> None:
    within = f"add_num {row.required('add_num')}"
    parts = (row.take("address"), row.take("city"))
    country, remarks = row.take("country"), row.take("add_remarks")
    row.finish()
    say_address(claims, parts, country, within=within, offset=row.offset, file=row.file)
    claims.say("notes", remarks, within=within, offset=row.offset, file=row.file)


def _take_overflow(row: Row) -> str:
    text = row.take_raw("remarks")
    row.finish()
    return text
