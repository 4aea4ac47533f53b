"""What the order does not tell: each missing field or paper, its question, and which of the four questions it blocks.

Fields and papers: `knowledge/assessment/fields.yaml`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from enduse.assessment.dossier import Dossier, has_phrase
from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge
from enduse.model.answer import MissingFact
from enduse.model.assessment import FourQuestion
from enduse.model.party import PartyRole
from enduse.names.folding import fold_name

FIELDS = "assessment/fields.yaml"
_PLAIN = ("destination", "lines", "model", "end_use_text", "end_use_site", "is_military", "is_suspected_wmd",
          "is_informed_of_wmd")
_OF_ROLE = ("party", "country", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """One field or paper that questions need; a paper has `words` by which its name is known.

    `could` is what an answer alone could make due: "hold", "apply" or nothing.
    """

    field: str
    says: str
    question: str
    blocks: tuple[FourQuestion, ...]
    cost: int
    words: tuple[str, ...] = ()
    could: str = ""

    @property
    def fact(self) -> MissingFact:
        """Return the missing fact that the field stands for, with its question."""
        return MissingFact(fact=self.says, about="order", question=self.question)


@functools.cache
def field_rules() -> tuple[FieldRule, ...]:
    """Return the fields and papers, in order. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(FIELDS)
    rules = [_read(node, "field") for node in root.get("fields").required().items()]
    rules += [_read(node, "paper") for node in root.get("papers").required().items()]
    root.faults.check(KnowledgeError)
    return tuple(rules)


def _read(node: Node, key: str) -> FieldRule:
    node.mapping((key, "says", "question", "blocks", "cost", "could", *(("words",) if key == "paper" else ())))
    name = node.get(key).required().text()
    head, _, role = name.partition(":")
    is_known = (head in _OF_ROLE and role in {r.value for r in PartyRole}) or name in _PLAIN
    if key == "field" and not is_known:
        node.fail(f"the field {name!r} is not one the program can look for", "Correct it.")
    names = tuple(FourQuestion.__members__)
    return FieldRule(
        field=name, says=node.get("says").required().text(), question=node.get("question").required().text(),
        blocks=tuple(FourQuestion[part.choice(names, names[0])] for part in node.get("blocks").required().items()),
        cost=node.get("cost").required().integer() or 0, words=node.get("words").texts(),
        could=node.get("could").choice(("", "hold", "apply"), ""),
    )


def missing_fields(dossier: Dossier) -> tuple[FieldRule, ...]:
    """Return the fields and papers that the order lacks, in the table's order."""
    return tuple(rule for rule in field_rules() if not _is_told(dossier, rule))


def _is_told(dossier: Dossier, rule: FieldRule) -> bool:
    if rule.words:
        return any(has_phrase(paper, rule.words) for paper in dossier.order.papers)
    head, _, role = rule.field.partition(":")
    if role:
        parties = dossier.parties(PartyRole(role))
        told = {"party": [bool(fold_name(p.name)) for p in parties], "country": [bool(p.country) for p in parties],
                "address": [bool(p.address) for p in parties]}[head]
        return bool(told) and all(told)
    order, use = dossier.order, dossier.order.end_use
    return {
        "destination": bool(order.route.destination), "lines": bool(order.lines),
        "model": bool(order.lines) and all(line.item.maker and line.item.model for line in order.lines),
        "end_use_text": bool(fold_name(use.text)), "end_use_site": bool(fold_name(use.site)),
        "is_military": use.is_military is not None, "is_suspected_wmd": use.is_suspected_wmd is not None,
        "is_informed_of_wmd": use.is_informed_of_wmd is not None,
    }[rule.field]
