"""Ownership through the whole program: a file of ties, an order, the sum. Every name here is invented."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from enduse.model.answer import Verdict
from enduse.model.assessment import Assessment
from enduse.workspace import Workspace

ENTITIES = (
    ("inv-1", "Company", {"name": ["Skerry Mining Trust"], "topics": ["sanction"]}),
    ("inv-2", "Company", {"name": ["Ostrand Holding"]}),
    ("inv-3", "Company", {"name": ["Ostrand Trading"], "registrationNumber": ["AQ-7781"]}),
    ("inv-4", "Person", {"name": ["Ivar Sund"]}),
)
ORDER = """\
schema: "enduse-order/1"
reference: "QX-42"
parties:
  - {name: "Pennick Valves", roles: ["exporter"], owners: [{name: "Ivar Sund", kind: "Person", share: ["60", "100"]}]}
  - {name: "Ostrand Trading", roles: ["purchaser"], identifiers: {registrationNumber: "AQ-7781"}}
lines: [{item: {description: "valve"}}]
"""


def assess(folder: Path, **shares: str) -> Assessment:
    ties = (("own-1", "inv-1", "inv-2", shares["trust"]), ("own-2", "inv-2", "inv-3", shares["holding"]),
            ("own-3", "inv-4", "inv-3", shares["person"]))
    lines = [{"id": id_, "schema": schema, "caption": id_, "datasets": ["invented"], "properties": properties}
             for id_, schema, properties in ENTITIES]
    lines += [{"id": id_, "schema": "Ownership", "caption": "-", "datasets": ["invented"], "properties": {
        "owner": [owner], "asset": [asset], **({"percentage": [share]} if share else {})}}
        for id_, owner, asset, share in ties]
    file = folder / "entities.ftm.json"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    paper = folder / "order.yaml"
    paper.write_text(ORDER)
    with Workspace.create(folder / "ws") as workspace:
        workspace.load([file], source="ftm", published=date(2026, 5, 1))
        return workspace.assess(paper, viewpoint=workspace.viewpoint(as_of="2026-06-01"))


def test_a_listed_owner_behind_a_holding_stops_the_order_with_its_chain(tmp_path: Path) -> None:
    found = assess(tmp_path, trust="60", holding="51", person="49")
    gate = next(gate for gate in found.gates if gate.gate == "ownership")
    assert gate.answer.verdict is Verdict.MET
    assert "Skerry Mining Trust (ftm-inv-1) holds 60 % of Ostrand Holding" in gate.reasons[0].text
    assert {citation.place for citation in gate.reasons[0].evidence} == {"id own-1, line 5", "id own-2, line 6"}
    assert any(flag.flag == "NET-01" and flag.answer.verdict is Verdict.MET for flag in found.flags)
    assert any("Skerry" in reason.text for reason in found.stops)


def test_a_small_share_passes_the_gate_and_an_unknown_one_holds_it(tmp_path: Path) -> None:
    for name, shares, verdict in (
        ("small", {"trust": "60", "holding": "20", "person": "80"}, Verdict.NOT_MET),
        ("unknown", {"trust": "60", "holding": "", "person": "40"}, Verdict.UNKNOWN),
    ):
        folder = tmp_path / name
        folder.mkdir()
        found = {one.party: one for one in assess(folder, **shares).ownership}
        assert found["Ostrand Trading"].answer.verdict is verdict
        assert found["Pennick Valves"].answer.verdict is Verdict.NOT_MET
