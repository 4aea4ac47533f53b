"""Invent names of persons and companies in eighteen cultures, at home and in Latin letters.

What they are made of stands in `cultures.yaml`. A name is a row of parts, a part a row
of units, and each unit knows its native writing and its Latin spellings, so neither
form is derived from the other. Everything is drawn from the `Random` handed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

Unit = tuple[str, tuple[str, ...]]
Part = tuple[Unit, ...]

_FAMILIES = 12_000
_GIVEN = 260
_SINGLE = {"zh": 0.15, "ko": 0.02}  # share of given names of one syllable


@dataclass(frozen=True, slots=True, kw_only=True)
class Culture:
    """What names of one culture are made of; families and given names stand by rank, the commonest first."""

    code: str
    countries: tuple[str, ...]
    orders: tuple[str, ...]
    is_latin: bool
    closed: frozenset[str]
    joins: tuple[str, ...]
    given: tuple[Part, ...]
    second: tuple[Part, ...]
    family: tuple[Part, ...]
    words: tuple[Part, ...]
    forms: tuple[Part, ...]
    places: tuple[Part, ...]
    units: dict[str, tuple[Unit, ...]]
    brands: tuple[str, ...]
    kana: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invention:
    """A person or company: parts by role in printed order (g, p, f; b brand or place, w trade word, l legal form)."""

    culture: Culture
    schema: str
    country: str
    parts: tuple[tuple[str, Part], ...]


@cache
def load_cultures(seed: int = 7) -> tuple[Culture, ...]:
    """Return the cultures with their name lists, grown once from the seed."""
    text = (Path(__file__).parent / "cultures.yaml").read_text(encoding="utf-8")
    random = Random(seed)
    return tuple(_read_culture(code, spec, random) for code, spec in sorted(yaml.safe_load(text).items()))


def _read_culture(code: str, spec: dict[str, Any], random: Random) -> Culture:
    units = {key: tuple(map(_read_unit, text.split())) for key, text in spec["units"].items()}
    texts = {key: text for key, text in spec.items() if isinstance(text, str)}
    brands = tuple(texts["brand_patterns"].split())
    given = _read_parts(texts["given"])
    patterns = texts.get("given_patterns", "").split()
    while len(given) < _GIVEN:
        given.append(_draw(patterns or brands, units, random))
    family_patterns = texts["family_patterns"].split()
    family: dict[Part, None] = {(unit,): None for unit in units["F"]} if family_patterns == ["F"] else {}
    if not family:
        family = dict.fromkeys(_draw(family_patterns, units, random) for _ in range(_FAMILIES))
    return Culture(
        code=code, countries=tuple(texts["countries"].split()), orders=tuple(texts["order"].split()),
        is_latin="latin" in texts, closed=frozenset(texts.get("closed", "").split()),
        joins=tuple(_spaced(join) for join in texts.get("joins", "_").split()), given=tuple(given),
        second=tuple(_read_parts(texts["second"])), family=tuple(family), words=tuple(_read_parts(texts["words"])),
        forms=tuple(_read_parts(texts["forms"])),
        places=tuple((unit,) for unit in units["P"]) if "place" in texts else (), units=units, brands=brands,
        kana=dict(pair.split(":") for pair in texts.get("kana", "").split()),
    )


def _spaced(text: str) -> str:
    return "" if text == "_" else text.replace("~", " ")


def _read_unit(text: str) -> Unit:
    native, _, latin = text.partition(":")
    return _spaced(native), tuple(_spaced(spelling) for spelling in latin.split("/"))


def _read_parts(text: str) -> list[Part]:
    fields = [[_spaced(field) for field in part.split("|")] for part in text.split()]
    return [((native, tuple(latin)),) for native, *latin in fields]


def _draw(patterns: Sequence[str], units: dict[str, tuple[Unit, ...]], random: Random) -> Part:
    return tuple(random.choice(units[unit]) for unit in random.choice(patterns))


def _rank(random: Random, count: int, flat: float) -> int:
    """Draw a rank by Zipf's law, flattened at the top: the first has some 1 in flat * log(count / flat)."""
    return min(count - 1, int(flat * ((count + flat) / flat) ** random.random() - flat))


def invent(random: Random) -> Invention:
    """Return a person (55 in 100) or a company of any culture."""
    culture = random.choice(load_cultures())
    country = random.choice(culture.countries)
    if random.random() < 0.55:
        return Invention(culture=culture, schema="Person", country=country, parts=_person(culture, random))
    return Invention(culture=culture, schema="Company", country=country, parts=_company(culture, random))


