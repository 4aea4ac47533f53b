"""The index of earlier cases: how it is parted changes nothing, and damage is told. Every case is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.assessment.repeat_index import CaseIndex, Segment, build_index, read_case, spell_case
from enduse.assessment.repeat_marks import marks_of
from enduse.errors import WorkspaceError
from enduse.model.denial import CaseOutcome, Denial, DeniedItem, DeniedParameter, DeniedParty

NAMES = ("Larkspur Gate", "Stillmere Pumps", "Tansy Holt", "Quill Harbour", "Bracken Tools", "Corrie Works")
GOODS = ("lathe", "milling machine", "vacuum pump", "furnace")


def case(number: int, name: int = 0, goods: int = 0, phone: int = 0) -> Denial:
    return Denial(
        id=f"denial-{number:04}", reference=f"D-{number}", outcome=CaseOutcome.DENIED, source="denials",
        destination="fr", decided_on=date(2024, 5, 1), is_revoked=bool(number % 7 == 0),
        parties=(DeniedParty(name=NAMES[name], roles=("end_user",), phones=(f"+49 30 55501{phone:02}",),
                             identifiers=(("taxNumber", f"{phone}77"),), people=("O. Varnish",)),),
        items=(DeniedItem(description=GOODS[goods], entries=("EU 2B001.b",), parameters=(
            DeniedParameter(name="X travel_length", value="500 mm", low="500", high="500", unit="mm"),)),),
    )


def told(cases: list[Denial]) -> list[tuple[Denial, datetime | None]]:
    return [(one, None) for one in sorted(cases, key=lambda one: one.id)]


def segment(cases: list[Denial]) -> Segment:
    return Segment(build_index(told(cases), meta={}))


CASES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 5), st.integers(0, 3), st.integers(0, 9)),
    unique_by=lambda one: one[0], min_size=1, max_size=25,
).map(lambda rows: [case(*row) for row in rows])


@settings(max_examples=40, deadline=None)
@given(old=CASES, new=CASES)
def test_cases_laid_beside_a_file_are_found_as_in_one_made_anew(old: list[Denial], new: list[Denial]) -> None:
    whole = {one.id: one for one in (*old, *new)}
    fresh = CaseIndex([(segment(list(whole.values())), frozenset())])
    moved = frozenset(one.id for one in new)
    grown = CaseIndex([(segment(old), moved), (segment(new), frozenset())])
    assert grown.cases == fresh.cases == len(whole)
    for asked in (case(99, 1, 2, 3), old[0]):
        assert [(round(share, 9), one.id) for share, one, _ in grown.find(asked, limit=10)] == [
            (round(share, 9), one.id) for share, one, _ in fresh.find(asked, limit=10)]
        assert all(grown.count(mark) == fresh.count(mark) for mark in marks_of(asked))


@given(one=st.builds(case, st.integers(0, 40), st.integers(0, 5), st.integers(0, 3), st.integers(0, 9)))
def test_a_case_is_read_as_it_was_spelled(one: Denial) -> None:
    moment = datetime(2025, 1, 2, tzinfo=UTC)
    assert read_case(spell_case(one, moment)) == (one, moment)


def test_an_empty_index_finds_nothing() -> None:
    assert CaseIndex([(segment([]), frozenset())]).find(case(1), limit=5) == []
    assert CaseIndex([]).find(case(1), limit=5) == []


@pytest.mark.parametrize("damage", [lambda data: data[:-3], lambda data: b"x" + data[1:],
                                    lambda data: data[:-1] + bytes([data[-1] ^ 1])])
def test_a_damaged_file_is_told(damage: object) -> None:
    data = build_index(told([case(1), case(2)]), meta={})
    with pytest.raises(WorkspaceError, match="damaged"):
        Segment(damage(data))  # type: ignore[operator]
