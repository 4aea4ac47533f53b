"""Reading a model's answer: proposals in the form that was asked for, whatever else stands around them.

The answer is outside input. It is bounded, nothing in it is followed, and a part that is not of the form is refused
alone.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

MAX_ANSWER = 400_000  # characters
MAX_FACTS = 300  # of one section
MAX_FIELD = 1_500  # characters of one field
_STARTS = 20  # places at which the answer may begin
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_TEXTS = ("claim", "subject", "value", "date", "hedge", "quote")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One claim as a model made it, unchecked."""

    claim: str
    subject: str
    value: str
    date: str
    denied: bool
    hedge: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswer:
    """The proposals of an answer, those not of the form with the reason, and why the whole could not be read."""

    proposals: tuple[Proposal, ...] = ()
    malformed: tuple[tuple[Proposal, str], ...] = ()
    fault: str = ""


def read_answer(content: str) -> ReadAnswer:
    """Return what a model's answer proposes; a server that ignores the form may put words or a fence around it."""
    if len(content) > MAX_ANSWER:
        return ReadAnswer(fault=f"the answer has more than {MAX_ANSWER:,} characters")
    found = _find_object(_THOUGHT.sub("", content))
    facts = found.get("facts") if isinstance(found, dict) else found
    if not isinstance(facts, list):
        return ReadAnswer(fault="the answer is no JSON of the form that was asked for")
    proposals: list[Proposal] = []
    malformed: list[tuple[Proposal, str]] = []
    for fact in facts[:MAX_FACTS]:
        proposal, reason = _read_fact(fact)
        if reason:
            malformed.append((proposal, reason))
        else:
            proposals.append(proposal)
    cut = f"the answer has more than {MAX_FACTS} facts; the rest was left" if len(facts) > MAX_FACTS else ""
    return ReadAnswer(proposals=tuple(dict.fromkeys(proposals)), malformed=tuple(malformed), fault=cut)


def _find_object(content: str) -> Any:
    """Return the first JSON object or list of a text, None where there is none."""
    decoder = json.JSONDecoder()
    for at in islice(re.finditer(r"[{\[]", content), _STARTS):
        try:
            return decoder.raw_decode(content, at.start())[0]
        except (ValueError, RecursionError):  # too many digits are a ValueError too
            continue
    return None


def _read_fact(fact: object) -> tuple[Proposal, str]:
    given = fact if isinstance(fact, dict) else {}
    texts = {name: given.get(name) for name in _TEXTS}
    denied = given.get("denied", False)
    proposal = Proposal(
        **{name: _spell(value)[:MAX_FIELD] for name, value in texts.items()}, denied=denied in (True, "true")
    )
    if not isinstance(fact, dict):
        return proposal, "it is no object"
    if denied not in (True, False, "true", "false"):
        return proposal, "denied is neither true nor false"
    for name, value in texts.items():
        if isinstance(value, dict | list | bool):
            return proposal, f"{name} is no text"
        if len(_spell(value)) > MAX_FIELD:
            return proposal, f"{name} has more than {MAX_FIELD:,} characters"
    return proposal, ""


def _spell(value: object) -> str:
    """Return a field as text; a number is spelled, and what is no text or number is empty."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8").strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
