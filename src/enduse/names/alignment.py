"""Which word of one name answers which word of the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from enduse.names.foreign import script_likeness
from enduse.names.given_names import given_initials, given_likeness, is_printed_given
from enduse.names.initials import find_spelled_out, is_abbreviation
from enduse.names.korean import could_be_korean, find_together, syllable_key
from enduse.names.lexicons import bare_place
from enduse.names.likeness import Kinship, word_likeness
from enduse.names.mandarin import find_readings, may_be_chinese, most_alike
from enduse.names.tokens import OF_PLACE, Part, Token

LEAST = 0.62  # two words less alike than this do not answer each other
LEAST_FOREIGN = 0.55  # the same where one of them comes from a script that leaves out vowels
_UNLIKE_OTHERS = (Part.NUMBER, Part.LEGAL_FORM)  # equal or not; near is no nearer
_WITHOUT_INITIAL = (Part.PARTICLE, Part.TITLE)
_MOST_JOINED = 4
_LEAST_PARTED = 5  # letters of two neighbours that may be parted elsewhere on the other side
_SLACK, _SLACK_FOREIGN = 2, 5  # letters that words written together may have more or less
_LEAST_JOINED, _LEAST_JOINED_FOREIGN = 0.85, 0.72
_GAIN_BY_JOINING = 0.04
_SUN_LETTERS = "tdrzsln"  # before which the Arabic article is spoken as that letter
_SAME_SYLLABLE = 0.95
_OF_PLACE_LIKENESS = 0.93
_ABBREVIATED = 0.88
_ABBREVIATED_SHORT = 0.8  # two letters agree by chance more often
_SAME_MEANING = 0.97
_INITIAL, _INITIAL_OF_FORM = 0.8, 0.72  # of the name itself; of another form of it ("W" beside "Bill")
_SAME_JOINED, _JOINED = 0.99, 0.98  # of words written together: the same; what another likeness is multiplied by

_BARE = ("\u0590", "\u06ff")  # letters of scripts without vowels, Hebrew and Arabic, of two bytes in UTF-8

_Joined = tuple[float, int, Token, tuple[Token, ...], bool]


class Match(NamedTuple):
    """Tokens of the left and right name that answer each other, and how well (0 to 1)."""

    left: tuple[Token, ...]
    right: tuple[Token, ...]
    likeness: float
    kinship: Kinship

    @property
    def weight(self) -> float:
        """Return how much the tokens matter, as the mean of both sides."""
        if len(self.left) == 1 == len(self.right):
            return (self.left[0].weight + self.right[0].weight) / 2
        return (sum(token.weight for token in self.left) + sum(token.weight for token in self.right)) / 2


def align(left: tuple[Token, ...], right: tuple[Token, ...], *, is_foreign: bool) -> tuple[Match, ...]:
    """Pair the words of two names one to one, the surest pairs first, and the same way whichever side is left.

    Same words go first, then words written together on one side or parted elsewhere, then the most alike. Words that
    stand twice are paired in the order in which they stand.
    Cost: the product of the two word counts, at most 32 by 32 word comparisons.
    """
    matches: list[Match] = []
    rest_left, rest_right = list(left), list(right)
    _take_same(rest_left, rest_right, matches, with_articles=False)
    if rest_left and rest_right:
        _take_parted_elsewhere(rest_left, rest_right, matches)
        _take_joined(rest_left, rest_right, matches, is_foreign=is_foreign)
        _take_same(rest_left, rest_right, matches, with_articles=True)
        if _may_be_korean(left, right):
            _take_syllables(rest_left, rest_right, matches)
            _take_found(find_together(rest_left, rest_right), rest_left, rest_right, matches)
        if may_be_chinese(left, right):
            most = most_alike(left, right)
            _take_found(find_readings(rest_left, rest_right, most=most), rest_left, rest_right, matches)
        _take_abbreviated(rest_left, rest_right, matches)
        _take_alike(rest_left, rest_right, matches, is_foreign=is_foreign)
    return put_in_order(matches)


def put_in_order(found: Iterable[Match]) -> tuple[Match, ...]:
    """Return matches in the order of the left name; words that stand twice exchange answers where that helps order."""
    matches = sorted(found, key=lambda m: (m.left[0].place, m.right[0].place))
    for at, one in enumerate(matches):
        for later in range(at + 1, len(matches)):
            other = matches[later]
            mine, its = one.right[0], other.right[0]
            if mine.place < its.place or not all(len(side) == 1 for match in (one, other) for side in match[:2]):
                continue
            if mine.form == its.form and mine.part is its.part:
                matches[later], matches[at] = other._replace(right=one.right), one._replace(right=other.right)
            elif one.left[0].form == other.left[0].form and one.left[0].part is other.left[0].part:
                matches[later], matches[at] = one._replace(left=other.left), other._replace(left=one.left)
            one = matches[at]
    return tuple(matches)


def best_answers(
    left: tuple[Token, ...], right: tuple[Token, ...], *, is_foreign: bool
) -> tuple[list[float], list[float]]:
    """Return for each word of both names the likeness of the best answer that a word of its own could be to it.

    0 where `align` would pair it with no single word; words written together, first letters and
    syllables are left out of account (see `joined_answers`).
    """
    alike: dict[tuple[int, int], float] = {}
    best_left, best_right = [0.0] * len(left), [0.0] * len(right)
    least = LEAST_FOREIGN if is_foreign else LEAST
    rest_left, rest_right = list(left), list(right)
    matches: list[Match] = []
    _take_same(rest_left, rest_right, matches, with_articles=False)
    for match in matches:
        best_left[match.left[0].place] = best_right[match.right[0].place] = 1.0
    for one in rest_left:
        for other in rest_right:
            likeness = token_likeness(one, other, is_foreign=is_foreign)[0]
            if likeness >= least:
                alike[one.place, other.place] = likeness
    for (mine, theirs), likeness in alike.items():
        best_left[mine] = max(best_left[mine], likeness)
        best_right[theirs] = max(best_right[theirs], likeness)
    return best_left, best_right


def joined_answers(
    left: tuple[Token, ...], right: tuple[Token, ...], *, is_foreign: bool, is_sure: bool
) -> tuple[list[float], list[float]]:
    """Return for each word of both names the likeness of the best answer that `align` could make of several words.

    0 where there is none. Unless `is_sure`, joins that lengths allow are taken for good ones, which costs little.
    """
    best_left, best_right = [0.0] * len(left), [0.0] * len(right)
    rest_left, rest_right = list(left), list(right)
    _take_same(rest_left, rest_right, [], with_articles=False)
    if not rest_left or not rest_right:
        return best_left, best_right
    if _may_be_korean(left, right) or may_be_chinese(left, right):
        return [1.0] * len(left), [1.0] * len(right)
    for mine, theirs in _find_parted_elsewhere(rest_left, rest_right):
        for best, tokens in ((best_left, mine), (best_right, theirs)):
            for token in tokens:
                best[token.place] = 1.0
    made: list[tuple[float, Token, tuple[Token, ...], bool]] = [
        (_ABBREVIATED, one, many, is_flipped) for one, many, is_flipped in _find_abbreviated(rest_left, rest_right)
    ]
    if is_sure:
        joined = _find_joined(rest_left, rest_right, is_foreign=is_foreign)
        made += ((likeness, one, many, is_flipped) for likeness, _, one, many, is_flipped in joined)
    else:
        joins = _possible_joins(rest_left, rest_right, is_foreign=is_foreign)
        made += ((1.0, one, many, is_flipped) for one, many, _, _, is_flipped in joins)
    for likeness, one, many, is_flipped in made:
        ones, others = (best_right, best_left) if is_flipped else (best_left, best_right)
        ones[one.place] = max(ones[one.place], likeness)
        for token in many:
            others[token.place] = max(others[token.place], likeness)
    return best_left, best_right


def _take_same(left: list[Token], right: list[Token], matches: list[Match], *, with_articles: bool) -> None:
    waiting: dict[str, list[Token]] = {}
    for token in right:
        waiting.setdefault(token.form, []).append(token)
    for token in tuple(left):
        found = waiting.get(token.form)
        if found and (with_articles or token.group != "article"):
            other = found.pop(0)
            matches.append(Match((token,), (other,), 1.0, Kinship.SAME))
            left.remove(token)
            right.remove(other)


def _find_parted_elsewhere(left: list[Token], right: list[Token]) -> Iterator[tuple[tuple[Token, ...], ...]]:
    """Yield two neighbours of either name that are the same letters, parted at another place ("Myongc hin")."""
    written: dict[str, tuple[Token, Token]] = {}
    for many in _neighbours(right):
        written.setdefault(_write(many), many)
    for many in _neighbours(left) if written else ():
        other = written.get(_write(many))
        if other is not None:
            yield many, other


def _neighbours(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield two neighbours that are words of some letters together."""
    for one, other in pairwise(tokens):
        is_word = one.part not in _UNLIKE_OTHERS and other.part not in _UNLIKE_OTHERS
        if other.place == one.place + 1 and is_word and len(one.form) + len(other.form) >= _LEAST_PARTED:
            yield one, other


