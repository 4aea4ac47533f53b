"""Numbers told by their own form; all are invented."""

from __future__ import annotations

import pytest

from enduse.sources.printed_numbers import is_lei


def with_check_digits(body: str) -> str:
    """Close 18 signs with the check digits of ISO 17442 (ISO 7064, mod 97-10)."""
    number = int("".join(str(int(sign, 36)) for sign in body + "00"))
    return f"{body}{98 - number % 97:02}"


@pytest.mark.parametrize("body", ["0000LINNETPRECISI0", "99990000000000AUKS", "123400ABCDEF123456"])
def test_twenty_signs_whose_check_digits_agree_are_a_legal_entity_identifier(body: str) -> None:
    sound = with_check_digits(body)
    assert is_lei(sound)
    assert not is_lei(sound[:-1] + str((int(sound[-1]) + 1) % 10))


@pytest.mark.parametrize("text", ["", "000000001", "0000LINNETPRECISI0", "0000linnetprecisi000", "\u0661" * 20])
def test_a_number_of_another_form_is_none(text: str) -> None:
    assert not is_lei(text)
