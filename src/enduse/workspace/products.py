"""Products in one view: what is claimed of models, and items filled with what is claimed of theirs.

A claim about a model is true of it on every day, so claims are asked as they were known, whatever day the law is of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from enduse.knowledge.product_claims import ClaimError, add_claims, product_id, read_claims
from enduse.model.citing import cite
from enduse.model.item import Item
from enduse.model.product import Product, ProductClaim
from enduse.model.statement import Sighting
from enduse.store.view import View

_PROPS = ("maker", "model", "parameter")


def list_products(view: View, text: str = "") -> tuple[Product, ...]:
    """Return the products whose maker and model hold all words of a text, by maker and model."""
    words = text.casefold().split()
    by_subject: defaultdict[str, list[Sighting]] = defaultdict(list)
    for sighting in _as_known(view).claims(_PROPS):
        if sighting.statement.subject.startswith("product-"):
            by_subject[sighting.statement.subject].append(sighting)
    products = (_product(subject, sightings) for subject, sightings in by_subject.items())
    return tuple(sorted(
        (one for one in products if all(word in f"{one.maker} {one.model}".casefold() for word in words)),
        key=lambda one: (one.maker, one.model, one.id),
    ))


def _as_known(view: View) -> View:
    known_by = view.viewpoint.known_by
    return view.seen_from(as_of=max(view.viewpoint.as_of, known_by.date()), known_by=known_by)


def _product(subject: str, sightings: list[Sighting]) -> Product:
    said = {prop: sorted({s.statement.value for s in sightings if s.statement.prop == prop}) for prop in _PROPS[:2]}
    claims = sorted(_claims(sightings), key=lambda one: (one.parameter, one.axis, one.value, one.citation.id))
    values: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in claims:
        values[claim.parameter, claim.axis].add(claim.value)
    told = ((name, axis) for (name, axis), some in sorted(values.items()) if len(some) > 1)
    conflicts = (f"{name} of {axis}" if axis else name for name, axis in told)
    return Product(
        id=subject, maker=next(iter(said["maker"]), ""), model=next(iter(said["model"]), ""), claims=tuple(claims),
        conflicts=tuple(conflicts),
    )


def _claims(sightings: list[Sighting]) -> Iterator[ProductClaim]:
    for sighting in sightings:
        if sighting.statement.prop == "parameter":
            head, _, value = sighting.statement.value.partition(": ")
            axis, _, name = head.rpartition(" ")
            yield ProductClaim(parameter=name, axis=axis, value=value, citation=cite(sighting))


def fill_item(item: Item, view: View) -> Item:
    """Return an item with what is claimed of its maker's model where it is silent itself; each claim stays cited.

    A claim in words that this version of the program no longer knows is left out.
    """
    if not item.maker or not item.model:
        return item
    read: list[Item] = []
    for sighting in _as_known(view).about([product_id(item.maker, item.model)], props=["parameter"]):
        try:
            read.append(read_claims([(sighting.statement.value, cite(sighting))]))
        except ClaimError:
            continue
    if not read:
        return item
    kinds = tuple(dict.fromkeys(kind for part in read for kind in part.kinds))
    parameters = tuple(parameter for part in read for parameter in part.parameters)
    return add_claims(item, Item(description="", kinds=kinds, parameters=parameters))
