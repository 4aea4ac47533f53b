"""Claims about products: kept with who says so, used where an item is silent. All products are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.knowledge.product_claims import ClaimError, product_id, read_claims, spell_claim
from enduse.model.answer import Verdict
from enduse.model.determination import ControlPosition, Determination
from enduse.workspace import Workspace

HEADER = "maker,model,parameter,axis,value,unit,standard,claimed_by,claimed_on,source,notes\n"
SHEET = "Orrery Tools,VX-7,{},Orrery data sheet,2024-05-01,,\n"
CLAIMS = HEADER + "".join(SHEET.format(part) for part in (
    "item_type,,machine_tool.milling,,", "contouring_axes,,5,,", "contouring_rotary_axes,,2,,",
    "numerical_control_capable,,yes,,", "travel_length_mm,X,700,,",
    "unidirectional_positioning_repeatability_um,X,0.8,,ISO 230-2:2014",
))
ITEM = 'item:\n  description: "a machine"\n  maker: "ORRERY TOOLS"\n  model: "VX 7"\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w")


def load(workspace: Workspace, tmp_path: Path, text: str, name: str = "sheets.csv") -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert not workspace.load([tmp_path / name], source="products", name=name.partition(".")[0]).faults


def determine(
    workspace: Workspace, tmp_path: Path, text: str = ITEM, entry: str = "2B001.b.2.a"
) -> Determination:
    (tmp_path / "item.yaml").write_text(text, encoding="utf-8")
    viewpoint = workspace.viewpoint(as_of="2025-12-01")
    (answer,) = workspace.classify(tmp_path / "item.yaml", viewpoint=viewpoint, regimes=["EU"])
    return next(one for one in answer.determinations if one.entry == entry)


def test_an_item_that_names_only_its_model_is_classified_by_what_is_claimed_of_it_and_says_whose_claim_it_is(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "item.yaml").write_text(ITEM, encoding="utf-8")
    viewpoint = workspace.viewpoint(as_of="2025-12-01")
    (answer,) = workspace.classify(tmp_path / "item.yaml", viewpoint=viewpoint, regimes=["EU"])
    assert answer.positions[0].position is ControlPosition.UNKNOWN
    load(workspace, tmp_path, CLAIMS)
    met = determine(workspace, tmp_path)
    assert met.answer.verdict is Verdict.MET
    assert "claimed by Orrery data sheet" in str(met.covers)


def test_what_the_item_says_itself_goes_before_what_is_claimed_of_its_model(
    workspace: Workspace, tmp_path: Path
) -> None:
    load(workspace, tmp_path, CLAIMS)
    own = ITEM + '  parameters: {contouring_axes: "3", contouring_rotary_axes: "0"}\n'
    assert determine(workspace, tmp_path, own).answer.verdict is Verdict.NOT_MET


def test_claims_that_differ_are_shown_and_decide_nothing(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, CLAIMS)
    told = "Orrery Tools,VX7,unidirectional_positioning_repeatability,X,2.5,um,ISO 230-2:2014,a dealer,2024-06-01,,\n"
    other = HEADER + told
    load(workspace, tmp_path, other, "dealer.csv")
    (product,) = workspace.products("orrery")
    assert product.conflicts == ("unidirectional_positioning_repeatability of X",)
    assert {claim.citation.source for claim in product.claims} == {"products:dealer", "products:sheets"}
    assert determine(workspace, tmp_path).answer.verdict is Verdict.UNKNOWN


def test_claims_of_ones_own_are_nobody_elses(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, CLAIMS)
    viewpoint = workspace.viewpoint(audience="public")
    assert workspace.products(viewpoint=viewpoint) == ()


def test_a_row_that_cannot_be_read_is_told_and_the_rest_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    bad = CLAIMS + "Orrery Tools,VX-7,uprr_um,X,0.8,,,a dealer,,,\n"
    bad += "Orrery Tools,VX-7,travel_length_mm,Y,long,,,a dealer,,,\n"
    (tmp_path / "products.csv").write_text(bad, encoding="utf-8")
    result = workspace.load([tmp_path / "products.csv"], source="products")
    assert [fault.place for fault in result.faults] == ["products.csv:8", "products.csv:9"]
    assert len(workspace.products("VX")[0].claims) == 6


def test_a_claim_is_spelled_in_the_words_of_the_vocabulary() -> None:
    assert spell_claim("travel_length_mm", "700", axis="x") == "X travel_length: 700 mm"
    with pytest.raises(ClaimError, match="upr_umm"):
        spell_claim("upr_umm", "1", axis="X")


@given(st.decimals(min_value="0.1", max_value=9000, places=2), st.sampled_from(["mm", "um", "m", "in"]))
def test_a_claim_reads_back_as_it_was_written(number: object, unit: str) -> None:
    item = read_claims([(spell_claim("travel_length", str(number), axis="X", unit=unit), None)])
    (parameter,) = item.parameters
    assert (parameter.name, parameter.axis, str(parameter.value)) == ("travel_length", "X", f"{number} {unit}")


def test_case_and_signs_make_no_other_product() -> None:
    assert product_id("Orrery Tools", "VX-7") == product_id("ORRERY  TOOLS", "vx 7")
    assert product_id("Orrery Tools", "VX-7") != product_id("Orrery Tools", "VX-71")
