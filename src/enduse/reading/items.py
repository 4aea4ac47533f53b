"""Goods in a sentence: the noun phrase, its model, quantity and origin.

A phrase of goods ends in a noun of the lexicon and takes in the plain words
before it. A model is what stands beside the phrase and looks like one; numbers
of resolutions, list entries and telephones do not stand there.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType

from enduse.knowledge.countries import demonyms, find_country
from enduse.reading.lexicon import fact_words
from enduse.reading.phrases import any_of, branch, signs_of
from enduse.reading.quantities import quantity_after, quantity_before, spelled_number
from enduse.reading.sentences import Sentence

_WORD = re.compile(r"[A-Za-z0-9][\w'/\-]*")
_MODEL_WORD = (
    r"[A-Z][A-Za-z0-9\-]*\d[A-Za-z0-9\-]*|[A-Z]{2,8}(?:-\d+[A-Z]*)?|\d+[A-Z][A-Z0-9\-]*"
    r"|\d{2,5}-[A-Z]{1,3}\d{0,4}|[A-Z][A-Za-z]+-[A-Z0-9]{1,4}"
)
# a designation may stand in two parts: "QX 200", "QX-200 5S", "M-17 AT2"
_SECOND_PART = r"\d{1,4}[A-Z]{1,3}|[A-Z]{1,3}\d{1,4}"
_MODEL = rf"(?:[A-Z]{{1,8}}[ ]\d{{1,5}}[A-Z]{{0,3}}|(?:{_MODEL_WORD})(?:[ ](?:{_SECOND_PART}))?)"
_SAID_MODEL = rf"(?:{_MODEL}|[A-Z]?[\d\-]{{2,8}})"
_MODELS = rf"({_SAID_MODEL})(?:(?:,| and| or|, and)[ ]({_SAID_MODEL}))?(?:(?:,| and| or|, and)[ ]({_SAID_MODEL}))?"
_TWO_MODELS = rf"({_MODEL})(?:(?:,| and| or)[ ]({_MODEL}))?"
_MODEL_AFTER = re.compile(
    rf"(?:[ ,]{{0,2}}|,? (?:designated|known as|called|dubbed) (?:the )?|,? with (?:the )?|,? of )"
    rf"(?:\(?(?:(?:model|type)s?|Models?|Types?)[ ](?:numbers? |no\.? |designation )?\"?{_MODELS}\"?"
    rf"|(?<=designated )(?P<designated>{_MODEL})|(?<=, the )(?P<apposed>{_MODEL})(?=[,.;)]| from| to| by)"
    rf"|\((?P<bracket>{_MODEL})\))(?![\w])"
)
_MODEL_BEFORE = re.compile(
    rf"(?:(?:[Mm]odel|[Tt]ype)s?[ ]\"?{_MODELS}|{_TWO_MODELS}(?:[ ](?:model|type|series|class))?)\"?[ ]"
    r"(?:\((?P<other>[A-Z][A-Z0-9\-]{1,9}(?: [A-Z]{3,12})?)\)[ ])?$"
)
_NAMED_BEFORE = re.compile(r"(?<![A-Z])(?P<name>[A-Z][a-z]{3,}(?:-[A-Z0-9]{1,3})?)[ ]$")
# The number of an alloy before the metal: "two tons of 7075-T6 aluminum".
_GRADE = re.compile(r"(?:^|[a-z\-] )(?P<grade>[2-8]\d{3}(?:-T\d{1,4})?)[ ]$")
_METAL = re.compile(r"(?:high-strength |extruded )?(?:alumini?um|steel|titanium)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b[Aa]n?[ ](?:[a-z\-]+[ ]){0,2}$")
_HEAD_WORD = re.compile(r"(?<![\w-])[A-Za-z0-9][\w\-]*")
_FOR_USE = re.compile(
    r"\b(?:parts|components|spares|spare parts|equipment|engines|upgrades?|ammunition) (?:for|of) "
    r"(?:[A-Z0-9][\w\-]* |[a-z\-]+ ){0,3}$"
)
_CODE = re.compile(r"[A-Z][A-Za-z]{0,9}-?\d[\w\-]*|[A-Z]{1,5}-[\w\-]*")
_MAX_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A phrase of goods at a place in the flattened sentence; `acronym` is a short form it defines.

    `span_start` is where its models begin when they stand before the phrase; a weak one is goods only where
    something is said of it.
    """

    phrase: str
    start: int
    end: int
    span_start: int = 0
    models: tuple[str, ...] = ()
    quantity: str = ""
    unit: str = ""
    quantity_start: int = 0
    origin: str = ""
    origin_start: int = 0
    origin_end: int = 0
    acronym: str = ""
    is_weak: bool = False
    is_unlisted: bool = False


