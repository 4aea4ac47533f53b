"""Two assessments of one order held side by side: which answers differ, and which statements stand behind that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enduse.model.assessment import Assessment
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.kept_order import AnswerChange, InputChange, OrderChange

NONE = "-"
_SORTS = ("next step", "gate", "question", "flag", "pattern", "catch-all", "position", "license")


@dataclass(frozen=True, slots=True)
class _Answered:
    """One answer: what it is about, in words, and its reasons."""

    text: str
    answer: str
    reasons: tuple[Reason, ...] = ()


def compare_assessments(before: Assessment, after: Assessment) -> OrderChange | None:
    """Return how an order answers differently, None where no answer does.

    A change of the reasons alone is none; the statements told are those behind the answers that differ. Cost: linear.
    """
    was, now = dict(_answers(before)), dict(_answers(after))
    every = sorted({*was, *now}, key=lambda key: (_SORTS.index(key[0]), key[1]))
    changes = tuple(
        _change(key, was.get(key), now.get(key)) for key in every
        if (was[key].answer if key in was else NONE) != (now[key].answer if key in now else NONE)
    )
    if not changes:
        return None
    keys = [(change.part, change.name) for change in changes]
    said_before, said_now = _cited(was, keys), _cited(now, keys)
    return OrderChange(
        reference=after.reference, document=dict(after.inputs).get("order", ""),
        step_before=_step(before), step_after=_step(after), changes=changes, inputs=compare_inputs(before, after),
        appeared=tuple(cited for key, cited in said_now.items() if key not in said_before),
        vanished=tuple(cited for key, cited in said_before.items() if key not in said_now),
    )


def compare_inputs(before: Assessment, after: Assessment) -> tuple[InputChange, ...]:
    """Return the list versions, editions and program versions that differ."""
    was, now = dict(before.inputs), dict(after.inputs)
    return tuple(InputChange(name=name, before=was.get(name, NONE), after=now.get(name, NONE))
                 for name in sorted({*was, *now}) if was.get(name, NONE) != now.get(name, NONE))


def _change(key: tuple[str, str], was: _Answered | None, now: _Answered | None) -> AnswerChange:
    here, there = now or was, was if now else None
    if here is None:
        raise ValueError("an answer that is on neither side does not differ")
    known = set(there.reasons) if there else set()
    return AnswerChange(
        part=key[0], name=key[1], text=here.text, before=was.answer if was else NONE, after=now.answer if now else NONE,
        because=tuple(reason for reason in here.reasons if reason not in known),
    )


def _answers(one: Assessment) -> Iterator[tuple[tuple[str, str], _Answered]]:
    """Yield every answer of an assessment by its part and name."""
    first = one.actions[0] if one.actions else None
    yield ("next step", ""), _Answered(first.text if first else "", first.kind.value if first else NONE,
                                       first.because if first else ())
    for gate in one.gates:
        yield ("gate", gate.gate), _Answered(gate.text, gate.answer.verdict.value, gate.reasons)
    for question in one.questions:
        name = question.question.name.lower()
        yield ("question", name), _Answered(question.question.value, question.answer.verdict.value, question.reasons)
    for flag in one.flags:
        yield ("flag", flag.flag), _Answered(flag.text, flag.answer.verdict.value, flag.reasons)
    for pattern in one.patterns:
        yield ("pattern", pattern.pattern), _Answered(pattern.text, pattern.answer.verdict.value)
    for test in one.catch_all:
        reasons = tuple(reason for element in test.elements for reason in element.reasons)
        yield ("catch-all", test.test), _Answered(f"{test.law}, {test.article}", test.answer.verdict.value, reasons)
    for number, item in enumerate(one.classifications, 1):
        for position in item.positions:
            name = f"{number} {position.regime}"
            entries = ", ".join(position.entries)
            answer = f"{position.position.value} ({entries})" if entries else position.position.value
            yield ("position", name), _Answered(f"{item.item} under {position.title}", answer)
    for license_ in one.licenses:
        name = f"{license_.item} {license_.need.regime} {', '.join(license_.entries)}"
        yield ("license", name), _Answered(license_.item, license_.answer.verdict.value)


def _step(one: Assessment) -> str:
    return one.actions[0].text if one.actions else NONE


def _cited(answers: Mapping[tuple[str, str], _Answered], keys: list[tuple[str, str]]) -> dict[str, Citation]:
    """Return the statements that answers rest on, by their ids."""
    reasons = (reason for key in keys if key in answers for reason in answers[key].reasons)
    return {
        cited.id: cited for reason in reasons for cited in reason.evidence if cited.kind is CitationKind.STATEMENT
    }
