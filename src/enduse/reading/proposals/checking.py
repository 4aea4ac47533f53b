"""Checking what a model proposes against the words: kept where everything stands there, else refused with a reason.

A proposal is kept only if its quote stands in the section, its names and numbers stand in the quote, the quote holds
words that say such a thing, and the sentence neither denies nor merely supposes it. Words of doubt are those of the
sentence, so a claim is never stronger than what is printed. What the quote says is taken from the paper, not from the
answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from enduse.names.folding import fold_name
from enduse.reading.control import control_status, regimes_named
from enduse.reading.dates import find_dates
from enduse.reading.facts import Claim, Span
from enduse.reading.lexicon import event_words, fact_words
from enduse.reading.naming import country_of, is_no_party
from enduse.reading.phrases import any_of
from enduse.reading.proposals.answering import Proposal
from enduse.reading.proposals.quoting import WordedText
from enduse.reading.proposals.sections import Section
from enduse.reading.proposals.wording import ClaimKind, proposal_words
from enduse.reading.sentences import Sentence, find_hedge, one_line

MAX_QUOTE = 800
MAX_NAME = 120
_IDENTITY = ("alias", "description", "model")  # what something is called is not denied by what it did not do
_BLACKED = re.compile(r"x{6,}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?!\d)|(?<![\w.,-])\d+(?!\w|[.,]\d)")
_CAPITALISED = re.compile(r"(?<=[a-z0-9,;:)'] )[A-Z][\w&.-]+(?: (?:of |and |for )?[A-Z][\w&.-]+)*")
_INSTRUMENT = re.compile(r"(?P<kind>UNSCR|EO) (?P<number>\d{4,5})")
_INSTRUMENT_WORDS = {"UNSCR": r"\b(?:UNSCR|resolution)\b", "EO": r"\b(?:EO|E\.\s?O\.|executive order)"}
_SCHEMAS = {"party": "LegalEntity", "item": "Item", "document": "Document"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A proposal that was not kept, and why; `number` is that of its portion."""

    proposal: Proposal
    reason: str
    number: int


