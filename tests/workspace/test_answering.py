"""The whole loop on invented material: load, read, screen, classify, trace, assess; and every citation can be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import pytest

from enduse.errors import NotFoundError
from enduse.model.answer import Verdict
from enduse.model.evidence import Citation, CitationKind
from enduse.workspace import Workspace

HEADER = "id,name,kind,aliases,country,address,identifiers,topics,program,listed_on\n"
LISTED = (
    "W-1,Quarry Bend Propulsion Institute,organization,QBPI,xc,,,sanction,Missiles,2024-02-20\n"
    'W-2,Heron Gate Shipping,company,,xb,"4 Tide Street, Port Osier",taxNumber=77-12,sanction,Arms,2025-01-02\n'
)
NOTICE = """\
R 121030Z MAR 25
FM ARVANIA EXPORT OFFICE
TO BELMORA TRADE MINISTRY
S E C R E T CONTROL 000041

SUBJECT: (U) A TRADER (INVENTED)

1. (U) All names here are invented.

2. (S/REL TO BELMORA) We believe that the Belmoran trading company Fellgate Reach Trading FZE acts for the Corvian
firm Coldwater Pump Works.

3. (S/NF) Coldwater Pump Works is a front company for the Quarry Bend Propulsion
Institute, which develops solid propellant motors.
"""
LETTER = """\
MEMORANDUM

1. (U) Fellgate Reach Trading FZE acts for Coldwater Pump Works. Coldwater Pump Works is a front company for the
Quarry Bend Propulsion Institute.
"""
ORDER = """\
# An invented order, with values folded, joined and escaped, so that a line is not all that a value stands in.
schema: "enduse-order/1"
reference: "Invented order 7"
dated: "2025-06-02"
parties:
  - {name: "Alder Vale Machine Tools", country: "xa", roles: ["exporter"]}
  - roles: ["purchaser", "intermediary"]
    name: >-
      Fellgate Reach
      Trading FZE
    country: "xb"
    address: "4 Tide Street, Port Osier"
  - {name: "Coldwater Pump W\\u006frks", country: "xc", roles: ["end_user"]}
lines:
  - count: "1 unit"
    item:
      kinds: ["machine_tool.milling"]
      hs_code: "8457.10"
      description: "Five-axis machining centre"
      parameters: {contouring_axes: "5", numerical_control_capable: "true"}
      axes:
        - axis: "X"
          travel_length: "650 mm"
          unidirectional_positioning_repeatability: {value: "0.8", unit: "um", standard: "ISO 230-2:2014"}
        - {axis: "Y", travel_length: "520 mm"}
route: {origin: "xa", destination: "xc"}
end_use:
  is_military: "false"
  text: "Milling of pump housings"
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Path]]:
    folder = tmp_path_factory.mktemp("desk")
    for name, text in (("list.csv", HEADER + LISTED), ("a.txt", NOTICE), ("b.txt", LETTER), ("order.yaml", ORDER)):
        (folder / name).write_text(text, encoding="utf-8")
    with Workspace.create(folder / "workspace") as workspace:
        workspace.load(
            [folder / "list.csv"], source="table", published=date(2025, 1, 15), any_count=True, marking="UNCLASSIFIED"
        )
        workspace.read([folder / "a.txt", folder / "b.txt"], grade="B2")
        yield workspace, folder


def citations(node: object) -> Iterator[Citation]:
    """Yield every citation in an answer."""
    if isinstance(node, Citation):
        yield node
    elif is_dataclass(node) and not isinstance(node, type):
        for field in fields(node):
            yield from citations(getattr(node, field.name))
    elif isinstance(node, tuple | list):
        for part in node:
            yield from citations(part)


