"""The workspace: one folder with its record and settings, and every question that can be asked of it.

Parts are imported when a question needs them, so that a small command starts fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from enduse.errors import InputError, UsageError, WorkspaceError
from enduse.workspace import settings as settings_file

if TYPE_CHECKING:
    from enduse.model.assessment import Assessment
    from enduse.model.batch import ScreeningRun
    from enduse.model.catalogue import CatalogueRun
    from enduse.model.determination import Classification
    from enduse.model.directory import ListedEntry
    from enduse.model.finding import Finding
    from enduse.model.inquiry import ItemInquiries
    from enduse.model.item import ItemFile
    from enduse.model.jurisdiction import ItemJurisdictions
    from enduse.model.licensing import GoodsFinding, LicenseNeed
    from enduse.model.marking import Marking
    from enduse.model.paper import PaperReading, ReadingRun
    from enduse.model.party import Party
    from enduse.model.path import Trace
    from enduse.model.portfolio import Portfolio, PortfolioChanges
    from enduse.model.product import Product
    from enduse.model.resolution import Resolution
    from enduse.model.review import PaperReview, ReviewedFact
    from enduse.model.screening import DecidedHit, Screening
    from enduse.model.shown import Publisher, Shown
    from enduse.model.statement import Judgement, LoadResult
    from enduse.model.versions import ListDelta
    from enduse.model.viewpoint import Viewpoint
    from enduse.store.record import Store
    from enduse.store.view import View
    from enduse.workspace.papers import ReadingOptions

DEFAULT_SERIES = "reports"

Progress = Callable[[int, str], None]


class Workspace:
    """A folder opened; close it, or use it as a context manager.

    Raises:
        WorkspaceError: there is no workspace in the folder.
    """

    def __init__(self, path: Path | str, settings: settings_file.Settings | None = None) -> None:
        self.path = Path(path)
        self.settings = settings or settings_file.read_settings(self.path)
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
    def open(cls, path: Path | str) -> Workspace:
        """Open a workspace. Raises WorkspaceError where there is none."""
        return cls(path)

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
        column_map: Sequence[str] = (), constants: Sequence[str] = (),
    ) -> LoadResult:
        """Load one version of a list from files, or fetch it from its publisher when no file is given.

        `published` is the day of the version where the files do not print it;
        `any_count` accepts an excerpt. `marking` says who may see a list of one's own
        ("UNCLASSIFIED", "TLP:GREEN"); without it nobody but the owner. `name` keeps it
        apart from other lists of one's own. `column_map` ("COLUMN=FIELD", or the path of
        a YAML file) says what the columns of any table mean, `constants`
        ("FIELD=VALUE") what holds for all its rows.
        """
        from enduse.workspace.loading import fetch_and_load, load_files, make_column_map

        at = settings_file.now()
        mark = _read_marking(marking)
        if not files:
            if not source:
                raise UsageError("neither a source nor a file was named.", remedy="See: enduse sources")
            result = fetch_and_load(
                self.store, source=source, published=published, addresses=self.settings.addresses.get(source, {}),
                at=at, progress=progress,
            )
            self._bring_index_up_to_date(progress)
            return result
        result = load_files(
            self.store, files, source=source, published=published, is_excerpt=any_count, at=at, progress=progress,
            marking=mark, name=name, column_map=make_column_map(column_map, constants),
        )
        self._bring_index_up_to_date(progress)
        return result

    def _bring_index_up_to_date(self, progress: Progress | None) -> None:
        """Index what is new at once, so that the next question need not wait for it."""
        from enduse.workspace.indexing import open_segments

        open_segments(self.store.indexable, progress=progress)

    def read(
        self, paths: Sequence[Path], *, source: str = DEFAULT_SERIES, marking: str | None = None,
        grade: str | None = None, facts_folder: Path | None = None, progress: Progress | None = None,
    ) -> tuple[PaperReading | InputError, ...]:
        """Read papers into the record, each kept whole or not at all.

        A paper that cannot be read stands in the result as its error, and the
        others go on. `facts_folder` also receives one enduse-facts/1 file a paper.
        """
        from enduse.workspace.corpus import read_files
        from enduse.workspace.papers import make_facts_folder

        options = self._reading_options(source=source, marking=marking, grade=grade, facts_folder=facts_folder)
        if facts_folder is not None:
            make_facts_folder(facts_folder, paths)
        results = read_files(self.store, paths, options, now=settings_file.now, progress=progress)
        self._bring_index_up_to_date(progress)
        return results

    def read_folders(
        self, places: Sequence[Path], *, source: str = DEFAULT_SERIES, marking: str | None = None,
        grade: str | None = None, facts_folder: Path | None = None, report: Path | None = None,
        jobs: int | None = None, again: bool = False, progress: Progress | None = None,
    ) -> ReadingRun:
        """Read every file of some folders by `jobs` processes, by default as many as there are processors.

        It can be stopped at any moment, and asked again goes on: papers that are held
        as this program reads them are passed over, unless `again`. `report` receives
        one line of JSON for each paper.
        """
        from enduse.workspace.corpus import read_folders
        from enduse.workspace.papers import make_facts_folder
        from enduse.workspace.spreading import count_processors

        options = self._reading_options(source=source, marking=marking, grade=grade, facts_folder=facts_folder)
        if facts_folder is not None:
            make_facts_folder(facts_folder, ())
        run = read_folders(
            self.store, places, options, now=settings_file.now, jobs=jobs or count_processors(), is_again=again,
            report=report, progress=progress,
        )
        self._bring_index_up_to_date(progress)
        return run

    def _reading_options(
        self, *, source: str, marking: str | None, grade: str | None, facts_folder: Path | None
    ) -> ReadingOptions:
        from enduse.model.statement import Grade
        from enduse.store.view import ASKED
        from enduse.workspace.papers import ReadingOptions, reading_rules

        try:
            graded = Grade.parse(grade) if grade else Grade()
        except ValueError as exc:
            raise UsageError(f"{exc}.", remedy="A letter A to F and a digit 1 to 6, such as B2.") from None
        mark = _read_marking(marking)
        if source == ASKED:
            raise UsageError(f"the series {ASKED!r} is kept for orders asked about.", remedy="Name another --source.")
        return ReadingOptions(
            source=source, grade=graded, marking=mark, reader=reading_rules(), vault=self.path / "documents",
            facts_folder=facts_folder,
        )

    # -- asking -------------------------------------------------------------------

    def view(self, viewpoint: Viewpoint) -> View:
        """Return what is visible from a viewpoint."""
        return self.store.view(viewpoint)

    def screen(
        self, parties: Iterable[Party | str], *, viewpoint: Viewpoint | None = None, country: str | None = None,
        kind: str | None = None, birth_date: str | None = None, limit: int = 10, threshold: float | None = None,
        show_allowed: bool = False,
    ) -> Iterator[Screening]:
        """Screen parties, or names, as they come; each answer says which lists stood behind it.

        What a party gets does not depend on the others. Without a viewpoint the
        question is about now, for the owner. `country`, `kind` and `birth_date` are
        said of those given by name alone. `threshold` is the least score told, by
        default that of `screening`. Hits that a decision has settled are
        apart, in `allowed`; with `show_allowed` also at the end of `hits`.

        Raises:
            UsageError: the country is not known; before anything is screened.
        """
        from enduse.workspace.answering import Desk, make_query

        make_query("", country=country, kind=kind, birth_date=birth_date)
        asked = (
            make_query(party, country=country, kind=kind, birth_date=birth_date) if isinstance(party, str) else party
            for party in parties
        )
        return Desk(self.view(viewpoint or self.viewpoint())).screen(
            asked, limit=limit, threshold=threshold, is_showing_allowed=show_allowed
        )

    def screen_file(
        self, path: Path | str | None = None, *, out: Path | str, report: Path | str | None = None,
        portfolio: str | None = None, viewpoint: Viewpoint | None = None, limit: int = 10,
        threshold: float | None = None, column_map: Mapping[str, str] | None = None, encoding: str = "utf-8",
        jobs: int = 1, resume: bool = False, show_allowed: bool = False, progress: Progress | None = None,
    ) -> ScreeningRun:
        """Screen every row of a CSV, JSON Lines or Parquet file; write hits, and in a report one line for every row.

        `column_map` says which field a column is (`{"Firma": "name"}`), "" for none.
        With `resume` an interrupted run goes on from its own viewpoint, and the
        outputs have the bytes they would have had. In place of a file a `portfolio` may be named.

        Raises:
            InputError: the file cannot be used at all; rows that cannot be screened are in the report.
            UsageError: an interrupted run lies there and `resume` is not set, or it was asked otherwise.
        """
        from enduse.screening.desk import DEFAULT_THRESHOLD
        from enduse.workspace.answering import Desk
        from enduse.workspace.batch import BatchPlan, earlier_viewpoint, screen_file
        from enduse.workspace.party_files import open_party_file

        asked = viewpoint or self.viewpoint()
        if resume:
            asked = earlier_viewpoint(Path(out), asked, is_exact=viewpoint is not None)
        plan = BatchPlan(
            viewpoint=asked, out=Path(out), report=Path(report) if report else None, limit=limit,
            threshold=DEFAULT_THRESHOLD if threshold is None else threshold, is_showing_allowed=show_allowed,
        )
        view = self.view(asked)
        if portfolio is not None:
            from enduse.workspace.portfolios import find_portfolio, open_portfolio

            file = open_portfolio(view, find_portfolio(view, portfolio))
        elif path is not None:
            file = open_party_file(Path(path), column_map=column_map, encoding=encoding)
        else:
            raise UsageError("neither a file nor a portfolio was named.")
        return screen_file(
            file, plan, desk=Desk(view), folder=self.path, jobs=jobs, is_resumed=resume, progress=progress,
        )

    def judge_hit(
        self, party: Party | str, entity: str, *, verdict: str, reason: str, until: date | None = None,
        marking: str | None = None,
    ) -> DecidedHit:
        """Decide that a hit is another ("different") or the party ("same"), or take that back ("undo").

        It counts for the party as it is given here: the name with all the facts
        that identify it. It ends on `until`, and when the listing changes.

        Raises:
            NotFoundError: the entity is not visible.
            UsageError: no reason is given, or the end has come already.
        """
        from enduse.model.party import Party as PartyAsked
        from enduse.workspace.deciding import judge_hit

        return judge_hit(
            self.store, self.view(self.viewpoint()), party=PartyAsked(name=party) if isinstance(party, str) else party,
            entity=entity, verdict=verdict, reason=reason, until=until, marking=_read_marking(marking),
            actor=self.settings.actor, at=settings_file.now(),
        )

    def judgements(self, *, viewpoint: Viewpoint | None = None) -> tuple[DecidedHit, ...]:
        """List the decisions on hits, oldest first, each with whether it still counts."""
        from enduse.workspace.deciding import Decisions

        return tuple(Decisions(self.view(viewpoint or self.viewpoint())).all())

    def keep_portfolio(
        self, name: str, path: Path | str, *, column_map: Mapping[str, str] | None = None, encoding: str = "utf-8",
        marking: str | None = None,
    ) -> Portfolio:
        """Keep a file of one's own parties under a name from now on; without a marking it is the owner's alone.

        Their names are indexed at once, so that the first question for what changed need not wait for it.
        """
        from enduse.workspace.portfolios import keep_portfolio, open_portfolio
        from enduse.workspace.saved_parties import open_saved

        kept = keep_portfolio(
            self.store, self.view(self.viewpoint()), Path(path), name=name, column_map=column_map or {},
            encoding=encoding, marking=_read_marking(marking), actor=self.settings.actor, at=settings_file.now(),
        )
        view = self.view(self.viewpoint())
        open_saved(view.indexable, kept, open_portfolio(view, kept))
        return kept

    def remove_portfolio(self, name: str) -> Portfolio:
        """Keep no portfolio of that name from now on; earlier moments still show it."""
        from enduse.workspace.portfolios import remove_portfolio

        view = self.view(self.viewpoint())
        return remove_portfolio(self.store, view, name, actor=self.settings.actor, at=settings_file.now())

    def portfolios(self, *, viewpoint: Viewpoint | None = None) -> tuple[Portfolio, ...]:
        """List the portfolios that are kept, by name."""
        from enduse.workspace.portfolios import list_portfolios

        return list_portfolios(self.view(viewpoint or self.viewpoint()))

    def changes(
        self, portfolio: str, *, since: Viewpoint | None = None, viewpoint: Viewpoint | None = None,
        threshold: float | None = None, is_seen: bool = False, progress: Progress | None = None,
    ) -> PortfolioChanges:
        """Tell who of a portfolio is hit newly, no longer or differently since another viewpoint.

        Without `since` that is the moment up to which changes were last noted as seen
        with `is_seen`, at first that when the portfolio was kept.

        Raises:
            NotFoundError: no portfolio of that name is kept.
            UsageError: the two viewpoints are of different audiences.
        """
        from enduse.workspace.portfolios import find_portfolio, note_seen, open_portfolio, seen_until
        from enduse.workspace.watching import compare_viewpoints

        asked = viewpoint or self.viewpoint()
        after = self.view(asked)
        kept = find_portfolio(after, portfolio)
        if since is None:
            moment = seen_until(after, kept)
            since = replace(asked, as_of=moment.date(), known_by=moment)
        if since.audience != asked.audience:
            raise UsageError("the two viewpoints are of different audiences.", remedy="Ask both for one audience.")
        before = after.seen_from(as_of=since.as_of, known_by=since.known_by)
        answer = compare_viewpoints(
            kept, open_portfolio(after, kept), before, after, threshold=threshold, progress=progress
        )
        if is_seen:
            note_seen(self.store, after, kept, until=asked.known_by, actor=self.settings.actor, at=settings_file.now())
        return answer

    def classify(
        self, path: Path, *, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
    ) -> tuple[Classification, ...]:
        """Classify the items of an item file or of an order on the law of the viewpoint's day."""
        from enduse.workspace.answering import classify_items

        return classify_items(self._items_of(path, viewpoint), viewpoint=viewpoint, regimes=regimes)

    def record_determinations(
        self, path: Path, *, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
    ) -> str:
        """Classify as `classify` does and return a page for each item that an officer can sign."""
        from enduse import __version__
        from enduse.rendering.determination_record import render_record
        from enduse.workspace.answering import classify_items

        file = self._items_of(path, viewpoint)
        found = classify_items(file, viewpoint=viewpoint, regimes=regimes)
        pages = (render_record(item, one, version=__version__) for item, one in zip(file.items, found, strict=True))
        return "\f\n".join(pages)

    def rule(
        self, path: Path, *, viewpoint: Viewpoint, days: Sequence[date] = (), regimes: Sequence[str] | None = None,
        entries: Sequence[str] = (),
    ) -> Iterator[str]:
        """Tell in lines of JSON which entries control the items of a file, on the days asked for."""
        from enduse.workspace.ruling import spell_rulings

        file = self._items_of(path, viewpoint)
        return spell_rulings(file, days=tuple(days) or (viewpoint.as_of,), regimes=regimes, entries=entries)

    def _items_of(self, path: Path, viewpoint: Viewpoint) -> ItemFile:
        """Read the items of a file, keep it, and fill what is silent from the claims about products."""
        from enduse.workspace.orders import read_items
        from enduse.workspace.papers import keep_asked, name_bytes, take_in

        data = take_in(path)
        file, marking = read_items(data, name=path.name, document=name_bytes(data))
        _require_released(marking, viewpoint, path)
        keep_asked(self.store, data, name=path.name, marking=marking, at=settings_file.now())
        if any(item.maker and item.model for item in file.items):
            from enduse.workspace.products import fill_item

            view = self.view(viewpoint)
            file = replace(file, lines=tuple(replace(line, item=fill_item(line.item, view)) for line in file.lines))
        return file

    def ask_next(
        self, path: Path, *, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
    ) -> tuple[ItemInquiries, ...]:
        """Return for each item of a file the smallest sets of facts that can still change a position, best first."""
        from enduse.workspace.ruling import ask_next

        return ask_next(self._items_of(path, viewpoint).items, as_of=viewpoint.as_of, regimes=regimes)

    def classify_file(
        self, path: Path, *, out: Path, viewpoint: Viewpoint, days: Sequence[date] = (), is_moves: bool = False,
        regimes: Sequence[str] | None = None, column_map: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> CatalogueRun:
        """Classify every item of a file on some days (the viewpoint's by default), or tell what moves between two."""
        from enduse.knowledge.controls_reader import load_controls
        from enduse.workspace.answering import known_regimes
        from enduse.workspace.item_files import CataloguePlan, classify_file
        from enduse.workspace.products import fill_item

        plan = CataloguePlan(
            days=tuple(days) or (viewpoint.as_of,), regimes=known_regimes(load_controls(), regimes), is_moves=is_moves,
        )
        view = self.view(viewpoint)
        return classify_file(
            path, plan, out=out, column_map=column_map, fill=lambda item: fill_item(item, view), progress=progress,
        )

    def jurisdiction(
        self, path: Path, *, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
    ) -> tuple[ItemJurisdictions, ...]:
        """Tell whose law reaches the items of a file on the viewpoint's day."""
        from enduse.workspace.reaching import reach_items

        return reach_items(self._items_of(path, viewpoint).items, as_of=viewpoint.as_of, regimes=regimes)

    def entries(self, text: str = "", *, regimes: Sequence[str] | None = None) -> tuple[ListedEntry, ...]:
        """List entries of control lists whose number begins with a text, or whose heading has all its words."""
        from enduse.workspace.answering import list_entries

        return list_entries(text, regimes=regimes)

    def goods(self, code: str, *, destination: str = "", viewpoint: Viewpoint) -> tuple[GoodsFinding, ...]:
        """Tell which lists of goods name a customs code, for a destination or for any."""
        from enduse.workspace.answering import find_goods_findings

        return find_goods_findings(code, destination, viewpoint=viewpoint)

    def products(self, text: str = "", *, viewpoint: Viewpoint | None = None) -> tuple[Product, ...]:
        """List the products that claims were loaded about, whose maker and model hold all words of a text."""
        from enduse.workspace.products import list_products

        return list_products(self.view(viewpoint or self.viewpoint()), text)

    def license(
        self, entries: Sequence[str], *, destination: str, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
    ) -> tuple[LicenseNeed, ...]:
        """Tell what entries of control lists ask for a destination on the viewpoint's day."""
        from enduse.workspace.answering import find_license_needs

        return find_license_needs(entries, destination, viewpoint=viewpoint, regimes=regimes)

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

    def find(self, asked: Sequence[str], *, viewpoint: Viewpoint | None = None, limit: int = 20) -> Finding:
        """Find papers and facts that hold all words; words given as one text must stand together.

        A telephone number is found however its digits are grouped, a model with other
        signs between. Counts and ranks are made of what is visible alone.
        """
        from enduse.workspace.finding import find

        return find(self.view(viewpoint or self.viewpoint()), asked, limit=limit)

    def review(self, paper: str, *, viewpoint: Viewpoint | None = None, is_open: bool = False) -> PaperReview:
        """Return a paper's facts beside their words with what people judged of them, and what its last reading changed.

        `paper` is the start of its hash, or the path of its file; with `is_open` only what nobody judged is told.
        """
        from enduse.workspace.reviewing import review_paper

        return review_paper(self.view(viewpoint or self.viewpoint()), paper, is_open=is_open)

    def judge_facts(
        self, ids: Sequence[str], *, verdict: str, value: str = "", reason: str = ""
    ) -> tuple[ReviewedFact, ...]:
        """Accept, reject or correct facts of papers, or take that back ("undo"); what was read stays as it was.

        Rejected facts answer no question from then on, also when a better reader finds them again.
        """
        from enduse.workspace.reviewing import judge_facts

        return judge_facts(
            self.store, self.view(self.viewpoint()), ids, verdict=verdict, value=value, reason=reason,
            actor=self.settings.actor, at=settings_file.now(),
        )

    def show(self, id: str, *, viewpoint: Viewpoint) -> Shown:
        """Show what a citation cites: a statement, document, entity, line of an order, or knowledge entry.

        Raises:
            NotFoundError: nothing of that name is visible from the viewpoint.
        """
        from enduse.workspace.looking_up import look_up

        return look_up(self.view(viewpoint), id)

    def resolve(
        self, *, viewpoint: Viewpoint | None = None, sources: Sequence[str] = (),
        between: tuple[str, str] | None = None, least: float | None = None, limit: int | None = 20,
        is_open: bool = False, progress: Progress | None = None,
    ) -> Resolution:
        """Propose which visible records are one party, as people have judged them.

        `sources` narrows to records of these, `between` to pairs across two sources;
        `least` is the least score told, by default that of `resolution`. With `is_open`
        pairs that people have judged are left out.
        """
        from enduse.resolution.proposing import LEAST
        from enduse.workspace.answering import Desk
        from enduse.workspace.resolving import resolve_view

        view = self.view(viewpoint or self.viewpoint())
        return resolve_view(
            view, coverage=Desk(view).coverage, sources=sources, between=between,
            least=LEAST if least is None else least, limit=limit, is_open=is_open, progress=progress,
        )

    def judge_identity(
        self, records: Sequence[str], *, verdict: str, reason: str, until: date | None = None,
        viewpoint: Viewpoint | None = None,
    ) -> Judgement:
        """Judge two records to be one party ("same") or two ("different"), or open the question again ("undo").

        Nothing is overwritten: the newest judgement that holds counts. To undo, `records`
        may name the judgement instead of the pair.

        Raises:
            NotFoundError: a record, or the judgement, is not visible.
            UsageError: no reason is given, or the records are not two.
        """
        from enduse.workspace.resolving import VERDICTS, find_judged, judge_identity

        view = self.view(viewpoint or self.viewpoint())
        pair = find_judged(view, records[0]) if verdict == "undo" and len(records) == 1 else tuple(records)
        if len(pair) != 2 or verdict not in VERDICTS:
            raise UsageError("two records are judged at a time.", remedy="Name two ids.")
        return judge_identity(
            self.store, view, left=pair[0], right=pair[1], verdict=VERDICTS[verdict], reason=reason, until=until,
            actor=self.settings.actor, at=settings_file.now(),
        )

    def sources(self, viewpoint: Viewpoint) -> tuple[Publisher, ...]:
        """List every source that can be loaded, with what is held of it."""
        from enduse.workspace.publishers import list_publishers

        return list_publishers(self.view(viewpoint).list_versions(), as_of=viewpoint.as_of)

    def delta(
        self, source: str, *, viewpoint: Viewpoint, earlier: date | None = None, later: date | None = None,
        limit: int | None = None,
    ) -> ListDelta:
        """Tell what a version of a list changed against an earlier one: by default the newest against the one before.

        `limit` bounds the entities told of each kind; the counts are whole.

        Raises:
            NotFoundError: no version of the list was in force by then.
        """
        from enduse.workspace.publishers import compare_versions

        return compare_versions(self.view(viewpoint), source, earlier=earlier, later=later, limit=limit)


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
