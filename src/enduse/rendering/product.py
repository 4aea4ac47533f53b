"""Products on the screen: each claim with who says so, and where claims do not agree."""

from __future__ import annotations

from enduse.model.product import Product
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count, write_citations


def write_product(page: Page, product: Product) -> None:
    """Write a product with its claims."""
    page.gap()
    page.write(strong(f"{product.maker} {product.model}"), faint(f"{count(len(product.claims), 'claim')}"))
    for conflict in product.conflicts:
        page.write(Span("conflict:", Ink.DOUBT), f"different values are claimed of {conflict}", indent=2, hang=4)
    for claim in product.claims:
        name = f"{claim.axis} {claim.parameter}".strip()
        page.write(f"{name}:", strong(claim.value), indent=2, hang=4)
        write_citations(page, (claim.citation,), indent=4, said=f"{name} {claim.value}")
