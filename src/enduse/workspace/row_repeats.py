"""Rows of a long file held against denials and other earlier cases, by the parties that buy and the goods.

What an order is asked takes a tenth of a second; a row may take a thousandth. So a case is looked at where it names
somebody much like a party of the row, or one with its number, telephone, mail or domain, or one at its address, and of
those the few that are linked to it are compared whole, goods and way too. A case that names alone link is told where
goods and way are alike too. A buyer of whom nothing of that is kept is found by asking the order alone, by the goods
and their use. What is known of a party is kept for the next rows. Cost: some 3 ms a party that was not seen before,
among 20,000 cases, and a millisecond or two for each case that is linked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from enduse.assessment.denials import stand
from enduse.assessment.repeat_cases import case_of_order, denied_party
from enduse.assessment.repeat_flags import STOPPED
from enduse.assessment.repeat_index import CaseIndex, Told
from enduse.assessment.repeat_marks import OUTCOME, SIGN, buying_side, marks_of_party
from enduse.assessment.repeat_rules import repeat_rules
from enduse.assessment.repeats import compare_case, link_party, rank_matches
from enduse.model.denial import CaseOutcome, Denial, DenialState, DeniedParty
from enduse.model.determination import Classification
from enduse.model.repeat import RepeatMatch, Repeats
from enduse.model.transaction import Transaction
from enduse.store.view import View
from enduse.workspace.case_files import open_cases
from enduse.workspace.case_names import open_case_names
from enduse.workspace.denials import newest_judgements

_PLACES, _CONTACTS = ("place_pair",), ("identifier", "phone", "email", "domain")
_BY_NAME = frozenset({"name", "person"})
_KEPT = 20_000  # parties whose cases are kept for the next rows


class RowRepeats:
    """The earlier cases of one view, asked for row after row."""

    def __init__(self, view: View) -> None:
        self._view = view
        segments = open_cases(view)
        self._index = CaseIndex(segments)
        self._names = open_case_names(segments) if self._index.cases else None
        self._revoked = newest_judgements(view)
        self._near: dict[DeniedParty, tuple[Denial, ...]] = {}
        self._counts: dict[str, int] = {}
        self._denials = self._index.count(f"{OUTCOME}{SIGN}{CaseOutcome.DENIED.value}")
        self._stopped = sum(self._index.count(f"{OUTCOME}{SIGN}{outcome.value}") for outcome in STOPPED)

    @property
    def cases(self) -> int:
        """Return how many cases are held."""
        return self._index.cases

    def find(self, order: Transaction, classifications: Sequence[Classification] = ()) -> Repeats:
        """Return the cases whose parties are linked to those that buy, best first."""
        near: dict[str, Denial] = {}
        for party in order.parties:
            denied = denied_party(party)
            if buying_side([denied]):
                near |= {case.id: case for case in self._find_near(replace(denied, roles=()))}
        return Repeats(
            reference=order.reference, denials=self._denials, others=self._index.cases - self._denials, orders=0,
            stopped=self._stopped, lists=(), note="",
            matches=self._compare(order, classifications, near.values()) if near else (),
        )

    def _compare(
        self, order: Transaction, classifications: Sequence[Classification], cases: Iterable[Denial]
    ) -> tuple[RepeatMatch, ...]:
        asked = case_of_order(order, classifications=classifications)
        found = [
            compare_case(asked, case, count=self._count, shared=self._index.share(asked, case))
            for case in cases if case.reference != order.reference
        ]
        return rank_matches(filter(_is_told, found), limit=int(repeat_rules().rows["told"]))

    def _find_near(self, party: DeniedParty) -> tuple[Denial, ...]:
        """Return the cases with a party that is linked to one, as they stand."""
        held = self._near.get(party)
        if held is None:
            marks, bounds = marks_of_party(party), repeat_rules().rows
            told: dict[str, Told] = {case[0].id: case for case in self._find_named(party)}
            for kinds, least in ((_PLACES, bounds["place_share"]), (_CONTACTS, 0.0)):
                for case in self._index.find_marked(marks, kinds=kinds, least=least, limit=int(bounds["nearest"])):
                    told.setdefault(case[0].id, case)
            stood = (self._stand(*told[name]) for name in sorted(told))
            held = tuple(case for case in stood
                         if case.state is not DenialState.NOT_YET and self._is_linked(party, case))
            if len(self._near) >= _KEPT:
                self._near.clear()
            self._near[party] = held
        return held

    def _find_named(self, party: DeniedParty) -> Iterator[Told]:
        """Yield the cases that name somebody much like a party or one of its people, the most alike first."""
        if self._names is None:
            return
        bounds = repeat_rules().rows
        names = dict.fromkeys((party.name, *party.aliases, *party.people))
        for found in self._names.find_many(names, limit=int(bounds["nearest"]), floor=bounds["promise"]):
            for candidate in found:
                case = self._index.case(candidate.subject)
                if case is not None:
                    yield case

    def _stand(self, case: Denial, told: datetime | None) -> Denial:
        as_of = self._view.viewpoint.as_of
        return stand(case, as_of=as_of, told_revoked=told, judgement=self._revoked.get(case.id))

    def _is_linked(self, party: DeniedParty, case: Denial) -> bool:
        least = repeat_rules().told_from
        return any(link_party(party, other, self._count).value >= least for other in buying_side(case.parties))

    def _count(self, mark: str) -> int:
        if mark not in self._counts:
            if len(self._counts) >= _KEPT:
                self._counts.clear()
            self._counts[mark] = self._index.count(mark)
        return self._counts[mark]


def _is_told(match: RepeatMatch) -> bool:
    """Tell whether a case is told of a row: by more than names alike, or by those and goods and places."""
    if any(not _BY_NAME.issuperset(link.signs) for link in match.links):
        return True
    return bool(match.links) and match.link + (match.item + match.place) / 2 >= repeat_rules().rows["named"]
