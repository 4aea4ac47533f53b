"""Countries by every spelling the lists use: `knowledge/codes/countries.yaml`.

Spellings are compared without case, accents, punctuation and a leading or
trailing "the"; "Saint" and "St", "&" and "and" are one. Loading costs a few
milliseconds, once; a look-up is one dictionary access.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

FILE = "codes/countries.yaml"
MAX_SPELLING = 200
_PREFIXES = ("region: ",)
_CUT = str.maketrans(dict.fromkeys(",.;:()[]/-\t\n\r", " ") | dict.fromkeys("'’‘`´\"", ""))


@dataclass(frozen=True, slots=True)
class _Countries:
    names: Mapping[str, str]
    spellings: Mapping[str, str]
    demonyms: Mapping[str, str]
    regions: Mapping[str, str]
    unstated: frozenset[str]
    invented: frozenset[str]


def find_country(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code, in lower case, of a country named or coded in a field of its own.

    Takes names, demonyms, alpha-2 and alpha-3 codes. A state that broke up gives
    its ISO 3166-3 code ("suhh"). None for a region (see `find_region`), for words
    that name no country, and for what is not known.
    """
    return _find(text) if len(text) <= MAX_SPELLING else None


def find_region(text: str) -> str | None:
    """Return our code of a region that lists print in place of a country ("Region: Crimea" is "ua-43")."""
    return _countries().regions.get(_fold(text))


def is_unstated(text: str) -> bool:
    """Tell whether the words say that no country is known ("undetermined"), or are empty."""
    folded = _fold(text)
    return not folded or folded in _countries().unstated


def country_name(code: str) -> str:
    """Return the short English name; the code itself, in upper case, when it is not known."""
    return _countries().names.get(code.lower(), code.upper())


def country_codes() -> tuple[str, ...]:
    """Return all codes of countries of today, sorted; invented ones are left out."""
    table = _countries()
    return tuple(sorted(code for code in table.names if len(code) == 2 and code not in table.invented))


def demonyms() -> Mapping[str, str]:
    """Return each demonym in lower case and the code of its country ("iranian" is "ir")."""
    return _countries().demonyms


@lru_cache(maxsize=4096)
def _find(text: str) -> str | None:
    return _countries().spellings.get(_fold(text))


def _fold(text: str) -> str:
    if len(text) > MAX_SPELLING:
        return ""
    lowered = text.casefold().strip()
    for prefix in _PREFIXES:
        lowered = lowered.removeprefix(prefix)
    if not lowered.isascii():
        lowered = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    words = lowered.replace("&", " and ").translate(_CUT).split()
    if len(words) > 1:
        words = [{"st": "saint"}.get(word, word) for word in words]
        if words[0] == "the":
            words = words[1:]
        elif words[-1] == "the":
            words = words[:-1]
    return " ".join(words)


@lru_cache(maxsize=1)
def _countries() -> _Countries:
    top = open_knowledge(FILE)
    top.mapping(("encoded_on", "cites", "countries", "historical", "invented", "regions", "unstated", "not_encoded"))
    names: dict[str, str] = {}
    spellings: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    for group in ("countries", "historical", "invented"):
        for code, node in top.get(group).required().mapping().items():
            _add(code, node, names, spellings, demonyms)
    regions: dict[str, str] = {}
    for code, node in top.get("regions").mapping().items():
        for spelling in _split(node.text(), ";"):
            _put(regions, _fold(spelling), code, node)
    unstated = frozenset(_fold(word) for word in top.get("unstated").texts())
    top.faults.check(KnowledgeError)
    return _Countries(
        MappingProxyType(names), MappingProxyType(spellings), MappingProxyType(demonyms), MappingProxyType(regions),
        unstated, frozenset(top.get("invented").mapping()),
    )


def _add(code: str, node: Node, names: dict[str, str], spellings: dict[str, str], demonyms: dict[str, str]) -> None:
    parts = [part.strip() for part in node.text().split("|")]
    if len(parts) != 4:
        node.fail("expected four parts split by |: name, alpha-3, demonyms, spellings")
        return
    name, alpha3, people, others = parts
    names[code] = name
    for spelling in (code, name, alpha3, *_split(others, ";")):
        _put(spellings, _fold(spelling), code, node)
    for demonym in _split(people, ","):
        _put(demonyms, demonym.lower(), code, node)
        _put(spellings, _fold(demonym), code, node)


def _put(table: dict[str, str], key: str, code: str, node: Node) -> None:
    if table.setdefault(key, code) != code:
        node.fail(f"{key!r} already stands for {table[key]}")


def _split(text: str, mark: str) -> list[str]:
    return [part.strip() for part in text.split(mark) if part.strip()]
