"""Through the whole program: what an audience is told is the same, byte for byte, when all it may not see is deleted.

And replay: what is loaded or read later changes no byte of an answer for an earlier moment.
All parties, places and papers are invented.
"""

from __future__ import annotations

import contextlib
import io
import os
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from enduse.interfaces.cli.main import main
from enduse.model.marking import Audience, Level, Marking
from enduse.model.statement import Document, Judgement, Locator, Record, Statement
from enduse.store.record import Store, Version
from enduse.store.spelling import read_marking
from enduse.workspace.settings import find_audience, read_settings

EXAMPLES = 80 if os.environ.get("ENDUSE_FULL") else 10  # some forty commands an example, twice
NOW = "2025-06-20T12:00:00Z"
HIDDEN = Marking(level=Level.TOP_SECRET, releasable_to=frozenset({"owner"}))
HEADER = "id,name,kind,aliases,country,address,topics,program,listed_on\n"
LISTS = (
    (
        "2024-03-01",
        "W-1,Quarry Bend Propulsion Institute,organization,,xc,,sanction,Missiles,2024-02-20\n",
    ),
    (
        "2025-01-15",
        "W-1,Quarry Bend Propulsion Institute,organization,,xc,,sanction,Missiles,2024-02-20\n"
        'W-2,Heron Gate Shipping,company,,xb,"4 Tide Street, Port Osier",sanction,Arms,2025-01-02\n',
    ),
)
HEAD = "R 12{n:02d}30Z MAR 25\nFM ARVANIA EXPORT OFFICE\nTO BELMORA TRADE MINISTRY\n{level} CONTROL 0000{n:02d}\n\n"
PAPERS = (
    HEAD.format(n=41, level="S E C R E T")
    + "SUBJECT: (U) A TRADER (INVENTED)\n\n1. (U) All names here are invented.\n\n"
    "2. (S/REL TO BELMORA) We believe that the Belmoran trading company Fellgate Reach Trading FZE acts for the\n"
    "Corvian firm Coldwater Pump Works.\n\n3. (S/NF) Coldwater Pump Works is a front company for the Quarry Bend\n"
    "Propulsion Institute, which develops solid propellant motors.\n",
    HEAD.format(n=42, level="C O N F I D E N T I A L") + "SUBJECT: (U) A TRADER (INVENTED)\n\n"
    "1. (C/REL TO ARVANIA, BELMORA) Fellgate Reach Trading FZE acts for Coldwater Pump Works. Coldwater Pump Works\n"
    "is a front company for the Quarry Bend Propulsion Institute.\n\n"
    "2. (C/REL TO ARVANIA) Fellgate Reach Trading is a front company for Heron Gate Shipping.\n",
    "MEMORANDUM\n\n1. (U) Coldwater Pump Works is a subsidiary of Coldwater Holdings.\n\n"
    "2. (S//NF) Coldwater Holdings acts for the Quarry Bend Propulsion Institute.\n",
    "MEMORANDUM\n\nOur office was told that Fellgate Reach Trading FZE supplies Coldwater Pump Works, and that\n"
    "Heron Gate Shipping acts for Fellgate Reach Trading FZE.\n",
)
ORDER = """\
schema: "enduse-order/1"
reference: "Invented order 7"
dated: "2025-06-02"
parties:
  - {name: "Alder Vale Machine Tools", country: "xa", roles: ["exporter"]}
  - {name: "Fellgate Reach Trading FZE", country: "xb", address: "4 Tide Street, Port Osier", roles: ["purchaser"]}
  - {name: "Coldwater Pump Works", country: "xc", roles: ["end_user"]}
lines:
  - count: "1 unit"
    item: {description: "Turning machine", kinds: ["machine_tool.turning"], parameters: {contouring_axes: "2"}}
route: {origin: "xa", destination: "xc"}
end_use: {text: "Turning of pump shafts"}
"""
PARTIES = (
    "id,name,country\n1,Coldwater Pump Works,xc\n2,Fellgate Reach Trading,xb\n3,Quarry Bend Propulsion Institute,\n"
    "4,Heron Gate Shiping,\n5,Alder Vale Machine Tools,xa\n"
)
AUDIENCES = ["public", "XB:SECRET", "XA:CONFIDENTIAL:AMBER", "XB:UNCLASSIFIED:RED", "DE", "owner"]
MARKINGS = [None, "TLP:GREEN", "TLP:RED", "SECRET//REL TO BELMORA", "C/NF", "UNCLASSIFIED"]


