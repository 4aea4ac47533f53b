"""An order beside one earlier case: how alike the goods, the parties and the places are, and what says so.

Figures: `knowledge/assessment/repeats.yaml`. Cost: a few milliseconds a case whose parties share marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from math import log, sqrt

from enduse.assessment import repeat_marks as marks
from enduse.assessment.repeat_rules import repeat_rules
from enduse.model.denial import Denial, DeniedItem, DeniedParty
from enduse.model.evidence import Citation, Reason
from enduse.model.repeat import PartyLink, RepeatMatch
from enduse.names.comparing import score_names
from enduse.resolution.addresses import Address, compare_addresses

Count = Callable[[str], int]
_ROUND = 4
_FAR = 10  # years


@dataclass(frozen=True, slots=True)
class Linked:
    """A party asked about: itself, or one that the record links it to, with the sentence that says so."""

    party: DeniedParty
    of: str
    roles: tuple[str, ...]
    said: str = ""
    evidence: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike something is, with what speaks for and against."""

    value: float
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()
    signs: tuple[str, ...] = ()


def compare_case(
    asked: Denial, case: Denial, *, count: Count, shared: float = 0.0, linked: Sequence[Linked] = ()
) -> RepeatMatch:
    """Return an earlier case beside one asked about.

    `count` says how many cases carry a mark, `shared` is the share of marks' worth in common, `linked` are parties
    that the record ties to those of the order. The rank is not given yet.
    """
    own = [Linked(party, party.name, party.roles) for party in marks.buying_side(asked.parties)]
    link, links = _link_parties((*own, *linked), marks.buying_side(case.parties), count)
    (item, compared), place = _compare_items(asked.items, case.items), _compare_places(asked, case)
    closeness = 1 - (1 - link.value * (0.35 + 0.65 * max(item.value, 0.15))) * (
        1 - 0.55 * item.value * item.value * place.value)
    against = (*link.against, *item.against, *place.against, *_far_in_time(asked, case))
    return RepeatMatch(
        rank=0, score=round(0.3 * closeness + 0.7 * min(1.0, 2 * shared), _ROUND), item=round(item.value, _ROUND),
        compared=round(compared, _ROUND), link=round(link.value, _ROUND), place=round(place.value, _ROUND),
        identical=round(sqrt(item.value * link.value), _ROUND), case=case, links=links,
        reasons=_strongest((*link.reasons, *item.reasons, *place.reasons)), against=_strongest(against),
    )


def rank_matches(matches: Iterable[RepeatMatch], *, limit: int) -> tuple[RepeatMatch, ...]:
    """Return the best matches with their ranks: by score, then by id."""
    best = sorted(matches, key=lambda one: (-one.score, one.case.id))[:limit]
    return tuple(replace(one, rank=rank) for rank, one in enumerate(best, 1))


# -- parties ----------------------------------------------------------------------


def _link_parties(
    asked: Sequence[Linked], there: Sequence[DeniedParty], count: Count
) -> tuple[Likeness, tuple[PartyLink, ...]]:
    """Return how the parties are linked in all, and each link that is worth telling, the strongest first."""
    left, reasons = 1.0, []
    links: dict[tuple[str, str], PartyLink] = {}
    for one in asked:
        found = [(link_party(one.party, other, count), other) for other in there]
        best, other = max(found, key=lambda pair: (pair[0].value, pair[1].name), default=(Likeness(0.0), None))
        if other is None or best.value < repeat_rules().links["address_place"] * 2:
            continue
        weight = _weight_of(one)
        strength = round(best.value * weight, _ROUND)
        left *= 1 - strength
        reasons += [
            replace(reason, text=f"{reason.text} {one.said}".strip(), weight=round(reason.weight * weight, _ROUND),
                    evidence=(*reason.evidence, *one.evidence)) for reason in best.reasons
        ]
        link = PartyLink(party=one.of, other=other.name, strength=strength, signs=best.signs, roles=one.roles,
                         through=one.said)
        held = links.get((one.of, other.name))
        if strength >= repeat_rules().told_from and (held is None or held.strength < strength):
            links[one.of, other.name] = link
    against = () if links or not (asked and there) else (
        Reason(text="No party of the order is linked to one of the earlier case.", weight=-0.5),)
    told = sorted(links.values(), key=lambda one: (-one.strength, one.party, one.other))
    return Likeness(1 - left, tuple(reasons), against), tuple(told)


