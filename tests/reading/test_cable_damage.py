"""Counted kinds of damage, done to the fictional cables: reading keeps what it finds.

Every kind is done by its own generator with a fixed seed; the papers and all in them are invented.
"""

from __future__ import annotations

import importlib.util
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SCORES = Path(__file__).parent / "test_cables.py"
_spec = importlib.util.spec_from_file_location("scoring_of_cables", SCORES)
assert _spec is not None
assert _spec.loader is not None
cables = importlib.util.module_from_spec(_spec)
sys.modules["scoring_of_cables"] = cables
_spec.loader.exec_module(cables)

Damage = Callable[[str, random.Random], str]
DAMAGES: dict[str, Damage] = {}


def damage(name: str) -> Callable[[Damage], Damage]:
    def keep(made: Damage) -> Damage:
        DAMAGES[name] = made
        return made

    return keep


def body_at(text: str) -> int:
    """Return where the first numbered paragraph begins."""
    found = re.search(r"^¶?1\.", text, re.MULTILINE)
    return found.start() if found else 0


def number_of(text: str) -> str:
    found = re.search(
        r"^(?:S E C R E T|C O N F I D E N T I A L|UNCLAS)(?: SECTION \d+ OF \d+)? +(.+)$", text, re.MULTILINE
    )
    return found[1].strip() if found else "STATE 000001"


@damage("a section line in the banner")
def section(text: str, dice: random.Random) -> str:
    return re.sub(
        r"^(S E C R E T|C O N F I D E N T I A L) (?!SECTION)", r"\1 SECTION 01 OF 02 ", text, flags=re.MULTILINE
    )


@damage("page lines inside the text")
def pages(text: str, dice: random.Random) -> str:
    start = body_at(text)
    lines = text[start:].split("\n")
    post, serial = number_of(text).rsplit(" ", 1)
    for page, at in enumerate(sorted(dice.sample(range(3, len(lines)), 3), reverse=True), start=2):
        mark = dice.choice((f"{post} 00{serial} 001.{page} OF 002", f"PAGE 0{page}        {post}   {serial}  131535Z"))
        lines.insert(at, mark)
    return text[:start] + "\n".join(lines)


@damage("an order line without its points")
def order_line(text: str, dice: random.Random) -> str:
    return text.replace("E.O. 12958: DECL:", "EO 12958 DECL:")


@damage("tags without a colon")
def tags(text: str, dice: random.Random) -> str:
    return text.replace("TAGS: ", "TAGS ")


@damage("paragraph signs before what is no paragraph")
def signs(text: str, dice: random.Random) -> str:
    text = re.sub(r"^( +)([B-Z]\. [A-Z0-9])", r"\1¶\2", text, flags=re.MULTILINE)
    return re.sub(r"\n(\d{4}[ .,])", "\n¶\\1", re.sub(r" (1[78]\d\d|20\d\d)(?=[ .,])", _broken(dice), text))


def _broken(dice: random.Random) -> Callable[[re.Match[str]], str]:
    return lambda found: f" \n¶{found[1]}" if dice.random() < 0.5 else found[0]


@damage("redaction runs glued to words")
def redactions(text: str, dice: random.Random) -> str:
    start = body_at(text)
    glue = lambda found: f"{found[1]} xxxxxxxxxxxx{found[2]}" if dice.random() < 0.25 else found[0]  # noqa: E731
    return text[:start] + re.sub(
        r"\b(officials|authorities|information|matter|responded|concerned) (\w)", glue, text[start:]
    )


@damage("commas for apostrophes")
def commas(text: str, dice: random.Random) -> str:
    return re.sub(r"(?<=[A-Za-z])'(?=[sS]\b)", ",", text)


@damage("all references on one line")
def one_line(text: str, dice: random.Random) -> str:
    return re.sub(r"\n +([B-Z][.)] \S)", r" \1", text)


@damage("a paragraph without its mark")
def unmarked(text: str, dice: random.Random) -> str:
    marks = list(re.finditer(r"^(¶?\d\.) +\((?:S|C|S/NF|SBU)\)", text, re.MULTILINE))
    if not marks:
        return text
    gone = dice.choice(marks)
    return text[: gone.end(1)] + text[gone.end() :]


