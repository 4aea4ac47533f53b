"""The index beside the record: in step with it, the same however it came about, and whole whatever happens.

All names are invented.
"""

from __future__ import annotations

import hashlib
import io
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from enduse.model.marking import OWNER, PUBLIC, PUBLIC_READER, Audience, Level, Marking
from enduse.model.statement import Document, Locator, Record, Statement
from enduse.model.viewpoint import Viewpoint
from enduse.screening.index import NAME_PROPERTIES, NameIndex
from enduse.store.record import Store, Version
from enduse.store.view import View
from enduse.workspace import indexing
from enduse.workspace.indexing import HELD, open_index

START = datetime(2026, 1, 1, tzinfo=UTC)
SECRET = Marking(level=Level.SECRET)
FRIEND = Audience(principal="GB", level=Level.SECRET)
WORDS = ("velmar", "desolin", "karasun", "norvik", "tarnov", "melisor", "pelagan", "simov", "oresta", "brundal")


def say(subject: str, prop: str, value: str, *, source: str, marking: Marking = PUBLIC, **more: date) -> Statement:
    """Make one statement."""
    return Statement(
        subject=subject, schema="Person", prop=prop, value=value, printed=value, source=source, origin=source,
        locator=Locator(record=subject), marking=marking, valid_from=more.get("since"), valid_to=more.get("until"),
    )


def load(
    store: Store, source: str, said: Iterable[Statement], *, day: int, minute: int, marking: Marking = PUBLIC
) -> None:
    """Load one version of a list."""
    at = START + timedelta(minutes=minute)
    told = list(said)
    sha256, size = store.keep_document(io.BytesIO(f"{source} {day} {minute}".encode()))
    document = Document(
        sha256=sha256, name=source, media_type="text/csv", size=size, source=source, published=date(2026, 1, day),
        received_at=at, marking=marking,
    )
    version = Version(
        series=source, source=source, files=(("", document),), effective_on=date(2026, 1, day), marking=marking,
    )
    store.load(version, [Record(subject=one.subject, statements=(one,)) for one in told], at=at)


def make_list(random: Random, source: str, *, size: int = 60, marking: Marking = PUBLIC) -> list[Statement]:
    """Make the statements of one version of a list."""
    said = []
    for number in random.sample(range(100), size):
        subject = f"{source}-{number:03}"
        name = " ".join(random.choices(WORDS, k=random.choice((2, 3))))
        since = date(2026, 1, 5) if random.random() < 0.1 else None
        until = date(2026, 1, 12) if random.random() < 0.1 else None
        period = {key: day for key, day in (("since", since), ("until", until)) if day}
        said.append(say(subject, "name", name, source=source, marking=marking, **period))
        if random.random() < 0.3:
            said.append(say(subject, "passportNumber", f"P{number:05}", source=source, marking=marking))
        said.append(say(subject, "country", random.choice(("xa", "xb")), source=source, marking=marking))
    return said


VIEWPOINTS = [
    Viewpoint(as_of=date(2026, 1, day), known_by=START + timedelta(minutes=minute), audience=audience)
    for day in (1, 6, 11, 20) for minute in (3, 8, 50) for audience in (OWNER, PUBLIC_READER, FRIEND)
]
QUERIES = ["Velmar Desolin", "Karasum Norvik", "tarnov", "Simov Oresta Brundal", "melisorpelagan"]


def ask(index: NameIndex) -> list[object]:
    """Return everything that the index answers."""
    found = [index.find(query, limit=200, floor=0.3) for query in QUERIES]
    subjects = sorted({candidate.subject for candidates in found for candidate in candidates})
    return [found, index.find_identifiers([f"P{number:05}" for number in range(100)]), index.entities(subjects)]


def expect(view: View) -> list[object]:
    """Return what an index made in memory of the visible rows alone answers, and the view's own entities."""
    index = NameIndex.build(view.names(NAME_PROPERTIES), identifiers=view.names(("passportNumber",)))
    found = [index.find(query, limit=200, floor=0.3) for query in QUERIES]
    subjects = sorted({candidate.subject for candidates in found for candidate in candidates})
    identified = index.find_identifiers([f"P{number:05}" for number in range(100)])
    return [found, identified, view.entities(subjects, props=HELD)]


def fill(store: Store, *, pause: Sequence[int] = ()) -> None:
    """Load several versions of two lists, one of them secret, asking in between at some of the steps."""
    random = Random(5)
    steps = (("open", 1), ("closed", 1), ("open", 10), ("open", 5), ("closed", 9))
    for number, (source, day) in enumerate(steps):
        marking = SECRET if source == "closed" else PUBLIC
        load(store, source, make_list(random, source, marking=marking), day=day, minute=2 * number, marking=marking)
        if number in pause:
            open_index(store.view(VIEWPOINTS[0]))


@pytest.fixture(autouse=True)
def _small_changes_make_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_SMALL", 1)
    monkeypatch.setattr(indexing, "_SHARE", 0)


@pytest.mark.parametrize("pause", [(), (0,), (0, 2), (0, 1, 2, 3)])
def test_every_viewpoint_is_answered_as_from_the_visible_rows_alone(tmp_path: Path, pause: Sequence[int]) -> None:
    store = Store.open(tmp_path)
    fill(store, pause=pause)
    for viewpoint in VIEWPOINTS:
        view = store.view(viewpoint)
        assert ask(open_index(view)) == expect(view), viewpoint
    assert len(list((tmp_path / "index").glob("*.segment"))) == len(pause) + 1


