"""Broken and hostile input through the command line: one clear error, its exit code, nothing half kept."""

from __future__ import annotations

import contextlib
import ctypes
import gzip
import json
import os
import random
import shutil
import sqlite3
import string
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.errors import EnduseError
from enduse.interfaces.cli.main import main
from enduse.workspace import Workspace
from enduse.workspace.papers import read_marking
from enduse.workspace.settings import find_audience, read_settings

FULL = bool(os.environ.get("ENDUSE_FULL"))
MANY = 400 if FULL else 60
USAGE, INPUT, PARTIAL, NOT_FOUND, WORKSPACE = 2, 3, 4, 5, 6
UN_LIST = Path(__file__).resolve().parents[1] / "sources" / "un_sc" / "golden" / "consolidated.xml"
HEADER = "id,name,kind,country,topics\n"
ROW = "W-1,Tarn Hollow Bearings,company,xb,sanction\n"
PAPER = "MEMORANDUM\n\n1. We believe that Osprey Lane Trading acts for the Tarn Hollow Bearings works.\n"
ORDER = """\
schema: "enduse-order/1"
reference: "R-1"
parties:
  - {name: "Osprey Lane Trading", country: "xb", roles: ["purchaser"]}
lines:
  - item:
      description: "Vertical milling machine"
      kinds: ["machine_tool.milling"]
      parameters: {contouring_axes: "5"}
"""
WORD = "Zq" + "".join(random.Random(7).choices(string.ascii_lowercase, k=12))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one run of the command line said."""

    code: int
    out: str
    err: str

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.err)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A workspace that holds one good list and one good paper, and a folder for bad ones."""

    place: Path
    folder: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str | Path) -> Told:
        code = main(["-w", str(self.place), *map(str, arguments)])
        said = self.capsys.readouterr()
        return Told(code=code, out=said.out, err=said.err)

    def file(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def held(self) -> list[list[Any]]:
        """Return all rows of the record, so that a refusal can be seen to have left nothing."""
        with contextlib.closing(sqlite3.connect(self.place / "record.sqlite")) as db:
            tables = ("statement", "appearance", "load", "document", "marking", "judgement", "event")
            return [db.execute(f"SELECT * FROM {table}").fetchall() for table in tables]

    def refuse(self, *arguments: str | Path, code: int) -> dict[str, Any]:
        """Run what must be refused; return the error, once it says what, where and what to do and nothing was kept."""
        before = self.held()
        told = self.run(*arguments, "--json")
        assert told.code == code, told
        assert told.out == ""
        error = told.error
        assert error["exit_code"] == code
        assert error["what"]
        assert error["where"] or all(fault["place"] for fault in error["faults"])
        assert error["remedy"] or any(fault["remedy"] for fault in error["faults"]), error
        assert self.held() == before
        plain = self.run(*arguments)
        assert (plain.code, plain.out) == (code, "")
        assert plain.err.startswith("enduse: ")
        assert not _obeyed(plain.err)
        return error


def _obeyed(text: str) -> set[str]:
    """Return the characters of a text that a terminal obeys or that turn the direction of reading."""
    unsafe = {chr(n) for n in (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    return set(text) & (unsafe - {"\n"})


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    (folder / "good.csv").write_text(HEADER + ROW)
    (folder / "good.txt").write_text(PAPER)
    with Workspace.create(folder / "workspace") as workspace:
        workspace.load([folder / "good.csv"], source="table", any_count=True)
        workspace.read([folder / "good.txt"])
    return folder / "workspace"


@pytest.fixture
def desk(template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    shutil.copytree(template, tmp_path / "workspace")
    (tmp_path / "in").mkdir()
    return Desk(place=tmp_path / "workspace", folder=tmp_path / "in", capsys=capsys)


# -- lists ----------------------------------------------------------------------------------------


def _truncated(desk: Desk) -> list[str | Path]:
    data = UN_LIST.read_bytes()
    return ["un_sc", desk.file("consolidated.xml", data[: len(data) * 6 // 10])]


def _entities(desk: Desk) -> list[str | Path]:
    lines = ['<?xml version="1.0"?>', "<!DOCTYPE CONSOLIDATED_LIST [", '<!ENTITY a0 "aaaaaaaaaa">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    return [
        "un_sc",
        desk.file("consolidated.xml", "\n".join([*lines, "]>", "<CONSOLIDATED_LIST>&a11;</CONSOLIDATED_LIST>"])),
    ]


def _outside(desk: Desk) -> list[str | Path]:
    secret = desk.file("secret.txt", WORD)
    kind = f'<!DOCTYPE C [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    text = f'<?xml version="1.0"?>{kind}<CONSOLIDATED_LIST>&x;</CONSOLIDATED_LIST>'
    return ["un_sc", desk.file("consolidated.xml", text)]


def _xlsx_bomb(desk: Desk) -> list[str | Path]:
    path = desk.folder / "regulation8_consolidated.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(bytes(1 << 20))
    return ["au_dfat", path]


BAD_LISTS: dict[str, Callable[[Desk], list[str | Path]]] = {
    "a tree that breaks off": _truncated,
    "entities that multiply": _entities,
    "an entity from outside": _outside,
    "a workbook that unpacks without end": _xlsx_bomb,
    "a wrong encoding": lambda d: [
        "table",
        d.file("l.csv", (HEADER + "W-2,Caf\xe9 Works,company,xb,sanction\n").encode("latin-1")),
    ],
    "sixteen bits a character": lambda d: ["table", d.file("l.csv", (HEADER + ROW).encode("utf-16"))],
    "an unknown column": lambda d: ["table", d.file("l.csv", "id,name,colour\nW-2,Tarn,red\n")],
    "a column twice": lambda d: ["table", d.file("l.csv", "id,name,name\nW-2,Tarn,Tarn\n")],
    "a required column missing": lambda d: ["table", d.file("l.csv", "id,country\nW-2,xb\n")],
    "an empty file": lambda d: ["table", d.file("l.csv", b"")],
    "a header only": lambda d: ["table", d.file("l.csv", HEADER)],
    "zero bytes in the header": lambda d: ["table", d.file("l.csv", b"id,na\0me\n1,x\n")],
    "binary junk": lambda d: ["table", d.file("l.csv", random.Random(3).randbytes(20_000))],
    "a quote that never ends": lambda d: ["table", d.file("l.csv", HEADER + 'W-2,"Tarn' + "x" * 300_000)],
    "compressed zeros that break off": lambda d: ["table", d.file("l.csv.gz", gzip.compress(HEADER.encode() * 9)[:40])],
    "a folder": lambda d: ["table", d.folder],
    "a file that is not there": lambda d: ["table", d.folder / "none.csv"],
    "a path that climbs to nowhere": lambda d: ["table", "../../../../none/../none.csv"],
    "a name with zero bytes": lambda d: ["table", "l\0.csv"],
}


@pytest.mark.parametrize("what", BAD_LISTS)
def test_a_bad_list_is_refused_whole_in_plain_words(what: str, desk: Desk) -> None:
    desk.refuse("load", *BAD_LISTS[what](desk), code=INPUT)


def test_nothing_outside_a_list_is_ever_fetched_into_a_message(desk: Desk) -> None:
    told = desk.run("load", *_outside(desk))
    assert WORD not in told.err + told.out


def test_a_row_with_zero_bytes_is_named_and_the_others_are_kept(desk: Desk) -> None:
    path = desk.file(
        "l.csv", (HEADER + ROW).encode() + b"W-2,Fell\0gate,company,xb,sanction\nW-3,Moorcroft Valves,,,\n"
    )
    told = desk.run("load", "table", "--any-count", path, "--json")
    assert told.code in (INPUT, PARTIAL), told
    if told.code == PARTIAL:
        answer = json.loads(told.out)
        assert [fault["place"] for fault in answer["faults"]] == ["l.csv:3"]


def test_two_lists_of_different_sources_are_not_taken_for_one(desk: Desk) -> None:
    names = [desk.file("mine.csv", HEADER + ROW), desk.file("consolidated.xml", UN_LIST.read_bytes())]
    error = desk.refuse("load", *names, code=USAGE)
    assert "table" in error["what"]
    assert "un_sc" in error["what"]


def test_a_file_of_no_known_source_says_how_to_name_one(desk: Desk) -> None:
    assert "enduse sources" in desk.refuse("load", desk.file("x.bin", b"\0\1\2" * 50), code=USAGE)["remedy"]


def test_characters_that_a_terminal_obeys_never_reach_it(desk: Desk) -> None:
    evil = "Tarn \x1b[2J\x1b]0;owned\x07 \u202egnidarT\u2066 \x9b31m Hollow"
    assert desk.run(
        "load", "table", "--any-count", desk.file("l.csv", HEADER + f"W-9,{evil},company,xb,sanction\n")
    ).code in (0, PARTIAL)
    paper = desk.file(
        "evil\x1b[31m\u202e.txt", f"MEMO\n\n1. We believe that Osprey Lane \u202eTrading acts for {evil} Works.\n"
    )
    answers = [
        desk.run("read", paper),
        desk.run("screen", "Tarn gnidarT Hollow", evil),
        desk.run("trace", evil),
        desk.run("show", evil),
        desk.run("show", "table-W-9"),
        desk.run("sources", evil),
        desk.run("classify", evil),
        desk.run("load", evil),
        desk.run("--audience", evil, "sources"),
        desk.run("--as-of", evil, "sources"),
        desk.run("read", "--marking", evil, paper),
        desk.run("read", "--grade", evil, paper),
        desk.run("screen", "--country", evil, "x"),
        desk.run(evil),
        desk.run("classify", "--regime", evil, desk.file("o.yaml", ORDER)),
        desk.run("assess", desk.file("e.yaml", ORDER.replace("Osprey", "\\e[31m\\u202eOsprey"))),
    ]
    for told in answers:
        assert not _obeyed(told.out + told.err), told
        assert "Traceback" not in told.err
    for told in (
        desk.run("screen", evil, "--json"),
        desk.run("show", "table-W-9", "--json"),
        desk.run("show", evil, "--json"),
    ):
        assert not _obeyed(told.out + told.err)
        json.loads(told.out or told.err)


# -- papers ---------------------------------------------------------------------------------------


BAD_PAPERS: dict[str, Callable[[Desk], Path]] = {
    "a PDF that is none": lambda d: d.file("a.pdf", b"%PDF-1.7\nnot really" + b"\0\xff" * 500),
    "a PDF that breaks off": lambda d: d.file("b.pdf", _pdf()[:90]),
    "a locked PDF": lambda d: d.file("c.pdf", _locked_pdf()),
    "binary junk": lambda d: d.file("d.txt", random.Random(5).randbytes(50_000)),
    "an empty paper": lambda d: d.file("e.txt", b""),
    "a folder": lambda d: d.folder,
    "a paper that is not there": lambda d: d.folder / "none.txt",
    "a path that climbs to nowhere": lambda d: d.folder / ".." / ".." / "none" / "etc" / "none.txt",
}


def _pdf(extra: bytes = b"") -> bytes:
    """Write a small PDF of one empty page."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        *((extra,) if extra else ()),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, part)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    lock = b"/Encrypt 4 0 R/ID[<00><00>]" if extra else b""
    tail = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, lock, len(body))
    return body + table + tail


def _locked_pdf() -> bytes:
    """Write a PDF that asks for a password: an RC4 lock whose key nobody made."""
    return _pdf(b"<</Filter/Standard/V 1/R 2/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">/P -4>>")


@pytest.mark.parametrize("what", BAD_PAPERS)
def test_a_bad_paper_is_refused_whole_in_plain_words(what: str, desk: Desk) -> None:
    desk.refuse("read", BAD_PAPERS[what](desk), code=INPUT)


def test_good_papers_are_kept_beside_a_bad_one(desk: Desk) -> None:
    good = [desk.file(f"{n}.txt", PAPER.replace("Osprey", name)) for n, name in enumerate(["Heron", "Plover"])]
    told = desk.run("read", good[0], BAD_PAPERS["a PDF that is none"](desk), good[1], "--json")
    assert (told.code, told.err) == (PARTIAL, "")
    answer = json.loads(told.out)
    assert [paper["name"] for paper in answer["papers"]] == ["0.txt", "1.txt"]
    assert [(r["place"], bool(r["reason"]), bool(r["remedy"])) for r in answer["refused"]] == [("a.pdf", True, True)]
    for paper in answer["papers"]:
        assert desk.run("show", paper["document"]).code == 0
    plain = desk.run("read", good[0], desk.folder / "none.txt")
    assert plain.code == PARTIAL
    assert "none.txt" in plain.out


def test_when_all_papers_are_bad_all_are_named_in_one_error(desk: Desk) -> None:
    bad = {what: make for what, make in BAD_PAPERS.items() if what != "a folder"}  # its files would be named too
    error = desk.refuse("read", *(make(desk) for make in bad.values()), code=INPUT)
    assert len(error["faults"]) == len(bad)


def test_a_paper_with_gaps_in_its_markings_is_read_and_says_so(desk: Desk) -> None:
    text = (
        "S E C R E T\n\nSUBJECT: (U) VALVES\n\n1. (U) This is invented.\n\n2. (C) Osprey Lane Trading sells valves.\n"
    )
    told = desk.run("read", desk.file("marks.txt", text), "--json")
    assert (told.code, told.err) == (0, "")
    assert json.loads(told.out)["papers"][0]["faults"], "marks and banner do not agree, and that is told"


def test_two_papers_never_write_one_facts_file(desk: Desk) -> None:
    (desk.folder / "other").mkdir()
    names = [desk.file("note.txt", PAPER), desk.file("other/note.txt", PAPER + "More.\n")]
    desk.refuse("read", "--facts", names[0], names[1], code=USAGE)
    assert desk.run("read", "--facts", desk.folder / "both", *names).code == 0
    assert len(list((desk.folder / "both").iterdir())) == 2
    assert desk.run("read", "--facts", desk.folder / "facts", desk.folder / "other" / ".." / "note.txt").code == 0
    assert [path.name for path in (desk.folder / "facts").iterdir()] == ["note.json"]


def test_a_name_that_is_no_text_is_read_or_refused_and_never_crashes(desk: Desk) -> None:
    path = os.fsencode(desk.folder / "odd") + b"\xff\xfe.txt"
    Path(os.fsdecode(path)).write_text(PAPER)
    told = desk.run("read", os.fsdecode(path))
    assert told.code in (0, INPUT), told
    assert not _obeyed(told.err)
    for arguments in (
        ["screen", "\udcff x"],
        ["trace", "\udcff x"],
        ["show", "\udcff"],
        ["read", "--source", "\udcff", desk.file("a.txt", PAPER)],
    ):
        assert desk.run(*arguments).code in (0, INPUT, NOT_FOUND)


# -- orders and items -----------------------------------------------------------------------------


_BOMB = "a: &a [x,x,x,x]\n" + "".join(
    f"{chr(97 + n)}: &{chr(97 + n)} [*{chr(96 + n)},*{chr(96 + n)}]\n" for n in range(1, 20)
)
_AXIS = '      axes: [{axis: "X", travel_length: %s}]\n'
BAD_ORDERS: dict[str, tuple[bytes | str, str]] = {
    "aliases that multiply": (_BOMB, "anchors"),
    "nested without end": ("a: " + "[" * 5000 + "]" * 5000, "deeper"),
    "a tag": ("a: !!python/object/apply:os.system [x]\n", "tag"),
    "a key twice": (ORDER + 'reference: "R-2"\n', "twice"),
    "an unknown key": (ORDER + 'prise: "3"\n', "prise"),
    "no unit": (ORDER + _AXIS % '"650"', "unit"),
    "a strange unit": (ORDER + _AXIS % '"650 furlongs"', "furlongs"),
    "a comma that could be either": (ORDER + _AXIS % '"1,650 mm"', "1,650"),
    "a country that is none": (ORDER.replace('"xb"', '"Atlantis"'), "Atlantis"),
    "a date that is none": (ORDER + 'dated: "31.12.2024"\n', "31.12.2024"),
    "not UTF-8": (ORDER.encode("utf-16"), "UTF-8"),
    "binary junk": (random.Random(9).randbytes(5_000), ""),
    "empty": (b"", ""),
    "a list, not an order": ("- a\n- b\n", ""),
    "larger than is read": (b"#" * 5_000_000, "larger"),
    "half a character": (ORDER.replace("Osprey", "\\ud800"), ""),
}


@pytest.mark.parametrize("command", ["assess", "classify"])
@pytest.mark.parametrize("what", BAD_ORDERS)
def test_a_bad_order_is_refused_with_its_place(what: str, command: str, desk: Desk) -> None:
    content, word = BAD_ORDERS[what]
    error = desk.refuse(command, desk.file("order.yaml", content), code=INPUT)
    assert word in json.dumps(error)


def test_an_order_may_be_neither_a_folder_nor_absent(desk: Desk) -> None:
    for command in ("assess", "classify"):
        for path in (desk.folder, desk.folder / "none.yaml", Path("l\0.yaml"), Path("/dev/zero")):
            desk.refuse(command, path, code=INPUT)


def test_a_day_without_an_edition_is_unknown_under_every_regime(desk: Desk) -> None:
    told = desk.run("classify", "--as-of", "1999-01-01", desk.file("order.yaml", ORDER), "--json", "--tree")
    assert (told.code, told.err) == (0, "")
    positions = [p for c in json.loads(told.out)["classifications"] for p in c["positions"]]
    assert positions
    assert {position["position"] for position in positions} == {"unknown"}
    assert all(position["note"] for position in positions)


def test_classifying_a_marked_order_keeps_its_marking(desk: Desk) -> None:
    path = desk.file("o.yaml", ORDER + 'marking: {level: "SECRET", releasable_to: ["XB"], owner: "XA"}\n')
    told = desk.run("classify", path, "--json", "--tree")
    name = next(c["id"] for c in _citations(json.loads(told.out)) if c["kind"] == "order")
    assert desk.run("show", name).code == 0
    assert desk.run("--audience", "XB:SECRET", "show", name).code == 0
    for reader in ("public", "XC:SECRET", "XB:RESTRICTED"):
        assert desk.run("--audience", reader, "show", name).code == NOT_FOUND
        desk.refuse("--audience", reader, "classify", path, code=USAGE)
        desk.refuse("--audience", reader, "assess", path, code=USAGE)


def _citations(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if {"kind", "id", "place", "words"} <= set(node):
            yield node
        for part in node.values():
            yield from _citations(part)
    elif isinstance(node, list):
        for part in node:
            yield from _citations(part)


# -- the workspace itself -------------------------------------------------------------------------


def _damage(desk: Desk, what: str) -> None:
    record = desk.place / "record.sqlite"
    with contextlib.closing(sqlite3.connect(record)) as db:
        if what == "of a newer schema":
            db.execute("UPDATE setting SET value = '99' WHERE name = 'schema'")
            db.commit()
        elif what == "of a schema that is no number":
            db.execute("UPDATE setting SET value = 'x' WHERE name = 'schema'")
            db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = record.stat().st_size
    match what:
        case "missing":
            record.unlink()
        case "empty":
            os.truncate(record, 0)
        case "cut in the first page":
            os.truncate(record, 700)
        case "cut in half":
            os.truncate(record, size // 2 // 4096 * 4096)
        case "overwritten":
            record.write_bytes(random.Random(1).randbytes(size))
        case "a folder":
            record.unlink()
            record.mkdir()
    if what != "a folder":
        for tail in ("-wal", "-shm"):
            (desk.place / f"record.sqlite{tail}").unlink(missing_ok=True)


@pytest.mark.parametrize(
    "what",
    [
        "missing",
        "empty",
        "cut in the first page",
        "cut in half",
        "overwritten",
        "a folder",
        "of a newer schema",
        "of a schema that is no number",
    ],
)
def test_a_damaged_record_is_told_and_never_taken_for_an_empty_one(what: str, desk: Desk) -> None:
    order, csv, paper = (
        desk.file("o.yaml", ORDER),
        desk.file("l.csv", HEADER + ROW),
        desk.file("p.txt", PAPER + "2. More.\n"),
    )
    _damage(desk, what)
    for arguments in (
        ["screen", "Tarn Hollow Bearings"],
        ["trace", "Osprey Lane Trading"],
        ["assess", order],
        ["sources"],
        ["show", "table-W-1"],
        ["load", "table", "--any-count", csv],
        ["read", paper],
    ):
        told = desk.run(*arguments, "--json")
        assert told.code == WORKSPACE, (what, arguments, told)
        error = told.error
        assert error["what"] and error["where"] and error["remedy"], error  # noqa: PT018
        assert told.out == ""


def test_no_workspace_says_how_to_make_one(desk: Desk) -> None:
    told = Told(code=main(["-w", str(desk.folder / "none"), "screen", "x"]), out="", err=desk.capsys.readouterr().err)
    assert told.code == WORKSPACE
    assert "enduse init" in told.err


@pytest.mark.parametrize("settings_text", [b"", b"databse: x\n", b"\xff\xfe", b"a: &a [*a]\n", b"- x\n"])
def test_broken_settings_are_told_with_their_place(settings_text: bytes, desk: Desk) -> None:
    (desk.place / "enduse.yaml").write_bytes(settings_text)
    told = desk.run("sources")
    assert told.code in (0, INPUT)
    if told.code:
        assert "enduse.yaml" in told.err


def _spawn(*arguments: str | Path, is_bound: bool = False) -> tuple[Told, int, float]:
    """Run in a process of its own; return what it told, the most memory it held in MB, and the seconds it took.

    `is_bound` takes from a root user the power to pass over the rights of files.
    """
    script = (
        "import sys\nfrom enduse.interfaces.cli.main import main\ncode = main(sys.argv[1:])\n"
        "held = [line for line in open('/proc/self/status') if line.startswith('VmHWM')][0].split()[1]\n"
        "print('\\n', held, sep='', file=sys.stderr)\nsys.exit(code)"
    )
    libc = ctypes.CDLL(None)

    def bind() -> None:
        for power in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            libc.prctl(24, power, 0, 0, 0)  # PR_CAPBSET_DROP

    clean = {key: value for key, value in os.environ.items() if not key.startswith("ENDUSE_")}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=clean,
        preexec_fn=bind if is_bound else None,
    )
    *said, held = done.stderr.rstrip("\n").split("\n")
    return (
        Told(code=done.returncode, out=done.stdout, err="\n".join(said).rstrip()),
        int(held) // 1024,
        time.perf_counter() - began,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="takes powers away as Linux knows them")
def test_what_may_not_be_read_or_written_is_told_as_such(desk: Desk) -> None:
    csv, paper, order = desk.file("l.csv", HEADER + ROW), desk.file("p.txt", PAPER), desk.file("o.yaml", ORDER)
    for path in (csv, paper, order):
        path.chmod(0)
    asked: list[list[str | Path]] = [["load", "table", csv], ["read", paper], ["assess", order], ["classify", order]]
    for arguments in asked:
        told, _, _ = _spawn("-w", desk.place, *arguments, is_bound=True)
        assert told.code == INPUT, told
        assert "ermission" in told.err
    for path in (csv, paper, order):
        path.chmod(0o600)
    places = [desk.place, *desk.place.rglob("*")]
    for path in places:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        asked = [["load", "table", "--any-count", csv], *asked[1:3], ["screen", "x"]]
        for arguments in asked:
            told, _, _ = _spawn("-w", desk.place, *arguments, is_bound=True)
            if arguments[0] == "screen" and told.code == 0:
                continue  # asking needs no more than to read, where the database can do so
            assert told.code == WORKSPACE, told
            assert "Traceback" not in told.err
            assert "rights" in told.err
    finally:
        for path in places:
            path.chmod(0o700 if path.is_dir() else 0o600)


# -- size -----------------------------------------------------------------------------------------


def _long_line(path: Path) -> Path:
    """Write a file that is one line, in blocks."""
    with path.open("wb") as out:
        out.write(b"id,name\n1,")
        for _ in range(1024 if FULL else 64):
            out.write(b"x" * (1 << 20))
    return path


def _zeros(path: Path) -> Path:
    """Write a gigabyte of zeros (64 MB by default, past every bound for papers), compressed."""
    with gzip.open(path, "wb", compresslevel=1) as out:
        for _ in range(1024 if FULL else 128):
            out.write(bytes(1 << 20))
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ["load", "table", "long.csv"],
        ["read", "long.txt"],
        ["assess", "long.yaml"],
        ["classify", "long.yaml"],
        ["load", "table", "zeros.csv.gz"],
        ["load", "un_sc", "consolidated.xml.gz"],
        ["read", "zeros.txt.gz"],
        ["load", "long.csv"],
        ["load", "zeros.csv.gz"],
    ],
)
def test_size_costs_bounded_memory_and_time(arguments: list[str], desk: Desk) -> None:
    name = arguments[-1]
    (_zeros if name.endswith(".gz") else _long_line)(desk.folder / name)
    told, held, took = _spawn("-w", desk.place, *arguments[:-1], desk.folder / name)
    assert told.code in (USAGE, INPUT), told
    assert told.err.startswith("enduse: ")
    assert len(told.err) < 2000
    assert held < 400
    assert took < 20


# -- fuzz -----------------------------------------------------------------------------------------


def _settle(call: Callable[[], object]) -> None:
    """Run what may answer or refuse, and nothing else, within a second or so."""
    began = time.perf_counter()
    with contextlib.suppress(EnduseError):
        call()
    assert time.perf_counter() - began < 5


@settings(max_examples=MANY, deadline=None)
@given(text=st.text(max_size=40) | st.sampled_from(["SECRET//REL TO ", "TLP:", "C/NF//", "(", "//" * 30, "S" * 5000]))
def test_any_marking_audience_or_day_is_read_or_refused(text: str, template: Path) -> None:
    known = read_settings(template)
    with Workspace.open(template) as workspace:
        _settle(lambda: read_marking(text))
        _settle(lambda: find_audience(known, text))
        _settle(lambda: workspace.viewpoint(as_of=text))
        _settle(lambda: workspace.viewpoint(known_by=text))


_ids = (
    st.text(max_size=60)
    | st.text(alphabet="0123456789abcdef:", max_size=70)
    | st.builds(
        "{}:{}".format,
        st.text(alphabet="0123456789abcdef", min_size=6, max_size=64),
        st.text(max_size=4) | st.just("9" * 5000),
    )
    | st.builds(
        "{}/{}".format, st.sampled_from(["controls", "..", "/etc", "flags", "assessment", ""]), st.text(max_size=30)
    )
    | st.sampled_from(
        [
            "assessment/gates.yaml#",
            "controls/../controls/regimes.yaml",
            "../sources/table/source.yaml",
            "\u00b2",
            "a:\u00b2",
            "codes/countries.yaml#ir",
            "assessment/holding",
            "flags/parties.yaml#PTY-01",
            "//",
            "#",
            "%",
        ]
    )
)


@settings(max_examples=MANY, deadline=None)
@given(text=_ids)
def test_any_id_is_shown_or_not_found(text: str, template: Path) -> None:
    with Workspace.open(template) as workspace:
        viewpoint = workspace.viewpoint()
        _settle(lambda: workspace.show(text, viewpoint=viewpoint))
        _settle(lambda: workspace.trace(text, viewpoint=viewpoint))


@settings(max_examples=MANY, deadline=None)
@given(names=st.lists(st.text(max_size=120), min_size=1, max_size=4), country=st.none() | st.text(max_size=5))
def test_any_name_can_be_screened(names: list[str], country: str | None, template: Path) -> None:
    with Workspace.open(template) as workspace:
        viewpoint = workspace.viewpoint()
        _settle(lambda: list(workspace.screen(names, viewpoint=viewpoint, country=country)))


def test_show_reaches_nothing_outside_the_shelf(desk: Desk) -> None:
    for text in (
        "../sources/table/source.yaml",
        "../sources/table/source",
        "/etc/hostname",
        "controls/../../sources/table/source.yaml",
    ):
        assert desk.run("show", text).code == NOT_FOUND
