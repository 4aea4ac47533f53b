"""Marks of a case: the short texts by which it is found again, each of a kind (`repeats.yaml`).

Cost: some 0.3 ms a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import floor, log

from enduse.assessment.repeat_rules import repeat_rules
from enduse.model.denial import Denial, DeniedItem, DeniedParameter, DeniedParty
from enduse.names.folding import fold_name
from enduse.names.sounds import skeleton
from enduse.names.tokens import Part, read_name
from enduse.resolution.addresses import Address, read_address

OUTCOME = "outcome"  # a mark that counts cases and finds none
SIGN = "\x1f"  # between the kind of a mark and its text
_LEAST_LETTERS = 3
_LONG = 6  # letters from which a word's beginning and end are marks of their own
_END = 4
_DIGITS = 8  # of a telephone number, from its end
_LEAST_DIGITS = 6
_MOST_WORDS = 24
_PLAIN = re.compile(r"[^0-9a-z]+")
_NO_DIGIT = re.compile(r"[^0-9]+")


def marks_of(case: Denial) -> frozenset[str]:
    """Return the marks of a case, each as kind and text; the seller's side has none."""
    found: set[str] = {_mark(OUTCOME, case.outcome.value)}
    for party in buying_side(case.parties):
        found.update(_party_marks(party))
    found.update(_place_marks(case.site))
    for item in case.items:
        found.update(_item_marks(item, case.destination))
    if case.destination:
        found.add(_mark("destination", case.destination))
    found.update(_mark("use_word", word) for word in content_words(case.end_use))
    return frozenset(found)


def marks_of_party(party: DeniedParty) -> frozenset[str]:
    """Return the marks of one party."""
    return frozenset(_party_marks(party))


def pair_marks(text: str) -> tuple[str, ...]:
    """Return the marks of an address that pair a number with a word."""
    return tuple(mark for mark in _place_marks(text) if kind_of(mark) == "place_pair")


def kind_of(mark: str) -> str:
    """Return the kind of a mark."""
    return mark.partition(SIGN)[0]


def buying_side(parties: Iterable[DeniedParty]) -> tuple[DeniedParty, ...]:
    """Return the parties that are not of the seller's side alone."""
    left_out = repeat_rules().left_out
    return tuple(party for party in parties if not party.roles or not left_out.issuperset(party.roles))


@lru_cache(maxsize=1 << 14)
def phone_mark(text: str) -> str:
    """Return the last digits of a telephone number, empty where it has too few."""
    digits = _NO_DIGIT.sub("", text)
    return digits[-_DIGITS:] if len(digits) >= _LEAST_DIGITS else ""


@lru_cache(maxsize=1 << 14)
def domain_of(text: str) -> str:
    """Return the domain of a mail address or a site that belongs to whoever uses it; empty for free mail."""
    host = text.casefold().strip().rpartition("@")[2].partition("://")[2] or text.casefold().strip().rpartition("@")[2]
    host = host.partition("/")[0].partition(":")[0].removeprefix("www.")
    return host if "." in host and host not in repeat_rules().free_mail else ""


@lru_cache(maxsize=1 << 14)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it apart: no legal forms, generic words or single letters."""
    words = tuple(dict.fromkeys(
        token.form for token in read_name(name).tokens
        if token.part is Part.NAME and len(token.form) >= _LEAST_LETTERS
    ))
    return words or tuple(word for word in fold_name(name).split() if len(word) >= _LEAST_LETTERS)


@lru_cache(maxsize=1 << 14)
def content_words(text: str) -> tuple[str, ...]:
    """Return the words of a description that say something, folded, plurals put back."""
    dull = repeat_rules().dull_words
    words = (word for word in fold_name(text).split() if len(word) >= _LEAST_LETTERS and word not in dull)
    return tuple(dict.fromkeys(word[:-1] if len(word) > 4 and word.endswith("s") else word for word in words))[
        :_MOST_WORDS]


@lru_cache(maxsize=1 << 12)
def address_of(text: str) -> Address | None:
    """Return an address read."""
    return read_address(text) if text else None


@lru_cache(maxsize=1 << 16)
def sound_of(word: str) -> str:
    """Return the skeleton of a word's sound."""
    return skeleton(word)


