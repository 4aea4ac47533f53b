"""A file's source and role are told by its name and its first bytes."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from enduse.errors import InputError, UsageError
from enduse.sources.catalogue import get_source
from enduse.sources.detection import assign_roles, detect_source

HERE = Path(__file__).parent


@pytest.mark.parametrize(("path", "source"), [
    ("us_ofac_sdn/golden/sdn.csv", "us_ofac_sdn"), ("us_ofac_sdn/golden/alt.csv", "us_ofac_sdn"),
    ("us_ofac_sdn/golden/add.csv", "us_ofac_sdn"), ("us_ofac_sdn/golden/sdn_comments.csv", "us_ofac_sdn"),
    ("us_ofac_sdn/golden/sdn.xml", "us_ofac_sdn"), ("us_ofac_sdn/golden/sdn_advanced.xml", "us_ofac_sdn"),
    ("us_ofac_cons/golden/cons_prim.csv", "us_ofac_cons"), ("us_ofac_cons/golden/cons_alt.csv", "us_ofac_cons"),
    ("un_sc/golden/consolidated.xml", "un_sc"), ("eu_fsf/golden/fsf_full_list.xml", "eu_fsf"),
])
def test_a_published_file_is_known(path: str, source: str, tmp_path: Path) -> None:
    found = detect_source(HERE / path)
    assert found is not None
    assert found.id == source
    packed = tmp_path / f"{Path(path).name}.gz"
    packed.write_bytes(gzip.compress((HERE / path).read_bytes()))
    again = detect_source(packed)
    assert again is not None
    assert again.id == source


@pytest.mark.parametrize(("golden", "source"), [
    ("un_sc/golden/consolidated.xml", "un_sc"), ("us_ofac_sdn/golden/sdn.xml", "us_ofac_sdn"),
    ("us_ofac_sdn/golden/sdn_advanced.xml", "us_ofac_sdn"), ("ftm/golden/entities.ftm.json", "ftm"),
])
def test_the_content_tells_a_renamed_list_apart(golden: str, source: str, tmp_path: Path) -> None:
    path = tmp_path / "download.bin"
    path.write_bytes((HERE / golden).read_bytes())
    found = detect_source(path)
    assert found is not None
    assert found.id == source


def test_a_renamed_file_is_known_by_its_content_once_its_source_is_named(tmp_path: Path) -> None:
    path = tmp_path / "download.bin"
    path.write_bytes((HERE / "us_ofac_sdn/golden/sdn.xml").read_bytes())
    assert assign_roles(get_source("us_ofac_sdn"), [path]) == {"sdn_xml": path}


def test_an_excerpt_needs_the_first_file_of_its_form_and_no_other() -> None:
    golden = HERE / "us_ofac_sdn/golden"
    assert list(assign_roles(get_source("us_ofac_sdn"), [golden / "sdn.csv"], is_excerpt=True)) == ["sdn"]
    with pytest.raises(UsageError, match="lacks sdn"):
        assign_roles(get_source("us_ofac_sdn"), [golden / "alt.csv"], is_excerpt=True)


@pytest.mark.parametrize("data", [b"", b"hello", b"\x00\xff" * 100, b"<html></html>"])
def test_another_file_is_not_known(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(data)
    assert detect_source(path) is None


def test_roles_come_in_the_order_of_the_source_whatever_the_order_of_the_files() -> None:
    golden = HERE / "us_ofac_sdn/golden"
    names = ["sdn_comments.csv", "add.csv", "sdn.csv", "alt.csv"]
    roles = assign_roles(get_source("us_ofac_sdn"), [golden / name for name in names])
    assert [(role, path.name) for role, path in roles.items()] == [
        ("sdn", "sdn.csv"), ("alt", "alt.csv"), ("add", "add.csv"), ("sdn_comments", "sdn_comments.csv"),
    ]


@pytest.mark.parametrize(("names", "words"), [
    ([], "no file"), (["sdn.csv"], "lacks alt"), (["sdn.csv", "sdn.csv"], "both sdn"),
    (["sdn.csv", "alt.csv", "add.csv", "sdn.xml"], "different forms"),
    (["../../un_sc/expected_xml.jsonl"], "not recognised"),
])
def test_files_that_make_up_no_publication_are_refused(names: list[str], words: str) -> None:
    golden = HERE / "us_ofac_sdn/golden"
    with pytest.raises(UsageError, match=words):
        assign_roles(get_source("us_ofac_sdn"), [golden / name for name in names])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        detect_source(tmp_path / "missing.csv")