@contextlib.contextmanager
def _clock(moment: str) -> Iterator[None]:
    held = os.environ.get("ENDUSE_NOW")
    os.environ["ENDUSE_NOW"] = moment
    try:
        yield
    finally:
        if held is None:
            del os.environ["ENDUSE_NOW"]
        else:
            os.environ["ENDUSE_NOW"] = held


def _run(place: Path, *arguments: str, at: str = NOW) -> tuple[int, str, str]:
    """Run one command; return exit code, standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    with _clock(at), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["-w", str(place / "w"), *arguments])
    return code, out.getvalue(), err.getvalue()


def _must(place: Path, *arguments: str, at: str) -> None:
    code, _, err = _run(place, *arguments, at=at)
    assert code == 0, err


def _fill(
    place: Path, lists: Sequence[int], papers: Sequence[tuple[int, str | None]], *, month: str = "2025-04"
) -> None:
    """Load some of the lists and read some of the papers, each on a day of its own."""
    if not (place / "w").exists():
        with _clock("2025-03-01T00:00:00Z"):
            assert main(["init", str(place / "w")]) == 0
        (place / "parties.csv").write_text(PARTIES)
        for name, marked in (("open", ["--marking", "UNCLASSIFIED"]), ("own", [])):
            _must(place, "portfolio", "add", name, str(place / "parties.csv"), *marked, at="2025-03-01T09:00:00Z")
    for number in lists:
        day, rows = LISTS[number]
        (place / "list.csv").write_text(HEADER + rows)
        _must(
            place,
            "load",
            "table",
            "--marking",
            "UNCLASSIFIED",
            "--published",
            day,
            str(place / "list.csv"),
            at=f"{month}-0{number + 1}T09:00:00Z",
        )
    for number, marking in papers:
        (place / f"paper-{number}.txt").write_text(PAPERS[number])
        marked = ["--marking", marking] if marking else []
        _must(
            place,
            "read",
            "--grade",
            "B2",
            *marked,
            str(place / f"paper-{number}.txt"),
            at=f"{month}-1{number}T09:00:00Z",
        )
    (place / "order.yaml").write_text(ORDER)
    _decide(place, at=f"{month}-19T09:00:00Z")


def _decide(place: Path, *, at: str) -> None:
    """Decide of hits on all kinds of entities, under markings that some may see and others not."""
    with contextlib.closing(sqlite3.connect(place / "w" / "record.sqlite")) as db:
        named = db.execute("SELECT DISTINCT subject, value FROM statement WHERE prop = 'name' ORDER BY subject, value")
        entities = list(named)[:8]
    verdicts = ("different", "same", "different", "undo")
    for number, (subject, name) in enumerate(entities):
        marked = ["--marking", "UNCLASSIFIED"] if number % 2 else []
        decide = ["judge", verdicts[number % 4], name, subject, "--reason", f"reason {number}", *marked]
        assert _run(place, *decide, at=at)[0] in (0, 5), "5: it is named by the record, but no longer said"


def _questions(place: Path, ids: Sequence[str]) -> list[list[str]]:
    order = str(place / "order.yaml")
    asked = [
        ["screen", "Coldwater Pump Works", "Fellgate Reach Trading", "Quarry Bend Propulsion", "Heron Gate Shiping"],
        ["trace", "Fellgate Reach Trading FZE"],
        ["assess", order],
        ["classify", order],
        ["sources"],
        ["screen", "--show-allowed", "Coldwater Pump Works", "Heron Gate Shipping"],
        ["judgements"],
        ["resolve", "--min-score", "0.3"],
        ["portfolio", "list"],
        ["changes", "open", "--from", "2024-06-01"],
        ["changes", "own", "--from", "2024-06-01"],
    ]
    whole = [[*question, *style] for question in asked for style in ([], ["--json"])]
    return [*whole, ["trace", "--limit", "5", "Coldwater Pump Works"], *(["show", name] for name in ids)]


def _all_ids(place: Path) -> list[str]:
    """Return a few ids of everything the record holds, hidden things too: they must look as if they were not there."""
    with contextlib.closing(sqlite3.connect(place / "w" / "record.sqlite")) as db:
        statements = [bytes(row[0]).hex() for row in db.execute("SELECT id FROM statement ORDER BY id")]
        subjects = [row[0] for row in db.execute("SELECT DISTINCT subject FROM statement ORDER BY subject")]
        documents = [row[0] for row in db.execute("SELECT DISTINCT sha256 FROM document ORDER BY sha256")]
    few = [*statements[:: len(statements) // 3 + 1], *subjects[:: len(subjects) // 3 + 1]]
    return [*few, *documents[:2], *(f"{name[:16]}:3" for name in documents[:2])]


def _ask(place: Path, audience: str, ids: Sequence[str]) -> list[tuple[str, int, str, str]]:
    return [
        (" ".join(question), *_run(place, "--audience", audience, *question)) for question in _questions(place, ids)
    ]


def delete_hidden(place: Path, audience: Audience) -> int:
    """Delete every row of the record that an audience may not see; return how many."""
    with contextlib.closing(sqlite3.connect(place / "w" / "record.sqlite")) as db:
        spellings = [row[0] for row in db.execute("SELECT spelling FROM marking")]
        hidden = [spelling for spelling in spellings if not read_marking(spelling).is_visible_to(audience)]
        db.execute("INSERT INTO setting VALUES ('erasing', 'test')")
        gone = 0
        for spelling in hidden:
            marked = "IN (SELECT id FROM statement WHERE marking = ?)"
            gone += db.execute(f"DELETE FROM appearance WHERE statement {marked}", (spelling,)).rowcount
            for table in ("statement", "document", "load", "judgement", "event"):
                gone += db.execute(f"DELETE FROM {table} WHERE marking = ?", (spelling,)).rowcount
            db.execute("DELETE FROM marking WHERE spelling = ?", (spelling,))
        db.execute("DELETE FROM setting WHERE name = 'erasing'")
        db.commit()
    return gone


def _audience(place: Path, text: str) -> Audience:
    return find_audience(read_settings(place / "w"), text)


def _plant(place: Path, claims: Sequence[Statement], *, series: str, marking: Marking = HIDDEN) -> None:
    """Put statements straight into the record, as one version of a list."""
    store = Store.open(place / "w")
    at = datetime(2025, 5, 1, tzinfo=UTC)
    sha256, size = store.keep_document(io.BytesIO(series.encode()))
    document = Document(
        sha256=sha256,
        name=series,
        media_type="text/plain",
        size=size,
        source=series,
        published=None,
        received_at=at,
        marking=marking,
    )
    version = Version(
        series=series, source=series, files=(("", document),), effective_on=date(2025, 5, 1), marking=marking
    )
    records = [Record(subject=claim.subject, statements=(claim,)) for claim in claims]
    store.load(version, records, at=at)
    store.close()


def _claim(subject: str, prop: str, value: str, *, marking: Marking = HIDDEN, number: int = 0) -> Statement:
    return Statement(
        subject=subject,
        schema="Company",
        prop=prop,
        value=value,
        printed=value,
        source="hidden-desk",
        marking=marking,
        locator=Locator(record=f"row {number}"),
        origin=f"origin {number % 7}",
    )


@seed(20250620)
@settings(max_examples=EXAMPLES, deadline=None, database=None)
@given(
    lists=st.sets(st.integers(0, 1)),
    audience=st.sampled_from(AUDIENCES),
    papers=st.dictionaries(st.integers(0, 3), st.sampled_from(MARKINGS), min_size=1),
)
def test_deleting_what_an_audience_may_not_see_changes_no_byte_it_is_told(
    lists: set[int], audience: str, papers: dict[int, str | None]
) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        _fill(place, sorted(lists), sorted(papers.items()))
        ids = _all_ids(place)
        before = _ask(place, audience, ids)
        delete_hidden(place, _audience(place, audience))
        assert _ask(place, audience, ids) == before
        assert all(code in (0, 5) for _, code, _, _ in before)


def test_the_comparison_would_notice_a_leak(tmp_path: Path) -> None:
    _fill(tmp_path, [0, 1], [(0, None), (1, None)])
    ids = _all_ids(tmp_path)
    partner = find_audience(read_settings(tmp_path / "w"), "XB:SECRET")
    owner = _ask(tmp_path, "owner", ids)
    assert delete_hidden(tmp_path, partner) > 0
    assert _ask(tmp_path, "owner", ids) != owner


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("filled")
    _fill(place, [0, 1], [(1, None), (2, None), (3, None)])
    return place


def test_hidden_namesakes_push_nobody_out(filled: Path) -> None:
    questions = ["public", "XB:SECRET"]
    ids = _all_ids(filled)
    before = [_ask(filled, who, ids) for who in questions]
    names = [
        "Coldwater Pump Works",
        "Fellgate Reach Trading FZE",
        "Quarry Bend Propulsion Institute",
        "Heron Gate Shiping",
    ]
    claims = [
        _claim(f"aaa-{n:04d}", prop, f"{names[n % 4]}{' ' * (n % 2)}{'' if n < 8 else n}", number=n)
        for n in range(300)
        for prop in ("name",)
    ]
    claims += [_claim(f"aaa-{n:04d}", "topics", "sanction", number=n) for n in range(300)]
    claims += [_claim(f"aaa-{n:04d}", "address", "4 Tide Street, Port Osier", number=n) for n in range(300)]
    _plant(filled, claims, series="hidden-namesakes")
    assert [_ask(filled, who, ids) for who in questions] == before
    planted = _run(filled, "screen", "Coldwater Pump Works")
    assert "aaa-0000" in planted[1], "the holder of the record sees what was planted"


def test_hidden_links_change_no_path_weight_or_reach(filled: Path) -> None:
    questions = ["public", "XB:SECRET"]
    ids = _all_ids(filled)
    before = [_ask(filled, who, ids) for who in questions]
    with contextlib.closing(sqlite3.connect(filled / "w" / "record.sqlite")) as db:
        rows = db.execute(
            "SELECT DISTINCT subject FROM statement WHERE value LIKE 'Coldwater Pump%' AND source = 'reports'"
        )
        hubs = sorted(row[0] for row in rows)
    assert hubs
    claims = [_claim(hub, "supplies", f"aab-{n:04d}", number=n) for hub in hubs for n in range(500)]
    claims += [_claim(f"aab-{n:04d}", "acts_for", f"aac-{n:04d}-{m}", number=n) for n in range(500) for m in range(5)]
    _plant(filled, claims, series="hidden-links")
    assert [_ask(filled, who, ids) for who in questions] == before


def test_a_hidden_list_and_hidden_judgements_leave_no_trace(filled: Path) -> None:
    ids = _all_ids(filled)
    before = _ask(filled, "public", ids)
    _plant(filled, [_claim("us_csl-9", "name", "Coldwater Pump Works")], series="us_csl")
    store = Store.open(filled / "w")
    for number, kind in enumerate(("hit", "flag", "gate")):
        store.judge(
            Judgement(
                id=f"{number:032x}",
                kind=kind,
                object="listed_party",
                verdict="different",
                reason="known",
                actor="desk",
                at=datetime(2025, 5, 2, tzinfo=UTC),
                marking=HIDDEN,
            )
        )
    store.close()
    assert _ask(filled, "public", ids) == before


def test_what_comes_later_changes_no_byte_of_an_answer_for_an_earlier_moment(tmp_path: Path) -> None:
    _fill(tmp_path, [0], [(1, None), (3, "TLP:GREEN")])
    asked = [
        ["--known-by", known, "--audience", who, *question]
        for known in ("2025-04-01T10:00:00Z", "2025-04-12", "2025-05-01")
        for who in ("owner", "XB:SECRET")
        for question in _questions(tmp_path, [])
    ]
    before = [_run(tmp_path, *question) for question in asked]
    assert all(code in (0, 5) for code, _, _ in before)
    assert any("Heron Gate" in out for _, out, _ in before)
    _fill(tmp_path, [1], [(0, None), (2, None)], month="2025-06")
    _must(tmp_path, "read", "--marking", "TLP:RED", str(tmp_path / "paper-1.txt"), at="2025-06-19T09:00:00Z")
    assert [_run(tmp_path, *question, at="2026-01-01T00:00:00Z") for question in asked] == before
    assert _run(tmp_path, "assess", str(tmp_path / "order.yaml"))[1] != _run(tmp_path, *asked[-4])[1]


def test_marks_on_a_second_reading_bind_the_readers_they_shut_out(tmp_path: Path) -> None:
    _fill(tmp_path, [], [(3, "TLP:CLEAR")])
    question = ["--audience", "public", "trace", "Heron Gate Shipping"]
    assert (
        "acts for"
        in _run(tmp_path, *question, at="2025-06-01T00:00:00Z")[1]
        + _run(tmp_path, *question[:2], "show", _all_ids(tmp_path)[0])[1]
    )
    name = next(name for name in _all_ids(tmp_path) if len(name) == 64)
    assert _run(tmp_path, "--audience", "public", "show", name)[0] == 0
    _must(tmp_path, "read", "--marking", "TLP:RED", str(tmp_path / "paper-3.txt"), at="2025-06-10T09:00:00Z")
    for shown in (name, f"{name[:16]}:3"):
        assert _run(tmp_path, "--audience", "public", "show", shown)[0] == 5
    assert (
        "Coldwater" not in _run(tmp_path, "--audience", "public", "screen", "Coldwater Pump Work")[1].partition("\n")[2]
    )
