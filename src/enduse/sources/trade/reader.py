"""Tables of consignments, put together to ties: who sent goods to whom, how often, from when to when.

A tie is told once for each year, on the day of the year's last consignment, and once more on the day of the first of
a year with several: so a question about a day sees what had been sent by then, and no more. Whoever is to be told
of an arrival counts as the receiver where nobody else is named ("to order"), else as doing business with the receiver.
A row that cannot be used is passed over; what could not be read is told once for each sort, with a count.
Cost: one pass, some 50 us a row; memory: some 1 KB for each party and 1.3 KB for each pair and year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from enduse.errors import Fault, InputError
from enduse.knowledge.trade_columns import NOTIFY, RECEIVERS, SENDERS, list_trade_fields, read_headings
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.column_map import OTHERS, ColumnMap
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims
from enduse.sources.table.cells import Cell, CellRow, read_cells
from enduse.sources.trade.traders import Trader, Traders

SENT, DEALT = "shipped_to", "business_relationship"
_LEAVE = "Say what a column means with --map COLUMN=FIELD."
_NOBODY = "trade-"  # of whom a doubt speaks that takes nothing from anybody
_MOST_CODES = 5  # that a tie's words name
_CODE = re.compile(r"(?:[0-9]{2}){2,5}")
_AMOUNT = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_YEARS = range(1900, 2200)


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the parties with their ties; the table names no day of its own.

    Raises:
        InputError: the file cannot be used at all, or no column names a sender, a receiver or a day.
    """
    role, file = next(iter(files.items()))
    records = _Reader(spec, spec.column_map or ColumnMap(), file).read(spec.role(role).format)
    return Publication(published=None, declared_records=None, records=records)


@dataclass(slots=True)
class _Tie:
    first: date
    last: date
    first_line: int
    last_line: int
    count: int = 0
    reference: str = ""  # of the row before: rows of one consignment stand together
    codes: dict[str, int] = field(default_factory=dict)
    weight: Decimal = Decimal(0)
    values: dict[str, Decimal] = field(default_factory=dict)
    hedge: str = ""  # the least of its rows: "" where one needs none


@dataclass(slots=True)
class _Unread:
    count: int
    place: str
    text: str
    remedy: str


