"""The laws of evidence: symmetry, agreement, contradiction, silence, and no certainty. Everything is invented."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.screening import Entity
from enduse.resolution.evidence import find_evidence
from enduse.resolution.parties import compare_entities, weigh_records
from enduse.resolution.records import read_record
from enduse.resolution.weights import load_weights


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that both sides may state: the property, one value, one that agrees and one that contradicts."""

    prop: str
    value: str
    agreeing: str
    other: str


FACTS = (
    Fact("birthDate", "1962-03-04", "1962-03-04", "1985-11-23"),
    Fact("birthDate", "1962", "1962-03-04", "1985"),
    Fact("birthDate", "1962-03-04", "1962", "1963-03-04"),
    Fact("birthDate", "1962-03-04", "1962-04-03", "1962-07-21"),
    Fact("country", "bg", "bg", "tr"),
    Fact("nationality", "bg", "bg", "tr"),
    Fact("gender", "male", "m", "female"),
    Fact("birthPlace", "Karasun", "Karasun, Orsenia", "Veligrad"),
    Fact("passportNumber", "AB-12345", "ab 12345", "XZ-99321"),
    Fact("taxNumber", "4711-22-33", "47112233", "9988-77-66"),
    Fact("idNumber", "A 772 119", "A772119", "B 100 200"),
    Fact("leiCode", "529900T8BM49AURSDO55", "529900T8BM49AURSDO55", "5493001KJTIIGC8Y1R12"),
    Fact("phone", "+359 2 555 0142", "02 555 0142", "+359 2 555 0199"),
    Fact("email", "v.tarnov@mail.example", "V.Tarnov@mail.example", "other@mail.example"),
    Fact("website", "https://www.tarnov.example/en", "tarnov.example", "melin.example"),
    Fact("address", "12 Rosen Street, Karasun 4400", "Rosen St. 12, Karasun", "8 Dock Road, Veligrad 1000"),
)
NAMES = ("Velko Tarnov", "Velko Simov Tarnov", "Tarnov Velmar", "Darko Melin", "Велко Тарнов", "")
facts = st.sets(st.sampled_from(FACTS), max_size=5)


def person(name: str, *values: tuple[str, str], schema: str = "Person", alias: str = "") -> Entity:
    said: dict[str, list[str]] = {"name": [name]} if name else {}
    if alias:
        said["alias"] = [alias]
    for prop, value in values:
        said.setdefault(prop, []).append(value)
    return Entity(id="x", schema=schema, caption=name, sources=("demo",),
                  properties=tuple((prop, tuple(dict.fromkeys(found))) for prop, found in sorted(said.items())))


def stated(chosen: set[Fact], kind: str) -> list[tuple[str, str]]:
    return sorted({fact.prop: (fact.prop, getattr(fact, kind)) for fact in sorted(chosen, key=repr)}.values())


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), facts, facts, st.sampled_from(NAMES))
def test_comparing_is_symmetric_and_its_weights_add_up_to_a_score_below_one(
    left: str, right: str, mine: set[Fact], theirs: set[Fact], alias: str
) -> None:
    one = person(left, *stated(mine, "value"), alias=alias)
    other = person(right, *stated(theirs, "agreeing" if len(theirs) % 2 else "other"))
    here, there = compare_entities(one, other), compare_entities(other, one)
    assert math.isclose(here.score, there.score, abs_tol=1e-12)
    assert 0 < here.score < 1
    assert math.isclose(sum(reason.weight for reason in here.reasons), here.score, abs_tol=1e-9)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), facts, facts, st.sampled_from(FACTS))
