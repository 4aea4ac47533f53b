"""The demonstration on the screen: the notice first and last, and each page as it was made."""

from __future__ import annotations

from enduse.model.demonstration import Demonstration
from enduse.rendering.page import Page, strong


def write_demonstration(page: Page, demonstration: Demonstration) -> None:
    """Write a demonstration; its pages were laid out before and keep their lines."""
    page.write(strong(demonstration.notice))
    for section in demonstration.sections:
        page.gap()
        page.write(strong("=" * page.width))
        page.write(strong(section.title))
        page.write(strong("=" * page.width))
        page.gap()
        page.paste(section.text)
    page.gap()
    page.write(strong(demonstration.notice))
