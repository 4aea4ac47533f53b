"""A workspace's folder opened: its settings, its record and the viewpoints it is asked from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from enduse.errors import UsageError, WorkspaceError
from enduse.workspace import settings as settings_file

if TYPE_CHECKING:
    from enduse.model.marking import Marking
    from enduse.model.viewpoint import Viewpoint
    from enduse.store.record import Store
    from enduse.store.view import View

Progress = Callable[[int, str], None]


class Opened:
    """A folder opened; close it, or use it as a context manager.

    Attributes:
        is_passing: it is gone when the command ends, so no index is made for later questions.

    Raises:
        WorkspaceError: there is no workspace in the folder.
    """

    is_passing = False

    def __init__(self, path: Path | str, settings: settings_file.Settings | None = None) -> None:
        self.path = Path(path)
        self.settings = settings or settings_file.read_settings(self.path)
        self._store: Store | None = None

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a workspace in a folder, which may exist if it is empty.

        Raises:
            WorkspaceError: there is one already, or the folder holds other files.
        """
        if (path / settings_file.FILE).exists():
            raise WorkspaceError("there is a workspace already.", where=str(path), remedy="Use it, or name another.")
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise WorkspaceError("the folder is not empty.", where=str(path), remedy="Name an empty or a new one.")
        try:
            path.mkdir(parents=True, exist_ok=True)
            (path / settings_file.FILE).write_text(settings_file.TEMPLATE, encoding="utf-8")
        except OSError as exc:
            raise WorkspaceError(f"cannot be made: {exc.strerror}.", where=str(path)) from exc
        workspace = cls.open(path)
        store = workspace._open_store(is_new=True)
        store.note_event(at=settings_file.now(), actor="enduse", act="created", object="workspace")
        return workspace

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open a workspace. Raises WorkspaceError where there is none."""
        return cls(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the record, if a question opened it."""
        if self._store is not None:
            self._store.close()
            self._store = None

    @property
    def store(self) -> Store:
        """Return the record, opened at first use."""
        return self._store or self._open_store(is_new=False)

    def _open_store(self, *, is_new: bool) -> Store:
        """Open the record; one that is gone is never taken for an empty one."""
        from enduse.store.record import Store

        place = self.path / "record.sqlite"
        if not is_new and not self.settings.database and not (place.is_file() and place.stat().st_size):
            remedy = "Restore it from a backup, or make a new workspace with: enduse init FOLDER."
            raise WorkspaceError("the record is gone or empty.", where=str(place), remedy=remedy)
        self._store = Store.open(self.path, address=self.settings.database)
        return self._store

    def viewpoint(
        self, *, as_of: str | None = None, known_by: str | None = None, audience: str | None = None
    ) -> Viewpoint:
        """Return the viewpoint that three texts ask for. Raises UsageError for a text that means none."""
        return settings_file.make_viewpoint(
            self.settings, as_of=as_of, known_by=known_by, audience=audience, moment=settings_file.now()
        )

    def view(self, viewpoint: Viewpoint) -> View:
        """Return what is visible from a viewpoint."""
        return self.store.view(viewpoint)

    def _bring_index_up_to_date(self, progress: Progress | None) -> None:
        """Index what is new at once, so that the next question need not wait for it."""
        if self.is_passing:
            return
        from enduse.workspace.indexing import open_segments

        open_segments(self.store.indexable, progress=progress)


def read_given_marking(text: str | None) -> Marking | None:
    """Return the marking that words mean, None for none. Raises UsageError for words that are no marking."""
    if not text:
        return None
    from enduse.workspace.papers import read_marking

    return read_marking(text)


def require_released(marking: Marking, viewpoint: Viewpoint, path: Path) -> None:
    """Raise UsageError where a marking does not release a file to the audience of a viewpoint."""
    if not marking.is_visible_to(viewpoint.audience):
        what = "the order's marking does not release it to this audience."
        raise UsageError(what, where=path.name, remedy="Ask as an audience it is released to.")
