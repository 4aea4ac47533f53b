"""What the Python interface does with the record: load, read, find, review, show, tell of sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from enduse.errors import InputError, UsageError
from enduse.workspace import settings as settings_file
from enduse.workspace.opened import Opened, Progress, read_given_marking

if TYPE_CHECKING:
    from enduse.model.finding import Finding
    from enduse.model.integrity import Erasure, RecordCheck
    from enduse.model.paper import PaperReading, ReadingRun
    from enduse.model.review import PaperReview, ReviewedFact
    from enduse.model.shown import Publisher, Shown
    from enduse.model.statement import LoadResult
    from enduse.model.story import Stories
    from enduse.model.versions import ListDelta
    from enduse.model.viewpoint import Viewpoint
    from enduse.workspace.papers import ReadingOptions

DEFAULT_SERIES = "reports"


class RecordCalls(Opened):
    """Questions about what is known, and ways to make more known."""

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
        from enduse.workspace.case_files import is_denial_list, open_cases
        from enduse.workspace.loading import fetch_and_load, load_files, make_column_map

        at = settings_file.now()
        mark = read_given_marking(marking)
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
            marking=mark, name=name, column_map=make_column_map(column_map, constants, source),
        )
        self._bring_index_up_to_date(progress)
        if is_denial_list(result.source):
            open_cases(self.view(self.viewpoint()), progress=progress)
        return result

    def read(
        self, paths: Sequence[Path], *, source: str = DEFAULT_SERIES, marking: str | None = None,
        grade: str | None = None, facts_folder: Path | None = None, model: bool = False,
        ocr: bool = False, names: bool = False, progress: Progress | None = None,
    ) -> tuple[PaperReading | InputError, ...]:
        """Read papers into the record, each kept whole or not at all.

        A paper that cannot be read stands in the result as its error, and the
        others go on. `facts_folder` also receives one enduse-facts/1 file a paper.
        With `model` the language model of the settings proposes more facts, where a paper's marking allows; with
        `ocr` pictures and scanned pages are read by text recognition, with `names` a local model proposes names.
        """
        from enduse.workspace.corpus import read_files
        from enduse.workspace.facts_files import make_facts_folder

        options = self._reading_options(
            source=source, marking=marking, grade=grade, facts_folder=facts_folder, model=model, ocr=ocr,
            names=names,
        )
        if facts_folder is not None:
            make_facts_folder(facts_folder)
        results = read_files(self.store, paths, options, now=settings_file.now, progress=progress)
        self._bring_index_up_to_date(progress)
        return results

    def read_folders(
        self, places: Sequence[Path], *, source: str = DEFAULT_SERIES, marking: str | None = None,
        grade: str | None = None, facts_folder: Path | None = None, report: Path | None = None,
        jobs: int | None = None, again: bool = False, model: bool = False, ocr: bool = False,
        names: bool = False, progress: Progress | None = None,
    ) -> ReadingRun:
        """Read every file of some folders by `jobs` processes, by default as many as there are processors.

        It can be stopped at any moment, and asked again goes on: papers that are held
        as this program reads them are passed over, unless `again`. `report` receives
        one line of JSON for each paper.
        """
        from enduse.workspace.corpus import read_folders
        from enduse.workspace.facts_files import make_facts_folder
        from enduse.workspace.spreading import count_processors

        options = self._reading_options(
            source=source, marking=marking, grade=grade, facts_folder=facts_folder, model=model, ocr=ocr,
            names=names,
        )
        if facts_folder is not None:
            make_facts_folder(facts_folder)
        jobs = jobs or count_processors()
        run = read_folders(
            self.store, places, options, now=settings_file.now, is_again=again, report=report, progress=progress,
            jobs=min(jobs, options.model.at_once) if options.model else jobs,
        )
        self._bring_index_up_to_date(progress)
        return run

    def _reading_options(
        self, *, source: str, marking: str | None, grade: str | None, facts_folder: Path | None, model: bool,
        ocr: bool, names: bool,
    ) -> ReadingOptions:
        from enduse.model.statement import Grade
        from enduse.reading import proposed_names, recognition
        from enduse.store.view import ASKED
        from enduse.workspace.papers import ReadingOptions, reading_rules
        from enduse.workspace.recognising import FOLDER

        try:
            graded = Grade.parse(grade) if grade else Grade()
        except ValueError as exc:
            raise UsageError(f"{exc}.", remedy="A letter A to F and a digit 1 to 6, such as B2.") from None
        for is_asked, is_installed, what, extra in (
            (ocr, recognition.is_installed, "text recognition", "ocr"),
            (names, proposed_names.is_installed, "the model that proposes names", "names"),
        ):
            if is_asked and not is_installed():
                remedy = f'Install the extra: pip install "enduse[{extra}]".'
                raise UsageError(f"{what} is not installed.", remedy=remedy)
        mark = read_given_marking(marking)
        if source == ASKED:
            raise UsageError(f"the series {ASKED!r} is kept for orders asked about.", remedy="Name another --source.")
        return ReadingOptions(
            source=source, grade=graded, marking=mark, reader=reading_rules(), vault=self.path / "documents",
            facts_folder=facts_folder, model=self._model() if model else None,
            recognised=self.store.indexable.folder / FOLDER if ocr else None, with_names=names,
        )

    def _model(self) -> settings_file.ModelSettings:
        """Return the language model that may be asked. Raises UsageError where none is set, or none that may be."""
        from enduse.sources.fetching import check_address

        if self.settings.model is None:
            remedy = f"Set model in {settings_file.FILE}; docs/how-to/ask-a-language-model.md tells how."
            raise UsageError("no language model is set.", where=str(self.path), remedy=remedy)
        check_address(self.settings.model.url)
        return self.settings.model

    def find(self, asked: Sequence[str], *, viewpoint: Viewpoint | None = None, limit: int = 20) -> Finding:
        """Find papers and facts that hold all words; words given as one text must stand together.

        A telephone number is found however its digits are grouped, a model with other
        signs between. Counts and ranks are made of what is visible alone.
        """
        from enduse.workspace.finding import find

        return find(self.view(viewpoint or self.viewpoint()), asked, limit=limit)

    def stories(
        self, asked: Sequence[str] = (), *, viewpoint: Viewpoint | None = None, limit: int = 10
    ) -> Stories:
        """Return what several papers tell together, to whom, and where they do not agree.

        With words, the stories of a party, item or paper that holds all of them. Papers
        that the audience may not see as a whole take no part.
        """
        from enduse.workspace.stories import find_stories

        return find_stories(self.view(viewpoint or self.viewpoint()), asked, limit=limit)

    def review(
        self, paper: str, *, viewpoint: Viewpoint | None = None, is_open: bool = False, is_refused: bool = False
    ) -> PaperReview:
        """Return a paper's facts beside their words with what people judged of them, and what its last reading changed.

        `paper` is the start of its hash, or the path of its file; with `is_open` only what nobody judged is told,
        with `is_refused` only what a language model proposed and its words did not carry.
        """
        from enduse.workspace.reviewing import review_paper

        return review_paper(self.view(viewpoint or self.viewpoint()), paper, is_open=is_open, is_refused=is_refused)

    def check(self) -> RecordCheck:
        """Return whether the record is whole: every document there with its own bytes, every event as written."""
        return self.store.check()

    def erase(self, paper: str, *, reason: str) -> Erasure:
        """Erase a document where law demands it, with every claim that it alone carried; this cannot be undone.

        `paper` is the start of its hash, or the path of its file. The log keeps the hash, the actor and the reason.

        Raises:
            UsageError: no reason is given, or a list or an order was loaded from it.
            NotFoundError: no such paper is held, or several.
        """
        from enduse.workspace.erasing import erase_paper

        return erase_paper(
            self.store, self.view(self.viewpoint()), paper, reason=reason, actor=self.settings.actor,
            at=settings_file.now(),
        )

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
