"""Goods in the sentences of papers in four languages: phrase, model, number, origin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from enduse.knowledge.countries import demonyms
from enduse.names.folding import fold_name
from enduse.reading.kinds.designations import MODEL_AFTER, MODEL_BEFORE, find_model, is_model
from enduse.reading.kinds.lexicon import PaperWords, alternation, one_of, paper_words
from enduse.reading.kinds.places import country_of
from enduse.reading.kinds.unlisted import find_listed_beside, find_shared_heads, find_unlisted
from enduse.reading.lexicon import fact_words
from enduse.reading.phrases import branch, signs_of

_MAX_LEFT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Goods at a place: the key of the item, its phrase ("" where it is only called up again), what stands with it."""

    key: str
    phrase: str
    start: int
    end: int
    model: str = ""
    model_span: tuple[int, int] = (0, 0)
    quantity: str = ""
    quantity_start: int = 0
    origin: str = ""
    origin_start: int = 0


@dataclass(slots=True)
class Stock:
    """The goods that a stretch has spoken of, in order: (key, phrase, model)."""

    known: list[tuple[str, str, str]] = field(default_factory=list)
    first: dict[str, Thing] = field(default_factory=dict)

    def key_of(self, phrase: str, model: str) -> str:
        """Return the key of goods: those of the same model, else those that a shorter phrase can mean."""
        folded = fold_name(phrase)
        if model:
            for key, said, known in self.known:
                if known == model:
                    return key
                if not known and _share_head(said, folded) and _is_part(said, folded):
                    self.known.remove((key, said, known))
                    self.known.append((key, max(said, folded, key=len), model))
                    return key
            made = f"{folded} {fold_name(model)}"
            self.known.append((made, folded, model))
            return made
        for key, said, _ in reversed(self.known):
            if (
                said == folded
                or said.endswith(f" {folded}")
                or said.startswith(f"{folded} ")
                or set(folded.split()) < set(said.split())
            ):
                return key
        self.known.append((folded, folded, ""))
        return folded


def _share_head(one: str, other: str) -> bool:
    """Tell whether two phrases share the last word, as English and German ones do, or the first, as others do."""
    left, right = one.split(), other.split()
    return left[-1:] == right[-1:] or left[:1] == right[:1]


def _is_part(one: str, other: str) -> bool:
    left, right = set(one.split()), set(other.split())
    return left <= right or right <= left


@cache
def _purposes(language: str) -> re.Pattern[str]:
    """Find, right before goods, words that tell what other goods are for: those are not traded here."""
    return re.compile(
        rf"(?<![\w])(?:{alternation(paper_words(language).purposes)})(?: [\w-]+){{0,2}} ?$", re.IGNORECASE
    )


@cache
def _heads(language: str) -> re.Pattern[str]:
    words = paper_words(language)
    heads = {*words.goods, *(fact_words().heads if language == "en" else ())}
    endings = {"en": "(?:s|es)?", "fr": "(?:s|x|es)?", "es": "(?:s|es)?", "de": "(?:en|n|e|er|s|es)?"}[language]
    inner = {"fr": "(?:s|x|es)?", "es": "(?:s|es)?"}.get(language, "")
    parts: list[tuple[str, ...]] = []
    for head in sorted(heads, key=lambda each: (-len(each), each)):
        *first, last = head.split()
        signs = [sign for word in first for sign in (*signs_of(word), *((inner,) if len(word) > 3 else ()), _SPACE)]
        is_y = language == "en" and head[-2:-1] not in "aeou" and head.endswith("y")
        ending = (*signs_of(last.removesuffix("y")), "(?:y|ies)") if is_y else (*signs_of(last), endings)
        parts.append((*signs, *ending))
    before = r"(?:[A-ZÄÖÜ][\w-]{2,24})?" if language == "de" else ""
    return re.compile(rf"(?<![\w-]){before}(?:{branch(parts)})(?![\w-])", re.IGNORECASE)


_SPACE = "[ ]{1,3}"