@damage("no sender line")
def senderless(text: str, dice: random.Random) -> str:
    return re.sub(r"^FM SECSTATE WASHDC\n", "", text, flags=re.MULTILINE)


@damage("an extract that lacks its routing lines")
def extract(text: str, dice: random.Random) -> str:
    found = re.search(r"^(?:[A-Z] )?[ZOPR] \d{6}Z", text, re.MULTILINE)
    return text[found.start() :] if found else text


@damage("quotes torn by a code page")
def quotes(text: str, dice: random.Random) -> str:
    return re.sub(r'"([^"\n]{1,40})"', lambda found: f"&{found[1]}8", text)


@damage("earlier papers of a reference")
def previous(text: str, dice: random.Random) -> str:
    return re.sub(
        r"^(REFS?:? .*\d{3,6})$",
        lambda found: found[1] + dice.choice((" AND PREVIOUS", " (NOTAL)")),
        text,
        count=1,
        flags=re.MULTILINE,
    )


@damage("years of four figures in references")
def years(text: str, dice: random.Random) -> str:
    return re.sub(r"([A-Z][.)] )(0\d) ([A-Z]{4,})", r"\g<1>20\2 \3", text)


@damage("a corrected copy")
def corrected(text: str, dice: random.Random) -> str:
    return re.sub(r"^(SIPDIS ?)$", "C O R R E C T E D COPY \n\\1", text, count=1, flags=re.MULTILINE)


@damage("references that are letters")
def letters(text: str, dice: random.Random) -> str:
    return re.sub(
        r"^(REFS?: A[.)] .*)$", r"\1\n     Z. EMAIL TEST/INVENTED OF 01/02/2009", text, count=1, flags=re.MULTILINE
    )


@damage("a serial that disagrees")
def serial(text: str, dice: random.Random) -> str:
    return re.sub(
        r"^(DE [A-Z]+ #)(\d)", lambda found: found[1] + str((int(found[2]) + 3) % 10), text, flags=re.MULTILINE
    )


@damage("apostrophes lost altogether")
def lost(text: str, dice: random.Random) -> str:
    start = body_at(text)
    return text[:start] + re.sub(r"(?<=[A-Za-z])'(?=[sS]\b)", "", text[start:])


@damage("lines run together")
def run_together(text: str, dice: random.Random) -> str:
    text = re.sub(r"(PRIORITY(?: 0000)?)\n(S E C R E T)", r"PRIORITY\2", text)
    return (
        re.sub(r"^(TAGS:? .*?) ?\n(REF|SUBJECT)", r"\1 \2", text, count=1, flags=re.MULTILINE)
        if "REF" in text
        else text
    )


@damage("lines that are not wrapped")
def unwrapped(text: str, dice: random.Random) -> str:
    start = body_at(text)
    return text[:start] + re.sub(r"(?<=[a-z,;]) ?\n(?=[A-Za-z(0-9])", " ", text[start:])


@damage("blank lines and spaces at the ends of lines")
def spaces(text: str, dice: random.Random) -> str:
    return re.sub(r"(?<=\S)\n", lambda found: dice.choice(("\n", " \n", "  \n")), text)


@damage("capitals only")
def capitals(text: str, dice: random.Random) -> str:
    return text.upper()


@pytest.fixture(scope="module")
def clean() -> float:
    return float(cables.f1(*cables.measure(lambda text: text)))


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_damage_costs_few_facts(name: str, clean: float) -> None:
    dice = random.Random(name)
    damaged = cables.f1(*cables.measure(lambda text: DAMAGES[name](text, dice)))
    assert damaged >= 0.97 * clean


def test_every_damage_changes_some_paper() -> None:
    for name, made in DAMAGES.items():
        dice = random.Random(name)
        papers = [paper.read_text(encoding="utf-8") for paper in cables.PAPERS]
        assert any(made(text, dice) != text for text in papers), name
