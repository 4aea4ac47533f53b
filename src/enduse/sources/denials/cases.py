"""One case in plain values as claims: every key is known, every value read or told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from enduse.errors import KEPT_AS_NOTE, InputError
from enduse.knowledge.countries import find_country
from enduse.knowledge.denial_claims import denial_id, spell_item, spell_parameter, spell_party
from enduse.knowledge.denial_columns import CASE, ITEM, PARTY, DenialField, keys_of
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.measures import load_vocabulary
from enduse.knowledge.nodes import nodes_of
from enduse.knowledge.properties import list_properties
from enduse.model.denial import CaseOutcome, DeniedItem, DeniedParameter, DeniedParty
from enduse.model.item import Parameter
from enduse.model.party import PartyRole
from enduse.sources.catalogue import SourceSpec
from enduse.sources.column_map import ColumnMap
from enduse.sources.rows import Claims, RowFault

_SCHEMA = "Denial"
_TEXTS = {"regime_reference": "regimeReference", "catch_all": "catchAll", "end_use": "statedEndUse",
          "site": "endUseSite", "reason": "denialReason", "comment": "revocationComment"}
_COUNTRIES = {"origin": "shippedFrom", "transit": "shippedThrough", "destination": "shippedTo"}
_DAYS = {"decided_on": "decidedOn", "valid_until": "validUntil", "review_on": "reviewOn"}
_ROLES = frozenset(role.value for role in PartyRole)
_YES, _NO = ("yes", "true", "1", "y"), ("no", "false", "0", "n", "")
_REGIME = re.compile(r"([A-Z]{2,6})[ :]+(.+)")
_LONGEST = 4000  # signs of one text; a longer one is cut and told
_MOST_PARTS = 500


def claim_case(
    shape: Mapping[str, Any], spec: SourceSpec, columns: ColumnMap, *, place: str, line: int
) -> Claims:
    """Return what a case claims.

    Raises:
        RowFault: it has no reference, neither party nor item, a key that is not known, or an unknown outcome.
    """
    return _Case(shape, spec, columns, place=place, line=line).claim()


class _Case:
    def __init__(
        self, shape: Mapping[str, Any], spec: SourceSpec, columns: ColumnMap, *, place: str, line: int
    ) -> None:
        self._shape, self._columns, self._place = shape, columns, place
        self._doubts: list[str] = []
        reference = self._text(shape.get("reference"), "reference")
        government = self._text(shape.get("government"), "government")
        if not reference:
            raise RowFault("the case has no reference.", place=place, remedy="Every case has one of its own.")
        self._government = find_country(government) or government
        subject = denial_id(spec.id, self._government, reference)
        self._claims = Claims(spec, subject, _SCHEMA, place=f"case {reference}", offset=line)
        self._claims.say("denialReference", reference)
        self._claims.say("denyingGovernment", self._government, printed=government)

    def claim(self) -> Claims:
        self._check_keys(self._shape, {**keys_of(CASE), "parties": None, "items": None}, "a case")
        claims, shape = self._claims, self._shape
        outcome = self._word("outcome") or CaseOutcome.DENIED.value
        if outcome.lower() not in {known.value for known in CaseOutcome}:
            known = ", ".join(known.value for known in CaseOutcome)
            raise self._fault(f"the outcome {outcome[:40]!r} is not known.", f"Known: {known}; or map `values`.")
        claims.say("caseOutcome", outcome.lower(), printed=outcome)
        for key, prop in _TEXTS.items():
            claims.say(prop, self._text(shape.get(key), key))
        for key, prop in _COUNTRIES.items():
            for text in self._texts(shape.get(key), key, is_many=key == "transit"):
                self._say_country(prop, key, text)
        for key, prop in _DAYS.items():
            self._say_day(prop, key)
        self._say_revocation()
        parties, items = self._parts("parties"), self._parts("items")
        if not parties and not items:
            raise self._fault("the case names neither a party nor an item.", "There is nothing to know it again by.")
        for shape in parties:
            party = self._party(shape)
            claims.say("deniedParty", spell_party(party), printed=party.name)
        for shape in items:
            item = self._item(shape)
            claims.say("deniedItem", spell_item(item), printed=item.description or item.model or item.hs_code)
        for doubt in self._doubts:
            claims.say("notes", doubt)
            claims.doubt(f"{doubt}; {KEPT_AS_NOTE}")
        return claims

    # -- parts --------------------------------------------------------------------

    def _parts(self, key: str) -> list[Mapping[str, Any]]:
        found = self._shape.get(key)
        if found is None or found == "":
            return []
        parts = found if isinstance(found, list) else [found]
        if len(parts) > _MOST_PARTS or not all(isinstance(part, Mapping) for part in parts):
            raise self._fault(f"{key} is no list of objects.", f"Write {key}: [{{...}}], {_MOST_PARTS} at most.")
        return [part for part in parts if part]

    def _party(self, shape: Mapping[str, Any]) -> DeniedParty:
        known = keys_of(PARTY)
        self._check_keys(shape, known, "a party")
        name = self._text(shape.get("name"), "name")
        if not name:
            raise self._fault("a party has no name.", "Leave the party out, or name it.")
        many = {key: tuple(self._texts(shape.get(key), key, is_many=True)) for key, f in known.items() if f.has_many}
        printed = self._text(shape.get("country"), "country")
        country = find_country(printed) or ""
        if printed and not country:
            self._doubts.append(f"country of {name}: {printed}")
        return DeniedParty(
            name=name, roles=tuple(self._roles(many.pop("roles"))), country=country,
            address=self._text(shape.get("address"), "address"),
            identifiers=tuple(self._identifiers(shape.get("identifiers"))), **many,
        )

    def _roles(self, words: Iterable[str]) -> Iterable[str]:
        for word in words:
            spelled = word.lower().replace(" ", "_").replace("-", "_")
            spelled = {"consignee": "ultimate_consignee", "broker": "intermediary", "agent": "intermediary"}.get(
                spelled, spelled)
            if spelled in _ROLES:
                yield spelled
            else:
                self._doubts.append(f"role: {word}")

    def _identifiers(self, value: object) -> Iterable[tuple[str, str]]:
        for name, text in sorted(self._pairs(value, "identifiers").items()):
            if name in _identifying():
                yield name, text
            else:
                self._doubts.append(f"identifier: {name}={text}")

    def _item(self, shape: Mapping[str, Any]) -> DeniedItem:
        self._check_keys(shape, keys_of(ITEM), "an item")
        texts = {key: self._text(shape.get(key), key) for key in ("description", "maker", "model", "quantity")}
        origin, hs_code = (self._text(shape.get(key), key) for key in ("origin", "hs_code"))
        digits = re.sub(r"[. ]", "", hs_code)
        if hs_code and not re.fullmatch(r"[0-9]{4,10}", digits):
            self._doubts.append(f"customs code: {hs_code}")
            digits = ""
        if origin and not find_country(origin):
            self._doubts.append(f"origin of an item: {origin}")
        return DeniedItem(
            **texts, hs_code=digits, origin=find_country(origin) or "",
            kinds=tuple(self._kinds(self._texts(shape.get("kinds"), "kinds", is_many=True))),
            entries=tuple(spell_entry(text) for text in self._texts(shape.get("entries"), "entries", is_many=True)),
            parameters=tuple(self._parameters(self._pairs(shape.get("parameters"), "parameters"))),
        )

    def _kinds(self, words: Iterable[str]) -> Iterable[str]:
        for word in words:
            found = load_vocabulary().find_kind(word)
            if found is None:
                self._doubts.append(f"kind of item: {word}")
            else:
                yield found.name

    def _parameters(self, pairs: Mapping[str, str]) -> Iterable[DeniedParameter]:
        for name, text in pairs.items():
            read = read_parameter(name, text)
            if not read:
                self._doubts.append(f"property: {name}={text}")
            for parameter in read:
                yield spell_parameter(parameter, text)

    # -- values -------------------------------------------------------------------

    def _check_keys(self, shape: Mapping[str, Any], known: Mapping[str, DenialField | None], what: str) -> None:
        if strange := sorted(str(key)[:60] for key in shape if key not in known):
            raise self._fault(f"{', '.join(strange[:10])} is no key of {what}.", f"Known: {', '.join(known)}.")

    def _fault(self, reason: str, remedy: str) -> RowFault:
        return RowFault(reason, place=self._place, remedy=remedy, subject=self._claims.subject)

    def _word(self, key: str) -> str:
        text = self._text(self._shape.get(key), key)
        return self._columns.values.get(key, {}).get(text, text)

    def _text(self, value: object, key: str) -> str:
        if value is None:
            return ""
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, Mapping | list):
            raise RowFault(f"{key} is no text.", place=self._place, remedy="Write one text there.")
        text = ("true" if value else "false") if isinstance(value, bool) else str(value).strip()
        if len(text) > _LONGEST:
            self._doubts.append(f"{key} was cut after {_LONGEST:,} signs")
        return text[:_LONGEST]

    def _texts(self, value: object, key: str, *, is_many: bool) -> list[str]:
        if isinstance(value, list):
            return [text for part in value[:_MOST_PARTS] if (text := self._text(part, key))]
        text = self._text(value, key)
        parts = text.split(self._columns.separator) if is_many else [text]
        return [part.strip() for part in parts[:_MOST_PARTS] if part.strip()]

    def _pairs(self, value: object, key: str) -> dict[str, str]:
        if isinstance(value, Mapping):
            return {str(name): self._text(part, key) for name, part in value.items()}
        pairs = {}
        for text in self._texts(value, key, is_many=True):
            name, sign, part = text.partition("=")
            if sign and name.strip() and part.strip():
                pairs[name.strip()] = part.strip()
            else:
                self._doubts.append(f"{key}: {text}")
        return pairs

    def _say_country(self, prop: str, key: str, text: str) -> None:
        code = find_country(text)
        if code is None:
            self._doubts.append(f"{key}: {text}")
        else:
            self._claims.say(prop, code, printed=text)

    def _say_day(self, prop: str, key: str) -> None:
        text = self._text(self._shape.get(key), key)
        day = self._columns.read_day(text)
        if len(day) == 10:
            self._claims.say(prop, day, printed=text)
        elif text:
            self._doubts.append(f"{key}: {text}")

    def _say_revocation(self) -> None:
        text = self._text(self._shape.get("revoked"), "revoked")
        day = self._columns.read_day(text)
        if len(day) == 10:
            self._claims.say("revocation", day, printed=text)
        elif text.lower() in _YES:
            self._claims.say("revocation", "yes", printed=text)
        elif text.lower() not in _NO:
            self._doubts.append(f"revoked: {text}")


@cache
def _identifying() -> frozenset[str]:
    return frozenset(row.prop for row in list_properties() if row.kind == "identifier")


def spell_entry(text: str) -> str:
    """Return an entry as "EU 2B001.b.2": the regime, where one is told, a space, and the entry."""
    match = _REGIME.fullmatch(text.strip())
    return f"{match[1]} {match[2].strip()}" if match else text.strip()


@lru_cache(maxsize=1 << 14)
def read_parameter(name: str, text: str) -> tuple[Parameter, ...]:
    """Return the properties that a name and a value mean, of the item, or of the axis before the name; none for none.

    "positioning_accuracy" alone is that of every linear axis, "X positioning_accuracy" that of one.
    """
    axis, _, plain = name.rpartition(" ")
    shapes: tuple[dict[str, Any], ...] = (
        ({"axes": [{"axis": axis, plain: text}]},) if axis
        else ({"parameters": {name: text}}, {name: text}, {"axes": [{"axis": "all", name: text}]})
    )
    for shape in shapes:
        node = nodes_of({"description": "", **shape}, where="parameters")
        try:
            read = item_from_node(node).parameters
        except InputError:
            continue
        if read and not node.faults.faults:
            return read
    return ()
