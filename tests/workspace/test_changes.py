"""What changed for a portfolio is the difference of two full screenings, at a cost that grows with the change.

All names are invented.
"""

from __future__ import annotations

import csv
import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from enduse.errors import NotFoundError, UsageError
from enduse.interfaces.cli.main import main
from enduse.model.portfolio import ChangeKind, PortfolioChanges
from enduse.model.viewpoint import Viewpoint
from enduse.screening import changing
from enduse.workspace import Workspace
from enduse.workspace.changes import read_parties
from enduse.workspace.portfolios import find_portfolio, open_portfolio

COLUMNS = ("id", "name", "kind", "aliases", "country", "birth_date", "identifiers", "topics", "program", "listed_on")
WORDS = ("Heron", "Gate", "Quarry", "Bend", "Ostrand", "Vale", "Moorcroft", "Tarn", "Fellgate", "Reach", "Harun")
Told = dict[tuple[str, str], tuple[float | None, float | None]]
ENDS = ("Trading LLC", "Shipping", "Works", "GmbH", "")


def _list(place: Path, rows: list[dict[str, str]]) -> Path:
    with place.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return place


def _load(workspace: Workspace, place: Path, rows: list[dict[str, str]], day: str) -> None:
    path = _list(place, rows)
    workspace.load([path], source="table", published=date.fromisoformat(day), any_count=False, marking="UNCLASSIFIED")


def _row(id_: str, name: str, **more: str) -> dict[str, str]:
    return {"id": id_, "name": name, "topics": "sanction", "program": "Arms", "listed_on": "2024-01-01", **more}


def _difference(workspace: Workspace, before: Viewpoint, after: Viewpoint) -> Told:
    """Return what two full screenings of the portfolio say differently, by party and entity."""
    view = workspace.view(after)
    parties, _ = read_parties(open_portfolio(view, find_portfolio(view, "p")))
    told: list[dict[tuple[str, str], tuple[float, tuple[str, ...]]]] = []
    for viewpoint in (before, after):
        screenings = workspace.screen([party for _, party in parties], viewpoint=viewpoint, limit=1000)
        told.append({
            (query_id, hit.entity.id): (round(hit.score, 9), tuple(sorted(c.words for c in hit.listing)))
            for (query_id, _), screening in zip(parties, screenings, strict=True) for hit in screening.hits
        })
    was, now = told
    return {
        pair: (was[pair][0] if pair in was else None, now[pair][0] if pair in now else None)
        for pair in was.keys() | now.keys() if was.get(pair) != now.get(pair)
    }


def _told(answer: PortfolioChanges) -> Told:
    def near(score: float | None) -> float | None:
        return None if score is None else round(score, 9)

    return {(c.query_id, c.entity_id): (near(c.before), near(c.after)) for c in answer.changes}