def _person(culture: Culture, random: Random) -> tuple[tuple[str, Part], ...]:
    parts: list[tuple[str, Part]] = []
    for role in random.choice(culture.orders):
        if role == "f":
            flat = 3.0 if len(culture.family) < 200 else 20.0
            part = culture.family[_rank(random, len(culture.family), flat)]
        elif role == "p" and culture.second:
            part = culture.second[_rank(random, len(culture.second), 5.0)]
        elif culture.joins != ("",):
            is_single = random.random() < _SINGLE.get(culture.code, 0.0)
            part = tuple(random.choice(culture.units["G"]) for _ in range(1 if is_single else 2))
        else:
            part = culture.given[_rank(random, len(culture.given), 5.0)]
        parts.append((role, part))
    return tuple(parts)


def _company(culture: Culture, random: Random) -> tuple[tuple[str, Part], ...]:
    brand = ("b", _draw(culture.brands, culture.units, random))
    if random.random() < 0.15:
        brand = ("b", culture.family[_rank(random, len(culture.family), 20.0)])
    parts = [brand]
    if random.random() < 0.35:
        parts.append(("b", _draw(culture.brands, culture.units, random)))
    if culture.places and random.random() < 0.6:
        parts.insert(0, ("b", random.choice(culture.places)))
    count = random.choice((0, 1, 1, 1, 2)) if len(parts) > 1 else random.choice((0, 1, 1, 1, 1, 2))
    chosen = dict.fromkeys(culture.words[_rank(random, len(culture.words), 5.0)] for _ in range(count))
    parts.extend(("w", word) for word in chosen)
    if random.random() < (0.75 if len(parts) > 1 else 0.95):
        form = ("l", culture.forms[_rank(random, len(culture.forms), 2.0)])
        is_first = culture.code in ("ru", "uk", "ar", "fa", "ka", "hy", "id")
        parts.insert(0 if is_first else len(parts), form)
    return tuple(parts)


def write_native(made: Invention) -> str:
    """Return the name as it is written at home."""
    kind = "person" if made.schema == "Person" else "company"
    join = "" if kind in made.culture.closed else " "
    parts = sorted(made.parts, key=lambda pair: pair[0] != "f") if not join and kind == "person" else made.parts
    return join.join(capitalise("".join(native for native, _ in part)) for _, part in parts)


def write_kana(made: Invention) -> str:
    """Return a Japanese person's name in katakana, by its sounds: the longest spelling shows them best (Shin'ichi)."""
    sounds = made.culture.kana
    return " ".join(
        "".join(_to_kana(run, sounds) for _, latin in part for run in max(latin, key=len).lower().split("'"))
        for _, part in made.parts
    )


def _to_kana(latin: str, sounds: Mapping[str, str]) -> str:
    at, kana = 0, ""
    while at < len(latin):
        size = next((size for size in (3, 2, 1) if latin[at:at + size] in sounds), 0)
        kana += sounds[latin[at:at + size]] if size else ""
        at += size or 1
    return kana


def write_latin(made: Invention, random: Random, *, is_plain: bool) -> str:
    """Return the name in Latin letters; `is_plain` takes the usual spelling, else each part may take another."""
    english = not is_plain and made.schema != "Person" and random.random() < 0.4
    system = 0 if is_plain else random.choice((0, 1, 1, 2))
    words = []
    for role, part in made.parts:
        if role in "wl":
            spellings = part[0][1]
            words.append(spellings[-1] if english else spellings[0])
            continue
        if made.culture.joins == ("",):
            system = 0 if is_plain else random.choice((0, 0, 1, 1, 2, 3))
        syllables = [latin[system] if system < len(latin) else latin[0] for _, latin in part]
        join = random.choice(made.culture.joins) if role == "g" and not is_plain else ""
        words.append(capitalise(join.join(syllables)))
    return " ".join(words)


def shorten(made: Invention) -> Invention:
    """Return the name as people cut it short: without the second given name, the last trade word or the legal form."""
    roles = [role for role, _ in made.parts]
    droppable = [role for role in ("p", "w", "l") if role in roles and len(roles) > 2]
    at = len(roles) - 1 - roles[::-1].index(droppable[0]) if droppable else len(roles)
    return replace(made, parts=made.parts[:at] + made.parts[at + 1:])


def capitalise(word: str) -> str:
    """Return the word with a capital where a name has one ("al-Masri" keeps its article)."""
    head, dash, tail = word.partition("-")
    if dash and head in ("al", "el"):
        return f"{head}-{capitalise(tail)}"
    return " ".join(piece[:1].title() + piece[1:] for piece in word.split(" "))