def find_goods(sentence: Sentence, models: Mapping[str, str] = MappingProxyType({})) -> tuple[Goods, ...]:
    """Return the goods of a sentence in order, none overlapping.

    `models` maps designations that the passage introduces to the goods they stand for.
    """
    flat = sentence.flat
    found = list(_phrases(flat))
    found += _unlisted(flat, found)
    return tuple(sorted((*found, *_bare_models(flat, models, found)), key=lambda each: each.start))


@lru_cache(maxsize=1024)
def _phrases(flat: str) -> tuple[Goods, ...]:
    """Return the goods that a flattened sentence names by a noun; a paper reads each sentence more than once."""
    found: list[Goods] = []
    for head in _heads_in(flat):
        if found and head.start() < found[-1].end:
            if head.end() > found[-1].end:
                found[-1] = replace(found[-1], phrase=_singular(flat[found[-1].start : head.end()]), end=head.end())
            continue
        if _is_part_of_more(flat, head.start(), head.end()):
            continue
        is_bare = head[0].lower().removesuffix("s") in fact_words().bare_heads
        if found and _is_purpose_of(flat, found[-1], head):
            continue
        if found and not is_bare and _goes_on_from(flat, found[-1], head.start()):
            found[-1] = _describe(flat, found[-1].start, head.end(), head[0])
            continue
        start = _walk_left(flat, head.start(), found[-1].end if found else 0)
        if (
            is_bare
            and found
            and not found[-1].models
            and re.fullmatch(r", an? (?:[a-z\-]+ )?", flat[found[-1].end : start])
        ):
            named = _MODEL_AFTER.match(flat, head.end())
            if named and named[1]:
                found[-1] = replace(found[-1], models=(named[1],))
            continue
        made = _describe(flat, start, head.end(), head[0])
        if is_bare and (
            start == head.start() or not (made.models or made.quantity) or _holds_goods(flat[start : head.start()])
        ):
            continue
        found.append(made)
    return tuple(found)


_DESIGNATED = re.compile(
    r"\b(?:[Aa]n?|one|two|three|four|five|six|eight|ten|twelve|twenty|\d{1,4}) (?:[a-z\-]+ )?"
    r"(?P<model>[A-Z]{1,8}-?\d[A-Z0-9\-]*|\d{2,5}[A-Z]{1,3}\d*) (?P<noun>[a-z][a-z\-]+(?: [a-z][a-z\-]+){0,2})"
)
_COUNTED = re.compile(
    r"(?<![\w.,$/-])(?P<number>\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
    r" (?P<noun>(?:[a-z][a-z\-]+ ){0,3}[a-z][a-z\-]+s)(?![\w\-])"
)


def _unlisted(flat: str, listed: list[Goods]) -> Iterator[Goods]:
    """Yield goods that no list names: a noun with a designation before it, or a counted plural that is traded."""
    words = fact_words()
    taken = [(each.span_start or each.start, each.end) for each in listed]
    for pattern in (_DESIGNATED, _COUNTED):
        for at in pattern.finditer(flat):
            noun = list(itertools.takewhile(lambda word: word not in words.stop_words, at["noun"].split()))
            model = at.groupdict().get("model") or ""
            if not noun or noun[-1] in words.not_counted or model in words.not_models:
                continue
            if not model and (
                len(noun) < len(at["noun"].split()) or not noun[-1].endswith("s") or noun[0] in words.not_counted
            ):
                continue
            start, end = at.start("noun"), at.start("noun") + len(" ".join(noun))
            if any(first < end and at.start() < last for first, last in taken):
                continue
            taken.append((at.start(), end))
            made = _describe(flat, start, end, noun[-1])
            ending = "es" if made.phrase.endswith(("sses", "xes", "ches", "shes")) else "s"
            phrase = made.phrase.removesuffix(ending) if not model else made.phrase
            yield replace(made, phrase=phrase, models=(model,) if model else (), is_weak=True, is_unlisted=not model)


