"""Invented persons of whom one record in five is a double with typing errors: a file whose truth is known.

Names are made of syllables, places and streets too; nobody is meant. Households
share surname, address and phone, and some sons carry the father's name. A double
is the first record as another clerk took it down: each field on its own may be
missing, moved, mistyped or written another way.
"""

from __future__ import annotations

import csv
import random
import string
from collections.abc import Iterator
from pathlib import Path

COLUMNS = ("id", "name", "kind", "country", "birth_date", "phone", "email", "address", "city", "postal_code")
SHARE_OF_DOUBLES = 0.2
_ONSETS = ("b", "br", "d", "dr", "f", "g", "h", "j", "k", "kl", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "v", "z")
_VOWELS = ("a", "e", "i", "o", "u", "ia", "ei")
_CODAS = ("", "", "n", "r", "l", "s", "k", "m", "rt", "nd")
_ENDINGS = ("", "ov", "son", "er", "ic", "man", "ez", "ski", "as", "in")
_DOMAINS = ("post.example", "mail.example", "kontor.example", "hub.example")

Person = dict[str, str]


class Town:
    """The names, streets and towns that persons are drawn from, common ones far more often than rare ones."""

    def __init__(self, seed: int, *, households: float) -> None:
        self.households = households
        self.dice = random.Random(seed)
        self.given = _invent(self.dice, 3_000, ("", "a", "o", "el", "in"))
        self.family = _invent(self.dice, 60_000, _ENDINGS)
        self.streets = _invent(self.dice, 5_000, ("gata", "weg", "ulica", "lane"))
        self.cities = _invent(self.dice, 600, ("burg", "stad", "grad", "ville"))
        self.given_weights = _zipf(len(self.given))
        self.family_weights = _zipf(len(self.family))
        self.city_weights = _zipf(len(self.cities))

    def persons(self, count: int) -> Iterator[Person]:
        """Yield persons, a share of them in households of two to four."""
        made = 0
        given = iter(self.dice.choices(self.given, cum_weights=self.given_weights, k=2 * count))
        family = iter(self.dice.choices(self.family, cum_weights=self.family_weights, k=count))
        cities = iter(self.dice.choices(self.cities, cum_weights=self.city_weights, k=count))
        while made < count:
            size = self.dice.choice((2, 3, 4)) if self.dice.random() * 3 < self.households else 1
            surname, city = next(family), next(cities)
            home = {
                "address": f"{self.dice.choice(self.streets)} {self.dice.randint(1, 180)}", "city": city,
                "postal_code": f"{abs(_number(city)) % 900 + 100}{self.dice.randint(0, 39):02d}",
                "phone": self._phone(),
            }
            father = ""
            for _ in range(min(size, count - made)):
                first = father if father and self.dice.random() < 0.05 else next(given)
                father = father or first
                middle = f" {next(given)}" if self.dice.random() < 0.2 else ""
                yield self._person(first + middle, surname, home, is_alone=size == 1)
                made += 1

    def _person(self, given: str, surname: str, home: Person, *, is_alone: bool) -> Person:
        day = f"{self.dice.randint(1935, 2006)}-{self.dice.randint(1, 12):02d}-{self.dice.randint(1, 28):02d}"
        own_phone = is_alone or self.dice.random() < 0.6
        mail = f"{given.split()[0]}.{surname}{self.dice.randint(1, 99)}@{self.dice.choice(_DOMAINS)}".lower()
        return {
            **home, "name": f"{given} {surname}", "kind": "Person", "country": "xx", "birth_date": day,
            "phone": self._phone() if own_phone else home["phone"],
            "email": mail if self.dice.random() < 0.7 else "",
        }

    def _phone(self) -> str:
        return f"0{self.dice.randint(100_000_000, 999_999_999)}"

    def copy(self, person: Person) -> Person:
        """Return the person as another clerk took it down."""
        dice, taken = self.dice, dict(person)
        words = person["name"].split()
        if len(words) > 2 and dice.random() < 0.5:
            words.pop(1)
        if dice.random() < 0.07:
            words[0] = words[0][:4] if len(words[0]) > 4 else words[0][:1]
        elif dice.random() < 0.04:
            words[0] = words[0][:1]
        words = [_mistype(dice, word) if dice.random() < 0.3 else word for word in words]
        if dice.random() < 0.06:
            words.reverse()
        if dice.random() < 0.03:
            words[-1] = dice.choice(self.family)
        taken["name"] = " ".join(words)
        taken["birth_date"] = self._copy_date(person["birth_date"])
        if dice.random() < 0.3:
            taken["city"] = dice.choices(self.cities, cum_weights=self.city_weights)[0]
            taken["postal_code"] = f"{abs(_number(taken['city'])) % 900 + 100}{dice.randint(0, 39):02d}"
            taken["address"] = f"{dice.choice(self.streets)} {dice.randint(1, 180)}"
        elif dice.random() < 0.25:
            taken["address"] = _mistype(dice, person["address"])
        for field, missing, other in (("phone", 0.35, 0.3), ("email", 0.45, 0.25), ("postal_code", 0.15, 0.05)):
            roll = dice.random()
            if roll < missing:
                taken[field] = ""
            elif roll < missing + other and taken[field]:
                taken[field] = self._phone() if field == "phone" else _mistype(dice, taken[field])
        return taken

    def _copy_date(self, date: str) -> str:
        year, month, day = date.split("-")
        roll = self.dice.random()
        if roll < 0.18:
            return ""
        if roll < 0.23 and int(day) <= 12:
            return f"{year}-{day}-{month}"
        if roll < 0.29:
            return f"{year}-{month}-{self.dice.randint(1, 28):02d}"
        if roll < 0.32:
            return f"{int(year) + self.dice.choice((-10, -1, 1, 10))}-{month}-{day}"
        return year if roll < 0.36 else date


