"""The papers of a shipment beside each other, and the order drafted of them. All firms and goods are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from enduse.errors import InputError, UsageError
from enduse.model.trade_paper import PapersComparison
from enduse.workspace.orders import read_order
from enduse.workspace.presenting import as_text
from enduse.workspace.trade_papers import _number, _same, compare_papers

ORDER = """PURCHASE ORDER
Order No.: FG-2025/118
Date: 2 June 2025

Buyer:
Osprey Lane Trading LLC
14 Harbour Road, Tarnport
United Arab Emirates

Seller: Fellgate Tools GmbH
End user: Moorcroft Dairy Works, Tarnport, United Arab Emirates
Country of destination: United Arab Emirates

No\tDescription\tModel\tQty\tUnit price\tAmount
1\tVacuum pump\tVP-300\t4\tEUR 2,500.00\tEUR 10,000.00
2\tPressure gauge\tPG-7\t10\tEUR 120.00\tEUR 1,200.00

Total: EUR 11,200.00
"""
INVOICE = """COMMERCIAL INVOICE
Invoice No: 7781
Your order no: FG-2025/118
Seller: Fellgate Tools G.m.b.H.
Buyer: Osprey Lane Trading L.L.C.
Consignee: Kestrel Weir Logistics FZE, Free Zone 3, Tarnport
Country of origin: Germany
HS code: 8414.10

Description              Model     Qty    Unit price     Amount
Vacuum pump              VP-300    6      EUR 2.500,00   EUR 15.000,00
Pressure gauge           PG-7      10     EUR 120,00     EUR 1.200,00

Total: EUR 16.200,00
Gross weight: 410 kg
"""
PACKING = """Packing List
Shipper
Fellgate Tools GmbH
Consignee
Kestrel Weir Logistics FZE
Free Zone 3, Tarnport

Goods: 4 units of vacuum pump model VP-300
Gross weight: 0.41 t
Net weight: 460 kg
Country of destination: Turkey
"""
STATEMENT = """END-USE STATEMENT
End user: Moorcroft Dairy Works
Tarnport
United Arab Emirates

