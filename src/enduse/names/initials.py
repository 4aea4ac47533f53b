"""Words of capitals that stand for the first letters of other words."""

from __future__ import annotations

from collections.abc import Sequence

from enduse.names.tokens import Part, Token

SHORTEST = 2
LONGEST = 7
SHORTEST_TOLD_AGAIN = 3
_NO_LETTERS = "\u0500"  # the scripts before it, Latin, Greek and Cyrillic, are written in letters that stand for words


def is_abbreviation(token: Token) -> bool:
    """Tell whether a word could stand for first letters: a word of its own of two to seven letters, as one writes them.

    No known given name does, and no word of a script that writes no single sounds (an Arabic Omar, "amr").
    """
    if token.is_given or token.native >= _NO_LETTERS:
        return False
    return token.part is Part.NAME and SHORTEST <= len(token.form) <= LONGEST and token.form.isalpha()


def find_spelled_out(letters: str, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return the neighbouring words whose first letters are the given ones, none where there are none.

    Small words (of, and) may be counted or passed over; legal forms are not counted unless they complete
    the run. Cost: linear in the number of words times the number of letters.
    """
    for is_whole in (False, True):
        counted = [token for token in tokens if is_whole or token.part is not Part.PARTICLE]
        for start, token in enumerate(counted):
            if token.form[0] != letters[0]:
                continue
            run = _run(letters, counted, start)
            if len(run) > 1:
                return run
    return ()


def is_told_again(token: Token, tokens: Sequence[Token]) -> bool:
    """Tell whether a word of three letters or more only says again, by first letters, what other words of its name say.

    As lists print behind a name: "Norvik Zinc Trust (NZT)".
    """
    if len(token.form) < SHORTEST_TOLD_AGAIN or not is_abbreviation(token):
        return False
    return bool(find_spelled_out(token.form, [other for other in tokens if other.place != token.place]))


def _run(letters: str, tokens: Sequence[Token], start: int) -> tuple[Token, ...]:
    """Return the words from `start` whose first letters spell the whole of `letters`."""
    at = 0
    for end in range(start, len(tokens)):
        first = "".join(word[0] for word in tokens[end].form.split())
        if not letters.startswith(first, at):
            return ()
        at += len(first)
        if at == len(letters):
            return tuple(tokens[start:end + 1])
    return ()
