"""What an item's claims amount to: one span, one yes or no, one word, or a conflict.

Claims of one property on one axis are joined: spans are intersected, and where
nothing is left the claims conflict. Values by different test standards are
different facts and never conflict. Counts that bound each other (contouring axes
and their linear and rotary parts) narrow each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from enduse.classification.spans import Span, compute
from enduse.knowledge.item_nodes import EVERY_AXIS
from enduse.knowledge.measures import Implied, Property, Vocabulary
from enduse.model.evidence import Citation
from enduse.model.item import Formula, Item, Parameter, ParameterValue, Quantity, TestStandard


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one property: a span, a flag, words or sizes; none of them where nothing usable is stated.

    `formulas` are claims that depend on a length. `shown` are the claims as text,
    `note` says why stated claims do not decide, `unit` is that of all claims alike.
    """

    span: Span | None = None
    flag: bool | None = None
    words: tuple[str, ...] = ()
    sizes: tuple[Span, ...] = ()
    formulas: tuple[Formula, ...] = ()
    unit: str = ""
    shown: str = ""
    note: str = ""
    is_silent: bool = True
    is_conflict: bool = False
    evidence: tuple[Citation, ...] = ()


class Facts:
    """An item's claims, indexed by property and axis; built once for each classification."""

    def __init__(self, item: Item, vocabulary: Vocabulary) -> None:
        self.item = item
        self.vocabulary = vocabulary
        self._claims: dict[tuple[str, str], list[Parameter]] = {}
        self._found: dict[tuple[str, str, tuple[TestStandard, ...]], Known] = {}
        for claim in item.parameters:
            self._claims.setdefault((claim.name, claim.axis), []).append(claim)
        for claims in self._claims.values():
            if len(claims) > 1:
                claims.sort(key=_order)
        self.linear_axes = self._axes("linear_axis")
        self.rotary_axes = self._axes("rotary_axis")

    def find(self, prop: Property, axis: str, standards: tuple[TestStandard, ...] = ()) -> Known:
        """Return what is known of a property on an axis ("" for the item), measured by one of `standards`."""
        key = (prop.name, axis, standards)
        if key not in self._found:
            self._found[key] = self._find_anew(prop, axis, standards)
        return self._found[key]

    def _find_anew(self, prop: Property, axis: str, standards: tuple[TestStandard, ...]) -> Known:
        claims = self._claims_of(prop.name, axis)
        if not claims and axis and (loose := self._claims.get((prop.name, ""))):
            shown = " and ".join(dict.fromkeys(spell_value(claim.value) for claim in loose))
            return Known(shown=shown, note="stated without its axis", is_silent=False)
        if prop.type == "quantity":
            if not claims and (derived := self._derive(prop, standards)) is not None:
                return derived
            return self._bounded(prop, self._join_quantities(prop, claims, standards))
        if prop.type in ("range", "sizes"):
            return self._single(prop, claims)
        wanted = {"yes_no": bool, "word": str, "words": tuple}[prop.type]
        values: list[ParameterValue] = sorted({c.value for c in claims if isinstance(c.value, wanted)}, key=str)
        shown = " against ".join(spell_value(v) for v in values)
        evidence = tuple(c.citation for c in claims if c.citation)
        if not claims and prop.implied is not None and self._is_implied(prop.implied):
            return Known(flag=True, shown="yes", note=prop.implied.says, is_silent=False)
        if len(values) != 1:
            note = "the claims conflict" if values else ""
            return Known(shown=shown, note=note, is_silent=not claims, is_conflict=bool(values), evidence=evidence)
        value = values[0]
        if isinstance(value, bool):
            return Known(flag=value, shown=shown, is_silent=False, evidence=evidence)
        words = tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)
        return Known(words=words, shown=shown, is_silent=False, evidence=evidence)

    def _is_implied(self, implied: Implied) -> bool:
        """Tell whether the counts that are stated make a yes that nobody stated."""
        enough = self._plain(implied.as_many_as).high if implied.as_many_as else implied.at_least
        stated = [self._plain(name).low for name in implied.properties]
        return enough is not None and any(least is not None and least >= enough for least in stated)

    def _single(self, prop: Property, claims: list[Parameter]) -> Known:
        """Return the one range or list of sizes that all claims state; claims that differ conflict."""
        values = [c.value if isinstance(c.value, tuple) else (c.value,) for c in claims]
        spans = [tuple(self._span(prop, v) for v in value) for value in values]
        shown = " against ".join(dict.fromkeys(spell_value(c.value) for c in claims))
        evidence = tuple(c.citation for c in claims if c.citation)
        if not claims or None in spans[0]:
            return Known(shown=shown, is_silent=not claims, evidence=evidence)
        if len(set(spans)) > 1:
            note = "the claims conflict"
            return Known(shown=shown, note=note, is_silent=False, is_conflict=True, evidence=evidence)
        sizes = tuple(span for span in spans[0] if span is not None)
        span = sizes[0] if prop.type == "range" else None
        units = {v.unit for value in values for v in value if isinstance(v, Quantity)}
        unit = units.pop() if len(units) == 1 else ""
        return Known(span=span, sizes=sizes, unit=unit, shown=shown, is_silent=False, evidence=evidence)

    def _derive(self, prop: Property, standards: tuple[TestStandard, ...]) -> Known | None:
        """Compute a quantity that nobody stated from those it follows from; None where it cannot be."""
        rule = self.vocabulary.derivations.get(prop.name)
        if rule is None or standards:
            return None
        found = {name: self.find(self.vocabulary.properties[name], "") for name in rule.inputs()}
        span = compute(
            rule.expression, lambda name: found[name].span, lambda name: found[name].sizes
        )
        if span is None or span.is_empty:
            return None
        shown = _spell_span(span, prop, self.vocabulary)
        evidence = tuple(citation for known in found.values() for citation in known.evidence)
        return Known(span=span, shown=shown, note=f"computed: {rule.says}", is_silent=False, evidence=evidence)

    def find_by(self, prop: Property, axis: str, standard: str) -> Known:
        """Return what the claims by one test standard ("" for those without) amount to, bounds by other facts aside."""
        if prop.type != "quantity":
            return self.find(prop, axis)
        claims = [c for c in self._claims_of(prop.name, axis) if standard_of(c) == standard]
        return self._join_quantities(prop, claims, ())

    def list_conflicts(self) -> tuple[str, ...]:
        """Name every pair or set of claims that cannot all be right, sorted."""
        return tuple(sorted(self._conflicts()))

    def _conflicts(self) -> Iterator[str]:
        for (name, axis), claims in self._claims.items():
            prop = self.vocabulary.properties.get(name)
            if prop is None:
                continue
            place = f", axis {axis}" if axis and axis != EVERY_AXIS else ""
            for standard in sorted({standard_of(c) for c in claims}):
                known = self.find_by(prop, axis, standard)
                if known.is_conflict:
                    yield f"{prop.label}{place}: {known.shown}"
            bounded = self.find(prop, axis)
            if prop.of == "item" and bounded.is_conflict and "add up" in bounded.note:
                yield f"{prop.label}: {bounded.shown}; {bounded.note}"

    def _axes(self, owner: str) -> tuple[str, ...]:
        props = self.vocabulary.properties
        names = {axis for name, axis in self._claims if axis and name in props and props[name].of == owner}
        named = sorted(names - {EVERY_AXIS})
        return tuple(named) or ((EVERY_AXIS,) if names else ())

    def _claims_of(self, name: str, axis: str) -> list[Parameter]:
        claims = self._claims.get((name, axis), [])
        if axis not in ("", EVERY_AXIS):
            claims = claims + self._claims.get((name, EVERY_AXIS), [])
        return claims

    def _join_quantities(
        self, prop: Property, claims: Iterable[Parameter], standards: tuple[TestStandard, ...]
    ) -> Known:
        claims = list(claims)
        if not claims:
            return Known()
        spans = [(c, span) for c in claims if (span := self._span(prop, c.value)) is not None]
        wanted = {_normal(s) for s in standards}
        fitting = [(c, span) for c, span in spans if not wanted or standard_of(c) in wanted]
        formulas = tuple(
            c.value for c in claims if isinstance(c.value, Formula) and (not wanted or standard_of(c) in wanted)
        )
        if not fitting:
            unusable = _unusable(prop, claims, standards, is_measured=bool(spans))
            return replace(unusable, formulas=formulas, note="stated as a formula") if formulas else unusable
        span = fitting[0][1]
        for _, other in fitting[1:]:
            span &= other
        evidence = tuple(c.citation for c, _ in fitting if c.citation)
        words = dict.fromkeys(str(c.value) for c, _ in fitting)
        if span.is_empty:
            return Known(
                shown=" against ".join(words), note="the claims conflict", is_silent=False, is_conflict=True,
                evidence=evidence,
            )
        units = {c.value.unit for c, _ in fitting if isinstance(c.value, Quantity)}
        return Known(
            span=span, formulas=formulas, unit=units.pop() if len(units) == 1 else "", shown=" and ".join(words),
            is_silent=False, evidence=evidence,
        )

    def _span(self, prop: Property, value: ParameterValue) -> Span | None:
        if not isinstance(value, Quantity):
            return None
        unit = self.vocabulary.find_unit(value.unit, prop.dimension)
        ends = [end for end in (value.low, value.high) if end is not None]
        if unit is None or not all(end.is_finite() for end in ends):
            return None
        low, high = (
            None if end is None else self.vocabulary.to_reference(end, unit) for end in (value.low, value.high)
        )
        return Span(low=low, high=high, low_is_open=value.low_is_open, high_is_open=value.high_is_open)

    def _bounded(self, prop: Property, known: Known) -> Known:
        """Narrow a count by the counts that bound it; a conflict where they cannot add up."""
        if known.is_conflict or not (
            prop.no_more_than_sum or prop.no_less_than_difference or prop.no_less_than or prop.no_more_than
        ):
            return known
        bound = Span()
        if prop.no_more_than_sum:
            first, second = (self._plain(name) for name in prop.no_more_than_sum)
            if first.high is not None and second.high is not None:
                bound &= Span(high=first.high + second.high)
        if prop.no_less_than_difference:
            whole, part = (self._plain(name) for name in prop.no_less_than_difference)
            if whole.low is not None and part.high is not None:
                bound &= Span(low=max(whole.low - part.high, Decimal(0)))
        for name in prop.no_less_than:
            bound &= Span(low=self._plain(name).low)
        for name in prop.no_more_than:
            bound &= Span(high=self._plain(name).high)
        if bound == Span():
            return known
        span = (known.span or Span()) & bound
        if span.is_empty:
            others = ", ".join((
                *prop.no_more_than_sum, *prop.no_less_than_difference, *prop.no_less_than, *prop.no_more_than
            ))
            note = f"the numbers stated do not add up with {others.replace('_', ' ')}"
            return Known(shown=known.shown, note=note, is_silent=False, is_conflict=True, evidence=known.evidence)
        shown = known.shown or _spell_span(span, prop, self.vocabulary)
        return Known(
            span=span, shown=shown, note=known.note or "narrowed by what else is stated", is_silent=False,
            evidence=known.evidence,
        )

    def _plain(self, name: str) -> Span:
        prop = self.vocabulary.properties[name]
        return self._join_quantities(prop, self._claims_of(name, ""), ()).span or Span()