End use: Cooling of milk tanks
in the user's own hall
"""


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    texts = {"order.txt": ORDER, "invoice.txt": INVOICE, "packing.txt": PACKING, "statement.txt": STATEMENT}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in texts]


def _verdicts(comparison: PapersComparison) -> dict[str, str]:
    return {f"{field.field} {field.about}".strip(): field.verdict for field in comparison.fields}


def test_papers_are_known_by_their_titles_and_what_differs_stands_first(papers: list[Path]) -> None:
    comparison = compare_papers(papers)
    assert [paper.kind for paper in comparison.papers] == ["order", "invoice", "packing_list", "end_use_statement"]
    found = _verdicts(comparison)
    assert {name for name, verdict in found.items() if verdict == "differ"} == {
        "quantity Vacuum pump VP-300", "amount Vacuum pump VP-300", "total", "country_of_destination",
        "goods Pressure gauge PG-7",
    }
    assert {name for name, verdict in found.items() if verdict == "agree"} >= {
        "exporter", "purchaser", "consignee", "end_user", "order_number", "gross_weight",
        "unit_price Vacuum pump VP-300", "quantity Pressure gauge PG-7", "goods Vacuum pump VP-300",
    }
    assert [field.verdict for field in comparison.fields] == sorted(
        (field.verdict for field in comparison.fields), key=["differ", "agree", "once"].index)


def test_every_value_stands_with_the_line_that_prints_it(papers: list[Path]) -> None:
    lines = {path.name: path.read_text().splitlines() for path in papers}
    for field in compare_papers(papers).fields:
        for value in field.values:
            if value.line and field.field != "goods":
                assert value.value in lines[value.paper][value.line - 1], value


def test_what_does_not_fit_is_raised_as_a_question(papers: list[Path]) -> None:
    questions = compare_papers(papers).questions
    assert any("gross weight less than the net weight" in question for question in questions)
    assert not any("sum of the lines" in question for question in questions)
    papers[0].write_text(ORDER.replace("Total: EUR 11,200.00", "Total: EUR 12,200.00"))
    assert any("sum of the lines" in question for question in compare_papers(papers).questions)
    papers[0].write_text(ORDER.replace("Country of destination: United Arab Emirates", "Destination: Turkey"))
    assert any("when the end user is in AE" in question for question in compare_papers(papers).questions)


def test_the_draft_is_an_order_that_can_be_read_and_cites_every_value(papers: list[Path], tmp_path: Path) -> None:
    comparison = compare_papers(papers, order=tmp_path / "draft.yaml")
    data = (tmp_path / "draft.yaml").read_bytes()
    order = read_order(data, name="draft.yaml", document="0" * 64)
    assert order.reference == "FG-2025/118"
    roles = {role.value: party for party in order.parties for role in party.roles}
    assert set(roles) == {"exporter", "purchaser", "ultimate_consignee", "end_user"}
    assert roles["purchaser"].country == "ae"
    assert roles["purchaser"].address == "14 Harbour Road, Tarnport, United Arab Emirates"
    assert [(line.item.description, line.item.model) for line in order.lines] == [
        ("Vacuum pump", "VP-300"), ("Pressure gauge", "PG-7")]
    assert str(order.lines[0].price) == "2500"
    assert order.route.destination == "ae"
    assert order.end_use.text == "Cooling of milk tanks in the user's own hall"
    for line in data.decode().splitlines()[2:]:
        assert "# " in line or line.rstrip().endswith((":", "]")) or line.split(":")[0].strip() in (
            "address", "country", "description", "model", "currency"), line
    assert "draft.yaml" in as_text(comparison)


@pytest.mark.parametrize(("left", "right"), [
    ("12,500.00", "12.500,00"), ("12 500", "12500"), ("EUR 1'200.50", "1200,5"), ("0.41", "0,41"), ("3", "3.0"),
    ("1,234,567", "1234567.00"),
])
def test_numbers_are_one_however_their_thousands_are_parted(left: str, right: str) -> None:
    assert _number(left) == _number(right)


def test_money_of_two_currencies_is_not_the_same() -> None:
    assert _same("money")("EUR 10", "10.00")
    assert not _same("money")("EUR 10", "USD 10")
    assert _same("weight")("410 kg", "0.41 t")
    assert _same("country")("Germany", "DE")


def test_one_paper_alone_or_one_that_cannot_be_read_is_refused(papers: list[Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to be compared"):
        compare_papers(papers[:1])
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(InputError):
        compare_papers([papers[0], tmp_path / "bad.pdf"])


LADING = """BILL OF LADING                                     B/L No. FG-77
Shipper                          Consignee
Fellgate Tools GmbH              To order of Osprey Lane Trading LLC
Leipzig, Germany                 Tarnport, United Arab Emirates
Port of loading: Hamburg         Port of discharge: Tarnport
Marks and numbers    Description of goods          Gross weight
FG-77 1/4            4 cases vacuum pumps VP-300   410 kg
"""
VERBLEIB = """ENDVERBLEIBSERKLÄRUNG

