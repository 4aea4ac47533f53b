"""Classifying a catalogue: a file of items in (CSV, JSON Lines, Parquet, a workbook), a line of answers out for each.

A row is an item as in an item file; the columns of a table are named as its keys, `X.travel_mm` is of axis X, and `id`
names the row. An item with options or parts has further lines, which say in `of` what is taken together. A row that
cannot be read is told with its place and reason and the rest goes on. Memory: some shares of two hundred rows, and one
batch of a Parquet file. Cost: that of classifying each item on each day, shared by all processors.
"""

from __future__ import annotations

import csv
import gc
import hashlib
import json
import multiprocessing
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from enduse.classification.asking_wholes import Appraisers, WholeAppraiser
from enduse.classification.findings import list_asked
from enduse.classification.moving import Move, Standing, compare_days, find_standings, name_item
from enduse.classification.wholes import compose_item, stands_alone
from enduse.errors import Fault, InputError, UsageError
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.nodes import nodes_of
from enduse.model.catalogue import CatalogueRun
from enduse.model.item import Item
from enduse.sources.json_lines import read_json_lines
from enduse.sources.opening import OpenedFile
from enduse.sources.table.cells import read_cells
from enduse.workspace.hit_lines import disarm

FORMATS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
    ".xlsx": "xlsx",
}
_LARGEST = 4_000_000_000
_TOLD = 100
_ROTARY = "ABC"  # names of rotary axes begin so (ISO 841)
_SHARE = 200  # rows that one process answers at a time
_COLUMNS = ("row", "id", "item", "date", "regime", "position", "edition", "entries", "missing", "note")
_MOVED = (
    "row", "id", "item", "regime", "from", "before", "met_before", "edition_before", "to", "after", "met_after",
    "edition_after",
)

Progress = Callable[[int, str], None]
Fill = Callable[[Item], Item]
_Standings = tuple[tuple[Standing, ...], ...]
_Row = tuple[int, tuple[int, str, Item] | Fault]
_Known = dict[Hashable, _Standings]


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePlan:
    """What is asked of each item: the days, the regimes (all where None), whether only what moves between two days."""

    days: tuple[date, ...]
    regimes: tuple[str, ...] | None = None
    is_moves: bool = False


