"""Which papers a paper refers to and which refer to it: by the numbers both print, as far as they are loaded.

"AND PREVIOUS" beside a reference is read as the papers which that paper itself refers to, and theirs, as far as they
are loaded: at most `MAX_STEPS` steps back and `MAX_EARLIER` papers. Which of them treat the same matter is not told.
A number whose year was taken from the paper that cites it is also looked for in the year before, and one without any
year in all years; it leads to a paper where exactly one is visible, and says what was taken for granted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enduse.model.citing import cite
from enduse.model.review import PaperReference
from enduse.model.statement import Sighting
from enduse.reading.references import is_and_previous, possible_numbers, why_unresolved
from enduse.store.view import View

MAX_STEPS = 10
MAX_EARLIER = 100
_ASKED = ("reference", "unresolvedReference")
_NOT_LOADED = "its earlier papers are told by it alone, and it is not loaded"
_NONE_EARLIER = "of the earlier papers that it refers to none is loaded"


@dataclass(frozen=True, slots=True)
class _Found:
    """What the number of a reference leads to: its own line of a loaded paper, or why to none."""

    said: Sighting | None
    reason: str


def find_references(view: View, said: Sequence[Sighting], sha256: str) -> Iterator[PaperReference]:
    """Yield the papers that a paper refers to, those before them where it says so, then those that refer to it.

    `said` is all that the paper of that hash says.
    """
    asked = _by_place(said)
    found = _find(view, asked, sha256)
    told = {sha256}
    for each in asked:
        held = found[each.id]
        earlier: tuple[PaperReference, ...] = ()
        reason = held.reason
        if is_and_previous(each.statement.printed):
            earlier = tuple(_earlier(view, held.said, told)) if held.said else ()
            missing = "" if earlier else _NONE_EARLIER if held.said else _NOT_LOADED
            reason = "; ".join(part for part in (reason, missing) if part)
        yield _reference(each, held.said, reason=reason, through="")
        yield from earlier
    yield from _back(view, said, sha256)


def _by_place(said: Sequence[Sighting]) -> list[Sighting]:
    """Return the references of a paper as they stand in it, each number once, with AND PREVIOUS where any has it."""
    once: dict[tuple[str, str], Sighting] = {}
    for each in said:
        key = each.statement.prop, each.statement.value
        if each.statement.prop in _ASKED and (key not in once or is_and_previous(each.statement.printed)):
            once[key] = each
    return sorted(once.values(), key=lambda s: (s.statement.locator.start or 0, s.statement.value))


def _find(view: View, asked: Sequence[Sighting], sha256: str) -> dict[str, _Found]:
    """Map each reference, by the id of its statement, to what it leads to."""
    others = {s.id: possible_numbers(s.statement.value, s.statement.printed) for s in asked}
    numbers = {s.statement.value for s in asked} | {number for some in others.values() for number in some}
    held = {s.statement.value: s for s in view.pointing_at(numbers, ("documentNumber",)) if s.document != sha256}
    found = {}
    for each in asked:
        value = each.statement.value
        instead = [number for number in others[each.id] if number in held]
        unread = why_unresolved(value) if each.statement.prop == "unresolvedReference" else ""
        if value in held:
            found[each.id] = _Found(held[value], "")
        elif len(instead) == 1:
            reason = f"no year is printed beside it, and of its number only {instead[0]} is loaded"
            found[each.id] = _Found(held[instead[0]], reason)
        elif instead:
            found[each.id] = _Found(None, f"{unread or 'no year is printed'}; it may be {', '.join(instead)}")
        else:
            found[each.id] = _Found(None, unread)
    return found


def _earlier(view: View, first: Sighting, told: set[str]) -> Iterator[PaperReference]:
    """Yield the loaded papers that a paper refers to and those before them, nearest first, each once."""
    told.add(first.document or "")
    steps = [first]
    count = 0
    for _ in range(MAX_STEPS):
        following: list[Sighting] = []
        for paper in steps:
            asked = _by_place(list(view.of_paper(paper.document))) if paper.document else []
            found = _find(view, asked, paper.document or "")
            for each in asked:
                said = found[each.id].said
                if said is None or said.document is None or said.document in told:
                    continue
                if count == MAX_EARLIER:
                    return
                told.add(said.document)
                count += 1
                yield _reference(each, said, reason=found[each.id].reason, through=paper.statement.value)
                following.append(said)
        steps = following


def _reference(asking: Sighting, found: Sighting | None, *, reason: str, through: str) -> PaperReference:
    return PaperReference(
        number=asking.statement.value, refers_here=False, is_loaded=found is not None,
        document=found.document if found else None, document_name=found.document_name if found else None,
        reason=reason, through=through, citation=cite(asking),
    )


def _back(view: View, said: Sequence[Sighting], sha256: str) -> Iterator[PaperReference]:
    """Yield the papers that refer to this one by its number as they print it."""
    own = {s.statement.value for s in said if s.statement.prop == "documentNumber"}
    told: set[str | None] = {sha256}
    for each in view.pointing_at(own, ("reference",)):
        if each.document not in told or each.document is None:
            told.add(each.document)
            yield PaperReference(
                number=each.statement.value, refers_here=True, is_loaded=True, document=each.document,
                document_name=each.document_name, reason="", through="", citation=cite(each),
            )
