"""A stretch of a paper's text under one marking: what full-text finding finds."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.model.marking import Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Some lines of one portion of a paper.

    `id` is made from what the passage itself is, like a statement's; `subject`
    names the paper as those see it who may see this marking. `record` names the
    portion as a locator does, `start` counts characters within it; `offset` is
    where the passage begins in the stored text and `page` its page from 1 (0 for a
    text without pages): both for those only who may see the whole paper.
    """

    id: str
    subject: str
    source: str
    record: str
    start: int
    offset: int
    page: int
    marking: Marking
    text: str
