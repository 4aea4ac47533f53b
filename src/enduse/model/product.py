"""Products: what is claimed of a maker's model, by whom, and where claims do not agree."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.model.evidence import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductClaim:
    """One claim: the property, of an axis where it is of one, the value, and who says so where."""

    parameter: str
    axis: str
    value: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A model of a maker with every claim of it. `conflicts` names properties of which different values are claimed."""

    id: str
    maker: str
    model: str
    claims: tuple[ProductClaim, ...]
    conflicts: tuple[str, ...] = ()