def test_agreement_never_lowers_and_contradiction_never_raises(
    left: str, right: str, agreeing: set[Fact], opposing: set[Fact], fact: Fact
) -> None:
    agreeing = {f for f in agreeing if f.prop != fact.prop}
    opposing = {f for f in opposing if f.prop not in {fact.prop, *(f.prop for f in agreeing)}}
    mine = [*stated(agreeing, "value"), *stated(opposing, "value")]
    theirs = [*stated(agreeing, "agreeing"), *stated(opposing, "other")]
    silent = compare_entities(person(left, *mine), person(right, *theirs, (fact.prop, fact.agreeing))).score
    agreed = compare_entities(
        person(left, *mine, (fact.prop, fact.value)), person(right, *theirs, (fact.prop, fact.agreeing))
    ).score
    opposed = compare_entities(
        person(left, *mine, (fact.prop, fact.value)), person(right, *theirs, (fact.prop, fact.other))
    ).score
    both = compare_entities(
        person(left, *mine, (fact.prop, fact.value)),
        person(right, *theirs, (fact.prop, fact.agreeing), (fact.prop, fact.other)),
    ).score
    assert opposed <= silent <= agreed
    assert opposed <= both <= agreed + 1e-12


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), facts)
def test_what_one_side_alone_states_changes_nothing(left: str, right: str, mine: set[Fact]) -> None:
    silent = compare_entities(person(left), person(right))
    assert compare_entities(person(left, *stated(mine, "value")), person(right)) == silent


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.prop} {fact.other}")
def test_every_contradiction_lowers_and_is_a_reason_with_both_values(fact: Fact) -> None:
    one, other = person("Velko Tarnov", (fact.prop, fact.value)), person("Velko Tarnov", (fact.prop, fact.other))
    comparison = compare_entities(one, other)
    assert comparison.score < compare_entities(person("Velko Tarnov"), person("Velko Tarnov")).score
    against = [reason for reason in comparison.reasons if reason.weight < 0]
    assert [(reason.left, reason.right) for reason in against] == [(fact.value, fact.other)]


@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.value != "bg"], ids=lambda fact: fact.prop)
def test_a_bare_name_never_ties_with_one_whose_facts_agree(fact: Fact) -> None:
    bare = compare_entities(person("Velko Tarnov"), person("Velko Tarnov"))
    more = [("country", "bg"), (fact.prop, fact.value)]
    known = compare_entities(person("Velko Tarnov", *more), person("Velko Tarnov", ("country", "bg"),
                                                                    (fact.prop, fact.agreeing)))
    country = compare_entities(person("Velko Tarnov", more[0]), person("Velko Tarnov", more[0]))
    assert round(bare.score, 6) < round(country.score, 6) < round(known.score, 6) < 1


def test_a_slip_in_one_part_of_a_date_kills_no_hit() -> None:
    for slip in ("1962-03-05", "1962-08-04", "1963-03-04", "1926-03-04"):
        one, other = person("Velko Tarnov", ("birthDate", "1962-03-04")), person("Velko Tarnov", ("birthDate", slip))
        assert compare_entities(one, other).score > 0.8


def test_two_whole_dates_that_share_but_the_year_contradict_more_than_a_slip_and_less_than_another_year() -> None:
    def score(left: str, right: str) -> float:
        return compare_entities(
            person("Velko Tarnov", ("birthDate", left)), person("Velko Tarnov", ("birthDate", right))
        ).score

    assert score("1962-03-04", "1974-11-04") < score("1962-03-04", "1962-07-21") < score("1962-03-04", "1962-07-04")
    assert score("1962-01-01", "1962-07-21") == score("1962-03-04", "1962-03-25"), "New Year's Day stands for the year"


def test_one_of_many_stated_years_in_common_says_less_the_more_there_are() -> None:
    def score(*years: str) -> float:
        listed = person("Hasan Ali Ostrik", *(("birthDate", year) for year in years))
        return compare_entities(person("Hasan Ali", ("birthDate", "1962-03-04")), listed).score

    assert score("1962") > score("1962", "1970") > score("1962", "1970", "1971", "1974") > score("1970")
    assert score("1962", "1962-03-04") == score("1962-03-04"), "what agrees takes nothing"


def test_a_year_in_common_says_less_beside_a_name_that_many_bear() -> None:
    def rise(name: str, listed: str) -> float:
        asked, known = person(name, ("birthDate", "1962-03-04")), person(listed, ("birthDate", "1962"))
        weighed = weigh_records(read_record(asked), read_record(known))
        assert weighed is not None
        return sum(moves for _, moves in weighed.counted)

    assert rise("Hasan", "Ali Hasan") < 0.9 * rise("Velko Tarnov", "Velko Tarnov")


