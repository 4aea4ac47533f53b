"""Goods in a sentence: the noun phrase, its model, quantity and origin.

A phrase of goods ends in a noun of the lexicon and takes in the plain words
before it. A model is what stands beside the phrase and looks like one; numbers
of resolutions, list entries and telephones do not stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from enduse.knowledge.countries import demonyms
from enduse.reading.lexicon import any_of, fact_words
from enduse.reading.sentences import Sentence

_WORD = re.compile(r"[A-Za-z0-9][\w'/\-]*")
_MODEL_WORD = r"[A-Z][A-Za-z0-9\-]*\d[A-Za-z0-9\-]*|[A-Z]{2,8}(?:-\d+[A-Z]*)?|\d+[A-Z][A-Z0-9\-]*"
# a designation may stand in two parts: "QX 200", "QX-200 5S"
_SECOND_PART = r"\d{1,4}[A-Z]{1,3}|[A-Z]{1,3}\d{1,4}"
_MODEL = rf"(?:[A-Z]{{1,8}}[ ]{{1,2}}\d{{1,5}}[A-Z]{{0,3}}|(?:{_MODEL_WORD})(?:[ ]{{1,2}}(?:{_SECOND_PART}))?)"
_TWO_MODELS = rf"({_MODEL})(?:(?:,| and| or)[ ]{{1,2}}({_MODEL}))?"
_MODEL_AFTER = re.compile(
    rf"[ ,]{{0,3}}(?:\(?(?:model|type)s?|Model)[ ]{{1,2}}(?:number |no\.? )?{_TWO_MODELS}(?![\w])"
)
_MODEL_BEFORE = re.compile(
    rf"(?:(?:model|type)s?[ ]{{1,2}}{_TWO_MODELS}|({_MODEL_WORD})(?:[ ]{{1,2}}(?:model|type))?)[ ]{{1,2}}$"
)
_CODE = re.compile(r"[A-Z][A-Za-z]{0,9}-?\d[\w\-]*|[A-Z]{1,5}-[\w\-]*")
_MAX_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A phrase of goods at a place in the flattened sentence; `acronym` is a short form it defines."""

    phrase: str
    start: int
    end: int
    models: tuple[str, ...] = ()
    quantity: str = ""
    unit: str = ""
    quantity_start: int = 0
    origin: str = ""
    origin_start: int = 0
    origin_end: int = 0
    acronym: str = ""


def find_goods(sentence: Sentence) -> tuple[Goods, ...]:
    """Return the goods of a sentence in order, none overlapping."""
    flat = sentence.flat
    found: list[Goods] = []
    for head in _heads().finditer(flat):
        if found and head.start() < found[-1].end:
            continue
        if _is_part_of_more(flat, head.start(), head.end()):
            continue
        start = _walk_left(flat, head.start(), found[-1].end if found else 0)
        found.append(_describe(flat, start, head.end()))
    return tuple(found)


def _is_part_of_more(flat: str, start: int, end: int) -> bool:
    """Tell goods from a noun inside a longer name ("missile program") and from what could be made of goods."""
    after = re.match(r"[ ]{1,2}(?P<word>[A-Za-z\-]+)", flat[end : end + 40])
    if after and after["word"].lower() in fact_words().follow_words:
        return True
    return (
        flat[end : end + 1] == "-"
        or any_of(fact_words().purpose_words).search(flat[max(0, start - 90) : start]) is not None
    )


@cache
def _heads() -> re.Pattern[str]:
    parts = sorted(
        {" {1,3}".join(map(re.escape, head.split())) for head in fact_words().heads}, key=lambda p: (-len(p), p)
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?:s|es)?(?![\w-])", re.IGNORECASE)


def _walk_left(flat: str, head: int, floor: int) -> int:
    """Go left over the plain words that belong to the phrase."""
    start = head
    for taken, word in enumerate(reversed(list(_WORD.finditer(flat, max(floor, head - 120), head)))):
        gap = flat[word.end() : start]
        text = word[0]
        if gap.strip() or taken >= _MAX_WORDS or text.lower() in fact_words().stop_words:
            break
        plain = text.islower() or re.fullmatch(r"\d+-[a-z]+", text)
        if not plain or text.lower() in fact_words().numbers or text.isdigit() or text.lower() in fact_words().units:
            break
        if text.lower().endswith("-origin") or text.endswith("ly") or "xxxxxx" in text:
            break
        start = word.start()
    return start


