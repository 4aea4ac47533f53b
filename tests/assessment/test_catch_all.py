"""Every catch-all rule proves its own cases; parties are invented, and nobody lives in the countries used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.assessment.catch_all import Bench, _compare_codes, answer_catch_all, answer_test
from enduse.assessment.dossier import MIND, Dossier, gather
from enduse.assessment.gates import answer_gates
from enduse.assessment.minds import HOLDS, gather_minds, mind_object
from enduse.knowledge.catch_all_law import CatchAllRule, catch_all_rules, known_uses
from enduse.knowledge.nodes import Node, parse_nodes
from enduse.model.answer import MET, NOT_MET, Verdict
from enduse.model.assessment import CatchAllAnswer, FlagFinding, FlagStrength
from enduse.model.determination import Classification, ControlPosition, RegimePosition
from enduse.model.item import Item, ItemLine
from enduse.model.party import Party, PartyRole
from enduse.model.screening import Entity, Hit, Screening, SourceCoverage
from enduse.model.statement import Judgement
from enduse.model.transaction import EndUse, Mind, Route, Transaction, TransactionKind

DAY = date(2026, 6, 1)
CASES = [(rule, case) for rule in catch_all_rules() for case in rule.cases]
DEGREES = {"informed_of": "informed", "knows_of": "know", "suspects": "suspect"}


def read_case(node: Node) -> Transaction:
    use, route = node.get("end_use"), node.get("route")
    return Transaction(
        reference="case", kind=TransactionKind.ORDER, lines=(),
        parties=tuple(Party(
            name=p.get("name").text(), country=p.get("country").text(),
            roles=tuple(PartyRole(role.text()) for role in p.get("roles").items()),
        ) for p in node.get("parties").items()),
        route=Route(origin=route.get("origin").text(), destination=route.get("destination").text()),
        end_use=EndUse(minds=tuple(
            Mind(degree=degree, uses=use.get(key).texts()) for key, degree in DEGREES.items() if key in use.mapping()
        )),
    )


def classify(position: str) -> tuple[Classification, ...]:
    where = ControlPosition(position)
    return (Classification(item="a machine", as_of=DAY, determinations=(), positions=tuple(
        RegimePosition(regime=regime, title=regime, position=where) for regime in ("EU", "US", "CA"))),)


def bench_of(rule: CatchAllRule, dossier: Dossier, flags: Mapping[str, FlagFinding] | None = None) -> Bench:
    gates = {gate.gate: gate for gate in answer_gates(dossier)}
    return Bench(dossier=dossier, minds=gather_minds(dossier, ()), gates=gates, rule=rule, flags=flags or {})


def raise_flag(name: str, verdict: str) -> FlagFinding:
    answer = {"met": MET, "not met": NOT_MET}[verdict]
    return FlagFinding(flag=name, group="G", strength=FlagStrength.STRONG, text="A sign.", answer=answer, ask="")


def answer_case(rule: CatchAllRule, case: Node) -> CatchAllAnswer | None:
    order, code = read_case(case.get("order")), case.get("goods").text()
    if code:
        order = replace(order, lines=(ItemLine(number=1, item=Item(description="goods", hs_code=code)),))
    flags = {name: raise_flag(name, node.text()) for name, node in case.get("flags").mapping().items()}
    dossier = gather(order, as_of=case.get("as_of").date() or DAY, classifications=classify(case.get("regime").text()))
    return answer_test(bench_of(rule, dossier, flags))


@pytest.mark.parametrize("rule, case", CASES, ids=[f"{rule.test}-{case.line}" for rule, case in CASES])
def test_every_rule_proves_its_cases(rule: CatchAllRule, case: Node) -> None:
    answer = answer_case(rule, case)
    assert answer is not None
    assert answer.answer.verdict.value == case.get("expect").text()


@pytest.mark.parametrize("rule", [r for r in catch_all_rules() if r.is_read], ids=lambda rule: rule.test)
def test_every_rule_that_was_read_has_cases_and_known_words(rule: CatchAllRule) -> None:
    assert rule.cases
    assert rule.elements
    assert all(element.says for element in rule.elements)


@pytest.mark.parametrize("rule", [r for r in catch_all_rules() if r.is_read], ids=lambda rule: rule.test)
def test_every_duty_begins_with_a_word_that_the_next_steps_know(rule: CatchAllRule) -> None:
    assert rule.duty.partition(" ")[0].rstrip(",") in {"license", "notify", "obtain", "prevent"}


def test_a_law_names_its_countries_once_and_every_test_of_it_reads_them() -> None:
    japan = {rule.test: rule for rule in catch_all_rules() if rule.law == "JP"}
    groups = {element.not_within for rule in japan.values() for element in rule.elements if element.not_within}
    assert [len(group) for group in groups] == [27]


def order(text: str) -> Transaction:
    return read_case(parse_nodes(text, where="test"))


GERMAN = 'parties: [{name: "Ostrand Werke", roles: ["exporter"], country: "de"}]\n'


def ask(transaction: Transaction, *, day: date = DAY, position: str = "not controlled") -> dict[str, CatchAllAnswer]:
    dossier = gather(transaction, as_of=day, classifications=classify(position))
    return {each.test: each for each in answer_catch_all(dossier, gates=answer_gates(dossier), flags=())}


def test_a_law_that_does_not_reach_the_export_is_left_out_and_an_unread_one_stays_unknown() -> None:
    german = ask(order(GERMAN + 'end_use: {informed_of: ["nuclear"]}'))
    assert "CA-5505-1" not in german
    assert "SG-5" not in german
    singaporean = ask(order('parties: [{name: "Ostrand", roles: ["exporter"], country: "sg"}]'))
    unread = singaporean["SG-5"]
    assert unread.answer.verdict is Verdict.UNKNOWN
    assert "text" in unread.answer.missing[0].fact
    assert unread.basis != "text"


def test_the_day_decides_which_regulation_of_the_union_is_asked() -> None:
    asked = order(GERMAN + 'end_use: {informed_of: ["nuclear"]}')
    assert ask(asked, day=date(2021, 9, 9))["EU-4-1-a"].answer.verdict is Verdict.MET
    before = ask(asked, day=date(2021, 9, 8))
    assert "EU-4-1-a" not in before
    assert before["EU-2009-4-1"].answer.verdict is Verdict.MET
    older = ask(asked, day=date(2009, 8, 26))
    assert older["EU-2000-4-1"].answer.verdict is Verdict.MET
    assert "EU-2009-4-1" not in older
    oldest = ask(asked, day=date(2000, 9, 27))
    assert oldest["EU-2000-4-1"].answer.verdict is Verdict.UNKNOWN


def test_measures_that_ended_bind_nobody_until_they_come_back() -> None:
    asked = order(GERMAN + 'route: {destination: "ir"}\nend_use: {informed_of: ["nuclear"]}')
    assert not [test for test in ask(asked, day=date(2006, 12, 22)) if test.startswith("UN-")]
    assert ask(asked, day=date(2015, 6, 1))["UN-1737-4"].answer.verdict is Verdict.MET
    assert not [test for test in ask(asked, day=date(2020, 6, 1)) if test.startswith("UN-")]
    assert ask(asked)["UN-2025-1737-4"].answer.verdict is Verdict.MET


def test_a_sign_that_a_law_names_counts_only_with_the_suspicion_of_a_person() -> None:
    rule = next(rule for rule in catch_all_rules() if rule.test == "KR-19-3-signs")
    asked = order('parties: [{name: "Haneul Precision", roles: ["exporter"], country: "kr"}]')
    flags = {name: raise_flag(name, "met") for name in ("ITM-14", "ROL-09")}
    answer = answer_test(bench_of(rule, gather(asked, as_of=DAY, classifications=()), flags))
    assert answer is not None
    assert answer.answer.verdict is Verdict.UNKNOWN
    assert any("ROL-09" in reason.text for element in answer.elements for reason in element.reasons)


@pytest.mark.parametrize("code, ranges, expected", [
    ("8459.61", ("8456-8461",), True), ("8462", ("8456-8461",), False), ("84", ("8456-8461",), None),
    ("", ("25-40",), None), ("40", ("25-40",), True), ("41", ("25-40", "54-59"), False), ("9027", ("902750",), None),
    ("", (), False),
])
def test_a_customs_code_that_is_too_short_to_tell_stays_open(
    code: str, ranges: tuple[str, ...], expected: bool | None,
) -> None:
    assert _compare_codes("".join(sign for sign in code if sign.isdigit()), ranges) is expected


def test_a_text_is_not_trusted_for_days_before_it_was_seen_or_long_after() -> None:
    told = order('parties: [{name: "Pennick", roles: ["exporter"], country: "us"}]\n'
                 'route: {destination: "ye"}\nend_use: {knows_of: ["missile_300km"]}')
    assert ask(told)["US-744.3-a1"].answer.verdict is Verdict.MET
    for day in (date(2012, 1, 1), date(2029, 1, 1)):
        answer = ask(told, day=day)["US-744.3-a1"].answer
        assert answer.verdict is Verdict.UNKNOWN
        assert "744.3" in answer.missing[0].fact


def test_who_was_not_informed_may_know_all_the_same() -> None:
    told = order(GERMAN + 'end_use: {informed_of: [], knows_of: ["nuclear"]}')
    asked = replace(told, end_use=replace(told.end_use, is_informed_of_wmd=False))
    answers = ask(asked)
    assert answers["EU-4-2"].answer.verdict is Verdict.MET
    assert answers["EU-4-1-a"].answer.verdict is Verdict.NOT_MET
    contradicted = replace(told, end_use=replace(told.end_use, is_suspected_wmd=False))
    assert ask(contradicted)["EU-4-2"].answer.verdict is Verdict.UNKNOWN


def test_near_the_limit_never_meets_a_test_by_itself() -> None:
    silent = ask(order(GERMAN), position="near the limit")
    assert all(answer.answer.verdict is not Verdict.MET for answer in silent.values())


def test_a_person_may_judge_the_state_of_mind() -> None:
    asked = order(GERMAN + 'end_use: {suspects: ["missile_delivery"]}')
    judged = Judgement(id="j", kind=MIND, object=mind_object("case", "aware", "missile_delivery"), verdict=HOLDS,
                       reason="The engineer said so.", actor="desk", at=datetime(2026, 5, 1, tzinfo=UTC))
    dossier = gather(asked, as_of=DAY, classifications=classify("not controlled"), judgements=[judged])
    rule = next(rule for rule in catch_all_rules() if rule.test == "EU-4-2")
    answer = answer_test(bench_of(rule, dossier))
    assert answer is not None
    assert answer.answer.verdict is Verdict.MET
    assert ask(asked)["EU-4-2"].answer.verdict is Verdict.UNKNOWN


def test_a_stated_no_that_the_record_contradicts_is_for_a_person() -> None:
    party = Party(name="Quillmarsh Dynamics", roles=(PartyRole.END_USER,), country="aq")
    listed = Entity(id="e", schema="Company", caption="Quillmarsh Dynamics", sources=("table",), is_listed=True,
                    properties=(("program", ("missile",)),))
    hit = Hit(query=party.name, rank=1, score=0.99, entity=listed, matched_name=party.name, reasons=(), listing=())
    plain = order(GERMAN + "end_use: {informed_of: [], knows_of: [], suspects: []}")
    asked = replace(plain, parties=(*plain.parties, party))
    coverage = (SourceCoverage(source="table", title="Own", version=DAY, entities=1),)
    rule = next(rule for rule in catch_all_rules() if rule.test == "EU-4-2")
    for hits, verdict in (((), Verdict.NOT_MET), ((hit,), Verdict.UNKNOWN)):
        dossier = gather(asked, as_of=DAY, classifications=classify("not controlled"),
                         screenings=[Screening(query=party.name, hits=hits, coverage=coverage)])
        answer = answer_test(bench_of(rule, dossier))
        assert answer is not None
        assert answer.answer.verdict is verdict
        assert any("missile" in reason.text for e in answer.elements for reason in e.reasons) is bool(hits)


def test_a_party_on_the_list_that_a_rule_names_meets_it_and_one_on_another_list_does_not() -> None:
    party = Party(name="Quillmarsh Dynamics", roles=(PartyRole.END_USER,), country="aq")
    exporter = order('parties: [{name: "Pennick", roles: ["exporter"], country: "us"}]')
    asked = replace(exporter, parties=(party, *exporter.parties))
    rule = next(rule for rule in catch_all_rules() if rule.test == "US-744.11")
    coverage = tuple(SourceCoverage(source=name, title=name, version=DAY, entities=9)
                     for name in ("us_bis_entity", "au_dfat"))
    for source, verdict in (("us_bis_entity", Verdict.MET), ("au_dfat", Verdict.NOT_MET)):
        listed = Entity(id="e", schema="Company", caption=party.name, sources=(source,), is_listed=True, properties=())
        hit = Hit(query=party.name, rank=1, score=0.99, entity=listed, matched_name=party.name, reasons=(), listing=())
        dossier = gather(asked, as_of=DAY, screenings=[
            Screening(query=party.name, hits=(hit,), coverage=coverage),
            Screening(query="Pennick", hits=(), coverage=coverage)])
        answer = answer_test(bench_of(rule, dossier))
        assert answer is not None
        assert answer.answer.verdict is verdict


USES = st.lists(st.sampled_from(sorted(known_uses())), max_size=3, unique=True)
TOLD = st.fixed_dictionaries({}, optional=dict.fromkeys(DEGREES.values(), USES))
PLACES = st.sampled_from(["", "aq", "ye", "by", "pt", "cu"])


@given(before=TOLD, after=TOLD, here=PLACES, there=PLACES)
def test_a_fact_that_is_filled_in_never_turns_a_decided_test(
    before: dict[str, list[str]], after: dict[str, list[str]], here: str, there: str,
) -> None:
    """Fill in degrees that were silent and a destination that was: met stays met, not met stays not met.

    A rule that is met because a range is not known is left out: knowing the range ends it, and meets another rule.
    """
    def told(minds: dict[str, list[str]], destination: str) -> dict[str, CatchAllAnswer]:
        plain = order('parties: [{name: "Pennick", roles: ["exporter"], country: "us"}, '
                      '{name: "Ostrand", roles: ["end_user"], country: "aq"}]')
        use = EndUse(minds=tuple(Mind(degree=d, uses=tuple(uses)) for d, uses in sorted(minds.items())))
        return ask(replace(plain, end_use=use, route=Route(destination=destination)))

    first, second = told(before, here), told({**after, **before}, here or there)
    rests_on_silence = {rule.test for rule in catch_all_rules() if any(one.undetermined for one in rule.elements)}
    for test, answer in first.items():
        if answer.answer.verdict is not Verdict.UNKNOWN and test not in rests_on_silence:
            now = second[test].answer if test in second else NOT_MET  # a law that a destination rules out is left out
            assert now == answer.answer, test
