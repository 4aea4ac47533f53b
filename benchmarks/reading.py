"""Time how papers are read: a corpus of invented cables, whole commands, killed on the way and continued.

    python benchmarks/reading.py [--papers 20000] [--jobs 2] [--kills 2] [--seed 22] [--keep FOLDER]

Makes a folder of invented cables (some 7,000 characters, with heading, marked portions, facts, talking points and
boilerplate; every tenth is told twice under another number), reads it with `enduse read FOLDER --facts DIR`, stops the
program at random moments (SIGKILL and Ctrl-C by turns), lets it go on, kills reading processes of the last run (each
costs the paper in hand, which one more run reads), and then prints: papers and characters a second, peak memory of the
process that keeps the record and of those that read, at each quarter of the last run, size of the record, what the
record and the facts files hold against a run that nobody stopped (a sample of 300 papers), and the time of a run that
has nothing to do. First, 100 cables on one core, the heading alone, and the whole command for 100, by process time.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ENDUSE = (sys.executable, "-m", "enduse.interfaces.cli.main")
FIRST = ("Quarry", "Coldwater", "Fellgate", "Moorcroft", "Osprey", "Tarn", "Harrow", "Linden", "Brindle", "Saltmarsh",
         "Kestrel", "Windrow", "Alder", "Copper", "Marrow", "Thistle", "Ember", "Gannet", "Larkspur", "Pentland")
SECOND = ("Bend", "Ridge", "Hollow", "Cross", "Reach", "Point", "Vale", "Weir", "Gate", "Down")
TRADE = ("Trading LLC", "Industries Co.", "Machine Works Ltd.", "Engineering GmbH", "Tools Inc.", "Electronics Corp.")
GOODS = ("five-axis machining center", "flow-forming machine", "vacuum pump", "pressure transducer",
         "balancing machine", "carbon fiber winding machine", "frequency converter", "maraging steel tube")
POSTS = ("ANKARA", "BERLIN", "VIENNA", "TALLINN", "SEOUL", "TAIPEI", "MADRID", "ROME")
CODES = ("TUR", "DEU", "AUT", "EST", "KOR", "TWN", "ESP", "ITA")
COUNTRIES = ("Turkish", "German", "Austrian", "Estonian", "Korean", "Taiwan", "Spanish", "Italian")
FILLER = (
    "Post should thank the host government for its continuing cooperation and underline that the exchange is valued.",
    "Washington appreciates the care with which past cases have been looked into and hopes to build upon that record.",
    "The subject of the meeting was raised again in passing, and no decision was reached on the wording of the text.",
    "Officials noted that the review of the regulations would go on through the summer and that comments were welcome.",
    "The desk officer said that the ministry had no further remarks at this time and would revert in due course.",
)


def make_cable(number: int, seed: int) -> str:
    """Return one invented cable; the same number and seed give the same text."""
    random = Random(f"{seed}/{number}")
    serial = 1000 + number

    def firm() -> str:
        return f"{random.choice(FIRST)} {random.choice(SECOND)} {random.choice(TRADE)}"

    at = random.randrange(len(POSTS))
    buyer, maker, front, goods = firm(), firm(), firm(), random.choice(GOODS)
    model = f"{random.choice('HKMVX')}{random.choice('BDFT')}-{random.randrange(100, 990)}"
    facts = [
        f"We have information that {buyer} of Iran sought to procure a {goods}, model {model}, from {maker}.",
        f"The {COUNTRIES[at]} firm {maker} manufactures the {goods}, which is controlled by the Wassenaar Arrangement.",
        f"We believe that {front} acts on behalf of {buyer} and has offered the goods through a third country.",
        f"We understand that {buyer} is a front company for {firm()}.",
    ]
    paragraphs = [f"{n}. (S) " + " ".join([fact, *random.sample(FILLER, 4)]) for n, fact in enumerate(facts, 2)]
    talk = "\n\n".join(f"-- {random.choice(FILLER)}" for _ in range(8))
    boiler = "\n\n".join(
        f"{n}. (U) " + " ".join(random.choice(FILLER) for _ in range(7)) for n in range(6, 6 + random.randrange(2, 6))
    )
    return (
        f"VZCZCXYZ{number % 10000:04d}\nPP RUEHAK\nDE RUEHC #{serial % 10000:04d} 0{10 + number % 80}1530\n"
        "ZNY SSSSS ZZH\n"
        f"P 1{number % 10}1526Z JUN 1{number % 5} \nFM SECSTATE WASHDC\nTO AMEMBASSY {POSTS[at]} PRIORITY 1234\n"
        f"S E C R E T STATE {serial:06d}\n\nSIPDIS\n\nE.O. 12958: DECL: 06/11/2035\nTAGS: PARM, PREL, MTCRE, ETTC\n"
        f"SUBJECT: (S) PROCUREMENT OF A {goods.upper()} BY {buyer.upper()}\n\nREF: A. STATE {serial - 3:06d}\n"
        f"     B. {POSTS[at]} {serial % 900 + 1}\n\nClassified By: ISN DIRECTOR FOR REASONS 1.4 (B), (C) AND (D).\n\n"
        "1. (U) Post is asked to act as paragraph 3 says.\n\n" + "\n\n".join(paragraphs)
        + f"\n\n(S//REL TO USA, {CODES[at]})\n\n{talk}\n\n{boiler}\nCLINTON\n"
    )


def make_corpus(folder: Path, papers: int, seed: int) -> int:
    """Write the corpus, a hundred papers a folder; return its characters."""
    characters = 0
    for number in range(papers):
        again = number % 10 == 0 and number > 0  # a copy of an earlier one, but for a number at its end
        text = f"{make_cable(number - 10, seed)}\n{number}\n" if again else make_cable(number, seed)
        place = folder / f"{number // 100:04d}" / f"cable-{number:06d}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        characters += len(text)
    return characters


def read(
    place: Path, corpus: Path, facts: Path, *, jobs: int, stop_after: float | None = None,
    stop_by: signal.Signals = signal.SIGKILL, kill_readers: tuple[float, ...] = (), watch: Memory | None = None,
) -> tuple[float, dict[str, object]]:
    """Run the command; return its seconds and its answer, empty where it was stopped."""
    began = time.perf_counter()
    command = [*ENDUSE, "--json", "-w", str(place), "read", "--jobs", str(jobs), "--facts", str(facts), str(corpus)]
    waiting = sorted(kill_readers)
    with tempfile.TemporaryFile("w+") as told:
        child = subprocess.Popen(command, stdout=told, stderr=subprocess.DEVNULL, text=True)
        while child.poll() is None:
            time.sleep(0.25)
            gone = time.perf_counter() - began
            if stop_after is not None and gone > stop_after:
                child.send_signal(stop_by)
                child.wait()
                return time.perf_counter() - began, {}
            readers = readers_of(child.pid)
            if waiting and gone > waiting[0] and readers:
                waiting.pop(0)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(readers[0], signal.SIGKILL)
            if watch is not None:
                watch.look(child.pid, readers)
        if child.returncode not in (0, 4):
            raise SystemExit(f"the run ended with {child.returncode}")
        told.seek(0)
        answer: dict[str, object] = json.loads(told.read())
    return time.perf_counter() - began, answer


def readers_of(process: int) -> list[int]:
    """Return the processes that a run has started to read."""
    try:
        return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


class Memory:
    """Memory of a run in MB, over time: (second, of the process that keeps the record, most of one that reads)."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.seen: list[tuple[float, int, int]] = []

    def look(self, process: int, readers: list[int]) -> None:
        keeps = _resident(process)
        if keeps:
            reads = max(map(_resident, readers), default=0)
            self.seen.append((time.perf_counter() - self.began, keeps, reads))

    def tell(self) -> str:
        """Tell the peak of each fifth of the time, and of the end, when the index of names is made."""
        reading = [each for each in self.seen if each[2]]
        after = [each[1] for each in self.seen[len(reading):]]
        fifths = [reading[len(reading) * n // 5 : len(reading) * (n + 1) // 5] for n in range(5)]
        told = [f"{max(e[1] for e in part)}+{max(e[2] for e in part)}" for part in fifths if part]
        return f"{', '.join(told)} MB by fifths of the run; at its end {max(after, default=0)} MB"


def _resident(process: int) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize() // 1_000_000


def held(place: Path) -> dict[str, int]:
    """Count what a record holds, and what it holds in part."""
    with contextlib.closing(sqlite3.connect(place / "record.sqlite")) as db:
        asked = {
            "papers": "SELECT COUNT(*) FROM document", "loads": "SELECT COUNT(*) FROM load",
            "statements": "SELECT COUNT(*) FROM statement", "appearances": "SELECT COUNT(*) FROM appearance",
            "passages": "SELECT COUNT(*) FROM passage",
            "loose": "SELECT COUNT(*) FROM appearance WHERE statement NOT IN (SELECT id FROM statement)",
        }
        return {name: db.execute(sql).fetchone()[0] for name, sql in asked.items()}


def report_corpus(work: Path, papers: int, jobs: int, kills: int, seed: int) -> None:
    """Read the corpus, stopped on the way, and print the figures."""
    corpus, facts, place = work / "corpus", work / "facts", work / "w"
    characters = make_corpus(corpus, papers, seed)
    print(f"{papers:,} papers of {characters / papers:,.0f} characters, {os.cpu_count()} processors, {jobs} processes")
    subprocess.run([*ENDUSE, "init", str(place)], check=True, capture_output=True)
    random, spent, kept = Random(seed), 0.0, 0
    for number in range(kills):
        how = (signal.SIGKILL, signal.SIGINT)[number % 2]
        stop = random.uniform(2, max(3, papers / 150))
        seconds, _ = read(place, corpus, facts, jobs=jobs, stop_after=stop, stop_by=how)
        spent += seconds
        with contextlib.closing(sqlite3.connect(place / "record.sqlite")) as db:
            kept = db.execute("SELECT COUNT(*) FROM load").fetchone()[0]
        print(f"stopped {number + 1} by {how.name}: after {seconds:.1f} s, {kept:,} papers in the record", flush=True)
    memory = Memory()
    killed = tuple(random.uniform(5, max(6, papers / 100)) for _ in range(kills))
    seconds, answer = read(place, corpus, facts, jobs=jobs, kill_readers=killed, watch=memory)
    counts = answer["counts"]
    assert isinstance(counts, dict)
    spent += seconds
    print(f"then {counts['read']:,} read, {counts['held']:,} held and {counts['refused']:,} refused, whose process was"
          f" killed, in {seconds:.1f} s; {counts['read'] / seconds:,.0f} papers a second; in all {spent:.1f} s")
    print(f"memory (keeps the record + one that reads): {memory.tell()}", flush=True)
    seconds, answer = read(place, corpus, facts, jobs=jobs)
    print(f"gone on: {seconds:.1f} s, {answer['counts']}", flush=True)
    figures = held(place)
    size = (place / "record.sqlite").stat().st_size // 1_000_000
    print(f"record: {figures}, {size} MB; facts files {sum(1 for _ in facts.rglob('*.json')):,}")
    seconds, answer = read(place, corpus, facts, jobs=jobs)
    print(f"nothing to do: {seconds:.1f} s, {answer['counts']}")
    compare_with_unstopped(work, place, facts, min(300, papers))


def compare_with_unstopped(work: Path, place: Path, facts: Path, sample: int) -> None:
    """Read some of the papers in one go in another workspace, and compare statements and facts files."""
    part, other = work / "part", work / "other"
    chosen = sorted((work / "corpus").rglob("*.txt"))[:sample]
    for path in chosen:
        target = part / path.relative_to(work / "corpus")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    subprocess.run([*ENDUSE, "init", str(other)], check=True, capture_output=True)
    read(other, part, work / "facts-again", jobs=1)
    again = sorted((work / "facts-again").rglob("*.json"))
    differ = [p for p in again if p.read_bytes() != (facts / p.relative_to(work / "facts-again")).read_bytes()]
    asked = ("SELECT hex(a.statement) FROM appearance a JOIN document d ON d.sha256 = a.document"
             " WHERE a.document IN (SELECT sha256 FROM document) ORDER BY 1")
    with contextlib.closing(sqlite3.connect(other / "record.sqlite")) as db:
        documents = [row[0] for row in db.execute("SELECT sha256 FROM document")]
        whole = sorted(row[0] for row in db.execute(asked))
    blanks = ", ".join("?" * len(documents))
    with contextlib.closing(sqlite3.connect(place / "record.sqlite")) as db:
        stopped = sorted(row[0] for row in db.execute(
            f"SELECT hex(statement) FROM appearance WHERE document IN ({blanks})", documents))
    print(f"against an unstopped run of {len(chosen)}: {len(differ)} facts files differ,"
          f" {'the same' if whole == stopped else 'OTHER'} {len(whole):,} appearances")


def report_core(seed: int) -> None:
    """Time 100 cables with facts, and the heading alone, by process time of this one."""
    from enduse.reading.document import read_document
    from enduse.reading.facts_json import to_facts_json
    from enduse.reading.message_header import is_message, read_heading

    cables = [make_cable(number, seed) for number in range(100)]
    read_document(cables[0].encode(), name="warm")
    began = time.process_time()
    for number, cable in enumerate(cables):
        to_facts_json(read_document(cable.encode(), name=str(number)), str(number))
    print(f"100 cables of {sum(map(len, cables)) // 100:,} characters: {time.process_time() - began:.2f} s")
    began = time.process_time()
    for cable in cables:
        if is_message(cable):
            read_heading(cable)
    seconds = time.process_time() - began
    print(f"heading alone: {sum(map(len, cables)) / seconds / 1e6:.1f} million characters a second")


def report_alone(seed: int) -> None:
    """Time the whole command for 100 cables named one by one, start included, by the time of all its processes."""
    with tempfile.TemporaryDirectory(prefix="enduse-reading-") as folder:
        papers = Path(folder) / "papers"
        papers.mkdir()
        for number in range(100):
            (papers / f"{number}.txt").write_text(make_cable(number, seed), encoding="utf-8")
        files = sorted(map(str, papers.iterdir()))
        clean = {key: value for key, value in os.environ.items() if not key.startswith("ENDUSE_")}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [*ENDUSE, "read", "--facts", "facts", *files], cwd=folder, env=clean, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"the whole command for 100 cables, start included: {seconds:.2f} s of the processor")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--seed", type=int, default=22)
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it there")
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in a shell's background
    report_core(options.seed)
    report_alone(options.seed)
    with tempfile.TemporaryDirectory(prefix="enduse-reading-") as folder:
        work = options.keep or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        report_corpus(work, options.papers, options.jobs, options.kills, options.seed)


if __name__ == "__main__":
    main()
