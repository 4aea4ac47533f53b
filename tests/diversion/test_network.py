"""Every party and paper here is invented."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.diversion.graph import Identity, build_graph
from enduse.diversion.link_building import build_links
from enduse.diversion.link_segments import LinkSegment
from enduse.diversion.network import Network, Sight, Triple
from enduse.diversion.search import Bounds
from enduse.diversion.ways import GraphWays, NetworkWays
from enduse.errors import WorkspaceError
from enduse.model.statement import Grade, Locator, Sighting, Statement
from enduse.store.link_rows import LinkClaim

NODES = ("a", "b", "c", "d", "e", "f")
KINDS = ("front_for", "acts_for", "associated_with", "procures_via", "shipped_to", "manufactures")
DAY, MOMENT = "2026-06-01", "2026-06-01T00:00:00.000000Z"
BOUNDS = Bounds(max_steps=4, floor=0.01, max_moves=100_000, first_floor=0.25)
SEEN = (("list", "2026-01-01", "2026-01-01T00:00:00.000000Z", 1),)


def claim(subject: str, kind: str, object: str, **said: Any) -> LinkClaim:
    plain = LinkClaim(
        subject=subject, kind=kind, object=object, marking="open", seen=SEEN, denied=False, grade="B2", hedge="",
        origin="desk", said_on="", valid_from="", valid_to="",
    )
    return plain._replace(**said)


claims = st.lists(st.builds(
    claim, st.sampled_from(NODES), st.sampled_from(KINDS), st.sampled_from(NODES),
    grade=st.sampled_from(("A1", "B2", "F6")), origin=st.sampled_from(("desk", "port", "bank")),
    hedge=st.sampled_from(("", "we believe", "possibly")), denied=st.booleans(),
    said_on=st.sampled_from(("", "2025-03-01", "2018-05-05", "1999-01-01")),
), max_size=18)
hidden = st.lists(st.builds(
    claim, st.sampled_from(NODES), st.sampled_from(KINDS), st.sampled_from((*NODES, "x", "y", "z")),
    origin=st.sampled_from(("desk", "port", "spy")), marking=st.just("closed"),
), max_size=8)
later = st.lists(st.builds(
    claim, st.sampled_from(NODES), st.sampled_from(KINDS), st.sampled_from((*NODES, "aa", "bb", "g")),
    origin=st.sampled_from(("desk", "port", "rail")), denied=st.booleans(),
), max_size=6)


def segment(said: list[LinkClaim]) -> LinkSegment:
    return LinkSegment(bytearray(b"".join(build_links(said))))


def network(*pieces: list[LinkClaim], moved: tuple[str, ...] = (), markings: tuple[str, ...] = ("open",)) -> Network:
    sight = Sight(as_of=DAY, known_by=MOMENT, may_see=lambda text: text in markings)
    return Network([segment(piece) for piece in pieces], sight, moved=moved)


def sighted(said: LinkClaim, number: int = 0) -> Sighting:
    statement = Statement(
        subject=said.subject, schema="Company", prop=said.kind, value=said.object, printed=f"{number}", source="desk",
        locator=Locator(record=f"row {number}"), origin=said.origin, grade=Grade.parse(said.grade), hedge=said.hedge,
        denied=said.denied, said_on=date.fromisoformat(said.said_on) if said.said_on else None,
    )
    return Sighting(id=statement.id, statement=statement, document=None, document_name=None,
                    received_at=datetime(2026, 1, 5, tzinfo=UTC))


def in_memory(said: list[LinkClaim], targets: set[str], same: tuple[Identity, ...] = ()) -> GraphWays:
    graph = build_graph([sighted(one, n) for n, one in enumerate(said)], identities=same, as_of=date.fromisoformat(DAY))
    return GraphWays(graph, targets)


def mapped(net: Network, targets: set[str], same: tuple[Identity, ...] = ()) -> NetworkWays:
    return NetworkWays(net, net.mark(sorted(targets)), same, lambda triples, entities: build_graph(()))


STARTS = {"a": 0.9, "b": 0.6}
targets = st.sets(st.sampled_from(NODES), min_size=1, max_size=2)


@settings(max_examples=200, deadline=None)
@given(claims, targets, st.sampled_from(((), (Identity(left="b", right="e", score=0.9),))))
def test_the_kernel_finds_the_routes_that_the_search_in_python_finds(
    said: list[LinkClaim], ends: set[str], same: tuple[Identity, ...],
) -> None:
    left = in_memory(said, ends, same).find(STARTS, bounds=BOUNDS, limit=5)
    right = mapped(network(said), ends, same).find(STARTS, bounds=BOUNDS, limit=5)
    assert right.trails == left.trails


@settings(max_examples=100, deadline=None)
@given(claims, st.sampled_from(NODES), st.sampled_from(("desk", "port", "bank")))
def test_the_kernel_finds_what_is_left_without_an_origin_as_python_does(
    said: list[LinkClaim], end: str, origin: str,
) -> None:
    left = in_memory(said, {end}).find_without(origin, STARTS, end, bounds=BOUNDS)
    right = mapped(network(said), {end}).find_without(origin, STARTS, end, bounds=BOUNDS)
    assert right.trails == left.trails


@pytest.mark.parametrize("seed", range(12))
def test_what_is_left_without_an_origin_is_the_heaviest_way_of_a_larger_graph_too(seed: int) -> None:
    chance = random.Random(seed)
    crowd = [f"n{number:02}" for number in range(60)]
    said = [
        claim(chance.choice(crowd), chance.choice(KINDS), crowd[int(60 * chance.random() ** 2)],
              grade=chance.choice(("A1", "B2", "F6")), hedge=chance.choice(("", "", "possibly")),
              origin=chance.choice(("desk", "port", "bank")), denied=chance.random() < 0.2)
        for _ in range(220)
    ]
    same = (Identity(left="n03", right="n41", score=0.9), Identity(left="n17", right="n55", score=0.86))
    starts = {"n30": 0.9, "n44": 0.7}
    for end in ("n00", "n01", "n30", "n50", "n59"):
        for origin in ("desk", "port"):
            asked = replace(BOUNDS, max_steps=1 + seed % 6, floor=(0.2, 0.01)[seed % 2])
            left = in_memory(said, {end}, same).find_without(origin, starts, end, bounds=asked)
            right = mapped(network(said), {end}, same).find_without(origin, starts, end, bounds=asked)
            assert right.trails == left.trails
            assert right.is_complete


@settings(max_examples=100, deadline=None)
@given(claims, hidden, targets)
def test_what_may_not_be_seen_leaves_routes_ranks_and_damping_as_if_it_were_not_there(
    said: list[LinkClaim], unseen: list[LinkClaim], ends: set[str],
) -> None:
    alone, beside = network(said), network([*said, *unseen])
    for entity in NODES:
        assert beside.degree(entity) == alone.degree(entity)
        assert beside.links_of(entity) == alone.links_of(entity)
    assert (mapped(beside, ends).find(STARTS, bounds=BOUNDS, limit=5).trails
            == mapped(alone, ends).find(STARTS, bounds=BOUNDS, limit=5).trails)


@settings(max_examples=100, deadline=None)
@given(claims, later, targets)
def test_a_segment_of_news_answers_as_one_made_of_all(
    said: list[LinkClaim], news: list[LinkClaim], ends: set[str],
) -> None:
    retold = {(one.subject, one.kind, one.object) for one in news}
    whole = [*said, *news]
    delta = [one for one in whole if (one.subject, one.kind, one.object) in retold]
    fresh, grown = network(whole), network(said, delta)
    for entity in (*NODES, "aa", "bb", "g"):
        assert grown.degree(entity) == fresh.degree(entity)
        assert grown.links_of(entity) == fresh.links_of(entity)
    one, other = (mapped(net, ends).find(STARTS, bounds=BOUNDS, limit=5) for net in (fresh, grown))
    assert other.trails == one.trails
    assert other.is_complete == one.is_complete


@settings(max_examples=60, deadline=None)
@given(claims, st.randoms())
def test_the_order_of_the_claims_changes_no_answer(said: list[LinkClaim], chance: object) -> None:
    shuffled = list(said)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = [mapped(network(each), {"e"}).find(STARTS, bounds=BOUNDS, limit=5) for each in (said, shuffled)]
    assert found[0] == found[1]


def test_links_of_a_moved_entity_are_told_by_the_last_segment_alone() -> None:
    net = network([claim("a", "acts_for", "b"), claim("c", "acts_for", "d")], [claim("b", "front_for", "e")],
                  moved=("b",))
    assert net.links_of("a") == ()
    assert net.links_of("b") == (Triple("b", "front_for", "e"),)
    assert net.links_of("c") == (Triple("c", "acts_for", "d"),)


def test_a_link_is_there_in_its_period_and_while_a_list_carries_it() -> None:
    said = [claim("a", "acts_for", "b", valid_from="2026-06-02"), claim("a", "acts_for", "c", valid_to=DAY),
            claim("a", "acts_for", "d", valid_from=DAY, valid_to="2026-06-02"),
            claim("a", "acts_for", "e", seen=(*SEEN, ("list", "2026-05-01", "2026-05-02T00:00:00.000000Z", 0))),
            claim("a", "acts_for", "f", seen=(*SEEN, ("list", "2026-07-01", "2026-05-02T00:00:00.000000Z", 0)))]
    assert [triple.object for triple in network(said).links_of("a")] == ["d", "f"]


def test_a_hub_of_many_hidden_ties_is_not_damped() -> None:
    said = [claim("a", "acts_for", "b"), claim("b", "front_for", "c")]
    crowd = [claim("b", "supplies", f"n{n}", marking="closed") for n in range(300)]
    quiet = mapped(network([*said, *crowd]), {"c"}).find(STARTS, bounds=BOUNDS, limit=1)
    loud = mapped(network([*said, *crowd], markings=("open", "closed")), {"c"}).find(STARTS, bounds=BOUNDS, limit=1)
    assert quiet == replace(mapped(network(said), {"c"}).find(STARTS, bounds=BOUNDS, limit=1),
                            links_seen=quiet.links_seen)
    assert loud.trails[0].weight < quiet.trails[0].weight / 2


def test_reach_lists_the_heaviest_first_and_says_where_it_stopped() -> None:
    net = network([claim("a", "front_for", "b"), claim("a", "associated_with", "c"), claim("b", "front_for", "d")])
    assert net.reach({"a": 1.0}, bounds=BOUNDS, most=10) == (("a", "b", "d", "c"), True)
    assert net.reach({"a": 1.0}, bounds=BOUNDS, most=2) == (("a", "b"), False)


def test_a_search_that_meets_its_bound_says_so() -> None:
    said = [claim("a", "acts_for", "b"), claim("b", "acts_for", "c"), claim("c", "acts_for", "d")]
    found = mapped(network(said), {"d"}).find(STARTS, bounds=replace(BOUNDS, max_moves=0), limit=1)
    assert not found.is_complete


@pytest.mark.parametrize("place", [3, 20, 200, "CLAIMS", "NODE_TEXT", "LINKS", "cut"])
def test_a_damaged_file_is_told_and_not_read(place: int | str) -> None:
    data = bytearray(b"".join(build_links([claim("a", "acts_for", "b"), claim("b", "acts_for", "c")])))
    if isinstance(place, int):
        data[place] ^= 0x40
    elif place == "cut":
        del data[-64:]
    else:
        data[LinkSegment(data).section(place)[0]] ^= 0x40
    with pytest.raises(WorkspaceError, match="damaged"):
        LinkSegment(data)
