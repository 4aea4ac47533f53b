"""Patterns made of the lexicons' phrases, in a small notation.

`*` stands for up to five words of one clause, `~warn` for every form of a verb,
`deny|refuse` for either word (`~deny|refuse` for every form of either), and `@`
for a firm: its name, or a noun such as "the company". Repetition is bounded, so a
pattern runs in time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge

_PATH = "lexicons/grammar.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbForms:
    """What the rules for forms of English verbs need to know: irregular forms, verbs that double their last letter."""

    irregular: Mapping[str, tuple[str, ...]]
    doubling: frozenset[str]
    firms: tuple[str, ...]


@cache
def verb_forms() -> VerbForms:
    """Return the irregular verbs and the nouns that stand for a firm."""
    node = open_knowledge(_PATH)
    irregular = {verb: tuple(forms.text().split()) for verb, forms in node.get("irregular").mapping().items()}
    found = VerbForms(
        irregular=irregular,
        doubling=frozenset(node.get("doubling").required().texts()),
        firms=node.get("firms").required().texts(),
    )
    node.faults.check(KnowledgeError)
    return found


@cache
def forms_of(verb: str) -> tuple[str, ...]:
    """Return every form of a verb: as it is, third person, past, participles."""
    known = verb_forms()
    if verb == "be":
        return (verb, *known.irregular[verb])
    return tuple(dict.fromkeys((verb, _third(verb), *past_forms(verb), f"{_stem(verb)}ing")))


@cache
def past_forms(verb: str) -> tuple[str, ...]:
    """Return the past and the past participle of a verb."""
    known = verb_forms()
    if verb in known.irregular:
        return known.irregular[verb]
    if verb[-1] == "y" and verb[-2:-1] not in ("a", "e", "o"):
        return (f"{verb[:-1]}ied",)
    return (f"{_stem(verb)}ed",)


def _third(verb: str) -> str:
    if verb[-1] == "y" and verb[-2:-1] not in ("a", "e", "o", "u"):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "x", "ch", "sh", "z")) else f"{verb}s"


def _stem(verb: str) -> str:
    if verb in verb_forms().doubling:
        return verb + verb[-1]
    return verb[:-1] if verb[-1] == "e" and verb[-2:] not in ("ee", "oe", "ye") else verb


@cache
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Make one pattern that finds any of the phrases, longest first, whole words only, any white space between."""
    parts = sorted({word.strip() for word in words if word.strip()}, key=lambda word: (-len(word), word))
    body = branch([way for word in parts for way in _spelled(word.split())])
    return re.compile(rf"(?<![\w])(?:{body})(?![\w])", re.IGNORECASE)


_STAR = r"(?: {1,3}(?:U\.S\.|[^\s;:.]+)){0,5}?"
_SPACE = " {1,3}"


def _spelled(words: list[str]) -> list[tuple[str, ...]]:
    """Return the ways of a phrase in order, each the patterns of its signs, of space, of what may be several words.

    Choices and forms of verbs are ways of their own, so that what begins alike is looked for once; where these were
    too many, the last are left as one pattern, and all after what may be several words, which would be looked for anew.
    """
    ways: list[tuple[str, ...]] = [()]
    is_open = False
    for number, word in enumerate(words):
        is_open = is_open or word in ("*", "@")
        space = (_SPACE,) if number and word != "*" else ()
        nexts: list[tuple[str, ...]]
        if word == "*":
            nexts = [(_STAR,)]
        elif word == "@":
            nexts = [(_a_firm(),)]
        else:
            forms = _forms(word)
            is_many = len(forms) > 1 and (is_open or len(ways) * len(forms) > _MOST_WAYS)
            nexts = [(f"(?:{'|'.join(map(re.escape, forms))})",)] if is_many else [signs_of(form) for form in forms]
        ways = [(*way, *space, *each) for way in ways for each in nexts]
    return ways


_MOST_WAYS = 48


def signs_of(word: str) -> tuple[str, ...]:
    """Return the patterns of the signs of a word, in small letters."""
    return tuple(re.escape(sign.lower()) for sign in word)


def branch(phrases: Sequence[tuple[str, ...]]) -> str:
    """Return the pattern that finds any of some phrases, the first that fits, with what begins alike spelled once.

    Of phrases that begin with different signs one at most can fit, so their order makes no difference; what may be
    several words, and the end of a phrase, keep their place in the order.
    """
    made: list[str] = []
    run: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        if phrase and not phrase[0].startswith("(?"):
            run.setdefault(phrase[0], []).append(phrase[1:])
            continue
        made += _begun(run)
        run = {}
        made.append("".join(phrase))
    made += _begun(run)
    return "|".join(dict.fromkeys(made))


def _begun(run: Mapping[str, Sequence[tuple[str, ...]]]) -> Iterator[str]:
    """Yield the pattern of each group of phrases that begin with one sign."""
    for first, rest in run.items():
        inner = branch(rest)
        yield first + (f"(?:{inner})" if "|" in inner else inner)


def _forms(word: str) -> tuple[str, ...]:
    """Return the forms of one word of a phrase: as it stands, either of several, or every form of verbs."""
    each = word.removeprefix("~").split("|")
    forms = [form for verb in each for form in (forms_of(verb) if word.startswith("~") else (verb,))]
    return tuple(sorted(dict.fromkeys(forms), key=lambda form: (-len(form), form)))


@cache
def _a_firm() -> str:
    """Return the pattern of what a firm is called: a noun of firms with few words before it, or a name."""
    nouns = "|".join(sorted(map(re.escape, verb_forms().firms), key=lambda noun: (-len(noun), noun)))
    state = (
        r"(?!(?:[\w\-]+ ){0,2}(?:officials|authorities|government|embassy|ministry|congress|parliament|embassies)\b)"
    )
    return (
        rf"(?:(?:(?:the|this|that|its|both|these|those|two|a|an) )?(?:[a-z\-]+ ){{0,2}}(?:{nouns})"
        rf"|(?:both |the )?{state}(?-i:(?!We\b|You\b|They\b|The\b|Turkey\b)[A-Z][\w&.'\-]+))"
    )


def joined(groups_of_words: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return all words of several lists, sorted and once each."""
    return tuple(sorted({word for words in groups_of_words for word in words}))
