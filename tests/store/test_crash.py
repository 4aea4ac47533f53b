"""kill -9 at any moment loses nothing acknowledged and leaves no half load."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from enduse.model.viewpoint import Viewpoint
from enduse.store.record import Store

SIZE = 3000
LOADER = """
import io, sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from enduse.model.statement import Document, Locator, Record, Statement
from enduse.store.record import Store, Version

size = int(sys.argv[2])
store = Store.open(Path(sys.argv[1]))
for year in range(2001, 2100):
    def records():
        for n in range(size):
            said = Statement(subject=f"s{n}", schema="Company", prop="name", value=f"{year} name {n}", printed="x",
                             source="fiction", locator=Locator(record=f"row {n}"), origin="fiction")
            yield Record(subject=f"s{n}", statements=(said,))
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=year)
    sha256, length = store.keep_document(io.BytesIO(str(year).encode() * 1000))
    document = Document(sha256=sha256, name=str(year), media_type="text/csv", size=length, source="fiction",
                        published=date(year, 1, 1), received_at=at)
    version = Version(series="fiction", source="fiction", files=(("", document),), effective_on=date(year, 1, 1))
    store.load(version, records(), at=at)
    print(year, flush=True)
"""
ROUNDS = 25 if os.environ.get("ENDUSE_FULL") else 4


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_killed_load_leaves_whole_versions_only(seed: int, tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", LOADER, str(tmp_path), str(SIZE)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "2001"
    time.sleep(random.Random(seed).uniform(0.0, 0.6))
    child.send_signal(signal.SIGKILL)
    acknowledged = [2001, *(int(line) for line in child.stdout.read().split())]
    child.stdout.close()
    child.wait()
    store = Store.open(tmp_path)
    known_by = datetime(2026, 6, 1, tzinfo=UTC)
    for year in range(2001, acknowledged[-1] + 3):
        view = store.view(Viewpoint(as_of=date(year, 6, 1), known_by=known_by))
        names = [s.statement.value for s in view.claims(["name"])]
        assert len(names) == SIZE, "a version is there whole"
        version = view.coverage()[0].version
        assert version is not None
        assert {name.partition(" ")[0] for name in names} == {str(version.year)}
        if year <= acknowledged[-1]:
            assert version.year == year, "an acknowledged version is not lost"
            with view.open_document(view.versions("fiction")[year - 2001][1][0]) as kept:
                assert kept.read() == str(year).encode() * 1000, "its document is kept"
    store.close()


def test_two_programs_may_write_at_once_and_both_are_kept(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    code = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from enduse.store.record import Store
store = Store.open(Path(sys.argv[1]))
for n in range(40):
    store.note_event(at=datetime(2026, 1, 1, tzinfo=UTC), actor=sys.argv[2], act=f"act {n}", object="case")
"""
    children = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), actor]) for actor in ("one", "two")]
    assert [child.wait() for child in children] == [0, 0]
    store = Store.open(tmp_path)
    assert len(list(store._db.rows("SELECT id FROM event"))) == 80
    assert list(store.broken_events()) == []
    store.close()