_names = st.builds(
    lambda words, end: " ".join([*words, end]).strip(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    st.sampled_from(ENDS),
)
_listed = st.fixed_dictionaries({
    "name": _names, "aliases": st.sampled_from(["", "", "Heron Gate", "Tarn Vale;Ostrand"]),
    "country": st.sampled_from(["", "ae", "ru"]), "program": st.sampled_from(["Arms", "Missiles"]),
    "identifiers": st.sampled_from(["", "", "taxNumber=770012"]),
})
_parties = st.lists(st.fixed_dictionaries({
    "name": _names, "aliases": st.sampled_from(["", "", "Quarry Bend"]), "country": st.sampled_from(["", "ae", "de"]),
    "identifiers": st.sampled_from(["", "", "taxNumber=770012"]),
}), min_size=1, max_size=12)


@settings(max_examples=60 if os.environ.get("ENDUSE_FULL") else 12, deadline=None, phases=[Phase.generate])
@given(
    first=st.dictionaries(st.sampled_from("ABCDEFGH"), _listed, max_size=8),
    second=st.dictionaries(st.sampled_from("ABCDEFGH"), _listed, min_size=1, max_size=8), parties=_parties,
)
def test_changes_are_the_difference_of_two_full_screenings(
    first: dict[str, dict[str, str]], second: dict[str, dict[str, str]], parties: list[dict[str, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    place = tmp_path_factory.mktemp("c")
    with Workspace.create(place / "w") as workspace:
        _list(place / "p.csv", [{"id": str(n), **party} for n, party in enumerate(parties)])
        workspace.keep_portfolio("p", place / "p.csv")
        for n, (day, rows) in enumerate((("2024-01-01", first), ("2025-01-01", second))):
            if rows:
                _load(workspace, place / f"{n}.csv", [_row(id_, **row) for id_, row in sorted(rows.items())], day)
        before, after = workspace.viewpoint(as_of="2024-06-01"), workspace.viewpoint(as_of="2025-06-01")
        answer = workspace.changes("p", since=before, viewpoint=after)
        assert _told(answer) == _difference(workspace, before, after)
        back = workspace.changes("p", since=after, viewpoint=before)
        assert _told(back) == {pair: (now, was) for pair, (was, now) in _told(answer).items()}


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path / "w")
    old = [_row("A", "Heron Gate Shipping"), _row("B", "Ostrand Vale Works"), _row("C", "Tarn Quarry")]
    new = [_row("A", "Heron Gate Shipping", program="Missiles"), _row("C", "Tarn Quarry"), _row("D", "Moorcroft Bend")]
    _load(workspace, tmp_path / "1.csv", old, "2024-01-01")
    _load(workspace, tmp_path / "2.csv", new, "2025-01-01")
    lines = "1,Heron Gate Shipping\n2,Ostrand Vale Works\n3,Moorcroft Bend\n4,Tarn Quarry\n5,\n6,Alder Tools\n"
    (tmp_path / "p.csv").write_text("id,name\n" + lines)
    workspace.keep_portfolio("desk", tmp_path / "p.csv")
    return workspace


def test_new_gone_and_different_hits_are_told_with_their_statements(desk: Workspace) -> None:
    before, after = desk.viewpoint(as_of="2024-06-01"), desk.viewpoint(as_of="2025-06-01")
    answer = desk.changes("desk", since=before, viewpoint=after)
    told = {change.query_id: change for change in answer.changes}
    assert {key: change.kind for key, change in told.items()} == {
        "1": ChangeKind.DIFFERENT, "2": ChangeKind.GONE, "3": ChangeKind.NEW,
    }
    assert (answer.parties, answer.entities, len(answer.faults)) == (5, 3, 1)
    assert [c.words for c in told["1"].vanished] == ["Arms"]
    assert [c.words for c in told["1"].appeared] == ["Missiles"]
    assert told["3"].before is None
    assert told["3"].reasons
    assert not told["2"].appeared
    assert "Moorcroft Bend" in [c.words for c in told["3"].appeared]


def test_a_common_name_finds_every_party_that_bears_it(desk: Workspace, tmp_path: Path) -> None:
    (tmp_path / "many.csv").write_text("name\n" + "Heron Gate Shipping\n" * (changing._AT_FIRST + 50))
    desk.keep_portfolio("many", tmp_path / "many.csv")
    answer = desk.changes("many", since=desk.viewpoint(as_of="2023-06-01"))
    assert len(answer.changes) == changing._AT_FIRST + 50


def test_the_next_run_begins_where_changes_were_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDUSE_NOW", "2024-02-01T00:00:00Z")
    (tmp_path / "p.csv").write_text("id,name\n1,Heron Gate Shipping\n")
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.keep_portfolio("p", tmp_path / "p.csv")
        monkeypatch.setenv("ENDUSE_NOW", "2024-02-02T00:00:00Z")
        _load(workspace, tmp_path / "1.csv", [_row("A", "Heron Gate Shipping")], "2024-02-02")
        assert len(workspace.changes("p").changes) == 1
        assert len(workspace.changes("p", is_seen=True).changes) == 1
        monkeypatch.setenv("ENDUSE_NOW", "2024-02-03T00:00:00Z")
        assert workspace.changes("p").changes == ()


def test_a_newer_file_takes_the_place_of_the_older_and_an_earlier_moment_still_shows_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workspace.create(tmp_path / "w") as workspace:
        for day, name in (("01", "Heron"), ("02", "Gate"), ("03", "Heron")):
            monkeypatch.setenv("ENDUSE_NOW", f"2024-02-{day}T00:00:00Z")
            (tmp_path / "p.csv").write_text(f"name\n{name}\n")
            workspace.keep_portfolio("p", tmp_path / "p.csv")
        held = {day: workspace.portfolios(viewpoint=workspace.viewpoint(known_by=f"2024-02-{day}")) for day in
                ("01", "02", "03")}
        assert [len(rows) for rows in held.values()] == [1, 1, 1]
        assert held["01"][0].document == held["03"][0].document != held["02"][0].document
        monkeypatch.setenv("ENDUSE_NOW", "2024-02-04T00:00:00Z")
        workspace.remove_portfolio("p")
        monkeypatch.setenv("ENDUSE_NOW", "2024-02-05T00:00:00Z")
        assert workspace.portfolios() == ()
        assert workspace.portfolios(viewpoint=workspace.viewpoint(known_by="2024-02-02")) == held["02"]
        with pytest.raises(NotFoundError, match="Kept: none"):
            workspace.changes("p")


def test_a_portfolio_is_the_owners_alone_unless_it_is_marked(desk: Workspace, tmp_path: Path) -> None:
    public = desk.viewpoint(audience="public")
    assert desk.portfolios(viewpoint=public) == ()
    with pytest.raises(NotFoundError):
        desk.changes("desk", viewpoint=public)
    desk.keep_portfolio("open", tmp_path / "p.csv", marking="UNCLASSIFIED")
    assert [held.name for held in desk.portfolios(viewpoint=desk.viewpoint(audience="public"))] == ["open"]
    with pytest.raises(UsageError, match="audiences"):
        desk.changes("desk", since=public)


def test_parties_of_a_portfolio_are_found_by_no_question_about_others(desk: Workspace) -> None:
    (screening,) = desk.screen(["Alder Tools"])
    assert screening.hits == ()
    assert [row.source for row in screening.coverage] == ["table"]


def test_the_commands_keep_screen_and_compare_a_portfolio(
    desk: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["-w", str(tmp_path / "w")]
    assert main([*place, "portfolio", "list", "--json"]) == 0
    (held,) = json.loads(capsys.readouterr().out)["portfolios"]
    assert (held["name"], held["parties"], held["not_usable"]) == ("desk", 5, 1)
    assert main([*place, "changes", "desk", "--from", "2024-06-01", "--to", "2025-06-01", "--json"]) == 4
    answer = json.loads(capsys.readouterr().out)
    assert [change["kind"] for change in answer["changes"]] == ["different", "no longer", "new"]
    assert main([*place, "changes", "desk", "--from", "2024-06-01"]) == 4
    assert "1 new, 1 no longer, 1 different." in capsys.readouterr().out
    assert main([*place, "screen", "--portfolio", "desk", "--out", str(tmp_path / "h.jsonl")]) == 4
    assert len((tmp_path / "h.jsonl").read_text().splitlines()) == 3
    assert main([*place, "portfolio", "remove", "desk"]) == 0
    assert main([*place, "changes", "desk"]) == 5


@pytest.mark.parametrize(("option", "other"), [("--since", "--known-by"), ("--from", "--as-of")])
def test_a_moment_that_means_none_is_told_by_the_option_that_was_typed(
    option: str, other: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(tmp_path / "desk")]
    main([*place, "init"])
    assert main([*place, "changes", option, "yesterday"]) == 2
    said = capsys.readouterr().err
    assert option in said
    assert other not in said
