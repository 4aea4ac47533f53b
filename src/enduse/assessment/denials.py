"""Denials and other earlier cases made of what is said of them, and whether each stands on a day.

Data: `knowledge/assessment/denials.yaml`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby

from enduse.errors import KnowledgeError
from enduse.knowledge.denial_claims import read_item, read_party
from enduse.knowledge.shelf import open_knowledge
from enduse.model.citing import cite
from enduse.model.denial import REVOKED, CaseOutcome, Denial, DenialState
from enduse.model.marking import PUBLIC, Marking
from enduse.model.statement import Judgement, Sighting

RULES = "assessment/denials.yaml"
PROPS = (
    "denialReference", "regimeReference", "denyingGovernment", "caseOutcome", "catchAll", "deniedParty", "deniedItem",
    "shippedFrom", "shippedThrough", "shippedTo", "statedEndUse", "endUseSite", "denialReason", "decidedOn",
    "validUntil", "reviewOn", "revocation", "revocationComment",
)
_NOTES = "notes"


@functools.cache
def years_valid() -> int:
    """Return for how many years a denial stands whose end nobody stated. Raises KnowledgeError."""
    root = open_knowledge(RULES)
    root.mapping(("title", "encoded_on", "about", "sources", "years_valid"))
    years = root.get("years_valid").required().integer() or 0
    root.faults.check(KnowledgeError)
    return years


def make_denials(
    sightings: Iterable[Sighting], *, as_of: date, revoked: Mapping[str, Judgement] | None = None
) -> Iterator[Denial]:
    """Yield the cases that sightings, in order of subject, tell of; `revoked` are people's judgements by id.

    Cost: linear; memory: one case.
    """
    for subject, group in groupby(sightings, key=lambda sighting: sighting.statement.subject):
        yield make_denial(subject, list(group), as_of=as_of, judgement=(revoked or {}).get(subject))


def make_denial(
    subject: str, sightings: Sequence[Sighting], *, as_of: date, judgement: Judgement | None = None
) -> Denial:
    """Return one case as some sightings tell it; of a thing told twice the first in order of value counts."""
    said: dict[str, list[str]] = {}
    for sighting in sightings:
        said.setdefault(sighting.statement.prop, []).append(sighting.statement.value)
    first = sightings[0].statement
    denial = replace(make_case(subject, said, source=first.source, marking=first.marking),
                     citations=tuple(map(cite, sightings)))
    return stand(denial, as_of=as_of, told_revoked=told_revoked(sightings), judgement=judgement)


def make_case(subject: str, said: Mapping[str, Sequence[str]], *, source: str, marking: Marking) -> Denial:
    """Return a case as some values by property tell it, without citations and without how it stands on a day."""
    def one(prop: str) -> str:
        return said[prop][0] if prop in said else ""

    def many(prop: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(said.get(prop, ())))

    def day(prop: str) -> date | None:
        return date.fromisoformat(one(prop)) if prop in said else None

    revocation = one("revocation")
    return Denial(
        id=subject, reference=one("denialReference"), outcome=CaseOutcome(one("caseOutcome") or "denied"),
        source=source, regime_reference=one("regimeReference"),
        government=one("denyingGovernment"), catch_all=one("catchAll"),
        parties=tuple(map(read_party, many("deniedParty"))), items=tuple(map(read_item, many("deniedItem"))),
        origin=one("shippedFrom"), transit=many("shippedThrough"), destination=one("shippedTo"),
        end_use=one("statedEndUse"), site=one("endUseSite"), reason=one("denialReason"), decided_on=day("decidedOn"),
        valid_until=day("validUntil"), review_on=day("reviewOn"), is_revoked=bool(revocation),
        revoked_on=date.fromisoformat(revocation) if len(revocation) == 10 else None, comment=one("revocationComment"),
        notes=many(_NOTES), marking="" if marking == PUBLIC else str(marking),
    )


def told_revoked(sightings: Iterable[Sighting]) -> datetime | None:
    """Return when we were told that a case is revoked, None where nobody said so."""
    return next((one.received_at for one in sightings if one.statement.prop == "revocation"), None)


def stand(
    denial: Denial, *, as_of: date, told_revoked: datetime | None = None, judgement: Judgement | None = None
) -> Denial:
    """Return a case with its state on a day, as a person judged of it; `told_revoked` is when we were told.

    A denial without an end stands for `years_valid`; after that nobody knows until somebody says.
    """
    if judgement is not None and judgement.verdict == REVOKED:
        denial = replace(denial, is_revoked=True, revoked_on=judgement.at.date(),
                         comment=f"{judgement.reason} ({judgement.actor})")
    state, says = _state(denial, as_of, told_revoked)
    return replace(denial, state=state, state_says=says)


def _state(denial: Denial, as_of: date, told_revoked: datetime | None) -> tuple[DenialState, str]:
    decided = denial.decided_on
    if decided is not None and as_of < decided:
        return DenialState.NOT_YET, f"decided on {decided}"
    if denial.is_revoked:
        since = denial.revoked_on or (told_revoked.date() if told_revoked else None)
        if since is not None and since <= as_of:
            return DenialState.REVOKED, f"revoked from {denial.revoked_on}" if denial.revoked_on else "revoked"
        if denial.revoked_on is None:
            return DenialState.UNKNOWN, "revoked, and nobody says since when"
    if denial.outcome is not CaseOutcome.DENIED:
        return DenialState.ON_FILE, "a case, not a denial"
    if denial.valid_until is not None:
        end = denial.valid_until
        return (DenialState.IN_FORCE, f"valid until {end}") if as_of < end else (DenialState.ENDED, f"ended on {end}")
    if decided is None:
        return DenialState.UNKNOWN, "nobody says when it was decided or until when it stands"
    end = _years_after(decided, years_valid())
    if as_of < end:
        due = f"; its review was due on {denial.review_on}" if denial.review_on and denial.review_on <= as_of else ""
        return DenialState.IN_FORCE, f"decided on {decided}, no end stated{due}"
    return DenialState.UNKNOWN, f"decided on {decided}, and nobody says whether it was prolonged"


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)
