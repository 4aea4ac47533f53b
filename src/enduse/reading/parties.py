"""Names of parties in a sentence: what stands there, and the words that make it the name of a party.

A run of capitalised words counts as a party's name when something beside it says
so: a kind of firm before it ("the Ruritanian firm X"), a place ("X-based"), a
legal form or a noun of bodies at its end, or an acronym defined after it. A
regime, post, office or government is none. Capitals-only sentences give no names.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from enduse.knowledge.countries import demonyms
from enduse.names.folding import fold_name
from enduse.reading.lexicon import fact_words
from enduse.reading.naming import (
    ACRONYM,
    PLACED,
    Mention,
    Token,
    based_in,
    country_of,
    country_words,
    fits,
    is_body,
    is_clipped,
    is_kind_word,
    is_like_person,
    is_named,
    is_no_party,
    is_party,
    place_of,
    without_placed,
)
from enduse.reading.phrases import any_of
from enduse.reading.sentences import Sentence

_TOKEN = re.compile(r"\bA/S\b|[A-Za-z0-9&À-ɏ][\w'&.\-]*|[(),;:/\"]")
_REDACTED = re.compile(r"[xX]{6,}")
_Trimmed = tuple[int, int, tuple[str, int, int], bool]
_MAX_WORDS = 10
_ORDINALS = frozenset({"First", "Second"})
_TRADES = frozenset({"shipping", "export", "import", "supply", "machine", "purchasing", "procurement", "manufacturing"})


@dataclass(slots=True)
class KnownNames:
    """Names a passage has introduced: folded short or full form to (full key, full name)."""

    forms: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, form: str, key: str, name: str) -> None:
        """Note a form of a name, unless it is known already."""
        self.forms.setdefault(form, (key, name))

    def put(self, form: str, key: str, name: str) -> None:
        """Note a form of a name, also where it was taken for a name of its own."""
        if self.forms.get(form, (form, ""))[0] == form:
            self.forms[form] = (key, name)


def find_parties(sentence: Sentence, known: Mapping[str, tuple[str, str]]) -> tuple[Mention, ...]:
    """Return the party mentions of a sentence in order, none overlapping.

    `known` maps forms that the passage introduced elsewhere to their full key and name.
    """
    if _is_capitals(sentence.flat):
        return tuple(_known_acronyms(sentence.flat, known))
    tokens = _tokens(sentence.flat)
    found: list[Mention] = []
    for draft in _drafts(sentence.flat):
        mention, run = draft.mention, (draft.first, draft.last)
        full = known.get(mention.key)
        if full is not None:
            found.append(replace(mention, key=full[0]))
        elif draft.is_party or is_named(mention, sentence.flat, tokens, run, found[-1] if found else None):
            found.append(mention)
    defined = {(start, end) for mention in found for _, start, end in mention.aliases}
    found = [mention for mention in found if (mention.start, mention.end) not in defined]
    if sentence.proposed:
        persons = {(each.start, each.end) for each in sentence.proposed if each.is_person}
        found = [replace(each, schema="Person") if (each.start, each.end) in persons else each for each in found]
        found += _proposed(sentence, found, known)
    found += _unnamed(sentence.flat, found)
    found = [each for each in found if is_body(each) or not _OFFICIAL.match(sentence.flat, each.end)]
    return tuple(_share_lead(sorted(found, key=lambda each: each.start), sentence.flat))


def may_know(sentence: Sentence, forms: Container[str]) -> bool:
    """Tell whether a sentence may hold one of the forms of names, so that knowing them could change its parties."""
    if _is_capitals(sentence.flat):
        return any(fold_name(token.text) in forms for token in _tokens(sentence.flat))
    if sentence.proposed and any(fold_name(sentence.flat[p.start : p.end]) in forms for p in sentence.proposed):
        return True
    return any(draft.mention.key in forms for draft in _drafts(sentence.flat))


# Who only speaks for a government takes no part in a deal: "X, the Ruritanian MFA official responsible for".
_OFFICIAL = re.compile(
    r"(?: \([^()]{1,40}\))?, (?:the |an? )?(?:[A-Z][\w.]*(?:'s)? |[a-z\-]+ ){0,4}?"
    r"(?:MFA|MOFA|MFAT|METI|FCO|Ministry|ministry|[Gg]overnment|[Ee]mbassy|[Cc]ustoms|[Nn]onproliferation|[Ll]icensing"
    r"|(?:[Ee]xport|[Aa]rms) [Cc]ontrol) (?:[A-Z]?[a-z\-]+ ){0,4}?"
    r"(?:official|officer|[Dd]irector|counsell?or|diplomat|deputy|chief|head)\b"
)


def _proposed(sentence: Sentence, found: list[Mention], known: Mapping[str, tuple[str, str]]) -> Iterator[Mention]:
    """Yield the names that a statistical model proposed where the rules see none."""
    for each in sentence.proposed:
        name = sentence.flat[each.start : each.end]
        if is_no_party(name) or any(other.start < each.end and each.start < other.end for other in found):
            continue
        key = fold_name(name)
        yield Mention(
            name=name,
            key=known.get(key, (key, ""))[0],
            start=each.start,
            end=each.end,
            lead=each.start,
            schema="Person" if each.is_person else "Organization",
        )


@lru_cache(maxsize=4096)
def _is_capitals(flat: str) -> bool:
    letters = [char for char in flat if char.isalpha()]
    return len(letters) > 12 and sum(char.isupper() for char in letters) > 0.75 * len(letters)


@lru_cache(maxsize=1024)
def _tokens(flat: str) -> list[Token]:
    """Return the words and marks of a flattened sentence, never changed; a paper reads each sentence more than once."""
    tokens, forms = [], fact_words().legal_forms
    for found in _TOKEN.finditer(flat):
        text, possessive = found[0], False
        if "'" in text:
            for ending in ("'s", "'S"):
                if text.endswith(ending):
                    text, possessive = text[:-2], True
            if text.endswith("'"):
                text, possessive = text[:-1], True
        if text.endswith(".") and text not in forms and not re.fullmatch(r"(?:[A-Z]\.)+", text):
            text = text.rstrip(".-")
        if text.endswith("-"):
            text = text.rstrip("-")
        if text:
            tokens.append(Token(text=text, start=found.start(), end=found.start() + len(text), possessive=possessive))
    return tokens


@lru_cache(maxsize=1024)
def _trimmed_runs(flat: str) -> tuple[tuple[tuple[int, int], _Trimmed], ...]:
    """Return the runs of capitalised words of a flattened sentence, each with what is left of it."""
    tokens = _tokens(flat)
    return tuple((run, _trim(tokens, run)) for run in _runs(tokens))


def _runs(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield (first, last + 1) of each run of capitalised words; a possessive ends one."""
    at = 0
    while at < len(tokens):
        if not _is_capitalised(tokens[at]):
            at += 1
            continue
        end = at + 1
        forms = fact_words().legal_forms
        while end < len(tokens) and end - at < _MAX_WORDS and not tokens[end - 1].possessive:
            if end - at > 1 and tokens[end - 1].text in forms and _stops(tokens, end):
                break
            is_form = "." in tokens[end].text and tokens[end].text in forms
            if _is_capitalised(tokens[end]) or _is_number_of(tokens, end) or is_form:
                end += 1
            elif _joins_on(tokens, at, end):
                end += 2
            else:
                break
        yield at, end
        at = end


