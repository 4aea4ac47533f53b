"""Parties that state nothing but a name, weighed straight from the index (all names invented)."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.party import Party
from enduse.names.packs import is_compiled
from enduse.resolution.records import NAME_PROPERTIES
from enduse.resolution.weighing import BatchWeigher, Weigher
from enduse.screening.bare import screen_bare, weigh_bare
from enduse.screening.index import NameIndex, NameRow
from enduse.screening.leads import find_groups, tell_leads
from enduse.screening.segments import Segment

pytestmark = pytest.mark.skipif(not is_compiled(), reason="the kernel of names was not compiled")

WORDS = ["velko", "tarnov", "tarnow", "simov", "machine", "gmbh", "karasun", "kara", "sun", "maria", "k", "jr"]
NATIVE = ["Велко Тарнов", "طارق الموريدي", "向唐机械", "Тарнов Симов"]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join) | st.sampled_from(NATIVE)
SCHEMAS = ["Person", "Company", "LegalEntity"]
# a name of one of a few subjects, under a property, and whether it can be seen
ROWS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(NAME_PROPERTIES), NAMES, st.sampled_from([True, True, True, False])),
    min_size=1, max_size=24,
)
Drawn = tuple[int, str, str, bool]


def _build(rows: Iterable[Drawn], first: int) -> tuple[Segment, bytearray]:
    """Build a segment, in which every other row stands twice, and hide some of its rows."""
    drawn = list(rows)
    named: list[NameRow] = [
        (f"s-{number}", prop, value, SCHEMAS[number % 3], f"{first + at + twice:032x}")
        for at, (number, prop, value, _) in enumerate(drawn) for twice in (0, 1000)[: 1 + at % 2]
    ]
    segment, visible = NameIndex.build(named)._segments[0]
    hidden = {(f"s-{number}", prop, value) for number, prop, value, is_seen in drawn if not is_seen}
    props = segment.meta["texts"]["prop"]
    for row in range(segment.rows):
        prop = props[segment.numbers("ROW_PROP", "H")[row]]
        if (segment.subject(segment.row_subject[row]), prop, segment.value(row)) in hidden:
            visible[row >> 3] &= ~(1 << (row & 7))
    return segment, visible


@settings(max_examples=150, deadline=None)
@given(ROWS, st.lists(NAMES, min_size=1, max_size=3), st.integers(0, 3), st.sampled_from([0.3, 0.5, 0.7]))
def test_what_is_weighed_from_rows_is_what_is_weighed_from_records(
    rows: list[Drawn], names: list[str], apart: int, threshold: float
) -> None:
    parts = [rows[:-apart], rows[-apart:]] if 0 < apart < len(rows) else [rows]
    index = NameIndex([_build(part, 100 * number) for number, part in enumerate(parts)])
    parties = [Party(name=name, kind=kind) for name in names for kind in SCHEMAS]
    groups = find_groups(parties, index, threshold=threshold)
    weigher = BatchWeigher(threshold)
    told, left = weigh_bare(parties, groups.likely, index, weigher, threshold=threshold)
    leads = tell_leads(parties, groups, index)
    entities = index.entities({subject for some in leads for subject in some})
    asked = [
        (at, subject, (party, entities[subject], led_by))
        for at, (party, some) in enumerate(zip(parties, leads, strict=True)) for subject, led_by in some.items()
    ]
    weighed = Weigher(threshold).weigh([lead for _, _, lead in asked])
    wanted = {(at, subject): one for (at, subject, _), one in zip(asked, weighed, strict=True)}
    for at, some in enumerate(left):
        for group in some:
            del wanted[at, index.subject_at(group[0])]
    assert {(one.party, one.subject): one.weighed for one in told} == {
        key: one for key, one in wanted.items() if one is not None
    }
    assert weigher.tell([one.weighed for one in told]) == Weigher(threshold).tell([one.weighed for one in told])


def test_subjects_of_one_segment_with_a_whole_name_are_all_weighed_from_rows() -> None:
    rows: list[Drawn] = [(number, "name", f"velko tarnov {word}", True) for number, word in enumerate(WORDS[3:6])]
    index = NameIndex([_build(rows, 0)])
    parties = [Party(name="velko tarnov simov", kind="Person"), Party(name="velko tarnov", kind="", country="bg")]
    groups = find_groups(parties, index, threshold=0.5)
    told, left = weigh_bare(parties, groups.likely, index, BatchWeigher(0.5), threshold=0.5)
    assert [one.subject for one in told if one.party == 0][:1] == ["s-0"]
    assert not left[0]
    assert left[1] == groups.likely[1]  # a party that states more is weighed with its record


def test_a_subject_without_a_whole_name_is_left_to_be_weighed_with_its_record() -> None:
    index = NameIndex([_build([(0, "alias", "velko tarnov", True)], 0)])
    parties = [Party(name="velko tarnov", kind="Person")]
    groups = find_groups(parties, index, threshold=0.5)
    told, left = weigh_bare(parties, groups.likely, index, BatchWeigher(0.5), threshold=0.5)
    assert not told
    assert list(left[0]) == list(groups.likely[0]) != []


@settings(max_examples=100, deadline=None)
@given(ROWS, st.lists(NAMES, min_size=1, max_size=3), st.sampled_from([0.3, 0.5, 0.7]))
def test_what_is_found_and_weighed_in_columns_is_what_is_found_and_weighed_by_groups(
    rows: list[Drawn], names: list[str], threshold: float
) -> None:
    index = NameIndex([_build(rows, 0)])
    parties = [Party(name=name, kind=kind) for name in names for kind in SCHEMAS]
    index.asked = 99
    groups = find_groups(parties, index, threshold=threshold)
    wanted, left = weigh_bare(parties, groups.likely, index, BatchWeigher(threshold), threshold=threshold)
    told, apart = screen_bare(parties, index, BatchWeigher(threshold), limit=10, threshold=threshold)
    assert sorted(told, key=lambda one: one[:2]) == sorted(wanted, key=lambda one: one[:2])
    assert sorted((at, index.subject_at(group[0])) for at, group in apart) == sorted(
        (at, index.subject_at(group[0])) for at, some in enumerate(left) for group in some
    )


def test_names_that_only_python_reads_are_weighed_from_rows_too() -> None:
    rows: list[Drawn] = [
        (0, "name", "velko\0tarnov", True), (0, "alias", "Велко\0 Тарнов", True), (3, "name", "Велко Тарнов", True),
    ]
    index = NameIndex([_build(rows, 0)])
    parties = [Party(name="velko tarnov", kind="Person"), Party(name="Велко Тарнов", kind="Person")]
    leads = tell_leads(parties, find_groups(parties, index, threshold=0.5), index)
    entities = index.entities(["s-0", "s-3"])
    asked = [(at, id_, names) for at, some in enumerate(leads) for id_, names in some.items()]
    weighed = Weigher(0.5).weigh([(parties[at], entities[id_], names) for at, id_, names in asked])
    told, left = screen_bare(parties, index, BatchWeigher(0.5), limit=10, threshold=0.5)
    assert not left
    assert len(told) == len(asked) == 4
    assert {(one.party, one.subject): one.weighed for one in told} == {
        (at, id_): one for (at, id_, _), one in zip(asked, weighed, strict=True)
    }


@settings(max_examples=60, deadline=None)
@given(ROWS, st.lists(NAMES, min_size=1, max_size=3), st.sampled_from([1, 3, 18]))
def test_names_kept_from_one_batch_to_the_next_change_no_answer(rows: list[Drawn], names: list[str], bits: int) -> None:
    drawn = [_build(rows, 0)]
    parties = [Party(name=name, kind=kind) for name in names for kind in SCHEMAS]
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr("enduse.names.packs._KEPT_BITS", bits)  # of 2 places one is filled at most, of 8 six
        index = NameIndex(drawn)
        first, weigher = BatchWeigher(0.5), BatchWeigher(0.5)
        wanted = screen_bare(parties, index, first, limit=10, threshold=0.5)
        again = screen_bare(parties[::-1], index, weigher, limit=10, threshold=0.5)
        fresh = screen_bare(parties[::-1], NameIndex(drawn), BatchWeigher(0.5), limit=10, threshold=0.5)
        assert again == fresh
        assert weigher.tell([one.weighed for one in again[0]]) == BatchWeigher(0.5).tell(
            [one.weighed for one in fresh[0]]
        )
        assert first.tell([one.weighed for one in wanted[0]]) == BatchWeigher(0.5).tell(
            [one.weighed for one in wanted[0]]
        )
