"""Items and their parameters: quantities with unit, test standard and source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from enduse.model.evidence import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class TestStandard:
    """How a value was measured: "ISO 230-2", edition "2014". Without edition it proves nothing about any limit."""

    name: str
    edition: str = ""

    def __str__(self) -> str:
        return f"{self.name}:{self.edition}" if self.edition else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number known exactly, within an interval, or by a bound; always with its unit.

    The true value lies between `low` and `high`; None is no bound on that side,
    and an open end excludes the end itself. "up to 0.8 um" has only `high`.
    A pure number has the unit "1".
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    low_is_open: bool = False
    high_is_open: bool = False
    standard: TestStandard | None = None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"an interval runs from low to high, not from {self.low} to {self.high}")

    @classmethod
    def exactly(cls, value: Decimal | int | str, unit: str = "1", *, standard: TestStandard | None = None) -> Quantity:
        """Make a quantity known exactly."""
        number = Decimal(value)
        return cls(low=number, high=number, unit=unit, standard=standard)

    @property
    def is_exact(self) -> bool:
        """Tell whether one value is stated and no interval."""
        return self.low is not None and self.low == self.high

    def __str__(self) -> str:
        unit = "" if self.unit == "1" else f" {self.unit}"
        if self.is_exact:
            number = f"{self.low}"
        elif self.low is None and self.high is None:
            number = "unstated"
        elif self.low is None:
            number = f"{'below' if self.high_is_open else 'at most'} {self.high}"
        elif self.high is None:
            number = f"{'above' if self.low_is_open else 'at least'} {self.low}"
        else:
            number = f"{self.low} to {self.high}"
        return f"{number}{unit}" + (f" ({self.standard})" if self.standard else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A value that grows with a length L: `start` + `slope` x L, in `unit`, L in millimetres ("1.5 + L/300 um")."""

    start: Decimal
    slope: Fraction
    unit: str
    standard: TestStandard | None = None

    def __str__(self) -> str:
        if self.slope.numerator == 1:
            grown = f"L/{self.slope.denominator}"
        else:
            grown = f"{self.slope.numerator} L/{self.slope.denominator}"
        return f"{self.start} + {grown} {self.unit}" + (f" ({self.standard})" if self.standard else "")


ParameterValue: TypeAlias = Quantity | Formula | bool | str | tuple[str, ...] | tuple[Quantity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One stated property of an item, itself a claim with a source.

    Its value is a quantity (of a range, from end to end), a formula, a yes or no,
    a word or several, or a list of sizes.
    `axis` names the linear or rotary axis it belongs to ("X"), empty for the whole item.
    Two parameters of one name and axis that cannot both be right leave it unknown.
    """

    name: str
    value: ParameterValue
    axis: str = ""
    citation: Citation | None = None


class PieceRole(Enum):
    """What a piece is to its item: to be had with it, to be had later, or one of the things it is put together from."""

    OPTION = "option"
    UPGRADE = "upgrade"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An option, an upgrade or a part of an item, under a name of its own.

    What `item` states without a kind, or with a kind of the same family, is what the
    whole becomes with it; stated with a kind of another family it is of the piece
    itself. `is_ordered` is None where nobody said whether it is.
    """

    name: str
    role: PieceRole
    item: Item
    is_ordered: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Goods, software or technology as described to us.

    `kind` is a capability class of `knowledge/codes/item_kinds`
    ("machine_tool.milling"), empty when nobody said; a machine that combines
    functions lists all of them. `complete_axes` declares that no linear axis
    exists beyond those stated, so that silence about others decides nothing else.
    `pieces` are its options, upgrades and parts, `fitted_to` the thing that the
    customer has already and that this one is put on. Software and technology are for
    goods: `for_items` describes those, `for_entries` names entries that specify them,
    each with its regime.
    """

    description: str
    kinds: tuple[str, ...] = ()
    maker: str = ""
    model: str = ""
    hs_code: str = ""
    origin: str = ""
    parameters: tuple[Parameter, ...] = ()
    complete_axes: bool = False
    citation: Citation | None = None
    pieces: tuple[Piece, ...] = ()
    fitted_to: Item | None = None
    for_items: tuple[Item, ...] = ()
    for_entries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One line of a transaction: so many of an item, at a price."""

    number: int
    item: Item
    count: Quantity | None = None
    price: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFile:
    """What a file of items holds: its lines, and which of them are said to be one thing, by places from 0.

    `is_order` where they are the lines of one order, which are looked at together.
    """

    lines: tuple[ItemLine, ...]
    together: tuple[tuple[int, ...], ...] = ()
    is_order: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the items, line by line."""
        return tuple(line.item for line in self.lines)