@dataclass(slots=True)
class _Known:
    """What the portion calls its parties and goods, by the folded forms in which rules or earlier claims met them."""

    parties: dict[str, str] = field(default_factory=dict)
    goods: dict[str, str] = field(default_factory=dict)
    named: set[tuple[str, str]] = field(default_factory=set)

    def learn(self, claim: Claim) -> None:
        """Take the name, phrase or model of a claim in."""
        if claim.about == "party" and claim.prop in ("name", "alias", "notes"):
            self.parties.setdefault(fold_name(claim.value), claim.key)
            self.named.add(("party", claim.key))
        elif claim.about == "item" and claim.prop in ("description", "model"):
            self.goods.setdefault(fold_name(claim.value), claim.key)
            if claim.prop == "description":
                self.named.add(("item", claim.key))

    def key_of(self, about: str, name: str) -> str:
        """Return the key of a party or goods, that of the name itself where it is new."""
        folded = fold_name(name)
        return (self.parties if about == "party" else self.goods).get(folded, folded)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A quote where it stands: its run of words, its characters in the stored text, its sentences and mended words."""

    first: int
    behind: int
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    flat: str


class _Unsupported(Exception):
    """The words do not carry the proposal; its text says why."""


def check_proposals(
    proposals: Iterable[Proposal], section: Section, *, text: str, rules: Iterable[Claim], owner: str,
    published: date | None, extractor: str,
) -> tuple[tuple[Claim, ...], tuple[Refusal, ...]]:
    """Return the claims of a section that its words carry, and what was refused.

    `rules` are the claims that our rules made of the same portion: what they say already is neither kept again nor
    refused. `owner` is the government that "we" means, "" where nobody knows.

    Cost: linear in the section for each proposal.
    """
    checker = _Checker(section, text=text, rules=rules, owner=owner, published=published, extractor=extractor)
    kept: list[Claim] = []
    refused: list[Refusal] = []
    for proposal in sorted(proposals, key=_names_first):
        try:
            kept += checker.check(proposal)
        except _Unsupported as exc:
            refused.append(Refusal(proposal=proposal, reason=str(exc), number=section.number))
    return tuple(kept), tuple(refused)


def _names_first(proposal: Proposal) -> bool:
    """Sort what names goods before what is said of them; else the order of the answer stays."""
    return proposal.claim not in ("kind_of_goods", "model")


class _Checker:
    """What is known of a section while its proposals are checked one by one."""

    def __init__(
        self, section: Section, *, text: str, rules: Iterable[Claim], owner: str, published: date | None,
        extractor: str,
    ) -> None:
        self._section = section
        self._text = text
        self._worded = WordedText(section.text)
        self._owner = owner
        self._published = published
        self._extractor = extractor
        self._known = _Known()
        self._said: set[tuple[str, str, str, str, bool]] = set()
        for claim in rules:
            self._known.learn(claim)
            self._said.add(_spell(claim))

    def check(self, proposal: Proposal) -> tuple[Claim, ...]:
        """Return the claims that a proposal comes to, none where all of it is said already.

        Raises:
            _Unsupported: its words do not carry it.
        """
        kind = proposal_words().kinds.get(proposal.claim)
        if kind is None:
            raise _Unsupported(f"{proposal.claim[:40]!r} is no kind of claim")
        found = self._find(proposal.quote)
        if kind.words and not any_of(kind.words).search(found.flat):
            raise _Unsupported(f"no words in the quote say {proposal.claim}")
        if kind.words and kind.takes in ("nothing", "party") and kind.about == "party":
            named = [proposal.subject, proposal.value] if kind.takes == "party" else [proposal.subject]
            if not _are_nearest(named, found.flat, kind.words):
                raise _Unsupported(f"the words in the quote that say {proposal.claim} stand nearer to another name")
        self._check_polarity(proposal, kind, found)
        hedge = self._hedge(proposal, found)
        made = self._claims(proposal, kind, found)
        if found.sentences and kind.prop not in _IDENTITY:
            made = [replace(claim, hedge=hedge, denied=proposal.denied and claim is made[-1]) for claim in made]
        else:
            made = [replace(claim, hedge=hedge) for claim in made]
        fresh = tuple(claim for claim in made if _spell(claim) not in self._said)
        for claim in fresh:
            self._known.learn(claim)
            self._said.add(_spell(claim))
        return fresh

    def _find(self, quote: str) -> _Found:
        if not quote:
            raise _Unsupported("it has no quote")
        if len(quote) > MAX_QUOTE:
            raise _Unsupported(f"the quote has more than {MAX_QUOTE} characters")
        run = self._worded.find(quote)
        if run is None:
            raise _Unsupported("the quote does not stand in the passage")
        first, last = self._worded.place(*run)
        start, end = first + self._section.start, last + self._section.start
        return _Found(
            first=run[0], behind=run[1], start=start, end=end,
            sentences=self._section.sentences_between(start, end), flat=one_line(self._section.text[first:last]),
        )

    def _check_polarity(self, proposal: Proposal, kind: ClaimKind, found: _Found) -> None:
        if kind.prop in _IDENTITY:
            return
        words = proposal_words()
        around = [sentence.flat for sentence in found.sentences]
        if any(any_of(words.supposing).search(flat) or flat.rstrip(' "\')').endswith("?") for flat in around):
            raise _Unsupported("the sentence only supposes or asks it")
        if kind.is_negative:
            if proposal.denied:
                raise _Unsupported("the claim is negative in itself and denied once more")
            around = [any_of(kind.words).sub(" ", flat) for flat in around]
        denies = any_of(words.denials)
        if proposal.denied and not denies.search(found.flat):
            raise _Unsupported("it is called denied, and the quote denies nothing")
        if not proposal.denied and any(denies.search(flat) for flat in around):
            raise _Unsupported("the sentence denies something, and the claim is called stated")

    def _hedge(self, proposal: Proposal, found: _Found) -> str:
        """Return the words of doubt of the sentences, and what else the answer rightly quotes of them."""
        printed = "; ".join(dict.fromkeys(find_hedge(sentence.flat) for sentence in found.sentences)).strip("; ")
        if not proposal.hedge:
            return printed
        around = WordedText(" ".join(sentence.flat for sentence in found.sentences))
        run = around.find(proposal.hedge)
        if run is None:
            raise _Unsupported("its words of doubt do not stand in the sentence")
        return printed if WordedText(printed).find(proposal.hedge) else f"{printed}; {proposal.hedge}".strip("; ")

    def _claims(self, proposal: Proposal, kind: ClaimKind, found: _Found) -> list[Claim]:
        """Return the claim last, before it the names of the parties and goods that it is about."""
        names: list[Claim] = []
        key = ""
        if kind.about != "document":
            key = self._named(kind.about, proposal.subject, found, names, is_naming=kind.prop == "description")
        value, refers = self._value(proposal, kind, found, names)
        if refers and (refers, value) == (kind.about, key):
            raise _Unsupported("it ties a party or goods to itself")
        if kind.prop != "associated_with" and refers and (refers, value, kind.prop, key, proposal.denied) in self._said:
            raise _Unsupported("the passage says it the other way round")
        claim = replace(
            self._at(found.start, found.end), about=kind.about, key=key, prop=kind.prop, value=value, refers=refers,
            date=self._date(proposal, found), schema=_SCHEMAS[kind.about],
        )
        return [*names, claim]

    def _at(self, start: int, end: int) -> Claim:
        """Return a claim that says nothing yet, at its place and under the marking of the portion."""
        return Claim(
            about="document", key="", prop="", value="", span=Span(start=start, end=end, quote=self._text[start:end]),
            portion=self._section.number, marking=self._section.portion.marking, extractor=self._extractor,
        )

    def _named(self, about: str, name: str, found: _Found, names: list[Claim], *, is_naming: bool = False) -> str:
        """Return the key of a party or goods named in the quote; one that nobody named yet gets its name as a claim."""
        start, end = self._printed(name, found)
        printed = " ".join(self._text[start:end].split())
        if about == "party" and (is_no_party(printed) or printed == printed.lower() != printed.upper()):
            raise _Unsupported(f"{printed!r} is the name of no party")
        key = self._known.key_of(about, printed)
        if (about, key) in self._known.named or is_naming:
            return key
        if about == "item" and (printed.isupper() or re.search(r"\d", printed)):
            raise _Unsupported(f"no words say what goods {printed!r} are")
        prop = "name" if about == "party" else "description"
        names.append(replace(
            self._at(start, end), about=about, key=key, prop=prop, value=printed, schema=_SCHEMAS[about]
        ))
        return key

    def _printed(self, name: str, found: _Found) -> tuple[int, int]:
        """Return where a name stands in the quote, in the stored text."""
        if not name or len(name) > MAX_NAME:
            raise _Unsupported("it names nobody" if not name else f"a name has more than {MAX_NAME} characters")
        if _BLACKED.search(name):
            raise _Unsupported("the name is blacked out")
        place = self._worded.holds(name, found.first, found.behind)
        if place is None:
            raise _Unsupported(f"{name!r} does not stand in the quote")
        return place[0] + self._section.start, place[1] + self._section.start

    def _value(self, proposal: Proposal, kind: ClaimKind, found: _Found, names: list[Claim]) -> tuple[str, str]:
        """Return the value of a claim, and what it refers to."""
        given = proposal.value
        match kind.takes:
            case "nothing":
                return kind.value, ""
            case "party":
                return self._named("party", given, found, names), "party"
            case "goods" if kind.about == "party":
                return self._named("item", given, found, names), "item"
            case "name" | "goods" | "model":
                start, end = self._printed(given, found)
                return " ".join(self._text[start:end].split()), ""
            case "country":
                return _country(given, found.flat).lower(), ""
            case "actor":
                owner = self._owner if any_of(event_words().own).search(found.flat) else ""
                actor = given.upper() if given.upper() == owner else _country(given, found.flat)
                return f"{kind.value} {actor}", ""
            case "count":
                start, _ = self._printed(proposal.subject, found)
                before = one_line(self._section.text[found.start - self._section.start : start - self._section.start])
                return _count(given, found.flat, before), ""
            case "instrument":
                return _instrument(given, found.flat), ""
            case "regime":
                if given not in regimes_named(found.flat):
                    raise _Unsupported("the quote names no such regime")
                return given, ""
        status = control_status(found.flat)  # what is left takes a status
        if status is None or status[0] != kind.value:
            raise _Unsupported(f"the quote does not say {kind.value}")
        return kind.value, ""

    def _date(self, proposal: Proposal, found: _Found) -> str:
        if not proposal.date:
            return ""
        told = {each.value for each in find_dates(found.flat, self._published)}
        if not any(value == proposal.date or value.startswith(f"{proposal.date}-") for value in told):
            raise _Unsupported(f"the quote does not tell the date {proposal.date!r}")
        if len(told) > 1:
            raise _Unsupported("the quote tells several dates")
        return proposal.date


def _are_nearest(names: Iterable[str], flat: str, words: tuple[str, ...]) -> bool:
    """Tell whether some names stand nearer to words of a quote than any other run of capitalised words there.

    Places and peoples do not count, and of a name printed otherwise it is told elsewhere whether it stands there.
    """
    own = [(flat.find(name), flat.find(name) + len(name)) for name in names if name and name in flat]
    others = [
        at.span()
        for at in _CAPITALISED.finditer(flat)
        if all(at.end() <= start or at.start() >= end for start, end in own) and not country_of(at[0])
    ]
    for at in any_of(words).finditer(flat):
        reach = max((_gap(each, at.span()) for each in own), default=0)
        if all(reach <= _gap(other, at.span()) for other in others):
            return True
    return False


def _gap(one: tuple[int, int], two: tuple[int, int]) -> int:
    return max(one[0] - two[1], two[0] - one[1], 0)


def _spell(claim: Claim) -> tuple[str, str, str, str, bool]:
    value = claim.value if claim.refers else fold_name(claim.value)
    return claim.about, claim.key, claim.prop, value, claim.denied


def _country(given: str, flat: str) -> str:
    """Return a country that words of the quote tell."""
    code, told = given.upper(), set(_countries_in(flat)) - {""}
    if code not in told:
        raise _Unsupported(f"no word in the quote tells the country {given[:20]!r}")
    if len(told) > 1:
        raise _Unsupported("the quote tells several countries")
    return code


def _countries_in(flat: str) -> Iterator[str]:
    words = re.findall(r"U\.S\.|[^\W\d_]+(?:'[^\W\d_]+)?", flat)
    for size in (1, 2, 3):
        for at in range(len(words) - size + 1):
            told = " ".join(words[at : at + size])
            yield country_of(told) or country_of(told.removesuffix("'s"))


def _count(given: str, flat: str, before: str) -> str:
    """Return how many, where the quote tells the number in digits, in a word, or by an article for one.

    Of several numbers the last one `before` the goods counts them.
    """
    number = given.split(" ")[0]
    if not re.fullmatch(r"[0-9]{1,9}", number):
        raise _Unsupported(f"{given[:20]!r} is no number")
    told = _numbers_in(before)[-1:] or _numbers_in(flat)
    if number not in told and not (number == "1" and re.search(r"\ban?\b", before or flat, re.IGNORECASE)):
        raise _Unsupported(f"the quote does not tell the number {number}")
    return number


def _numbers_in(flat: str) -> list[str]:
    """Return the numbers of some words in order, those in words as digits."""
    words = fact_words().numbers
    found = (each.replace(",", "") for each in re.findall(rf"{_NUMBER.pattern}|[A-Za-z]+", flat))
    return [number for number in (words.get(each.lower(), each) for each in found) if number.isdigit()]


def _instrument(given: str, flat: str) -> str:
    read = _INSTRUMENT.fullmatch(given)
    if read is None:
        raise _Unsupported(f"{given[:40]!r} is no instrument such as UNSCR 1737")
    numbers = re.findall(r"\d+", flat)
    if read["number"] not in numbers or not re.search(_INSTRUMENT_WORDS[read["kind"]], flat, re.IGNORECASE):
        raise _Unsupported(f"the quote does not name {given}")
    return given
