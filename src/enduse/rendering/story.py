"""Stories that papers tell together, on the screen: to whom, by which papers, the network, and the questions."""

from __future__ import annotations

from enduse.model.story import Stories, Story
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count, short_id, write_citations


def write_stories(page: Page, stories: Stories) -> None:
    """Write the counts, then each story."""
    asked = f" with {stories.query}" if stories.query else ""
    told = f"; the first {len(stories.stories)} are told" if len(stories.stories) < stories.found else ""
    page.write(f"{count(stories.papers, 'paper')} looked through; {count(stories.found, 'story', 'stories')}"
               f" told by several{asked}{told}.")
    for note in stories.notes:
        page.write(faint("note:"), note, indent=2, hang=4)
    for story in stories.stories:
        page.gap()
        _write_story(page, story)


def _write_story(page: Page, story: Story) -> None:
    page.write(strong("; ".join((*story.parties, *story.items))), faint(f"(story {short_id(story.id)})"), hang=2)
    if len(story.told_to) > 1:
        page.write("told to", strong(", ".join(story.told_to)), indent=2, hang=4)
    for paper in story.papers:
        day = paper.day.isoformat() if paper.day else "no day"
        way = f"{paper.sender} to {', '.join(paper.addressees)}" if paper.addressees else paper.sender
        copy = Span(f"a copy of {paper.copy_of}", Ink.DOUBT) if paper.copy_of else ""
        page.write(faint(f"{day}:"), paper.number or paper.name, faint(way), copy,
                   faint(f"(show {short_id(paper.document)})"), indent=2, hang=4)
    if story.ties:
        page.write("network:", indent=2)
    for tie in story.ties:
        verb = f"does not: {tie.relation}" if tie.denied else tie.relation
        page.write(strong(tie.subject), verb.replace("_", " "), strong(tie.object),
                   faint(f"({count(tie.texts, 'text')}; show {short_id(tie.citations[0].id)})"), indent=4, hang=6)
    for question in story.questions:
        page.write(Span("question:", Ink.DOUBT), question.text, indent=2, hang=4)
        write_citations(page, (question.left, question.right), indent=6)
