"""Which wholes an item makes with its options, upgrades and parts, and the lines of an order with each other.

A whole is asked as one item, and each piece that says what it is by itself: where a
piece alone is controlled, so is the whole ("by_piece"). Nothing here says how things
may be divided; it reads what is there.
Cost: the classification of each piece and of each whole, once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from enduse.classification.counting import Bit
from enduse.classification.uniting import United, unite
from enduse.knowledge.control_law import ControlLaw
from enduse.knowledge.measures import load_vocabulary
from enduse.knowledge.piece_nodes import BASE, OWN
from enduse.knowledge.unions import Join, UnionRules, load_unions
from enduse.model.determination import WholeFact, WholeKind
from enduse.model.item import Item, Piece, PieceRole

_APART = "Nothing encoded joins {names}{rest}; each is answered by itself."
_SILENT = "Nothing is stated of what {names} changes, so nothing of it is counted."
_UNSAID = "Nobody said whether {names} is ordered."


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A whole before it is asked: what it is called, what it is made into, and the pieces that are things of their own.

    `items` are the places in the file; `alone` leads from names to the pieces that are asked by themselves.
    """

    of: str
    kind: WholeKind
    items: tuple[int, ...]
    pieces: tuple[str, ...]
    united: tuple[United, ...]
    alone: Mapping[str, Item]
    basis: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def facts(self) -> tuple[WholeFact, ...]:
        """Return what the pieces bring or change, of all things that they make."""
        return tuple(dict.fromkeys(fact for united in self.united for fact in united.changed))


def compose_item(item: Item, place: int, law: ControlLaw) -> Iterator[Composed]:
    """Yield what an item makes with its own pieces: as ordered, with each further option, with all that can be had."""
    if not item.pieces and item.fitted_to is None:
        return
    always = [piece for piece in item.pieces if piece.role is PieceRole.PART]
    choices = [piece for piece in item.pieces if piece.role is not PieceRole.PART]
    ordered = [piece for piece in choices if piece.is_ordered]
    asked: set[frozenset[str]] = set()
    maker = _Maker(item, place, law)
    if always or ordered or item.fitted_to is not None:
        kind = WholeKind.AS_ORDERED if ordered else WholeKind.ASSEMBLED if always else WholeKind.FITTED
        asked.add(frozenset(piece.name for piece in ordered))
        yield maker.make(kind, [*always, *ordered], _say_ordered(kind, always, ordered))
    for choice in choices:
        names = frozenset({choice.name, *(piece.name for piece in ordered)})
        if names not in asked:
            asked.add(names)
            besides = f", besides what is ordered ({_list(ordered)})" if ordered else ""
            said = f"with the {choice.role.value} {choice.name}{besides}"
            yield maker.make(WholeKind.WITH_OPTION, [*always, *ordered, choice], said)
    if len(choices) > 1 and frozenset(piece.name for piece in choices) not in asked:
        said = f"with every option and upgrade that is stated ({_list(choices)})"
        yield maker.make(WholeKind.WITH_ALL, [*always, *choices], said)


def _say_ordered(kind: WholeKind, always: Sequence[Piece], ordered: Sequence[Piece]) -> str:
    if kind is WholeKind.AS_ORDERED:
        return f"as ordered, with {_list(ordered)}"
    return f"put together from {_list(always)}" if kind is WholeKind.ASSEMBLED else "fitted to what is there already"


def _list(pieces: Sequence[Piece]) -> str:
    return join_names([piece.name for piece in pieces])


def join_names(names: Sequence[str]) -> str:
    """Return names as they are read: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def says_something(item: Item) -> bool:
    """Tell whether anything is stated by which an item could be classified; the way it goes is nothing of itself."""
    known = load_vocabulary().properties
    return bool(item.kinds) or any(
        claim.name not in known or not known[claim.name].is_country for claim in item.parameters
    )


def as_ordered(item: Item, place: int, law: ControlLaw) -> Item:
    """Return an item with its parts and what is ordered with it, as far as that makes one thing."""
    first = next(compose_item(item, place, law), None)
    is_ordered = first is not None and first.kind not in (WholeKind.WITH_OPTION, WholeKind.WITH_ALL)
    if first is None or not is_ordered or len(first.united) != 1:
        return replace(item, pieces=(), fitted_to=None)
    return first.united[0].item


def stands_alone(item: Item) -> bool:
    """Tell whether an item is something without its parts; a kit without a kind is only what its parts make."""
    is_kit = item.fitted_to is not None or any(piece.role is PieceRole.PART for piece in item.pieces)
    return bool(item.kinds) or not is_kit


class _Maker:
    """Makes the wholes of one item from its pieces."""

    def __init__(self, item: Item, place: int, law: ControlLaw) -> None:
        self._item = item
        self._place = place
        self._law = law

    def make(self, kind: WholeKind, chosen: Sequence[Piece], of: str) -> Composed:
        """Return the item with the chosen pieces."""
        own = replace(self._item, pieces=(), fitted_to=None)
        bits = [Bit(name=OWN, item=own, is_changing=self._item.fitted_to is not None)]
        bits += [Bit(name=p.name, item=p.item, is_changing=p.role is not PieceRole.PART) for p in chosen]
        if self._item.fitted_to is not None:
            bits.insert(0, Bit(name=BASE, item=self._item.fitted_to))
        unsaid = [p.name for p in chosen if p.is_ordered is None]
        notes = [_UNSAID.format(names=join_names(unsaid))] if unsaid else []
        return compose(bits, of=of, kind=kind, items=(self._place,), law=self._law, notes=notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Family:
    """Pieces of one family of kinds: those that a thing is built on, and those that change it."""

    hosts: tuple[Bit, ...]
    changing: tuple[Bit, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return all kinds of the family."""
        return tuple(sorted({kind for bit in (*self.hosts, *self.changing) for kind in bit.item.kinds}))


