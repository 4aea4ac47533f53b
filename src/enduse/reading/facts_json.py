"""The `enduse-facts/1` projection: one flat list of facts for a whole document, as its owner sees it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from enduse.model.marking import join_all
from enduse.reading.callings import is_service
from enduse.reading.conflicts import find_conflicts
from enduse.reading.document import DocumentReading
from enduse.reading.earlier import pointing
from enduse.reading.facts import Claim, Span
from enduse.reading.lexicon import fact_words
from enduse.reading.phrases import any_of
from enduse.reading.references import UNRESOLVED, why_unresolved
from enduse.reading.sameness import same_items, same_parties

_Json = dict[str, object]
_NEAR = 120
_FEW = 3
_STRONGEST = ("controlled", "potentially_controlled", "below_threshold", "not_controlled")


def to_facts_json(reading: DocumentReading, doc: str) -> _Json:
    """Return the facts of a reading in the neutral form; spans quote its text, `handling` is the join of theirs."""
    names = same_parties(reading.facts)
    items = same_items(reading.facts)
    facts = [*_header(reading), *_portions(reading), *_parties(reading, names), *_items(reading, names, items)]
    facts += [*_links(reading, names, items), *_events(reading, names), *_requests(reading), *_conflicts(reading)]
    return {"schema": "enduse-facts/1", "doc": doc, "facts": facts}


def _spans(spans: Iterable[Span]) -> list[_Json]:
    return [{"start": s.start, "end": s.end, "quote": s.quote} for s in sorted(set(spans))]


def _carried(claims: list[Claim]) -> _Json:
    """Return how a fact is handled, who proposed it if not our rules, and what of it was inferred, and how."""
    carried: _Json = {"handling": str(join_all(claim.marking for claim in claims))}
    if all(claim.extractor for claim in claims):
        carried["extractor"] = claims[0].extractor
    said = {(claim.prop, claim.value) for claim in claims if not claim.rule}
    inferred = sorted({(c.prop, c.value, c.rule) for c in claims if c.rule and (c.prop, c.value) not in said})
    if inferred:
        carried["inferred"] = [{"what": prop, "value": value, "rule": rule} for prop, value, rule in inferred]
    return carried


def _header(reading: DocumentReading) -> Iterator[_Json]:
    parts = [p for p in reading.portions if p.kind == "header"] or list(reading.portions[:1])
    handling = str(parts[0].marking) if parts else ""
    subject = next((str(p.marking) for p in reading.portions if p.kind == "subject"), handling)
    made: _Json
    for fact in reading.header:
        if fact.field == UNRESOLVED:
            made = {"type": "unresolved_reference", "label": fact.label, "value": fact.value, "previous": fact.previous}
            yield made | {"reason": why_unresolved(str(fact.value)), "spans": _spans([fact.span]), "handling": handling}
            continue
        value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
        made = {"type": "header", "field": fact.field, "value": value}
        if fact.field == "ref":
            made |= {"label": fact.label, "previous": fact.previous}
        yield made | {"spans": _spans([fact.span]), "handling": subject if fact.field == "subject" else handling}


def _portions(reading: DocumentReading) -> Iterator[_Json]:
    told: set[Span] = set()
    for portion in reading.portions:
        if portion.is_marked and portion.kind in ("body", "talking_points") and portion.mark_span not in (None, *told):
            assert portion.mark_span
            told.add(portion.mark_span)
            made: _Json = {"type": "portion", "para": portion.label, "level": portion.says, "rel": list(portion.rel)}
            if portion.scheme != "US":
                made["scheme"] = portion.scheme
            yield made | {"spans": _spans([portion.mark_span]), "handling": str(portion.marking)}


# A paper that tells of one of these is a case; firms it names beside them belong to the story.
_OF_DEALS = ("buyer", "supplier", "manufacturer", "intermediary", "end_user", "front_company", "false_end_user")


def _parties(reading: DocumentReading, names: dict[str, str]) -> Iterator[_Json]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    countries = _countries(reading.facts, names)
    unnamed = _left_out(reading.facts, names)
    ends: set[str] = set()
    is_published = reading.format not in ("message", "text")
    for claim in reading.facts:
        if claim.about == "party":
            groups[names[claim.key]].append(claim)
            if claim.refers and not claim.denied and (claim.refers == "party" or is_published):
                ends |= {names[claim.key], names.get(claim.value, claim.value)}
    parts = {c.value for claims in groups.values() for c in claims if c.prop == "role" and not c.denied}
    is_case = not parts.isdisjoint(_OF_DEALS)
    for claims in groups.values():
        roles = sorted({c.value for c in claims if c.prop == "role" and not c.denied})
        if "manufacturer" in roles and _only_source(claims):
            roles = [role for role in roles if role != "supplier"]
        if {"false_end_user", "front_company"} & {*roles}:
            roles = [role for role in roles if role != "end_user"]
        if "buyer" in roles and not _is_user(claims):
            roles = [role for role in roles if role != "end_user"]
        called = [c.value for c in claims if c.prop in ("name", "notes")] or [
            c.value for c in claims if c.prop == "alias"
        ]
        is_told = bool(roles) or is_case or is_published or any(names[c.key] in ends for c in claims)
        if not called or not is_told or names[claims[0].key] in unnamed:
            continue
        name = max(called, key=lambda value: (len(value), value))
        if {"forwarder", "financier"} & {*roles} and is_service(name):
            roles = [role for role in roles if role != "intermediary"]
        aliases = sorted({c.value for c in claims if c.prop in ("name", "alias")} - {name})
        country = countries.get(names[claims[0].key])
        kept = [c for c in claims if c.prop in ("name", "alias", "notes", "country", "role")]
        yield {
            "type": "party",
            "name": name,
            "aliases": aliases,
            "country": country,
            "roles": roles,
            "spans": _spans(c.span for c in kept),
            **_carried(kept),
        }


def _left_out(claims: Iterable[Claim], names: dict[str, str]) -> set[str]:
    """Return the parties without a name that neither buy nor sell: another sentence names them, or nobody does."""
    told: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.about == "party":
            told[names[claim.key]].add(claim.value if claim.prop == "role" else claim.prop)
    return {key for key, words in told.items() if not words & {"name", "alias", "buyer", "supplier"}}


def _only_source(claims: list[Claim]) -> bool:
    """Tell whether a maker counts as supplier only because goods are sought from it."""
    return not any(c.prop == "role" and c.value == "supplier" and c.span.quote[:1].isupper() for c in claims)


def _is_user(claims: list[Claim]) -> bool:
    """Tell whether words of use make a party an end user, not only goods that go to it."""
    told = [c.span.quote for c in claims if c.prop == "role" and c.value == "end_user"]
    return any(any_of(pointing().of_use).search(" ".join(quote.split())) for quote in told)


def _items(reading: DocumentReading, names: dict[str, str], items: dict[str, tuple[str, ...]]) -> Iterator[_Json]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in reading.facts:
        if claim.about == "item":
            for key in items[claim.key]:
                groups[key].append(claim)
    specific = [key for key in groups if key not in fact_words().generic]
    countries = _countries(reading.facts, names)
    unnamed = _left_out(reading.facts, names)
    for key, claims in groups.items():
        if specific and key in fact_words().generic:
            continue
        values: dict[str, list[str]] = defaultdict(list)
        for claim in claims:
            values[claim.prop].append(claim.value)
        if "description" not in values:
            continue
        status = next((each for each in _STRONGEST if each in values["controlStatus"]), "unknown")
        if "potentially_controlled" in values["controlStatus"]:
            status = "potentially_controlled"
        quantity, unit = _quantity(values["quantity"])
        makes = [each for each in values["make"] if names.get(each, each) not in unnamed]
        maker = max(makes, key=lambda made: (makes.count(made), made)) if makes else None
        stated = values["country"][0].upper() if values["country"] else None
        origin = stated or (countries.get(names.get(maker, maker)) if maker else None)
        yield {
            "type": "item",
            "id": f"item {key}",
            "item_type": max(values["description"], key=lambda v: (len(v), v)),
            "model": values["model"][0] if values["model"] else None,
            "maker": names.get(maker, maker) if maker else None,
            "quantity": quantity,
            "unit": unit,
            "control_status": status,
            "regimes": sorted(set(values["regime"])),
            "origin": origin,
            "spans": _spans(c.span for c in claims),
            **_carried(claims),
        }


def _countries(claims: Iterable[Claim], names: dict[str, str]) -> dict[str, str]:
    """Return the country of each party, as most passages tell it."""
    told: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if claim.about == "party" and claim.prop == "country":
            told[names[claim.key]].append(claim.value.upper())
    return {key: max(sorted(set(codes)), key=codes.count) for key, codes in told.items()}


def _quantity(values: list[str]) -> tuple[int | float | None, str | None]:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(?: (.+))?", values[0]) if values else None
    if not found:
        return None, None
    return float(found[1]) if "." in found[1] else int(found[1]), found[2]


def _links(reading: DocumentReading, names: dict[str, str], items: dict[str, tuple[str, ...]]) -> Iterator[_Json]:
    groups: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in reading.facts:
        if claim.about == "party" and (claim.refers or claim.prop == "designated_under") and not claim.denied:
            values: tuple[str, ...] = (names.get(claim.value, claim.value) if claim.refers == "party" else claim.value,)
            if claim.refers == "item":
                values = tuple(_ends_of(claim, items))
            link = fact_words().facts_links.get(claim.prop, claim.prop)
            for value in values:
                groups[(link, names[claim.key], value)].append(claim)
    unnamed = _left_out(reading.facts, names)
    for (link, start, end), claims in groups.items():
        if start != end and link and not {start, end} & unnamed:
            yield {
                "type": "link",
                "link": link,
                "from": start,
                "to": end,
                "date": next((c.date for c in claims if c.date), None),
                "spans": _spans(c.span for c in claims),
                **_carried(claims),
            }


def _ends_of(claim: Claim, items: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield the items that a link ends in; goods told only in general ("test equipment") are every item of the paper.

    That holds for what is wanted, where the paper has few items; what is made or sold stays as said.
    """
    generic = fact_words().generic
    for value in items.get(claim.value, (claim.value,)):
        if value not in generic:
            yield f"item {value}"
            continue
        specific = sorted({each for group in items.values() for each in group if each not in generic})
        if claim.prop == "seeks" and 0 < len(specific) <= _FEW:
            yield from (f"item {each}" for each in specific)
        elif not specific:
            yield f"item {value}"


