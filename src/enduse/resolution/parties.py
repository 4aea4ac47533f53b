"""Compare two records, or a party with a record: the best pair of names, then all else that is stated on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from enduse.model.evidence import Reason
from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.names.aligning import align_names
from enduse.names.comparing import NameComparison, compare_aligned, score_names
from enduse.names.telling import MOST_SCALED
from enduse.names.tokens import Kind
from enduse.resolution.contradicting import CRAFT, MATTER, find_contradiction
from enduse.resolution.evidence import Finding, find_evidence
from enduse.resolution.leading import (
    EXACT,
    Support,
    find_telling,
    least_likeness,
    name_table,
    nearly,
    shared_kind,
    weigh_support,
)
from enduse.resolution.rarity import share_of_aligned
from enduse.resolution.records import Record, is_latin, name_kind, read_party, read_record
from enduse.resolution.weights import load_weights

_NOTHING_ASKED = float("-inf")
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


class NamePair(NamedTuple):
    """The names of two records that give most, each with its property, and what they are worth."""

    left: tuple[str, str]
    right: tuple[str, str]
    likeness: float
    strength: float
    least: float  # the strength of names that have nothing in common
    kind: Kind | None = None  # how the names are read; None where a side has none
    loss: float = 0.0  # what it lost for being borne by many
    apart: str = ""  # in what the names contradict


class Weighed(NamedTuple):
    """How likely two records are one party, before it is put into words: score, names, and what else moves it."""

    score: float
    pair: NamePair
    counted: tuple[tuple[Finding, float], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of names: the strength needed, and the names that led to the record."""

    needed: float
    led_by: frozenset[str]


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
    weighed = weigh_records(_read_party(party), read_record(entity), threshold=threshold, led_by=led_by)
    return tell_reasons(weighed) if weighed is not None else None


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
    weighed = weigh_records(left, right)
    assert weighed is not None
    return tell_reasons(weighed)


def weigh_records(
    left: Record, right: Record, *, threshold: float | None = None, led_by: frozenset[str] = frozenset()
) -> Weighed | None:
    """Tell how likely two records are one party, without reasons; None below a threshold, as `compare_likely` does."""
    weights = load_weights()
    findings = find_evidence(left, right)
    support = weigh_support(findings, weights) if findings else ()
    against = tuple(finding for finding in findings if finding.strength <= 0)
    needed = _NOTHING_ASKED
    if threshold is not None:
        needed = weights.strength_of(threshold) - sum(finding.strength for finding in against)
    pair = _best_names(left, right, support, _Asked(needed, led_by))
    return None if pair is None else sum_up(pair, support, against, threshold)


def sum_up(
    pair: NamePair, support: Iterable[Support], against: Sequence[Finding], threshold: float | None
) -> Weighed | None:
    """Return the score of the names that give most with all that counts beside them; None below a threshold."""
    weights = load_weights()
    if not (support or against or pair.apart):
        score = weights.squash(pair.strength)
        return None if threshold is not None and score < threshold else Weighed(score, pair, ())
    counted = [(s.finding, s.beside(pair.likeness, pair.strength, pair.least, pair.apart)) for s in support]
    if pair.apart:
        says, moves = weights.findings[MATTER, pair.apart]
        counted.append((Finding(
            matter=MATTER, outcome=pair.apart, text=says, left=pair.left[1], right=pair.right[1], strength=moves,
        ), moves))
    counted += [(finding, finding.strength) for finding in against]
    strength = pair.strength
    for _, moves in counted:
        strength += moves
    score = weights.squash(strength)
    return None if threshold is not None and score < threshold else Weighed(score, pair, tuple(counted))


def tell_reasons(weighed: Weighed) -> PartyComparison:
    """Return a comparison with its reasons."""
    pair, comparison = weighed.pair, _NO_NAME
    if pair.kind is not None:
        left, right = pair.left[1], pair.right[1]
        comparison = compare_aligned(align_names(left, right, pair.kind), left, right, pair.kind)
    named = _scale_reasons(comparison, pair, load_weights().squash(pair.strength - pair.loss))
    return PartyComparison(
        score=weighed.score, matched_name=pair.right[1], name_score=comparison.score,
        reasons=add_reasons(named, weighed),
    )


def add_reasons(named: Iterable[Reason], weighed: Weighed) -> tuple[Reason, ...]:
    """Return all reasons: weak aliases, those of the names, then what else moves the score, each with what it adds."""
    pair = weighed.pair
    is_all = pair.loss == 0 and not weighed.counted
    if is_all and "weakAlias" not in (pair.left[0], pair.right[0]):
        return tuple(named)
    reasons = [*_weak_aliases(pair), *named]
    if is_all:
        return tuple(reasons)
    weights = load_weights()
    strength = pair.strength
    score = weights.squash(strength)
    if pair.loss < 0:
        text = "a name that many bear, for what the two have in common"
        reasons.append(Reason(text=text, left=pair.left[1], right=pair.right[1], weight=score - _sum(reasons)))
    for finding, moves in weighed.counted:
        strength += moves
        moved = weights.squash(strength)
        reasons.append(Reason(text=finding.text, left=finding.left, right=finding.right, weight=moved - score))
        score = moved
    return tuple(reasons)


def _sum(reasons: Iterable[Reason]) -> float:
    return sum(reason.weight for reason in reasons)


