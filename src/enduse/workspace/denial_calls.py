"""What the Python interface asks about denials and other earlier cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from enduse.workspace import settings as settings_file
from enduse.workspace.opened import Opened, read_given_marking

if TYPE_CHECKING:
    from enduse.model.denial import Denial, DenialList
    from enduse.model.viewpoint import Viewpoint


class DenialCalls(Opened):
    """Questions about what was refused before."""

    def denials(
        self, words: Sequence[str] = (), *, viewpoint: Viewpoint | None = None, states: Sequence[str] = (),
        limit: int = 20,
    ) -> DenialList:
        """List the denials and other earlier cases that hold all words, as they stand on the viewpoint's day."""
        from enduse.workspace.denials import list_denials

        return list_denials(self.view(viewpoint or self.viewpoint()), words, states=states, limit=limit)

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
