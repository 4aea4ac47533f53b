"""What single sentences of papers in French, German and Spanish tell; all names are invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json

TOLD = yaml.safe_load((Path(__file__).parent / "abroad_told.yaml").read_text(encoding="utf-8"))
# What stands before a sentence so that its language and kind are known.
BEFORE = {
    "fr": "Communiqué de presse\n\nLes enquêteurs ont mené pendant plusieurs mois une enquête qui se poursuit, et "
    "aucune autre information ne sera donnée dans l'immédiat sur cette affaire par les services compétents.\n\n",
    "de": "Pressemitteilung\n\nDie Ermittlungen wurden über mehrere Monate geführt und dauern an; weitere Auskünfte "
    "können derzeit nicht erteilt werden, da die Auswertung der Unterlagen noch nicht abgeschlossen ist.\n\n",
    "es": "Nota de prensa\n\nLos agentes de la unidad llevaron a cabo la investigación durante varios meses en el "
    "marco de la operación, que sigue abierta y no se descartan nuevas detenciones en los próximos días.\n\n",
}


def tell(fact: dict[str, Any]) -> str:
    if fact["type"] == "party":
        return " ".join(["P", fact["name"], *sorted(fact["roles"])])
    if fact["type"] == "link":
        return " ".join(["L", fact["from"], fact["link"], fact["to"].removeprefix("item ")])
    if fact["type"] == "item":
        return f"I {fact['item_type']}"
    return f"E {fact['kind']} {fact['actor']}" if fact["type"] == "event" else ""


@pytest.mark.parametrize(
    ("language", "told"), [(language, told) for language, some in TOLD.items() for told in some],
    ids=[told["text"] for some in TOLD.values() for told in some],
)
def test_a_sentence_in_another_language_tells_its_facts(language: str, told: dict[str, str]) -> None:
    reading = read_document(f"{BEFORE[language]}{told['text']}\n".encode(), name="paper.txt")
    facts: Any = to_facts_json(reading, "paper")["facts"]
    assert {each for each in map(tell, facts) if each} == {each for each in told["tells"].split(", ") if each}
