"""Claims of a published paper or letter: its parts, its lists, its sentences, its events.

Each stretch between marks is read by itself, so that no audience's facts rest on
words that it may not see. A paper without marks is one stretch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from enduse.names.folding import fold_name
from enduse.names.given_names import is_given_name
from enduse.reading.facts import Claim, Portion, Span
from enduse.reading.kinds.cells import join_cells
from enduse.reading.kinds.clauses import read_sentence
from enduse.reading.kinds.columns import Table, find_tables
from enduse.reading.kinds.entries import find_entries, is_act_of_listing
from enduse.reading.kinds.fields import Entry, place_in
from enduse.reading.kinds.goods import Thing
from enduse.reading.kinds.happenings import Happening, find_happenings
from enduse.reading.kinds.imprint import day_of_paper
from enduse.reading.kinds.layout import Block, split_address, split_blocks, split_paragraph
from enduse.reading.kinds.lexicon import PaperWords, one_of, paper_words
from enduse.reading.kinds.naming import find_names
from enduse.reading.kinds.parts import conclude_parts
from enduse.reading.kinds.places import country_of
from enduse.reading.kinds.recognising import PaperKind
from enduse.reading.kinds.registry import Mention, Party, Registry, find_mentions, fold_tokens
from enduse.reading.kinds.respondents import find_respondents, tie_respondents
from enduse.reading.kinds.rows import read_table
from enduse.reading.kinds.scene import INSTRUMENT, Scene, find_spoken_of, make_role
from enduse.reading.kinds.sending import find_addressee, find_sender
from enduse.reading.kinds.short_forms import find_short_forms
from enduse.reading.kinds.standing import add_surnames, read_caption, settle_states
from enduse.reading.roles import Said
from enduse.reading.sentences import find_hedge, flatten

_READ = ("body", "talking_points", "subject")


_MAX_SAID = 20_000
# Kinds of paper that tell of a case: goods that they say were traded or seized are items of it.
_CASES = ("press_release", "charging", "order", "text", "panel")


@dataclass(slots=True)
class _Stretch:
    """What one stretch of text came to: its scene, what was said, and what happened."""

    scene: Scene
    said: list[Said]
    events: list[Happening]
    entries: list[tuple[Entry, str]]
    bulleted: list[tuple[str, int, int]] = field(default_factory=list)


IsWanted = Callable[[Iterable[Party], bool], bool]


def read_paper(
    text: str, portions: tuple[Portion, ...], kind: PaperKind, *, is_wanted: IsWanted | None = None
) -> tuple[Claim, ...]:
    """Return every claim of a paper, sorted by place.

    `is_wanted` tells by its parties, and whether their states are settled yet, if a portion is read to its end.

    Cost: linear in the text, about 15 us a character, half of that where it is not read to its end.
    """
    claims: set[Claim] = set()
    for number, portion in enumerate(portions):
        if portion.kind in _READ:
            stretch = _read_stretch(text, portion.text_start, portion.end, kind, is_wanted)
            claims |= set(_claims(text, number, portion, stretch))
    return tuple(sorted(claims, key=lambda claim: claim.order))


def _read_stretch(text: str, start: int, end: int, kind: PaperKind, is_wanted: IsWanted | None) -> _Stretch:
    words = paper_words(kind.language or "en")
    if "[[Page " in text:
        text = _PAGE_MARK.sub(lambda found: " " * len(found[0]), text)
    text = join_cells(text, start, end)
    flat = " " * start + flatten(text[start:end])
    flat = _without_nicknames(flat)
    blocks = split_blocks(text, start, end, words)
    registry = Registry()
    respondents, caption = find_respondents(flat, text, start, end, words) if kind.kind == "order" else ([], (0, 0))
    for entry in respondents:
        _list(entry, registry, words)
    if respondents:
        flat = f"{flat[: caption[0]]}{' ' * (caption[1] - caption[0])}{flat[caption[1] :]}"
    else:
        read_caption(text, start, end, registry, words)
    tables = find_tables(text, start, end)
    # The paragraphs of charging papers begin with a number and a name as entries of lists do.
    listing = () if kind.kind == "charging" else tuple(_outside(blocks, tables))
    entries, used = find_entries(flat, listing, words)
    entries += [entry for table in tables for entry in read_table(table, words)]
    used |= {number for number, block in enumerate(blocks) if _is_inside(block, tables)}
    listed = [(entry, _list(entry, registry, words)) for entry in entries]
    told = [block for number, block in enumerate(blocks) if number not in used]
    told += [_block_of(place) for entry in entries for place in entry.reasons]
    told = list(_without_addresses(flat, told, blocks, words))
    if kind.kind in ("letter", "email"):
        told = [line for block in told for line in split_address(text, block)]
    find_names(flat, told, words, registry)
    _enter_bulleted(flat, blocks, registry, words)
    add_surnames(registry, words)
    scene = Scene(flat=flat, words=words, registry=registry, is_case=kind.kind in _CASES)
    if is_wanted and not is_wanted(registry.parties.values(), False):
        return _Stretch(scene=scene, said=[], events=[], entries=[])
    settle_states(flat, blocks, registry, words)
    if is_wanted and not is_wanted(registry.parties.values(), True):
        return _Stretch(scene=scene, said=[], events=[], entries=[])
    if kind.kind in ("letter", "email"):
        scene.sender = find_sender(text, blocks, registry, words)
        scene.addressee = find_addressee(text, blocks, registry, words, scene.sender)
    tied = list(tie_respondents(text, respondents, registry))
    stretch = _Stretch(scene=scene, said=tied, events=[], entries=[(e, key) for e, key in listed if key])
    if kind.kind == "order":
        stretch.said += _denied_privileges(scene, start, end, respondents)
    day = day_of_paper(flat, start, words, from_top=kind.kind != "charging")
    reasons = {first: key for entry, key in stretch.entries for first, _ in entry.reasons}
    instrument = ""
    for number, block in enumerate(blocks):
        instrument = _opens_list(flat, block, words, instrument)
        if instrument and _is_item(flat, block) and number not in used:
            opening = tuple(_bulleted(scene, block, instrument))
            stretch.said += opening
            stretch.bulleted += [(each.subject, each.start, each.end) for each in opening]
        if number in used:
            for first, last in sorted(place for entry, _ in stretch.entries for place in entry.reasons):
                if block.start <= first < block.end:
                    _tell(stretch, first, min(last, block.end), reasons[first], kind, day)
        elif not block.is_skipped:
            _tell(stretch, block.start, block.end, "", kind, day)
    _conclude(stretch, kind, day)
    return stretch


# Where a page of a gazette ends in the midst of a sentence.
_PAGE_MARK = re.compile(r"(?<=[^\s.:;])[ \t]*(?:\n[ \t]*){1,3}\[\[Page \d{1,6}\]\](?:[ \t]*\n){1,3}(?=[ \t]*\S)")


def _denied_privileges(scene: Scene, start: int, end: int, respondents: list[Entry]) -> Iterator[Said]:
    """Yield that the parties in whose matter an order denies export privileges are listed by it."""
    if respondents and _DENYING.search(scene.flat, start, min(end, start + _HEAD)):
        for entry in respondents:
            for party in scene.registry.parties.values():
                if party.start == entry.name[1]:
                    yield make_role(party.key, "designated", party.start, party.end)
    at = _MATTER.search(scene.flat, start, min(end, start + 3_000))
    if at and _DENYING.search(scene.flat, start, min(end, start + 3_000)):
        for each in find_mentions(scene.flat, at.end(), at.end() + 120, scene.registry)[:1]:
            yield make_role(each.key, "designated", each.start, each.end)


def _without_nicknames(flat: str) -> str:
    """Blank what a person is called between the two parts of his name: 'Arno (Tony) Vorne', 'Arno "Ace" Vorne'."""

    def blank(at: re.Match[str]) -> str:
        is_one = at["quote"] is not None or is_given_name(fold_name(at["name"]))
        return " " * len(at[0]) if is_one else at[0]

    return _NICKNAME.sub(blank, flat)


_NICKNAME = re.compile(
    r"(?<=[a-z]{2} )(?:\((?P<name>[A-Z][a-z]{2,12})\)|(?P<quote>[\"“][A-Z][a-z]{1,12}[\"”]))(?= [A-Z][a-z]+\b)"
)
_HEAD = 3_000  # characters at the top of an order that tell what it does
_MATTER = re.compile(r"\b[Ii]n the [Mm]atters? of:?\s|\bIN THE MATTER OF:?\s")
_DENYING = re.compile(
    r"\bden(?:ying|ial of) (?:\w+ )?export privileges\b|\bdenying permission to apply for\b"
    r"|\baction affecting export privileges\b",
    re.IGNORECASE,
)


def _block_of(place: tuple[int, int]) -> Block:
    return Block(start=place[0], end=place[1], is_heading=False, is_skipped=False)


def _outside(blocks: tuple[Block, ...], tables: tuple[Table, ...]) -> Iterator[Block]:
    """Yield the blocks, those inside tables as passed over."""
    for block in blocks:
        yield replace(block, is_skipped=True) if _is_inside(block, tables) else block


def _is_inside(block: Block, tables: tuple[Table, ...]) -> bool:
    return any(table.start < block.end and block.start < table.end for table in tables)


def _opens_list(flat: str, block: Block, words: PaperWords, before: str) -> str:
    """Return the instrument ("-" where none is named) of a list of designated parties that a block announces."""
    line = flat[block.start : block.end].strip()
    if _is_item(flat, block) and not line.endswith(":"):
        return before
    if not line.endswith(":") or not one_of(words.designated).search(line):
        return before if line.endswith(":") and len(line) < _SUBHEAD else ""
    instrument = INSTRUMENT.search(line)
    return f"{'EO' if instrument['kind'].startswith('E') else 'UNSCR'} {instrument['number']}" if instrument else "-"


_SUBHEAD = 40


def _enter_bulleted(flat: str, blocks: tuple[Block, ...], registry: Registry, words: PaperWords) -> None:
    """Enter the names that open the lines of a list of designated parties, which nothing else may tell."""
    listing = ""
    for block in blocks:
        listing = _opens_list(flat, block, words, listing)
        at = _OPENS_LINE.match(flat, block.start, block.end) if listing and _is_item(flat, block) else None
        if at is None or country_of(at["name"], words.language) or is_act_of_listing(at["name"]):
            continue
        party = registry.add(at["name"], at.start("name"), at.end("name"), is_person=False)
        if party is not None:
            for alias, first, last in find_short_forms(flat, at.end("name"), party, words):
                registry.alias(party, alias, first, last)
            address = _ADDRESS.search(flat, at.end("name"), block.end)
            place = place_in(flat, address.end(), block.end, words) if address and not party.country else ("", 0, 0)
            if place[0]:
                party.country, party.country_span = place[0], place[1:]


def _without_addresses(
    flat: str, told: list[Block], blocks: tuple[Block, ...], words: PaperWords
) -> Iterator[Block]:
    """Yield the blocks that tell names, the lines of a list of designated parties only up to their addresses."""
    listed: set[int] = set()
    listing = ""
    for block in blocks:
        listing = _opens_list(flat, block, words, listing)
        if listing and _is_item(flat, block):
            listed.add(block.start)
    for block in told:
        at = _ADDRESS.search(flat, block.start, block.end) if block.start in listed else None
        yield replace(block, end=at.start()) if at else block


# Where the address of a listed party begins, with a house or a room in it.
_ADDRESS = re.compile(
    r",? (?:located (?:at|in)|with an address (?:at|of)|with a last known address)\b"
    r"|, (?=(?:(?:No|Unit|Room|Rm|Suite|Floor|Office|P\.O|Building|Bldg)\b|\d))"
)
# A bullet and a name up to a bracket, a comma or the end of its line.
_OPENS_LINE = re.compile(
    r"\s*(?:[-•*—–]+\s*)?(?P<name>[^\W\d_a-zß-ö][^\n(),;:]{3,90}?)\s*(?=\(|,|;|$|located (?:at|in)\b)"
)


def _is_item(flat: str, block: Block) -> bool:
    return bool(block.number) or re.match(r"\s*[-•*—–]", flat[block.start : block.end]) is not None


def _bulleted(scene: Scene, block: Block, instrument: str) -> Iterator[Said]:
    """Yield that the party whose name opens a line of such a list is designated."""
    first = next(iter(find_mentions(scene.flat, block.start, min(block.end, block.start + 200), scene.registry)), None)
    if first is not None and first.start - block.start < 6:
        yield make_role(first.key, "designated", first.start, first.end)
        if instrument != "-":
            yield Said(
                about="party",
                subject=first.key,
                prop="designated_under",
                value=instrument,
                start=first.start,
                end=first.end,
            )


def _tell(stretch: _Stretch, start: int, end: int, subject: str, kind: PaperKind, day: str) -> None:
    """Read the sentences of a block."""
    scene = stretch.scene
    for first, last in split_paragraph(scene.flat, start, end):
        sentence = scene.flat[first:last]
        if one_of(scene.words.skip_sentences).search(sentence) or len(stretch.said) > _MAX_SAID:
            continue
        mentions = find_spoken_of(scene, first, last)
        if kind.kind != "charging" and _is_speech(sentence) and not _ATTRIBUTED.search(sentence):
            continue
        stretch.said += read_sentence(scene, first, last, subject)
        if subject and not mentions:
            mentions = [Mention(key=subject, start=first, end=first, is_pronoun=True)]
        stretch.events += find_happenings(scene, mentions, first, last, publisher=kind.publisher, day=day)


# What a court's paper or an investigator is quoted with is told of the case, and no opinion of an official.
_ATTRIBUTED = re.compile(
    r"\b(?:according to|selon|laut|según) (?:the |l'|la |le |el |der |dem )?(?:FBI|indictment|complaint|affidavit"
    r"|charges|court|prosecutors|acte d'accusation|Anklageschrift|escrito|auto)\b"
    r"|\bthe (?:indictment|complaint|affidavit) (?:says|said|states)\b"
)


def _is_speech(sentence: str) -> bool:
    """Tell a sentence that somebody is quoted with: opinions of officials are no facts of the case."""
    return re.match(r"\s*[\"«„]", sentence) is not None


def _list(entry: Entry, registry: Registry, words: PaperWords) -> str:
    """Enter a listed party; return its key."""
    name, start, end = entry.name
    if name in words.openers:
        return ""
    party = registry.add(name, start, end, is_person=entry.is_person)
    if party is None:
        return ""
    party.is_listed = True
    for alias, first, last in entry.aliases:
        if 0 <= first < last:
            registry.alias(party, alias, first, last)
    if entry.country[0]:
        party.country, party.country_span = entry.country[0], (entry.country[1], entry.country[2])
    return party.key


def _conclude(stretch: _Stretch, kind: PaperKind, day: str) -> None:
    """Add what only the whole tells: the listing itself, who was charged, who passed goods on, whose firms they are."""
    for event in stretch.events:
        if event.kind in ("charged", "indicted", "pleaded_guilty", "extradited", "convicted"):
            for key in event.concerned:
                stretch.scene.registry.parties[key].is_charged = True
    stretch.events = _tried(stretch.scene.flat, _each_once(stretch.events))
    stretch.said = conclude_parts(stretch.scene, stretch.said)
    listed = [entry.name for entry, _ in stretch.entries] or stretch.bulleted
    if listed and kind.publisher:
        first = listed[0]
        named = {event.kind for event in stretch.events}
        if not named & {"designated", "sanctioned"}:
            what = "sanctioned" if kind.kind == "order" else "designated"
            stretch.events.append(
                Happening(kind=what, actor=kind.publisher, date=day, about="", start=first[1], end=first[2])
            )


def _each_once(events: list[Happening]) -> list[Happening]:
    """Return the events; of pleas of one party and of exports without a license, told again as papers do, the first."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for event in events:
        about = "" if event.kind == "license_not_applied" else event.about
        if event.kind == "license_not_applied" or (event.kind == "pleaded_guilty" and about):
            if (event.kind, about) in seen:
                continue
            seen.add((event.kind, about))
        kept.append(event)
    return kept


