"""Names of firms, bodies and persons in a paper, and every place where it speaks of them.

A run of capitalised words is a name when something tells so: a legal form, a noun
of bodies at its end or beginning, what it is called before or after ("the firm X",
"X, a Ruritanian broker"), an age, a title, or a short form defined after it.
Holders of public office and public bodies are none. Then each form of each name is
looked for through the whole stretch: full, short, surname, acronym.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from enduse.knowledge.countries import demonyms
from enduse.names.folding import fold_name
from enduse.names.given_names import is_given_name
from enduse.reading.kinds.layout import Block
from enduse.reading.kinds.lexicon import LANGUAGES, PaperWords, alternation, kind_words, one_of, paper_words
from enduse.reading.kinds.places import country_of
from enduse.reading.kinds.registry import FORM_FIRST, MAX_WORDS, Party, Registry, Token, fold_tokens, tokens_of
from enduse.reading.kinds.slots import kind_by_place

NOT_INSIDE = r"(?<![\w-])"
_PLACED = ("-based", "-registered", "-incorporated", "-owned", "-controlled", "-headquartered")
_REDACTED = re.compile(r"[xX]{5,}|█")


_DEFINES = re.compile(
    r",?[ ]{1,2}\((?:hereinafter |hereafter |ci-après |im Folgenden |en adelante |collectively |together |the )*"
    r"(?P<quote>[\"“«„' ]{0,2})(?P<short>[^\W_][^()\"”“»«]{0,50}?)[,.]?[\"”»“' ]{0,2}"
    r"(?:[ ]?(?:or|and|,|/|;)[ ]?(?:the )?[\"“«](?P<more>[^()\"”“»]{2,40})[\"”»])?\)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """A run of capitalised words: its name, place, kind ("firm", "person", or "" where nothing tells), and country."""

    name: str
    start: int
    end: int
    kind: str
    country: tuple[str, int, int]
    may_be_person: bool
    is_charged: bool = False


def find_names(flat: str, blocks: Iterable[Block], words: PaperWords, registry: Registry) -> None:
    """Add to the registry every name that the blocks tell by themselves. Cost: linear in the text."""
    runs: list[_Run] = []
    for block in blocks:
        if block.is_skipped or (block.is_heading and not block.number):
            continue
        tokens = tokens_of(flat, block.start, block.end)
        found = [_read_run(flat, tokens, first, last, words, registry) for first, last in _runs(flat, tokens)]
        runs += _joined_persons(flat, [run for run in found if run is not None])
        runs += _long_names(flat, block, words)
    runs = [run for run in runs if run.kind and fold_tokens(run.name) not in registry.barred]
    for run in sorted(runs, key=lambda run: (-len(run.name), run.start)):
        party = registry.add(run.name, run.start, run.end, is_person=run.kind == "person")
        if party is None:
            continue
        if run.start < party.start and fold_tokens(run.name) == fold_tokens(party.name):
            party.start, party.end = run.start, run.end
        party.is_charged = party.is_charged or run.is_charged
        if run.country[0] and not party.country:
            party.country, party.country_span = run.country[0], (run.country[1], run.country[2])
        for alias, first, last in _defined(flat, run.end, party, words):
            registry.alias(party, alias, first, last)


def _long_names(flat: str, block: Block, words: PaperWords) -> Iterator[_Run]:
    """Yield bodies whose names go on in small letters, as French and Spanish print them.

    A capital, an acronym in brackets that fits, or "de" and a place ends such a name: "Institut technique de Hama".
    """
    if not words.long_names:
        return
    for at in _long_name(words.language).finditer(flat, block.start, block.end):
        name = at["name"]
        if (at["short"] and not _fits(at["short"], name)) or _barred(words.language).search(name):
            continue
        yield _Run(
            name=name, start=at.start("name"), end=at.end("name"), kind="firm", country=("", 0, 0), may_be_person=False
        )


@cache
def _long_name(language: str) -> re.Pattern[str]:
    first = alternation(paper_words(language).long_names)
    small = r"(?:(?:de|du|des|d'|del|et|y|la|les|las|los|e)[ ]?)*[a-zà-ÿ]{4,}"
    return re.compile(
        rf"(?<!\w)(?P<name>(?:{first})(?:[ ]{{1,2}}{small}){{0,6}}?"
        rf"(?:[ ]{{1,2}}(?:de |du |des |d'|del )(?:la |l')?[A-ZÀ-Ý][\w-]+|(?=[ ]{{1,2}}\((?P<short>[A-Z]{{2,9}})\))))"
    )


def _joined_persons(flat: str, runs: list[_Run]) -> list[_Run]:
    """Take for persons also the names that commas and "and" join to a person's: "X, Y and Z"."""
    for step in (1, -1):
        for at in range(len(runs)) if step > 0 else range(len(runs) - 1, -1, -1):
            beside = at - step
            if (
                not runs[at].kind
                and runs[at].may_be_person
                and 0 <= beside < len(runs)
                and runs[beside].kind == "person"
            ):
                first, last = sorted((runs[at], runs[beside]), key=lambda run: run.start)
                if _JOINED.fullmatch(flat[first.end : last.start]):
                    runs[at] = replace(runs[at], kind="person", is_charged=runs[beside].is_charged)
    return runs


