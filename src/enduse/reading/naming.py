"""What makes a run of capitalised words the name of a party: words in it and beside it, and what rules it out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from enduse.knowledge.countries import demonyms, find_country
from enduse.names.folding import fold_name
from enduse.names.given_names import is_given_name
from enduse.reading.grammar import grammar
from enduse.reading.lexicon import FactWords, city_countries, fact_words, message_words
from enduse.reading.phrases import any_of

# What ties a place to a firm by a hyphen: "Strelsau-based".
PLACED = re.compile(r"-(?:based|registered|headquartered|incorporated|located)\b")
ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A party's name at a place; offsets count in the flattened sentence.

    `lead` is where the words that introduce it begin ("the Ruritanian firm").
    `key` names the party in this passage: the folded full form.
    """

    name: str
    key: str
    start: int
    end: int
    lead: int
    country: str = ""
    country_start: int = 0
    country_end: int = 0
    schema: str = "Organization"
    aliases: tuple[tuple[str, int, int], ...] = ()
    is_unnamed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word or mark of a sentence; a possessive ending is taken off and noted."""

    text: str
    start: int
    end: int
    possessive: bool = False


def is_party(mention: Mention, flat: str, tokens: list[Token], run: tuple[int, int], has_acronym: bool) -> bool:
    words = fact_words()
    first, last = run
    count = last - first
    if is_no_party(mention.name):
        return False
    if mention.lead < mention.start and any_of(words.kind_nouns + words.person_nouns).search(
        flat[mention.lead : mention.start]
    ):
        return True
    if PLACED.search(flat[mention.lead : mention.start]) or _is_group(mention.name, flat[mention.end :]):
        return True
    if is_called_person(mention, flat):
        return True
    if count >= 2 and (has_acronym or {token.text for token in tokens[first:last]} & words.legal_forms):
        return True
    if mention.country and count >= 3 and tokens[first].text == "Ministry":
        return True
    ends = tokens[last - 2].text in words.numbered and tokens[last - 1].text.isdigit() if count >= 2 else False
    ends = ends or tokens[last - 1].text in words.body_nouns or tokens[first].text in words.body_first
    ends = ends or any(
        tokens[at].text in words.body_first and tokens[at + 1].text in ("of", "for") for at in range(first, last - 1)
    )
    return (count >= 2 and ends) or bool(mention.country and ACRONYM.fullmatch(mention.name) and len(mention.name) > 2)


def _is_group(name: str, after: str) -> bool:
    """Tell whether a name is an armed group's, or a tribe, militia or other group is called by it: "the X tribe"."""
    words = fact_words()
    if name in words.armed_groups:
        return True
    noun = any_of(words.group_nouns).match(after, 1) if after.startswith(" ") else None
    return noun is not None and not country_of(name)


def is_named(mention: Mention, flat: str, tokens: list[Token], run: tuple[int, int], previous: Mention | None) -> bool:
    """Tell whether the words around a name make it a party's though nothing in it does.

    It stands in a list that a plural noun of firms opens, behind words such as
    "manufactured by" or "front company for", or behind a country in the possessive.
    """
    first, last = run
    if is_no_party(mention.name) or mention.name.isupper():
        return False
    if previous is not None and previous.lead < previous.start <= previous.end <= mention.start:
        between = re.sub(r"\([^()]{0,40}\)", "", flat[previous.end : mention.start])
        plural = re.search(
            r"(?:companies|firms|entities|banks|suppliers|agents|brokers|nationals|manufacturers)\b",
            flat[previous.lead : previous.start],
        )
        if plural and between.strip() in (",", "and", ", and", "or", ", or", "&"):
            return True
    if _trades(mention, flat, tokens, first):
        return True
    if last - first < 2:
        return False
    if last - first <= 4 and _post().search(flat, max(0, mention.start - 80), mention.start):
        return True
    opened = flat[max(0, mention.lead - 40) : mention.lead]
    cues = list(any_of(fact_words().leads_to_name).finditer(opened))
    if cues and _DESCRIBED.fullmatch(opened, cues[-1].end()):
        return True
    is_owned = mention.country and flat[mention.country_end : mention.start].strip() in ("'s", "'")
    return bool(is_owned) and any_of(fact_words().not_names).search(mention.name) is None


_DESCRIBED = re.compile(r'[ ,"(]*(?:the |an? )?(?:former |retired |local )?(?:[a-z]+ )?[ ,"(]*')


@cache
def _post() -> re.Pattern[str]:
    """Find a post right before a name: "its director, ", "the general manager is "."""
    posts = {noun for kin in grammar().kin if kin.is_person or kin.is_reverse for noun in kin.nouns}
    posts |= {*fact_words().relatives}
    nouns = "|".join(sorted(map(re.escape, posts), key=lambda noun: (-len(noun), noun)))
    return re.compile(
        rf"(?:\b(?:[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Tt]he|an?|whose)|'s) (?:[a-z]+ )?(?:{nouns}|owner)"
        r"(?:(?: (?:in|of|at|for) (?:the )?[A-Z][\w.&\-]*(?: [A-Z&][\w.&\-]*){0,4})?,| is| was| named)? "
        r"(?:Mr\.? |Dr\.? |Colonel |General )?$"
    )


