"""How many or how much of goods a paper tells: "two dozen", "a batch of 40", "2.5 tons of", "(quantity: 25)"."""

from __future__ import annotations

import re

from enduse.knowledge.countries import demonyms
from enduse.reading.lexicon import fact_words

_TIMES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MEASURES = ("mm", "cm", "millimeter", "caliber", "calibre")
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,3})?")
_JOINED = re.compile(
    r"(?<![\w.,-])(?P<number>\d{1,6}(?:\.\d+)?)-?(?P<unit>[a-z]{1,8})(?P<lot>(?: [a-z]+)?) of $", re.IGNORECASE
)
_LOTS = ("shipment", "consignment", "batch", "order", "lot", "load", "delivery", "cargo", "purchase", "quantity")
_SOME_OF = re.compile(
    r"(?<![\w-])(?P<number>[a-z]+|\d{1,4}) of (?:the |its |their |[A-Z][\w.&\- ]{1,30}'s? )(?:new )?$"
)
_AFTER = re.compile(
    r" ?\((?:quantity|qty\.?|number)[: ]{1,2}(?P<number>\d{1,6})\)|, (?:quantity|qty\.?)[: ]{1,2}(?P<told>\d{1,6})\b"
    r"|, (?P<word>[a-z]+|\d{1,4}) in (?:number|all|total),?"
)


def quantity_before(lead: str) -> tuple[str, str, int]:
    """Read a number, its unit and where it stands, at the very end of the words before a phrase."""
    joined = _joined(lead)
    if joined:
        return joined
    places = [(at[0].lower().replace(",", ""), at.start()) for at in re.finditer(r"\S+", lead)]
    places = [(word, at) for word, at in places if word]
    unit = ""
    described = places
    while described and (described[-1][0] in demonyms() or re.fullmatch(r"[a-z]+(?:-[a-z]+)+", described[-1][0])):
        described = described[:-1]
    if described and described[-1][0] == "of":
        places = described
    if len(places) >= 2 and places[-1][0] == "of" and places[-2][0] in fact_words().units:
        unit = fact_words().units[places[-2][0]]
        places = places[:-2]
        if places and places[-1][0] in ("metric", "short", "long"):  # tons
            places = places[:-1]
    taken = 0
    while places and taken < 2 and not spelled_number(places[-1][0]):
        if not re.fullmatch(r"[a-z]+(?:-[a-z]+)+|-origin", places[-1][0]):
            break
        places, taken = places[:-1], taken + 1
    while places and (places[-1][0] in demonyms() or places[-1][0] in ("additional", "more", "new")):
        places = places[:-1]
    if len(places) > 1 and places[-1][0] in _MEASURES:  # "60 mm mortars": a size, and no number of them
        places = places[:-2]
    return _counted(places, unit)


def quantity_after(flat: str, end: int, base: int) -> tuple[str, int]:
    """Return a number told right after goods, "pumps (quantity: 25)", and its place from `base` on; or before them as
    a part of several, "two of Vorne's pumps"."""
    at = _AFTER.match(flat, end)
    if at:
        told = at["number"] or at["told"] or ""
        number = told or (at["word"] if at["word"].isdigit() else fact_words().numbers.get(at["word"], ""))
        return (number, at.start() - base) if number else ("", 0)
    return "", 0


def _joined(lead: str) -> tuple[str, str, int] | None:
    """Read a number that a unit follows, "500kg of", "a 20-ton shipment of", or a part of some, "two of the"."""
    at = _JOINED.search(lead)
    if at and at["unit"].lower() in fact_words().units and at["lot"].strip() in ("", *_LOTS):
        return at["number"], fact_words().units[at["unit"].lower()], at.start()
    some = _SOME_OF.search(lead)
    if some:
        number = some["number"] if some["number"].isdigit() else fact_words().numbers.get(some["number"], "")
        return (number, "", some.start()) if number and number != "1" else None
    return None


def spelled_number(word: str) -> str:
    """Return the number that a compound word spells, "twenty-five", or an empty text."""
    tens, _, ones = word.partition("-")
    return str(20 + 10 * _TENS.index(tens) + 1 + _ONES.index(ones)) if tens in _TENS and ones in _ONES else ""


def _counted(places: list[tuple[str, int]], unit: str) -> tuple[str, str, int]:
    """Return the number that the last of some words tell, as "two million" or "a dozen"; vague ones tell none."""
    times = 1
    while places and places[-1][0] in _TIMES and (len(places) > 1 or places[-1][0] == "dozen"):
        times, places = times * _TIMES[places[-1][0]], places[:-1]
    if not places:
        return (str(times), unit, 0) if times > 1 else ("", "", 0)
    word, start = places[-1]
    if len(places) > 1 and places[-2][0] in fact_words().months_before:
        return "", "", 0
    number = word if _NUMBER.fullmatch(word) else spelled_number(word) or fact_words().numbers.get(word, "")
    if "." in number and not unit:
        return "", "", 0
    if times > 1 and not number and word in ("a", "one", "some", "over", "about", "than", "of", "approximately"):
        number = "1"
    if times > 1 and number:
        number = f"{float(number) * times:g}" if "." in number else str(int(number) * times)
    return (number, unit, start) if number else ("", "", 0)