def _describe(flat: str, start: int, end: int) -> Goods:
    phrase = " ".join(flat[start:end].split())
    before = flat[max(0, start - 60) : start]
    models, model_at, end = _models(flat, start, end)
    base = max(0, model_at - 60)
    quantity, unit, counted = _quantity(flat[base:model_at])
    article = re.search(r"\b[Aa]n?[ ]{1,2}(?:[a-z\-]+[ ]{1,2}){0,1}$", flat[base:model_at] + " ")
    if not quantity and models and article:
        quantity, counted = "1", article.start()
    origin, first, last = _origin(before, max(0, start - 60))
    bracket = re.match(r"[ ]{1,2}\(([A-Z]{2,6})s?[),]", flat[end : end + 12])
    return Goods(
        phrase=_singular(phrase),
        start=start,
        end=end,
        models=models,
        quantity=quantity,
        unit=unit,
        quantity_start=base + counted,
        origin=origin,
        origin_start=first,
        origin_end=last,
        acronym=bracket[1] if bracket else "",
    )


def _singular(phrase: str) -> str:
    last = phrase.rsplit(" ", 1)[-1].lower()
    ends = {head.rsplit(" ", 1)[-1] for head in fact_words().heads}
    if last in ends or not last.endswith("s"):
        return phrase
    return phrase[:-2] if last.endswith("es") and last[:-2] in ends else phrase[:-1]


def _models(flat: str, start: int, end: int) -> tuple[tuple[str, ...], int, int]:
    """Return the models that stand beside a phrase, and where the whole expression begins and ends."""
    after = _MODEL_AFTER.match(flat, end)
    if after:
        return tuple(each for each in after.groups() if each), start, after.end()
    before = _MODEL_BEFORE.search(flat[max(0, start - 60) : start])
    if before:
        words = tuple(each for each in before.groups() if each)
        said = re.search(r"\b(?:model|type)s?\b", before[0], re.IGNORECASE) is not None
        if said or all(_CODE.fullmatch(word) for word in words):
            kept = tuple(word for word in words if word not in fact_words().not_models)
            return kept, max(0, start - 60) + before.start(), end
    return (), start, end


def _quantity(lead: str) -> tuple[str, str, int]:
    """Read a number, its unit and where it stands, at the very end of the words before a phrase."""
    places = [(at[0].lower().replace(",", ""), at.start()) for at in re.finditer(r"\S+", lead)]
    words = [word for word, _ in places if word]
    unit = ""
    if words and words[-1] == "of" and len(words) >= 2 and words[-2] in fact_words().units:
        unit = fact_words().units[words[-2]]
        words = words[:-2]
    if words and words[-1] in ("of", "more", "additional", "the"):
        return "", "", 0
    if not words:
        return "", "", 0
    number = words[-1] if re.fullmatch(r"\d{1,6}", words[-1]) else fact_words().numbers.get(words[-1], "")
    start = next(at for word, at in reversed(places) if word == words[-1])
    return (number, unit, start) if number else ("", "", 0)


def _origin(before: str, offset: int) -> tuple[str, int, int]:
    """Return the country whose adjective stands right before a phrase ("Ruritanian-origin", "a Ruritanian")."""
    found = list(
        re.finditer(
            r"([A-Z][a-z]+(?: [A-Z][a-z]+)?)(?:[ -]origin|-produced|-made)?[ ]{1,2}(?:[a-z\-]+[ ]{1,2}){0,1}$", before
        )
    )
    for at in found:
        for text in (at[1], at[1].split()[-1]):
            code = demonyms().get(text.lower())
            if code:
                return code.upper(), offset + at.start(1), offset + at.end(1)
    return "", 0, 0


def control_status(flat: str) -> tuple[str, int, int] | None:
    """Return what a sentence says about control, and where it says it."""
    for cue in fact_words().control:
        at = any_of(cue.words).search(flat)
        if at:
            status = cue.kind
            before = flat[max(0, at.start() - 60) : at.start()]
            if status == "controlled" and any_of(fact_words().control_hedges).search(before):
                status = "potentially_controlled"
            return status, at.start(), at.end()
    return None


def regimes_named(flat: str) -> Iterator[str]:
    """Yield the regimes a sentence names."""
    for cue in fact_words().regimes:
        if any_of(cue.words).search(flat):
            yield cue.kind