def _weight_of(one: Linked) -> float:
    weight = max((repeat_rules().weaker.get(role, 1.0) for role in one.roles), default=1.0)
    return weight * (repeat_rules().links["in_the_record"] if one.said else 1.0)


def link_party(left: DeniedParty, right: DeniedParty, count: Count) -> Likeness:
    """Return how strongly two parties are linked: the chance that not all signs mislead, and the signs."""
    signs = {
        "identifier": _same_numbers(left, right), "name": _same_names(left, right),
        "person": _same_people(left, right), "address": _same_address(left, right, count),
        **_same_contacts(left, right, count),
    }
    rest, least = 1.0, repeat_rules().links["shared"]
    found = {sign: reason for sign, reason in signs.items() if reason is not None}
    for reason in found.values():
        rest *= 1 - reason.weight
    against = []
    if left.country and right.country and left.country != right.country:
        against.append(Reason(text=f"{left.name} is in another country than {right.name}.", left=left.country,
                              right=right.country, weight=-repeat_rules().links["address_place"]))
    told = tuple(sorted(sign for sign, reason in found.items() if reason.weight > least))
    return Likeness(1 - rest, tuple(found.values()), tuple(against), told)


def _same_numbers(left: DeniedParty, right: DeniedParty) -> Reason | None:
    theirs = {(prop, marks.plain(value)) for prop, value in right.identifiers}
    for prop, value in left.identifiers:
        if (prop, marks.plain(value)) in theirs:
            return Reason(text=f"{left.name} has the {prop} of {right.name}.", left=value, right=value,
                          weight=repeat_rules().links["identifier"])
    return None


def _same_names(left: DeniedParty, right: DeniedParty) -> Reason | None:
    rules = repeat_rules().links
    best = _best_names((left.name, *left.aliases), (right.name, *right.aliases), "unknown")
    if best is None or best[0] < rules["name_from"]:
        return None
    weight = rules["name"] * (best[0] - rules["name_from"] / 2) / (1 - rules["name_from"] / 2)
    return Reason(text=f"The name {best[1]} is like {best[2]} ({best[0]:.2f}).", left=best[1], right=best[2],
                  weight=round(weight, _ROUND))


def _same_people(left: DeniedParty, right: DeniedParty) -> Reason | None:
    rules = repeat_rules().links
    mine, theirs = (*left.people, left.name), (*right.people, right.name)
    pairs = [(a, b) for a, b in product(mine, theirs) if (a, b) != (left.name, right.name)]
    best = max((_best_names((a,), (b,), "person") or (0.0, a, b) for a, b in pairs), default=(0.0, "", ""))
    if best[0] < rules["person_from"]:
        return None
    return Reason(text=f"{best[1]} of {left.name} is like {best[2]} of {right.name} ({best[0]:.2f}).",
                  left=best[1], right=best[2], weight=round(rules["person"] * best[0], _ROUND))


def _best_names(mine: Iterable[str], theirs: Iterable[str], kind: str) -> tuple[float, str, str] | None:
    """Return the best score of names that share a word in letters or sound; others are not compared."""
    found = [
        (score_names(a, b, kind="person" if kind == "person" else "unknown", least=0.5), a, b)
        for a, b in product(mine, theirs) if _may_be_alike(a, b)
    ]
    return max(found, default=None)


def _may_be_alike(left: str, right: str) -> bool:
    return not _signs(left).isdisjoint(_signs(right))


@lru_cache(maxsize=1 << 14)
def _signs(name: str) -> frozenset[str]:
    words = marks.name_words(name)
    return frozenset({*words, *(marks.sound_of(word) for word in words), *(word[:4] for word in words),
                      *(word[-4:] for word in words)})


