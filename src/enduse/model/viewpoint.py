"""The viewpoint that every question is asked from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from enduse.model.marking import OWNER, Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewpoint:
    """As of which day, known by when, for which audience.

    `as_of` is the day the question is about: the list version and the law in
    force on it decide. `known_by` is the moment (UTC, aware) up to which we had
    been told: what was loaded later is not seen. `audience` narrows by marking.
    """

    as_of: date
    known_by: datetime
    audience: Audience = OWNER
