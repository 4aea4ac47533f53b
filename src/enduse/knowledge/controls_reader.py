"""Reading control lists from the shelf: `controls/<list>/editions.yaml` and one file an entry below it.

A file's path is its citation. Every entry file has its own worked cases beside it
(`2B001.yaml`, `2B001.cases.yaml`), which a test runs; they are yielded by
`list_cases` and cost nothing at loading.
Cost: one pass over the YAML of the regimes asked for, unless it was read beforehand (`compiled`); kept for the process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from enduse.errors import KnowledgeError
from enduse.knowledge.compiled import recall
from enduse.knowledge.condition_nodes import ConditionReader
from enduse.knowledge.control_law import (
    AllOf,
    Condition,
    ControlLaw,
    Edition,
    EntryText,
    Exclusion,
    GeneralNote,
    Paragraph,
    RegimeLaw,
    Serves,
)
from enduse.knowledge.measures import VOCABULARY, Vocabulary, load_vocabulary
from enduse.knowledge.nodes import Node
from enduse.knowledge.precedence import plan_edition
from enduse.knowledge.shelf import list_knowledge, open_knowledge

CONTROLS = "controls"
FOLDERS = ("codes", "controls")
CONFIDENCES = ("high", "medium", "low")
_EDITIONS = "editions.yaml"
_GENERAL = "general_notes.yaml"
_CASES = ".cases.yaml"
_ENTRY_KEYS = (
    "entry", "cites", "heading", "encoded_on", "speaks_of", "definitions", "exclusions", "texts", "periods",
    "not_encoded",
)
_TEXT_KEYS = ("covers", "excluded_by", "other_than", "paragraphs", "notes")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedCase:
    """A worked case of an entry file: what its item must answer under one paragraph on one day."""

    path: str
    line: int
    regime: str
    entry: str
    item: Node
    as_of: date
    expect: str


@lru_cache(maxsize=8)
def load_controls(regimes: tuple[str, ...] | None = None) -> ControlLaw:
    """Return every encoded control list, or only the named regimes ("EU", "US", "NSG", "CA").

    Raises:
        KnowledgeError: a file breaks its schema; all its faults are told together.
    """
    vocabulary = load_vocabulary()
    known = recall(CONTROLS, FOLDERS, shared={VOCABULARY: vocabulary})
    if not isinstance(known, ControlLaw):
        return read_controls(vocabulary, regimes)
    return known if regimes is None else replace(known, regimes=tuple(r for r in known.regimes if r.regime in regimes))


def read_controls(vocabulary: Vocabulary, regimes: tuple[str, ...] | None = None) -> ControlLaw:
    """Read control lists from the files of the shelf, all or some. Raises KnowledgeError as `load_controls` does."""
    known: dict[Condition, Condition] = {}
    loaded = [
        _read_regime(folder, vocabulary, known) for regime, folder in sorted(_folders().items())
        if regimes is None or regime in regimes
    ]
    return ControlLaw(regimes=tuple(loaded), vocabulary=vocabulary)


def list_cases() -> Iterator[WorkedCase]:
    """Yield the worked cases of every entry file, in the order of the shelf."""
    for regime, folder in sorted(_folders().items()):
        for entry_path in _entry_paths(folder):
            path = entry_path.removesuffix(".yaml") + _CASES
            node = open_knowledge(path)
            node.mapping(("cases",))
            for case in node.get("cases").items():
                case.mapping(("entry", "item", "as_of", "expect"))
                day, expect = case.get("as_of").required().date(), case.get("expect")
                node.faults.check(KnowledgeError)
                yield WorkedCase(
                    path=path, line=case.line, regime=regime, entry=case.get("entry").required().text(),
                    item=case.get("item"), as_of=day or date.min, expect=expect.choice(("met", "not met", "unknown")),
                )


@lru_cache(maxsize=1)
def _folders() -> dict[str, str]:
    """Map each regime to the folder of its list, by the `regimes.yaml` of the shelf."""
    node = open_knowledge("controls/regimes.yaml")
    folders = {code: part.text() for code, part in node.get("regimes").mapping().items()}
    node.faults.check(KnowledgeError)
    return folders


def _arrangements() -> dict[str, str]:
    """Return of each arrangement whose numbers correspond how they were read and how sure that is."""
    node = open_knowledge("controls/regimes.yaml")
    found = {}
    for code, part in node.get("arrangements").mapping().items():
        part.mapping(("title", "says", "confidence"))
        title, says = part.get("title").required().text(), part.get("says").required().text()
        found[code] = f"{title}: {says} (confidence {part.get('confidence').required().choice(CONFIDENCES)})"
    node.faults.check(KnowledgeError)
    return found


def _entry_paths(folder: str) -> tuple[str, ...]:
    paths = list_knowledge(f"controls/{folder}")
    return tuple(path for path in paths if not path.endswith((f"/{_EDITIONS}", f"/{_GENERAL}", _CASES)))


def _read_regime(folder: str, vocabulary: Vocabulary, known: dict[Condition, Condition]) -> RegimeLaw:
    node = open_knowledge(f"controls/{folder}/{_EDITIONS}")
    node.mapping(("regime", "title", "encoded_on", "editions"))
    editions = [_read_edition(part) for part in node.get("editions").items()]
    node.faults.check(KnowledgeError)
    found = tuple(sorted((e for e in editions if e is not None), key=lambda e: e.since))
    for earlier, later in pairwise(found):
        if earlier.until is None or earlier.until > later.since:
            node.fail(f"edition {earlier.id} runs into {later.id}")
    node.faults.check(KnowledgeError)
    by_id = {edition.id: edition for edition in found}
    notes, released = _read_general(folder, by_id, vocabulary, known)
    entries = [
        entry for path in _entry_paths(folder) for entry in _read_entry(path, by_id, vocabulary, known, released)
    ]
    plans = {edition: plan_edition([entry for entry in entries if entry.edition == edition]) for edition in by_id}
    return RegimeLaw(
        regime=node.get("regime").text(), title=node.get("title").text(), editions=found, entries=tuple(entries),
        plans=plans, general_notes=notes, arrangements=_arrangements(),
    )


def _read_general(
    folder: str, editions: dict[str, Edition], vocabulary: Vocabulary, known: dict[Condition, Condition]
) -> tuple[tuple[GeneralNote, ...], dict[str, Exclusion]]:
    """Return the general notes of a list, none where it has no such file, and the exclusions that entries may name."""
    path = f"controls/{folder}/{_GENERAL}"
    if path not in list_knowledge(f"controls/{folder}"):
        return (), {}
    node = open_knowledge(path)
    node.mapping(("encoded_on", "definitions", "notes", "exclusions", "not_encoded"))
    conditions = ConditionReader(node.get("definitions").mapping(), vocabulary, known)
    notes = []
    for part in node.get("notes").items():
        part.mapping(("id", "says", "place", "kinds", "editions", "is_of_pieces"))
        in_force = part.get("editions").texts() or tuple(editions)
        for edition in in_force:
            if edition not in editions:
                part.fail(f"there is no edition {edition!r}", "Known: " + ", ".join(editions) + ".")
        notes.append(GeneralNote(
            id=part.get("id").required().text(), says=part.get("says").required().text(),
            place=part.get("place").required().text(), editions=in_force,
            kinds=() if part.get("kinds").is_absent else _read_kinds(part.get("kinds"), vocabulary),
            is_of_pieces=bool(part.get("is_of_pieces").boolean()),
        ))
    released = _read_exclusions(node, conditions)
    node.faults.check(KnowledgeError)
    return tuple(notes), released


def _read_exclusions(node: Node, conditions: ConditionReader) -> dict[str, Exclusion]:
    return {
        name: Exclusion(says=part.get("says").required().text(), when=conditions.read(part.get("when")))
        for name, part in node.get("exclusions").mapping().items()
    }


def _read_edition(node: Node) -> Edition | None:
    node.mapping(("id", "title", "from", "until", "seen_until", "basis", "confidence", "is_excerpt", "source"))
    since, until = node.get("from").required().date(), node.get("until").date()
    seen = node.get("seen_until").required().date()
    if since is None or seen is None:
        return None
    return Edition(
        id=node.get("id").required().text(), title=node.get("title").required().text(), since=since, until=until,
        seen_until=seen, basis=node.get("basis").required().text(),
        confidence=node.get("confidence").required().choice(CONFIDENCES),
        is_excerpt=node.get("is_excerpt").boolean() or False,
    )


def _read_entry(
    path: str, editions: dict[str, Edition], vocabulary: Vocabulary, known: dict[Condition, Condition],
    released: dict[str, Exclusion],
) -> list[EntryText]:
    node = open_knowledge(path)
    node.mapping(_ENTRY_KEYS)
    for key in ("entry", "cites", "heading", "encoded_on", "speaks_of", "texts", "periods"):
        node.get(key).required()
    conditions = ConditionReader(node.get("definitions").mapping(), vocabulary, known)
    shared = released | _read_exclusions(node, conditions)
    texts = {
        name: _read_paragraphs(part, conditions, shared, vocabulary)
        for name, part in node.get("texts").mapping().items()
    }
    entries = []
    for period in node.get("periods").items():
        period.mapping(("edition", "text", "place", "confidence", "notes"))
        edition = editions.get(period.get("edition").choice(tuple(editions)))
        text = period.get("text").choice(tuple(texts))
        if edition is None or not text:
            continue
        body = node.get("texts").get(text)
        entries.append(EntryText(
            entry=node.get("entry").text(), heading=node.get("heading").text(), edition=edition.id,
            confidence=period.get("confidence").choice(CONFIDENCES, edition.confidence),
            place=period.get("place").required().text(), path=path, other_than=body.get("other_than").texts(),
            paragraphs=texts[text], speaks_of=_read_kinds(node.get("speaks_of"), vocabulary),
            not_encoded=_read_left_out(node), notes=(*body.get("notes").texts(), *period.get("notes").texts()),
        ))
    node.faults.check(KnowledgeError)
    return entries


def _read_paragraphs(
    node: Node, conditions: ConditionReader, shared: dict[str, Exclusion], vocabulary: Vocabulary
) -> tuple[Paragraph, ...]:
    node.mapping(_TEXT_KEYS)
    chapeau = AllOf(parts=()) if node.get("covers").is_absent else conditions.read(node.get("covers"))
    general = node.get("excluded_by").texts()
    paragraphs = []
    for part in node.get("paragraphs").required().items():
        part.mapping((
            "entry", "says", "kinds", "when", "excluded_by", "same_as", "other_than", "for_goods", "but_goods",
        ))
        names = (*part.get("excluded_by").texts(), *general)
        for name in names:
            if name not in shared:
                part.fail(f"the exclusion {name!r} is not defined")
        own = (conditions.read(part.get("when")),) if not part.get("when").is_absent else ()
        paragraphs.append(Paragraph(
            entry=part.get("entry").required().text(), says=part.get("says").required().text(),
            kinds=_read_kinds(part.get("kinds"), vocabulary), covers=AllOf(parts=(chapeau, *own)),
            exclusions=tuple(shared[name] for name in names if name in shared),
            correspondences=part.get("same_as").texts(), other_than=part.get("other_than").texts(),
            serves=Serves(entries=part.get("for_goods").texts(), but=part.get("but_goods").texts())
            if not part.get("for_goods").is_absent else None,
        ))
    return tuple(paragraphs)


def _read_kinds(node: Node, vocabulary: Vocabulary) -> tuple[str, ...]:
    kinds = node.required().texts()
    for kind in kinds:
        if kind not in vocabulary.kinds:
            node.fail(f"the kind {kind!r} is not in codes/item_kinds")
    return kinds


def _read_left_out(node: Node) -> tuple[str, ...]:
    lines: list[str] = []
    for part in node.get("not_encoded").items():
        part.mapping(("text", "reason"))
        lines.append(f"{part.get('text').required().text()} ({part.get('reason').required().text()})")
    return tuple(lines)


def read_regimes() -> Sequence[str]:
    """Return the codes of the regimes that are encoded, sorted."""
    return sorted(_folders())
