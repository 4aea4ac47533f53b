"""The frame of a case: who sells, who buys, through whom, for whom and what, told anywhere in a paper, completes what
single sentences leave open.

A paper tells its case over several sentences: one names the seller, another the goods, a third the buyer. Where only
one party, or one item, can be meant, what is open follows from the rest. Such a fact is inferred: its extractor names
the rule, and it stands once at each passage that it rests on, under the join of their markings. What follows for a
marking is found from what that marking lets one see alone, so nothing hidden shows through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from enduse.model.marking import Marking, join_all
from enduse.reading.claims import in_order
from enduse.reading.earlier import pointing
from enduse.reading.facts import Claim, Span
from enduse.reading.lexicon import fact_words
from enduse.reading.phrases import any_of
from enduse.reading.sameness import same_items, same_parties

MAX_MARKINGS = 8
_MOST_ITEMS = 6  # of one deal
_MOST_BESIDE = 3  # parties told side by side
_OFTEN_SEVERAL = ("supplier",)  # of one item; buyers told together each buy goods of their own
_BESIDE = 12  # characters between these
# Whoever plays one of these parts too plays more than one in the case, or is taken for somebody else.
_UNLIKE = {
    "buyer": ("supplier", "manufacturer", "false_end_user", "authority", "forwarder"),
    "end_user": ("supplier", "manufacturer", "false_end_user", "authority", "forwarder"),
    "supplier": ("buyer", "end_user", "authority", "forwarder"),
    "manufacturer": ("buyer", "end_user", "authority"),
    "intermediary": ("supplier", "manufacturer", "buyer", "end_user", "authority"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """One fact that follows from others: `key`, `prop`, `value` as in a claim, the rule's name and what it rests on."""

    about: str
    key: str
    prop: str
    value: str
    rule: str
    basis: tuple[Claim, ...]
    refers: str = ""