def _write(tokens: tuple[Token, ...]) -> str:
    return "".join(token.form for token in tokens).replace(" ", "")


def _take_parted_elsewhere(left: list[Token], right: list[Token], matches: list[Match]) -> None:
    for mine, theirs in tuple(_find_parted_elsewhere(left, right)):
        if all(token in left for token in mine) and all(token in right for token in theirs):
            for token in mine:
                left.remove(token)
            for token in theirs:
                right.remove(token)
            matches.append(Match(mine, theirs, _SAME_JOINED, Kinship.JOINED))


def _may_be_korean(left: tuple[Token, ...], right: tuple[Token, ...]) -> bool:
    """Tell whether both names are of two to four words that can be Korean syllables."""
    return (
        1 < len(left) < 5 and 1 < len(right) < 5
        and could_be_korean(token.form for token in left) and could_be_korean(token.form for token in right)
    )


def _possible_joins(
    left: list[Token], right: list[Token], *, is_foreign: bool
) -> Iterator[tuple[Token, tuple[Token, ...], str, str, bool]]:
    """Yield (word, neighbours, these joined, the same as printed, whether the word is the right name's)."""
    slack = _SLACK_FOREIGN if is_foreign else _SLACK
    for ones, others, is_flipped in ((left, right, False), (right, left, True)):
        for many in _runs(others, [len(token.form) for token in ones], slack):
            for joined, native in _join(many):
                for one in ones:
                    if len(one.form) > 3 and abs(len(joined) - len(one.form)) <= slack:
                        yield one, many, joined, native, is_flipped