def is_known_kind(thing: Thing, words: PaperWords) -> bool:
    """Tell goods that the lexicon knows from those that only their place in a sentence told."""
    return thing.phrase == "" or _heads(words.language).search(thing.phrase) is not None


def find_things(
    flat: str, start: int, end: int, words: PaperWords, stock: Stock, *, taken: Sequence[tuple[int, int]] = ()
) -> list[Thing]:
    """Return the goods of a sentence in order, none overlapping; `stock` tells which are known already.

    Nothing inside a place that is `taken`, by a name, is one.
    """
    found: list[Thing] = []
    purpose_end = 0
    for head_start, head_end in _whole_heads(flat, start, end, words):
        if (found and head_start < found[-1].end) or any(a < head_end and head_start < b for a, b in taken):
            continue
        after = re.match(r"[ ]{1,2}([a-z\-]+)", flat[head_end : head_end + 30])
        is_law = _CONTROLLED_FOR.match(flat, head_end) is not None
        if words.language == "en" and after and after[1] in fact_words().follow_words and not is_law:
            continue
        is_listed = purpose_end > 0 and _LISTS_ON.fullmatch(flat[purpose_end:head_start]) is not None
        if is_listed or _is_purpose(flat, start, head_start, words):
            purpose_end = head_end
            continue
        first = head_start
        if found and _SERVES.fullmatch(flat[found[-1].end : first]):
            continue
        if words.language == "en":
            first = _walk_left(flat, first, max(start, found[-1].end if found else start))
        found.append(_describe(flat, first, head_end, words, stock))
    found += _spoken_again(flat, start, end, found, words, stock)
    found, more = _unlisted(flat, start, end, found, words, stock)
    found += more
    return sorted(found, key=lambda thing: thing.start)


# A comma or "and" between what goods are for, plain words before the next: "for missiles, radar systems and drones".
_LISTS_ON = re.compile(r"(?:,? (?:and|or|et|und|y)|,| for| of)(?: [a-zà-ÿ-]+){0,3} ")


def _is_purpose(flat: str, start: int, head: int, words: PaperWords) -> bool:
    """Tell goods that others are for; "parts such as X" names parts, "uses such as X" does not."""
    low = max(start, head - 50)
    at = _purposes(words.language).search(flat[low:head])
    if at is None:
        return False
    before = flat[max(start, low + at.start() - 60) : low + at.start()]
    return not (at[0].lower().startswith("such as") and _SORT_OF.search(before) is not None)


_SORT_OF = re.compile(
    r"\b(?:parts|components|goods|items|equipment|products|materials|devices|commodities|technology|electronics)\b"
    r"[^.;]{0,45}$"
)
# What the law does with goods; without it "controlled" makes them a part of something else.
_CONTROLLED_FOR = re.compile(r" controlled (?:for|by|under|on|as|in)\b")


def _whole_heads(flat: str, start: int, end: int, words: PaperWords) -> Iterator[tuple[int, int]]:
    """Yield the places of nouns of goods; of two that follow each other the first describes: "fibre lasers"."""
    held: tuple[int, int] | None = None
    for at in _heads(words.language).finditer(flat, start, end):
        if held and words.language == "en" and flat[held[1] : at.start()] == " ":
            held = (held[0], at.end())
            continue
        if held:
            yield held
        parts = _PARTS_OF.match(flat, at.end(), end) if words.language == "en" else None
        held = (at.start(), parts.end() if parts else at.end())
    if held:
        yield held


_PARTS_OF = re.compile(r" (?:parts?|components?|spares|assembl(?:y|ies)|modules?)\b")


# Between goods and what they are for: "gyroscopes for F-5 aircraft".
_SERVES = re.compile(
    r" (?:for|pour|para|für|destiné[es]{0,2} (?:à|aux)|destinad[oa]s? a)"
    r" (?:use (?:in|on|with) )?(?:the |an? |its |their |les? |la |l[oa]s |des |die |den |das )?"
    r"(?:[A-Z0-9][\w-]* ){0,3}(?:[a-zà-ÿß-]+ )?"
)


def _is_free(first: int, last: int, found: Sequence[Thing]) -> bool:
    return not any(first < thing.end and thing.start < last for thing in found)


