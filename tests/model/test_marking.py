"""The lattice of markings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from enduse.model.marking import OWNER, PUBLIC, PUBLIC_READER, Audience, Level, Marking, Tlp, join_all

PRINCIPALS = ["DE", "US", "FR"]
markings = st.builds(
    Marking,
    level=st.sampled_from(Level),
    owners=st.frozensets(st.sampled_from(PRINCIPALS)),
    releasable_to=st.none() | st.frozensets(st.sampled_from(PRINCIPALS)),
    tlp=st.sampled_from(Tlp),
    originators=st.frozensets(st.sampled_from(PRINCIPALS), max_size=2),
    caveats=st.frozensets(st.sampled_from(["NOFORN", "LIMDIS"])),
    declassify_on=st.none() | st.dates(),
)
audiences = st.builds(
    Audience, principal=st.sampled_from(PRINCIPALS), level=st.sampled_from(Level), tlp=st.sampled_from(Tlp)
)


@given(a=markings, b=markings, c=markings)
def test_join_is_a_semilattice(a: Marking, b: Marking, c: Marking) -> None:
    assert a.join(a) == a
    assert a.join(b) == b.join(a)
    assert a.join(b).join(c) == a.join(b.join(c))
    assert a.join(PUBLIC) == a


@given(a=markings, b=markings, audience=audiences)
def test_a_derived_product_is_visible_exactly_to_those_who_may_see_both_parts(
    a: Marking, b: Marking, audience: Audience
) -> None:
    assert a.join(b).is_visible_to(audience) == (a.is_visible_to(audience) and b.is_visible_to(audience))


@given(a=markings, audience=audiences)
def test_restricting_never_widens(a: Marking, audience: Audience) -> None:
    narrowed = a.restrict(caveat="unmarked portion", releasable_to=frozenset({"US"}))
    assert a.is_visible_to(audience) or not narrowed.is_visible_to(audience)


@given(a=markings)
def test_the_holder_of_the_file_sees_all(a: Marking) -> None:
    assert a.is_visible_to(OWNER)


def test_the_public_sees_what_is_public_and_nothing_else() -> None:
    assert PUBLIC.is_visible_to(PUBLIC_READER)
    assert not Marking(level=Level.RESTRICTED).is_visible_to(PUBLIC_READER)
    assert not Marking(tlp=Tlp.GREEN).is_visible_to(PUBLIC_READER)
    assert not Marking(releasable_to=frozenset()).is_visible_to(PUBLIC_READER)


def test_nothing_joined_is_public() -> None:
    assert join_all([]) == PUBLIC
