"""One condition of a control entry, or of a law's reach, as it was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from enduse.model.answer import Answer
from enduse.model.evidence import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionResult:
    """One node of the condition tree as it was decided.

    A leaf shows the stated `value`, the `limit`, both with unit and standard,
    and the signed `margin` in the unit of the stated value: negative is inside the control,
    zero stands on the limit, positive is outside. `axis` is the axis it was
    decided by. Inner nodes ("all", "any", "some linear axis") have `parts`.
    """

    label: str
    answer: Answer
    value: str = ""
    limit: str = ""
    margin: Decimal | None = None
    margin_unit: str = ""
    axis: str = ""
    is_near: bool = False
    note: str = ""
    parts: tuple[ConditionResult, ...] = ()
    evidence: tuple[Citation, ...] = ()

    def leaves(self) -> Iterator[ConditionResult]:
        """Yield the conditions at the ends of the tree, in its order."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()
