"""Orders are kept, judged and ended, and what answers differently is told with its statements; all names invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from enduse.assessment import flag_rules
from enduse.assessment import flags as flags_module
from enduse.assessment.worth import interval, measure_worth
from enduse.errors import NotFoundError, UsageError
from enduse.knowledge.editions import rule_editions
from enduse.model.answer import Verdict
from enduse.model.assessment import Assessment
from enduse.rendering.text import render_text
from enduse.workspace import Workspace, all_changes, answering

KNOWN = flag_rules.flag_rules()
LIST = """\
id,name,kind,aliases,country,topics,program,listed_on
1,Vostmark Propulsion Institute,company,,aq,sanction,missile programme,2020-01-01
"""
ORDER = """\
schema: enduse-order/1
reference: "N-1"
parties:
  - {name: "Vostmark Propulsion Institute", country: "aq", roles: ["purchaser", "end_user"]}
  - {name: "Ostrand Freight", country: "bv", roles: ["payer"]}
lines: [{item: {description: "bench lathe", maker: "Fellgate", model: "L-1"}}]
route: {origin: "bv", destination: "aq"}
facts: {mail_domain: "MAIL"}
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENDUSE_NOW", "2025-05-01T00:00:00Z")
    Workspace.create(tmp_path / "w").close()
    (tmp_path / "list.csv").write_text(LIST)
    write(tmp_path, "gmail.com")
    return tmp_path


def write(place: Path, mail: str) -> Path:
    (place / "order.yaml").write_text(ORDER.replace("MAIL", mail))
    return place / "order.yaml"


def flag(found: Assessment, name: str) -> Verdict:
    return next(one.answer.verdict for one in found.flags if one.flag == name)


def told(found: Assessment, name: str) -> str:
    return " ".join(reason.text for one in found.flags if one.flag == name for reason in one.reasons)