def test_father_and_son_of_one_name_and_house_are_two() -> None:
    house = [("address", "12 Rosen Street, Karasun 4400"), ("phone", "+359 2 555 0142")]
    father = person("Velko Tarnov", *house, ("birthDate", "1948-02-11"))
    son = person("Velko Tarnov", *house, ("birthDate", "1975-09-30"))
    assert compare_entities(father, son).score < 0.5


def test_a_person_of_another_family_name_is_known_by_given_name_birth_date_and_house() -> None:
    house = ("address", "3 Birch Court, Elmstead 22110")
    born = ("birthDate", "1986-09-19")
    wed = person("Oskeld, Sarah", born, house), person("Sara Velmar", born, house)
    assert compare_entities(*wed).score > 0.9
    assert compare_entities(*reversed(wed)).score == pytest.approx(compare_entities(*wed).score)
    assert compare_entities(person("Sarah Oskeld", born), person("Sara Velmar", born)).score < 0.5
    later = person("Sara Velmar", ("birthDate", "1987-09-19"), house)
    assert compare_entities(wed[0], later).score < 0.5
    families = (("Adam Tarnwick", "Alan Tarnwick"), ("Li Wenqiao", "Li Wenjie"), ("Muhammad Corlen", "Muhammad Fastra"))
    for twins in families:
        records = [read_record(person(name, born, house)) for name in twins]
        assert "renamed" not in {finding.matter for finding in find_evidence(*records)}, twins


def test_a_house_in_common_makes_no_one_of_two_names() -> None:
    house = [("address", "12 Rosen Street, Karasun 4400"), ("phone", "+359 2 555 0142"), ("country", "bg")]
    assert compare_entities(person("Velko Tarnov", *house), person("Mira Tarnova", *house)).score < 0.5


def test_a_number_that_breaks_its_own_check_digit_may_be_a_slip() -> None:
    sound, slipped, other = ("imoNumber", "9074729"), ("imoNumber", "9074792"), ("imoNumber", "9224764")
    ship = person("Karasun Star", sound, schema="Vessel")
    alone = compare_entities(person("Karasun Star", schema="Vessel"), person("Karasun Star", schema="Vessel")).score
    assert compare_entities(ship, person("Karasun Star", slipped, schema="Vessel")).score == pytest.approx(alone)
    assert compare_entities(ship, person("Karasun Star", other, schema="Vessel")).score < 0.6
    assert compare_entities(ship, person("Morning Ferry", ("imoNumber", "IMO 9074729"), schema="Vessel")).score > 0.9


def test_the_shares_of_each_matter_add_up_to_one_and_every_finding_has_a_group_or_speaks_against() -> None:
    weights = load_weights()
    for (matter, outcome), (_, strength) in weights.findings.items():
        assert strength <= 0 or matter in weights.groups, (matter, outcome)
    assert set(weights.strength_class.values()) <= {matter for matter, _ in weights.findings}


def test_findings_name_their_row_of_the_table() -> None:
    one, other = (read_record(person("Velko Tarnov", *stated(set(FACTS), kind))) for kind in ("value", "other"))
    known = load_weights().findings
    assert all((finding.matter, finding.outcome) in known for finding in find_evidence(one, other))


def test_a_year_in_common_counts_less_beside_a_weak_alias_that_is_only_near() -> None:
    year = ("birthDate", "1962")
    one = person("Tarnok Melinov", year)
    other = person("Velmar Gostid", year, ("weakAlias", "Tarnokh"))
    strong = person("Velmar Gostid", year, ("alias", "Tarnok Melinoff"))
    assert compare_entities(one, other).score < 0.8 < compare_entities(one, strong).score


def test_words_of_names_that_are_hardly_alike_weigh_no_more_than_a_chance() -> None:
    one, other = person("Mustafa Adnan Velkov"), person("Sami Jasim Orenko al-Tarnesk al-Melin Adnan")
    comparison = compare_entities(one, other)
    assert all(abs(reason.weight) <= 3 for reason in comparison.reasons)
    assert math.isclose(sum(reason.weight for reason in comparison.reasons), comparison.score, abs_tol=1e-9)
