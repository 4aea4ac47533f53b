"""Files of declarations and orders to assess: rows of a table, or an order on each line, in; transactions out.

A row of a table tells of one line of goods; what its columns mean stands in `codes/declaration_columns.yaml`. A line
of JSON Lines that has `parties` is an order as in an order file. A value that cannot be used is noted and left out,
and the row is assessed by the rest; a row without any party and goods, or one that cannot be read, is not assessed.
Memory: one row. Cost: some 40 us a row of a table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeVar

from enduse.assessment.like_goods import Comparison
from enduse.assessment.repeat_cases import PERSON
from enduse.errors import Fault, InputError
from enduse.knowledge.declaration_columns import DECLARATION, find_column, map_headings
from enduse.knowledge.nodes import nodes_of
from enduse.knowledge.order_facts import known_facts, read_fact
from enduse.model.item import ItemLine, Quantity
from enduse.model.party import Party, PartyRole
from enduse.model.transaction import EndUse, NotedFact, Route, Transaction, TransactionKind
from enduse.sources.table.cells import Cell, CellRow
from enduse.workspace.declared_items import ITEM, NO_ITEM, find_item_columns, is_item_key, read_declared_item
from enduse.workspace.table_rows import format_of, open_table, read_country, read_day, read_number

MAX_TEXT = 2000  # characters of a cell that are read
MAX_NOTES = 20
_ROLES = {
    "exporter": PartyRole.EXPORTER, "manufacturer": PartyRole.MANUFACTURER, "purchaser": PartyRole.PURCHASER,
    "consignee": PartyRole.ULTIMATE_CONSIGNEE, "end_user": PartyRole.END_USER, "forwarder": PartyRole.FREIGHT_FORWARDER,
    "payer": PartyRole.PAYER,
}
_CONTACTS = {"phone": "phone", "email": "email", "website": "website", "contact": PERSON}
_MOST_CONTACTS = 10  # of a kind
_ENTRY = re.compile(r"(?:([A-Za-z]{2,6})[ :]+)?([0-9][A-Ea-e][0-9]{3})((?:\.[A-Za-z0-9]{1,4}){0,8})")
_ORDER_KEYS = ("parties", "lines")

Cells = Mapping[str, Cell]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationRow:
    """One row: its number from 1, its place, and the transaction, or why it cannot be assessed.

    `is_order` marks a whole order, which everything is asked about. `weight` is in kilograms, `license` the number it
    names, `entries` the entries of control lists that it is declared under, `notes` what of it could not be used,
    `compared` its values beside like goods.
    """

    number: int
    place: str
    query_id: str
    order: Transaction | None = None
    fault: Fault | None = None
    notes: tuple[str, ...] = ()
    is_order: bool = False
    unit: str = ""
    license: str = ""
    entries: tuple[str, ...] = ()
    weight: str = ""
    compared: tuple[Comparison, ...] = ()


class Goods(NamedTuple):
    """What the goods of a row are compared by: their customs code and way, and how much they are."""

    code: str
    origin: str
    destination: str
    quantity: Decimal | None
    unit: str
    value: Decimal | None
    currency: str
    weight: Decimal | None


@dataclass(slots=True, kw_only=True)
class DeclarationFile:
    """A file of declarations or orders: its form, and which of its columns mean what."""

    path: Path
    format: str
    column_map: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    columns: dict[str, str] = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    is_orders: bool = False

    @property
    def name(self) -> str:
        """Return its name, as messages show it."""
        return self.path.name

    def rows(self) -> Iterator[DeclarationRow]:
        """Yield every row in order; one that breaks the file off comes last and says so."""
        number = 0
        rows = open_table(self.path, encoding=self.encoding).rows if not self.is_orders else _order_lines(self)
        while True:
            try:
                row = next(rows, None)
            except InputError as exc:
                number += 1
                fault = Fault(place=exc.where or self.name, reason=f"the file cannot be read on: {exc.what}",
                              remedy="Get it again; the rows before were assessed.", subject=str(number))
                yield DeclarationRow(number=number, place=fault.place, query_id=str(number), fault=fault)
                return
            if row is None:
                return
            number += 1
            yield self._read(row, number)

    def goods(self) -> Iterator[Goods | None]:
        """Yield of each row of a table what its goods are compared by, None where it names no code or cannot be read.

        A fifth of the cost of `rows`.
        """
        rows = open_table(self.path, encoding=self.encoding).rows
        with suppress(InputError):  # told where the rows are read whole
            for row in rows:
                yield None if isinstance(row, Fault) else read_goods(
                    {self.columns[heading]: cell for heading, cell in row.cells.items() if heading in self.columns}
                )

    def _read(self, row: CellRow | Fault | DeclarationRow, number: int) -> DeclarationRow:
        if isinstance(row, DeclarationRow):
            return row
        if isinstance(row, Fault):
            return DeclarationRow(number=number, place=row.place, query_id=str(number), fault=row)
        values = {self.columns[heading]: cell for heading, cell in row.cells.items() if heading in self.columns}
        return read_declaration(values, number=number, place=f"{self.name}:{row.line}")


def open_declarations(
    path: Path, *, column_map: Mapping[str, str] | None = None, encoding: str = "utf-8"
) -> DeclarationFile:
    """Return the file to read from, its columns known; JSON Lines may hold orders, or rows.

    Raises:
        InputError: it cannot be used at all, or no column says a party or goods.
        UsageError: a column map names what there is not.
    """
    file = DeclarationFile(path=path, format=format_of(path), column_map=column_map or {}, encoding=encoding)
    table = open_table(path, encoding=encoding)
    headings: tuple[str, ...] = table.headings
    if file.format == "jsonl":
        found = _first_keys(path)
        file.is_orders = set(_ORDER_KEYS) <= set(found)
        headings = () if file.is_orders else found
    file.headings = headings
    if not file.is_orders:
        file.columns = _map_columns(file, headings)
        if not ({*_ROLES, "hs_code", "description"} & {*file.columns.values()}):
            told = ", ".join(repr(heading[:40]) for heading in headings[:40])
            raise InputError(f"no column is a party, a customs code or a description (columns: {told}).",
                             where=path.name, remedy="Say which: --map COLUMN=consignee --map COLUMN=hs_code.")
    return file


def _map_columns(file: DeclarationFile, headings: Sequence[str]) -> dict[str, str]:
    """Return what each heading means: a field, a fact, or else a property of the goods."""
    given = file.column_map
    stated = {heading: f"{ITEM}{key}" for heading, key in given.items()
              if heading in headings and find_column(DECLARATION, key) is None and is_item_key(key)}
    columns = map_headings(
        DECLARATION, headings, {**given, **dict.fromkeys(stated, "")}, where=file.name)
    return columns | stated | find_item_columns(headings, {*columns, *given})


def _first_keys(path: Path) -> tuple[str, ...]:
    """Return the keys of the first lines of JSON Lines that are objects, in the order they come."""
    from enduse.sources.json_lines import read_json_lines
    from enduse.sources.opening import OpenedFile

    keys: dict[str, None] = {}
    lines = read_json_lines(OpenedFile(role="rows", path=path, max_bytes=1 << 40))
    for at, line in enumerate(lines):
        if not isinstance(line, Fault):
            keys |= dict.fromkeys(line.value)
        if at >= 100:
            break
    return tuple(keys)


def _order_lines(file: DeclarationFile) -> Iterator[DeclarationRow]:
    """Yield an order for each line of JSON Lines."""
    from enduse.sources.json_lines import read_json_lines
    from enduse.sources.opening import OpenedFile
    from enduse.workspace.asked_files import name_bytes
    from enduse.workspace.orders import read_order

    lines = read_json_lines(OpenedFile(role="orders", path=file.path, max_bytes=1 << 40))
    for number, line in enumerate(lines, 1):
        if isinstance(line, Fault):
            yield DeclarationRow(number=number, place=line.place, query_id=str(number), fault=line)
            continue
        place = f"{file.name}:{line.line}"
        query_id = str(line.value.get("reference") or number)[:MAX_TEXT]
        try:
            data = json.dumps(line.value, ensure_ascii=False).encode("utf-8", "replace")
            order = read_order(data, name=place, document=name_bytes(data))
        except InputError as exc:
            first = exc.faults[0] if exc.faults else Fault(place=place, reason=exc.what, remedy=exc.remedy)
            more = f" (and {len(exc.faults) - 1} more)" if len(exc.faults) > 1 else ""
            fault = Fault(place=first.place, reason=f"{first.reason}{more}", remedy=first.remedy, subject=query_id)
            yield DeclarationRow(number=number, place=place, query_id=query_id, fault=fault)
            continue
        yield DeclarationRow(number=number, place=place, query_id=query_id, order=order, is_order=True)


def read_goods(values: Cells) -> Goods | None:
    """Read what goods are compared by, as `goods_of` tells it of the declaration that is read of the same values."""
    cells = _Values(values)
    digits = "".join(sign for sign in cells.text("hs_code") if sign.isdigit())
    if not 4 <= len(digits) <= 12:
        return None
    return Goods(
        code=digits, origin=cells.country("origin") or cells.country("dispatch"),
        destination=cells.country("destination"), quantity=cells.number("quantity"), unit=cells.text("unit"),
        value=cells.number("value"), currency=cells.text("currency").upper(), weight=cells.number("weight_kg"),
    )


def goods_of(row: DeclarationRow) -> Goods | None:
    """Return what the goods of a declaration are compared by, None where it names no code."""
    if row.order is None or not row.order.lines[0].item.hs_code:
        return None
    line, route = row.order.lines[0], row.order.route
    return Goods(
        code=line.item.hs_code, origin=line.item.origin or route.origin, destination=route.destination,
        quantity=line.count.low if line.count else None, unit=row.unit, value=line.price, currency=line.currency,
        weight=Decimal(row.weight) if row.weight else None,
    )


def read_declaration(values: Cells, *, number: int, place: str) -> DeclarationRow:
    """Read the values of each field of a row into a declaration of one line."""
    cells = _Values(values)
    query_id = cells.text("id") or str(number)
    parties = tuple(_parties(cells))
    code, words = cells.text("hs_code"), cells.text("description")
    if not parties and not code and not words:
        fault = Fault(place=place, reason="neither a party nor goods are told.", subject=query_id,
                      remedy="Give the row a party, a customs code or a description.")
        return DeclarationRow(number=number, place=place, query_id=query_id, fault=fault)
    digits = "".join(sign for sign in code if sign.isdigit())
    if code and not 4 <= len(digits) <= 12:
        cells.notes.append(f"hs_code: {code[:40]!r} is no customs code; assessed without it")
        digits = ""
    quantity, entries = cells.number("quantity"), tuple(cells.entries("entry"))
    stated = {name.removeprefix(ITEM): cells.text(name) for name in values if name.startswith(ITEM)}
    properties, doubts = read_declared_item(stated) if stated else (NO_ITEM, ())
    cells.notes += doubts
    item = replace(properties, description=words, maker=cells.text("maker"), model=cells.text("model"), hs_code=digits,
                   origin=cells.country("origin"))
    line = ItemLine(
        number=1, item=item, count=None if quantity is None else Quantity.exactly(quantity, cells.text("unit") or "1"),
        price=cells.number("value"), currency=cells.text("currency").upper(),
    )
    weight = cells.number("weight_kg")
    order = Transaction(
        reference=query_id, kind=TransactionKind.DECLARATION, parties=parties, lines=(line,),
        route=Route(origin=cells.country("dispatch"), destination=cells.country("destination"),
                    transit=tuple(cells.countries("transit"))),
        end_use=EndUse(text=cells.text("end_use"), site=cells.text("end_use_site")), dated=cells.day("date"),
        facts=tuple(_facts(cells)),
    )
    return DeclarationRow(
        number=number, place=place, query_id=query_id, order=order, notes=tuple(cells.notes[:MAX_NOTES]),
        unit=cells.text("unit"), entries=entries, license=cells.text("license"),
        weight="" if weight is None else format(weight, "f"),
    )


def _parties(cells: _Values) -> Iterator[Party]:
    """Yield the parties of a row; one name in several roles is one party."""
    found: dict[tuple[str, str], Party] = {}
    for name, role in _ROLES.items():
        told = cells.text(name)
        if not told:
            continue
        country = cells.country(f"{name}_country")
        known = found.get((told, country))
        address = cells.text(f"{name}_address") or (known.address if known else "")
        facts = (*(known.facts if known else ()), *_contacts(cells, name))
        roles = (*known.roles, role) if known else (role,)
        found[told, country] = Party(name=told, country=country, address=address, roles=roles,
                                     facts=tuple(dict.fromkeys(facts)))
    yield from found.values()


def _contacts(cells: _Values, name: str) -> Iterator[tuple[str, str]]:
    for kind, prop in _CONTACTS.items():
        column = f"{name}_{kind}"
        parts = cells.text(column).split(";") if column in cells.values else ()
        yield from ((prop, part.strip()) for part in parts[:_MOST_CONTACTS] if part.strip())


def _facts(cells: _Values) -> Iterator[NotedFact]:
    for name, value in cells.values.items():
        kind = known_facts().get(name)
        if kind is None:
            continue
        stated = value if isinstance(value, str) else list(value)
        if kind.kind in ("list", "countries") and isinstance(stated, str):
            stated = [part.strip() for part in stated.split(";") if part.strip()]
        node = nodes_of(stated, where=name)
        values = read_fact(kind, node)
        if node.faults.faults:
            cells.notes.append(f"{name}: {node.faults.faults[0][1].reason}; assessed without it")
        else:
            yield NotedFact(fact=name, values=values)


class _Values:
    """The cells of a row by field, read one by one; what cannot be used is noted."""

    def __init__(self, values: Cells) -> None:
        self.values = values
        self.notes: list[str] = []

    def text(self, name: str) -> str:
        """Return the text of a field, empty where there is none."""
        cell = self.values.get(name, "")
        told = cell if isinstance(cell, str) else "; ".join(cell)
        if len(told) > MAX_TEXT:
            self.notes.append(f"{name}: longer than {MAX_TEXT:,} characters; the rest was not read")
        return told[:MAX_TEXT]

    def country(self, name: str) -> str:
        """Return the code of a country."""
        return self._read(name, self.text(name), read_country) or ""

    def countries(self, name: str) -> Iterator[str]:
        """Yield the codes of several countries."""
        for part in self.text(name).replace(",", ";").split(";"):
            code = self._read(name, part, read_country)
            if code:
                yield code

    def entries(self, name: str) -> Iterator[str]:
        """Yield the entries of control lists that a cell names, each with its regime where one is told."""
        for part in self.text(name).replace(",", ";").split(";"):
            found = _ENTRY.fullmatch(part.strip())
            if found:
                yield " ".join(filter(None, ((found[1] or "").upper(), found[2].upper() + (found[3] or "").lower())))
            elif part.strip():
                self.notes.append(f"{name}: {part.strip()[:40]!r} is no entry of a list; assessed without it")

    def number(self, name: str) -> Decimal | None:
        """Return a number, None where there is none."""
        return self._read(name, self.text(name), read_number)

    def day(self, name: str) -> date | None:
        """Return a day, None where there is none."""
        return self._read(name, self.text(name), read_day)

    def _read(self, name: str, text: str, read: Callable[[str, str], T]) -> T | None:
        try:
            return read(text, name)
        except ValueError as exc:
            self.notes.append(f"{str(exc).rstrip('.')}; assessed without it")
            return None
