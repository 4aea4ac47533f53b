"""Goods by customs code: which lists name a code, for a destination, on a day.

A code that is listed is met; a code shorter than a listed one, one of which only part is meant, and a list whose
words decide are unknown. Cost: a look-up for each length a code may have, a list.
"""

from __future__ import annotations

from datetime import date

from enduse.knowledge.goods_lists import GoodsList
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, unknown
from enduse.model.licensing import GoodsFinding


def find_goods(
    code: str, destination: str, *, as_of: date, lists: tuple[GoodsList, ...], presumed_days: int = 366
) -> tuple[GoodsFinding, ...]:
    """Return of each list that speaks of the destination ("" for any) whether it names the code of digits."""
    return tuple(
        _ask(code, destination, held, as_of, presumed_days) for held in lists
        if not held.destinations or not destination or destination in held.destinations
    )


def _ask(code: str, destination: str, held: GoodsList, as_of: date, presumed_days: int) -> GoodsFinding:
    answer, listed, because = _find(code, held)
    if not held.is_loaded_for(as_of, presumed_days=presumed_days):
        because = f"the list was read for {held.since} to {held.seen_until}"
        answer = unknown(MissingFact(fact="list of that day", about=held.title))
    return GoodsFinding(
        list=held.id, title=held.title, authority=held.authority, destination=destination, answer=answer,
        code=listed, tier=held.codes.get(listed, ""), because=because, says=held.says, cites=held.cites,
    )


def _find(code: str, held: GoodsList) -> tuple[Answer, str, str]:
    """Return the answer, the code that stands in the list, and why."""
    for length in range(len(code), 1, -1):
        begun = code[:length]
        if begun in held.codes and not held.is_worded:
            return MET, begun, "the list names the code"
        if begun in held.codes or begun in held.parts:
            question = f"Do the words beside {begun} in the list mean these goods?"
            return _open("wording of the list", held, question), begun, "the list names the code and limits it by words"
    longer = sorted(one for one in (*held.codes, *held.parts) if one.startswith(code))
    if longer:
        question = f"What is the whole customs code? The list names {', '.join(longer[:5])}."
        return _open("whole customs code", held, question), longer[0], "the list names codes that begin with this one"
    return NOT_MET, "", "the list does not name the code"


def _open(fact: str, held: GoodsList, question: str) -> Answer:
    return unknown(MissingFact(fact=fact, about=held.title, question=question))
