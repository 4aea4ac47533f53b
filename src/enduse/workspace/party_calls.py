"""What the Python interface asks about parties: screening, decisions, portfolios, doubles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from enduse.errors import UsageError
from enduse.workspace import settings as settings_file
from enduse.workspace.opened import Opened, Progress, read_given_marking

if TYPE_CHECKING:
    from enduse.model.batch import ScreeningRun
    from enduse.model.party import Party
    from enduse.model.portfolio import Portfolio, PortfolioChanges
    from enduse.model.resolution import Resolution
    from enduse.model.screening import DecidedHit, Screening
    from enduse.model.statement import Judgement
    from enduse.model.viewpoint import Viewpoint


class PartyCalls(Opened):
    """Questions about who a party is."""

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
        from enduse.workspace.batch import BatchPlan, screen_file
        from enduse.workspace.party_files import open_party_file
        from enduse.workspace.resuming import earlier_viewpoint

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
            entity=entity, verdict=verdict, reason=reason, until=until, marking=read_given_marking(marking),
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
            encoding=encoding, marking=read_given_marking(marking), actor=self.settings.actor, at=settings_file.now(),
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