def _stops(tokens: list[Token], end: int) -> bool:
    """Tell whether a name ends with the legal form before a token: no other legal form, "of" or "&" follows."""
    word = tokens[end].text
    return word not in fact_words().legal_forms and word not in ("&", ",", "of", "for")


def _joins_on(tokens: list[Token], first: int, joint: int) -> bool:
    """Tell whether the token after a run of capitalised words goes on with the name: "of", ", Ltd", "and Trading"."""
    if joint + 1 >= len(tokens):
        return False
    word, following, last = tokens[joint].text, tokens[joint + 1], tokens[joint - 1].text
    if word in fact_words().connectors:
        return _is_capitalised(following)
    if word == ",":
        return following.text in fact_words().legal_forms
    if word == "for":
        return last in fact_words().for_after and _is_capitalised(following)
    if word != "and":
        return False
    pair = last in fact_words().paired and following.text in fact_words().paired and joint - first >= 2
    return pair or _acronym_spans(tokens, first, joint)


def _acronym_spans(tokens: list[Token], first: int, joint: int) -> bool:
    """Tell whether an acronym after the second of two joined runs stands for both."""
    end = joint + 1
    while end < len(tokens) and end - joint < _MAX_WORDS and _is_capitalised(tokens[end]):
        end += 1
    if end == joint + 1 or end + 1 >= len(tokens) or tokens[end].text != "(":
        return False
    short = tokens[end + 1].text
    return bool(ACRONYM.fullmatch(short)) and short[0] == tokens[first].text[0] != tokens[joint + 1].text[0]


