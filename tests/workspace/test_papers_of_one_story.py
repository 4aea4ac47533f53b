"""Papers that tell one story: to whom, their network, their contradictions. Firms, cables and models are invented."""

from __future__ import annotations

import json
from pathlib import Path

from enduse.model.story import Stories
from enduse.workspace import Workspace
from enduse.workspace.presenting import as_text, to_json

FIRST = (
    "2. (C) We have information that Quarry Bend Trading LLC of Iran sought to procure a five-axis machining center,"
    " model KD-417, from the Turkish firm Fellgate Machine Works. We believe that Osprey Lane Trading acts on behalf of"
    " Quarry Bend Trading LLC.\n\n3. (C) Post should thank the host government for its cooperation and ask it to"
    " investigate this transaction and to use all means that its law provides to keep the goods from leaving the"
    " country before the answer is known.\n"
)
SECOND = (
    "2. (C) Quarry Bend Trading LLC of Iran has approached several makers for a five-axis machining center, model"
    " KD-417. Osprey Lane Trading acts on behalf of Quarry Bend Trading LLC. In April 2010 Turkey denied an export"
    " license for this center.\n"
)
THIRD = (
    "2. (C) Turkey told us that it denied an export license in March 2010 for a machining center, model KD-417, for"
    " Quarry Bend Trading LLC of Iran. Osprey Lane Trading does not act on behalf of Quarry Bend Trading LLC.\n"
)
ANOTHER = "2. (C) Our information is that Coldwater Pump Works sought a pump, model VB-700, from Tarn Hollow Ltd.\n"


def _cable(serial: int, post: str, day: int, body: str, year: int = 10) -> str:
    return (
        f"P {day:02d}1526Z JUN {year}\nFM SECSTATE WASHDC\nTO AMEMBASSY {post} PRIORITY 1234\n"
        f"C O N F I D E N T I A L STATE {serial:06d}\n\nSIPDIS\n\nE.O. 12958: DECL: 06/11/2035\nTAGS: PARM, PREL\n"
        f"SUBJECT: (U) INVENTED PUMPS\n\nREF: A. STATE 000950\n\n1. (U) This is an action request.\n\n{body}\nCLINTON\n"
    )


def _told(folder: Path, papers: dict[str, str], *asked: str, audience: str | None = None) -> Stories:
    with Workspace.create(folder) as workspace:
        for name, text in papers.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
            marking = {"h": "SECRET", "o": "UNCLASSIFIED"}.get(name[0])
            workspace.read([folder / f"{name}.txt"], marking=marking)
        return workspace.stories(asked, viewpoint=workspace.viewpoint(audience=audience))


PAPERS = {
    "a": _cable(1001, "ANKARA", 11, FIRST), "b": _cable(1002, "TALLINN", 14, SECOND),
    "c": _cable(1044, "MADRID", 20, THIRD), "d": _cable(1045, "ROME", 21, FIRST),
    "e": _cable(1050, "BERLIN", 21, ANOTHER), "f": _cable(1051, "VIENNA", 21, SECOND, year=13),
}


def test_papers_on_the_same_parties_and_goods_are_one_story_told_to_several(tmp_path: Path) -> None:
    stories = _told(tmp_path / "w", PAPERS)
    assert (stories.papers, stories.found) == (6, 1)
    (story,) = stories.stories
    assert [paper.number for paper in story.papers] == ["10STATE1001", "10STATE1002", "10STATE1044", "10STATE1045"]
    assert [paper.copy_of for paper in story.papers] == ["", "", "", "10STATE1001"]
    assert story.told_to == ("AMEMBASSY ANKARA", "AMEMBASSY MADRID", "AMEMBASSY ROME", "AMEMBASSY TALLINN")
    assert story.items == ("KD-417",)
    assert {"Quarry Bend Trading LLC", "Osprey Lane Trading"} <= set(story.parties)
    ties = {(tie.subject, tie.relation, tie.object, tie.denied): tie.texts for tie in story.ties}
    assert ties["Osprey Lane Trading", "acts_for", "Quarry Bend Trading LLC", False] == 2  # a copy is no third text
    text = as_text(stories)
    assert "told to AMEMBASSY ANKARA, AMEMBASSY MADRID" in text
    assert "a copy of 10STATE1001" in " ".join(text.split())


def test_what_papers_of_a_story_say_against_each_other_is_asked_with_both_quotes(tmp_path: Path) -> None:
    (story,) = _told(tmp_path / "w", PAPERS).stories
    asked = {question.text: (question.left.words, question.right.words) for question in story.questions}
    left, right = asked["Is it so that Osprey Lane Trading acts for Quarry Bend Trading LLC?"]
    assert "not" not in left
    assert "does not act" in right
    assert "When did TR deny the license: 2010-04 or 2010-03?" in asked
    assert all(question.left.document != question.right.document for question in story.questions)


def test_a_copy_that_tells_another_number_is_asked_about(tmp_path: Path) -> None:
    told = SECOND.replace("a five-axis machining center", "two five-axis machining centers")
    papers = {"a": _cable(1001, "ANKARA", 11, told), "b": _cable(1002, "ROME", 12, told.replace("two", "three"))}
    (story,) = _told(tmp_path / "w", papers).stories
    assert story.papers[1].copy_of == "10STATE1001"
    assert [question.text for question in story.questions] == ["How many of KD-417: 2 or 3?"]


def test_a_story_is_found_by_a_party_a_model_and_a_paper(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w") as workspace:
        for name, text in PAPERS.items():
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        workspace.read_folders([tmp_path / f"{name}.txt" for name in PAPERS])
        for words, found in ((["Osprey"], 1), (["KD417"], 1), (["10STATE1044"], 1), (["Coldwater"], 0), (["none"], 0)):
            assert workspace.stories(words).found == found, words


def test_a_name_that_stands_in_very_many_papers_joins_none(tmp_path: Path) -> None:
    papers = {f"o{n}": f"Quarry Bend Trading LLC acts on behalf of Tarn Hollow Works {'x' * n}.\n" for n in range(27)}
    stories = _told(tmp_path / "w", papers)
    assert stories.found == 0
    assert stories.notes
    assert _told(tmp_path / "v", dict(list(papers.items())[:20])).found == 1


def test_a_paper_that_is_hidden_as_a_whole_changes_nothing(tmp_path: Path) -> None:
    open_ones = {
        "o1": "Quarry Bend Trading LLC is a front company for Tarn Hollow Works. Quarry Bend Trading LLC acts on behalf"
              " of Osprey Lane Ltd.\n",
        "o2": "We hear that Quarry Bend Trading LLC acts on behalf of Osprey Lane Ltd.\n",
    }
    hidden = {f"h{n}": open_ones["o1"] + f"It is paid by Kestrel Weir {n}.\n" for n in range(30)}

    def told(folder: Path, papers: dict[str, str]) -> str:
        return json.dumps(to_json(_told(folder, papers, audience="public"), kind="stories"))

    alone = told(tmp_path / "w", open_ones)
    assert json.loads(alone)["found"] == 1
    assert told(tmp_path / "v", {**hidden, **open_ones}) == alone
