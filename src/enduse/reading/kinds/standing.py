"""Where parties stand and by which shorter forms a paper calls them: states, surnames, captions."""

from __future__ import annotations

import re
from functools import cache

from enduse.names.folding import fold_name
from enduse.names.given_names import is_given_name
from enduse.reading.kinds.layout import Block, split_paragraph
from enduse.reading.kinds.lexicon import PaperWords, alternation, kind_words, paper_words
from enduse.reading.kinds.places import country_of, find_places
from enduse.reading.kinds.registry import Mention, Registry, find_mentions, fold_tokens


def settle_states(flat: str, blocks: tuple[Block, ...], registry: Registry, words: PaperWords) -> None:
    """Find the state of each party in the words after its names, where its introduction did not tell it."""
    for block in blocks:
        if block.is_skipped:
            continue
        for first, last in split_paragraph(flat, block.start, block.end):
            mentions = find_mentions(flat, first, last, registry)
            for number, each in enumerate(mentions):
                party = registry.parties[each.key]
                if party.country:
                    continue
                stop = next((m.start for m in mentions[number + 1 :] if m.key != each.key), last)
                place = _state_before(flat, first, each.start, words)
                place = place or _state_after(flat, each.end, min(stop, each.end + 140), words)
                place = place or _state_of_address(flat, block, each, words)
                if place:
                    party.country, party.country_span = place[0], (min(place[1], each.start), max(place[2], each.end))


# What may stand between a name and "of": brackets, an age.
_BESIDE_NAME = re.compile(r"\([^()]*\)|\b\d\d\b(?: ans| años| Jahre)?|\b(?:âgée? )?de(?= \d\d)")


def _state_of_address(flat: str, block: Block, mention: Mention, words: PaperWords) -> tuple[str, int, int] | None:
    """Return the state at the end of a short block that a name opens and an address follows, as a letterhead does."""
    body = flat[block.start : block.end].rstrip(" .")
    opens = flat.rfind("  ", block.start, mention.start) + 2 >= mention.start - 1 or mention.start - block.start < 24
    if len(body) > 250 or not opens or not any(char.isdigit() for char in body):
        return None
    if body != flat[block.start : block.end].rstrip() and _VERBAL.search(flat, mention.end, block.end):
        return None  # a sentence, and no address
    found = list(find_places(flat, mention.end, block.start + len(body), words.language))
    return found[-1] if found and found[-1][2] == block.start + len(body) else None


_VERBAL = re.compile(r"(?:^|[ ,])(?:(?!de\b|of\b|la\b)[a-zà-ÿß]{2,} ){2,}")


def _state_after(flat: str, start: int, end: int, words: PaperWords) -> tuple[str, int, int] | None:
    """Return the state that words right after a name place it in: "of X", "based in X", "(X)", ", a X citizen"."""
    window = flat[start:end]
    told = _introduced(flat, start, window, words)
    if told:
        return told
    for at in _placed(words.language).finditer(window):
        gap = window[: at.start()]
        if _AWAY[words.language == "en"].search(gap) or len(gap) > 90:
            return None
        if len(at[0]) <= 3 and _BESIDE_NAME.sub("", gap).strip(" ,\"”'"):
            continue
        found = next(find_places(flat, start + at.end(), min(end, start + at.end() + 60), words.language), None)
        led = flat[start + at.end() : found[1]] if found else ""
        if words.language != "en" and re.search(r"\d| (?:al?|an|aux?|à) ", led):
            continue
        if found and not re.search(r"[.;]|[a-z]{4,} [a-z]{3,} [a-z]{4,}", flat[start + at.end() : found[1]]):
            rest = list(find_places(flat, found[1], min(end, found[2] + 25), words.language))
            return rest[-1] if len(rest) > 1 and re.fullmatch(r", ", flat[rest[0][2] : rest[1][1]]) else found
    return None


# Words that lead away from a name: what is placed behind them is somebody else's.
_AWAY = {
    True: re.compile(r"\b(?:from|to|sold|shipped|exported|for)\b"),
    False: re.compile(r"\b(?:from|to|sold|shipped|exported|for|al?|an|aux?|à|vers|nach|hacia)\b"),
}


