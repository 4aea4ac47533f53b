"""A read name as one piece of bytes (all names invented)."""

from __future__ import annotations

from struct import unpack_from

from hypothesis import given
from hypothesis import strategies as st

from enduse.names.lexicons import generic_words, legal_forms, particles, titles
from enduse.names.packing import PARTS, group_number, pack_name
from enduse.names.tokens import Kind, ReadName, read_name

KINDS: tuple[Kind, ...] = ("person", "organisation", "unknown")
WORDS = st.sampled_from(
    ("Velmar", "bin", "Ltd.", "Norvik", "Trading", "Turkey", "Permskaya", "17", "al", "شركة", "维马"),
)
TOKEN = "<dIHHBBHHH"


def test_no_two_groups_of_the_lexicons_share_a_number() -> None:
    groups = {word.group for lexicon in (legal_forms(), titles(), particles(), generic_words())
              for word in lexicon.phrases.values()}
    assert len({0, 0xFFFFFFFF, *map(group_number, groups)}) == len(groups) + 2


@given(st.lists(WORDS | st.text(max_size=12), max_size=40).map(" ".join), st.sampled_from(KINDS))
def test_a_pack_tells_all_that_was_read(text: str, kind: Kind) -> None:
    name = read_name(text, kind)
    pack = pack_name(name)
    assert pack is not None
    length, count, is_foreign, cut, flags, folded_at, folded_length, unused = unpack_from("<IBBBBHHI", pack)
    assert (length, length % 8, unused) == (len(pack), 0, 0)
    assert (count, bool(is_foreign), bool(cut)) == (len(name.tokens), name.is_foreign, name.cut)
    assert flags == any(t.weight > 0.1 for t in name.tokens) + 2 * any(t.native for t in name.tokens)
    assert pack[folded_at:folded_at + folded_length].decode() == name.folded
    for place, token in enumerate(name.tokens):
        weight, group, at, size, part, told, stem_at, stem_size, native = unpack_from(TOKEN, pack, 16 + 24 * place)
        assert (weight, group, part) == (token.weight, group_number(token.group), PARTS[token.part])
        assert pack[at:at + size].decode() == token.form
        assert pack[at + size:at + size + native].decode() == token.native
        if told & 16:
            assert "of " + pack[stem_at:stem_at + stem_size].decode() == token.group
        else:
            assert stem_at == stem_size == 0
        assert (bool(told & 1), bool(told & 2)) == (token.is_given, token.group.startswith("place_"))
        assert (bool(told & 4), bool(told & 8)) == (token.group == "article", token.group == "son_of")


def test_a_name_too_long_for_its_pack_has_none() -> None:
    assert pack_name(ReadName("a" * 65_530, (), False, False)) is None
