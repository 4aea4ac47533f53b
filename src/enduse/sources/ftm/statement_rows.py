"""FollowTheMoney entities put together from a table of statements: `statements.csv` of OpenSanctions, one value a row.

Rows of one entity may stand anywhere in the file, so they are gathered on disk and read back by entity. Cost: one pass
over the file and a sort on disk; memory: one entity, of at most 50,000 statements.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter

from enduse.errors import Fault, InputError
from enduse.knowledge.followthemoney import follow_the_money
from enduse.sources.delimited import DelimitedRow, check_header, read_rows
from enduse.sources.json_lines import JsonLine
from enduse.sources.opening import OpenedFile

MAX_STATEMENTS = 50_000
_NEEDED = ("canonical_id", "entity_id", "prop", "schema", "value", "dataset")
_FREE = ("id", "prop_type", "lang", "original_value", "external", "target", "first_seen", "last_seen", "origin")
_SUM = "id"  # the property of the row that sums up an entity
_TRUE = frozenset({"t", "true", "1", "yes"})
_ENTITY = "entity"

_Row = tuple[str, str, str, str, str, str, str, int]  # entity, its own id, schema, property, value, data set, day, line


class StatementRows:
    """The entities of a file of statements, in the order of their ids, from a store that is gone when it is closed."""

    def __init__(self, file: OpenedFile) -> None:
        """Gather all rows. Raises InputError as `delimited.read_rows` does, and where the header is another."""
        self._name = file.name
        self._faults: list[Fault] = []
        rows = read_rows(file)
        header = next(rows, None)
        if header is None or isinstance(header, Fault):
            raise InputError("the file has no header.", where=file.name, remedy="Get it again.")
        columns = [cell.strip().removeprefix("\ufeff") for cell in header.cells]
        check_header(columns, [c for c in (*_NEEDED, *_FREE) if c in _NEEDED or c in columns], name=file.name)
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("CREATE TABLE said (entity, own, schema, prop, value, dataset, day, line INTEGER)")
        self._db.execute("CREATE TABLE same (own TEXT PRIMARY KEY, entity TEXT) WITHOUT ROWID")
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._gather(rows, columns))
        self._db.execute("INSERT OR IGNORE INTO same SELECT own, entity FROM said WHERE own <> entity")

    def close(self) -> None:
        """Let go of what was gathered."""
        self._db.close()

    def faults(self) -> Iterator[Fault]:
        """Yield what could not be read of the rows, at most as many as an entity may have statements."""
        yield from self._faults

    def lines(self, schema: str = "") -> Iterator[JsonLine | Fault]:
        """Yield each entity as a file of entities has it, with the line of its first statement; of one schema alone."""
        wanted = "WHERE entity IN (SELECT entity FROM said WHERE schema = ?)" if schema else ""
        found = self._db.execute(f"SELECT * FROM said {wanted} ORDER BY entity, line", (schema,) if schema else ())
        for _, rows in groupby(found, key=itemgetter(0)):
            few: list[_Row] = list(islice(rows, MAX_STATEMENTS + 1))
            first = few[0][-1]
            yield JsonLine(self._put_together(few[:MAX_STATEMENTS]), first)
            if len(few) > MAX_STATEMENTS and not schema:
                yield Fault(
                    place=f"{self._name}:{first}", reason=f"an entity has more than {MAX_STATEMENTS:,} statements.",
                    remedy="The further ones were left.",
                )

    def _gather(self, rows: Iterator[DelimitedRow | Fault], columns: Sequence[str]) -> Iterator[_Row]:
        at = {name: columns.index(name) for name in columns}
        places = [at[name] for name in _NEEDED]
        day, outside = at.get("first_seen"), at.get("external")
        for row in rows:
            if isinstance(row, Fault):
                self._note(row)
                continue
            cells = row.cells
            if len(cells) != len(columns):
                self._note(self._fault(row.line, f"{len(cells)} cells where {len(columns)} are expected."))
                continue
            entity, own, prop, schema, value, dataset = [cells[place] for place in places]
            entity = entity or own
            if not entity.strip() or not prop.strip() or not schema.strip():
                self._note(self._fault(row.line, "the statement lacks an id, a property or a schema."))
            elif outside is None or cells[outside].strip().lower() not in _TRUE:
                seen = cells[day] if day is not None else ""
                yield entity, own or entity, schema, prop, value, dataset, seen, row.line

    def _fault(self, line: int, reason: str) -> Fault:
        return Fault(place=f"{self._name}:{line}", reason=reason, remedy="Compare with the publisher's file.")

    def _note(self, fault: Fault) -> None:
        if len(self._faults) < MAX_STATEMENTS:
            self._faults.append(fault)

    def _put_together(self, rows: Sequence[_Row]) -> dict[str, object]:
        """Return an entity of its statements: of its schemata the one that has most properties."""
        types = {name: known.types for name, known in follow_the_money().schemata.items()}
        schema = max({row[2] for row in rows}, key=lambda name: (len(types.get(name, ())), name))
        values: dict[str, list[str]] = {}
        for _, _, _, prop, value, *_ in rows:
            if prop != _SUM and value.strip():
                is_pointer = types.get(schema, {}).get(prop) == _ENTITY
                values.setdefault(prop, []).append(self._find(value) if is_pointer else value)
        days = sorted(row[6] for row in rows if row[6])
        return {
            "id": rows[0][0], "schema": schema,
            "properties": {prop: list(dict.fromkeys(found)) for prop, found in sorted(values.items())},
            "datasets": sorted({row[5] for row in rows if row[5].strip()}),
            "referents": sorted({row[1] for row in rows} - {rows[0][0]}),
            "first_seen": days[0] if days else None,
        }

    def _find(self, own: str) -> str:
        """Return the id of the entity that an id of one data set was merged into."""
        row = self._db.execute("SELECT entity FROM same WHERE own = ?", (own,)).fetchone()
        return str(row[0]) if row else own


__all__ = ["MAX_STATEMENTS", "StatementRows"]
