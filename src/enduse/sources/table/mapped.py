"""A table of any columns, read by a map of what they mean. Cost: linear; memory: one row, or one workbook.

A value that cannot be used is told and kept as a note, so that no row is lost for
one odd cell; a row without a name is a fault. Without an id a row is named by
what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from enduse.errors import Fault, InputError
from enduse.knowledge.countries import find_country
from enduse.knowledge.party_columns import find_party_kind, party_fields
from enduse.knowledge.properties import listing_topics
from enduse.model.statement import Record, content_id
from enduse.sources.catalogue import SourceSpec
from enduse.sources.column_map import UNUSED, ColumnMap, find_field
from enduse.sources.opening import OpenedFile
from enduse.sources.rows import Claims, RowFault, read_each
from enduse.sources.table.cells import Cell, CellRow, read_cells

_ID = re.compile(r"[^\s\x00-\x1f]{1,120}")
_SINGLE = ("id", "name", "kind", "first_name", "last_name", "listed_on")
_PROPS = {"aliases": "alias", "weak_aliases": "weakAlias", "birth_date": "birthDate",
          "first_name": "firstName", "last_name": "lastName"}
_MANY = ("weak_aliases", "topics")
_LEAVE = "Say what it means with --map COLUMN=FIELD, or leave it out with --map COLUMN=."


def read_mapped(file: OpenedFile, spec: SourceSpec, columns: ColumnMap) -> Iterator[Record | Fault]:
    """Yield the records of a table.

    Raises:
        InputError: the file cannot be used, or a column of it means nothing known.
    """
    header, rows = read_cells(file, format=spec.role(file.role).format, delimiter=columns.delimiter)
    reader = _Reader(spec, columns, file.name)
    reader.check(header)
    return read_each(rows, reader.read_row)


class _Reader:
    def __init__(self, spec: SourceSpec, columns: ColumnMap, name: str) -> None:
        self._spec = spec
        self._columns = columns
        self._name = name
        self._fields: dict[str, str | None] = {}

    def check(self, header: tuple[str, ...]) -> None:
        """Refuse a header of which a column means nothing, or that lacks one of the map or the name."""
        strange = [heading for heading in header if self._field(heading) is None]
        missing = [heading for heading in self._columns.columns if header and heading not in (*header, "*")]
        fields = {self._field(heading) for heading in header}
        odd = (("nobody says what these columns mean:", strange), ("the map names what is not there:", missing))
        told = [f"{word} {', '.join(repr(h[:60]) for h in found[:20])}" for word, found in odd if found]
        if header and not fields & {"name", "last_name"}:
            told.append("no column is the name")
        if told:
            raise InputError(f"{'; '.join(told)}.", where=f"{self._name}:1", remedy=_LEAVE)

    def _field(self, heading: str) -> str | None:
        if heading not in self._fields:
            self._fields[heading] = self._columns.field_of(heading)
        return self._fields[heading]

    def read_row(self, row: CellRow) -> Claims:
        """Return what one row claims."""
        place = f"{self._name}:{row.line}"
        values = self._gather(row.cells, place)
        name = " ".join(values.get("name", [])) or " ".join(
            part for field in ("first_name", "last_name") for part in values.get(field, []))
        if not name:
            raise RowFault("the row has no name.", place=place, remedy="Every party has one.")
        own = next(iter(values.get("id", [])), "")
        if own and not _ID.fullmatch(own):
            raise RowFault(f"the id {own[:40]!r} has spaces or is too long.", place=place)
        own = own or content_id(*(f"{field}={value}" for field in sorted(values) for value in values[field]))[:16]
        kind = next(iter(values.get("kind", [])), "")
        schema = find_party_kind(kind) if kind else "LegalEntity"
        subject = f"{self._spec.subject_prefix}{own}"
        if schema is None:
            raise RowFault(f"the kind {kind[:40]!r} is not known.", place=place, subject=subject,
                           remedy="Person, Company, Organization, LegalEntity, Vessel, Airplane; or map `values`.")
        claims = Claims(self._spec, subject, schema, place=f"id {own}", offset=row.line)
        claims.say("name", name)
        for field, found in values.items():
            if field not in ("id", "name", "kind"):
                self._say(claims, field, found, values)
        return claims

    def _gather(self, cells: Mapping[str, Cell], place: str) -> dict[str, list[str]]:
        """Return the values of each field, cells split, words translated, constants filled in."""
        values: dict[str, list[str]] = {}
        for heading, cell in cells.items():
            field = self._field(heading)
            if field is None:
                raise RowFault(f"nobody says what {heading[:60]!r} means.", place=place, remedy=_LEAVE)
            if field != UNUSED:
                words = self._columns.values.get(field, {})
                values.setdefault(field, []).extend(words.get(text, text) for text in self._split(field, cell))
        for field, constant in self._columns.constants.items():
            if field not in values:
                values[field] = self._split(field, constant)
        for field in _SINGLE:
            if len(values.get(field, ())) > 1 and field != "name":
                raise RowFault(f"several values of {field}.", place=place, remedy="Map one column to it.")
        return values

    def _split(self, field: str, cell: Cell) -> list[str]:
        if isinstance(cell, list):
            return cell
        known = party_fields().get(field)
        if field in _MANY or (known is not None and known.has_many):
            return [piece for piece in (part.strip() for part in cell.split(self._columns.separator)) if piece]
        return [cell]

    def _say(self, claims: Claims, field: str, found: list[str], values: Mapping[str, list[str]]) -> None:
        known = party_fields().get(field)
        for text in found:
            if field == "topics":
                self._say_topic(claims, text, values)
            elif field == "identifiers":
                self._say_identifier(claims, text)
            elif field == "listed_on" or (known is not None and known.is_date):
                prop = _PROPS.get(field, "listingDate" if field == "listed_on" else field)
                self._say_read(claims, prop, self._columns.read_day(text), text, "a date in the orders known")
            elif known is not None and known.is_country:
                self._say_read(claims, field, find_country(text) or "", text, "a country that is known")
            else:
                claims.say(_PROPS.get(field, field), text)

    def _say_read(self, claims: Claims, prop: str, value: str, text: str, wanted: str) -> None:
        if value:
            claims.say(prop, value, printed=text)
        else:
            claims.say("notes", f"{prop}: {text}", printed=text)
            claims.doubt(f"{prop} {text[:40]!r} is not {wanted}; it is kept as a note.")

    def _say_topic(self, claims: Claims, text: str, values: Mapping[str, list[str]]) -> None:
        if text not in listing_topics():
            raise RowFault(f"the topic {text[:40]!r} is no listing.", place=claims.place, subject=claims.subject,
                           remedy=f"Known: {', '.join(sorted(listing_topics()))}; or map it by `values`.")
        day = self._columns.read_day(next(iter(values.get("listed_on", [])), ""))
        since = date.fromisoformat(day) if len(day) == 10 else None
        claims.say("topics", text, printed=next(iter(values.get("program", [])), text), valid_from=since)

    def _say_identifier(self, claims: Claims, pair: str) -> None:
        prop, sign, value = (part.strip() for part in pair.partition("="))
        field = find_field(prop) if sign else None
        if field and value and field not in (*_SINGLE, *_MANY, "aliases", "identifiers"):
            claims.say(_PROPS.get(field, field), value, printed=pair)
        else:
            claims.say("notes", f"identifiers: {pair}", printed=pair)
            claims.doubt(f"the identifier {pair[:40]!r} is no pair such as taxNumber=123; it is kept as a note.")