def _is_number_of(tokens: list[Token], at: int) -> bool:
    """Tell whether a number names a body: "Establishment 12"; one that counts goods after it names none."""
    is_last = at + 1 == len(tokens) or not tokens[at + 1].text[0].islower() or tokens[at + 1].text in _AFTER_NUMBER
    return tokens[at - 1].text in fact_words().numbered and tokens[at].text.isdigit() and is_last


_AFTER_NUMBER = frozenset(
    ("which", "that", "is", "was", "has", "had", "will", "would", "of", "in", "and", "for", "to", "as", "by", "at")
)


def _is_capitalised(token: Token) -> bool:
    is_capital = token.text[0].isupper() or _ARABIC_ARTICLE.match(token.text) is not None
    return is_capital and not _REDACTED.search(token.text)


_ARABIC_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|an|ar|at|az|ul|ibn|bin|abu|umm)-[A-Z]")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A name that a run of capitalised words makes, with what of the run is left; whether it is a party's by itself."""

    mention: Mention
    first: int
    last: int
    is_party: bool


@lru_cache(maxsize=1024)
def _drafts(flat: str) -> tuple[_Draft, ...]:
    """Return the names of a flattened sentence in order, whatever the passage knows; a paper asks more than once."""
    tokens = _tokens(flat)
    drafted = (_draft(flat, tokens, run, trimmed) for run, trimmed in _trimmed_runs(flat))
    return tuple(each for each in drafted if each is not None)


def _draft(flat: str, tokens: list[Token], run: tuple[int, int], trimmed: _Trimmed) -> _Draft | None:
    first, last, country, is_based = trimmed
    if first == last:
        return None
    final = tokens[last - 1]
    if final.text.endswith(".") and final.text[:-1] in fact_words().legal_forms:
        final = replace(final, text=final.text[:-1], end=final.end - 1)
    acronym = _defined_acronym(tokens, run[0], last) or _defined_acronym(tokens, first, last)
    if acronym and first > run[0] and not fits(tokens, first, last, acronym) and not tokens[first - 1].possessive:
        first = run[0]
    if last - first > 2 and tokens[last - 2].text == "of" and tokens[last - 3].text in fact_words().legal_forms:
        last -= 2
        final = tokens[last - 1]
    place = _place_at_end(tokens, first, last)
    if place and not acronym:
        country = country if country[0] else place
        last -= 2
        final = tokens[last - 1]
    name = flat[tokens[first].start : final.end]
    lead, before = _lead(flat, tokens, first, country)
    country = country if country[0] else before
    mention = Mention(
        name=" ".join(name.split()),
        key=fold_name(name),
        start=tokens[first].start,
        end=final.end,
        lead=lead,
        country=country[0],
        country_start=country[1],
        country_end=country[2],
    )
    if acronym:
        mention = replace(mention, aliases=((acronym.text, acronym.start, acronym.end),), end=mention.end)
    native = _NATIVE.match(flat, mention.end) if last - first >= 3 else None
    if native:
        both = tuple((native[group], native.start(group), native.end(group)) for group in ("native", "short"))
        mention = replace(mention, aliases=both)
    clipped = None if mention.aliases else _CLIPPED.match(flat, mention.end)
    if clipped and is_clipped(mention.name, clipped["short"]):
        mention = replace(mention, aliases=((clipped["short"], clipped.start("short"), clipped.end("short")),))
    if not mention.country:
        mention = _country_after(flat, mention)
    is_person = any_of(fact_words().person_nouns).search(flat[lead : mention.start]) is not None
    is_person = is_person or is_like_person(mention, flat)
    mention = replace(mention, schema="Person" if is_person else "Organization")
    is_told = acronym is not None or is_based or bool(native)
    return _Draft(mention, first, last, is_party(mention, flat, tokens, (first, last), is_told))


