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
from enduse.reading.kinds.layout import Block
from enduse.reading.kinds.lexicon import PaperWords, alternation, kind_words, one_of, paper_words
from enduse.reading.kinds.name_kinds import DEFINES, barred_words, classify_name, fits_acronym
from enduse.reading.kinds.places import PLACED, country_of
from enduse.reading.kinds.registry import FORM_FIRST, Registry, Token, fold_tokens, tokens_of
from enduse.reading.kinds.runs import find_runs
from enduse.reading.kinds.short_forms import find_aliases_behind, find_short_forms
from enduse.reading.kinds.slots import is_goods

_JOINED = re.compile(r",? (?:and|et|und|y|e) |, |(?:, \d\d,?(?: (?:ans|años|Jahre),?)?)? (?:and|et|und|y) ")
_CHARGED = re.compile(
    r"(?:defendants?|co-?conspirators?|prévenue?s?|mise? en examen|[Aa]ngeklagten?|[Aa]ngeschuldigten?|acusad[oa]s?),?"
    r" (?:(?:Mr|Ms|Mrs|M|Mme|Herr|Frau|Sr|Sra)\.? )?$"
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
        registry.barred |= set(_common_acronyms(flat, block))
        if block.is_skipped:
            continue
        tokens = tokens_of(flat, block.start, block.end)
        found = [_read_run(flat, tokens, first, last, words, registry) for first, last in find_runs(flat, tokens)]
        if block.is_heading and not block.number:
            runs += [run for run in found if run is not None and _has_form(run.name)]
            continue
        runs += _joined_firms(flat, _joined_persons(flat, [run for run in found if run is not None]))
        runs += _long_names(flat, block, words)
    runs = [run for run in runs if run.kind and fold_tokens(run.name) not in registry.barred]
    defined = {fold_tokens(short) for run in runs for short in _defined_by(flat, run.end, words)}
    for run in sorted(runs, key=lambda run: (fold_tokens(run.name) in defined, -len(run.name), run.start)):
        party = registry.add(run.name, run.start, run.end, is_person=run.kind == "person")
        if party is None:
            continue
        if run.start < party.start and fold_tokens(run.name) == fold_tokens(party.name):
            party.start, party.end = run.start, run.end
        party.is_charged = party.is_charged or run.is_charged
        if run.country[0] and not party.country:
            party.country, party.country_span = run.country[0], (run.country[1], run.country[2])
        for alias, first, last in find_short_forms(flat, run.end, party, words):
            registry.alias(party, alias, first, last)


def _defined_by(flat: str, end: int, words: PaperWords) -> Iterator[str]:
    """Yield the short form or other names that stand in brackets behind a name, which may be longer than the name."""
    at = DEFINES.match(flat, end)
    if at and at["quote"].strip():
        yield at["short"]
    if flat[end : end + 2] == " (":
        yield from (alias for alias, _, _ in find_aliases_behind(flat, end, min(len(flat), end + 3), words))


def _common_acronyms(flat: str, block: Block) -> Iterator[str]:
    """Yield the short forms of words in small letters, which are no names: "unmanned aerial vehicle (UAV)"."""
    for at in _COMMON.finditer(flat, block.start, block.end):
        letters = "".join(word[0] for word in re.split(r"[ -]", at["words"]))
        if letters.upper().endswith(at["short"].rstrip("s").upper()):
            yield fold_tokens(at["short"])


_COMMON = re.compile(r"(?<![\w-])(?P<words>(?:[a-z]{2,20}[ -]){1,5}[a-z]{2,20}) \(\"?(?P<short>[A-Z]{2,6}s?)\"?\)")


def _long_names(flat: str, block: Block, words: PaperWords) -> Iterator[_Run]:
    """Yield bodies whose names go on in small letters, as French and Spanish print them.

    A capital, an acronym in brackets that fits, or "de" and a place ends such a name: "Institut technique de Hama".
    """
    if not words.long_names:
        return
    for at in _long_name(words.language).finditer(flat, block.start, block.end):
        name = at["name"]
        if (at["short"] and not fits_acronym(at["short"], name)) or barred_words(words.language).search(name):
            continue
        yield _Run(
            name=name, start=at.start("name"), end=at.end("name"), kind="firm", country=("", 0, 0), may_be_person=False
        )


_FIELD = r"(?:des?|du|d'|pour(?: les?| la)?|de (?:la|las|los)|para)"
# Endings of describing words in French and Spanish.
_DESCRIBES = r"(?:ée?s|iques?|elle?s|iels?|ales?|aux|aires?|ives?|[ai]d[oa]s|ic[oa]s?|iv[oa]s)"


@cache
def _long_name(language: str) -> re.Pattern[str]:
    words = paper_words(language)
    first = alternation(words.long_names)
    bodies = alternation((*words.long_names, *(word for word in words.body_first if " " not in word)))
    small = r"(?:(?:de|du|des|d'|del|et|y|la|les|las|los|e)[ ]?)*[a-zà-ÿ]{4,}"
    return re.compile(
        rf"(?P<name>(?<!\w)(?:{first})(?:[ ]{{1,2}}{small}){{0,6}}?"
        rf"(?:[ ]{{1,2}}(?:de |du |des |d'|del )(?:la |l')?[A-ZÀ-Ý][\w-]+|(?=[ ]{{1,2}}\((?P<short>[A-Z]{{2,9}})\)))"
        # A proper name, and then its field in small letters: "Institut Hadara des sciences appliquées".
        rf"|(?<!\w)(?:{bodies})(?:[ ]{{1,2}}[A-ZÀ-Ý][\w-]+){{1,3}}[ ]{{1,2}}{_FIELD}"
        rf" ?[a-zà-ÿ]{{4,}}(?:[ ](?:et|y) (?:de |d'|des )?[a-zà-ÿ]{{5,}})?(?:[ ][a-zà-ÿ]{{3,}}{_DESCRIBES})?)"
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


def _joined_firms(flat: str, runs: list[_Run]) -> list[_Run]:
    """Take for a firm also the name that ends a list of three or more of which the others are firms."""
    for at in range(2, len(runs)):
        first, before, last = runs[at - 2 : at + 1]
        if (
            not last.kind
            and last.may_be_person
            and before.kind == first.kind == "firm"
            and flat[first.end : before.start].startswith(",")
            and _ENDS_LIST.fullmatch(flat[before.end : last.start])
            and flat[last.end : last.end + 1] in (",", ".", ";")
        ):
            runs[at] = replace(last, kind="firm")
    return runs


_ENDS_LIST = re.compile(r",? (?:and|et|und|y|e) (?:the |la |le |die |der |el )?")


def _read_run(
    flat: str, tokens: list[Token], first: int, last: int, words: PaperWords, registry: Registry
) -> _Run | None:
    """Return a run as a name without the words before it; None for offices and words that are no name at all."""
    country = ("", 0, 0)
    titled = False
    while first < last:
        token = tokens[first]
        post = _post_of(words.language).match(flat, token.start, tokens[last - 1].end)
        if post:
            first = next((n for n in range(first, last) if tokens[n].start >= post.end()), last)
            continue
        code = country_of(token.text, words.language) if first + 1 < last else ""
        two = f"{token.text} {tokens[first + 1].text}" if first + 1 < last else ""
        if token.text in words.titles or f"{token.text}." in words.titles:
            titled = True
        elif code and (token.possessive or _is_adjective(token.text, words) or token.text.endswith(PLACED)):
            country = (code, token.start, token.end)
        elif token.text.endswith(PLACED) and first + 1 < last:
            pass
        elif two and country_of(two, words.language) and (_is_adjective(two, words) or two.endswith(PLACED)):
            country = (country_of(two, words.language), token.start, tokens[first + 1].end)
            first += 1
        elif (
            token.text not in words.openers
            and not (token.text.islower() and token.text in kind_words().connectors)
        ) and not (words.language == "de" and _is_common_noun(token.text, words)):
            break
        first += 1
    while last > first and (tokens[last - 1].text in kind_words().connectors or tokens[last - 1].text == "No"):
        last -= 1
    if first >= last:
        return None
    if _KNOWN_AS.search(flat, max(0, tokens[first].start - 40), tokens[first].start):
        return None
    shared = kind_words()
    first = _skip_called(tokens, first, last, words)
    while words.language == "de" and last - first > 2 and is_goods(tokens[last - 1].text, words):
        last -= 1  # German prints goods behind a name with capitals too
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
    kind = classify_name(flat, tokens, (first, last), marks, words, titled=titled)
    if kind is None and barred_words(words.language).search(name):
        short = DEFINES.match(flat, end)
        if short and short["short"].isupper():
            registry.barred.add(fold_tokens(short["short"]))
    texts = [token.text for token in tokens[first:last]]
    may_be = (
        2 <= len(texts) <= 4
        and not any(text.isdigit() or text in words.body_last or text in words.openers for text in texts)
        and not country_of(name, words.language)
        and texts[0].lower() not in words.months
        and not barred_words(words.language).search(name)
    )
    charged = kind == "person" and _CHARGED.search(flat[max(0, start - 40) : start]) is not None
    return _Run(
        name=name, start=start, end=end, kind=kind or "", country=country, may_be_person=may_be, is_charged=charged
    )


def _has_form(name: str) -> bool:
    """Tell a name that a legal form ends which is no everyday word, in no headline all of capitals."""
    shared = kind_words()
    last = name.split()[-1]
    return last in shared.legal_forms - shared.weak_forms and not name.isupper() and len(name.split()) > 1


# What follows is another name of the person or firm before it, which that one takes for its own.
_KNOWN_AS = re.compile(r"[^\W\d_], (?:also|otherwise|better) known as (?:\"|“)?$")


# Further words between a post and the firm that it is held in, in other languages than English.
_OF = ("|de la|de l'|de los|de|du|del|des|der|von|bei|chez|en", "")


@cache
def _post_of(language: str) -> re.Pattern[str]:
    """Find a post in capitals before the firm that it is held in: "Chief Executive Officer of X"."""
    nouns = [noun for noun in paper_words(language).nouns if noun.link in ("employed_by", "owned_by")]
    posts = alternation({word for noun in nouns for word in noun.words})
    return re.compile(
        rf"(?-i:(?=[A-Z]))(?:{posts})(?: and (?:{posts}))? (?:of|at|for{_OF[language == 'en']}) (?:the )?",
        re.IGNORECASE,
    )


def _skip_called(tokens: list[Token], first: int, last: int, words: PaperWords) -> int:
    """Return where a name begins behind what it is called: German prints "Moskauer Firma" with capitals."""
    if words.language != "de":
        return first
    for at in range(first, min(first + 3, last - 1)):
        if _is_common_noun(tokens[at].text, words):
            first = at + 1
    return first


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
    if text == "SDN":  # also a list of the Treasury
        return at + 1 < last and tokens[at + 1].text.startswith("BHD")
    return text not in shared.weak_forms or (at == last - 1 and at > first)


@cache
def _office(language: str) -> re.Pattern[str]:
    return one_of(paper_words(language).officials, exact=True)


def _is_official(flat: str, start: int, end: int, words: PaperWords) -> bool:
    """Tell the holder of a public office: the office stands in the run, right before it, or after a comma."""
    office = _office(words.language)
    inside = office.match(flat, start, end) or next(
        (at for at in office.finditer(flat, max(0, start - 30), end) if at.start() < start < at.end()), None
    )
    before = flat[max(0, start - 60) : start]
    spoken = list(office.finditer(before))
    if spoken and not before[spoken[-1].end() :].strip(" ,") and not before.rstrip().endswith(","):
        return True
    return (inside is not None and inside.end() < end) or _SIGNS.match(flat, end, end + 90) is not None


# The office of one who signs, in the line after the name.
_SIGNS = re.compile(
    r",? {1,2}(?:[A-Z][\w.]+ ){0,4}?(?:Assistant |Under ?|Deputy |Circuit |District )?"
    r"(?:Secretary|Attorney|Judge|Justice|Undersecretary)\b"
)


def _person_of_office(name: str, words: PaperWords) -> str:
    office = _office(words.language)
    rest = name
    while True:
        at = office.match(rest)
        if not at:
            return rest if len(rest.split()) in (2, 3, 4) else ""
        rest = rest[at.end() :].strip(" ,")
