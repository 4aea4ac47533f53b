"""Objects made many at once are those made one by one (all names invented)."""

from __future__ import annotations

import pytest

from enduse.model.evidence import Reason, make_reasons
from enduse.model.making import make_many


def test_reasons_made_at_once_are_those_made_one_by_one() -> None:
    columns = ["same", "similar"], ["velmar", "norvik"], ["velmar", "norvyk"], [0.5, 0.25]
    alone = [
        Reason(text=text, left=left, right=right, weight=weight)
        for text, left, right, weight in zip(*columns, strict=True)
    ]
    assert make_reasons(*columns) == alone
    assert list(map(hash, make_reasons(*columns))) == list(map(hash, alone))


def test_columns_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="as many"):
        make_reasons(["same"], ["velmar"], [], [0.5])


def test_none_are_made_of_nothing() -> None:
    assert make_many(Reason, 0, {"text": []}) == []
