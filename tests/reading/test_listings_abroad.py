"""Forms in which lists and news of measures name parties in French, German and Spanish; everything here is invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json

DECREE_FR = "RÈGLEMENT D'EXÉCUTION (UE) 2031/77 DU CONSEIL\nconcernant des mesures restrictives\n\nANNEXE\n\n"
DECREE_DE = (
    "DURCHFÜHRUNGSVERORDNUNG (EU) 2031/78 DES RATES\nüber restriktive Maßnahmen gegen Iran\n\nANHANG\n\n"
    "| Name | Angaben zur Identität | Gründe | Zeitpunkt der Aufnahme in die Liste\n"
)
DECREE_ES = (
    "REGLAMENTO DE EJECUCIÓN (UE) 2031/79 DEL CONSEJO\nrelativo a medidas restrictivas contra Irán\n\nANEXO\n\n"
    "| Nombre | Información identificativa | Motivos | Fecha de inclusión en la lista\n"
)


def told(text: str, kind: str) -> list[dict[str, Any]]:
    facts = to_facts_json(read_document(text.encode("utf-8"), name="invented.txt"), "invented")["facts"]
    assert isinstance(facts, list)
    return [fact for fact in facts if fact["type"] == kind]


def parts(text: str) -> dict[str, list[str]]:
    return {fact["name"]: fact["roles"] for fact in told(text, "party")}


def links(text: str) -> set[tuple[str, str, str]]:
    return {(fact["link"], fact["from"], fact["to"]) for fact in told(text, "link")}


def test_cells_on_lines_of_their_own_with_a_bar_behind_each_make_one_entry() -> None:
    text = (
        f"{DECREE_FR} |\nNom\n |\nInformations d'identification\n |\nMotifs\n |\nDate de l'inscription\n\n"
        "«12. |\nTessel VORNE\n(alias Tesel VORN)\n |\nDate de naissance: 1960\nNationalité: iranienne\n"
        "Sexe: masculin\n |\nTessel Vorne dirige un atelier.\n |\n3.2.2031\n\n"
        "13. |\nVorne Orlin Industries\n |\nAdresse: Ispahan, Iran\n |\nLa société a acheté des pompes à vide.\n |\n"
        "3.2.2031»\n"
    )
    found = {fact["name"]: (fact["country"], fact["aliases"], fact["roles"]) for fact in told(text, "party")}
    assert found == {
        "Tessel VORNE": ("IR", ["Tesel VORN"], ["designated"]),
        "Vorne Orlin Industries": ("IR", [], ["buyer", "designated"]),
    }


def test_rows_that_stand_on_one_line_each_are_not_run_together() -> None:
    text = f"{DECREE_DE}1. | Anton Vorne | | Ingenieur. | 1.2.2031\n2. | Orlin Tessel | | Händler. | 1.2.2031\n"
    assert set(parts(text)) == {"Anton Vorne", "Orlin Tessel"}


@pytest.mark.parametrize(
    "text",
    [
        "Liste relative au régime de sanctions 9999 (2031)\nA. Personnes physiques\n"
        "XZi.001 Nom: 1: VORNE 2: TESSEL 3: nd 4: nd\nTitre: nd Désignation: Directeur Pseudonyme fiable: Tesel Vorn "
        "Nationalité: République islamique d'Iran Inscrit le: 2 mars 2031\n"
        "B. Entités et autres groupes\nXZe.002 Nom: ORLIN VALVES CORPORATION\nAlias: a) OVC b) ORLIN VALVES "
        "Ancien nom: nd Adresse: Téhéran, Iran Inscrite le: 2 mars 2031 Renseignements divers: A vendu des vannes.\n",
        "Lista del Comité 9999\nA. Personas\n"
        "XZi.001 Nombre: 1: VORNE 2: TESSEL 3: nd 4: nd\nTítulo: nd Cargo: nd Alias de buena calidad: Tesel Vorn "
        "Nacionalidad: Irán Fecha de inclusión: 2 mar. 2031\n"
        "B. Entidades y otros grupos\nXZe.002 Nombre: ORLIN VALVES CORPORATION\nAlias: a) OVC b) ORLIN VALVES Nombre "
        "anterior: nd Dirección: Teherán, Irán Fecha de inclusión: 2 mar. 2031 Otros datos: La empresa vendió "
        "válvulas.\n",
    ],
)
def test_the_lists_of_the_security_council_are_read_in_french_and_spanish(text: str) -> None:
    found = {fact["name"]: (fact["country"], fact["aliases"]) for fact in told(text, "party")}
    assert found["VORNE TESSEL"] == ("IR", ["Tesel Vorn"])
    assert found["ORLIN VALVES CORPORATION"] == ("IR", ["ORLIN VALVES", "OVC"])
    assert all("designated" in roles for roles in parts(text).values())


def test_a_swiss_list_names_others_between_entries_with_labels_and_states_by_address() -> None:
    text = (
        "Verordnung über Massnahmen gegenüber Iran\nAnhang 5\n\nA. Natürliche Personen\n"
        "1. Tessel Vorne (a.k.a. Tesel Vorn). Geburtsdatum: 1938. Rechtfertigung: Leiter eines Werkes.\n"
        "2. Orlin Quell. Direktor der Vorne Pumps Corporation.\n\nB. Unternehmen\n"
        "1. Vorne Korea Corporation (a.k.a. Vorne South Korea Corporation). Adresse: Elm Street, Teheran, Iran. "
        "Rechtfertigung: Hat Vakuumpumpen beschafft.\n"
    )
    found = {fact["name"]: (fact["country"], fact["roles"]) for fact in told(text, "party")}
    assert "designated" in found["Orlin Quell"][1]
    assert found["Vorne Korea Corporation"][0] == "IR"
    assert ("employed_by", "orlin quell", "vorne pumps corporation") in links(text)


def test_commas_part_the_other_names_in_a_bracket() -> None:
    text = f"{DECREE_DE}1. | Vorne Pooya (alias Vorne Tejarat, Orlin Tejarat) | Teheran, Iran | Händler. | 1.2.2031\n"
    assert told(text, "party")[0]["aliases"] == ["Orlin Tejarat", "Vorne Tejarat"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            f"{DECREE_DE}1. | Anton Vorne | | Leiter der Vorne Industrial Group (VIG). | 1.2.2031\n",
            ("employed_by", "anton vorne", "vorne industrial group"),
        ),
        (
            f"{DECREE_DE}1. | Anton Vorne | | Geschäftsführer der auf der VN-Liste aufgeführten Tessel Pumps Company. "
            "| 1.2.2031\n",
            ("employed_by", "anton vorne", "tessel pumps company"),
        ),
        (
            f"{DECREE_ES}1. | Tessel Pumps Company | | La empresa es filial de Vornewater. | 1.2.2031\n",
            ("subsidiary_of", "tessel pumps company", "vornewater"),
        ),
        (
            f"{DECREE_FR}| Nom | Informations d'identification | Motifs | Date d'inscription\n"
            "1. | Tessel Trade | Damas, Syrie | Agit par procuration pour VOMIR. | 1.2.2031\n",
            ("acts_for", "tessel trade", "vomir"),
        ),
    ],
)
def test_the_grounds_of_an_entry_tie_it_to_bodies_that_nothing_else_tells(
    text: str, wanted: tuple[str, str, str]
) -> None:
    assert wanted in links(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Le gouvernement a annoncé de nouvelles sanctions. Les deux entités concernées sont Vornecom et Orlin SRO.",
            "Vornecom",
        ),
        (
            "El Departamento del Tesoro anunció nuevas sanciones. La persona sancionada es Tessel Vorne, comerciante.",
            "Tessel Vorne",
        ),
    ],
)
def test_news_of_measures_tells_who_is_listed(text: str, name: str) -> None:
    assert "designated" in parts(text).get(name, [])


def test_a_country_behind_words_of_ties_is_no_party() -> None:
    text = (
        "Le gouvernement a annoncé de nouvelles sanctions contre Tessel Pumps SARL, qui agissait pour le compte de la "
        "Corée du Nord."
    )
    assert list(parts(text)) == ["Tessel Pumps SARL"]


@pytest.mark.parametrize("language", ["fr", "de", "es"])
def test_a_line_that_adds_to_a_list_stands_not_in_it(language: str) -> None:
    """An annex as it is printed in cells: the lines that say who is added are no names, and states act themselves."""
    paper = (Path(__file__).parent / "listings" / f"annex_{language}.txt").read_bytes()
    facts: Any = to_facts_json(read_document(paper, name="annex.txt"), "annex")["facts"]
    parties = {fact["name"]: set(fact["roles"]) for fact in facts if fact["type"] == "party" and fact["roles"]}
    assert parties == {
        "Orlan Hossein VELDANI": {"designated"}, "Vorne Aviation Industries": {"designated", "manufacturer"}
    }
    links = {(fact["link"], fact["from"]) for fact in facts if fact["type"] == "link" and fact["to"].startswith("item")}
    assert links == {("manufactures", "vorne aviation industries")}
