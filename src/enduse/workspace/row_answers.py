"""The answer to one row of a file of declarations or orders, and the line that tells it.

A row of columns is asked about its parties (screening, what people decided of hits, ways to parties of concern, earlier
cases), its goods (control lists by what the columns state, the lists that prohibit them), and the stop gates and flags
that the columns can answer; what is not asked is no answer, so nothing is ever found free to go. An order is asked
everything. The order of the worklist: the first step, then the stop gates met, then the flags by strength, each group
counting once, then the best hit or denial, then the value, then the row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from enduse.assessment.actions import Findings, action_rules, propose_actions
from enduse.assessment.dossier import gather
from enduse.assessment.flag_rules import FlagRule, flag_rules
from enduse.assessment.flags import answer_flags, strongest_by_group
from enduse.assessment.gates import answer_gate
from enduse.assessment.licenses import find_licenses, find_prohibited
from enduse.assessment.record_flags import tell_path, weigh
from enduse.model.answer import Verdict
from enduse.model.assessment import Action, ActionKind, Assessment, FlagFinding, FlagStrength, GateAnswer
from enduse.model.determination import Classification, ControlPosition
from enduse.model.evidence import Reason
from enduse.model.party import Party
from enduse.model.path import Path
from enduse.model.repeat import RepeatMatch
from enduse.model.screening import Screening
from enduse.model.transaction import Transaction
from enduse.workspace.declarations import DeclarationRow
from enduse.workspace.row_questions import RowAsker, open_positions

if TYPE_CHECKING:
    from enduse.workspace.answering import Desk

NOTHING = "nothing found"
DENIAL = "denial"
_OF_WAYS = frozenset({"military_tie", "stands_in", "listed_owner", "path_to_programme"})  # tests of paths alone
_MOST_TOLD = 3
_REASONS = 2


@dataclass(frozen=True, slots=True)
class Answered:
    """What one row came to: its line, its first step, the verdict of each flag."""

    shape: dict[str, Any]
    step: str
    flags: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class RowAsked:
    """What the columns of a file let rows be asked: gates and flags; those `of_ways` of parties on record alone."""

    gates: tuple[str, ...]
    rules: tuple[FlagRule, ...]
    plain: tuple[FlagRule, ...]
    of_ways: tuple[FlagRule, ...]


@lru_cache(maxsize=4)
def row_asked(gates: tuple[str, ...], flags: tuple[str, ...]) -> RowAsked:
    """Return what rows are asked, by the names of gates and flags."""
    rules = tuple(flags_by_id()[flag] for flag in flags)
    of_ways = tuple(rule for rule in rules if rule.kind in _OF_WAYS)
    return RowAsked(gates, rules, tuple(rule for rule in rules if rule not in of_ways), of_ways)


def answer_declaration(row: DeclarationRow, asked: RowAsked, asker: RowAsker,
                       screenings: Sequence[Screening]) -> Answered:
    """Answer a row of columns by the gates and flags that its columns can answer; its parties have been screened."""
    order, desk = row.order, asker.desk
    if order is None:
        raise ValueError("a row without a transaction is told by its fault")
    classified = asker.classify(row)
    classifications = () if classified is None else (classified,)
    traces = asker.trace(order.parties, screenings)
    repeats = asker.repeats.find(order, classifications) if asker.repeats.cases else None
    dossier = gather(
        order, as_of=desk.as_of, screenings=screenings, judgements=desk.judgements, classifications=classifications,
        traces=traces, concerns=desk.concerns if traces else None, repeats=repeats,
        at_addresses=desk.listed_at(order.parties) if any(party.address for party in order.parties) else None,
    )
    flags = answer_flags(dossier, asked.rules if traces else asked.plain)
    gates = tuple(answer_gate(dossier, name) for name in asked.gates)
    goods = find_prohibited(dossier) if order.route.destination and order.lines[0].item.hs_code else ()
    licenses = find_licenses(dossier) if classifications else ()
    findings = Findings(dossier=dossier, gates=gates, flags=flags, questions=(), missing=(), licenses=licenses,
                        goods=goods)
    actions = (*propose_actions(findings), *_ask(gates, classifications))
    unknown = [] if traces else [rule.flag for rule in asked.of_ways]
    told = _tell(actions, flags, screenings, order)
    shape = _head(row) | told | {
        "flags_unknown": sorted((*told["flags_unknown"], *unknown)),
        "gates": {gate.gate: gate.answer.verdict.value for gate in gates},
        "denials": [_tell_case(match) for match in repeats.matches[:_MOST_TOLD]] if repeats else [],
        "paths": [_tell_path(party, path) for party, path in dossier.paths()][:_MOST_TOLD],
        "positions": _positions(classifications),
        "goods": [{"list": one.finding.list, "code": one.finding.code, "answer": one.finding.answer.verdict.value}
                  for one in goods if one.finding.answer.verdict is not Verdict.NOT_MET and one.finding.code],
        "beside_like_goods": [asdict(one) for one in row.compared if one.spreads > 1],
    }
    verdicts = {flag.flag: flag.answer.verdict for flag in flags} | dict.fromkeys(unknown, Verdict.UNKNOWN)
    return Answered(shape, shape["step"], verdicts)


def _ask(gates: Sequence[GateAnswer], classifications: Sequence[Classification]) -> Iterator[Action]:
    """Propose what is to be asked: of a denial that is nearly the same, and of goods that may be controlled."""
    for gate in gates:
        if gate.gate == DENIAL and gate.answer.verdict is Verdict.UNKNOWN and gate.reasons:
            for fact in gate.answer.missing[:1]:
                yield Action(rank=0, kind=ActionKind.ASK, text=f"Ask: {fact.question}", because=gate.reasons)
    for position in open_positions(classifications):
        for fact in position.missing[:1]:
            because = Reason(text=f"Under {position.title} the item may be controlled. Not known: {fact.fact}.")
            yield Action(rank=0, kind=ActionKind.ASK, text=f"Ask: {fact.question or fact.fact}", because=(because,))


def _tell_case(match: RepeatMatch) -> dict[str, Any]:
    case = match.case
    return {"id": case.id, "reference": case.reference, "outcome": case.outcome.value, "state": case.state.value,
            "score": match.score, "goods": match.item, "parties": match.link, "place": match.place,
            "of": sorted({link.party for link in match.links})}


def _tell_path(party: Party, path: Path) -> dict[str, Any]:
    return {"party": party.name, "entity_id": path.target, "caption": path.target_caption, "steps": len(path.steps) - 1,
            "weight": round(weigh(path), 6), "is_assessed": path.is_assessed, "text": tell_path(party, path).text}


def _positions(classifications: Sequence[Classification]) -> list[str]:
    return sorted({f"{one.regime}: {one.position.value}" + (f" ({', '.join(one.entries)})" if one.entries else "")
                   for found in classifications for one in found.positions
                   if one.position is not ControlPosition.UNKNOWN})


def answer_order(row: DeclarationRow, desk: Desk) -> Answered:
    """Answer a whole order as `assess` does, and tell it in one line."""
    if row.order is None:
        raise ValueError("a row without an order is told by its fault")
    found: Assessment = desk.assess(row.order)
    shape = _head(row) | _tell(found.actions, found.flags, found.screenings, row.order) | {
        "gates": {gate.gate: gate.answer.verdict.value for gate in found.gates},
        "questions": {one.question.name.lower(): one.answer.verdict.value for one in found.questions},
        "patterns": [one.pattern for one in found.patterns if one.answer.verdict is Verdict.MET],
        "positions": sorted({f"{p.regime}: {p.position.value}" for c in found.classifications for p in c.positions}),
        "ask": [action.text for action in found.actions if action.kind.name == "ASK"],
    }
    return Answered(shape, shape["step"], {flag.flag: flag.answer.verdict for flag in found.flags})


def refuse(row: DeclarationRow) -> dict[str, Any]:
    """Return the line of a row that could not be assessed, with place, reason and remedy."""
    fault = row.fault
    return _head(row) | {"result": "not assessed", "reason": fault.reason if fault else "",
                         "remedy": fault.remedy if fault else ""}


def _head(row: DeclarationRow) -> dict[str, Any]:
    return {"line": "row", "row": row.number, "id": row.query_id, "place": row.fault.place if row.fault else row.place,
            "result": "assessed", "notes": list(row.notes)}


def _tell(
    actions: Sequence[Action], flags: Sequence[FlagFinding], screenings: Sequence[Screening], order: Transaction
) -> dict[str, Any]:
    met = [flag for flag in flags if flag.answer.verdict is Verdict.MET]
    hits = sorted(
        ((hit, screening.query) for screening in screenings for hit in screening.hits if not hit.is_allowed),
        key=lambda pair: (-pair[0].score, pair[1], pair[0].entity.id),
    )
    first = actions[0] if actions else None
    groups = Counter(flag.strength for flag in strongest_by_group(flags).values())
    return {
        "step": first.kind.value if first else NOTHING,
        "why": first.text if first else "",
        "because": [reason.text for reason in first.because[:_REASONS]] if first else [],
        "flags": [{"flag": flag.flag, "strength": flag.strength.value, "group": flag.group, "why": _why(flag)}
                  for flag in met],
        "flags_unknown": [flag.flag for flag in flags if flag.answer.verdict is Verdict.UNKNOWN],
        "groups": {strength.value: groups[strength] for strength in FlagStrength if groups[strength]},
        "hits": [{"party": party, "entity_id": hit.entity.id, "caption": hit.entity.caption,
                  "score": round(hit.score, 6), "is_listed": hit.entity.is_listed} for hit, party in hits[:_MOST_TOLD]],
        "value": None if not order.lines or order.lines[0].price is None else format(order.lines[0].price, "f"),
        "currency": order.lines[0].currency if order.lines else "",
    }


def _why(flag: FlagFinding) -> str:
    told = [f"{reason.text.rstrip('.')}: {reason.left}" if reason.text.startswith("Noted:") else reason.text
            for reason in flag.reasons if reason.text != flag.reasons[-1].text]
    return " ".join(told[:_REASONS])


def rank(shape: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what puts a line in its place in the worklist, the gravest first."""
    groups = shape["groups"]
    best = max((one["score"] for one in (*shape["hits"], *shape.get("denials", ()))), default=0.0)
    return (
        _steps().get(shape["step"], len(_steps())),
        -sum(verdict == Verdict.MET.value for verdict in shape.get("gates", {}).values()),
        *(-groups.get(strength.value, 0) for strength in FlagStrength if strength is not FlagStrength.CONTEXT),
        -best, -float(shape["value"] or 0), shape["row"],
    )


@lru_cache(maxsize=1)
def _steps() -> Mapping[str, int]:
    """Return the place of each step, the gravest first, as actions are ranked."""
    kinds = dict.fromkeys(rule.kind.value for rule in action_rules()[0])
    return {kind: place for place, kind in enumerate(kinds)}


@lru_cache(maxsize=1)
def flags_by_id() -> Mapping[str, FlagRule]:
    """Return every flag by its id."""
    return {rule.flag: rule for rule in flag_rules()}
