"""Assessing a file of any length: a line for each row, a worklist, the same bytes however often it was interrupted.

Two passes over a table: the first holds values and weights against like goods, in memory that is bounded; the second
answers rows in blocks, by one process or several, and writes them in the order of the file. Licenses are drawn down
in that order by the process that reads. Orders take one pass. Cost: with customs columns some 1 ms a row and process;
an order that is asked everything takes some 70 ms.
"""

from __future__ import annotations

import heapq
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enduse import __version__
from enduse.assessment.columns import column_rules, list_gates, split_flags
from enduse.assessment.flag_rules import flag_rules
from enduse.assessment.like_goods import LikeGoods, Measured, measure
from enduse.errors import Fault, UsageError
from enduse.knowledge.declaration_columns import comparing_rule
from enduse.model.answer import Verdict
from enduse.model.declaring import AssessmentRun, FlagCount, FlagNotAsked, StepCount
from enduse.model.transaction import NotedFact
from enduse.model.viewpoint import Viewpoint
from enduse.sources.opening import receive_file
from enduse.workspace.blocks import Progress, RowsPlan, answer_blocks, open_desk
from enduse.workspace.declarations import DeclarationFile, DeclarationRow, Goods, goods_of
from enduse.workspace.draw_down import Licenses, read_licenses
from enduse.workspace.hit_lines import spell_line, spell_lines
from enduse.workspace.journal import Journal, part_of
from enduse.workspace.presenting import to_json
from enduse.workspace.resuming import check_outputs, find_earlier, spell_viewpoint
from enduse.workspace.row_answers import (
    NOTHING,
    answer_declaration,
    answer_order,
    flags_by_id,
    rank,
    refuse,
    row_asked,
)
from enduse.workspace.row_questions import RowAsker

if TYPE_CHECKING:
    from enduse.workspace.answering import Desk

SCHEMA = "enduse-assessment-lines/1"
ORDERS_BLOCK = 20  # orders between two notes in the journal; of rows of a table `blocks.BLOCK`
_TOLD_FAULTS = 20
_ORDERS = "orders"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPlan(RowsPlan):
    """What is asked of every row, with the worklist and how long it is, and the flags and gates that rows answer."""

    worklist: Path | None = None
    most: int = 1000
    flags: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockAnswer:
    """The lines of one block of rows, and what they count."""

    lines: bytes
    rows: int
    steps: Mapping[str, int]
    flags: Mapping[str, int]
    refused: int
    noted: int
    repeated: int
    faults: tuple[Fault, ...]