def _find_joined(left: list[Token], right: list[Token], *, is_foreign: bool) -> list[_Joined]:
    """Return (likeness, letters, word, neighbours, whether the word is the right name's) of all joins that fit."""
    return [
        (likeness, len(one.form), one, many, is_flipped)
        for one, many, joined, native, is_flipped in _possible_joins(left, right, is_foreign=is_foreign)
        for likeness in (_joined_likeness(one, joined, native, is_foreign=is_foreign),)
        if likeness >= (_LEAST_JOINED_FOREIGN if is_foreign else _LEAST_JOINED)
        and not (is_foreign and _is_alike_alone(one, many, likeness))
    ]


def _take_joined(left: list[Token], right: list[Token], matches: list[Match], *, is_foreign: bool) -> None:
    """Match one word with two to four neighbours on the other side, the longest join first."""
    found = _find_joined(left, right, is_foreign=is_foreign)
    found.sort(key=lambda f: (-f[0], -f[1], f[2].form, [t.form for t in f[3]], f[2].place, f[3][0].place))
    fits = ((likeness, one, many, is_flipped) for likeness, _, one, many, is_flipped in found)
    _take_found(fits, left, right, matches)


def _take_found(
    found: Iterable[tuple[float, Token, tuple[Token, ...], bool]], left: list[Token], right: list[Token],
    matches: list[Match],
) -> None:
    """Match one word with one or more neighbours of the other name as far as all are still without an answer."""
    for likeness, one, many, is_flipped in found:
        ones, others = (right, left) if is_flipped else (left, right)
        if one not in ones or any(token not in others for token in many):
            continue
        ones.remove(one)
        for token in many:
            others.remove(token)
        on_left, on_right = (many, (one,)) if is_flipped else ((one,), many)
        matches.append(Match(on_left, on_right, likeness, Kinship.SOUND if len(many) == 1 else Kinship.JOINED))


