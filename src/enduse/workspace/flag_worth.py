"""The red flags as they are listed, with their worth as measured from what became of past orders and declarations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from enduse.assessment.flag_rules import flag_rules
from enduse.assessment.worth import measure_worth
from enduse.errors import Fault, InputError, UsageError
from enduse.model.answer import Verdict
from enduse.model.kept_order import FlagShown, OutcomeKind
from enduse.store.view import View
from enduse.workspace.kept_orders import past_orders
from enduse.workspace.table_rows import open_table

_HEADINGS = ("id", "outcome")


def list_flags(
    view: View | None, *, is_worth: bool, answers: Path | None = None, outcomes: Path | None = None
) -> tuple[FlagShown, ...]:
    """Return every flag by id, with its worth from the kept orders of a view, or from answers and outcomes in files.

    Raises:
        UsageError: only one of the two files is named.
        InputError: a file cannot be used.
    """
    if (answers is None) != (outcomes is None):
        raise UsageError("answers and outcomes go together.", remedy="Name both files: --answers and --outcomes.")
    worths = {}
    if is_worth or answers is not None:
        if answers is not None and outcomes is not None:
            past = _rows(answers, _outcomes(outcomes))
        elif view is not None:
            past = past_orders(view)
        else:
            past = iter(())
        worths = measure_worth(past, (rule.flag for rule in flag_rules()))
    return tuple(
        FlagShown(
            flag=rule.flag, name=rule.name, group=rule.group, strength=rule.strength.value, says=rule.says,
            ask=rule.ask, needs=rule.needs, worth=worths.get(rule.flag),
        )
        for rule in flag_rules()
    )


def _outcomes(path: Path) -> dict[str, bool]:
    """Return of each id whether its outcome was bad, from a table of the columns id and outcome."""
    table = open_table(path)
    known = {kind.value: kind for kind in OutcomeKind}
    if table.headings and not set(_HEADINGS) <= set(table.headings):
        raise InputError("has no columns id and outcome.", where=path.name, remedy="Name them so.")
    found: dict[str, bool] = {}
    for row in table.rows:
        if isinstance(row, Fault):
            raise InputError(row.reason, where=row.place, remedy=row.remedy)
        word = str(row.cells.get("outcome", "")).strip().casefold()
        if word not in known:
            remedy = "Known: " + ", ".join(known) + "."
            raise InputError(f"{word[:40]!r} is no outcome.", where=f"{path.name}:{row.line}", remedy=remedy)
        found[str(row.cells.get("id", ""))] = known[word].is_bad
    return found


def _rows(path: Path, bad: Mapping[str, bool]) -> Iterator[tuple[Mapping[str, str], bool]]:
    """Yield the rows of answers with an outcome: a flag that was asked and is neither met nor open there is not met."""
    asked: tuple[str, ...] = ()
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                shape = json.loads(line)
                if shape["line"] == "head":
                    asked = tuple(shape["flags_asked"])
                elif shape["line"] == "row" and shape["result"] == "assessed" and shape["id"] in bad:
                    verdicts = dict.fromkeys(asked, Verdict.NOT_MET.value)
                    verdicts.update(dict.fromkeys(shape["flags_unknown"], Verdict.UNKNOWN.value))
                    verdicts.update((flag["flag"], Verdict.MET.value) for flag in shape["flags"])
                    yield verdicts, bad[shape["id"]]
            except (ValueError, KeyError, TypeError) as exc:
                remedy = "Name a file that enduse assess --in wrote."
                raise InputError("is no line of answers.", where=f"{path.name}:{number}", remedy=remedy) from exc