class _Reader:
    def __init__(self, spec: SourceSpec, columns: ColumnMap, file: OpenedFile) -> None:
        self._spec, self._columns, self._file = spec, columns, file
        self._traders = Traders(spec.id)
        self._ties: dict[str, dict[tuple[str, str, int], _Tie]] = {}  # by sender; by kind, receiver and year
        self._meaning: dict[str, str] = {}
        self._unread: dict[str, _Unread] = {}

    def read(self, form: str) -> Iterator[Record | Fault]:
        header, rows = read_cells(self._file, format=form, delimiter=self._columns.delimiter, is_own=True)
        if header:
            self._learn(header)
            self._check(header)
        return self._read(rows)

    def _learn(self, headings: Iterable[str]) -> None:
        """Note what headings mean; of several for one field one is read, the others are told."""
        known = list(dict.fromkeys((*self._meaning, *headings)))
        read = read_headings(known, self._columns.columns, self._columns.columns.get(OTHERS))
        self._meaning = {heading: read.get(heading, "") for heading in known}

    def _check(self, headings: Iterable[str]) -> None:
        """Refuse a table that cannot tell who sent what to whom, and when. Raises InputError."""
        named = list(headings)
        fields = {*self._meaning.values(), *self._columns.constants}
        told = []
        if gone := [heading for heading in self._columns.columns if heading not in (*named, OTHERS)]:
            told.append("the map names what is not there: " + ", ".join(repr(one[:60]) for one in gone[:20]))
        if not fields & {name for role in SENDERS for name in (role, f"{role}_name_en")}:
            told.append("no column is the shipper or exporter")
        if not fields & {NOTIFY, *(name for role in RECEIVERS for name in (role, f"{role}_name_en"))}:
            told.append("no column is the consignee, importer or notify party")
        if "date" not in fields:
            told.append("no column is the date")
        if told:
            found = ", ".join(repr(one[:60]) for one in named[:40])
            remedy = f"{_LEAVE} It has {found}. Fields: {', '.join(list_trade_fields())}."
            raise InputError(f"{'; '.join(told)}.", where=f"{self._file.name}:1", remedy=remedy)

    def _read(self, rows: Iterable[CellRow | Fault]) -> Iterator[Record | Fault]:
        """Yield everything at the end. Raises InputError where no row could be used."""
        used = 0
        for row in rows:
            if isinstance(row, Fault):
                yield replace(row, subject=_NOBODY)  # what stood there once is told by no other row either
                continue
            if not self._meaning.keys() >= row.cells.keys():
                self._learn(row.cells)
            used += self._take(row)
        if not used:
            self._check(self._meaning)
            raise InputError("no row tells who sent what to whom, and when.", where=self._file.name, remedy=_LEAVE)
        yield from self._tell_unread()
        for key, trader in sorted(self._traders.found.items()):
            yield self._record(key, trader)

    def _tell_unread(self) -> Iterator[Fault]:
        if strange := [repr(heading[:60]) for heading, meant in self._meaning.items() if not meant]:
            reason = f"columns that are not read: {', '.join(strange[:30])}."
            yield Fault(place=f"{self._file.name}:1", reason=reason, remedy=_LEAVE, subject=_NOBODY)
        for what, unread in sorted(self._unread.items()):
            first = f", first {unread.text[:40]!r}" if unread.text else ""
            counted = "1 row" if unread.count == 1 else f"{unread.count:,} rows"
            yield Fault(place=unread.place, reason=f"{what}: {counted}{first}.", remedy=unread.remedy, subject=_NOBODY)

    def _note(self, what: str, line: int, text: str = "", remedy: str = "") -> None:
        unread = self._unread.setdefault(what, _Unread(0, f"{self._file.name}:{line}", text, remedy))
        unread.count += 1

    # -- one row ------------------------------------------------------------------

    def _take(self, row: CellRow) -> bool:
        """Add one row to what is known; tell whether it could be used."""
        cells = dict(self._columns.constants)
        for heading, cell in row.cells.items():
            if meant := self._meaning[heading]:
                cells[meant] = _text(cell)
        line = row.line
        senders = [one for one in (self._meet(cells, role, line) for role in SENDERS) if one]
        receivers = [one for one in (self._meet(cells, role, line) for role in RECEIVERS) if one and not one.is_bank]
        notified = [one for one in (self._meet(cells, NOTIFY, line),) if one and not one.is_bank]
        day = self._read_day(cells, line)
        if not senders or not (receivers or notified):
            self._note("no sender is named" if not senders else "no receiver is named", line)
            return False
        if day is None:
            return False
        for sender in dict.fromkeys(senders):
            for receiver in dict.fromkeys(receivers or notified):
                self._tie(sender, SENT, receiver, day, cells, line, hedge=_hedge(sender, receiver, not receivers))
        for receiver in dict.fromkeys(receivers):
            for other in notified:
                if other not in senders:
                    self._tie(receiver, DEALT, other, day, {}, line, hedge=_hedge(receiver, other, False))
        return True

    def _meet(self, cells: Mapping[str, str], role: str, line: int) -> Trader | None:
        name, english = cells.get(role, ""), cells.get(f"{role}_name_en", "")
        if not name and not english:
            return None
        country = cells.get(f"{role}_country", "")
        trader = self._traders.meet(name or english, english if name else "", country, cells.get(f"{role}_number", ""),
                                    cells.get(f"{role}_address", ""), line)
        if country and not self._traders.country(country):
            self._note("a country that is not known is left out", line, country, "Write its name or its ISO code.")
        return trader

    def _read_day(self, cells: Mapping[str, str], line: int) -> date | None:
        text = cells.get("date", "").partition("T")[0].partition(" ")[0]
        read = self._columns.read_day(text) if text else ""
        day = date.fromisoformat(read) if len(read) == 10 else None
        if day is None or day.year not in _YEARS:
            self._note("without a date that can be read, so not used", line, text,
                       "Name the order of its dates in a column map (dates), or one for all with --set date=.")
            return None
        return day

    def _tie(
        self, left: Trader, kind: str, right: Trader, day: date, cells: Mapping[str, str], line: int, *, hedge: str
    ) -> None:
        if left.id == right.id:
            return
        ties = self._ties.setdefault(left.id, {})
        tie = ties.get((kind, right.id, day.year))
        if tie is None:
            tie = ties[kind, right.id, day.year] = _Tie(day, day, line, line, hedge=hedge)
        tie.hedge = min(tie.hedge, hedge)
        reference = cells.get("reference", "")
        tie.count += not reference or reference != tie.reference
        tie.reference = reference
        if day < tie.first:
            tie.first, tie.first_line = day, line
        if day >= tie.last:
            tie.last, tie.last_line = day, line
        code = cells.get("hs_code", "").replace(".", "").replace(" ", "")
        if _CODE.fullmatch(code):
            tie.codes[code[:6]] = tie.codes.get(code[:6], 0) + 1
        tie.weight += self._amount(cells, "weight_kg", line)
        dollars = self._amount(cells, "value_usd", line)
        value = dollars or self._amount(cells, "value", line)
        if value:
            currency = "USD" if dollars else cells.get("currency", "")[:10].upper()
            tie.values[currency] = tie.values.get(currency, Decimal(0)) + value

    def _amount(self, cells: Mapping[str, str], name: str, line: int) -> Decimal:
        """Return a number as it is printed with a point; anything else is told and counts for nothing."""
        text = cells.get(name, "")
        if not text:
            return Decimal(0)
        if len(text) > 20 or not _AMOUNT.fullmatch(text):
            self._note(f"{name} that is no number such as 1200.5 is left out", line, text)
            return Decimal(0)
        return Decimal(text.replace(",", ""))

    # -- what is told -------------------------------------------------------------

    def _record(self, key: str, trader: Trader) -> Record:
        claims = Claims(self._spec, key, "LegalEntity", place=f"row {trader.line}", offset=trader.line)
        claims.state("name", trader.names[0])
        for name in trader.names[1:]:
            claims.state("alias", name)
        claims.state("country", trader.country)
        claims.state("taxNumber", trader.number)
        for address in trader.addresses:
            claims.state("address", address)
        for (kind, other, _), tie in sorted(self._ties.pop(key, {}).items()):
            if tie.first != tie.last:
                self._say(claims, kind, other, f"a consignment on {tie.first}", tie.first, tie.first_line, tie)
            self._say(claims, kind, other, _words(kind, tie), tie.last, tie.last_line, tie)
        return claims.record()

    def _say(self, claims: Claims, kind: str, other: str, words: str, day: date, line: int, tie: _Tie) -> None:
        told = Claims(self._spec, claims.subject, claims.schema, place=f"row {line}", offset=line)
        told.say(kind, other, printed=f"{words}, to {self._traders.found[other].names[0]}", hedge=tie.hedge,
                 valid_from=day, said_on=day)
        claims.add(told)


def _hedge(sender: Trader, receiver: Trader, is_notified: bool) -> str:
    """Return what weakens a tie: that one is only to be notified, or that a forwarder stands in between."""
    if is_notified:
        return "as the party to be notified"
    return "by way of a forwarder" if sender.is_forwarder or receiver.is_forwarder else ""


def _words(kind: str, tie: _Tie) -> str:
    """Return what a year's consignments were, in few words."""
    noun = "consignment" if tie.count == 1 else "consignments"
    counted = f"{tie.count:,} {noun}{'' if kind == SENT else ' of which it is to be notified'}"
    parts = [counted + (f" on {tie.last}" if tie.first == tie.last else f" from {tie.first} to {tie.last}")]
    if tie.codes:
        ranked = sorted(tie.codes, key=lambda code: (-tie.codes[code], code))
        more = f" and {len(ranked) - _MOST_CODES} more" if len(ranked) > _MOST_CODES else ""
        parts.append(f"HS {', '.join(ranked[:_MOST_CODES])}{more}")
    if tie.weight:
        parts.append(f"{tie.weight:,.0f} kg")
    parts += [f"{value:,.0f} {currency}".strip() for currency, value in sorted(tie.values.items())]
    return ", ".join(parts)


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else "; ".join(cell)
