"""Namesakes of several papers are taken as one only where the name carries it. All names are invented."""

from __future__ import annotations

from enduse.model.screening import Entity
from enduse.resolution.clustering import cluster_same_names, find_namesakes


def entity(id: str, name: str, *, country: str = "", schema: str = "Company", is_listed: bool = False) -> Entity:
    properties = [("name", (name,)), *([("country", (country,))] if country else [])]
    return Entity(
        id=id, schema=schema, caption=name, properties=tuple(properties), sources=("reports",), is_listed=is_listed
    )


def test_the_same_name_in_two_papers_is_one_party_whatever_the_order() -> None:
    pair = [entity("p-2", "Brightwater Ostrel Works"), entity("p-1", "BRIGHTWATER OSTREL WORKS")]
    assert cluster_same_names(pair) == {"p-1": "p-1", "p-2": "p-1"}
    assert cluster_same_names(reversed(pair)) == cluster_same_names(pair)


def test_another_country_keeps_namesakes_apart() -> None:
    here = entity("p-1", "Brightwater Ostrel Works", country="xa")
    there = entity("p-2", "Brightwater Ostrel Works", country="xb")
    assert cluster_same_names([here, there]) == {}


def test_persons_listed_parties_and_common_words_are_never_taken_as_one() -> None:
    persons = [entity("p-1", "Orla Vantreight", schema="Person"), entity("p-2", "Orla Vantreight", schema="Person")]
    listed = [entity("p-1", "Brightwater Ostrel Works"), entity("l-1", "Brightwater Ostrel Works", is_listed=True)]
    common = [entity("p-1", "Trading Company Ltd"), entity("p-2", "Trading Company Ltd")]
    assert cluster_same_names([*persons]) == {}
    assert cluster_same_names([*listed]) == {}
    assert cluster_same_names([*common]) == {}


def test_a_name_borne_by_two_that_are_judged_different_joins_nobody() -> None:
    pair = [entity("p-1", "Brightwater Ostrel Works"), entity("p-2", "Brightwater Ostrel Works")]
    assert cluster_same_names(pair, different={("p-1", "p-2")}) == {}


def test_whoever_is_taken_as_one_is_among_those_who_share_a_name() -> None:
    named = [("p-1", "Brightwater Ostrel Works"), ("p-2", "BRIGHTWATER OSTREL WORKS"), ("p-3", "Skerry Vale Pumps"),
             ("p-3", "Skerry Vale Pumps"), ("p-4", "Trading Company Ltd"), ("p-5", "Trading Company Ltd")]
    assert find_namesakes(named) == {"p-1", "p-2"}
    entities = [entity(name, printed) for name, printed in dict.fromkeys(named)]
    assert cluster_same_names(entities) == cluster_same_names(e for e in entities if e.id in find_namesakes(named))


TIES = [("p-1", "front_for", "q-1"), ("p-2", "front_for", "q-2")]


def test_one_word_of_its_own_is_enough_where_two_papers_tell_the_same_tie() -> None:
    entities = [entity("p-1", "Skerryholm Pump Works", country="xa"), entity("p-2", "Skerryholm Pump Works"),
                entity("q-1", "Ostrelmark Institute"), entity("q-2", "Ostrelmark Institute")]
    assert cluster_same_names(entities) == {}
    assert cluster_same_names(entities, ties=TIES) == {"p-1": "p-1", "p-2": "p-1", "q-1": "q-1", "q-2": "q-1"}
    assert cluster_same_names(entities, ties=[TIES[0], ("p-2", "supplies", "q-2")]) == {}
    assert cluster_same_names(entities, ties=TIES, different={("p-1", "p-2")}) == {"q-1": "q-1", "q-2": "q-1"}
    named = [(one.id, one.caption) for one in entities]
    assert find_namesakes(named) == frozenset()
    assert find_namesakes(named, TIES) == {"p-1", "p-2", "q-1", "q-2"}


def test_persons_are_one_where_two_papers_tell_the_same_tie_of_them() -> None:
    entities = [entity("p-1", "Orla Vantreight", schema="Person"), entity("p-2", "Orla Vantreight", schema="Person"),
                entity("q-1", "Brightwater Ostrel Works"), entity("q-2", "Brightwater Ostrel Works")]
    ties = [("p-1", "officer_of", "q-1"), ("p-2", "officer_of", "q-2")]
    assert cluster_same_names(entities, ties=ties)["p-2"] == "p-1"
    assert "p-2" not in cluster_same_names(entities)
    entities[1] = entity("p-2", "Orla Vantreight")
    assert "p-2" not in cluster_same_names(entities, ties=ties)


def test_words_of_the_form_may_be_missing_but_not_be_others() -> None:
    short, long = entity("p-1", "Brightwater Ostrel"), entity("p-2", "Brightwater Ostrel Co., Ltd.")
    other = entity("p-3", "Brightwater Ostrel JSC")
    assert cluster_same_names([short, long]) == {"p-1": "p-1", "p-2": "p-1"}
    assert cluster_same_names([short, other]) == {"p-1": "p-1", "p-3": "p-1"}
    assert cluster_same_names([short, long, other]) == {}
