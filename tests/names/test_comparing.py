"""Comparing two names and saying why (all names invented)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names.comparing import compare_names, score_names
from enduse.names.tokens import Kind

WORDS = st.sampled_from([
    "Norvik", "Norwik", "Velmar", "velmar", "Abu", "al", "bin", "Dr", "Trading", "Ticaret", "GmbH", "Ltd", "Co", "J",
    "17", "XV", "Halim", "Haleem", "Karasun", "Kara", "sun", "موريد", "Норвик", "北京", "O'Tall", "company",
])
NAMES = st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=20)
KINDS = st.sampled_from(["person", "organisation", "unknown"])


@settings(max_examples=300, deadline=None)
@given(NAMES, NAMES, KINDS)
def test_it_makes_no_difference_which_name_is_left(left: str, right: str, kind: Kind) -> None:
    assert math.isclose(
        compare_names(left, right, kind=kind).score, compare_names(right, left, kind=kind).score, abs_tol=1e-9,
    )


@settings(max_examples=300, deadline=None)
@given(NAMES, NAMES, KINDS)
def test_the_weights_of_the_reasons_add_up_to_the_score(left: str, right: str, kind: Kind) -> None:
    comparison = compare_names(left, right, kind=kind)
    assert 0 <= comparison.score <= 1
    assert comparison.reasons
    assert math.isclose(sum(reason.weight for reason in comparison.reasons), comparison.score, abs_tol=1e-9)


@given(st.lists(st.sampled_from(["Norvik", "Velmar", "Karasun"]), min_size=1, max_size=4).map(" ".join), KINDS)
def test_a_name_is_itself(name: str, kind: Kind) -> None:
    assert compare_names(name, name.upper(), kind=kind).score == 1.0


@pytest.mark.parametrize(("left", "right", "kind"), [
    ("Norvik Handels GmbH", "Norvik Trading Limited Liability Company", "organisation"),
    ("OOO Velmar", "ООО «Велмар»", "organisation"),
    ("Karasun Makina Sanayi ve Ticaret Ltd. Şti.", "KARASUN MAKINA SAN. VE TIC. LTD. STI.", "organisation"),
    ("Kara Sun Machinery", "Karasun Machinery", "organisation"),
    ("上海维马科技有限公司", "Shanghai Weima Technology Co., Ltd.", "organisation"),
    ("Yousef Halimi", "YUSUF HALIMY", "person"),
    ("Halimi, Yusuf", "Yusuf Halimi", "person"),
    ("Dr. Velko Tarnov", "Velko Tarnov", "person"),
    ("V. Tarnov", "Velko Tarnov", "person"),
    ("Velko Petrov Tarnov", "Velko Tarnov", "person"),
    ("طارق الموريدي", "Tariq al-Muridi", "person"),
    ("Тарнов Велько", "Velko Tarnov", "person"),
])
def test_one_name_in_two_spellings_scores_high(left: str, right: str, kind: Kind) -> None:
    assert compare_names(left, right, kind=kind).score >= 0.7


@pytest.mark.parametrize(("left", "right", "kind"), [
    ("CORP", "Velmar Corp", "unknown"),
    ("Trading Company", "Velmar Trading Company", "organisation"),
    ("Norvik International Trading Co Ltd", "Velmar International Trading Co Ltd", "organisation"),
    ("A-B-C Company", "Velmar Company", "organisation"),
    ("Velko Petrov Tarnov", "Velko Simov Tarnov", "person"),
    ("Velko Tarnov", "Darko Tarnov", "person"),
    ("Plant No 17", "Plant No 24", "organisation"),
    ("Dr Abu", "Dr Abu Velko Tarnov", "person"),
    ("", "Velmar", "unknown"),
])
def test_names_that_share_only_what_many_share_score_low(left: str, right: str, kind: Kind) -> None:
    assert compare_names(left, right, kind=kind).score < 0.65


def test_a_contradicted_patronymic_counts_more_than_a_missing_one() -> None:
    missing = compare_names("Velko Tarnov", "Velko Simov Tarnov", kind="person").score
    other = compare_names("Velko Petrov Tarnov", "Velko Simov Tarnov", kind="person").score
    assert other < missing < 1


def test_a_short_word_with_one_letter_wrong_counts_beside_two_that_are_the_same() -> None:
    beside = compare_names("Dan Velko Tarnov", "Van Velko Tarnov", kind="person").score
    alone = compare_names("Dan Velkotarnov", "Van Velkotarnov", kind="person").score
    assert beside > 0.8 > alone


def test_generic_words_that_the_other_name_holds_whole_count_for_more() -> None:
    held = compare_names("Swiss Industrial Bank", "Industrial Bank", kind="organisation").score
    contradicted = compare_names("Swiss Industrial Bank", "Industrial Bank Vostrel", kind="organisation").score
    assert held > 0.5 > contradicted


def test_a_difference_is_said_with_both_words() -> None:
    reasons = compare_names("Norvik Trading", "Norvic Trading GmbH", kind="organisation").reasons
    assert ("one letter differs", "norvik", "norvic") in {(r.text, r.left, r.right) for r in reasons} or \
        ("another spelling of the same sound", "norvik", "norvic") in {(r.text, r.left, r.right) for r in reasons}
    assert ("missing on the left", "", "gmbh") in {(r.text, r.left, r.right) for r in reasons}


def test_another_legal_form_and_other_numbers_are_reasons_against() -> None:
    forms = compare_names("Norvik AG", "Norvik GmbH", kind="organisation")
    numbers = compare_names("Norvik 17", "Norvik 24", kind="organisation")
    assert "another legal form" in [r.text for r in forms.reasons if r.weight < 0]
    assert "numbers differ" in [r.text for r in numbers.reasons if r.weight < 0]


@pytest.mark.parametrize("name", ["x" * 10_000, "ab " * 5_000, "Ж" * 10_000, " ".join(f"w{i}" for i in range(5_000))])
def test_a_monstrous_name_is_cut_and_says_so(name: str) -> None:
    comparison = compare_names(name, name + " y", kind="unknown")
    assert 0 <= comparison.score <= 1
    assert comparison.score == 1.0 or any("32 words" in reason.text for reason in comparison.reasons)


@pytest.mark.parametrize(("native", "latin"), [
    ("이도람", "Lee Do-ram"), ("박소민", "Park So Min"), ("김해울", "Kim Hae-ul"), ("马科里", "Makoli"),
    ("ソルベク", "Solbek"), ("שמעון ורדי", "Shimon Vardi"), ("عبدالحميد", "Abd al-Hamid"), ("نور الدين", "Nuruddin"),
])
def test_a_name_in_its_own_script_meets_its_latin_spelling(native: str, latin: str) -> None:
    assert compare_names(native, latin, kind="person").score >= 0.7


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(["norvik", "velmar", "karasun", "j", "halim", "trading", "gmbh"]), min_size=1, max_size=4),
    st.lists(st.sampled_from(["norvik", "velmar", "karasun", "j", "halim", "trading", "gmbh"]), min_size=1, max_size=4),
    st.sampled_from(["quxbolt", "zygmund"]), KINDS,
)
def test_a_word_that_contradicts_never_raises_the_score(
    left: list[str], right: list[str], stranger: str, kind: Kind
) -> None:
    plain = compare_names(" ".join(left), " ".join(right), kind=kind).score
    for at in (0, len(left)):
        strange = " ".join([*left[:at], stranger, *left[at:]])
        assert compare_names(strange, " ".join(right), kind=kind).score <= plain + 1e-9


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES, KINDS)
def test_the_score_is_the_same_with_and_without_reasons(left: str, right: str, kind: Kind) -> None:
    assert math.isclose(
        score_names(left, right, kind=kind), compare_names(left, right, kind=kind).score, abs_tol=1e-9,
    )


@settings(max_examples=400, deadline=None)
@given(NAMES, NAMES, KINDS, st.floats(0.01, 1))
def test_a_score_that_is_not_needed_is_left_out_only_where_it_is_lower(
    left: str, right: str, kind: Kind, least: float
) -> None:
    score = score_names(left, right, kind=kind)
    found = score_names(left, right, kind=kind, least=least)
    assert found == score or (found == 0.0 and score < least)


@pytest.mark.parametrize(("better", "worse"), [
    (("Jon Tarnov", "John Tarnov"), ("Jon Tarnov", "James Tarnov")),
    (("Velko bin Halim Tarnov", "Tarnov, Velko bin Halim"), ("Velko bin Halim Tarnov", "Halim bin Velko Tarnov")),
    (("V. Tarnov", "Velko Tarnov"), ("S. Tarnov", "Velko Tarnov")),
    (("Velko Tarnov", "Velko Tarnov"), ("Velko Tarnov", "Velco Tarnov")),
    (("Quxbolt Tarnov", "Quxbolt Velmar"), ("Ali Tarnov", "Ali Velmar")),
    (("Hassan Tarnov", "Hasan Tarnov"), ("Hassan Tarnov", "Hussein Tarnov")),
])
def test_the_better_agreement_of_two_persons_ranks_higher(better: tuple[str, str], worse: tuple[str, str]) -> None:
    assert compare_names(*better, kind="person").score > compare_names(*worse, kind="person").score


@pytest.mark.parametrize(("better", "worse"), [
    (("Norvik Brigade 44", "Norvik Brigade Forty-Four"), ("Norvik Brigade 44", "Norvik Brigade 45")),
    (("Norvik (Sweden) AB", "Norvik Schweden"), ("Norvik (Sweden) AB", "Norvik (Finland) AB")),
    (("VZK Co", "Velmar Zinc Karasun Company"), ("VZK Co", "Velmar Karasun Halim Company")),
    (("Norvik Handels GmbH", "Norvik Trading LLC"), ("Norvik Handels GmbH", "Norvik Shipping LLC")),
    (("Norvik Mashinostroitelnogo Zavoda", "Norvik Machinery Plant"), ("Norvik Zavod", "Norvik Bank")),
    (("Norvik GmbH", "Norvik LLC"), ("Norvik GmbH", "Norvik PLC")),
    (("Norvikskiy Zavod", "Norvik Plant"), ("Norvikskiy Zavod", "Norvalskaya Plant")),
])
def test_the_better_agreement_of_two_firms_ranks_higher(better: tuple[str, str], worse: tuple[str, str]) -> None:
    assert compare_names(*better, kind="organisation").score > compare_names(*worse, kind="organisation").score


@pytest.mark.parametrize(("left", "right"), [
    ("Vang Je-Son", "Vang Ej-Son"), ("Vang Velko Ho", "Vang Velko Hs"), ("Velko Hamid Tarnov", "Velko Hamad Tarnov"),
])
def test_the_last_words_of_two_persons_answer_each_other_where_only_a_slip_lies_between(left: str, right: str) -> None:
    assert compare_names(left, right, kind="person").score > 0.7
    assert compare_names(left, right, kind="person").score == compare_names(right, left, kind="person").score


def test_a_slip_may_leave_of_a_short_word_an_initial_or_a_particle() -> None:
    for left, right in (("Vang Velko Ho", "Vang Velko O"), ("Vang Velko Son", "Vang Velko On")):
        assert compare_names(left, right, kind="person").score > 0.7
        assert compare_names(left, right, kind="person").score == compare_names(right, left, kind="person").score


def test_words_that_stand_twice_are_paired_in_order() -> None:
    told = compare_names("Vagn Vang Ho", "Vang Vang Ho", kind="person")
    assert not any(reason.text == "words in another order" for reason in told.reasons)
    assert told.score == compare_names("Vang Vang Ho", "Vagn Vang Ho", kind="person").score


def test_two_words_parted_at_another_place_are_the_same() -> None:
    for kind in ("person", "organisation"):
        told = compare_names("Vang Velkot Arnov", "Vang Velko Tarnov", kind=kind)
        assert told.score > 0.95
        assert any(reason.text == "written together or apart" for reason in told.reasons)


def test_an_initial_may_stand_for_another_form_of_a_given_name_and_never_for_a_title() -> None:
    initial, other = (compare_names(f"{letter} Tarnovel", "Bill Tarnovel", kind="person").score for letter in "WK")
    assert compare_names("B Tarnovel", "Bill Tarnovel", kind="person").score > initial > other + 0.3
    told = compare_names("Tarnovel, Robert J", "Robert Tarnovel Jr", kind="person")
    assert not any(reason.text == "initial" for reason in told.reasons)


def test_two_short_words_that_differ_by_more_or_stand_alone_do_not_answer_each_other() -> None:
    assert compare_names("Vang Velko Ho", "Vang Velko Ri", kind="person").score < 0.6
    assert compare_names("Velko Ho", "Velko Hs", kind="person").score < 0.6


def test_a_word_written_from_its_end_answers_the_word() -> None:
    told = compare_names("Velkomir Tarnov", "rimokleV Tarnov", kind="person")
    assert told.score > 0.9
    assert any(reason.text == "letters in the wrong order" for reason in told.reasons)
    assert compare_names("Velkomir Tarnov", "Molrikev Tarnov", kind="person").score < 0.5


def test_initials_alone_do_not_make_two_persons_one() -> None:
    assert compare_names("V. T.", "Velko Tarnov", kind="person").score < 0.5
    assert compare_names("V. Tarnov", "Velko Tarnov", kind="person").score > 0.8


def test_another_legal_form_weighs_more_where_nothing_but_generic_words_is_in_common() -> None:
    plain = compare_names("Orsenische Bank AG", "Orsenische Bank GmbH", kind="organisation").score
    generic = compare_names("National Bank AG", "National Bank GmbH", kind="organisation").score
    assert generic < 0.65 < plain


def test_a_legal_form_written_with_a_name_still_answers_both() -> None:
    assert compare_names("OOOdikhrem Torg", "OOO Dikhrem Torg", kind="organisation").score > 0.9
    assert compare_names("AGschiewor", "AG Schiewor", kind="organisation").score > 0.7


def test_trade_words_of_other_languages_mean_what_the_english_ones_do() -> None:
    assert compare_names("Qinhai Keji Jituan", "Qinhai Technology Group", kind="organisation").score > 0.9
    assert compare_names("Narmekh Gorouh", "Narmekh Group", kind="organisation").score > 0.9


def test_a_foundation_and_a_company_of_one_name_are_two_parties() -> None:
    apart = compare_names("Norvik Foundation", "Norvik LLC", kind="organisation").score
    forms = compare_names("Norvik PLC", "Norvik LLC", kind="organisation").score
    unsaid = compare_names("Norvik Company", "Norvik LLC", kind="organisation").score
    assert apart < 0.6 < forms < unsaid


def test_short_words_that_contradict_count_as_long_ones_do() -> None:
    assert compare_names("Kon Norvik", "Par Norvik", kind="organisation").score < 0.62
    assert compare_names("Norvik", "Par Norvik", kind="organisation").score > 0.85


@pytest.mark.parametrize("ship", ["MV Norvik Star", "M/V Norvik Star", "M.T. Norvik Star"])
def test_what_stands_before_a_ships_name_says_nothing(ship: str) -> None:
    assert compare_names(ship, "Norvik Star", kind="organisation").score > 0.95


def test_letters_with_points_are_another_word_with_any_other_letter() -> None:
    assert compare_names("N.K.B.C. Company", "K.B.C. Company", kind="organisation").score < 0.5
    assert compare_names("K.B.C. Company", "KBC Company", kind="organisation").score > 0.85
    assert compare_names("K. B. C. Velmar Trading", "Velmar Trading", kind="organisation").score > 0.5


def test_a_wrong_first_letter_tells_more_where_others_are_wrong_too() -> None:
    alone = compare_names("Velko Darnov", "Velko Tarnov", kind="person").score
    beside = compare_names("Velko Darmof", "Velko Tarnov", kind="person").score
    within = compare_names("Velko Tarmof", "Velko Tarnov", kind="person").score
    assert beside < within < alone


def test_a_family_name_that_is_a_particle_elsewhere_tells_two_persons_apart() -> None:
    assert compare_names("Le Thanh Tung", "Thanh Tung Le", kind="person").score > 0.9
    assert compare_names("Lê Thanh Tùng", "Dang Thanh Tung", kind="person").score < 0.5
    assert compare_names("Ngoc Anh Do", "Tran Ngoc Anh", kind="person").score < 0.5
    assert compare_names("Marine Le Belmont", "Marine Belmont", kind="person").score > 0.9
    assert compare_names("Jose do Tarvel", "Jose Tarvel", kind="person").score > 0.9
