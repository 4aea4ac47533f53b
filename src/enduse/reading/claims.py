"""Claims of a document, passage by passage.

Each portion is read on its own: names, goods and addressees come from its own
words. Where a portion uses a short form that only another portion explains, it is
read once more with the names of the portions of each marking, and what that adds
carries the join of both markings. So what an audience sees never rests on a
portion that it may not see.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from enduse.model.marking import Marking
from enduse.model.statement import marking_key
from enduse.names.folding import fold_name
from enduse.reading.bystanders import belongs_to_case
from enduse.reading.control import control_status, find_control, regimes_named
from enduse.reading.dates import DateSaid, find_dates
from enduse.reading.earlier import RULE, Earlier
from enduse.reading.events import Happened, find_events, tells_events
from enduse.reading.facts import Claim, Portion, Span
from enduse.reading.items import Goods, find_goods
from enduse.reading.lexicon import case_words, fact_words
from enduse.reading.makes import read_makes
from enduse.reading.message_header import Heading
from enduse.reading.naming import Mention, short_forms, without_legal_form
from enduse.reading.origins import read_origins, tells_origin
from enduse.reading.parties import KnownNames, find_parties, may_know
from enduse.reading.passage import Passage
from enduse.reading.phrases import any_of
from enduse.reading.proposed_names import NameModel
from enduse.reading.relations import read_relations
from enduse.reading.requests import (
    addressed_government,
    find_requests,
    government_of_mission,
    government_of_posts,
    host_of,
    host_of_sender,
)
from enduse.reading.roles import Said
from enduse.reading.sentences import Sentence, one_line, split_sentences

MAX_MARKINGS = 12
MAX_GOODS = 500
MAX_HOSTS = 4
_MODEL_FORM = "= "
_POST = "POST"
_READ = ("body", "talking_points")
_Forms = dict[str, tuple[str, str]]


def read_claims(
    text: str, portions: tuple[Portion, ...], heading: Heading | None, names: NameModel | None = None
) -> tuple[Claim, ...]:
    """Return every claim of the document, sorted by place; `names` proposes parties that the rules do not see.

    Cost: linear in the text for each distinct marking; beyond 12 of them, names are not
    carried from portion to portion, and beyond 500 goods in one portion none is pointed back at.
    """
    told: list[tuple[int, Portion, tuple[Sentence, ...], _Forms]] = []
    for number, portion in enumerate(portions):
        if portion.kind in _READ:
            sentences = split_sentences(text, portion.text_start, portion.end)
            if names is not None:
                sentences = tuple(replace(each, proposed=names.find(each.flat)) for each in sentences)
            told.append((number, portion, sentences, _names_of(sentences)))
    by_marking: dict[str, tuple[Marking, _Forms]] = {}
    for _, portion, _, forms in told:
        kept = by_marking.setdefault(marking_key(portion.marking), (portion.marking, {}))[1]
        for form, full in forms.items():
            kept.setdefault(form, full)
    claims: set[Claim] = set()
    published = heading.published if heading else None
    # Only a paper with a number is known under all its markings: else passages of another one are not looked back to.
    has_number = heading is not None and bool(heading.reference) and len(by_marking) <= MAX_MARKINGS
    earlier = {marking: Earlier() for marking, _ in by_marking.values()}
    for number, portion, sentences, forms in told:
        own = set(_read_portion(text, number, portion, sentences, forms, published, earlier[portion.marking]))
        claims |= own
        for marking, known in earlier.items():
            if marking == portion.marking or (has_number and marking.join(portion.marking) == marking):
                known.learn(own)
        if len(by_marking) <= MAX_MARKINGS:
            for marking, foreign in by_marking.values():
                claims |= _with_names_of(text, number, portion, sentences, forms, own, (marking, foreign), published)
        claims |= set(_requests(text, number, portion, sentences, heading, portions))
        countries = {
            claim.key: claim.value.upper() for claim in own if claim.prop == "country" and claim.about == "party"
        }
        sellers = {claim.key for claim in own if claim.prop == "role" and claim.value == "supplier"}
        supplier = countries.get(next(iter(sellers)), "") if len(sellers) == 1 else ""
        claims |= set(_events(text, number, portion, sentences, heading, portions, (forms, countries, supplier)))
    return in_order(claims)


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims sorted by place."""
    return tuple(sorted(claims, key=lambda claim: claim.order))