def test_what_was_erased_leaves_no_trace_in_the_files(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    fill(store, pause=(0,))
    load(store, "doc:1", [say("lone", "name", "Quorbel Zanthidue", source="doc:1")], day=1, minute=20)
    view = store.view(VIEWPOINTS[-1])
    assert open_index(store.view(Viewpoint(as_of=date(2026, 2, 1), known_by=START + timedelta(days=9)))).find("Quorbel")
    sha256 = hashlib.sha256(b"doc:1 1 20").hexdigest()
    store.erase_document(sha256, at=START + timedelta(days=1), actor="tester", reason="law")
    assert not any(b"Quorbel" in path.read_bytes() for path in (tmp_path / "index").glob("*.segment"))
    assert not open_index(view).find("Quorbel Zanthidue")
    assert not any(b"Quorbel" in path.read_bytes() for path in (tmp_path / "index").glob("*.segment"))


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_is_detected_and_made_anew(tmp_path: Path, seed: int) -> None:
    store = Store.open(tmp_path)
    fill(store, pause=(1,))
    view = store.view(VIEWPOINTS[-1])
    expected = ask(open_index(view))
    indexing.open_file.cache_clear()
    random = Random(seed)
    path = random.choice(sorted((tmp_path / "index").glob("*.segment")))
    data = bytearray(path.read_bytes())
    if seed % 3 == 0:
        del data[random.randrange(len(data)):]
    else:
        data[random.randrange(len(data) - 64)] ^= 1 << random.randrange(8)
    path.unlink()  # a mapped file is never written to
    path.write_bytes(data)
    assert ask(open_index(view)) == expected


def test_a_manifest_that_means_nothing_is_replaced(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    fill(store)
    view = store.view(VIEWPOINTS[-1])
    expected = ask(open_index(view))
    for text in ("", "{}", "[1]", '{"format": 1, "files": ["../x.segment"], "loads": [], "erased": 0}'):
        (tmp_path / "index" / "manifest.json").write_text(text)
        assert ask(open_index(view)) == expected


ASKER = """
import sys
from pathlib import Path
from enduse.model.viewpoint import Viewpoint
from enduse.store.record import Store
from enduse.workspace.indexing import open_index
from datetime import UTC, date, datetime

view = Store.open(Path(sys.argv[1])).view(Viewpoint(as_of=date(2026, 2, 1), known_by=datetime(2027, 1, 1, tzinfo=UTC)))
print(open_index(view).find("Velmar Desolin", limit=500, floor=0.3))
"""


def _start(place: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", ASKER, str(place)], stdout=subprocess.PIPE, text=True)


def test_processes_that_ask_at_once_build_once_and_answer_alike(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    fill(store)
    store.close()
    answers = {child.communicate()[0] for child in [_start(tmp_path) for _ in range(3)]}
    assert len(answers) == 1
    assert "Candidate" in answers.pop()
    assert len(list((tmp_path / "index").glob("*.segment"))) == 1


@pytest.mark.parametrize("seed", range(4))
def test_a_build_killed_at_any_moment_leaves_an_index_that_answers(tmp_path: Path, seed: int) -> None:
    store = Store.open(tmp_path)
    random = Random(seed)
    names = ["".join(random.choices("abdeiklmnorst", k=7)) for _ in range(4_000)]
    said = [say(f"s{n}", "name", f"Velmar {name}", source="big") for n, name in enumerate(names)]
    load(store, "big", said, day=1, minute=0)
    child = _start(tmp_path)
    limit = time.monotonic() + 60
    while not (tmp_path / "index").exists() and child.poll() is None and time.monotonic() < limit:
        time.sleep(0.002)
    time.sleep(random.random() * 0.6)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    view = store.view(Viewpoint(as_of=date(2026, 2, 1), known_by=START + timedelta(days=9)))
    assert open_index(view).find(f"Velmar {names[7]}")[0].subject == "s7"
    assert not list((tmp_path / "index").glob("*.arriving"))


def test_hidden_rows_that_would_fill_every_cap_or_shift_every_weight_change_nothing(tmp_path: Path) -> None:
    random = Random(23)
    shown = [say(f"p{n:03}", "name", " ".join(random.choices(WORDS, k=2)), source="open") for n in range(40)]
    hidden = [say(f"a{n:03}", "name", QUERIES[n % len(QUERIES)], source="closed", marking=SECRET) for n in range(900)]
    hidden += [say(f"p{n:03}", "alias", QUERIES[n % len(QUERIES)], source="closed", marking=SECRET) for n in range(40)]
    hidden += [say(f"p{n:03}", "passportNumber", "P00007", source="closed", marking=SECRET) for n in range(40)]
    answers = []
    for place, steps in (("with", ((shown, PUBLIC), (hidden, SECRET))), ("without", ((shown, PUBLIC),))):
        store = Store.open(_made(tmp_path / place))
        for minute, (said, marking) in enumerate(steps):
            load(store, said[0].source, said, day=1, minute=minute, marking=marking)
        index = open_index(store.view(Viewpoint(
            as_of=date(2026, 2, 1), known_by=START + timedelta(days=1), audience=PUBLIC_READER,
        )))
        answers.append([
            [index.find(query, limit=limit, floor=0.3) for query in QUERIES for limit in (1, 3, 200)],
            index.find_identifiers(["P00007"]), index.entities([said.subject for said in shown]),
        ])
    assert repr(answers[0]) == repr(answers[1])


def _made(place: Path) -> Path:
    place.mkdir()
    return place
