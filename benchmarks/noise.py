"""Harm a name as people and machines do; every class says what it does and which names it can be done to.

A class is a function of (names of the entity in Latin letters, what was invented, random)
to the harmed name, or None where this entity does not fit the class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from invented import Invention, load_cultures, write_kana, write_latin, write_native

Harm = Callable[[tuple[str, ...], Invention, Random], str | None]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
SCRIPTS = {
    "ar": "Arabic", "fa": "Persian", "ru": "Cyrillic", "uk": "Cyrillic", "zh": "Chinese", "ko": "Korean",
    "ja": "Japanese", "he": "Hebrew", "in": "Devanagari", "ka": "Georgian", "hy": "Armenian",
}


def _exact(names: tuple[str, ...], _made: Invention, random: Random) -> str | None:
    return random.choice(names)


def _permuted(names: tuple[str, ...], _made: Invention, random: Random) -> str | None:
    words = random.choice(names).split()
    order = random.sample(words, len(words))
    return " ".join(order) if order != words else None


def _legal_form(names: tuple[str, ...], made: Invention, random: Random) -> str | None:
    """Give a company another legal form, another spelling of its own, or none."""
    if made.schema == "Person" or not any(role == "l" for role, _ in made.parts):
        return None
    culture = made.culture
    forms = [*(spelling for part in culture.forms for spelling in part[0][1]), "LLC", "Ltd", "Limited", "Inc.", ""]
    own = next(part for role, part in made.parts if role == "l")[0][1]
    name = random.choice(names)
    for form in sorted(own, key=len, reverse=True):
        if f" {form} " in f" {name} ":
            other = random.choice([f for f in forms if f != form])
            return " ".join(f" {name} ".replace(f" {form} ", f" {other} ").split())
    return None


def _joined_or_split(names: tuple[str, ...], _made: Invention, random: Random) -> str | None:
    words = random.choice(names).split()
    at = random.randrange(len(words))
    if random.random() < 0.5 and at + 1 < len(words):
        return " ".join([*words[:at], words[at] + words[at + 1].lower(), *words[at + 2:]])
    if len(words[at]) < 6 or not words[at].isalpha():
        return None
    cut = random.randint(2, len(words[at]) - 2)
    return " ".join([*words[:at], words[at][:cut], words[at][cut:], *words[at + 1:]])


def _edit(word: str, random: Random) -> str:
    """Add, drop or change one letter, or swap two neighbours."""
    at = random.randrange(len(word))
    kind = random.randrange(4)
    if kind == 0:
        return word[:at] + random.choice(_LETTERS) + word[at:]
    if kind == 1 and len(word) > 1:
        return word[:at] + word[at + 1:]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    return word[:at] + random.choice(_LETTERS) + word[at + 1:]


def _edit_words(name: str, edits: int, random: Random, *, is_sparse: bool) -> str | None:
    """Edit words; where sparse, at most once for every four letters of a word, else by length alone."""
    words = name.lower().split()
    room = [at for at, word in enumerate(words) for _ in range(len(word) // 4 if is_sparse else len(word))]
    if len(room) < edits:
        return None
    for at in random.sample(room, edits):
        words[at] = _edit(words[at], random) if words[at] else words[at]
    if random.random() < 0.5:
        random.shuffle(words)
    harmed = " ".join(" ".join(words).split()).title()
    return harmed if sorted(harmed.lower().split()) != sorted(name.lower().split()) else None


def _one_edit(names: tuple[str, ...], _made: Invention, random: Random) -> str | None:
    return _edit_words(random.choice(names), 1, random, is_sparse=True)


def _two_sparse_edits(names: tuple[str, ...], _made: Invention, random: Random) -> str | None:
    return _edit_words(random.choice(names), 2, random, is_sparse=True)


def _two_edits(names: tuple[str, ...], _made: Invention, random: Random) -> str | None:
    return _edit_words(random.choice(names), 2, random, is_sparse=False)


def _token_missing(names: tuple[str, ...], made: Invention, random: Random) -> str | None:
    """Drop a word of three or more; a company keeps its first distinctive one, without which nothing is asked."""
    words = random.choice(names).split()
    kept = next((part for role, part in made.parts if role == "b"), None)
    brand = "".join(latin[0] for _, latin in kept).lower() if kept else ""
    free = [at for at, word in enumerate(words) if word.lower() != brand]
    if len(words) < 3 or (kept and len(free) == len(words)):
        return None
    at = random.choice(free)
    return " ".join(words[:at] + words[at + 1:])


def _token_extra(names: tuple[str, ...], made: Invention, random: Random) -> str | None:
    words = random.choice(names).split()
    culture = random.choice(load_cultures())
    pool = culture.given if made.schema == "Person" else culture.words
    extra = "".join(latin[0] for _, latin in random.choice(pool))
    at = random.randint(0, len(words))
    return " ".join([*words[:at], extra[:1].upper() + extra[1:], *words[at:]])


def _spelled_otherwise(names: tuple[str, ...], made: Invention, random: Random) -> str | None:
    """Romanise by another habit than any name on the list; an edit distance says nothing of it."""
    spelled = write_latin(made, random, is_plain=False)
    return spelled if spelled.lower() not in {name.lower() for name in names} else None


HARMS: Mapping[str, Harm] = {
    "exact": _exact, "permuted": _permuted, "legal form changed": _legal_form, "joined or split": _joined_or_split,
    "one edit": _one_edit, "two edits, one in four letters": _two_sparse_edits, "two edits, any": _two_edits,
    "token missing": _token_missing, "token extra": _token_extra, "spelled otherwise": _spelled_otherwise,
}


def write_other_script(made: Invention, has: str, random: Random) -> tuple[str, str] | None:
    """Return a class and the name in the script that the list lacks, or None where it lacks none.

    `has` is what the list holds: "latin", "native" or "both".
    """
    script = SCRIPTS.get(made.culture.code)
    if script is None or has == "both":
        return None
    kind = "person" if made.schema == "Person" else "company"
    if has == "native":
        return f"{script} {kind}: asked in Latin", write_latin(made, random, is_plain=random.random() < 0.5)
    if script == "Japanese" and kind == "person" and random.random() < 0.4:
        return "Japanese person: asked in kana", write_kana(made)
    return f"{script} {kind}: asked in it", write_native(made)
