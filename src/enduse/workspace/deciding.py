"""What people decided of hits: recorded, honoured, and open again when it no longer holds.

A decision is a judgement about a party as it was asked and an entity. It counts until
its end, and as long as the audience sees of the entity what it would have seen when
it was made: the record is asked again as it was known at that moment, so nothing
needs to be kept beside the judgement, and what is hidden makes no difference.
Cost: judgements are read once a view; a hit that was decided costs two look-ups.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from enduse.assessment.dossier import DIFFERENT, HIT, SAME, WITHDRAWN, hit_object, party_key, read_pair
from enduse.errors import NotFoundError, UsageError
from enduse.model.evidence import Reason
from enduse.model.marking import Marking
from enduse.model.party import Party
from enduse.model.screening import DecidedHit, Decision, DecisionState, Hit, Screening
from enduse.model.statement import Judgement, content_id
from enduse.store.record import Store
from enduse.store.view import View
from enduse.workspace.loading import OWN

VERDICTS = {"different": DIFFERENT, "same": SAME, "undo": WITHDRAWN}
_PASSING = frozenset({"createdAt", "modifiedAt", "sourceUrl"})  # when a record was touched is no change of the listing
_MOST_TOLD = 6


class Decisions:
    """The decisions on hits that one view shows, the newest on each hit first to count."""

    def __init__(self, view: View) -> None:
        self._view = view

    @cached_property
    def _newest(self) -> dict[str, Judgement]:
        """Return the newest judgement on each hit; one that was withdrawn leaves the hit as nobody judged it."""
        return {judgement.object: judgement for judgement in self._view.judgements_of((HIT,))}

    @cached_property
    def most(self) -> int:
        """Return how many hits of one party are decided to be another, at most."""
        found = (read_pair(j.object) for j in self._newest.values() if j.verdict == DIFFERENT)
        return max(Counter(pair[0] for pair in found if pair).values(), default=0)

    def find(self, party: Party, entity: str) -> Decision | None:
        """Return what was last decided of a party and an entity, None where nothing was or it was withdrawn."""
        judgement = self._newest.get(hit_object(party, entity)) if self._newest else None
        return None if judgement is None or judgement.verdict == WITHDRAWN else self._decision(judgement, entity)

    def decide(self, screening: Screening, party: Party, *, limit: int, is_showing_allowed: bool) -> Screening:
        """Return a screening with its decisions: open hits first, those that are allowed apart or at the end."""
        if not screening.hits or (not self._newest and len(screening.hits) <= limit):
            return screening
        hits = [replace(hit, decision=self.find(party, hit.entity.id)) for hit in screening.hits]
        opened = [replace(hit, rank=rank) for rank, hit in enumerate((h for h in hits if not h.is_allowed), 1)][:limit]
        allowed = tuple(replace(hit, rank=len(opened) + rank) for rank, hit in enumerate(
            (h for h in hits if h.is_allowed), 1))
        shown = allowed if is_showing_allowed else ()
        return replace(screening, hits=(*opened, *shown), allowed=allowed)

    def standing(self) -> Iterator[Judgement]:
        """Yield the newest judgement on each hit that still counts, oldest first."""
        for object_, judgement in self._newest.items():
            pair = read_pair(object_)
            if pair and self._decision(judgement, pair[1]).state is DecisionState.HOLDS:
                yield judgement

    def all(self) -> Iterator[DecidedHit]:
        """Yield every decision on an entity that is visible, oldest first."""
        judged = [(j, pair) for j in self._view.judgements_of((HIT,)) for pair in (read_pair(j.object),) if pair]
        known = self._view.entities({pair[1] for _, pair in judged})
        for judgement, (party, entity) in judged:
            if entity in known:
                yield DecidedHit(
                    party=party, entity_id=entity, caption=known[entity].caption,
                    decision=self._decision(judgement, entity), marking=str(judgement.marking),
                    is_newest=self._newest[judgement.object] == judgement,
                )

    def _decision(self, judgement: Judgement, entity: str) -> Decision:
        changed = self._changes[judgement.id, entity]
        state = DecisionState.LISTING_CHANGED if changed else DecisionState.HOLDS
        if judgement.until is not None and self._view.viewpoint.as_of >= judgement.until:
            state = DecisionState.ENDED
        return Decision(
            id=judgement.id, verdict=judgement.verdict, reason=judgement.reason, actor=judgement.actor, at=judgement.at,
            until=judgement.until, state=state, changed=changed,
        )

    @cached_property
    def _changes(self) -> _Changes:
        return _Changes(self._view, {j.id: j.at for j in self._view.judgements_of((HIT,))})


class _Changes(defaultdict[tuple[str, str], tuple[str, ...]]):
    """What of an entity is no longer as it was when a judgement was made, looked up once each."""

    def __init__(self, view: View, moments: dict[str, datetime]) -> None:
        super().__init__()
        self._view = view
        self._moments = moments

    def __missing__(self, key: tuple[str, str]) -> tuple[str, ...]:
        judgement, entity = key
        at = self._moments[judgement]
        was = _said(self._view.seen_from(as_of=at.date(), known_by=at), entity)
        now = _said(self._view, entity)
        told = [f"now {what}" for what in sorted(now - was)] + [f"no longer {what}" for what in sorted(was - now)]
        more = [f"and {len(told) - _MOST_TOLD} more"] if len(told) > _MOST_TOLD else []
        self[key] = (*told[:_MOST_TOLD], *more)
        return self[key]


def _said(view: View, entity: str) -> set[str]:
    said = (sighting.statement for sighting in view.about([entity]))
    return {f"{'not ' if s.denied else ''}{s.prop}: {s.value}" for s in said if s.prop not in _PASSING}


def judge_hit(
    store: Store, view: View, *, party: Party, entity: str, verdict: str, reason: str, until: date | None,
    marking: Marking | None, actor: str, at: datetime,
) -> DecidedHit:
    """Add a person's judgement on a hit and return it; an earlier one stays in the record and no longer counts.

    Without a marking it is the owner's alone.

    Raises:
        NotFoundError: the entity is not visible.
        UsageError: no reason is given, the verdict is none, or the end has come already.
    """
    if not reason.strip():
        raise UsageError("no reason is given.", remedy="Say why: --reason TEXT.")
    if verdict not in VERDICTS:
        raise UsageError(f"{verdict!r} is no verdict.", remedy="Known: " + ", ".join(VERDICTS) + ".")
    if until is not None and until <= at.date():
        raise UsageError(f"the end {until} has come already.", remedy="Name a later day.")
    found = view.entities([entity]).get(entity)
    if found is None:
        raise NotFoundError(f"nothing of that name is visible from this viewpoint: {entity}.",
                            remedy="Give the id that enduse screen prints.")
    object_ = hit_object(party, entity)
    judgement = Judgement(
        id=content_id("judgement", HIT, object_, verdict, reason, actor, at.isoformat(), until), kind=HIT,
        object=object_, verdict=VERDICTS[verdict], reason=reason.strip(), actor=actor, at=at, until=until,
        marking=marking or OWN,
    )
    store.judge(judgement)
    decision = Decision(
        id=judgement.id, verdict=judgement.verdict, reason=judgement.reason, actor=actor, at=at, until=until,
        state=DecisionState.HOLDS,
    )
    return DecidedHit(party=party_key(party), entity_id=entity, caption=found.caption, decision=decision,
                      marking=str(judgement.marking), is_newest=True)


def tell_decision(hit: Hit) -> Iterable[Reason]:
    """Return the reason that tells of the decision on a hit; its weight is none."""
    decision = hit.decision
    if decision is None:
        return ()
    end = f", until {decision.until}" if decision.until else ""
    told = f"decided {decision.verdict} by {decision.actor} on {decision.at:%Y-%m-%d}{end}: {decision.reason}"
    if decision.state is DecisionState.ENDED:
        told = f"open again, its end has come: {told}"
    elif decision.state is DecisionState.LISTING_CHANGED:
        told = f"open again, the listing changed ({'; '.join(decision.changed)}): {told}"
    return (Reason(text=told),)
