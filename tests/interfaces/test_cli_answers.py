"""Every command on the invented material of the demonstration: exit codes, schemas, the same bytes twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from enduse.workspace.schemas import get_schema

Run = Callable[..., "subprocess.CompletedProcess[str]"]
_ASKED_AT = "2025-06-12T10:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A workspace with one invented list in two versions and two invented letters."""

    place: Path
    material: Path

    def run(self, *arguments: str, stdin: str = "", at: str = _ASKED_AT) -> subprocess.CompletedProcess[str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("ENDUSE_", "NO_COLOR"))}
        return subprocess.run(
            [sys.executable, "-m", "enduse.interfaces.cli.main", "-w", str(self.place), *arguments], input=stdin,
            capture_output=True, text=True, check=False, timeout=120, env=clean | {"ENDUSE_NOW": at},
        )

    def file(self, name: str) -> str:
        return str(self.material / name)

    def ask(self, *arguments: str, schema: str, code: int = 0, at: str = _ASKED_AT) -> dict[str, Any]:
        """Run with --json; return the answer once its schema holds and nothing stands on standard error."""
        done = self.run(*arguments, "--json", at=at)
        assert (done.returncode, done.stderr) == (code, "")
        answer: dict[str, Any] = json.loads(done.stdout)
        Draft202012Validator(get_schema(schema)).validate(answer)
        return answer


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    shipped = resources.files("enduse.workspace") / "demo"
    for entry in shipped.iterdir():
        if entry.is_file():
            (folder / entry.name).write_bytes(entry.read_bytes())
    made = Desk(place=folder / "workspace", material=folder)
    assert made.run("init", at="2025-06-01T10:00:00Z").returncode == 0
    lists = [("watch-list-2024-02.csv", "2024-02-01"), ("watch-list-2025-01.csv", "2025-01-20")]
    for name, day in lists:
        made.ask("load", "table", "--published", day, made.file(name), schema="load",
                 at=f"2025-06-02T{day[-2:]}:00:00Z")
    made.ask("read", "--source", "desk", made.file("report-1.txt"), "--grade", "B3", made.file("report-2.txt"),
             schema="read", at="2025-06-03T10:00:00Z")  # in one letter marks and banner do not agree: told, and read
    return made


def _some_name(desk: Desk) -> str:
    rows = (desk.material / "watch-list-2025-01.csv").read_text(encoding="utf-8").splitlines()
    return dict(zip(rows[0].split(","), rows[-1].split(","), strict=False))["name"]


def test_a_list_loaded_twice_changes_nothing(desk: Desk) -> None:
    again = desk.ask("load", "table", "--published", "2025-01-20", desk.file("watch-list-2025-01.csv"),
                     schema="load")
    assert again["unchanged"] is True


def test_screening_finds_a_listed_name_and_says_which_list_answered(desk: Desk) -> None:
    name = _some_name(desk)
    answer = desk.ask("screen", name, "Zzyzx Quorvath", schema="screening")
    first, second = answer["screenings"]
    listed = [hit for hit in first["hits"] if hit["entity"]["is_listed"]]
    assert [hit["entity"]["caption"] for hit in listed] == [name]
    assert listed[0]["listing"]
    assert second["hits"] == []
    assert [row["source"] for row in second["coverage"] if row["version"]] == ["table"]


def test_names_come_from_standard_input_too(desk: Desk) -> None:
    done = desk.run("screen", "-", "--json", stdin=f"{_some_name(desk)}\n\nZzyzx Quorvath\n")
    assert [row["query"] for row in json.loads(done.stdout)["screenings"]] == [_some_name(desk), "Zzyzx Quorvath"]


def test_a_day_before_the_first_version_has_no_list_that_answers(desk: Desk) -> None:
    answer = desk.ask("--as-of", "2023-01-01", "screen", _some_name(desk), schema="screening")
    hits = answer["screenings"][0]["hits"]  # the letters speak of it, which no day of a list decides
    assert not any(hit["entity"]["is_listed"] for hit in hits)
    assert all(row["version"] is None for row in answer["screenings"][0]["coverage"])
    assert answer["viewpoint"]["as_of"] == "2023-01-01"


