"""Taking up an interrupted run: only where it was asked the same, from the same viewpoint, into the same files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from enduse.errors import UsageError
from enduse.model.viewpoint import Viewpoint
from enduse.workspace.journal import Journal
from enduse.workspace.presenting import to_json


def earlier_viewpoint(out: Path, asked: Viewpoint, *, is_exact: bool) -> Viewpoint:
    """Return the viewpoint of an interrupted run whose hits were to go to `out`, that asked for where there is none.

    `is_exact` tells that the day or the moment asked was named, and so must be the run's.

    Raises:
        UsageError: the run was asked from another viewpoint.
    """
    held = Journal.find(out)
    if held is None:
        return asked
    was, now = held["settings"]["viewpoint"], spell_viewpoint(asked)
    if was["audience"] != now["audience"] or (is_exact and was["as_of"] != now["as_of"]):
        raise UsageError("the interrupted run was asked from another viewpoint.", where=str(out),
                         remedy=f"It was as of {was['as_of']}; ask so, or remove the journal and begin anew.")
    from enduse.workspace.settings import read_viewpoint

    return read_viewpoint(was, audience=asked.audience)


def find_earlier(out: Path, settings: Mapping[str, Any], *, is_resumed: bool) -> dict[str, Any] | None:
    """Return what the journal of an interrupted run to `out` holds, None where there is none.

    Raises:
        UsageError: there is one and `is_resumed` is not set, or it was asked otherwise.
    """
    held = Journal.find(out)
    if held is None:
        return None
    if not is_resumed:
        remedy = f"Go on with --resume, or remove {out.name}.journal to begin anew."
        raise UsageError("an interrupted run lies here.", where=str(out), remedy=remedy)
    other = sorted(key for key in settings if held["settings"].get(key) != settings[key])
    if other:
        remedy = "Ask as it was asked, or remove the journal to begin anew."
        raise UsageError(f"the interrupted run differs in {', '.join(other)}.", where=str(out), remedy=remedy)
    return held


def check_outputs(outputs: Sequence[Path], source: Path) -> None:
    """Raise UsageError where the outputs, the second of which is JSON Lines, cannot be written beside the input."""
    places = [path.resolve() for path in (*outputs, source)]
    if len(set(places)) < len(places):
        raise UsageError("one file is named twice among input and outputs.", remedy="Name different files.")
    for path in outputs:
        if path.is_dir():
            raise UsageError("is a folder.", where=str(path), remedy="Name a file.")
        if not path.parent.is_dir():
            raise UsageError("the folder is not there.", where=str(path.parent), remedy="Make it first.")
    if len(outputs) > 1 and outputs[1].suffix.lower() in (".csv", ".parquet"):
        raise UsageError("it is JSON Lines.", where=str(outputs[1]), remedy="Name it .jsonl.")


def spell_viewpoint(viewpoint: Viewpoint) -> dict[str, Any]:
    """Return a viewpoint as journals and heads of files have it."""
    spelled: dict[str, Any] = to_json((), kind="sources", viewpoint=viewpoint)["viewpoint"]
    return spelled
