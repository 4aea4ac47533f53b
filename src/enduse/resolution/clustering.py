"""Entities of several papers that are taken as one because they bear the very same name, or the same name in one tie.

A presumption, not a finding: it lets two papers that speak of one firm count as
two origins of one claim. Names are equal once folded, but for words like
"Co. Ltd." where one paper leaves them out. A name stands for one party where it
carries at least two words of its own and belongs to no person. Where two papers
tell the same tie between the same two names, a word of its own on each side is
enough, and persons count. Another country, or other forms of company, keep
namesakes apart; everything less is left to screening and to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from enduse.model.screening import Entity
from enduse.names.folding import fold_name
from enduse.names.lexicons import common_words, legal_forms

_OWN_WORDS = 2
_FORMS = frozenset({"limited", "joint_stock", "public_limited", "incorporated", "any_company"})
_ANY_FORM = "any_company"
_NO_PARTIES = ("Item", "Document")

Tie = tuple[str, str, str]  # subject, kind of relation, object


@dataclass(frozen=True, slots=True)
class _Name:
    core: str  # folded, without words that only tell the form of a company
    forms: frozenset[str]
    own: int  # words of its own


def cluster_same_names(
    entities: Iterable[Entity], *, ties: Iterable[Tie] = (), different: Collection[tuple[str, str]] = ()
) -> Mapping[str, str]:
    """Return each entity that has namesakes with the id that stands for all of them, the first in order.

    Listed entities are left out, persons but for the same tie, and so is a name that two bear whom a
    person judged to be `different` (pairs of ids in order): the presumption falls then.
    The result does not depend on the order of the entities. Cost: one fold a name.
    """
    known = {one.id: one for one in entities if not one.is_listed and one.schema not in _NO_PARTIES}
    names = {key: _names_of(one.values("name")) for key, one in known.items()}
    alike: dict[str, set[str]] = defaultdict(set)
    for key, some in names.items():
        if known[key].schema != "Person":
            for name in some:
                if name.own >= _OWN_WORDS:
                    alike[name.core].add(key)
    groups = [*((core, alike[core]) for core in sorted(alike)), *_ends_of_same_ties(names, ties)]
    stands_for: dict[str, str] = {}
    for core, group in groups:
        if len(group) < 2 or not _may_be_one([known[key] for key in sorted(group)], names, core):
            continue
        if different and any(pair in different for pair in combinations(sorted(group), 2)):
            continue
        _unite(stands_for, group)
    return {key: _first(stands_for, key) for key in sorted(stands_for)}


def find_namesakes(named: Iterable[tuple[str, str]], ties: Iterable[Tie] = ()) -> frozenset[str]:
    """Return the ids, of pairs of an id and a name, that share a name, or a name in one tie, with others.

    Those that `cluster_same_names` takes as one are among them, so that no other need be read whole. Cost: one fold a
    name, and one look at each tie.
    """
    printed: dict[str, set[str]] = defaultdict(set)
    bearers: dict[str, set[str]] = defaultdict(set)
    for subject, text in named:
        printed[subject].add(text)
    names = {subject: _names_of(some) for subject, some in printed.items()}
    for subject, some in names.items():
        for name in some:
            bearers[name.core].add(subject)
    alike = {key for core, some in bearers.items() if len(some) > 1 and is_distinct(core) for key in some}
    return frozenset(alike.union(*(group for _, group in _ends_of_same_ties(names, ties))))


def is_distinct(form: str) -> bool:
    """Tell whether a folded name has at least two words of its own."""
    return _own_words(form) >= _OWN_WORDS


def _ends_of_same_ties(names: Mapping[str, Collection[_Name]], ties: Iterable[Tie]) -> list[tuple[str, set[str]]]:
    """Return who bears one name at one end of ties that several tell alike, by that name."""
    told: dict[tuple[str, str, str], tuple[set[str], set[str]]] = {}
    for subject, kind, value in ties:
        for left in names.get(subject, ()):
            for right in names.get(value, ()):
                if left.own and right.own and left.core != right.core:
                    subjects, values = told.setdefault((left.core, kind, right.core), (set(), set()))
                    subjects.add(subject)
                    values.add(value)
    found = []
    for left_core, kind, right_core in sorted(told):
        subjects, values = told[left_core, kind, right_core]
        found += [(core, group) for core, group in ((left_core, subjects), (right_core, values)) if len(group) > 1]
    return found


def _may_be_one(entities: Sequence[Entity], names: Mapping[str, Collection[_Name]], core: str) -> bool:
    """Tell whether neither countries nor forms of company nor kinds of entity speak against namesakes being one."""
    countries = {country for one in entities for country in one.values("country")}
    forms = {name.forms for one in entities for name in names[one.id] if name.core == core and name.forms}
    persons = sum(one.schema == "Person" for one in entities)
    return len(countries) <= 1 and len(forms) <= 1 and persons in (0, len(entities))


def _names_of(printed: Iterable[str]) -> tuple[_Name, ...]:
    return tuple(sorted(map(_read, sorted(set(printed))), key=lambda name: (name.core, sorted(name.forms))))


def _read(printed: str) -> _Name:
    words = fold_name(printed).split()
    known = _company_words()
    forms = frozenset(known[word] for word in words if word in known) - {_ANY_FORM}
    core = " ".join(word for word in words if word not in known)
    core = core or " ".join(words)
    return _Name(core, forms, _own_words(core))


def _own_words(form: str) -> int:
    return sum(word not in common_words() and len(word) > 1 for word in form.split())


def _unite(stands_for: dict[str, str], group: Iterable[str]) -> None:
    firsts = sorted({_first(stands_for, key) for key in group})
    stands_for.update(dict.fromkeys(group, firsts[0]))
    stands_for.update(dict.fromkeys(firsts, firsts[0]))


def _first(stands_for: Mapping[str, str], key: str) -> str:
    while stands_for.get(key, key) != key:
        key = stands_for[key]
    return key


@cache
def _company_words() -> Mapping[str, str]:
    words = ((phrase, said.group) for phrase, said in legal_forms().phrases.items() if " " not in phrase)
    return {word: group for word, group in words if group in _FORMS}
