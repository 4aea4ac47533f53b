"""What the reader of published papers adds to a message: parties that the reader of messages did not see.

Both readers know parties by other signs. The reader of messages is surer of messages, so nothing that it found is
changed; the other one adds parties that it alone saw with what they do, what those do whom the first one only named,
and states that were not told. Each passage is read by itself, and what is known already is looked up only where
whoever sees the passage may look too, so that an addition never shows what its reader may not see.
Passages in capitals only are left alone, as the other reader knows names by their capitals.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from enduse.model.marking import Marking
from enduse.names.folding import fold_name
from enduse.reading.capitals import is_capitals
from enduse.reading.facts import Claim, Portion
from enduse.reading.kinds.papers import read_paper
from enduse.reading.kinds.recognising import PaperKind
from enduse.reading.kinds.registry import Party
from enduse.reading.naming import is_no_party, without_legal_form

_PROSE = PaperKind(kind="text", marks=(), language="en", publisher="")
_READ = ("body", "talking_points")
# Roles that officials who speak of a case are taken for: a person is seldom the end user of machines.
_OF_BODIES = ("end_user", "false_end_user", "supplier", "manufacturer")
_NAMING = ("name", "alias", "country")


@dataclass(slots=True)
class _Known:
    """What the first reader told to whoever sees a passage: keys by every form of a name, roles, states, goods."""

    forms: dict[str, str] = field(default_factory=dict)
    with_role: set[str] = field(default_factory=set)
    with_country: set[str] = field(default_factory=set)
    goods: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def find(self, names: Iterable[str]) -> str:
        """Return the key of a party that bears one of these names, whole or by its ends; "" when none."""
        for name in names:
            if name in self.forms:
                return self.forms[name]
        for name in names:
            found = {key for form, key in self.forms.items() if _holds(form, name) or _holds(name, form)}
            if len(found) == 1:
                return found.pop()
        return ""


def _holds(longer: str, shorter: str) -> bool:
    return longer.startswith(f"{shorter} ") or longer.endswith((f" {shorter}", f"-{shorter}"))


def fill_gaps(text: str, portions: tuple[Portion, ...], claims: Iterable[Claim]) -> set[Claim]:
    """Return the claims and beside them what the reader of published papers adds.

    Cost: that reader's, linear in the text, about 11 us a character.
    """
    kept = set(claims)
    by_marking: dict[Marking, list[Claim]] = defaultdict(list)
    for claim in sorted(kept, key=lambda claim: claim.order):
        by_marking[claim.marking].append(claim)
    added: set[Claim] = set()
    known: dict[Marking, _Known] = {}
    for number, portion in enumerate(portions):
        if portion.kind not in _READ or is_capitals(text[portion.text_start : portion.end]):
            continue
        seen = [claim for marking, told in by_marking.items() if _is_seen(marking, portion) for claim in told]
        if not any(claim.prop == "role" for claim in seen):
            continue
        basis = known.get(portion.marking) or known.setdefault(portion.marking, _learn(_of_told(seen)))
        more = read_paper(text, (portion,), _PROSE, is_wanted=partial(_may_add, basis))
        added |= {replace(claim, portion=number) for claim in _gaps(more, basis)}
    return kept | added


def _is_seen(marking: Marking, portion: Portion) -> bool:
    """Tell whether whoever sees a passage sees what carries this marking."""
    return marking.join(portion.marking) == portion.marking


def _of_told(seen: list[Claim]) -> list[Claim]:
    """Leave out parties that the first reader only named: the other one may tell their part."""
    told = {claim.key for claim in seen if claim.about == "party" and claim.prop not in _NAMING}
    told |= {claim.value for claim in seen if claim.refers == "party"}
    return [claim for claim in seen if claim.about != "party" or claim.key in told]


def _learn(seen: Iterable[Claim]) -> _Known:
    known = _Known()
    for claim in seen:
        if claim.about == "party":
            known.forms.setdefault(claim.key, claim.key)
            known.forms.setdefault(without_legal_form(claim.key), claim.key)
            if claim.prop in ("name", "alias"):
                known.forms.setdefault(fold_name(claim.value), claim.key)
            known.with_role |= {claim.key} if claim.prop == "role" else set()
            known.with_country |= {claim.key} if claim.prop == "country" else set()
        if claim.about == "item":
            known.goods.setdefault(claim.key, []).append(tuple(fold_name(claim.value).split()))
    return known


def _may_add(known: _Known, parties: Iterable[Party], is_settled: bool) -> bool:
    """Tell whether a passage with these parties could add anything: one that is not known, or a state that is not."""
    for party in parties:
        names = [fold_name(name) for name in (party.name, *(alias for alias, _, _ in party.aliases))]
        forms = [form for name in names for form in (name, without_legal_form(name))]
        key = next((known.forms[form] for form in forms if form in known.forms), "")
        may_have_state = bool(party.country) or not is_settled
        if may_have_state and key not in known.with_country:
            return True
        if not key and not is_no_party(party.name) and not known.find(forms):
            return True
    return False


def _gaps(more: tuple[Claim, ...], known: _Known) -> Iterator[Claim]:
    """Yield what another reading of a passage adds to what is known."""
    names: dict[str, list[str]] = defaultdict(list)
    acts: set[str] = set()
    none: set[str] = set()
    persons = {claim.key for claim in more if claim.schema == "Person"}
    for claim in more:
        if claim.about != "party":
            continue
        if claim.prop in ("name", "alias"):
            names[claim.key] += [fold_name(claim.value), without_legal_form(fold_name(claim.value))]
            none |= {claim.key} if claim.prop == "name" and is_no_party(claim.value) else set()
        elif claim.prop == "role" and not (claim.key in persons and claim.value in _OF_BODIES):
            acts.add(claim.key)
    same = {key: known.find(forms) for key, forms in names.items()}
    fresh = {key for key, found in same.items() if not found and key in acts - none}
    things = _same_goods(more, known)
    for claim in more:
        if claim.about != "party":
            continue
        key = claim.key if claim.key in fresh else same.get(claim.key, "")
        if not key:
            continue
        if claim.prop == "role" and claim.key in persons and claim.value in _OF_BODIES:
            continue
        if claim.prop in _NAMING or claim.prop == "role":
            is_missing = claim.prop == "country" and key not in known.with_country
            if claim.key in fresh or is_missing:
                yield replace(claim, key=key)
            continue
        if claim.refers == "party":
            other = claim.value if claim.value in fresh else same.get(claim.value, "")
            if other and other != key and {claim.key, claim.value} & fresh:
                yield replace(claim, key=key, value=other)
        elif claim.refers == "item" and claim.key in fresh - persons:
            for thing in things.get(claim.value, ()):
                yield replace(claim, key=key, value=thing)
        elif not claim.refers and claim.key in fresh:
            yield replace(claim, key=key)


def _same_goods(more: tuple[Claim, ...], known: _Known) -> dict[str, tuple[str, ...]]:
    """Map the goods of another reading to the known ones: one model, or one head word."""
    found: dict[str, tuple[str, ...]] = {}
    models = {claim.key: _letters(claim.value) for claim in more if claim.about == "item" and claim.prop == "model"}
    phrases = {claim.key: claim.value for claim in more if claim.about == "item" and claim.prop == "description"}
    printed = {key: {_letters(" ".join(value)) for value in values} for key, values in known.goods.items()}
    heads = {key: {_head(list(value)) for value in values} for key, values in known.goods.items()}
    for key in {**models, **phrases}:
        model, head = models.get(key), _head(fold_name(phrases.get(key, "")).split())
        by_model = [each for each, values in printed.items() if model and model in values]
        by_head = [each for each, values in heads.items() if head and head in values]
        found[key] = tuple(by_model or by_head)
    return found


def _head(words: list[str]) -> str:
    return words[-1].removesuffix("s") if words else ""


def _letters(text: str) -> str:
    return re.sub(r"[^0-9a-z]", "", text.casefold())