def entry_levels(entry: str) -> tuple[str, ...]:
    """Return an entry without its regime and all that it lies in: "EU 2B001.b.2" gives 2B001, 2B001.b, 2B001.b.2."""
    parts = entry.rpartition(" ")[2].upper().split(".")
    return tuple(".".join(parts[:count]) for count in range(1, len(parts) + 1) if parts[0])


def kind_levels(kind: str) -> tuple[str, ...]:
    """Return a kind of item and all that it is of."""
    parts = kind.split(".")
    return tuple(".".join(parts[:count]) for count in range(1, len(parts) + 1))


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Return the letters and digits of a text, folded, without signs between them."""
    return _PLAIN.sub("", fold_name(text))


def middle_of(parameter: DeniedParameter) -> float | None:
    """Return the middle of a property's bounds, or the one it has; None where it is no number above zero."""
    try:
        ends = [float(text) for text in (parameter.low, parameter.high) if text]
    except ValueError:
        return None
    return sum(ends) / len(ends) if ends and min(ends) >= 0 and max(ends) > 0 else None


def plain_name(parameter: DeniedParameter) -> str:
    """Return the name of a property without its axis."""
    return parameter.name.rpartition(" ")[2]


def _party_marks(party: DeniedParty) -> Iterator[str]:
    for name in (party.name, *party.aliases, *party.people):
        for word in name_words(name):
            yield from _word_marks(word)
    yield from (_mark("identifier", plain(value)) for _, value in party.identifiers if plain(value))
    yield from (_mark("phone", digits) for text in party.phones if (digits := phone_mark(text)))
    yield from (_mark("email", text.casefold().strip()) for text in party.emails)
    for text in (*party.emails, *party.websites):
        if domain := domain_of(text):
            yield _mark("domain", domain)
            yield from _word_marks(plain(domain.partition(".")[0]))
    yield from _place_marks(party.address)


@lru_cache(maxsize=1 << 16)
def _word_marks(word: str) -> tuple[str, ...]:
    if len(word) < _LEAST_LETTERS:
        return ()
    found = [_mark("name", word)]
    if len(sound := sound_of(word)) >= _LEAST_LETTERS:
        found.append(_mark("sound", sound))
    if len(word) >= _LONG:
        found += (_mark("begins", word[:_END]), _mark("ends", word[-_END:]))
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def _place_marks(text: str) -> tuple[str, ...]:
    address = address_of(text)
    if address is None:
        return ()
    sounds = sorted({sound_of(word) or word for word in address.words})[:_MOST_WORDS]
    found = [_mark("place", sound) for sound in sounds]
    for number in sorted(address.numbers)[:4]:
        found += (_mark("place_pair", f"{number} {sound}") for sound in sounds)
    return tuple(found)


def _item_marks(item: DeniedItem, destination: str) -> Iterator[str]:
    if len(model := plain(item.model)) >= _LEAST_LETTERS:
        yield _mark("model", model)
    yield from (_mark("maker", word) for word in name_words(item.maker)) if item.maker else ()
    yield from (_mark("product_word", word) for word in content_words(item.description))
    for entry in item.entries:
        yield from (_mark("entry", level) for level in entry_levels(entry))
    for kind in item.kinds:
        for level in kind_levels(kind):
            yield _mark("kind", level)
        if destination:
            yield _mark("kind_there", f"{kind} {destination}")
    if item.hs_code:
        yield _mark("code", item.hs_code[:4])
        yield _mark("code", item.hs_code[:6])
    for parameter in item.parameters:
        if (value := middle_of(parameter)) is not None:
            band = floor(log(value or 1e-9) / log(repeat_rules().band))
            yield _mark("parameter", f"{plain_name(parameter)} {band}")


def neighbours(mark: str) -> Iterator[str]:
    """Yield the marks of the bands beside that of a parameter."""
    kind, _, text = mark.partition(SIGN)
    if kind == "parameter":
        name, _, band = text.rpartition(" ")
        yield from (_mark(kind, f"{name} {int(band) + step}") for step in (-1, 1))


def _mark(kind: str, text: str) -> str:
    return f"{kind}{SIGN}{text}"
