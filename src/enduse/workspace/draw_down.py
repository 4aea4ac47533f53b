"""Licenses drawn down by the shipments of a file, in the order of the file.

A shipment names its license; it draws on the first row of that number that fits its goods, unit and currency. What
it differs in, and what is drawn with it over what the license allows, are facts that flags read. Memory: the
licenses. Cost: a look-up a shipment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from enduse.errors import Fault, InputError
from enduse.knowledge.declaration_columns import LICENSE, map_headings
from enduse.model.party import PartyRole
from enduse.model.transaction import NotedFact, Transaction
from enduse.names.folding import fold_name
from enduse.workspace.table_rows import open_table, read_country, read_day, read_number

MOST_LICENSES = 1_000_000
_RECEIVERS = (PartyRole.ULTIMATE_CONSIGNEE, PartyRole.END_USER, PartyRole.PURCHASER)


@dataclass(slots=True, kw_only=True)
class License:
    """One line of a license, and what has been drawn on it; an empty field allows anything."""

    number: str
    consignee: str
    destination: str
    code: str
    quantity: Decimal | None
    unit: str
    value: Decimal | None
    currency: str
    since: date | None
    until: date | None
    drawn_quantity: Decimal = field(default_factory=Decimal)
    drawn_value: Decimal = field(default_factory=Decimal)


class Licenses:
    """The licenses of a file by number; asking about a shipment draws on them."""

    def __init__(self, lines: Sequence[License]) -> None:
        self._lines: defaultdict[str, list[License]] = defaultdict(list)
        for line in lines:
            self._lines[_fold(line.number)].append(line)

    def draw(self, number: str, order: Transaction, *, unit: str, day: date) -> tuple[NotedFact, ...]:
        """Return what a shipment differs in from the license it names, and the share drawn with it.

        A shipment of another consignee, destination or day draws on the license too: it was shipped under it.
        """
        lines = self._lines.get(_fold(number))
        if not lines:
            return (NotedFact(fact="license_disagrees_in", values=("number",)),)
        line = min(lines, key=lambda one: len(_differs(one, order, unit, day)))
        item = order.lines[0]
        differs = _differs(line, order, unit, day)
        shares = []
        if item.count is not None and item.count.low is not None and "unit" not in differs:
            line.drawn_quantity += item.count.low
            shares += [line.drawn_quantity / line.quantity] if line.quantity else []
        if item.price is not None and "currency" not in differs:
            line.drawn_value += item.price
            shares += [line.drawn_value / line.value] if line.value else []
        found = [NotedFact(fact="license_disagrees_in", values=tuple(differs))]
        if shares:
            found.append(NotedFact(fact="license_drawn_share", values=(format(round(max(shares), 4), "f"),)))
        elif line.quantity is None and line.value is None:
            found.append(NotedFact(fact="license_drawn_share", values=("0",)))
        return tuple(found)


def read_licenses(path: Path, *, column_map: Mapping[str, str] | None = None) -> tuple[Licenses, tuple[Fault, ...]]:
    """Read a table of licenses; rows that cannot be used are faults.

    Raises:
        InputError: the file cannot be used, has no column for the number, or holds no license.
    """
    table = open_table(path)
    columns: dict[str, str] | None = map_headings(
        LICENSE, table.headings, column_map or {}, where=path.name) if table.headings else None
    lines: list[License] = []
    faults: list[Fault] = []
    for row in table.rows:
        if isinstance(row, Fault):
            faults.append(row)
            continue
        meant = columns if columns is not None else map_headings(LICENSE, list(row.cells), {}, where=path.name)
        cells = {meant[heading]: str(cell) for heading, cell in row.cells.items() if heading in meant}
        try:
            lines.append(_license(cells))
        except ValueError as exc:
            faults.append(Fault(place=f"{path.name}:{row.line}", reason=str(exc), remedy="Correct the row."))
        if len(lines) > MOST_LICENSES:
            raise InputError(f"more than {MOST_LICENSES:,} licenses.", where=path.name, remedy="Leave out old ones.")
    if not lines:
        raise InputError("no license can be read.", where=path.name, remedy="A column license names each.",
                         faults=tuple(faults[:20]))
    return Licenses(lines), tuple(faults)


def _license(cells: Mapping[str, str]) -> License:
    if not cells.get("license", "").strip():
        raise ValueError("there is no number of a license.")
    return License(
        number=cells["license"], consignee=fold_name(cells.get("consignee", "")),
        destination=read_country(cells.get("destination", ""), "destination"),
        code="".join(sign for sign in cells.get("hs_code", "") if sign.isdigit()),
        quantity=read_number(cells.get("quantity", ""), "quantity"), unit=cells.get("unit", "").casefold(),
        value=read_number(cells.get("value", ""), "value"), currency=cells.get("currency", "").upper(),
        since=read_day(cells.get("valid_from", ""), "valid_from"),
        until=read_day(cells.get("valid_until", ""), "valid_until"),
    )


def _differs(line: License, order: Transaction, unit: str, day: date) -> list[str]:
    """Return in what a shipment differs from a license, in the words of the fact."""
    return list(_tell(line, order, unit, order.dated or day))


def _tell(line: License, order: Transaction, unit: str, day: date) -> Iterator[str]:
    receivers = [party for party in order.parties if set(_RECEIVERS) & set(party.roles)]
    item = order.lines[0]
    code = "".join(sign for sign in item.item.hs_code if sign.isdigit())
    if line.consignee and line.consignee not in {fold_name(party.name) for party in receivers}:
        yield "consignee"
    if line.destination and order.route.destination and line.destination != order.route.destination:
        yield "destination"
    if line.code and not code.startswith(line.code):
        yield "goods"
    if line.quantity is not None and line.unit != unit.casefold():
        yield "unit"
    if line.value is not None and line.currency != item.currency:
        yield "currency"
    if (line.since and day < line.since) or (line.until and day >= line.until):
        yield "date"


def _fold(number: str) -> str:
    return "".join(sign for sign in number.casefold() if sign.isalnum())