def _names_of(sentences: Iterable[Sentence]) -> _Forms:
    """Return the forms a passage introduces: full names and the short forms it defines or may use for them."""
    known = KnownNames()
    for sentence in sentences:
        for goods in find_goods(sentence):
            for model in goods.models:
                known.add(_MODEL_FORM + model, goods.phrase, model)
    mentions = [mention for sentence in sentences for mention in find_parties(sentence, {}) if not mention.is_unnamed]
    meant: dict[str, set[str]] = {}
    firms = {without_legal_form(each.key).split()[0] for each in mentions if each.schema != "Person"}
    persons = {each.key for each in mentions if each.schema == "Person" and each.key.split()[-1] in firms}
    ordered = sorted(mentions, key=lambda each: -len(each.key))
    for mention in ordered:
        for form in short_forms(mention, fact_words()):
            meant.setdefault(form, set()).add(_full_of(known, mention)[0])
        known.add(mention.key, *_full_of(known, mention))
    for mention in ordered:
        for form in short_forms(mention, fact_words()):
            others = {without_legal_form(each) for each in meant[form]} - {*persons}
            full = _full_of(known, mention)
            if len(others) <= 1 and (not others or without_legal_form(full[0]) in others):
                known.put(form, *full)
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
    named: tuple[Marking, _Forms],
    published: date | None,
) -> set[Claim]:
    """Return what the portion says beyond its own reading once the names of another marking's portions are known.

    A party known only by a short form here gets the full name that the other marking gives it.
    """
    marking, foreign = named
    new = {form: full for form, full in foreign.items() if form not in forms}
    joined = portion.marking.join(marking)
    added: set[Claim] = set()
    if new and _may_tell_more(sentences, new):
        known = {(c.about, c.key, c.prop, c.value) for c in own}
        again = _read_portion(text, number, portion, sentences, forms | new, published)
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


def _may_tell_more(sentences: tuple[Sentence, ...], new: _Forms) -> bool:
    """Tell whether sentences hold one of these forms, without which they read as before."""
    models = [form.removeprefix(_MODEL_FORM) for form in new if form.startswith(_MODEL_FORM)]
    return any(may_know(each, new) or any(model in each.flat for model in models) for each in sentences)


