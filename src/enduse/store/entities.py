"""The entity that statements about one subject amount to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from enduse.model.screening import Entity


class Claim(Protocol):
    """What an entity is made of: the fields of a statement that count for it."""

    @property
    def subject(self) -> str: ...
    @property
    def prop(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def schema(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def denied(self) -> bool: ...


def entity_of(statements: Sequence[Claim]) -> Entity:
    """Make the entity that some statements about one subject, in order of property and value, amount to."""
    values: dict[str, dict[str, None]] = {}
    for statement in statements:
        if not statement.denied:
            values.setdefault(statement.prop, {})[statement.value] = None
    names = [s for s in ("name", "alias", "weakAlias", "previousName", "description", "model") if s in values]
    caption = min(values[names[0]]) if names else statements[0].subject
    return Entity(
        id=statements[0].subject, schema=_narrowest({s.schema for s in statements}), caption=caption,
        properties=tuple((prop, tuple(found)) for prop, found in values.items()),
        sources=tuple(sorted({s.source for s in statements})),
        is_listed="topics" in values and _is_listing(values["topics"]),
    )


def _is_listing(topics: Iterable[str]) -> bool:
    from enduse.knowledge.properties import listing_topics

    return any(topic in listing_topics() for topic in topics)


def _narrowest(schemas: set[str]) -> str:
    """Return the kind of entity that no other of the kinds said is within; by name where several are left."""
    if len(schemas) == 1:
        return next(iter(schemas))
    from enduse.knowledge.properties import widen

    return min(kind for kind in schemas if not any(kind in widen(other) for other in schemas - {kind}))
