"""Firms, bodies and persons that a sentence of a case names without telling their part.

"Officials are willing to look into the Vorne Company": the firm belongs to the story, though nothing is said of what it
buys or sells. It is told as a party without a role, so that a reader can ask about it.
"""

from __future__ import annotations

import re
from functools import cache

from enduse.reading.grammar import grammar
from enduse.reading.lexicon import case_words, fact_words
from enduse.reading.naming import Mention, is_control_body
from enduse.reading.phrases import any_of


def belongs_to_case(flat: str, mention: Mention) -> bool:
    """Tell whether a flattened sentence of trade, inquiry or judgement names a firm, a body or a person of the story.

    A firm is told by its legal form or a noun of firms at its end, or by letters that the sentence gives for its name;
    a person by two names beside words of law. Ministries, embassies and whoever is only visited or met are none.
    """
    if mention.is_unnamed or not mention.name:
        return False
    if mention.schema == "Person":
        return len(mention.name.split()) > 1 and _LAW.search(flat) is not None and not _speaks(flat, mention)
    if not (_is_firm(mention) or is_control_body(mention.name)) or _speaks(flat, mention):
        return False
    return _INQUIRY.search(flat) is not None or any_of(case_words()).search(flat) is not None


def _is_firm(mention: Mention) -> bool:
    words, known = mention.name.split(), fact_words()
    if any_of((*grammar().states, *_STATE)).search(mention.name):
        return False
    last = words[-1].strip(",")
    if last == "A/S" and all(word.isupper() for word in words):  # an assistant secretary
        return False
    if last in known.legal_forms and len(words) > 1:
        return True
    is_lettered = bool(mention.aliases) and _body().search(mention.name) is not None
    return len(words) > 1 and (last in known.body_nouns or is_lettered)


@cache
def _body() -> re.Pattern[str]:
    return any_of(tuple(fact_words().body_nouns))


_STATE = (
    "Embassy", "Department", "Congress", "Parliament", "Secretariat", "Directorate", "Office", "News", "Press",
    "Newspaper", "Journal", "Academy", "School", "Association", "Union", "Party", "Delegation",
)
# Words of inquiry, and of law: the story is about whoever is named beside them.
_INQUIRY = re.compile(
    r"\b(?:investigat\w+|inspect\w*|seiz\w+|detain\w*|prosecut\w+|licen[cs]\w+|diver(?:t|sion)\w*|proliferat\w+"
    r"|procure\w*|end[- ]us\w+|case|cases|wiretap\w*|(?:tele)?phones?|front compan\w+|intermediar\w+)\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:convict\w*|trial|sentenced?|indict\w*|prosecut\w+|arrest\w*|charged|smuggl\w+|traffick\w+|sanction(?:s|ed)"
    r"|proliferators?|designat(?:ed|ion|ions)|blacklist\w*|arms dealers?|brokers?)\b",
    re.IGNORECASE,
)
# Who only speaks, meets or is met: "NAME said", "met with NAME".
_SAYS = re.compile(
    r"(?: \([^()]{1,40}\))?,? (?:also |then |later )?(?:said|says|stated|noted|told|asked|replied|responded|explained"
    r"|added|agreed|promised|thanked|acknowledged|confirmed|commented|emphasized|stressed|expressed|raised|welcomed"
    r"|attended|hosted)\b"
)
_MET = re.compile(
    r"\b(?:met(?: with)?|meeting with|visit(?:ed)? (?:to|by)|hosted by|briefed|delivered to|called on|according to|told"
    r"|(?:[Dd]irector|[Hh]ead|[Oo]fficer|[Cc]hief|[Oo]ffice|[Cc]ounselor|[Ss]ecretary) (?:of|for)"
    r"|by (?:EmbOffs?|PolOffs?|EconOffs?))(?: the)? $"
)


def _speaks(flat: str, mention: Mention) -> bool:
    return _SAYS.match(flat, mention.end) is not None or _MET.search(flat, 0, mention.lead) is not None