def _spoken_again(
    flat: str, start: int, end: int, found: Sequence[Thing], words: PaperWords, stock: Stock
) -> list[Thing]:
    """Return goods that an article and their last word call up again: "test benches ... the benches"."""
    again: list[Thing] = []
    for key, said, _ in reversed(stock.known[-_MOST_RECALLED:]):
        noun = said.split()[-1] if said else ""
        if len(noun) < 4 or not noun.isalpha():
            continue
        for at in re.finditer(
            rf"(?<![\w-])(?:{_POINTING[words.language]}) (?:[^\W\d_]+ )?(?P<noun>{noun}(?:s|es|e|en|er|n|x)?)(?![\w-])",
            flat[start:end], re.IGNORECASE,
        ):
            first, last = start + at.start("noun"), start + at.end("noun")
            if _is_free(first, last, (*found, *again)):
                again.append(_again(flat, key, first, last))
    return again


def _again(flat: str, key: str, start: int, end: int) -> Thing:
    """Return goods called up again, with the model that stands behind them: "the drives, model SD-70"."""
    after = MODEL_AFTER.match(flat, end, end + 60)
    if after and after["said"] and is_model(after["model"]):
        span = (after.start("model"), after.end("model"))
        return Thing(key=key, phrase="", start=start, end=end, model=after["model"], model_span=span)
    return Thing(key=key, phrase="", start=start, end=end)


_MOST_RECALLED = 12
_POINTING = {
    "en": "the|these|those|both|said|its|their|two|three|four|five|six|all",
    "fr": "les?|la|ces?|cette|deux|trois|quatre",
    "de": "der|die|das|den|dem|diese[rsnm]?|zwei|drei|vier|beide",
    "es": "los?|las?|el|estos?|estas?|dos|tres|cuatro",
}


def _unlisted(
    flat: str, start: int, end: int, found: Sequence[Thing], words: PaperWords, stock: Stock
) -> tuple[list[Thing], list[Thing]]:
    """Return the goods found before that stay, and goods of no known kind: told by a model, or by a verb of trade."""
    more: list[Thing] = []
    unlisted = list(find_unlisted(flat, start, end, words))
    # What goods of no known kind are for is not traded: "a slide for a Vorne 19 pistol".
    found = [t for t in found if not any(_SERVES.fullmatch(flat, last, max(last, t.start)) for _, last in unlisted)]
    places = [(t.start, max(t.end, t.model_span[1])) for t in found if t.phrase]
    beside = find_listed_beside(flat, start, end, places, words)
    shared = find_shared_heads(flat, start, places, words)
    for first, last in (*unlisted, *beside):
        has_model = any(t.model and 0 <= t.model_span[0] - last < 30 for t in found)
        if _is_free(first, last, (*found, *more)) and not has_model:
            more.append(_describe(flat, first, last, words, stock))
    for first, last, phrase in shared:
        if _is_free(first, last, (*found, *more)):
            more.append(_named(phrase, first, last, stock))
    return found, more


def _named(phrase: str, start: int, end: int, stock: Stock) -> Thing:
    """Return goods whose noun stands elsewhere, behind those joined to them."""
    thing = Thing(key=stock.key_of(phrase, ""), phrase=phrase, start=start, end=end)
    stock.first.setdefault(thing.key, thing)
    return thing


def _walk_left(flat: str, head: int, floor: int) -> int:
    """Go left over the plain lower-case words that belong to the phrase."""
    start = head
    stops = fact_words().stop_words
    for taken, word in enumerate(reversed(list(re.finditer(r"[\w'/\-]+", flat[max(floor, head - 90) : head])))):
        text = word[0]
        gap = flat[max(floor, head - 90) + word.end() : start]
        is_plain = text.islower() or (flat[head].isupper() and text[0].isupper() and text.lower() not in _OPENING)
        if gap.strip() or taken >= _MAX_LEFT or not is_plain or text in stops or text in fact_words().numbers:
            break
        low = text.lower()
        if text in fact_words().units or low.endswith(("ly", "-origin", "-made")) or len(text) < 3 or low in _LOOSE:
            break
        start = max(floor, head - 90) + word.start()
    return start


