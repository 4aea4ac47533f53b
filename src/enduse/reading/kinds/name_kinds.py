"""What makes a run of capitals the name of a firm or of a person, and what makes it none."""

from __future__ import annotations

import re
from functools import cache

from enduse.names.folding import fold_name
from enduse.names.given_names import is_given_name
from enduse.reading.kinds.lexicon import PaperWords, alternation, kind_words, one_of, paper_words
from enduse.reading.kinds.places import country_of
from enduse.reading.kinds.registry import Token, fold_tokens
from enduse.reading.kinds.slots import is_goods, kind_by_place

NOT_INSIDE = r"(?<![\w-])"
DEFINES = re.compile(
    r",?[ ]{1,2}\((?:hereinafter |hereafter |ci-après |im Folgenden |en adelante |collectively |together |the )*"
    r"(?P<quote>[\"“«„' ]{0,2})(?P<short>[^\W_][^()\"”“»«]{0,50}?)[,.]?[\"”»“' ]{0,2}"
    r"(?:[ ]?(?:or|and|,|/|;)[ ]?(?:the )?[\"“«](?P<more>[^()\"”“»]{2,40})[\"”»])?\)"
)
_IN_PLACE = re.compile(r"(?<![\w])(?:in|at|near|à|en|bei|nahe)[ ]{1,2}$")
_IN_STATE = re.compile(r",[ ]{1,2}(?P<state>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=-based|,|\.|\)| )")
_AGED_BEFORE = re.compile(r"(?<!\w)\d\d(?:-jährige[nrsm]?|-year-old)(?: [A-Za-zß-ü-]+){0,2} $")
# A German noun with a capital like any other: no name where it stands alone.
_GERMAN_NOUN = re.compile(
    r"^[A-ZÄÖÜ][a-zäöüß]{4,}(?:sen|ler|ung|ungen|heit|keit|schaft|ion|ionen|tät|nis|nisse|ment|enten)$"
)
# What opens a relative clause; the noun behind it is no name: "der Konzern, der Pumpen herstellt".
_RELATIVE = re.compile(r", (?:der|die|das|welche[rs]?|deren|dessen) $")
_PREPOSITIONS = r"(?:of|in|to|by|with|through|from|via|par|avec|mit|von|aus|por|con)\b"


def classify_name(
    flat: str,
    tokens: list[Token],
    run: tuple[int, int],
    marks: list[int],
    words: PaperWords,
    *,
    titled: bool,
) -> str | None:
    """Return "firm" or "person" where something tells which, None where nothing makes the run a party's name."""
    first, last = run
    start, end = tokens[first].start, tokens[last - 1].end
    name, count = flat[start:end], last - first
    if country_of(name, words.language) or len(name) < 3 or name.split()[0].lower() in words.months:
        return None
    strong = bool(marks) and count >= 2
    if all(token.text in kind_words().legal_forms for token in tokens[first:last]):
        return None
    if strong:
        return "firm"
    if barred_words(words.language).search(_allowed(words.language).sub(" ", name)):
        return None
    if name in words.body_last or (count == 1 and name in kind_words().legal_forms):
        return None
    if count == 1 and (any(char.isdigit() for char in name) or name.lower() in words.numbers):
        return None
    if count == 1 and words.language == "de" and is_goods(name, words):
        return None
    if count == 1 and _IN_PLACE.search(flat, max(0, start - 12), start):
        return None
    before, after = flat[max(0, start - 70) : start], flat[end : end + 110]
    if words.language == "de" and tokens[last - 1].text in words.person_nouns:
        return None
    if words.language == "de" and count == 1 and (_GERMAN_NOUN.search(name) or _RELATIVE.search(before)):
        return None
    placed = _IN_STATE.match(after) if count <= 2 else None
    if placed and placed["state"] in kind_words().states_us:
        return None
    bodies = tokens[last - 1].text in words.body_last or name.startswith(words.body_first)
    is_shape = 2 <= count <= 5 and not any(token.text.isdigit() for token in tokens[first:last])
    said = _called_before(words.language).search(before)
    if said:
        is_person = said["person"] is not None and said["firm"] is None
        if said["firm"] and said["firm"].lower() in words.person_nouns and is_shape and not bodies:
            is_person = count <= 3 and is_given_name(fold_name(tokens[first].text))
        if is_person and is_shape and not bodies:
            return "person"
        # "Leiter der Vorne Industrial Group": a post is held in the body whose name follows it.
        return "firm" if said["firm"] or (bodies and words.language != "en") else None
    is_initial_last = len(tokens[last - 1].text.rstrip(".")) == 1  # as of persons whom a paper does not name in full
    if words.language != "en" and is_shape and not titled and not is_initial_last and _of_country(before, words):
        return "firm"
    if (titled or _aged().match(after)) and not bodies and (is_shape or titled):
        return "person"
    if (_triggered(words.language).search(before) or _AGED_BEFORE.search(before)) and is_shape and not bodies:
        return "person"
    if bodies and count >= 2:
        return "firm"
    if 2 <= count <= 4 and is_shape and (
        _does_as_person(words.language).match(after) or _holds_post(words.language).match(after)
    ):
        return "person"
    is_initial = re.fullmatch(r"[^\W\d_]\.?", tokens[last - 1].text) is not None
    if count == 2 and is_initial and is_given_name(fold_name(tokens[first].text)):
        return "person"
    told = _called_after(words.language).match(after)
    if told:
        if told["firm"] or told["based"]:
            return "firm"
        if is_shape:
            return "person"
    defines = DEFINES.match(flat, end)
    if defines and is_shape and not bodies and fold_tokens(defines["short"]) in fold_tokens(name).split():
        return "person" if defines["short"] in (tokens[last - 1].text, tokens[first].text) else "firm"
    if defines and count >= 2 and not country_of(defines["short"], words.language):
        short = defines["short"]
        if defines["quote"].strip() and is_shape and fold_tokens(short) in fold_tokens(name).split():
            return "person" if not bodies and short in (tokens[last - 1].text, tokens[first].text) else "firm"
        if fits_acronym(short, name):
            return "firm"
    return kind_by_place(flat, start, end, words) or ("person" if _is_given(tokens[first:last], words) else None)


