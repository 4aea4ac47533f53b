"""Which names and goods of one paper are the same party or item, however each passage spells them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from enduse.names.folding import fold_name
from enduse.reading.facts import Claim
from enduse.reading.naming import without_legal_form


def _bare(key: str) -> str:
    words = without_legal_form(key).split()
    return " ".join(word.removesuffix("s") if len(word) > 3 else word for word in words)


def same_items(claims: Iterable[Claim]) -> dict[str, tuple[str, ...]]:
    """Map every item key to those that stand for it: one model is one item, a plain phrase its fuller form or models.

    "the machining centers" after two models of machining centers speaks of both.
    """
    kept = [claim for claim in claims if claim.about == "item"]
    models: dict[str, str] = {}
    found: dict[str, tuple[str, ...]] = {}
    for claim in kept:
        if claim.prop == "model":
            found[claim.key] = (models.setdefault(_letters(claim.value), claim.key),)
    phrases: dict[str, list[str]] = {}
    for claim in kept:
        if claim.prop == "description":
            phrases[claim.key] = max(phrases.get(claim.key, []), fold_name(claim.value).split(), key=len)
    keys = sorted({claim.key for claim in kept}, key=lambda key: (-len(key.split()), key))
    plain = [key for key in keys if key not in found]
    of_models = {found[key][0]: phrases.get(key, [""]) for key in found}
    for key in plain:
        words = phrases.get(key, key.split())
        same = tuple(each for each, other in sorted(of_models.items()) if _is_same_kind(words, other))
        if same:
            found[key] = same
            continue
        for fuller in plain:
            longer = phrases.get(fuller, fuller.split())
            if len(longer) <= len(words) or fuller not in found:
                continue
            is_short = longer[-1] == words[-1] and set(words) < set(longer)
            if is_short or (len(words) == 1 and key == "".join(word[0] for word in longer)):
                found[key] = found[fuller]
                break
        found.setdefault(key, (key,))
    return found


def _letters(model: str) -> str:
    return re.sub(r"[^0-9a-z]", "", model.casefold())


def _is_same_kind(words: list[str], other: list[str]) -> bool:
    """Tell whether one phrase of goods is the other or a shorter way to name it, in the singular."""
    one, two = ([word.removesuffix("s") for word in each] for each in (words, other))
    return bool(one and two) and one[-1] == two[-1] and (set(one) <= set(two) or set(two) <= set(one))


def same_parties(claims: Iterable[Claim]) -> dict[str, str]:
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