def _is_purpose_of(flat: str, before: Goods, head: re.Match[str]) -> bool:
    """Tell whether a weapon is only what goods right before it are for: "propellant for the Vorn missile"."""
    is_arm = head[0].lower().removesuffix("s") in fact_words().named_heads
    between = flat[before.end : head.start()]
    return (
        is_arm
        and re.fullmatch(r" for (?:the |its |their |use in |[A-Z]\w+'s )*(?:[A-Z][\w\-']* )*", between) is not None
    )


def _goes_on_from(flat: str, before: Goods, start: int) -> bool:
    """Tell whether a noun of goods follows another right away, in the singular and without a model: "titanium tube"."""
    words = flat[before.start : before.end].lower()
    is_arm = any(words.endswith(head) for head in fact_words().named_heads)
    is_plain = all(model[0].isdigit() for model in before.models)  # the number of an alloy is no type of the goods
    return flat[before.end : start] == " " and is_plain and not is_arm and not words.endswith("s")


def _holds_goods(words: str) -> bool:
    """Tell whether the words before a noun such as "system" name goods themselves: "missile system"."""
    return next(_heads_in(words), None) is not None or bool({*words.split()} & fact_words().bare_not_after)


def _heads_in(flat: str) -> Iterator[re.Match[str]]:
    """Yield the nouns of goods in order; only where a word begins one is the long pattern tried."""
    at = 0
    for word in _HEAD_WORD.finditer(flat):
        if word.start() >= at and word[0][:3].lower() in _head_starts():
            head = _heads().match(flat, word.start())
            if head:
                yield head
                at = head.end()


@cache
def _head_starts() -> frozenset[str]:
    words = fact_words()
    return frozenset(each[:3].lower() for each in (*words.heads, *words.chemicals, *words.chemical_firsts))


def _bare_models(flat: str, models: Mapping[str, str], found: list[Goods]) -> Iterator[Goods]:
    """Yield designations that stand without a noun of goods: "the QX-200 is controlled"."""
    for model, phrase in models.items():
        if model not in flat:
            continue
        for at in re.finditer(rf"(?<![\w\-]){re.escape(model)}s?(?![\w\-])", flat):
            if not any(each.span_start <= at.start() < each.end for each in found):
                counted = quantity_before(flat[max(0, at.start() - 60) : at.start()])
                article = _ARTICLE.search(flat[max(0, at.start() - 60) : at.start()])
                quantity = counted[0] or ("1" if article else "")
                yield Goods(
                    phrase=phrase,
                    start=at.start(),
                    end=at.end(),
                    span_start=at.start(),
                    models=(model,),
                    quantity=quantity,
                    unit=counted[1],
                    quantity_start=max(0, at.start() - 60)
                    + (counted[2] if counted[0] or not article else article.start()),
                )


_CONTROLLED_AS = re.compile(r" controlled (?:as|by|for|in|on|pursuant|through|under)\b")


def _is_part_of_more(flat: str, start: int, end: int) -> bool:
    """Tell goods from a noun inside a longer name ("missile program") and from what could be made of goods."""
    after = re.match(r"[ ]{1,2}(?P<word>[A-Za-z\-]+)", flat[end : end + 40])
    if after and after["word"].lower() in fact_words().follow_words and not _CONTROLLED_AS.match(flat, end):
        return True
    return (
        flat[end : end + 1] == "-"
        or _FOR_USE.search(flat[max(0, start - 40) : start]) is not None
        or any_of(fact_words().purpose_words).search(flat[max(0, start - 90) : start]) is not None
    )


@cache
def _heads() -> re.Pattern[str]:
    words = fact_words()
    parts = sorted({" ".join(head.split()) for head in (*words.heads, *words.chemicals)}, key=lambda p: (-len(p), p))
    firsts = "|".join(sorted(map(re.escape, words.chemical_firsts), key=lambda p: (-len(p), p)))
    endings = "|".join(sorted(map(re.escape, words.chemical_endings), key=lambda p: (-len(p), p)))
    compound = rf"(?:{firsts})(?: [a-z\-]{{3,20}})? [a-z]{{0,16}}(?:{endings})"
    return re.compile(rf"(?<![\w-])(?:{branch([*map(signs_of, parts)])}|{compound})(?:s|es)?(?![\w-])", re.IGNORECASE)


