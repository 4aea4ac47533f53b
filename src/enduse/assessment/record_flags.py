"""Flag tests that need screening, paths or addresses; each is named by a `kind` in `knowledge/flags/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from enduse.assessment.dossier import Dossier, only_sells
from enduse.assessment.flag_rules import FlagRule
from enduse.assessment.gates import answer_gate, gate_rules, judge_hit, tell_hit
from enduse.assessment.order_flags import Finding, FlagTest, lacking
from enduse.assessment.ownership import tell_ownership
from enduse.assessment.published_addresses import find_published
from enduse.diversion.concerns import programme_table
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, Verdict, any_of, unknown
from enduse.model.evidence import Reason
from enduse.model.party import Party, PartyRole
from enduse.model.path import Path
from enduse.names.folding import fold_name

_PASSING = frozenset({PartyRole.BANK, PartyRole.CARRIER})  # whose own address says nothing of the goods


def party_listed(dossier: Dossier, _: FlagRule) -> Finding:
    """Answer as the gate of listed parties does, and unknown where a list could not be asked."""
    listed, coverage = answer_gate(dossier, "listed_party"), answer_gate(dossier, "list_coverage")
    if listed.answer == MET:
        return MET, listed.reasons
    missing = (*listed.answer.missing, *coverage.answer.missing)
    return (unknown(*missing) if missing else NOT_MET), (*listed.reasons, *coverage.reasons)


def hit_open(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a listed hit from the review threshold on has not been judged to be another."""
    hits = [(p, h) for p in dossier.parties() for h in dossier.listed_hits(p) if h.score >= gate_rules().review_from]
    if hits:
        return MET, tuple(tell_hit(dossier, party, hit) for party, hit in hits)
    unscreened = [party for party in dossier.parties() if party.name not in dossier.screenings]
    if unscreened or not dossier.parties():
        return lacking(rule, "screening of every party"), ()
    return NOT_MET, ()


