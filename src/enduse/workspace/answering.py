"""Answering from one view: screening, tracing, classifying and assessing, wired to the record.

Everything here is a function of what the view yields, so it is the same whatever
the audience may not see. Cost: the index of names is built once a desk from the
visible names (linear); a trace reads the relation statements and then only the
entities it reaches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from enduse import __version__
from enduse.classification.classifying import classify
from enduse.diversion.concerns import find_concerns
from enduse.diversion.convention import relation_kinds
from enduse.diversion.graph import Graph, Identity, build_graph
from enduse.diversion.trace import trace_party
from enduse.errors import UsageError
from enduse.knowledge.controls_reader import load_controls
from enduse.model.assessment import Assessment
from enduse.model.determination import Classification
from enduse.model.evidence import Citation
from enduse.model.item import Item
from enduse.model.party import Party
from enduse.model.path import Trace
from enduse.model.screening import Entity, Hit, Screening, SourceCoverage
from enduse.model.transaction import Transaction
from enduse.model.viewpoint import Viewpoint
from enduse.screening.desk import screen
from enduse.screening.index import NAME_PROPERTIES, NameIndex
from enduse.sources.catalogue import get_source, list_source_ids
from enduse.store.view import View, cite

LISTING = ("topics", "program", "programId", "listingDate", "endDate", "provisions", "reason")
IDENTIFIERS = (
    "idNumber", "imoNumber", "leiCode", "mmsi", "passportNumber", "registrationNumber", "swiftBic", "taxNumber",
)
HIT_LIMIT = 10
HIT_THRESHOLD = 0.7
SAME_FROM = 0.85
MAX_STEPS = 6
MOST_REACHED = 2000


def make_query(name: str, *, country: str | None, kind: str | None, birth_date: str | None) -> Party:
    """Make the party that a screening command asks about. Raises UsageError for an unknown country."""
    from enduse.knowledge.countries import find_country

    code = find_country(country) if country else ""
    if code is None:
        raise UsageError(f"{country!r} is no country that is known here.", remedy="Give its ISO 3166-1 code.")
    return Party(name=name, country=code, kind=kind or "LegalEntity", birth_date=birth_date or "")


def classify_items(
    items: Iterable[Item], *, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
) -> tuple[Classification, ...]:
    """Classify items on the law of the viewpoint's day, as it was encoded by then."""
    law = load_controls()
    known = [regime.regime for regime in law.regimes]
    wanted = [regime.upper() for regime in regimes] if regimes else None
    strange = sorted(set(wanted or ()) - set(known))
    if strange:
        raise UsageError(f"no regime {', '.join(strange)} is encoded.", remedy="Known: " + ", ".join(known) + ".")
    return tuple(classify(item, as_of=viewpoint.as_of, law=law, regimes=wanted) for item in items)


