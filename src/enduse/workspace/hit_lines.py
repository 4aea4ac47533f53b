"""The lines that screening a file writes: one for each hit, and in the report one for each row asked.

Both are JSON Lines while they are written; hits become CSV or Parquet when the
last is there, so that a run that is interrupted can always be continued.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from enduse.errors import UsageError
from enduse.model.batch import ScreeningCounts
from enduse.model.evidence import Reason
from enduse.model.screening import Hit, Screening
from enduse.workspace.deciding import tell_decision
from enduse.workspace.party_rows import PartyRow

REPORT_SCHEMA = "enduse-screening-report/1"
COLUMNS = ("query_id", "rank", "score", "entity_id", "caption", "source", "reasons")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BATCH = 4096
_DIGITS = 6
_spell = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": "), allow_nan=False).encode


def hit_shape(query_id: str, hit: Hit) -> dict[str, Any]:
    """Return one hit with the keys of the published line."""
    return {
        "query_id": query_id, "rank": hit.rank, "score": round(hit.score, _DIGITS), "entity_id": hit.entity.id,
        "caption": hit.entity.caption, "source": ";".join(hit.entity.sources),
        "reasons": [reason_shape(reason) for reason in (*hit.reasons, *tell_decision(hit))],
    }


def reason_shape(reason: Reason) -> dict[str, Any]:
    """Return a reason with the keys of the published line."""
    return {"text": reason.text, "left": reason.left, "right": reason.right, "weight": round(reason.weight, _DIGITS)}


def row_shape(row: PartyRow, screening: Screening | None) -> dict[str, Any]:
    """Return the report's line on a row: what came of it, or where and why it was not screened."""
    fault = row.fault
    hits = open_hits(screening)
    return {
        "line": "row", "row": row.number, "query_id": row.query_id, "name": row.party.name if row.party else "",
        "result": "not screened" if screening is None else "hits" if hits else "none", "hits": len(hits),
        "allowed": len(screening.allowed) if screening else 0, "best": round(hits[0].score, _DIGITS) if hits else None,
        "place": row.place, "reason": fault.reason if fault else "", "remedy": fault.remedy if fault else "",
        "notes": list(row.notes),
    }


def open_hits(screening: Screening | None) -> tuple[Hit, ...]:
    """Return the hits that no decision has settled."""
    return tuple(hit for hit in screening.hits if not hit.is_allowed) if screening else ()


def count_rows(rows: Sequence[tuple[PartyRow, bool]], screenings: Sequence[Screening]) -> ScreeningCounts:
    """Count what became of rows, each with the word whether its id stood before; only some were screened."""
    hits = [len(open_hits(screening)) for screening in screenings]
    with_hits = sum(number > 0 for number in hits)
    return ScreeningCounts(
        rows=len(rows), with_hits=with_hits, without_hits=len(screenings) - with_hits,
        not_screened=len(rows) - len(screenings), hits=sum(hits),
        allowed=sum(len(screening.allowed) for screening in screenings),
        repeated_ids=sum(is_repeated for _, is_repeated in rows), noted=sum(bool(row.notes) for row, _ in rows),
    )


def spell_line(shape: dict[str, Any]) -> bytes:
    """Spell one line of JSON Lines."""
    return (_spell(shape) + "\n").encode()


def find_writer(out: Path) -> Callable[[Path, Path], None] | None:
    """Return what turns JSON Lines of hits into the format that a file's name asks for, None where they are it.

    Raises:
        UsageError: the name asks for a format that is not written.
    """
    match out.suffix.lower():
        case ".jsonl" | ".ndjson" | ".json" | "":
            return None
        case ".csv":
            return _write_csv
        case ".parquet" | ".pq":
            return _write_parquet
    remedy = "Name it .jsonl, .csv or .parquet."
    raise UsageError(f"hits are not written as {out.suffix}.", where=str(out), remedy=remedy)


def _write_csv(lines: Path, out: Path) -> None:
    """Write hits as CSV that a spreadsheet takes for text: a cell that it might compute gets an apostrophe in front."""
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for shape in _shapes(lines):
            reasons = json.dumps(shape["reasons"], ensure_ascii=False)
            writer.writerow([
                disarm(str(shape[key])) if isinstance(shape[key], str) else shape[key] for key in COLUMNS[:-1]
            ] + [disarm(reasons)])


def disarm(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _write_parquet(lines: Path, out: Path) -> None:
    from enduse.workspace.parquet import write_hits_parquet

    write_hits_parquet(_batches(_shapes(lines)), out)


def _shapes(lines: Path) -> Iterator[dict[str, Any]]:
    with lines.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield json.loads(line)


def _batches(shapes: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    stream = iter(shapes)
    while batch := list(islice(stream, _BATCH)):
        yield batch


def spell_lines(shapes: Sequence[dict[str, Any]]) -> bytes:
    """Spell several lines."""
    return b"".join(map(spell_line, shapes))
