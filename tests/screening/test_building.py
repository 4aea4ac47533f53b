"""Building a segment: appearances are found by the ids of statements."""

from __future__ import annotations

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from enduse.screening.building import _Appearances
from enduse.store.indexable import Appeared

KEYS = st.integers(0, 40).map(lambda n: (n * 0x9E3779B97F4A7C15 % 2**64).to_bytes(8, "big") * 2)
RUNS = st.lists(
    st.tuples(st.sampled_from("abc"), KEYS, st.sampled_from(("2020-01-01", "2021-02-03")), st.integers(0, 1)),
    max_size=60, unique_by=lambda said: said[:3],
)


@given(RUNS, st.lists(KEYS, max_size=30), st.integers(1, 7))
def test_each_statement_gets_its_appearances_in_order_however_they_come_in_blocks(
    said: list[tuple[str, bytes, str, int]], wanted: list[bytes], size: int
) -> None:
    rows = iter(sorted(Appeared(series, key, day, "2022-01-01", present) for series, key, day, present in said))
    blocks = iter(lambda: list(islice(rows, size)), [])
    expected = [
        tuple(sorted((series, day, "2022-01-01", present) for series, key, day, present in said if key == one))
        for one in wanted
    ]
    assert _Appearances(blocks).of(wanted) == expected