def make_file(place: Path, count: int, *, seed: int = 7, households: float = 0.0) -> dict[str, str]:
    """Write `count` records as CSV in no order; return for each record's id the person it is of."""
    town = Town(seed, households=households)
    originals = list(town.persons(round(count * (1 - SHARE_OF_DOUBLES))))
    rows = list(enumerate(originals))
    for _ in range(count - len(originals)):
        number = town.dice.randrange(len(originals))
        rows.append((number, town.copy(originals[number])))
    town.dice.shuffle(rows)
    truth: dict[str, str] = {}
    with place.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        for at, (number, person) in enumerate(rows):
            truth[f"r{at}"] = str(number)
            writer.writerow({"id": f"r{at}", **person})
    return truth


def _invent(dice: random.Random, count: int, endings: tuple[str, ...]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        word = "".join(
            dice.choice(_ONSETS) + dice.choice(_VOWELS) + dice.choice(_CODAS) for _ in range(dice.choice((1, 2, 2, 3)))
        ) + dice.choice(endings)
        if len(word) >= 3:
            found[word.capitalize()] = None
    return list(found)


def _zipf(count: int) -> list[float]:
    total, weights = 0.0, []
    for rank in range(count):
        total += 1 / (rank + 20) ** 0.9
        weights.append(total)
    return weights


def _number(word: str) -> int:
    return sum(ord(char) * (place + 1) ** 3 for place, char in enumerate(word)) % 1_000_003


def _mistype(dice: random.Random, word: str) -> str:
    """Return the word with one typing error: a letter more, less, another, or two neighbours swapped."""
    if not word:
        return word
    at = dice.randrange(len(word))
    letters = string.ascii_lowercase
    match dice.randrange(4):
        case 0:
            return word[:at] + dice.choice(letters) + word[at:]
        case 1 if len(word) > 2:
            return word[:at] + word[at + 1:]
        case 2 if at + 1 < len(word):
            return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    return word[:at] + dice.choice(letters) + word[at + 1:]
