"""Addresses that an authority has published without a name, held against those of an order.

The lists that publish them: `knowledge/assessment/published_addresses.yaml`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from enduse.assessment.dossier import Dossier
from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, any_of, unknown
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.party import Party, PartyRole
from enduse.model.screening import Entity
from enduse.resolution.addresses import Address, compare_addresses, read_address

FILE = "assessment/published_addresses.yaml"
ADDRESS = "Address"  # the FollowTheMoney schema of a record that is an address and nothing else
_HANDS = (PartyRole.PURCHASER, PartyRole.INTERMEDIARY, PartyRole.INTERMEDIATE_CONSIGNEE, PartyRole.ULTIMATE_CONSIGNEE,
          PartyRole.END_USER, PartyRole.FREIGHT_FORWARDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressList:
    """A list that publishes addresses, from which day on, and where the law says so."""

    source: str
    since: date
    cites: str


@functools.cache
def address_lists() -> tuple[AddressList, ...]:
    """Return the lists that publish addresses. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(FILE)
    lists = tuple(
        AddressList(source=node.get("source").required().text(), since=node.get("from").required().date() or date.max,
                    cites=node.get("cites").required().text())
        for node in root.get("lists").required().items()
    )
    root.faults.check(KnowledgeError)
    return lists


def find_published(dossier: Dossier, *, question: str) -> tuple[Answer, tuple[Reason, ...]]:
    """Tell whether an address of the order is one that a list publishes by itself.

    Met where numbers and words are the same; unknown where the words are and a number is lacking on one side, where a
    party that handles the goods states no address, or where the list of the day is not held; another house number is
    another address.
    """
    due = [one for one in address_lists() if one.since <= dossier.as_of]
    if not due:
        return NOT_MET, (Reason(text="No list published addresses by themselves on that day.", weight=-0.5),)
    published = [entity for entity in dossier.at_addresses or () if entity.schema == ADDRESS]
    answers: list[Answer] = list(_lacking(dossier, due, question))
    reasons: list[Reason] = []
    for party in dossier.parties():
        if not party.address:
            if set(party.roles) & set(_HANDS):
                answers.append(_open(f"address of {party.name}", party.name, question))
            continue
        for entity in published:
            answer = _compare(party, entity, question)
            answers.append(answer)
            if answer != NOT_MET:
                reasons.append(_tell(dossier, party, entity, answer, due))
    if not dossier.parties():
        answers.append(_open("parties of the order with their addresses", "order", question))
    return any_of(answers), tuple(reasons)


def is_like_address(left: str, right: str) -> bool:
    """Tell whether two addresses may be one: most words and a number in common."""
    mine, theirs = read_address(left), read_address(right)
    return mine is not None and theirs is not None and _is_near(mine, theirs)


def _lacking(dossier: Dossier, due: Sequence[AddressList], question: str) -> Iterator[Answer]:
    held = {row.source for screening in dossier.screenings.values() for row in screening.coverage
            if row.version is not None}
    for one in due:
        if one.source not in held:
            yield _open(f"the list {one.source} in the version of {dossier.as_of}", one.source,
                        f"Load {one.source}: it publishes addresses.")
    if dossier.at_addresses is None:
        yield _open("a search for published addresses", "order", question)


def _compare(party: Party, entity: Entity, question: str) -> Answer:
    mine = read_address(party.address)
    found = [_is_same(mine, theirs) for theirs in map(read_address, entity.values("address")) if theirs and mine]
    if True in found:
        return MET
    if None in found:
        return _open(f"floor and room of {party.name} at {party.address}", party.name, question)
    return NOT_MET


def _is_same(mine: Address, theirs: Address) -> bool | None:
    """Tell whether two addresses are one; None where one of them lacks a number that the other has."""
    if not _is_near(mine, theirs):
        return False
    if mine.numbers == theirs.numbers:
        return True
    return None if mine.numbers < theirs.numbers or theirs.numbers < mine.numbers else False


def _is_near(mine: Address, theirs: Address) -> bool:
    return compare_addresses(mine, theirs) in ("same", "most")


def _open(fact: str, about: str, question: str) -> Answer:
    return unknown(MissingFact(fact=fact, about=about, question=question))


def _tell(dossier: Dossier, party: Party, entity: Entity, answer: Answer, due: Sequence[AddressList]) -> Reason:
    how = "is" if answer == MET else "may be"
    rules = tuple(
        Citation(kind=CitationKind.KNOWLEDGE, id=f"{FILE}#{one.source}", source=one.source, place=one.cites,
                 words="terms of the list hold for whoever uses the address")
        for one in due if one.source in entity.sources
    )
    return Reason(text=f"The address of {party.name} {how} one published by itself as of high diversion risk.",
                  left=party.address, right=entity.caption, weight=1.0 if answer == MET else 0.5,
                  evidence=(*dossier.cite_party(party), *rules))
