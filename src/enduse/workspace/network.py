"""Parties that the record ties to those of an order, so that a case of theirs is found under another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from enduse.assessment.repeat_cases import PERSON, denied_party
from enduse.assessment.repeats import Linked
from enduse.diversion.network import Triple
from enduse.model.citing import cite
from enduse.model.party import Party, PartyRole
from enduse.model.screening import Entity
from enduse.model.statement import Sighting
from enduse.store.view import View
from enduse.workspace.tracing import Tracer

_PROPS = ("name", "alias", "previousName", "address", "country", "phone", "email", "website", "topics")
_SELLING = {PartyRole.EXPORTER, PartyRole.MANUFACTURER}
_TIES = frozenset({
    "front_for", "false_end_user_for", "acts_for", "procures_via", "controls", "owns", "owned_by", "subsidiary_of",
    "part_of", "previously_named", "successor_of", "part_of_network", "officer_of", "employed_by", "same_site",
    "associated_with",
})
MOST = 40  # of one party; a hub of more is no network of its own


def linked_parties(
    view: View, tracer: Tracer, parties: Sequence[Party], sure: Mapping[str, Sequence[str]]
) -> Iterator[Linked]:
    """Yield for each buying party the entities it is taken for and those one tie away, each with the words of the tie.

    A party with more than `MOST` ties gets none of them. Cost: one look-up for each entity.
    """
    for party in parties:
        if set(party.roles) and set(party.roles) <= _SELLING:
            continue
        roles = tuple(role.value for role in party.roles)
        ties: dict[str, Triple] = {}
        for start in sure.get(party.name, ()):
            known = tracer.stands_for.get(start, start)
            links = [link for link in tracer.network.links_of(known) if link.kind in _TIES]
            for link in sorted(links) if len(links) <= MOST else ():
                ties.setdefault(link.object if link.subject == known else link.subject, link)
        said_of = _said(tracer, ties.values())
        own = set(sure.get(party.name, ()))
        wanted = own | {name for name, link in ties.items() if link in said_of}
        for name, entity in sorted(view.entities(wanted, props=_PROPS).items()):
            if name in own:
                said = f"(The record takes {party.name} for {entity.caption}.)"
                yield Linked(denied_party(_as_party(entity)), party.name, roles, said)
            else:
                link = ties[name]
                said = f"(The record ties {party.name} to {entity.caption}: {link.kind.replace('_', ' ')}.)"
                evidence = tuple(map(cite, said_of[link][:2]))
                yield Linked(denied_party(_as_party(entity)), party.name, roles, said, evidence)


def _said(tracer: Tracer, links: Iterable[Triple]) -> dict[Triple, list[Sighting]]:
    """Return the statements that say some links are there; a link that is denied alone is none."""
    found: dict[Triple, list[Sighting]] = {}
    for sighting in tracer.sightings_of(links):
        said = sighting.statement
        if not said.denied:
            found.setdefault(Triple(said.subject, said.prop, said.value), []).append(sighting)
    return found


def _as_party(entity: Entity) -> Party:
    names = tuple(dict.fromkeys((*entity.values("name"), *entity.values("alias"), *entity.values("previousName"))))
    countries, addresses = entity.values("country"), entity.values("address")
    facts = [(prop, value) for prop in ("phone", "email", "website") for value in entity.values(prop)]
    if entity.schema == "Person":
        facts.append((PERSON, entity.caption))
    return Party(name=entity.caption, aliases=names, country=countries[0] if len(countries) == 1 else "",
                 address=addresses[0] if addresses else "", facts=tuple(facts))