def _runs(tokens: list[Token], lengths: list[int], slack: int) -> Iterator[tuple[Token, ...]]:
    """Yield two to four neighbours whose letters together can make a word of one of the lengths, more or less."""
    if not lengths:
        return
    shortest, longest = max(4, min(lengths)) - slack, max(lengths) + slack
    if longest <= 3 + slack:
        return
    for start in range(len(tokens) - 1):
        first = tokens[start].place
        letters = least = 0
        for end in range(start, min(start + _MOST_JOINED, len(tokens))):
            token = tokens[end]
            if token.place - first != end - start:
                break
            size = len(token.form)
            letters += size
            least += 0 if token.group == "article" else size - 3 if token.form.startswith("al ") else size
            if least - end + start > longest:  # the spaces inside phrases fall away
                break
            if end > start and letters >= shortest:
                yield tuple(tokens[start:end + 1])


def _is_alike_alone(one: Token, many: tuple[Token, ...], likeness: float) -> bool:
    """Tell whether one of the words alone answers as well as all together, or but for articles is another name."""
    words = [token for token in many if token.group != "article"]
    if len(words) == 1 and token_likeness(one, words[0], is_foreign=True) == (0.0, Kinship.GIVEN_NAME):
        return True
    return any(token_likeness(one, token, is_foreign=True)[0] > likeness - _GAIN_BY_JOINING for token in many)


def _join(tokens: tuple[Token, ...]) -> tuple[tuple[str, str], ...]:
    """Return the words written together, once more without an article in their midst ("din" for "al din"), and spoken.

    Each with its printed letters where all of it is of another script.
    """
    bare = tuple(token for token in tokens if token.group != "article")
    whole = "".join(token.form.replace(" ", "") for token in tokens)
    rest = "".join(token.form.removeprefix("al ").replace(" ", "") for token in bare)
    joined = [(whole, _join_printed(tokens))]
    if rest and rest != whole:
        joined.append((rest, _join_printed(bare)))
    spoken = _speak(tokens) if len(bare) < len(tokens) else ""
    if spoken and spoken != whole:
        joined.append((spoken, ""))
    return tuple(joined)


def _speak(tokens: tuple[Token, ...]) -> str:
    """Write Latin words together with articles as they are spoken in the west ("ed" before "din"); "" without any."""
    if any(token.native for token in tokens) or all(token.group != "article" for token in tokens[:-1]):
        return ""
    spoken = [
        f"e{after.form[0] if after.form[0] in _SUN_LETTERS else 'l'}" if token.group == "article" else token.form
        for token, after in pairwise(tokens)
    ]
    return "".join((*spoken, tokens[-1].form)).replace(" ", "")


def _join_printed(tokens: tuple[Token, ...]) -> str:
    return "".join(token.native for token in tokens) if all(token.native for token in tokens) else ""


def _take_syllables(left: list[Token], right: list[Token], matches: list[Match]) -> None:
    """Match Korean syllables that two systems of romanising spell in two ways, in printed order."""
    for one in tuple(left):
        key = syllable_key(one.form)
        other = next((token for token in right if syllable_key(token.form) == key), None)
        if other is not None:
            left.remove(one)
            right.remove(other)
            matches.append(Match((one,), (other,), _SAME_SYLLABLE, Kinship.SOUND))


def _find_abbreviated(left: list[Token], right: list[Token]) -> list[tuple[Token, tuple[Token, ...], bool]]:
    return [
        (one, many, is_flipped)
        for ones, others, is_flipped in ((left, right, False), (right, left, True))
        for most in (len(others) + sum(token.form.count(" ") for token in others),) if most > 1
        for one in ones if len(one.form) <= most and is_abbreviation(one)
        for many in (find_spelled_out(one.form, others),) if many
    ]


def _take_abbreviated(left: list[Token], right: list[Token], matches: list[Match]) -> None:
    """Match a word that stands for the first letters of words on the other side, the longest first."""
    found = _find_abbreviated(left, right)
    found.sort(key=lambda f: (-len(f[0].form), f[0].form, f[0].place, f[1][0].place))
    for one, many, is_flipped in found:
        ones, others = (right, left) if is_flipped else (left, right)
        if one not in ones or any(token not in others for token in many):
            continue
        ones.remove(one)
        for token in many:
            others.remove(token)
        likeness = _ABBREVIATED if len(one.form) > 2 else _ABBREVIATED_SHORT
        on_left, on_right = (many, (one,)) if is_flipped else ((one,), many)
        matches.append(Match(on_left, on_right, likeness, Kinship.ABBREVIATION))


