"""The workspace: one folder with its record and settings, and every question that can be asked of it.

Parts are imported when a question needs them, so that a small command starts fast.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from enduse.errors import InputError, UsageError, WorkspaceError
from enduse.workspace import settings as settings_file

if TYPE_CHECKING:
    from enduse.model.assessment import Assessment
    from enduse.model.determination import Classification
    from enduse.model.marking import Marking
    from enduse.model.paper import PaperReading
    from enduse.model.path import Trace
    from enduse.model.screening import Screening
    from enduse.model.shown import Publisher, Shown
    from enduse.model.statement import LoadResult
    from enduse.model.viewpoint import Viewpoint
    from enduse.store.record import Store
    from enduse.store.view import View

DEFAULT_SERIES = "reports"

Progress = Callable[[int, str], None]


class Workspace:
    """A folder opened; close it, or use it as a context manager."""

    def __init__(self, path: Path, settings: settings_file.Settings) -> None:
        self.path = path
        self.settings = settings
        self._store: Store | None = None

    @classmethod
    def create(cls, path: Path) -> Workspace:
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
    def open(cls, path: Path) -> Workspace:
        """Open a workspace. Raises WorkspaceError where there is none."""
        return cls(path, settings_file.read_settings(path))

    def __enter__(self) -> Workspace:
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

    # -- knowing ------------------------------------------------------------------

    def load(
        self, files: Sequence[Path] = (), *, source: str | None = None, published: date | None = None,
        any_count: bool = False, marking: str | None = None, name: str | None = None, progress: Progress | None = None,
    ) -> LoadResult:
        """Load one version of a list from files, or fetch it from its publisher when no file is given.

        `published` is the day of the version where the files do not print it;
        `any_count` accepts an excerpt. `marking` says who may see a list of one's own
        ("UNCLASSIFIED", "TLP:GREEN"); without it nobody but the owner. `name` keeps it
        apart from other lists of one's own.
        """
        from enduse.workspace.loading import fetch_and_load, load_files

        at = settings_file.now()
        mark = _read_marking(marking)
        if not files:
            if not source:
                raise UsageError("neither a source nor a file was named.", remedy="See: enduse sources")
            return fetch_and_load(
                self.store, source=source, published=published, addresses=self.settings.addresses.get(source, {}),
                at=at, progress=progress,
            )
        return load_files(
            self.store, files, source=source, published=published, is_excerpt=any_count, at=at, progress=progress,
            marking=mark, name=name,
        )

    def read(
        self, paths: Sequence[Path], *, source: str = DEFAULT_SERIES, marking: str | None = None,
        grade: str | None = None, facts_folder: Path | None = None, progress: Progress | None = None,
    ) -> tuple[PaperReading | InputError, ...]:
        """Read papers into the record, each kept whole or not at all.

        A paper that cannot be read stands in the result as its error, and the
        others go on. `facts_folder` also receives one enduse-facts/1 file a paper.
        """
        from enduse.model.statement import Grade
        from enduse.store.view import ASKED
        from enduse.workspace.papers import make_facts_folder, read_paper, take_in

        try:
            graded = Grade.parse(grade) if grade else Grade()
        except ValueError as exc:
            raise UsageError(f"{exc}.", remedy="A letter A to F and a digit 1 to 6, such as B2.") from None
        mark = _read_marking(marking)
        if source == ASKED:
            raise UsageError(f"the series {ASKED!r} is kept for orders asked about.", remedy="Name another --source.")
        if facts_folder is not None:
            make_facts_folder(facts_folder, paths)
        results: list[PaperReading | InputError] = []
        for number, path in enumerate(paths, 1):
            try:
                results.append(read_paper(
                    self.store, take_in(path), name=path.name, source=source, grade=graded, marking=mark,
                    facts_folder=facts_folder, at=settings_file.now(),
                ))
            except InputError as exc:
                results.append(exc)
            if progress:
                progress(number, "papers")
        return tuple(results)

    # -- asking -------------------------------------------------------------------

    def view(self, viewpoint: Viewpoint) -> View:
        """Return what is visible from a viewpoint."""
        return self.store.view(viewpoint)

    def screen(
        self, names: Sequence[str], *, viewpoint: Viewpoint, country: str | None = None, kind: str | None = None,
        birth_date: str | None = None, limit: int = 10, threshold: float | None = None,
    ) -> tuple[Screening, ...]:
        """Screen names against everything visible; each answer says which lists stood behind it.

        `threshold` is the least score told, by default that of `screening`.
        """
        from enduse.workspace.answering import Desk, make_query

        parties = [make_query(name, country=country, kind=kind, birth_date=birth_date) for name in names]
        return Desk(self.view(viewpoint)).screen(parties, limit=limit, threshold=threshold)

    def classify(
        self, path: Path, *, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
    ) -> tuple[Classification, ...]:
        """Classify the items of an item file or of an order on the law of the viewpoint's day."""
        from enduse.workspace.answering import classify_items
        from enduse.workspace.orders import read_items
        from enduse.workspace.papers import keep_asked, name_bytes, take_in

        data = take_in(path)
        items, marking = read_items(data, name=path.name, document=name_bytes(data))
        _require_released(marking, viewpoint, path)
        keep_asked(self.store, data, name=path.name, marking=marking, at=settings_file.now())
        return classify_items(items, viewpoint=viewpoint, regimes=regimes)

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
        _require_released(order.marking, viewpoint, path)
        keep_asked(self.store, data, name=path.name, marking=order.marking, at=settings_file.now())
        return Desk(self.view(viewpoint)).assess(order)

    def show(self, id: str, *, viewpoint: Viewpoint) -> Shown:
        """Show what a citation cites: a statement, document, entity, line of an order, or knowledge entry.

        Raises:
            NotFoundError: nothing of that name is visible from the viewpoint.
        """
        from enduse.workspace.looking_up import look_up

        return look_up(self.view(viewpoint), id)

    def sources(self, viewpoint: Viewpoint) -> tuple[Publisher, ...]:
        """List every source that can be loaded, with what is held of it."""
        from enduse.workspace.publishers import list_publishers

        return list_publishers(self.view(viewpoint).coverage())


def _require_released(marking: Marking, viewpoint: Viewpoint, path: Path) -> None:
    if not marking.is_visible_to(viewpoint.audience):
        what = "the order's marking does not release it to this audience."
        raise UsageError(what, where=path.name, remedy="Ask as an audience it is released to.")


def _read_marking(text: str | None) -> Marking | None:
    """Return the marking that words mean, None for none. Raises UsageError for words that are no marking."""
    if not text:
        return None
    from enduse.workspace.papers import read_marking

    return read_marking(text)
