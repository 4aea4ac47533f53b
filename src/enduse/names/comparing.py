"""Compare two names and say why, word by word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from enduse.model.evidence import Reason
from enduse.names.aligning import CORE, FIRM_BESIDE, Aligned, align_names, is_firm, is_slip
from enduse.names.alignment import LEAST, Kinship, Match, best_answers, joined_answers
from enduse.names.initials import is_told_again
from enduse.names.tokens import ANY_FORM, CHARITY, SON_OF, Kind, Part, ReadName, Token, read_name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """How losses count for a kind of name; fitted by benchmarks/fit_names.py."""

    conflict: float  # each unit of weight that contradicts
    surplus: float  # each unit of weight that only one side has
    enough: float  # the weight in common at which doubt about too little in common has fallen to 1/e


_SCALES = {
    "person": _Scale(conflict=3.0, surplus=0.12, enough=0.35),
    "organisation": _Scale(conflict=0.8, surplus=0.1, enough=0.6),
    "unknown": _Scale(conflict=1.6, surplus=0.11, enough=0.5),
}
# What a likeness of words is worth as agreement, straight between these points.
_LIKENESS = (0.5, 0.62, 0.7, 0.78, 0.86, 0.93, 1.0)
_WORTH = (0.2, 0.2, 0.74, 0.88, 0.95, 0.98, 1.0)
_LITTLE = 0.33  # the most that is taken off for having little in common
_TOO_SMALL = 0.005
_BESIDE_SAME = 0.55  # what a word with one letter wrong is worth at least beside words that are the same
_COUNTRY = "place_"  # how the groups of countries begin
_FAINT = 0.15  # particles and titles weigh no more than this
_OTHER_ORDER = 0.04
_OTHER_FORM, _OTHER_FORM_ALONE = 0.12, 0.42  # beside a word of its own, and where generic words are all there is
_OTHER_SORT = 0.42  # of a body that makes no profit and of a company
_NUMBERS_DIFFER = 0.4
_NUMBER_ABSENT = 0.18
_FATHER_AND_SON = 0.35
_OTHER_PLACE = 0.35
_LOST_SHORT, _SHORT = 0.8, 3  # what a word of two or three letters weighs at least where it lacks an answer
_LOST_INITIAL = 0.5  # what an initial weighs that answers to nothing: it rules out most names
_EXACT = 1e-9
_NEARLY = 0.9  # generic words more alike than this count as told
_ONLY_GENERIC = 0.6  # for one or two such words; each further one leaves half of it
# All that reasons say of two names, in the order of `native/scorer.h`: how words answer each other, and the rest.
SAID = (
    *(kinship.value for kinship in Kinship), "missing on the right", "missing on the left", "little in common",
    "father and son exchanged", "words in another order", "another place in the name", "another legal form",
    "numbers differ", "a number on one side only", "only generic words or initials in common",
    "only the first 32 words of at most 48 letters were compared", "same name",
)
(
    _ON_RIGHT, _ON_LEFT, _SAID_LITTLE, _SAID_EXCHANGED, _SAID_ORDER, _SAID_PLACE, _SAID_FORM, _SAID_NUMBERS,
    _SAID_NUMBER, _SAID_GENERIC, _SAID_CUT, SAME_NAME,
) = SAID[len(Kinship):]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameComparison:
    """How far two names are one, from 0 to 1; the weights of the reasons add up to the score."""

    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Tally:
    """What speaks for and against two names being one, before it is put into words."""

    matches: tuple[Match, ...]
    worths: tuple[float, ...]  # what each match adds, its weight times the worth of its likeness
    left_only: list[Token]
    right_only: list[Token]
    common: float  # the weight of all matches
    scale: float  # what contradiction and surplus leave
    reductions: list[tuple[str, float]]

    @property
    def score(self) -> float:
        """Return the score that the reasons will add up to."""
        score = sum(self.worths) / self.common * self.scale if self.common else 0.0
        for _, share in self.reductions:
            score *= 1 - share
        return min(1.0, max(0.0, score))


def compare_names(left: str, right: str, *, kind: Kind = "unknown") -> NameComparison:
    """Tell how far two names are one and why; the same whichever side is left.

    Every word weighs by what it does in the name (a name of its own up to 1, less
    when short or common by public counts; generic words, initials, particles and
    titles less, as the lexicons say; legal forms nothing). With E the sum over
    answered words of weight times worth of likeness, M their weight, C the weight
    that contradicts (unanswered on both sides, the lesser side), and S the weight
    that only one side has:

        score = E / (M + c C + k S)     c, k: person 3.0, 0.12; organisation 0.8, 0.1; unknown 1.6, 0.11

    times one less each of: little in common, 0.33 / e^(E/t), t 0.35, 0.6, 0.5; other order
    0.04; another class of legal form 0.12, or 0.42 beside generic words alone and where one is a charity's;
    numbers that differ 0.4, a number on one side only 0.18; another country in the name 0.35; father and son
    exchanged 0.35; nothing but generic words and initials in common 0.6, half that for a name that the
    other holds whole. Each loss is a reason of its own.
    In the name of a person, a word with one letter wrong is worth 0.55 at least beside two that are the same; and where
    but one word is left on each side there, these answer each other however short they are. In the name of a firm a
    word that is the first letters of its other words counts for nothing where it has no answer.
    The same words in the same order give 1. A word that contradicts never raises the score.

    Cost: some 30 to 80 us for two names of four words; words are counted up to 32 a side.
    """
    return compare_aligned(align_names(left, right, kind), left, right, kind)


def compare_aligned(names: Aligned, left: str, right: str, kind: Kind) -> NameComparison:
    """Return what `compare_names` does of two names, as printed, that were aligned before."""
    one, other = names.left, names.right
    same = _plainly(one, other)
    if same is not None:
        text = SAME_NAME if same else "a name has no letters or digits that could be compared"
        return NameComparison(score=same, reasons=(Reason(text=text, left=left, right=right, weight=same),))
    tally = _tally(names, kind)
    return NameComparison(score=tally.score, reasons=_tell(tally, one, other))


def score_names(left: str, right: str, *, kind: Kind = "unknown", least: float = 0.0) -> float:
    """Return the score of `compare_names` without the reasons, at half its cost; 0 where it is surely below `least`."""
    one, other = read_name(left, kind), read_name(right, kind)
    same = _plainly(one, other)
    if same is not None:
        return same
    if least and not _may_reach(one, other, kind, least):
        return 0.0
    return _tally(align_names(left, right, kind), kind).score


def _may_reach(left: ReadName, right: ReadName, kind: Kind, least: float) -> bool:
    """Tell whether the score could be `least` or more: never no where it is.

    With b the worth of the best answer to a word, w its weight, v what it weighs when lost, and U what is surely lost
    on the lesser side, E / (M + c C + k S) reaches t only if the sum over words of max(w (b - t) / 2, -t k v) is
    t (c - 2 k) U or more, for C is U or more and c C + k S is k times all that is lost plus (c - 2 k) C.
    """
    is_foreign = left.is_foreign != right.is_foreign
    alone = best_answers(left.tokens, right.tokens, is_foreign=is_foreign)
    if kind == "person":
        _note_slips(left, right, alone)
    if _reaches(left, right, alone, _SCALES[kind], least):
        return True
    for is_sure in (False, True):
        joined = joined_answers(left.tokens, right.tokens, is_foreign=is_foreign, is_sure=is_sure)
        if not any(map(any, joined)):
            return False
        answers = [list(map(max, *bests)) for bests in zip(alone, joined, strict=True)]
        if not _reaches(left, right, answers, _SCALES[kind], least):
            return False
    return True


def _reaches(left: ReadName, right: ReadName, answers: Sequence[list[float]], how: _Scale, least: float) -> bool:
    most = 0.0
    for name, bests in zip((left, right), answers, strict=True):
        most += sum(token.weight for token, best in zip(name.tokens, bests, strict=True) if best) / 2
    little = _LITTLE * exp(-most / how.enough)
    wanted = least / (1 - little) if little >= _TOO_SMALL else least
    gained, lost = 0.0, []
    is_person = how is _SCALES["person"]
    is_beside = is_person and sum(best >= 1.0 for best in answers[0]) >= FIRM_BESIDE
    for name, bests in zip((left, right), answers, strict=True):
        surely = 0.0
        for token, best in zip(name.tokens, bests, strict=True):
            loss = _lost(token) if is_person or not is_told_again(token, name.tokens) else 0.0
            if best:
                worth = max(_worth(best), _BESIDE_SAME) if is_beside else _worth(best)
                gained += max(token.weight / 2 * (worth - wanted), -wanted * how.surplus * loss)
            else:
                gained -= wanted * how.surplus * loss
                surely += loss
        lost.append(surely)
    return gained >= wanted * (how.conflict - 2 * how.surplus) * min(lost) - _EXACT


def _note_slips(left: ReadName, right: ReadName, answers: tuple[list[float], list[float]]) -> None:
    """Let a word without an answer have one where a slip might be all that lies between it and a word of the other."""
    if sum(best >= 1.0 for best in answers[0]) < FIRM_BESIDE:
        return
    rests = [[t for t, best in zip(name.tokens, bests, strict=True) if best < 1.0]
             for name, bests in zip((left, right), answers, strict=True)]
    for one in rests[0]:
        for other in rests[1]:
            if not (answers[0][one.place] and answers[1][other.place]) and is_slip(one, other):
                answers[0][one.place] = max(LEAST, answers[0][one.place])
                answers[1][other.place] = max(LEAST, answers[1][other.place])


def _plainly(left: ReadName, right: ReadName) -> float | None:
    """Return the score where no comparing is needed, else nothing."""
    if not left.tokens or not right.tokens:
        return 0.0
    return 1.0 if left.folded == right.folded and any(token.weight > 0.1 for token in left.tokens) else None


def _tally(names: Aligned, kind: Kind) -> _Tally:
    left, right, matches = names.left, names.right, names.matches
    worths: list[float] = []
    common = core = 0.0
    least = _BESIDE_SAME if kind == "person" and sum(map(is_firm, matches)) >= FIRM_BESIDE else 0.0
    for match in matches:
        weight = _weight(match)
        worth = weight * _worth(match.likeness)
        if least and match.kinship is Kinship.ONE_LETTER:
            worth = max(worth, weight * least)
        common += weight
        worths.append(worth)
        if weight > _FAINT:
            core += worth
    left_only = _unanswered(left, {token.place for match in matches for token in match.left}, kind)
    right_only = _unanswered(right, {token.place for match in matches for token in match.right}, kind)
    lost_left, lost_right = _total(left_only), _total(right_only)
    how = _SCALES[kind]
    against = how.conflict * min(lost_left, lost_right) + how.surplus * abs(lost_left - lost_right)
    reductions = _reductions(matches, left_only, right_only)
    little = _LITTLE * exp(-core / how.enough)
    if common and little >= _TOO_SMALL:
        reductions.insert(0, (_SAID_LITTLE, little))
    scale = common / (common + against) if common else 0.0
    return _Tally(matches, tuple(worths), left_only, right_only, common, scale, reductions)


def _weight(match: Match) -> float:
    """Return how much the words of a match weigh; equal legal forms say nothing, but for one written with a name."""
    left, right = match.left, match.right
    if len(left) == 1 == len(right):
        one, other = left[0], right[0]
        is_form = one.part is Part.LEGAL_FORM or other.part is Part.LEGAL_FORM
        return 0.0 if is_form else (one.weight + other.weight) / 2
    is_form = any(all(token.part is Part.LEGAL_FORM for token in side) for side in (left, right))
    return 0.0 if is_form else match.weight


def _worth(likeness: float) -> float:
    if likeness >= 1.0:
        return 1.0
    at = bisect_right(_LIKENESS, likeness)
    if not at:
        return _WORTH[0]
    low, high = _LIKENESS[at - 1], _LIKENESS[at]
    return _WORTH[at - 1] + (_WORTH[at] - _WORTH[at - 1]) * (likeness - low) / (high - low)


def _tell(tally: _Tally, left: ReadName, right: ReadName) -> tuple[Reason, ...]:
    """Put a tally into reasons whose weights add up to its score."""
    reasons = [
        Reason(text=match.kinship.value, left=_print(match.left), right=_print(match.right),
               weight=worth / tally.common if tally.common else 0.0)
        for match, worth in zip(tally.matches, tally.worths, strict=True)
    ]
    score = sum(reason.weight for reason in reasons)
    reasons += _losses(tally.left_only, tally.right_only, score * (1 - tally.scale))
    score *= tally.scale
    for text, share in tally.reductions:
        reasons.append(Reason(text=text, left=left.folded, right=right.folded, weight=-score * share))
        score *= 1 - share
    if left.cut or right.cut:
        reasons.append(Reason(text=_SAID_CUT))
    return tuple(reasons)


def _unanswered(name: ReadName, places: set[int], kind: Kind) -> list[Token]:
    """Return the words without an answer; first letters of a firm's own other words need none."""
    if len(places) == len(name.tokens):
        return []
    rest = [token for token in name.tokens if token.place not in places]
    return rest if kind == "person" else [token for token in rest if not is_told_again(token, name.tokens)]