def _place_at_end(tokens: list[Token], first: int, last: int) -> tuple[str, int, int] | None:
    """Return the country that "of" and a place at the end of a firm's name tell; offices of state keep theirs."""
    if last - first < 4 or tokens[last - 2].text != "of" or tokens[first].text in fact_words().keeps_place:
        return None
    code = country_of(tokens[last - 1].text)
    return (code, tokens[last - 1].start, tokens[last - 1].end) if code else None


def _trim(tokens: list[Token], run: tuple[int, int]) -> _Trimmed:
    """Take country words and openers off the front of a run and connectors off its end.

    Returns the run that is left, the country with its place, and whether "-based" told it.
    """
    first, last = run
    words = fact_words()
    country = ("", 0, 0)
    is_based = False
    while first < last:
        token = tokens[first]
        size = country_words(tokens, first, last)
        place = without_placed(token.text)
        if size:
            code = country_of(" ".join(each.text for each in tokens[first : first + size]))
            country = (code, token.start, tokens[first + size - 1].end)
            first += size
        elif place != token.text and country_of(place):
            country = (country_of(place), token.start, token.end)
            is_based = True
            first += 1
        elif first + 1 < last and based_in(token, tokens[first + 1]):
            country = (based_in(token, tokens[first + 1]), token.start, tokens[first + 1].end)
            is_based = True
            first += 2
        elif token.text == "Export" and first + 1 < last and tokens[first + 1].text in ("Control", "Controls"):
            break
        elif token.text in words.openers or (token.text.lower() in words.stop_words and token.text not in _ORDINALS):
            first += 1
        else:
            break
    while last > first and tokens[last - 1].text in fact_words().connectors:
        last -= 1
    return first, last, country, is_based


_IN_PLACE = re.compile(
    r"(?: \([A-Z&]{2,10}\))?(?:,? (?:which is |is )?(?:based|located|headquartered|registered) in"
    r"|,? an? (?:[a-z\-]+ ){1,3}(?:based )?in| of| in|,| \()"
    r" ?(?P<place>[A-Z][A-Za-z'\-]+(?: (?:[ae]l-)?[A-Z][a-z]+)?)"
    r"(?:, (?P<wider>[A-Z][a-z]+(?: [A-Z][a-z]+)?))?(?=[,.;) ]|$)"
)
_POSSESSED = re.compile(r"(?: \([A-Z]{2,8}\))?, (?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?)'s (?=[a-z])")
_PLACED_KIND = re.compile(
    r"(?P<kind>[a-z\-]+) (?:based |located |registered )?(?:in|from|of) "
    r"(?P<place>[A-Z][\w\-]+(?: (?:[ae]l-)?[A-Z][\w]+)?)"
    r"(?:, | called | named |, called |, named )$"
)
_APPOSITION = re.compile(
    r"(?: \([A-Z]{2,8}\))?,? (?:is |was )?(?:an?|the) (?P<place>[A-Z][A-Za-z]+(?:[ -][A-Z][a-z]+)?)"
    r"(?P<based>-(?:based|registered))?"
    r" (?:[a-z\-]+ ){0,3}(?P<noun>[a-z]+)"
)


