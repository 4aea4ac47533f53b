"""Who does what in a clause, whatever its voice and order; the firms, persons and goods are invented."""

from __future__ import annotations

import pytest

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json

X, Y = "brellok trading ltd", "ostrel dynamics group"


def told(text: str) -> tuple[set[tuple[str, str, str]], set[tuple[str, str]]]:
    """Return the links and the roles that a text tells in the neutral form."""
    facts = to_facts_json(read_document(text.encode("utf-8"), name="invented.txt"), "x")["facts"]
    assert isinstance(facts, list)
    made = {(f["from"], f["link"], f["to"]) for f in facts if f["type"] == "link"}
    return made, {(f["name"].lower(), role) for f in facts if f["type"] == "party" for role in f["roles"]}


@pytest.mark.parametrize(
    ("sentence", "link"),
    [
        ("Brellok Trading Ltd buys machines for the Ostrel Dynamics Group.", "acts_for"),
        ("Brellok Trading Ltd procures for the Ostrel Dynamics Group.", "acts_for"),
        ("Brellok Trading Ltd acts on behalf of the Ostrel Dynamics Group.", "acts_for"),
        (
            "Brellok Trading Ltd, which has been procuring parts on behalf of the Ostrel Dynamics Group, moved.",
            "acts_for",
        ),
        ("Brellok Trading Ltd is a subsidiary of the Ostrel Dynamics Group.", "subsidiary_of"),
        ("Ostrel Dynamics Group and its subsidiary Brellok Trading Ltd moved.", "subsidiary_of"),
        ("Brellok Trading Ltd, a wholly-owned subsidiary of the Ostrel Dynamics Group, moved.", "subsidiary_of"),
        ("Brellok Trading Ltd is owned 60 % by the Ostrel Dynamics Group.", "owned_by"),
        ("Brellok Trading Ltd is 60 percent owned by the Ostrel Dynamics Group.", "owned_by"),
        ("The Ostrel Dynamics Group owns Brellok Trading Ltd.", "owned_by"),
        ("Brellok Trading Ltd, a firm that is owned by the Ostrel Dynamics Group, moved.", "owned_by"),
        ("Brellok Trading Ltd procures equipment through the Ostrel Dynamics Group.", "procures_via"),
        ("Brellok Trading Ltd is an arm of the Ostrel Dynamics Group.", "part_of"),
        ("Brellok Trading Ltd is the sister company of the Ostrel Dynamics Group.", "associated_with"),
        ("Brellok Trading Ltd controls the Ostrel Dynamics Group.", "controls"),
        ("The Ostrel Dynamics Group is controlled by Brellok Trading Ltd.", "controls"),
    ],
)
def test_a_plain_sentence_gives_its_link(sentence: str, link: str) -> None:
    assert told(sentence)[0] == {(X, link, Y)}


def test_one_who_supplies_another_does_business_with_it() -> None:
    links, roles = told("Brellok Trading Ltd supplies the Ostrel Dynamics Group.")
    assert links == {(Y, "business_relationship", X)}
    assert roles == {(X, "supplier"), (Y, "buyer")}


@pytest.mark.parametrize(
    "sentence",
    [
        "Brellok Trading Ltd sold two lathes to the Ostrel Dynamics Group.",
        "Two lathes were sold by Brellok Trading Ltd to the Ostrel Dynamics Group.",
        "Brellok Trading Ltd, which makes no lathes, sold two lathes to the Ostrel Dynamics Group.",
        "Ostrel Dynamics Group bought two lathes from Brellok Trading Ltd.",
    ],
)
def test_active_and_passive_tell_the_same_sale(sentence: str) -> None:
    links, roles = told(sentence)
    assert (X, "supplies", "item lathe") in links
    assert {(X, "supplier"), (Y, "buyer")} <= roles


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        (
            "The pump was sold by the Ostrel Dynamics Group, and the broker in this deal is Brellok Trading Ltd.",
            "intermediary",
        ),
        ("Brellok Trading Ltd, the producer of the pumps, was warned.", "manufacturer"),
        ("The end user in Ruritania is Brellok Trading Ltd.", "end_user"),
    ],
)
def test_what_a_party_is_called_is_its_part(sentence: str, role: str) -> None:
    assert (X, role) in told(sentence)[1]


def test_the_director_of_a_firm_is_employed_by_it() -> None:
    for sentence in (
        "Brellok Trading Ltd's director, Jorvan Talmeck, signed the papers.",
        "The engineer Jorvan Talmeck, who is the director of Brellok Trading Ltd, signed the papers.",
    ):
        assert ("jorvan talmeck", "employed_by", X) in told(sentence)[0]


def test_what_is_denied_or_only_asked_about_is_no_link() -> None:
    assert told("Brellok Trading Ltd is not a subsidiary of the Ostrel Dynamics Group.")[0] == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "Brellok Trading Ltd received an inquiry from the Ostrel Dynamics Group for two lathes.",
        "The Ostrel Dynamics Group placed an order with Brellok Trading Ltd for two lathes.",
        "The Ostrel Dynamics Group signed a contract for two lathes with Brellok Trading Ltd.",
        "Brellok Trading Ltd signed a contract with the Ostrel Dynamics Group for the sale of two lathes.",
    ],
)
def test_inquiries_and_contracts_tell_who_wants_the_goods(sentence: str) -> None:
    links, roles = told(sentence)
    assert (Y, "seeks", "item lathe") in links
    assert (Y, "buyer") in roles


def test_goods_meant_for_a_body_have_it_for_their_end_user() -> None:
    _, roles = told("Brellok Trading Ltd sold two lathes. The lathes are intended for the Ostrel Dynamics Group.")
    assert (Y, "end_user") in roles
