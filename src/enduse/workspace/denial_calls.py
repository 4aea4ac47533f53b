"""What the Python interface asks about denials and other earlier cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from enduse.workspace import settings as settings_file
from enduse.workspace.opened import Opened, read_given_marking, require_released

if TYPE_CHECKING:
    from enduse.model.denial import Denial, DenialList
    from enduse.model.repeat import Repeats
    from enduse.model.viewpoint import Viewpoint

MOST_SHOWN = 20


class DenialCalls(Opened):
    """Questions about what was refused before."""

    def denials(
        self, words: Sequence[str] = (), *, viewpoint: Viewpoint | None = None, states: Sequence[str] = (),
        limit: int = 20,
    ) -> DenialList:
        """List the denials and other earlier cases that hold all words, as they stand on the viewpoint's day."""
        from enduse.workspace.denials import list_denials

        return list_denials(self.view(viewpoint or self.viewpoint()), words, states=states, limit=limit)

    def repeats(self, path: Path, *, viewpoint: Viewpoint) -> Repeats:
        """Find the denials, other earlier cases and earlier orders that an order resembles; its file is kept."""
        from enduse.workspace.answering import Desk
        from enduse.workspace.asked_files import keep_asked, name_bytes, take_in
        from enduse.workspace.orders import read_order

        data = take_in(path)
        order = read_order(data, name=path.name, document=name_bytes(data))
        require_released(order.marking, viewpoint, path)
        keep_asked(self.store, data, name=path.name, marking=order.marking, at=settings_file.now())
        found = Desk(self.view(viewpoint)).repeats(order)
        return replace(found, matches=found.matches[:MOST_SHOWN])

    def revoke_denial(
        self, denial: str, *, reason: str, is_undone: bool = False, marking: str | None = None
    ) -> Denial:
        """Judge that a denial is revoked from now on, or take that back; earlier moments still show it as it stood.

        Raises:
            NotFoundError: no denial of that id is visible.
            UsageError: no reason is given, or there is nothing to take back.
        """
        from enduse.workspace.denials import revoke_denial

        return revoke_denial(
            self.store, self.view(self.viewpoint()), denial, is_undone=is_undone, reason=reason,
            marking=read_given_marking(marking), actor=self.settings.actor, at=settings_file.now(),
        )
