"""The worked stories: what their assessments must say, held against a workspace of each story's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from enduse.errors import InputError
from enduse.knowledge.nodes import Node, parse_nodes
from enduse.model.answer import Verdict
from enduse.model.assessment import Assessment
from enduse.workspace import Workspace

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
STORIES = sorted(EXAMPLES.glob("*/story.yaml"))
LOADED = date(2025, 2, 1)


def assess(story: Path, node: Node, place: Path) -> Assessment:
    with Workspace.create(place) as workspace:
        for name in node.get("load").texts():
            first = name.partition(".")[0]
            source = "ftm" if name.endswith(".ftm.json") else first if first in ("denials", "trade") else "table"
            workspace.load([story.parent / name], source=source, published=LOADED, marking="UNCLASSIFIED")
        for name in node.get("keep").texts():
            workspace.keep_order(story.parent / name)
        papers = [story.parent / name for name in node.get("read").texts()]
        if papers:
            for paper in workspace.read(papers, grade="B2"):
                assert not isinstance(paper, InputError)
        viewpoint = workspace.viewpoint(as_of=node.get("as_of").text())
        return workspace.assess(story.parent / "order.yaml", viewpoint=viewpoint)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.parent.name)
def test_a_story_is_assessed_as_it_says(story: Path, tmp_path: Path) -> None:
    node = parse_nodes(story.read_bytes(), where=story.parent.name)
    found, expect = assess(story, node, tmp_path / "workspace"), node.get("expect")
    said = {answer.question.name.lower(): answer.answer.verdict.value for answer in found.questions}
    assert said == {name: value.text() for name, value in expect.get("questions").mapping().items()}
    assert tuple(g.gate for g in found.gates if g.answer.verdict is Verdict.MET) == expect.get("gates_met").texts()
    flags = sorted(flag.flag for flag in found.flags if flag.answer.verdict is Verdict.MET)
    assert tuple(flags) == expect.get("flags_met").texts()
    patterns = tuple(one.pattern for one in found.patterns if one.answer.verdict is Verdict.MET)
    assert patterns == expect.get("patterns_met").texts()
    told = " ".join(step.sentence for trace in found.traces for path in trace.paths for step in path.steps)
    assert all(words in told for words in expect.get("paths").texts())
    assert tuple(dict.fromkeys(step.kind.value for step in found.actions)) == expect.get("steps").texts()


def test_there_is_a_page_that_tells_each_story() -> None:
    page = (EXAMPLES.parent / "docs" / "explanation" / "stories.md").read_text(encoding="utf-8")
    assert len(STORIES) == 9
    assert all(f"`examples/{story.parent.name}`" in page for story in STORIES)
