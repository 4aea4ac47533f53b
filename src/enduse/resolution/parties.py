"""Compare a party with a record: the best pair of names, then all else that is stated on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from enduse.model.evidence import Reason
from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.names.comparing import NameComparison, compare_names
from enduse.names.tokens import Kind
from enduse.resolution.evidence import find_evidence

# How much a name of this property is worth: a weak alias is shared by many.
NAME_WORTH = {"name": 1.0, "alias": 0.98, "previousName": 0.96, "weakAlias": 0.8}
_NAME_ALONE = 0.95  # a name alone, however equal, does not make two records one
_ASKED_ALIAS = 0.98
_MOST_NAMES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyComparison:
    """How far a party is an entity, from 0 to 1; the weights of the reasons add up to the score."""

    score: float
    matched_name: str
    name_score: float
    reasons: tuple[Reason, ...]


def compare_party(party: Party, entity: Entity) -> PartyComparison:
    """Tell how far the party is the entity, and why.

    Names: the best pair counts, worth 0.95 of its likeness (`compare_names`),
    times 0.98 for an alias of the party, times what `NAME_WORTH` gives the
    entity's kind of name. Then each finding of `find_evidence` moves the score s
    in turn. One of strength g for it adds (1 - s) g, for an identifier, and (1 - s) g n
    for all others, n being the likeness of the names; one of strength -g against it takes s g.
    So agreement never lowers and contradiction never raises the score, and
    agreement in country or date lifts nothing whose name is quite another.

    Cost: names on both sides multiplied (at most 200 each), 40 us a pair that is not remembered.
    """
    best, prop, worth, matched = _best_name(party, entity)
    scale = _NAME_ALONE * worth
    reasons = [replace(reason, weight=reason.weight * scale) for reason in best.reasons]
    if prop == "weakAlias":
        reasons.append(Reason(text="a weak alias, which many share", right=matched))
    score = best.score * scale
    for finding in find_evidence(party, entity):
        is_whole = finding.is_identifier or finding.strength < 0
        share = finding.strength if is_whole else finding.strength * best.score
        weight = (1 - score) * share if share > 0 else score * share
        reasons.append(Reason(text=finding.text, left=finding.left, right=finding.right, weight=weight))
        score += weight
    return PartyComparison(
        score=min(1.0, max(0.0, score)), matched_name=matched, name_score=best.score, reasons=tuple(reasons),
    )


def name_kind(schema: str) -> Kind:
    """Tell how names of a FollowTheMoney schema are read."""
    if schema == "Person":
        return "person"
    return "unknown" if schema in ("LegalEntity", "Thing", "") else "organisation"


def _best_name(party: Party, entity: Entity) -> tuple[NameComparison, str, float, str]:
    kind = name_kind(party.kind) if name_kind(party.kind) != "unknown" else name_kind(entity.schema)
    asked = [(party.name, 1.0), *((alias, _ASKED_ALIAS) for alias in sorted(set(party.aliases)))][:_MOST_NAMES]
    best = NameComparison(score=0.0, reasons=(Reason(text="no name to compare", left=party.name),))
    found: tuple[NameComparison, str, float, str] = best, "name", 1.0, entity.caption
    for prop, value in _names(entity):
        for name, asked_worth in asked:
            worth = NAME_WORTH[prop] * asked_worth
            if worth <= found[0].score * found[2]:
                continue
            comparison = compare_names(name, value, kind=kind)
            if comparison.score * worth > found[0].score * found[2]:
                found = comparison, prop, worth, value
    return found


def _names(entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield the entity's names, the worthiest kind first, sorted, at most 200 of a kind."""
    for prop in NAME_WORTH:
        for value in sorted(entity.values(prop))[:_MOST_NAMES]:
            yield prop, value
