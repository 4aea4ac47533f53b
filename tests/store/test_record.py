"""The record keeps every version, in whatever order it comes, on SQLite and on PostgreSQL."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from enduse.errors import Fault, InputError, NotFoundError, UsageError
from enduse.model.marking import PUBLIC, Marking
from enduse.model.statement import Document, Judgement, LoadResult, Locator, Record, Statement, content_id
from enduse.model.viewpoint import Viewpoint
from enduse.store.entities import entity_of
from enduse.store.record import Store, Version

DAY_ZERO = datetime(2026, 1, 1, tzinfo=UTC)
BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BACKENDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    address = request.getfixturevalue("postgres") if request.param == "postgresql" else ""
    opened = Store.open(tmp_path, address=address)
    yield opened
    opened.close()


def say(subject: str, prop: str, value: str, *, marking: Marking = PUBLIC, source: str = "fiction") -> Statement:
    return Statement(
        subject=subject, schema="Company", prop=prop, value=value, printed=value, source=source,
        locator=Locator(record=subject, offset=7), origin=source, marking=marking,
    )


def load(
    store: Store, day: str, names: Sequence[str], *, moment: int, faults: Sequence[Fault] = (), series: str = "fiction"
) -> LoadResult:
    """Load one version of a fictional list whose records are the given names."""
    at = DAY_ZERO + timedelta(days=moment)
    sha256, size = store.keep_document(io.BytesIO(f"{day} {names}".encode()))
    document = Document(
        sha256=sha256, name=f"{day}.csv", media_type="text/csv", size=size, source=series,
        published=date.fromisoformat(day), received_at=at,
    )
    version = Version(series=series, source=series, files=(("", document),), effective_on=date.fromisoformat(day))
    records = [Record(subject=n, statements=(say(n, "name", n, source=series),)) for n in names]
    return store.load(version, [*records, *faults], at=at)


def held(store: Store, as_of: str, *, moment: int) -> list[str]:
    known_by = DAY_ZERO + timedelta(days=moment, hours=1)
    view = store.view(Viewpoint(as_of=date.fromisoformat(as_of), known_by=known_by))
    return [s.statement.value for s in view.claims(["name"])]


def test_a_version_holds_from_its_day_until_the_next_one(store: Store) -> None:
    load(store, "2020-01-01", ["anvil", "brook"], moment=0)
    result = load(store, "2022-01-01", ["anvil", "cedar"], moment=1)
    assert (result.appeared, result.vanished) == (1, 1)
    assert held(store, "2019-12-31", moment=9) == []
    assert held(store, "2021-12-31", moment=9) == ["anvil", "brook"]
    assert held(store, "2022-01-01", moment=9) == ["anvil", "cedar"]


def test_an_older_version_loaded_later_takes_its_place_and_changes_no_answer_given_before(store: Store) -> None:
    load(store, "2020-01-01", ["anvil", "brook"], moment=0)
    load(store, "2022-01-01", ["anvil", "cedar"], moment=1)
    load(store, "2021-01-01", ["brook", "delta"], moment=2)
    assert held(store, "2021-06-01", moment=2) == ["brook", "delta"]
    assert held(store, "2022-06-01", moment=2) == ["anvil", "cedar"]
    assert held(store, "2021-06-01", moment=1) == ["anvil", "brook"]
    assert held(store, "2022-06-01", moment=0) == ["anvil", "brook"]


def test_loading_the_same_version_again_changes_nothing_and_says_so(store: Store) -> None:
    assert not load(store, "2020-01-01", ["anvil"], moment=0).unchanged
    assert load(store, "2020-01-01", ["anvil"], moment=1).unchanged


def test_two_versions_told_at_one_moment_are_both_known_at_that_moment(store: Store) -> None:
    load(store, "2020-01-01", ["anvil"], moment=0)
    load(store, "2021-01-01", ["brook"], moment=0)
    view = store.view(Viewpoint(as_of=date(2021, 6, 1), known_by=DAY_ZERO))
    assert [s.statement.value for s in view.claims(["name"])] == ["brook"]


def test_a_clock_that_runs_backwards_changes_no_answer_given_before(store: Store) -> None:
    load(store, "2020-01-01", ["anvil"], moment=5)
    assert any("Check the clock" in note for note in load(store, "2021-01-01", ["brook"], moment=1).notes)
    assert held(store, "2021-06-01", moment=4) == []
    assert held(store, "2021-06-01", moment=5) == ["brook"]


def test_a_version_of_a_list_under_another_marking_is_refused(store: Store) -> None:
    load(store, "2020-01-01", ["anvil"], moment=0)
    document = Document(
        sha256="0" * 64, name="x", media_type="text/csv", size=1, source="fiction", published=None,
        received_at=DAY_ZERO,
    )
    version = Version(
        series="fiction", source="fiction", files=(("", document),), effective_on=date(2021, 1, 1),
        marking=Marking(releasable_to=frozenset({"DE"})),
    )
    with pytest.raises(UsageError, match="one marking"):
        store.load(version, [], at=DAY_ZERO)


def test_a_record_that_cannot_be_read_is_not_taken_as_withdrawn(store: Store) -> None:
    load(store, "2020-01-01", ["anvil", "brook", "cedar"], moment=0)
    fault = Fault(place="row 2", reason="unknown kind", subject="brook")
    load(store, "2021-01-01", ["anvil"], moment=1, faults=[fault])
    assert held(store, "2021-01-01", moment=1) == ["anvil", "brook"]


def test_a_fault_that_names_no_record_lets_nothing_vanish(store: Store) -> None:
    load(store, "2020-01-01", ["anvil", "brook"], moment=0)
    result = load(store, "2021-01-01", ["anvil"], moment=1, faults=[Fault(place="row 2", reason="damaged")])
    assert held(store, "2021-01-01", moment=1) == ["anvil", "brook"]
    assert result.notes


def test_a_load_that_breaks_off_keeps_nothing(store: Store) -> None:
    load(store, "2020-01-01", ["anvil"], moment=0)

    def records() -> Iterator[Record | Fault]:
        yield Record(subject="brook", statements=(say("brook", "name", "brook"),))
        raise InputError("the file breaks off.", where="list.xml:9")

    document = Document(
        sha256="0" * 64, name="x", media_type="text/csv", size=1, source="fiction", published=None,
        received_at=DAY_ZERO,
    )
    version = Version(series="fiction", source="fiction", files=(("", document),), effective_on=date(2021, 1, 1))
    with pytest.raises(InputError, match="breaks off"):
        store.load(version, records(), at=DAY_ZERO + timedelta(days=1))
    assert held(store, "2021-06-01", moment=9) == ["anvil"]


def test_coverage_says_which_version_answers_or_that_none_does(store: Store) -> None:
    load(store, "2020-01-01", ["anvil"], moment=0)
    view = store.view(Viewpoint(as_of=date(2019, 1, 1), known_by=DAY_ZERO + timedelta(days=9)))
    (cover,) = view.coverage()
    assert cover.version is None
    assert "2020-01-01" in cover.note
    view = store.view(Viewpoint(as_of=date(2020, 5, 1), known_by=DAY_ZERO + timedelta(days=9)))
    assert view.coverage()[0].version == date(2020, 1, 1)


def test_the_database_itself_refuses_changes(store: Store) -> None:
    load(store, "2020-01-01", ["anvil"], moment=0)
    for sql in ("UPDATE statement SET value = 'x'", "DELETE FROM appearance", "DELETE FROM load"):
        with pytest.raises(Exception, match="append-only"):
            store._db.execute(sql)


def test_an_erasure_removes_bytes_and_claims_and_leaves_its_event(store: Store) -> None:
    load(store, "2020-01-01", ["anvil"], moment=0)
    view = store.view(Viewpoint(as_of=date(2020, 5, 1), known_by=DAY_ZERO + timedelta(days=9)))
    sha256 = next(view.claims(["name"])).document or ""
    assert store.erase_document(sha256, at=DAY_ZERO, actor="officer", reason="court order") == 1
    assert held(store, "2020-06-01", moment=9) == []
    with pytest.raises(NotFoundError):
        store.view(view.viewpoint).open_document(sha256)
    assert list(store.broken_events()) == []
    acts = [row[0] for row in store._db.rows("SELECT act FROM event")]
    assert acts == ["erased"]


def test_judgements_are_seen_from_the_moment_they_were_made(store: Store) -> None:
    at = DAY_ZERO + timedelta(days=3)
    store.judge(Judgement(
        id=content_id("j1"), kind="hit", object="anvil", verdict="not the same", reason="other birth date",
        actor="officer", at=at,
    ))
    before = Viewpoint(as_of=date(2026, 1, 2), known_by=at - timedelta(seconds=1))
    after = Viewpoint(as_of=date(2026, 1, 2), known_by=at)
    assert store.view(before).judgements("anvil") == ()
    assert store.view(after).judgements("anvil")[0].verdict == "not the same"


def test_events_are_chained_and_a_changed_one_is_found(store: Store) -> None:
    for act in ("opened", "asked", "closed"):
        store.note_event(at=DAY_ZERO, actor="officer", act=act, object="case 1")
    assert list(store.broken_events()) == []


def test_every_column_of_a_statement_comes_back_as_it_was(store: Store) -> None:
    statement = Statement(
        subject="p-1", schema="Organization", prop="front_for", value="p-2", printed="a front, we believe",
        source="reports", locator=Locator(record="para 2", start=3, end=9, offset=120), origin="reports",
        marking=Marking(releasable_to=frozenset({"DE", "a,b;c*"}), caveats=frozenset({"%"})), hedge="we believe",
        denied=True, said_on=date(2009, 2, 3), valid_from=date(2008, 1, 1), valid_to=date(2030, 1, 1), extractor="x/1",
    )
    sha256, size = store.keep_document(io.BytesIO(b"paper"))
    document = Document(
        sha256=sha256, name="paper", media_type="text/plain", size=size, source="reports", published=None,
        received_at=DAY_ZERO,
    )
    version = Version(series=f"doc:{sha256}", source="reports", files=(("", document),), effective_on=None)
    store.load(version, [Record(subject="p-1", statements=(statement,))], at=DAY_ZERO)
    view = store.view(Viewpoint(as_of=date(2026, 1, 1), known_by=DAY_ZERO))
    sighting = view.sighting(statement.id[:8])
    assert sighting.statement == statement
    assert sighting.id == statement.id
    assert [s.id for s in view.pointing_at(["p-2"], ["front_for"])] == [statement.id]


def test_an_entity_is_of_the_narrowest_kind_that_anybody_states() -> None:
    for kinds, narrowest in (
        (("LegalEntity", "Person", "LegalEntity"), "Person"),
        (("Organization", "Company", "LegalEntity"), "Company"),
    ):
        said = [replace(say("p-1", "name", f"n{i}"), schema=kind) for i, kind in enumerate(kinds)]
        assert entity_of(said).schema == narrowest