@dataclass(slots=True, kw_only=True)
class _Tally:
    rows: int = 0
    moved: int = 0
    not_read: int = 0
    positions: Counter[tuple[str, date, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: _Tally) -> None:
        self.rows += other.rows
        self.moved += other.moved
        self.not_read += other.not_read
        self.positions.update(other.positions)
        self.faults += other.faults[:_TOLD - len(self.faults)]


def classify_file(
    path: Path, plan: CataloguePlan, *, out: Path, column_map: Mapping[str, str] | None = None,
    fill: Fill | None = None, progress: Progress | None = None,
) -> CatalogueRun:
    """Classify every item of a file and write the answers to `out` as JSON Lines, or as CSV by its name.

    `fill` completes an item before it is asked (see `workspace.products`). The file `out` stands only when it is whole.

    Raises:
        InputError: the file cannot be read as a table.
        UsageError: its form, or that of `out`, is not known, or `out` cannot be written.
    """
    start = time.perf_counter()
    write = _writer(out)
    tally = _Tally()
    part = out.with_name(f"{out.name}.part")
    try:
        stream = part.open("w", encoding="utf-8", newline="")
    except OSError as exc:
        raise UsageError(f"{out} cannot be written: {exc.strerror}.", remedy="Name another file.") from exc
    try:
        with stream:
            write(stream, _lines(path, plan, tally, column_map or {}, fill, progress), plan.is_moves)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    with path.open("rb") as read:
        sha256 = hashlib.file_digest(read, "sha256").hexdigest()
    return CatalogueRun(
        input=path.name, sha256=sha256, out=str(out), rows=tally.rows, classified=tally.rows - tally.not_read,
        dates=plan.days,
        positions=tuple((*key, number) for key, number in sorted(tally.positions.items())), moved=tally.moved,
        not_read=tally.not_read, faults=tuple(tally.faults), seconds=round(time.perf_counter() - start, 3),
    )


def _lines(
    path: Path, plan: CataloguePlan, tally: _Tally, column_map: Mapping[str, str], fill: Fill | None,
    progress: Progress | None,
) -> Iterator[dict[str, Any]]:
    """Yield the lines of all rows in order; shares of rows are answered by all processors where there are several."""
    rows = _filled(read_items(path, column_map=column_map), fill)
    shares = iter(lambda: list(islice(rows, _SHARE)), [])
    for lines, counted in _answer(shares, plan):
        yield from lines
        tally.add(counted)
        if progress:
            progress(tally.rows, "items")


def _filled(rows: Iterator[tuple[int, str, Item] | Fault], fill: Fill | None) -> Iterator[_Row]:
    for number, found in enumerate(rows, 1):
        if isinstance(found, Fault) or fill is None:
            yield number, found
        else:
            _, id_, item = found
            yield number, (number, id_, fill(item))


def _answer(shares: Iterator[list[_Row]], plan: CataloguePlan) -> Iterator[tuple[list[dict[str, Any]], _Tally]]:
    """Yield what each share is answered with, in order; no more shares wait than there are processors, twice."""
    first = list(islice(shares, 2))
    workers = os.cpu_count() or 1
    if len(first) < 2 or workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (_answer_share(plan, share) for share in chain(first, shares))
        return
    load_controls()
    waiting: deque[Future[tuple[list[dict[str, Any]], _Tally]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        for share in chain(first, shares):
            waiting.append(pool.submit(_answer_share, plan, share))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _answer_share(plan: CataloguePlan, share: Sequence[_Row]) -> tuple[list[dict[str, Any]], _Tally]:
    tally = _Tally()
    was_on = gc.isenabled()
    gc.disable()  # nothing of an item outlives it in a circle, and looking for circles costs a fifth
    known: _Known = {}
    try:
        return [line for number, found in share for line in _answer_row(number, found, plan, tally, known)], tally
    finally:
        if was_on:
            gc.enable()


def _answer_row(
    number: int, found: tuple[int, str, Item] | Fault, plan: CataloguePlan, tally: _Tally, known: _Known
) -> Iterator[dict[str, Any]]:
    tally.rows += 1
    if isinstance(found, Fault):
        tally.not_read += 1
        tally.faults.append(str(found))
        yield {"row": number, "fault": found.reason, "place": found.place, "remedy": found.remedy}
        return
    _, id_, item = found
    head = {"row": number, "id": id_, "item": name_item(item)}
    for of, standings in _stand(item, number, plan, known):
        if not of:
            for day, some in zip(plan.days, standings, strict=True):
                for one in some:
                    tally.positions[one.position.regime, day, one.position.position.value] += 1
        yield from _tell(head | ({"of": of} if of else {}), standings, plan, tally)


def _stand(item: Item, number: int, plan: CataloguePlan, known: _Known) -> Iterator[tuple[str, _Standings]]:
    """Yield where the item stands on each day, and then what it makes with its pieces, with how they are taken."""
    law = load_controls()
    is_own = stands_alone(item)
    if is_own:
        asked = list_asked(item)
        if asked not in known:
            known[asked] = find_standings(item, days=plan.days, law=law, regimes=plan.regimes)
        yield "", known[asked]
    if item.pieces or item.fitted_to is not None:
        for composed in compose_item(item, number - 1, law):
            whole = WholeAppraiser(composed, Appraisers(law))
            yield composed.of if is_own else "", tuple(whole.stand(day, plan.regimes) for day in plan.days)
            is_own = True


def _tell(
    head: dict[str, Any], standings: _Standings, plan: CataloguePlan, tally: _Tally
) -> Iterator[dict[str, Any]]:
    if plan.is_moves:
        for move in compare_days(head["item"], *standings):
            tally.moved += 1
            yield head | _spell_move(move, plan)
    else:
        for day, some in zip(plan.days, standings, strict=True):
            yield head | {"date": day.isoformat(), "positions": [_spell(one) for one in some]}


def read_items(
    path: Path, *, column_map: Mapping[str, str] | None = None
) -> Iterator[tuple[int, str, Item] | Fault]:
    """Yield the number, the id and the item of each row, or why a row is none.

    `column_map` leads from headings to keys of an item; what it leads to "-" is left out.

    Raises:
        InputError: the file cannot be used at all.
        UsageError: its form is not known by its name.
    """
    form = FORMATS.get(path.suffix.lower() if path.suffix.lower() != ".gz" else Path(path.stem).suffix.lower())
    if form is None:
        raise UsageError(f"{path.name} is of no known form.", remedy="Known: " + ", ".join(sorted(FORMATS)) + ".")
    file = OpenedFile(role="items", path=path, encoding="utf-8-sig", max_bytes=_LARGEST)
    for number, found in enumerate(_rows(file, form), 1):
        if isinstance(found, Fault):
            yield found
            continue
        line, values = found
        where = f"{path.name}:{line}"
        try:
            shape = shape_item(values, column_map or {})
            id_ = str(shape.pop("id", "") or "")
            node = nodes_of(shape.pop("item", None) or shape, where=where, line=line)
            item = item_from_node(node)
            node.faults.check()
        except InputError as exc:
            first = exc.faults[0] if exc.faults else Fault(place=where, reason=exc.what, remedy=exc.remedy)
            more = f" (and {len(exc.faults) - 1} more)" if len(exc.faults) > 1 else ""
            yield Fault(place=first.place, reason=f"{first.reason}{more}", remedy=first.remedy)
            continue
        yield number, id_, item


def _rows(file: OpenedFile, form: str) -> Iterator[tuple[int, dict[str, Any]] | Fault]:
    if form == "jsonl":
        for line in read_json_lines(file):
            yield line if isinstance(line, Fault) else (line.line, dict(line.value))
        return
    _, rows = read_cells(file, format=form, delimiter="", is_own=True)
    for row in rows:
        yield row if isinstance(row, Fault) else (row.line, dict(row.cells))


def shape_item(values: Mapping[str, Any], column_map: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return a row as an item's mapping: mapped headings, and the columns of each axis as a row of a table of axes."""
    shape: dict[str, Any] = {}
    axes: dict[str, dict[str, Any]] = {}
    for heading, value in values.items():
        key = (column_map or {}).get(heading, heading)
        if key == "-" or value in ("", None):
            continue
        axis, dot, name = key.partition(".")
        if dot and axis.isalnum() and axis[:1].isupper() and len(axis) <= 4:
            axes.setdefault(axis, {"axis": axis})[name] = value
        else:
            shape[key] = value
    for key, is_rotary in (("linear_axes", False), ("rotary_axes", True)):
        rows = [row for axis, row in axes.items() if (axis[0] in _ROTARY) is is_rotary]
        if rows:
            shape[key] = rows
    return shape


def _spell(standing: Standing) -> dict[str, Any]:
    position = standing.position
    return {
        "regime": position.regime, "position": position.position.value, "edition": position.edition,
        "entries": list(position.entries), "undetermined": list(standing.undetermined),
        "missing": sorted({fact.fact for fact in position.missing}), "note": position.note,
    }


def _spell_move(move: Move, plan: CataloguePlan) -> dict[str, Any]:
    return {
        "regime": move.regime, "from": plan.days[0].isoformat(), "before": move.before.value,
        "met_before": list(move.met_before), "edition_before": move.edition_before, "to": plan.days[1].isoformat(),
        "after": move.after.value, "met_after": list(move.met_after), "edition_after": move.edition_after,
    }


Write = Callable[[Any, Iterable[dict[str, Any]], bool], None]


def _writer(out: Path) -> Write:
    forms: dict[str, Write] = {".jsonl": _write_json, ".ndjson": _write_json, ".csv": _write_csv}
    if out.suffix.lower() not in forms:
        raise UsageError(f"{out.name} is of no known form.", remedy="Known: " + ", ".join(forms) + ".")
    return forms[out.suffix.lower()]


def _write_json(stream: Any, lines: Iterable[dict[str, Any]], _is_moves: bool) -> None:
    for line in lines:
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")


def _write_csv(stream: Any, lines: Iterable[dict[str, Any]], is_moves: bool) -> None:
    """Write a row for each regime of each answer; no cell is one that a spreadsheet takes for a formula."""
    columns: Sequence[str] = (*(_MOVED if is_moves else _COLUMNS), "fault", "of")
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(columns)
    for line in lines:
        parts = line.pop("positions", None)
        for part in parts if parts is not None else ({},):
            cells = {**line, **part}
            table.writerow([disarm(_join(cells.get(column, ""))) for column in columns])


def _join(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