def _of_country(before: str, words: PaperWords) -> bool:
    """Tell whether the adjective of a country alone stands before a name, as of firms: "die iranische X"."""
    at = _ARTICLED.search(before)
    return at is not None and at["word"] != at["word"].title() and at["word"].lower() in words.places


_ARTICLED = re.compile(
    r"(?:\b(?:[Ll]a|[Ll]e|[Dd]ie|[Dd]er|[Dd]as|[Dd]er|[Dd]em|[Dd]en|[Ee]l|[Aa] la|[Aa]l|[Dd]e la|[Dd]el|du) |[Ll]['’])"
    r"(?P<word>[^\W\d_A-Z][^\W\d_]{3,16}) $"
)


_SYLLABLES = 8  # letters at most of a given name of one or two syllables


def _is_family_first(texts: list[str]) -> bool:
    """Tell a family name that stands first, with one or two short given names behind it."""
    return texts[0] in kind_words().family_first and len(texts) <= 3 and all(len(text) <= _SYLLABLES for text in texts)


# A family name and a given name of two syllables, as Korean names are printed: "Pak Vo-rin".
_KOREAN = re.compile(r"[A-Z][a-z]{1,5} [A-Z][a-z]{1,6}-[a-z]{1,6}")


def _is_given(run: list[Token], words: PaperWords) -> bool:
    """Tell two to four words of which the first is a given name and none a place or a common word."""
    texts = [token.text for token in run]
    if len(texts) == 2 and _KOREAN.fullmatch(" ".join(texts)) and not country_of(texts[0], words.language):
        return texts[0] not in words.openers and texts[0] not in words.body_first
    return (
        2 <= len(texts) <= 4
        and (is_given_name(fold_name(texts[0])) or _is_family_first(texts))
        and not any(text in words.openers or any(char.isdigit() for char in text) for text in texts)
        and not any(country_of(text, words.language) for text in texts)
        and all(text.isupper() or text[1:].islower() or "-" in text or "." in text or "'" in text for text in texts)
    )


def fits_acronym(short: str, name: str) -> bool:
    """Tell whether an acronym's letters stand in a name in order, the first as its first."""
    if not re.fullmatch(r"[A-Z][A-Z0-9&.\-]{1,9}", short):
        return False
    letters = iter(name.upper())
    return name[:1].upper() == short[0] and all(char in letters for char in short if char.isalpha())


@cache
def _allowed(language: str) -> re.Pattern[str]:
    return one_of(paper_words(language).allowed_bodies)


@cache
def _triggered(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w])(?:{alternation(paper_words(language).person_verbs)})(?: (?:both|defendants?))?,?[ ]{{1,2}}$",
        re.IGNORECASE,
    )


