"""Given names that are one name in other spellings, short forms and languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.names.folding import fold_name
from enduse.names.frequencies import commonness, counted_words
from enduse.names.lexicons import common_names
from enduse.names.scripts import script_of

LISTED_COMMONNESS = 4  # of a name that is listed as very common and not counted
_BARE = ("arabic", "hebrew")
_SHORT = 0.9  # what a short form is worth at least
_KINDS = ("full", "short", "kin")


def is_given_name(word: str) -> bool:
    """Tell whether a folded word stands in the table of given names."""
    return word in _forms()


def is_printed_given(word: str) -> bool:
    """Tell whether a folded word is what a given name of the table folds to that stands there in its own letters."""
    return word in _printed_forms()


def given_groups(word: str) -> dict[int, float]:
    """Return the groups that a word of the table stands in, with what it is worth in each."""
    return _forms().get(word, {})


def list_forms() -> Iterator[tuple[str, dict[int, float]]]:
    """Yield each word of the table with the groups it stands in and what it is worth there."""
    yield from _forms().items()


@lru_cache(maxsize=1 << 12)
def given_initials(word: str) -> frozenset[str]:
    """Return the first letters of a word of the table and of all its spellings and short forms."""
    return frozenset().union(*(_initials()[group] for group in _own_groups(word)))


def _own_groups(word: str) -> list[int]:
    """Return the groups of which a word is a spelling or a short form."""
    return [group for group, worth in given_groups(word).items() if worth >= _SHORT]


@lru_cache(maxsize=1)
def _initials() -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for word in _forms():
        for group in _own_groups(word):
            found.setdefault(group, set()).add(word[0])
    return found


def given_likeness(left: str, right: str) -> float:
    """Return how far two words of the table are one given name: as stated by kind of form, 0 where they share no group.

    The weaker of the two forms counts: a short form beside a short form is worth a short form. Symmetric.
    """
    forms = _forms()
    one, other = forms.get(left), forms.get(right)
    if not one or not other:
        return 0.0
    return max((min(worth, other[group]) for group, worth in one.items() if group in other), default=0.0)


@lru_cache(maxsize=1 << 13)
def given_commonness(word: str) -> int:
    """Return how common a name is among persons: in its commonest spelling, and by the list of common ones."""
    groups = {group for group, worth in _forms().get(word, {}).items() if worth > 0.9}
    counted = max((_commonest()[group] for group in groups), default=commonness(word, among="persons"))
    return max(counted, LISTED_COMMONNESS) if word in common_names() else counted


@lru_cache(maxsize=1)
def counted_names() -> frozenset[str]:
    """Return every word that `given_commonness` may find common; for all others it is 0."""
    return frozenset(_forms()) | counted_words("persons") | common_names()


@lru_cache(maxsize=1)
def _commonest() -> dict[int, int]:
    found: dict[int, int] = {}
    for word, groups in _forms().items():
        for group, worth in groups.items():
            if worth > 0.9:
                found[group] = max(found.get(group, 0), commonness(word, among="persons"))
    return found


@lru_cache(maxsize=1)
def _printed_forms() -> frozenset[str]:
    groups = open_knowledge("lexicons/given_names.yaml").get("groups").required().items()
    words = (word for node in groups if not node.text().isascii() for word in re.split("[,|]", node.text()))
    return frozenset(fold_name(word) for word in words if not word.isascii() and script_of(word.strip()) in _BARE)


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[int, float]]:
    """Return for each word the groups it stands in, with what it is worth there."""
    top = open_knowledge("lexicons/given_names.yaml")
    stated = top.get("likeness").required().mapping(allowed=_KINDS)
    worths = [float(stated[kind].required().decimal() or 0) for kind in _KINDS if kind in stated]
    if len(worths) != len(_KINDS):
        top.get("likeness").fail("needs a value for each of full, short and kin")
    forms: dict[str, dict[int, float]] = {}
    for number, node in enumerate(top.get("groups").required().items()):
        parts = node.text().split("|")
        if len(parts) > len(_KINDS):
            node.fail("has more than three parts", "Write: full | short | kin.")
        for words, worth in zip(parts, worths, strict=False):
            for word in words.split(","):
                folded = fold_name(word)
                if folded:
                    known = forms.setdefault(folded, {})
                    known[number] = max(worth, known.get(number, 0.0))
    top.faults.check(KnowledgeError)
    return forms