def _same_contacts(left: DeniedParty, right: DeniedParty, count: Count) -> dict[str, Reason]:
    found: dict[str, Reason] = {}
    rules = repeat_rules().links

    def tell(what: str, value: str, mark: str, weight: float) -> Reason:
        held = count(mark)
        if held > rules["shared_by_over"]:
            return Reason(text=f"{left.name} and {right.name} share {what}, as {held:,} cases do.", left=value,
                          right=value, weight=rules["shared"])
        return Reason(text=f"{left.name} and {right.name} share {what}.", left=value, right=value, weight=weight)

    mine, theirs = ({marks.phone_mark(text): text for text in one.phones} for one in (left, right))
    for digits in sorted((mine.keys() & theirs.keys()) - {""})[:1]:
        found["phone"] = tell("a telephone number", mine[digits], f"phone{marks.SIGN}{digits}", rules["phone"])
    if not (mine.keys() & theirs.keys()) - {""}:
        near = next(((a, b) for a, b in product(sorted(mine), sorted(theirs)) if a and b and _one_off(a, b)), None)
        if near:
            found["phone"] = Reason(
                text=f"The telephone numbers of {left.name} and {right.name} differ in one digit.",
                left=mine[near[0]], right=theirs[near[1]], weight=rules["phone_nearly"])
    mails = {text.casefold().strip() for text in left.emails} & {text.casefold().strip() for text in right.emails}
    for mail in sorted(mails)[:1]:
        found["email"] = tell("a mail address", mail, f"email{marks.SIGN}{mail}", rules["email"])
    hosts = [{d for text in (*one.emails, *one.websites) if (d := marks.domain_of(text))} for one in (left, right)]
    for host in () if mails else sorted(hosts[0] & hosts[1])[:1]:
        found["domain"] = tell("a domain", host, f"domain{marks.SIGN}{host}", rules["domain"])
    return found


def _one_off(left: str, right: str) -> bool:
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1


def _same_address(left: DeniedParty, right: DeniedParty, count: Count) -> Reason | None:
    mine, theirs = marks.address_of(left.address), marks.address_of(right.address)
    if mine is None or theirs is None or (
            mine.words.isdisjoint(theirs.words) and mine.numbers.isdisjoint(theirs.numbers)):
        return None  # without a number in common, and no word but one of another spelling, no more than a place
    verdict = compare_addresses(mine, theirs)
    if verdict not in ("same", "most", "place"):
        return None
    if verdict == "most" and _is_town_alone(mine, theirs):
        verdict = "place"
    rules, weight = repeat_rules().links, repeat_rules().links[f"address_{verdict}"]
    words = {"same": "give the same address", "most": "give nearly the same address", "place": "name a place alike"}
    text = f"{left.name} and {right.name} {words[verdict]}."
    if verdict != "place":
        both = {*marks.pair_marks(left.address)} & {*marks.pair_marks(right.address)}
        held = min(map(count, both), default=0)  # a number on a street of any town is on many; the rarest pair tells
        if held > rules["shared_by_over"]:
            text, weight = f"{text[:-1]}, which {held:,} cases have in part.", rules["shared"]
    return Reason(text=text, left=left.address, right=right.address, weight=weight)


def _is_town_alone(left: Address, right: Address) -> bool:
    """Tell whether all words in common stand behind the last comma of either, where the town does."""
    common = left.words & right.words
    for one in (left, right):
        street, comma, town = one.printed.rpartition(",")
        last = marks.address_of(town) if comma and street.strip() else None
        if common and last is not None and common <= last.words:
            return True
    return False


# -- items ------------------------------------------------------------------------


def _compare_items(asked: Sequence[DeniedItem], there: Sequence[DeniedItem]) -> tuple[Likeness, float]:
    """Return the likeness of the two items that are most alike, and how much both of them state."""
    pairs = [_compare_item(mine, theirs) for mine, theirs in product(asked, there)]
    return max(pairs, key=lambda one: (one[0].value, one[1]), default=(Likeness(0.0), 0.0))


