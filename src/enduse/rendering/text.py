"""Render any answer as text for people: one function, the model type decides the page."""

from __future__ import annotations

from collections.abc import Sequence

from enduse.errors import Fault, InputError
from enduse.model.assessment import Assessment
from enduse.model.batch import ScreeningRun
from enduse.model.catalogue import CatalogueRun
from enduse.model.declaring import AssessmentRun
from enduse.model.demonstration import Demonstration
from enduse.model.denial import Denial, DenialList
from enduse.model.determination import Classification
from enduse.model.directory import ListedEntry
from enduse.model.finding import Finding
from enduse.model.inquiry import ItemInquiries
from enduse.model.integrity import Erasure, RecordCheck
from enduse.model.judging import JudgedAnswer
from enduse.model.jurisdiction import ItemJurisdictions
from enduse.model.kept_order import FlagShown, KeptOrder, WorkspaceChanges
from enduse.model.licensing import GoodsFinding, LicenseNeed
from enduse.model.paper import PaperReading, ReadingRun
from enduse.model.parameter_use import ParameterUse
from enduse.model.path import Trace
from enduse.model.portfolio import Portfolio, PortfolioChanges
from enduse.model.product import Product
from enduse.model.repeat import Repeats
from enduse.model.resolution import Resolution, ResolutionRun
from enduse.model.review import PaperReview, ReviewedFact
from enduse.model.screening import DecidedHit, Screening
from enduse.model.shown import Publisher, Shown
from enduse.model.statement import Judgement, LoadResult
from enduse.model.story import Stories
from enduse.model.trade_paper import PapersComparison
from enduse.model.versions import ListDelta
from enduse.rendering.assessment import write_assessment
from enduse.rendering.batch import write_screening_run
from enduse.rendering.catalogue import write_catalogue_run
from enduse.rendering.classification import write_classification
from enduse.rendering.decision import write_decision
from enduse.rendering.declaring import write_assessment_run
from enduse.rendering.demonstration import write_demonstration
from enduse.rendering.denial import write_denial, write_denials, write_repeats
from enduse.rendering.directory import write_entries
from enduse.rendering.finding import write_finding
from enduse.rendering.inquiry import write_inquiries
from enduse.rendering.jurisdiction import write_item_jurisdictions
from enduse.rendering.kept_order import write_flags, write_judged, write_orders, write_workspace_changes
from enduse.rendering.licensing import write_goods_finding, write_license_need
from enduse.rendering.page import Page
from enduse.rendering.paper import write_paper, write_reading_run
from enduse.rendering.parameter_use import write_parameters
from enduse.rendering.portfolio import write_changes, write_portfolios
from enduse.rendering.product import write_product
from enduse.rendering.record import (
    write_check,
    write_delta,
    write_erasure,
    write_load,
    write_publishers,
    write_shown,
)
from enduse.rendering.resolution import write_judgement, write_resolution, write_resolution_run
from enduse.rendering.review import write_review, write_reviewed_fact
from enduse.rendering.screening import write_decided, write_screening, write_screenings
from enduse.rendering.story import write_stories
from enduse.rendering.trace import write_trace
from enduse.rendering.trade_paper import write_papers_comparison
from enduse.rendering.wording import write_faults


def render_text(answer: object, *, colour: bool = False, width: int = 80, full: bool = False) -> str:
    """Return an answer, or a sequence of answers of one kind, as a page of text.

    With `full` an assessment is told with every reason and citation, else with what decides.

    Cost: linear in the size of the answer.

    Raises:
        TypeError: nothing here knows how such an object looks.
    """
    page = Page(width=width, colour=colour)
    answers: Sequence[object] = answer if isinstance(answer, tuple | list) else (answer,)
    publishers = [part for part in answers if isinstance(part, Publisher)]
    if publishers:
        write_publishers(page, publishers)
        return page.finish()
    screenings = [part for part in answers if isinstance(part, Screening)]
    if screenings and len(screenings) == len(answers):
        write_screenings(page, screenings)
        return page.finish()
    decided = [part for part in answers if isinstance(part, DecidedHit)]
    judged = [part for part in answers if isinstance(part, JudgedAnswer)]
    if decided or judged:
        write_decided(page, decided)
        write_judged(page, judged)
        return page.finish()
    orders = [part for part in answers if isinstance(part, KeptOrder)]
    if orders:
        write_orders(page, orders)
        return page.finish()
    flags = [part for part in answers if isinstance(part, FlagShown)]
    if flags:
        write_flags(page, flags)
        return page.finish()
    portfolios = [part for part in answers if isinstance(part, Portfolio)]
    if portfolios:
        write_portfolios(page, portfolios)
        return page.finish()
    listed = [part for part in answers if isinstance(part, ListedEntry)]
    if listed:
        write_entries(page, listed)
        return page.finish()
    uses = [part for part in answers if isinstance(part, ParameterUse)]
    if uses:
        write_parameters(page, uses)
        return page.finish()
    if not answers:
        page.write("Nothing found.")
    for part in answers:
        if full and isinstance(part, Assessment):
            write_assessment(page, part)
        else:
            _write(page, part)
    return page.finish()


def _write(page: Page, part: object) -> None:
    match part:
        case Assessment():
            write_decision(page, part)
        case WorkspaceChanges():
            write_workspace_changes(page, part)
        case AssessmentRun():
            write_assessment_run(page, part)
        case Classification():
            write_classification(page, part)
        case ItemJurisdictions():
            write_item_jurisdictions(page, part)
        case LicenseNeed():
            write_license_need(page, part)
        case GoodsFinding():
            write_goods_finding(page, part)
        case Product():
            write_product(page, part)
        case DenialList():
            write_denials(page, part)
        case Repeats():
            write_repeats(page, part)
        case Denial():
            write_denial(page, part)
        case CatalogueRun():
            write_catalogue_run(page, part)
        case ItemInquiries():
            write_inquiries(page, part)
        case PapersComparison():
            write_papers_comparison(page, part)
        case PaperReview():
            write_review(page, part)
        case ReviewedFact():
            write_reviewed_fact(page, part)
        case Finding():
            write_finding(page, part)
        case Stories():
            write_stories(page, part)
        case Trace():
            write_trace(page, part)
        case Screening():
            write_screening(page, part)
        case Resolution():
            write_resolution(page, part)
        case ResolutionRun():
            write_resolution_run(page, part)
        case Judgement():
            write_judgement(page, part)
        case ScreeningRun():
            write_screening_run(page, part)
        case PortfolioChanges():
            write_changes(page, part)
        case LoadResult():
            write_load(page, part)
        case RecordCheck():
            write_check(page, part)
        case Erasure():
            write_erasure(page, part)
        case ListDelta():
            write_delta(page, part)
        case PaperReading():
            write_paper(page, part)
        case ReadingRun():
            write_reading_run(page, part)
        case InputError():
            fault = Fault(place=part.where, reason=part.what, remedy=part.remedy)
            page.gap()
            write_faults(page, (fault, *part.faults), indent=0)
        case Shown():
            write_shown(page, part)
        case Demonstration():
            write_demonstration(page, part)
        case _:
            raise TypeError(f"no text page for {type(part).__name__}")