def _read_portion(
    text: str,
    number: int,
    portion: Portion,
    sentences: tuple[Sentence, ...],
    forms: Mapping[str, tuple[str, str]],
    published: date | None,
    earlier: Earlier | None = None,
) -> Iterator[Claim]:
    passage = Passage(earlier=earlier or Earlier())
    phrases: dict[str, str] = {}
    parts = []
    said_of: set[str] = set()
    traded: set[str] = set()
    models = {form[len(_MODEL_FORM) :]: phrase for form, (phrase, _) in forms.items() if form.startswith(_MODEL_FORM)}
    for sentence in sentences:
        passage.dates = find_dates(sentence.flat, published)
        parties = find_parties(sentence, forms)
        goods = tuple((each, _item_keys(each, phrases)) for each in _case_goods(sentence, parties, models))
        said = list(read_relations(sentence, parties, goods, passage))
        said = _of_full_names(said)
        said += _control(sentence, (parties, goods), phrases, passage)
        said += read_origins(sentence.flat, goods, passage)
        said += read_makes(sentence.flat, parties, goods) if goods else ()
        passage.nameless |= {mention.country for mention in parties if mention.is_unnamed}
        for mention in parties:
            codes = passage.by_country.setdefault(mention.country, [])
            if mention.country and mention.key not in codes and not mention.is_unnamed:
                codes.append(mention.key)
        told = {key for each in said for key in (each.subject, each.value)}
        for thing, keys in goods:
            if len(passage.goods) < MAX_GOODS:
                passage.goods += [key for key in keys if key not in passage.goods]
            is_vague = thing.is_weak and not thing.models and not thing.quantity
            passage.told |= {key for key in keys if not is_vague or key in told}
        for each in said:
            if each.prop == "role" and not each.denied:
                passage.by_role.setdefault(each.value, []).append(each.subject)
            elif each.prop == "country" and each.about == "party":
                passage.by_country.setdefault(each.value.upper(), []).append(each.subject)
        said_of |= {each.subject for each in said if each.about == "party"}
        said_of |= {each.value for each in said if each.refers == "party"}
        traded |= {each.value for each in said if each.refers == "item"}
        traded |= {each.subject for each in said if each.about == "item"}
        parts.append((sentence, parties, goods, said))
    here = {mention.key for _, parties, _, _ in parts for mention in parties} | {*passage.goods}
    for sentence, parties, goods, said in parts:
        for mention in parties:
            if mention.key in said_of or belongs_to_case(sentence.flat, mention):
                yield from _party_claims(text, number, portion, sentence, mention)
        for thing, keys in goods:
            for key, model in zip(keys, thing.models or ("",), strict=False):
                is_told = model or (thing.quantity and not thing.is_unlisted) or key in traded
                if thing.is_weak and not is_told:
                    continue
                yield from _item_claims(text, number, portion, sentence, thing, key, model)
        for each in said:
            claim = _claim(text, number, portion, sentence, each)
            away = [key for key in _keys(each) if key not in here and key in passage.earlier.places]
            yield replace(claim, rule=RULE) if away else claim
            for key in away:
                at, span = passage.earlier.places[key]
                yield replace(claim, rule=RULE, portion=at, span=span)


def _of_full_names(said: list[Said]) -> list[Said]:
    """Say of a name what a sentence says of another that stands for it: "X (also known as Y) is listed"."""
    full = {fold_name(each.value): each.subject for each in said if each.prop == "alias" and not each.denied}
    if not full:
        return said
    return [
        replace(
            each,
            subject=full.get(each.subject, each.subject) if each.about == "party" else each.subject,
            value=full.get(each.value, each.value) if each.refers == "party" else each.value,
        )
        for each in said
    ]


def _keys(said: Said) -> tuple[str, ...]:
    return (said.subject, said.value) if said.refers else (said.subject,)


def _case_goods(sentence: Sentence, parties: tuple[Mention, ...], models: Mapping[str, str]) -> tuple[Goods, ...]:
    """Return goods of a sentence that tells of trade or control, or with a model; a word of a party's name is none."""
    named = tuple(party for party in parties if not party.is_unnamed)
    goods = tuple(
        each
        for each in find_goods(sentence, models)
        if not any(p.start < each.end and each.start < p.end for p in named)
    )
    weak = [each for each in goods if not each.models]
    flat = sentence.flat
    if not weak or any_of(case_words()).search(flat) or control_status(flat) or tells_origin(flat):
        return goods
    return tuple(each for each in goods if each.models)


def _item_keys(goods: Goods, phrases: dict[str, str]) -> tuple[str, ...]:
    """Name the items of a phrase; a phrase that ends an earlier one of the passage is the same goods."""
    folded = fold_name(goods.phrase)
    base = next((phrases[_MODEL_FORM + each] for each in goods.models if _MODEL_FORM + each in phrases), "")
    base = base or next(
        (
            full
            for full, short in phrases.items()
            if not full.startswith(_MODEL_FORM) and (full.endswith(" " + folded) or short.lower() == folded)
        ),
        folded,
    )
    if len(phrases) < MAX_GOODS:
        phrases.setdefault(base, base)
        for model in goods.models:
            phrases.setdefault(_MODEL_FORM + model, base)
    if goods.acronym and base in phrases:
        phrases[base] = goods.acronym
    return tuple(f"{base} {fold_name(model)}" for model in goods.models) or (base,)


