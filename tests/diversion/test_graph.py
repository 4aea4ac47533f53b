"""Every party and paper here is invented."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from enduse.diversion.convention import relation_kinds
from enduse.diversion.graph import build_graph, list_moves
from enduse.model.statement import Grade, Locator, Sighting, Statement


def say(subject: str, prop: str, value: str, *, grade: str = "B2", origin: str = "desk", hedge: str = "",
        denied: bool = False, para: str = "para 1") -> Sighting:
    said = Statement(
        subject=subject, schema="Company", prop=prop, value=value, printed=f"{subject} {prop} {value}", source=origin,
        locator=Locator(record=para), origin=origin, grade=Grade.parse(grade), hedge=hedge, denied=denied,
    )
    return Sighting(id=said.id, statement=said, document="d" * 64, document_name="paper.txt",
                    received_at=datetime(2026, 1, 5, tzinfo=UTC))


def test_statements_of_one_relation_stand_together_on_one_link() -> None:
    graph = build_graph([say("Fenwick", "acts_for", "Norbase"), say("Fenwick", "acts_for", "Norbase", origin="port")])
    (link,) = graph.links_at["Fenwick"]
    assert len(link.claims) == 2
    assert graph.links == 1


def test_kinds_of_relation_between_one_pair_are_kept_apart() -> None:
    graph = build_graph([say("Fenwick", "front_for", "Norbase"), say("Fenwick", "associated_with", "Norbase")])
    assert [link.kind.name for link in graph.links_at["Fenwick"]] == ["associated_with", "front_for"]


def test_reprints_of_one_origin_count_once() -> None:
    once = build_graph([say("Fenwick", "acts_for", "Norbase")])
    thrice = build_graph([say("Fenwick", "acts_for", "Norbase", para=f"para {n}") for n in range(3)])
    assert once.links_at["Fenwick"][0].strength() == thrice.links_at["Fenwick"][0].strength()


def test_a_second_independent_origin_makes_a_link_stronger() -> None:
    two = build_graph([say("Fenwick", "acts_for", "Norbase", grade="C3", origin=o) for o in ("desk", "port")])
    one = build_graph([say("Fenwick", "acts_for", "Norbase", grade="C3")])
    assert two.links_at["Fenwick"][0].strength() > one.links_at["Fenwick"][0].strength()


def test_a_hedge_makes_a_link_weaker_and_is_kept() -> None:
    (link,) = build_graph([say("Fenwick", "acts_for", "Norbase", hedge="we believe")]).links_at["Fenwick"]
    (plain,) = build_graph([say("Fenwick", "acts_for", "Norbase")]).links_at["Fenwick"]
    assert link.strength() < plain.strength()
    assert link.claims[0].citation.hedge == "we believe"


def test_a_relation_that_is_only_denied_carries_nothing() -> None:
    graph = build_graph([say("Fenwick", "acts_for", "Norbase", denied=True)])
    assert list_moves(graph, "Fenwick") == ()
    assert graph.links_at["Fenwick"][0].denials


def test_a_denial_weakens_a_link_that_others_support() -> None:
    plain = build_graph([say("Fenwick", "acts_for", "Norbase")])
    denied = build_graph([say("Fenwick", "acts_for", "Norbase"),
                          say("Fenwick", "acts_for", "Norbase", origin="Fenwick", denied=True)])
    assert list_moves(denied, "Fenwick")[0].weight < list_moves(plain, "Fenwick")[0].weight


def test_goods_flow_from_the_one_bought_through_to_the_buyer() -> None:
    graph = build_graph([say("Norbase", "procures_via", "Fenwick")])
    toward, = list_moves(graph, "Fenwick")
    away, = list_moves(graph, "Norbase")
    assert toward.relation == "procures_for"
    assert toward.weight > away.weight


def test_a_hub_damps_each_of_its_ties() -> None:
    few = build_graph([say("Hub", "acts_for", "Norbase")])
    many = build_graph([say("Hub", "acts_for", "Norbase"), *(say("Hub", "supplies", f"c{n}") for n in range(200))])
    weight = {move.end: move.weight for move in list_moves(many, "Hub")}["Norbase"]
    assert weight < list_moves(few, "Hub")[0].weight


def test_the_kinds_fall_in_force_as_their_words_do() -> None:
    kinds = relation_kinds()
    forces = [max(kinds[k].carries, kinds[k].carries_back) for k in (
        "front_for", "false_end_user_for", "acts_for", "procures_via", "subsidiary_of", "associated_with")]
    assert forces == sorted(forces, reverse=True)
    assert len(set(forces)) == len(forces)


@given(st.permutations([
    say("Fenwick", "acts_for", "Norbase"), say("Fenwick", "acts_for", "Norbase", origin="port", hedge="likely"),
    say("Norbase", "part_of", "Works 9"), say("Norbase", "name", "Norbase Ltd"), say("Norbase", "name", "A Norbase"),
]))
def test_the_order_of_the_statements_does_not_matter(sightings: list[Sighting]) -> None:
    assert build_graph(sightings) == build_graph(sorted(sightings, key=lambda s: s.id))