def assess_file(
    file: DeclarationFile, plan: AssessmentPlan, *, desk: Desk, folder: Path, licenses: Path | None = None,
    license_map: Mapping[str, str] | None = None, jobs: int = 1, is_resumed: bool = False,
    progress: Progress | None = None,
) -> AssessmentRun:
    """Assess every row of a file and write the answers and the worklist.

    Raises:
        UsageError: an interrupted run lies there and `is_resumed` is not set, or it was asked otherwise.
        InputError: the file, or that of the licenses, cannot be used at all.
        WorkspaceError: an output cannot be written; what was done can be resumed.
    """
    began = time.monotonic()
    _check_names(plan)
    outputs = (plan.out, plan.worklist) if plan.worklist else (plan.out,)
    check_outputs(outputs, file.path)
    received = receive_file(file.path, role="declarations")
    held_licenses, license_faults = read_licenses(licenses, column_map=license_map) if licenses else (None, ())
    asked, not_asked = _split(file, has_licenses=held_licenses is not None)
    gates = () if file.is_orders else list_gates(file.columns.values())
    plan = replace(plan, flags=tuple(rule.flag for rule in asked), gates=gates)
    settings = _settings(file, plan, sha256=received.sha256, licenses=licenses)
    held = find_earlier(plan.out, settings, is_resumed=is_resumed)
    journal = Journal(outputs, settings=settings)
    try:
        if held:
            journal.resume(held)
        else:
            head = spell_line(_head(file, settings, desk, size=received.size))
            journal.begin([head, b""][:len(outputs)], state=_state(_Tally()))
        done = journal.state["rows"]
        like = LikeGoods(comparing_rule())
        if not (held and held["finished"]):
            if not file.is_orders:
                _measure_all(file, like, progress)
            rows = _complete(file.rows(), like, held_licenses, plan.viewpoint)
            _answer(rows, file, plan, journal, desk=desk, folder=folder, jobs=jobs, progress=progress)
            _close(plan, journal)
        journal.finish()
    finally:
        journal.close()
    tally = _Tally(**journal.state)
    return AssessmentRun(
        viewpoint=plan.viewpoint, input=file.name, sha256=received.sha256,
        kind=_ORDERS if file.is_orders else "declarations", out=str(plan.out), worklist=str(plan.worklist or ""),
        rows=tally.rows, assessed=tally.rows - tally.refused, not_assessed=tally.refused, noted=tally.noted,
        repeated_ids=tally.repeated, steps=_count_steps(tally.steps), flags=_count_flags(tally.flags),
        not_asked=not_asked, like_goods=like.groups, coverage=desk.coverage,
        columns=tuple((heading, file.columns.get(heading, "")) for heading in file.headings),
        notes=_notes(like, license_faults),
        faults=tuple(Fault(**fault) for fault in tally.faults), resumed_at=done if held else 0,
        seconds=round(time.monotonic() - began, 3),
    )


@dataclass(slots=True, kw_only=True)
class _Tally:
    """What the rows done so far count, as the journal keeps it."""

    rows: int = 0
    refused: int = 0
    noted: int = 0
    repeated: int = 0
    steps: dict[str, int] | None = None
    flags: dict[str, int] | None = None
    faults: Sequence[Any] = ()

    def add(self, answer: BlockAnswer) -> None:
        """Count one more block."""
        self.rows += answer.rows
        self.refused += answer.refused
        self.noted += answer.noted
        self.repeated += answer.repeated
        self.steps = dict(Counter(self.steps or {}) + Counter(answer.steps))
        self.flags = dict(Counter(self.flags or {}) + Counter(answer.flags))
        self.faults = [*self.faults, *map(asdict, answer.faults)][:_TOLD_FAULTS]


def _state(tally: _Tally) -> dict[str, Any]:
    return {"rows": tally.rows, "refused": tally.refused, "noted": tally.noted, "repeated": tally.repeated,
            "steps": dict(sorted((tally.steps or {}).items())), "flags": dict(sorted((tally.flags or {}).items())),
            "faults": list(tally.faults)}


# -- before the rows are asked ------------------------------------------------------------


def _split(file: DeclarationFile, *, has_licenses: bool) -> tuple[Sequence[Any], tuple[FlagNotAsked, ...]]:
    """Return the flags that are asked, and those that the columns cannot answer with what would."""
    if file.is_orders:
        return flag_rules(), ()
    asked, rest = split_flags(file.columns.values(), has_licenses=has_licenses)
    needed = column_rules().tests
    return asked, tuple(
        FlagNotAsked(flag=rule.flag, strength=rule.strength.value, name=rule.name,
                     needs=tuple(" and ".join(sorted(one)) for one in needed.get(rule.kind, ())) or rule.needs)
        for rule in rest
    )


def _measure_all(file: DeclarationFile, like: LikeGoods, progress: Progress | None) -> None:
    """Read the file once and note how value, weight and number of like goods spread."""
    if "hs_code" not in file.columns.values():
        return
    for number, goods in enumerate(file.goods(), 1):
        if goods is not None:
            like.add(_measure(goods))
        if progress and number % 10_000 == 0:
            progress(number, "rows measured")
    like.close()


