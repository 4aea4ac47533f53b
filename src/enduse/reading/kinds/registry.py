"""The parties of a paper with every form of their names, and each place that speaks of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from enduse.names.folding import fold_name
from enduse.reading.kinds.lexicon import kind_words

# Legal forms that stand before the name.
FORM_FIRST = re.compile(
    r"(?:limited liability company|(?:open |public |closed )?joint[- ]stock company|federal state \w+ \w+)\b",
    re.IGNORECASE,
)
# A French article or preposition before a capital: "l'Institut".
_ELIDED = re.compile(r"(?:[ldLD]|[Qq]u)['’](?=[^\W\d_a-zß-öø-ÿ])")
_TOKEN = re.compile(r"[^\W_][\w'’&./\-]*")


MAX_WORDS = 12
_REMEMBERED = 100_000  # characters of a text whose words may be remembered


_MAX_PARTIES = 2_000


@dataclass(slots=True)
class Party:
    """A party of a paper: its names with their places, its state, whether a person."""

    key: str
    name: str
    start: int
    end: int
    is_person: bool = False
    aliases: list[tuple[str, int, int]] = field(default_factory=list)
    country: str = ""
    country_span: tuple[int, int] = (0, 0)
    is_listed: bool = False
    is_charged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place where the paper speaks of a party."""

    key: str
    start: int
    end: int
    is_pronoun: bool = False


@dataclass(slots=True)
class Token:
    """A word of the flattened text without its possessive ending and final mark."""

    text: str
    start: int
    end: int
    possessive: bool


@dataclass(slots=True)
class Registry:
    """The parties of a stretch of text, by key and by every folded form of their names."""

    parties: dict[str, Party] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    exact: dict[str, str] = field(default_factory=dict)
    barred: set[str] = field(default_factory=set)

    def add(self, name: str, start: int, end: int, *, is_person: bool) -> Party | None:
        """Return the party of a name, new or known by this form; None when it is barred or there are too many."""
        name = " ".join(name.split()).strip(" ,;:\"'“”«»")
        folded = fold_tokens(name)
        if not folded or folded in self.barred:
            return None
        known = self.forms.get(folded) or self.exact.get(name) or self._longer(folded)
        if known is None and " " not in folded:
            known = self._of_surname(folded) or self._of_family(name)
        if known is None and is_person:
            known = self._of_ends(folded)
        if known is None and len(self.parties) < _MAX_PARTIES:
            known = fold_name(name) or folded
            self.parties.setdefault(known, Party(key=known, name=name, start=start, end=end, is_person=is_person))
        if known is None:
            return None
        self.forms.setdefault(folded, known)
        for form in _short_forms(name, is_person=self.parties[known].is_person):
            self.forms.setdefault(form, known)
        return self.parties[known]

    def _longer(self, folded: str) -> str | None:
        """Return the one party whose fuller name begins with these two words or more."""
        if " " not in folded:
            return None
        found = {key for form, key in self.forms.items() if form.startswith(f"{folded} ")}
        return found.pop() if len(found) == 1 else None

    def _of_surname(self, folded: str) -> str | None:
        """Return the one person whose name ends with this word."""
        found = {each.key for each in self.parties.values() if each.is_person and each.key.split()[-1:] == [folded]}
        return found.pop() if len(found) == 1 else None

    def _of_family(self, name: str) -> str | None:
        """Return the one person whose name begins with this family name, where papers print those first."""
        if name not in kind_words().family_first:
            return None
        found = {each.key for each in self.parties.values() if each.is_person and each.name.startswith(f"{name} ")}
        return found.pop() if len(found) == 1 else None

    def _of_ends(self, folded: str) -> str | None:
        """Return the one person whose name begins and ends with the same words, a middle one in one of them only."""
        words = folded.split()
        if len(words) < 2:
            return None
        found = [
            key for key, each in self.parties.items()
            if each.is_person and {len(words), len(parts := key.split())} == {2, 3}
            and (parts[0], parts[-1]) == (words[0], words[-1])
        ]
        return found[0] if len(found) == 1 else None

    def alias(self, party: Party, alias: str, start: int, end: int) -> None:
        """Note another name of a party; a single word of capitals counts as printed only."""
        alias = " ".join(alias.split()).strip(" ,;:\"'“”«»„")
        folded = fold_tokens(alias)
        if len(folded) < 2 or folded in self.barred or self.forms.get(folded, party.key) != party.key:
            return
        if folded != fold_tokens(party.name):
            party.aliases.append((alias, start, end))
        if " " in folded:
            self.forms.setdefault(folded, party.key)
        else:
            self.exact.setdefault(alias, party.key)