def _fold(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("audience", [None, "XB:SECRET", "public", "DE"])
def test_every_citation_of_an_assessment_shows_the_words_it_cites(
    audience: str | None, desk: tuple[Workspace, Path]
) -> None:
    workspace, folder = desk
    viewpoint = workspace.viewpoint(as_of="2025-06-10", audience=audience)
    assessment = workspace.assess(folder / "order.yaml", viewpoint=viewpoint)
    cited = dict.fromkeys(citations(assessment))
    assert {citation.kind for citation in cited} >= {CitationKind.ORDER, CitationKind.KNOWLEDGE, CitationKind.STATEMENT}
    for citation in cited:
        shown = workspace.show(citation.id, viewpoint=viewpoint)
        assert citation.words
        assert _fold(citation.words) in _fold(shown.words), citation


def test_what_joins_the_parties_is_found_and_doubt_is_kept(desk: tuple[Workspace, Path]) -> None:
    workspace, folder = desk
    viewpoint = workspace.viewpoint(as_of="2025-06-10")
    assessment = workspace.assess(folder / "order.yaml", viewpoint=viewpoint)
    paths = [path for trace in assessment.traces if "Fellgate" in trace.party for path in trace.paths]
    assert any(path.target == "table-W-1" or "Quarry Bend" in path.target_caption for path in paths)
    assert any(citation.hedge for citation in citations(tuple(paths))), "the notice only believes it"
    assert all(p.position.value != "not controlled" for c in assessment.classifications for p in c.positions
               if p.regime == "EU")
    assert any(flag.answer.verdict is Verdict.MET for flag in assessment.flags)
    assert workspace.assess(folder / "order.yaml", viewpoint=viewpoint) == assessment


def test_a_reader_who_may_not_see_a_portion_cannot_show_what_it_says(desk: tuple[Workspace, Path]) -> None:
    workspace, folder = desk
    owner, public = workspace.viewpoint(), workspace.viewpoint(audience="public")
    cited = list(citations(workspace.assess(folder / "order.yaml", viewpoint=owner)))
    secret = {citation.id for citation in cited if "SECRET" in citation.marking}
    assert secret
    for name in secret:
        with pytest.raises(NotFoundError) as hidden:
            workspace.show(name, viewpoint=public)
        with pytest.raises(NotFoundError) as absent:
            workspace.show("0" * 32, viewpoint=public)
        assert str(hidden.value).replace(name, "") == str(absent.value).replace("0" * 32, "")


def test_a_paragraph_of_the_law_is_shown_with_its_words_and_its_place(desk: tuple[Workspace, Path]) -> None:
    workspace, _ = desk
    shown = workspace.show("controls/eu/dual-use/annex-1/2B001.yaml#2B001.b.2.a", viewpoint=workspace.viewpoint())
    assert "Five or more contouring axes" in shown.words
    facts = dict(shown.facts)
    assert facts["cites"] == "Regulation (EU) 2021/821, Annex I, 2B001"
    assert facts["edition eu-821-2025-11-15"] == "Annex I, category 2"
    with pytest.raises(NotFoundError):
        workspace.show("controls/eu/dual-use/annex-1/2B001.yaml#2B001.z.9", viewpoint=workspace.viewpoint())


def test_the_lines_of_an_order_can_be_shown_for_an_answer_as_of_an_earlier_moment(
    desk: tuple[Workspace, Path]
) -> None:
    workspace, folder = desk
    earlier = workspace.viewpoint(known_by="2020-01-01")
    assessment = workspace.assess(folder / "order.yaml", viewpoint=earlier)
    orders = {c.id for c in citations(assessment) if c.kind is CitationKind.ORDER}
    assert orders
    assert all(workspace.show(name, viewpoint=earlier).words for name in orders)
    assert not any(c.kind is CitationKind.STATEMENT for c in citations(assessment))


def test_a_listed_party_is_of_concern_itself_where_nothing_joins_it_to_anyone(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(HEADER + LISTED)
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.load([tmp_path / "list.csv"], source="table", any_count=True)
        trace = workspace.trace("Heron Gate Shipping", viewpoint=workspace.viewpoint())
    assert trace.starts == ("table-W-2",)
    assert [path.target for path in trace.paths] == ["table-W-2"]


def test_a_trace_that_could_not_look_at_everyone_says_so(
    desk: tuple[Workspace, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, _ = desk
    viewpoint = workspace.viewpoint()
    assert "within reach" not in workspace.trace("Fellgate Reach Trading FZE", viewpoint=viewpoint).note
    monkeypatch.setattr("enduse.workspace.tracing.MOST_REACHED", 2)
    assert "within reach" in workspace.trace("Fellgate Reach Trading FZE", viewpoint=viewpoint).note
