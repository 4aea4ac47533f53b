"""What the Python interface asks about transactions: paths and assessments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from enduse.workspace import settings as settings_file
from enduse.workspace.opened import Opened, Progress, require_released

if TYPE_CHECKING:
    from enduse.model.assessment import Assessment
    from enduse.model.declaring import AssessmentRun
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
