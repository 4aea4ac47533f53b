"""What the Python interface asks about transactions: paths and assessments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from enduse.workspace import settings as settings_file
from enduse.workspace.opened import Opened, require_released

if TYPE_CHECKING:
    from enduse.model.assessment import Assessment
    from enduse.model.path import Trace
    from enduse.model.viewpoint import Viewpoint


class OrderCalls(Opened):
    """Questions about where a transaction leads."""

    def trace(self, party: str, *, viewpoint: Viewpoint, limit: int = 3) -> Trace:
        """Find the best few different paths from a party, by name or entity id, to anything of concern."""
        from enduse.workspace.answering import Desk

        return Desk(self.view(viewpoint)).trace(party, limit=limit)

    def assess(self, path: Path, *, viewpoint: Viewpoint) -> Assessment:
        """Assess an order; its file is kept in the record, so that its lines can be shown."""
        from enduse.workspace.answering import Desk
        from enduse.workspace.orders import read_order
        from enduse.workspace.papers import keep_asked, name_bytes, take_in

        data = take_in(path)
        order = read_order(data, name=path.name, document=name_bytes(data))
        require_released(order.marking, viewpoint, path)
        keep_asked(self.store, data, name=path.name, marking=order.marking, at=settings_file.now())
        return Desk(self.view(viewpoint)).assess(order)
