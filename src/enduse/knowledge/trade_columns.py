"""What a table of consignments may say, and which words stand where no party is named: `codes/trade_columns.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
class PartyWords:
    """Words, in small letters, that tell what a cell with a party holds.

    `whole` cells and `beginnings` name nobody; a word of `banks` or `forwarders` tells who serves trade.
    """

    whole: frozenset[str]
    beginnings: tuple[str, ...]
    banks: frozenset[str]
    forwarders: tuple[str, ...]

    def names_nobody(self, text: str) -> bool:
        """Tell whether a cell names no party."""
        words = " ".join(text.lower().replace(".", " ").split()).strip(" -:")
        begins = any(words == one or words.startswith(f"{one} ") for one in self.beginnings)
        return words in self.whole or begins or not any(map(str.isalpha, words))

    def names_bank(self, folded: str) -> bool:
        """Tell whether a folded name has a word of a bank."""
        return not self.banks.isdisjoint(folded.split())

    def names_forwarder(self, folded: str) -> bool:
        """Tell whether a folded name has words of a forwarder."""
        return any(f" {words} " in f" {folded} " for words in self.forwarders)


@cache
def trade_fields() -> Mapping[str, tuple[str, ...]]:
    """Return every field with the other headings it is known by, in the order of the file.

    Raises:
        KnowledgeError: the file breaks its form; all faults are told.
    """
    root = open_knowledge(FILE)
    root.mapping(("title", "encoded_on", "about", "fields", "nobody", "serving"))
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
    return _headings().get(_fold(heading))


def read_headings(headings: Sequence[str], given: Mapping[str, str], others: str | None) -> dict[str, str]:
    """Return the field of each heading that is read: as `given` says, else by its name, else `others`.

    Of several by name the first of the file's list is read, and none where `given` names another.
    """
    named = {field: heading for heading, field in given.items() if field and heading in headings}
    for heading in sorted(headings, key=_rank):
        field = find_trade_field(heading)
        if heading not in given and field:
            named.setdefault(field, heading)
    found = {heading: field for field, heading in named.items()}
    if others:
        found.update({one: others for one in headings if one not in given and find_trade_field(one) is None})
    return found


@cache
def party_words() -> PartyWords:
    """Return the words that tell what a cell with a party holds. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(FILE)
    nobody, serving = root.get("nobody").required(), root.get("serving").required()
    nobody.mapping(("whole", "beginning"))
    serving.mapping(("banks", "forwarders"))
    told = PartyWords(
        whole=frozenset(nobody.get("whole").texts()), beginnings=nobody.get("beginning").texts(),
        banks=frozenset(serving.get("banks").texts()), forwarders=serving.get("forwarders").texts(),
    )
    root.faults.check(KnowledgeError)
    return told


def _fold(heading: str) -> str:
    return fold_heading(heading.replace("(", " ").replace(")", " "))


@cache
def _headings() -> Mapping[str, str]:
    return gather_headings(trade_fields().items(), where=FILE)


@cache
def _ranks() -> Mapping[str, int]:
    words = ((word, rank) for field, also in trade_fields().items() for rank, word in enumerate((field, *also)))
    return {fold_heading(word): rank for word, rank in words}


def _rank(heading: str) -> tuple[int, str]:
    return _ranks().get(_fold(heading), len(_ranks())), heading
