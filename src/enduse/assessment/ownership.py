"""Ownership of the parties of an order: what listed owners hold together, from the order's words and the record's.

A party is joined with a record entity only where a person or an identifier says that they are one; an owner counts as
listed by the same measure as a party (`gates.judge_hit`), and as open while a hit awaits a judgement.
Cost: linear in the holdings above each party.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from enduse.assessment.dossier import SAME, Dossier, shares_identifier
from enduse.assessment.gates import judge_hit
from enduse.diversion.ownership import sum_ownership
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, any_of, unknown
from enduse.model.assessment import GateAnswer
from enduse.model.evidence import Reason
from enduse.model.ownership import WHOLE, Holding, OwnershipFinding
from enduse.model.party import Party

OWNERSHIP = "ownership"
_ENDS = frozenset({"Person", "PublicBody"})  # kinds that nobody owns


def find_ownership(dossier: Dossier) -> tuple[OwnershipFinding, ...]:
    """Return what listed owners hold of each party, in the order's order."""
    nodes: dict[str, Party] = {**dossier.owners}
    stated = [holding for party in dossier.parties() for holding in _stated(party, nodes)]
    same = _same_nodes(dossier, nodes)
    holdings = [_rename(one, same) for one in (*stated, *(dossier.holdings or ()))]
    answers: dict[str, Answer] = {}

    def listed(node: str) -> Answer:
        if node not in answers:
            answers[node] = _is_listed(dossier, nodes.get(node), node)
        return answers[node]

    def caption(node: str) -> str:
        return f"{nodes[node].name} ({node})" if node in dossier.owners else node

    found = (
        sum_ownership(party.name, holdings, listed=listed, caption=caption, as_of=dossier.as_of,
                      is_end=lambda node: node in nodes and nodes[node].kind in _ENDS)
        for party in dossier.parties()
    )
    return tuple(
        replace(one, chains=tuple(
            tuple(replace(each, owner=caption(each.owner), asset=caption(each.asset)) for each in chain)
            for chain in one.chains)) for one in found
    )


def sum_up(dossier: Dossier) -> Dossier:
    """Return the dossier with what listed owners hold of each party, which gates, flags and questions share."""
    return replace(dossier, ownership=find_ownership(dossier))


def stated_owners(party: Party) -> Iterator[Party]:
    """Yield everybody whom an order states to stand above a party."""
    for owner in party.owners:
        yield owner.party
        yield from stated_owners(owner.party)


def _stated(party: Party, nodes: dict[str, Party]) -> Iterator[Holding]:
    """Yield the holdings that the order states above a party; owners are nodes by name."""
    nodes.setdefault(party.name, party)
    for owner in party.owners:
        cited = (owner.party.citation,) if owner.party.citation else ()
        yield Holding(owner=owner.party.name, asset=party.name, low=owner.low, high=owner.high, evidence=cited)
        yield from _stated(owner.party, nodes)


def _same_nodes(dossier: Dossier, nodes: Mapping[str, Party]) -> dict[str, str]:
    """Return the record entities that are a party or a stated owner, by a judgement or an identifier."""
    return {
        hit.entity.id: name for name, party in nodes.items() if name not in dossier.owners
        for hit in (dossier.screenings[name].hits if name in dossier.screenings else ())
        if dossier.verdict_on(party, hit) == SAME or shares_identifier(party, hit.entity)
    }


def _rename(one: Holding, same: Mapping[str, str]) -> Holding:
    return replace(one, owner=same.get(one.owner, one.owner), asset=same.get(one.asset, one.asset))


def _is_listed(dossier: Dossier, party: Party | None, node: str) -> Answer:
    """Tell whether a node is listed: an entity of the record that a list names, or one whose hits say so."""
    concern = dossier.concerns.get(node)
    if concern is not None:
        return MET
    screening = dossier.screenings.get(party.name) if party else None
    if party is None or screening is None or not any(source.version for source in screening.coverage):
        fact = f"screening of {party.name if party else node}"
        return unknown(MissingFact(fact=fact, about=node, question="Screen the owner."))
    return any_of(judge_hit(dossier, party, hit) for hit in dossier.listed_hits(party))


def settle_ownership(gate: GateAnswer, findings: Sequence[OwnershipFinding]) -> GateAnswer:
    """Return the gate of ownership as the sums answer it."""
    if gate.gate != OWNERSHIP:
        return gate
    answer = any_of(finding.answer for finding in findings) if findings else gate.answer
    reasons = tuple(one for one in tell_ownership(findings) if answer != MET or one.weight > 0)
    return replace(gate, answer=answer, reasons=reasons)


def tell_ownership(findings: Sequence[OwnershipFinding]) -> Iterator[Reason]:
    """Say what listed owners hold of each party of which anything is known, chain by chain."""
    for finding in findings:
        bounds = f"{finding.low:f} %" if finding.low == finding.high else f"{finding.low:f} to {finding.high:f} %"
        for chain in finding.chains:
            steps = "; ".join(f"{one.owner} holds {_share(one)} of {one.asset}" for one in chain)
            evidence = tuple(dict.fromkeys(cited for one in chain for cited in one.evidence))
            yield Reason(text=f"Listed owners hold {bounds} of {finding.party}: {steps}.", left=finding.party,
                         right=chain[0].owner, weight=1.0 if finding.answer == MET else 0.5, evidence=evidence)
        if not finding.chains and finding.answer == NOT_MET:
            yield Reason(text=f"Owners that are not listed hold more than half of {finding.party}.", weight=-1.0)


def _share(one: Holding) -> str:
    if one.low == one.high:
        return f"{one.low:f} %"
    return "an unstated share" if one.high - one.low == WHOLE else f"{one.low:f} to {one.high:f} %"
