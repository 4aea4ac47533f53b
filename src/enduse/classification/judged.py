"""What was decided of one condition: the answer and what it rests on, with its page of words made only when asked for.

Most conditions of most items are never shown, so the result that people read is
built from a `Judged` at its first use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from enduse.classification.spans import Span
from enduse.knowledge.measures import Unit, Vocabulary
from enduse.model.answer import NOT_MET, Answer, Verdict
from enduse.model.condition import ConditionResult


class Judged:
    """One decided condition.

    `relaxed` is the answer with every band added. `gap` is the signed distance from
    the limit in reference units and `unit` the one it is told in; `reach` is the gap
    where inner nodes pass it up (a performance), on `axis`.
    """

    __slots__ = ("_build", "_result", "answer", "axis", "gap", "parts", "reach", "relaxed", "unit")

    def __init__(
        self, answer: Answer, relaxed: Answer, build: Callable[[Judged], ConditionResult], *,
        parts: Sequence[Judged] = (), axis: str = "", gap: Decimal | None = None, unit: Unit | None = None,
        reach: Decimal | None = None,
    ) -> None:
        self.answer, self.relaxed, self.parts, self.axis = answer, relaxed, parts, axis
        self.gap, self.unit, self.reach = gap, unit, reach
        self._build = build
        self._result: ConditionResult | None = None

    @property
    def result(self) -> ConditionResult:
        """Return the result as people read it, with all its parts."""
        if self._result is None:
            self._result = self._build(self)
        return self._result

    @property
    def is_near(self) -> bool:
        """Tell whether it fails as it stands and holds with every band added."""
        return self.answer.verdict is Verdict.NOT_MET and self.relaxed.verdict is Verdict.MET

    @property
    def is_final(self) -> bool:
        """Tell whether it fails by more than any band, and without a distance that is worth telling."""
        return self.reach is None and self.relaxed is NOT_MET and self.answer is NOT_MET

    @property
    def margin_unit(self) -> str:
        """Return the name of the unit that the margin is told in, empty without a margin."""
        return "" if self.gap is None or self.unit is None else self.unit.name

    def margin(self, vocabulary: Vocabulary) -> Decimal | None:
        """Return the distance from the limit in its unit."""
        if self.gap is None or self.unit is None:
            return None
        return vocabulary.span_from_reference(self.gap, self.unit)


def join(
    label: str, parts: Sequence[Judged], answer: Answer, relaxed: Answer, *, is_all: bool, vocabulary: Vocabulary
) -> Judged:
    """Make an inner node; its margin is that of the part that decides it."""
    chosen = _decisive(parts, answer.verdict, is_all=is_all)

    def build(judged: Judged) -> ConditionResult:
        return ConditionResult(
            label=label, answer=answer, parts=tuple(part.result for part in parts), is_near=judged.is_near,
            margin=judged.margin(vocabulary), margin_unit=judged.margin_unit, axis=judged.axis,
        )

    if chosen is None:
        return Judged(answer, relaxed, build, parts=parts)
    return Judged(
        answer, relaxed, build, parts=parts, axis=chosen.axis, gap=chosen.gap, unit=chosen.unit, reach=chosen.reach
    )


def find_gap(span: Span | None, limit: Decimal, *, rising: bool, verdict: Verdict) -> Decimal | None:
    """Return the signed distance from the limit that is certain: negative inside, positive outside."""
    if span is None or verdict is Verdict.UNKNOWN:
        return None
    is_met = verdict is Verdict.MET
    if rising:
        end = span.low if is_met else span.high
        return None if end is None else limit - end
    end = span.high if is_met else span.low
    return None if end is None else end - limit


def _decisive(parts: Sequence[Judged], verdict: Verdict, *, is_all: bool) -> Judged | None:
    if verdict is Verdict.UNKNOWN:
        return None
    same = [p for p in parts if p.answer.verdict is verdict]
    if is_all and verdict is Verdict.NOT_MET and any(p.reach is None for p in same):
        return None
    measured = [p for p in same if p.reach is not None]
    if not measured:
        return None
    pick = max if is_all else min
    return pick(measured, key=lambda p: p.reach if p.reach is not None else Decimal(0))
