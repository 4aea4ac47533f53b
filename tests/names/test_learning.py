"""Words of other scripts that the compiled scorer makes of letters it was told of (all names invented)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names import learning
from enduse.names.comparing import score_names
from enduse.names.packing import pack_name
from enduse.names.packs import is_compiled
from enduse.names.readings import readings_of
from enduse.names.scoring import Scorer
from enduse.names.tokens import Kind, read_name

pytestmark = pytest.mark.skipif(not is_compiled(), reason="the kernel of names was not compiled")

WORDS = st.one_of(
    st.text("王李张陳林山田中村小野明華文国强欧阳司馬向唐机械々龘", min_size=1, max_size=5),
    st.text("김이박최정강조윤장임남궁보선우독고무역민지훈서연하준", min_size=1, max_size=5),
    st.text("ابتثجحخدرزسشصطعغفقكلمنهويىةءأئپچگی", min_size=1, max_size=9),
    st.text("אבגדהוזחטיכלמםנןסעפקרשת", min_size=1, max_size=9),
    st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґАБВГ", min_size=1, max_size=30),
    st.text("कखगघचजटडतदनपबमयरलवशसहािीुूेोौं्", min_size=1, max_size=8),
    st.text("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", min_size=1, max_size=8),
    st.text("アイカキサシタチナニハヒマミヤラワンーッャ", min_size=1, max_size=6),
)
KINDS: st.SearchStrategy[Kind] = st.sampled_from(["person", "organisation", "unknown"])
LATIN = st.text("aeiouhgkmnsrtlyz", min_size=1, max_size=9)


def score(scorer: Scorer, left: str, right: str, kind: Kind) -> float:
    one, other = (pack_name(read_name(name, kind)) for name in (left, right))
    assert one is not None
    assert other is not None
    return scorer.score(one, other, kind)


@settings(deadline=None, max_examples=500)
@given(WORDS, WORDS, st.integers(0, 7), LATIN, KINDS)
def test_words_score_as_in_python_whether_a_spelling_is_a_reading_or_not(
    word: str, other: str, which: int, latin: str, kind: Kind
) -> None:
    scorer = Scorer()
    readings = readings_of(word) or (latin,)
    spelled = [*readings[which:which + 1], readings[0], readings[0][:-1], latin, *readings_of(other)[:1]]
    for spelling in filter(None, spelled):
        for left, right in ((word, spelling), (f"{word} {other}", f"{spelling} {latin}"), (spelling, word)):
            assert score(scorer, left, right, kind) == score_names(left, right, kind=kind), (left, right)


def test_words_of_letters_that_were_told_need_no_python(monkeypatch: pytest.MonkeyPatch) -> None:
    scorer, asked = Scorer(), []

    def note(self: learning.Learner, word: bytes) -> bool:
        asked.append(word.decode())
        return learn(self, word)

    learn = learning.Learner.learn
    monkeypatch.setattr(learning.Learner, "learn", note)
    for word in ("тарнов", "арнов", "鑫维鑫", "维鑫鑫"):
        score(scorer, word, "qqqq", "organisation")
    assert asked == ["тарнов", "鑫维鑫"]


def test_a_word_is_read_only_where_a_spelling_may_be_a_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def note(word: str) -> tuple[str, ...]:
        read.append(word)
        return readings_of(word)

    monkeypatch.setattr(learning, "readings_of", note)
    scorer = Scorer()
    for spelling in wrong_spellings():
        score(scorer, "向唐", spelling, "organisation")
    assert read == []
    spelling = readings_of("向唐")[-1]
    assert score(scorer, "向唐", spelling, "organisation") == score_names("向唐", spelling, kind="organisation")
    assert read == ["向唐"]


def wrong_spellings() -> Iterator[str]:
    yield from ("Velmar", "Norvik", "Xiangtangs", "Xian", "Tangxiang")