_JOINED = re.compile(r",? (?:and|et|und|y|e) |, |(?:, \d\d,?(?: (?:ans|años|Jahre),?)?)? (?:and|et|und|y) ")


def _is_capital(token: Token) -> bool:
    return (token.text[0].isupper() or _PARTICLE.match(token.text) is not None) and not _REDACTED.search(token.text)


# A small word tied to a name by a hyphen: "al-Tesk".
_PARTICLE = re.compile(r"(?:a[bdlnrstz]|ash|el|ul)-[^\W\d_a-zß-öø-ÿ]")


def _runs(flat: str, tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield (first, last + 1) of each run of capitalised words."""
    shared = kind_words()
    at = 0
    while at < len(tokens):
        if not _is_capital(tokens[at]):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and end - at < MAX_WORDS:
            gap = flat[tokens[end - 1].end : tokens[end].start]
            text = tokens[end].text
            if tokens[end - 1].possessive and gap.strip(" '’sS"):
                break
            is_form = text in shared.legal_forms or text.rstrip(".") in shared.legal_forms
            if (gap.strip() == "," and is_form) or (gap.strip() == "&" and _is_capital(tokens[end])):
                end += 1
            elif _is_bracketed_form(flat, tokens, end):
                end += 2
            elif gap.strip() not in ("", "'s", "’s", "'") or (tokens[end - 1].possessive and end - at < 2):
                break
            elif _is_capital(tokens[end]) or (text.isdigit() and len(text) <= 4) or text in shared.legal_forms:
                end += 1
            elif (
                text in shared.connectors
                and _joins(tokens, at, end)
                and end + 1 < len(tokens)
                and _is_capital(tokens[end + 1])
                and not flat[tokens[end].end : tokens[end + 1].start].strip()
            ):
                end += 2
            elif text == "pour" or (text == "le" and tokens[end - 1].text == "pour"):
                end += 1
            else:
                break
        yield at, end
        at = end


def _is_bracketed_form(flat: str, tokens: list[Token], at: int) -> bool:
    """Tell a word in brackets within a firm's name, a legal form after it: "(Pvt) Ltd", "(Hong Kong) Co"."""
    if at + 1 >= len(tokens) or flat[tokens[at - 1].end : tokens[at].start].strip() != "(":
        return False
    forms = kind_words().legal_forms
    closed = flat[tokens[at].end : tokens[at + 1].start].strip() in (")", ".)")
    return closed and (tokens[at + 1].text in forms or f"{tokens[at + 1].text}." in forms)


def _joins(tokens: list[Token], first: int, joint: int) -> bool:
    """Tell whether a small word stands inside one name: "of" after a noun of bodies, "and" within what follows it."""
    text = tokens[joint].text
    if joint + 1 >= len(tokens):
        return False
    if text in ("la", "le"):
        return tokens[joint - 1].text in ("de", "pour", "para")
    before = [token.text for token in tokens[first:joint]]
    if text in _JOINING:
        return any(word in _GENITIVE for word in before) and not set(before) & kind_words().legal_forms
    if text == "of" and before[-1] not in _founded() and country_of(tokens[joint + 1].text, "en"):
        return False
    return text not in _GENITIVE or before[-1] in _bodies() or (text != "of" and _form_follows(tokens, joint))


def _form_follows(tokens: list[Token], joint: int) -> bool:
    """Tell whether a legal form ends the capitals after a small word: "Ópticas del Sur S.L."."""
    for token in tokens[joint + 1 : joint + 5]:
        if token.text in kind_words().legal_forms:
            return True
        if not _is_capital(token):
            return False
    return False


_JOINING = frozenset(("and", "et", "y", "und", "e", "i"))
_GENITIVE = frozenset(("of", "for", "für", "de", "du", "des", "del", "della", "di"))


@cache
def _founded() -> frozenset[str]:
    """Return the words after which "of" and a town go on with a name: "University of", "Bank of"."""
    found = {word.split()[0] for language in LANGUAGES for word in paper_words(language).body_first}
    return frozenset(found | {"Republic", "Kingdom", "Bank", "Ministry", "University", "Institute", "Academy"})


@cache
def _bodies() -> frozenset[str]:
    """Return the words after which "of" goes on with a name, in all languages."""
    found: set[str] = {"Republic", "Kingdom", "Bank", "Ministry"}
    for language in LANGUAGES:
        words = paper_words(language)
        found |= words.body_last | {word.split()[0] for word in words.body_first}
        found |= {noun.split()[0].title() for noun in words.kind_nouns}
    return frozenset(found)


def _read_run(
    flat: str, tokens: list[Token], first: int, last: int, words: PaperWords, registry: Registry
) -> _Run | None:
    """Return a run as a name without the words before it; None for offices and words that are no name at all."""
    country = ("", 0, 0)
    titled = False
    while first < last:
        token = tokens[first]
        code = country_of(token.text, words.language) if first + 1 < last else ""
        two = f"{token.text} {tokens[first + 1].text}" if first + 1 < last else ""
        if token.text in words.titles or f"{token.text}." in words.titles:
            titled = True
        elif code and (token.possessive or _is_adjective(token.text, words) or token.text.endswith(_PLACED)):
            country = (code, token.start, token.end)
        elif two and country_of(two, words.language) and (_is_adjective(two, words) or two.endswith(_PLACED)):
            country = (country_of(two, words.language), token.start, tokens[first + 1].end)
            first += 1
        elif token.text not in words.openers and not (words.language == "de" and _is_common_noun(token.text, words)):
            break
        first += 1
    while last > first and (tokens[last - 1].text in kind_words().connectors or tokens[last - 1].text == "No"):
        last -= 1
    if first >= last:
        return None
    shared = kind_words()
    first = _skip_called(tokens, first, last, words)
    marks = [n for n in range(first, last) if _is_form(tokens, n, first, last)]
    cuts = [n for n in marks if n > first and not (tokens[n].text in shared.front_forms and n + 1 < last)]
    if cuts and not FORM_FIRST.match(flat, tokens[first].start):
        last = cuts[-1] + 1
    start, end = tokens[first].start, tokens[last - 1].end
    if flat[end : end + 1] == "." and flat[start:end].split()[-1] + "." in shared.legal_forms and _goes_on(flat, end):
        end += 1
    name = flat[start:end]
    if _is_official(flat, start, end, words):
        shape = _person_of_office(name, words)
        if shape and not titled:
            registry.barred.add(fold_tokens(shape))
            registry.barred.add(fold_tokens(shape).split()[-1])
        return None
    kind = _classify(flat, tokens, (first, last), marks, words, titled=titled)
    if kind is None and _barred(words.language).search(name):
        short = _DEFINES.match(flat, end)
        if short and short["short"].isupper():
            registry.barred.add(fold_tokens(short["short"]))
    texts = [token.text for token in tokens[first:last]]
    may_be = (
        2 <= len(texts) <= 4
        and not any(text.isdigit() or text in words.body_last or text in words.openers for text in texts)
        and not country_of(name, words.language)
        and texts[0].lower() not in words.months
        and not _barred(words.language).search(name)
    )
    charged = kind == "person" and _CHARGED.search(flat[max(0, start - 40) : start]) is not None
    return _Run(
        name=name, start=start, end=end, kind=kind or "", country=country, may_be_person=may_be, is_charged=charged
    )


def _skip_called(tokens: list[Token], first: int, last: int, words: PaperWords) -> int:
    """Return where a name begins behind what it is called: German prints "Moskauer Firma" with capitals."""
    if words.language != "de":
        return first
    for at in range(first, min(first + 3, last - 1)):
        if _is_common_noun(tokens[at].text, words):
            first = at + 1
    return first


_CHARGED = re.compile(
    r"(?:defendants?|co-?conspirators?|prévenue?s?|mise? en examen|[Aa]ngeklagten?|[Aa]ngeschuldigten?|acusad[oa]s?),?"
    r" (?:(?:Mr|Ms|Mrs|M|Mme|Herr|Frau|Sr|Sra)\.? )?$"
)


def _goes_on(flat: str, end: int) -> bool:
    """Tell whether the sentence goes on after a full stop, which then belongs to the name."""
    return re.match(r"\.(?:,|;|\)| [a-z(])", flat[end : end + 3]) is not None


def _is_adjective(text: str, words: PaperWords) -> bool:

    return text.lower() in demonyms() or (text.lower() in words.places)


def _is_common_noun(text: str, words: PaperWords) -> bool:
    """Tell a noun of firms or persons that German prints with a capital before a name; a plant is part of its name."""
    if text.startswith(words.body_first) or text.endswith(("fabrik", "werk", "werke", "werft")):
        return False
    low = text.lower()
    return any(low.endswith(noun.lower()) for noun in (*words.kind_nouns, *words.person_nouns) if len(noun) > 4)


def _is_form(tokens: list[Token], at: int, first: int, last: int) -> bool:
    shared = kind_words()
    text = tokens[at].text
    if text not in shared.legal_forms:
        return False
    return text not in shared.weak_forms or (at == last - 1 and at > first)


@cache
def _office(language: str) -> re.Pattern[str]:
    return one_of(paper_words(language).officials, exact=True)


def _is_official(flat: str, start: int, end: int, words: PaperWords) -> bool:
    """Tell the holder of a public office: the office stands in the run, right before it, or after a comma."""
    office = _office(words.language)
    inside = office.match(flat, start, end)
    before = flat[max(0, start - 60) : start]
    spoken = list(office.finditer(before))
    if spoken and not before[spoken[-1].end() :].strip(" ,") and not before.rstrip().endswith(","):
        return True
    return inside is not None and inside.end() < end


def _person_of_office(name: str, words: PaperWords) -> str:
    office = _office(words.language)
    rest = name
    while True:
        at = office.match(rest)
        if not at:
            return rest if len(rest.split()) in (2, 3, 4) else ""
        rest = rest[at.end() :].strip(" ,")


def _classify(
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
    if strong:
        return "firm"
    if _barred(words.language).search(_allowed(words.language).sub(" ", name)):
        return None
    if name in words.body_last or (count == 1 and name in kind_words().legal_forms):
        return None
    if count == 1 and any(char.isdigit() for char in name):
        return None
    if count == 1 and _IN_PLACE.search(flat, max(0, start - 12), start):
        return None
    before, after = flat[max(0, start - 70) : start], flat[end : end + 110]
    bodies = tokens[last - 1].text in words.body_last or name.startswith(words.body_first)
    is_shape = 2 <= count <= 5 and not any(token.text.isdigit() for token in tokens[first:last])
    said = _called_before(words.language).search(before)
    if said:
        is_person = said["person"] is not None and said["firm"] is None
        if said["firm"] and said["firm"].lower() in words.person_nouns and is_shape and not bodies:
            is_person = count <= 3 and is_given_name(fold_name(tokens[first].text))
        if is_person and is_shape and not bodies:
            return "person"
        return "firm" if said["firm"] else None
    if (titled or _aged().match(after)) and not bodies and (is_shape or titled):
        return "person"
    if _triggered(words.language).search(before) and is_shape and not bodies:
        return "person"
    if bodies and count >= 2:
        return "firm"
    told = _called_after(words.language).match(after)
    if told:
        if told["firm"] or told["based"]:
            return "firm"
        if is_shape:
            return "person"
    defines = _DEFINES.match(flat, end)
    if defines and is_shape and not bodies and fold_tokens(defines["short"]) in fold_tokens(name).split():
        return "person" if defines["short"] in (tokens[last - 1].text, tokens[first].text) else "firm"
    if defines and count >= 2 and not country_of(defines["short"], words.language):
        short = defines["short"]
        if defines["quote"].strip() and is_shape and fold_tokens(short) in fold_tokens(name).split():
            return "person" if not bodies and short in (tokens[last - 1].text, tokens[first].text) else "firm"
        if _fits(short, name):
            return "firm"
    return kind_by_place(flat, start, end, words) or None


def _fits(short: str, name: str) -> bool:
    """Tell whether an acronym's letters stand in a name in order, the first as its first."""
    if not re.fullmatch(r"[A-Z][A-Z0-9&.\-]{1,9}", short):
        return False
    letters = iter(name.upper())
    return name[:1].upper() == short[0] and all(char in letters for char in short if char.isalpha())


_IN_PLACE = re.compile(r"(?<![\w])(?:in|at|near|à|en|bei|nahe)[ ]{1,2}$")


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
def _barred(language: str) -> re.Pattern[str]:
    return one_of(paper_words(language).not_parties, exact=True)


@cache
def _called_before(language: str) -> re.Pattern[str]:
    """Find what a name is called right before it: "the firm X", "la société russe X", "its distributor in Y, X"."""
    words = paper_words(language)
    roles = [word for noun in words.nouns for word in noun.words]
    firm = alternation((*words.kind_nouns, *(word for word in roles if word in words.kind_nouns)))
    person = alternation(words.person_nouns)
    return re.compile(
        rf"{'' if language == 'de' else NOT_INSIDE}(?:(?P<firm>{firm})|(?P<person>{person}))"
        r"(?:[ ]{1,2}(?:called|named|known as|namens|nommée?|dénommée?|llamada|denominada))?"
        r"(?:[ ](?:in|of|à|in der|en|de) [^\W\d_]\w+(?: [^\W\d_]\w+)?,"
        r""
        rf"{'' if language == 'en' else '|[ ][a-zà-ÿ]{4,14}(?:-[a-zà-ÿ]{4,12})?'})?,?"
        rf"(?:[ ](?:{alternation(words.articles)}))?[ ]{{1,3}}[\"“«„]?"
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


_PREPOSITIONS = r"(?:of|in|to|by|with|through|from|via|par|avec|mit|von|aus|por|con)\b"


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


def _defined(flat: str, end: int, party: Party, words: PaperWords) -> Iterator[tuple[str, int, int]]:
    """Yield the short forms and other names that stand in brackets right after a name."""
    at = _DEFINES.match(flat, end)
    while at:
        if (
            at["quote"].strip()
            or _fits(at["short"], party.name)
            or fold_tokens(at["short"]) in fold_tokens(party.name).split()
        ):
            for part in ("short", "more"):
                if at[part] and not country_of(at[part], words.language) and not _generic(at[part], words):
                    for alias in re.split(r"[\"”“»«],? (?:and|or|und|et|y) [\"“«]|; ", at[part]):
                        yield alias, at.start(part), at.end(part)
        yield from _aliases_in(flat, at.start(), at.end(), words)
        at = None
    yield from _aliases_in(flat, end, min(len(flat), end + 3), words)
    running = one_of(words.alias_words).match(flat, end + (2 if flat[end : end + 2] == ", " else 1))
    if running:
        name = re.match(
            r"[ ]*[\"“«]?(?P<name>[^\W\d_][\w'.-]*(?:[ ][^\W\d_a-zà-ÿ][\w'.-]*){0,5})",
            flat[running.end() : running.end() + 80],
        )
        if name and name["name"][0].isupper():
            first = running.end() + name.start("name")
            yield flat[first : running.end() + name.end("name")].rstrip(".,"), first, running.end() + name.end("name")


def _generic(text: str, words: PaperWords) -> bool:
    low = text.lower().removeprefix("the ").strip()
    return (
        low in words.kind_nouns
        or low in words.person_nouns
        or low.title() in words.openers
        or bool(_barred(words.language).search(text))
    )


def _aliases_in(flat: str, start: int, end: int, words: PaperWords) -> Iterator[tuple[str, int, int]]:
    """Yield the names that words such as "also known as" introduce between two places."""
    head = one_of(words.alias_words).match(flat, start + (2 if flat[start : start + 2] == " (" else 0), end + 40)
    if head is None:
        return
    stop = flat.find(")", head.end(), head.end() + 400) if flat[start : start + 2] == " (" else -1
    if stop < 0:
        return
    at = head.end()
    for part in re.split(r"[;,]", flat[head.end() : stop]):
        clean = one_of(words.alias_words).sub("", part).strip(" .:\"“”«»'")
        if clean:
            first = flat.find(clean, at)
            yield clean, first, first + len(clean)
        at += len(part)
