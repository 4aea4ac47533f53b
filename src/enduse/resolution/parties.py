"""Compare two records, or a party with a record: the best pair of names, then all else that is stated on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor, isfinite

from enduse.model.evidence import Reason
from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.names.comparing import NameComparison, compare_names, score_names
from enduse.names.tokens import Kind, read_name
from enduse.resolution.evidence import Finding, find_evidence
from enduse.resolution.records import Record, as_entity, name_kind, read_record
from enduse.resolution.weights import Group, Weights, load_weights

_NOTHING_ASKED = float("-inf")
_EXACT = 1e-9
_NEAR = 0.15  # by how much the name that led to a record may fall short while others of its names are looked at
_LATIN_ENDS = "\u0250"
_BLANK = ("name", "")
_NO_NAME = NameComparison(score=0.0, reasons=(Reason(text="no name to compare"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyComparison:
    """How likely two records are one party, from 0 to 1; the weights of the reasons add up to the score.

    `matched_name` is the right record's name of the best pair, `name_score` the likeness of that pair.
    """

    score: float
    matched_name: str
    name_score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _NamePair:
    comparison: NameComparison
    left: tuple[str, str]
    right: tuple[str, str]
    strength: float
    least: float  # the strength of names that have nothing in common
    loss: float = 0.0  # what it lost for being borne by many


def compare_party(party: Party, entity: Entity) -> PartyComparison:
    """Tell how likely the party is the entity, and why; see `compare_records`."""
    return compare_records(_read_party(party), read_record(entity))


def compare_likely(
    party: Party, entity: Entity, *, threshold: float, led_by: frozenset[str] = frozenset()
) -> PartyComparison | None:
    """Return what `compare_party` does where the score reaches the threshold, else None, mostly at a tenth of the cost.

    A name in another script than the party's counts only if it stands in `led_by`, the names by which the entity was
    found, or if the entity has no name in the party's script: what else is known of it says the same more surely.
    Where none of the names in `led_by` comes near what is needed, the others are not looked at.
    """
    return _compare(_read_party(party), read_record(entity), threshold, led_by)


def compare_entities(left: Entity, right: Entity) -> PartyComparison:
    """Tell how likely two entities are one party, and why; see `compare_records`."""
    return compare_records(read_record(left), read_record(right))


def compare_records(left: Record, right: Record) -> PartyComparison:
    """Tell how likely two records are one party, and why; the same whichever is left.

    Log odds are added (Fellegi and Sunter 1969), at a prior of one half for two records
    that somebody put side by side. The names give the strength that pairs of their
    likeness have on labelled sets, less for weak aliases and for names that many bear; then each finding of
    `find_evidence` adds its own. Support other than identifiers counts by the likeness of the
    names, from nothing to all, so that a country or an address in common lifts nothing
    whose name is quite another. Of all pairs of names the one that gives most counts.
    So agreement never lowers and contradiction never raises the score, what only one
    side states changes nothing, and no sum of evidence reaches 1.

    Each reason's weight is what it adds to the probability in turn: names first, then
    what speaks for, the strongest first, then what speaks against.

    Cost: names on both sides multiplied (at most 200 a kind), 40 us a pair of names that is not remembered, and some
    20 us for the rest.
    """
    told = _compare(left, right)
    assert told is not None
    return told


def _compare(
    left: Record, right: Record, threshold: float | None = None, led_by: frozenset[str] = frozenset()
) -> PartyComparison | None:
    weights = load_weights()
    findings = find_evidence(left, right)
    support = _weigh_support(findings, weights)
    against = tuple(finding for finding in findings if finding.strength <= 0)
    needed = _NOTHING_ASKED
    if threshold is not None:
        needed = weights.strength_of(threshold) - sum(finding.strength for finding in against)
    pair = _best_names(left, right, support, needed, led_by)
    if pair is None:
        return None
    strength = pair.strength
    score = weights.squash(strength)
    reasons = [*_name_reasons(pair, weights.squash(strength - pair.loss))]
    if pair.loss < 0:
        text = "a short or common name, which many bear"
        reasons.append(Reason(text=text, left=pair.left[1], right=pair.right[1], weight=score - _sum(reasons)))
    counted = [(s.finding, s.beside(pair.comparison.score, pair.strength, pair.least)) for s in support]
    counted += [(finding, finding.strength) for finding in against]
    for finding, moves in counted:
        strength += moves
        moved = weights.squash(strength)
        reasons.append(Reason(text=finding.text, left=finding.left, right=finding.right, weight=moved - score))
        score = moved
    if threshold is not None and score < threshold:
        return None
    return PartyComparison(
        score=score, matched_name=pair.right[1], name_score=pair.comparison.score, reasons=tuple(reasons),
    )


def _sum(reasons: Iterable[Reason]) -> float:
    return sum(reason.weight for reason in reasons)


@dataclass(frozen=True, slots=True)
class _Support:
    """A finding that speaks for, with the strength it has beside names that are quite alike."""

    finding: Finding
    strength: float
    group: Group

    def beside(self, likeness: float, strength: float, least: float) -> float:
        """Return its strength beside names of this likeness and strength, `least` being that of names quite unlike.

        Names that alone speak against (a weak alias, a lone common name) carry less the more they do.
        """
        if not self.group.is_conditional:
            return self.strength
        carried = min(1.0, max(0.0, (strength - least) / -least)) if least < 0 else 1.0
        return self.strength * self.group.share_beside(likeness) * carried


def _weigh_support(findings: Iterable[Finding], weights: Weights) -> tuple[_Support, ...]:
    """Return what speaks for, the strongest first; of one group that counts in full, the rest by the group's share.

    A group of which a contradicting matter takes the force away has none.
    """
    known = tuple(findings)
    weighed: list[_Support] = []
    begun: set[str] = set()
    for finding in sorted(known, key=lambda f: (-f.strength, f.matter, f.text)):
        if finding.strength <= 0:
            break
        group = weights.groups[finding.matter]
        share = group.further if group.name in begun else 1.0
        if any(f.matter in group.unless and f.strength <= group.unless_below for f in known):
            share = 0.0
        begun.add(group.name)
        weighed.append(_Support(finding, finding.strength * share, group))
    return tuple(weighed)


def _name_reasons(pair: _NamePair, score: float) -> Iterator[Reason]:
    """Yield the reasons of the comparison of names, their weights scaled so that they add up to the names' score."""
    comparison = pair.comparison
    for prop, name in (pair.left, pair.right):
        if prop == "weakAlias":
            yield Reason(text="a weak alias, which many share", left=name if (prop, name) == pair.left else "",
                         right=name if (prop, name) == pair.right else "")
    if comparison.score <= 0:
        yield from comparison.reasons
        yield Reason(text="nothing in common between the names", left=pair.left[1], right=pair.right[1], weight=score)
        return
    scale = score / comparison.score
    for reason in comparison.reasons:
        yield replace(reason, weight=reason.weight * scale)


