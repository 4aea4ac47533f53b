"""Orders, applications, declarations, offers and attempts: who, what, which way, when, what for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from enduse.model.evidence import Citation
from enduse.model.item import ItemLine
from enduse.model.marking import PUBLIC, Marking
from enduse.model.party import Party


class TransactionKind(Enum):
    """What sort of paper asks."""

    ORDER = "order"
    APPLICATION = "application"
    DECLARATION = "declaration"
    OFFER = "offer"
    ATTEMPT = "attempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way the goods go: ISO 3166-1 alpha-2 country codes in lower case, ports by name."""

    origin: str = ""
    transit: tuple[str, ...] = ()
    destination: str = ""
    ports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mind:
    """A state of mind that was told: the uses (`catch_all/uses.yaml`) somebody is informed of, knows or suspects.

    `degree` is "informed", "know" or "suspect"; no uses means that there are none, which is an answer.
    """

    degree: str
    uses: tuple[str, ...]
    citation: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndUse:
    """What the paper says the item is for, and where; empty fields were not stated.

    `is_informed_of_wmd`, `is_suspected_wmd` and `is_military` are the three
    catch-all questions of an application; None is no answer. `minds` says use by
    use what the exporter was informed of, knows and suspects.
    """

    text: str = ""
    site: str = ""
    is_informed_of_wmd: bool | None = None
    is_suspected_wmd: bool | None = None
    is_military: bool | None = None
    minds: tuple[Mind, ...] = ()
    citation: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedFact:
    """What a desk noted of an order (`codes/order_facts.yaml`): the values in one spelling, none for an empty list."""

    fact: str
    values: tuple[str, ...]
    citation: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One order, application, declaration, offer or attempt, as its paper tells it.

    `together` names lines that are said to be one thing, by their places from 0.
    """

    reference: str
    kind: TransactionKind
    parties: tuple[Party, ...]
    lines: tuple[ItemLine, ...]
    route: Route = Route()
    end_use: EndUse = EndUse()
    dated: date | None = None
    papers: tuple[str, ...] = ()
    marking: Marking = PUBLIC
    document: str | None = None
    together: tuple[tuple[int, ...], ...] = ()
    facts: tuple[NotedFact, ...] = ()

    def fact(self, name: str) -> NotedFact | None:
        """Return what was noted of a fact, None when nothing was."""
        return next((each for each in self.facts if each.fact == name), None)