@cache
def _verb_words() -> frozenset[str]:
    """Return the verbs of trade that are one word; none of them is part of what goods are called."""
    return frozenset(word for cue in fact_words().verbs for word in cue.words if " " not in word)


def _walk_left(flat: str, head: int, floor: int) -> int:
    """Go left over the plain words that belong to the phrase."""
    start = head
    for taken, word in enumerate(reversed(list(_WORD.finditer(flat, max(floor, head - 120), head)))):
        gap = flat[word.end() : start]
        text = word[0]
        if gap.strip() or taken >= _MAX_WORDS or text.lower() in fact_words().stop_words or text in _verb_words():
            break
        if flat[word.start() - 1 : word.start()] in ("-", "."):  # the end of "U.S.-made"
            break
        plain = text.islower() or re.fullmatch(r"\d+-[a-z]+", text)
        is_number = text.lower() in fact_words().numbers or text.isdigit() or spelled_number(text) != ""
        if not plain or is_number or text.lower() in fact_words().units:
            break
        if text.lower().endswith("-origin") or text.endswith("ly") or "xxxxxx" in text or _is_third_person(text):
            break
        start = word.start()
    return start


def _is_third_person(word: str) -> bool:
    """Tell whether a word before goods is rather a verb ("develops") or a plural than part of what they are called."""
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "ics", "gas", "less"))


def _describe(flat: str, start: int, end: int, head: str) -> Goods:
    phrase = _singular(" ".join(flat[start:end].split()))
    before = flat[max(0, start - 60) : start]
    models, model_at, end = _models(flat, start, end, head)
    base = max(0, model_at - 60)
    quantity, unit, counted = quantity_before(flat[base:model_at])
    if not quantity:
        quantity, counted = quantity_after(flat, end, base)
    article = _ARTICLE.search(flat[base:model_at] + " ")
    if not quantity and models and article:
        quantity, counted = "1", article.start()
    origin, first, last = _origin(before, max(0, start - 60))
    if not origin and model_at != start:
        origin, first, last = _origin(flat[base:model_at], base)
    bracket = re.match(r"[ ]\(([A-Z]{2,8})s?[),]", flat[end : end + 14])
    return Goods(
        phrase=phrase,
        start=start,
        end=end,
        span_start=min(model_at, start),
        models=models,
        quantity=quantity,
        unit=unit,
        quantity_start=base + counted,
        origin=origin,
        origin_start=first,
        origin_end=last,
        acronym=bracket[1] if bracket else "",
        is_weak=_is_weak(head) and not _is_traded(flat, min(model_at, start)),
    )


_LISTED = re.compile(
    r":?(?: (?!(?:through|by|to|for|in|with|via|which|that|is|are|was|were)\b)[A-Za-z0-9\-]+,?){0,16} ?"
)


def _is_traded(flat: str, start: int) -> bool:
    """Tell whether what stands before goods says that these move, or are among what a list tells."""
    if _is_moving(flat[max(0, start - 70) : start]):
        return True
    before = flat[max(0, start - 150) : start]
    found = list(any_of(fact_words().listing).finditer(before))
    return bool(found) and _LISTED.fullmatch(before[found[-1].end() :].rstrip() + " ") is not None


def _is_moving(before: str) -> bool:
    """Tell whether the words right before goods say that these move: "a shipment of cooled"."""
    found = list(any_of(fact_words().moving).finditer(before))
    return (
        bool(found)
        and re.fullmatch(r"(?: [A-Za-z0-9,\-]+){0,4} ?", before[found[-1].end() :].rstrip() + " ") is not None
    )


def _is_weak(head: str) -> bool:
    words = fact_words().weak_heads
    return any(
        form in words for form in (head.lower(), head.lower().removesuffix("s"), head.lower().removesuffix("es"))
    )


@cache
def _last_words() -> frozenset[str]:
    return frozenset(head.rsplit(" ", 1)[-1] for head in fact_words().heads)


def _singular(phrase: str) -> str:
    last = phrase.rsplit(" ", 1)[-1].lower()
    ends = _last_words()
    if last in ends or not last.endswith("s"):
        return phrase
    return phrase[:-2] if last.endswith("es") and last[:-2] in ends else phrase[:-1]