class Desk:
    """One view with what several questions share: the index of names and the graph."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._listings: dict[str, tuple[Citation, ...]] = {}

    @cached_property
    def index(self) -> NameIndex:
        """Return the index of all visible names."""
        return NameIndex.build(self._view.names(NAME_PROPERTIES), identifiers=self._view.names(IDENTIFIERS))

    @cached_property
    def coverage(self) -> tuple[SourceCoverage, ...]:
        """Return which list versions stand behind the answers."""
        known = set(list_source_ids())
        return tuple(
            SourceCoverage(
                source=row.source, title=get_source(row.source).title if row.source in known else row.source,
                version=row.version, entities=row.entities, note=row.note,
            )
            for row in self._view.coverage()
        )

    def screen(
        self, parties: Iterable[Party], *, limit: int = HIT_LIMIT, threshold: float = HIT_THRESHOLD
    ) -> tuple[Screening, ...]:
        """Screen parties in turn; each answer carries the coverage."""
        return tuple(self._screen(party, limit=limit, threshold=threshold) for party in parties)

    def trace(self, party: str, *, limit: int = 3) -> Trace:
        """Trace a party by name, or from an entity by id."""
        entity = self._view.entities([party]).get(party)
        screening = self._screen(Party(name=party)) if entity is None else _certain(party, entity)
        return self._trace(screening, limit=limit, same=frozenset({party} if entity else ()))

    def assess(self, order: Transaction) -> Assessment:
        """Assess an order from this view."""
        raise UsageError(order.reference)

    # -- screening ----------------------------------------------------------------

    def _screen(self, party: Party, *, limit: int = HIT_LIMIT, threshold: float = HIT_THRESHOLD) -> Screening:
        hits = screen(
            party, index=self.index, entities=self._view.entities, cite=self._listing, limit=limit,
            threshold=threshold,
        )
        return Screening(query=party.name, hits=hits, coverage=self.coverage)

    def _listing(self, subject: str) -> tuple[Citation, ...]:
        if subject not in self._listings:
            said = self._view.about([subject])
            self._listings[subject] = tuple(cite(s) for s in said if s.statement.prop in LISTING)
        return self._listings[subject]

    # -- tracing ------------------------------------------------------------------

    @cached_property
    def _links(self) -> Graph:
        return build_graph(self._view.claims(relation_kinds()))

    def _trace(self, screening: Screening, *, limit: int, same: frozenset[str] = frozenset()) -> Trace:
        starts = [hit.entity.id for hit in screening.hits]
        reached, identities = self._reach(starts)
        captions = {name: entity.caption for name, entity in self._view.entities(reached).items()}
        graph = build_graph(self._view.claims(relation_kinds()), captions=captions, identities=identities)
        concerns = find_concerns(self._view.about(reached))
        targets = {name: concern.text for name, concern in concerns.items()}
        return trace_party(graph, screening, targets=targets, limit=limit, max_steps=MAX_STEPS, same=same)

    def _reach(self, starts: Iterable[str]) -> tuple[tuple[str, ...], tuple[Identity, ...]]:
        """Walk out from the starts over links and proposed identities; return what is met, and the identities."""
        met = set(starts)
        frontier = sorted(met)
        identities: dict[tuple[str, str], Identity] = {}
        for _ in range(MAX_STEPS):
            links = [link for entity in frontier for link in self._links.links_at.get(entity, ())]
            found = {end for link in links for end in (link.subject, link.object)}
            for identity in self._same_as(frontier):
                identities[identity.left, identity.right] = identity
                found |= {identity.left, identity.right}
            frontier = sorted(found - met)[: MOST_REACHED - len(met)]
            met.update(frontier)
        return tuple(sorted(met)), tuple(identities[key] for key in sorted(identities))

    def _same_as(self, ids: Sequence[str]) -> Iterator[Identity]:
        """Propose which other entities the unlisted ones among some may be, by screening their names."""
        for entity in self._view.entities(ids).values():
            if entity.is_listed or not entity.values("name"):
                continue
            for hit in self._screen(_as_party(entity), threshold=SAME_FROM).hits:
                if hit.entity.id != entity.id:
                    left, right = sorted((entity.id, hit.entity.id))
                    yield Identity(left=left, right=right, score=hit.score, evidence=_evidence(hit))


def _evidence(hit: Hit) -> tuple[Citation, ...]:
    return tuple(citation for reason in hit.reasons for citation in reason.evidence)


def _as_party(entity: Entity) -> Party:
    countries = entity.values("country")
    return Party(
        name=entity.caption, aliases=(*entity.values("name"), *entity.values("alias")), kind=entity.schema,
        country=countries[0] if len(countries) == 1 else "",
    )


def _certain(query: str, entity: Entity) -> Screening:
    """Return the screening of an entity asked for by its id: itself, and nothing else."""
    hit = Hit(query=query, rank=1, score=1.0, entity=entity, matched_name=entity.caption, reasons=(), listing=())
    return Screening(query=query, hits=(hit,), coverage=())


def versions_of(coverage: Iterable[SourceCoverage]) -> Mapping[str, str]:
    """Return what an assessment was computed from: program and list versions."""
    lists = {row.source: row.version.isoformat() if row.version else "none in force" for row in coverage}
    return {"enduse": __version__, **lists}
