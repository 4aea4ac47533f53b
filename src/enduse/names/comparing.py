"""Compare two names and say why, word by word."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.model.evidence import Reason
from enduse.names.alignment import Kinship, Match, align
from enduse.names.tokens import Kind, Part, ReadName, Token, read_name

_SURPLUS = {"person": 0.2, "organisation": 0.3, "unknown": 0.25}
_CONFLICT = 1.75
_CORE = 0.55  # a word of this weight or more tells names apart
_FAINT = 0.15  # particles, titles and legal forms weigh no more than this
_OTHER_ORDER = 0.02
_OTHER_FORM = 0.08
_NUMBERS_DIFFER = 0.4
_NUMBER_ABSENT = 0.15
_ONLY_GENERIC = 0.6
_ONE_CORE_WORD = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class NameComparison:
    """How far two names are one, from 0 to 1; the weights of the reasons add up to the score."""

    score: float
    reasons: tuple[Reason, ...]


def compare_names(left: str, right: str, *, kind: Kind = "unknown") -> NameComparison:
    """Tell how far two names are one and why; the same whichever side is left.

    Every word weighs by what it does in the name: a name of its own 1 (less when
    very short or very common), generic words, particles, titles and legal forms
    less, as the lexicons say. With A the sum over answered words of weight times
    likeness, M their weight, C the weight that contradicts (unanswered on both
    sides, the lesser side), and S the weight that only one side has:

        score = A / (M + 1.75 C + k S)        k: person 0.2, organisation 0.3, unknown 0.25

    times one less each of: other order 0.02; another class of legal form 0.08;
    numbers that differ 0.4, a number on one side only 0.15; nothing but generic
    words in common 0.6; only one word of weight 0.55 or more in common while the longer
    name has more 0.2. Each loss is a reason of its own.

    Cost: some 30 to 60 us for two names of four words; words are counted up to 32 a side.
    """
    one, other = read_name(left, kind), read_name(right, kind)
    if not one.tokens or not other.tokens:
        text = "a name has no letters or digits that could be compared"
        return NameComparison(score=0.0, reasons=(Reason(text=text, left=left, right=right),))
    if one.folded == other.folded and any(token.weight > 0.1 for token in one.tokens):
        return NameComparison(score=1.0, reasons=(Reason(text="same name", left=left, right=right, weight=1.0),))
    matches = align(one.tokens, other.tokens, is_foreign=one.is_foreign != other.is_foreign)
    return _weigh(one, other, matches, kind)


def _weigh(left: ReadName, right: ReadName, matches: tuple[Match, ...], kind: Kind) -> NameComparison:
    answered = sum(match.weight for match in matches)
    left_only = _unanswered(left, [token for match in matches for token in match.left])
    right_only = _unanswered(right, [token for match in matches for token in match.right])
    lost_left, lost_right = _total(left_only), _total(right_only)
    against = _CONFLICT * min(lost_left, lost_right) + _SURPLUS[kind] * abs(lost_left - lost_right)
    reasons = [
        Reason(text=match.kinship.value, left=_print(match.left), right=_print(match.right),
               weight=match.weight * match.likeness / answered)
        for match in matches
    ]
    score = sum(reason.weight for reason in reasons)
    scale = answered / (answered + against) if answered else 0.0
    reasons += _losses(left_only, right_only, score * (1 - scale))
    score *= scale
    for text, share in _reductions(left, right, matches, left_only, right_only):
        reasons.append(Reason(text=text, left=left.folded, right=right.folded, weight=-score * share))
        score *= 1 - share
    if left.cut or right.cut:
        reasons.append(Reason(text="only the first 32 words of at most 48 letters were compared"))
    return NameComparison(score=min(1.0, max(0.0, score)), reasons=tuple(reasons))


def _unanswered(name: ReadName, answered: list[Token]) -> list[Token]:
    places = {token.place for token in answered}
    return [token for token in name.tokens if token.place not in places]


def _total(tokens: list[Token]) -> float:
    return sum(token.weight for token in tokens if token.part is not Part.LEGAL_FORM)


def _losses(left_only: list[Token], right_only: list[Token], loss: float) -> list[Reason]:
    """Share a loss among the words without an answer, by weight."""
    whole = _total(left_only) + _total(right_only)
    return [
        Reason(text=text, left=token.form if is_left else "", right="" if is_left else token.form,
               weight=-loss * token.weight / whole if whole and token.part is not Part.LEGAL_FORM else 0.0)
        for is_left, tokens, text in (
            (True, left_only, "missing on the right"), (False, right_only, "missing on the left"),
        )
        for token in tokens
    ]


def _reductions(
    left: ReadName, right: ReadName, matches: tuple[Match, ...], left_only: list[Token], right_only: list[Token]
) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    core = [match for match in matches if any(t.weight >= _CORE for t in (*match.left, *match.right))]
    places = [match.right[0].place for match in core]
    if places != sorted(places):
        found.append(("words in another order", _OTHER_ORDER))
    forms = [{t.group for t in tokens if t.part is Part.LEGAL_FORM} for tokens in (left_only, right_only)]
    if all(forms) and not forms[0] & forms[1]:
        found.append(("another legal form", _OTHER_FORM))
    numbers = [any(t.part is Part.NUMBER for t in tokens) for tokens in (left_only, right_only)]
    if all(numbers):
        found.append(("numbers differ", _NUMBERS_DIFFER))
    elif any(numbers):
        found.append(("a number on one side only", _NUMBER_ABSENT))
    if not core and _is_lone(left_only, right_only, matches):
        found.append(("only generic words in common", _ONLY_GENERIC))
    elif len(core) == 1 and not any(len(m.left) + len(m.right) > 2 for m in core) and _has_more(left, right):
        found.append(("only one distinctive word in common", _ONE_CORE_WORD))
    return found


def _is_lone(left_only: list[Token], right_only: list[Token], matches: tuple[Match, ...]) -> bool:
    """Tell whether generic words are all there is in common, and not the whole of both names."""
    told = [match for match in matches if match.weight > _FAINT and match.likeness > 0.9]
    return len(told) < 2 or any(token.weight > _FAINT for token in (*left_only, *right_only))


def _has_more(left: ReadName, right: ReadName) -> bool:
    return any(sum(t.weight >= _CORE for t in name.tokens) > 1 for name in (left, right))


def _print(tokens: tuple[Token, ...]) -> str:
    return " ".join(token.form for token in tokens)


__all__ = ["Kinship", "NameComparison", "compare_names"]
