"""Copies of one text count as one origin, and a hidden copy changes nothing; the papers and firms are invented."""

from __future__ import annotations

import json
from pathlib import Path

from enduse.diversion.graph import build_graph
from enduse.workspace import Workspace
from enduse.workspace.answering import Desk
from enduse.workspace.presenting import to_json

STORY = (
    "We have learnt from a friend of the house that Vendelholm Bend Trading LLC shares a hall with two other firms near"
    " the old harbour and keeps no stock of its own. {claim} It pays from an account of a cousin of its director, and"
    " the goods leave again within a week for an address that nobody has been able to find on any map so far."
)
CLAIM = "Vendelholm Bend Trading LLC is a front company for Tarn Hollow Works."
OTHER = (
    "A customs officer has seen three declarations since spring in which the same pumps were named, each under another"
    " heading. " + CLAIM + " The carrier was asked for the papers of the onward journey and did not send them."
)


def _origins(place: Path, papers: dict[str, str], audience: str | None = None) -> tuple[float, int, str]:
    with Workspace.create(place) as workspace:
        for name, text in papers.items():
            marking = "SECRET" if name.startswith("hidden") else "UNCLASSIFIED"
            (place / f"{name}.txt").write_text(text, encoding="utf-8")
            workspace.read([place / f"{name}.txt"], source=name, marking=marking)
    with Workspace.open(place) as workspace:
        view = workspace.viewpoint(audience=audience)
        desk = Desk(workspace.view(view))
        starts = desk.trace("Vendelholm Bend Trading LLC").starts
        tracer = desk._tracer
        said = tracer.sightings_of(triple for start in starts for triple in tracer.network.links_of(start))
        links = build_graph(said).links_at
        link = next(link for at in links.values() for link in at if link.kind.name == "front_for")
        told = json.dumps(to_json(workspace.trace("Vendelholm Bend Trading LLC", viewpoint=view), kind="trace"))
        return round(link.whole_strength, 4), len(link.origins), told


def test_a_fact_told_in_two_copies_of_a_text_has_one_origin_and_in_two_texts_two(tmp_path: Path) -> None:
    first = STORY.format(claim=CLAIM)
    one = _origins(tmp_path / "one", {"alpha": first})
    copied = _origins(tmp_path / "copied", {"alpha": first, "beta": first.replace("a week", "ten days")})
    two = _origins(tmp_path / "two", {"alpha": first, "beta": OTHER})
    assert copied[:2] == one[:2]
    assert two[1] == 2
    assert two[0] > one[0]


def test_a_hidden_copy_changes_nothing(tmp_path: Path) -> None:
    first = STORY.format(claim=CLAIM)
    shown = _origins(tmp_path / "a", {"beta": first + " End."}, audience="public")
    hidden = _origins(tmp_path / "b", {"hidden": first, "beta": first + " End."}, audience="public")
    assert hidden == shown
    assert _origins(tmp_path / "c", {"hidden": first, "beta": first + " End."})[1] == 1


def test_two_papers_that_tell_one_tie_confirm_each_other_though_one_names_no_country(tmp_path: Path) -> None:
    first = "The Belmoran firm Skerryholm Pump Works is a front company for Tarn Hollow Institute."
    second = "Nobody has seen the hall at work. Skerryholm Pump Works is a front company for Tarn Hollow Institute."
    listed = "id,name,kind,country,topics\n1,Tarn Hollow Institute,organization,xc,sanction\n"
    (tmp_path / "own.csv").write_text(listed, encoding="utf-8")
    with Workspace.create(tmp_path / "ws") as workspace:
        workspace.load([tmp_path / "own.csv"], source="table")
        for name, text in (("first", first), ("second", second)):
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
            workspace.read([tmp_path / f"{name}.txt"], source=name)
        path = workspace.trace("Skerryholm Pump Works", viewpoint=workspace.viewpoint()).paths[0]
    assert path.origins == ("first", "second")
    assert path.is_assessed
    assert [rest.via for rest in path.remains] == [("Skerryholm Pump Works", "Tarn Hollow Institute")] * 2