def test_an_order_that_answers_differently_after_a_load_names_the_statements(
    place: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Workspace(place / "w") as workspace:
        kept = workspace.keep_order(place / "order.yaml")
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-02T00:00:00Z")
        since = workspace.viewpoint()
        assert workspace.all_changes(since=since).orders == ()
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-02T12:00:00Z")
        workspace.load([place / "list.csv"], source="table", published=date(2025, 5, 1))
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-03T00:00:00Z")
        found = workspace.all_changes(since=since)
    assert (found.orders_asked, len(found.orders)) == (1, 1)
    change = found.orders[0]
    assert change.reference == kept.reference == "N-1"
    assert ("gate", "listed_party") in {(one.part, one.name) for one in change.changes}
    listed = next(one for one in change.changes if one.name == "PTY-01")
    assert (listed.before, listed.after) == ("unknown", "met")
    assert {cited.source for cited in change.appeared} == {"table"}
    assert change.vanished == ()
    assert "list table" in {one.name for one in change.inputs}


def test_what_an_audience_may_not_see_makes_no_change_for_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workspace(place / "w") as workspace:
        workspace.keep_order(place / "order.yaml")
        since = workspace.viewpoint(audience="DE")
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-02T00:00:00Z")
        before = workspace.all_changes(since=since, viewpoint=workspace.viewpoint(as_of="2025-05-01", audience="DE"))
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-02T12:00:00Z")
        workspace.load([place / "list.csv"], source="table", published=date(2025, 5, 1), marking="SECRET")
        after = workspace.all_changes(since=since, viewpoint=workspace.viewpoint(as_of="2025-05-01", audience="DE"))
    assert before.orders == after.orders == ()
    assert before.moved == after.moved == 0


def test_a_flag_settled_by_a_document_counts_as_no_until_its_day_or_until_its_facts_change(
    place: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    (place / "answer.txt").write_text("The mail is the owner's.")
    with Workspace(place / "w") as workspace:
        path = place / "order.yaml"
        view = workspace.viewpoint()
        assert flag(workspace.assess(path, viewpoint=view), "PTY-12") is Verdict.MET
        judged = workspace.judge_answer(str(path), "pty-12", verdict="settle", reason="the owner's own mail",
                                        until=date(2026, 1, 1), document=place / "answer.txt")
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-02T00:00:00Z")
        settled = workspace.assess(path, viewpoint=workspace.viewpoint())
        assert flag(settled, "PTY-12") is Verdict.NOT_MET
        assert "the owner's own mail (answer.txt)" in told(settled, "PTY-12")
        assert workspace.show(judged.document, viewpoint=workspace.viewpoint()).id
        later = workspace.assess(path, viewpoint=workspace.viewpoint(as_of="2026-01-01"))
        assert flag(later, "PTY-12") is Verdict.MET
        other = workspace.assess(write(place, "yahoo.com"), viewpoint=workspace.viewpoint())
        assert flag(other, "PTY-12") is Verdict.MET
        assert "Open again" in told(other, "PTY-12")
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-03T00:00:00Z")
        workspace.judge_answer(str(write(place, "gmail.com")), "PTY-12", verdict="reopen", reason="misread")
        assert flag(workspace.assess(path, viewpoint=workspace.viewpoint()), "PTY-12") is Verdict.MET
        assert [(one.verdict, one.is_newest) for one in workspace.judged_answers()] == [
            ("settled", False), ("withdrawn", True)]
        early = workspace.assess(path, viewpoint=workspace.viewpoint(known_by="2025-05-02T00:00:00Z"))
        assert flag(early, "PTY-12") is Verdict.NOT_MET


def test_gates_are_settled_also_those_that_sums_and_tests_answer(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workspace(place / "w") as workspace:
        for gate in ("ownership", "catch_all", "embargo"):
            workspace.judge_answer(str(place / "order.yaml"), gate, verdict="settle", reason="register extract")
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-02T00:00:00Z")
        found = workspace.assess(place / "order.yaml", viewpoint=workspace.viewpoint())
    answers = {gate.gate: gate.answer.verdict for gate in found.gates}
    assert [answers[gate] for gate in ("ownership", "catch_all", "embargo")] == [Verdict.NOT_MET] * 3
    assert answers["denial"] is Verdict.UNKNOWN


def test_a_state_of_mind_is_judged_of_a_kept_order(place: Path) -> None:
    with Workspace(place / "w") as workspace:
        workspace.keep_order(place / "order.yaml")
        judged = workspace.judge_answer("N-1", "aware:missile", verdict="holds", reason="two reports")
    assert (judged.kind, judged.name, judged.reference) == ("mind", "aware missile", "N-1")


@pytest.mark.parametrize("name, verdict, reason", [
    ("XX-9", "settle", "x"), ("aware:missile", "settle", "x"), ("PTY-12", "holds", "x"), ("PTY-12", "settle", " "),
    ("aware:tea", "holds", "x"),
])
def test_what_cannot_be_judged_so_is_refused(place: Path, name: str, verdict: str, reason: str) -> None:
    with Workspace(place / "w") as workspace, pytest.raises(UsageError):
        workspace.judge_answer(str(place / "order.yaml"), name, verdict=verdict, reason=reason)


def test_a_decision_that_ended_or_was_taken_back_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workspace(place / "w") as workspace:
        workspace.keep_order(place / "order.yaml")
        workspace.judge_answer("N-1", "PTY-12", verdict="settle", reason="x", until=date(2025, 6, 1))
        workspace.judge_answer("N-1", "embargo", verdict="settle", reason="x")
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-02T00:00:00Z")
        since = workspace.viewpoint()
        monkeypatch.setenv("ENDUSE_NOW", "2025-06-02T00:00:00Z")
        workspace.judge_answer("N-1", "embargo", verdict="reopen", reason="y")
        monkeypatch.setenv("ENDUSE_NOW", "2025-06-03T00:00:00Z")
        found = workspace.all_changes(since=since)
    assert {(one.about, one.before, one.after) for one in found.decisions} == {
        ("N-1 / PTY-12", "holds", "ended"), ("N-1 / embargo", "holds", "replaced")}
    assert {one.name for one in found.orders[0].changes} >= {"PTY-12", "embargo"}


def test_outcomes_measure_the_worth_of_flags_and_change_no_assessment(
    place: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Workspace(place / "w") as workspace:
        for number, (mail, end) in enumerate([("gmail.com", "seized"), ("gmail.com", "released"),
                                              ("fellgate.example", "delivered")]):
            path = write(place, mail)
            path.write_text(path.read_text().replace("N-1", f"N-{number}"))
            workspace.keep_order(path)
            before = workspace.assess(path, viewpoint=workspace.viewpoint())
            workspace.note_outcome(f"N-{number}", end, reason="invented")
            assert workspace.assess(path, viewpoint=workspace.viewpoint()).flags == before.flags
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-02T00:00:00Z")
        worth = {one.flag: one.worth for one in workspace.flags(is_worth=True)}["PTY-12"]
        assert worth is not None
        assert (worth.met_bad, worth.met_good) == (1, 1)
        assert worth.share_when_met == 0.5
        assert worth.met_low is not None
        assert worth.met_low < 0.1
        with pytest.raises(NotFoundError):
            workspace.note_outcome("N-9", "seized")
        with pytest.raises(UsageError):
            workspace.note_outcome("N-1", "lost")
        workspace.remove_order("N-0")
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-03T00:00:00Z")
        assert [one.reference for one in workspace.kept_orders()] == ["N-1", "N-2"]


def test_intervals_of_few_cases_are_wide_and_lie_within_nought_and_one() -> None:
    assert interval(0, 0) == (None, None, None)
    share, low, high = interval(1, 1)
    assert share == 1.0
    assert low is not None
    assert 0.2 < low < 0.21
    assert high == 1.0
    share, low, high = interval(50, 100)
    assert (low, high) == (0.4038, 0.5962)


def test_a_flag_that_an_order_does_not_tell_of_is_unknown() -> None:
    worth = measure_worth([({"A": "met"}, True), ({}, False)], ["A"])["A"]
    assert (worth.met_bad, worth.unknown) == (1, 1)


def test_what_new_rules_answer_otherwise_is_told_apart_with_both_editions(
    place: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Workspace(place / "w") as workspace:
        then = dict(rule_editions()) | {"flags": "2020-01-01 00000000"}
        monkeypatch.setattr(answering, "rule_editions", lambda: then)
        monkeypatch.setattr(flags_module, "flag_rules", lambda: _without("PAY-03"))
        workspace.keep_order(place / "order.yaml")
        monkeypatch.undo()
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-02T00:00:00Z")
        since = workspace.viewpoint()
        changes = workspace.all_changes(since=since)
        (found,) = changes.by_rules
        public = workspace.all_changes(since=workspace.viewpoint(audience="public"),
                                       viewpoint=workspace.viewpoint(audience="public"))
    assert changes.orders == ()
    assert [(one.name, one.before) for one in found.inputs] == [("rules flags", "2020-01-01 00000000")]
    assert [(one.part, one.name, one.before) for one in found.changes] == [("flag", "PAY-03", "-")]
    assert "rules flags changed from 2020-01-01 00000000 to " in render_text(changes, width=200)
    assert public.by_rules == ()


def _without(name: str) -> tuple[flag_rules.FlagRule, ...]:
    return tuple(rule for rule in KNOWN if rule.flag != name)


def test_the_same_rules_answer_a_kept_order_as_before(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workspace(place / "w") as workspace:
        workspace.keep_order(place / "order.yaml")
        monkeypatch.setattr(all_changes, "__version__", "0.0.9")
        assert workspace.all_changes(since=workspace.viewpoint()).by_rules == ()
