"""Small letters for a text in capitals only, so that names stand out of it again.

The result has the length of the text: only the case of letters changes. Plain
words, their regular forms and words of our own phrases become small, countries and
what nobody knows keep a capital, short forms that stand in brackets stay as they
are, and a name takes in the plain words that belong to it: up to its legal form or
body, the field of a body after "of", and as many as its short form has letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from enduse.knowledge.countries import demonyms, find_country
from enduse.reading.lexicon import capital_words, fact_words
from enduse.reading.naming import country_of

MIN_LETTERS = 60
_WORD = re.compile(r"[A-Za-z0-9][\w&.\-]*[A-Za-z0-9]|[A-Za-z0-9]")
_MONTHS = frozenset(
    ("january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december")
)
_MEASURE = re.compile(r"(\d+(?:[.,]\d+)?)(-?)([A-Z]{1,12})")
_MARK_BEFORE = re.compile(r"(?:^|\n[ \t]*\n|\d\.|--)\s*\([A-Z][^()\n]{0,40}\)\s*$")
_ROMAN = re.compile(r"[IVX]{2,5}")
_ADJECTIVE = re.compile(r"\w+(?:ed|al|ic|ive|ary|ear|ern|ese|ish)")
_SHORT = re.compile(r"\(([A-Z][A-Z&]{1,7})\)")
_LEADS = frozenset(
    (
        "of",
        "for",
        "the",
        "and",
        "to",
        "from",
        "by",
        "with",
        "in",
        "on",
        "at",
        "as",
        "an",
        "its",
        "via",
        "into",
        "or",
        "who",
        "which",
        "that",
    )
)


def is_capitals(text: str) -> bool:
    """Tell whether a text of some length is written in capitals only."""
    letters = sum(map(str.isalpha, text))
    return letters >= MIN_LETTERS and sum(map(str.isupper, text)) > 0.9 * letters


def restore_case(text: str) -> str:
    """Return the text with small letters where words are plain ones; each character stays in its place.

    Cost: linear in the text.
    """
    words = [(found.start(), found[0]) for found in _WORD.finditer(text)]
    kept = {found[1] for found in _SHORT.finditer(text)} | fact_words().not_alone
    made = [_cased(word, kept) for _, word in words]
    for number, (start, word) in enumerate(words):
        if word == "S" and text[start - 1 : start] == "'":
            made[number] = "s"
        elif len(word) < 4 and word.isalpha() and made[number] == word.title() and _is_code_after(words, number):
            made[number] = word
        elif word == "MINISTRY" and number + 2 < len(words) and words[number + 1][1] == "OF":
            made[number], made[number + 2] = "Ministry", words[number + 2][1].title()
        elif word == "US" and number and _is_pronoun(text, words, number):
            made[number] = "us"
        elif word == "AS" and _is_article_after(words, number):
            made[number] = "as"
        elif _ROMAN.fullmatch(word) or (
            len(word) < 4 and text[start - 1 : start] == "/" and made[number] != word.lower()
        ):
            made[number] = word
        elif word == "MAY" and _is_month(words, number):
            made[number] = "May"
        elif word == "A" and text[start + 1 : start + 2] not in (".", ")", ":", "/"):
            made[number] = "a"
    _join_places(words, made)
    _join_names(text, words, made)
    _join_fields(words, made)
    _join_initials(text, words, made)
    _join_titles(words, made)
    _open_sentences(text, words, made)
    pieces: list[str] = []
    at = 0
    for (start, word), new in zip(words, made, strict=True):
        pieces += (text[at:start], new)
        at = start + len(word)
    return "".join((*pieces, text[at:]))


def _is_month(words: list[tuple[int, str]], number: int) -> bool:
    """Tell whether "MAY" is the month: beside a number, or after a small word of dates."""
    before = words[number - 1][1] if number else ""
    following = words[number + 1][1] if number + 1 < len(words) else ""
    led = before in ("IN", "OF", "ON", "BY", "SINCE", "UNTIL", "EARLY", "LATE", "LAST", "MID") or before.isdigit()
    return led or following.isdigit()


def _is_pronoun(text: str, words: list[tuple[int, str]], number: int) -> bool:
    """Tell whether "US" means those who write: after a verb of telling, or a small word at the end of a clause."""
    before = words[number - 1][1]
    start, word = words[number]
    ends = text[start + len(word) : start + len(word) + 1] in (".", ",", ";", "?")
    return before in capital_words().before_us or (ends and before in ("TO", "WITH", "FOR", "FROM", "BY", "OF"))


def _is_code_after(words: list[tuple[int, str]], number: int) -> bool:
    """Tell whether figures follow: the word is then the first half of a designation ("QX 200")."""
    following = words[number + 1] if number + 1 < len(words) else (0, "")
    return following[1].isdigit() and following[0] - words[number][0] - len(words[number][1]) == 1


def _cased(word: str, kept: set[str] | frozenset[str]) -> str:
    lower = word.lower()
    measure = _MEASURE.fullmatch(word)
    if measure and (measure[3].lower() in fact_words().units or (measure[2] and is_plain(measure[3].lower()))):
        return lower
    if any(char.isdigit() for char in word) or word in kept or word in ("U.S.", "U.S"):
        return word
    if "-" in word.strip("-") and not is_plain(lower):
        return "-".join(_cased(part, kept) if part else part for part in word.split("-"))
    if lower in demonyms() or lower in _MONTHS or (len(word) > 3 and country_of(word)):
        return word.title()
    if is_plain(lower):
        return lower
    return _form(word) or (word if len(word) < 2 else word.title())


@lru_cache(maxsize=20_000)
def is_plain(word: str) -> bool:
    """Tell whether a word in small letters is plain: of the list, of our own phrases, or a form of such a word."""
    return any(stem in _plain() for stem in _stems(word))


@cache
def _plain() -> frozenset[str]:
    """Return the words of the list and those that stand in the phrases for goods, verbs, roles and kinds of bodies."""
    facts = fact_words()
    phrases = [*facts.heads, *facts.generic, *facts.chemicals, *facts.kind_nouns]
    phrases += [phrase for cue in (*facts.verbs, *facts.roles) for phrase in cue.words]
    told = {word for phrase in phrases for word in re.findall(r"[\w-]+", phrase) if word.islower() and len(word) > 2}
    return capital_words().plain | _LEADS | told


def _stems(word: str) -> Iterator[str]:
    """Yield a word and what it may be a regular form of: plural, past, present, adverb, with a small word before it."""
    yield word
    for prefix in ("re", "un", "non", "pre"):
        if word.startswith(prefix) and len(word) - len(prefix) > 3:
            yield word.removeprefix(prefix).removeprefix("-")
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            yield from (stem + each for each in instead)
            if ending in ("ed", "ing") and len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]


_ENDINGS = (
    ("ies", ("y",)), ("ied", ("y",)), ("es", ("",)), ("s", ("",)), ("ed", ("", "e")), ("ing", ("", "e")),
    ("ily", ("y",)), ("ally", ("al", "ic")), ("ly", ("", "le")),
)  # fmt: skip


@cache
def _forms() -> dict[str, str]:
    return {form.upper(): form for form in fact_words().legal_forms if len(form) > 1}


def _form(word: str) -> str:
    """Return a legal form as it is usually written, "" for another word."""
    return _forms().get(word) or _forms().get(f"{word}.", "").removesuffix(".")


def _join_places(words: list[tuple[int, str]], made: list[str]) -> None:
    """Give capitals to countries and peoples of two words."""
    for number in range(len(words) - 1):
        (start, one), (following, two) = words[number], words[number + 1]
        if min(len(one), len(two)) < 3 or {one.lower(), two.lower()} & _LEADS:
            continue
        if following - start - len(one) <= 2 and (f"{one} {two}".lower() in demonyms() or country_of(f"{one} {two}")):
            made[number], made[number + 1] = one.title(), two.title()


def _join_names(text: str, words: list[tuple[int, str]], made: list[str]) -> None:
    """Give capitals to nouns of bodies and legal forms after a name, and to the plain words of a name before them."""
    bodies = {noun.upper() for noun in fact_words().body_nouns} | set(_forms())
    for number, (_, word) in enumerate(words):
        if word not in bodies or word == "SHE" or not number or (word == "AS" and _is_article_after(words, number)):
            continue
        first = number
        while first and number - first < 5 and _touches(text, words[first - 1], words[first]):
            if _ends_name(words[first - 1][1], made[first - 1]):
                break
            first -= 1
        named = [at for at in range(first, number) if _is_name(made[at], distance=number - at)]
        is_owned = text[: words[first][0]].rstrip().endswith("'S") and word in _forms() and number - first >= 2
        if named or is_owned or _is_plain_name(words, first, number):
            begin = min(named) if named else first
            if named and begin == first + 1 and _is_adrift(words, made, first):
                begin = first
            for at in range(begin, number + 1):
                made[at] = made[at] if made[at].lower() in _LEADS else _form(words[at][1]) or words[at][1].title()


def _is_adrift(words: list[tuple[int, str]], made: list[str], first: int) -> bool:
    """Tell whether a plain word between a small word and a name belongs to the name: "from Silver Osprey Works"."""
    is_led = first > 0 and words[first - 1][1] in ("BY", "FROM", "TO", "WITH", "OF", "VIA")
    return is_led and is_plain(made[first]) and not _ADJECTIVE.fullmatch(made[first])


def _ends_name(word: str, made: str) -> bool:
    """Tell whether a word before the noun of a body is no part of its name."""
    before = made.lower()
    if word in _forms() and len(word) < 5:
        return False
    if before in _LEADS or before in fact_words().kind_nouns or before in fact_words().stop_words:
        return True
    is_compound = "-" in made and made.rsplit("-", 1)[1].islower()
    return is_compound or word in capital_words().never_in_names or _is_code(before)


def _is_article_after(words: list[tuple[int, str]], number: int) -> bool:
    return number + 1 < len(words) and words[number + 1][1] in ("THE", "A", "AN", "ITS", "THEIR", "ONE", "END")


def _is_plain_name(words: list[tuple[int, str]], first: int, number: int) -> bool:
    """Tell whether plain words alone make a name: two of them before the form of a firm, a state before its body."""
    word, opening = words[number][1], words[first][1]
    before = words[first - 1][1] if first else ""
    if word in capital_words().firm_forms and number - first >= 2:
        return before not in ("A", "AN") and opening.lower() not in demonyms()
    return word in capital_words().state_bodies and number - first >= 2 and find_country(opening) is not None


def _is_code(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _is_name(word: str, *, distance: int) -> bool:
    """Tell whether a word that got its case is part of a name: no plain word, people or short form.

    A place is one only where another word stands before the noun of bodies: "Strelsau General Stores".
    """
    if not word[0].isupper() or word.isupper() or word.lower() in demonyms():
        return False
    return not country_of(word) or (distance >= 2 and find_country(word) is None)


def _touches(text: str, one: tuple[int, str], two: tuple[int, str]) -> bool:
    """Tell whether two words stand side by side in one name: white space, a comma before a legal form."""
    between = text[one[0] + len(one[1]) : two[0]]
    return between.strip(" \n") == "" or (between.strip() in (",", ".,", ".") and two[1] in _forms())


def _join_fields(words: list[tuple[int, str]], made: list[str]) -> None:
    """Give capitals to a body and to its field after "of" or "for", and to the forces of a people."""
    for number, (_, word) in enumerate(words[:-1]):
        following = words[number + 1][1]
        is_led = number > 0 and made[number - 1][0].isupper()
        if word in capital_words().bodies_of and following in ("OF", "FOR") and is_led:
            made[number] = word.title()
            at = number + 2
            while at < len(words) and at < number + 6 and made[at].lower() not in _LEADS:
                made[at] = made[at][0].upper() + made[at][1:]
                if not _ADJECTIVE.fullmatch(made[at].lower()):
                    break
                at += 1
        if word.lower() in demonyms():
            for force in capital_words().forces:
                if tuple(each for _, each in words[number + 1 : number + 1 + len(force)]) == force:
                    for at in range(number + 1, number + 1 + len(force)):
                        made[at] = words[at][1].title()


@cache
def _titles() -> dict[str, list[tuple[str, ...]]]:
    """Return the names of kinds of laws by their first word, as they are usually written."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(fact_words().instruments, key=lambda each: (-len(each), each)):
        pieces = tuple(_WORD.findall(phrase))
        if pieces and not phrase.islower():
            found.setdefault(pieces[0].upper(), []).append(pieces)
    return found


