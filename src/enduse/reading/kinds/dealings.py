"""Deals told by a noun: "the sale of two lathes by X to Y", "an order from X for pumps", "X's purchase of steel"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from enduse.reading.kinds.deeds import find_arguments
from enduse.reading.kinds.goods import Thing
from enduse.reading.kinds.lexicon import one_of
from enduse.reading.kinds.registry import Mention
from enduse.reading.kinds.scene import FAR, Scene, find_doers, group_before, make_deal, make_role, make_tie
from enduse.reading.roles import Said

# Who stands behind which word, by kind of deal: (part, tie to the goods).
_PARTS = {
    "sale": {
        "agent": ("supplier", "supplies"), "source": ("supplier", "supplies"), "target": ("buyer", "seeks"),
        "user": ("end_user", ""), "principal": ("end_user", ""), "via": ("intermediary", ""),
        "owner": ("supplier", "supplies"),
    },
    "purchase": {
        "agent": ("buyer", "seeks"), "source": ("supplier", "supplies"), "user": ("end_user", ""),
        "principal": ("end_user", ""), "via": ("intermediary", ""), "owner": ("buyer", "seeks"),
    },
    "order": {
        "agent": ("buyer", "seeks"), "source": ("buyer", "seeks"), "principal": ("end_user", ""),
        "via": ("intermediary", ""), "owner": ("buyer", "seeks"),
    },
}


def read_dealings(
    scene: Scene, mentions: Sequence[Mention], things: Sequence[Thing], start: int, end: int
) -> Iterator[Said]:
    """Yield the parts of those named beside a noun of trade and its goods, and their ties to the goods."""
    for group in scene.words.dealings:
        for at in one_of(group.words).finditer(scene.flat, start, end):
            if any(m.start <= at.start() < m.end for m in mentions if not m.is_pronoun):
                continue
            objects = [t for t in things if at.end() <= t.start and t.start - at.end() < 110][:2]
            if not objects:
                continue
            args = find_arguments(scene, mentions, at.end(), min(end, at.end() + FAR))
            owner = next((m for m in mentions if _is_owner(scene, m, at.start())), None)
            if owner is not None:
                args["owner"] = [owner]
            involved = _INVOLVED.search(scene.flat, max(start, at.start() - 70), at.start())
            if involved and "agent" not in args and "owner" not in args:
                args["owner"] = find_doers(scene, mentions, involved.start())
            elif "agent" not in args and "owner" not in args and _CHARGED_WITH.search(scene.flat, start, at.start()):
                before = [m for m in mentions if m.end <= at.start()]
                args["owner"] = list(group_before(scene, mentions, before[-1])) if before else []
            for kind, (part, tie) in _PARTS[group.kind].items():
                for each in args.get(kind, ()):
                    first, last = min(at.start(), each.start), max(objects[-1].end, each.end)
                    yield make_role(each.key, part, first, last)
                    for thing in objects if tie else ():
                        yield make_deal(tie, each.key, thing.key, first, last)


_INVOLVED = re.compile(
    r"\b(?:involved|participat(?:ed|ing)|engag(?:ed|ing)|complicit|assist(?:ed|ing)) in (?:the |an? )?(?:[a-z]+ ){0,2}$"
)


def find_dealt(scene: Scene, things: Sequence[Thing], start: int, end: int) -> set[str]:
    """Return the keys of goods right behind a noun of trade, whoever trades: a paper of a case need not name him."""
    found: set[str] = set()
    for group in scene.words.dealings if scene.words.language == "en" else ():
        for at in one_of(group.words).finditer(scene.flat, start, end):
            found |= {t.key for t in things if t.phrase and 0 <= t.start - at.end() < _NEXT}
    return found


_NEXT = 24  # characters of articles, numbers and states before goods
# What somebody stands trial for: "charged with the attempted export of", "pleaded guilty to the sale of".
_CHARGED_WITH = re.compile(
    r"\b(?:charged|charging|accused|convicted|guilty|sentenced|indicted|arrested|fined|penali[sz]ed)\b[^.;:]{0,70}"
    r"\b(?:with|of|to|for|in|over) (?:the |an? |its |his |her |their )?"
    r"(?:(?!broker|arrang|facilitat|financ|interced|assist)[a-z-]+ ){0,3}$"
)


def _is_owner(scene: Scene, mention: Mention, place: int) -> bool:
    """Tell whose a noun of trade at a place is: "X's order for", "your recent order for"."""
    gap = scene.flat[mention.end : place]
    is_yours = scene.flat[mention.start : mention.end].lower() == "your" and _PLAIN.fullmatch(gap) is not None
    return is_yours or _OWNS.fullmatch(gap) is not None


_PLAIN = re.compile(r"(?: [a-z-]+){0,2} ")


def read_routed(scene: Scene, mentions: Sequence[Mention], start: int, end: int) -> Iterator[Said]:
    """Yield through whom orders or goods of somebody go: "requests from X were routed through Y to Z"."""
    if scene.words.language != "en":
        return
    for at in _ROUTED.finditer(scene.flat, start, end):
        args = find_arguments(scene, mentions, at.end("verb"), min(end, at.end() + FAR))
        buyers = [m for m in mentions if m.end <= at.start() and _SENDS.search(scene.flat, m.start - 24, m.start)]
        buyers += [m for m in mentions if m.end <= at.start() and _is_owner(scene, m, at.start())]
        channels = args.get("via", [])
        for channel in channels:
            yield make_role(channel.key, "intermediary", at.start(), channel.end)
            for buyer in buyers[:2]:
                if buyer.key != channel.key:
                    yield make_tie("procures_via", buyer.key, channel.key, buyer.start, channel.end)
        is_order = _IS_ORDER.search(scene.flat, max(start, at.start() - 160), at.start()) is not None
        for target in args.get("target", ()) if is_order else ():
            for channel in channels:
                if target.key != channel.key:
                    yield make_tie("procures_via", channel.key, target.key, channel.start, target.end)


# Orders and goods that take a way: "were routed through", "passed through".
_ROUTED = re.compile(
    r"\b(?P<verb>(?:was|were|been|being) (?:[a-z]+ly )?(?:routed|channel(?:l)?ed|funnel(?:l)?ed|passed|placed|directed"
    r"|made|diverted|handled)|(?:went|ran|passed|flowed))(?= (?:[a-z]+ )?(?:through|via)\b)"
)
_SENDS = re.compile(r"\b(?:from|of|by) (?:the |an? )?(?:[A-Za-z-]+ ){0,2}$")
_IS_ORDER = re.compile(r"\b(?:orders?|requests?|enquir(?:y|ies)|inquir(?:y|ies)|purchases?)\b", re.IGNORECASE)


def read_used(scene: Scene, mentions: Sequence[Mention]) -> Iterator[Said]:
    """Yield through whom somebody buys: "used the company X as an intermediary", "used X to procure pumps"."""
    for each in mentions:
        at = _USES.search(scene.flat, max(0, each.start - 60), each.start)
        if at is None or each.is_pronoun or not _AS_GO_BETWEEN.match(scene.flat, each.end):
            continue
        for doer in find_doers(scene, mentions, at.start()):
            if doer.key != each.key:
                yield make_tie("procures_via", doer.key, each.key, doer.start, each.end)
        yield make_role(each.key, "intermediary", at.start(), each.end)


_USES = re.compile(
    r"\b(?:use|used|uses|using|utili[sz]ed|utilizes|relied on|relies on|employed)(?: (?:the|his|her|its|their|a|an))?"
    r"(?: (?!as\b|to\b)[\w-]+){0,4} [\"“]?$"
)
_AS_GO_BETWEEN = re.compile(
    r"(?: \([^()]{1,60}\))?,? (?:as (?:an? |its |their )?(?:[a-z]+ ){0,2}"
    r"(?:intermediar|broker|agent|go-between|middlem|cover|front|purchas|procure)"
    r"|to (?:illegally |unlawfully |covertly |secretly )?"
    r"(?:procure|obtain|acquire|purchase|buy|order|source|import|ship|transship|export|smuggle)\b)"
)
_OWNS = re.compile(r"(?:'s|’s|'|’)(?: [a-z-]+){0,2} ")