def _unusable(
    prop: Property, claims: list[Parameter], standards: tuple[TestStandard, ...], *, is_measured: bool
) -> Known:
    shown = " and ".join(dict.fromkeys(spell_value(c.value) for c in claims))
    if is_measured:
        note = f"the limit is for {' or '.join(map(str, standards))}; no value by it is stated"
    else:
        note = f"the unit does not measure {prop.dimension}"
    evidence = tuple(c.citation for c in claims if c.citation)
    return Known(shown=shown, note=note, is_silent=False, evidence=evidence)


def _order(claim: Parameter) -> tuple[str, ...]:
    place = claim.citation.id if claim.citation else ""
    return (claim.name, claim.axis, str(claim.value), place)


def _normal(standard: TestStandard) -> str:
    return f"{standard.name.replace('/', '-').upper()}:{standard.edition}"


def standard_of(claim: Parameter) -> str:
    """Return the test standard of a claim as it is compared, empty where it has none."""
    value = claim.value
    return _normal(value.standard) if isinstance(value, Quantity | Formula) and value.standard else ""


def spell_value(value: object) -> str:
    """Return a stated value as people read it."""
    if isinstance(value, tuple):
        return " and ".join(map(str, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _spell_span(span: Span, prop: Property, vocabulary: Vocabulary) -> str:
    unit = vocabulary.reference_unit(prop.dimension).name
    return str(Quantity(low=span.low, high=span.high, unit=unit, low_is_open=span.low_is_open,
                        high_is_open=span.high_is_open))
