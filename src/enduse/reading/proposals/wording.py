"""What a model may claim, what it is told of it, and the words that must carry it (`proposals.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge
from enduse.reading.lexicon import Cue, doubt_words, event_words, fact_words
from enduse.reading.phrases import joined

TAKES = (
    "nothing", "name", "party", "goods", "country", "count", "instrument", "model", "status", "regime", "actor",
)
_VERBS = {"seeks": ("seeks",), "supplies": ("supplies", "offers"), "manufactures": ("makes", "made_by")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimKind:
    """One thing a model may claim: the property and value it becomes, what its value has to be, the words it needs.

    A kind without words needs none beside the names in its quote. One that `is_negative` says itself that something
    is not so.
    """

    claim: str
    about: str
    prop: str
    value: str
    takes: str
    says: str
    words: tuple[str, ...]
    is_negative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalWords:
    """The instruction to the model, the fields of its answer, the kinds by name, and words that undo a statement."""

    version: str
    instruction: str
    fields: Mapping[str, str]
    kinds: Mapping[str, ClaimKind]
    denials: tuple[str, ...]
    supposing: tuple[str, ...]


@cache
def proposal_words() -> ProposalWords:
    """Return what a model may propose."""
    node = open_knowledge("lexicons/proposals.yaml")
    kinds = tuple(_kind(entry) for entry in node.get("claims").required().items())
    words = ProposalWords(
        version=node.get("version").required().text(),
        instruction=node.get("instruction").required().text(),
        fields={name: said.text() for name, said in node.get("fields").required().mapping().items()},
        kinds={kind.claim: kind for kind in kinds},
        denials=joined((node.get("denials").required().texts(), doubt_words()[1])),
        supposing=node.get("supposing").required().texts(),
    )
    node.faults.check(KnowledgeError)
    return words


def _kind(entry: Node) -> ClaimKind:
    entry.mapping(("claim", "about", "prop", "value", "takes", "negative", "says", "words"))
    prop, value = entry.get("prop").required().text(), entry.get("value").text()
    words = entry.get("words").texts()
    return ClaimKind(
        claim=entry.get("claim").required().text(),
        about=entry.get("about").choice(("party", "item", "document"), "party"),
        prop=prop,
        value=value,
        takes=entry.get("takes").choice(TAKES, "nothing"),
        says=entry.get("says").required().text(),
        words=joined((words, _words_of_rules(prop, value))) if words else (),
        is_negative=entry.get("negative").choice(("yes", "no"), "no") == "yes",
    )


def _words_of_rules(prop: str, value: str) -> tuple[str, ...]:
    """Return the words by which our own rules know the same thing."""
    facts = fact_words()
    if prop == "role":
        return _of_kind(facts.roles, value)
    if prop == "controlStatus":
        return _of_kind(facts.control, value)
    if prop == "event":
        return joined(cue.words for cue in event_words().cues if cue.kind == value)
    verbs = (words for kind in _VERBS.get(prop, ()) for words in (_of_kind(facts.verbs, kind),
                                                                 _of_kind(facts.passives, kind)))
    nouns = (noun for noun, link in facts.kin_nouns.items() if link == prop)
    return joined((_of_kind(facts.relations, prop), nouns, *verbs))


def _of_kind(cues: tuple[Cue, ...], kind: str) -> tuple[str, ...]:
    return joined(cue.words for cue in cues if cue.kind == kind)
