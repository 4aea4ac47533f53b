"""A plain row is read as the careful reader reads it, or left alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from enduse.workspace.party_files import _cell_values
from enduse.workspace.party_rows import read_party_row
from enduse.workspace.plain_rows import PlainRows

CELLS = ((0, "id", False), (1, "name", False), (2, "kind", False), (3, "country", True), (4, "birth_date", True),
         (6, "aliases", True))
TEXT = st.one_of(
    st.sampled_from(("", " ", "de", "Germany", "de;fr", "Person", "company", "1970", "1970-02-30", "1970-12-31 ",
                     "1970;1971", "x" * 2001, "Ostwind Ltd", "\x00", "\udc80", " Ostwind  ", "nowhere")),
    st.text(max_size=12),
)


@given(st.lists(TEXT, min_size=7, max_size=7), st.booleans())
def test_a_plain_row_is_read_as_the_careful_reader_reads_it(row: list[str], is_without_alias: bool) -> None:
    if is_without_alias:
        row[6] = ""
    plain = PlainRows(CELLS, where="parties.csv")(row, 4, 5)
    if plain is not None:
        assert plain == read_party_row(_cell_values(row, CELLS), number=4, place="parties.csv:5")


def test_a_row_of_name_kind_country_and_date_is_plain() -> None:
    plain = PlainRows(CELLS, where="parties.csv")(
        ["7", "Ostwind", "Person", "Germany", "1970-01-02", "unused", ""], 1, 2
    )
    assert plain is not None
    assert plain.party is not None
    assert (plain.query_id, plain.party.kind, plain.party.country) == ("7", "Person", "de")
