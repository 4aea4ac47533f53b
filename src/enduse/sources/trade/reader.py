"""Tables of consignments, put together to ties: who sent goods to whom, how often, from when to when.

A tie is told once for each year, on the day of the year's last consignment, and once more on the day of the very first
of a year with several: so a question about a day sees what had been sent by then, and no more. Whoever is to be told
of an arrival counts as the receiver where nobody else is named ("to order"), else as doing business with the receiver.
Cost: one pass, some 20 us a row; memory: some 0.7 KB for each party and 0.6 KB for each pair and year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from enduse.errors import Fault, InputError
from enduse.knowledge.countries import find_country
from enduse.knowledge.trade_columns import (
    NOTIFY,
    RECEIVERS,
    SENDERS,
    find_trade_field,
    list_trade_fields,
    nobody,
)
from enduse.model.statement import Record, content_id
from enduse.names.folding import fold_name
from enduse.names.lexicons import generic_words, legal_forms
from enduse.sources.catalogue import SourceSpec
from enduse.sources.column_map import OTHERS, ColumnMap
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims
from enduse.sources.table.cells import Cell, CellRow, read_cells

SENT, DEALT = "shipped_to", "business_relationship"
_LEAVE = "Say what a column means with --map COLUMN=FIELD."
_NOBODY = "trade-"  # of whom a doubt speaks that takes nothing from anybody
_MOST_CODES = 5  # that a tie's words name
_LONGEST = 300  # signs of a name or an address
_CODE = re.compile(r"[0-9]{4,12}")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the parties with their ties; the table names no day of its own.

    Raises:
        InputError: the file cannot be used at all, or no column names a sender or a receiver.
    """
    role, file = next(iter(files.items()))
    records = _Reader(spec, spec.column_map or ColumnMap(), file).read(spec.role(role).format)
    return Publication(published=None, declared_records=None, records=records)


@dataclass(slots=True)
class _Party:
    name: str
    country: str = ""
    addresses: list[str] = field(default_factory=list)
    number: str = ""
    line: int = 0
    ties: dict[tuple[str, str, int], _Tie] = field(default_factory=dict)  # by kind, other party and year


@dataclass(slots=True)
class _Tie:
    first: date | None
    last: date | None
    first_line: int
    last_line: int
    count: int = 0
    reference: str = ""  # of the row before: rows of one consignment stand together
    codes: dict[str, int] = field(default_factory=dict)
    weight: Decimal = Decimal(0)
    values: dict[str, Decimal] = field(default_factory=dict)
    is_notified: bool = False


