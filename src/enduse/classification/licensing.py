"""License consequences: which reasons for control of an entry ask for a license to a destination, and what may ease it.

US: the entry's reasons (15 CFR 774) against the Country Chart (738, Supplement 1), step by step as 738.4(a)(2) goes.
EU: Article 3 asks for an authorisation for every listed item; general authorisations (Annex II) may cover it.
A reason that the entry limits by words, a destination without a row and a table of another day are unknown, never "no".
Cost: a few look-ups an entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from enduse.knowledge.directories import Annex
from enduse.knowledge.licensing_tables import (
    ELSEWHERE,
    EVERYWHERE,
    ControlReason,
    GeneralAuthorisation,
    LicensingTables,
)
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, any_of, decide, unknown
from enduse.model.licensing import LicenseNeed, LicenseReason

_NO_LEAVE = (
    "No license by these tables is no leave to export: end use, end user and embargoes are asked apart "
    "(15 CFR 738.4(a)(2)(ii)(B))."
)
_NO_EASE = (
    "Whoever uses a general authorisation registers, declares and keeps to its terms; Articles 4, 5, 9 and 10 stay."
)
_OUTSIDE = "The tables were read as issued {day}; for {asked} the answer is unknown."
_US, _EU = "US", "EU"
REGIMES = (_US, _EU)  # those with tables


def find_license_need(
    regime: str, entry: str, destination: str, *, as_of: date, tables: LicensingTables,
    annex: Annex | None = None, presumed_days: int = 366,
) -> LicenseNeed:
    """Return what one entry asks for one destination (ISO 3166-1 code) under one of `REGIMES`.

    `entry` may name a paragraph ("2B001.b.2"). `annex` are the entries of EU Annex I; one that is not among them
    needs nothing for being listed, and on days before the annex was read that is unknown. `presumed_days` is how long
    a table whose end is not known is taken to hold after the day it was seen, before and after alike.
    """
    destination = destination.lower()
    if regime == _US:
        seen = tables.chart.seen_on
        if abs(as_of - seen) > timedelta(days=presumed_days):
            note = _OUTSIDE.format(day=seen, asked=as_of)
            return _need(regime, entry, destination, (), (note,), unknown(_missing("tables of that day", entry)))
        reasons = tuple(_ask_us(entry, destination, tables))
        return _need(regime, entry, destination, reasons, (_NO_LEAVE,), any_of(r.answer for r in reasons))
    if regime != _EU:
        raise ValueError(f"there are no license tables for {regime}")
    if as_of < tables.general_since:
        note = f"Regulation (EU) 2021/821 applies since {tables.general_since}; the law before it is not in the tables."
        return _need(regime, entry, destination, (), (note,), unknown(_missing("tables of that day", entry)))
    if annex is not None and entry.partition(".")[0] not in annex.entries:
        answer = NOT_MET if as_of >= annex.since else unknown(_missing("list of that day", entry))
        says = f"Annex I, as consolidated {annex.since}, has no such entry"
        absent = _reason("listed", answer, says, "Regulation (EU) 2021/821, Annex I")
        return _need(regime, entry, destination, (absent,), (), answer)
    easings = tuple(_ask_general(entry, destination, one, tables) for one in tables.general)
    reason = LicenseReason(
        name="listed", answer=MET, because="a listed item needs an authorisation to leave the customs territory",
        cites="Regulation (EU) 2021/821, Article 3(1)",
    )
    return LicenseNeed(
        regime=regime, entry=entry, destination=destination, answer=MET, reasons=(reason,), easings=easings,
        notes=(_NO_EASE,),
    )


def _need(
    regime: str, entry: str, destination: str, reasons: tuple[LicenseReason, ...], notes: tuple[str, ...],
    answer: Answer,
) -> LicenseNeed:
    return LicenseNeed(
        regime=regime, entry=entry, destination=destination, answer=answer, reasons=reasons, notes=notes,
    )


def _ask_us(entry: str, destination: str, tables: LicensingTables) -> Iterator[LicenseReason]:
    code, _, paragraph = entry.partition(".")
    reasons = tables.reasons.get(code, ())
    if not reasons:
        yield _reason(
            "reasons", unknown(_missing("reasons for control", entry, f"What does the entry {code} say of licenses?")),
            "no reason for control of this entry is in the tables", "15 CFR 774",
        )
    for reason in reasons:
        scope = _applies(reason, paragraph, entry)
        asked = _ask_reason(reason, destination, tables)
        answer = scope if scope.verdict is not MET.verdict else asked.answer
        if scope.missing and asked.answer == NOT_MET:
            answer = NOT_MET  # whatever the paragraph, this destination is not marked
        because = asked.because if scope == MET else f"{asked.because}; {_scope_says(reason)}"
        yield _reason(asked.name, answer, because, asked.cites)
    if where := tables.chart.beyond.get(destination):
        yield _reason(
            "beyond the chart", unknown(_missing("terms for this destination", entry, f"What does {where} ask?")),
            "this destination has terms beyond the chart", where.partition(":")[0],
        )


def _applies(reason: ControlReason, paragraph: str, entry: str) -> Answer:
    """Tell whether a reason holds for a paragraph of its entry."""
    if reason.is_worded:
        return unknown(_missing(
            f"whether {reason.name} applies", entry, f"Does the entry's own wording of {reason.name} cover this item?"
        ))
    open_part = unknown(_missing("paragraph", entry, f"Which paragraph of {entry} covers the item?"))
    if reason.on:
        return _within(paragraph, reason.on, open_part)
    return ~_within(paragraph, reason.but, open_part) if reason.but else MET


def _within(paragraph: str, named: tuple[str, ...], open_part: Answer) -> Answer:
    if any(f"{paragraph}.".startswith(f"{one}.") for one in named):
        return MET
    if any(f"{one}.".startswith(f"{paragraph}.") or not paragraph for one in named):
        return open_part
    return NOT_MET


def _scope_says(reason: ControlReason) -> str:
    if reason.is_worded:
        return "the entry limits the reason in words that are not encoded"
    which = ", ".join(reason.on or reason.but)
    return f"the reason holds for {which}" if reason.on else f"the reason leaves out {which}"


def _ask_reason(reason: ControlReason, destination: str, tables: LicensingTables) -> LicenseReason:
    """Answer one reason for one destination, paragraphs aside."""
    chart = tables.chart
    row = chart.same_as.get(destination, destination)
    cites = "15 CFR 738, Supplement No. 1"
    if elsewhere := chart.decided_elsewhere.get(row):
        question = f"What does {elsewhere} ask for this destination?"
        return _reason(
            reason.column or reason.name, unknown(_missing("terms of the embargo", destination, question)),
            f"the chart has no marks for this destination; {elsewhere} decides", elsewhere,
        )
    if reason.column:
        if row not in chart.marks:
            missing = _missing("row of the chart", destination, "Which row of the chart stands for this destination?")
            return _reason(reason.column, unknown(missing), "the destination has no row in the chart", cites)
        is_marked = reason.column in chart.marks[row]
        says = f"the chart marks {reason.column} for this destination" if is_marked else (
            f"the chart does not mark {reason.column} for this destination"
        )
        return _reason(reason.column, decide(is_marked), says, cites)
    return _ask_section(reason, destination, tables)


def _ask_section(reason: ControlReason, destination: str, tables: LicensingTables) -> LicenseReason:
    """Answer a reason that a section decides and not the chart."""
    where, _, section = reason.where.partition(", ")
    cites = f"15 CFR {section}" if section else f"15 CFR {where}" if where[:1].isdigit() else "15 CFR 774"
    if where == EVERYWHERE:
        return _reason(reason.name, MET, "the section asks for a license to any destination", cites)
    if where == "Macau and D:5":
        is_named = destination == "mo" or destination in tables.groups["D:5"]
        says = "the destination is Macau or in Country Group D:5" if is_named else (
            "the destination is neither Macau nor in Country Group D:5"
        )
        return _reason(reason.name, decide(is_named), says, cites)
    says = "another section decides, which the entry names" if where == ELSEWHERE else f"section {where} decides"
    missing = _missing(f"terms for {reason.name}", destination, f"What does {cites} ask for this destination?")
    return _reason(reason.name, unknown(missing), says, cites)


def _ask_general(
    entry: str, destination: str, one: GeneralAuthorisation, tables: LicensingTables
) -> LicenseReason:
    """Tell whether a general authorisation may cover an entry to a destination."""
    cites = f"{tables.general_cites.partition(',')[0]}, {one.place}"
    if destination not in one.destinations:
        return _reason(one.id, NOT_MET, "the destination is not among those it names", cites)
    code, _, paragraph = entry.partition(".")
    open_part = unknown(_missing("paragraph", entry, f"Which paragraph of {entry} covers the item?"))
    if one.entries:
        return _reason(one.id, _covers(code, paragraph, one.entries, open_part), one.says, cites)
    excluded = _covers(code, paragraph, one.excluded, open_part)
    if excluded == MET:
        return _reason(one.id, NOT_MET, "the entry is among those it leaves out", cites)
    answer = excluded if excluded.missing else unknown(_missing("Annex IV", entry, one.asks)) if one.asks else MET
    return _reason(one.id, answer, one.says, cites)


def _covers(code: str, paragraph: str, named: tuple[str, ...], open_part: Answer) -> Answer:
    parts = tuple(part for name, _, part in (one.partition(".") for one in named) if name == code)
    if not parts:
        return NOT_MET
    return MET if "" in parts else _within(paragraph, parts, open_part)


def _reason(name: str, answer: Answer, because: str, cites: str) -> LicenseReason:
    return LicenseReason(name=name, answer=answer, because=because, cites=cites)


def _missing(fact: str, about: str, question: str = "") -> MissingFact:
    return MissingFact(fact=fact, about=about, question=question)
