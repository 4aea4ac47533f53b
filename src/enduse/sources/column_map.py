"""What the columns of somebody's table mean, how its cells are to be split and its dates read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from enduse.errors import InputError, UsageError
from enduse.knowledge.nodes import Node, parse_nodes
from enduse.knowledge.party_columns import find_party_field, party_fields

# Fields that a list has and a file of parties to be asked about has not.
LIST_FIELDS = ("weak_aliases", "topics", "program", "listed_on", "notes")
OTHERS = "*"
UNUSED = ""
_KEYS = ("columns", "constants", "separator", "delimiter", "dates", "values")
_DATE_WORDS = {"YYYY": r"(?P<year>\d{4})", "MM": r"(?P<month>\d{1,2})", "DD": r"(?P<day>\d{1,2})"}
MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """The meaning of a table.

    `columns` maps a heading to a field, or to "" where it is left out; "*" stands for
    all that are not named. `constants` are the values of fields that no column or an
    empty cell gives. Cells with several values are split at `separator`; `delimiter`
    parts the columns of a text file. `dates` is an order such as "DD.MM.YYYY", read
    besides ISO dates. `values` maps the words of a field to those used here.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    separator: str = ";"
    delimiter: str = ""
    dates: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def field_of(self, heading: str) -> str | None:
        """Return the field of a heading, "" where it is left out, None where nobody says what it means."""
        if heading in self.columns:
            return self.columns[heading]
        return find_field(heading) or self.columns.get(OTHERS)

    def read_day(self, text: str) -> str:
        """Return a date, or part of one, in ISO form; empty where the text is none in the orders known."""
        if re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", text):
            return text
        for order in (*self.dates, "YYYY-MM-DD"):
            match = _pattern(order).fullmatch(text)
            if match:
                try:
                    return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
                except ValueError:
                    continue
        return ""


def find_field(word: str) -> str | None:
    """Return the field that a word means, None where it means none."""
    lowered = word.strip().lower().replace(" ", "_").replace("-", "_")
    return lowered if lowered in LIST_FIELDS else find_party_field(word)


def list_fields() -> tuple[str, ...]:
    """Return every field that a column may mean, ours first."""
    return (*LIST_FIELDS, *party_fields())


class Fields(NamedTuple):
    """What columns may mean: how a word is found among the fields, and the list of them all."""

    find: Callable[[str], str | None]
    list: Callable[[], tuple[str, ...]]


PARTY_FIELDS = Fields(find_field, list_fields)


def read_column_map(
    files: Sequence[tuple[str, bytes]], pairs: Sequence[str], constants: Sequence[str], fields: Fields = PARTY_FIELDS,
) -> ColumnMap:
    """Return the map that YAML files (name and bytes), "COLUMN=FIELD" and "FIELD=VALUE" make, later ones first.

    `fields` are those that a column may mean.

    Raises:
        InputError: a file breaks the form.
        UsageError: a pair is none, or names no field.
    """
    columns: dict[str, str] = {}
    fixed: dict[str, str] = {}
    found = ColumnMap()
    for name, data in files:
        if len(data) > MAX_BYTES:
            raise InputError("is too large for a column map.", where=name)
        found = _read_file(parse_nodes(data, where=name), fields)
        columns.update(found.columns)
        fixed.update(found.constants)
    for text in pairs:
        column, meaning = _part(text, "--map")
        columns[column] = _known(meaning, f"--map {text}", fields)
    for text in constants:
        meaning, value = _part(text, "--set")
        fixed[_known(meaning, f"--set {text}", fields)] = value
    return ColumnMap(columns=columns, constants=fixed, separator=found.separator, delimiter=found.delimiter,
                     dates=found.dates, values=found.values)


def _read_file(top: Node, fields: Fields) -> ColumnMap:
    """Read a file of settings under `columns`, or one of nothing but columns and fields."""
    is_plain = top.get("columns").is_absent
    pairs = top.mapping() if is_plain else top.mapping(_KEYS) and top.get("columns").mapping()
    columns = {column: _field(node, fields) for column, node in pairs.items()}
    if is_plain:
        top.faults.check()
        return ColumnMap(columns=columns)
    constants = {fields.find(meaning) or "": node.text() for meaning, node in top.get("constants").mapping().items()}
    values = {
        fields.find(meaning) or "": {word: node.text() for word, node in words.mapping().items()}
        for meaning, words in top.get("values").mapping().items()
    }
    if UNUSED in constants or UNUSED in values:
        top.fail("constants or values name no field", f"Fields: {', '.join(fields.list()[:20])} ...")
    dates = top.get("dates").texts()
    for order in dates:
        if sorted(re.findall("YYYY|MM|DD", order)) != ["DD", "MM", "YYYY"]:
            top.get("dates").fail(f"{order!r} is no order of a date", "Write it as DD.MM.YYYY.")
    separator, delimiter = top.get("separator").text(";"), top.get("delimiter").text()
    if not 1 <= len(separator) <= 5 or len(delimiter) > 1:
        top.fail("a separator has one to five signs, a delimiter one")
    top.faults.check()
    return ColumnMap(columns=columns, constants=constants, separator=separator, delimiter=delimiter, dates=dates,
                     values=values)


def _field(node: Node, fields: Fields) -> str:
    text = node.text()
    meaning = fields.find(text) if text.strip() else UNUSED
    if meaning is None:
        node.fail(f"{text[:60]!r} is no field", f"Fields: {', '.join(fields.list()[:20])} ...")
    return meaning or UNUSED


def _part(text: str, option: str) -> tuple[str, str]:
    left, sign, right = text.partition("=")
    if not sign or not left.strip():
        raise UsageError(f"{option} {text[:60]!r} is no pair.", remedy="Write it as NAME=VALUE.")
    return left.strip(), right.strip()


def _known(word: str, where: str, fields: Fields) -> str:
    meaning = fields.find(word) if word else UNUSED
    if meaning is None:
        known = ", ".join(fields.list())
        raise UsageError(f"{word[:60]!r} is no field.", where=where[:100], remedy=f"Fields: {known}.")
    return meaning


def _pattern(order: str) -> re.Pattern[str]:
    pattern = re.escape(order)
    for word, figures in _DATE_WORDS.items():
        pattern = pattern.replace(word, figures, 1)
    return re.compile(pattern)
