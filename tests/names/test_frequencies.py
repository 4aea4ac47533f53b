"""How common words are in names."""

from __future__ import annotations

from enduse.knowledge.shelf import open_knowledge
from enduse.names.folding import fold_name
from enduse.names.frequencies import COMMONNESS_CLASSES, commonness


def test_a_common_word_stands_above_a_rare_one() -> None:
    assert commonness("smith", among="persons") > commonness("abernathy", among="persons") >= 0
    assert commonness("company", among="organisations") > commonness("quxolvar", among="organisations") == 0


def test_every_word_is_folded_and_has_one_class() -> None:
    top = open_knowledge("lexicons/name_frequencies.yaml")
    for among in ("persons", "organisations"):
        words = [word for node in top.get(among).mapping().values() for line in node.texts() for word in line.split()]
        assert len(words) == len(set(words)) > 500
        assert all(fold_name(word) == word for word in words)
        assert set(top.get(among).mapping()) <= {str(number) for number in COMMONNESS_CLASSES}
