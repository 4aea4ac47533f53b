"""States of mind: which uses of concern the exporter suspects, knows or was informed of, as told, judged and evidenced.

A state of mind is what the order tells or a person judges; evidence of the record never makes one, but it opens a
stated no, and is shown with what a person might conclude (`reference`: suspect, aware, know, informed are ordered).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from enduse.assessment.dossier import MIND, Dossier
from enduse.assessment.gates import judge_hit, tell_hit
from enduse.assessment.record_flags import tell_path
from enduse.diversion.convention import evidence_weights
from enduse.knowledge.catch_all_law import broader, known_degrees, known_uses
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, Verdict, any_of, unknown
from enduse.model.assessment import FlagFinding, FlagStrength
from enduse.model.evidence import Reason
from enduse.model.statement import Grade

HOLDS, DOES_NOT_HOLD = "holds", "does not hold"


def mind_object(reference: str, degree: str, use: str) -> str:
    """Name what a judgement on a state of mind is about: kind "mind", verdict "holds" or "does not hold"."""
    return json.dumps([reference, f"{degree} {use}"], ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Minds:
    """What is told of the exporter's state of mind, and what the record shows: made once for an order.

    `told` are the uses by degree ("suspect", "know", "informed"), absent where nothing was told; `denied` the uses
    that a yes-or-no question of the order denies, by degree. `shown` are reasons from the record by use.
    """

    dossier: Dossier
    told: Mapping[str, frozenset[str]]
    denied: Mapping[str, frozenset[str]]
    shown: Mapping[str, tuple[Reason, ...]]
    proposal: str

    def answer(self, degree: str, use: str) -> Answer:
        """Tell whether the exporter is in a state of mind, or in a stronger one, over a use or one within it."""
        judged = self._judged(degree, use)
        if judged is not None:
            return judged
        degrees = known_degrees()[degree].told_by
        stated = frozenset(one for each in degrees for one in self.told.get(each, frozenset()))
        tellers = [each for each in degrees if any(use in broader(one) for one in self.told.get(each, frozenset()))]
        if tellers:  # who was not informed may know all the same, so a no counts against its own degree alone
            is_denied = all(self._is_denied(each, use) for each in tellers)
            return unknown(self._missing(degree, use, judged=True)) if is_denied else MET
        if set(broader(use)[1:]) & stated or not all(self._denies(each, use) for each in degrees):
            return unknown(self._missing(degree, use))
        if self.evidence(use):
            return unknown(self._missing(degree, use, judged=True))
        return NOT_MET

    def evidence(self, use: str) -> tuple[Reason, ...]:
        """Return what the record shows of a use, of one within it or of one around it."""
        around = frozenset(broader(use))
        related = (reasons for one, reasons in self.shown.items() if one in around or use in broader(one))
        return tuple(dict.fromkeys(reason for reasons in related for reason in reasons))

    def reasons(self, degree: str, uses: Iterable[str]) -> tuple[Reason, ...]:
        """Return what was told of these uses, what the record shows, and what a person might conclude from it."""
        wanted, told = tuple(uses), []
        for mind in self.dossier.order.end_use.minds:
            if mind.degree in known_degrees()[degree].told_by:
                weight = 1.0 if any(use in broader(one) for one in mind.uses for use in wanted) else -0.5
                named = ", ".join(known_uses()[one].says for one in mind.uses) or "nothing"
                cited = (mind.citation,) if mind.citation else ()
                says = known_degrees()[mind.degree].says
                told.append(Reason(text=f"The order tells what the exporter {says}: {named}.", weight=weight,
                                   evidence=cited))
        shown = tuple(dict.fromkeys(reason for use in wanted for reason in self.evidence(use)))
        if shown and self.proposal and degree != "informed":
            told.append(Reason(text=f"Proposed, for a person to judge: {self.proposal}"))
        return (*told, *shown)

    def _judged(self, degree: str, use: str) -> Answer | None:
        judgement = self.dossier.judgements.get((MIND, mind_object(self.dossier.order.reference, degree, use)))
        return {HOLDS: MET, DOES_NOT_HOLD: NOT_MET}.get(judgement.verdict) if judgement else None

    def _denies(self, degree: str, use: str) -> bool:
        """Tell whether a degree was told without the use, or denied."""
        return degree in self.told or self._is_denied(degree, use)

    def _is_denied(self, degree: str, use: str) -> bool:
        """Tell whether a question answered no denies the use; who suspects none knows of none either."""
        degrees = ("know", "suspect") if degree == "know" else (degree,)
        return any(set(broader(use)) & self.denied.get(each, frozenset()) for each in degrees)

    def _missing(self, degree: str, use: str, *, judged: bool = False) -> MissingFact:
        says = known_uses()[use].says
        doubt = ": told no in one place, while another speaks of it" if judged else ""
        words = known_degrees()[degree]
        return MissingFact(fact=words.fact.replace("{use}", says) + doubt, about="order",
                           question=words.ask.replace("{use}", says))


def gather_minds(dossier: Dossier, flags: Sequence[FlagFinding]) -> Minds:
    """Return the states of mind of an order's exporter.

    The yes-or-no questions count as told: informed or suspicious of some weapon of mass destruction leaves open which,
    a no denies all of them; a use said not to be military denies the suspicion of one.
    """
    use = dossier.order.end_use
    told = {mind.degree: frozenset(mind.uses) for mind in use.minds}
    denied: dict[str, frozenset[str]] = {}
    for degree, stated in (("informed", use.is_informed_of_wmd), ("suspect", use.is_suspected_wmd)):
        if stated:
            told[degree] = told.get(degree, frozenset()) | {"wmd"}
        elif stated is False:
            denied[degree] = frozenset({"wmd"})
    if use.is_military:
        told["suspect"] = told.get("suspect", frozenset()) | {"military"}
    elif use.is_military is False:
        denied["suspect"] = denied.get("suspect", frozenset()) | {"military"}
    return Minds(dossier=dossier, told=told, denied=denied, shown=_shown(dossier), proposal=_propose(flags))


def _shown(dossier: Dossier) -> dict[str, tuple[Reason, ...]]:
    """Return what hits and paths speak of, by use."""
    uses = {row.concern: row.use for row in known_uses().values() if row.concern}
    found: dict[str, list[Reason]] = {}
    for party in dossier.parties():
        for hit in dossier.listed_hits(party):
            concern = dossier.concern_of(hit.entity)
            if concern and judge_hit(dossier, party, hit).verdict is not Verdict.NOT_MET:
                for name in concern.classes:
                    if name in uses:
                        found.setdefault(uses[name], []).append(tell_hit(dossier, party, hit))
    for party, path in dossier.paths():
        concern = dossier.concerns.get(path.target)
        for name in concern.classes if concern else ():
            if name in uses:
                found.setdefault(uses[name], []).append(tell_path(party, path))
    return {use: tuple(reasons) for use, reasons in found.items()}


def _propose(flags: Sequence[FlagFinding]) -> str:
    """Say which state of mind the flags would support; a person decides (assessment of elements, suspect to know)."""
    met = [flag for flag in flags if flag.answer.verdict is Verdict.MET]
    strong = [flag.flag for flag in met if flag.strength in (FlagStrength.STOP, FlagStrength.STRONG)]
    moderate = [flag.flag for flag in met if flag.strength is FlagStrength.MODERATE]
    if strong and any(_is_firm(flag) for flag in met if flag.flag in strong):
        return f"awareness, since strong flags stand on well graded statements ({', '.join(sorted(strong))})."
    if strong or moderate:
        return f"grounds for suspecting, since flags stand ({', '.join(sorted([*strong, *moderate]))})."
    return ""


def _is_firm(flag: FlagFinding) -> bool:
    """Tell whether a flag rests on a statement of the grade from which a path is called assessed, or better."""
    grades = {citation.grade for reason in flag.reasons for citation in reason.evidence if citation.grade}
    return any(Grade.parse(grade).is_at_least(evidence_weights().assessed_grade) for grade in grades)


def any_told(minds: Minds, degree: str, uses: Iterable[str]) -> Answer:
    """Tell whether the state of mind holds over any of the uses."""
    return any_of(minds.answer(degree, use) for use in uses)
