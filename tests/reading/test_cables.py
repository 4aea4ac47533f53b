"""Fictional cables with hand-made labels; every firm, person, paper and event in them is invented.

`cables/NAME.txt` is a paper, `cables/NAME.facts` what a careful reader takes from it, one fact a line:
`party NAME | ALIASES | COUNTRY | ROLES`, `item TYPE | MODEL | MAKER | QUANTITY | STATUS | REGIMES | ORIGIN`,
`link KIND | FROM | TO | DATE`, `event KIND | ACTOR | ABOUT | DATE | REF`, `request TO ACTION`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from enduse.names.folding import fold_name
from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json

CABLES = Path(__file__).parent / "cables"
PAPERS = sorted(CABLES.glob("*.txt"))
_LEGAL = {"co", "ltd", "limited", "company", "gmbh", "ag", "corporation", "sdn", "bhd", "fze", "d", "o", "inc", "the"}

Fact = tuple[str, ...]


def _bare(name: str) -> str:
    words = [word for word in fold_name(re.sub(r"\([^)]*\)", " ", name)).split() if word not in _LEGAL]
    return " ".join(words)


class Labels:
    """The labelled facts of one paper, and what names in an answer mean among them."""

    def __init__(self, path: Path) -> None:
        self.facts: set[Fact] = set()
        self.names: dict[str, str] = {}
        self.items: list[tuple[str, str]] = []
        lines = [line.partition(" ") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for kind, _, rest in sorted(
            lines, key=lambda line: ("party", "item").index(line[0]) if line[0] in ("party", "item") else 2
        ):
            cells = [cell.strip() for cell in rest.split("|")]
            cells += [""] * (7 - len(cells))
            self._add(kind, cells, rest)

    def _add(self, kind: str, cells: list[str], rest: str) -> None:
        if kind == "party":
            for name in [cells[0], *cells[1].split(";")]:
                if _bare(name):
                    self.names[_bare(name)] = _bare(cells[0])
            self.facts.add(("party", _bare(cells[0])))
            self.facts |= {("role", _bare(cells[0]), role.strip()) for role in cells[3].split(",") if role.strip()}
        elif kind == "item":
            self.items.append((fold_name(cells[0]), _model(cells[1])))
            self.facts.add(("item", _model(cells[1]) or fold_name(cells[0])))
        elif kind == "link":
            self.facts.add(("link", cells[0], self.node(cells[1]), self.node(cells[2])))
        elif kind == "event":
            self.facts.add(("event", cells[0], cells[1]))
        else:
            self.facts.add(("request", *rest.split()))

    def party(self, name: str) -> str:
        """Return the labelled name that a name of the answer stands for, else its own."""
        bare = _bare(name)
        for form, full in self.names.items():
            short, long = sorted((form, bare), key=len)
            if bare == form or (" " in short and f" {short} " in f" {long} "):
                return full
        return bare

    def item(self, kind: str, model: str) -> str:
        """Return the labelled item that an item of the answer is, else its own name."""
        heads = {word.removesuffix("s") for word in fold_name(kind).split()}
        for labelled, labelled_model in self.items:
            same = _model(model) == labelled_model if labelled_model else bool(heads & set(labelled.split()))
            if same:
                return labelled_model or labelled
        return _model(model) or fold_name(kind)

    def node(self, name: str) -> str:
        """Return what one end of a link means."""
        name = name.removeprefix("instr:")
        if re.fullmatch(r"(?:UNSCR|EO) \d+", name):
            return name
        return self.party(name) if _bare(name) in self.names else self.item(name, name)


def _model(text: str | None) -> str:
    return re.sub(r"[^0-9a-z]", "", (text or "").casefold())


def answer(text: str, labels: Labels) -> set[Fact]:
    """Return what reading tells of a text, in the words of the labels."""
    reading = read_document(text.encode("utf-8"), name="invented.txt")
    return set(_told(to_facts_json(reading, "x")["facts"], labels))


def _told(facts: object, labels: Labels) -> Iterator[Fact]:
    assert isinstance(facts, list)
    ids = {f["id"]: labels.item(f["item_type"], f["model"] or "") for f in facts if f["type"] == "item"}
    for f in facts:
        if f["type"] == "party":
            name = labels.party(
                next((n for n in [f["name"], *f["aliases"]] if labels.party(n) in labels.names.values()), f["name"])
            )
            yield "party", name
            yield from (("role", name, role) for role in f["roles"])
        elif f["type"] == "item":
            yield "item", ids[f["id"]]
        elif f["type"] == "link":
            ends = [
                ids.get(end) or (end if re.fullmatch(r"(?:UNSCR|EO) \d+", end) else labels.party(end))
                for end in (f["from"], f["to"])
            ]
            yield "link", f["link"], *ends
        elif f["type"] == "event":
            yield "event", f["kind"], f["actor"]
        elif f["type"] == "request":
            yield "request", f["to"], f["action"]


def f1(right: int, told: int, labelled: int) -> float:
    return 2 * right / (told + labelled) if told + labelled else 1.0


def measure(damage: Callable[[str], str]) -> tuple[int, int, int]:
    """Return how many facts of all cables are right, told and labelled once their text is damaged."""
    right = told = labelled = 0
    for paper in PAPERS:
        labels = Labels(paper.with_suffix(".facts"))
        found = answer(damage(paper.read_text(encoding="utf-8")), labels)
        right, told, labelled = right + len(found & labels.facts), told + len(found), labelled + len(labels.facts)
    return right, told, labelled


def test_the_facts_of_the_cables_are_found_and_few_others() -> None:
    right, told, labelled = measure(lambda text: text)
    assert labelled > 220
    assert right / told >= 0.85
    assert f1(right, told, labelled) >= 0.85


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_no_cable_is_read_badly(paper: Path) -> None:
    labels = Labels(paper.with_suffix(".facts"))
    found = answer(paper.read_text(encoding="utf-8"), labels)
    assert f1(len(found & labels.facts), len(found), len(labels.facts)) >= 0.6


def test_a_paper_about_policy_and_training_tells_no_facts_of_a_case() -> None:
    labels = Labels(CABLES / "training_boilerplate.facts")
    assert answer((CABLES / "training_boilerplate.txt").read_text(encoding="utf-8"), labels) == set()


def test_a_plain_noun_for_goods_told_before_with_their_model_says_whether_they_are_controlled() -> None:
    text = (
        "P 041415Z FEB 10\nFM SECSTATE WASHDC\nTO AMEMBASSY BERN IMMEDIATE\nS E C R E T STATE 010900 \n\nSIPDIS \n\n"
        "E.O. 12958: DECL: 01/01/2034 \nTAGS: PARM PREL SZ PK \nSUBJECT: TEST \n\n"
        "Classified By: ISN Director F. INVENTED, reasons 1.4 (b) and (d). \n\n"
        "¶2. (S) The Pakistani firm Indus Technical Traders was attempting to buy six model VK-250 vacuum pumps from "
        "the Swiss manufacturer Rheintal Vakuum AG. The pumps are controlled by the Nuclear Suppliers Group.\n"
    )
    facts = to_facts_json(read_document(text.encode("utf-8"), name="invented.txt"), "x")["facts"]
    assert isinstance(facts, list)
    (pump,) = [fact for fact in facts if fact["type"] == "item"]
    assert (pump["model"], pump["control_status"], pump["regimes"]) == ("VK-250", "controlled", ["NSG"])
