"""What the user's own kept orders say is part of the graph, for those who may see them; all names are invented."""

from __future__ import annotations

from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.party import Party
from enduse.model.path import Trace
from enduse.rendering.text import render_text
from enduse.workspace import Workspace, tracing
from enduse.workspace.answering import Desk
from enduse.workspace.asked_files import name_bytes
from enduse.workspace.kept_orders import keep_order
from enduse.workspace.orders import read_order
from enduse.workspace.own_orders import list_ties, name_party
from enduse.workspace.presenting import spell_json, to_json
from enduse.workspace.settings import now

LIST = """\
id,name,kind,aliases,country,topics,program,listed_on
1,Ostermarn Propulsion Institute,company,,xc,sanction,missile programme,2020-01-01
"""
BUYER = '{name: "Quillfeather Shore Trading FZE", country: "xb", roles: ["purchaser", "payer"]}'
USER = '{name: "Ostermarn Propulsion Institute", country: "xc", roles: ["end_user", "ultimate_consignee"]}'
SELLER = '{name: "Alder Brook Machine Tools", country: "de", roles: ["exporter", "manufacturer"]}'
SECRET = 'marking: {level: "SECRET", owner: "owner", releasable_to: ["xa"]}\n'
OTHER = '{name: "Stillbrook Pump Works", country: "xc", roles: ["end_user", "ultimate_consignee"]}'


def spell(reference: str, *parties: str, dated: str = "2025-03-01", more: str = "") -> str:
    told = "\n".join(f"  - {party}" for party in parties)
    return (f'schema: enduse-order/1\nreference: "{reference}"\ndated: "{dated}"\nparties:\n{told}\n'
            f'lines: [{{item: {{description: "bench lathe"}}}}]\n{more}')


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENDUSE_NOW", "2025-05-01T00:00:00Z")
    (tmp_path / "list.csv").write_text(LIST)
    return tmp_path


def opened(place: Path, name: str = "w") -> Workspace:
    workspace = Workspace.create(place / name)
    workspace.load([place / "list.csv"], source="table", marking="UNCLASSIFIED")
    return workspace


def write(place: Path, text: str, name: str = "order.yaml") -> Path:
    (place / name).write_text(text)
    return place / name


def trace(workspace: Workspace, party: str = "Quillfeather Shore Trading FZE", **asked: str) -> Trace:
    return workspace.trace(party, viewpoint=workspace.viewpoint(**asked))


def sentences(found: Trace) -> str:
    return " ".join(step.sentence for path in found.paths for step in path.steps)


def test_a_kept_order_ties_its_buyer_to_the_listed_user_and_is_named_with_its_day(place: Path) -> None:
    with opened(place) as workspace:
        assert not trace(workspace).paths
        workspace.keep_order(write(place, spell("N-1", SELLER, BUYER, USER)))
        found = trace(workspace)
        assert ("is said to supply Ostermarn Propulsion Institute, according to own order N-1 of 2025-03-01."
                in sentences(found))
        assert "according to own order N-1 of 2025-03-01" in render_text(found)
        assert found.paths[0].target == "table-1"
        assert not trace(workspace, "Alder Brook Machine Tools").paths


def test_two_orders_of_one_buyer_are_one_party_and_one_link(place: Path) -> None:
    with opened(place) as workspace:
        workspace.keep_order(write(place, spell("N-1", BUYER, USER)))
        workspace.keep_order(write(place, spell("N-2", BUYER, USER, dated="2025-04-01")))
        found = trace(workspace)
    assert len(found.starts) == 1
    assert "according to own orders N-1 of 2025-03-01, N-2 of 2025-04-01" in sentences(found)
    assert found.paths[0].origins == ("own orders",)


def test_an_order_is_no_evidence_for_itself_and_an_earlier_one_is(place: Path) -> None:
    first = write(place, spell("N-1", BUYER, USER))
    later = write(place, spell("N-2", BUYER, OTHER, dated="2025-04-20"), "later.yaml")
    with opened(place) as workspace:
        viewpoint = workspace.viewpoint()
        before = to_json(workspace.assess(later, viewpoint=viewpoint), kind="assessment")
        workspace.keep_order(later)
        assert to_json(workspace.assess(later, viewpoint=viewpoint), kind="assessment") == before
        workspace.keep_order(first)
        found = workspace.assess(later, viewpoint=viewpoint)
    told = " ".join(sentences(one) for one in found.traces)
    assert "according to own order N-1 of 2025-03-01" in told
    assert "N-2" not in told