def test_an_order_is_classified_traced_and_assessed(desk: Desk) -> None:
    classified = desk.ask("classify", "--tree", desk.file("order.yaml"), schema="classification")
    assert classified["classifications"][0]["positions"]
    assessed = desk.ask("assess", desk.file("order.yaml"), schema="assessment")
    assert len(assessed["questions"]) == 4
    party = assessed["screenings"][-1]["query"]
    traced = desk.ask("trace", party, schema="trace")
    assert traced["paths"]
    assert all(step["evidence"] or "may be" in step["sentence"] for path in traced["paths"] for step in path["steps"])


def test_every_citation_of_an_assessment_can_be_shown(desk: Desk) -> None:
    assessed = desk.ask("assess", desk.file("order.yaml"), schema="assessment")
    cited = sorted({citation["id"] for citation in _citations(assessed)})
    assert cited
    few = {name.partition(":")[0][:1] + str("/" in name): name for name in cited}  # some of each sort, not all
    for name in few.values():
        desk.ask("show", name, schema="show")


def _citations(node: object) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        own = [node] if {"kind", "id", "place", "words"} <= set(node) else []
        return own + [found for part in node.values() for found in _citations(part)]
    return [found for part in node for found in _citations(part)] if isinstance(node, list) else []


@pytest.mark.parametrize("arguments", [["assess"], ["classify"], ["assess", "--json"]])
def test_the_same_question_gives_the_same_bytes(desk: Desk, arguments: list[str]) -> None:
    first, second = (desk.run(*arguments, desk.file("order.yaml")) for _ in range(2))
    assert first.returncode == 0
    assert first.stdout == second.stdout


def test_an_order_from_standard_input_is_the_same_order(desk: Desk) -> None:
    text = (desk.material / "order.yaml").read_text(encoding="utf-8")
    piped = json.loads(desk.run("assess", "-", "--json", stdin=text).stdout)
    filed = desk.ask("assess", desk.file("order.yaml"), schema="assessment")
    assert [row["answer"] for row in piped["questions"]] == [row["answer"] for row in filed["questions"]]


def test_another_reader_is_named_and_sees_no_secret_words(desk: Desk) -> None:
    answer = desk.ask("--audience", "public", "assess", desk.file("order.yaml"), schema="assessment")
    assert answer["viewpoint"]["audience"]["principal"] == "public"
    assert all("SECRET" not in citation["marking"] for citation in _citations(answer))


def test_one_unreadable_paper_of_two_is_told_and_the_other_kept(desk: Desk) -> None:
    papers = [desk.file("report-1.txt"), desk.file("absent.txt")]
    answer = desk.ask("read", "--source", "desk", *papers, schema="read", code=4)
    assert [paper["name"] for paper in answer["papers"]] == ["report-1.txt"]
    assert "absent.txt" in answer["refused"][0]["place"]


@pytest.mark.parametrize(("text", "told"), [
    ("reference: [", "not YAML"), ("schema: enduse-order/1\nreference: X\nparties: []\nlines: []\nprise: 3\n", "prise"),
    ("a: &x 1\nb: *x\n", "anchors"), ("", "reference"),
])
def test_a_broken_order_is_told_with_its_place(desk: Desk, text: str, told: str) -> None:
    done = desk.run("assess", "-", stdin=text)
    assert done.returncode == 3
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_visible_of_that_name_is_not_found(desk: Desk) -> None:
    done = desk.run("show", "ffffffffffffffffffffffffffffffff")
    assert done.returncode == 5


def test_the_changes_of_a_list_are_told(desk: Desk) -> None:
    answer = desk.ask("delta", "table", schema="delta")
    assert (answer["earlier"], answer["later"]) == ("2024-02-01", "2025-01-20")
    assert answer["added"] == len([entity for entity in answer["entities"] if entity["kind"] == "added"])


def test_the_sources_tell_what_is_held(desk: Desk) -> None:
    answer = desk.ask("sources", "table", schema="sources")
    assert answer["sources"][0]["version"] == "2025-01-20"
    assert answer["sources"][0]["versions"] == []
    assert len(desk.ask("sources", "--versions", "table", schema="sources")["sources"][0]["versions"]) == 2


def test_the_demonstration_says_that_its_names_are_invented(desk: Desk) -> None:
    answer = desk.ask("demo", schema="demo")
    assert "invented" in answer["notice"]
    assert len(answer["sections"]) >= 3
