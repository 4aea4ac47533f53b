"""The frames of verbs and nouns of kin, taken from `knowledge/lexicons/grammar.yaml` and kept for the process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.reading.phrases import forms_of, past_forms

_PATH = "lexicons/grammar.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What verbs of one kind tell: of a deal in goods, or of a tie (`link`) between two parties.

    `is_from_patient` tells that the tie runs from whom something is done to; `role` is that of the one who acts.
    """

    kind: str
    verbs: tuple[str, ...]
    link: str = ""
    role: str = ""
    is_from_patient: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """What a party is called, alone or in relation to another; a reverse link runs to the one so called."""

    nouns: tuple[str, ...]
    link: str = ""
    role: str = ""
    is_reverse: bool = False
    is_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Frames, nouns, and the small words by which names hang on a verb."""

    deals: tuple[Frame, ...]
    nominal: tuple[Frame, ...]
    contracts: tuple[str, ...]
    states: tuple[str, ...]
    ties: tuple[Frame, ...]
    kin: tuple[Kin, ...]
    called: tuple[Kin, ...]
    hangs: tuple[tuple[str, tuple[str, ...]], ...]
    be: tuple[str, ...]
    breaks: tuple[str, ...]
    general_goods: tuple[str, ...]
    sales: tuple[str, ...]
    sale_nouns: tuple[str, ...]
    services: tuple[str, ...]
    copulas: tuple[str, ...]


@cache
def grammar() -> Grammar:
    """Return the frames and small words of English."""
    node = open_knowledge(_PATH)
    deals = tuple(
        Frame(kind=each.get("kind").text(), verbs=each.get("verbs").required().texts())
        for each in node.get("deals").required().items()
    )
    nominal = tuple(
        Frame(kind=each.get("kind").text(), verbs=each.get("nouns").required().texts())
        for each in node.get("nominal").required().items()
    )
    ties = tuple(
        Frame(
            kind="tie",
            verbs=each.get("verbs").required().texts(),
            link=each.get("link").text(),
            role=each.get("role").text(),
            is_from_patient=each.get("from").choice(("agent", "patient"), "agent") == "patient",
        )
        for each in node.get("ties").required().items()
    )
    nouns = {
        key: tuple(
            Kin(
                nouns=each.get("nouns").required().texts(),
                link=each.get("link").text(),
                role=each.get("role").text(),
                is_reverse=each.get("side").text() == "reverse",
                is_person=each.get("who").text() == "person",
            )
            for each in node.get(key).required().items()
        )
        for key in ("kin", "called")
    }
    found = Grammar(
        deals=deals,
        nominal=nominal,
        contracts=node.get("contracts").required().texts(),
        states=node.get("states").required().texts(),
        ties=ties,
        kin=nouns["kin"],
        called=nouns["called"],
        hangs=tuple(
            (each.get("arg").text(), each.get("words").required().texts())
            for each in node.get("hangs").required().items()
        ),
        be=node.get("be").required().texts(),
        breaks=node.get("breaks").required().texts(),
        general_goods=node.get("general_goods").required().texts(),
        sales=node.get("sales").required().texts(),
        sale_nouns=node.get("sale_nouns").required().texts(),
        services=node.get("services").required().texts(),
        copulas=node.get("copulas").required().texts(),
    )
    node.faults.check(KnowledgeError)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbAt:
    """A verb at a place: its frame, whether the form can be a participle, and whether it stands in the passive."""

    frame: Frame
    start: int
    end: int
    is_passive: bool
    is_sale: bool = False
    is_nominal: bool = False


@cache
def _forms() -> tuple[re.Pattern[str], dict[str, tuple[Frame, bool]]]:
    """Return one pattern of all verb forms, and for each form its frame and whether it is a past or participle."""
    known: dict[str, tuple[Frame, bool]] = {}
    for frame in (*grammar().ties, *grammar().deals):
        for verb in frame.verbs:
            first, _, rest = verb.partition(" ")
            past = past_forms(first)
            for form in forms_of(first):
                known.setdefault(f"{form} {rest}".strip(), (frame, form in past))
    body = "|".join(sorted(map(re.escape, known), key=lambda form: (-len(form), form)))
    return re.compile(rf"(?<![\w\-])(?:{body})(?![\w\-])"), known


@cache
def _be_before() -> re.Pattern[str]:
    body = "|".join(grammar().be)
    return re.compile(
        rf"\b(?:{body})(?:,? (?:[a-z]+ly|also|then|not|later|to|in turn|itself|\d+(?:\.\d+)? ?(?:percent|per cent|%)))"
        r"{0,3} $"
    )


_BY_AFTER = re.compile(
    r"(?: \(?(?:[a-z]+ly|\d+(?:\.\d+)? ?(?:percent|per cent|%)|in part|in full|in turn)\)?){0,2},? by\b"
)
_NOUN_USE = re.compile(r"\b(?:the|a|an|its|his|their|this|that|these|any|no|export|import|of) $", re.IGNORECASE)


def find_verbs(flat: str) -> list[VerbAt]:
    """Return the verbs of the frames in a flattened sentence, in order, with their voice. Cost: linear in the text."""
    pattern, known = _forms()
    found = []
    for at in pattern.finditer(flat):
        frame, is_past = known[at[0]]
        lead = flat[max(0, at.start() - 50) : at.start()]
        if not is_past and _NOUN_USE.search(lead) and not at[0].endswith("ing"):
            continue
        is_passive = is_past and (_be_before().search(lead) is not None or _BY_AFTER.match(flat, at.end()) is not None)
        found.append(
            VerbAt(frame=frame, start=at.start(), end=at.end(), is_passive=is_passive, is_sale=at[0] in _sale_forms())
        )
    for frame in grammar().nominal:
        for at in _nominal(frame.verbs).finditer(flat):
            found.append(
                VerbAt(
                    frame=frame,
                    start=at.start(),
                    end=at.end(),
                    is_passive=False,
                    is_sale=at[0].removesuffix("s") in grammar().sale_nouns,
                    is_nominal=True,
                )
            )
    return sorted(found, key=lambda each: each.start)


@cache
def _nominal(nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w\-])(?:{'|'.join(map(re.escape, nouns))})s?(?= (?:of|by) )")


@cache
def _sale_forms() -> frozenset[str]:
    """Return the forms of the verbs whose goods go to a buyer, not merely to somebody."""
    return frozenset(form for verb in grammar().sales for form in forms_of(verb))
