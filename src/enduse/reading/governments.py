"""Governments that buy: "sold to the Government of Ruritania (GOR)", "the Government of Ruritania's purchase of".

A government takes part in many a paper as the one who is spoken to or who tells; it is a party of the case only where
the paper says that it buys goods. States without the word are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.countries import find_country
from enduse.knowledge.shelf import open_knowledge
from enduse.names.folding import fold_name
from enduse.reading.facts import Claim, Portion, Span
from enduse.reading.phrases import any_of
from enduse.reading.sentences import Sentence, split_sentences

_READ = ("body", "talking_points")
_NAME = "Government of "
_GOVERNMENT = re.compile(
    r"\bGovernment of (?:the )?(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+){0,2})(?P<owns>'s)?"
    r"(?: \((?P<short>GO[A-Z]{1,4}|[A-Z]{2,5}G)\))?(?:'s)?"
)
_REACH = 80  # characters between words of a sale and the government
_TO = re.compile(r" to (?:the )?$")
_DESCRIBES = re.compile(r",?(?: (?:possible|planned|alleged|reported|recent|has|had|have|is|was|proposed|continued))* ")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    sold: tuple[str, ...]
    buys: tuple[str, ...]


@cache
def _words() -> _Words:
    node = open_knowledge("lexicons/governments.yaml")
    found = _Words(sold=node.get("sold").required().texts(), buys=node.get("buys").required().texts())
    node.faults.check(KnowledgeError)
    return found


def read_governments(text: str, portions: tuple[Portion, ...]) -> Iterator[Claim]:
    """Yield the governments that a message says buy goods. Cost: nothing where no government is named in full."""
    for number, portion in enumerate(portions):
        if portion.kind not in _READ or "overnment" not in text[portion.text_start : portion.end]:
            continue
        for sentence in split_sentences(text, portion.text_start, portion.end):
            for found in _GOVERNMENT.finditer(sentence.flat) if _NAME in sentence.flat else ():
                place = found["place"]
                code = find_country(place)
                said = _buys(sentence.flat, found)
                if code is not None and said is not None:
                    yield from _claims(text, number, portion, sentence, found, code, said)


def _buys(flat: str, found: re.Match[str]) -> tuple[int, int] | None:
    """Return the stretch that says that a government buys."""
    if _TO.search(flat[: found.start()]):
        sales = [*any_of(_words().sold).finditer(flat, max(0, found.start() - _REACH), found.start())]
        if sales and not re.search(r"[;:]", flat[sales[-1].end() : found.start()]):
            return sales[-1].start(), found.end()
    described = _DESCRIBES.match(flat, found.end())
    buys = any_of(_words().buys).match(flat, described.end()) if described else None
    return (found.start(), buys.end()) if buys else None


def _claims(
    text: str, number: int, portion: Portion, sentence: Sentence, found: re.Match[str], code: str, said: tuple[int, int]
) -> Iterator[Claim]:
    name = f"{_NAME}{found['place']}"

    def claim(prop: str, value: str, start: int, end: int) -> Claim:
        first, last = sentence.place(start, end)
        return Claim(
            about="party", key=fold_name(name), prop=prop, value=value, portion=number, marking=portion.marking,
            span=Span(start=first, end=last, quote=text[first:last]), schema="Organization", hedge=sentence.hedge,
        )  # fmt: skip

    start, end = found.start(), found.end("place")
    yield claim("name", name, start, end)
    yield claim("country", code, start, end)
    if found["short"]:
        yield claim("alias", found["short"], found.start("short"), found.end("short"))
    yield claim("role", "buyer", *said)
