"""XML is streamed a record at a time; hostile and broken files end in a clear error."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from enduse.errors import Fault, InputError
from enduse.sources.markup import MAX_DEPTH, Element, stream_elements
from enduse.sources.opening import OpenedFile
from enduse.sources.rows import RowFault

RECORD = "list/people/person"


def stream(folder: Path, text: str | bytes, **options: tuple[str, ...]) -> list[Element | Fault]:
    path = folder / "list.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(stream_elements(OpenedFile(role="list", path=path), records=(RECORD,), **options))


def test_the_root_comes_first_and_then_each_record(tmp_path: Path) -> None:
    root, first, second = stream(
        tmp_path, '<x:list xmlns:x="urn:x" day="1"><x:people><x:person id="7"><x:name> A&amp;B </x:name></x:person>'
        "<x:person/></x:people></x:list>",
    )
    assert isinstance(root, Element)
    assert root.attribute("day") == "1"
    assert isinstance(first, Element)
    assert isinstance(second, Element)
    assert first.attribute("id") == "7"
    assert first.take_text("name") == "A&B"
    first.finish()


@pytest.mark.parametrize("text", [
    '<!DOCTYPE list [<!ENTITY a "b">]><list><people/></list>',
    '<!DOCTYPE list SYSTEM "file:///etc/hostname"><list/>',
    '<?xml version="1.0"?><!DOCTYPE list [<!ENTITY a SYSTEM "http://127.0.0.1/">]><list>&a;</list>',
])
def test_document_types_and_entities_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="document types"):
        stream(tmp_path, text)


@pytest.mark.parametrize(("text", "place"), [
    ("<list><people><person>", "list.xml:1"), ("<list>\n<people></list>", "list.xml:2"), ("", "list.xml:1"),
    ("no xml", "list.xml:1"), ("<list>&unknown;</list>", "list.xml:1"), ("<list/><list/>", "list.xml:1"),
    (b'<?xml version="1.0" encoding="utf-8"?><list>\xff</list>', "list.xml:1"),
])
def test_a_broken_file_is_told_with_line_and_column(tmp_path: Path, text: str | bytes, place: str) -> None:
    with pytest.raises(InputError) as caught:
        stream(tmp_path, text)
    assert caught.value.where.startswith(place)


def test_an_unknown_encoding_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        stream(tmp_path, b'<?xml version="1.0" encoding="utf-99"?><list/>')


def test_another_root_is_told_as_another_source(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the root element is other, not list"):
        stream(tmp_path, "<other/>")


def test_too_deep_too_long_and_too_many_are_refused(tmp_path: Path) -> None:
    inside = "<list><people><person>"
    with pytest.raises(InputError, match="nested deeper"):
        stream(tmp_path, inside + "<a>" * (MAX_DEPTH + 1))
    with pytest.raises(InputError, match="longer than"):
        stream(tmp_path, "<list><!--" + "x" * 3_000_000)
    with pytest.raises(InputError, match="longer than"):
        stream(tmp_path, inside + '<a b="' + "x" * 3_000_000)
    with pytest.raises(InputError, match="of text"):
        stream(tmp_path, inside + "x" * 9_000_000)
    with pytest.raises(InputError, match="parts"):
        stream(tmp_path, inside + "<a/>" * 200_001)


def test_memory_holds_one_record_not_the_file(tmp_path: Path) -> None:
    path = tmp_path / "big.xml"
    person = "<person><name>" + "n" * 200 + "</name></person>"
    path.write_text("<list><people>" + person * 40_000 + "</people></list>")
    tracemalloc.start()
    count = sum(1 for _ in stream_elements(OpenedFile(role="list", path=path), records=(RECORD,)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 40_001
    assert peak < 4_000_000


def test_an_element_off_the_way_is_a_fault_once_unless_it_is_known(tmp_path: Path) -> None:
    text = "<list><extra/><extra/><people><odd><person/></odd><person/></people></list>"
    found = stream(tmp_path, text)
    assert [f.reason for f in found if isinstance(f, Fault)] == [
        "this reader does not know the element list/extra.", "this reader does not know the element list/people/odd.",
    ]
    assert sum(isinstance(f, Element) for f in found) == 2
    assert not any(isinstance(f, Fault) for f in stream(tmp_path, text, passed_over=("list/extra", "list/people/odd")))


def test_what_is_left_of_a_record_refuses_it(tmp_path: Path) -> None:
    text = '<list><people><person shoe="44"><name a="b">A</name><age/>words</person></people></list>'
    record = stream(tmp_path, text)[1]
    assert isinstance(record, Element)
    with pytest.raises(RowFault, match="@shoe, age, name, text 'words'"):
        record.finish()
    with pytest.raises(RowFault, match="@a"):
        record.take_text("name")
    record.finish(ignore=("@shoe", "age"), with_text=True)


def test_a_single_value_that_stands_twice_is_refused(tmp_path: Path) -> None:
    record = stream(tmp_path, "<list><people><person><a>1</a><a>2</a></person></people></list>")[1]
    assert isinstance(record, Element)
    with pytest.raises(RowFault, match="2 times"):
        record.take_text("a")
