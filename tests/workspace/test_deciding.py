"""Decisions on hits: honoured for the party they were made of, open again when they end or the listing changes.

All names are invented.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.assessment.dossier import hit_object, party_key, read_pair
from enduse.errors import NotFoundError, UsageError
from enduse.interfaces.cli.main import main
from enduse.model.party import Party
from enduse.model.screening import DecisionState, Screening
from enduse.workspace import Workspace

HEADER = "id,name,kind,country,topics,program\n"
FIRST = HEADER + "A,Heron Gate Shipping,company,ae,sanction,Arms\nB,Heron Gate Shiping,company,,sanction,Arms\n"
SECOND = FIRST.replace("Arms\nB", "Missiles\nB")
NAME = "Heron Gate Shipping"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("ENDUSE_NOW", "2025-02-01T00:00:00Z")
    workspace = Workspace.create(tmp_path / "w")
    _load(workspace, tmp_path, FIRST, "2025-01-01")
    return workspace


def _load(workspace: Workspace, place: Path, text: str, day: str) -> None:
    (place / "list.csv").write_text(text)
    workspace.load([place / "list.csv"], source="table", published=date.fromisoformat(day), marking="UNCLASSIFIED")


def _ask(workspace: Workspace, party: Party | str = NAME, **more: object) -> Screening:
    return next(workspace.screen([party], **more))  # type: ignore[arg-type]


def _open(screening: Screening) -> list[str]:
    return [hit.entity.id for hit in screening.hits if not hit.is_allowed]


def test_a_hit_decided_to_be_another_is_allowed_and_the_rest_move_up(desk: Workspace) -> None:
    assert _open(_ask(desk)) == ["table-A", "table-B"]
    made = desk.judge_hit(NAME, "table-A", verdict="different", reason="another register", until=date(2026, 1, 1))
    assert (made.decision.actor, made.marking) == ("owner", "UNCLASSIFIED//REL TO owner")
    screening = _ask(desk, limit=1)
    assert [(hit.rank, hit.entity.id) for hit in screening.hits] == [(1, "table-B")]
    (allowed,) = screening.allowed
    assert allowed.decision is not None
    assert (allowed.decision.verdict, allowed.decision.reason) == ("different", "another register")
    shown = _ask(desk, show_allowed=True)
    assert [(hit.rank, hit.entity.id, hit.is_allowed) for hit in shown.hits] == [
        (1, "table-B", False), (2, "table-A", True)
    ]


def test_a_decision_says_nothing_of_a_party_of_whom_more_or_else_is_known(desk: Workspace) -> None:
    desk.judge_hit(Party(name=NAME, country="de"), "table-A", verdict="different", reason="a German firm")
    assert "table-A" in _open(_ask(desk))
    assert "table-A" in _open(_ask(desk, Party(name=NAME, country="ae")))
    assert "table-A" in _open(_ask(desk, Party(name=NAME, country="de", identifiers=(("taxNumber", "77001"),))))
    assert "table-A" not in _open(_ask(desk, Party(name="HERON  Gate shipping", country="de", address="1 Weir St")))


def test_it_ends_on_its_day_and_says_so(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.judge_hit(NAME, "table-A", verdict="different", reason="another", until=date(2025, 3, 1))
    monkeypatch.setenv("ENDUSE_NOW", "2025-02-28T23:00:00Z")
    assert "table-A" not in _open(_ask(desk))
    monkeypatch.setenv("ENDUSE_NOW", "2025-03-01T00:00:00Z")
    hit = _ask(desk).hits[0]
    assert hit.decision is not None
    assert hit.decision.state is DecisionState.ENDED


def test_it_is_open_again_when_the_listing_changed_and_holds_when_it_only_came_again(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.judge_hit(NAME, "table-A", verdict="different", reason="another")
    monkeypatch.setenv("ENDUSE_NOW", "2025-04-01T00:00:00Z")
    _load(desk, tmp_path, FIRST + "C,Tarn Quarry,company,,sanction,Arms\n", "2025-03-01")
    assert "table-A" not in _open(_ask(desk))
    _load(desk, tmp_path, SECOND, "2025-04-01")
    hit = next(hit for hit in _ask(desk).hits if hit.entity.id == "table-A")
    assert hit.decision is not None
    assert hit.decision.state is DecisionState.LISTING_CHANGED
    assert hit.decision.changed == ("now program: Missiles", "no longer program: Arms")
    before = desk.viewpoint(known_by="2025-02-15")
    assert "table-A" not in _open(_ask(desk, viewpoint=before))
    desk.judge_hit(NAME, "table-A", verdict="different", reason="still another")
    assert "table-A" not in _open(_ask(desk))


def test_a_later_decision_takes_the_place_of_the_earlier_and_undo_opens_the_hit(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour, verdict in enumerate(("different", "same", "different", "undo")):
        monkeypatch.setenv("ENDUSE_NOW", f"2025-02-02T0{hour}:00:00Z")
        desk.judge_hit(NAME, "table-A", verdict=verdict, reason="so it seemed")
        assert ("table-A" in _open(_ask(desk))) is (verdict != "different")
    assert [(row.decision.verdict, row.is_newest) for row in desk.judgements()] == [
        ("different", False), ("same", False), ("different", False), ("withdrawn", True),
    ]
    assert _ask(desk).hits[0].decision is None


def test_who_may_not_see_a_decision_sees_the_hit_open(desk: Workspace) -> None:
    desk.judge_hit(NAME, "table-A", verdict="different", reason="secret source")
    public = desk.viewpoint(audience="public")
    assert "table-A" in _open(_ask(desk, viewpoint=public))
    assert desk.judgements(viewpoint=public) == ()
    desk.judge_hit(NAME, "table-B", verdict="different", reason="a public register", marking="UNCLASSIFIED")
    public = desk.viewpoint(audience="public")
    assert _open(_ask(desk, viewpoint=public)) == ["table-A"]
    assert [row.entity_id for row in desk.judgements(viewpoint=public)] == ["table-B"]


def test_a_decision_on_what_is_hidden_is_hidden_and_hidden_changes_reopen_nothing(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.csv").write_text(HEADER + "S,Heron Gate Shipping,company,ae,sanction,Arms\n")
    own = Workspace.create(tmp_path / "own")
    own.load([tmp_path / "own.csv"], source="table", published=date(2025, 1, 1))
    own.judge_hit(NAME, "table-S", verdict="different", reason="another", marking="UNCLASSIFIED")
    assert [row.entity_id for row in own.judgements()] == ["table-S"]
    assert own.judgements(viewpoint=own.viewpoint(audience="public")) == ()
    with pytest.raises(NotFoundError):
        desk.judge_hit(NAME, "table-S", verdict="different", reason="unknown here")


def test_a_batch_and_an_assessment_honour_it(desk: Workspace, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"id,name,country\n7,{NAME},de\n8,{NAME},\n")
    place = ["-w", str(tmp_path / "w")]
    row = ["judge", "different", "7", "table-A", "--in", str(tmp_path / "in.csv")]
    assert main([*place, *row, "--reason", "a bakery"]) == 0
    out, report = tmp_path / "h.jsonl", tmp_path / "r.jsonl"
    run = desk.screen_file(tmp_path / "in.csv", out=out, report=report)
    hits = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(hit["query_id"], hit["rank"], hit["entity_id"]) for hit in hits] == [
        ("7", 1, "table-B"), ("8", 1, "table-A"), ("8", 2, "table-B"),
    ]
    rows = [json.loads(line) for line in report.read_text().splitlines()][1:-1]
    assert [(row["hits"], row["allowed"]) for row in rows] == [(1, 1), (2, 0)]
    assert (run.counts.hits, run.counts.allowed) == (3, 1)
    desk.screen_file(tmp_path / "in.csv", out=out, show_allowed=True)
    told = [json.loads(line) for line in out.read_text().splitlines()]
    assert told[1]["entity_id"] == "table-A"
    assert told[1]["reasons"][-1]["text"] == "decided different by owner on 2025-02-01: a bakery"
    order = tmp_path / "order.yaml"
    order.write_text(
        'schema: "enduse-order/1"\nreference: "Invented 1"\nparties:\n'
        f'  - {{name: "{NAME}", country: "de", roles: ["end_user"]}}\nlines:\n  - item: {{description: "Pump"}}\n'
    )
    assert not any("table-A" in reason.text or NAME in reason.text for reason in desk.assess(
        order, viewpoint=desk.viewpoint()).stops)


def test_the_commands_record_list_and_refuse(
    desk: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["-w", str(tmp_path / "w")]
    ask = [*place, "judge", "different", NAME, "table-A"]
    assert main([*ask, "--reason", " "]) == 2
    assert main([*ask, "--reason", "x", "--until", "2025-01-01"]) == 2
    assert main([*ask, "--reason", "x", "--as-of", "2025-01-01"]) == 2
    assert main([*ask, "--reason", "another register", "--until", "2026-01-01"]) == 0
    capsys.readouterr()
    assert main([*place, "judgements", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["judgements"]
    assert (row["party"], row["entity_id"], row["decision"]["state"]) == (NAME.lower(), "table-A", "holds")
    assert main([*place, "screen", NAME]) == 0
    text = capsys.readouterr().out
    assert "1 hit" in text
    assert "allowed: Heron Gate Shipping" in text
    assert "another register" in text
    assert main([*place, "judgements"]) == 0
    assert "different, by owner on 2025-02-01, until 2026-01-01: another register" in capsys.readouterr().out


def test_a_verdict_that_is_none_is_refused(desk: Workspace) -> None:
    with pytest.raises(UsageError, match="verdict"):
        desk.judge_hit(NAME, "table-A", verdict="perhaps", reason="x")


@given(st.text(), st.text(), st.text(max_size=8))
def test_what_a_judgement_is_about_reads_back(name: str, entity: str, country: str) -> None:
    party = Party(name=name, country=country)
    assert read_pair(hit_object(party, entity)) == (party_key(party), entity)


@pytest.mark.parametrize("text", ["", "abc", "[1, 2]", '["a"]', "{}", "0123456789abcdef"])
def test_another_object_is_no_hit(text: str) -> None:
    assert read_pair(text) is None
