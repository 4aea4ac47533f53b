"""The conventions the path search works by, read from `knowledge/`: kinds of relation, weights, words.

Nothing here is law. Files: `codes/relations.yaml`, `assessment/evidence_weights.yaml`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge
from enduse.model.path import Likelihood
from enduse.model.statement import Grade

RELATIONS = "codes/relations.yaml"
WEIGHTS = "assessment/evidence_weights.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationKind:
    """One kind of relation: its infinitive ("act for"), its name read backwards, its force both ways, its FtM form."""

    name: str
    inverse: str
    says: str
    carries: float
    carries_back: float
    ftm_schema: str
    ftm_subject: str
    ftm_object: str
    ftm_role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How statements bear, where the search stops, and how a weight reads as a word."""

    letters: Mapping[str, float]
    digits: Mapping[str, float]
    hedge_default: float
    hedges: tuple[tuple[str, float], ...]
    contested: float
    hub_from: float
    ages: tuple[tuple[int, float], ...]
    floor: float
    first_floor: float
    next_floor: float
    max_links: int
    start_from: float
    same_from: float
    likelihood: tuple[tuple[float, Likelihood], ...]
    hedged_at_most: Likelihood
    assessed_grade: str
    assessed_origins: int
    high_confidence_identity: float

    def strength_of(self, grade: Grade, hedge: str, *, days: int = 0) -> float:
        """Return how much one statement bears, from 0 to 1, so many days after it was said."""
        printed = str(grade)
        strength = self.letters[printed[0]] * self.digits[printed[1]] * self._hedge_factor(hedge)
        older = [factor for limit, factor in self.ages if days > limit]
        return strength * older[-1] if older else strength

    def _hedge_factor(self, hedge: str) -> float:
        if not hedge:
            return 1.0
        words = set("".join(c if c.isalpha() else " " for c in hedge.lower()).split())
        return min([factor for word, factor in self.hedges if word in words], default=self.hedge_default)

    def likelihood_of(self, weight: float, *, is_hedged: bool) -> Likelihood:
        """Return the band a path's weight reads as; a hedged path never reads stronger than the cap."""
        band = next(band for floor, band in self.likelihood if weight >= floor)
        return min(band, self.hedged_at_most, key=lambda b: b.value) if is_hedged else band


@functools.cache
def relation_kinds() -> Mapping[str, RelationKind]:
    """Return every relation kind by name. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(RELATIONS)
    kinds = [_read_kind(node) for node in root.get("kinds").required().items()]
    if len({kind.name for kind in kinds}) != len(kinds):
        root.fail("a relation kind stands twice", "Keep one.")
    root.faults.check(KnowledgeError)
    return {kind.name: kind for kind in kinds}


def _read_kind(node: Node) -> RelationKind:
    node.mapping(("kind", "inverse", "says", "carries", "carries_back", "ftm", "note"))
    ftm = node.get("ftm").required()
    ftm.mapping(("schema", "subject", "object", "role"))
    return RelationKind(
        name=node.get("kind").required().text(), inverse=node.get("inverse").required().text(),
        says=node.get("says").required().text(), carries=_share(node.get("carries")),
        carries_back=_share(node.get("carries_back")), ftm_schema=ftm.get("schema").required().text(),
        ftm_subject=ftm.get("subject").required().text(), ftm_object=ftm.get("object").required().text(),
        ftm_role=ftm.get("role").text(),
    )


@functools.cache
def evidence_weights() -> Weights:
    """Return the weights of the path search. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(WEIGHTS)
    search = root.get("search").required()
    weights = Weights(
        letters={k: _share(v) for k, v in root.get("letters").required().mapping(tuple("ABCDEF")).items()},
        digits={k: _share(v) for k, v in root.get("digits").required().mapping(tuple("123456")).items()},
        hedge_default=_share(root.get("hedge_default")),
        hedges=tuple((n.get("words").required().text(), _share(n.get("factor"))) for n in root.get("hedges").items()),
        contested=_share(root.get("contested")), hub_from=_number(root.get("hub_from")),
        ages=tuple((_days(n.get("older_than_years")), _share(n.get("factor"))) for n in root.get("ages").items()),
        floor=_share(search.get("floor")), first_floor=_share(search.get("first_floor")),
        next_floor=_share(search.get("next_floor")), max_links=int(_number(search.get("max_links"))),
        start_from=_share(search.get("start_from")), same_from=_share(search.get("same_from")),
        likelihood=tuple((_share(n.get("from")), _band(n.get("band"))) for n in root.get("likelihood").items()),
        hedged_at_most=_band(root.get("hedged_at_most")),
        assessed_grade=root.get("assessed_grade").required().text(),
        assessed_origins=int(_number(root.get("assessed_origins"))),
        high_confidence_identity=_share(root.get("high_confidence_identity")),
    )
    if not weights.likelihood or weights.likelihood[-1][0] != 0:
        root.get("likelihood").fail("the bands must end with one from 0", "Add it.")
    if list(weights.likelihood) != sorted(weights.likelihood, key=lambda pair: -pair[0]):
        root.get("likelihood").fail("the bands must fall", "Order them from the highest.")
    if list(weights.ages) != sorted(weights.ages):
        root.get("ages").fail("the ages must rise", "Order them from the lowest.")
    if not 0 < weights.next_floor < 1:
        search.get("next_floor").fail("each floor must lie below the one before", "Give a share between 0 and 1.")
    root.faults.check(KnowledgeError)
    return weights


def _number(node: Node) -> float:
    return float(node.required().decimal() or 0)


def _days(node: Node) -> int:
    return int(_number(node) * 365.2425)  # the mean year of the calendar


def _share(node: Node) -> float:
    value = _number(node)
    if not 0 <= value <= 1:
        node.fail("expected a number from 0 to 1")
    return value


def _band(node: Node) -> Likelihood:
    name = node.required().choice(tuple(Likelihood.__members__), "ALMOST_NO_CHANCE")
    return Likelihood[name]