def _measure(goods: Goods | None) -> Measured:
    if goods is None:
        return Measured("", "", ())
    return measure(
        code=goods.code[:6], way=f"{goods.origin}-{goods.destination}" if goods.destination else "",
        quantity=goods.quantity, unit=goods.unit.casefold(), value=goods.value, currency=goods.currency,
        weight=goods.weight,
    )


def _complete(
    rows: Iterable[DeclarationRow], like: LikeGoods, licenses: Licenses | None, viewpoint: Viewpoint
) -> Iterator[DeclarationRow]:
    """Yield rows with the facts that other rows and the licenses tell of them."""
    for row in rows:
        order = row.order
        if order is None or row.is_order:
            yield row
            continue
        facts = list(order.facts)
        compared = like.compare(_measure(goods_of(row)))
        if compared:
            worst = max(compared, key=lambda one: (one.spreads, one.measure))
            facts.append(NotedFact(fact="spreads_off_like_goods", values=(format(worst.spreads, ".2f"),)))
        if licenses is not None and row.license:
            facts += licenses.draw(row.license, order, unit=row.unit, day=order.dated or viewpoint.as_of)
        yield replace(row, order=replace(order, facts=tuple(facts)), compared=compared)


# -- asking -------------------------------------------------------------------------------


def answer_block(rows: Sequence[tuple[DeclarationRow, bool]], plan: AssessmentPlan, asker: RowAsker) -> BlockAnswer:
    """Answer a block of rows, each with the word whether its id stood before."""
    asked, desk = row_asked(plan.gates, plan.flags), asker.desk
    plain = [row for row, _ in rows if row.order is not None and not row.is_order]
    parties = [party for row in plain if row.order is not None for party in row.order.parties]
    screened = iter(tuple(desk.screen(parties, limit=plan.limit, threshold=plan.threshold, is_citing=False)))
    shapes: list[dict[str, Any]] = []
    steps: Counter[str] = Counter()
    flags: Counter[str] = Counter()
    for row, _ in rows:
        if row.order is None:
            shapes.append(refuse(row))
            continue
        if row.is_order:
            found = answer_order(row, desk)
        else:
            found = answer_declaration(row, asked, asker, list(islice(screened, len(row.order.parties))))
        shapes.append(found.shape)
        steps[found.step] += 1
        flags.update(f"{flag} {verdict.value}" for flag, verdict in found.flags.items())
    faults = tuple(row.fault for row, _ in rows if row.fault is not None)
    return BlockAnswer(
        lines=spell_lines(shapes), rows=len(rows), steps=steps, flags=flags, refused=len(faults),
        noted=sum(bool(row.notes) for row, _ in rows), repeated=sum(is_repeated for _, is_repeated in rows),
        faults=faults[:_TOLD_FAULTS],
    )


def _answer(
    rows: Iterator[DeclarationRow], file: DeclarationFile, plan: AssessmentPlan, journal: Journal, *, desk: Desk,
    folder: Path, jobs: int, progress: Progress | None,
) -> None:
    tally = _Tally(**journal.state)
    here = partial(answer_block, plan=plan, asker=RowAsker(desk))
    apart = partial(_answer_apart, plan=plan, folder=str(folder))
    size = ORDERS_BLOCK if file.is_orders else 0
    for answer in answer_blocks(rows, here, apart, done=tally.rows, jobs=jobs, size=size):
        tally.add(answer)
        journal.write([answer.lines, b""][:len(journal.outputs)], state=_state(tally))
        if progress:
            progress(tally.rows, "rows")


def _answer_apart(rows: Sequence[tuple[DeclarationRow, bool]], *, plan: AssessmentPlan, folder: str) -> BlockAnswer:
    return answer_block(rows, plan, _open_asker(folder, plan.viewpoint))


@lru_cache(maxsize=1)
def _open_asker(folder: str, viewpoint: Viewpoint) -> RowAsker:
    """Open the record once in each process, with what it answered for earlier rows."""
    return RowAsker(open_desk(folder, viewpoint))


# -- around the rows ----------------------------------------------------------------------


