from __future__ import annotations

from enduse.assessment.completeness import field_rules
from enduse.assessment.flag_rules import flag_rules
from enduse.assessment.gates import gate_rules
from enduse.assessment.questions import question_rules
from enduse.diversion.convention import relation_kinds
from enduse.model.assessment import FourQuestion


def test_the_rule_table_names_only_gates_and_flags_that_are_computed() -> None:
    flags = {rule.flag for rule in flag_rules()}
    gates = {rule.gate for rule in gate_rules().gates if rule.is_computed}
    for rule in question_rules().rules:
        assert set(rule.flags) <= flags
        assert set(rule.gates) <= gates


def test_the_rule_table_names_only_relations_that_a_path_can_bear() -> None:
    names = {name for kind in relation_kinds().values() for name in (kind.name, kind.inverse)}
    for rule in question_rules().rules:
        for ground in rule.against:
            assert set(ground.relations) <= names
    for flag in flag_rules():
        assert set(flag.relations) <= names


def test_every_question_has_fields_it_waits_for_and_evidence_that_could_speak_against_it() -> None:
    blocked = {question for rule in field_rules() for question in rule.blocks}
    assert blocked == set(FourQuestion)
    assert all(rule.against for rule in question_rules().rules)


def test_every_gate_is_asked_and_none_is_left_to_a_person_from_the_start() -> None:
    assert all(rule.is_computed for rule in gate_rules().gates)
