"""Assessing files of declarations and orders in a workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from enduse.workspace.answering import Desk
from enduse.workspace.assessing import AssessmentPlan, assess_file
from enduse.workspace.declarations import open_declarations
from enduse.workspace.resuming import earlier_viewpoint

if TYPE_CHECKING:
    from enduse.model.declaring import AssessmentRun
    from enduse.model.viewpoint import Viewpoint
    from enduse.workspace.opening import Workspace

Progress = Callable[[int, str], None]


def assess_path(
    workspace: Workspace, path: Path, *, out: Path, worklist: Path | None, viewpoint: Viewpoint | None,
    progress: Progress | None, is_resumed: bool, most: int = 1000, limit: int = 10, threshold: float | None = None,
    column_map: Mapping[str, str] | None = None, encoding: str = "utf-8", licenses: Path | None = None,
    license_map: Mapping[str, str] | None = None, jobs: int = 1,
) -> AssessmentRun:
    """Assess every row of a CSV, Parquet or JSON Lines file; `out` gets a line for each, `worklist` the gravest.

    `column_map` says which field a column is, "" for none. `licenses` is a table of licenses that are drawn down by
    the rows, in their order. `most` bounds the worklist, `limit` and `threshold` the hits of a party. With `is_resumed`
    an interrupted run goes on from its own viewpoint, and the outputs have the bytes they would have had.

    Raises:
        InputError: a file cannot be used at all; rows that cannot be assessed have their line.
        UsageError: an interrupted run lies there and `is_resumed` is not set, or it was asked otherwise.
    """
    from enduse.screening.desk import DEFAULT_THRESHOLD

    asked = viewpoint or workspace.viewpoint()
    if is_resumed:
        asked = earlier_viewpoint(out, asked, is_exact=viewpoint is not None)
    plan = AssessmentPlan(
        viewpoint=asked, out=out, worklist=worklist, most=most, limit=limit,
        threshold=DEFAULT_THRESHOLD if threshold is None else threshold,
    )
    file = open_declarations(path, column_map=column_map, encoding=encoding)
    return assess_file(
        file, plan, desk=Desk(workspace.view(asked)), folder=workspace.path, licenses=licenses,
        license_map=license_map, jobs=jobs, is_resumed=is_resumed, progress=progress,
    )