def _introduced(flat: str, start: int, window: str, words: PaperWords) -> tuple[str, int, int] | None:
    """Return the state in what a name is called after it: ", a Ruritanian firm"."""
    told = _introduces(words.language).match(window)
    if told:
        found = next(find_places(flat, start, start + min(len(told[0]) + 24, len(window)), words.language), None)
        governs = found and _GOVERNS.match(flat, found[2])
        if found and not governs and found[1] - start <= len(told[0]) + 1:
            return found
    return None


# What makes a state one that acts, and not where the party before it stands.
_GOVERNS = re.compile(
    r"(?:'s)? (?:[Gg]overnment|[Dd]epartment|Treasury|authorities|Attorney|customs|Customs|police|court)\b"
)
# A describing word, neither a joint nor a preposition.
_LOWER = r"(?!(?:and|und|et|y|in|to|from|by)\b)[a-zà-ÿß'-]+"


def _state_before(flat: str, start: int, end: int, words: PaperWords) -> tuple[str, int, int] | None:
    """Return the state in the words that introduce a name: "the Ruritanian firm X"."""
    found = list(find_places(flat, max(start, end - 70), end, words.language))
    if not found:
        return None
    code, first, last = found[-1]
    gap = flat[last:end]
    nouns = _called(words.language)
    if re.fullmatch(
        rf"(?:'s|-based)?(?: (?:{_LOWER} ){{0,3}}(?:{nouns}))?,? ?(?:Mr\.? |Ms\.? |Herr |M\. )?[\"“]?",
        gap,
        re.IGNORECASE,
    ):
        return code, first, last
    back = re.search(rf"(?:{nouns}) (?:[a-zà-ÿ]+ )?$", flat[max(start, first - 40) : first], re.IGNORECASE)
    if back and not gap.strip(' ,"“'):
        return code, first, last
    return None


def add_surnames(registry: Registry, words: PaperWords) -> None:
    """Let persons be known by surname, and firms by a first word that stands alone in the text."""
    claimed: dict[str, set[str]] = {}
    for party in registry.parties.values():
        for name in (party.name, *(alias for alias, _, _ in party.aliases if " " in alias)):
            parts = [part.strip(",.") for part in name.replace(",", " ").split()]
            if not parts:
                continue
            if party.is_person:
                capitals = [part for part in parts if part.isupper() and len(part) > 1]
                capitals = capitals[-1:] if len(capitals) == len(parts) else capitals
                for part in capitals or [parts[-1], *(parts[:1] if _may_be_family(parts) else [])]:
                    if len(part) > 1:
                        claimed.setdefault(part, set()).add(party.key)
                        claimed.setdefault(part.upper(), set()).add(party.key)
                        claimed.setdefault(part.title(), set()).add(party.key)
            elif len(parts) > 2 or (len(parts) == 2 and len(parts[0]) >= 5):
                if len(parts[0]) >= 5 and not _is_common(parts[0], words):
                    claimed.setdefault(parts[0], set()).add(party.key)
                if parts[1][:1].isupper():
                    claimed.setdefault(" ".join(parts[:2]), set()).add(party.key)
    for form, keys in claimed.items():
        if len(keys) == 1 and fold_tokens(form) not in registry.barred:
            (key,) = keys
            if " " in form:
                registry.forms.setdefault(fold_tokens(form), key)
            else:
                registry.exact.setdefault(form, key)


def _may_be_family(parts: list[str]) -> bool:
    """Tell a name whose first word may be that of the family, as in Chinese and Korean ones."""
    if len(parts) > 2:
        return len(parts[0]) <= 3
    return len(parts) == 2 and len(parts[0]) <= 6 and not is_given_name(fold_name(parts[0]))


def _is_common(word: str, words: PaperWords) -> bool:
    return (
        word in words.openers
        or word in words.body_last
        or bool(country_of(word, words.language))
        or word.lower() in words.kind_nouns
        or word
        in (
            "Shahid",
            "International",
            "National",
            "General",
            "Global",
            "United",
            "Golden",
            "North",
            "South",
            "Korea",
            "First",
        )
    )


