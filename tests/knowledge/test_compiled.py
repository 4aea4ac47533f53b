"""Knowledge that was read beforehand answers as the files do, and counts only where it was made of these files."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from enduse.knowledge import compiled, controls_reader, measures, shelf
from enduse.knowledge.compiling import compile_knowledge


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of its own for what is read beforehand."""
    monkeypatch.setattr(compiled, "_PLACE", tmp_path)
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    measures.load_vocabulary.cache_clear()
    controls_reader.load_controls.cache_clear()


def held() -> bool:
    """Tell whether what lies there is taken for both parts."""
    vocabulary = compiled.recall(measures.VOCABULARY, measures.FOLDERS)
    law = compiled.recall(controls_reader.CONTROLS, controls_reader.FOLDERS, shared={measures.VOCABULARY: vocabulary})
    return vocabulary is not None and law is not None


def test_what_was_read_beforehand_is_what_the_files_say(place: Path) -> None:
    assert not held()
    vocabulary = measures.read_vocabulary()
    law = controls_reader.read_controls(vocabulary)
    assert len(list(compile_knowledge())) == 2
    assert held()
    assert measures.load_vocabulary() == vocabulary
    assert controls_reader.load_controls() == law
    assert controls_reader.load_controls().vocabulary is measures.load_vocabulary()
    eu = controls_reader.load_controls(("EU",))
    assert [one.regime for one in eu.regimes] == ["EU"]
    assert eu == controls_reader.read_controls(vocabulary, ("EU",))


def test_conditions_that_say_the_same_stay_one_object(place: Path) -> None:
    def shared(law: object) -> int:
        paragraphs = [p for regime in law.regimes for e in regime.entries for p in e.paragraphs]  # type: ignore[attr-defined]
        return len({id(part) for p in paragraphs for part in p.covers.parts})

    from_files = controls_reader.read_controls(measures.read_vocabulary())
    list(compile_knowledge())
    assert shared(controls_reader.load_controls()) == shared(from_files)


def test_only_files_are_read_that_the_stamp_is_made_of(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[str] = set()
    whole = shelf.read_knowledge

    def note(path: str) -> bytes:
        read.add(path)
        return whole(path)

    monkeypatch.setattr(shelf, "read_knowledge", note)
    controls_reader._folders.cache_clear()
    vocabulary = measures.read_vocabulary()
    assert {path.partition("/")[0] for path in read} == set(measures.FOLDERS)
    controls_reader.read_controls(vocabulary)
    assert {path.partition("/")[0] for path in read} == set(controls_reader.FOLDERS)
    assert not any(path.endswith(".cases.yaml") for path in read)


def test_a_word_that_moved_on_the_shelf_makes_it_worthless(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    list(compile_knowledge())
    whole = shelf.read_knowledge
    moved = next(path for path in shelf.list_knowledge("controls/eu") if path.endswith("2B001.yaml"))
    monkeypatch.setattr(compiled, "read_knowledge", lambda path: whole(path) + (b"\n" if path == moved else b""))
    assert compiled.recall(measures.VOCABULARY, measures.FOLDERS) is not None
    assert compiled.recall(controls_reader.CONTROLS, controls_reader.FOLDERS) is None


def test_another_program_makes_it_worthless(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    list(compile_knowledge())
    monkeypatch.setattr(compiled, "_stamp_readers", lambda: b"another program")
    assert not held()


@pytest.mark.parametrize("at", [0, 30, 70, 95, 1000, -1])
def test_one_bit_that_fell_over_makes_it_worthless(place: Path, at: int) -> None:
    list(compile_knowledge())
    for file in place.iterdir():
        data = bytearray(file.read_bytes())
        data[at] ^= 1
        file.write_bytes(data)
    assert not held()
    assert "2B001" in {entry.entry for regime in controls_reader.load_controls().regimes for entry in regime.entries}


@pytest.mark.parametrize("keep", [0, 10, 90, 2000])
def test_a_file_cut_off_makes_it_worthless(place: Path, keep: int) -> None:
    list(compile_knowledge())
    for file in place.iterdir():
        os.truncate(file, keep)
    assert not held()


class _Harm:
    def __init__(self, *call: object) -> None:
        self.call = call

    def __reduce__(self) -> tuple[object, ...]:
        return self.call[0], self.call[1:]


@pytest.mark.parametrize("harm", [
    _Harm(os.mkdir, "harmed"), _Harm(eval, "__import__('os').mkdir('harmed')"), _Harm(getattr, "x", "upper"),
    _Harm(compiled.recall, "x", ()), _Harm(shelf.read_knowledge, "codes/units.yaml"),
])
def test_what_is_no_knowledge_is_not_made_even_under_a_right_stamp(
    place: Path, harm: _Harm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    body = pickle.dumps(harm)
    written = compiled._SIGN + compiled.stamp(measures.FOLDERS) + sha256(body).digest() + body
    compiled.place_of(measures.VOCABULARY).write_bytes(written)
    assert compiled.recall(measures.VOCABULARY, measures.FOLDERS) is None
    assert not (place / "harmed").exists()
    assert measures.load_vocabulary().properties
