"""What one sentence of a paper says that parties are and do.

Three kinds of rule, each carried by words of the lexicon: what somebody is called,
what stands between two names, and who does what with goods.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from enduse.reading.kinds.called import (
    read_belonging,
    read_between,
    read_branded,
    read_called,
    read_listed,
    read_possessed,
)
from enduse.reading.kinds.dealings import find_dealt, read_dealings, read_routed, read_used
from enduse.reading.kinds.deeds import find_traded, read_deeds, read_destined
from enduse.reading.kinds.goods import control_of, find_things
from enduse.reading.kinds.registry import Mention
from enduse.reading.kinds.scene import Scene, find_spoken_of, remember
from enduse.reading.kinds.turned import read_turned
from enduse.reading.roles import Said

# A sentence that begins with a state or its forces speaks of what these do, also in the reasons for a listing.
_OTHERS = re.compile(
    r"\s*(?:The|Les?|La|L['’]|Die|Der|Das|Las?|Los|El) ?(?:[A-Za-zà-ÿß-]+ ){0,2}?"
    r"(?:armed forces|army|military|government|regime|authorities|forces armées|armée|gouvernement|régime|autorités"
    r"|Streitkräfte|Armee|Regierung|Regime|Behörden|fuerzas armadas|ejército|gobierno|régimen|autoridades)\b"
)


def read_sentence(scene: Scene, start: int, end: int, subject: str) -> Iterator[Said]:
    """Yield what one sentence says; `subject` is whom it speaks of where it names nobody ("" for nobody)."""
    mentions = find_spoken_of(scene, start, end)
    is_others = _OTHERS.match(scene.flat, start, end) is not None
    if subject and not is_others and not any(each.start - start < 4 for each in mentions):
        mentions = [Mention(key=subject, start=start, end=start, is_pronoun=True), *mentions]
    taken = tuple((each.start, each.end) for each in mentions if not each.is_pronoun)
    things = [
        each
        for each in find_things(scene.flat, start, end, scene.words, scene.stock, taken=taken)
        if not any(m.start < each.end and each.start < m.end for m in mentions)
    ]
    deeds = list(read_deeds(scene, mentions, things, start, end))
    served = {each.value for each in deeds if each.prop == "acts_for"}
    said = [
        *read_called(scene, mentions, start, end, things),
        *(each for each in read_between(scene, mentions) if each.prop != "acts_for" or each.value not in served),
        *read_possessed(scene, mentions),
        *read_branded(scene, mentions, things),
        *read_belonging(scene, mentions),
        *deeds,
        *read_destined(scene, mentions),
        *read_dealings(scene, mentions, things, start, end),
        *read_used(scene, mentions),
        *read_routed(scene, mentions, start, end),
        *read_listed(scene, mentions, start, end),
        *read_turned(scene, mentions, things, start),
    ]
    spoken = {each.value for each in said if each.refers == "item"}
    if scene.is_case:
        spoken |= find_traded(scene, mentions, things, start, end) | find_dealt(scene, things, start, end)
    shown = [each for each in things if each.key in spoken or (each.model and (mentions or each.quantity))]
    status = control_of(scene.flat, start, end, scene.words)
    if status:
        for key in {each.key for each in shown or scene.last_things}:
            said.append(
                Said(about="item", subject=key, prop="controlStatus", value=status[0], start=status[1], end=status[2])
            )
    firsts = [scene.stock.first[each.key] for each in shown if each.key in scene.stock.first]
    known = {each.start for each in (*scene.things, *shown)}
    scene.things += [each for each in firsts if each.start not in known]
    scene.things += shown
    if shown:
        scene.last_things = shown
    scene.mentions += [each for each in mentions if not each.is_pronoun]
    remember(scene, mentions)
    yield from said
