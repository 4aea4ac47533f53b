"""Claims about products: one row says what somebody claims of one parameter of a model.

Rows of one maker and model are one product, whatever case, hyphens and spaces they
are written with. A row whose parameter, unit or value cannot be read is a fault. Memory: all claims of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from enduse.knowledge.product_claims import ClaimError, product_id, spell_claim
from enduse.sources.catalogue import SourceSpec
from enduse.sources.delimited import read_table
from enduse.sources.gathering import gather_rows
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, Row


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the claims; the file names no day of its own.

    Raises:
        InputError: the header differs, or while reading: the file breaks off.
    """
    file = files["claims"]
    rows = read_table(file, spec.role("claims").columns)
    return Publication(published=None, declared_records=None, records=gather_rows(rows, spec, file.name, _read_row))


def _read_row(row: Row, held: dict[str, Claims]) -> None:
    maker, model = row.required("maker"), row.required("model")
    name, value, by = row.required("parameter"), row.required("value"), row.required("claimed_by")
    axis, unit, standard = (row.take(field) for field in ("axis", "unit", "standard"))
    day = _day(row, row.take("claimed_on"))
    source, notes = row.take("source"), row.take("notes")
    row.finish()
    try:
        claim = spell_claim(name, value, axis=axis, unit=unit, standard=standard)
    except ClaimError as exc:
        raise row.fault(str(exc), exc.remedy) from None
    subject = product_id(maker, model)
    claims = held.get(subject)
    if claims is None:
        claims = held[subject] = row.claims(subject, "Item", record=f"{maker} {model}")
        claims.say("maker", maker)
        claims.say("model", model)
    within = f"claimed by {by}"
    words = " ".join(filter(None, (axis, name, value, unit, f"({standard})" if standard else "")))
    claims.say("parameter", claim, printed=words, within=within, offset=row.offset, said_on=day)
    claims.say("sourceUrl", source, within=within, offset=row.offset)
    claims.say("notes", notes, within=within, offset=row.offset)


def _day(row: Row, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise row.fault(f"the day {text[:20]!r} is not a date.", "Write it as 2026-01-31.") from None
