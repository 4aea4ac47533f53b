"""Every party here is invented."""

from __future__ import annotations

from datetime import date

import pytest

from enduse.assessment.dossier import gather, has_phrase, has_same_words, shares_identifier
from enduse.assessment.gates import answer_gates, judge_hit
from enduse.model.answer import Verdict
from enduse.model.party import Party, PartyRole
from enduse.model.screening import Entity, Hit, Screening, SourceCoverage
from enduse.model.transaction import Transaction, TransactionKind

PARTY = Party(
    name="Quillmarsh Dynamics", roles=(PartyRole.PURCHASER,), identifiers=(("registrationNumber", "QM 77-81"),),
)


def hit(score: float, name: str, *, number: str = "") -> Hit:
    properties = (("registrationNumber", (number,)),) if number else ()
    entity = Entity(id="listed-1", schema="Company", caption=name, properties=properties, sources=("list",),
                    is_listed=True)
    return Hit(query=PARTY.name, rank=1, score=score, entity=entity, matched_name=name, reasons=(), listing=())


@pytest.mark.parametrize("found, verdict", [
    (hit(0.2, "Something Else", number="qm7781"), Verdict.MET),
    (hit(0.96, "DYNAMICS, Quillmarsh"), Verdict.MET),
    (hit(0.96, "Quillmarsh Dynamics Group"), Verdict.UNKNOWN),
    (hit(0.94, "Quillmarsh Dynamics"), Verdict.UNKNOWN),
    (hit(0.7, "Quillmarsh"), Verdict.UNKNOWN),
    (hit(0.69, "Quillmarsh"), Verdict.NOT_MET),
])
def test_a_hit_is_the_party_on_an_identifier_or_a_near_certain_equal_name_only(found: Hit, verdict: Verdict) -> None:
    order = Transaction(reference="x", kind=TransactionKind.ORDER, parties=(PARTY,), lines=())
    assert judge_hit(gather(order, as_of=date(2026, 6, 1)), PARTY, found).verdict is verdict


def test_one_list_out_of_force_leaves_the_gate_open_and_is_named() -> None:
    order = Transaction(reference="x", kind=TransactionKind.ORDER, parties=(PARTY,), lines=())
    coverage = (SourceCoverage(source="a", title="List A", version=date(2026, 1, 1), entities=1),
                SourceCoverage(source="b", title="List B", version=None, entities=0))
    screening = Screening(query=PARTY.name, hits=(), coverage=coverage)
    gates = {g.gate: g for g in answer_gates(gather(order, as_of=date(2026, 6, 1), screenings=[screening]))}
    assert gates["listed_party"].answer.verdict is Verdict.NOT_MET
    assert gates["list_coverage"].answer.verdict is Verdict.UNKNOWN
    assert "List B" in gates["list_coverage"].answer.missing[0].fact


def test_a_phrase_is_found_as_whole_words_only() -> None:
    assert has_phrase("Ostrand TRADING Co.", ["trading"]) == "trading"
    assert has_phrase("Ostrandtrading", ["trading"]) == ""
    assert has_same_words("Mill Easting", "EASTING, Mill")
    assert shares_identifier(PARTY, hit(0.1, "x", number="QM7781").entity) == "registrationNumber"
