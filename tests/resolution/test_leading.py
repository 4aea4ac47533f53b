"""What likeness of names could make a hit at all (everything invented)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.names.comparing import score_names
from enduse.resolution.evidence import MATTER_OF_DATE, find_evidence
from enduse.resolution.leading import least_to_lead, shared_kind, support_of, weigh_support
from enduse.resolution.parties import compare_likely
from enduse.resolution.records import Record, is_latin, read_party, read_record
from enduse.resolution.weights import load_weights

NAMES = ["Velko Tarnov", "Velko Simov Tarnov", "Tarnow Velko", "Velmar Tarnova", "Norvik Works", "Norvik AG", "Darko",
         "Велко Тарнов", "V. Tarnov"]
PARTIES = st.builds(
    Party, name=st.sampled_from(NAMES), aliases=st.lists(st.sampled_from(NAMES), max_size=1).map(tuple),
    kind=st.sampled_from(["Person", "Company", "LegalEntity", "Vessel"]), country=st.sampled_from(["", "bg", "tr"]),
    birth_date=st.sampled_from(["", "1962", "1962-03", "1962-03-04"]),
    identifiers=st.lists(st.sampled_from([("taxNumber", "4711-22"), ("imoNumber", "9990001"), ("idNumber", "5522")]),
                         max_size=2).map(tuple),
    address=st.sampled_from(["", "12 Rosen Street, Karasun"]),
    facts=st.lists(st.sampled_from([("gender", "male"), ("birthPlace", "Karasun"), ("phone", "0049 112233")]),
                   max_size=2).map(tuple),
)
STATED = st.fixed_dictionaries({}, optional={
    "country": st.just(("bg",)), "birthDate": st.sampled_from([("1962",), ("1962-03-04", "1980")]),
    "taxNumber": st.just(("471122",)), "imoNumber": st.sampled_from([("9990001",), ("4711-22",)]),
    "address": st.just(("Rosen Street 12 Karasun",)), "gender": st.just(("male",)), "birthPlace": st.just(("Karasun",)),
    "phone": st.just(("112233",)),
})
ENTITIES = st.builds(
    lambda schema, name, alias, weak, stated: Entity(
        id="x-1", schema=schema, caption=name, sources=("demo",), properties=tuple(sorted(
            {"name": (name,), "alias": (alias,), "weakAlias": (weak,), **stated}.items()
        )),
    ),
    st.sampled_from(["Person", "Company", "LegalEntity", "Vessel"]), st.sampled_from(NAMES), st.sampled_from(NAMES),
    st.sampled_from(NAMES), STATED,
)


def ask(record: Record, mine: tuple[str, str], theirs: str, schema: str, threshold: float) -> float | None:
    """Return the least likeness of two names to lead."""
    return least_to_lead(
        (record.schema, mine[0]), schema, support_of(record.said), threshold=threshold,
        is_other_script=is_latin(mine[1]) != is_latin(theirs),
    )


@settings(max_examples=600, deadline=None)
@given(PARTIES, ENTITIES, st.sampled_from([0.05, 0.35, 0.5, 0.7, 0.9, 0.99]), st.sets(st.sampled_from(NAMES)))
def test_a_hit_has_a_name_that_led_to_it_of_the_least_likeness(
    party: Party, entity: Entity, threshold: float, led: set[str]
) -> None:
    record, other = read_party(party), read_record(entity)
    led_by = frozenset(name for _, name in other.names if name in led)
    if not led_by or compare_likely(party, entity, threshold=threshold, led_by=led_by) is None:
        return
    kind = shared_kind(record.schema, other.schema)
    assert any(
        least is not None and score_names(mine[1], theirs[1], kind=kind) >= least
        for mine in record.names for theirs in other.names if theirs[1] in led_by
        for least in (ask(record, mine, theirs[1], entity.schema, threshold),)
    )


@settings(max_examples=200, deadline=None)
@given(PARTIES, ENTITIES)
def test_no_record_supports_more_than_what_a_party_states_could(party: Party, entity: Entity) -> None:
    record = read_party(party)
    found = weigh_support(find_evidence(record, read_record(entity)), load_weights())
    assert sum(s.strength for s in found) <= sum(strength for strength, _ in support_of(record.said)) + 1e-9


def test_what_is_not_compared_supports_nothing() -> None:
    assert support_of(["name", "alias", "notes", "topics"]) == ()
    assert {prop for prop, _ in MATTER_OF_DATE} == {"birthDate", "incorporationDate"}


def test_no_likeness_makes_a_hit_of_another_kind() -> None:
    asked = read_party(Party(name="Velko Tarnov", kind="Person"))
    assert ask(asked, asked.names[0], "Velko Tarnov", "Company", 0.7) is None
    least = ask(asked, asked.names[0], "Velko Tarnov", "Person", 0.7)
    assert least is not None
    assert 0.3 < least < 0.9
