"""Ownership summed: whether listed owners hold half or more of a party, with bounds where shares are not known.

The rule: whoever is listed is restricted, and so is everything of which restricted owners together hold the share that
counts on the day (`ownership_law`); a restricted owner's share then counts whole. Shares that are not stated are
bounds, so the answer is met when the lower bounds reach that share, not met when what unlisted owners surely hold
leaves less, else unknown.
Circles of ownership need no special case: both sets grow from what is sure until nothing more follows.
Cost: linear in the holdings above the party, times the length of the longest chain; at most `MOST` holdings are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from enduse.diversion.ownership_law import ShareRule, ownership_law
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, Verdict, unknown
from enduse.model.citing import cite
from enduse.model.ownership import WHOLE, Holding, OwnershipFinding
from enduse.model.statement import Sighting

MOST = 10_000
_TIES = ("owns", "owned_by")


def read_share(printed: str) -> tuple[Decimal, Decimal] | None:
    """Return the one share that words print ("25 %", "25-50 %"), as bounds; None where there is none or several."""
    found = {(_number(one), _number(two or one)) for one, two in ownership_law().printed.findall(printed[:2_000])}
    if len(found) != 1:
        return None
    low, high = found.pop()
    return (low, high) if low <= high <= WHOLE else None


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def holdings_of(sightings: Iterable[Sighting]) -> tuple[Holding, ...]:
    """Return the holdings that statements of ownership tell, in their order; a share that is not printed is unknown."""
    found = []
    for sighting in sightings:
        said = sighting.statement
        if said.denied or said.prop not in _TIES:
            continue
        owner, asset = (said.subject, said.value) if said.prop == "owns" else (said.value, said.subject)
        low, high = read_share(said.printed) or (Decimal(0), WHOLE)
        found.append(Holding(owner=owner, asset=asset, low=low, high=high, evidence=(cite(sighting),)))
    return tuple(found)


def owners_above(starts: Iterable[str], holdings: Sequence[Holding]) -> tuple[Holding, ...]:
    """Return the holdings above some nodes, at most `MOST`, each once."""
    by_asset: dict[str, list[Holding]] = {}
    for one in holdings:
        by_asset.setdefault(one.asset, []).append(one)
    found: dict[Holding, None] = {}
    waiting, seen = sorted(set(starts)), set()
    while waiting and len(found) < MOST:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            found.update(dict.fromkeys(by_asset.get(node, ())))
            waiting += [one.owner for one in by_asset.get(node, ())]
    return tuple(found)


def sum_ownership(
    party: str, holdings: Iterable[Holding], *, listed: Callable[[str], Answer], is_end: Callable[[str], bool],
    caption: Callable[[str], str] = str, as_of: date | None = None,
) -> OwnershipFinding:
    """Return what listed owners hold of a party, by the widest rule of the day.

    `listed` tells whether a node is a listed one; `is_end` whether nobody can own it (a person, a state).
    Several claims on one holding give the bounds that take in all of them.
    """
    above, is_whole = _above(party, holdings)
    rule = ownership_law().widest(as_of)
    restricted, clear = _settle(above, listed, is_end, rule)
    own = above.get(party, ())
    low = sum((one.low for one in own if one.owner in restricted), Decimal(0))
    high = WHOLE - sum((one.low for one in own if one.owner in clear), Decimal(0))
    high = max(high, low) if is_whole else WHOLE
    if rule.is_reached(low):
        answer = MET
    elif not rule.is_reached(high):
        answer = NOT_MET
    else:
        answer = unknown(*_missing(party, own, restricted, clear, caption, is_whole=is_whole))
    return OwnershipFinding(
        party=party, answer=answer, low=min(low, WHOLE), high=max(high, Decimal(0)),
        chains=tuple(_chains(party, above, restricted, listed)),
    )


def _above(party: str, holdings: Iterable[Holding]) -> tuple[Mapping[str, tuple[Holding, ...]], bool]:
    """Return the holdings above a party by asset, one for each owner, and whether all of them were read."""
    merged: dict[str, dict[str, Holding]] = {}
    for one in holdings:
        owners = merged.setdefault(one.asset, {})
        held = owners.get(one.owner)
        owners[one.owner] = one if held is None else _join(held, one)
    found: dict[str, tuple[Holding, ...]] = {}
    waiting, count = [party], 0
    while waiting and count <= MOST:
        asset = waiting.pop()
        if asset not in found:
            found[asset] = tuple(sorted(merged.get(asset, {}).values(), key=lambda each: each.owner))
            count += len(found[asset])
            waiting += [each.owner for each in found[asset]]
    return found, not waiting


def _join(left: Holding, right: Holding) -> Holding:
    """Join two claims on one holding: a stated share stands beside one not stated, two shares bound each other."""
    evidence = tuple(dict.fromkeys((*left.evidence, *right.evidence)))
    for one, other in ((left, right), (right, left)):
        if (one.low, one.high) == (Decimal(0), WHOLE):
            return Holding(owner=one.owner, asset=one.asset, low=other.low, high=other.high, evidence=evidence)
    return Holding(owner=left.owner, asset=left.asset, low=min(left.low, right.low), high=max(left.high, right.high),
                   evidence=evidence)


def _settle(
    above: Mapping[str, tuple[Holding, ...]], listed: Callable[[str], Answer], is_end: Callable[[str], bool],
    rule: ShareRule,
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the nodes that are surely restricted, and those that surely are not."""
    answers = {node: listed(node) for node in above}
    restricted = {node for node, answer in answers.items() if answer.verdict is Verdict.MET}
    clear = {node for node, answer in answers.items() if answer.verdict is Verdict.NOT_MET and is_end(node)}
    grows = True
    while grows:
        grows = False
        for node, owned in above.items():
            if node not in restricted and rule.is_reached(_held(owned, restricted)):
                restricted.add(node)
                grows = True
            rest = WHOLE - _held(owned, clear)
            if node not in clear and answers[node].verdict is Verdict.NOT_MET and not rule.is_reached(rest):
                clear.add(node)
                grows = True
    return frozenset(restricted), frozenset(clear - restricted)


