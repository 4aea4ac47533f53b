"""What a table of consignments may say, and which words stand where no party is named: `codes/trade_columns.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.party_columns import fold_heading, gather_headings
from enduse.knowledge.shelf import open_knowledge

FILE = "codes/trade_columns.yaml"
SENDERS = ("shipper", "exporter")
RECEIVERS = ("consignee", "importer")
NOTIFY = "notify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nobody:
    """Words, in small letters, that stand where no party is named: whole cells, and how cells begin."""

    whole: frozenset[str]
    beginning: tuple[str, ...]

    def is_told_by(self, text: str) -> bool:
        """Tell whether a cell names nobody."""
        words = " ".join(text.lower().replace(".", " ").split()).strip(" -:")
        return words in self.whole or words.startswith(self.beginning) or not any(map(str.isalpha, words))


@cache
def trade_fields() -> Mapping[str, tuple[str, ...]]:
    """Return every field with the other headings it is known by, in the order of the file.

    Raises:
        KnowledgeError: the file breaks its form; all faults are told.
    """
    root = open_knowledge(FILE)
    root.mapping(("title", "encoded_on", "about", "fields", "nobody"))
    found: dict[str, tuple[str, ...]] = {}
    for node in root.get("fields").required().items():
        node.mapping(("field", "also", "says"))
        node.get("says").required()
        found[node.get("field").required().text()] = node.get("also").texts()
    root.faults.check(KnowledgeError)
    return found


def list_trade_fields() -> tuple[str, ...]:
    """Return the names of the fields, in order."""
    return tuple(trade_fields())


def find_trade_field(heading: str) -> str | None:
    """Return the field that a heading means, None where it means none that is known."""
    return _headings().get(fold_heading(heading))


@cache
def nobody() -> Nobody:
    """Return the words that stand where no party is named. Raises KnowledgeError with all faults of the file."""
    node = open_knowledge(FILE).get("nobody").required()
    node.mapping(("whole", "beginning"))
    told = Nobody(whole=frozenset(node.get("whole").texts()), beginning=node.get("beginning").texts())
    node.faults.check(KnowledgeError)
    return told


@cache
def _headings() -> Mapping[str, str]:
    return gather_headings(trade_fields().items(), where=FILE)