def _requests(reading: DocumentReading) -> Iterator[_Json]:
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in reading.facts:
        if claim.prop == "request":
            action, _, to = claim.value.partition(" ")
            groups[(to, action)].append(claim)
    for (to, action), claims in groups.items():
        yield {
            "type": "request",
            "to": to,
            "action": action,
            "spans": _spans(c.span for c in claims),
            **_carried(claims),
        }


def _conflicts(reading: DocumentReading) -> Iterator[_Json]:
    for each in find_conflicts(reading.portions, reading.facts):
        yield {
            "type": "conflict",
            "values": list(each.values),
            "spans": _spans(claim.span for claim in each.claims),
            **_carried(list(each.claims)),
        }


def _events(reading: DocumentReading, names: dict[str, str]) -> Iterator[_Json]:
    """Yield one event for each kind, actor and month; one told without a date joins the first of its kind and actor."""
    groups: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    told = [claim for claim in reading.facts if claim.prop == "event"]
    for claim in sorted(told, key=lambda each: not each.date):
        kind, _, actor = claim.value.partition(" ")
        same = [group for group in groups if group[:2] == (kind, actor)]
        groups[next((group for group in same if _agree(group[2], claim.date)), (kind, actor, claim.date))].append(claim)
    named = [claim for claim in reading.facts if claim.about == "party" and claim.prop in ("name", "alias")]
    for (kind, actor, date), claims in groups.items():
        yield {
            "type": "event",
            "kind": kind,
            "actor": actor,
            "about": _concerned(claims, named, names),
            "date": date or None,
            "ref": next((c.ref for c in claims if c.ref), None),
            "spans": _spans(c.span for c in claims),
            **_carried(claims),
        }


def _agree(known: str, told: str) -> bool:
    """Tell whether two dates of an event can be one: one is unknown, or they share what both tell."""
    return not told or not known or known[:7] == told[:7] or (known[:4] == told[:4] and 4 in (len(known), len(told)))


def _concerned(claims: list[Claim], named: list[Claim], names: dict[str, str]) -> str | None:
    """Return the party that an event is about: the one it names itself, else the nearest one named close by."""
    told = next((names[event.key] for event in claims if event.key in names), None)
    if told is not None:
        return told
    best: tuple[int, str] | None = None
    for event in claims:
        for each in named:
            gap = max(event.span.start - each.span.end, each.span.start - event.span.end, 0)
            if each.portion == event.portion and gap <= _NEAR and (best is None or gap < best[0]):
                best = (gap, names[each.key])
    return best[1] if best else None
