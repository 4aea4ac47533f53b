"""Cells of the regulation's lists, split; every party here is invented."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.sources.list_entry import opens_entry, split_entry
from enduse.sources.name_border import EntryAlias

_WORDS = st.lists(st.sampled_from([
    "Auk Works", "Co., Ltd.", ", a.k.a., the following two aliases:", "\n—Bunting;", "\n—Crake; and", "; and ", ", ",
    "\n", "(", ")", "f.k.a.", "Room 5", "Wuhan, China", "Hong Kong", "Subordinate institution", "Affiliated entities:",
    "The following addresses apply to the entity and the two others:", "to include the following addresses", "(See",
    "and the following two subordinate entities:", ".", "—",
]), max_size=30).map("".join)


def test_a_legal_form_after_a_comma_belongs_to_the_name() -> None:
    entry = split_entry(
        "Auk Machine Tools (Wuhan) Co., Ltd., Room 5, 3 Reed Road, Wuhan, China; and 4 Reed Road, "
        "Wuhan, China."
    )
    assert entry.name == "Auk Machine Tools (Wuhan) Co., Ltd."
    assert entry.addresses == ("Room 5, 3 Reed Road, Wuhan, China", "4 Reed Road, Wuhan, China")
    assert entry.declared is None


def test_an_address_after_a_legal_form_needs_no_comma() -> None:
    entry = split_entry("Auk International (HK) Co., Limited Unit 3, 6/F Crane House, Hong Kong")
    assert entry.name == "Auk International (HK) Co., Limited"
    assert entry.addresses == ("Unit 3, 6/F Crane House, Hong Kong",)


def test_an_institute_after_a_legal_form_stays_in_the_name() -> None:
    entry = split_entry("Auk Technology Co., Ltd. Chengdu Research Institute, No. 9, Reed Road, Chengdu, China.")
    assert entry.name == "Auk Technology Co., Ltd. Chengdu Research Institute"


def test_the_number_of_aliases_announced_is_kept_beside_those_found() -> None:
    entry = split_entry(
        "Auk, a.k.a., the following three aliases:\n—Auk One;\n\n—Auk Two; and\n—Auk Three Ltd.\n \n9 "
        "Reed Road, China."
    )
    assert entry.declared == 3
    assert [alias.text for alias in entry.aliases] == ["Auk One", "Auk Two", "Auk Three Ltd."]
    assert entry.addresses == ("9 Reed Road, China",)


def test_aliases_without_dashes_are_counted_off() -> None:
    entry = split_entry("Auk, a.k.a., the following one alias:\n\nAUKZ.\n\n9 Reed Road, Moscow, Russia.")
    assert (entry.aliases, entry.addresses) == ((EntryAlias(text="AUKZ"),), ("9 Reed Road, Moscow, Russia",))


def test_an_alias_that_runs_into_its_address_is_parted_from_it() -> None:
    entry = split_entry(
        "Ana Auk, a.k.a., the following one alias:\n—Anna Auk, Reed Road 10, Moscow, Russia 119071; and "
        "4 Kite Road, Moscow, Russia."
    )
    assert entry.aliases == (EntryAlias(text="Anna Auk"),)
    assert entry.addresses == ("Reed Road 10, Moscow, Russia 119071", "4 Kite Road, Moscow, Russia")


def test_former_names_in_brackets_are_told_from_other_names() -> None:
    entry = split_entry(
        "Auk, OOO (a.k.a. Auk Works; f.k.a., Bunting Works), a.k.a., the following one alias:\n—Auk "
        "LLC.\n\nMoscow, Russia."
    )
    assert [(alias.text, alias.is_former) for alias in entry.aliases] == [
        ("Auk Works", False), ("Bunting Works", True), ("Auk LLC", False),
    ]


def test_people_in_one_bracket_are_told_apart_and_institutes_are_not() -> None:
    people = split_entry("Bo Crake, (a.k.a. Bob Crake, Bo Dunlin and Bo Egret), 1 Reed Road, Wuhan, China.")
    bodies = split_entry(
        "CRI (a.k.a. Institute of Rockets and Institute of Engines of the North), 1 Reed Road, Wuhan, "
        "China."
    )
    assert len(people.aliases) == 3
    assert len(bodies.aliases) == 1


def test_an_address_only_entry_is_known_as_one() -> None:
    entry = split_entry("Address 07, Room 5, Crane House, Hong Kong.")
    assert entry.is_address_only
    assert entry.addresses == ("Room 5, Crane House, Hong Kong",)


def test_subordinate_bodies_are_parts_with_aliases_and_addresses_of_their_own() -> None:
    entry = split_entry(
        "Auk Institute, a.k.a., the following one alias, and one subordinate institution:\n—AI.\n1 Reed "
        "Road, Wuhan, China.\n"
        "Subordinate institution\nBunting Works, a.k.a., the following one alias:\n—BW.\n\n2 Reed Road, Wuhan, China."
    )
    part, = entry.parts
    assert entry.addresses == ("1 Reed Road, Wuhan, China",)
    assert (part.name, part.relation, part.addresses) == ("Bunting Works", "part_of", ("2 Reed Road, Wuhan, China",))


def test_affiliated_entities_are_one_a_line() -> None:
    entry = split_entry(
        "Auk Co., Wuhan, China.\nAffiliated entities:\nAuk Paris, Paris, France.\nAuk Cairo, Cairo, "
        "Egypt."
    )
    assert [(part.name, part.relation) for part in entry.parts] == [
        ("Auk Paris", "associated_with"), ("Auk Cairo", "associated_with"),
    ]


def test_subordinate_entities_among_the_aliases_are_parts() -> None:
    entry = split_entry(
        "Auk Commission, a.k.a., the following one alias:\n—Auk Shops, P.O. Box 4, Kabul; and the "
        "following two subordinate entities:\n"
        "—Bunting Centre, a.k.a., the following one alias:\n—Bunting.\n\n5 Reed Road, Kabul, "
        "Afghanistan;\n—Crake Plant, Kabul."
    )
    assert [alias.text for alias in entry.aliases] == ["Auk Shops"]
    assert [(part.name, [alias.text for alias in part.aliases]) for part in entry.parts] == [
        ("Bunting Centre", ["Bunting"]), ("Crake Plant", []),
    ]


def test_a_heading_names_the_parent_of_bodies_and_lists_nothing_itself() -> None:
    text = "The following two subordinate institutions of Auk Holding:"
    assert opens_entry(text)
    assert split_entry(f"{text}\nSubordinate institution:\nBunting Works, Wuhan, China").is_heading


def test_a_remark_about_other_addresses_is_no_address() -> None:
    entry = split_entry("Auk, 1 Reed Road, Kabul, Afghanistan. (See alternate addresses under Pakistan).")
    assert entry.remarks == ("(See alternate addresses under Pakistan).",)
    assert entry.addresses == ("1 Reed Road, Kabul, Afghanistan",)


@settings(max_examples=300, deadline=500)
@given(_WORDS)
def test_any_text_is_split_and_no_alias_or_address_is_invented(text: str) -> None:
    entry = split_entry(text)
    for one in (entry, *entry.parts):
        for piece in (one.name, *(alias.text for alias in one.aliases), *one.addresses):
            letters = iter(text)
            assert all(sign in letters for sign in piece if sign.isalnum())  # each is met, in the printed order