def _compare_item(left: DeniedItem, right: DeniedItem) -> tuple[Likeness, float]:
    """Return how alike two items are: the weighed share of what both state; little in common to state counts less."""
    rules = repeat_rules()
    found = [*_stated(left, right)]
    weight = sum(rules.items[name] for name, *_ in found)
    whole = max(weight, rules.items_enough)
    reasons, against = [], []
    for name, alike, mine, theirs, text in found:
        share = rules.items[name] / whole
        if alike >= 0.5:
            reasons.append(Reason(text=f"Alike: {text}.", left=mine, right=theirs, weight=round(share * alike, _ROUND)))
        else:
            against.append(Reason(text=f"Unlike: {text}.", left=mine, right=theirs,
                                  weight=round(-share * (1 - alike), _ROUND)))
    total = sum(rules.items[name] * alike for name, alike, *_ in found)
    return Likeness(total / whole, tuple(reasons), tuple(against)), min(1.0, weight / rules.items_enough)


def _stated(left: DeniedItem, right: DeniedItem) -> Iterator[tuple[str, float, str, str, str]]:
    """Yield field, likeness, both values and words for each field that both items state."""
    if left.model and right.model:
        same = marks.plain(left.model) == marks.plain(right.model)
        alike = 1.0 if same else 0.6 if _begins_alike(marks.plain(left.model), marks.plain(right.model)) else 0.0
        yield "model" if alike else "other_model", alike, left.model, right.model, "model"
    if left.maker and right.maker:
        score = score_names(left.maker, right.maker, kind="organisation", least=0.5) if _may_be_alike(
            left.maker, right.maker) else 0.0
        yield "maker", score, left.maker, right.maker, "maker"
    share = _share_levels(left.entries, right.entries, marks.entry_levels)
    if share:  # another entry says nothing against: what was shaved falls under another, and states number differently
        yield "entry", share, ", ".join(left.entries), ", ".join(right.entries), "entry of a control list"
    if left.kinds and right.kinds:
        yield ("kind", _share_levels(left.kinds, right.kinds, marks.kind_levels), ", ".join(left.kinds),
               ", ".join(right.kinds), "capability class")
    yield from _parameters(left, right)
    if left.hs_code and right.hs_code:
        digits = next((n for n in (6, 4, 2) if left.hs_code[:n] == right.hs_code[:n] and len(left.hs_code) >= n), 0)
        yield "code", {6: 1.0, 4: 0.7, 2: 0.2, 0: 0.0}[digits], left.hs_code, right.hs_code, "customs code"
    mine, theirs = set(marks.content_words(left.description)), set(marks.content_words(right.description))
    if mine and theirs:
        yield ("words", _share_words(mine, theirs), left.description, right.description, "words of the description")


def _begins_alike(left: str, right: str) -> bool:
    length = min(len(left), len(right))
    return length >= 4 and left[:length - 1] == right[:length - 1]


def _share_levels(mine: Iterable[str], theirs: Iterable[str], levels: Callable[[str], tuple[str, ...]]) -> float:
    """Return 1 for one line in common, less the further up the nearest common one lies."""
    best = 0.0
    for left, right in product(mine, theirs):
        a, b = levels(left), levels(right)
        deep = sum(x == y for x, y in zip(a, b, strict=False))
        if deep:
            best = max(best, 1.0 if deep == min(len(a), len(b)) else 0.85 if deep >= 2 else 0.6)
    return best


def _parameters(left: DeniedItem, right: DeniedItem) -> Iterator[tuple[str, float, str, str, str]]:
    """Compare the properties that both state; a specification that was shaved a little is still alike."""
    mine = {marks.plain_name(p): p for p in reversed(left.parameters)}
    theirs = {marks.plain_name(p): p for p in reversed(right.parameters)}
    found = []
    for name in sorted(mine.keys() & theirs.keys()):
        a, b = marks.middle_of(mine[name]), marks.middle_of(theirs[name])
        if a is None or b is None:
            alike = 1.0 if mine[name].value.casefold() == theirs[name].value.casefold() else 0.0
        else:
            alike = _alike(a, b)
        found.append((alike, name))
    if found:
        told = ", ".join(f"{name} {{}}" for _, name in found[:4])
        values = [told.format(*(side[name].value for _, name in found[:4])) for side in (mine, theirs)]
        yield ("parameters", sum(alike for alike, _ in found) / len(found), values[0], values[1],
               f"properties ({len(found)} stated on both sides)")