def _total(tokens: list[Token]) -> float:
    return sum(_lost(token) for token in tokens)


def _lost(token: Token) -> float:
    if token.part is Part.LEGAL_FORM:
        return 0.0
    if token.part is Part.NAME and len(token.form) <= _SHORT:
        return max(token.weight, _LOST_SHORT)
    return _LOST_INITIAL if token.part is Part.INITIAL else token.weight


def _losses(left_only: list[Token], right_only: list[Token], loss: float) -> list[Reason]:
    """Share a loss among the words without an answer, by weight."""
    if not left_only and not right_only:
        return []
    whole = _total(left_only) + _total(right_only)
    return [
        Reason(text=text, left=token.form if is_left else "", right="" if is_left else token.form,
               weight=-loss * _lost(token) / whole if whole else 0.0)
        for is_left, tokens, text in (
            (True, left_only, _ON_RIGHT), (False, right_only, _ON_LEFT),
        )
        for token in tokens
    ]


def _reductions(
    matches: tuple[Match, ...], left_only: list[Token], right_only: list[Token]
) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    core = [match for match in matches if _is_telling(match)]
    places = [match.right[0].place for match in core]
    if places != sorted(places):
        is_exchanged = _exchanges_father_and_son(matches)
        found.append((_SAID_EXCHANGED, _FATHER_AND_SON) if is_exchanged else
                     (_SAID_ORDER, _OTHER_ORDER))
    if left_only and right_only:
        countries = [any(t.group.startswith(_COUNTRY) for t in tokens) for tokens in (left_only, right_only)]
        if all(countries):
            found.append((_SAID_PLACE, _OTHER_PLACE))
        forms = [{t.group for t in tokens if t.part is Part.LEGAL_FORM} for tokens in (left_only, right_only)]
        if all(forms) and not forms[0] & forms[1]:
            found += _other_form(forms[0], forms[1], has_core=bool(core))
    if left_only or right_only:
        numbers = [any(t.part is Part.NUMBER for t in tokens) for tokens in (left_only, right_only)]
        if all(numbers):
            found.append((_SAID_NUMBERS, _NUMBERS_DIFFER))
        elif any(numbers):
            found.append((_SAID_NUMBER, _NUMBER_ABSENT))
    if not core:
        told = sum(match.weight > _FAINT and match.likeness > _NEARLY for match in matches)
        lacking = [token for token in (*left_only, *right_only) if token.weight > _FAINT]
        if told < 2 or lacking:
            is_held = not (left_only and right_only) and not any(map(_is_core, lacking))
            share = _ONLY_GENERIC / 2 ** max(0, told - (1 if is_held else 2))
            found.append((_SAID_GENERIC, share))
    return found


