"""What the Python interface asks about transactions: paths and assessments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from enduse.errors import UsageError
from enduse.workspace import settings as settings_file
from enduse.workspace.opened import Opened, Progress, read_given_marking, require_released

if TYPE_CHECKING:
    from enduse.model.assessment import Assessment
    from enduse.model.declaring import AssessmentRun
    from enduse.model.judging import JudgedAnswer
    from enduse.model.kept_order import FlagShown, KeptOrder, WorkspaceChanges
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
        from enduse.workspace.asked_files import keep_asked, name_bytes, take_in
        from enduse.workspace.orders import read_order

        data = take_in(path)
        order = read_order(data, name=path.name, document=name_bytes(data))
        require_released(order.marking, viewpoint, path)
        keep_asked(self.store, data, name=path.name, marking=order.marking, at=settings_file.now())
        return Desk(self.view(viewpoint)).assess(order)

    def keep_order(self, path: Path) -> KeptOrder:
        """Assess an order and keep it, so that `all_changes` tells when it answers differently."""
        from enduse.workspace.answering import Desk
        from enduse.workspace.asked_files import name_bytes, take_in
        from enduse.workspace.kept_orders import keep_order
        from enduse.workspace.orders import read_order

        data = take_in(path)
        order = read_order(data, name=path.name, document=name_bytes(data))
        found = Desk(self.view(self.viewpoint())).assess(order)
        return keep_order(self.store, order, found, data=data, file_name=path.name, actor=self.settings.actor,
                          at=settings_file.now())

    def kept_orders(self, *, viewpoint: Viewpoint | None = None) -> tuple[KeptOrder, ...]:
        """List the orders that are kept, by reference, each with what became of it."""
        from enduse.workspace.kept_orders import list_orders

        return list_orders(self.view(viewpoint or self.viewpoint()))

    def remove_order(self, reference: str) -> KeptOrder:
        """Keep no order of that reference from now on; earlier moments still show it. Raises NotFoundError."""
        from enduse.workspace.kept_orders import remove_order

        view = self.view(self.viewpoint())
        return remove_order(self.store, view, reference, actor=self.settings.actor, at=settings_file.now())

    def note_outcome(
        self, reference: str, outcome: str, *, on: date | None = None, reason: str = ""
    ) -> KeptOrder:
        """Record what became of a kept order: seized, refused, released or delivered.

        Raises:
            NotFoundError: no order of that reference is kept.
            UsageError: there is no such outcome.
        """
        from enduse.workspace.kept_orders import note_outcome

        return note_outcome(
            self.store, self.view(self.viewpoint()), reference, outcome=outcome, on=on, reason=reason,
            actor=self.settings.actor, at=settings_file.now(),
        )

    def judge_answer(
        self, order: str, name: str, *, verdict: str, reason: str, until: date | None = None,
        document: Path | None = None, marking: str | None = None,
    ) -> JudgedAnswer:
        """Settle a flag or a gate of an order ("settle"), judge a state of mind ("holds", "does-not-hold"), or reopen.

        `order` is the reference of a kept order or the path of an order's file; `name` a flag, a gate, or degree and
        use of a state of mind ("aware:missile"). A settlement ends on `until`, and when it rests on other facts.

        Raises:
            NotFoundError: there is no such order.
            UsageError: no reason is given, the name is none, or the end has come already.
        """
        from enduse.workspace.answering import Desk
        from enduse.workspace.judging import JudgementToKeep, judge_answer
        from enduse.workspace.kept_orders import find_transaction

        view = self.view(self.viewpoint())
        asked = JudgementToKeep(verdict=verdict, name=name, reason=reason, until=until, document=document,
                                marking=read_given_marking(marking))
        return judge_answer(self.store, Desk(view), find_transaction(view, order), asked, actor=self.settings.actor,
                            at=settings_file.now())

    def judged_answers(self, *, viewpoint: Viewpoint | None = None) -> tuple[JudgedAnswer, ...]:
        """List the judgements on flags, gates and states of mind, oldest first."""
        from enduse.workspace.judging import list_judged

        return tuple(list_judged(self.view(viewpoint or self.viewpoint())))

    def all_changes(
        self, *, since: Viewpoint, viewpoint: Viewpoint | None = None, threshold: float | None = None,
        progress: Progress | None = None,
    ) -> WorkspaceChanges:
        """Tell which kept orders, parties of portfolios and past decisions answer differently, and why.

        Raises:
            UsageError: the two viewpoints are of different audiences.
        """
        from enduse.workspace.all_changes import find_all_changes

        asked = viewpoint or self.viewpoint()
        if since.audience != asked.audience:
            raise UsageError("the two viewpoints are of different audiences.", remedy="Ask both for one audience.")
        after = self.view(asked)
        before = after.seen_from(as_of=since.as_of, known_by=since.known_by)
        return find_all_changes(before, after, threshold=threshold, progress=progress)

    def flags(
        self, *, viewpoint: Viewpoint | None = None, is_worth: bool = False, answers: Path | None = None,
        outcomes: Path | None = None,
    ) -> tuple[FlagShown, ...]:
        """List the red flags; with `is_worth` each with how often orders that met it ended badly.

        The orders are the kept ones with an outcome that are visible, or the rows of a file of `answers` (of
        `assess_file`) whose ids stand with an outcome in the table `outcomes`.
        """
        from enduse.workspace.flag_worth import list_flags

        view = self.view(viewpoint or self.viewpoint()) if is_worth and answers is None else None
        return list_flags(view, is_worth=is_worth, answers=answers, outcomes=outcomes)

    def assess_file(
        self, path: Path, *, out: Path, worklist: Path | None = None, viewpoint: Viewpoint | None = None,
        most: int = 1000, limit: int = 10, threshold: float | None = None, column_map: Mapping[str, str] | None = None,
        encoding: str = "utf-8", licenses: Path | None = None, license_map: Mapping[str, str] | None = None,
        jobs: int = 1, resume: bool = False, progress: Progress | None = None,
    ) -> AssessmentRun:
        """Assess every row of a CSV, Parquet or JSON Lines file; `out` gets a line for each, `worklist` the gravest.

        `column_map` says which field a column is, "" for none. `licenses` is a table of licenses that are drawn down by
        the rows, in their order. `most` bounds the worklist, `limit` and `threshold` the hits of a party. With `resume`
        an interrupted run goes on from its own viewpoint, and the outputs have the bytes they would have had.

        Raises:
            InputError: a file cannot be used at all; rows that cannot be assessed have their line.
            UsageError: an interrupted run lies there and `resume` is not set, or it was asked otherwise.
        """
        from enduse.screening.desk import DEFAULT_THRESHOLD
        from enduse.workspace.answering import Desk
        from enduse.workspace.assessing import AssessmentPlan, assess_file
        from enduse.workspace.declarations import open_declarations
        from enduse.workspace.resuming import earlier_viewpoint

        asked = viewpoint or self.viewpoint()
        if resume:
            asked = earlier_viewpoint(out, asked, is_exact=viewpoint is not None)
        plan = AssessmentPlan(
            viewpoint=asked, out=out, worklist=worklist, most=most, limit=limit,
            threshold=DEFAULT_THRESHOLD if threshold is None else threshold,
        )
        file = open_declarations(path, column_map=column_map, encoding=encoding)
        return assess_file(
            file, plan, desk=Desk(self.view(asked)), folder=self.path, licenses=licenses, license_map=license_map,
            jobs=jobs, is_resumed=resume, progress=progress,
        )