def _country_after(flat: str, mention: Mention) -> Mention:
    """Take the country that words after the name tell: "X, a Ruritania-based firm", "X of Strelsau", "X, based in"."""
    window = min(len(flat), mention.end + 120)
    at = _APPOSITION.match(flat, mention.end, window)
    code = country_of(at["place"]) if at else ""
    if at is not None and code and (at["based"] or is_kind_word(at["noun"])):
        return replace(mention, country=code, country_start=at.start("place"), country_end=at.end("place"))
    owned = _POSSESSED.match(flat, mention.end, window)
    code = country_of(owned["place"]) if owned else ""
    if owned is not None and code:
        return replace(mention, country=code, country_start=owned.start("place"), country_end=owned.end("place"))
    within = _IN_PLACE.match(flat, mention.end, window)
    if within is None:
        return mention
    for group in ("wider", "place"):
        code = place_of(within[group] or "")
        if code:
            return replace(mention, country=code, country_start=within.start(group), country_end=within.end(group))
    return mention


def _lead(
    flat: str, tokens: list[Token], first: int, country: tuple[str, int, int]
) -> tuple[int, tuple[str, int, int]]:
    """Return where the words that introduce a name begin, and the country they tell."""
    start = country[1] if country[0] else tokens[first].start
    found = country
    placed = _PLACED_KIND.search(flat, max(0, tokens[first].start - 90), tokens[first].start)
    if placed and not country[0] and is_kind_word(placed["kind"]) and country_of(placed["place"]):
        return placed.start("kind"), (country_of(placed["place"]), placed.start("place"), placed.end("place"))
    at = first - 1
    steps = 0
    while at >= 0 and steps < 6 and tokens[at].text not in (";", ":", "(", ")", "."):
        token = tokens[at]
        based = PLACED.search(token.text)
        two = " ".join(each.text for each in tokens[max(0, at - 1) : at + 1])
        if based:
            place = without_placed(two if country_of(without_placed(two)) else token.text)
            if not found[0] and country_of(place):
                found = (country_of(place), token.end - len(based[0]) - len(place), token.end)
            start = token.start
        elif (
            token.text.lower() in demonyms()
            or two.lower() in demonyms()
            or (token.possessive and (country_of(token.text) or country_of(two)))
            or (start < tokens[first].start and token.text[0].isupper() and (country_of(two) or country_of(token.text)))
        ):
            if not found[0]:
                is_two = two.lower() in demonyms() or not country_of(token.text)
                code = country_of(two if is_two else token.text)
                found = (code, token.start, token.end)
            start = token.start
            break
        elif not (
            is_kind_word(token.text) or (token.text == "," and at == first - 1) or (steps < 3 and token.text.islower())
        ):
            break
        elif is_kind_word(token.text):
            start = token.start
        elif (
            token.text in fact_words().stop_words
            and token.text not in ("the", "a", "an", "its")
            and token.text not in _TRADES
        ):
            break
        at -= 1
        steps += 1
    if found != country and not _introduces(flat, start, tokens[first].start, found):
        return tokens[first].start, country
    return start, found


def _introduces(flat: str, start: int, name: int, found: tuple[str, int, int]) -> bool:
    """Tell whether the words before a name introduce it: a kind of firm or person, or a country right beside it."""
    if any_of(fact_words().kind_nouns + fact_words().person_nouns).search(flat[start:name]):
        return True
    near = flat[found[2] : name].replace("'s", "").strip(" '").lower()
    return near in ("", "the") or PLACED.search(flat[found[1] : found[2]]) is not None


def _defined_acronym(tokens: list[Token], first: int, last: int) -> Token | None:
    """Return the acronym that stands in brackets right after a name of two words or more, if its letters fit."""
    if last - first < 2 or last + 1 >= len(tokens) or tokens[last].text != "(" or tokens[last - 1].possessive:
        return None
    token = tokens[last + 1]
    if _is_short_form(tokens, first, last, token):
        return token
    owner = tokens[first - 1] if first else None
    if owner and owner.possessive and ACRONYM.fullmatch(token.text) and fits(tokens, first - 1, last, token):
        return token
    if not ACRONYM.fullmatch(token.text) or len(token.text) > _MAX_WORDS:
        return None
    if _is_short_for_body(tokens, last, token):
        return token
    is_office = last - first >= 3 and any_of(fact_words().offices).search(
        " ".join(each.text for each in tokens[first:last])
    )
    return token if fits(tokens, first, last, token) or (is_office and len(token.text) > 2) else None


