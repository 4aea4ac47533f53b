"""Claims of a document, passage by passage.

Each portion is read on its own: names, goods and addressees come from its own
words. Where a portion uses a short form that only another portion explains, it is
read once more with the names of the portions of each marking, and what that adds
carries the join of both markings. So what an audience sees never rests on a
portion that it may not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from enduse.model.marking import Marking
from enduse.model.statement import marking_key
from enduse.names.folding import fold_name
from enduse.reading.events import find_events
from enduse.reading.facts import Claim, Portion, Span
from enduse.reading.items import Goods, control_status, find_goods, regimes_named
from enduse.reading.lexicon import any_of, fact_words
from enduse.reading.message_header import Heading
from enduse.reading.parties import KnownNames, Mention, find_parties, short_forms
from enduse.reading.passage import Passage
from enduse.reading.relations import read_relations
from enduse.reading.requests import addressed_government, find_requests, government_of_posts
from enduse.reading.roles import Said
from enduse.reading.sentences import Sentence, split_sentences

MAX_MARKINGS = 12
MAX_GOODS = 500
_READ = ("body", "talking_points", "subject")
_Forms = dict[str, tuple[str, str]]


def read_claims(text: str, portions: tuple[Portion, ...], heading: Heading | None) -> tuple[Claim, ...]:
    """Return every claim of the document, sorted by place.

    Cost: linear in the text for each distinct marking; beyond 12 of them, names are not
    carried from portion to portion, and beyond 500 goods in one portion none is pointed back at.
    """
    told: list[tuple[int, Portion, tuple[Sentence, ...], _Forms]] = []
    for number, portion in enumerate(portions):
        if portion.kind in _READ:
            sentences = split_sentences(text, portion.text_start, portion.end)
            told.append((number, portion, sentences, _names_of(sentences)))
    by_marking: dict[str, tuple[Marking, _Forms]] = {}
    for _, portion, _, forms in told:
        kept = by_marking.setdefault(marking_key(portion.marking), (portion.marking, {}))[1]
        for form, full in forms.items():
            kept.setdefault(form, full)
    claims: set[Claim] = set()
    for number, portion, sentences, forms in told:
        own = set(_read_portion(text, number, portion, sentences, forms))
        claims |= own
        if len(by_marking) <= MAX_MARKINGS:
            for marking, foreign in by_marking.values():
                claims |= _with_names_of(text, number, portion, sentences, forms, own, marking, foreign)
        claims |= set(_requests(text, number, portion, sentences, heading, portions))
        claims |= set(_events(text, number, portion, sentences, heading.owner if heading else ""))
    return tuple(
        sorted(
            claims, key=lambda c: (c.span.start, c.span.end, c.about, c.key, c.prop, c.value, marking_key(c.marking))
        )
    )


def _names_of(sentences: Iterable[Sentence]) -> _Forms:
    """Return the forms a passage introduces: full names and the short forms it defines or may use for them."""
    known = KnownNames()
    mentions = [mention for sentence in sentences for mention in find_parties(sentence, {}) if not mention.is_unnamed]
    for mention in sorted(mentions, key=lambda each: -len(each.key)):
        for form in (mention.key, *short_forms(mention, fact_words())):
            known.add(form, *_full_of(known, mention))
    return known.forms


def _full_of(known: KnownNames, mention: Mention) -> tuple[str, str]:
    """Take a shorter form of a name the passage gives in full for that name."""
    return known.forms.get(mention.key, (mention.key, mention.name))


def _with_names_of(
    text: str,
    number: int,
    portion: Portion,
    sentences: tuple[Sentence, ...],
    forms: _Forms,
    own: set[Claim],
    marking: Marking,
    foreign: _Forms,
) -> set[Claim]:
    """Return what the portion says beyond its own reading once the names of another marking's portions are known.

    A party known only by a short form here gets the full name that the other marking gives it.
    """
    new = {form: full for form, full in foreign.items() if form not in forms}
    joined = portion.marking.join(marking)
    added: set[Claim] = set()
    if new:
        known = {(c.about, c.key, c.prop, c.value) for c in own}
        again = _read_portion(text, number, portion, sentences, forms | new)
        added |= {
            replace(claim, marking=joined)
            for claim in again
            if (claim.about, claim.key, claim.prop, claim.value) not in known
        }
        names = dict(new.values())
        short = [claim for claim in added if claim.about == "party" and claim.prop == "alias" and claim.key in names]
        added |= {replace(claim, prop="name", value=" ".join(names[claim.key].split())) for claim in short}
    for claim in own:
        full = foreign.get(claim.key)
        if claim.about == "party" and claim.prop == "name" and full and full[0] != claim.key:
            added.add(replace(claim, prop="alias", value=full[1], marking=joined))
    return added


def _read_portion(
    text: str, number: int, portion: Portion, sentences: tuple[Sentence, ...], forms: Mapping[str, tuple[str, str]]
) -> Iterator[Claim]:
    passage = Passage()
    phrases: dict[str, str] = {}
    parts = []
    said_of: set[str] = set()
    for sentence in sentences:
        parties = find_parties(sentence, forms)
        goods = tuple((each, _item_keys(each, phrases)) for each in _case_goods(sentence, parties))
        said = list(read_relations(sentence, parties, goods, passage))
        said += _control(sentence, phrases, passage)
        for mention in parties:
            codes = passage.by_country.setdefault(mention.country, [])
            if mention.country and mention.key not in codes and not mention.is_unnamed:
                codes.append(mention.key)
        for _, keys in goods:
            if len(passage.goods) < MAX_GOODS:
                passage.goods += [key for key in keys if key not in passage.goods]
        said_of |= {each.subject for each in said if each.about == "party"}
        said_of |= {each.value for each in said if each.refers == "party"}
        parts.append((sentence, parties, goods, said))
    for sentence, parties, goods, said in parts:
        for mention in parties:
            if mention.key in said_of:
                yield from _party_claims(text, number, portion, sentence, mention)
        for thing, keys in goods:
            for key, model in zip(keys, thing.models or ("",), strict=False):
                yield from _item_claims(text, number, portion, sentence, thing, key, model)
        for each in said:
            yield _claim(text, number, portion, sentence, each)


def _case_goods(sentence: Sentence, parties: tuple[Mention, ...]) -> tuple[Goods, ...]:
    """Return goods of a sentence that tells of trade, or that come with a model; a word of a party's name is none."""
    named = tuple(party for party in parties if not party.is_unnamed)
    goods = tuple(
        each for each in find_goods(sentence) if not any(p.start < each.end and each.start < p.end for p in named)
    )
    if any_of(fact_words().case_words).search(sentence.flat):
        return goods
    return tuple(each for each in goods if each.models)


