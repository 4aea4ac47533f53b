"""Records weighed together give what each gives alone, to the last bit (all names invented)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.names.given_names import counted_names, given_commonness
from enduse.names.packs import is_compiled
from enduse.resolution.parties import tell_reasons, weigh_records
from enduse.resolution.records import NAME_PROPERTIES, read_party, read_record
from enduse.resolution.weighing import BatchWeigher, Lead, Weigher

WORDS = [
    "velko", "tarnov", "tarnow", "simov", "ibn", "al", "norvik", "machine", "works", "gmbh", "ltd", "fund", "permskiy",
    "perm", "turkey", "7", "12", "v", "trading", "import", "karasun", "kara", "sun", "dr", "hamid", "hamad", "mohamed",
    "muhammad", "maria", "john", "велко", "тарнов", "طارق", "向唐", "star", "sea", "bin", "kim", "chong",
    "jr", "sr", "iii", "k", "j",
]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
SCHEMAS = st.sampled_from(["Person", "Company", "LegalEntity", "Vessel", "Airplane", "Organization"])
FACTS = {
    "country": ["de", "fr"], "birthDate": ["1970-01-02", "1970-02-01", "1981"], "address": ["1 Velmar Road, Karasun"],
    "phone": ["+49 30 1234567"], "idNumber": ["A1234567", "B7654321"], "gender": ["male", "female"],
}
THRESHOLDS = st.sampled_from([0.0, 0.3, 0.5, 0.7, 0.9])

pytestmark = pytest.mark.skipif(not is_compiled(), reason="the kernel of names was not compiled")


@st.composite
def _leads(draw: st.DrawFn) -> Lead:
    """Draw a party, an entity whose names are mostly near its own, and by which of them it was found."""
    said = draw(st.lists(st.sampled_from(sorted(FACTS)), max_size=3, unique=True))
    names = draw(st.lists(NAMES, min_size=1, max_size=2, unique=True))
    party = Party(
        name=names[0], aliases=tuple(names[1:]), kind=draw(SCHEMAS),
        facts=tuple((prop, draw(st.sampled_from(FACTS[prop]))) for prop in said),
    )
    listed: dict[str, set[str]] = {}
    for _ in range(draw(st.integers(0, 4))):
        name = draw(NAMES | st.sampled_from(names)).split()
        if len(name) > 1 and draw(st.booleans()):
            del name[draw(st.integers(0, len(name) - 1))]
        elif draw(st.booleans()):
            name.insert(draw(st.integers(0, len(name))), draw(st.sampled_from(WORDS)))
        listed.setdefault(draw(st.sampled_from(NAME_PROPERTIES)), set()).add(" ".join(name))
    led_by = [name for values in listed.values() for name in sorted(values) if draw(st.booleans())]
    for prop in draw(st.lists(st.sampled_from(sorted(FACTS)), max_size=3, unique=True)):
        listed[prop] = {draw(st.sampled_from(FACTS[prop]))}
    properties = tuple((prop, tuple(sorted(values))) for prop, values in sorted(listed.items()))
    entity = Entity(id="x", schema=draw(SCHEMAS), caption="x", properties=properties, sources=())
    return party, entity, frozenset(led_by)


@settings(max_examples=600, deadline=None)
@given(st.lists(_leads(), min_size=1, max_size=4), THRESHOLDS)
def test_leads_weighed_together_score_and_tell_as_each_alone(leads: list[Lead], threshold: float) -> None:
    together = BatchWeigher(threshold)
    weighed = together.weigh(leads)
    assert weighed == [
        weigh_records(read_party(party), read_record(entity), threshold=threshold, led_by=led_by)
        for party, entity, led_by in leads
    ]
    kept = [one for one in weighed if one is not None]
    assert together.tell(kept) == [tell_reasons(one).reasons for one in kept] == Weigher(threshold).tell(kept)


def test_a_party_with_very_many_names_is_weighed_alone() -> None:
    names = tuple(f"velko tarnov{number}" for number in range(90))
    party = Party(name="velko tarnov", aliases=names, kind="Person")
    entity = Entity(id="x", schema="Person", caption="x", properties=(("name", names),), sources=())
    lead = party, entity, frozenset(names[:1])
    assert BatchWeigher(0.7).weigh([lead]) == Weigher(0.7).weigh([lead])


def test_how_common_a_name_is_the_compiled_part_knows() -> None:
    words = sorted(counted_names())[::40]
    assert any(map(given_commonness, words))
    leads: list[Lead] = [
        (Party(name=f"{word} velmarin", kind="Person"), Entity(
            id="x", schema="Person", caption="x", properties=(("name", (f"{word} velmarin",)),), sources=(),
        ), frozenset()) for word in words
    ]
    assert BatchWeigher(0.7).weigh(leads) == Weigher(0.7).weigh(leads)