def _best_names(
    left: Record, right: Record, support: tuple[_Support, ...], needed: float, led_by: frozenset[str]
) -> _NamePair | None:
    """Return the pair of names that gives most, support counted in; nothing in common where a side has no name.

    None where no pair gives what is needed; names in another script are passed over as `compare_likely` says.
    """
    weights = load_weights()
    kind = shared_kind(left.schema, right.schema)
    least = weights.name_strength(0.0, name_table(kind, "", ""))
    stated = tuple((s.strength, s.group.name) for s in support)
    found: tuple[tuple[str, str], tuple[str, str], float, float] | None = None
    best = (needed - _EXACT, 0.0)  # the total and the likeness of what was found
    scripts = {_is_latin(name) for prop, name in right.names if prop != "weakAlias"} if needed > _NOTHING_ASKED else ()
    scores: dict[tuple[str, str], float] = {}
    if led_by:
        scores = _score_leading(left, right, (best[0], least, stated), kind, led_by)
        if not scores:
            return None
    for mine in left.names:
        is_latin = _is_latin(mine[1])
        for theirs in right.names:
            if is_latin in scripts and theirs[1] not in led_by and _is_latin(theirs[1]) != is_latin:
                continue
            table = name_table(kind, mine[1], theirs[1])
            worth = weights.name_kinds[mine[0]] + weights.name_kinds[theirs[0]]
            lowest = _least_likeness(best[0], table, worth, least, stated)
            if lowest is None:
                continue
            likeness = scores.get((mine[1], theirs[1]), -1.0)
            if likeness < 0:
                likeness = score_names(mine[1], theirs[1], kind=kind, least=lowest)
            if likeness < lowest:
                continue
            weight = min(name_weight(mine[1], kind), name_weight(theirs[1], kind))
            loss = weights.common_name(weight, table) * share_of_loss(likeness)
            strength = max(least, weights.name_strength(likeness, table) + worth + loss)
            total = strength + sum(s.beside(likeness, strength, least) for s in support)
            if (total, likeness) > best or (found is None and total >= best[0]):
                found, best = (mine, theirs, strength, loss), (total, likeness)
    if found is None:
        if (left.names and right.names) or least + sum(s.beside(0.0, least, least) for s in support) < needed:
            return None
        return _NamePair(_NO_NAME, (left.names or (_BLANK,))[0], (right.names or (_BLANK,))[0], least, least)
    mine, theirs, strength, loss = found
    return _NamePair(compare_names(mine[1], theirs[1], kind=kind), mine, theirs, strength, least, loss)