def compose(
    bits: Sequence[Bit], *, of: str, kind: WholeKind, items: tuple[int, ...], law: ControlLaw, notes: Sequence[str] = ()
) -> Composed:
    """Return what pieces make together.

    Lines that are one thing are put together where they are of one family of kinds.
    Pieces without a kind speak of the whole, and pieces of another family change it
    where a rule says so. What is left stands by itself.
    """
    rules, vocabulary = load_unions(), law.vocabulary
    telling = [bit for bit in bits if says_something(bit.item)]
    families = _find_families(telling, law, is_one=kind in (WholeKind.LINES, WholeKind.SAME_PRODUCT))
    joined = {id(family): _find_joined(family, families, rules, law) for family in families}
    loose = tuple(bit for bit in telling if not bit.item.kinds)
    united: list[United] = []
    used: set[str] = set()
    for family in _find_main(families, joined):
        bits_of = (*family.hosts, *family.changing, *loose, *(bit for bit, _ in joined[id(family)]))
        if len(bits_of) > 1:
            others = [*family.changing, *loose]
            united.append(unite(family.hosts, others, joined[id(family)], rules=rules, vocabulary=vocabulary))
            used |= {bit.name for bit in bits_of}
    if not families and loose:
        united.append(unite(loose[:1], loose[1:], [], rules=rules, vocabulary=vocabulary))
        used |= {bit.name for bit in loose}
    said = [*notes]
    if len(telling) > 1 and (apart := [bit.name for bit in telling if bit.name not in used]):
        rest = " to the rest" if len(apart) < len(telling) else ""
        said.append(_APART.format(names=join_names(apart), rest=rest))
    if silent := [bit.name for bit in bits if not says_something(bit.item) and bit.name != OWN]:
        said.append(_SILENT.format(names=join_names(silent)))
    joins = {join.id: join for family in families for _, join in joined[id(family)]}
    return Composed(
        of=of, kind=kind, items=items, pieces=tuple(bit.name for bit in bits), united=tuple(united),
        alone=_find_alone(families), basis=_basis(kind, joins, rules),
        notes=tuple(said),
    )


def _find_families(bits: Sequence[Bit], law: ControlLaw, *, is_one: bool) -> list[_Family]:
    """Return the pieces by family; things of a family are one thing only where `is_one`, or one changes another."""
    by_root: dict[str, list[Bit]] = {}
    for bit in sorted((bit for bit in bits if bit.item.kinds), key=lambda bit: bit.name):
        by_root.setdefault(_root(bit.item, law), []).append(bit)
    families: list[_Family] = []
    for root in sorted(by_root):
        hosts = [bit for bit in by_root[root] if not bit.is_changing]
        changing = [bit for bit in by_root[root] if bit.is_changing]
        if is_one and hosts:
            families.append(_Family(hosts=tuple(hosts), changing=tuple(changing)))
            continue
        main = [bit for bit in hosts if bit.name in (OWN, BASE)]
        if main:
            families.append(_Family(hosts=tuple(main), changing=tuple(changing)))
        families += [_Family(hosts=(bit,)) for bit in hosts if bit not in main]
        families += [_Family(hosts=(bit,)) for bit in changing if not main]
    return families


def _find_joined(
    family: _Family, families: Sequence[_Family], rules: UnionRules, law: ControlLaw
) -> list[tuple[Bit, Join]]:
    return [
        (bit, join) for other in families if other is not family for bit in other.hosts
        if (join := rules.find_join(family.kinds, bit.item.kinds, law.vocabulary)) is not None
    ]


def _find_alone(families: Sequence[_Family]) -> dict[str, Item]:
    """Return the things that are asked by themselves; of several that state the same only the first.

    What a piece is fitted to is there already, and no part of what is delivered.
    """
    found: dict[tuple[object, ...], tuple[str, Item]] = {}
    for bit in (bit for family in families for bit in family.hosts if bit.name != BASE):
        stated = sorted((claim.name, claim.axis, str(claim.value)) for claim in bit.item.parameters)
        found.setdefault((bit.item.kinds, bit.item.complete_axes, *stated), (bit.name, bit.item))
    return dict(found.values())


def _find_main(families: Sequence[_Family], joined: Mapping[int, Sequence[tuple[Bit, Join]]]) -> list[_Family]:
    """Return the families that pieces come to: that of the item itself, else those that are no piece of another."""
    for name in (BASE, OWN):
        own = [family for family in families if any(bit.name == name for bit in family.hosts)]
        if own:
            return own
    parts = {bit.name for some in joined.values() for bit, _ in some}
    return [family for family in families if not any(bit.name in parts for bit in family.hosts)]


def _root(item: Item, law: ControlLaw) -> str:
    """Return the widest kind of an item, by which families are told apart."""
    known = law.vocabulary.kinds
    roots = sorted({(known[kind].within or (kind,))[-1] if kind in known else kind for kind in item.kinds})
    return roots[0]


def _basis(kind: WholeKind, joins: Mapping[str, Join], rules: UnionRules) -> tuple[str, ...]:
    about = {
        WholeKind.AS_ORDERED: "with an option", WholeKind.WITH_OPTION: "with an option",
        WholeKind.WITH_ALL: "with an option", WholeKind.FITTED: "with an option", WholeKind.ASSEMBLED: "assembled",
        WholeKind.LINES: "together", WholeKind.SAME_PRODUCT: "one product",
    }[kind]
    says, cites = rules.sources[about]
    return (f"{says} ({cites})", *(f"{joins[name].says} ({joins[name].cites})" for name in sorted(joins)))
