"""Every party and address here is invented."""

from __future__ import annotations

from datetime import date

import pytest

from enduse.assessment.dossier import gather
from enduse.assessment.published_addresses import find_published, is_like_address
from enduse.model.answer import Verdict
from enduse.model.party import Party, PartyRole
from enduse.model.screening import Entity, Screening, SourceCoverage
from enduse.model.transaction import Transaction, TransactionKind

PUBLISHED = "Room 1204, 12/F, Gannet House, 88 Saltmarsh Road, Northing"


def ask(address: str, *, held: str = "us_bis_entity", day: date = date(2026, 6, 1), searched: bool = True) -> Verdict:
    party = Party(name="Ostrand Trading", address=address, roles=(PartyRole.PURCHASER,))
    order = Transaction(reference="x", kind=TransactionKind.ORDER, parties=(party,), lines=())
    coverage = (SourceCoverage(source=held, title="A list", version=day, entities=1),)
    entity = Entity(id="a", schema="Address", caption="Address 41", sources=("us_bis_entity",), is_listed=True,
                    properties=(("address", (PUBLISHED,)),))
    dossier = gather(order, as_of=day, screenings=[Screening(query=party.name, hits=(), coverage=coverage)],
                     at_addresses=[entity] if searched else None)
    return find_published(dossier, question="Which room?")[0].verdict


@pytest.mark.parametrize("address, verdict", [
    ("Rm. 1204, 12/F Gannet House, 88 Saltmarsh Rd, NORTHING", Verdict.MET),
    ("88 Saltmarsh Road, Gannet House, Northing", Verdict.UNKNOWN),
    ("Room 1205, 12/F, Gannet House, 88 Saltmarsh Road, Northing", Verdict.NOT_MET),
    ("4 Kelp Quay, Easting", Verdict.NOT_MET),
    ("", Verdict.UNKNOWN),
])
def test_an_address_is_the_published_one_only_with_the_same_numbers(address: str, verdict: Verdict) -> None:
    assert ask(address) is verdict


def test_without_the_list_or_the_search_nothing_is_cleared() -> None:
    assert ask("4 Kelp Quay, Easting", held="other") is Verdict.UNKNOWN
    assert ask("4 Kelp Quay, Easting", searched=False) is Verdict.UNKNOWN


def test_before_any_address_was_published_none_can_be_one() -> None:
    assert ask("4 Kelp Quay, Easting", held="other", day=date(2023, 6, 1)) is Verdict.NOT_MET


def test_like_addresses_share_words_and_a_number() -> None:
    assert is_like_address("88 Saltmarsh Rd, Northing", PUBLISHED)
    assert not is_like_address("9 Saltmarsh Rd, Northing", PUBLISHED)
    assert not is_like_address("", PUBLISHED)