def read_caption(text: str, start: int, end: int, registry: Registry, words: PaperWords) -> None:
    """Take the names between "v." and "Defendants" as those who are charged."""
    matter = _MATTER.search(text, start, min(end, start + 6_000))
    if matter and not set(matter["name"].replace(",", " ").split()) & (kind_words().legal_forms | words.body_last):
        registry.add(matter["name"], matter.start("name"), matter.end("name"), is_person=True)
    found = _CAPTION.search(text, start, min(end, start + 6_000))
    if not found:
        line = _SHORT_CAPTION.search(text, start, min(end, start + 6_000))
        if line:
            party = registry.add(line["name"], line.start("name"), line.end("name"), is_person=True)
            if party is not None:
                party.is_charged = True
        return
    at = found.start("names")
    for piece in re.split(r"\n|;|,(?!\s*(?:Inc|Ltd|LLC|L\.L\.C|Co|Corp|S\.A|Jr|GmbH)\b)|\band\b", found["names"]):
        name = re.sub(r"^\W*(?:and\s)?|\s*(?:Criminal No|Case No|Cr\. No|No\.|Docket)[\s\S]*$", "", piece).strip(
            ' \t,.:)("“”'
        )
        alias = re.match(r"(?:a/?k/?a|also known as)\.?\s*[\"“]?([^\"”]{2,60})", name, re.IGNORECASE)
        place = text.find(name, at)
        at += len(piece)
        parties = list(registry.parties.values())
        if alias and parties:
            registry.alias(
                parties[-1], alias[1], text.find(alias[1], place), text.find(alias[1], place) + len(alias[1])
            )
        elif re.fullmatch(r"[^\W\d_][\w'.&,\- ]{3,80}", name) and len(name.split()) > 1 and name[0].isupper():
            shared = kind_words()
            is_firm = any(
                word in shared.legal_forms or word.title() in words.body_last for word in name.replace(",", " ").split()
            )
            party = registry.add(name, place, place + len(name), is_person=not is_firm)
            if party is not None:
                party.is_charged = True


_MATTER = re.compile(
    r"\b[Ii][Nn] (?:the|THE) [Mm](?:atters?|ATTERS?) (?:of|OF):?\s{1,40}"
    r"(?P<name>[^\W\d_a-zß-ö]['’\w.-]*(?:[ \t]{1,2}(?:[^\W\d_a-zß-ö]['’\w.-]*|bin|al|de|van|von)){1,4})"
    # No legal form may follow the comma: that is a firm's name, which tells itself.
    r"(?=\s*(?:[,;(\n]))(?!\s*,?\s*(?:Inc|INC|Ltd|LTD|LLC|L\.L\.C|Co\b|CO\b|Corp|CORP|Limited|GmbH|S\.A))"
)
_SHORT_CAPTION = re.compile(
    r"(?:UNITED STATES OF AMERICA|U\.S\.A?\.|REGINA|THE KING|THE QUEEN),?\s+-?vs?\.?-?\s+"
    r"(?P<name>[A-ZÀ-Ý][A-ZÀ-Ý'-]+(?:[ ]{1,2}[A-ZÀ-Ý][A-ZÀ-Ý.'-]*){1,4})(?=\s*(?:\n|,|$))"
)
_CAPTION = re.compile(
    r"(?:^|\n)[ \t]*(?:[-–—]?[ ]?v\.?[ ]?[-–—]?|vs\.?|-against-|against)[ \t]*(?:[^\n]*?)\n"
    r"(?P<names>[\s\S]{3,1200}?)\bDefendants?\b",
    re.IGNORECASE,
)


@cache
def _introduces(language: str) -> re.Pattern[str]:
    words = paper_words(language)
    return re.compile(
        rf"(?: \([^()]{{1,60}}\))?(?:,? (?:which |who |qui |que )?(?:{alternation(words.be)})|,)"
        rf" (?:(?:{alternation(words.articles)}) )?"
        rf"(?:(?!(?:in|of|to|by|with|through|for|from|via|de|en|à|von|mit|an|über|nach|für|bei|durch|auf|au|aux|vers|par|pour"
        rf"|a|al|hacia|por|para|con)\b)[\w'-]+ ){{0,3}}",
        re.IGNORECASE,
    )


@cache
def _placed(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<![\w])(?:{alternation(paper_words(language).place_words)})(?![\w])|\()", re.IGNORECASE)


@cache
def _called(language: str) -> str:
    words = paper_words(language)
    return alternation({*words.kind_nouns, *words.person_nouns, *(word for noun in words.nouns for word in noun.words)})
