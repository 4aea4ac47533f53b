"""Lists of goods by customs code: what is prohibited to a destination, or sought for weapons.

All of `knowledge/licensing/goods`. A code stands for all that begins with it; dots and spaces are no part of it.
Loading costs some 15 ms, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import list_knowledge, open_knowledge

FOLDER = "licensing/goods"
_KEYS = (
    "title", "says", "cites", "encoded_on", "authority", "destinations", "is_worded", "from", "seen_until", "codes",
    "parts_of", "tiers", "not_encoded",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsList:
    """A list of customs codes, the destinations it is about (empty for all), and the days it is loaded for.

    `codes` gives each code its tier, "" where the list has none. Of `parts` only some goods are meant. In a list that
    `is_worded` the words beside the codes decide, which are not encoded.
    """

    id: str
    title: str
    says: str
    cites: str
    authority: str
    destinations: frozenset[str]
    since: date
    seen_until: date
    is_worded: bool
    codes: dict[str, str]
    parts: frozenset[str]

    def is_loaded_for(self, as_of: date, *, presumed_days: int) -> bool:
        """Tell whether the list answers for a day: from its first until some time after it was last seen."""
        return self.since <= as_of <= self.seen_until + timedelta(days=presumed_days)


@lru_cache(maxsize=1)
def load_goods_lists() -> tuple[GoodsList, ...]:
    """Return the lists that ship with the program, by name. Raises KnowledgeError where a file breaks its form."""
    return tuple(_read(path, open_knowledge(path)) for path in list_knowledge(FOLDER))


def _read(path: str, top: Node) -> GoodsList:
    top.mapping(_KEYS)
    destinations = top.get("destinations").required().text().split()
    codes = dict.fromkeys(_codes(top.get("codes")), "")
    for tier, node in top.get("tiers").mapping().items():
        codes |= dict.fromkeys(_codes(node), tier)
    held = GoodsList(
        id=path.rpartition("/")[2].removesuffix(".yaml"), title=top.get("title").required().text(),
        says=top.get("says").required().text(), cites=top.get("cites").required().text(),
        authority=top.get("authority").required().text(),
        destinations=frozenset() if destinations == ["all"] else frozenset(destinations),
        since=top.get("from").required().date() or date.max,
        seen_until=top.get("seen_until").required().date() or date.min,
        is_worded=bool(top.get("is_worded").boolean()), codes=codes, parts=frozenset(_codes(top.get("parts_of"))),
    )
    top.faults.check(KnowledgeError)
    return held


def _codes(node: Node) -> list[str]:
    codes = node.text().split()
    for code in codes:
        if not code.isdigit() or not 2 <= len(code) <= 10:
            node.fail(f"{code!r} is not a customs code")
    return codes
