"""Two assessments of one order side by side: which answers differ, and what statements or rules stand behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from enduse.model.assessment import Assessment, FourQuestion
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


def compare_with_kept(kept: Mapping[str, Any], now: Assessment) -> OrderChange | None:
    """Return how an order answers differently than the JSON of its kept assessment says, None where no answer does.

    Both are asked from one viewpoint, so what differs in the inputs is the program and its rules, or a file erased.
    """
    was, here = dict(_kept_answers(kept)), dict(_answers(now))
    every = sorted({*was, *here}, key=lambda key: (_SORTS.index(key[0]), key[1]))
    changes = tuple(
        _change(key, was.get(key), here.get(key)) for key in every
        if (was[key].answer if key in was else NONE) != (here[key].answer if key in here else NONE)
    )
    if not changes:
        return None
    actions, before, after = kept["actions"], kept["inputs"], dict(now.inputs)
    names = sorted(name for name in {*before, *after} if before.get(name, NONE) != after.get(name, NONE))
    return OrderChange(
        reference=now.reference, document=after.get("order", ""), step_before=actions[0]["text"] if actions else NONE,
        step_after=_step(now), changes=changes, appeared=(), vanished=(),
        inputs=tuple(InputChange(name=name, before=before.get(name, NONE), after=after.get(name, NONE))
                     for name in names),
    )


def _kept_answers(kept: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], _Answered]]:
    """Yield every answer of an assessment as JSON, as `_answers` does of one."""
    first = kept["actions"][0] if kept["actions"] else None
    yield ("next step", ""), _Answered(first["text"] if first else "", first["kind"] if first else NONE)
    for gate in kept["gates"]:
        yield ("gate", gate["gate"]), _Answered(gate["text"], gate["answer"]["verdict"])
    names = {question.value: question.name.lower() for question in FourQuestion}
    for question in kept["questions"]:
        words = question["question"]
        yield ("question", names.get(words, words)), _Answered(words, question["answer"]["verdict"])
    for part, key, name in (("flag", "flags", "flag"), ("pattern", "patterns", "pattern")):
        for one in kept[key]:
            yield (part, one[name]), _Answered(one["text"], one["answer"]["verdict"])
    for test in kept["catch_all"]:
        yield ("catch-all", test["test"]), _Answered(f"{test['law']}, {test['article']}", test["answer"]["verdict"])
    for number, item in enumerate(kept["classifications"], 1):
        for position in item["positions"]:
            entries = ", ".join(position["entries"])
            answer = f"{position['position']} ({entries})" if entries else position["position"]
            yield ("position", f"{number} {position['regime']}"), _Answered(
                f"{item['item']} under {position['title']}", answer)
    for one in kept["licenses"]:
        name = f"{one['item']} {one['need']['regime']} {', '.join(one['entries'])}"
        yield ("license", name), _Answered(one["item"], one["answer"]["verdict"])


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
