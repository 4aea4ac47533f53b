"""FollowTheMoney itself judges our words: what we call its, it knows; what we call ours, it lacks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enduse.knowledge.followthemoney import follow_the_money
from enduse.knowledge.nodes import Node
from enduse.knowledge.properties import PROPERTIES, RELATIONS, Property, entity_kinds, list_properties, widen
from enduse.knowledge.shelf import open_knowledge

pytestmark = pytest.mark.oracles

ftm: Any = pytest.importorskip(
    "followthemoney", reason="needs the package followthemoney (the extra `oracles`)", exc_type=ImportError,
)
model, registry = ftm.model, ftm.types.registry

SOURCES = Path(__file__).parents[1] / "sources"
FREE_TEXT = {"string", "text"}
# Values that FollowTheMoney rejects and that stand so in the publications: numbers of telephones without the
# sign of the country, and whatever else a publisher misprints. The goldens hold none of the second.
NOT_JUDGED = {"phone"}
THEIRS = [row for row in list_properties() if row.is_ftm]
OURS = [row for row in list_properties() if not row.is_ftm]


def schema(name: str) -> Any:
    found = model.get(name)
    assert found is not None, f"{name} is no schema of FollowTheMoney"
    return found


def told(row: Property) -> str:
    return f"{row.prop} on {', '.join(row.on)}"


@pytest.mark.parametrize("row", THEIRS, ids=told)
def test_a_property_that_we_call_theirs_is_theirs_with_that_type(row: Property) -> None:
    for name in row.on:
        found = schema(name).get(row.prop)
        assert found is not None
        assert ("text" if found.type.name in FREE_TEXT else found.type.name) == row.kind
        assert row.via or found.schema.name == name, "the table names the widest kind of entity that carries it"
    if row.via:
        assert all(schema(name).get(row.via).range.name == "Thing" for name in row.on)


@pytest.mark.parametrize("row", OURS, ids=told)
def test_a_property_that_we_call_ours_has_no_word_there(row: Property) -> None:
    for name in row.on:
        is_theirs = entity_kinds()[name].is_ftm
        assert not is_theirs or schema(name).get(row.prop) is None
    if row.near:
        near, _, prop = row.near.partition(".")
        assert schema(near).get(prop) is not None


@pytest.mark.parametrize("name", sorted(entity_kinds()))
def test_kinds_of_entity_extend_each_other_as_there(name: str) -> None:
    if not entity_kinds()[name].is_ftm:
        assert model.get(name) is None
        return
    theirs = {wider.name for wider in schema(name).schemata}
    assert widen(name) == theirs & set(entity_kinds())


@pytest.mark.parametrize("row", open_knowledge(RELATIONS).get("kinds").items(), ids=lambda row: row.get("kind").text())
def test_a_relation_has_a_form_that_takes_its_two_ends(row: Node) -> None:
    form = row.get("ftm")
    link = schema(form.get("schema").text())
    for end in ("subject", "object"):
        assert link.get(form.get(end).text()) is not None
    assert link.get(form.get("subject").text()).type.name == "entity"
    if not form.get("role").is_absent:
        assert link.get("role") is not None


def test_every_relation_of_the_goldens_joins_kinds_of_entity_that_the_link_takes() -> None:
    forms = {row.get("kind").text(): row.get("ftm") for row in open_knowledge(RELATIONS).get("kinds").items()}
    ties = [said for said in golden_statements() if said["prop"] in forms]
    assert len({said["prop"] for said in ties}) >= 4
    kinds = {said["subject"]: said["schema"] for said in golden_statements() if said["prop"] == "name"}
    for said in ties:
        form = forms[said["prop"]]
        ends = [("subject", said["schema"])]
        if said["value"] in kinds:  # of the other end the golden may say nothing but this tie
            ends.append(("object", kinds[said["value"]]))
        for end, own in ends:
            taken = schema(form.get("schema").text()).get(form.get(end).text()).range
            # An organisation that is owned is merged into a company, which extends both kinds.
            common = [each for each in model if each.is_a(taken) and each.is_a(own)]
            # A wallet is no asset there: it names its holder by a property of its own.
            assert common or schema(own).get("holder") is not None, f"{own} cannot be the {end} of {said['prop']}"


def test_roles_are_told_by_a_link_that_carries_their_word() -> None:
    roles = [row.get("ftm_role").text() for row in open_knowledge("codes/roles.yaml").get("roles").items()]
    assert all(registry.string.clean(role) == role for role in roles)
    assert {schema("UnknownLink").get(end).type.name for end in ("subject", "object")} == {"entity"}
    assert schema("UnknownLink").get("role").type.name == "string"


def test_topics_are_topics_there() -> None:
    vocabularies = open_knowledge(PROPERTIES).get("vocabularies").items()
    topics = next(node for node in vocabularies if node.get("vocabulary").text() == "topics")
    assert {node.get("word").text() for node in topics.get("words").items()} <= set(registry.topic.names)


def golden_statements() -> Iterator[dict[str, str]]:
    for path in sorted(SOURCES.glob("*/expected*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            said = json.loads(line)
            if "prop" in said:
                yield said


def golden_values() -> Iterator[tuple[str, str, str, str]]:
    """Yield the type, the kind of entity, the property and the value of every statement of the goldens."""
    kinds = {(row.prop, name): row.kind for row in THEIRS for name in row.on}
    for said in golden_statements():
        carriers = {*widen(said["schema"]), "Sanction"}
        kind = next((kinds[said["prop"], name] for name in carriers if (said["prop"], name) in kinds), "")
        if kind:
            yield kind, said["schema"], said["prop"], said["value"]


def test_every_value_of_the_goldens_is_one_there() -> None:
    values = set(golden_values())
    judged = {kind for kind, *_ in values}
    assert judged >= {"country", "date", "gender", "identifier", "name", "topic", "url"}
    wrong = [
        (name, prop, value) for kind, name, prop, value in sorted(values)
        if kind not in NOT_JUDGED and kind != "text" and registry.get(kind).clean(value) is None
    ]
    assert wrong == []


def test_dates_genders_topics_and_countries_are_spelled_as_there() -> None:
    spelled = {"country", "date", "gender", "topic"}
    changed = [
        (name, prop, value) for kind, name, prop, value in sorted(set(golden_values()))
        if kind in spelled and registry.get(kind).clean(value) != value
    ]
    assert changed == []


def test_every_code_of_a_country_is_a_code_there() -> None:
    table = open_knowledge("codes/countries.yaml")
    codes = table.get("countries").mapping()
    assert len(codes) > 200
    assert [code for code in codes if registry.country.clean(code) != code] == []
    gone = table.get("historical").mapping()
    assert gone
    assert [code for code in gone if registry.country.clean(code) is None] == []


@pytest.mark.parametrize("name", sorted(model.schemata))
def test_every_schema_is_taken_or_left_out_with_its_properties(name: str) -> None:
    row = follow_the_money().schemata.get(name)
    assert row is not None
    theirs = {
        prop.name: "text" if prop.type.name in FREE_TEXT else prop.type.name
        for prop in schema(name).properties.values() if not prop.stub
    }
    assert row.use == "left out" or dict(row.types) == theirs