@dataclass(slots=True)
class Frame:
    """What some passages tell of a case: parties by role, items, and links, each with the claims that tell it.

    Parties and items are named by one key for all their spellings.
    """

    roles: dict[str, dict[str, list[Claim]]] = field(default_factory=dict)
    items: dict[str, list[Claim]] = field(default_factory=dict)
    links: dict[tuple[str, str, str], list[Claim]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def together(self, role: str) -> list[list[Claim]]:
        """Return the claims of the one party that plays a role, or of the few whom one passage names side by side."""
        alone = self.only(role)
        if alone:
            return [alone]
        parties = self.roles.get(role, {}) if role in _OFTEN_SEVERAL else {}
        unlike = {party for other in _UNLIKE.get(role, ()) for party in self.roles.get(other, ())}
        if not 1 < len(parties) <= _MOST_BESIDE or unlike & parties.keys():
            return []
        for first in next(iter(parties.values())):
            beside = [
                [claim for claim in told if claim.portion == first.portion and _is_beside(claim.span, first.span)]
                for told in parties.values()
            ]
            if all(beside):
                return beside
        return []

    def only(self, role: str) -> list[Claim]:
        """Return the claims of the one party that plays a role; none where nobody or more than one does."""
        parties = self.roles.get(role, {})
        for party, told in parties.items():
            if len(parties) == 1 and not any(party in self.roles.get(other, ()) for other in _UNLIKE.get(role, ())):
                return told
        return []

    def is_told(self, kind: str, *, end: str) -> bool:
        """Tell whether some link of a kind ends in a party or item."""
        return any(link[0] == kind and link[2] == end for link in self.links)

    def has(self, kind: str, party: str) -> bool:
        """Tell whether a party stands at the beginning of some link of a kind."""
        return any(link[:2] == (kind, self.names[party]) for link in self.links)

    def is_tied(self, one: str, two: str) -> bool:
        """Tell whether two keys name one party, or some link joins them."""
        ends = {self.names[one], self.names[two]}
        return len(ends) == 1 or any(ends == {*link[1:]} for link in self.links)

    def deals(self, party: str, item: str) -> bool:
        """Tell whether a party is said to do anything with an item."""
        return any(link[1:] == (self.names[party], item) for link in self.links)


Rule = Callable[[Frame], Iterator[Inferred]]


def complete(text: str, claims: Iterable[Claim], *, has_number: bool) -> set[Claim]:
    """Return the claims and beside them what follows from the frame of the case.

    Only a paper with a number of its own (`has_number`) is known under all its markings: in another one nothing is
    joined across markings. Cost: a few passes over the claims for each marking; beyond 8 of them, no two are joined.
    """
    kept = set(claims)
    told = in_order(claim for claim in kept if not claim.denied and claim.about != "document")
    added: set[Claim] = set()
    markings = _markings(told, is_joined=has_number)
    for marking in markings:
        shown = {each for each in markings if each == marking or (has_number and each.join(marking) == marking)}
        seen = [claim for claim in told if claim.marking in shown]
        for each in _infer(seen):
            rests_on = join_all(claim.marking for claim in each.basis)
            if rests_on == marking and not any(_is_of_another_case(text, claim.span) for claim in each.basis):
                added |= set(_claims(each, marking))
    return kept | added


_LEAD = 160


def _is_of_another_case(text: str, span: Span) -> bool:
    """Tell whether the sentence of a passage says, up to the passage, that it speaks of another deal."""
    lead = text[max(0, span.start - _LEAD) : span.end]
    begin = lead.rfind(". ", 0, len(lead) - (span.end - span.start))
    return any_of(pointing().another_case).search(" ".join(lead[begin + 1 :].split())) is not None


def _markings(claims: Iterable[Claim], *, is_joined: bool) -> list[Marking]:
    """Return every marking of the claims, and the joins of them where they are few."""
    found = dict.fromkeys(claim.marking for claim in claims)
    if is_joined and len(found) <= MAX_MARKINGS:
        for each in [*found]:
            found |= dict.fromkeys([other.join(each) for other in found])
    return [*found]


def _claims(each: Inferred, marking: Marking) -> Iterator[Claim]:
    """Yield an inferred fact at each passage that it rests on."""
    hedge = next((claim.hedge for claim in each.basis if claim.hedge), "")
    for claim in each.basis:
        yield Claim(
            about=each.about, key=each.key, prop=each.prop, value=each.value, refers=each.refers, span=claim.span,
            portion=claim.portion, marking=marking, schema="Item" if each.about == "item" else "LegalEntity",
            hedge=hedge, rule=each.rule,
        )  # fmt: skip


def _infer(seen: list[Claim]) -> Iterator[Inferred]:
    names, goods = same_parties(seen), same_items(seen)
    whole = _frame(seen, names, goods)
    for rule in RULES:
        yield from rule(whole)
    by_portion: dict[int, list[Claim]] = {}
    for claim in seen:
        by_portion.setdefault(claim.portion, []).append(claim)
    for told in by_portion.values() if len(by_portion) > 1 else ():
        part = _frame(told, names, goods)
        part.links = whole.links
        for rule in RULES:
            yield from rule(part)


def _frame(claims: Iterable[Claim], names: dict[str, str], goods: dict[str, tuple[str, ...]]) -> Frame:
    frame, generic = Frame(names=names), fact_words().generic
    for claim in claims:
        if claim.about == "item" and claim.prop == "description":
            for key in goods[claim.key]:
                if key not in generic:
                    frame.items.setdefault(key, []).append(claim)
        elif claim.about == "party" and claim.prop == "role":
            frame.roles.setdefault(claim.value, {}).setdefault(names[claim.key], []).append(claim)
        elif claim.about == "party" and claim.refers:
            ends: tuple[str, ...] = (names.get(claim.value, claim.value),)
            if claim.refers == "item":
                ends = goods.get(claim.value, (claim.value,))
            for end in ends:
                frame.links.setdefault((claim.prop, names[claim.key], end), []).append(claim)
    return frame


def _of_item(role: str, kind: str, *, most: int = _MOST_ITEMS, unless: str = "") -> Rule:
    """Return the rule that the one party with a role does with the items of the paper what the role says.

    It holds for at most `most` items, and only where nobody has the role `unless`.
    """

    def rule(frame: Frame) -> Iterator[Inferred]:
        parties = frame.together(role)
        if len(frame.items) > most or unless in frame.roles or any(frame.has(kind, party[0].key) for party in parties):
            return
        for key, item in frame.items.items():
            if frame.is_told(kind, end=key):
                continue
            for party in parties:
                if not frame.deals(party[0].key, key):
                    basis = _nearest(party, item)
                    yield Inferred(
                        about="party", key=basis[0].key, prop=kind, value=basis[1].key, refers="item",
                        rule=f"the one {role} and item", basis=basis,
                    )  # fmt: skip

    return rule


def _of_party(role: str, kind: str, other: str) -> Rule:
    """Return the rule that the one party with a role stands in a tie to the one with another role."""

    def rule(frame: Frame) -> Iterator[Inferred]:
        one, two = frame.only(role), frame.only(other)
        if other == "intermediary":
            two = [claim for claim in two if any_of(pointing().of_channels).search(" ".join(claim.span.quote.split()))]
        if not one or not two or frame.is_tied(one[0].key, two[0].key) or frame.has(kind, one[0].key):
            return
        basis = _nearest(one, two)
        yield Inferred(
            about="party", key=basis[0].key, prop=kind, value=basis[1].key, refers="party",
            rule=f"the one {role} and the one {other}", basis=basis,
        )  # fmt: skip

    return rule


def _is_beside(one: Span, other: Span) -> bool:
    """Tell whether two passages name parties side by side: "X and Y"."""
    return one.start <= other.end + _BESIDE and other.start <= one.end + _BESIDE


def _nearest(one: list[Claim], two: list[Claim]) -> tuple[Claim, Claim]:
    """Return the two claims, one of each, under the widest marking that stand nearest to each other."""
    pairs = ((first, second) for first in one for second in two)
    return min(
        pairs, key=lambda pair: (abs(pair[0].span.start - pair[1].span.start), pair[0].order, pair[1].order)
    )


RULES: tuple[Rule, ...] = (
    _of_item("buyer", "seeks"),
    _of_item("end_user", "seeks", most=1, unless="buyer"),
    _of_item("supplier", "supplies"),
    _of_item("manufacturer", "manufactures"),
    _of_party("buyer", "procures_via", "intermediary"),
    _of_party("front_company", "acts_for", "end_user"),
    _of_party("front_company", "acts_for", "buyer"),
)
