"""One document read: its text, heading, portions with markings, claims, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from enduse.errors import Fault
from enduse.model.marking import PUBLIC, Marking, join_all
from enduse.reading.bytes import read_bytes
from enduse.reading.claims import in_order, read_claims
from enduse.reading.conflicts import find_conflicts, tell_conflicts
from enduse.reading.denials import deny
from enduse.reading.facts import Claim, HeaderFact, Portion, Span
from enduse.reading.filling import fill_gaps
from enduse.reading.frame import complete
from enduse.reading.governments import read_governments
from enduse.reading.kinds.imprint import Imprint, read_imprint
from enduse.reading.kinds.papers import read_paper
from enduse.reading.kinds.recognising import find_language, recognise_paper
from enduse.reading.marks import hold_back, parse_mark, to_marking
from enduse.reading.message_header import Heading, is_message, read_heading
from enduse.reading.portions import read_portions
from enduse.reading.proposed_names import NAME, NameModel, add_claims_of_names
from enduse.reading.recognition import Recogniser
from enduse.reading.stored_text import PrintedRun

EXTRACTOR = "enduse.reading 1"
UNKNOWN_OWNER = "owner"
_EDGE = 2_000  # characters at each end of a paper, among which its banner may stand
_EDGE_LINES = 10
_LEAST_BANNER, _LONGEST_BANNER = 3, 60  # letters of a line that is a banner: more than the first


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReading:
    """What one document says, with places into `text` (every span quotes it).

    `format` is "message" or "text". `facts` are claims about parties, items and
    requests. `published` is the day of the date-time group, `reference` the
    paper's own number ("09STATE96222"), empty where it prints none. `banner` is
    the marking of the whole, `owner` the principal whose paper it is ("owner" where no heading tells). `recognised`
    are the runs that were read from pictures, in order.
    """

    text: str
    format: str
    media: str
    language: str
    header: tuple[HeaderFact, ...]
    portions: tuple[Portion, ...]
    banner: Marking
    owner: str
    facts: tuple[Claim, ...]
    faults: tuple[Fault, ...]
    published: date | None
    reference: str
    pages: tuple[int, ...]
    notes: tuple[str, ...]
    recognised: tuple[PrintedRun, ...] = ()


def read_document(
    data: bytes, *, name: str, marking: Marking | None = None, recogniser: Recogniser | None = None,
    names: NameModel | None = None,
) -> DocumentReading:
    """Return the reading of a document's bytes.

    `marking` is what the whole carries as far as the caller knows; a paper that
    prints no mark gets it, one that does is never below it. Without it, what
    prints no mark is kept with the owner until a person judges it. A `recogniser`
    reads the letters of pictures; as a mark may be misread in one, such a paper
    stays with its owner too where no `marking` is given. `names` proposes parties
    that the rules do not see.

    Cost: linear in the text, about 20 us a character for a message, 140 ms for one of four pages.

    Raises:
        InputError: the bytes cannot be used at all (see `enduse.reading.bytes`).
    """
    stored = read_bytes(data, name=name, recogniser=recogniser)
    text, recognised = stored.text, tuple(run for run in stored.runs if run.confidence is not None)
    heading = read_heading(text) if is_message(text) else None
    owner = heading.owner if heading else UNKNOWN_OWNER
    day = heading.published if heading else None
    banner = _banner(heading, marking, owner)
    if heading is None:
        banner = join_all([banner, *_banner_lines(text, owner)])
    start = heading.end if heading else 0
    portions, faults = read_portions(
        text, start=start, banner=banner, owner=owner, day=day, numbered=heading is not None
    )
    portions = (*_heading_portions(heading, banner), *portions)
    if marking is not None:
        portions = tuple(_raise(portion, marking) for portion in portions)
    else:
        portions = tuple(each if each.is_marked and not recognised else _hold(each, owner) for each in portions)
    if heading is not None and heading.banner is None:
        reason = "no classification line was found; what carries no mark is kept with the owner."
        faults = (Fault(place="header", reason=reason, remedy="Check the paper."), *faults)
    kind = None if heading else recognise_paper(text)
    # The rules of messages know English alone.
    is_prose = kind is None or (kind.kind == "text" and kind.language in ("", "en"))
    imprint = read_imprint(text, portions, kind) if kind else Imprint()
    facts = read_paper(text, portions, kind) if kind and not is_prose else _read_prose(text, portions, heading, names)
    faults = (*faults, *tell_conflicts(find_conflicts(portions, facts), portions))
    return DocumentReading(
        text=text,
        format=kind.kind if kind else "message",
        media=stored.media,
        language=kind.language if kind else find_language(text),
        header=heading.facts if heading else imprint.facts,
        portions=portions,
        banner=banner,
        owner=owner,
        facts=facts,
        faults=(*stored.faults, *(_assumed(note) for note in stored.notes if "may be wrong" in note), *faults),
        published=day or imprint.published,
        reference=heading.reference if heading else imprint.reference,
        pages=stored.pages,
        notes=stored.notes,
        recognised=recognised,
    )


def _read_prose(
    text: str, portions: tuple[Portion, ...], heading: Heading | None, names: NameModel | None
) -> tuple[Claim, ...]:
    """Return the claims of a message or plain text; with `names` also those that turn on a name it proposed."""
    told = fill_gaps(text, portions, read_claims(text, portions, heading))
    told = deny(text, portions, [*told, *read_governments(text, portions)])
    claims = in_order(complete(text, told, has_number=heading is not None and bool(heading.reference)))
    if names is None:
        return claims
    more = deny(text, portions, read_claims(text, portions, heading, names))
    return in_order(add_claims_of_names(claims, more, extractor=f"{EXTRACTOR}, model {NAME} (names)"))


def _assumed(note: str) -> Fault:
    remedy = "If letters are wrong, save it as UTF-8 and read it again."
    return Fault(place="encoding", reason=f"{note}.", remedy=remedy)


def _banner(heading: Heading | None, marking: Marking | None, owner: str) -> Marking:
    printed = [to_marking(heading.banner, owner=owner, day=heading.published)] if heading and heading.banner else []
    given = [marking] if marking is not None else []
    return join_all([*printed, *given]) if printed or given else PUBLIC


def _banner_lines(text: str, owner: str) -> Iterator[Marking]:
    """Yield the marks that stand alone on the first and last lines of a paper that is no message: its own banner.

    A level in a single letter is none there. Only what narrows is ever taken from such a line.
    """
    first, last = text[:_EDGE].splitlines()[:_EDGE_LINES], text[-_EDGE:].splitlines()[-_EDGE_LINES:]
    for line in sorted({*first, *last}):
        words = line.strip(" \t*-_=#")
        mark = parse_mark(words) if _LEAST_BANNER < len(words) <= _LONGEST_BANNER and words.upper() == words else None
        if mark is not None:
            yield to_marking(mark, owner=owner, day=None)


def _raise(portion: Portion, marking: Marking) -> Portion:
    return replace(portion, marking=portion.marking.join(marking))


def _hold(portion: Portion, owner: str) -> Portion:
    return replace(portion, marking=hold_back(portion.marking, owner=owner))


def _heading_portions(heading: Heading | None, banner: Marking) -> tuple[Portion, ...]:
    """Return the heading and the subject as portions: the heading carries no mark of its own, a subject may."""
    if heading is None or heading.end == 0:
        return ()
    held = hold_back(banner, owner=heading.owner)
    whole = Portion(label="", start=0, end=heading.end, marking=held, is_marked=False, kind="header", text_start=0)
    if heading.subject is None:
        return (whole,)
    span, mark, at = heading.subject
    if mark is None:
        return whole, Portion(
            label="",
            start=span.start,
            end=span.end,
            marking=held,
            is_marked=False,
            kind="subject",
            text_start=span.start,
        )
    marking = to_marking(mark, owner=heading.owner, day=heading.published)
    start, end = min(span.start, at.start if at else span.start), max(span.end, at.end if at else span.end)
    subject = Portion(
        label="",
        start=start,
        end=end,
        marking=marking,
        is_marked=True,
        kind="subject",
        mark_span=at,
        says=mark.says,
        scheme=mark.scheme,
        rel=mark.rel_said,
        text_start=span.start,
    )
    return whole, subject


__all__ = ["EXTRACTOR", "DocumentReading", "Span", "read_document"]
