"""The forms of whole names of Han letters (all names invented)."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enduse.names.folding import fold_words
from enduse.names.han_forms import han_forms
from enduse.names.readings import MOST_READINGS, readings_of_name


@pytest.mark.parametrize(("name", "form"), [
    ("王小明", "wang xiao ming"),
    ("霞峰金波物流", "xiafeng jinbo wuliu"),  # two brands written together
    ("霞峰金波瑞物流", "xiafeng jinborui wuliu"),
    ("霞峰金波瑞物流", "xiafengjin borui wuliu"),
    ("傅霞峰波电子", "fu xiafengbo dianzi"),
    ("森崎工業", "morisaki kogyo"),
    ("古林技研", "furubayashi giken"),
    ("曾国安", "zeng guo an"),
])
def test_a_name_is_parted_in_the_ways_that_print_does_not_tell(name: str, form: str) -> None:
    assert form in readings_of_name(name)


@settings(max_examples=200, deadline=None)  # the first example opens the tables
@given(st.text(alphabet="王李張陈小明志强国安山田太郎霞峰金波瑞物流电子有限公司 アA", min_size=1, max_size=14))
@example("A A公")  # a word of both scripts, whose Latin letter is read by itself where it is read apart
@example("王 ア A")
def test_every_form_has_the_words_that_stand_for_themselves(name: str) -> None:
    words = fold_words(name)
    latin = [form for form, native in words if not native]
    forms = tuple(han_forms(words))
    assert len(readings_of_name(name)) <= MOST_READINGS
    may_spell = any(set(native) & set("アA") for _, native in words)  # other words may then be read as "a", too
    for form in forms:
        left = iter(form.split())
        assert all(word in left for word in latin)
        assert may_spell or [word for word in form.split() if word in latin] == latin
