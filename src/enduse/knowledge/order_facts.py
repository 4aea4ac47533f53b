"""Facts that a desk notes about an order: their names, kinds and meanings, from `knowledge/codes/order_facts.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.countries import find_country
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

FILE = "codes/order_facts.yaml"
KINDS = ("yes_no", "number", "choice", "list", "text", "country", "countries", "date")
SOURCES = ("paper", "customer", "register", "visit", "authority")
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKind:
    """One fact that may be noted: what it says, its kind (one of `KINDS`), its words, and where it is got."""

    fact: str
    says: str
    kind: str
    choices: tuple[str, ...]
    got_from: str


@cache
def known_facts() -> Mapping[str, FactKind]:
    """Return the facts by name, in the order of the file. Raises KnowledgeError with all faults."""
    root = open_knowledge(FILE)
    root.mapping(("title", "encoded_on", "about", "facts"))
    found: dict[str, FactKind] = {}
    for node in root.get("facts").required().items():
        node.mapping(("fact", "says", "kind", "choices", "from"))
        name = node.get("fact").required().text()
        if name in found:
            node.fail(f"the fact {name} stands twice", "Keep one.")
        found[name] = FactKind(
            fact=name, says=node.get("says").required().text(), kind=node.get("kind").required().choice(KINDS),
            choices=node.get("choices").texts(), got_from=node.get("from").required().choice(SOURCES),
        )
    root.faults.check(KnowledgeError)
    return found


def read_fact(kind: FactKind, node: Node) -> tuple[str, ...]:
    """Return the values noted of a fact, in one spelling: "yes"/"no", a plain number, an ISO day, a country code.

    A value of another kind, or a word that is not among the choices, is a fault of the file.
    """
    if kind.kind in ("list", "countries"):
        parts = node.items() if node.is_list else (node,)
        if len(parts) > _MOST:
            node.fail(f"more than {_MOST} values", "Note those that matter.")
        return tuple(_read(kind, part) for part in parts[:_MOST])
    return (_read(kind, node),)


def _read(kind: FactKind, node: Node) -> str:
    match kind.kind:
        case "yes_no":
            return "yes" if node.boolean() else "no"
        case "number":
            number = node.decimal()
            return format(number, "f") if number is not None else ""
        case "date":
            day = node.date()
            return day.isoformat() if day else ""
        case "country" | "countries":
            code = find_country(node.text().strip())
            if code is None:
                node.fail(f"{node.text()!r} is no country that is known here", "Write its ISO 3166-1 code, such as tw.")
            return code or ""
        case _:
            return node.choice(kind.choices) if kind.choices else node.required().text()
