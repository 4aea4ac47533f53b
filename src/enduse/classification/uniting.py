"""What pieces make together: the facts of the whole, which piece each comes from, and where they contradict each other.

What a piece states of the whole stands in place of what was stated without it; what
several pieces state stands side by side, and where that cannot all be true the fact
is in conflict, so every answer on it is unknown. Counts of axes follow rules of
their own (`counting`). The order of pieces decides nothing, and a piece that says
nothing changes nothing.
Cost: linear in the claims, and for each count in the pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from enduse.classification.counting import Bit, count_anew
from enduse.classification.facts import Facts, spell_value, standard_of
from enduse.knowledge.item_nodes import EVERY_AXIS
from enduse.knowledge.measures import Vocabulary
from enduse.knowledge.unions import Join, UnionRules
from enduse.model.determination import KIND_FACT, WholeFact
from enduse.model.item import Item, Parameter

_Key = tuple[str, str, str]
OPENED = "not known of the whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class United:
    """A whole as an item, all its facts with the pieces behind them, and those that are not plainly its hosts'."""

    item: Item
    facts: tuple[WholeFact, ...]
    changed: tuple[WholeFact, ...]


def unite(
    hosts: Sequence[Bit], others: Sequence[Bit], joined: Sequence[tuple[Bit, Join]], *, rules: UnionRules,
    vocabulary: Vocabulary,
) -> United:
    """Return what the hosts are with other pieces of their family, and with joined pieces of other kinds.

    `hosts` are what the whole is built on; several of them are taken as descriptions of one thing.
    """
    hosts, others = sorted(hosts, key=_rank), sorted(others, key=_rank)
    joined = sorted(joined, key=lambda pair: _rank(pair[0]))
    table = _Table(vocabulary)
    for bit in (*hosts, *(other for other in others if not other.is_changing)):
        table.add(bit)
    base = Facts(Item(description="", parameters=table.parameters()), vocabulary)
    table.replace([bit for bit in others if bit.is_changing], set(rules.counts))
    for rule in rules.counts.values():
        counted = count_anew(rule, base, others, joined)
        if counted is not None:
            table.put((rule.name, "", ""), counted)
    for bit, join in joined:
        table.join(bit, join)
    item = _whole(hosts, others, table.parameters(), vocabulary)
    told = (*table.tell(item), *_tell_kinds(hosts, others, vocabulary))
    facts = tuple(sorted(told, key=lambda fact: (fact.fact, fact.axis, fact.value)))
    plain = {bit.name for bit in hosts}
    return United(item=item, facts=facts, changed=tuple(
        fact for fact in facts if fact.is_conflict or fact.instead_of or set(fact.by) != plain
    ))


def _tell_kinds(hosts: Sequence[Bit], others: Sequence[Bit], known: Vocabulary) -> Iterator[WholeFact]:
    """Yield each kind of item that a piece adds to what the hosts are."""
    there = {kind for bit in hosts for kind in bit.item.kinds}
    added: dict[str, list[str]] = {}
    for bit in others:
        for kind in bit.item.kinds:
            if kind not in there:
                added.setdefault(kind, []).append(bit.name)
    for kind, by in added.items():
        label = known.kinds[kind].label if kind in known.kinds else kind
        yield WholeFact(fact=KIND_FACT, axis="", value=label, by=tuple(sorted(by)))


def _rank(bit: Bit) -> tuple[str, str]:
    return bit.name, bit.item.description


def _whole(hosts: Sequence[Bit], others: Sequence[Bit], parameters: tuple[Parameter, ...], known: Vocabulary) -> Item:
    first = hosts[0].item
    kinds = {kind for bit in (*hosts, *others) for kind in bit.item.kinds}
    stating = [bit for bit in hosts if _names_linear(bit.item, known)]
    adding = [bit for bit in others if _names_linear(bit.item, known)]
    return replace(
        first, kinds=first.kinds if kinds == set(first.kinds) else tuple(sorted(kinds)), parameters=parameters,
        complete_axes=all(bit.item.complete_axes for bit in (*(stating or hosts), *adding)), pieces=(), fitted_to=None,
    )


def _names_linear(item: Item, known: Vocabulary) -> bool:
    properties = known.properties
    return any(
        claim.axis and claim.name in properties and properties[claim.name].of == "linear_axis"
        for claim in item.parameters
    )


