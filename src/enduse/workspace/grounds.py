"""What settlements of flags and gates rest on, as it was noted beside each."""

from __future__ import annotations

import json
from collections.abc import Iterator

from enduse.model.judging import Ground
from enduse.store.view import View

GROUND = "settlement rests on"


def read_grounds(view: View) -> Iterator[Ground]:
    """Yield what the visible settlements rest on."""
    for event in view.events((GROUND,)):
        told = json.loads(event.reason)
        yield Ground(judgement=event.object, finding=told["finding"], document=told["document"],
                     document_name=told["document_name"])
