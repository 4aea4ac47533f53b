"""What to ask next, on the screen: one question after the other, the best first."""

from __future__ import annotations

from enduse.model.inquiry import Inquiry, ItemInquiries
from enduse.rendering.page import Page, faint, strong

_MOST = 5


def write_inquiries(page: Page, asked: ItemInquiries) -> None:
    """Write the questions of one item; those of a set are worth asking together only."""
    page.gap()
    page.write(strong(asked.item or "an item without description"))
    if not asked.inquiries:
        page.write("No single fact, and no two, can change a position.", indent=2)
    for number, inquiry in enumerate(asked.inquiries[:_MOST], 1):
        _write_inquiry(page, number, inquiry)
    if len(asked.inquiries) > _MOST:
        page.write(faint(f"and {len(asked.inquiries) - _MOST} more that can change a position."), indent=2)


def _write_inquiry(page: Page, number: int, inquiry: Inquiry) -> None:
    for at, fact in enumerate(inquiry.facts):
        lead = f"{number}." if at == 0 else "and"
        page.write(strong(lead), fact.question or fact.fact, indent=2, hang=5)
    if inquiry.is_of_law:
        page.write(faint(f"can tell whether the law of {', '.join(inquiry.may_change)} counts"), indent=5)
        return
    settles = f"decides {', '.join(inquiry.settles)} whatever the answer" if inquiry.settles else ""
    other = [regime for regime in inquiry.may_change if regime not in inquiry.settles]
    may = f"can change {', '.join(other)}" if other else ""
    page.write(faint("; ".join(filter(None, (settles, may)))), indent=5)