@lru_cache(maxsize=1 << 15)
def fold_tokens(text: str) -> str:
    """Return the words of a name in lower case without marks, one space between."""
    return " ".join(filter(None, (re.sub(r"[^\w]|_", "", word) for word in text.casefold().replace("-", " ").split())))


def _short_forms(name: str, *, is_person: bool) -> Iterator[str]:
    words = name.replace(",", " ").split()
    if is_person:
        return
    kept = list(words)
    front = FORM_FIRST.match(name)
    if front and len(name[front.end() :].split()) > 1:
        yield fold_tokens(name[front.end() :])
    forms = kind_words().legal_forms
    while len(kept) > 1 and kept[-1] in forms:
        kept.pop()
    while len(kept) > 2 and kept[0] in forms:
        kept.pop(0)
    if len(kept) < len(words) and (len(kept) > 1 or len(kept[0]) > 4):
        yield fold_tokens(" ".join(kept))


def tokens_of(flat: str, start: int, end: int) -> list[Token]:
    """Return the words of a stretch; final points stay with legal forms and initials."""
    found = []
    forms = kind_words().legal_forms
    for at in _TOKEN.finditer(flat, start, end):
        text, possessive, start = at[0], False, at.start()
        if "'" in text or "’" in text:
            elided = _ELIDED.match(text)
            if elided:
                text, start = text[elided.end() :], start + elided.end()
            for ending in ("'s", "’s", "'S"):
                if text.endswith(ending):
                    text, possessive = text[: -len(ending)], True
            if text.endswith(("'", "’")):
                text, possessive = text[:-1], True
        if (
            text.endswith(".")
            and text not in forms
            and not re.fullmatch(r"(?:[^\W\d_]\.)+|No\.|Dr\.|Mr\.|Ms\.|Mrs\.", text)
        ):
            text = text.rstrip(".-")
        if text.endswith(("-", "/")):
            text = text.rstrip("-/")
        if text:
            found.append(Token(text, start, start + len(text), possessive))
    return found


@lru_cache(maxsize=256)  # a stretch is gone through again whenever a name was learnt
def _folded_of(flat: str, start: int, end: int) -> tuple[tuple[Token, ...], tuple[str, ...]]:
    """Return the words of a stretch, and each as names are compared."""
    tokens = tuple(tokens_of(flat, start, end))
    return tokens, tuple(fold_tokens(token.text) for token in tokens)


def find_mentions(flat: str, start: int, end: int, registry: Registry) -> list[Mention]:
    """Return every place of a stretch that speaks of a known party, in order, none overlapping; longest forms win."""
    tokens, folded = (_folded_of if len(flat) <= _REMEMBERED else _folded_of.__wrapped__)(flat, start, end)
    found: list[Mention] = []
    begun = {"", *(form.split(" ", 1)[0] for form in registry.forms)}
    at = 0
    while at < len(tokens):
        if folded[at].split(" ", 1)[0] not in begun and tokens[at].text not in registry.exact:
            at += 1
            continue
        size, key = _longest(flat, tokens, folded, at, registry)
        if key:
            last = tokens[at + size - 1]
            stop = last.end + (flat[last.end : last.end + 1] == "." and f"{last.text}." in kind_words().legal_forms)
            found.append(Mention(key=key, start=tokens[at].start, end=stop))
        at += max(size, 1)
    return found


def _longest(flat: str, tokens: Sequence[Token], folded: Sequence[str], at: int, registry: Registry) -> tuple[int, str]:
    if not (tokens[at].text[0].isupper() or tokens[at].text[0].isdigit()):
        return 0, ""
    words: list[str] = []
    best = (0, "")
    for size in range(1, min(MAX_WORDS + 2, len(tokens) - at) + 1):
        if size > 1 and flat[tokens[at + size - 2].end : tokens[at + size - 1].start].strip() not in (
            "",
            ",",
            ".",
            "-",
            "&",
            "(",
            ")",
        ):
            break
        words.append(folded[at + size - 1])
        key = registry.forms.get(" ".join(filter(None, words)), "")
        if not key and size == 1:
            key = registry.exact.get(tokens[at].text, "")
        if key:
            best = (size, key)
    return best