class _Table:
    """The claims of a whole by property, axis and test standard, each with the piece that makes it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._claims: dict[_Key, list[tuple[Parameter, tuple[str, ...]]]] = {}
        self._before: dict[_Key, str] = {}
        self._opened: list[WholeFact] = []

    def add(self, bit: Bit) -> None:
        """Set the claims of a piece beside those that stand."""
        for claim in bit.item.parameters:
            self._claims.setdefault(_key(claim), []).append((claim, (bit.name,)))

    def put(self, key: _Key, claims: Iterable[tuple[Parameter, tuple[str, ...]]]) -> None:
        """Set claims in place of those that stand, and remember what these were."""
        was = self._claims.pop(key, [])
        if was:
            self._before.setdefault(key, _spell(was))
        self._claims[key] = list(claims)

    def replace(self, bits: Sequence[Bit], apart: set[str]) -> None:
        """Set what pieces state in place of what stands; properties `apart` are left to their own rules."""
        told: dict[_Key, list[tuple[Parameter, tuple[str, ...]]]] = {}
        for bit in bits:
            for claim in bit.item.parameters:
                if claim.name not in apart or claim.axis:
                    told.setdefault(_key(claim), []).append((claim, (bit.name,)))
        for name, axis, standard in sorted(told):
            if axis == EVERY_AXIS:
                for other in [key for key in self._claims if key[0] == name and key[2] == standard and key[1]]:
                    if other not in told:
                        self._drop(other)
            elif axis:
                self._spread((name, EVERY_AXIS, standard))
        for key in sorted(told):
            self.put(key, told[key])
        self._drop_stale({name for name, _, _ in told})

    def _spread(self, key: _Key) -> None:
        """Give a claim of every axis to each axis that is named, so that one of them can differ."""
        name, _, standard = key
        owner = self._vocabulary.properties[name].of
        axes = sorted({
            axis for other, axis, _ in self._claims
            if axis not in ("", EVERY_AXIS) and self._vocabulary.properties[other].of == owner
        })
        if not axes or key not in self._claims:
            return
        for claim, by in self._claims.pop(key):
            for axis in axes:
                self._claims.setdefault((name, axis, standard), []).append((replace(claim, axis=axis), by))

    def _drop_stale(self, changed: set[str]) -> None:
        """Drop a stated quantity that follows from others of which a piece has changed one."""
        for name, rule in self._vocabulary.derivations.items():
            if name not in changed and changed & set(rule.inputs()):
                for key in [key for key in self._claims if key[0] == name]:
                    self._drop(key)

    def _drop(self, key: _Key) -> None:
        self._before.setdefault(key, _spell(self._claims.pop(key)))

    def join(self, bit: Bit, join: Join) -> None:
        """Apply what a piece of another kind sets and opens."""
        for name in join.sets:
            self.put((name, "", ""), [(Parameter(name=name, value=True, citation=bit.item.citation), (bit.name,))])
        for name in join.opens:
            for key in sorted(key for key in self._claims if key[0] == name):
                was = self._claims.pop(key)
                self._opened.append(WholeFact(
                    fact=self._vocabulary.properties[name].label, axis=_axis(key[1]), value=OPENED, by=(bit.name,),
                    instead_of=_spell(was),
                ))

    def parameters(self) -> tuple[Parameter, ...]:
        """Return all claims in an order that does not depend on that of the pieces."""
        claims = {claim: None for key in sorted(self._claims) for claim, _ in self._claims[key]}
        return tuple(sorted(claims, key=lambda claim: (claim.name, claim.axis, str(claim.value), _place(claim))))

    def tell(self, item: Item) -> Iterator[WholeFact]:
        """Yield each fact of the whole with the pieces behind it."""
        facts = Facts(item, self._vocabulary)
        yield from self._opened
        for key in sorted(self._claims):
            name, axis, standard = key
            prop = self._vocabulary.properties.get(name)
            if prop is None or prop.is_country or not self._claims[key]:
                continue
            is_contrary = facts.find_by(prop, axis, standard).is_conflict
            by = tuple(sorted({piece for _, pieces in self._claims[key] for piece in pieces}))
            yield WholeFact(
                fact=prop.label, axis=_axis(axis), value=_spell(self._claims[key], is_conflict=is_contrary), by=by,
                instead_of=self._before.get(key, ""),
                is_conflict=is_contrary or (not standard and facts.find(prop, axis).is_conflict),
            )


def _key(claim: Parameter) -> _Key:
    return claim.name, claim.axis, standard_of(claim)


def _axis(axis: str) -> str:
    return "all" if axis == EVERY_AXIS else axis


def _place(claim: Parameter) -> str:
    return claim.citation.id if claim.citation else ""


def _spell(claims: Iterable[tuple[Parameter, tuple[str, ...]]], *, is_conflict: bool = False) -> str:
    """Return the values that are claimed; of a conflict each with the pieces that claim it."""
    told: dict[str, set[str]] = {}
    for claim, by in claims:
        told.setdefault(spell_value(claim.value), set()).update(by)
    if not is_conflict:
        return " and ".join(sorted(told))
    return " against ".join(f"{value} by {' and '.join(sorted(told[value]))}" for value in sorted(told))
