"""Every word that a statement may use stands in a table, and the tables agree with the model and the readers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from enduse.knowledge.nodes import Node
from enduse.knowledge.properties import (
    PROPERTIES,
    RELATIONS,
    entity_kinds,
    find_property,
    fit_schema,
    list_properties,
    relation_kinds,
    widen,
)
from enduse.knowledge.shelf import open_knowledge
from enduse.model.answer import Verdict
from enduse.model.determination import ControlPosition
from enduse.model.party import PartyRole
from enduse.model.statement import Grade
from enduse.model.transaction import TransactionKind
from enduse.reading.document import read_document
from enduse.reading.statements import to_statements
from enduse.sources.catalogue import SourceSpec, list_sources

TESTS = Path(__file__).parents[1]


def told_by_lists() -> Iterator[tuple[str, str]]:
    for path in sorted(TESTS.glob("sources/*/expected*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            fields = json.loads(line)
            if "prop" in fields:
                yield fields["schema"], fields["prop"]


def told_by_papers() -> Iterator[tuple[str, str]]:
    for path in sorted(TESTS.glob("reading/golden/*.txt")):
        reading = read_document(path.read_bytes(), name=path.name)
        for said in to_statements(reading, source="test", origin="test desk", grade=Grade.parse("B2")):
            yield said.schema, said.prop


def missing(pairs: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs of which neither table has a row."""
    ties = relation_kinds()
    return sorted(
        (schema, prop) for schema, prop in set(pairs)
        if schema not in entity_kinds() or not (prop in ties or find_property(schema, prop))
    )


def test_every_property_that_a_list_states_stands_in_the_table_for_its_kind_of_entity() -> None:
    assert len(set(told_by_lists())) > 100
    assert missing(told_by_lists()) == []


def test_every_property_that_a_paper_states_stands_in_the_table_for_its_kind_of_entity() -> None:
    assert len(set(told_by_papers())) > 20
    assert missing(told_by_papers()) == []


def _properties_in(spec: SourceSpec) -> Iterator[str]:
    """Yield the properties that the vocabularies of a source name."""
    lookups = ("feature_columns", "id_property", "former_notes", "script_notes", "imo_type")
    for name in lookups:
        yield from spec.lookups.get(name, {}).values()
    for label in spec.lookups.get("labels", {}).values():
        yield label.partition(" ")[2]
    categories = ("alt_type", "relation_type", "TYPE_OF_DOCUMENT", "identification_type", "contact", "identifier",
                  "QUALITY")
    for name in categories:
        yield from spec.categories.get(name, {}).values()


@pytest.mark.parametrize("spec", list_sources(), ids=lambda spec: spec.id)
def test_every_property_in_the_vocabulary_of_a_source_stands_in_a_table(spec: SourceSpec) -> None:
    known = {row.prop for row in list_properties()} | relation_kinds()
    assert {prop for prop in _properties_in(spec) if prop} - known == set()


def test_every_property_that_papers_print_in_their_header_stands_in_the_table() -> None:
    from enduse.reading import statements

    assert missing(("Document", prop) for prop in statements._HEADER_PROPS.values()) == []


def test_every_kind_of_entity_that_a_source_names_stands_in_the_table() -> None:
    named = {"Group Type", "SDN_Type", "type", "kind", "Type", "subject_type"}
    kinds = {kind for spec in list_sources() for name in named for kind in spec.categories.get(name, {}).values()}
    assert len(kinds) >= 6
    assert kinds - set(entity_kinds()) == set()


def test_a_row_is_told_once_and_its_kinds_of_entity_stand_in_the_table() -> None:
    rows = [(row.prop, kind) for row in list_properties() for kind in row.on]
    assert len(set(rows)) == len(rows)
    # Sanction is FollowTheMoney's and carries what is said of a listing; no statement is made of one here.
    assert {kind for _, kind in rows} - set(entity_kinds()) == {"Sanction"}
    assert {kind for row in list_properties() if row.via for kind in row.on} == {"Sanction"}
    assert not {row.prop for row in list_properties()} & relation_kinds()


def test_only_words_of_our_own_need_a_meaning_and_stand_on_things() -> None:
    ours = [row for row in list_properties() if not row.is_ftm]
    assert ours
    assert all(row.says for row in ours)
    assert all("Thing" in widen(kind) for row in ours for kind in row.on)


def test_every_relation_kind_and_role_has_its_form_in_follow_the_money() -> None:
    kinds = open_knowledge(RELATIONS).get("kinds").items()
    for row in kinds:
        form = row.get("ftm").mapping(("schema", "subject", "object", "role"))
        assert {"schema", "subject", "object"} <= set(form), row.get("kind").text()
        assert ("role" in form) == (form["schema"].text() == "UnknownLink")
    roles = open_knowledge("codes/roles.yaml").get("roles").items()
    assert {row.get("role").text() for row in roles} == {role.value for role in PartyRole}
    assert all(row.get("ftm_role").text() for row in roles)
    assert len({row.get("kind").text() for row in kinds}) == len(kinds)


def _vocabularies() -> dict[str, list[Node]]:
    found = open_knowledge(PROPERTIES).get("vocabularies").items()
    return {node.get("vocabulary").text(): list(node.get("words").items()) for node in found}


@pytest.mark.parametrize(("name", "words"), [
    ("verdicts", [verdict.value for verdict in Verdict]),
    ("positions", [position.value for position in ControlPosition]),
    ("transactions", [kind.value for kind in TransactionKind]),
    ("topics", sorted({topic for spec in list_sources() for table in ("topics", "source")
                       for topic in spec.lookups.get(table, spec.categories.get(table, {})).values()},
                      key=["sanction", "export.control", "debarment"].index)),
])
def test_every_word_of_a_vocabulary_has_the_word_of_the_field(name: str, words: list[str]) -> None:
    table = _vocabularies()[name]
    assert [node.get("word").text() for node in table] == words
    assert all(node.get("field").text() for node in table)


@pytest.mark.parametrize(("schema", "prop", "fitting"), [
    ("Person", "birthDate", "Person"), ("Organization", "isinCode", "Company"), ("Organization", "birthPlace", None),
    ("LegalEntity", "imoNumber", "Organization"), ("LegalEntity", "gender", "Person"),
    ("Vessel", "imoNumber", "Vessel"), ("Company", "mmsi", None),
    ("Address", "listingDate", "Address"), ("Vessel", "owned_by", "Vessel"),
    ("Item", "name", "Item"), ("Item", "mmsi", None), ("Airplane", "registrationNumber", "Airplane"),
])
def test_a_property_is_said_of_the_kind_of_entity_that_carries_it(schema: str, prop: str, fitting: str | None) -> None:
    assert fit_schema(schema, prop) == fitting
