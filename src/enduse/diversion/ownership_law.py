"""From which share on listed owners count, by law and day, and how shares are printed: `assessment/ownership.yaml`."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge
from enduse.model.ownership import WHOLE

OWNERSHIP = "assessment/ownership.yaml"
_COUNTS = ("or more", "more than")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRule:
    """A share that counts: reached by itself (`is_included`) or only by more; in force from one day to before another.
    """

    law: str
    share: Decimal
    is_included: bool
    since: date | None
    until: date | None

    def is_reached(self, held: Decimal) -> bool:
        """Tell whether a share held counts."""
        return held > self.share or (self.is_included and held == self.share)

    def is_in_force(self, day: date) -> bool:
        """Tell whether the rule holds on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipLaw:
    """The rules, the one assumed where none is in force, and what finds a printed share: one figure, or a range."""

    rules: tuple[ShareRule, ...]
    assumed: ShareRule
    printed: re.Pattern[str]

    def widest(self, as_of: date | None) -> ShareRule:
        """Return the rule in force on a day that counts the smallest share; the assumed one where none is, or no day.
        """
        held = [rule for rule in self.rules if as_of is not None and rule.is_in_force(as_of)]
        return min(held, key=lambda rule: (rule.share, not rule.is_included, rule.law), default=self.assumed)


@functools.cache
def ownership_law() -> OwnershipLaw:
    """Return the rules of ownership. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(OWNERSHIP)
    assumed = root.get("assumed").required()
    assumed.mapping(("share", "counts", "says"))
    rules = tuple(_read_rule(node) for node in root.get("rules").required().items())
    words = "|".join(map(re.escape, root.get("share_words").required().texts()))
    ranges = "|".join(map(re.escape, root.get("range_words").required().texts()))
    figure = r"(\d{1,3}(?:[.,]\d{1,4})?)"
    made = OwnershipLaw(
        rules=rules, assumed=_rule(assumed, law=""),
        printed=re.compile(rf"(?<![\d.,]){figure}(?:\s{{0,3}}(?:{ranges})\s{{0,3}}{figure})?\s{{0,3}}(?:{words})"),
    )
    root.faults.check(KnowledgeError)
    return made


def _read_rule(node: Node) -> ShareRule:
    node.mapping(("law", "share", "counts", "from", "to", "basis", "cites"))
    node.get("basis").required().choice(("seen", "known"))
    node.get("cites").required().text()
    node.get("from").required()
    return _rule(node, law=node.get("law").required().text())


def _rule(node: Node, *, law: str) -> ShareRule:
    share = node.get("share").required().decimal() or Decimal(0)
    if not 0 < share < WHOLE:
        node.get("share").fail("expected a percentage between 0 and 100")
    return ShareRule(
        law=law, share=share, is_included=node.get("counts").required().choice(_COUNTS) == _COUNTS[0],
        since=node.get("from").date(), until=node.get("to").date(),
    )
