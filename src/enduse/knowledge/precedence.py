"""In which order the paragraphs of an edition are asked.

An entry, or one paragraph, that covers what is "other than" another is asked after
it. Laid out once an edition, when the law is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence

from enduse.errors import KnowledgeError
from enduse.knowledge.control_law import Asked, EditionPlan, EntryText, Paragraph, is_below


def plan_edition(entries: Sequence[EntryText]) -> EditionPlan:
    """Lay out the paragraphs of an edition so that each comes after those that go before it.

    Raises:
        KnowledgeError: an entry goes before itself.
    """
    rows = [(entry, paragraph) for entry in entries for paragraph in entry.paragraphs]
    waits: list[dict[str, tuple[int, ...]]] = []
    for place, (entry, paragraph) in enumerate(rows):
        names = dict.fromkeys((*entry.other_than, *paragraph.other_than))
        waits.append({name: _find(name, rows, place) for name in names})
    order: list[int] = []
    done: set[int] = set()
    waiting = list(range(len(rows)))
    while waiting:
        ready = [place for place in waiting if all(p in done for found in waits[place].values() for p in found)]
        if not ready:
            path = rows[waiting[0]][0].path
            raise KnowledgeError("the entry goes before itself.", where=path, remedy="Mend other_than.")
        order += ready
        done.update(ready)
        waiting = [place for place in waiting if place not in done]
    at = {place: rank for rank, place in enumerate(order)}
    asked = tuple(
        Asked(
            entry=rows[place][0], paragraph=rows[place][1],
            before=tuple((name, tuple(at[p] for p in found)) for name, found in waits[place].items()),
        )
        for place in order
    )
    return EditionPlan(
        entries=tuple(entries), asked=asked, shelf_order=tuple(at[place] for place in range(len(rows))),
        shelf_rank=tuple(order),
    )


def _find(name: str, rows: Sequence[tuple[EntryText, Paragraph]], place: int) -> tuple[int, ...]:
    """Return the places of the paragraphs that a name covers; naming one's own entry as a whole is a circle."""
    own = rows[place][0]
    if name == own.entry:
        return (place,)
    return tuple(
        other for other, (entry, paragraph) in enumerate(rows)
        if (entry.entry == name or is_below(paragraph.entry, name)) and other != place
    )
