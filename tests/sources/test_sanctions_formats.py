"""OFAC, Security Council and EU: invented documents in each published form give exactly the statements beside them.

`golden/` holds the documents, `expected_<form>.jsonl` their statements and
faults, one a line, reviewed as data.
"""

from __future__ import annotations

import json
import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enduse.errors import EnduseError, Fault
from enduse.model.statement import Record, Statement
from enduse.sources.catalogue import get_source
from enduse.sources.receiving import open_publication

HERE = Path(__file__).parent
GOLDEN = {
    ("us_ofac_sdn", "csv"): ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"),
    ("us_ofac_sdn", "xml"): ("sdn.xml",),
    ("us_ofac_sdn", "advanced"): ("sdn_advanced.xml",),
    ("us_ofac_cons", "csv"): ("cons_prim.csv", "cons_alt.csv", "cons_add.csv"),
    ("un_sc", "xml"): ("consolidated.xml",),
    ("eu_fsf", "xml"): ("fsf_full_list.xml",),
}
FORMS = sorted(GOLDEN)


def read(source: str, paths: list[Path]) -> list[Record | Fault]:
    publication, _ = open_publication(get_source(source), paths, is_excerpt=True)
    return list(publication.records)


def read_golden(source: str, form: str) -> list[Record | Fault]:
    return read(source, [HERE / source / "golden" / name for name in GOLDEN[source, form]])


def statements(found: list[Record | Fault]) -> list[Statement]:
    return [s for item in found if isinstance(item, Record) for s in item.statements]


def as_lines(found: list[Record | Fault]) -> list[str]:
    lines = []
    for item in found:
        if isinstance(item, Fault):
            shown = {"fault": item.reason, "place": item.place, "subject": item.subject}
            lines.append(json.dumps(shown, ensure_ascii=False))
            continue
        for s in item.statements:
            fields = {
                "subject": s.subject, "schema": s.schema, "prop": s.prop, "value": s.value,
                "printed": s.printed if s.printed != s.value else "", "record": s.locator.record, "hedge": s.hedge,
            }
            lines.append(json.dumps({k: v for k, v in fields.items() if v}, ensure_ascii=False))
    return lines


@pytest.mark.parametrize(("source", "form"), FORMS)
def test_the_invented_document_gives_exactly_the_expected_statements(source: str, form: str) -> None:
    expected = (HERE / source / f"expected_{form}.jsonl").read_text("utf-8").splitlines()
    assert as_lines(read_golden(source, form)) == expected


@pytest.mark.parametrize(("source", "form"), FORMS)
def test_statements_have_different_names_that_do_not_depend_on_the_line(source: str, form: str) -> None:
    found = statements(read_golden(source, form))
    ids = [s.id for s in found]
    assert len(set(ids)) == len(ids)
    spec = get_source(source)
    assert {(s.source, s.origin, str(s.grade), s.extractor) for s in found} == {
        (source, spec.origin, str(spec.grade), spec.extractor)
    }


def test_the_csv_and_the_xml_of_ofac_say_the_same_with_the_same_names() -> None:
    by_csv = {s.id: s for s in statements(read_golden("us_ofac_sdn", "csv"))}
    by_xml = {s.id: s for s in statements(read_golden("us_ofac_sdn", "xml"))}
    only_csv = sorted((s.prop, s.value) for i, s in by_csv.items() if i not in by_xml)
    only_xml = sorted((s.prop, s.value) for i, s in by_xml.items() if i not in by_csv)
    assert only_csv == only_xml == []


def test_a_header_row_that_ofac_does_not_print_is_a_fault_and_the_rows_below_are_read(tmp_path: Path) -> None:
    golden = HERE / "us_ofac_sdn" / "golden"
    for name in ("alt.csv", "add.csv"):
        shutil.copy(golden / name, tmp_path)
    body = (golden / "sdn.csv").read_bytes().removesuffix(b"\x1a")
    header = b"ID,Name,Type,Country,Title,F,G,H,I,J,K,Details\n"
    (tmp_path / "sdn.csv").write_bytes(header + body + b"\x1a,,,,,,,,,,,\n")
    found = read("us_ofac_sdn", [tmp_path / name for name in ("sdn.csv", "alt.csv", "add.csv")])
    assert isinstance(found[0], Fault)
    assert "header row" in found[0].reason
    assert sum(isinstance(item, Record) for item in found) == 4


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Cut, double, overwrite and insert pieces, reproducibly."""
    piece = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        start, length = chance.randrange(len(piece) + 1), chance.choice((1, 3, 20, 300))
        kind = chance.randrange(4)
        if kind == 0:
            del piece[start:start + length]
        elif kind == 1:
            piece[start:start] = piece[start:start + length]
        elif kind == 2:
            piece[start:start + 1] = bytes([chance.randrange(256)])
        else:
            piece[start:start] = chance.choice((b'"', b"<", b"&", b",", b";", b"\n", b"\x00", b"\xff", b"((", b"-0-"))
    return bytes(piece)


@pytest.mark.parametrize(("source", "form"), FORMS)
@settings(max_examples=50, deadline=3000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_damage_is_told_as_an_error_of_ours_and_never_hangs(source: str, form: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    paths = []
    for name in GOLDEN[source, form]:
        data = (HERE / source / "golden" / name).read_bytes()
        path = tmp_path / name
        path.write_bytes(mutate(data, chance))
        paths.append(path)
    with suppress(EnduseError):
        assert all(isinstance(item, (Record, Fault)) for item in read(source, paths))


@pytest.mark.parametrize("form", ["xml", "advanced"])
@settings(max_examples=30, deadline=3000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999))
def test_a_file_that_breaks_off_is_never_read_as_a_whole_one(form: str, share: float, tmp_path: Path) -> None:
    name = GOLDEN["us_ofac_sdn", form][0]
    data = (HERE / "us_ofac_sdn" / "golden" / name).read_bytes().rstrip()
    path = tmp_path / name
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(EnduseError):
        read("us_ofac_sdn", [path])