def _trades(mention: Mention, flat: str, tokens: list[Token], first: int) -> bool:
    """Tell whether a name that nothing introduces is the subject of a verb of trade: "that X signed a contract for"."""
    if len(mention.name) < 5 or first == 0 or tokens[first - 1].text in (".", ":"):
        return False
    if mention.lead < mention.start or mention.name.split()[0] in fact_words().openers:
        return False
    tail = re.sub(r"^ \([A-Z]{2,8}\)", "", flat[mention.end : mention.end + 80])
    aux = r" (?:(?:has|had|have|is|was|may have|allegedly|reportedly|recently|also|actively|already|once) ){0,3}"
    at = re.match(aux, tail)
    cue = any_of(_trade_verbs()).match(tail, at.end()) if at else None
    return cue is not None and bool(
        re.search(r"\b(?:contract|order|sell|sold|buy|bought|ship|export|purchas|procur|suppl)", cue[0])
    )


@cache
def _trade_verbs() -> tuple[str, ...]:
    return tuple(word for cue in fact_words().verbs if cue.kind in ("seeks", "supplies") for word in cue.words)


def is_control_body(name: str) -> bool:
    """Tell whether a name is that of a commission, board or service for the control of exports."""
    return _CONTROL_BODY.search(name) is not None


@cache
def _goods() -> frozenset[str]:
    return frozenset(fact_words().heads)


@lru_cache(maxsize=4096)  # a paper asks of the same names again and again
def is_no_party(name: str) -> bool:
    """Tell whether a run of capitalised words is a regime, post, office, place or plain word: no party."""
    words = fact_words()
    if name in words.not_alone or len(fold_name(name)) < 2:
        return True
    if any_of(words.not_parties).search(name) and not is_control_body(name):
        return True
    if _REFERENCE.match(name) or _PLACES.fullmatch(name):
        return True
    if {name.lower(), name.lower().removesuffix("s")} & _goods():
        return True
    return bool(country_of(name)) or name in words.legal_forms or name in words.body_nouns


# A body that licenses exports, though others of its words are no party's.
_CONTROL_BODY = re.compile(
    r"\b(?:Export|Exports|Arms|Trade|Strategic|Technical)(?: [A-Z]\w+| and)* Control(?: [A-Z]\w+){0,3}? "
    r"(?:Commission|Committee|Council|Board|Agency|Bureau|Authority|Administration|Division|Service|Unit)\b"
    r"|\b(?:Commission|Committee|Council|Board|Agency|Bureau|Authority|Administration|Division|Service|Unit) "
    r"(?:on|for|of) (?:the )?(?:Export|Exports|Arms|Strategic|Technical)(?: [A-Z]\w+| and)* Controls?\b"
)
# A paper that is cited ("Ref A"), the end of such a citation before a name, and nothing but places in a heading.
_REFERENCE = re.compile(r"(?:Per |See )?[Rr]ef(?:s|tel|tels)?(?: [A-Z]\b|$)|[A-Z]\. [A-Z]{2,4}$")
_PLACES = re.compile(r"[A-Z][a-z]+ (?:Between|From|To|Via|Through|And) [A-Z][a-z]+(?: [A-Z][a-z]+)*")


def fits(tokens: list[Token], first: int, last: int, acronym: Token) -> bool:
    """Tell whether an acronym begins as the name does and takes its letters from it in order."""
    letters = iter("".join(each.text for each in tokens[first:last]).upper())
    return acronym.text[0] == tokens[first].text[0].upper() and all(char in letters for char in acronym.text)


def is_clipped(name: str, short: str) -> bool:
    """Tell whether a short form is put together from how words of the name begin, in order: "VorTech" of two."""
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", name)]
    letters = re.sub(r"[^a-z]", "", short.lower())
    if len(letters) < _LEAST_CLIPPED or len(words) < 2 or letters[0] != words[0][0]:
        return False
    reached = {0}
    taken = 0
    for word in words:
        sizes = range(1, len(word) + 1)
        more = {at + size for at in reached for size in sizes if letters[at : at + size] == word[:size]}
        taken += bool(more)
        reached |= more
    return len(letters) in reached and taken > 1


_LEAST_CLIPPED = 4


def country_of(text: str) -> str:
    """Return the country that a name, people, post or city tells, "" when none."""
    if text == "U.S.":
        return "US"
    code = demonyms().get(text.lower()) or (find_country(text) if len(text) > 3 else None)
    return (
        code.upper() if code else message_words().posts.get(text.upper(), "") or city_countries().get(text.upper(), "")
    )


def place_of(text: str) -> str:
    """Return the country of a place said by its own name, not by its people."""
    for each in (text, text.split(" ")[0]):
        code = "" if each.lower() in demonyms() or not each else country_of(each)
        if code:
            return code
    return ""


