"""Lines of an order that make something together: said to be one, one product in several lines, or joined by a rule.

Only what is there is read. Lines that nobody said belong together are looked at where
a rule joins their kinds, or where they name the same product, and the answer says so.
Cost: the kinds of lines against each other, and each whole once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from enduse.classification.counting import Bit
from enduse.classification.moving import name_item
from enduse.classification.wholes import Composed, as_ordered, compose, join_names, says_something
from enduse.knowledge.control_law import ControlLaw
from enduse.knowledge.unions import load_unions
from enduse.model.determination import WholeKind
from enduse.model.item import Item, ItemLine

_UNSAID = "Nobody said that these lines belong together; the lines of one order were looked at."
_SHORT = 60
_THINGS = ("1", "unit", "units", "piece", "pieces", "pc", "pcs", "set", "sets", "machine", "machines", "no", "nos")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line with its place in the order, its name, and its item as it is ordered."""

    place: int
    name: str
    item: Item
    line: ItemLine


def compose_lines(
    lines: Sequence[ItemLine], together: Sequence[Sequence[int]], *, law: ControlLaw, is_order: bool = True
) -> Iterator[Composed]:
    """Yield the wholes of several lines: those said to be one (places from 0), then repeats, then what rules join.

    Only the lines of an order are looked at for what nobody said.
    """
    read = [_Line(place=i, name=_name(line), item=as_ordered(line.item, i, law), line=line)
            for i, line in enumerate(lines)]
    said = [tuple(sorted(set(group))) for group in together]
    for group in said:
        members = [read[place] for place in group]
        yield _make(WholeKind.LINES, members, f"{_numbers(members)}, said to be one", law)
    if not is_order:
        return
    repeats = [members for members in _find_repeats(read) if tuple(line.place for line in members) not in said]
    for members in repeats:
        of = f"{_numbers(members)}, one product"
        yield _make(WholeKind.SAME_PRODUCT, members, of, law, notes=(_sum_up(members),))
    later = {line.place for members in repeats for line in members[1:]}
    for members in _find_joined(read, law, later):
        if tuple(sorted(line.place for line in members)) not in said:
            yield _make(WholeKind.LINES, members, _numbers(members), law, notes=(_UNSAID,))


def _name(line: ItemLine) -> str:
    said = name_item(line.item)
    cut = said if len(said) <= _SHORT else f"{said[:_SHORT].rstrip()}\u2026"
    return f"line {line.number} ({cut})" if cut else f"line {line.number}"


def _make(
    kind: WholeKind, members: Sequence[_Line], of: str, law: ControlLaw, notes: Sequence[str] = ()
) -> Composed:
    counts = {line.place: _count(line.line) for line in members}
    sets = min(filter(None, counts.values()), default=1)  # as many wholes as there are of the piece there is least of
    bits = [
        Bit(name=line.name, item=line.item, times=max(1, -(-counts[line.place] // sets))) for line in members
    ]
    return compose(bits, of=of, kind=kind, items=tuple(line.place for line in members), law=law, notes=notes)


def _count(line: ItemLine) -> int:
    """Return how many things a line orders, 0 where that is not stated or is an amount."""
    count = line.count
    if count is None or count.low is None or not count.is_exact or count.unit.casefold() not in _THINGS:
        return 0
    return int(count.low)


def _numbers(members: Sequence[_Line]) -> str:
    return f"lines {join_names([str(line.line.number) for line in members])}"


def _find_repeats(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Return the lines that name one product: by maker and model, else by kind with the same facts or words."""
    found: dict[tuple[object, ...], list[_Line]] = {}
    for line in lines:
        key = _product(line.item)
        if key:
            found.setdefault(key, []).append(line)
    return [members for members in found.values() if len(members) > 1]


def _product(item: Item) -> tuple[object, ...]:
    maker, model, words = (" ".join(text.casefold().split()) for text in (item.maker, item.model, item.description))
    if maker and model:
        return ("model", maker, model)
    if not item.kinds or model:
        return ()
    if item.parameters:
        return ("facts", *sorted(item.kinds), *sorted((c.name, c.axis, str(c.value)) for c in item.parameters))
    return ("words", *sorted(item.kinds), words) if words else ()


def _sum_up(members: Sequence[_Line]) -> str:
    """Say what the lines of one product come to: counts by their unit, prices by currency, and which are not stated."""
    counts: dict[str, Decimal] = {}
    prices: dict[str, Decimal] = {}
    for line in members:
        count = line.line.count
        if count is not None and count.low is not None:
            counts[count.unit] = counts.get(count.unit, Decimal(0)) + count.low
        if line.line.price is not None:
            prices[line.line.currency] = prices.get(line.line.currency, Decimal(0)) + line.line.price
    told = [f"{number:f}{'' if unit == '1' else f' {unit}'}" for unit, number in sorted(counts.items())]
    told += [f"{currency or 'a currency not stated'} {price:f}" for currency, price in sorted(prices.items())]
    silent = [str(line.line.number) for line in members if line.line.count is None]
    text = f"In all, as stated: {', '.join(told)}." if told else "Neither counts nor prices are stated."
    return f"{text} Line {join_names(silent)} states no count." if silent and told else text


def _find_joined(lines: Sequence[_Line], law: ControlLaw, later: set[int]) -> Iterator[list[_Line]]:
    """Yield each line with those that a rule joins to it; further lines of one product are not looked at again."""
    rules, vocabulary = load_unions(), law.vocabulary
    telling = [line for line in lines if line.item.kinds and says_something(line.item)]
    known: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}
    for host in telling:
        if host.place in later:
            continue
        parts = []
        for part in telling:
            pair = (host.item.kinds, part.item.kinds)
            if pair not in known:
                join = rules.find_join(*pair, vocabulary)
                known[pair] = join is not None and not join.is_declared_only
            if part is not host and known[pair]:
                parts.append(part)
        if parts:
            yield [host, *parts]
