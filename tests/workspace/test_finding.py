"""Finding in papers and facts: by words, models, numbers; hidden rows change nothing. The firms are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enduse.errors import NotFoundError, UsageError
from enduse.workspace import Workspace
from enduse.workspace.presenting import to_json

CABLE = """(U) Fellgate Tools Ltd. is a front company for Osprey Works. The lathe HX-200B is dear; the lathe is old.

(S//REL TO USA, DEU) Fellgate asked for a lathe. Fellgate again: lathe, lathe, lathe. Serial 77-AB-1.

(U) Call Osprey Works at +49 (0)30 555-0199 about maraging steel, or write to Moorcroft Lane 7, Tarn.
"""
OPEN = "Osprey Works sells a lathe of steel, maraging by name.\n"


def _place(folder: Path, papers: dict[str, tuple[str, str | None]]) -> Path:
    place = folder / "w"
    with Workspace.create(place) as workspace:
        for name, (text, marking) in papers.items():
            path = folder / name
            path.write_text(text, encoding="utf-8")
            workspace.read([path], marking=marking)
    return place


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return _place(tmp_path, {"cable.txt": (CABLE, None), "open.txt": (OPEN, "UNCLASSIFIED")})


def _texts(place: Path, *asked: str, audience: str | None = None) -> list[str]:
    with Workspace.open(place) as workspace:
        found = workspace.find(asked, viewpoint=workspace.viewpoint(audience=audience))
    told = (" ".join((each.before + each.words + each.after).split()) for each in found.passages)
    return [text.rpartition(") ")[2][:30] if text.startswith("(S") else text.removeprefix("(U) ")[:30] for text in told]


@pytest.mark.parametrize("asked", [
    ["HX-200B"], ["hx200b"], ["HX 200 B"], ["hx/200.b"], ["front company"], ["FELLGATE tools"], ["Féllgate", "dear"],
])
def test_a_passage_is_found_however_its_words_are_spelled(asked: list[str], place: Path) -> None:
    assert _texts(place, *asked) == ["Fellgate Tools Ltd. is a front"]


def test_words_of_one_text_must_stand_together_and_single_ones_need_not(place: Path) -> None:
    assert len(_texts(place, "maraging", "steel")) == 2
    assert _texts(place, "maraging steel") == ["Call Osprey Works at +49 (0)30"]


@pytest.mark.parametrize("asked", ["030 5550199", "+49 30 5550199", "(030) 555-0199", "555 0199"])
def test_a_telephone_is_found_by_its_last_digits_however_they_are_grouped(asked: str, place: Path) -> None:
    assert _texts(place, asked) == ["Call Osprey Works at +49 (0)30"]


def test_the_passage_in_which_the_words_stand_most_often_comes_first(place: Path) -> None:
    assert [text[:8] for text in _texts(place, "lathe")] == ["Fellgate", "Fellgate", "Osprey W"]
    assert "asked" in _texts(place, "lathe")[0]


def test_facts_are_found_with_what_they_are_said_of(place: Path) -> None:
    with Workspace.open(place) as workspace:
        found = workspace.find(["Osprey"])
        assert {fact.property for fact in found.facts} >= {"name"}
        assert all("osprey" in (fact.value + fact.citation.words).lower() for fact in found.facts)
        assert found.facts_found == len(found.facts)
        for passage in found.passages:
            shown = workspace.show(passage.id, viewpoint=workspace.viewpoint())
            assert passage.words in shown.words


@pytest.mark.parametrize("asked", [["lathe"], ["Fellgate"], ["osprey works"], ["serial"], ["030 5550199"], ["77-AB-1"]])
@pytest.mark.parametrize("audience", ["public", "DE:SECRET", "NO:SECRET"])
def test_what_a_reader_finds_is_the_same_bytes_when_all_that_is_hidden_is_not_there(
    asked: list[str], audience: str, tmp_path: Path
) -> None:
    papers: dict[str, tuple[str, str | None]] = {
        "open.txt": (OPEN, "UNCLASSIFIED"), "german.txt": ("A lathe for Fellgate, serial 9.\n", "SECRET//REL TO DE"),
        "held.txt": ("Fellgate lathe lathe Osprey Works serial, 030 5550199.\n", None),
        "norway.txt": ("The lathe of Osprey Works in Tarn.\n", "SECRET//REL TO NO"),
    }
    seen = {"public": ["open.txt"], "DE:SECRET": ["open.txt", "german.txt"], "NO:SECRET": ["open.txt", "norway.txt"]}
    told = []
    for number, names in enumerate((list(papers), seen[audience])):
        folder = tmp_path / str(number)
        folder.mkdir()
        with Workspace.open(_place(folder, {name: papers[name] for name in names})) as workspace:
            viewpoint = workspace.viewpoint(audience=audience)
            told.append(json.dumps(to_json(workspace.find(asked, viewpoint=viewpoint), kind="finding")))
    assert told[0] == told[1]


def test_a_hidden_passage_is_neither_counted_nor_shown(place: Path) -> None:
    assert len(_texts(place, "lathe", audience="public")) == 2
    with Workspace.open(place) as workspace:
        (hidden,) = workspace.find(["serial"]).passages
        with pytest.raises(NotFoundError):
            workspace.show(hidden.id, viewpoint=workspace.viewpoint(audience="public"))


def test_copies_of_a_passage_are_told_once_with_their_number(tmp_path: Path) -> None:
    papers: dict[str, tuple[str, str | None]] = {
        f"{n}.txt": (f"(U) The same words of Osprey.\n\n(U) Number {n}.\n", None) for n in range(4)
    }
    with Workspace.open(_place(tmp_path, papers)) as workspace:
        found = workspace.find(["osprey"])
    assert (found.passages_found, found.papers_found, len(found.passages)) == (4, 4, 1)
    assert found.passages[0].copies == 3


def test_a_question_without_words_or_with_too_many_is_refused(place: Path) -> None:
    with Workspace.open(place) as workspace:
        with pytest.raises(UsageError, match="no word"):
            workspace.find(["?!"])
        with pytest.raises(UsageError, match="more than"):
            workspace.find(["a b"] * 30)