Käufer: Osprey Lane Trading LLC, Tarnport
Ware: Vakuumpumpe VP-300
Menge: 4
Land der Endverwendung: Vereinigte Arabische Emirate
"""
FACTURA = """FACTURA COMERCIAL
Vendedor: Fellgate Tools GmbH, Leipzig, Alemania
Comprador: Osprey Lane Trading LLC, Tarnport, Emiratos Árabes Unidos
Factura n.º: 7781
Descripción | Modelo | Cantidad | Precio unitario | Importe
Bomba de vacío | VP-300 | 6 | 2.500,00 | 15.000,00
País de destino: Irán
"""
PAGE = """<html><body><h1>COMMERCIAL INVOICE</h1><table><tr><td>Invoice No. 7781</td><td>Date 2.6.2025</td></tr></table>
<table><tr><th>Pos.</th><th>Description</th><th>Model</th><th>Qty</th></tr>
<tr><td>1</td><td>Vacuum pump</td><td>VP-300</td><td>4</td></tr>
<tr><td>2</td><td>Oil filter</td><td>F-12</td><td>20</td></tr></table></body></html>
"""


def compare_texts(folder: Path, **texts: str) -> PapersComparison:
    paths = []
    for name, text in texts.items():
        path = folder / name.replace("_", ".")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return compare_papers(paths)


def verdicts(made: PapersComparison) -> dict[str, str]:
    return {f"{each.field} {each.about}".strip(): each.verdict for each in made.fields}


def test_papers_in_other_languages_and_layouts_are_compared_by_what_they_say(tmp_path: Path) -> None:
    told = verdicts(compare_texts(tmp_path, lading_txt=LADING, verbleib_txt=VERBLEIB, factura_txt=FACTURA))
    assert told["exporter"] == "agree"
    assert told["purchaser"] == "agree"
    assert told["country_of_destination"] == "differ"
    assert told["goods 4 cases vacuum pumps VP-300"] == "agree"
    assert told["quantity 4 cases vacuum pumps VP-300"] == "differ"


def test_labels_side_by_side_keep_what_stands_below_each(tmp_path: Path) -> None:
    made = compare_texts(tmp_path, lading_txt=LADING, verbleib_txt=VERBLEIB)
    said = {each.field: [value.value for value in each.values] for each in made.fields}
    assert said["exporter"] == ["Fellgate Tools GmbH"]
    assert said["consignee"] == ["To order of Osprey Lane Trading LLC"]


def test_every_row_of_a_table_in_html_is_read(tmp_path: Path) -> None:
    made = compare_texts(tmp_path, page_html=PAGE, factura_txt=FACTURA)
    assert verdicts(made)["goods Oil filter F-12"] == "differ"
    assert verdicts(made)["invoice_number"] == "agree"


def _values(told: PapersComparison, field: str) -> tuple[str, list[str]]:
    (found,) = [each for each in told.fields if each.field == field]
    return found.verdict, [value.value for value in found.values]


def test_a_party_whose_addresses_cannot_both_be_right_is_told(tmp_path: Path) -> None:
    papers = []
    for name, place in (("a", "14 Harbour Road, Tarnport"), ("b", "41 Harbour Road, Tarnport"), ("c", "Tarnport")):
        papers.append(tmp_path / f"{name}.txt")
        papers[-1].write_text(f"INVOICE\nSeller: Fellgate Tools GmbH, {place}\nBuyer: Osprey Lane Ltd, 3 Quay\n")
    told = compare_papers(papers)
    assert _values(told, "exporter")[0] == "agree"
    assert _values(told, "address")[0] == "differ"
    assert not [each for each in compare_papers([papers[0], papers[2]]).fields if each.field == "address"]


def test_what_labels_tell_beside_a_table_of_one_row_is_told_of_that_row(tmp_path: Path) -> None:
    table = "QUOTATION\nItem | Description | Qty | Unit price\n1 | Lathe HX-200B | 2 | EUR 250.00\nHS code: 8457.10\n"
    labels = "INVOICE\nGoods: 3 lathes HX-200B\nUnit price: EUR 250.00\nHS code: 8457.20\n"
    for name, text in (("a", table), ("b", labels)):
        (tmp_path / f"{name}.txt").write_text(text)
    told = compare_papers([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert _values(told, "hs_code") == ("differ", ["8457.10", "8457.20"])
    assert _values(told, "unit_price")[0] == "agree"
    assert _values(told, "quantity") == ("differ", ["2", "3"])


@pytest.mark.parametrize("goods", ["5 axis milling machines HX-200B", "2 cases of pumps HX-200B", "4 pole motor"])
def test_a_number_that_counts_no_goods_is_no_quantity(goods: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"INVOICE\nGoods: {goods}\n")
    (tmp_path / "b.txt").write_text("PACKING LIST\nGoods: pumps\n")
    told = compare_papers([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert not [each for each in told.fields if each.field == "quantity"]
