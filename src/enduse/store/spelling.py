"""How markings, moments and statements are spelled in the tables, and read back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from urllib.parse import unquote

from enduse.model.marking import Level, Marking, Tlp
from enduse.model.statement import Grade, Locator, Statement, marking_key
from enduse.store.dialects import Row, Value

ALWAYS = date(1, 1, 1)  # from when a version holds that speaks of any day
COLUMNS = (
    "s.subject, s.id, s.schema, s.prop, s.value, s.printed, s.source, s.record, s.start_at, s.end_at, s.origin,"
    " s.marking, s.grade, s.hedge, s.denied, s.said_on, s.valid_from, s.valid_to, s.extractor"
)


def statement_row(statement: Statement, key: bytes, *, grade: str, marking: str) -> tuple[Value, ...]:
    """Spell a statement as a row of the table `statement`, given its key, grade and marking as spelled."""
    s, where = statement, statement.locator
    return (
        s.subject, key, s.schema, s.prop, s.value, s.printed, s.source, where.record, where.start, where.end, s.origin,
        marking, grade, s.hedge, 1 if s.denied else 0, s.said_on.isoformat() if s.said_on else None,
        s.valid_from.isoformat() if s.valid_from else None, s.valid_to.isoformat() if s.valid_to else None,
        s.extractor,
    )


def read_statement(row: Row, *, offset: int | None) -> Statement:
    """Read a row of `COLUMNS` back into a statement."""
    (subject, _, schema, prop, value, printed, source, record, start, end, origin, marking, grade, hedge, denied,
     said_on, valid_from, valid_to, extractor) = row[:19]
    return Statement(
        subject=subject, schema=schema, prop=prop, value=value, printed=printed, source=source,
        locator=Locator(record=record, start=start, end=end, offset=offset), origin=origin,
        marking=read_marking(marking), grade=read_grade(grade), hedge=hedge, denied=bool(denied),
        said_on=_read_day(said_on), valid_from=_read_day(valid_from), valid_to=_read_day(valid_to),
        extractor=extractor,
    )


@lru_cache(maxsize=4096)
def read_marking(text: str) -> Marking:
    """Read back what `marking_key` spelled."""
    level, scheme, owners, released, tlp, originators, caveats, day = text.split(";")
    return Marking(
        level=Level(int(level)), scheme=_words(scheme), owners=_words(owners),
        releasable_to=None if released == "*" else _words(released), tlp=Tlp(int(tlp)),
        originators=_words(originators), caveats=_words(caveats), declassify_on=_read_day(day or None),
    )


@lru_cache(maxsize=64)
def read_grade(text: str) -> Grade:
    """Return the grade that a spelling such as "B2" means."""
    return Grade.parse(text)


def spell_moment(moment: datetime) -> str:
    """Spell an aware moment so that text order is time order: 2026-01-31T09:30:00.000000Z."""
    if moment.tzinfo is None:
        raise ValueError("a moment carries its time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@lru_cache(maxsize=4096)
def read_moment(text: str) -> datetime:
    """Read back what `spell_moment` spelled."""
    return datetime.fromisoformat(text)


def spell_marking(marking: Marking) -> str:
    """Return the spelling of a marking in the record, the same for equal markings."""
    return marking_key(marking)


def _words(text: str) -> frozenset[str]:
    return frozenset(unquote(word) for word in text.split(",")) if text else frozenset()


@lru_cache(maxsize=4096)
def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