def _tried(flat: str, events: list[Happening]) -> list[Happening]:
    """Return the events, judgements as charges of a day that is not told where no charge, plea or indictment is.

    Who is judged was charged; the day of the judgement is another one.
    """
    told = {key for each in events if each.kind in _CHARGES for key in (each.about, *each.concerned)}
    is_told = any(each.kind in _CHARGES and not each.about for each in events)
    kept: list[Happening] = []
    for event in events:
        if event.kind != "convicted":
            kept.append(event)
        elif event.about and event.actor and event.about not in told and not is_told and _is_judged(flat, event):
            told |= {event.about, *event.concerned}
            kept.append(replace(event, kind="charged", date=""))
    return kept


def _is_judged(flat: str, event: Happening) -> bool:
    """Tell a judgement from an arrest or a mere accusation, which are no charge."""
    return _JUDGED.search(flat, event.start, event.end) is not None


_JUDGED = re.compile(r"convicted|sentenced|guilty|jailed", re.IGNORECASE)
_CHARGES = ("charged", "indicted", "pleaded_guilty")


def _claims(text: str, number: int, portion: Portion, stretch: _Stretch) -> Iterator[Claim]:
    parties = stretch.scene.registry.parties
    told = {s.subject for s in stretch.said if s.about == "party"} | {
        s.value for s in stretch.said if s.refers == "party"
    }
    listed = {key for _, key in stretch.entries}
    if told or listed:
        told |= _named_firms(stretch)
    elif stretch.scene.is_case and stretch.events:
        told |= _named_firms(stretch) & {each.key for each in stretch.scene.mentions}

    def claim(about: str, key: str, prop: str, value: str, start: int, end: int, **more: str) -> Claim:
        span = Span(start=start, end=end, quote=text[start:end])
        schema = {"item": "Item", "document": "Document"}.get(about, "LegalEntity")
        return Claim(
            about=about,
            key=key,
            prop=prop,
            value=value,
            span=span,
            portion=number,
            marking=portion.marking,
            schema=more.get("schema", schema),
            refers=more.get("refers", ""),
            date=more.get("date", ""),
            hedge=more.get("hedge", ""),
        )

    for key in sorted(told | listed):
        party = parties[key]
        schema = "Person" if party.is_person else "Organization"
        yield claim("party", key, "name", party.name, party.start, party.end, schema=schema)
        for alias, start, end in party.aliases:
            yield claim("party", key, "alias", alias, start, end, schema=schema)
        for place in stretch.scene.mentions:
            said = " ".join(text[place.start : place.end].split())
            if place.key == key and fold_tokens(said) != fold_tokens(party.name):
                yield claim("party", key, "alias", said, place.start, place.end, schema=schema)
        if party.country:
            yield claim("party", key, "country", party.country.lower(), *party.country_span, schema=schema)
    for entry, key in stretch.entries:
        yield claim("party", key, "role", "designated", entry.name[1], entry.name[2])
    for thing in stretch.scene.things:
        yield from _thing_claims(claim, thing)
    for each in stretch.said:
        hedge = find_hedge(stretch.scene.flat[each.start : each.end])
        yield claim(
            each.about, each.subject, each.prop, each.value, each.start, each.end, refers=each.refers, hedge=hedge
        )
    for each in stretch.said:
        if each.prop == "manufactures" and each.refers == "item":
            yield claim("item", each.value, "make", each.subject, each.start, each.end, refers="party")
            if parties[each.subject].country:
                code = parties[each.subject].country.lower()
                yield claim("item", each.value, "country", code, each.start, each.end)
    for event in stretch.events:
        yield claim(
            "document", event.about, "event", f"{event.kind} {event.actor}", event.start, event.end, date=event.date
        )


def _named_firms(stretch: _Stretch) -> set[str]:
    """Return the firms and bodies that a paper names by two words or more, though it tells no part of theirs.

    Papers of a case name few others; the one who writes is none of them.
    """
    return {
        key
        for key, party in stretch.scene.registry.parties.items()
        if not party.is_person and key != stretch.scene.sender and " " in party.name
    }


def _thing_claims(claim: Callable[..., Claim], thing: Thing) -> Iterator[Claim]:
    if thing.phrase:
        yield claim("item", thing.key, "description", thing.phrase, thing.start, thing.end)
    if thing.model:
        start, end = min(thing.start, thing.model_span[0]), max(thing.end, thing.model_span[1])
        yield claim("item", thing.key, "model", thing.model, start, end)
    if thing.quantity:
        yield claim("item", thing.key, "quantity", thing.quantity, thing.quantity_start, thing.end)
    if thing.origin:
        yield claim("item", thing.key, "country", thing.origin.lower(), thing.origin_start, thing.end)
