"""Designations of goods: what looks like a model, and which one stands with a phrase."""

from __future__ import annotations

import re
from functools import cache

from enduse.reading.kinds.lexicon import LANGUAGES, kind_words, paper_words

CODE = (
    r"(?:[A-Z][A-Za-z]{0,7}[ -]?\d[\w\-/.]{0,14}\w|[A-Z]{1,8}-?\d|\d{1,5}[A-Z]{1,4}(?:-\w+)?"
    r"|\d{4}-(?:[A-Z]|T\d{1,4})|[A-Z]{1,6}-[A-Z0-9]{1,8})"
)
_NOT_MODEL = re.compile(
    r"(?:UNSCR|EO|ECCN|Annex|Category|Item|Article|Section|Part|IMO|EAR|CFR|ITAR|HS|No|EU|UE|US)[ .-]?\d"
    r"|\d[A-E]\d{3}|S/\d|EAR99|Q\d$"
)
_MODEL_NOUN = (
    r"(?:[Mm]odel|[Pp]art|[Cc]atalogue?|[Ss]eries|[Tt]ype|[Tt]yps?|[Mm]od[eè]le|[Mm]odelo|[Tt]ipo)s?"
)
MODEL_AFTER = re.compile(
    rf"[ ,]{{0,2}}\(?(?P<said>(?:of |de |du |vom |des |del )?{_MODEL_NOUN}(?: number| no\.?)?[ ]{{1,2}}(?:de )?)?"
    rf"[\"“«]?(?P<model>{CODE})(?:(?:,| and| et| und| y)[ ]{{1,2}}(?P<more>{CODE}))?(?![\w.]\w)"
)
_MODEL_LATER = re.compile(
    rf" (?:de|à|a|mit|von|para|pour|für|en) [^\W\d_]+(?: [^\W\d_]+)?,? (?:de |du |des |del |vom )?"
    rf"{_MODEL_NOUN}[ ]{{1,2}}(?:de )?[\"“«]?(?P<model>{CODE})(?![\w.]\w)"
)
MODEL_BEFORE = re.compile(rf"(?P<model>{CODE})(?:[ ](?:model|type|series))?[ ]{{1,2}}$")


def find_model(flat: str, start: int, end: int, language: str) -> tuple[str, tuple[int, int], int]:
    """Return the model that stands with a phrase, its place, and where the phrase with a model before it begins."""
    before = flat[max(0, start - 80) : start]
    model, span, anchor = "", (0, 0), start
    after = MODEL_AFTER.match(flat, end, end + 60)
    is_told = after and (
        after["said"] or language != "en" or "(" in after[0] or _is_plain_code(after["model"])
    )
    if after and is_told and is_model(after["model"]):
        model, span = after["model"], (after.start("model"), after.end("model"))
    later = None if model or language == "en" else _MODEL_LATER.match(flat, end, end + 80)
    if later and is_model(later["model"]):
        model, span = later["model"], (later.start("model"), later.end("model"))
    if not model:
        lead = MODEL_BEFORE.search(before)
        is_place = lead is not None and " " in lead["model"] and _AT_PLACE.search(before, 0, lead.start()) is not None
        if lead and is_model(lead["model"]) and not is_place:
            offset = start - len(before)
            model, span, anchor = (
                lead["model"],
                (offset + lead.start("model"), offset + lead.end("model")),
                offset + lead.start(),
            )
    noun = _NOUN_FIRST.match(model)
    if noun:
        model, span = model[noun.end() :], (span[0] + noun.end(), span[1])
    return model, span, anchor


# "in Roissy 300 pumps": a place and a number.
_AT_PLACE = re.compile(r"\b(?:à|en|in|at|bei|a|de|von|aus|from|of) $")
# "Model 722" before goods: the noun is no part of the designation.
_NOUN_FIRST = re.compile(r"(?:Model|Type|Part|Series|Mod|Typ) (?=[\w-]*\d)")


def _is_plain_code(text: str) -> bool:
    """Tell a code that is nothing but a model where it stands right behind goods: capitals, a hyphen and digits."""
    return re.fullmatch(r"[A-Z]{2,5}-\d{2,5}[A-Z]{0,3}", text) is not None


@cache
def months() -> frozenset[str]:
    """Return the names of months in all languages: "May 2030" is no model."""
    return frozenset(name for language in LANGUAGES for name in paper_words(language).months)


def is_model(text: str) -> bool:
    return (
        any(char.isdigit() for char in text)
        and not _NOT_MODEL.match(text)
        and not text.endswith("-grade")
        and not re.fullmatch(r"[A-Z]?(?:19|20)\d\d", text)
        and text.split()[0].lower() not in months()
        and text.split()[0] not in kind_words().legal_forms
    )
