"""Documents and the statements made in them: nothing else is ever known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache

from enduse.errors import Fault
from enduse.model.marking import PUBLIC, Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes as received, named by their SHA-256 in hex.

    `published` is the day the publisher gave it (a list version, a message's
    date), None where nobody says; `source` is the publisher's list or series.
    """

    sha256: str
    name: str
    media_type: str
    size: int
    source: str
    published: date | None
    received_at: datetime
    marking: Marking = PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """A place in a document, told in two ways.

    `record` names the part that carries its own marking, in the publisher's or
    the paper's own words: "uid 9639", "para 2", "row 17". `start` and `end` count
    characters within the text of that part, so they say nothing of the rest.
    `offset` is where the part begins in the stored text of the document, or the
    line of a table; it is shown only to those who may see the whole document.
    `file` names which file of a version it stands in ("names", "aliases"), empty
    where there is one. Neither `offset` nor `file` is part of a statement's identity.
    """

    record: str
    start: int | None = None
    end: int | None = None
    offset: int | None = None
    file: str = ""


class SourceGrade(Enum):
    """How far the source has proved reliable (Admiralty code, letter)."""

    A = "completely reliable"
    B = "usually reliable"
    C = "fairly reliable"
    D = "not usually reliable"
    E = "unreliable"
    F = "cannot be judged"


class InformationGrade(Enum):
    """How far the information is confirmed (Admiralty code, digit)."""

    ONE = "confirmed by independent origins"
    TWO = "probably true"
    THREE = "possibly true"
    FOUR = "doubtful"
    FIVE = "improbable"
    SIX = "cannot be judged"


_DIGITS = dict(zip("123456", InformationGrade, strict=True))
_GRADES = {
    (letter, information): letter.name + digit for letter in SourceGrade for digit, information in _DIGITS.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A source letter and an information digit, printed as "B2"."""

    source: SourceGrade = SourceGrade.F
    information: InformationGrade = InformationGrade.SIX

    @classmethod
    def parse(cls, text: str) -> Grade:
        """Read "B2". Raises ValueError on anything else."""
        if len(text) != 2 or text[0] not in SourceGrade.__members__ or text[1] not in _DIGITS:
            raise ValueError(f"not a grade such as B2: {text!r}")
        return cls(source=SourceGrade[text[0]], information=_DIGITS[text[1]])

    def is_at_least(self, text: str) -> bool:
        """Tell whether both the letter and the digit are as good as those of `text` or better."""
        return all(mine <= theirs for mine, theirs in zip(str(self), text, strict=True))

    def __str__(self) -> str:
        return _GRADES[self.source, self.information]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One claim by one source at one place, with its printed words.

    `subject` is the entity spoken of, `schema` and `prop` follow FollowTheMoney
    where it has a word, else the tables in `knowledge/codes/`. `value` is the
    canonical value (ISO date, ISO 3166 code, entity id for a relation); `printed`
    the words as they stand. `hedge` keeps the words of doubt ("we believe"), never
    strengthened. `origin` names the independent origin, so that reprints count
    once. `said_on` is the day the source said it. A claim that holds in a stated
    period carries `valid_from` (included) and `valid_to` (excluded).
    `extractor` names the reader and its version; it is no part of the identity.
    """

    subject: str
    schema: str
    prop: str
    value: str
    printed: str
    source: str
    locator: Locator
    origin: str
    marking: Marking = PUBLIC
    grade: Grade = Grade()
    hedge: str = ""
    denied: bool = False
    said_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    extractor: str = ""

    @property
    def id(self) -> str:
        """The statement's name: 32 hex digits made from its content, never from a counter.

        The document's hash and the place of the part within it are left out, so
        the name does not depend on parts that a reader may not see.
        """
        return statement_key(self, grade=str(self.grade), marking=marking_key(self.marking)).hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All statements of one record of a list: kept or refused together.

    A part tells more of a subject whose own record stands elsewhere in the list, so it is not counted as a record.
    """

    subject: str
    statements: tuple[Statement, ...]
    is_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A statement as a viewpoint shows it: with the document that carries it and when we were told.

    `document` and the locator's `offset` are None for an audience that may see
    the statement but not the whole document.
    """

    id: str
    statement: Statement
    document: str | None
    document_name: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person decided about an object, why, and until when."""

    id: str
    kind: str
    object: str
    verdict: str
    reason: str
    actor: str
    at: datetime
    until: date | None = None
    marking: Marking = PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that was done in the workspace: when, by whom, what, to what, and why."""

    at: datetime
    actor: str
    act: str
    object: str
    reason: str
    marking: Marking = PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResult:
    """What loading one document, or the files of one version, did to the record."""

    source: str
    documents: tuple[str, ...]
    published: date | None
    received_at: datetime
    records: int
    statements: int
    appeared: int
    vanished: int
    unchanged: bool
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


def content_id(*parts: object) -> str:
    """Name something by its content: 32 hex digits of BLAKE2b over the parts, each with its length before it."""
    return hashlib.blake2b(_spell_parts(*parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


_PLAIN = "--0:5:False---"  # no start, end or hedge, not denied, no days: as `content_id` spells them


def statement_key(statement: Statement, *, grade: str, marking: str) -> bytes:
    """Return the bytes of a statement's id, as `content_id` makes them, given its grade and marking as spelled.

    Spelled out for speed: a load names every statement once, and most carry none of the rarer parts.
    """
    s, where = statement, statement.locator
    source, subject, schema, prop, value, printed = s.source, s.subject, s.schema, s.prop, s.value, s.printed
    origin, record = s.origin, where.record
    if (where.start is None and where.end is None and not s.hedge and s.denied is False and s.said_on is None
            and s.valid_from is None and s.valid_to is None):
        middle = _PLAIN
    else:
        middle = _spell_parts(where.start, where.end, s.hedge, s.denied, s.said_on, s.valid_from, s.valid_to)
    spelled = (
        f"{len(source)}:{source}{len(subject)}:{subject}{len(schema)}:{schema}{len(prop)}:{prop}"
        f"{len(value)}:{value}{len(printed)}:{printed}{len(origin)}:{origin}{len(record)}:{record}"
        f"{middle}{len(grade)}:{grade}{len(marking)}:{marking}"
    )
    return hashlib.blake2b(spelled.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _spell_parts(*parts: object) -> str:
    """Spell each part with its length before it, so that no two lists of parts are spelled alike."""
    return "".join(["-" if part is None else f"{len(text := str(part))}:{text}" for part in parts])


_ESCAPES = {ord(c): f"%{ord(c):02X}" for c in "%,;*"}


@lru_cache(maxsize=4096)
def marking_key(marking: Marking) -> str:
    """Spell a marking canonically: equal markings give equal text, and no others do."""
    def words(values: Iterable[str] | None) -> str:
        return "*" if values is None else ",".join(sorted(v.translate(_ESCAPES) for v in values))

    day = marking.declassify_on.isoformat() if marking.declassify_on else ""
    return ";".join((
        str(int(marking.level)), words(marking.scheme), words(marking.owners), words(marking.releasable_to),
        str(int(marking.tlp)), words(marking.originators), words(marking.caveats), day,
    ))