_OPENING = frozenset(("the", "a", "an", "these", "those", "all", "such", "its", "their", "of", "and", "for", "to"))
_LOOSE = frozenset(
    (
        "whether",
        "million",
        "billion",
        "smuggling",
        "exporting",
        "shipping",
        "selling",
        "buying",
        "purchasing",
        "supplying",
        "acquiring",
        "procuring",
        "obtaining",
        "importing",
        "sending",
        "transferring",
        "controls",
        "exported",
        "re-exported",
        "reexported",
        "shipped",
        "purchased",
        "because",
        "controlling",
        "required",
        "made",
        "containing",
        "carrying",
        "called",
        "used",
        "whose",
        "named",
        "worth",
        "sensitive",
        "advanced",
        "illegally",
        "its",
        "controlled",
        "same",
        "american",
        "equipped",
        "following",
    )
)


def _describe(flat: str, start: int, end: int, words: PaperWords, stock: Stock) -> Thing:
    phrase = _singular(" ".join(flat[start:end].split()), words)
    model, span, anchor = find_model(flat, start, end, words.language)
    quantity, quantity_start = _quantity(flat, anchor, words)
    origin, origin_start = _origin(flat, anchor, words)
    if stock.known and not model and not quantity and _is_general(phrase, words):
        return Thing(key=stock.known[-1][0], phrase="", start=start, end=end)
    key = stock.key_of(phrase, model)
    thing = Thing(
        key=key,
        phrase=phrase,
        start=start,
        end=end,
        model=model,
        model_span=span,
        quantity=quantity,
        quantity_start=quantity_start,
        origin=origin,
        origin_start=origin_start,
    )
    stock.first.setdefault(key, thing)
    return thing


def _is_general(phrase: str, words: PaperWords) -> bool:
    """Tell words that call up what was spoken of before: "the same instruments", "these machines"."""
    said = phrase.lower().split()
    general = {form for word in words.generic_goods for form in (word.lower(), word.lower().removesuffix("s"))}
    is_of_kind = len(said) == 2 and said[-1] in _OF_ANY and _heads(words.language).fullmatch(said[0]) is not None
    return len(said) <= 2 and said[-1] in general and not is_of_kind


# "aircraft parts" are no aircraft; "laser equipment" may call up the lasers.
_OF_ANY = ("part", "parts", "spare", "spares")


def _singular(phrase: str, words: PaperWords) -> str:
    """Return a phrase in the singular as the lexicon prints its noun."""
    return _made_singular(phrase, words.language)


@lru_cache(maxsize=2048)
def _made_singular(phrase: str, language: str) -> str:
    known, by_length = _head_nouns(language)
    low = phrase.lower()
    if low in known:
        return phrase
    for head in by_length:
        if language == "en":
            for ending in ("s", "es"):
                if head.endswith("y") and low.endswith(head[:-1] + "ies"):
                    return f"{phrase[:-3]}y"
                if low.endswith(head + ending) and low[: -len(head + ending)][-1:] in ("", " "):
                    return phrase[: -len(ending)]
        elif _matches(head, low):
            return known[head]
        elif language == "de" and (compound := _compound(head).search(low)):
            return phrase[: compound.start("ending")]
    plural = re.search(r"(?<=[a-z]{2})(?<![sui])s$|(?<=[sxh])es$", phrase) if language == "en" else None
    return phrase[: plural.start()] if plural else phrase


@cache
def _compound(head: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=[^ ]{{3}}){re.escape(head)}(?P<ending>en|n|e|er|s|es)$")


@cache
def _head_nouns(language: str) -> tuple[dict[str, str], tuple[str, ...]]:
    heads = (*paper_words(language).goods, *(fact_words().heads if language == "en" else ()))
    known = {head.lower(): head for head in heads}
    return known, tuple(sorted(known, key=lambda head: (-len(head), head)))