def test_an_order_taken_out_or_kept_anew_takes_its_links_with_it(
    place: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    with opened(place) as workspace:
        workspace.keep_order(write(place, spell("N-1", BUYER, USER)))
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-02T00:00:00Z")
        workspace.keep_order(write(place, spell("N-1", BUYER, OTHER)))
        assert not trace(workspace).paths
        assert "own order N-1" in sentences(trace(workspace, known_by="2025-05-01T12:00:00Z"))
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-03T00:00:00Z")
        workspace.keep_order(write(place, spell("N-1", BUYER, USER)))
        assert trace(workspace).paths
        monkeypatch.setenv("ENDUSE_NOW", "2025-05-04T00:00:00Z")
        workspace.remove_order("N-1")
        assert not trace(workspace).paths
        assert trace(workspace, known_by="2025-05-03T12:00:00Z").paths


def test_an_order_says_nothing_of_the_days_before_it(place: Path) -> None:
    with opened(place) as workspace:
        workspace.keep_order(write(place, spell("N-1", BUYER, USER, dated="2025-05-10")))
        assert not trace(workspace, as_of="2025-05-09").paths
        assert trace(workspace, as_of="2025-05-10").paths


def test_nobody_is_screened_against_own_orders(place: Path) -> None:
    with opened(place) as workspace:
        workspace.keep_order(write(place, spell("N-1", BUYER, USER)))
        found = Desk(workspace.view(workspace.viewpoint())).screen([Party(name="Quillfeather Shore Trading FZE")])
        assert not next(iter(found)).hits


def test_banks_carriers_forwarders_and_sellers_are_tied_to_nobody() -> None:
    order = read_order(spell(
        "N-1", SELLER, BUYER, OTHER, '{name: "Fennmark Freight", country: "xb", roles: ["freight_forwarder"]}',
        '{name: "Fennmark Lines", country: "xb", roles: ["carrier"]}',
        '{name: "Bank of Fennmark", country: "xb", roles: ["bank", "payer"]}',
        '{name: "Larkspur Agency", country: "xb", roles: ["intermediary"]}',
        '{name: "Larkspur Yard", country: "xb", roles: ["intermediate_consignee"]}',
    ).encode(), name="order.yaml", document="0" * 64)
    assert [(left.name, kind, right.name) for left, kind, right in list_ties(order)] == [
        ("Quillfeather Shore Trading FZE", "supplies", "Stillbrook Pump Works"),
        ("Larkspur Agency", "acts_for", "Quillfeather Shore Trading FZE"),
        ("Larkspur Yard", "shipped_to", "Stillbrook Pump Works"),
    ]


def test_one_number_is_one_party_and_a_vague_name_is_one_of_its_order_only() -> None:
    def ids(reference: str, *parties: str) -> list[str]:
        order = read_order(spell(reference, *parties).encode(), name="o.yaml", document="0" * 64)
        return [name_party(order, party) for party in order.parties]

    numbered = '{name: "%s", country: "xb", identifiers: {taxNumber: "77 120"}, roles: ["purchaser"]}'
    assert ids("N-1", numbered % "Quillfeather") == ids("N-2", numbered.replace("77 120", "77120") % "Q. Shore FZE")
    vague = '{name: "General Trading", country: "xb", roles: ["purchaser"]}'
    assert ids("N-1", vague) != ids("N-2", vague)
    person = '{name: "Ilmar Vostrand", country: "xb", kind: "Person", roles: ["purchaser"]}'
    assert ids("N-1", person) != ids("N-2", person)
    assert ids("N-1", BUYER) == ids("N-2", BUYER) != ids("N-2", BUYER.replace("xb", "xc"))


def test_who_may_not_see_an_order_is_answered_as_if_it_had_never_been_kept(
    place: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def at_minute(minute: int) -> None:
        monkeypatch.setenv("ENDUSE_NOW", f"2025-05-01T00:{minute:02}:00Z")

    with opened(place) as workspace:
        found = workspace.assess(write(place, spell("N-0", BUYER, OTHER)), viewpoint=workspace.viewpoint())

    def keep(workspace: Workspace, text: str) -> None:
        data = text.encode()
        order = read_order(data, name="o.yaml", document=name_bytes(data))
        keep_order(workspace.store, order, found, data=data, file_name="o.yaml", actor="owner", at=now())

    def answer(steps: list[tuple[str, str, bool]]) -> object:
        at_minute(0)
        with opened(place, f"w-{next(numbers)}") as workspace:
            keep(workspace, spell("N-1", BUYER, OTHER))
            for step, (reference, user, is_removed) in enumerate(steps, start=1):
                at_minute(2 * step)
                keep(workspace, spell(reference, BUYER, user, more=SECRET))
                if is_removed:
                    at_minute(2 * step + 1)
                    workspace.remove_order(reference)
            at_minute(30)
            asked = workspace.viewpoint(audience="XB")
            return to_json(workspace.trace("Quillfeather Shore Trading FZE", viewpoint=asked), kind="trace")

    numbers = count()
    plain = answer([])

    @settings(max_examples=8, deadline=None)
    @given(hidden=st.lists(st.tuples(
        st.sampled_from(["N-1", "N-2", "N-9"]), st.sampled_from([USER, OTHER]), st.booleans()), min_size=1, max_size=3))
    def holds(hidden: list[tuple[str, str, bool]]) -> None:
        assert answer(hidden) == plain

    holds()
    with opened(place, "told") as workspace:
        keep(workspace, spell("N-1", BUYER, OTHER))
        keep(workspace, spell("N-9", BUYER, USER, more=SECRET))
        path = write(place, spell("N-3", BUYER, OTHER), "asked.yaml")
        shown, hidden = (workspace.assess(path, viewpoint=workspace.viewpoint(audience=who)) for who in ("owner", "XB"))
    assert any(trace.paths for trace in shown.traces)
    assert not any(trace.paths for trace in hidden.traces)
    assert "N-9" not in spell_json(to_json(hidden, kind="assessment"))


def test_own_orders_are_looked_for_without_reading_the_lists(place: Path) -> None:
    def steps(names: int) -> int:
        rows = "".join(f"{n},Fern Hollow Bench {n} Works,company,,xc,sanction,,2020-01-01\n" for n in range(2, names))
        (place / "list.csv").write_text(LIST + rows)
        with opened(place, f"w{names}") as workspace:
            workspace.keep_order(write(place, spell("N-1", BUYER, USER)))
            view = workspace.view(workspace.viewpoint())
            counted: list[int] = []

            def note() -> int:
                counted.append(1)
                return 0

            view._db._raw.set_progress_handler(note, 100)
            assert len(list(view.of_own_orders(["name"]))) == 2
            view._db._raw.set_progress_handler(None, 0)
            return len(counted)

    assert steps(3000) <= steps(30) + 2


def test_listed_ends_are_the_same_asked_one_by_one_and_all_at_once(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(place) as workspace:
        workspace.keep_order(write(place, spell("N-1", BUYER, USER)))
        workspace.keep_order(write(place, spell("N-2", BUYER, OTHER), "other.yaml"))
        one_by_one = [spell_json(to_json(trace(workspace, name), kind="trace")) for name in (
            "Quillfeather Shore Trading FZE", "Ostermarn Propulsion Institute", "Stillbrook Pump Works", "Nobody")]
        monkeypatch.setattr(tracing, "_FEW", -1)
        assert [spell_json(to_json(trace(workspace, name), kind="trace")) for name in (
            "Quillfeather Shore Trading FZE", "Ostermarn Propulsion Institute", "Stillbrook Pump Works", "Nobody",
        )] == one_by_one
        view = workspace.view(workspace.viewpoint())
        assert view.listed(["sanction"]) == {"table-1"}
        assert view.listed(["sanction"], among=["table-1", "table-2"]) == {"table-1"}
        assert view.listed(["sanction"], among=[]) == frozenset()


def test_a_listed_party_is_found_at_the_address_that_it_has_on_the_day_and_at_no_other(place: Path) -> None:
    text = LIST.replace("listed_on", "listed_on,address").replace("2020-01-01\n", '2020-01-01,"{}"\n')
    (place / "list.csv").write_text(text.format("17 Fern Dock, Ostermarn"))
    at = '{{name: "Quillfeather Shore Trading FZE", country: "xb", address: "{}", roles: ["purchaser"]}}'
    with Workspace.create(place / "w") as workspace:
        workspace.load([place / "list.csv"], source="table", marking="UNCLASSIFIED", published=date(2025, 1, 1))
        (place / "list.csv").write_text(text.format("4 Gull Lane, Ostermarn"))
        workspace.load([place / "list.csv"], source="table", marking="UNCLASSIFIED", published=date(2025, 3, 1))
        desk = {day: Desk(workspace.view(workspace.viewpoint(as_of=day))) for day in ("2025-02-01", "2025-04-01")}

        def found(day: str, address: str) -> list[str]:
            order = read_order(spell("N-9", at.format(address)).encode(), name="order.yaml", document="0" * 64)
            return [entity.id for entity in desk[day].listed_at(order.parties)]

        assert found("2025-02-01", "17, FERN DOCK; Ostermarn") == ["table-1"]
        assert found("2025-02-01", "4 Gull Lane, Ostermarn") == []
        assert found("2025-04-01", "4 Gull Lane, Ostermarn") == ["table-1"]
        assert found("2025-04-01", "17 Fern Dock, Ostermarn") == []
