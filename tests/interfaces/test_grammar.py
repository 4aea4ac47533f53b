from __future__ import annotations

import pytest

from enduse.errors import UsageError
from enduse.interfaces.cli.grammar import parse


@pytest.mark.parametrize("typed", [
    ["orders", "keep", "order.yaml", "-w", "there"],
    ["orders", "keep", "-w", "there", "order.yaml"],
    ["orders", "-w", "there", "keep", "order.yaml"],
    ["-w", "there", "orders", "keep", "order.yaml"],
])
def test_an_option_may_stand_before_between_and_after_what_a_command_is_about(typed: list[str]) -> None:
    options = parse(typed)
    assert (options.action, options.name, options.outcome, options.workspace) == ("keep", "order.yaml", None, "there")


def test_words_after_an_option_fill_what_is_left_in_order() -> None:
    options = parse(["orders", "outcome", "N-1", "--on", "2026-05-01", "seized"])
    assert (options.name, options.outcome) == ("N-1", "seized")


def test_a_word_for_which_there_is_no_room_is_told() -> None:
    with pytest.raises(UsageError, match="too-many"):
        parse(["orders", "remove", "N-1", "-w", "there", "x", "too-many"])
    with pytest.raises(UsageError, match="--bogus"):
        parse(["orders", "list", "--bogus"])
