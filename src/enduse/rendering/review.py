"""The facts of a paper for review, on the screen: each beside its words, with what was judged of it."""

from __future__ import annotations

from enduse.model.review import PaperReference, PaperReview, RefusedProposal, ReviewedFact
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count, say_model, short_id, write_citations

_INKS = {"open": Ink.DOUBT, "accepted": Ink.GOOD, "rejected": Ink.BAD, "corrected": Ink.GOOD}


def write_review(page: Page, review: PaperReview) -> None:
    """Write the facts of a paper and what its last reading changed."""
    states = [fact.state for fact in review.facts]
    told = ", ".join(f"{states.count(state)} {state}" for state in _INKS if state in states)
    told = f"{count(len(states), 'fact')}{': ' if told else ''}{told}."
    if not review.facts and not review.refused:
        told = "nothing to show."
    if review.refused:
        told = f"{count(len(review.refused), 'proposal')} of a language model, none of them a fact."
    page.write(strong(review.name), told,
               faint(f"(show {short_id(review.document)})"), hang=2)
    for proposal in review.refused:
        _write_refused(page, proposal)
    for fact in review.facts:
        write_reviewed_fact(page, fact)
    if review.references:
        page.gap()
    for reference in review.references:
        _write_reference(page, reference)
    if review.changes:
        page.gap()
        page.write(strong("The last reading changed:"))
    for change in review.changes:
        sign = "gained" if change.gained else "lost"
        was = "" if change.state == "open" else f"({change.state} before)"
        page.write(faint(f"{sign}:"), change.summary, Span(was, Ink.DOUBT), indent=2, hang=4)
        write_citations(page, (change.citation,), indent=6)


def _write_reference(page: Page, reference: PaperReference) -> None:
    """Write one paper that is referred to, or that refers here, and what is open about it."""
    verb = "is referred to by" if reference.refers_here else "refers to"
    if reference.through:
        verb = f"and before it, by {reference.through}:"
    known = reference.document_name or ("a paper that you may not see as a whole" if reference.is_loaded else "")
    shown = faint(f"(show {short_id(reference.document)})") if reference.document else ""
    number = "" if reference.refers_here else reference.number
    name = known or Span("which is not loaded", Ink.DOUBT)
    page.write(faint(verb), strong(number), name, shown, indent=4 if reference.through else 2, hang=4)
    if reference.reason:
        page.write(Span(f"{reference.reason}.", Ink.DOUBT), indent=6, hang=8)


def _write_refused(page: Page, proposal: RefusedProposal) -> None:
    """Write what a model proposed and why it is no fact."""
    denial = "not " if proposal.denied else ""
    page.write(Span("refused:", Ink.BAD), strong(proposal.subject), f"{denial}{proposal.claim.replace('_', ' ')}",
               proposal.value, proposal.date, faint(f"({proposal.place})"), indent=2, hang=4)
    page.write(faint("because"), f"{proposal.reason}.", indent=6, hang=8)
    page.write(faint("it quoted"), proposal.quote or "nothing", indent=6, hang=8)


def write_reviewed_fact(page: Page, fact: ReviewedFact) -> None:
    """Write one fact, its state and its words."""
    denial = "does not: " if fact.denied else ""
    right = f"(read as {fact.value})" if fact.corrected else ""
    page.write(Span(f"{fact.state}:", _INKS[fact.state]), strong(fact.caption),
               f"{denial}{fact.property.replace('_', ' ')}", fact.corrected or fact.value, faint(right),
               say_model(fact.model), faint(f"(fact {short_id(fact.id)})"), indent=2, hang=4)
    if fact.at is not None:
        reason = f": {fact.reason}" if fact.reason else ""
        page.write(faint(f"by {fact.actor or 'nobody named'} on {fact.at:%Y-%m-%d}{reason}"), indent=6, hang=8)
    write_citations(page, fact.citations, indent=6)