def _alike(left: float, right: float) -> float:
    rules = repeat_rules().parameter_alike
    if left == right:
        return 1.0
    if left <= 0 or right <= 0:
        return 0.0
    off = abs(log(left / right))
    first, last = log(1 + rules["same_within"]), log(1 + rules["gone_at"])
    return 1.0 if off <= first else max(0.0, 1 - (off - first) / (last - first))


def _share_words(mine: set[str], theirs: set[str]) -> float:
    """Return the share of words in common, letters or sound, of both sides' mean."""
    same = mine & theirs
    sounds = {marks.sound_of(word) for word in mine - same} & {marks.sound_of(word) for word in theirs - same} - {""}
    return min(1.0, (len(same) + len(sounds)) / sqrt(len(mine) * len(theirs)))


# -- places and time --------------------------------------------------------------


def _compare_places(asked: Denial, case: Denial) -> Likeness:
    rules = repeat_rules().places
    signs: list[Reason] = []
    against: list[Reason] = []
    if asked.destination and case.destination:
        if asked.destination == case.destination:
            signs.append(Reason(text="The same destination.", left=asked.destination, right=case.destination,
                                weight=rules["destination"]))
        else:
            against.append(Reason(text="Another destination.", left=asked.destination, right=case.destination,
                                  weight=-rules["destination"]))
    for country in sorted({*asked.transit} & {*case.transit, case.destination} - {""})[:1]:
        signs.append(Reason(text="A country on the way is the same.", left=country, right=country,
                            weight=rules["transit"]))
    mine, theirs = _sites(asked), _sites(case)
    order = ("same", "most")
    verdicts = []
    for (a, left), (b, right) in product(mine, theirs):
        verdict = compare_addresses(a, b)
        if verdict in order:
            verdicts.append((order.index(verdict), left, right))
    if verdicts:
        at, left_text, right_text = min(verdicts)
        signs.append(Reason(text="The goods are for the same site." if not at else "The goods are for nearly the same"
                            " site.", left=left_text, right=right_text, weight=rules[f"site_{order[at]}"]))
    uses = [set(marks.content_words(one.end_use)) for one in (asked, case)]
    if all(uses):
        share = _share_words(*uses)
        reason = Reason(text="The stated use is alike." if share >= 0.5 else "Another use is stated.",
                        left=asked.end_use, right=case.end_use,
                        weight=round(rules["use"] * share if share >= 0.5 else -0.2, _ROUND))
        (signs if share >= 0.5 else against).append(reason)
    rest = 1.0
    for sign in signs:
        rest *= 1 - sign.weight
    return Likeness(1 - rest, tuple(signs), tuple(against))


def _sites(case: Denial) -> list[tuple[Address, str]]:
    using = [party.address for party in case.parties if {"end_user", "ultimate_consignee"} & set(party.roles)]
    texts = dict.fromkeys(text for text in (case.site, *using) if text)
    return [(address, text) for text in texts if (address := marks.address_of(text))]


def _far_in_time(asked: Denial, case: Denial) -> Iterator[Reason]:
    if asked.decided_on and case.decided_on:
        years = abs((asked.decided_on - case.decided_on).days) / 365.25
        if years > _FAR:
            yield Reason(text=f"{years:.0f} years lie between them.", left=asked.decided_on.isoformat(),
                         right=case.decided_on.isoformat(), weight=-0.1)


def _strongest(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    kept: dict[tuple[str, str, str], Reason] = {}
    for reason in reasons:
        kept.setdefault((reason.text, reason.left, reason.right), reason)
    return tuple(sorted(kept.values(), key=lambda one: (-abs(one.weight), one.text, one.left, one.right)))