def country_words(tokens: list[Token], first: int, last: int) -> int:
    """Return how many words at the front tell a country: a demonym, or a country in the possessive."""
    for size in (3, 2, 1):
        if first + size > last:
            continue
        text = " ".join(token.text for token in tokens[first : first + size])
        if text.lower() in demonyms() or (tokens[first + size - 1].possessive and country_of(text)):
            return size
    return 0


def based_in(token: Token, following: Token) -> str:
    """Return the country of "Hong Kong-based" and the like, two words long."""
    return (
        country_of(f"{token.text} {without_placed(following.text)}") if PLACED.search(following.text) else ""
    )


def without_placed(text: str) -> str:
    """Return the place of a word such as "Strelsau-based"; another word as it is."""
    return PLACED.sub("", text)


def is_body(mention: Mention) -> bool:
    """Tell whether the name of a party ends as those of firms and bodies do, who are nobody's employees."""
    last = mention.name.split()[-1] if mention.name else ""
    return last in fact_words().body_nouns or last in fact_words().legal_forms


def is_like_person(mention: Mention, flat: str) -> bool:
    """Tell whether a name is a person's by itself: a title before it, or a given name first and no noun of bodies."""
    parts = mention.name.split()
    if _TITLED.search(flat, max(0, mention.start - 8), mention.start) or is_called_person(mention, flat):
        return True
    return (
        2 <= len(parts) <= _LONGEST_PERSON
        and not mention.aliases
        and not {*parts} & (fact_words().body_nouns | fact_words().legal_forms | fact_words().body_first)
        and not flat.startswith("-", mention.end)
        and is_given_name(fold_name(parts[0]))
        and not country_of(parts[-1])
    )


def is_called_person(mention: Mention, flat: str) -> bool:
    """Tell whether what stands in apposition after a name calls it a person: "X, a smuggler who"."""
    parts = mention.name.split()
    if not 2 <= len(parts) <= _LONGEST_PERSON or not flat.startswith((", a", ", the "), mention.end):
        return False
    if {*parts} & (fact_words().body_nouns | fact_words().legal_forms | fact_words().body_first):
        return False
    called = _CALLED.match(flat, mention.end)
    if called is None:
        return False
    nouns = any_of(fact_words().person_nouns).finditer(flat, *called.span("noun"))
    return any(at.end() == called.end("noun") for at in nouns)


_CALLED = re.compile(
    r", (?:an?|the) (?P<noun>(?:(?:[A-Z]?[a-z]+(?:-[a-z]+)*|[A-Z][a-z]+-based) ){0,3}?[a-z]+)"
    r"(?=[,.;]|$| (?:who|and|based|linked|tied|associated|with|from|in|of|at|working|known|close)\b)"
)
_LONGEST_PERSON = 4
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Col|Gen|Capt)\.? $")


def is_kind_word(text: str) -> bool:
    return text.lower() in _kind_words()


@cache
def _kind_words() -> frozenset[str]:
    words = fact_words()
    return frozenset(noun.split()[-1] for noun in (*words.kind_nouns, *words.person_nouns))


def short_forms(mention: Mention, words: FactWords) -> tuple[str, ...]:
    """Return the folded forms by which a passage may go on to call the party.

    Its acronym, the name without legal form, and its first words; a person's last word.
    """
    forms = [fold_name(alias) for alias, _, _ in mention.aliases]
    kept = mention.name.split()
    while len(kept) > 1 and (kept[-1].strip(",") in words.legal_forms):
        kept.pop()
        forms.append(fold_name(" ".join(kept)))
    if mention.schema == "Person":
        kept = [kept[-1]] if len(kept) > 1 else kept
        forms += [fold_name(each) for each in kept if _is_telling(each)]
    else:
        for size in range(len(kept) - 1, 1, -1):
            forms.append(fold_name(" ".join(kept[:size])))
        if len(kept) > 1 and _is_telling(kept[0]):
            forms.append(fold_name(kept[0]))
        is_like_person = len(kept) == len(mention.name.split()) == 2 and not {*kept} & {
            *words.body_nouns,
            *words.body_first,
        }
        if is_like_person and _is_telling(kept[1]):
            forms.append(fold_name(kept[1]))
    return tuple(form for form in dict.fromkeys(forms) if len(form) > 1)


def _is_telling(word: str) -> bool:
    """Tell whether a single word can stand for a party: no place, people, legal form, noun of bodies or plain word."""
    words = fact_words()
    plain = {*words.legal_forms, *words.body_nouns, *words.openers, *words.not_alone, *words.paired, *words.not_names}
    return (
        len(word) > 3
        and word not in plain
        and not word.isupper()
        and word.lower() not in demonyms()
        and not country_of(word)
        and word.lower() not in words.stop_words
    )


def without_legal_form(key: str) -> str:
    """Return a folded name without the legal forms at its end."""
    words = key.split()
    while len(words) > 1 and words[-1] in _legal_forms():
        words.pop()
    return " ".join(words)


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(fold_name(form) for form in fact_words().legal_forms)
