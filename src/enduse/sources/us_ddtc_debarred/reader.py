"""Parties debarred under the ITAR by the Department of State, as a table: one row for each notice.

The table has no ids; a party's is made from name and month of birth, and its
rows under several notices are one record. Memory: the whole list (some hundreds
of rows).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from enduse.model.statement import content_id
from enduse.names.folding import fold_name
from enduse.sources.catalogue import SourceSpec
from enduse.sources.delimited import read_table
from enduse.sources.gathering import gather_rows
from enduse.sources.name_border import is_name_ending
from enduse.sources.opening import OpenedFile
from enduse.sources.printed_dates import find_dates, read_figures
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, Row

_ALIASES = re.compile(r"\s?\(a\.k\.a\.\s(?P<names>[^()]{1,1000})\)")
_GENERATION = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DebarredName:
    """A name in speaking order, whether it is a person's, and the aliases printed with it."""

    name: str
    is_person: bool
    aliases: tuple[str, ...]


def parse_name(text: str) -> DebarredName:
    """Read "Doe, Jr., John (a.k.a. J. Doe; Johnny Doe)": a family name, a comma and given names are a person's.

    A name without a comma, or with one before a legal form only, is left as printed
    and nobody says what it names.
    """
    match = _ALIASES.search(text)
    aliases = tuple(part.strip() for part in match["names"].split(";") if part.strip()) if match else ()
    bare = _ALIASES.sub("", text).strip() if match else text.strip()
    pieces = [piece.strip() for piece in bare.split(",")]
    if len(pieces) == 1 or not all(pieces) or len(pieces) > 3:
        return DebarredName(name=bare, is_person=False, aliases=aliases)
    if len(pieces) == 3 and _GENERATION.fullmatch(pieces[1]):
        return DebarredName(name=f"{pieces[2]} {pieces[0]} {pieces[1]}", is_person=True, aliases=aliases)
    if len(pieces) == 3 or is_name_ending(pieces[1]):
        return DebarredName(name=bare, is_person=False, aliases=aliases)
    return DebarredName(name=f"{pieces[1]} {pieces[0]}", is_person=True, aliases=aliases)


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the list; it does not say which day it is of, so `published` is None.

    Raises:
        InputError: the header differs, or while reading: the file breaks off.
    """
    rows = read_table(files["debarred"], spec.role("debarred").columns)
    records = gather_rows(rows, spec, files["debarred"].name, _read_row)
    return Publication(published=None, declared_records=None, records=records)


def _read_row(row: Row, held: dict[str, Claims]) -> None:
    """Read one party under one notice; nothing is claimed of a row that is refused."""
    printed = row.required("Debarred Party Full Name and Alias")
    party = parse_name(printed)
    born = row.take("Date of Birth")
    birth = next((found.value for found in find_dates(born, day_first=False)), "")
    if born and not birth:
        raise row.fault(f"Date of Birth {born[:40]!r} is not a month such as August, 1989.")
    subject = f"ddtc-{content_id(fold_name(party.name) or party.name, birth)[:16]}"
    row.subject = subject
    notices = [(row.required("Notice"), _day(row, "Notice Date"))]
    corrected = row.take("Corrected Notice")
    corrected_on = _day(row, "Corrected Notice Date")
    if corrected:
        notices.append((corrected, corrected_on))
    row.finish()

    claims = held.get(subject)
    if claims is None:
        schema = "Person" if party.is_person or birth else "LegalEntity"
        claims = held[subject] = row.claims(subject, schema, record=printed)
    claims.say("name", party.name, printed=printed)
    for alias in party.aliases:
        claims.say("alias", alias)
    claims.say("birthDate", birth, printed=born)
    claims.say("topics", "debarment", printed="Debarred Party")
    claims.say("program", "ITAR debarment", printed="Debarred Party")
    listed, on = notices[0]
    claims.say("listingDate", on[0], printed=on[1], within=listed)
    for notice, _ in notices:
        claims.say("authorityId", notice)
    if corrected:
        claims.say("modifiedAt", corrected_on[0], printed=corrected_on[1], within=corrected)


def _day(row: Row, field: str) -> tuple[str, str]:
    """Take a date, in ISO and as printed; both empty where none is printed."""
    text = row.take(field)
    day = read_figures(text, day_first=False)
    if text and day is None:
        raise row.fault(f"{field} {text[:40]!r} is not a date such as 7/18/1988.")
    return (day.isoformat() if day else "", text)
