"""The `enduse-facts/1` projection: one flat list of facts for a whole document, as its owner sees it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from enduse.model.marking import join_all
from enduse.names.folding import fold_name
from enduse.reading.document import DocumentReading
from enduse.reading.facts import Claim, Span
from enduse.reading.lexicon import fact_words

_Json = dict[str, object]
_STRONGEST = ("controlled", "potentially_controlled", "below_threshold", "not_controlled")


def to_facts_json(reading: DocumentReading, doc: str) -> _Json:
    """Return the facts of a reading in the neutral form; spans quote its text, `handling` is the join of theirs."""
    names = _same_parties(reading.facts)
    items = _same_items(reading.facts)
    facts = [*_header(reading), *_portions(reading), *_parties(reading, names), *_items(reading, names, items)]
    facts += [*_links(reading, names, items), *_events(reading), *_requests(reading)]
    return {"schema": "enduse-facts/1", "doc": doc, "facts": facts}


def _spans(spans: Iterable[Span]) -> list[_Json]:
    return [{"start": s.start, "end": s.end, "quote": s.quote} for s in sorted(set(spans))]


def _handling(claims: Iterable[Claim]) -> str:
    return str(join_all(claim.marking for claim in claims))


def _header(reading: DocumentReading) -> Iterator[_Json]:
    handling = next((str(p.marking) for p in reading.portions if p.kind == "header"), "")
    subject = next((str(p.marking) for p in reading.portions if p.kind == "subject"), handling)
    for fact in reading.header:
        value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
        made: _Json = {"type": "header", "field": fact.field, "value": value}
        if fact.field == "ref":
            made |= {"label": fact.label, "previous": fact.previous}
        yield made | {"spans": _spans([fact.span]), "handling": subject if fact.field == "subject" else handling}


def _portions(reading: DocumentReading) -> Iterator[_Json]:
    for portion in reading.portions:
        if portion.is_marked and portion.kind in ("body", "talking_points") and portion.mark_span:
            made: _Json = {"type": "portion", "para": portion.label, "level": portion.says, "rel": list(portion.rel)}
            if portion.scheme != "US":
                made["scheme"] = portion.scheme
            yield made | {"spans": _spans([portion.mark_span]), "handling": str(portion.marking)}


def _bare(key: str) -> str:
    forms = {fold_name(form) for form in fact_words().legal_forms}
    words = key.split()
    while len(words) > 1 and words[-1] in forms:
        words.pop()
    return " ".join(word.removesuffix("s") if len(word) > 3 else word for word in words)


def _same_items(claims: Iterable[Claim]) -> dict[str, str]:
    """Map every item key to the one that stands for it: a fuller phrase, or what its initials stand for."""
    kept = [claim for claim in claims if claim.about == "item"]
    with_model = {claim.key for claim in kept if claim.prop == "model"}
    keys = sorted({claim.key for claim in kept}, key=lambda key: (-len(key.split()), key))
    plain = [key for key in keys if key not in with_model]
    found: dict[str, str] = {key: key for key in keys}
    for key in plain:
        words = key.split()
        models = [each for each in with_model if set(words) < set(each.split()) and words[-1] in each.split()]
        if len(models) == 1:
            found[key] = models[0]
            continue
        for fuller in plain:
            longer = fuller.split()
            if len(longer) <= len(words):
                continue
            is_short = longer[-1] == words[-1] and set(words) < set(longer)
            if is_short or (len(words) == 1 and key == "".join(word[0] for word in longer)):
                found[key] = found[fuller]
                break
    return found


def _same_parties(claims: Iterable[Claim]) -> dict[str, str]:
    """Map every party key to the key that stands for all its spellings in this document."""
    kept = [claim for claim in claims if claim.about == "party"]
    parent: dict[str, str] = {claim.key: claim.key for claim in kept}

    def top(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    def join(a: str, b: str) -> None:
        first, second = sorted((top(a), top(b)), key=lambda key: (-len(key), key))
        parent[second] = first

    by_form: dict[str, str] = {}
    for claim in kept:
        if claim.refers == "party":
            parent.setdefault(claim.value, claim.value)
    for key in sorted(parent):
        by_form.setdefault(_bare(key), key)
        join(by_form[_bare(key)], key)
    for claim in kept:
        form = _bare(fold_name(claim.value))
        if claim.prop == "alias" and form in by_form:
            join(by_form[form], claim.key)
        elif claim.prop == "alias":
            by_form[form] = claim.key
    for key in sorted(parent):
        if _bare(key) in by_form:
            join(by_form[_bare(key)], key)
    return {key: top(key) for key in parent}


def _parties(reading: DocumentReading, names: dict[str, str]) -> Iterator[_Json]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in reading.facts:
        if claim.about == "party":
            groups[names[claim.key]].append(claim)
    for claims in groups.values():
        roles = sorted({c.value for c in claims if c.prop == "role" and not c.denied})
        if "manufacturer" in roles or any(c.prop == "manufactures" for c in claims):
            roles = sorted({*roles, "manufacturer"} - ({"supplier"} if _only_source(claims) else set()))
        called = [c.value for c in claims if c.prop in ("name", "notes")] or [
            c.value for c in claims if c.prop == "alias"
        ]
        if not roles or not called:
            continue
        name = max(called, key=lambda value: (len(value), value))
        aliases = sorted({c.value for c in claims if c.prop in ("name", "alias")} - {name})
        countries = [c.value for c in claims if c.prop == "country"]
        country = max(sorted(set(countries)), key=countries.count).upper() if countries else None
        kept = [c for c in claims if c.prop in ("name", "alias", "notes", "country", "role")]
        yield {
            "type": "party",
            "name": name,
            "aliases": aliases,
            "country": country,
            "roles": roles,
            "spans": _spans(c.span for c in kept),
            "handling": _handling(kept),
        }


def _only_source(claims: list[Claim]) -> bool:
    """Tell whether a maker counts as supplier only because goods are sought from it."""
    return not any(c.prop == "role" and c.value == "supplier" and c.span.quote[:1].isupper() for c in claims)


def _items(reading: DocumentReading, names: dict[str, str], items: dict[str, str]) -> Iterator[_Json]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in reading.facts:
        if claim.about == "item":
            groups[items[claim.key]].append(claim)
    specific = [key for key in groups if key not in fact_words().generic]
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
        maker = values["make"][0] if values["make"] else None
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
            "origin": values["country"][0].upper() if values["country"] else None,
            "spans": _spans(c.span for c in claims),
            "handling": _handling(claims),
        }


def _quantity(values: list[str]) -> tuple[int | None, str | None]:
    found = re.fullmatch(r"(\d+)(?: (.+))?", values[0]) if values else None
    return (int(found[1]), found[2]) if found else (None, None)


def _links(reading: DocumentReading, names: dict[str, str], items: dict[str, str]) -> Iterator[_Json]:
    groups: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in reading.facts:
        if claim.about == "party" and (claim.refers or claim.prop == "designated_under") and not claim.denied:
            value = names.get(claim.value, claim.value) if claim.refers == "party" else claim.value
            if claim.refers == "item":
                value = items.get(claim.value, claim.value)
                value = value if value in fact_words().generic else f"item {value}"
            link = fact_words().facts_links.get(claim.prop, claim.prop)
            groups[(link, names[claim.key], value)].append(claim)
    for (link, start, end), claims in groups.items():
        if start != end and link:
            yield {
                "type": "link",
                "link": link,
                "from": start,
                "to": end,
                "date": next((c.date for c in claims if c.date), None),
                "spans": _spans(c.span for c in claims),
                "handling": _handling(claims),
            }


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
            "handling": _handling(claims),
        }


def _events(reading: DocumentReading) -> Iterator[_Json]:
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in reading.facts:
        if claim.prop == "event":
            kind, _, actor = claim.value.partition(" ")
            groups[(kind, actor)].append(claim)
    for (kind, actor), claims in groups.items():
        yield {
            "type": "event",
            "kind": kind,
            "actor": actor,
            "about": None,
            "date": next((c.date for c in claims if c.date), None),
            "ref": None,
            "spans": _spans(c.span for c in claims),
            "handling": _handling(claims),
        }