def military_tie(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a short path leads from the user to military or weapons work and the use is stated to be civil."""
    steps = int(rule.numbers["max_steps"])
    ties = [(p, path) for p, path in dossier.paths(*rule.roles) if len(path.steps) - 1 <= steps and
            _is_programme(dossier, path)]
    stated = dossier.order.end_use.is_military
    if ties and stated is None:
        return lacking(rule, "whether the use is stated to be military"), _tell(ties)
    if stated:
        return NOT_MET, (Reason(text="The use is stated to be military, so nothing is hidden behind a civil one."),)
    return (MET, _tell(ties)) if ties else (_silence(dossier, rule, rule.roles), ())


def stands_in(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when an assessed path says that the user stands in for another; unknown while it is not assessed."""
    said = [(p, path) for p, path in dossier.paths(*rule.roles) if path.steps[1].relation in rule.relations]
    if any(path.is_assessed for _, path in said):
        return MET, _tell([(party, path) for party, path in said if path.is_assessed])
    if said:
        name = said[0][0].name
        return lacking(rule, f"a second origin, or a better graded one, on {name}", name), _tell(said)
    return _silence(dossier, rule, rule.roles), ()


def listed_owner(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a path of ownership or control alone leads to a listed party and the shares do not settle the sum."""
    owned = [(p, path) for p, path in dossier.paths() if all(s.relation in rule.relations for s in path.steps[1:])]
    settled = {finding.party for finding in dossier.ownership if finding.answer.verdict is not Verdict.UNKNOWN}
    open_ties = [(party, path) for party, path in owned if party.name not in settled]
    if open_ties:
        return MET, _tell(open_ties)
    if dossier.parties() and all(party.name in settled for party in dossier.parties()):
        return NOT_MET, (Reason(text="The shares of all owners that matter are known.", weight=-0.5),)
    return lacking(rule, "owners of the parties, with shares"), ()


def owned_by_listed(dossier: Dossier, rule: FlagRule) -> Finding:
    """Answer as the sums of ownership do."""
    if not dossier.ownership:
        return lacking(rule, "owners of the parties, with shares"), ()
    answer = any_of(finding.answer for finding in dossier.ownership)
    return answer, tuple(tell_ownership(dossier.ownership))


def path_to_programme(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a path is short and heavy enough and ends at weapons or military work."""
    steps, least = int(rule.numbers["max_steps"]), rule.numbers["weight"]
    found = [(p, path) for p, path in dossier.paths() if len(path.steps) - 1 <= steps
             and weigh(path) >= least and _is_programme(dossier, path)]
    return (MET, _tell(found)) if found else (_silence(dossier, rule, ()), ())


def shared_address(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a party's address equals that of a listed one, or a path begins with a shared site."""
    shared = [(p, path) for p, path in dossier.paths() if path.steps[1].relation == "same_site"]
    reasons = list(_tell(shared))
    answers: list[Answer] = [MET] * len(shared)
    for party in dossier.parties():
        if party.roles and set(party.roles) <= _PASSING:
            continue
        address = fold_name(party.address)
        if len(address.split()) < rule.numbers["min_words"]:
            if only_sells(party):
                continue
            answers.append(lacking(rule, f"full address of {party.name}", party.name))
            continue
        same = [e for e in dossier.at_addresses or () if address in {fold_name(a) for a in e.values("address")}]
        answers += [MET] * len(same)
        reasons += [Reason(text=f"{party.name} gives an address that is published for {entity.caption}.",
                           left=party.address, right=entity.caption, weight=1.0, evidence=dossier.cite_party(party))
                    for entity in same]
    if dossier.at_addresses is None or all(map(only_sells, dossier.parties())):
        answers.append(lacking(rule, "a search for listed parties at the addresses of the order"))
    return any_of(answers), tuple(reasons)


def published_address(dossier: Dossier, rule: FlagRule) -> Finding:
    """Answer as the gate of published addresses does."""
    return find_published(dossier, question=rule.ask)


def role_of_concern(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a party in these roles is a listed one, or a path of few links leads from it to one; else as known."""
    parties = dossier.parties(*rule.roles)
    if not parties:
        return lacking(rule, "a party in the role of " + " or ".join(role.value for role in rule.roles)), ()
    steps = int(rule.numbers["max_steps"])
    answers: list[Answer] = []
    reasons: list[Reason] = []
    for party in parties:
        hits = dossier.listed_hits(party)
        answers += [judge_hit(dossier, party, hit) for hit in hits]
        reasons += [tell_hit(dossier, party, hit) for hit in hits if judge_hit(dossier, party, hit) != NOT_MET]
        ties = [path for one, path in dossier.paths(*rule.roles) if one == party and len(path.steps) - 1 <= steps]
        answers += [MET] * len(ties)
        reasons += _tell((party, path) for path in ties)
        if party.name not in dossier.screenings:
            answers.append(lacking(rule, f"screening of {party.name}", party.name))
    return any_of(answers), tuple(reasons)


def informed(dossier: Dossier, _: FlagRule) -> Finding:
    """Answer as the gate does."""
    gate = answer_gate(dossier, "informed")
    return gate.answer, gate.reasons


def weigh(path: Path) -> float:
    """Return the product of the weights of the steps."""
    weight = 1.0
    for step in path.steps:
        weight *= step.weight
    return weight


def tell_path(party: Party, path: Path) -> Reason:
    """Say a path as one reason, step by step in the sources' own strength, with likelihood and confidence apart.

    That a party may be the one of the same name goes without saying here; the path itself says it, with the score.
    """
    told = [step for step in path.steps if not step.only_names_again] or path.steps
    steps = " ".join(step.sentence for step in told)
    sort = "assessed" if path.is_assessed else "not assessed"
    words = f"Likelihood: {path.likelihood.words}; confidence: {path.confidence.value}; {sort}."
    text = f"{steps} End: {path.target_caption}, {path.concern}. {words}"
    evidence = tuple(dict.fromkeys(citation for step in path.steps for citation in step.evidence))
    return Reason(text=text, left=party.name, right=path.target_caption, weight=weigh(path), evidence=evidence)


def _tell(found: Iterable[tuple[Party, Path]]) -> tuple[Reason, ...]:
    return tuple(tell_path(party, path) for party, path in found)


def _is_programme(dossier: Dossier, path: Path) -> bool:
    """Tell whether a path ends at weapons or military work; a target of no known class counts as such."""
    concern = dossier.concerns.get(path.target)
    return concern is None or concern.is_weapons or bool(set(concern.classes) & programme_table().military)


def _silence(dossier: Dossier, rule: FlagRule, roles: tuple[PartyRole, ...]) -> Answer:
    """Return not met when the record speaks of every party in the roles, unknown where it is silent."""
    if not dossier.asked_of(*roles):
        return lacking(rule, "a party in the role of " + " or ".join(role.value for role in roles or PartyRole))
    return any_of(
        unknown(MissingFact(fact=f"what sources say of {party.name}", about=party.name,
                            question=f"What do papers, registers and partners say of {party.name}?"))
        for party in dossier.silent(*roles)
    )


RECORD_TESTS: Mapping[str, FlagTest] = {
    test.__name__: test for test in (
        party_listed, hit_open, military_tie, stands_in, listed_owner, owned_by_listed, path_to_programme,
        shared_address, informed, published_address, role_of_concern,
    )
}
