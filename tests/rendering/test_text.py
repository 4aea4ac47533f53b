"""Every answer has a page; every line says where it comes from; hostile text stays text. All names are invented."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from enduse.errors import Fault, InputError
from enduse.model.answer import MET, NOT_MET, MissingFact, unknown
from enduse.model.assessment import (
    Action,
    ActionKind,
    Assessment,
    FlagCoverage,
    FlagFinding,
    FlagStrength,
    FourQuestion,
    GateAnswer,
    QuestionAnswer,
)
from enduse.model.condition import ConditionResult
from enduse.model.demonstration import Demonstration, DemonstrationPage
from enduse.model.determination import Classification, ControlPosition, Determination, RegimePosition
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.marking import OWNER
from enduse.model.paper import PaperFact, PaperPortion, PaperReading
from enduse.model.path import Confidence, Likelihood, Path, Step, Trace
from enduse.model.screening import Entity, Hit, Screening, SourceCoverage
from enduse.model.shown import Publisher, Shown
from enduse.model.statement import LoadResult
from enduse.model.versions import EntityChange, ListDelta, StatementChange
from enduse.model.viewpoint import Viewpoint
from enduse.rendering.safe import measure
from enduse.rendering.text import render_text

HOSTILE = "evil\x1b[2J\x1b]0;owned\x07\u202eeman\x9b31m\r\nnext"
HIDDEN = "\x1b\x07\x9b\u202e\r\x00"

CITE = Citation(
    kind=CitationKind.STATEMENT, id="0f" * 16, source="desk", place="para 2", words="we believe it acts for Vexholm",
    document="ab" * 32, document_name="letter-7.txt", said_on=date(2025, 3, 12), marking="SECRET//REL TO BELMORA",
    grade="B2", hedge="we believe",
)
RULE = Citation(kind=CitationKind.KNOWLEDGE, id="controls/example", source="Example Order", place="X1", words="Fast.")
MISSING = MissingFact(fact="positioning accuracy", about="line 1", question="By which standard was it measured?")
REASON = Reason(text="same tax number", left="12", right="12", weight=0.4, evidence=(CITE,))
VIEWPOINT = Viewpoint(as_of=date(2025, 6, 1), known_by=datetime(2025, 6, 2, 8, 30, tzinfo=UTC), audience=OWNER)

ENTITY = Entity(
    id="q-1", schema="Company", caption="Vexholm Trading", is_listed=True, sources=("desk",),
    properties=(("country", ("xx",)), ("name", ("Vexholm Trading",))),
)
SCREENING = Screening(
    query="Vexholm Tradng", coverage=(
        SourceCoverage(source="desk", title="Desk list", version=date(2025, 1, 1), entities=1),
        SourceCoverage(source="away", title="Absent list", version=None, entities=0, note="not loaded"),
    ),
    hits=(Hit(query="Vexholm Tradng", rank=1, score=0.912, entity=ENTITY, matched_name="Vexholm Trading FZE",
              reasons=(REASON, Reason(text="other country", weight=-0.2)), listing=(CITE,)),),
)
CONDITION = ConditionResult(
    label="all of", answer=unknown(MISSING), parts=(
        ConditionResult(label="contouring axes", answer=MET, value="5", limit="at least 5", margin=Decimal(0),
                        evidence=(CITE,)),
        ConditionResult(label="repeatability", answer=NOT_MET, value="1.30 um", limit="at most 1.1 um", axis="X",
                        margin=Decimal("0.20"), margin_unit="um", is_near=True),
    ),
)
CLASSIFICATION = Classification(
    item="NX-5", as_of=date(2025, 6, 1), conflicts=("two values of travel",),
    positions=(RegimePosition(regime="XX", title="Example regime", position=ControlPosition.POTENTIALLY_CONTROLLED,
                              edition="x-2025", entries=("X1",), missing=(MISSING,), not_encoded=("medicine",)),),
    determinations=(
        Determination(regime="XX", edition="x-2025", entry="X1", heading="Fast machines", as_of=date(2025, 6, 1),
                      answer=unknown(MISSING), covers=CONDITION, citation=RULE),
        Determination(regime="XX", edition="x-2025", entry="X9", heading="Slow machines", as_of=date(2025, 6, 1),
                      answer=NOT_MET, covers=ConditionResult(label="slow", answer=NOT_MET)),
    ),
)
TRACE = Trace(
    party="Tallow Reach", starts=("q-1",), links_seen=12, note="Two steps at most.", paths=(Path(
        target="p-1", target_caption="Kestrel Ridge", concern="missile", likelihood=Likelihood.LIKELY,
        confidence=Confidence.LOW, weakest=1, origins=("desk",), breaks_without=("desk",), is_assessed=False, steps=(
            Step(start="q-1", start_caption="Tallow Reach", relation="acts_for", end="q-2", end_caption="Brightwater",
                 weight=0.6, sentence="We believe that it acts for Brightwater.", evidence=(CITE,)),
            Step(start="q-2", start_caption="Brightwater", relation="front_for", end="p-1", end_caption="Kestrel Ridge",
                 weight=0.3, sentence="It is said to be a front company.", evidence=(CITE,)),
        ),
    ),),
)
ASSESSMENT = Assessment(
    reference="EX-1", viewpoint=VIEWPOINT, as_of=date(2025, 6, 1), stops=(REASON,), screenings=(SCREENING,),
    classifications=(CLASSIFICATION,), traces=(TRACE,), missing=(MISSING,), inputs=(("order", "ab" * 32),),
    questions=tuple(QuestionAnswer(question=question, answer=answer, reasons=(REASON,)) for question, answer in zip(
        FourQuestion, (MET, NOT_MET, unknown(MISSING), MET), strict=True)),
    flags=(
        FlagFinding(flag="F-1", group="route", strength=FlagStrength.STRONG, text="Odd route", answer=MET,
                    ask="Why this way?", reasons=(REASON,)),
        FlagFinding(flag="F-2", group="pay", strength=FlagStrength.WEAK, text="Odd payer", answer=unknown(MISSING),
                    ask="Who pays?"),
        FlagFinding(flag="F-3", group="pay", strength=FlagStrength.WEAK, text="Cash", answer=NOT_MET, ask=""),
    ),
    actions=(Action(rank=1, kind=ActionKind.HOLD, text="Hold the order.", because=(REASON,)),),
    gates=(GateAnswer(gate="embargo", text="An embargo covers it", answer=unknown(MISSING)),),
    flag_coverage=FlagCoverage(answered=("F-1", "F-3"), unknown=("F-2",), not_encoded=("F-9",)),
    limitations=("Catch-all tests were not evaluated.",),
)
LOAD = LoadResult(
    source="desk", documents=("ab" * 32,), published=date(2025, 1, 1), received_at=VIEWPOINT.known_by, records=2,
    statements=9, appeared=9, vanished=0, unchanged=False, notes=("taken as of today",),
    faults=(Fault(place="row 3", reason="no name.", remedy="Add it."),),
)
PAPER = PaperReading(
    name="letter-7.txt", document="ab" * 32, format="message", reference="CONTROL 7", published=None, banner="SECRET",
    header=(("from", "Arvania"),), faults=(Fault(place="para 3", reason="no mark."),), refused=0, load=LOAD,
    portions=(PaperPortion(label="para 1", kind="text", marking="SECRET", is_marked=True, start=0, end=9),
              PaperPortion(label="para 3", kind="text", marking="SECRET//REL TO owner//unmarked portion",
                           is_marked=False, start=9, end=12)),
    facts=(PaperFact(type="party", summary="name: Tallow Reach", model="", citations=(CITE,)),),
)
SHOWN = Shown(kind="statement", id="0f" * 16, title="name: Vexholm", citations=(CITE,), before="They say ",
              words="we believe", after=" it.", facts=(("source", "desk"),))
PUBLISHER = Publisher(id="desk", title="Desk list", publisher="The desk", description="Names.", terms="Ours.",
                      formats="csv", addresses=(("list", "https://example.org/list.csv"),))
DELTA = ListDelta(
    source="desk", title="Desk list", earlier=date(2026, 1, 1), later=date(2026, 2, 1), added=1, withdrawn=0, changed=0,
    appeared=1, vanished=0, left=2, notes=("A note.",), entities=(EntityChange(
        id="desk-1", schema="Company", caption="Vexholm", kind="added",
        statements=(StatementChange(id="0f" * 16, prop="name", value="Vexholm", printed="VEXHOLM", appeared=True),)),),
)
EVERY = [DELTA, SCREENING, CLASSIFICATION, TRACE, ASSESSMENT, LOAD, PAPER, SHOWN, PUBLISHER,
         InputError("not a letter.", where="x.pdf", remedy="Hand in text.")]


def _poison(value: object) -> object:
    """Put hostile text into every text of an answer."""
    if isinstance(value, str):
        return f"{value} {HOSTILE}"
    if isinstance(value, tuple):
        return tuple(_poison(part) for part in value)
    names = getattr(value, "__dataclass_fields__", None)
    if names and value is not VIEWPOINT:
        return replace(value, **{name: _poison(getattr(value, name)) for name in names})  # type: ignore[type-var]
    return value


def _squeeze(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("answer", EVERY, ids=lambda answer: type(answer).__name__)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_every_answer_has_a_page_within_its_width(answer: object, width: int) -> None:
    page = render_text(answer, width=width)
    assert page.endswith("\n")
    assert "\n\n\n" not in page
    assert max(map(measure, page.splitlines())) <= min(width, 120)


@pytest.mark.parametrize("answer", EVERY[:-1], ids=lambda answer: type(answer).__name__)
def test_hostile_text_in_any_field_reaches_no_terminal(answer: object) -> None:
    page = render_text(_poison(answer))
    assert "\\u{1b}" in page
    assert not set(page) & set(HIDDEN)


@pytest.mark.parametrize("answer", EVERY, ids=lambda answer: type(answer).__name__)
def test_colour_adds_nothing_that_the_words_do_not_say(answer: object) -> None:
    coloured = render_text(answer, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_text(answer)


def test_a_citation_tells_words_document_place_day_grade_hedge_and_marking() -> None:
    page = _squeeze(render_text(SHOWN, width=120))
    told = ("cites: “we believe it acts for Vexholm” — desk, letter-7.txt, para 2, said 2025-03-12, graded B2, hedged "
            "“we believe” [SECRET//REL TO BELMORA] (show 0f0f0f0f")
    assert told in page


def test_the_first_step_and_the_four_questions_stand_first() -> None:
    page = _squeeze(render_text(ASSESSMENT, width=120, full=True))
    order = ["ASSESSMENT OF EX-1", "As of 2025-06-01, as known by 2025-06-02 08:30:00Z, for owner.",
             "Proposed first: HOLD.", "1. Will it reach the named user? yes", "2. Will the named user use it there? no",
             "3. Will the use be harmless? unknown", "STOPS", "open: An embargo covers it", "PARTIES", "ITEMS",
             "PATHS OF CONCERN", "RED FLAGS", "MISSING FACTS", "NEXT STEPS", "NOT EVALUATED", "COMPUTED FROM"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_flags_that_stand_are_open_or_absent_are_told_apart() -> None:
    page = _squeeze(render_text(ASSESSMENT, width=120, full=True))
    assert "strong Odd route (route, F-1)" in page
    assert "1 flag cannot be answered yet: F-2 weak: Odd payer — Who pays?" in page
    assert "Answered and not standing: F-3." in page
    assert "Not computed by this version: F-9." in page


def test_the_page_that_decides_tells_steps_before_grounds_and_says_where_the_rest_is() -> None:
    page = _squeeze(render_text(ASSESSMENT, width=120))
    order = ["ASSESSMENT OF EX-1", "Proposed first: HOLD.", "FOUR QUESTIONS", "NEXT STEPS", "STOPS",
             "open: An embargo covers it", "PARTIES", "ITEMS", "PATHS OF CONCERN", "RED FLAGS",
             "strong Odd route (F-1)", "1 flag cannot be answered yet", "missing in all. --full tells every reason"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "COMPUTED FROM" not in page


def test_a_margin_says_on_which_side_of_the_limit_it_lies() -> None:
    page = _squeeze(render_text(CLASSIFICATION, width=120))
    assert "stated 1.30 um, limit at most 1.1 um, axis X; margin 0.2 um outside the control, near the limit" in page
    assert "margin none: it stands on the limit" in page
    assert "Not met: XX X9." in page


def test_no_hit_claims_no_more_than_was_looked_at() -> None:
    page = _squeeze(render_text(replace(SCREENING, hits=())))
    assert "no hit in the lists below" in page
    assert "away no version Absent list; not loaded" in _squeeze(render_text((replace(SCREENING, hits=()),), width=120))
    assert "No list answered" in render_text((replace(SCREENING, hits=(), coverage=()),))


def test_a_path_keeps_likelihood_and_confidence_apart_and_marks_its_weakest_step() -> None:
    page = _squeeze(render_text(TRACE, width=120))
    assert "likelihood: likely (55-80 %); confidence: low; not enough independent" in page
    assert "1) Tallow Reach — acts for → Brightwater We believe that it acts for Brightwater." in page
    assert "2) Brightwater — front for → Kestrel Ridge (weakest step)" in page
    assert "Falls without any one of: desk" in page


def test_a_paper_tells_which_parts_print_no_mark() -> None:
    page = _squeeze(render_text(PAPER, width=120))
    assert "1 part without a mark of its own, kept from every reader but you: para 3" in page


def test_a_part_that_the_reader_marked_is_not_said_to_be_kept_back() -> None:
    body = PaperPortion(label="", kind="body", marking="UNCLASSIFIED", is_marked=False, start=0, end=9)
    page = _squeeze(render_text(replace(PAPER, portions=(body,)), width=120))
    assert "[UNCLASSIFIED] 1 part without a mark of its own, marked by you: body" in page
    assert "kept from every reader" not in page


def test_what_has_no_page_is_a_bug_and_says_so() -> None:
    with pytest.raises(TypeError, match="no text page for int"):
        render_text(3)


def test_a_reason_that_stands_under_two_questions_is_told_once_and_pointed_at() -> None:
    page = _squeeze(render_text(ASSESSMENT, width=120, full=True)).partition("STOPS")[0]
    assert page.count("same tax number") == 1
    assert page.count("and 1 reason told under 1 (1 for, 0 against).") == 3


def test_a_missing_fact_is_named_under_its_question_and_asked_in_the_list() -> None:
    page = _squeeze(render_text(ASSESSMENT, width=120, full=True))
    assert "open for want of: positioning accuracy." in page
    assert page.partition("MISSING FACTS")[2].count("By which standard was it measured?") == 1


def test_a_demonstration_keeps_the_layout_of_its_pages_and_their_hostile_text_harmless() -> None:
    section = DemonstrationPage(title="One", text="a\n    b   c\n  \x1b[2J\u202e\n")
    page = render_text(Demonstration(notice="All names are invented.", sections=(section,)))
    assert "\na\n    b   c\n  \\u{1b}[2J\\u{202e}\n" in page
    assert page.count("All names are invented.") == 2
