"""What software and technology are for: whether the goods are specified in the entries that a paragraph names.

The goods are described, and classified under the same edition, or their entry is named. Goods that meet none of those
entries leave the answer open while some of them are not encoded and no encoded entry speaks of such goods.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from enduse.classification.judged import Judged
from enduse.knowledge.control_law import ControlLaw, Edition, RegimeLaw, Serves
from enduse.knowledge.directories import REGIMES, list_numbers
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, Verdict, any_of, unknown
from enduse.model.condition import ConditionResult
from enduse.model.item import Item

GOODS = "the goods that it is for"
_QUESTION = "For which goods is it (for_item describes them, for_entry names their entry: EU 2B001.b)?"
SOFTWARE, TECHNOLOGY = "software", "technology"
_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Goods that software or technology is for, with the answer under each paragraph of the edition."""

    item: Item
    answers: tuple[tuple[str, Answer, Judged], ...]


def judge_served(
    item: Item, serves: Serves, seen: Sequence[Served], regime: RegimeLaw, edition: Edition, law: ControlLaw
) -> Judged:
    """Return whether what an item is for is specified in the entries that `serves` names, under an edition."""
    named = [entry for code, entry in item.for_entries if code == regime.regime]
    answers = [_by_name(entry, serves, regime) for entry in named]
    answers += (_by_description(one, serves, regime, edition, law) for one in seen)
    answer = any_of(answers) if answers else unknown(MissingFact(fact=GOODS, about="the item", question=_QUESTION))

    def build(_judged: Judged) -> ConditionResult:
        return ConditionResult(
            label=GOODS, answer=answer, value=_tell(named, serves, seen), limit=_spell(serves),
            parts=tuple(
                replace(part.result, label=f"the goods under {entry}")
                for one in seen for entry, part in _decisive(one, serves)
            ),
        )

    return Judged(answer, answer, build)


def _by_name(entry: str, serves: Serves, regime: RegimeLaw) -> Answer:
    """Decide by the name of an entry alone; a name above the entries meant leaves open which paragraph it is."""
    if serves.covers(entry):
        return MET
    if not serves.may_cover(entry):
        return NOT_MET
    question = f"Which paragraph of {entry} are they under?"
    return unknown(MissingFact(fact=f"paragraph of {regime.regime} {entry}", about=GOODS, question=question))


def _by_description(one: Served, serves: Serves, regime: RegimeLaw, edition: Edition, law: ControlLaw) -> Answer:
    answer = any_of(found for entry, found, _ in one.answers if serves.covers(entry))
    if answer.verdict is not Verdict.NOT_MET:
        return answer
    plan = regime.plans[edition.id]
    if plan.speaks_of(one.item.kinds, law.vocabulary.kinds):
        return NOT_MET
    encoded = {entry.entry for entry in plan.entries}
    groups = _groups_of(one.item, law)
    left = sorted(
        name for name in _listed(regime) if name not in encoded and name[1] in groups and serves.may_cover(name)
    )
    if regime.regime in REGIMES and not left:
        return NOT_MET
    names = f"{', '.join(left[:_SHOWN])}{' and more' if len(left) > _SHOWN else ''}" if left else _spell(serves)
    return unknown(MissingFact(
        fact=f"whether {names} specifies the goods", about=GOODS,
        question=f"Do {names}, which are not evaluated here, specify the goods?",
    ))


def _groups_of(item: Item, law: ControlLaw) -> str:
    """Return the groups of a list that may specify an item: goods (A, B, C), software (D), technology (E)."""
    if not item.kinds:
        return "ABCDE"
    letters = set()
    for kind in item.kinds:
        within = (kind, *(law.vocabulary.kinds[kind].within if kind in law.vocabulary.kinds else ()))
        letters.add("D" if SOFTWARE in within else "E" if TECHNOLOGY in within else "ABC")
    return "".join(sorted(letters))


def _listed(regime: RegimeLaw) -> frozenset[str]:
    return list_numbers(regime.regime) if regime.regime in REGIMES else frozenset()


def _decisive(one: Served, serves: Serves) -> Iterator[tuple[str, Judged]]:
    """Yield the paragraphs that are met, else those that are open, with what was decided of each."""
    for verdict in (Verdict.MET, Verdict.UNKNOWN):
        found = [
            (entry, covers) for entry, answer, covers in one.answers
            if serves.covers(entry) and answer.verdict is verdict
        ]
        if found:
            yield from found[:_SHOWN]
            return


def _tell(named: Sequence[str], serves: Serves, seen: Sequence[Served]) -> str:
    """Name the entries that are stated, and those that the described goods meet or may meet."""
    told = list(named)
    for one in seen:
        for verdict, word in ((Verdict.MET, ""), (Verdict.UNKNOWN, "perhaps ")):
            found = [entry for entry, answer, _ in one.answers if serves.covers(entry) and answer.verdict is verdict]
            if found:
                told.append(word + ", ".join(found[:_SHOWN]))
                break
        else:
            told.append("none of these")
    return " and ".join(told)


def _spell(serves: Serves) -> str:
    return "specified in " + ", ".join(serves.entries) + (f", but not {', '.join(serves.but)}" if serves.but else "")