def _close(plan: AssessmentPlan, journal: Journal) -> None:
    """Write the last line of the answers, and the worklist made of them."""
    if plan.worklist is not None:
        lines = _worklist(part_of(plan.out), plan.most)
        journal.append(1, b"".join(lines))
    journal.append(0, spell_line({"line": "foot", **{k: v for k, v in journal.state.items() if k != "faults"}}))


def _worklist(out: Path, most: int) -> Iterator[bytes]:
    """Yield the gravest lines in order, each with its rank; what nothing was found of is left out."""
    def due() -> Iterator[dict[str, Any]]:
        with out.open("rb") as stream:
            for line in stream:
                shape = json.loads(line)
                if shape["line"] == "row" and shape["result"] == "assessed" and (
                    shape["step"] != NOTHING or shape["groups"]
                ):
                    yield shape
    for place, shape in enumerate(heapq.nsmallest(most, due(), key=rank), 1):
        yield spell_line({"rank": place, **{key: value for key, value in shape.items() if key != "line"}})


def _head(file: DeclarationFile, settings: Mapping[str, Any], desk: Desk, *, size: int) -> dict[str, Any]:
    return {
        "line": "head", "schema": SCHEMA, "program": f"enduse {__version__}", "viewpoint": settings["viewpoint"],
        "input": {"name": file.name, "format": file.format, "size": size, "sha256": settings["sha256"]},
        "columns": dict(file.columns), "flags_asked": settings["flags"],
        "gates_asked": settings["gates"],
        "lists": to_json(desk.coverage, kind="sources")["sources"],
    }


def _settings(
    file: DeclarationFile, plan: AssessmentPlan, *, sha256: str, licenses: Path | None
) -> dict[str, Any]:
    """Return all that the answers depend on: a run goes on only where it is the same."""
    return {
        "program": __version__, "sha256": sha256, "column_map": dict(sorted(file.column_map.items())),
        "encoding": file.encoding, "limit": plan.limit, "threshold": plan.threshold, "most": plan.most,
        "viewpoint": spell_viewpoint(plan.viewpoint), "flags": list(plan.flags), "gates": list(plan.gates),
        "licenses": receive_file(licenses, role="licenses").sha256 if licenses else "",
        "outputs": [path.name for path in (plan.out, plan.worklist) if path],
    }


def _check_names(plan: AssessmentPlan) -> None:
    for path in (plan.out, plan.worklist):
        if path is not None and path.suffix.lower() not in (".jsonl", ".ndjson", ".json", ""):
            raise UsageError("answers are JSON Lines.", where=str(path), remedy="Name it .jsonl.")


def _count_steps(steps: Mapping[str, int] | None) -> tuple[StepCount, ...]:
    counted = steps or {}
    return tuple(StepCount(step=step, rows=counted[step]) for step in sorted(counted, key=lambda s: (s == NOTHING, s)))


def _count_flags(counts: Mapping[str, int] | None) -> tuple[FlagCount, ...]:
    """Return what the rows were answered flag by flag, the most often met first."""
    counted = counts or {}
    by_flag = flags_by_id()
    flags = sorted({key.partition(" ")[0] for key in counted})
    found = [
        FlagCount(flag=flag, strength=by_flag[flag].strength.value, name=by_flag[flag].name, **{
            name: counted.get(f"{flag} {verdict.value}", 0) for name, verdict in
            (("met", Verdict.MET), ("not_met", Verdict.NOT_MET), ("unknown", Verdict.UNKNOWN))
        })
        for flag in flags
    ]
    return tuple(sorted(found, key=lambda one: (-one.met, one.flag)))


def _notes(like: LikeGoods, license_faults: Sequence[Fault]) -> tuple[str, ...]:
    notes = []
    if like.is_cut:
        notes.append("Goods are of too many codes and ways; some were compared by their code or heading alone.")
    notes += [f"licenses: {fault.place}: {fault.reason}" for fault in license_faults[:_TOLD_FAULTS]]
    return tuple(notes)
