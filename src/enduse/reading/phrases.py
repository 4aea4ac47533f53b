"""Patterns made of the lexicons' phrases, in a small notation.

`*` stands for up to five words of one clause, `~warn` for every form of a verb,
`deny|refuse` for either word (`~deny|refuse` for every form of either), and `@`
for a firm: its name, or a noun such as "the company". Repetition is bounded, so a
pattern runs in time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
    body = _one_of([_spaced(word.split()) for word in parts])
    return re.compile(rf"(?<![\w])(?:{body})(?![\w])", re.IGNORECASE)


_STAR = r"(?: {1,3}(?:U\.S\.|[^\s;:.]+)){0,5}?"
_SPACE = " {1,3}"


def _spaced(words: list[str]) -> tuple[str, ...]:
    """Return the patterns of a phrase one after the other: of each sign, of space, of what may be several words."""
    made: list[str] = []
    for word in words:
        if word == "*":
            made.append(_STAR)
            continue
        made += [_SPACE] if made else []
        if word == "@":
            made.append(_a_firm())
        elif "|" in word or word.startswith("~"):
            made.append(_one(word))
        else:
            made += [re.escape(sign.lower()) for sign in word]
    return tuple(made)


def _one_of(phrases: Sequence[tuple[str, ...]]) -> str:
    """Return the pattern that finds any of some phrases, the first that fits, with what begins alike spelled once.

    Phrases come longest first, so one that ends where others go on is the last to be tried. Where a star, a choice or
    a firm stands among what may come next, more than one way may fit, and the phrases are spelled one by one in order.
    """
    if len(phrases) == 1 or any(phrase and phrase[0].startswith("(?:") for phrase in phrases):
        return "|".join("".join(phrase) for phrase in phrases)
    groups: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        if phrase:
            groups.setdefault(phrase[0], []).append(phrase[1:])
    made = []
    for first, rest in groups.items():
        inner = _one_of(rest)
        made.append(first + (f"(?:{inner})" if len(rest) > 1 else inner))
    return "|".join([*made, ""] if () in phrases else made)


def _one(word: str) -> str:
    """Return the pattern of one word of a phrase: as it stands, either of several, or every form of verbs."""
    is_verb = word.startswith("~")
    each = word.removeprefix("~").split("|")
    forms = [form for verb in each for form in (forms_of(verb) if is_verb else (verb,))]
    body = "|".join(map(re.escape, sorted(dict.fromkeys(forms), key=lambda form: (-len(form), form))))
    return f"(?:{body})"


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
