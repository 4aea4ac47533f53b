"""Answering from one view: screening, tracing, classifying and assessing, wired to the record.

Everything here is a function of what the view yields, so it is the same whatever
the audience may not see. Cost: the index of names is built once a desk from the
visible names (linear); a trace reads the relation statements and then only the
entities it reaches.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import chain, groupby
from typing import TYPE_CHECKING

from enduse import __version__
from enduse.assessment.dossier import DIFFERENT, FLAG, GATE, HIT, MIND, SAME, hit_object
from enduse.assessment.published_addresses import ADDRESS, is_like_address
from enduse.errors import UsageError
from enduse.knowledge.editions import rule_editions
from enduse.model.citing import cite
from enduse.model.evidence import Citation
from enduse.model.kept_order import RULES
from enduse.model.party import Party
from enduse.model.screening import Entity, Hit, Screening, SourceCoverage
from enduse.model.statement import Judgement, Sighting
from enduse.names.folding import fold_name
from enduse.resolution.evidence import IDENTIFIER_PROPERTIES
from enduse.screening.desk import DEFAULT_THRESHOLD, screen, screen_many
from enduse.screening.index import NameIndex
from enduse.sources.catalogue import NAMED, get_source
from enduse.store.entities import entity_of
from enduse.store.view import View
from enduse.workspace.deciding import Decisions
from enduse.workspace.indexing import open_index, open_own_index, open_trade_index
from enduse.workspace.law_questions import classify_items
from enduse.workspace.publishers import is_source

if TYPE_CHECKING:
    from enduse.assessment.repeats import Linked
    from enduse.diversion.concerns import Concern
    from enduse.model.assessment import Assessment
    from enduse.model.determination import Classification
    from enduse.model.ownership import Holding
    from enduse.model.path import Trace
    from enduse.model.repeat import Repeats
    from enduse.model.transaction import Transaction
    from enduse.workspace.earlier_orders import EarlierOrders
    from enduse.workspace.tracing import Tracer

LISTING = ("topics", "program", "programId", "listingDate", "endDate", "provisions", "reason")
IDENTIFIERS = IDENTIFIER_PROPERTIES
JUDGED = (FLAG, GATE, MIND)
NO_PARTIES = frozenset({"denials", "products", "trade"})  # lists that nobody is screened against
HIT_LIMIT = 10
SURE = 0.9  # the score from which a party's ties in the record count as its own in looking for repeats


def make_query(name: str, *, country: str | None, kind: str | None, birth_date: str | None) -> Party:
    """Make the party that a screening command asks about. Raises UsageError for an unknown country."""
    from enduse.knowledge.countries import find_country

    code = find_country(country) if country else ""
    if code is None:
        raise UsageError(f"{country!r} is no country that is known here.", remedy="Give its ISO 3166-1 code.")
    return Party(name=name, country=code, kind=kind or "LegalEntity", birth_date=birth_date or "")


def _cite_listing(said: Iterable[Sighting]) -> tuple[Citation, ...]:
    return tuple(cite(s) for s in said if s.statement.prop in LISTING)


class Desk:
    """One view with what several questions share: the index of names and the graph."""

    def __init__(self, view: View, *, of: Desk | None = None) -> None:
        self._view = view
        self._of = of  # the desk of the whole view, where this one leaves an order of the user's own out
        self._listings: dict[str, tuple[Citation, ...]] = {}

    @property
    def view(self) -> View:
        """Return the view that is asked."""
        return self._view

    @property
    def concerns(self) -> Mapping[str, Concern]:
        """Return why the entities met so far are of concern, by id."""
        return self._tracer.concerns

    @property
    def as_of(self) -> date:
        """Return the day that is asked about."""
        return self._view.viewpoint.as_of

    @cached_property
    def index(self) -> NameIndex:
        """Return the index of all visible names; nobody is screened against own orders."""
        return self._of.index if self._of is not None else open_index(self._view)

    @cached_property
    def coverage(self) -> tuple[SourceCoverage, ...]:
        """Return which list versions stand behind the answers."""
        return self._of.coverage if self._of is not None else tuple(
            SourceCoverage(
                source=row.source, title=get_source(row.source).title if is_source(row.source) else row.source,
                version=row.version, entities=row.entities, note=row.note,
            )
            for row in self._view.coverage() if row.source.partition(NAMED)[0] not in NO_PARTIES
        )

    def screen(
        self, parties: Iterable[Party], *, limit: int = HIT_LIMIT, threshold: float | None = None,
        is_showing_allowed: bool = False, is_citing: bool = True,
    ) -> Iterator[Screening]:
        """Yield the screening of each party in turn, with what people decided of its hits, and the coverage.

        Without `is_citing` the hits say nothing of the listing, which costs a look-up in the record for each entity.
        """
        asked: deque[Party] = deque()

        def note() -> Iterator[Party]:
            for party in parties:
                asked.append(party)
                yield party

        if isinstance(parties, Sequence):
            asked.extend(parties)
        found = screen_many(
            parties if asked else note(), index=self.index, entities=self.index.entities,
            shown=self._show if is_citing else self._view.entities, cite=self._listing if is_citing else None,
            limit=limit + self._decisions.most,
            threshold=DEFAULT_THRESHOLD if threshold is None else threshold,
        )
        for hits in found:
            party = asked.popleft()
            screening = Screening(query=party.name, hits=hits, coverage=self.coverage)
            yield self._decisions.decide(screening, party, limit=limit, is_showing_allowed=is_showing_allowed)

    def trace(self, party: str, *, limit: int = 3) -> Trace:
        """Trace a party by name, or from an entity by id."""
        entity = self._view.entities([party]).get(party)
        asked = Party(name=party)
        screening = self._with_own(asked, self._screen(asked)) if entity is None else _certain(party, entity)
        return self._tracer.trace(screening, limit=limit, same=frozenset({party} if entity else ()))

    def assess(self, order: Transaction, *, unsettled: tuple[str, str] | None = None) -> Assessment:
        """Assess an order from this view: every party screened and traced, every item classified.

        What the order itself says, where it is kept, is no evidence for it. `unsettled` is the kind and object of a
        judgement that is left out: how things stand without it.
        """
        view = self._view.without_order(order.reference)
        if view is not self._view and not self._view.besides:
            return Desk(view, of=self).assess(order, unsettled=unsettled)
        from enduse.assessment.assess import assess
        from enduse.model.item import ItemFile
        from enduse.workspace.grounds import read_grounds
        from enduse.workspace.past_orders import read_history
        from enduse.workspace.products import fill_item

        screenings = tuple(map(self._screen, order.parties))
        holdings, owners, owner_screenings = self._ownership(order, screenings)
        lines = tuple(replace(line, item=fill_item(line.item, self._view)) for line in order.lines)
        file = ItemFile(lines=lines, together=order.together, is_order=True)
        classifications = classify_items(file, viewpoint=self._view.viewpoint, is_brief=True)
        traces = tuple(map(self._trace_judged, order.parties, screenings))
        return assess(
            order, viewpoint=self._view.viewpoint, screenings=screenings, classifications=classifications,
            owner_screenings=owner_screenings, holdings=holdings, owners=owners, traces=traces,
            concerns=self._tracer.concerns, at_addresses=self.listed_at(order.parties),
            judgements=[one for one in self.judgements if (one.kind, one.object) != unsettled],
            grounds=tuple(read_grounds(self._view)), inputs=self._inputs(order, classifications),
            repeats=self.repeats(order, screenings=screenings, classifications=classifications),
            history=read_history(self._view, order, classify=self._classify_as_of, earlier=self._earlier),
        )

    def _classify_as_of(self, order: Transaction, day: date) -> tuple[Classification, ...]:
        from enduse.model.item import ItemFile

        file = ItemFile(lines=order.lines, together=order.together, is_order=True)
        return classify_items(file, viewpoint=replace(self._view.viewpoint, as_of=day), is_brief=True)

    def repeats(
        self, order: Transaction, *, screenings: Sequence[Screening] | None = None,
        classifications: Sequence[Classification] | None = None,
    ) -> Repeats:
        """Return the earlier cases that an order resembles, by its own parties and those the record ties to them."""
        from enduse.model.item import ItemFile
        from enduse.workspace.repeats import find_repeats

        screenings = tuple(map(self._screen, order.parties)) if screenings is None else screenings
        if classifications is None:
            file = ItemFile(lines=order.lines, together=order.together, is_order=True)
            classifications = classify_items(file, viewpoint=self._view.viewpoint, is_brief=True)
        return find_repeats(
            self._view, order, classifications=classifications, linked=tuple(self._linked(order, screenings)),
            earlier=self._earlier,
        )

    @cached_property
    def _earlier(self) -> EarlierOrders:
        """Return the orders asked about before: the same, whichever of one's own is left out of the record."""
        from enduse.workspace.earlier_orders import read_earlier_orders

        return self._of._earlier if self._of is not None else read_earlier_orders(self._view)

    def _linked(self, order: Transaction, screenings: Sequence[Screening]) -> Iterator[Linked]:
        """Yield whom the record takes the buying parties for, and whom it links to those."""
        from enduse.workspace.network import linked_parties

        sure = {party.name: self._sure_hits(party, screening)
                for party, screening in zip(order.parties, screenings, strict=True)}
        if any(sure.values()):
            yield from linked_parties(self._view, self._tracer, order.parties, sure)

    def _sure_hits(self, party: Party, screening: Screening) -> tuple[str, ...]:
        """Return the entities that a party is, or nearly surely is, as people judged its hits."""
        verdicts = {j.object: j.verdict for j in self.judgements if j.kind == HIT}
        judged = {hit.entity.id: verdicts.get(hit_object(party, hit.entity.id)) for hit in screening.hits}
        return tuple(hit.entity.id for hit in screening.hits if judged[hit.entity.id] != DIFFERENT and (
            judged[hit.entity.id] == SAME or hit.score >= SURE))

    def _denial_lists(self) -> tuple[SourceCoverage, ...]:
        from enduse.workspace.case_files import as_known, is_denial_list

        return tuple(row for row in as_known(self._view).coverage() if is_denial_list(row.source))

    def _ownership(
        self, order: Transaction, screenings: Iterable[Screening]
    ) -> tuple[tuple[Holding, ...], dict[str, Party], tuple[Screening, ...]]:
        """Return the holdings above the parties' hits, who is in them by id, and owners, stated or found, screened."""
        from enduse.assessment.ownership import stated_owners
        from enduse.workspace.tracing import IDENTIFYING, as_party

        hits = {hit.entity.id for screening in screenings for hit in screening.hits}
        holdings = self._tracer.holdings_above(hits)
        ends = {end for one in holdings for end in (one.owner, one.asset)}
        self._tracer.note_concerns({*hits, *ends})
        owners = {name: as_party(entity) for name, entity in self._view.entities(ends, props=IDENTIFYING).items()}
        above = {party.name: party for party in owners.values()}
        above.update((owner.name, owner) for party in order.parties for owner in stated_owners(party))
        named = {party.name for party in order.parties}
        asked = (party for name, party in sorted(above.items()) if name not in named)
        return holdings, owners, tuple(map(self._screen, asked))

    def _inputs(
        self, order: Transaction, classifications: Iterable[Classification]
    ) -> tuple[tuple[str, str], ...]:
        """Name what an assessment is computed from: program, order, list versions, law editions, our own rules."""
        inputs = {"enduse": __version__, "order": order.document or ""}
        inputs |= {f"{RULES}{part}": edition for part, edition in rule_editions().items()}
        for row in (*self.coverage, *self._denial_lists()):
            inputs[f"list {row.source}"] = row.version.isoformat() if row.version else "none in force"
        for position in (p for c in classifications for p in c.positions):
            inputs[f"law {position.regime}"] = position.edition or "none of that day"
        return tuple(sorted(inputs.items()))

    def listed_at(self, parties: Iterable[Party]) -> tuple[Entity, ...]:
        """Return the listed entities whose printed address is, folded, that of a party, or is published and like it."""
        asked = {party.address: fold_name(party.address) for party in parties if party.address}
        if not asked:
            return ()
        held, published = self._addresses
        folded = set(asked.values())
        found = {name for address in folded for name in held.get(address, ())}
        found.update(name for name, printed in published if any(is_like_address(one, printed) for one in asked))
        entities = self._view.entities(found).values() if found else ()
        return tuple(one for one in entities if one.is_listed and any(
            fold_name(printed) in folded or (one.schema == ADDRESS and any(is_like_address(a, printed) for a in asked))
            for printed in one.values("address")
        ))

    @cached_property
    def _addresses(self) -> tuple[Mapping[str, Sequence[str]], Sequence[tuple[str, str]]]:
        """Return entities by their addresses, folded, and those published by themselves; read once, some 8 us each.

        Addresses of any day are among them, so what is found by one is looked at again as it stands on the day.
        """
        if self._of is not None:
            return self._of._addresses  # those of own orders are of nobody listed
        found: dict[str, list[str]] = {}
        alone: list[tuple[str, str]] = []
        for name, printed, schema in self._view.ever_said("address"):
            found.setdefault(fold_name(printed), []).append(name)
            if schema == ADDRESS:
                alone.append((name, printed))
        return found, alone

    # -- screening ----------------------------------------------------------------

    def _screen(self, party: Party, *, limit: int = HIT_LIMIT, threshold: float | None = None) -> Screening:
        hits = screen(
            party, index=self.index, entities=self.index.entities, shown=self._show, cite=self._listing,
            limit=limit, threshold=DEFAULT_THRESHOLD if threshold is None else threshold,
        )
        return Screening(query=party.name, hits=hits, coverage=self.coverage)

    def _show(self, subjects: Iterable[str]) -> dict[str, Entity]:
        """Return entities with all that is said of them, and note what lists say: one look into the record for both."""
        shown: dict[str, Entity] = {}
        for subject, group in groupby(self._view.about(subjects), key=lambda s: s.statement.subject):
            said = list(group)
            shown[subject] = entity_of([s.statement for s in said])
            self._listings[subject] = _cite_listing(said)
        return shown

    def _listing(self, subject: str) -> tuple[Citation, ...]:
        if subject not in self._listings:
            self._listings[subject] = _cite_listing(self._view.about([subject]))
        return self._listings[subject]

    # -- tracing ------------------------------------------------------------------

    @cached_property
    def _tracer(self) -> Tracer:
        from enduse.workspace.tracing import Tracer

        return Tracer(self._view, self._find_all)

    @cached_property
    def _tied_indexes(self) -> tuple[NameIndex, ...]:
        """Return the indexes of those whom nobody is screened against, but through whom a path may lead."""
        return tuple(index for index in (open_own_index(self._view), open_trade_index(self._view)) if index)

    def _find_all(self, parties: Sequence[Party], threshold: float) -> Iterator[tuple[Hit, ...]]:
        """Yield for each of some parties everybody whom it may be, those of own orders and trade records last."""
        found = [screen_many(parties, index=self.index, entities=self.index.entities, shown=self._show,
                             cite=self._listing, limit=HIT_LIMIT, threshold=threshold)]
        found += [
            screen_many(parties, index=index, entities=index.entities, shown=self._view.entities, limit=HIT_LIMIT,
                        threshold=threshold)
            for index in self._tied_indexes
        ]
        return (tuple(chain.from_iterable(hits)) for hits in zip(*found, strict=True))

    def _with_own(self, party: Party, screening: Screening, *, threshold: float = DEFAULT_THRESHOLD) -> Screening:
        """Return a screening with those of own orders and trade records that may be the party, last: for tracing."""
        more = [
            hit for index in self._tied_indexes
            for hit in screen(party, index=index, entities=index.entities, shown=self._view.entities, limit=HIT_LIMIT,
                              threshold=threshold)
        ]
        return replace(screening, hits=(*screening.hits, *more)) if more else screening

    def _trace_judged(self, party: Party, screening: Screening, *, limit: int = 3) -> Trace:
        """Trace a screening as people have judged its hits: who is the party, and who is another."""
        screening = self._with_own(party, screening)
        verdicts = {j.object: j.verdict for j in self.judgements if j.kind == HIT}
        judged = {hit.entity.id: verdicts.get(hit_object(party, hit.entity.id)) for hit in screening.hits}
        return self._tracer.trace(
            screening, limit=limit, same=frozenset(id_ for id_, verdict in judged.items() if verdict == SAME),
            different=frozenset(id_ for id_, verdict in judged.items() if verdict == DIFFERENT),
        )

    def trace_known(self, party: Party, screening: Screening) -> Trace | None:
        """Return the trace of a party that the record knows nearly surely, as people judged it, None of any other."""
        own = self._with_own(party, screening)
        known = own.hits and self._sure_hits(party, own)
        return self._trace_judged(party, screening) if known else None

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """Return the judgements that still hold on the day: those on hits as `Decisions` has them."""
        if self._of is not None:
            return self._of.judgements  # what own orders say stands behind no listing
        day = self._view.viewpoint.as_of
        settled = (j for j in self._view.judgements_of(JUDGED) if j.until is None or day < j.until)
        return (*settled, *self._decisions.standing())

    @cached_property
    def _decisions(self) -> Decisions:
        return Decisions(self._view)


def _certain(query: str, entity: Entity) -> Screening:
    """Return the screening of an entity asked for by its id: itself, and nothing else."""
    hit = Hit(query=query, rank=1, score=1.0, entity=entity, matched_name=entity.caption, reasons=(), listing=())
    return Screening(query=query, hits=(hit,), coverage=())

