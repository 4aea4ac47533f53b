"""Every party here is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime

from enduse.diversion.graph import Graph, build_graph
from enduse.diversion.trace import trace_party
from enduse.diversion.ways import GraphWays
from enduse.model.screening import Entity, Hit, Screening, SourceCoverage
from enduse.model.statement import Grade, Locator, Sighting, Statement

HELD = SourceCoverage(source="list", title="A list", version=date(2026, 5, 1), entities=9)


def graph() -> Graph:
    said = Statement(subject="fenwick", schema="Company", prop="front_for", value="works", printed="front", origin="d",
                     source="desk", locator=Locator(record="para 1"), grade=Grade.parse("B2"))
    return build_graph([Sighting(id=said.id, statement=said, document=None, document_name=None,
                                 received_at=datetime(2026, 1, 5, tzinfo=UTC))])


WAYS = GraphWays(graph(), {"works"})


def screened(score: float, entity: str = "fenwick") -> Screening:
    found = Entity(id=entity, schema="Company", caption="Fenwick", properties=(), sources=("desk",))
    hit = Hit(query="Fenwick Trading", rank=1, score=score, entity=found, matched_name="Fenwick", reasons=(),
              listing=())
    return Screening(query="Fenwick Trading", hits=(hit,), coverage=(HELD,))


def test_a_party_is_traced_from_every_entity_it_may_be() -> None:
    trace = trace_party(WAYS, screened(0.8), concerns=lambda _: {"works": "a programme"})
    assert trace.starts == ("fenwick",)
    assert trace.paths[0].steps[0].weight == 0.8
    assert trace.note == ""


def test_a_faint_likeness_of_names_starts_nothing() -> None:
    trace = trace_party(WAYS, screened(0.2), concerns=lambda _: {"works": "a programme"})
    assert trace.paths == ()
    assert "silence" in trace.note


def test_a_judgement_overrides_the_score_both_ways() -> None:
    same = trace_party(WAYS, screened(0.2), concerns=lambda _: {"works": "x"}, judged={"fenwick": True})
    assert same.paths[0].steps[0].weight == 1.0
    other = trace_party(WAYS, screened(0.99), concerns=lambda _: {"works": "x"}, judged={"fenwick": False})
    assert other.starts == ()


def test_an_entity_that_nobody_ties_to_anyone_is_silence_not_innocence() -> None:
    assert "silence" in trace_party(WAYS, screened(0.9, "unheard-of"), concerns=lambda _: {"works": "x"}).note