class _Reader:
    def __init__(self, spec: SourceSpec, columns: ColumnMap, file: OpenedFile) -> None:
        self._spec, self._columns, self._file = spec, columns, file
        self._parties: dict[str, _Party] = {}
        self._fields: dict[str, str | None] = {}
        self._told: set[str] = set()

    def read(self, form: str) -> Iterator[Record | Fault]:
        header, rows = read_cells(self._file, format=form, delimiter=self._columns.delimiter)
        self._check(header)
        return self._read(header, rows)

    def _check(self, header: tuple[str, ...]) -> None:
        """Refuse a table that cannot tell who sent what to whom. Raises InputError."""
        fields = [self._field(heading) for heading in header]
        told = []
        if gone := [heading for heading in self._columns.columns if header and heading not in (*header, OTHERS)]:
            told.append("the map names what is not there: " + ", ".join(repr(one[:60]) for one in gone[:20]))
        if twice := sorted({one for one in fields if one and fields.count(one) > 1}):
            told.append("several columns mean " + ", ".join(twice))
        if header and not set(fields) & set(SENDERS):
            told.append("no column is the shipper or exporter")
        if header and not set(fields) & {*RECEIVERS, NOTIFY}:
            told.append("no column is the consignee, importer or notify party")
        if told:
            remedy = f"{_LEAVE} Fields: {', '.join(list_trade_fields())}."
            raise InputError(f"{'; '.join(told)}.", where=f"{self._file.name}:1", remedy=remedy)

    def _field(self, heading: str) -> str | None:
        if heading not in self._fields:
            given = self._columns.columns
            self._fields[heading] = (
                given[heading] if heading in given else find_trade_field(heading) or given.get(OTHERS))
        return self._fields[heading]

    def _read(self, header: Iterable[str], rows: Iterable[CellRow | Fault]) -> Iterator[Record | Fault]:
        if strange := [heading for heading in header if self._field(heading) is None]:
            named = ", ".join(repr(heading[:60]) for heading in strange[:20])
            yield Fault(place=f"{self._file.name}:1", subject=_NOBODY, remedy=_LEAVE,
                        reason=f"columns that mean nothing here are not read: {named}.")
        for row in rows:
            if isinstance(row, Fault):
                yield row
            else:
                yield from self._take(row)
        for subject in sorted(self._parties):
            yield self._record(subject, self._parties[subject])

    # -- one row ------------------------------------------------------------------

    def _take(self, row: CellRow) -> Iterator[Fault]:
        """Add one row to what is known; a value that cannot be used is told, a row that ties nobody is a fault."""
        cells = dict(self._columns.constants)
        for heading, cell in row.cells.items():
            if meant := self._field(heading):
                cells[meant] = _text(cell)
        place = f"{self._file.name}:{row.line}"
        senders = self._meet(cells, SENDERS, row.line)
        receivers = self._meet(cells, RECEIVERS, row.line)
        notified = self._meet(cells, (NOTIFY,), row.line)
        if not senders or not (receivers or notified):
            missing = "sender" if not senders else "receiver"
            yield Fault(place=place, reason=f"no {missing} is named.", remedy="The row ties nobody; the rest is read.",
                        subject=_NOBODY)
            return
        day = self._read_day(cells)
        if day is None and cells.get("date"):
            yield from self._doubt(place, f"the date {cells['date'][:40]!r} is not read; the row counts undated.",
                                   "Write ISO dates, or name their order in a column map (dates).")
        for role in (*SENDERS, *RECEIVERS, NOTIFY):
            country = cells.get(f"{role}_country", "")
            if country and not _country(country):
                yield from self._doubt(country, f"the country {country[:40]!r} is not known; it is left out.",
                                       "Write its name or its ISO code.", place=place)
        for sender in senders:
            for receiver in receivers or notified:
                self._tie(sender, SENT, receiver, day, cells, row.line, is_notified=not receivers)
        for receiver in receivers:
            for other in notified:
                if other not in senders:
                    self._tie(receiver, DEALT, other, day, {}, row.line)

    def _doubt(self, key: str, reason: str, remedy: str, *, place: str = "") -> Iterator[Fault]:
        """Tell a doubt, of one value once."""
        if key not in self._told:
            self._told.add(key)
            yield Fault(place=place or key, reason=reason, remedy=remedy, subject=_NOBODY)

    def _meet(self, cells: Mapping[str, str], roles: Iterable[str], line: int) -> list[str]:
        """Return the parties in some columns, each once."""
        found: list[str] = []
        for role in roles:
            name = cells.get(role, "")[:_LONGEST]
            if name and not nobody().is_told_by(name):
                country, number = _country(cells.get(f"{role}_country", "")), cells.get(f"{role}_number", "")
                address = cells.get(f"{role}_address", "")[:_LONGEST]
                key = name_trader(name, country=country, number=number, address=address)
                party = self._parties.get(key)
                if party is None:
                    party = self._parties[key] = _Party(name, country, [], number, line)
                if address and address not in party.addresses and len(party.addresses) < _MOST_CODES:
                    party.addresses.append(address)
                if key not in found:
                    found.append(key)
        return found

    def _read_day(self, cells: Mapping[str, str]) -> date | None:
        text = cells.get("date", "").partition("T")[0].partition(" ")[0]
        read = self._columns.read_day(text) if text else ""
        return date.fromisoformat(read) if len(read) == 10 else None

    def _tie(
        self, left: str, kind: str, right: str, day: date | None, cells: Mapping[str, str], line: int, *,
        is_notified: bool = False,
    ) -> None:
        if left == right:
            return
        ties = self._parties[left].ties
        tie = ties.get((kind, right, day.year if day else 0))
        if tie is None:
            tie = ties[kind, right, day.year if day else 0] = _Tie(day, day, line, line, is_notified=is_notified)
        reference = cells.get("reference", "")
        tie.count += not reference or reference != tie.reference
        tie.reference = reference
        if day and tie.first and day < tie.first:
            tie.first, tie.first_line = day, line
        if day and tie.last and day >= tie.last:
            tie.last, tie.last_line = day, line
        code = cells.get("hs_code", "").replace(".", "").replace(" ", "")
        if _CODE.fullmatch(code):
            tie.codes[code[:6]] = tie.codes.get(code[:6], 0) + 1
        tie.weight += _amount(cells.get("weight_kg", ""))
        if value := _amount(cells.get("value", "")):
            currency = cells.get("currency", "")[:10].upper()
            tie.values[currency] = tie.values.get(currency, Decimal(0)) + value

    # -- what is told -------------------------------------------------------------

    def _record(self, subject: str, party: _Party) -> Record:
        claims = Claims(self._spec, subject, "LegalEntity", place=f"row {party.line}", offset=party.line)
        claims.state("name", party.name)
        claims.state("country", party.country)
        claims.state("taxNumber", party.number)
        for address in party.addresses:
            claims.state("address", address)
        for (kind, other, _), tie in sorted(party.ties.items()):
            hedge = "as the party to be notified" if tie.is_notified else ""
            if tie.first != tie.last and tie.first:
                self._say(claims, kind, other, f"a consignment on {tie.first}", tie.first, tie.first_line, hedge)
            self._say(claims, kind, other, _words(kind, tie), tie.last, tie.last_line, hedge)
        return claims.record()

    def _say(
        self, claims: Claims, kind: str, other: str, words: str, day: date | None, line: int, hedge: str
    ) -> None:
        told = Claims(self._spec, claims.subject, claims.schema, place=f"row {line}", offset=line)
        told.say(kind, other, printed=f"{words}, to {self._parties[other].name}", hedge=hedge, valid_from=day,
                 said_on=day)
        claims.add(told)