def _score_leading(
    left: Record, right: Record, asked: tuple[float, float, tuple[tuple[float, str], ...]], kind: Kind,
    led_by: frozenset[str],
) -> dict[tuple[str, str], float]:
    """Return the likeness of the names that led to the record, where it comes near what is needed."""
    weights = load_weights()
    needed, least, stated = asked
    scores: dict[tuple[str, str], float] = {}
    for prop, name in right.names:
        if name in led_by:
            for mine in left.names:
                worth = weights.name_kinds[mine[0]] + weights.name_kinds[prop]
                lowest = _least_likeness(needed, name_table(kind, mine[1], name), worth, least, stated)
                if lowest is not None:
                    near = max(0.0, lowest - _NEAR)
                    likeness = score_names(mine[1], name, kind=kind, least=near)
                    if likeness >= near:
                        scores[mine[1], name] = likeness
    return scores


def _least_likeness(
    needed: float, table: str, worth: float, least: float, stated: tuple[tuple[float, str], ...]
) -> float | None:
    """Return a likeness below which names surely do not give what is needed, support counted in; None if none does."""
    return _likeness_for(floor(needed * 20) / 20 if isfinite(needed) else needed, table, worth, least, stated)


@lru_cache(maxsize=1 << 12)
def _likeness_for(
    needed: float, table: str, worth: float, least: float, stated: tuple[tuple[float, str], ...]
) -> float | None:
    weights = load_weights()
    groups = {group.name: group for group in weights.groups.values()}
    before = 0.0
    for step in range(101):
        likeness = step / 100
        strength = max(least, weights.name_strength(likeness, table) + worth)
        carried = min(1.0, max(0.0, (strength - least) / -least)) if least < 0 else 1.0
        total = strength + sum(
            moves * (groups[name].share_beside(likeness) * carried if groups[name].is_conditional else 1.0)
            for moves, name in stated
        )
        if total >= needed - _EXACT:
            return before
        before = likeness
    return None


@lru_cache(maxsize=1 << 14)
def name_weight(name: str, kind: Kind) -> float:
    """Return how much the words of a name weigh: one for each rare word, less for common ones."""
    return sum(token.weight for token in read_name(name, kind).tokens)


def share_of_loss(likeness: float) -> float:
    """Return the share, 0 to 1, by which names of this likeness lose for being short or common.

    Where names are hardly alike there is nothing to lose.
    """
    return min(1.0, max(0.0, (likeness - 0.6) / 0.3))


def shared_kind(left: str, right: str) -> Kind:
    """Tell how names of two schemas are compared: as what both are, or the one that is known."""
    kinds = {name_kind(left), name_kind(right)} - {"unknown"}
    return "person" if kinds == {"person"} else "organisation" if kinds == {"organisation"} else "unknown"


def name_table(kind: Kind, left: str, right: str) -> str:
    """Name the table by which likeness of two names is read: that of their kind, or of names in two scripts."""
    if left and right and not (left.isascii() and right.isascii()) and _is_latin(left) != _is_latin(right):
        return "other_script"
    return "person" if kind == "person" else "organisation"


def _is_latin(name: str) -> bool:
    """Tell whether the first letter of a name is of Latin script."""
    first = next((char for char in name if char.isalpha()), "a")
    return first < _LATIN_ENDS or "\u1e00" <= first <= "\u1eff" or "\uff21" <= first <= "\uff5a"


@lru_cache(maxsize=1 << 10)
def _read_party(party: Party) -> Record:
    return read_record(as_entity(party))


__all__ = [
    "PartyComparison", "compare_entities", "compare_likely", "compare_party", "compare_records", "name_kind",
]
