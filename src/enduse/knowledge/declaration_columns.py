"""What the columns of a file of declarations and of a file of licenses are called, and how like goods are compared.

All of it stands in `codes/declaration_columns.yaml`; a heading that names a fact a desk notes is that fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from enduse.errors import InputError, KnowledgeError, UsageError
from enduse.knowledge.nodes import Node
from enduse.knowledge.order_facts import known_facts
from enduse.knowledge.party_columns import fold_heading, gather_headings
from enduse.knowledge.shelf import open_knowledge

FILE = "codes/declaration_columns.yaml"
DECLARATION, LICENSE = "fields", "license_fields"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnField:
    """One field that a row may have, with the other headings it is known by."""

    name: str
    also: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparingRule:
    """How many rows make goods that others are held against, and the least spread, on the scale of logarithms."""

    least_rows: int
    smallest_spread: float


@cache
def column_fields(kind: str) -> Mapping[str, ColumnField]:
    """Return the fields of `DECLARATION` or `LICENSE` by name, in order. Raises KnowledgeError with all faults."""
    root = open_knowledge(FILE)
    found = {field.name: field for node in root.get(kind).required().items() for field in (_read(node),)}
    root.faults.check(KnowledgeError)
    return found


@cache
def comparing_rule() -> ComparingRule:
    """Return how like goods are compared. Raises KnowledgeError with all faults of the file."""
    node = open_knowledge(FILE).get("statistics").required()
    node.mapping(("least_rows", "smallest_spread", "about"))
    rule = ComparingRule(
        least_rows=node.get("least_rows").required().integer() or 1,
        smallest_spread=float(node.get("smallest_spread").required().decimal() or 0),
    )
    node.faults.check(KnowledgeError)
    return rule


def find_column(kind: str, text: str) -> str | None:
    """Return the field, or of declarations the fact, that a heading means; None where it means none that is known."""
    found = _headings(kind).get(fold_heading(text))
    if found is None and kind == DECLARATION:
        return _facts().get(fold_heading(text))
    return found


def map_headings(kind: str, headings: Sequence[str], given: Mapping[str, str], *, where: str) -> dict[str, str]:
    """Return the field of each heading that has one: as `given` says, else by its name; "" in `given` is none.

    Raises:
        UsageError: `given` names a column or a field that there is not.
        InputError: two columns mean one field.
    """
    if headings and (strange := sorted(set(given) - set(headings))):
        told = ", ".join(repr(heading[:60]) for heading in headings[:40])
        raise UsageError(f"the file has no column {strange[0]!r}.", where=where, remedy=f"It has {told}.")
    found: dict[str, str] = {}
    for heading in headings:
        field = mapped_column(kind, given[heading]) if heading in given else find_column(kind, heading)
        if field and field in found.values():
            other = next(one for one, name in found.items() if name == field)
            remedy = "Say which with --map COLUMN=FIELD, and --map COLUMN= to leave one."
            raise InputError(f"two columns mean {field}: {other!r} and {heading!r}.", where=where, remedy=remedy)
        if field:
            found[heading] = field
    return found


def mapped_column(kind: str, text: str) -> str:
    """Return the field that a column map names, empty for an empty text. Raises UsageError for an unknown one."""
    if not text.strip():
        return ""
    field = find_column(kind, text)
    if field is None:
        known = ", ".join(column_fields(kind))
        more = ", and the facts of an order (enduse schema order)" if kind == DECLARATION else ""
        raise UsageError(f"a column map names {text!r}, which is no field.", remedy=f"Fields: {known}{more}.")
    return field


def _read(node: Node) -> ColumnField:
    node.mapping(("field", "also", "says"))
    return ColumnField(
        name=node.get("field").required().text(), also=node.get("also").texts(), says=node.get("says").required().text()
    )


@cache
def _headings(kind: str) -> Mapping[str, str]:
    return gather_headings(((field.name, field.also) for field in column_fields(kind).values()), where=FILE)


@cache
def _facts() -> Mapping[str, str]:
    return {fold_heading(fact): fact for fact in known_facts()}
