"""Weighing, joining and telling of pairs: the compiled kernel gives what Python gives, to the bit. Names invented."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.resolution import deduplicating
from enduse.resolution.deduplicating import (
    Doubles,
    Lines,
    count_words,
    find_doubles,
    join_pairs,
    weigh_pairs,
)
from enduse.resolution.kernel import kernel, open_records
from enduse.resolution.sifting import SINGLE, TEXTS, WEIGHED, find, sift_weights
from enduse.resolution.sketching import Sketch, pack, sketch_values, unpack
from enduse.resolution.telling import tell_doubles
from enduse.resolution.texts import Texts

pytestmark = pytest.mark.skipif(kernel() is None, reason="the kernel is not compiled: python hatch_build.py")

_WORDS = st.sampled_from([
    "mirko", "mirco", "mirkos", "vellanso", "velanso", "velansso", "venlaso", "sanela", "m", "v", "mi", "mir", "shekov",
    "chekhov", "tchehov", "vellansomirko", "x", "a", "oo", "u", "abdurrahmanov", "abdurahmanof", "ab", "ba", "aab",
])
_NAMES = st.lists(_WORDS, min_size=1, max_size=5).map(" ".join)
_VALUES: dict[str, Sequence[str]] = {
    "birthDate": ["1961-04-09", "1961-09-04", "1961-04-19", "1961", "1961-04", "1962-04-09", "1916-04-09", "1988-12-24",
                  "1971-04-09", "1963", "1961-05"],
    "phone": ["0555 4102211", "+99 555 410 2211", "0555 771991"],
    "email": ["mirko@post.example", "M@post.example", "ünal@post.example", "mirko@post.examples"],
    "imoNumber": ["9100011", "9100023"], "innCode": ["7712034555", "7712034556"],
    "passportNumber": ["X 4410-772", "x4410773", "9100011"], "postalCode": ["41055", "41 055", "9000"],
    "city": ["Ostrand", "Narvene"], "country": ["hr", "de"],
    "address": ["Lindgata 7", "Lindgata 8", "Tide Street 4", "Tide Stret 4", "4 Tide Street", "Lindgata"],
}


@st.composite
def _lines(draw: st.DrawFn) -> str:
    values: dict[str, Sequence[str]] = {"name": draw(st.lists(_NAMES, max_size=4))}
    for prop in draw(st.sets(st.sampled_from(sorted(_VALUES)))):
        values[prop] = draw(st.lists(st.sampled_from(_VALUES[prop]), min_size=1, max_size=3))
    schema = draw(st.sampled_from(["Person", "Person", "Company", "Vessel", "LegalEntity"]))
    return pack(sketch_values(schema, values))


def all_pairs(count: int) -> array[int]:
    return array("q", (left * count + right for left in range(count) for right in range(left + 1, count)))


@settings(max_examples=300, deadline=None)
@given(lines=st.lists(_lines(), min_size=2, max_size=8).map(Texts))
def test_a_pair_weighs_the_same_bits_compiled_or_not(lines: Texts) -> None:
    opened = open_records(lines)
    assert opened is not None
    pairs = all_pairs(len(lines))
    for least in (-1000.0, -14.0, 0.0):
        assert weigh_pairs(lines, opened, pairs, least=least) == weigh_pairs(lines, None, pairs, least=least)


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(_lines(), min_size=2, max_size=6).map(Texts),
    scores=st.lists(st.floats(0, 1), min_size=15, max_size=15),
    ids=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=6, max_size=6),
)
def test_a_line_is_spelled_the_same_compiled_or_not(lines: Texts, scores: list[float], ids: list[str]) -> None:
    count, pairs = len(lines), all_pairs(len(lines))
    opened = open_records(lines)
    assert opened is not None
    weigh_pairs(lines, opened, pairs, least=0.0)
    told = {
        is_compiled: b"".join(tell_doubles(Doubles(
            lines=lines, compared=0, links=pairs, scores=array("d", scores[: len(pairs)]), left_out=(),
            joined=array("I", [count, *range(count)]), opened=opened if is_compiled else None,
        ), ids=Texts(ids[:count]), rows=array("Q", range(1, count + 1)))) for is_compiled in (True, False)
    }
    assert told[True] == told[False]
    first = json.loads(told[True].splitlines()[0])
    assert [member["id"] for member in first["members"]] == ids[:count]


@settings(max_examples=300, deadline=None)
@given(
    dates=st.lists(st.sampled_from(["", "", "1961-04-09", "1988-12-24", "1975-01-30"]), min_size=2, max_size=14),
    links=st.dictionaries(st.tuples(st.integers(0, 13), st.integers(0, 13)), st.sampled_from([0.5, 0.6, 0.8, 0.9])),
)
def test_links_join_the_same_records_compiled_or_not(dates: list[str], links: dict[tuple[int, int], float]) -> None:
    count = len(dates)
    lines = Texts(pack(sketch_values("Person", {"name": ("Mirko Vellanso",), "birthDate": (date,)})) for date in dates)
    kept = sorted((left * count + right, score) for (left, right), score in links.items() if left < right < count)
    pairs, scores = array("q", (pair for pair, _ in kept)), array("d", (score for _, score in kept))
    opened = open_records(lines)
    assert opened is not None
    assert opened.join(pairs, scores) == join_pairs(lines, pairs, scores)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(_lines(), max_size=30), least=st.sampled_from([0.0, 1e-19, 0.5, 0.9, 1.0]))
def test_a_file_has_the_same_doubles_compiled_or_not(lines: list[str], least: float) -> None:
    records = Lines()
    for line in lines:
        records.add_line(line)
    told = []
    for is_compiled in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            if not is_compiled:
                patch.setattr(deduplicating, "open_records", lambda texts: None)
            found = find_doubles(records, least=least)
        assert (found.opened is not None) is is_compiled
        told.append((found.compared, list(found.pairs), found.clusters, found.left_out))
    assert told[0] == told[1]


def test_every_finding_and_weight_has_its_place_in_the_kernel() -> None:
    single = "imoNumber:9100011"
    records = [
        Sketch("person", "mirko vellanso", "1961-04-09", "", single, "", "", "", "hr"),
        Sketch("Vessel", "sanela bondur", "1988-12-24", "", "imoNumber:9100023", "", "", "", "de"),
    ]
    lines = Texts(map(pack, records))
    opened = open_records(lines)
    assert opened is not None
    assert set(WEIGHED) | {"name.rarest_word", "name.commonest_word", "doubles_expected"} == set(sift_weights())
    assert [text.removeprefix("another ") for text in TEXTS[-len(SINGLE):]] == sorted(SINGLE)
    found = find(unpack(lines[0]), unpack(lines[1]), count_words(lines))
    assert all(finding.text in TEXTS for finding in found)
    assert "another imoNumber" in [finding.text for finding in found]
