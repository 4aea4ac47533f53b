"""What the passages before one have told: whom and what its plain nouns may point back at.

"The buyer", "the Ruritanian company", "these pumps" in a later paragraph mean the one party, or the goods, that were
told before. A passage learns only from passages that whoever sees it sees too, so its claims keep its own marking.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.reading.facts import Claim, Span

RULE = "points back at an earlier passage"
MAX_TOLD = 200  # parties or items that are remembered
_FEW = 3  # items that one noun can mean
_PATH = "lexicons/pointing.yaml"


@dataclass(slots=True)
class Earlier:
    """Parties by country and role, firms and goods that passages have told, in order, and where each was named last."""

    by_country: dict[str, list[str]] = field(default_factory=dict)
    by_role: dict[str, list[str]] = field(default_factory=dict)
    bodies: list[str] = field(default_factory=list)
    goods: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, Span]] = field(default_factory=dict)

    def learn(self, claims: Iterable[Claim]) -> None:
        """Note what a passage tells, what it points back at left out."""
        for claim in claims:
            if claim.denied or claim.rule:
                continue
            if claim.about == "item" and claim.prop == "description":
                _note(self.goods, claim.key)
                self.places[claim.key] = claim.portion, claim.span
            elif claim.about == "party" and claim.prop == "role":
                _note(self.by_role.setdefault(claim.value, []), claim.key)
            elif claim.about == "party" and claim.prop == "country":
                _note(self.by_country.setdefault(claim.value.upper(), []), claim.key)
            elif claim.about == "party" and claim.prop in ("name", "alias"):
                self.places[claim.key] = claim.portion, claim.span
                if claim.schema != "Person":
                    _note(self.bodies, claim.key)

    def meant(self, *, role: str = "", country: str = "") -> str:
        """Return the one party with this role and country; "" where none or more than one fits."""
        found = self.by_role.get(role, []) if role else self.bodies
        if country:
            same = self.by_country.get(country, [])
            found = [key for key in found if key in same] or (same if role else [])
        return found[0] if len(set(found)) == 1 else ""

    def goods_called(self, phrase: str) -> list[str]:
        """Return the goods that a shorter phrase names: "pump" after "vacuum pump"; none where it may mean many."""
        ends = re.compile(rf"(?:^|.* ){re.escape(phrase)}(?: .*)?")
        found = [key for key in self.goods if ends.fullmatch(key)]
        return found if len(found) <= _FEW else []

    def only_goods(self) -> list[str]:
        """Return the goods that a general noun such as "this equipment" means: all, where they are few."""
        return self.goods if len(self.goods) <= _FEW else []


def _note(known: list[str], key: str) -> None:
    if key not in known and len(known) < MAX_TOLD:
        known.append(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointing:
    """The roles that nouns point back by, and words: that lead to another case, of a user of goods, of a channel."""

    roles: dict[str, str]
    another_case: tuple[str, ...]
    of_use: tuple[str, ...]
    of_channels: tuple[str, ...]


@cache
def pointing() -> Pointing:
    node = open_knowledge(_PATH)
    roles = {
        noun: each.get("role").text()
        for each in node.get("parts").required().items()
        for noun in each.get("nouns").required().texts()
    }
    found = Pointing(
        roles=roles,
        another_case=node.get("another_case").required().texts(),
        of_use=node.get("of_use").required().texts(),
        of_channels=node.get("of_channels").required().texts(),
    )
    node.faults.check(KnowledgeError)
    return found
