"""Who makes goods, told by a name beside them: "X's model QX-200 pump", "a product of X"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enduse.reading.dealing import Named, made_of
from enduse.reading.lexicon import fact_words
from enduse.reading.naming import Mention
from enduse.reading.phrases import any_of
from enduse.reading.roles import Said

_REACH = 80
_OWN = re.compile(r"(?:'s|')(?: \([A-Z][^()]{2,24}\))? (?:model |type |new |own )?(?:number )?")
_PRODUCT_OF = re.compile(r"\b(?:is|are|was|were|,) (?:an? |the )?products? (?:of|from)(?: the)? $")
_ELSE = re.compile(r"[;:]|\b(?:for|to|with|whose|containing)\b")


def read_makes(flat: str, parties: tuple[Mention, ...], goods: tuple[Named, ...]) -> Iterator[Said]:
    """Yield the makers that a name right beside goods tells. Cost: linear in the parties by the goods of a sentence."""
    for party in parties:
        if party.is_unnamed or party.schema == "Person":
            continue
        for thing, keys in goods:
            begin = thing.span_start or thing.start
            if 0 < begin - party.end < _REACH:
                gap = flat[party.end : begin]
                is_made = bool(thing.models) and _OWN.fullmatch(gap) is not None and _is_wanted(flat, party.lead)
            else:
                gap = flat[thing.end : party.lead] if 0 < party.lead - thing.end < _REACH else ""
                product = _PRODUCT_OF.search(gap)
                is_made = product is not None and not _ELSE.search(gap, 0, product.start())
            if is_made:
                start, end = min(begin, party.start), max(thing.end, party.end)
                for key in keys:
                    yield from made_of(party, key, start, end)


def _is_wanted(flat: str, start: int) -> bool:
    """Tell whether somebody wants what follows: else the goods of X are as often those that X has bought."""
    seeks = next(each.words for each in fact_words().verbs if each.kind == "seeks")
    return any_of(seeks).search(flat, max(0, start - 60), start) is not None