def _join_titles(words: list[tuple[int, str]], made: list[str]) -> None:
    """Write the names of kinds of laws as they are usually written."""
    for number, (_, word) in enumerate(words):
        for pieces in _titles().get(word, ()):
            if [each for _, each in words[number : number + len(pieces)]] == [each.upper() for each in pieces]:
                made[number : number + len(pieces)] = pieces
                break


def _join_initials(text: str, words: list[tuple[int, str]], made: list[str]) -> None:
    """Give capitals to the words that a short form in brackets stands for."""
    for found in _SHORT.finditer(text):
        at = next((number for number, (start, _) in enumerate(words) if start >= found.start()), 0) - 1
        letters = list(found[1].replace("&", ""))
        while at >= 0 and letters and found.start() - words[at][0] < 120:
            word = words[at][1]
            if word == "S" and text[words[at][0] - 1 : words[at][0]] == "'":
                at -= 1
                continue
            if word[0] == letters[-1]:
                letters.pop()
                made[at] = made[at][0].upper() + made[at][1:]
            elif word.lower() not in _LEADS and word not in _forms():
                break
            at -= 1


def _open_sentences(text: str, words: list[tuple[int, str]], made: list[str]) -> None:
    """Give a capital to the first word of each sentence and bullet; the point of a short form ends none."""
    for number, (start, word) in enumerate(words):
        before = text[max(0, start - 6) : start]
        if number and re.search(r"\.[\s\"]*$", before) and _ends_none(words[number - 1][1], word):
            continue
        is_after_mark = re.search(r"\)\s*$", before) and _MARK_BEFORE.search(text, max(0, start - 60), start)
        if not number or is_after_mark or re.search(r"[.!?:][\s\"]*$|--\s*$|\n\s*$(?<=\n\n)", before):
            made[number] = made[number][0].upper() + made[number][1:]


def _ends_none(word: str, following: str) -> bool:
    """Tell whether the point after a word belongs to it: a short form of letters and points, or a legal form."""
    return following not in capital_words().openers and ("." in word or (word in _forms() and len(word) < 5))
