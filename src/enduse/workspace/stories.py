"""Which papers tell one story: the same parties and goods within some months, told to one government or to several.

Only papers that the audience may see as a whole take part, and what counts as too common is counted among these; so a
hidden paper changes nothing. Cost: one pass over the names and models of all papers, some 20 us each and 200 bytes in
memory; then a look at the statements of the papers of each story that is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.model.statement import Sighting, content_id
from enduse.model.story import Stories, Story, StoryPaper
from enduse.names.folding import fold_name
from enduse.names.lexicons import generic_words, legal_forms
from enduse.names.search_words import search_words
from enduse.resolution.copies import copy_rules, first_copies, runs_of_text
from enduse.store.view import View
from enduse.workspace.story_ties import find_questions, find_ties

_NAMING = ("name", "alias", "model", "description")
_HEADING = ("addressee", "documentNumber", "originator")
_LONGEST_TEXT = 200_000  # characters of a paper that are compared to tell copies

Key = tuple[str, str]  # "party", "model" or "goods", and how it is spelled there


@dataclass(frozen=True, slots=True)
class _Rules:
    days: int
    most: int


@cache
def _rules() -> _Rules:
    root = open_knowledge("assessment/contradictions.yaml")
    rules = _Rules(*(int(float(root.get(name).required().decimal() or 0)) for name in ("days", "most")))
    root.faults.check(KnowledgeError)
    return rules


@dataclass(slots=True)
class _Paper:
    """What is gathered of one paper: its day, and its parties, models and goods with how each is printed."""

    document: str
    name: str
    day: date | None = None
    keys: dict[Key, str] = field(default_factory=dict)


def find_stories(view: View, asked: Sequence[str], *, limit: int) -> Stories:
    """Return the stories that papers tell, those told to most governments first.

    With words, those that name a party, an item or a paper that holds all of them.
    """
    papers = _gather(view)
    groups, common = _join(papers)
    headings = _headings(view, {document for group in groups for document in group})
    wanted = search_words(" ".join(asked))
    chosen = [group for group in groups if not wanted or _holds(group, papers, headings, wanted)]
    chosen.sort(key=lambda group: (-len(_told_to(group, headings)), -len(group), group))
    notes = []
    if common:
        notes.append(f"{common:,} names or models stand in more than {_rules().most} papers each and join none.")
    return Stories(
        query=" ".join(asked), papers=len(papers), found=len(chosen), notes=tuple(notes),
        stories=tuple(_tell(view, group, papers, headings) for group in chosen[:limit]),
    )


def _gather(view: View) -> dict[str, _Paper]:
    """Return each paper that is visible as a whole, by its hash, with what it names."""
    found: dict[str, _Paper] = {}
    for sighting in view.claims(_NAMING):
        said = sighting.statement
        if sighting.document is None or said.denied or not said.subject.startswith(("p-", "i-")):
            continue
        paper = found.setdefault(sighting.document, _Paper(sighting.document, sighting.document_name or ""))
        paper.day = paper.day or said.said_on
        key = key_of(sighting)
        if key is not None:
            paper.keys[key] = max(paper.keys.get(key, ""), said.value, key=lambda text: (len(text), text))
    return found


def key_of(sighting: Sighting) -> Key | None:
    """Return by what a name, model or phrase of goods is told in other papers; None for one too vague to be told."""
    said = sighting.statement
    if said.prop == "model":
        letters = "".join(search_words(said.value))
        return ("model", letters) if len(letters) >= 3 and any(char.isdigit() for char in letters) else None
    words = fold_name(said.value).split()
    if said.prop == "description":
        return ("goods", " ".join(word.removesuffix("s") for word in words)) if words else None
    own = [word for word in words if word not in legal_forms().phrases]
    is_vague = len(words) < 2 or all(word in generic_words().phrases or len(word) < 2 for word in own)
    return None if is_vague else ("party", " ".join(own))


def _join(papers: Mapping[str, _Paper]) -> tuple[list[tuple[str, ...]], int]:
    """Return the groups of papers that tell one story, and how many names are too common to join any.

    The oldest begins a story; a later paper joins that of which it tells one with the most papers, and with half of
    them at least, so that no chain of neighbours makes a story of what has nothing in common.
    """
    where: dict[Key, list[str]] = defaultdict(list)
    for document in sorted(papers):
        for key in papers[document].keys:
            if key[0] != "goods":
                where[key].append(document)
    common = sum(len(documents) > _rules().most for documents in where.values())
    rare = {key for key, documents in where.items() if len(documents) <= _rules().most}
    stories: list[list[str]] = []
    story_of: dict[str, int] = {}
    for document in sorted(papers, key=lambda each: (papers[each].day or date.max, each)):
        near = {other for key in papers[document].keys if key in rare for other in where[key] if other in story_of}
        ties = Counter(story_of[other] for other in near if _tell_one(papers[other], papers[document], rare))
        best = max(ties, key=lambda number: (ties[number], -number), default=-1)
        if best >= 0 and 2 * ties[best] >= len(stories[best]):
            stories[best].append(document)
        else:
            best = len(stories)
            stories.append([document])
        story_of[document] = best
    return [tuple(story) for story in stories if len(story) > 1], common


def _tell_one(left: _Paper, right: _Paper, rare: Collection[Key]) -> bool:
    """Tell whether two papers tell one story: a party and another party, a model, or goods called alike."""
    if left.day and right.day and abs((left.day - right.day).days) > _rules().days:
        return False
    shared = left.keys.keys() & right.keys.keys()
    exact = [key for key in shared if key in rare]
    return any(kind == "party" for kind, _ in exact) and (len(exact) > 1 or any(kind == "goods" for kind, _ in shared))


@dataclass(slots=True)
class _Heading:
    number: str = ""
    sender: str = ""
    addressees: list[str] = field(default_factory=list)


def _headings(view: View, documents: Collection[str]) -> dict[str, _Heading]:
    found: dict[str, _Heading] = defaultdict(_Heading)
    for sighting in view.claims(_HEADING) if documents else ():
        if sighting.document is None or sighting.document not in documents:
            continue
        heading, said = found[sighting.document], sighting.statement
        if said.prop == "addressee":
            heading.addressees.append(said.value)
        elif said.prop == "documentNumber":
            heading.number = heading.number or said.value
        else:
            heading.sender = heading.sender or said.value
    return found


def _told_to(group: Iterable[str], headings: Mapping[str, _Heading]) -> tuple[str, ...]:
    return tuple(sorted({each for document in group if document in headings for each in headings[document].addressees}))


def _holds(
    group: Sequence[str], papers: Mapping[str, _Paper], headings: Mapping[str, _Heading], wanted: Sequence[str]
) -> bool:
    """Tell whether a party, an item or a paper of the group holds all the words."""
    for document in group:
        heading = headings[document] if document in headings else _Heading()
        told = (*papers[document].keys.values(), papers[document].name, heading.number, document)
        if any(set(wanted) <= set(search_words(text)) for text in told) or any(
            "".join(wanted) == "".join(search_words(text)) or document.startswith("".join(wanted)) for text in told
        ):
            return True
    return False


def _tell(
    view: View, group: Sequence[str], papers: Mapping[str, _Paper], headings: Mapping[str, _Heading]
) -> Story:
    texts = ((document, runs_of_text(view.text_of_paper(document)[:_LONGEST_TEXT])) for document in group)
    copies = first_copies(texts, share=copy_rules().paper_share)
    said = {document: tuple(view.told_by(document)) for document in group}
    times: dict[Key, int] = defaultdict(int)
    captions: dict[Key, str] = {}
    for document in group:
        for key, caption in papers[document].keys.items():
            times[key] += 1
            captions[key] = max(captions.get(key, ""), caption, key=lambda text: (len(text), text))
    shared = sorted(key for key, count in times.items() if count > 1)
    has_models = any(key[0] == "model" for key in shared)
    kinds = ("model",) if has_models else ("goods",)
    return Story(
        id="s-" + content_id("story", *sorted(group))[:16],
        parties=tuple(captions[key] for key in shared if key[0] == "party"),
        items=tuple(captions[key] for key in shared if key[0] in kinds),
        told_to=_told_to(group, headings),
        papers=tuple(_papers(group, papers, headings, copies)),
        ties=find_ties(said, copies), questions=find_questions(said),
    )


def _papers(
    group: Sequence[str], papers: Mapping[str, _Paper], headings: Mapping[str, _Heading], copies: Mapping[str, str]
) -> Iterator[StoryPaper]:
    def called(document: str) -> str:
        number = headings[document].number if document in headings else ""
        return number or papers[document].name

    for document in group:
        heading = headings[document] if document in headings else _Heading()
        yield StoryPaper(
            document=document, name=papers[document].name, number=heading.number, day=papers[document].day,
            sender=heading.sender, addressees=tuple(sorted(set(heading.addressees))),
            copy_of=called(copies[document]) if document in copies else "",
        )
