"""What an audience sees is the same, byte for byte, when all it may not see is deleted from the store.

And replay: what is loaded later never changes an answer for an earlier moment.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.citing import cite
from enduse.model.marking import PUBLIC, Audience, Level, Marking, Tlp
from enduse.model.statement import Document, Locator, Record, Statement
from enduse.model.viewpoint import Viewpoint
from enduse.store.record import Store, Version

START = datetime(2026, 1, 1, tzinfo=UTC)
PRINCIPALS = ["DE", "US", "NATO"]

markings = st.builds(
    Marking,
    level=st.sampled_from(Level),
    releasable_to=st.none() | st.frozensets(st.sampled_from(PRINCIPALS)),
    tlp=st.sampled_from([Tlp.CLEAR, Tlp.GREEN, Tlp.RED]),
    originators=st.sampled_from([frozenset(), frozenset({"US"})]),
)
statements = st.builds(
    Statement,
    subject=st.sampled_from(["p-1", "p-2", "p-3"]),
    schema=st.just("Company"),
    prop=st.sampled_from(["name", "front_for", "topics"]),
    value=st.sampled_from(["p-1", "p-2", "Kiln Works", "Reed Trading"]),
    printed=st.sampled_from(["as printed", "otherwise printed"]),
    source=st.just("reports"),
    locator=st.builds(Locator, record=st.sampled_from(["para 1", "para 2"]), offset=st.integers(0, 9)),
    origin=st.sampled_from(["one", "two"]),
    marking=markings,
)
loads = st.lists(
    st.tuples(
        st.lists(statements, max_size=6),
        markings,
        st.sampled_from([None, date(2020, 1, 1), date(2021, 1, 1)]),
    ),
    max_size=5,
)
audiences = st.builds(
    Audience, principal=st.sampled_from(PRINCIPALS), level=st.sampled_from(Level), tlp=st.sampled_from(Tlp)
)


def fill(store: Store, loaded: Sequence[tuple[list[Statement], Marking, date | None]], *, start: int = 0) -> None:
    for number, (claims, marking, day) in enumerate(loaded, start):
        at = START + timedelta(days=number)
        sha256, size = store.keep_document(io.BytesIO(f"document {number} {day}".encode()))
        document = Document(
            sha256=sha256, name=f"paper {number}", media_type="text/plain", size=size, source="reports",
            published=day, received_at=at, marking=marking,
        )
        series = "reports" if day else f"doc:{sha256}"
        version = Version(  # every version of a list has one marking; a paper has its own
            series=series, source="reports", files=(("", document),), effective_on=day,
            marking=PUBLIC if day else marking,
        )
        store.load(version, [Record(subject=s.subject, statements=(s,)) for s in claims], at=at)


def everything_seen(store: Store, viewpoint: Viewpoint) -> str:
    """Spell all that a view gives, so that two views can be compared byte by byte."""
    view = store.view(viewpoint)
    sightings = [*view.claims(["name", "front_for", "topics"])]
    entities = view.entities(["p-1", "p-2", "p-3"])
    seen = {
        "sightings": [asdict(cite(s)) | {"id": s.id, "words": s.statement.printed} for s in sightings],
        "names": [*view.names(["name"])],
        "about": [s.id for s in view.about(["p-1", "p-2"])],
        "pointing": [s.id for s in view.pointing_at(["p-1"], ["front_for"])],
        "entities": [asdict(entity) for entity in entities.values()],
        "coverage": [asdict(cover) for cover in view.coverage()],
        "versions": view.versions("reports"),
    }
    return json.dumps(seen, default=str)


def delete_hidden(store: Store, audience: Audience) -> None:
    """Delete every statement, document and load that an audience may not see."""
    from enduse.store.spelling import read_marking

    spellings = [row[0] for row in store._db.rows("SELECT spelling FROM marking")]
    store._db.execute("INSERT INTO setting VALUES ('erasing', 'test')")
    for spelling in spellings:
        if not read_marking(spelling).is_visible_to(audience):
            store._db.execute(
                "DELETE FROM appearance WHERE statement IN (SELECT id FROM statement WHERE marking = ?)", (spelling,)
            )
            for table in ("statement", "document", "load"):
                store._db.execute(f"DELETE FROM {table} WHERE marking = ?", (spelling,))
            store._db.execute("DELETE FROM marking WHERE spelling = ?", (spelling,))
    store._db.execute("DELETE FROM setting WHERE name = 'erasing'")


@settings(max_examples=60, deadline=None)
@given(loaded=loads, audience=audiences, day=st.sampled_from([date(2020, 6, 1), date(2026, 6, 1)]))
def test_deleting_what_an_audience_may_not_see_changes_no_byte_of_what_it_gets(
    loaded: list[tuple[list[Statement], Marking, date | None]], audience: Audience, day: date
) -> None:
    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder))
        fill(store, loaded)
        viewpoint = Viewpoint(as_of=day, known_by=START + timedelta(days=99), audience=audience)
        before = everything_seen(store, viewpoint)
        delete_hidden(store, audience)
        assert everything_seen(store, viewpoint) == before
        store.close()


@settings(max_examples=60, deadline=None)
@given(earlier=loads, later=loads, day=st.sampled_from([date(2020, 6, 1), date(2026, 6, 1)]))
def test_loading_more_later_never_changes_an_answer_for_an_earlier_moment(
    earlier: list[tuple[list[Statement], Marking, date | None]],
    later: list[tuple[list[Statement], Marking, date | None]],
    day: date,
) -> None:
    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder))
        fill(store, earlier)
        viewpoint = Viewpoint(as_of=day, known_by=START + timedelta(days=len(earlier)))
        before = everything_seen(store, viewpoint)
        fill(store, later, start=50)
        assert everything_seen(store, viewpoint) == before
        store.close()


@settings(max_examples=60, deadline=None)
@given(loaded=loads)
def test_the_order_in_which_versions_are_loaded_does_not_matter_to_today(
    loaded: list[tuple[list[Statement], Marking, date | None]],
) -> None:
    dated = {day: (claims, marking) for claims, marking, day in loaded if day}
    seen = []
    for days in (sorted(dated), sorted(dated, reverse=True)):
        with TemporaryDirectory() as folder:
            store = Store.open(Path(folder))
            fill(store, [(dated[day][0], dated[day][1], day) for day in days])
            answers = []
            for asked in (date(2019, 1, 1), date(2020, 6, 1), date(2026, 6, 1)):
                view = store.view(Viewpoint(as_of=asked, known_by=START + timedelta(days=99)))
                answers.append([s.id for s in view.claims(["name", "front_for", "topics"])])
            seen.append(answers)
            store.close()
    assert seen[0] == seen[1]