def _control(
    sentence: Sentence,
    named: tuple[tuple[Mention, ...], tuple[tuple[Goods, tuple[str, ...]], ...]],
    phrases: dict[str, str],
    passage: Passage,
) -> Iterator[Said]:
    """Yield what each clause of a sentence says about control, of the goods it names or points back at."""
    if control_status(sentence.flat) is None:
        return
    parties, goods = named
    for begin, stop in _clauses(sentence.flat):
        found = find_control(sentence.flat, parties, tuple(thing.start for thing, _ in goods), (begin, stop))
        if not found:
            continue
        status, start, end = found
        keys = _controlled(sentence.flat, goods, phrases, passage, (begin, stop))
        for key in keys:
            yield Said(about="item", subject=key, prop="controlStatus", value=status, start=start, end=end)
            for regime in regimes_named(sentence.flat[begin:stop]):
                yield Said(about="item", subject=key, prop="regime", value=regime, start=start, end=end)


def _clauses(flat: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a sentence that speak of control, each with one verb of it."""
    cuts = [at.start() for at in re.finditer(r"[;:] |, but |, while |\bwhile\b|, although ", flat)]
    edges = sorted({0, *cuts, len(flat)})
    return itertools.pairwise(edges)


def _controlled(
    flat: str,
    goods: tuple[tuple[Goods, tuple[str, ...]], ...],
    phrases: dict[str, str],
    passage: Passage,
    clause: tuple[int, int],
) -> list[str]:
    """Return the goods that a clause about control names, by phrase, model or acronym, or points back at."""
    words = fold_name(flat[clause[0] : clause[1]]).split()
    known = [key for key in passage.goods if not key.startswith(_MODEL_FORM)]
    strong = {*known, *(key for each, keys in goods if not each.is_weak or each.quantity for key in keys)}
    inside = [
        (each, keys)
        for each, keys in goods
        if clause[0] <= each.start < clause[1]
        and (
            not each.is_weak
            or each.models
            or {*keys} & strong
            or _with_model(keys, known)
            or _is_called_controlled(flat, each)
        )
    ]
    named: list[str] = []
    for thing, keys in inside:
        folded = fold_name(thing.phrase)
        same = [key for key in known if key.startswith(folded) or f" {folded}" in key]
        named += [*keys, *(() if thing.models else same)]
    short = [
        base
        for base, form in phrases.items()
        if form != base and not base.startswith(_MODEL_FORM) and {form.lower(), form.lower() + "s"} & set(words)
    ]
    named += [key for key in known if key in short]
    if named:
        return list(dict.fromkeys(named))
    is_pointing = any_of(fact_words().pointers).search(flat[clause[0] : clause[1]])
    if not known:
        before = (each for each, _ in goods if clause[0] <= each.start < clause[1] and _is_definite(flat, each))
        called = [key for thing in before for key in passage.earlier.goods_called(fold_name(thing.phrase))]
        return called or (passage.earlier.only_goods() if is_pointing else [])
    if is_pointing:
        return [key for key in known if key in passage.told]
    if re.search(r"\b(?:it|they)\b", flat[clause[0] : clause[1]]):
        earlier = [key for each, keys in goods if each.start < clause[0] for key in keys]
        return earlier or (known if any_of(fact_words().pointers).search(flat[: clause[0]]) else [])
    return []


def _is_called_controlled(flat: str, goods: Goods) -> bool:
    """Tell whether the word right before goods tells their control: "Australia Group-controlled pumps"."""
    return re.search(r"(?:-controlled|-listed|\b[Uu]nlisted|\b[Uu]ncontrolled) $", flat[: goods.start]) is not None


def _is_definite(flat: str, goods: Goods) -> bool:
    """Tell whether goods are spoken of as known: "the pumps", "these pumps"."""
    return re.search(r"\b(?:the|this|these|those|such)(?: [a-z\-]+)? $", flat[: goods.start], re.IGNORECASE) is not None


def _with_model(keys: tuple[str, ...], known: list[str]) -> bool:
    """Tell whether goods were told before with their model: "the pumps" after "VK-250 vacuum pumps"."""
    return any(each.startswith(f"{key} ") for key in keys for each in known)


def _span(text: str, sentence: Sentence, start: int, end: int) -> Span:
    first, last = sentence.place(start, end)
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
        first = sentence.flat.find(model, max(0, min(around, goods.span_start)))
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
    whole = _marking_of_heading(portion, portions)
    if not heading.addressees:  # a heading that lost its addressees: the first embassy that a paragraph names is asked
        from_heading, whole = _mission_named(text, portion, portions)
    several = tuple(code for code in portion.rel if code != own and len(code) == 2)
    hosts = several if not to and 1 < len(several) <= MAX_HOSTS else (to,)
    for sentence in sentences:
        for asked in {each for host in hosts for each in find_requests(sentence, to=host, own_government=own)}:
            if asked.to == _POST and portion.kind == "talking_points":
                continue
            marking = portion.marking if asked.to else portion.marking.join(whole)
            # A paper sent home tells what its host wants to know, not what it asks of the host.
            is_sent_home = from_heading == own and asked.action == "provide_info"
            who = own if is_sent_home else asked.to or from_heading
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


def _mission_named(text: str, portion: Portion, portions: tuple[Portion, ...]) -> tuple[str, Marking]:
    """Return the country of the first embassy that paragraphs name, and the marking of the one that names it."""
    for each in portions:
        if each.kind in _READ:
            code = government_of_mission(one_line(text[each.text_start : each.end]))
            if code:
                return code, each.marking
    return "", portion.marking


def _events(
    text: str,
    number: int,
    portion: Portion,
    sentences: tuple[Sentence, ...],
    heading: Heading | None,
    portions: tuple[Portion, ...],
    told: tuple[_Forms, Mapping[str, str], str],
) -> Iterator[Claim]:
    """Yield the events of a portion; where only the heading tells whose government acted, both markings count."""
    if portion.kind == "subject":
        return
    owner, published = (heading.owner, heading.published) if heading else ("", None)
    addressed = addressed_government(text[portion.text_start : portion.end], portion.rel, owner)
    is_from_abroad = heading is not None and host_of_sender(heading) not in ("", owner)
    addressed = "" if is_from_abroad else addressed
    from_heading = "" if addressed or heading is None else host_of(heading)
    joined = portion.marking.join(_marking_of_heading(portion, portions)) if from_heading else portion.marking
    for sentence in sentences:
        if not tells_events(sentence):
            continue
        dates = find_dates(sentence.flat, published)
        forms, countries, supplier = told
        firms = tuple(
            replace(each, country=countries.get(each.key, each.country)) for each in find_parties(sentence, forms)
        )

        def told_of(
            to: str,
            sentence: Sentence = sentence,
            dates: tuple[DateSaid, ...] = dates,
            firms: tuple[Mention, ...] = firms,
            supplier: str = supplier,
        ) -> Iterator[Happened]:
            return find_events(sentence, addressed=to, own=owner, dates=dates, firms=firms, supplier=supplier)

        found = dict.fromkeys(told_of(from_heading or addressed), joined)
        if from_heading:
            found |= dict.fromkeys(told_of(""), portion.marking)
        for each, marking in found.items():
            if each.kind == "info_requested" and is_from_abroad and each.actor != owner:
                yield replace(
                    _of_document(text, number, portion, sentence, each),
                    value=f"provide_info {owner}",
                    prop="request",
                    marking=joined,
                )
            yield replace(_of_document(text, number, portion, sentence, each), marking=marking)


def _of_document(text: str, number: int, portion: Portion, sentence: Sentence, each: Happened) -> Claim:
    """Return the claim that an event happened."""
    return Claim(
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
        ref=each.ref,
    )


def _marking_of_heading(portion: Portion, portions: tuple[Portion, ...]) -> Marking:
    return next((each.marking for each in portions if each.kind == "header"), portion.marking)
