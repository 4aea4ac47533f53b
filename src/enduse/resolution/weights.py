"""The weights of all evidence, from `knowledge/resolution/`: what two records say turned into odds.

Strengths are natural logarithms of odds, so that they may be added. Reading the
two files costs some 10 ms, once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, log

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge
from enduse.resolution.rarity import Rarity, take_rarity

EVIDENCE_FILE = "resolution/evidence.yaml"
NAMES_FILE = "resolution/name_likeness.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Matters that hang together: the strongest counts in full, each further one by the share `further`.

    Their support grows from nothing beside names of likeness `name_from` to all of it at `name_full`, and from nothing
    beside names that have nothing in common to all of it where what they say has the strength `carried_by`. It does not
    count where a matter of `unless` has the strength `unless_below` or less, or where names contradict in a way that
    stands in `unless_names`.
    """

    name: str
    further: float
    name_from: float
    name_full: float
    carried_by: float
    unless: frozenset[str]
    unless_below: float
    unless_names: frozenset[str]

    @property
    def is_conditional(self) -> bool:
        """Tell whether support of this group counts by the names beside it."""
        return self.name_full > self.name_from

    def share_beside(self, likeness: float, strength: float, least: float) -> float:
        """Return the share, 0 to 1, by which support counts beside names of this likeness and strength.

        `least` is the strength of names that have nothing in common.
        """
        if not self.is_conditional:
            return 1.0
        carried = min(1.0, max(0.0, (strength - least) / (self.carried_by - least))) if least < 0 else 1.0
        return min(1.0, max(0.0, (likeness - self.name_from) / (self.name_full - self.name_from))) * carried


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """All that is known of how much a finding says.

    `findings` gives (words, strength) by (matter, outcome); `name_tables` the points
    of likeness and their strengths by kind of name; `rarity` the law by which names of persons that many bear count
    less.
    """

    findings: Mapping[tuple[str, str], tuple[str, float]]
    strength_class: Mapping[str, str]
    groups: Mapping[str, Group]
    press_from: float
    press_to: float
    name_kinds: Mapping[str, float]
    name_tables: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]
    rarity: Rarity

    def name_strength(self, likeness: float, table: str) -> float:
        """Return the log odds that names of this likeness are one party's, straight between the fitted points."""
        points, strengths = self.name_tables[table]
        at = bisect_right(points, likeness)
        if at == 0:
            return strengths[0]
        if at == len(points):
            return strengths[-1]
        share = (likeness - points[at - 1]) / (points[at] - points[at - 1])
        return strengths[at - 1] + share * (strengths[at] - strengths[at - 1])

    def strength_of(self, probability: float) -> float:
        """Return a strength below which `squash` stays below the probability, and by little where it is not extreme."""
        if probability <= 0:
            return -inf
        strength = log(probability / (1 - probability)) if probability < 1 else inf
        if abs(strength) <= self.press_from:
            return strength - 1e-9
        return self.press_from - 1e-9 if strength > 0 else -inf

    def squash(self, strength: float) -> float:
        """Return the probability of a sum of strengths; beyond `press_from` it closes in on `press_to`, never on 1."""
        size = abs(strength)
        if size > self.press_from:
            room = self.press_to - self.press_from
            size = self.press_from + room * (1 - exp((self.press_from - size) / room))
        odds = exp(-size)
        return 1 / (1 + odds) if strength >= 0 else odds / (1 + odds)


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Read the weights. Raises KnowledgeError for a file that breaks its form."""
    top, names = open_knowledge(EVIDENCE_FILE), open_knowledge(NAMES_FILE)
    top.mapping((
        "title", "encoded_on", "about", "basis", "findings", "identifiers", "groups", "press_from", "press_to",
        "name_kinds", "rarity",
    ))
    groups: dict[str, Group] = {}
    for name, node in top.get("groups").required().mapping().items():
        group = _group(name, node)
        groups.update(dict.fromkeys(node.get("matters").text().split(), group))
    weights = Weights(
        findings=_findings(top.get("findings").required()),
        strength_class={
            prop: strength for strength, node in top.get("identifiers").required().mapping().items()
            for prop in node.text().split()
        },
        groups=groups, press_from=_number(top.get("press_from")), press_to=_number(top.get("press_to")),
        name_kinds={prop: _number(node) for prop, node in top.get("name_kinds").required().mapping().items()},
        name_tables={name: _table(node) for name, node in names.get("tables").required().mapping().items()},
        rarity=take_rarity(top.get("rarity").required()),
    )
    top.faults.check(KnowledgeError)
    names.faults.check(KnowledgeError)
    return weights


def _group(name: str, node: Node) -> Group:
    numbers = ("name_from", "name_full", "carried_by", "unless_below")
    node.mapping(("matters", "further", *numbers, "unless", "unless_names"))
    limits = [node.get(key).decimal() for key in numbers]
    name_from, name_full, carried_by, unless_below = (float(limit) if limit is not None else 0.0 for limit in limits)
    return Group(
        name=name, further=_number(node.get("further")), name_from=name_from, name_full=name_full,
        carried_by=carried_by,
        unless=frozenset(node.get("unless").text().split()), unless_below=unless_below,
        unless_names=frozenset(node.get("unless_names").text().split()),
    )


def _findings(node: Node) -> dict[tuple[str, str], tuple[str, float]]:
    found: dict[tuple[str, str], tuple[str, float]] = {}
    for matter, outcomes in node.mapping().items():
        for outcome, entry in outcomes.mapping().items():
            entry.mapping(("says", "one", "two", "at_most"))
            one, two = _number(entry.get("one")), _number(entry.get("two"))
            if not (0 < one <= 1 and 0 < two <= 1):
                entry.fail("the shares must lie above 0 and not above 1")
                continue
            most = entry.get("at_most").decimal()
            strength = log(one / two) if most is None else min(float(most), log(one / two))
            found[matter, outcome] = entry.get("says").required().text(), strength
    return found


def _table(node: Node) -> tuple[tuple[float, ...], tuple[float, ...]]:
    pairs = sorted((float(point), _number(strength)) for point, strength in node.mapping().items())
    strengths = [strength for _, strength in pairs]
    if len(pairs) < 2 or strengths != sorted(strengths):
        node.fail("a table needs two points or more, and strengths that never fall")
    return tuple(point for point, _ in pairs), tuple(strengths)


def _number(node: Node) -> float:
    number = node.required().decimal()
    return float(number) if number is not None else 0.0