def _held(owned: Sequence[Holding], owners: set[str]) -> Decimal:
    return sum((one.low for one in owned if one.owner in owners), Decimal(0))


def _missing(
    party: str, own: Sequence[Holding], restricted: frozenset[str], clear: frozenset[str],
    caption: Callable[[str], str], *, is_whole: bool,
) -> Iterable[MissingFact]:
    """Yield what could tip the sum: unstated shares, owners nobody traced, and what nobody is said to hold."""
    for one in own:
        if one.low != one.high:
            yield MissingFact(fact=f"share of {caption(one.owner)} in {caption(party)}", about=caption(party),
                              question=f"Which share does {caption(one.owner)} hold?")
        if one.owner not in restricted and one.owner not in clear:
            yield MissingFact(fact=f"owners of {caption(one.owner)}, with shares", about=caption(party),
                              question=f"Who stands behind {caption(one.owner)}?")
    stated = sum((one.low for one in own), Decimal(0))
    if stated < WHOLE or not own or not is_whole:
        yield MissingFact(fact=f"owners of {caption(party)}, with shares", about=caption(party),
                          question="Who owns the parties, directly and through others, and with what shares?")


def _chains(
    party: str, above: Mapping[str, tuple[Holding, ...]], restricted: frozenset[str], listed: Callable[[str], Answer],
) -> Iterable[tuple[Holding, ...]]:
    """Yield the chains of holdings from a listed owner down to the party, through restricted owners, shortest first."""
    waiting: list[tuple[str, tuple[Holding, ...]]] = [(party, ())]
    seen = {party}
    while waiting:
        node, below = waiting.pop(0)
        for one in above.get(node, ()):
            if one.owner not in restricted:
                continue
            chain = (one, *below)
            if listed(one.owner).verdict is Verdict.MET:
                yield chain
            if one.owner not in seen:
                seen.add(one.owner)
                waiting.append((one.owner, chain))
