"""Flags on who stands above a party and who works for it; each test is named by a `kind` in `knowledge/flags/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from enduse.assessment.dossier import Dossier, shares_identifier
from enduse.assessment.embargoes import find_embargo
from enduse.assessment.flag_rules import FlagRule
from enduse.assessment.licenses import find_licenses, tell_license
from enduse.assessment.order_flags import Finding, FlagTest, lacking
from enduse.assessment.record_flags import tell_path
from enduse.model.answer import MET, NOT_MET, Answer, any_of
from enduse.model.evidence import Reason
from enduse.model.party import Owner, Party
from enduse.model.screening import Hit

_ENDS = frozenset({"Person", "PublicBody"})
_HALF = 50
_BIRTH = "birthDate"


def parent_of_concern(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when the item would need a license for, or may not go to, the country of whoever controls a buying party.

    Controls who holds half or more, link by link. Unknown where a chain ends before a person or a public body, or
    where an owner's country or the answer for it is unknown.
    """
    buyers = dossier.parties(*rule.roles)
    if not buyers:
        return lacking(rule, "a buyer"), ()
    answers: list[Answer] = []
    reasons: list[Reason] = []
    for party in buyers:
        for owner in _controlling(party):
            answer, because = _ask_country(dossier, owner, rule)
            answers.append(answer)
            reasons += because
        if not _is_followed(party):
            answers.append(lacking(rule, f"the chain of owners of {party.name} to its end", party.name))
    overall = any_of(answers)
    return overall, tuple(reason for reason in reasons if overall == MET)


def _controlling(party: Party) -> Iterator[Party]:
    for one in party.owners:
        if one.low >= _HALF:
            yield one.party
            yield from _controlling(one.party)


def _is_followed(party: Party) -> bool:
    """Tell whether every chain of stated owners ends with persons or public bodies that hold half or more together."""
    if party.kind in _ENDS:
        return True
    told: tuple[Owner, ...] = party.owners
    return sum(one.low for one in told) >= _HALF and all(one.low < _HALF or _is_followed(one.party) for one in told)


def _ask_country(dossier: Dossier, owner: Party, rule: FlagRule) -> Finding:
    if not owner.country:
        return lacking(rule, f"country of {owner.name}", owner.name), ()
    if owner.country == dossier.order.route.destination:
        return NOT_MET, ()
    elsewhere = replace(dossier.order.route, destination=owner.country)
    there = replace(dossier, order=replace(dossier.order, route=elsewhere, parties=()))
    needs = find_licenses(there)
    closed, because = find_embargo(there, question=rule.ask)
    met = [one for one in needs if one.answer == MET and all(easing.answer == NOT_MET for easing in one.need.easings)]
    text = f"{owner.name} controls the buyer from {owner.country.upper()}"
    if closed == MET or met:
        head = Reason(text=f"{text}, for which the item would need a license or is prohibited.", left=owner.country,
                      weight=1.0, evidence=dossier.cite_party(owner))
        return MET, (head, *because, *map(tell_license, met))
    if any(one.answer.missing for one in needs) or not dossier.classifications:
        return lacking(rule, f"what the item would need for {owner.country.upper()}", owner.name), ()
    return NOT_MET, ()


def person_of_concern(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a person of the order is, by number or day of birth, one whom few links join to a party of concern.

    By the name alone it is unknown.
    """
    people = [party for party in dossier.parties() if party.kind == "Person"]
    if not people:
        return lacking(rule, "the persons who act for the parties, with day of birth or number"), ()
    steps = int(rule.numbers["max_steps"])
    answers: list[Answer] = []
    reasons: list[Reason] = []
    for person in people:
        sure = {hit.entity.id for hit in _hits(dossier, person) if _is_one(person, hit)}
        for party, path in dossier.paths():
            if party != person or len(path.steps) - 1 > steps:
                continue
            is_sure = path.steps[0].end in sure
            answers.append(MET if is_sure else lacking(rule, f"day of birth and role of {person.name}", person.name))
            reasons.append(tell_path(person, path))
        if person.name not in dossier.traces:
            answers.append(lacking(rule, f"what sources say of {person.name}", person.name))
    return any_of(answers), tuple(reasons)


def _hits(dossier: Dossier, person: Party) -> tuple[Hit, ...]:
    screening = dossier.screenings.get(person.name)
    return screening.hits if screening else ()


def _is_one(person: Party, hit: Hit) -> bool:
    born = person.birth_date
    return bool(shares_identifier(person, hit.entity)) or (len(born) == 10 and born in hit.entity.values(_BIRTH))


OWNER_TESTS: Mapping[str, FlagTest] = {test.__name__: test for test in (parent_of_concern, person_of_concern)}
