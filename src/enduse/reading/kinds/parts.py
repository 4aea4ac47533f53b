"""Which part somebody plays where only the whole paper tells: from what he does with goods, and through his ties."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from enduse.reading.kinds.lexicon import one_of
from enduse.reading.kinds.scene import Scene, make_deal, make_role
from enduse.reading.roles import Said

_TRADE = ("buyer", "supplier", "intermediary")
_MADE = {"buyer", "end_user", "forwarder", "supplier", "intermediary", "manufacturer"}


def conclude_parts(scene: Scene, said: list[Said]) -> list[Said]:
    """Return what was said with the parts that follow from it; nothing said is taken away but double parts."""
    made = [*said, *_received(scene, _roles(said))]
    made = _passed_on(scene, made)
    made = _forwarders(made)
    made += _ours(scene)
    made += _makers(made)
    made += _declared(scene, _roles(made))
    false = {key for key, held in _roles(made).items() if "false_end_user" in held}
    made = [s for s in made if not (s.prop == "role" and s.value == "end_user" and s.subject in false)]
    made += _principals(made)
    made += _firms_of(made, scene)
    made += _charged(scene, _roles(made))
    return made


def _roles(said: list[Said]) -> Mapping[str, set[str]]:
    roles: dict[str, set[str]] = defaultdict(set)
    for each in said:
        if each.prop == "role":
            roles[each.subject].add(each.value)
    return roles


def _received(scene: Scene, roles: Mapping[str, set[str]]) -> Iterator[Said]:
    """Take for end users those to whom goods went and of whom nothing else is told."""
    for key, (start, end) in scene.received.items():
        if not roles.get(key, set()) & _MADE:
            yield make_role(key, "end_user", start, end)


def _passed_on(scene: Scene, said: list[Said]) -> list[Said]:
    """Call those intermediaries who got goods and passed them on, not suppliers."""
    roles = _roles(said)
    handled = {each.subject for each in said if each.prop == "supplies"}
    passed = {key for key in scene.received if roles.get(key, set()) & {"supplier", "intermediary"}}
    passed |= {
        key
        for key, held in roles.items()
        if {"buyer", "supplier"} <= held and key in handled and "manufacturer" not in held
    }
    return [
        make_role(each.subject, "intermediary", each.start, each.end)
        if each.prop == "role" and each.value == "supplier" and each.subject in passed
        else each
        for each in said
    ]


def _forwarders(said: list[Said]) -> list[Said]:
    """Take a forwarder for nothing else: what it shipped was not its own."""
    forwarders = {key for key, held in _roles(said).items() if "forwarder" in held}
    return [
        each
        for each in said
        if not (each.prop == "role" and each.subject in forwarders and each.value in ("intermediary", "supplier"))
    ]


def _ours(scene: Scene) -> Iterator[Said]:
    """Take the firm that writes for the maker of goods that it calls its own: "two of our EX-800 lathes"."""
    if not scene.sender:
        return
    for thing in scene.things:
        first = min(thing.start, thing.model_span[0] or thing.start)
        at = _OUR.search(scene.flat, max(0, first - 24), first)
        if at:
            yield make_role(scene.sender, "manufacturer", at.start(), thing.end)
            yield make_role(scene.sender, "supplier", at.start(), thing.end)
            yield make_deal("manufactures", scene.sender, thing.key, at.start(), thing.end)


_OUR = re.compile(r"\b(?:[Oo]ur|[Nn]os|[Nn]otre|[Uu]nsere?[rn]?|[Nn]uestr[oa]s?) (?:[\w-]+ ){0,2}$")


def _makers(said: list[Said]) -> Iterator[Said]:
    """Take a maker that supplies goods for their maker, where nobody else is."""
    roles = _roles(said)
    made = {each.value for each in said if each.prop == "manufactures"}
    for each in said:
        if each.prop == "supplies" and each.value not in made and "manufacturer" in roles.get(each.subject, set()):
            yield make_deal("manufactures", each.subject, each.value, each.start, each.end)


def _declared(scene: Scene, roles: Mapping[str, set[str]]) -> Iterator[Said]:
    """Call those whom a buyer only named as end users false ones, where others are the users or the paper denies it."""
    others = {key for key, held in roles.items() if "end_user" in held} - set(scene.declared)
    is_denied = one_of(scene.words.denied).search(scene.flat) is not None
    for key, (start, end) in scene.declared.items():
        if "false_end_user" not in roles.get(key, set()):
            yield make_role(key, "false_end_user" if others or is_denied else "end_user", start, end)


def _principals(said: list[Said]) -> Iterator[Said]:
    """Take for the end user one for whom others act and of whom nothing else is told."""
    roles = _roles(said)
    for each in said:
        if each.prop == "acts_for" and not roles.get(each.value):
            yield make_role(each.value, "end_user", each.start, each.end)


def _firms_of(said: list[Said], scene: Scene) -> Iterator[Said]:
    """Give a firm of which nothing else is told the part in trade of the person who owns or runs it."""
    roles = _roles(said)
    for each in said:
        pair = {"employed_by": (each.value, each.subject), "owned_by": (each.subject, each.value)}.get(each.prop)
        if pair is None or roles.get(pair[0]):
            continue
        held = set(roles.get(pair[1], ())) | ({"intermediary"} if pair[1] in scene.conspired else set())
        for role in sorted(held & set(_TRADE)):
            yield make_role(pair[0], role, each.start, each.end)


def _charged(scene: Scene, roles: Mapping[str, set[str]]) -> Iterator[Said]:
    """Take for intermediaries those who are charged and of whom nothing more exact is told."""
    for key, (start, end) in scene.conspired.items():
        if not roles.get(key, set()) - {"designated", "owner"}:
            yield make_role(key, "intermediary", start, end)
    for key, party in sorted(scene.registry.parties.items()):
        if party.is_charged and not roles.get(key) and key not in scene.conspired:
            is_seller = scene.words.language != "en" and _EXPORTS.search(scene.flat) is not None
            yield make_role(key, "supplier" if is_seller else "intermediary", party.start, party.end)


# Who stands trial in Europe for exports is mostly the one who exported from there.
_EXPORTS = re.compile(
    r"ausf[uü]hr|ausgef[uü]hrt|export|geliefert|lieferung|verkauf|livr[aeé]|livraison|vendu|vente|vend[ií]|venta\b|suministr",
    re.IGNORECASE,
)