def name_trader(name: str, *, country: str, number: str, address: str) -> str:
    """Return the id of a party: by its tax number and country, else by name and country, else by its address too.

    The same in every table, so that what two tables tell of one party stands together. A name of nothing but trade
    words and forms of companies tells no party by itself.
    """
    folded = fold_name(name)
    if number:
        return "trade-" + content_id("number", country, "".join(filter(str.isalnum, number)).upper())[:16]
    if country and any(word not in _common_words() for word in folded.split() if len(word) > 1):
        return "trade-" + content_id("name", folded, country)[:16]
    return "trade-" + content_id("place", folded, country, fold_name(address))[:16]


def _words(kind: str, tie: _Tie) -> str:
    """Return what a year's consignments were, in few words."""
    what = "consignment" if kind == SENT else "consignment of which it is to be notified"
    counted = f"1 {what}" if tie.count == 1 else f"{tie.count:,} {what.replace('consignment', 'consignments', 1)}"
    parts = [counted]
    if tie.first and tie.last:
        parts[0] += f" on {tie.last}" if tie.first == tie.last else f" from {tie.first} to {tie.last}"
    if tie.codes:
        ranked = sorted(tie.codes, key=lambda code: (-tie.codes[code], code))
        more = f" and {len(ranked) - _MOST_CODES} more" if len(ranked) > _MOST_CODES else ""
        parts.append(f"HS {', '.join(ranked[:_MOST_CODES])}{more}")
    if tie.weight:
        parts.append(f"{tie.weight:,.0f} kg")
    parts += [f"{value:,.0f} {currency}".strip() for currency, value in sorted(tie.values.items())]
    return ", ".join(parts)


def _text(cell: Cell) -> str:
    return " ".join((cell if isinstance(cell, str) else "; ".join(cell)).split())


def _amount(text: str) -> Decimal:
    """Return a number as it is printed with a point, 0 for anything else."""
    plain = text.replace(",", "") if "." in text or re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", text) else text
    if not _NUMBER.fullmatch(plain) or len(plain) > 20:
        return Decimal(0)
    try:
        return Decimal(plain)
    except InvalidOperation:
        return Decimal(0)


@cache
def _common_words() -> frozenset[str]:
    return frozenset({*legal_forms().phrases, *generic_words().phrases})


@lru_cache(maxsize=4096)
def _country(text: str) -> str:
    return (find_country(text) or "") if text else ""
