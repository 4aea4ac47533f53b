"""Orders held against denials, other cases and earlier orders in a record. Every name is invented."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from enduse.model.answer import Verdict
from enduse.model.assessment import Assessment
from enduse.model.marking import Audience
from enduse.workspace import Workspace
from enduse.workspace.case_files import open_cases
from enduse.workspace.presenting import to_json
from enduse.workspace.repeats import find_repeats

DENIED: dict[str, object] = {
    "reference": "D-1", "government": "xa", "decided_on": "2025-01-10", "valid_until": "2028-01-10",
    "destination": "fr", "end_use": "milling of pump housings",
    "parties": [{"name": "Stillmere Pump Works", "roles": ["end_user"], "country": "fr", "phones": ["+49 30 5550101"],
                 "address": "Hall 4, 14 Quay Road, Port Ember", "people": ["Omid Varnish"]}],
    "items": [{"description": "five-axis milling machine", "kinds": ["machine_tool.milling"], "hs_code": "8457.10",
               "parameters": {"X travel_length": "500 mm", "contouring_axes": "5"}}],
}
ORDER = """\
schema: "enduse-order/1"
reference: "{reference}"
dated: "2025-06-02"
parties:
  - {{name: "Own Works", country: "de", roles: ["exporter", "manufacturer"]}}
  - {{name: "Quill Harbour Supply", country: "tr", roles: ["purchaser", "intermediary"]}}
  - {{name: "{user}", country: "fr", roles: ["end_user"], phones: "{phone}", people: ["Omid Warnish"],
      address: "Quay Rd 14 hall 4"}}
lines:
  - count: "1 units"
    item:
      description: "milling machine with five axes"
      kinds: ["machine_tool.milling"]
      hs_code: "8457.10"
      parameters: {{contouring_axes: "5"}}
      axes: [{{axis: "X", travel_length: "470 mm"}}]
