"""What several papers tell together: one story, to whom it was told, and where they do not agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enduse.model.evidence import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPaper:
    """One paper of a story: who wrote it to whom, and of which other paper of the story it is a copy ("" for none).

    `number` is what the paper prints of itself, "" for none.
    """

    document: str
    name: str
    number: str
    day: date | None
    sender: str
    addressees: tuple[str, ...]
    copy_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTie:
    """A tie of the story's network: what joins two parties, or a party and an item, in how many texts it is told.

    A text that was told again in copies counts once.
    """

    subject: str
    relation: str
    object: str
    denied: bool
    texts: int
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperQuestion:
    """What two papers of a story say that can hardly both be right, as a question for whoever knows more."""

    text: str
    left: Citation
    right: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Papers that name the same parties and goods within some months, oldest first.

    `id` is made of what the papers are. `parties` and `items` are those that two
    or more of them name, `told_to` all to whom one of them was sent.
    """

    id: str
    parties: tuple[str, ...]
    items: tuple[str, ...]
    told_to: tuple[str, ...]
    papers: tuple[StoryPaper, ...]
    ties: tuple[StoryTie, ...]
    questions: tuple[PaperQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """The stories that visible papers tell, those told to most first; `papers` and `found` count all, told or not."""

    query: str
    papers: int
    found: int
    stories: tuple[Story, ...]
    notes: tuple[str, ...]
