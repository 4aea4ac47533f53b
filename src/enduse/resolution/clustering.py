"""Entities of several papers that are taken as one because they bear the very same name.

A presumption, not a finding: it lets two papers that speak of one firm count as
two origins of one claim. It is made on names that are equal once folded, carry
at least two words of their own, belong to no person, and are contradicted by no
country; everything less is left to screening and to a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from itertools import combinations

from enduse.model.screening import Entity
from enduse.names.folding import fold_name
from enduse.names.lexicons import generic_words, legal_forms

_OWN_WORDS = 2


def cluster_same_names(
    entities: Iterable[Entity], *, different: Collection[tuple[str, str]] = ()
) -> Mapping[str, str]:
    """Return each entity that has namesakes with the id that stands for all of them, the first in order.

    Listed entities and persons are left out, and so is a name that two bear whom a
    person judged to be `different` (pairs of ids in order): the presumption falls then.
    The result does not depend on the order of the entities. Cost: one fold a name.
    """
    named: dict[str, list[Entity]] = {}
    for entity in sorted(entities, key=lambda e: e.id):
        if entity.is_listed or entity.schema in ("Person", "Item", "Document"):
            continue
        for form in sorted({fold_name(name) for name in entity.values("name")}):
            if is_distinct(form):
                named.setdefault(form, []).append(entity)
    stands_for: dict[str, str] = {}
    for form in sorted(named):
        group = named[form]
        countries = {country for entity in group for country in entity.values("country")}
        if len(group) < 2 or len(countries) > 1:
            continue
        if different and any(pair in different for pair in combinations([entity.id for entity in group], 2)):
            continue
        first = min(stands_for.get(entity.id, entity.id) for entity in group)
        stands_for.update({entity.id: first for entity in group})
    return stands_for


def find_namesakes(named: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the ids, of pairs of an id and a name, that share a folded name of at least two words of its own.

    Those that `cluster_same_names` takes as one are among them, so that no other need be read whole. Cost: one fold a
    name.
    """
    bearers: dict[str, set[str]] = {}
    for subject, name in named:
        bearers.setdefault(fold_name(name), set()).add(subject)
    return frozenset(
        subject for form, some in bearers.items() if len(some) > 1 and is_distinct(form) for subject in some
    )


def is_distinct(form: str) -> bool:
    """Tell whether a folded name has at least two words of its own."""
    return sum(word not in _common_words() and len(word) > 1 for word in form.split()) >= _OWN_WORDS


@cache
def _common_words() -> frozenset[str]:
    return frozenset({*legal_forms().phrases, *generic_words().phrases})
