"""Where goods come from, said after them: "pumps of Ruritanian origin", "produced by a Ruritanian firm", "made in"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enduse.knowledge.countries import demonyms, find_country
from enduse.reading.dealing import Named
from enduse.reading.passage import Passage
from enduse.reading.roles import Said
from enduse.reading.sentences import is_denied

_SIGNS = (" origin", "produced", "manufactured", "made", "built")
_REACH = 40  # characters between goods and the words of where they come from
_PLACE = r"(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?|U\.S\.)"
_FROM = re.compile(
    rf"\b(?:of|is|are|were|was) {_PLACE}[ -](?:origin|make|manufacture|made|built)\b"
    rf"|\b(?:produced|manufactured|made|built) (?:by an? (?:[a-z\-]+ )?(?P<firm>[A-Z][a-z]+|U\.S\.)(?:-based)? "
    r"(?:company|firm|manufacturer|producer|maker|entity|plant|factory|institute|enterprise)\b"
    r"|in (?:the )?(?P<land>[A-Z][a-z]+(?: [A-Z][a-z]+)?|U\.S\.))"
)
# Words between goods and where something comes from that are about something else.
_ELSE = re.compile(r"[;:]|\b(?:for|to|with|whose|and|containing|components?|parts?)\b")


def tells_origin(flat: str) -> bool:
    """Tell whether a sentence may say where goods come from."""
    return any(sign in flat for sign in _SIGNS) and _FROM.search(flat) is not None


def read_origins(flat: str, goods: tuple[Named, ...], passage: Passage) -> Iterator[Said]:
    """Yield the country that the words right after goods tell as theirs. Cost: linear in the sentence."""
    if not tells_origin(flat):
        return
    for at in _FROM.finditer(flat):
        place = at["place"] or at["firm"] or at["land"]
        code = demonyms().get(place.lower()) or find_country(place.removeprefix("U.S.") or "US")
        if code is None or is_denied(flat[: at.start()]):
            continue
        before = [(thing, keys) for thing, keys in goods if thing.end <= at.start()]
        thing, keys = before[-1] if before else (None, ())
        if thing is None or at.start() - thing.end > _REACH or _ELSE.search(flat, thing.end, at.start()):
            continue
        is_purpose = re.search(r"\bfor (?:[a-z\-]+ )?$", flat[: thing.span_start or thing.start]) is not None
        for key in () if is_purpose else _full(keys, passage):
            if not thing.is_weak or thing.models or key not in keys or key in passage.goods:
                yield _of(key, code, thing.start, at.end())


def _full(keys: tuple[str, ...], passage: Passage) -> list[str]:
    """Return the goods that keys mean: those told before with their models, or in an earlier passage."""
    found: list[str] = []
    for key in keys:
        same = [each for each in passage.goods if each.startswith(f"{key} ")]
        found += same or ([key] if key in passage.goods else passage.earlier.goods_called(key) or [key])
    return found


def _of(key: str, code: str, start: int, end: int) -> Said:
    return Said(about="item", subject=key, prop="country", value=code, start=start, end=end)
