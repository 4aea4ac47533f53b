"""Files of arms embargoes are read strictly: every fault of a file is told, with its line."""

from __future__ import annotations

import pytest

from enduse.errors import KnowledgeError
from enduse.knowledge import arms_embargoes
from enduse.knowledge.nodes import Node, parse_nodes

ROW = 'id: "X-1", place: "ru", scope: "whole", basis: "text", cites: "Article 1", says: "no arms"'
LAW = 'law: "EU", bodies: ["UN"], exporters: ["de"], basis: "text", cites: "x", says: "x"'


def read_rows(monkeypatch: pytest.MonkeyPatch, *rows: str) -> list[str]:
    text = 'body: "EU"\nrows:\n' + "".join(f"  - {{{row}}}\n" for row in rows)

    def open_one(path: str) -> Node:
        return parse_nodes(text, where=path)

    arms_embargoes.embargo_rules()
    monkeypatch.setattr(arms_embargoes, "list_knowledge", lambda folder: (f"{folder}/x.yaml",))
    monkeypatch.setattr(arms_embargoes, "open_knowledge", open_one)
    with pytest.raises(KnowledgeError) as caught:
        arms_embargoes.arms_embargoes.__wrapped__()
    return [f"{fault.place} {fault.reason}" for fault in caught.value.faults]


@pytest.mark.parametrize("row, words", [
    (f'{ROW}, seen_on: "2024-01-01"', "needs one of from and seen_from"),
    (f'{ROW}, from: "2020-01-01", seen_from: "2020-01-01", seen_on: "2024-01-01"', "needs one of from and seen_from"),
    (f'{ROW}, from: "2020-01-01"', "needs one of until and seen_on"),
    (f'{ROW}, from: "2020-01-01", until: "2019-01-01"', "ends before it begins"),
    (f'{ROW}, from: "2020-01-01", until: "2024-01-01", ended_by: "2025-01-01"', "ended_by needs a seen_on"),
    (f'{ROW}, from: "soon", until: "2024-01-01"', "expected a date"),
    (f'{ROW}, from: "2020-01-01", until: "2024-01-01", note: "x"', "unknown key"),
    (ROW.replace('"ru"', '"Russia"') + ', from: "2020-01-01", until: "2024-01-01"', "is no country code"),
    (ROW.replace("whole", "all") + ', from: "2020-01-01", until: "2024-01-01"', "is not known here"),
])
def test_a_faulty_row_is_told_with_its_line(monkeypatch: pytest.MonkeyPatch, row: str, words: str) -> None:
    faults = read_rows(monkeypatch, row)
    assert any(words in fault and "x.yaml:3" in fault for fault in faults)


def test_two_rows_of_one_id_and_all_faults_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    good = f'{ROW}, from: "2020-01-01", until: "2024-01-01"'
    faults = read_rows(monkeypatch, good, good, f'{ROW}, from: "2020-01-01"')
    assert any("stands twice" in fault for fault in faults)
    assert any("needs one of until" in fault for fault in faults)


def test_a_law_a_list_and_what_is_not_counted_name_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"""
laws: [{{{LAW.replace('["UN"]', '["G7"]')}}}]
scopes: [{{scope: "groups", says: "some"}}]
lists:
  - {{list: "L", law: "FR", from: "2020-01-02", seen_until: "2020-01-01", basis: "text", cites: "x", says: "x",
     places: ["xx1"]}}
not_counted: [{{place: "cn", laws: ["FR"], from: "2020-01-01", basis: "heard", cites: "x", says: "x"}}]
"""
    monkeypatch.setattr(arms_embargoes, "open_knowledge", lambda path: parse_nodes(text, where=path))
    with pytest.raises(KnowledgeError) as caught:
        arms_embargoes.embargo_rules.__wrapped__()
    told = " ".join(fault.reason for fault in caught.value.faults)
    for words in ("'G7'", "'FR'", "was seen before it began", "'xx1'", "'heard'", "is missing", "the scope 'whole'"):
        assert words in told
