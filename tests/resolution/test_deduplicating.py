"""Doubles of a file: exact on numbers, forgiving of slips, apart where dates or households say so. Names invented."""

from __future__ import annotations

import random

import pytest

from enduse.resolution.blocking import LARGEST_BLOCK
from enduse.resolution.deduplicating import Doubles, Lines, find_doubles

Row = dict[str, str]


def doubles(*rows: Row, schema: str = "Person", crowd: int = 300) -> Doubles:
    """Find the doubles among rows, with a crowd of strangers after them so that words have a frequency."""
    lines = Lines()
    for row in rows:
        lines.add(row.get("schema", schema), {prop: (value,) for prop, value in row.items() if prop != "schema"})
    dice = random.Random(3)
    for number in range(crowd):
        year = dice.randint(1940, 2000)
        lines.add("Person", {
            "name": (f"{_word(dice)} {_word(dice)}",), "birthDate": (f"{year}-{number % 12 + 1:02d}-17",),
            "phone": (f"0{dice.randint(10**8, 10**9 - 1)}",),
        })
    return find_doubles(lines)


def _word(dice: random.Random) -> str:
    return "".join(dice.choice("bdfgklmnprstv") + dice.choice("aeiou") for _ in range(4))


VELLA: Row = {"name": "Mirko Vellanso", "birthDate": "1961-04-09", "phone": "+99 555 410 2211", "city": "Ostrand"}


def test_one_passport_joins_whatever_the_spelling() -> None:
    left = {"name": "Mirko Vellanso", "passportNumber": "X 4410-772"}
    right = {"name": "M. Velanzo", "passportNumber": "x4410772"}
    assert doubles(left, right).clusters == ((0, 1),)


@pytest.mark.parametrize("other", [
    VELLA | {"name": "Vellanso Mirko"},
    VELLA | {"name": "Mirko Velanso", "birthDate": ""},
    VELLA | {"birthDate": "1961-09-04", "phone": ""},
    VELLA | {"name": "Mirko Velanso", "phone": "", "city": "Narvene"},
    VELLA | {"name": "Mirco Vellansso", "city": ""},
])
def test_a_clerk_s_slips_do_not_hide_a_double(other: Row) -> None:
    assert doubles(VELLA, other).clusters == ((0, 1),)


def test_father_and_son_of_one_name_and_one_home_stay_apart() -> None:
    home = {"name": "Mirko Vellanso", "phone": "0555 4102211", "address": "Lindgata 7", "postalCode": "41055"}
    assert doubles(home | {"birthDate": "1961-04-09"}, home | {"birthDate": "1990-11-23"}).clusters == ()


def test_the_phone_of_a_family_does_not_join_its_members() -> None:
    home = {"phone": "0555 4102211", "address": "Lindgata 7", "postalCode": "41055", "city": "Ostrand"}
    assert doubles(home | {"name": "Mirko Vellanso"}, home | {"name": "Sanela Vellanso"}).clusters == ()


def test_a_name_alone_does_not_join_two() -> None:
    alone = {"name": "Mirko Vellanso"}
    assert doubles(alone, alone).clusters == ()
    assert doubles(alone | {"city": "Ostrand"}, alone | {"city": "Narvene"}).clusters == ()


def test_a_company_and_a_person_of_one_name_are_two() -> None:
    rows = [{"name": "Vellanso Ostrand", "phone": "0555 4102211", "schema": schema} for schema in ("Person", "Company")]
    assert doubles(*rows).clusters == ()


def test_two_ship_numbers_keep_two_ships_apart() -> None:
    ships = [{"name": "Northern Vellanso", "imoNumber": number, "flag": "xx"} for number in ("9100011", "9100023")]
    assert doubles(*ships, schema="Vessel").clusters == ()


def test_the_order_of_the_records_makes_no_difference() -> None:
    rows = [VELLA, VELLA | {"name": "Vellanso Mirko"}, VELLA | {"name": "Sanela Vellanso", "birthDate": "1988-01-02"}]
    turned = doubles(*reversed(rows))
    assert {frozenset(2 - at for at in cluster) for cluster in turned.clusters} == {
        frozenset(cluster) for cluster in doubles(*rows).clusters
    }


def test_what_a_large_block_leaves_out_is_told() -> None:
    size = LARGEST_BLOCK + 9
    crowd = [{"name": f"Name{number:03d} Sur{number:03d}", "phone": "0555 4102211"} for number in range(size)]
    found = doubles(*crowd, crowd=0)
    assert [(missed.kind, missed.blocks, missed.records) for missed in found.left_out] == [
        ("phone, mail or site", 1, size)
    ]
    assert found.left_out[0].pairs > 0


def test_an_empty_file_has_no_doubles() -> None:
    found = doubles(crowd=0)
    assert (found.records, found.compared, list(found.pairs), found.clusters, found.left_out) == (0, 0, [], (), ())