route: {{origin: "de", destination: "fr"}}
end_use: {{text: "housings for pumps"}}
"""


def write_order(
    folder: Path, *, reference: str = "PO-1", user: str = "Tansy Holt Fluid", phone: str = "030 5550101"
) -> Path:
    path = folder / f"{reference}.yaml"
    path.write_text(ORDER.format(reference=reference, user=user, phone=phone), encoding="utf-8")
    return path


def load(workspace: Workspace, folder: Path, *cases: Mapping[str, object], **options: str) -> None:
    path = folder / "denials.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in cases), encoding="utf-8")
    workspace.load([path], source="denials", **options)  # type: ignore[arg-type]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "workspace")


def verdicts(found: Assessment) -> dict[str, Verdict]:
    return {flag.flag: flag.answer.verdict for flag in found.flags} | {
        gate.gate: gate.answer.verdict for gate in found.gates} | {
        pattern.pattern: pattern.answer.verdict for pattern in found.patterns}


def test_a_renamed_buyer_with_a_new_trader_and_a_shaved_machine_is_found_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    noise = [DENIED | {"reference": f"N-{n}", "parties": [{"name": f"Bracken {n} Dairy", "roles": ["end_user"]}],
                       "items": [{"description": "milk cooler"}]} for n in range(20)]
    load(workspace, tmp_path, DENIED, *noise)
    found = workspace.repeats(write_order(tmp_path), viewpoint=workspace.viewpoint())
    best = found.matches[0]
    assert best.case.reference == "D-1"
    assert {"phone", "person"} <= set(best.links[0].signs)
    assert best.item > 0.8
    assert any("telephone" in reason.text for reason in best.reasons)
    assert (found.denials, found.others) == (21, 0)


def test_the_gate_stops_an_order_that_a_denial_in_force_covers(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, DENIED)
    path = write_order(tmp_path)
    stands = workspace.assess(path, viewpoint=workspace.viewpoint(as_of="2025-06-10"))
    said = verdicts(stands)
    assert (said["denial"], said["AUT-01"], said["HIS-05"]) == (Verdict.MET,) * 3
    assert said["PAT-04"] is Verdict.MET
    assert any("D-1" in reason.text for reason in stands.stops)
    before = verdicts(workspace.assess(path, viewpoint=workspace.viewpoint(as_of="2025-01-09")))
    assert before["denial"] is Verdict.NOT_MET
    denial = workspace.denials().denials[0].id
    workspace.revoke_denial(denial, reason="withdrawn")
    later = workspace.assess(path, viewpoint=workspace.viewpoint())
    assert verdicts(later)["denial"] is Verdict.NOT_MET
    again = workspace.assess(path, viewpoint=replace(stands.viewpoint))
    assert to_json(again, kind="assessment") == to_json(stands, kind="assessment")


def test_without_denials_the_gate_is_unknown(workspace: Workspace, tmp_path: Path) -> None:
    said = verdicts(workspace.assess(write_order(tmp_path), viewpoint=workspace.viewpoint()))
    assert {said[name] for name in ("denial", "AUT-01", "HIS-05", "ROL-04", "ROL-05")} == {Verdict.UNKNOWN}


def test_an_earlier_order_of_the_same_people_is_found(workspace: Workspace, tmp_path: Path) -> None:
    earlier = write_order(tmp_path, reference="PO-0", user="Stillmere Pump Works")
    workspace.assess(earlier, viewpoint=workspace.viewpoint())
    found = workspace.repeats(write_order(tmp_path), viewpoint=workspace.viewpoint())
    assert [match.case.reference for match in found.matches] == ["PO-0"]
    assert found.orders == 1
    again = workspace.repeats(write_order(tmp_path), viewpoint=workspace.viewpoint())
    assert [match.case.reference for match in again.matches] == ["PO-0"]


def test_what_an_audience_may_not_see_changes_no_byte_for_it(tmp_path: Path) -> None:
    told = []
    for name, hidden in (("with", True), ("without", False)):
        workspace = Workspace.create(tmp_path / name)
        load(workspace, tmp_path, DENIED, name="shared", marking="UNCLASSIFIED")
        if hidden:
            more = [DENIED | {"reference": f"H-{n}"} for n in range(30)]
            load(workspace, tmp_path, *more, name="own")
        order = write_order(tmp_path)
        order.write_text(order.read_text() + 'marking: {level: "UNCLASSIFIED"}\n')
        viewpoint = replace(workspace.viewpoint(), audience=Audience(principal="public"))
        found = workspace.repeats(order, viewpoint=viewpoint)
        shape = to_json(found, kind="repeats", viewpoint=viewpoint)
        shape.pop("viewpoint")
        told.append(json.dumps(shape))
    assert told[0] == told[1]


def test_a_small_load_is_laid_beside_the_file_and_answers_as_one_made_anew(
    workspace: Workspace, tmp_path: Path
) -> None:
    noise = [DENIED | {"reference": f"N-{n}", "parties": [{"name": f"Bracken {n} Dairy", "roles": ["end_user"]}]}
             for n in range(30)]
    load(workspace, tmp_path, *noise)
    workspace.repeats(write_order(tmp_path), viewpoint=workspace.viewpoint())
    load(workspace, tmp_path, DENIED, noise[3] | {"end_use": "ploughs"})
    view = workspace.view(workspace.viewpoint())
    assert len(open_cases(view)) == 2
    from enduse.workspace.orders import read_order

    order = read_order(write_order(tmp_path).read_bytes(), name="x", document="d" * 64)
    grown = find_repeats(view, order)
    view.indexable.erase_files()
    assert len(open_cases(view)) == 1
    assert find_repeats(view, order) == grown


def test_a_buyer_whom_the_record_ties_to_a_denied_one_is_found_by_the_tie(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, DENIED)
    entities = [
        {"id": "t-1", "schema": "Company", "caption": "Tansy Holt Fluid", "datasets": ["invented"],
         "properties": {"name": ["Tansy Holt Fluid"], "country": ["fr"]}},
        {"id": "t-2", "schema": "Company", "caption": "Stillmere Pump Works", "datasets": ["invented"],
         "properties": {"name": ["Stillmere Pump Works"], "country": ["fr"]}},
        {"id": "t-3", "schema": "Ownership", "caption": "-", "datasets": ["invented"],
         "properties": {"owner": ["t-2"], "asset": ["t-1"]}},
    ]
    path = tmp_path / "ties.ftm.json"
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    workspace.load([path], source="ftm", any_count=True)
    order = write_order(tmp_path, phone="+49 40 9998887")
    order.write_text(order.read_text().replace('people: ["Omid Warnish"],', "").replace("Quay Rd 14 hall 4", ""))
    found = workspace.repeats(order, viewpoint=workspace.viewpoint()).matches[0]
    tie = next(link for link in found.links if link.through)
    assert (tie.party, tie.other, tie.signs) == ("Tansy Holt Fluid", "Stillmere Pump Works", ("name",))
    told = next(reason for reason in found.reasons if "The record ties" in reason.text)
    assert {citation.source for citation in told.evidence} >= {"ftm"}


def test_a_denial_in_force_is_not_crowded_out_by_hundreds_that_have_ended(workspace: Workspace, tmp_path: Path) -> None:
    ended = [DENIED | {"reference": f"OLD-{n:03}", "decided_on": "2010-01-10", "valid_until": "2013-01-10"}
             for n in range(300)]
    item = {"description": "milling machine", "kinds": ["machine_tool.milling"], "hs_code": "8457.10",
            "parameters": {"contouring_axes": "5"}}
    load(workspace, tmp_path, *ended, DENIED | {"reference": "Z-1", "items": [item], "end_use": "unknown"})
    stands = workspace.assess(write_order(tmp_path), viewpoint=workspace.viewpoint(as_of="2025-06-10"))
    assert verdicts(stands)["denial"] is Verdict.MET
    assert any("Z-1" in reason.text for reason in stands.stops)


def test_an_own_order_that_was_refused_is_known_again_in_other_clothes(workspace: Workspace, tmp_path: Path) -> None:
    workspace.keep_order(write_order(tmp_path, reference="PO-0", user="Stillmere Pump Works"))
    again = write_order(tmp_path)
    assert verdicts(workspace.assess(again, viewpoint=workspace.viewpoint()))["HIS-05"] is Verdict.UNKNOWN
    workspace.note_outcome("PO-0", outcome="refused", reason="no answer on the user")
    found = workspace.assess(again, viewpoint=workspace.viewpoint())
    assert verdicts(found)["HIS-05"] is Verdict.MET
    assert found.repeats is not None
    assert found.repeats.matches[0].case.outcome.value == "refused"
