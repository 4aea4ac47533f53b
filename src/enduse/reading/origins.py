"""Where goods come from, said beside them: "pumps of Ruritanian origin", "made in", "bought from", "bore markings"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from enduse.knowledge.countries import demonyms, find_country
from enduse.reading.dealing import Named
from enduse.reading.lexicon import fact_words
from enduse.reading.passage import Passage
from enduse.reading.phrases import any_of
from enduse.reading.roles import Said
from enduse.reading.sentences import is_denied

_SIGNS = ("rigin", "produc", "manufacture", "made", "built", " make", "markings", "xported from")
_REACH = 40  # characters between goods and the words of where they come from
_LAND = r"[A-Z][a-z]+(?: [A-Z][a-z]+)?|U\.S\.|USA?\b|UK\b"
_FIRM = r"(?:company|firm|manufacturer|producer|maker|entity|plant|factory|institute|enterprise)"
_FROM = re.compile(
    r"\b(?:of|is|are|were|was) (?P<place>[A-Z][a-z]+|South Korean|North Korean|U\.S\.|US|UK|Taiwan)"
    r"[ -](?:origin|make|manufacture|made|built|production)\b"
    rf"|\b(?:(?:produced|manufactured|made|built|products?) (?:by|of) (?:an? |the )?"
    rf"(?:[a-z\-]+ )?(?P<firm>[A-Z][a-z]+|U\.S\.)(?:-based)? {_FIRM}\b"
    rf"|(?:produced|manufactured|made|built) in (?:the )?(?P<land>{_LAND})"
    rf"|(?:originating|originated|originate|originates) (?:in|from) (?:the )?(?P<source>{_LAND})"
    rf"|(?:originally |first )exported from (?:the )?(?P<first>{_LAND})"
    rf"|(?:country of )?origin(?::| is| was|,) (?:the )?(?P<said>{_LAND}))"
    r"|\b(?:bore|bear|bears|bearing|with|had|carried) (?P<marked>[A-Z][a-z]+) (?:[a-z\-']+ ){0,2}markings\b"
)
# "The country of origin of the pumps is Ruritania."
_ORIGIN_OF = re.compile(rf"\b[Cc]ountry of origin (?:of|for) [^.;:]{{3,80}}? (?:is|was|being) (?:the )?(?P<of>{_LAND})")
_BOUGHT_FROM = re.compile(rf"(?: \([A-Z]+s?\))? from (?:the )?(?P<place>{_LAND})(?=[.,;)]|$| [a-z])")
# Who sells goods may have bought them elsewhere, unless he is called their maker.
_OTHER_FIRM = re.compile(
    r" (?:[a-z\-]+ )?(?:firm|company|companies|firms|supplier|trader|distributor|exporter|dealer|broker|agent|vendor"
    r"|entity|subsidiary|intermediary|trading)\b"
)
# Words between goods and where something comes from that are about something else.
_ELSE = re.compile(r"[;:]|\b(?:for|to|with|whose|and|containing|components?|parts?)\b")
_NOT = re.compile(r"\b(?:not|never|nor|neither) $")
_HEDGED = re.compile(r"\b(?:believed|thought|said|reported|understood|known|alleged|assessed|likely|found) to be\b")


def tells_origin(flat: str) -> bool:
    """Tell whether a sentence may say where goods come from."""
    return any(sign in flat for sign in _SIGNS) and (_FROM.search(flat) or _ORIGIN_OF.search(flat)) is not None


def read_origins(flat: str, goods: tuple[Named, ...], passage: Passage) -> Iterator[Said]:
    """Yield the country that the words beside goods tell as theirs. Cost: linear in the sentence."""
    yield from _bought_from(flat, goods, passage)
    if not tells_origin(flat):
        return
    for at in _ORIGIN_OF.finditer(flat):
        code = _country(at["of"])
        for thing, keys in goods:
            if code and at.start() < thing.start < at.end() and not is_denied(flat[: at.end()]):
                yield from _of_goods(thing.is_weak and not thing.models, keys, code, (thing.start, at.end()), passage)
    for at in _FROM.finditer(flat):
        code = _country(next(each for each in at.groups() if each))
        if code is None or is_denied(flat[: at.start()]) or _NOT.search(flat, 0, at.start()):
            continue
        before = [(thing, keys) for thing, keys in goods if thing.end <= at.start()]
        if not before:
            yield from _pointed_at(flat, at, code, passage)
            continue
        thing, keys = before[-1]
        between = _HEDGED.sub("", flat[thing.end : at.start()])
        if at.start() - thing.end > _REACH or _ELSE.search(between):
            continue
        is_purpose = re.search(r"\bfor (?:[a-z\-]+ )?$", flat[: thing.span_start or thing.start]) is not None
        if not is_purpose:
            yield from _of_goods(thing.is_weak and not thing.models, keys, code, (thing.start, at.end()), passage)


def _country(place: str) -> str | None:
    return demonyms().get(place.lower()) or find_country(_LETTERS.get(place, place))


_LETTERS = {"U.S.": "US", "UK": "GB", "USA": "US"}


def _pointed_at(flat: str, at: re.Match[str], code: str, passage: Passage) -> Iterator[Said]:
    """Yield the origin of the goods told last where a sentence points back at them: "These items were made in"."""
    pointer = any_of(fact_words().pointers).search(flat[: at.start()])
    if pointer is None or at.start() - pointer.end() > _REACH or _ELSE.search(flat, pointer.end(), at.start()):
        return
    for key in [each for each in passage.goods if each in passage.told]:
        yield _of(key, code, pointer.start(), at.end())


@cache
def _seeking() -> tuple[str, ...]:
    return next(each.words for each in fact_words().verbs if each.kind == "seeks")


def _bought_from(flat: str, goods: tuple[Named, ...], passage: Passage) -> Iterator[Said]:
    """Yield the country that goods are got from, "ordered pumps from Ruritania"; a shipment may only pass it."""
    if " from " not in flat:
        return
    for thing, keys in goods:
        at = _BOUGHT_FROM.match(flat, thing.end)
        code = _country(at["place"]) if at and not _OTHER_FIRM.match(flat, at.end("place")) else None
        if at is None or code is None or not any_of(_seeking()).search(flat, max(0, thing.start - 80), thing.start):
            continue
        if not is_denied(flat[: thing.start]):
            yield from _of_goods(thing.is_weak and not thing.models, keys, code, (thing.start, at.end()), passage)


def _of_goods(
    is_vague: bool, keys: tuple[str, ...], code: str, at: tuple[int, int], passage: Passage
) -> Iterator[Said]:
    for key in _full(keys, passage):
        if not is_vague or key not in keys or key in passage.goods:
            yield _of(key, code, *at)


def _full(keys: tuple[str, ...], passage: Passage) -> list[str]:
    """Return the goods that keys mean: those told before with their models, or in an earlier passage."""
    found: list[str] = []
    for key in keys:
        same = [each for each in passage.goods if each.startswith(f"{key} ")]
        found += same or ([key] if key in passage.goods else passage.earlier.goods_called(key) or [key])
    return found


def _of(key: str, code: str, start: int, end: int) -> Said:
    return Said(about="item", subject=key, prop="country", value=code, start=start, end=end)
