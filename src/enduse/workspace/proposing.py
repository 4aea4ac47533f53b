"""Having a language model propose facts of a paper, where its marking allows, beside those that the rules found.

Off unless it is asked for. The model is given one passage at a time and nothing else; what it answers is data that is
checked against the passage (`enduse.reading.proposals`).
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from enduse.errors import Fault
from enduse.model.marking import Marking
from enduse.model.review import RefusedProposal
from enduse.reading.claims import in_order
from enduse.reading.document import EXTRACTOR, DocumentReading
from enduse.reading.facts import Claim
from enduse.reading.proposals.answering import Proposal, read_answer
from enduse.reading.proposals.checking import check_proposals
from enduse.reading.proposals.clearing import NOT_KNOWN, Clearance, why_document_held, why_held
from enduse.reading.proposals.prompting import make_request
from enduse.reading.proposals.sections import Section, cut_sections
from enduse.reading.proposals.wording import proposal_words
from enduse.workspace.model_endpoint import EndpointError, ModelEndpoint
from enduse.workspace.settings import ModelSettings

_PLACE = "model"
_BY_MODEL = ", model "


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A reading with what a model added, what was refused by the marking of its passage, and whether all was asked.

    `reading` also tells, as faults, which passages the model was not shown or did not answer on.
    """

    reading: DocumentReading
    refused: Mapping[Marking, Sequence[RefusedProposal]]
    is_finished: bool


def name_extractor(settings: ModelSettings) -> str:
    """Name the reader by which facts of a model come: our own, the model, and the version of what it is told."""
    return f"{EXTRACTOR}{_BY_MODEL}{settings.name}, prompt {proposal_words().version}"


def model_behind(extractors: Iterable[str]) -> str:
    """Return which language model proposed what some extractors found; "" where our rules found it too."""
    named = [extractor.partition(_BY_MODEL)[2] for extractor in extractors]
    return named[0] if named and all(named) else ""


@lru_cache(maxsize=1)
def open_endpoint(settings: ModelSettings) -> ModelEndpoint:
    """Return the endpoint of this process, so that what was learnt of it is kept from paper to paper."""
    return ModelEndpoint(settings)


def propose(reading: DocumentReading, endpoint: ModelEndpoint, *, is_marking_given: bool) -> Proposed:
    """Return a reading with what a model found beyond it.

    Nothing leaves of a paper whose marking is unknown or above what the endpoint is cleared for, nor of a passage
    for which that holds. Cost: one request for each 6,000 characters of a passage, one after the other.
    """
    settings = endpoint.settings
    clearance = Clearance(audience=settings.cleared, caveats=settings.caveats)
    held = why_document_held(reading, clearance, is_marking_given=is_marking_given)
    if held:
        return Proposed(reading=_with_faults(reading, [_held("nothing of it was", held)]), refused={}, is_finished=True)
    run = _Run(reading, endpoint, clearance)
    for section in cut_sections(reading):
        run.add(section)
    facts = in_order({*reading.facts, *run.kept})
    return Proposed(
        reading=_with_faults(replace(reading, facts=facts), run.faults()), refused=run.refused,
        is_finished=not run.failed,
    )


class _Run:
    """One paper under way: what was kept and refused of its sections so far."""

    def __init__(self, reading: DocumentReading, endpoint: ModelEndpoint, clearance: Clearance) -> None:
        self._reading = reading
        self._endpoint = endpoint
        self._clearance = clearance
        self._extractor = name_extractor(endpoint.settings)
        self._until = time.monotonic() + endpoint.settings.paper_seconds
        self._held: Counter[str] = Counter()
        self.kept: list[Claim] = []
        self.refused: dict[Marking, list[RefusedProposal]] = defaultdict(list)
        self._unread: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()

    def add(self, section: Section) -> None:
        """Have the model read one section, if it may see it and time is left."""
        held = why_held(section.portion.marking, self._clearance)
        if held:
            self._held[held] += 1
            return
        request = make_request(section, model=self._endpoint.settings.name)
        try:
            content = self._endpoint.ask(request, seconds=self._until - time.monotonic())
        except EndpointError as exc:
            self.failed[str(exc)] += 1
            return
        answer = read_answer(content)
        if answer.fault:
            self._unread[answer.fault] += 1
        known = [*self._reading.facts, *self.kept]
        owner = self._reading.owner
        kept, refusals = check_proposals(
            answer.proposals, section, text=self._reading.text,
            rules=[claim for claim in known
                   if claim.portion == section.number and claim.marking == section.portion.marking],
            owner=owner if len(owner) == 2 and owner.isupper() else "", published=self._reading.published,
            extractor=self._extractor,
        )
        self.kept += kept
        for proposal, reason in answer.malformed:
            self._refuse(section, proposal, reason)
        for refusal in refusals:
            self._refuse(section, refusal.proposal, refusal.reason)

    def _refuse(self, section: Section, proposal: Proposal, reason: str) -> None:
        self.refused[section.portion.marking].append(RefusedProposal(
            claim=proposal.claim, subject=proposal.subject, value=proposal.value, date=proposal.date,
            denied=proposal.denied, hedge=proposal.hedge, quote=proposal.quote, place=section.portion.record,
            reason=reason, extractor=self._extractor, marking=str(section.portion.marking),
        ))

    def faults(self) -> list[Fault]:
        """Return which passages the model was not shown, and on which it gave no answer, by reason."""
        told = [_held(f"{_passages(times)} not", reason) for reason, times in sorted(self._held.items())]
        for reason, times in sorted((self.failed + self._unread).items()):
            what = f"the model gave no full answer on {_passages(times)}: {reason}."
            told.append(Fault(place=_PLACE, reason=what, remedy="Look at the endpoint, and read the paper again."))
        return told


def _held(what: str, reason: str) -> Fault:
    remedy = "Have it read by an endpoint that is cleared for it."
    if reason == NOT_KNOWN:
        remedy = "Give --marking if you know it."
    return Fault(place=_PLACE, reason=f"{what} shown to the model: {reason}.", remedy=remedy)


def _passages(times: int) -> str:
    return f"{times} passage{'s' if times > 1 else ''}"


def _with_faults(reading: DocumentReading, faults: Sequence[Fault]) -> DocumentReading:
    return replace(reading, faults=(*reading.faults, *faults))
