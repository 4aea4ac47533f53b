"""Denials in the record: loaded again without doubles, seen through a viewpoint, revoked. Every case is invented."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from enduse.errors import NotFoundError, UsageError
from enduse.model.denial import DenialState
from enduse.model.marking import Audience
from enduse.workspace import Workspace


def case(reference: str, **more: object) -> dict[str, object]:
    return {
        "reference": reference, "government": "de", "decided_on": "2024-05-02", "valid_until": "2027-05-02",
        "parties": [{"name": f"Larkspur {reference}", "roles": ["end_user"]}], "items": [{"description": "Lathe"}],
    } | more


def write(folder: Path, *cases: dict[str, object]) -> Path:
    path = folder / "denials.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in cases), encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "workspace")


def test_loading_again_makes_no_doubles_and_a_correction_replaces_what_was_said(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.load([write(tmp_path, case("A"), case("B"))], source="denials")
    again = workspace.load([write(tmp_path, case("A"), case("B"))], source="denials")
    assert again.unchanged
    workspace.load([write(tmp_path, case("A", parties=[{"name": "Tansy Holt"}]))], source="denials")
    found = workspace.denials()
    assert {one.reference: [p.name for p in one.parties] for one in found.denials} == {
        "A": ["Tansy Holt"], "B": ["Larkspur B"],
    }


@pytest.mark.parametrize(("day", "state"), [
    (date(2024, 5, 1), DenialState.NOT_YET), (date(2024, 5, 2), DenialState.IN_FORCE),
    (date(2027, 5, 1), DenialState.IN_FORCE), (date(2027, 5, 2), DenialState.ENDED),
])
def test_a_denial_stands_from_its_decision_until_its_end(
    day: date, state: DenialState, workspace: Workspace, tmp_path: Path
) -> None:
    workspace.load([write(tmp_path, case("A"))], source="denials")
    viewpoint = replace(workspace.viewpoint(), as_of=day)
    assert workspace.denials(viewpoint=viewpoint).denials[0].state is state


@pytest.mark.parametrize(("more", "day", "state"), [
    ({"valid_until": ""}, date(2027, 5, 1), DenialState.IN_FORCE),
    ({"valid_until": ""}, date(2027, 5, 2), DenialState.UNKNOWN),
    ({"valid_until": "", "decided_on": ""}, date(2024, 6, 1), DenialState.UNKNOWN),
    ({"revoked": "2025-01-01"}, date(2024, 12, 31), DenialState.IN_FORCE),
    ({"revoked": "2025-01-01"}, date(2025, 1, 1), DenialState.REVOKED),
    ({"revoked": "yes"}, date(2024, 12, 31), DenialState.UNKNOWN),
    ({"outcome": "alert"}, date(2030, 1, 1), DenialState.ON_FILE),
])
def test_silence_on_its_end_never_ends_a_denial(
    more: dict[str, object], day: date, state: DenialState, workspace: Workspace, tmp_path: Path
) -> None:
    workspace.load([write(tmp_path, case("A", **more))], source="denials")
    viewpoint = replace(workspace.viewpoint(), as_of=day)
    assert workspace.denials(viewpoint=viewpoint).denials[0].state is state


def test_a_judgement_revokes_from_its_day_on_and_can_be_taken_back(workspace: Workspace, tmp_path: Path) -> None:
    workspace.load([write(tmp_path, case("A", valid_until="2099-01-01"))], source="denials")
    before = workspace.viewpoint()
    denial = workspace.denials().denials[0]
    revoked = workspace.revoke_denial(denial.id, reason="withdrawn by note")
    assert revoked.state is DenialState.REVOKED
    assert "withdrawn by note" in revoked.comment
    assert workspace.denials(viewpoint=before).denials[0].state is DenialState.IN_FORCE
    assert workspace.revoke_denial(denial.id, reason="a mistake", is_undone=True).state is DenialState.IN_FORCE
    with pytest.raises(UsageError, match="no reason"):
        workspace.revoke_denial(denial.id, reason=" ")
    with pytest.raises(NotFoundError):
        workspace.revoke_denial("denial-0", reason="x")


def test_a_list_is_seen_by_those_alone_to_whom_its_marking_releases_it(workspace: Workspace, tmp_path: Path) -> None:
    workspace.load([write(tmp_path, case("A"))], source="denials", name="shared", marking="UNCLASSIFIED")
    workspace.load([write(tmp_path, case("B"))], source="denials")
    public = replace(workspace.viewpoint(), audience=Audience(principal="public"))
    assert [one.reference for one in workspace.denials(viewpoint=public).denials] == ["A"]
    assert workspace.denials(viewpoint=public).held == 1
    assert workspace.denials().held == 2


def test_words_narrow_and_the_counts_stay_whole(workspace: Workspace, tmp_path: Path) -> None:
    workspace.load([write(tmp_path, case("A"), case("B", end_use="pump housings"))], source="denials")
    found = workspace.denials(["PUMP"])
    assert (found.held, found.found, [one.reference for one in found.denials]) == (2, 1, ["B"])
    assert workspace.denials([found.denials[0].id[:12]]).found == 1


def test_nobody_is_screened_against_a_list_of_denials(workspace: Workspace, tmp_path: Path) -> None:
    workspace.load([write(tmp_path, case("A"))], source="denials")
    screening = next(workspace.screen(["Larkspur A"]))
    assert screening.coverage == ()


def test_columns_of_other_names_are_mapped(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text("Aktenzeichen;Kunde;Bestand\nX1;Tansy Holt;5\n", encoding="utf-8")
    result = workspace.load([path], source="denials", column_map=["Aktenzeichen=reference", "Kunde=party", "Bestand="],
                            constants=["government=de"])
    assert not result.faults
    assert workspace.denials().denials[0].government == "de"
