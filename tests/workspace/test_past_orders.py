"""A desk's own earlier orders answer flags on the next one; every name is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from enduse.model.answer import Verdict
from enduse.model.assessment import Assessment
from enduse.model.transaction import Transaction
from enduse.store.view import View
from enduse.workspace import Workspace, earlier_orders
from enduse.workspace.asked_files import name_bytes
from enduse.workspace.orders import read_order

ORDER = """\
schema: enduse-order/1
reference: "{reference}"
dated: "{dated}"
{marking}
parties:
  - {{name: "Brackwater Tools", country: "us", roles: ["exporter"]}}
  - {{name: "{buyer}", country: "am", roles: ["purchaser"]}}
  - {{name: "{user}", country: "kz", roles: ["end_user"]}}
lines: [{{item: {{description: "chips", hs_code: "8542.31"}}, price: "{price}", currency: "USD"}}]
route: {{origin: "us", destination: "kz"}}
end_use: {{text: "{use}"}}
"""
USE = "control of pumps in the water works of the three upper villages and of the old mill by the river"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENDUSE_NOW", "2026-05-03T00:00:00Z")
    Workspace.create(tmp_path / "w").close()
    return tmp_path


def write(place: Path, reference: str, dated: str, *, price: str = "2000", buyer: str = "Ostrand Trading",
          user: str = "Easting Works", use: str = USE, marking: str = "") -> Path:
    path = place / f"{reference}-{dated}.yaml"
    path.write_text(ORDER.format(reference=reference, dated=dated, price=price, buyer=buyer, user=user, use=use,
                                 marking=marking))
    return path


def flag(found: Assessment, name: str) -> Verdict:
    return next(one.answer.verdict for one in found.flags if one.flag == name)


def test_parts_of_one_need_are_summed_over_the_orders_that_are_kept(place: Path) -> None:
    with Workspace(place / "w") as workspace:
        order = write(place, "N-9", "2026-05-02")
        assert flag(workspace.assess(order, viewpoint=workspace.viewpoint()), "RTE-11") is Verdict.NOT_MET
        for day in ("2026-04-01", "2026-04-15"):
            workspace.keep_order(write(place, f"N-{day}", day))
        found = workspace.assess(order, viewpoint=workspace.viewpoint())
        assert flag(found, "RTE-11") is Verdict.MET
        cited = {c.place for one in found.flags if one.flag == "RTE-11" for r in one.reasons for c in r.evidence}
        assert {"N-2026-04-01", "N-2026-04-15"} <= cited


def test_an_end_use_text_of_another_user_is_found_though_no_party_is_shared(place: Path) -> None:
    with Workspace(place / "w") as workspace:
        workspace.keep_order(write(place, "N-1", "2026-04-01", buyer="Lowtide Imports", user="Northing Mill"))
        again = write(place, "N-2", "2026-05-02")
        assert flag(workspace.assess(again, viewpoint=workspace.viewpoint()), "DOC-02") is Verdict.MET
        use = "grinding of cams for looms on which the hall weaves linen all year"
        other = write(place, "N-3", "2026-05-02", use=use)
        assert flag(workspace.assess(other, viewpoint=workspace.viewpoint()), "DOC-02") is Verdict.NOT_MET


def test_an_order_that_the_audience_may_not_see_is_no_history(place: Path) -> None:
    with Workspace(place / "w") as workspace:
        for day in ("2026-04-01", "2026-04-15"):
            workspace.keep_order(write(place, f"N-{day}", day, marking='marking: {level: "SECRET"}'))
        order = write(place, "N-9", "2026-05-02")
        assert flag(workspace.assess(order, viewpoint=workspace.viewpoint()), "RTE-11") is Verdict.MET
        seen = workspace.assess(order, viewpoint=workspace.viewpoint(audience="public"))
        assert flag(seen, "RTE-11") is Verdict.NOT_MET
        assert "N-2026-04" not in repr(seen)


def test_assessments_that_were_kept_take_no_place_among_the_newest_orders(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(earlier_orders, "MOST_ORDERS", 3)
    with Workspace(place / "w") as workspace:
        for day in ("2026-04-01", "2026-04-10", "2026-04-15"):
            workspace.keep_order(write(place, f"N-{day}", day))
        view = workspace.view(workspace.viewpoint())
        order = read_order(write(place, "N-9", "2026-05-02").read_bytes(), name="x", document="d" * 64)
        held = earlier_orders.read_earlier_orders(view)
        found = {case.reference for case in held.besides(order)}
        assert found == {"N-2026-04-01", "N-2026-04-10", "N-2026-04-15"}
        assert held.is_whole
        workspace.keep_order(write(place, "N-4", "2026-04-20"))
        more = earlier_orders.read_earlier_orders(workspace.view(workspace.viewpoint()))
        assert len(more.besides(order)) == 3
        assert not more.is_whole


def test_a_file_that_is_no_order_is_read_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = earlier_orders._read_asked

    def note(view: View, sha256: str) -> Transaction | None:
        read.append(sha256)
        return whole(view, sha256)

    monkeypatch.setattr(earlier_orders, "_read_asked", note)
    with Workspace(place / "w") as workspace:
        order = write(place, "N-1", "2026-04-01")
        workspace.keep_order(order)
        answer = place / "answer.pdf"
        answer.write_bytes(b"%PDF-1.4 no order at all")
        workspace.judge_answer("N-1", "RTE-11", verdict="settle", reason="one need, told us", document=answer)
        again = write(place, "N-2", "2026-05-02")
        for _ in range(3):
            workspace.assess(again, viewpoint=workspace.viewpoint())
        assert read.count(name_bytes(answer.read_bytes())) == 1
        monkeypatch.setattr(earlier_orders, "__version__", "another program")
        workspace.assess(again, viewpoint=workspace.viewpoint())
        assert read.count(name_bytes(answer.read_bytes())) == 2