def _matches(head: str, low: str) -> bool:
    parts, said = head.split(), low.split()
    return len(parts) == len(said) and all(
        word.startswith(part) and len(word) - len(part) <= 2 for part, word in zip(parts, said, strict=True)
    )


def _quantity(flat: str, anchor: int, words: PaperWords) -> tuple[str, int]:
    lead = flat[max(0, anchor - 70) : anchor]
    units = alternation(words.units)
    numbers = alternation(words.numbers)
    numbered = re.compile(
        rf"(?<![\w.,$€/-])(?P<number>\d{{1,3}}(?:[,. ]\d{{3}})+|(?!(?:19|20)\d\d\b)\d{{1,6}}|{numbers})[ ]{{1,2}}"
        rf"(?:(?P<unit>{units})[ ](?:of |de |d'|von )?)?"
        rf"(?:(?:of|de|von) (?:our|your|its|their|these|nos|unsere[nr]?) )?"
        r"(?:(?!(?:of|and|to|for|in|from|de|et|und|y|les|des|the|Fällen?|cas|casos|cases|occasions|ocasiones"
        r"|that|which|who|whose|qui|que|companies|firms|individuals|entities|people|persons|men|nationals|citizens"
        r"|sociétés|entreprises|personnes|Firmen|Unternehmen|Personen|empresas|personas|individuos)\b)"
        r"[^\W\d][\w.&'-]*[ ]{1,2}){0,4}$",
        re.IGNORECASE,
    )
    at = next((found for start in range(len(lead), -1, -1) if (found := numbered.match(lead, start))), None)
    offset = anchor - len(lead)
    counted = re.compile(
        rf"(?<![\w.,$€/-])(?P<number>\d{{1,3}}(?:[,. ]\d{{3}})+|\d{{1,6}}|{numbers})[ ]{{1,2}}(?P<unit>{units})[ ]"
        r"(?:of |de |d'|von )?$", re.IGNORECASE,
    )
    at = (counted.search(lead, 0, at.start()) if at else None) or at
    if not at:
        article = re.search(r"\b(?:[Aa]n?|[Uu]ne?|[Ee]ine[nr]?|[Uu]na?)[ ]{1,2}(?:[A-Z][\w-]*[ ]{1,2}){0,2}$", lead)
        return ("1", offset + article.start()) if article and anchor and MODEL_BEFORE.match(flat, anchor) else ("", 0)
    text = at["number"].lower()
    number = words.numbers.get(text) or re.sub(r"[,. ]", "", text)
    if re.fullmatch(r"(?:19|20)\d\d", text) and not at["unit"]:
        return "", 0
    unit = words.units.get((at["unit"] or "").lower(), "")
    return f"{number} {unit}".strip(), offset + at.start()


def _origin(flat: str, anchor: int, words: PaperWords) -> tuple[str, int]:
    lead = flat[max(0, anchor - 60) : anchor]
    at = re.search(
        r"(?P<who>[^\W\d_][\w.]*?)(?:[- ](?:origin|made|built|manufactured|produced))?[ ]{1,2}"
        r"(?:[a-z\-]+[ ]{1,2}){0,2}$",
        lead,
    )
    if not at or not (at["who"][0].isupper() or "origin" in at[0]):
        return "", 0
    low = at["who"].lower()
    marked = re.search(r"[- ](?:origin|made|built|manufactured|produced)", at[0]) is not None

    code = country_of(at["who"], words.language) if marked or low in demonyms() else ""
    return code, anchor - len(lead) + at.start("who")


def control_of(flat: str, start: int, end: int, words: PaperWords) -> tuple[str, int, int] | None:
    """Return what a sentence says of control, and where."""
    for status, said in (("not_controlled", words.not_controlled), ("controlled", words.controlled)):
        at = one_of(said).search(flat, start, end)
        if at:
            lead = re.findall(r"\w+", flat[max(start, at.start() - 30) : at.start()].lower())[-3:]
            is_open = status == "controlled" and bool(set(lead) & set(fact_words().control_hedges))
            return ("potentially_controlled" if is_open else status), at.start(), at.end()
    return None
