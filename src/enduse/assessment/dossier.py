"""All that an assessment works from, gathered in one frozen view, with the questions that every test asks of it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from enduse.classification.jurisdiction import reach_of
from enduse.diversion.concerns import Concern, concern_of
from enduse.model.answer import NOT_MET
from enduse.model.determination import Classification
from enduse.model.evidence import Citation, CitationKind
from enduse.model.history import History
from enduse.model.judging import Ground
from enduse.model.ownership import Holding, OwnershipFinding
from enduse.model.party import Party, PartyRole
from enduse.model.path import Path, Trace
from enduse.model.repeat import Repeats
from enduse.model.screening import Entity, Hit, Screening
from enduse.model.statement import Judgement
from enduse.model.transaction import Transaction
from enduse.names.folding import fold_name
from enduse.resolution.evidence import fold_identifier

HIT, FLAG, GATE, MIND = "hit", "flag", "gate", "mind"
SAME, DIFFERENT, SETTLED, WITHDRAWN = "same", "different", "settled", "withdrawn"
_SELLERS = frozenset({PartyRole.EXPORTER, PartyRole.MANUFACTURER})
_IDENTIFYING = frozenset({"country", "birthDate", "birthPlace", "nationality", "citizenship", "jurisdiction",
                          "incorporationDate", "gender"})


def hit_object(query: Party | str, entity: str) -> str:
    """Name what a judgement on a hit is about: kind "hit", verdict "same", "different" or "withdrawn".

    It is about a party as it was asked: the name, in any case and spacing, with
    all the facts that identify it. A party of the same name of which something else
    is known is another, and the judgement says nothing of it.
    """
    return json.dumps([party_key(query), entity], ensure_ascii=False)


def read_pair(text: str) -> tuple[str, str] | None:
    """Return the two names that a judgement is about, None for another object.

    Of a hit they are the key of the party and the entity; of a flag, a gate or a state of mind the order and its name.
    """
    try:
        parts = json.loads(text)
    except ValueError:
        return None
    is_pair = isinstance(parts, list) and len(parts) == 2 and all(isinstance(part, str) for part in parts)
    return (parts[0], parts[1]) if is_pair else None


def party_key(query: Party | str) -> str:
    """Return who was asked about, for people and for comparing: the name, then facts such as "country=de"."""
    party = Party(name=query) if isinstance(query, str) else query
    name = " ".join(unicodedata.normalize("NFKC", party.name).casefold().split())
    facts = {(prop, value) for prop, value in party.facts if prop in _IDENTIFYING}
    facts.update((prop, value) for prop, value in (
        ("country", party.country), ("birthDate", party.birth_date),
        ("kind", "" if party.kind == "LegalEntity" else party.kind)) if value)
    numbers = {(prop, fold_identifier(value) or value) for prop, value in party.identifiers}
    return "; ".join([name, *(f"{prop}={value}" for prop, value in sorted(facts | numbers))])


def flag_object(reference: str, flag: str) -> str:
    """Name what a judgement on a flag of an order is about: kind "flag", verdict "settled"."""
    return json.dumps([reference, flag], ensure_ascii=False)


def gate_object(reference: str, gate: str) -> str:
    """Name what a judgement on a gate of an order is about: kind "gate", verdict "settled"."""
    return json.dumps([reference, gate], ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One order and everything computed about it from one viewpoint.

    `screenings` and `traces` are by party name; `concerns` by entity id.
    `at_addresses` are listed entities found at the parties' addresses, None when
    nobody searched. `judgements` are by (kind, object), the newest that holds.
    `holdings` are the shares of owners that the record tells, None when nobody
    looked; `owners` describes their ends, by the id that the holdings name; `ownership` is what
    they sum to, once `ownership.sum_up` has added it. `repeats` are earlier cases that the order resembles, None when
    nobody looked. `grounds` are what settlements rest on, by judgement.
    """

    order: Transaction
    as_of: date
    screenings: Mapping[str, Screening]
    classifications: tuple[Classification, ...]
    traces: Mapping[str, Trace]
    concerns: Mapping[str, Concern]
    at_addresses: tuple[Entity, ...] | None
    judgements: Mapping[tuple[str, str], Judgement]
    holdings: tuple[Holding, ...] | None = None
    owners: Mapping[str, Party] = field(default_factory=dict)
    ownership: tuple[OwnershipFinding, ...] = ()
    repeats: Repeats | None = None
    grounds: Mapping[str, Ground] = field(default_factory=dict)
    history: History | None = None

    def parties(self, *roles: PartyRole) -> tuple[Party, ...]:
        """Return the parties that hold any of the roles, all parties when none is named, in the order's order."""
        return tuple(p for p in self.order.parties if not roles or set(roles) & set(p.roles))

    def listed_hits(self, party: Party) -> tuple[Hit, ...]:
        """Return the hits on listed entities that nobody has judged to be another."""
        screening = self.screenings.get(party.name)
        hits = screening.hits if screening else ()
        return tuple(h for h in hits if h.entity.is_listed and self.verdict_on(party, h) != DIFFERENT)

    def verdict_on(self, party: Party, hit: Hit) -> str:
        """Return a person's verdict on a hit, empty when nobody has judged."""
        judgement = self.judgements.get((HIT, hit_object(party, hit.entity.id)))
        return judgement.verdict if judgement else ""

    def settlement(self, kind: str, name: str) -> Judgement | None:
        """Return the judgement that settles a flag or gate of this order."""
        judged = self.judgements.get((kind, flag_object(self.order.reference, name))) if self.judgements else None
        return judged if judged and judged.verdict == SETTLED else None

    def concern_of(self, entity: Entity) -> Concern | None:
        """Return why an entity is of concern."""
        return self.concerns.get(entity.id) or concern_of(entity)

    def paths(self, *roles: PartyRole) -> tuple[tuple[Party, Path], ...]:
        """Return the paths with at least one link from the parties in these roles, in order."""
        return tuple(
            (party, path) for party in self.parties(*roles) for path in self._trace_paths(party) if len(path.steps) > 1
        )

    def _trace_paths(self, party: Party) -> tuple[Path, ...]:
        trace = self.traces.get(party.name)
        return tuple(path for path in trace.paths if self._is_not_judged_away(party, path)) if trace else ()

    def _is_not_judged_away(self, party: Party, path: Path) -> bool:
        judged = self.judgements.get((HIT, hit_object(party, path.steps[0].end)))
        return judged is None or judged.verdict != DIFFERENT

    def asked_of(self, *roles: PartyRole) -> tuple[Party, ...]:
        """Return the parties in some roles of which the record should tell; without roles all who do not only sell."""
        return tuple(p for p in self.parties(*roles) if roles or not only_sells(p))

    def silent(self, *roles: PartyRole) -> tuple[Party, ...]:
        """Return the parties of which the record tells nothing that could be traced, or which were not traced.

        Without roles those who only sell are passed over: paths from them count, but that nobody wrote of the exporter
        leaves nothing open, for it is he who asks, or whom the authority that asks knows.
        """
        return tuple(p for p in self.asked_of(*roles) if p.name not in self.traces or self.traces[p.name].note)

    def cite_order(self, place: str, words: str) -> tuple[Citation, ...]:
        """Cite a place of the order; nothing when it has no words."""
        if not words:
            return ()
        return (Citation(
            kind=CitationKind.ORDER, id=self.order.reference, source="order", place=place, words=words,
            document=self.order.document,
        ),)

    def cite_party(self, party: Party) -> tuple[Citation, ...]:
        """Cite the place where the order names a party."""
        roles = ", ".join(role.value for role in party.roles) or "party"
        return (party.citation,) if party.citation else self.cite_order(roles, party.name)


