"""Trade records lead paths on, by their days and for who may see them, and raise no hits; all of it is invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enduse.model.party import Party
from enduse.model.path import Trace
from enduse.workspace import Workspace
from enduse.workspace.presenting import spell_json, to_json

LIST = """\
id,name,kind,country,topics,program,listed_on
1,Ostermarn Propulsion Institute,company,xc,sanction,missile programme,2020-01-01
"""
HEADER = "bl_number,date,shipper,shipper_country,consignee,consignee_country\n"
FIRST = "1,2024-03-01,Quillfeather Shore Trading,xb,Tidewrack Instrument House,xc\n"
SECOND = "2,2024-09-01,Tidewrack Instrument House,xc,Ostermarn Propulsion Institute,xc\n"
THIRD = "3,2026-01-05,Tidewrack Instrument House,xc,Ostermarn Propulsion Institute,xc\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(LIST)
    return tmp_path


def opened(place: Path, name: str = "w") -> Workspace:
    workspace = Workspace.create(place / name)
    workspace.load([place / "list.csv"], source="table", published=date(2020, 1, 1), marking="UNCLASSIFIED")
    return workspace


def load(workspace: Workspace, place: Path, *rows: str, name: str | None = None, marking: str = "UNCLASSIFIED") -> None:
    (place / "trade.csv").write_text(HEADER + "".join(rows))
    workspace.load([place / "trade.csv"], source="trade", name=name, marking=marking)


def trace(workspace: Workspace, party: str = "Quillfeather Shore Trading", **asked: str) -> Trace:
    return workspace.trace(party, viewpoint=workspace.viewpoint(**asked))


def test_a_path_leads_over_consignments_and_says_so(place: Path) -> None:
    with opened(place) as workspace:
        load(workspace, place, FIRST, SECOND, THIRD)
        path = trace(workspace).paths[0]
        told = " ".join(step.sentence for step in path.steps)
        assert "Tidewrack Instrument House is said to have shipped goods to Ostermarn Propulsion Institute;" in told
        assert "; trade records tell of 1 consignment on 2026-01-05." in told
        assert path.origins == ("trade records",)
        assert not path.is_assessed
        cited = [c for step in path.steps for c in step.evidence if c.source == "trade"]
        assert {c.place for c in cited} == {"row 2, line 2", "row 3, line 3", "row 4, line 4"}


def test_a_day_sees_what_was_sent_by_then(place: Path) -> None:
    with opened(place) as workspace:
        load(workspace, place, FIRST, SECOND, THIRD)
        assert trace(workspace, as_of="2024-08-31").paths == ()
        path = trace(workspace, as_of="2025-01-01").paths[0]
        assert "2026" not in " ".join(step.sentence for step in path.steps)


def test_nobody_is_screened_against_them(place: Path) -> None:
    with opened(place) as workspace:
        load(workspace, place, FIRST, SECOND)
        asked = [Party(name="Tidewrack Instrument House")]
        found = next(iter(workspace.screen(asked, viewpoint=workspace.viewpoint())))
        assert found.hits == ()
        assert [row.source for row in found.coverage] == ["table"]


def test_a_newer_table_of_the_name_takes_the_place_of_the_older_and_tables_of_other_names_stay(place: Path) -> None:
    with opened(place) as workspace:
        load(workspace, place, FIRST, name="north")
        load(workspace, place, SECOND, name="south")
        assert trace(workspace).paths
        load(workspace, place, THIRD, "broken\n", name="south")
        assert trace(workspace, as_of="2025-01-01").paths == ()
        assert trace(workspace).paths
        load(workspace, place, THIRD, name="north")
        assert trace(workspace).paths == ()


def test_two_tables_are_one_origin(place: Path) -> None:
    with opened(place) as workspace:
        load(workspace, place, FIRST, SECOND, name="north")
        load(workspace, place, FIRST, SECOND, name="south")
        assert trace(workspace).paths[0].origins == ("trade records",)


ROWS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 28)), max_size=6)
NAMES = ("Quillfeather Shore Trading", "Tidewrack Instrument House", "Ostermarn Propulsion Institute",
         "Harrow Vale Castings", "Quillfeather Shore Trading Co")


def spell(rows: list[tuple[int, int, int]]) -> list[str]:
    return [f"{n},2024-02-{day:02d},{NAMES[left]},xb,{NAMES[right]},xc\n" for n, (left, right, day) in enumerate(rows)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shown=ROWS, hidden=ROWS)
def test_what_a_hidden_table_says_changes_nothing(
    shown: list[tuple[int, int, int]], hidden: list[tuple[int, int, int]], tmp_path_factory: pytest.TempPathFactory,
) -> None:
    told = []
    for secret in ([], spell(hidden)):
        place = tmp_path_factory.mktemp("w")
        (place / "list.csv").write_text(LIST)
        with opened(place) as workspace:
            if used := [row for row in spell(shown) if row.split(",")[2] != row.split(",")[4]]:
                load(workspace, place, *used, name="open")
            if secret:
                load(workspace, place, *secret, name="closed", marking="SECRET")
            viewpoint = workspace.viewpoint(audience="public", known_by="2030-01-01", as_of="2026-05-01")
            asked = [workspace.trace(name, viewpoint=viewpoint) for name in NAMES]
            told.append("\n".join(spell_json(to_json(one, kind="trace")) for one in asked))
    assert told[0] == told[1]