def _models(flat: str, start: int, end: int, head: str) -> tuple[tuple[str, ...], int, int]:
    """Return the models that stand beside a phrase, and where the whole expression begins and ends."""
    known = fact_words().not_models
    if head.lower().removesuffix("s") in fact_words().generic:
        return (), start, end
    after = _MODEL_AFTER.match(flat, end)
    if after and not (after["bracket"] and (after["bracket"] in known or after["bracket"].isalpha())):
        kept = tuple(each for each in after.groups() if each and each not in known)
        if kept:
            return kept, start, after.end()
    base = max(0, start - 60)
    before = _MODEL_BEFORE.search(flat[base:start])
    if before:
        words = tuple(each for name, each in zip(_names(before), before.groups(), strict=True) if each and not name)
        said = re.search(r"\b(?:model|type)s?\b", before[0], re.IGNORECASE) is not None
        if said or all(_CODE.fullmatch(word) or re.search(r"\d|-", word) for word in words):
            kept = tuple(word for word in words if not known & {word, word.split()[0]} and not _is_single(word))
            if kept:
                return kept, base + before.start(), end
    plain = head.lower().removesuffix("s")
    short = (
        re.search(r"(?<![\w\-])(?P<name>[A-Z]{2,5})[ ]$", flat[base:start])
        if plain in fact_words().named_heads
        else None
    )
    if short and short["name"] not in known and not _is_single(short["name"]) and _is_designation(short["name"]):
        return (short["name"],), base + short.start(), end
    grade = _GRADE.search(flat[base:start])
    if grade and _METAL.match(flat, start):
        return (grade["grade"],), base + grade.start("grade"), end
    named = _NAMED_BEFORE.search(flat[base:start])
    if named and plain in fact_words().named_heads and _is_type_name(flat, base + named.start(), named["name"]):
        return (named["name"],), base + named.start(), end
    return (), start, end


def _names(found: re.Match[str]) -> list[str]:
    """Return, for each group of a match, its name or ""."""
    by_number = {number: name for name, number in found.re.groupindex.items()}
    return [by_number.get(number, "") for number in range(1, found.re.groups + 1)]


def _is_designation(word: str) -> bool:
    """Tell whether capitals before a weapon are its type: not a country, a noun of goods or a known short form."""
    words = fact_words()
    return (
        word.lower() not in {*words.heads, *words.weak_heads} and word not in words.not_alone and not find_country(word)
    )


def _is_single(word: str) -> bool:
    return len(word) < 2 or word.lower() in fact_words().stop_words


def _is_type_name(flat: str, start: int, word: str) -> bool:
    """Tell whether a capitalised word before a weapon names its type: no country, opener or end of a longer name."""
    lower = word.lower()
    if lower in demonyms() or find_country(word) or lower in fact_words().stop_words or word in fact_words().openers:
        return False
    return start > 1 and re.search(r"(?:[a-z0-9,\-]|\b[Aa]) $", flat[:start]) is not None


# Countries by their letters, as they stand before goods; the long form of each is found by its name.
_SHORT_PLACES = {
    "U.S.": "us",
    "US": "us",
    "USA": "us",
    "U.K.": "gb",
    "UK": "gb",
    "UAE": "ae",
    "PRC": "cn",
    "DPRK": "kp",
    "ROK": "kr",
}
_ORIGIN = re.compile(
    r"(?P<place>U\.S\.|U\.K\.|USA?|UK|UAE|PRC|DPRK|ROK|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
    r"(?:[ -]origin|-produced|-made|-manufactured|-built)?"
    r"(?: [A-Z][a-z]+-supplied)?[ ](?:[a-z\-]+[ ]){0,2}$"
)


def _origin(before: str, offset: int) -> tuple[str, int, int]:
    """Return the country whose adjective stands right before a phrase ("Ruritanian-origin", "a Ruritanian")."""
    at = _ORIGIN.search(before)
    if at:
        for text in (at["place"], at["place"].split()[-1]):
            code = _SHORT_PLACES.get(text) or demonyms().get(text.lower())
            if not code and re.match(r"[ -]origin|-(?:produced|made|manufactured|built)", before[at.end("place") :]):
                code = find_country(text)
            if code:
                return code.upper(), offset + at.start("place"), offset + at.end("place")
    return "", 0, 0