def _item_keys(goods: Goods, phrases: dict[str, str]) -> tuple[str, ...]:
    """Name the items of a phrase; a phrase that ends an earlier one of the passage is the same goods."""
    folded = fold_name(goods.phrase)
    base = next(
        (full for full, short in phrases.items() if full.endswith(" " + folded) or short.lower() == folded), folded
    )
    if len(phrases) < MAX_GOODS:
        phrases.setdefault(base, base)
    if goods.acronym and base in phrases:
        phrases[base] = goods.acronym
    return tuple(f"{base} {fold_name(model)}" for model in goods.models) or (base,)


def _control(sentence: Sentence, phrases: dict[str, str], passage: Passage) -> Iterator[Said]:
    """Yield what a sentence says about control, of the goods it names or points back at."""
    found = control_status(sentence.flat)
    if not found:
        return
    status, start, end = found
    lower = fold_name(sentence.flat)
    acronyms = [
        base
        for base, short in phrases.items()
        if short != base and short.lower() in lower.replace(short.lower() + "s", short.lower()).split()
    ]
    named = [fold_name(each.phrase) for each in find_goods(sentence)]
    keys = [key for key in passage.goods if any(key.startswith(each) or f" {each}" in key for each in named)] or [
        key for key in passage.goods if key in acronyms
    ]
    if not keys and any_of(fact_words().pointers).search(sentence.flat):
        keys = passage.goods
    for key in keys:
        yield Said(about="item", subject=key, prop="controlStatus", value=status, start=start, end=end)
        for regime in regimes_named(sentence.flat):
            yield Said(about="item", subject=key, prop="regime", value=regime, start=start, end=end)