def _weak_aliases(pair: NamePair) -> Iterator[Reason]:
    for prop, name in (pair.left, pair.right):
        if prop == "weakAlias":
            yield Reason(text="a weak alias, which many share", left=name if (prop, name) == pair.left else "",
                         right=name if (prop, name) == pair.right else "")


def _scale_reasons(comparison: NameComparison, pair: NamePair, score: float) -> Iterator[Reason]:
    """Yield the reasons of the comparison of names, their weights scaled so that they add up to the names' score.

    Names that have next to nothing in common keep the small weights of their words; what lacks is a reason of its own.
    """
    if score > MOST_SCALED * comparison.score:
        yield from comparison.reasons
        much = "hardly anything" if comparison.score > 0 else "nothing"
        text = f"{much} in common between the names"
        yield Reason(text=text, left=pair.left[1], right=pair.right[1], weight=score - comparison.score)
        return
    scale = score / comparison.score
    for reason in comparison.reasons:
        yield Reason(text=reason.text, left=reason.left, right=reason.right, weight=reason.weight * scale)


def _best_names(left: Record, right: Record, support: tuple[Support, ...], asked: _Asked) -> NamePair | None:
    """Return the pair of names that gives most, support counted in; nothing in common where a side has no name.

    None where no pair gives what is needed; names in another script are passed over as `compare_likely` says.
    """
    weights, led_by = load_weights(), asked.led_by
    kind = shared_kind(left.schema, right.schema)
    least = weights.name_strength(0.0, name_table(kind, "", ""))
    stated = tuple((s.strength, s.group.name) for s in support)
    is_craft = bool(left.sort) and left.sort == right.sort and left.schema in CRAFT
    telling = find_telling(s.group.name for s in support)
    found: NamePair | None = None
    best = (asked.needed - EXACT, 0.0)  # the total and the likeness of what was found
    scripts = right.scripts if asked.needed > _NOTHING_ASKED else frozenset()
    scores: dict[tuple[str, str], float] = {}
    if led_by:
        scores = _score_leading(left, right, (best[0], least, stated), kind, asked)
        if not scores:
            return None
    for mine in left.names:
        script = is_latin(mine[1])
        for theirs in right.names:
            if script in scripts and theirs[1] not in led_by and is_latin(theirs[1]) != script:
                continue
            table = name_table(kind, mine[1], theirs[1])
            worth = weights.name_kinds[mine[0]] + weights.name_kinds[theirs[0]]
            lowest = least_likeness(best[0], table, worth, least, stated)
            if lowest is None:
                continue
            likeness = scores.get((mine[1], theirs[1]), -1.0)
            if likeness < 0:
                likeness = score_names(mine[1], theirs[1], kind=kind, least=lowest)
            if likeness < lowest:
                continue
            strength = weights.name_strength(likeness, table)
            loss = 0.0
            if strength > weights.rarity.counts_from and table == "person":
                share = share_of_aligned(align_names(mine[1], theirs[1], kind), weights.rarity)
                loss = weights.rarity.loss(strength, share)
            strength = max(least, strength + worth + loss)
            apart, total = "", strength + sum(s.beside(likeness, strength, least) for s in support)
            if likeness < 1 and table != "other_script" and ((total, likeness) > best or found is None):
                apart = find_contradiction(align_names(mine[1], theirs[1], kind), kind, is_craft=is_craft)
                apart = apart if apart in telling else ""
            if apart:
                total = strength + weights.findings[MATTER, apart][1]
                total += sum(s.beside(likeness, strength, least, apart) for s in support)
            if (total, likeness) > best or (found is None and total >= best[0]):
                pair = NamePair(mine, theirs, likeness, strength, least, kind, loss, apart)
                found, best = pair, (total, likeness)
    if found is not None:
        return found
    if (left.names and right.names) or least + sum(s.beside(0.0, least, least) for s in support) < asked.needed:
        return None
    return NamePair((left.names or (_BLANK,))[0], (right.names or (_BLANK,))[0], 0.0, least, least)


def _score_leading(
    left: Record, right: Record, needed: tuple[float, float, tuple[tuple[float, str], ...]], kind: Kind, asked: _Asked
) -> dict[tuple[str, str], float]:
    """Return the likeness of the names that led to the record, where it comes near what is needed."""
    weights = load_weights()
    wanted, least, stated = needed
    scores: dict[tuple[str, str], float] = {}
    for prop, name in right.names:
        if name in asked.led_by:
            for mine in left.names:
                worth = weights.name_kinds[mine[0]] + weights.name_kinds[prop]
                table = name_table(kind, mine[1], name)
                lowest = least_likeness(wanted, table, worth, least, stated)
                if lowest is not None:
                    near = nearly(lowest, is_other_script=is_latin(mine[1]) != is_latin(name))
                    likeness = score_names(mine[1], name, kind=kind, least=near)
                    if likeness >= near:
                        scores[mine[1], name] = likeness
    return scores


@lru_cache(maxsize=1 << 10)
def _read_party(party: Party) -> Record:
    return read_party(party)


__all__ = [
    "NamePair", "PartyComparison", "Weighed", "add_reasons", "compare_entities", "compare_likely", "compare_party",
    "compare_records", "name_kind", "name_table", "shared_kind", "sum_up", "tell_reasons", "weigh_records",
]
