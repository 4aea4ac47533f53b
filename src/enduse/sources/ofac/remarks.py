"""The prose of OFAC's remarks, and the labelled ids of its XML, as claims.

Remarks are labelled pieces parted by semicolons: "DOB 1962; POB Shati; Passport
A1 (Iran) expires 1 Jan 2020." The labels and what they state stand in
`ofac/vocabulary.yaml`; a piece with another beginning is kept whole as `notes`.
Cost: linear in the text, a few look-ups a piece.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from enduse.knowledge.countries import find_country
from enduse.sources.catalogue import SourceSpec
from enduse.sources.printed_dates import find_dates
from enduse.sources.printed_numbers import is_lei
from enduse.sources.rows import Claims

_SPACES = re.compile(r"\s+")
MAX_LABEL_WORDS = 12


class NameIndex:
    """Finds an entry by its printed name; a name that two entries carry finds none."""

    __slots__ = ("_ids",)

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def add(self, name: str, subject: str) -> None:
        """Note that an entry carries a name."""
        key = _key(name)
        if key and self._ids.setdefault(key, subject) != subject:
            self._ids[key] = ""

    def find(self, name: str) -> str:
        """Return the entry of that name, empty when none or several have it; a final stop may be missing."""
        key = _key(name)
        return self._ids.get(key, "") or self._ids.get(key + ".", "") or self._ids.get(key.rstrip("."), "")


def say_remarks(claims: Claims, remarks: str, *, spec: SourceSpec, names: NameIndex) -> None:
    """Claim what remarks say, piece by piece."""
    text = remarks.strip().removesuffix(".")
    for piece in text.split(";"):
        piece = _SPACES.sub(" ", piece).strip()
        if piece:
            say_piece(claims, piece, spec=spec, names=names)


def say_piece(claims: Claims, piece: str, *, spec: SourceSpec, names: NameIndex) -> None:
    """Claim what one labelled piece says: "alt. Passport A1 (Iran)"."""
    words = piece.split(" ")
    first = 1 if words[0] in ("alt.", "Alt.") and len(words) > 1 else 0
    labels = spec.lookups["labels"]
    for end in range(min(len(words), first + MAX_LABEL_WORDS), first, -1):
        meaning = labels.get(" ".join(words[first:end]))
        if meaning:
            how, _, prop = meaning.partition(" ")
            rest = " ".join(words[end:])
            if rest and _say(claims, how, prop, rest, piece, spec=spec, names=names):
                return
            break
    claims.say("notes", piece)


def _say(
    claims: Claims, how: str, prop: str, rest: str, piece: str, *, spec: SourceSpec, names: NameIndex,
) -> bool:
    """Claim the rest of a piece as its label tells; False when the rest is not of that kind."""
    if how == "date":
        return say_dates(claims, prop, rest, printed=piece, hedges=spec.lookups["hedges"])
    if how == "country":
        code = find_country(rest)
        if code:
            claims.say(prop, code, printed=piece)
        return bool(code)
    if how == "link":
        target = names.find(rest)
        if target and target != claims.subject:
            claims.say(prop, target, printed=piece)
        return bool(target)
    value = _value(claims, how, rest, piece, spec)
    if how == "lei" and is_lei(value):
        prop = "leiCode"
    if how == "vessel":
        kind, _, number = rest.partition(" ")
        by_kind = {"IMO": "imoNumber", "MMSI": "mmsi"}
        if kind in by_kind and number:
            prop, value = by_kind[kind], _cut_number(number)
    if value:
        claims.say(prop, value, printed=piece)
    return bool(value)


def _value(claims: Claims, how: str, rest: str, piece: str, spec: SourceSpec) -> str:
    if how == "name":
        return printed_name(_unquote(rest), claims.schema)
    if how == "gender":
        return spec.lookups["genders"].get(rest.lower(), "")
    if how in ("id", "lei", "vessel"):
        return _cut_number(rest)
    if how == "last":
        return rest.rpartition(" ")[2]
    if how == "whole":
        return piece
    return rest


def printed_name(name: str, schema: str) -> str:
    """Put a person's "FAMILY, Given" into spoken order; other names stay as printed."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and schema == "Person" and given and family else name


def say_dates(
    claims: Claims, prop: str, text: str, *, printed: str, hedges: Mapping[str, str], within: str = "",
) -> bool:
    """Claim the dates of "10 Dec 1948", "circa 1962" or "1960 to 1965"; False when there is none.

    Both ends of a stretch are claimed, with its word as the hedge, since either
    may be meant.
    """
    found = list(find_dates(text))
    if not found:
        return False
    hedge = next((word for word in hedges if word in text.lower().split()), "")
    if len(found) > 1 and not hedge:
        hedge = " ".join(text[found[0].end: found[1].start].split())
    for day in found:
        claims.say(prop, day.value, printed=printed, hedge=hedge, within=within)
    return True




def _cut_number(text: str) -> str:
    """Take the number out of "A1 (Iran) issued 1 Jan 2010 expires 1 Jan 2020"."""
    for word in (" issued ", " expires ", " Date of issue "):
        text = text.partition(word)[0]
    text = text.strip()
    while text.endswith(")") and "(" in text:
        text = text[: text.rindex("(")].strip()
    return text.strip(" ,.")


def _unquote(text: str) -> str:
    return text.strip().strip("'\"").strip()


def _key(name: str) -> str:
    return _SPACES.sub(" ", name).strip().casefold()