def only_sells(party: Party) -> bool:
    """Tell whether a party is in the order as its exporter or maker and nothing else."""
    return bool(party.roles) and set(party.roles) <= _SELLERS


def gather(
    order: Transaction, *, as_of: date, screenings: Iterable[Screening] = (),
    classifications: Sequence[Classification] = (), traces: Iterable[Trace] = (),
    concerns: Mapping[str, Concern] | None = None, at_addresses: Sequence[Entity] | None = None,
    judgements: Iterable[Judgement] = (), holdings: Sequence[Holding] | None = None,
    owners: Mapping[str, Party] | None = None, repeats: Repeats | None = None, grounds: Iterable[Ground] = (),
    history: History | None = None,
) -> Dossier:
    """Return the view all tests work from; a judgement whose end has come by `as_of` no longer counts."""
    held: dict[tuple[str, str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: (j.at, j.id)):
        if judgement.until is None or as_of < judgement.until:
            held[judgement.kind, judgement.object] = judgement
    return Dossier(
        order=order, as_of=as_of, screenings={s.query: s for s in screenings}, classifications=tuple(classifications),
        traces={t.party: t for t in traces}, concerns=concerns or {},
        at_addresses=None if at_addresses is None else tuple(at_addresses), judgements=held,
        holdings=None if holdings is None else tuple(holdings), owners=owners or {}, repeats=repeats,
        grounds={ground.judgement: ground for ground in grounds}, history=history,
    )


def may_bind(classification: Classification, regime: str) -> bool:
    """Tell whether the law of a list reaches an item or may do so; where nobody asked, it may."""
    return reach_of(classification.jurisdictions, regime, "") != NOT_MET


def shares_identifier(party: Party, entity: Entity) -> str:
    """Return the property under which party and entity have one identifier, empty when there is none."""
    for prop, value in party.identifiers:
        folded = fold_name(value).replace(" ", "")
        if folded and folded in {fold_name(v).replace(" ", "") for v in entity.values(prop)}:
            return prop
    return ""


def has_same_words(left: str, right: str) -> bool:
    """Tell whether two names have the same words, in any order and spelling of case."""
    return sorted(fold_name(left).split()) == sorted(fold_name(right).split())


def has_phrase(text: str, phrases: Iterable[str]) -> str:
    """Return the first phrase whose words stand in a row in the text, empty when none does."""
    folded = f" {fold_name(text)} "
    return next((phrase for phrase in phrases if f" {fold_name(phrase)} " in folded), "")