def _is_short_form(tokens: list[Token], first: int, last: int, token: Token) -> bool:
    """Tell whether a bracket right after a name says by which of its words the paper goes on to call it."""
    closed = last + 2 < len(tokens) and tokens[last + 2].text == ")"
    return closed and token.text in {each.text for each in tokens[first:last]} and _is_capitalised(token)


def _is_short_for_body(tokens: list[Token], last: int, token: Token) -> bool:
    """Tell whether capitals in brackets of their own after the name of a body are short for it in its own language."""
    words = fact_words()
    closed = last + 2 < len(tokens) and tokens[last + 2].text == ")"
    is_firm = tokens[last - 1].text in words.legal_forms or tokens[last - 1].text in words.body_nouns
    return closed and is_firm and len(token.text) > 2 and token.text.isalpha() and token.text not in words.not_alone


_CLIPPED = re.compile(r" \([\"“]?(?P<short>[A-Z][A-Za-z]{2,}(?: [A-Z][A-Za-z]+){0,2})[\"”]?\)")
_NATIVE = re.compile(r" \((?P<native>[A-Z][a-zà-ü]{4,}), or (?:the )?(?P<short>[A-Z]{2,6})\)")


def _known_acronyms(flat: str, known: Mapping[str, tuple[str, str]]) -> Iterator[Mention]:
    """Yield acronyms of a capitals-only sentence that the passage has introduced."""
    for token in _tokens(flat):
        full = known.get(fold_name(token.text))
        if full and ACRONYM.fullmatch(token.text) and not full[0].startswith(fold_name(token.text)):
            yield Mention(name=token.text, key=full[0], start=token.start, end=token.end, lead=token.start)


@cache
def _unnamed_nouns() -> re.Pattern[str]:
    nouns = "|".join(sorted((re.escape(n) for n in fact_words().unnamed_nouns), key=len, reverse=True))
    return re.compile(
        rf"(?<![A-Za-z])[Aa]n?[ ]{{1,3}}([A-Z][A-Za-z]+(?: [A-Z][a-z]+)?)[ ]{{1,3}}({nouns})(?=[ ,.;])"
    )


def _unnamed(flat: str, found: list[Mention]) -> Iterator[Mention]:
    """Yield "a Ruritanian company" and the like, which a sentence leaves without a name."""
    for at in _unnamed_nouns().finditer(flat):
        code = demonyms().get(at[1].lower())
        beside = [
            each for each in found if 0 <= each.start - at.end() <= 3 or flat[each.end : at.start()].strip(".) ") == ","
        ]
        if code and not beside:
            name = f"unnamed {at[1]} {at[2]}"
            yield Mention(
                name=name,
                key=fold_name(name),
                start=at.start(),
                end=at.end(),
                lead=at.start(),
                country=code.upper(),
                country_start=at.start(1),
                country_end=at.end(1),
                is_unnamed=True,
            )


def _share_lead(found: list[Mention], flat: str) -> Iterator[Mention]:
    """Give the second of "the Ruritanian firms A and B" the words that introduce the first."""
    previous: Mention | None = None
    for mention in found:
        if previous is not None and mention.start < previous.end:
            continue
        if previous is not None and not mention.country and previous.lead < previous.start:
            between = re.sub(r"\([^()]{0,40}\)", " ", flat[previous.end : mention.start]).strip(" ,.")
            plural = re.search(r"(?:s|ies)\b", flat[previous.lead : previous.start])
            if between in ("and", "and the", "&", "") and plural:
                mention = replace(
                    mention,
                    lead=previous.lead,
                    schema="Person" if previous.schema == "Person" else mention.schema,
                    country=previous.country,
                    country_start=previous.country_start,
                    country_end=previous.country_end,
                )
        previous = mention
        yield mention