def _span(text: str, sentence: Sentence, start: int, end: int) -> Span:
    first, last = sentence.start + start, sentence.start + end
    return Span(start=first, end=last, quote=text[first:last])


def _claim(text: str, number: int, portion: Portion, sentence: Sentence, said: Said) -> Claim:
    return Claim(
        about=said.about,
        key=said.subject,
        prop=said.prop,
        value=said.value,
        refers=said.refers,
        date=said.date,
        span=_span(text, sentence, said.start, said.end),
        portion=number,
        marking=portion.marking,
        schema="Item" if said.about == "item" else "LegalEntity",
        hedge=sentence.hedge,
        denied=said.denied,
    )


def _party_claims(text: str, number: int, portion: Portion, sentence: Sentence, mention: Mention) -> Iterator[Claim]:
    span = _span(text, sentence, mention.start, mention.end)
    common = Claim(
        about="party",
        key=mention.key,
        prop="name",
        value=" ".join(mention.name.split()),
        span=span,
        portion=number,
        marking=portion.marking,
        schema=mention.schema,
        hedge=sentence.hedge,
    )
    if mention.is_unnamed:
        yield replace(common, prop="notes")
    else:
        is_full = fold_name(mention.name) == mention.key
        yield common if is_full else replace(common, prop="alias")
    for alias, start, end in mention.aliases:
        yield replace(common, prop="alias", value=alias, span=_span(text, sentence, start, end))
    if mention.country:
        start, end = min(mention.country_start, mention.start), max(mention.end, mention.country_end)
        yield replace(common, prop="country", value=mention.country.lower(), span=_span(text, sentence, start, end))


def _item_claims(
    text: str, number: int, portion: Portion, sentence: Sentence, goods: Goods, key: str, model: str
) -> Iterator[Claim]:
    common = Claim(
        about="item",
        key=key,
        prop="description",
        value=goods.phrase,
        span=_span(text, sentence, goods.start, goods.end),
        portion=number,
        marking=portion.marking,
        schema="Item",
        hedge=sentence.hedge,
    )
    yield common
    around = max(0, goods.start - 60)
    if model:
        first = sentence.flat.find(model, around)
        if first >= 0:
            start, end = min(first, goods.start), max(first + len(model), goods.end)
            yield replace(common, prop="model", value=model, span=_span(text, sentence, start, end))
    if goods.quantity:
        value = f"{goods.quantity} {goods.unit}".strip()
        yield replace(common, prop="quantity", value=value, span=_span(text, sentence, goods.quantity_start, goods.end))
    if goods.origin:
        span = _span(text, sentence, goods.origin_start, goods.end)
        yield replace(common, prop="country", value=goods.origin.lower(), span=span)


def _requests(
    text: str,
    number: int,
    portion: Portion,
    sentences: tuple[Sentence, ...],
    heading: Heading | None,
    portions: tuple[Portion, ...],
) -> Iterator[Claim]:
    if heading is None or portion.kind == "subject":
        return
    own = heading.owner
    to = addressed_government(text[portion.text_start : portion.end], portion.rel, own)
    from_heading = government_of_posts(heading.addressees)
    whole = next((each.marking for each in portions if each.kind == "header"), portion.marking)
    for sentence in sentences:
        for asked in find_requests(sentence, to=to, own_government=own):
            marking = portion.marking if asked.to else portion.marking.join(whole)
            who = asked.to or from_heading
            if who:
                yield Claim(
                    about="document",
                    key="",
                    prop="request",
                    value=f"{asked.action} {who}",
                    portion=number,
                    marking=marking,
                    span=_span(text, sentence, asked.start, asked.end),
                    schema="Document",
                    hedge=sentence.hedge,
                )


def _events(text: str, number: int, portion: Portion, sentences: tuple[Sentence, ...], owner: str) -> Iterator[Claim]:
    addressed = addressed_government(text[portion.text_start : portion.end], portion.rel, owner)
    for sentence in sentences:
        for each in find_events(sentence, addressed=addressed):
            yield Claim(
                about="document",
                key="",
                prop="event",
                value=f"{each.kind} {each.actor}",
                portion=number,
                marking=portion.marking,
                span=_span(text, sentence, each.start, each.end),
                schema="Document",
                hedge=sentence.hedge,
                date=each.date,
            )
