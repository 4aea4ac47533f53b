"""Denials and other earlier cases, as a table, JSON Lines or YAML: one record a case, by government and reference.

A case without a reference, or with neither a party nor an item, is a fault; a value that cannot be used is told and
kept as a note. Cost: linear; memory: one case, of a table or YAML all cases of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from enduse.errors import Fault, InputError
from enduse.knowledge.denial_columns import CASE, ITEM, PARTY, denial_fields, find_denial_field
from enduse.knowledge.nodes import parse_nodes
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.column_map import OTHERS, UNUSED, ColumnMap
from enduse.sources.denials.cases import claim_case
from enduse.sources.json_lines import read_json_lines
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import RowFault, read_each
from enduse.sources.table.cells import Cell, CellRow, read_cells

LISTS = {PARTY: "parties", ITEM: "items"}
_LEAVE = "Say what it means with --map COLUMN=FIELD, or leave it out with --map COLUMN=."
_MOST_YAML = 20_000_000

Placed = tuple[str, int, dict[str, Any]]  # where it stands, its line, the case


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the cases; the file names no day of its own.

    Raises:
        InputError: the file cannot be used at all, or a column of it means nothing known.
    """
    role, file = next(iter(files.items()))
    columns = spec.column_map or ColumnMap()
    form = spec.role(role).format
    if form == "jsonl":
        cases = _read_lines(file)
    elif form == "yaml":
        cases = _read_yaml(file)
    else:
        cases = _read_table(file, form, columns)
    records = _claim(cases, spec, columns)
    return Publication(published=None, declared_records=None, records=records)


def _claim(cases: Iterable[Placed | Fault], spec: SourceSpec, columns: ColumnMap) -> Iterator[Record | Fault]:
    """Yield the record of each case; one that stands twice in the file is told, and the first is kept."""
    seen: set[str] = set()

    def claim(placed: Placed) -> Any:
        claims = claim_case(placed[2], spec, columns, place=placed[0], line=placed[1])
        if claims.subject in seen:
            raise RowFault("this case stands in the file already.", place=placed[0], subject=claims.subject,
                           remedy="Keep one, or put its parties and items together.")
        seen.add(claims.subject)
        return claims

    return read_each(cases, claim)


def _read_lines(file: OpenedFile) -> Iterator[Placed | Fault]:
    for line in read_json_lines(file):
        yield line if isinstance(line, Fault) else (f"{file.name}:{line.line}", line.line, _nested(line.value))


def _read_yaml(file: OpenedFile) -> Iterator[Placed | Fault]:
    with file.open() as stream:
        data = stream.read(_MOST_YAML + 1)
    if len(data) > _MOST_YAML:
        raise InputError("is larger than 20 MB of YAML.", where=file.name, remedy="Write it as JSON Lines.")
    top = parse_nodes(data, where=file.name)
    if top.is_mapping and "denials" in top.mapping():
        top.mapping(("schema", "denials"))
        top.faults.check()
        top = top.get("denials")
    for node in top.items() if top.is_list else (top,):
        place = f"{file.name}:{node.line}"
        plain = node.plain()
        if isinstance(plain, dict):
            yield place, node.line, _nested(plain)
        else:
            yield Fault(place=place, reason="is no case.", remedy="Write the keys of a case: reference: ...")


def _nested(shape: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case whose parties and items are lists; the keys of a flat object are put in their places."""
    if any(name in shape for name in LISTS.values()):
        return dict(shape)
    nested: dict[str, Any] = {}
    flat: dict[str, Cell] = {}
    for key, value in shape.items():
        name = find_denial_field(key)
        if name is None or denial_fields()[name].of == CASE:
            nested[denial_fields()[name].key if name else key] = value
        else:
            flat[name] = value
    _add_parts(nested, flat)
    return nested


def _read_table(file: OpenedFile, form: str, columns: ColumnMap) -> Iterator[Placed | Fault]:
    """Read rows and put those of one case together. Raises InputError for a column that means nothing."""
    header, rows = read_cells(file, format=form, delimiter=columns.delimiter)
    meaning = {heading: _field(heading, columns) for heading in header}
    strange = [heading for heading, name in meaning.items() if name is None]
    gone = [heading for heading in columns.columns if heading not in (*header, OTHERS)]
    told = [f"{words} {', '.join(repr(h[:60]) for h in some[:20])}" for words, some in (
        ("nobody says what these columns mean:", strange), ("the map names what is not there:", gone)) if some]
    if "reference" not in meaning.values():
        told.append("no column is the reference")
    if told:
        known = ", ".join(denial_fields())
        raise InputError(f"{'; '.join(told)}.", where=f"{file.name}:1", remedy=f"{_LEAVE} Fields: {known}.")
    return _gather(rows, {heading: name for heading, name in meaning.items() if name}, columns, file.name)


def _field(heading: str, columns: ColumnMap) -> str | None:
    if heading in columns.columns:
        return columns.columns[heading]
    found = find_denial_field(heading)
    return found if found is not None else columns.columns.get(OTHERS)


def _gather(
    rows: Iterable[CellRow | Fault], meaning: Mapping[str, str], columns: ColumnMap, name: str
) -> Iterator[Placed | Fault]:
    held: dict[tuple[str, str], tuple[str, int, dict[str, Any], dict[str, Any]]] = {}
    for row in rows:
        if isinstance(row, Fault):
            yield row
            continue
        cells = {meaning[heading]: cell for heading, cell in row.cells.items() if meaning.get(heading, UNUSED)}
        for field, constant in columns.constants.items():
            cells.setdefault(field, constant)
        place = f"{name}:{row.line}"
        case = {denial_fields()[c].key: cell for c, cell in cells.items() if denial_fields()[c].of == CASE}
        key = (str(case.get("government", "")).casefold(), str(case.get("reference", "")).casefold())
        first = held.setdefault(key, (place, row.line, {}, {})) if key[1] else (place, row.line, {}, {})
        odd = next((k for k, cell in case.items() if first[3].get(k, cell) != cell), None)
        if odd is not None:
            yield Fault(place=place, reason=f"{odd} is not what the first row of this case says ({first[0]}).",
                        remedy="Rows of one case repeat it, or leave it empty.")
            continue
        first[3].update(case)
        first[2].update(case)
        _add_parts(first[2], {c: cell for c, cell in cells.items() if denial_fields()[c].of != CASE})
        if not key[1]:
            yield first[:3]
    yield from (case[:3] for case in held.values())


def _add_parts(nested: dict[str, Any], cells: Mapping[str, Any]) -> None:
    """Put the party and the item of one row into a case, each once."""
    for part, name in LISTS.items():
        found = {denial_fields()[c].key: cell for c, cell in cells.items() if denial_fields()[c].of == part and cell}
        parts = nested.setdefault(name, [])
        if found and found not in parts:
            parts.append(found)
