"""The parties of a table of consignments: which cells name the same one, and what they are called.

A party is known by its tax number and country, else by country and a name with two words of its own: the same in
every table. Any other name tells a party of its own table alone, and one of nothing but trade words only with its
address, or else of its row alone: what is less sure is proposed with a score when a path is looked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from enduse.knowledge.countries import find_country
from enduse.knowledge.trade_columns import party_words
from enduse.model.statement import content_id
from enduse.names.folding import fold_name
from enduse.names.lexicons import common_words

_LONGEST = 300  # signs of a name or an address
_MOST = 5  # other names, and addresses, that are kept of a party
_LEAST_NUMBER = 5  # signs of a number that tells a party
_OWN_WORDS = 2
_MOST_CELLS = 100_000


@dataclass(slots=True, eq=False)
class Trader:
    """One party as the table names it, the first name first; `line` is where it stands first."""

    id: str
    country: str
    number: str
    line: int
    is_bank: bool
    is_forwarder: bool
    names: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


class Traders:
    """The parties met so far, by id. Cost: one fold for each new spelling; the last spellings met are remembered."""

    def __init__(self, table: str) -> None:
        self._table = table
        self.found: dict[str, Trader] = {}
        self._cells: dict[tuple[str, ...], Trader | None] = {}

    def meet(self, name: str, other: str, country: str, number: str, address: str, line: int) -> Trader | None:
        """Return the party that cells name, None where they name nobody; `other` is another name of it."""
        cells = (name, other, country, number, address)
        if cells in self._cells:
            return self._cells[cells]
        if len(self._cells) > _MOST_CELLS:
            self._cells.clear()
        trader = self._cells[cells] = self._find(
            name[:_LONGEST], other[:_LONGEST], country, number[:_LONGEST], address[:_LONGEST], line)
        if trader is not None and trader.id.endswith(f"-{line}"):
            del self._cells[cells]  # of this row alone
        return trader

    def country(self, text: str) -> str:
        """Return the code of a country, empty where the text is none that is known."""
        return _country(text)

    def _find(self, name: str, other: str, country: str, number: str, address: str, line: int) -> Trader | None:
        if party_words().names_nobody(name):
            return None
        folded, code, known_by = fold_name(name), _country(country), _number(number)
        key = self._key(folded, code, known_by, fold_name(address), line)
        trader = self.found.get(key)
        if trader is None:
            words = party_words()
            trader = self.found[key] = Trader(
                key, code, number.strip() if known_by else "", line, words.names_bank(folded),
                words.names_forwarder(folded),
            )
        for text in (name, other):
            if text and text not in trader.names and len(trader.names) <= _MOST:
                trader.names.append(text)
        if address and address not in trader.addresses and len(trader.addresses) < _MOST:
            trader.addresses.append(address)
        return trader

    def _key(self, folded: str, country: str, number: str, address: str, line: int) -> str:
        own = sum(word not in common_words() and len(word) > 1 for word in folded.split())
        if number:
            return "trade-" + content_id("number", country, number)[:16]
        if country and own >= _OWN_WORDS:
            return "trade-" + content_id("name", folded, country)[:16]
        if own:
            return "trade-" + content_id("table", self._table, folded, country)[:16]
        if address:
            return "trade-" + content_id("place", self._table, folded, country, address)[:16]
        return "trade-" + content_id("row", self._table, folded, country)[:16] + f"-{line}"


def _number(text: str) -> str:
    """Return a number that tells a party, folded; empty for a placeholder such as "N/A" or "0000000"."""
    folded = "".join(filter(str.isalnum, text)).upper()
    is_one = len(folded) >= _LEAST_NUMBER and len(set(folded)) > 1 and any(map(str.isdigit, folded))
    return folded if is_one else ""


@lru_cache(maxsize=4096)
def _country(text: str) -> str:
    return (find_country(text) or "") if text else ""
