"""A workspace for one command, gone when it ends: for what is asked where there is none and nothing should be kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from enduse.errors import UsageError
from enduse.workspace.opening import Workspace


@contextmanager
def pass_workspace(folder: Path) -> Iterator[Workspace]:
    """Give an empty workspace inside the folder of what is written, which is made where it is missing.

    Papers may be closed to others, so their copies lie where their facts go, for the owner alone, and not in a folder
    that all share. A command that is killed leaves them there, in a folder whose name begins with `.enduse-`.

    Raises:
        UsageError: the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = tempfile.TemporaryDirectory(prefix=".enduse-", dir=folder)
    except OSError as exc:
        raise UsageError(f"{folder} cannot be written: {exc.strerror}.", remedy="Name another folder.") from exc
    with held as place, Workspace.create(Path(place) / "workspace") as workspace:
        workspace.is_passing = True
        yield workspace