def _take_alike(left: list[Token], right: list[Token], matches: list[Match], *, is_foreign: bool) -> None:
    found = [
        (likeness, kinship, one, other)
        for one in left
        for other in right
        for likeness, kinship in (token_likeness(one, other, is_foreign=is_foreign),)
        if likeness >= (LEAST_FOREIGN if is_foreign else LEAST)
    ]
    found.sort(key=lambda f: (
        -f[0] * (f[2].weight + f[3].weight), -f[0], abs(f[2].place - f[3].place),
        min(f[2].place, f[3].place), min(f[2].form, f[3].form), max(f[2].form, f[3].form),
    ))
    for likeness, kinship, one, other in found:
        if one in left and other in right:
            left.remove(one)
            right.remove(other)
            matches.append(Match((one,), (other,), likeness, kinship))


def _is_of_place(adjective: Token, place: Token) -> bool:
    """Tell whether a Slavic adjective is made from the other word ("Permskiy", "Perm")."""
    of_place = adjective.group.startswith(OF_PLACE) and place.part is Part.NAME
    return of_place and bare_place(place.form) == adjective.group.removeprefix(OF_PLACE)


def token_likeness(left: Token, right: Token, *, is_foreign: bool) -> tuple[float, Kinship]:
    """Tell how alike two words are, from 0 to 1, and in what way."""
    if left.form == right.form:
        return 1.0, Kinship.SAME
    if left.group or right.group:
        if left.group == right.group and left.part is right.part:
            return _SAME_MEANING, Kinship.SAME_MEANING
        if _is_of_place(left, right) or _is_of_place(right, left):
            return _OF_PLACE_LIKENESS, Kinship.SAME_MEANING
    if left.part in _UNLIKE_OTHERS or right.part in _UNLIKE_OTHERS:
        return 0.0, Kinship.SIMILAR
    if (left.is_spelled or right.is_spelled) and not (left.native or right.native):
        return 0.0, Kinship.SIMILAR
    if left.part is Part.INITIAL or right.part is Part.INITIAL:
        return _initial_likeness(left, right), Kinship.INITIAL
    if left.is_given and right.is_given:
        worth = given_likeness(left.form, right.form)
        if worth or not is_foreign or _is_printed(left) or _is_printed(right):
            return worth, Kinship.GIVEN_NAME
    across = script_likeness(left.form, left.native, right.form, right.native)
    if across is not None:
        return across, Kinship.OTHER_SCRIPT
    likeness, kinship = word_likeness(*sorted((left.form, right.form)), is_foreign=is_foreign)
    if kinship is Kinship.SIMILAR and left.part is right.part is Part.GENERIC and left.group and right.group:
        return 0.0, kinship  # words of two trades
    return likeness, kinship


def _is_printed(token: Token) -> bool:
    """Tell whether a word is a known given name in Hebrew or Arabic letters, which print no other name so."""
    return _BARE[0] <= token.native[:1] <= _BARE[1] and is_printed_given(token.form)


def _initial_likeness(left: Token, right: Token) -> float:
    """Tell how well an initial answers a word, or another form of the given name that the word is."""
    if left.part is right.part or left.part in _WITHOUT_INITIAL or right.part in _WITHOUT_INITIAL:
        return 0.0
    if left.form[0] == right.form[0]:
        return _INITIAL
    letter, word = (left, right) if left.part is Part.INITIAL else (right, left)
    return _INITIAL_OF_FORM if word.is_given and letter.form in given_initials(word.form) else 0.0


def _joined_likeness(one: Token, joined: str, native: str, *, is_foreign: bool) -> float:
    if one.form == joined:
        return _SAME_JOINED
    across = script_likeness(one.form, one.native, joined, native)
    if across is not None:
        return across * _JOINED
    left, right = (one.form, joined) if one.form < joined else (joined, one.form)
    likeness, _ = word_likeness(left, right, is_foreign=is_foreign)
    return likeness * _JOINED


__all__ = [
    "LEAST", "LEAST_FOREIGN", "Kinship", "Match", "align", "best_answers", "joined_answers", "token_likeness",
]