@cache
def _holds_post(language: str) -> re.Pattern[str]:
    """Find the post of a person right after the name: ", chief executive of X", " acted as head of"."""
    words = paper_words(language)
    posts = {word for noun in words.nouns if noun.link == "employed_by" for word in noun.words}
    return re.compile(
        rf"(?: \([^()]{{1,60}}\))?(?:,? (?:(?:who|der|die|qui|que|quien) )?(?:{alternation(words.be)})|,)"
        rf" (?:(?:{alternation(words.articles)}) )?"
        rf"(?:(?!{_PREPOSITIONS})[\w'-]+ ){{0,2}}?(?:{alternation(posts)})(?!\w)",
        re.IGNORECASE,
    )


@cache
def _does_as_person(language: str) -> re.Pattern[str]:
    deeds = alternation(paper_words(language).person_deeds)
    return re.compile(
        rf"(?: \([^()]{{1,60}}\))?,? (?:who |die |der |qui |que |quien )?(?:{deeds})(?!\w)", re.IGNORECASE
    )


@cache
def barred_words(language: str) -> re.Pattern[str]:
    return one_of(paper_words(language).not_parties, exact=True)


# "a firm of brokers called X": the words between what somebody is called and the name.
_CALLED = (
    r"(?:(?:[ ][a-zà-ÿ'’-]{2,16}){0,4}[ ]{1,2}(?:called|named|known as|namens|mit dem Namen|mit Namen|genannt|nommée?"
    r"|dénommée?|baptisée?|appelée?|du nom d[e']|llamad[ao]|denominad[ao]|bautizad[ao]|de nombre))?"
)


@cache
def _called_before(language: str) -> re.Pattern[str]:
    """Find what a name is called right before it: "the firm X", "la société russe X", "its distributor in Y, X"."""
    words = paper_words(language)
    roles = [word for noun in words.nouns for word in noun.words]
    firm = alternation((*words.kind_nouns, *(word for word in roles if word in words.kind_nouns)))
    posts = {word for noun in words.nouns if noun.link == "employed_by" for word in noun.words if " of" not in word}
    person = alternation({*words.person_nouns, *posts} - set(words.kind_nouns))
    return re.compile(
        rf"{'' if language == 'de' else NOT_INSIDE}(?:(?P<firm>{firm})|(?P<person>{person}))"
        rf"{_CALLED}"
        r"(?:[ ](?:in|of|à|in der|en|de) [^\W\d_]\w+(?: [^\W\d_]\w+)?,"
        r""
        rf"{'' if language == 'en' else '|[ ][a-zà-ÿ]{4,14}(?:-[a-zà-ÿ]{4,12})?'})?,?"
        rf"(?:[ ](?:{alternation(words.articles)}))?[ ]{{1,3}}[\"“«„]?[ ]?"
        r"(?:(?:Mr|Ms|Mrs|M|Mme|Herr|Herrn|Frau|Sr|Sra|D|Dr)\.? )?$",
        re.IGNORECASE,
    )


@cache
def _aged() -> re.Pattern[str]:
    return re.compile(
        r"(?:[ ]\([^()]{1,50}\))?(?:,? (?:also known as|a/k/a|a\.k\.a\.|alias) [^,;()]{2,60}|[ ]\([^()]{1,90}\))?,?[ ]"
        r"(?:\(?(?:age[d]?[ ])?(?:1[89]|[2-8]\d)\)?(?:[ ]ans|[ ]años"
        r"|[ ]Jahre)?[,;.)]|\(\d\d\)"
        r"|de (?:1[89]|[2-8]\d) años|âgée? de|née? (?:le|en|à)|geboren am|nacido en|nacida en|born (?:in|on)"
        r"|(?:a|an) (?:\d\d-year-old|dual|naturalized|\w+ (?:and \w+ )?(?:national|citizen)))"
    )


@cache
def _called_after(language: str) -> re.Pattern[str]:
    """Find what a name is called right after it: "X, a Ruritanian broker", "X is based in"."""
    words = paper_words(language)
    firm, person = alternation(words.kind_nouns), alternation(words.person_nouns)
    placed = alternation(word for word in words.place_words if " " in word and len(word) > 6)
    be, articles = alternation(words.be), alternation(words.articles)
    return re.compile(
        r"(?:[ ]\([^()]{1,60}\))?(?:"
        rf",?[ ](?:which |who |que |qui )?(?P<based>(?:(?:{be}) )?(?:{placed}))\b"
        rf"|(?:,[ ](?:(?:which |who |que |qui )?(?:{be}) )?(?:(?:{articles}) )?|[ ](?:(?:{be}) )?(?:{articles}) )"
        rf"(?:(?!{_PREPOSITIONS})[\w'-]+,? ){{0,5}}?(?:(?P<firm>{firm})|(?P<person>{person}))\b)",
        re.IGNORECASE,
    )
