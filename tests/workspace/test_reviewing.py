"""Reviewing facts of papers: what people judge counts, what was read stays. The firms are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enduse.errors import NotFoundError, UsageError
from enduse.model.review import ReviewedFact
from enduse.reading import statements
from enduse.workspace import Workspace, papers
from enduse.workspace.asked_files import name_bytes
from enduse.workspace.presenting import as_text, to_json

NOTE = """(U) Quarry Bend Trading LLC is a front company for Coldwater Pump Works.

(S//REL TO USA, DEU) We believe that Osprey Lane Ltd. is a front company for Tarn Hollow Works.
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.read([tmp_path / "note.txt"])
    return tmp_path


def _facts(workspace: Workspace, place: Path, *, is_open: bool = False) -> dict[str, ReviewedFact]:
    review = workspace.review(str(place / "note.txt"), is_open=is_open)
    return {f"{fact.caption} {fact.property}": fact for fact in review.facts}


def _said(workspace: Workspace, audience: str | None = None) -> list[str]:
    view = workspace.view(workspace.viewpoint(audience=audience))
    return sorted(f"{s.statement.prop} {s.statement.value}" for s in view.claims(("role",)))


def test_a_rejected_fact_answers_nothing_and_stands_in_the_review_with_its_reason(place: Path) -> None:
    with Workspace.open(place / "w") as workspace:
        role = _facts(workspace, place)["Quarry Bend Trading LLC role"]
        assert _said(workspace) == ["role front_company", "role front_company"]
        workspace.judge_facts([role.id[:12]], verdict="reject", reason="a customer, no front")
        assert _said(workspace) == ["role front_company"]
        again = _facts(workspace, place)["Quarry Bend Trading LLC role"]
        assert (again.state, again.reason, again.value) == ("rejected", "a customer, no front", "front_company")
        assert "Quarry Bend Trading LLC role" not in _facts(workspace, place, is_open=True)
        shown = workspace.show(role.id, viewpoint=workspace.viewpoint())
        assert dict(shown.facts)["judged"].startswith("rejected")
        workspace.judge_facts([role.id], verdict="undo")
        assert _facts(workspace, place)["Quarry Bend Trading LLC role"].state == "open"
        assert len(_said(workspace)) == 2


def test_a_corrected_fact_answers_with_the_right_value_and_keeps_what_was_read(place: Path) -> None:
    with Workspace.open(place / "w") as workspace:
        role = _facts(workspace, place)["Quarry Bend Trading LLC role"]
        workspace.judge_facts([role.id], verdict="correct", value="intermediary", reason="the text says so later")
        assert _said(workspace) == ["role front_company", "role intermediary"]
        fact = _facts(workspace, place)["Quarry Bend Trading LLC role"]
        assert (fact.state, fact.value, fact.corrected) == ("corrected", "front_company", "intermediary")
        tie = _facts(workspace, place)["Quarry Bend Trading LLC front_for"]
        with pytest.raises(NotFoundError):
            workspace.judge_facts([tie.id], verdict="correct", value="p-none", reason="another")


def test_what_was_judged_is_told_by_names_and_a_tie_is_corrected_by_a_name_of_the_paper(place: Path) -> None:
    with Workspace.open(place / "w") as workspace:
        tie = _facts(workspace, place)["Quarry Bend Trading LLC front_for"]
        (told,) = workspace.judge_facts([tie.id], verdict="correct", value="tarn hollow works", reason="the other one")
        assert (told.caption, told.value, told.corrected) == (
            "Quarry Bend Trading LLC", "Coldwater Pump Works", "Tarn Hollow Works",
        )  # fmt: skip
        with pytest.raises(NotFoundError):
            workspace.judge_facts([tie.id], verdict="correct", value="Nobody Ltd", reason="another")


def test_what_was_rejected_stays_so_when_a_better_reader_finds_it_again_and_gains_and_losses_are_told(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workspace.open(place / "w") as workspace:
        role = _facts(workspace, place)["Quarry Bend Trading LLC role"]
        workspace.judge_facts([role.id], verdict="reject", reason="no front")
        whole = statements.to_statements
        monkeypatch.setattr(papers, "to_statements", lambda *a, **k: tuple(
            s for s in whole(*a, **k) if s.prop != "front_for" and "Bend" not in s.printed))
        workspace.read([place / "note.txt"])
        lost = workspace.review(str(place / "note.txt")).changes
        assert {(change.gained, change.state) for change in lost} == {(False, "open"), (False, "rejected")}
        monkeypatch.undo()
        workspace.read([place / "note.txt"])
        review = workspace.review(str(place / "note.txt"))
        assert {change.gained for change in review.changes} == {True}
        assert [c.state for c in review.changes if "role front_company" in c.summary] == ["rejected"]
        assert len(_said(workspace)) == 1
        assert "(rejected before)" in as_text(review)


def test_who_may_not_see_a_fact_learns_nothing_of_what_was_judged_of_it(place: Path) -> None:
    def told() -> str:
        with Workspace.open(place / "w") as workspace:
            viewpoint = workspace.viewpoint(audience="public")
            return json.dumps(to_json(workspace.find(["front"], viewpoint=viewpoint), kind="finding"))

    before = told()
    with Workspace.open(place / "w") as workspace:
        hidden = _facts(workspace, place)["Osprey Lane Ltd role"]
        workspace.judge_facts([hidden.id], verdict="reject", reason="hearsay")
        assert len(_said(workspace)) == 1
        assert _said(workspace, "public") == ["role front_company"]
        assert workspace.view(workspace.viewpoint(audience="public")).judgements_of(("fact",)) == ()
        with pytest.raises(NotFoundError):
            workspace.review(str(place / "note.txt"), viewpoint=workspace.viewpoint(audience="public"))
    assert told() == before


def test_a_party_whose_name_was_rejected_is_no_hit_by_it(place: Path) -> None:
    with Workspace.open(place / "w") as workspace:
        assert next(workspace.screen(["Quarry Bend Trading LLC"])).hits
        facts = [fact.id for fact in _facts(workspace, place).values() if "Quarry" in fact.caption]
        workspace.judge_facts(facts, verdict="reject", reason="misread")
        assert not next(workspace.screen(["Quarry Bend Trading LLC"])).hits


def test_a_party_whose_name_was_corrected_is_a_hit_under_the_right_spelling_and_no_more_under_the_wrong_one(
    place: Path,
) -> None:
    def hits(name: str, audience: str | None = None) -> int:
        with Workspace.open(place / "w") as workspace:
            return len(next(workspace.screen([name], viewpoint=workspace.viewpoint(audience=audience))).hits)

    with Workspace.open(place / "w") as workspace:
        names = [fact for fact in _facts(workspace, place).values() if fact.property == "name"]
        for fact in names:
            if fact.caption in ("Quarry Bend Trading LLC", "Osprey Lane Ltd"):
                right = "Vendelholm Trading LLC" if "Quarry" in fact.caption else "Kingsferry Lane Ltd"
                workspace.judge_facts([fact.id], verdict="correct", value=right, reason="misspelled")
        found = workspace.find(["Vendelholm"]).facts
        assert [fact.value for fact in found] == ["Vendelholm Trading LLC"]
    assert (hits("Vendelholm Trading LLC"), hits("Quarry Bend Trading LLC")) == (1, 0)
    assert (hits("Kingsferry Lane Ltd"), hits("Osprey Lane Ltd")) == (1, 0)
    assert (hits("Kingsferry Lane Ltd", "public"), hits("Vendelholm Trading LLC", "public")) == (0, 1)


def test_a_reading_that_changed_hidden_rows_alone_neither_blanks_the_changes_nor_shows(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = statements.to_statements

    def without(*words: str) -> None:
        monkeypatch.setattr(papers, "to_statements", lambda *a, **k: tuple(
            s for s in whole(*a, **k) if not any(word in s.printed for word in words)))

    def seen(audience: str | None) -> list[tuple[bool, str]]:
        with Workspace.open(place / "w") as workspace:
            view = workspace.view(workspace.viewpoint(audience=audience))
            sha256 = name_bytes(NOTE.encode())
            return [(gained, s.statement.printed) for gained, s in view.last_changes(sha256)]

    with Workspace.open(place / "w") as workspace:
        without("Bend")
        workspace.read([place / "note.txt"])
    public, owner = seen("public"), seen(None)
    assert public
    assert all(not gained and "Bend" in words for gained, words in public)
    with Workspace.open(place / "w") as workspace:
        without("Bend", "Osprey")
        workspace.read([place / "note.txt"])
    assert seen("public") == public
    assert seen(None) != owner


def test_a_judgement_needs_a_reason_and_a_fact_of_a_paper(place: Path) -> None:
    with Workspace.open(place / "w") as workspace:
        role = _facts(workspace, place)["Quarry Bend Trading LLC role"]
        with pytest.raises(UsageError, match="no reason"):
            workspace.judge_facts([role.id], verdict="reject")
        with pytest.raises(NotFoundError):
            workspace.judge_facts(["abcdef123456"], verdict="accept")
        assert workspace.judge_facts([role.id], verdict="accept")[0].state == "accepted"


def _cable(serial: int, refers: int) -> str:
    return (
        f"P 111526Z JUN 10\nFM SECSTATE WASHDC\nTO AMEMBASSY TALLINN PRIORITY 1234\n"
        f"C O N F I D E N T I A L STATE {serial:06d}\n\nSIPDIS\n\nE.O. 12958: DECL: 06/11/2035\nTAGS: PARM, PREL\n"
        "SUBJECT: (U) INVENTED PUMPS\n\n"
        f"REF: A. STATE {refers:06d}\n     B. TALLINN 77\n\n"
        "1. (U) Quarry Bend Trading LLC sold pumps.\n\n2. (C) It did so again.\n"
    )


def test_references_lead_to_the_papers_that_are_loaded_and_back(tmp_path: Path) -> None:
    for name, serial, refers in (("first.txt", 1001, 950), ("second.txt", 1002, 1001)):
        (tmp_path / name).write_text(_cable(serial, refers), encoding="utf-8")
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.read([tmp_path / "first.txt", tmp_path / "second.txt"])
        later = workspace.review(str(tmp_path / "second.txt")).references
        assert [(r.number, r.refers_here, r.document_name) for r in later] == [
            ("10STATE1001", False, "first.txt"), ("10TALLINN77", False, None),
        ]
        earlier = workspace.review(str(tmp_path / "first.txt"))
        assert [(r.number, r.refers_here, r.document_name) for r in earlier.references] == [
            ("10STATE950", False, None), ("10TALLINN77", False, None), ("10STATE1001", True, "second.txt"),
        ]
        assert "which is not loaded" in as_text(earlier)


def _referring(folder: Path, name: str, year: str, serial: int, refs: str) -> None:
    text = _cable(serial, 0).replace("JUN 10", f"JUN {year}").replace("REF: A. STATE 000000\n     B. TALLINN 77", refs)
    (folder / name).write_text(text if year else text.partition("\n")[2], encoding="utf-8")


def test_and_previous_leads_to_the_papers_that_a_paper_rests_on_itself(tmp_path: Path) -> None:
    _referring(tmp_path, "oldest.txt", "04", 700, "REF: 04 STATE 900")  # refers on to what refers to it
    _referring(tmp_path, "older.txt", "04", 800, "REF: STATE 700")
    _referring(tmp_path, "middle.txt", "05", 900, "REF: A. 04 STATE 800\n     B. TALLINN 7")
    _referring(tmp_path, "asking.txt", "06", 500, "REF: A. 05 STATE 900 AND PREVIOUS\n     B. 05 STATE 4 AND PREVIOUS")
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.read(sorted(tmp_path.glob("*.txt")))
        told = workspace.review(str(tmp_path / "asking.txt"))
        assert [(r.number, r.document_name, r.through) for r in told.references] == [
            ("05STATE900", "middle.txt", ""), ("04STATE800", "older.txt", "05STATE900"),
            ("04STATE700", "oldest.txt", "04STATE800"), ("05STATE4", None, ""),
        ]
        assert "not loaded" in told.references[-1].reason
        assert "and before it, by 05STATE900: 04STATE800" in " ".join(as_text(told).split())


def test_a_reference_that_leads_nowhere_is_told_with_the_reason(tmp_path: Path) -> None:
    _referring(tmp_path, "old.txt", "05", 900, "REF: 04 STATE 1")
    _referring(tmp_path, "undated.txt", "", 501, "REF: A. STATE 900 B. STATE 77 C. PELLAW EMAIL OF 3 MAY")
    _referring(tmp_path, "next.txt", "06", 950, "REF: A. STATE 900 B. 06 STATE 901")
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.read(sorted(tmp_path.glob("*.txt")))
        undated = workspace.review(str(tmp_path / "undated.txt")).references
        assert [(r.number, r.document_name) for r in undated] == [
            ("STATE 900", "old.txt"), ("STATE 77", None), ("PELLAW EMAIL OF 3 MAY", None),
        ]
        assert [bool(r.reason) for r in undated] == [True, True, True]
        implied, printed = workspace.review(str(tmp_path / "next.txt")).references
        assert (implied.number, implied.document_name) == ("06STATE900", "old.txt")
        assert "05STATE900" in implied.reason
        assert (printed.number, printed.document_name, printed.reason) == ("06STATE901", None, "")