def _other_form(left: set[str], right: set[str], *, has_core: bool) -> list[tuple[str, float]]:
    """Return what is taken off for legal forms of other classes; nothing where one says nothing of what the body is."""
    told = [{group for group in groups if not group.startswith(ANY_FORM)} for groups in (left, right)]
    charities = [[group for group in groups if group.startswith(CHARITY)] for groups in told]
    if not all(told):
        return [(_SAID_FORM, _OTHER_FORM)] if any(charities) else []
    for one, other in ((0, 1), (1, 0)):
        if len(charities[one]) == len(told[one]) and not charities[other]:
            return [(_SAID_FORM, _OTHER_SORT)]
    return [(_SAID_FORM, _OTHER_FORM if has_core else _OTHER_FORM_ALONE)]


def _exchanges_father_and_son(matches: tuple[Match, ...]) -> bool:
    """Tell whether the words before and after a "son of" stand the other way round on the other side, read from both.

    The matches come in the order of the left name.
    """
    from_left = [(match.left[0], match.right[0]) for match in matches]
    from_right = sorted(((right, left) for left, right in from_left), key=lambda pair: pair[0].place)
    return _is_exchanged(from_left) and _is_exchanged(from_right)


def _is_exchanged(pairs: Sequence[tuple[Token, Token]]) -> bool:
    for (_, son), (middle, other), (_, child) in zip(pairs, pairs[1:], pairs[2:], strict=False):
        if middle.group == other.group == SON_OF and child.place < other.place < son.place:
            return True
    return False


def _is_telling(match: Match) -> bool:
    """Tell whether a match tells names apart: a word of its own on either side, and no mere initial of one."""
    if match.kinship is Kinship.INITIAL:
        return False
    return _is_core(match.left[0]) or any(map(_is_core, match.left[1:])) or any(map(_is_core, match.right))


def _is_core(token: Token) -> bool:
    return token.weight >= CORE and token.part in (Part.NAME, Part.NUMBER)


def _print(tokens: tuple[Token, ...]) -> str:
    return tokens[0].form if len(tokens) == 1 else " ".join(token.form for token in tokens)


__all__ = ["Kinship", "NameComparison", "compare_names", "score_names"]
