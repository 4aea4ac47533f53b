"""Whether goods are of a kind that programmes are known to need, and the order comes near one.

What a kind serves is told by the reasons for which the US list controls entries on it
(`flags/lists/programme_reasons.yaml`). The test is named by a `kind` in `knowledge/flags/`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enduse.assessment.dossier import Dossier
from enduse.assessment.flag_rules import FlagRule
from enduse.assessment.order_flags import Finding, FlagTest, lacking
from enduse.assessment.record_flags import tell_path
from enduse.errors import KnowledgeError
from enduse.knowledge.licensing_tables import ControlReason, load_licensing
from enduse.knowledge.shelf import open_knowledge
from enduse.model.answer import MET, NOT_MET, Answer, any_of
from enduse.model.determination import KIND_FACT, Classification, Determination
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.party import PartyRole

_TAKERS = (PartyRole.PURCHASER, PartyRole.INTERMEDIARY, PartyRole.ULTIMATE_CONSIGNEE, PartyRole.END_USER)
_ANY_CLASS = "mass_destruction"
_LAW = "US"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeReason:
    """A reason for control that speaks of a class of programme, and the law's country group for that class."""

    reason: str
    programme: str
    group: str
    says: str
    cites: str


@functools.cache
def programme_reasons(path: str) -> tuple[ProgrammeReason, ...]:
    """Return the reasons that a file lists. Raises KnowledgeError with all its faults."""
    root = open_knowledge(path)
    cites = root.get("cites").required().text()
    reasons = tuple(
        ProgrammeReason(
            reason=node.get("reason").required().text(), programme=node.get("class").required().text(),
            group=node.get("group").required().text(), says=node.get("says").required().text(), cites=cites,
        )
        for node in root.get("reasons").required().items()
    )
    root.faults.check(KnowledgeError)
    return reasons


def could_serve_programme(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when goods are of a kind controlled over programmes, and the order touches a country or party of one.

    Unknown where the kind of the goods, the destination, or what sources say of the takers is not known; not met where
    the kind serves none, or neither the places nor what is known of the takers speak of one.
    """
    kinds = [line.item.kinds for line in dossier.order.lines]
    served = {why.reason: (why, entry) for why, entry in _served(dossier, rule)}
    if not served:
        if not kinds or not all(kinds) or not dossier.classifications:
            return lacking(rule, "the kind of every item, as lists of controls name kinds", "item"), ()
        none = Reason(text="No entry that speaks of such goods is there over a weapons programme.", weight=-0.5)
        return NOT_MET, (none,)
    answers: list[Answer] = []
    reasons: list[Reason] = []
    places = {dossier.order.route.destination, *(party.country for party in dossier.parties(*_TAKERS))} - {""}
    groups = load_licensing().groups
    for why, entry in served.values():
        near = sorted(places & groups.get(why.group, frozenset()))
        if near:
            answers.append(MET)
            reasons.append(_tell(why, entry, f"{', '.join(near).upper()} is in Country Group {why.group}"))
        for party, path in dossier.paths(*_TAKERS):
            concern = dossier.concerns.get(path.target)
            classes = set(concern.classes) if concern else set()
            if len(path.steps) - 1 <= rule.numbers["max_steps"] and classes & {why.programme, _ANY_CLASS}:
                answers.append(MET)
                reasons += [_tell(why, entry, f"{party.name} leads to {path.concern}"), tell_path(party, path)]
    if not dossier.order.route.destination:
        answers.append(lacking(rule, "country of destination"))
    answers += [lacking(rule, f"what sources say of {party.name}", party.name) for party in dossier.silent(*_TAKERS)]
    return any_of(answers), tuple(reasons)


def _served(dossier: Dossier, rule: FlagRule) -> Iterator[tuple[ProgrammeReason, Determination]]:
    """Yield the reasons for which entries on the kinds of the goods stand in the list, each with such an entry."""
    listed = {why.reason: why for why in programme_reasons(rule.code_list)}
    for found in dossier.classifications:
        for entry in _on_its_kind(found):
            code, _, paragraph = entry.entry.partition(".")
            for reason in load_licensing().reasons.get(code, ()):
                if reason.name in listed and _holds_for(reason, paragraph):
                    yield listed[reason.name], entry


def _on_its_kind(found: Classification) -> Iterator[Determination]:
    for one in found.determinations:
        if one.regime == _LAW and any(leaf.label == KIND_FACT and leaf.answer == MET for leaf in one.covers.leaves()):
            yield one


def _holds_for(reason: ControlReason, paragraph: str) -> bool:
    if reason.is_worded:
        return False
    if reason.on:
        return any(f"{paragraph}.".startswith(f"{one}.") for one in reason.on)
    return not any(f"{paragraph}.".startswith(f"{one}.") for one in reason.but)


def _tell(why: ProgrammeReason, entry: Determination, touches: str) -> Reason:
    cited = Citation(kind=CitationKind.KNOWLEDGE, id=f"licensing/us/reasons.yaml#{entry.entry}", source=entry.regime,
                     place=why.cites, words=f"{entry.entry} is controlled for reasons of {why.says}")
    text = f"Goods of this kind stand in {entry.entry} ({entry.heading}) for reasons of {why.says}, and {touches}."
    return Reason(text=text, left=entry.entry, right=why.group, weight=0.5, evidence=(cited,))


PROGRAMME_TESTS: Mapping[str, FlagTest] = {could_serve_programme.__name__: could_serve_programme}
