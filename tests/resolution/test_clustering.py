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
