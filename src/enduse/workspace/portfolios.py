"""Files of one's own parties kept in the record under a name: customers, suppliers, watch-lists.

The bytes lie in the vault, named by their hash; an event says under which name they
are kept and how their columns are read. A newer file of the same name takes the
place of the older one from then on, and so does its removal: an earlier moment still
shows what was kept then. Parties of a portfolio are no statements, so no question
about others ever finds them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from enduse.errors import InputError, NotFoundError, UsageError
from enduse.model.marking import Marking
from enduse.model.portfolio import Portfolio
from enduse.model.statement import Document, Event
from enduse.store.record import Store, Version
from enduse.store.view import View
from enduse.workspace.loading import OWN
from enduse.workspace.party_files import PartyFile, open_party_file

KEPT, REMOVED, SEEN = "portfolio kept", "portfolio removed", "portfolio changes seen"
SOURCE = "portfolio"
_NAME = re.compile(r"\w[\w .-]{0,79}")


def keep_portfolio(
    store: Store, view: View, path: Path, *, name: str, column_map: Mapping[str, str], encoding: str,
    marking: Marking | None, actor: str, at: datetime,
) -> Portfolio:
    """Keep a file of parties under a name; the same file again changes nothing.

    Raises:
        UsageError: the name is none.
        InputError: the file cannot be used, or no row of it can.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name[:40]!r} is no name for a portfolio.", remedy="Use up to 80 letters and figures.")
    file = open_party_file(path, column_map=column_map, encoding=encoding)
    usable = [row.party is not None for row in file.rows()]
    if not any(usable):
        raise InputError("no row of the file can be screened.", where=path.name, remedy="See: enduse screen --in.")
    marking = marking or OWN
    at = _after_the_last(view, name, at)
    with path.open("rb") as stream:
        sha256, size = store.keep_document(stream)
    document = Document(
        sha256=sha256, name=path.name, media_type="application/octet-stream", size=size, source=SOURCE, published=None,
        received_at=at, marking=marking,
    )
    version = Version(
        series=f"doc:{sha256}", source=SOURCE, files=(("", document),), effective_on=None, marking=marking,
        is_dated=False,
    )
    how = {
        "document": sha256, "file_name": path.name, "parties": sum(usable), "not_usable": len(usable) - sum(usable),
        "column_map": dict(sorted(column_map.items())), "encoding": encoding,
    }
    held = next((event for event in _events(view, name)), None)
    if held is not None and held.act == KEPT and json.loads(held.reason) == how and held.marking == marking:
        return _read(held)
    store.load(version, (), at=at)
    store.note_event(at=at, actor=actor, act=KEPT, object=name, reason=json.dumps(how, sort_keys=True), marking=marking)
    return _read(Event(at=at, actor=actor, act=KEPT, object=name, reason=json.dumps(how), marking=marking))


def remove_portfolio(store: Store, view: View, name: str, *, actor: str, at: datetime) -> Portfolio:
    """Keep no portfolio of that name from now on; what was kept stays in the record. Raises NotFoundError."""
    held = find_portfolio(view, name)
    marking = next(event.marking for event in _events(view, name))
    store.note_event(at=_after_the_last(view, name, at), actor=actor, act=REMOVED, object=name, marking=marking)
    return held


def list_portfolios(view: View) -> tuple[Portfolio, ...]:
    """Return the portfolios that are kept, by name."""
    last = {event.object: event for event in view.events((KEPT, REMOVED))}
    return tuple(_read(last[name]) for name in sorted(last) if last[name].act == KEPT)


def find_portfolio(view: View, name: str) -> Portfolio:
    """Return the portfolio of that name. Raises NotFoundError where none is visible; names those there are."""
    found = next((held for held in list_portfolios(view) if held.name == name), None)
    if found is None:
        known = ", ".join(held.name for held in list_portfolios(view)) or "none"
        raise NotFoundError("no portfolio of that name is kept.", where=name, remedy=f"Kept: {known}.")
    return found


def open_portfolio(view: View, portfolio: Portfolio) -> PartyFile:
    """Return the file of a portfolio, to be read as when it was kept."""
    place = view.place_of(portfolio.document)
    return open_party_file(
        place, column_map=dict(portfolio.column_map), encoding=portfolio.encoding, name=portfolio.file_name
    )


def seen_until(view: View, portfolio: Portfolio) -> datetime:
    """Return the moment up to which the changes for a portfolio were noted as seen, at first that of its keeping."""
    first = min(e.at for e in view.events((KEPT,), object=portfolio.name))
    seen = [datetime.fromisoformat(e.reason) for e in view.events((SEEN,), object=portfolio.name)]
    return max([first, *seen])


def note_seen(store: Store, view: View, portfolio: Portfolio, *, until: datetime, actor: str, at: datetime) -> None:
    """Note that the changes for a portfolio up to a moment have been seen."""
    marking = next(event.marking for event in _events(view, portfolio.name))
    store.note_event(
        at=at, actor=actor, act=SEEN, object=portfolio.name, reason=until.isoformat(), marking=marking
    )


def _events(view: View, name: str) -> Iterator[Event]:
    """Yield the keeping and removing of one name, the newest first."""
    return reversed(view.events((KEPT, REMOVED), object=name))


def _after_the_last(view: View, name: str, at: datetime) -> datetime:
    """Return the moment, or the first after the last of that name, so that their order can be told."""
    last = next((event.at for event in _events(view, name)), None)
    return at if last is None or last < at else last + timedelta(microseconds=1)


def _read(event: Event) -> Portfolio:
    how = json.loads(event.reason)
    return Portfolio(
        name=event.object, document=how["document"], file_name=how["file_name"], parties=how["parties"],
        not_usable=how["not_usable"], column_map=tuple(sorted(how["column_map"].items())), encoding=how["encoding"],
        kept_at=event.at, actor=event.actor, marking=str(event.marking),
    )
