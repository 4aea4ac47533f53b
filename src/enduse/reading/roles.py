"""Which part a party plays, by words that stand right before or after its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from enduse.knowledge.countries import find_country
from enduse.reading.lexicon import Cue, fact_words
from enduse.reading.naming import Mention
from enduse.reading.phrases import any_of, joined

_INSTRUMENT = re.compile(
    r"(?P<kind>UNSCR|Resolution(?: \(UNSCR\))?|Executive Order(?: \(E\.O\.\))?|E\.O\.|EO)[ ]{1,2}(?P<number>\d{4,5})\b",
    re.IGNORECASE,
)
_AFTER = 220
_SMALL = re.compile(
    r"\b(?:the|a|an|its|is|was|are|be|would|likely|probably|firms?|compan(?:y|ies)|[A-Z][\w\-]*)\b|[ ,']"
)
# Words that may stand between a name and what it is said to be or run.
_DESCRIBES = re.compile(
    r"[ ,\-(]*(?:(?:which|who|that|is|was|the|and|an?|also|currently|primary|main|believed to|be|located|based|in"
    r"|[A-Z][A-Za-z]+'s|[A-Z][A-Za-z]+|entity|organization|company|firm|body|institute|group) ?,? ?){0,9}"
)
_NEAR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing a sentence says: `subject` and `value` are keys; offsets count in the flattened sentence."""

    about: str
    subject: str
    prop: str
    value: str
    start: int
    end: int
    refers: str = ""
    date: str = ""
    denied: bool = False


def read_roles(flat: str, parties: tuple[Mention, ...]) -> Iterator[Said]:
    """Yield the roles, designations and programme countries that one flattened sentence tells of its parties."""
    yield from _lead_roles(flat, parties)
    yield from _later_roles(flat, parties)
    yield from _overseers(flat, parties)


def _lead_roles(flat: str, parties: tuple[Mention, ...]) -> Iterator[Said]:
    """Yield roles said right before a name: "manufactured by X", "the intermediary X"."""
    for party in parties:
        before = flat[max(0, party.lead - _NEAR) : party.start]
        base = max(0, party.lead - _NEAR)
        if not any_of(_every_word("before")).search(before):
            continue
        is_false = any(
            any_of(cue.words).search(before) for cue in fact_words().roles if _is_false(cue, side="before")
        )
        for cue in fact_words().roles:
            if cue.side != "before" or not cue.words or (is_false and cue.kind == "end_user"):
                continue
            for at in any_of(cue.words).finditer(before):
                gap = before[at.end() :]
                plain = _SMALL.sub(
                    "",
                    gap[: max(0, party.lead - base - at.end())],
                )
                inside = base + at.start() >= party.lead
                is_anothers = any(each.start <= base + at.start() < each.end for each in parties if each is not party)
                is_seller = cue.kind == "buyer" and at[0].lower().endswith(" by") and _TO_SELL.match(flat, party.end)
                if (not plain or inside) and not is_anothers and not is_seller:
                    yield Said(
                        about="party",
                        subject=party.key,
                        prop="role",
                        value=cue.kind,
                        start=base + at.start(),
                        end=party.end,
                    )


_TO_SELL = re.compile(r"(?: \([^()]{1,20}\))? to (?:supply|sell|export|offer|provide|ship|deliver|transfer|market)\b")


def _later_roles(flat: str, parties: tuple[Mention, ...]) -> Iterator[Said]:
    """Yield roles said after a name, before the next one."""
    for number, party in enumerate(parties):
        following = parties[number + 1].lead if number + 1 < len(parties) else len(flat)
        window = flat[party.end : min(following, party.end + _AFTER)]
        if not any_of(_every_word("after")).search(window):
            continue
        is_false = any(any_of(cue.words).search(window) for cue in fact_words().roles if _is_false(cue))
        for cue in fact_words().roles:
            if is_false and cue.kind == "end_user":
                continue
            at = any_of(cue.words).search(window) if cue.side == "after" and cue.words else None
            if at is None or not _belongs(window[: at.start()], cue.kind) or _is_done_to(window, at):
                continue
            if cue.kind == "programme_overseer" and not any_of(fact_words().overseer_fields).search(
                flat[party.end + at.end() :][:100]
            ):
                continue
            end = party.end + at.end()
            head = _head_of_clause(flat, parties, number)
            if _ASKS_WHO.search(window, 0, at.start() + 8) or (
                cue.kind == "programme_overseer" and head.schema == "Person"
            ):
                continue
            yield Said(about="party", subject=head.key, prop="role", value=cue.kind, start=head.start, end=end)
            if cue.kind == "programme_overseer":
                yield from _programme_country(flat, head, end, min(len(flat), end + 30))
            if cue.kind == "designated":
                yield from _instruments(flat, head, party.end + at.start())


# "X knows who the end user is" tells not that X is.
_ASKS_WHO = re.compile(r"\b(?:who|whether|if) (?:the )?")


def _is_done_to(window: str, at: re.Match[str]) -> bool:
    """Tell whether a verb says what was done to a party, not by it: "was financed by"."""
    return (
        at[0].lower().endswith("ed")
        and re.match(r" by\b", window[at.end() :]) is not None
        and re.search(r"\b(?:was|were|been|being|is|are) $", window[: at.start()]) is not None
    )


@cache
def _every_word(side: str) -> tuple[str, ...]:
    return joined(cue.words for cue in fact_words().roles if cue.side == side)


def _is_false(cue: Cue, *, side: str = "after") -> bool:
    return cue.kind == "false_end_user" and cue.side == side


_CLOSES = re.compile(
    r"(?: (?:tribe|clan|group|militia|movement|network))?(?: \([A-Z]{2,10}\))?(?: of [A-Z]\w+)?,"
    r"(?! (?:which|who|that)\b)"
)


def _head_of_clause(flat: str, parties: tuple[Mention, ...], number: int) -> Mention:
    """Return whom words after a name speak of: the name before, when this one closes its relative clause."""
    party = parties[number]
    opens = re.search(r", (?:which|who|an?) [a-z\- ]{2,50}$", flat[max(0, party.lead - 60) : party.lead])
    closes = _CLOSES.match(flat, party.end)
    return parties[number - 1] if number and opens and closes else party


def _belongs(between: str, role: str) -> bool:
    """Tell whether words after a name still speak of it: near, and for designations in the same sentence."""
    if between.startswith("'s "):
        return False
    plain = re.sub(r"\([^()]{0,60}\)", "", between)
    if role == "programme_overseer":
        plain = _ASIDE.sub("", plain)
        return _DESCRIBES.fullmatch(plain) is not None
    if role == "designated" and _GOODS_LISTED.search(plain):
        return False
    if role == "designated":
        return "." not in plain.strip()[:-1] or len(plain) < _NEAR
    return len(plain) <= 25 or (_DESCRIBES.match(plain) is not None and len(plain) <= 60 and plain.startswith(", a"))


# "an item on the list": goods are listed, not who deals in them.
_GOODS_LISTED = re.compile(
    r"\b(?:items?|goods|equipment|machines?|materials?|products?|commodit(?:y|ies)|chemicals?|technolog(?:y|ies))"
    r"(?: (?:that|which) (?:is|are|was|were)| listed| controlled)? ?$"
)
_ASIDE = re.compile(r", (?:which|who|also|itself|sanctioned|designated|listed|named)\b[^,]{0,80},")


def _instruments(flat: str, party: Mention, start: int) -> Iterator[Said]:
    at = _INSTRUMENT.search(flat, start, min(len(flat), start + 120))
    if at:
        kind = "EO" if at["kind"].upper().startswith("E") else "UNSCR"
        yield Said(
            about="party",
            subject=party.key,
            prop="designated_under",
            value=f"{kind} {at['number']}",
            start=party.start,
            end=at.end(),
        )


def _overseers(flat: str, parties: tuple[Mention, ...]) -> Iterator[Said]:
    """Yield "X's primary developer of missiles, the NAME" and "NAME, X's developer of missiles"."""
    words = fact_words()
    for party in parties:
        begin = max(0, party.lead - 100)
        for at in any_of(words.overseer_nouns).finditer(flat, begin, party.lead):
            between = flat[at.end() : party.lead]
            field_at = any_of(words.overseer_fields).search(
                flat[at.start() - 40 if at.start() > 40 else 0 : party.lead]
            )
            if field_at and re.search(r"[,\-(]{1,2} *(?:the *)?$", between) and between.count(",") <= 1:
                yield Said(
                    about="party",
                    subject=party.key,
                    prop="role",
                    value="programme_overseer",
                    start=at.start(),
                    end=party.end,
                )
                yield from _programme_country(flat, party, max(0, at.start() - 40), at.end())
        tail = flat[party.end : party.end + 130]
        opened = re.match(
            r"(?: \([A-Z]{2,8}\))?[ ]?[,(\-] ?(?:[A-Z]{2,8}, )?(?:which is )?"
            r"(?P<owner>[A-Z][a-z]+(?: [A-Z][a-z]+)?'s )?",
            tail,
        )
        noun = any_of(words.overseer_nouns).search(tail)
        if (
            opened
            and noun
            and _is_plain(tail[opened.end() : noun.start()])
            and any_of(words.overseer_fields).search(tail[: noun.end() + 60])
        ):
            end = party.end + noun.end()
            yield Said(
                about="party", subject=party.key, prop="role", value="programme_overseer", start=party.start, end=end
            )
            yield from _programme_country(flat, party, party.end, end)


def _is_plain(between: str) -> bool:
    """Tell whether only describing words stand between a name and what it is called."""
    return len(between) < 40 and not re.search(r"[),]|\bto\b|\band\b", between)


_OWNER = re.compile(r"(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?)'s ")


def _programme_country(flat: str, party: Mention, start: int, end: int) -> Iterator[Said]:
    """Yield the country whose programme a party runs, where the same words say whose it is."""
    for at in _OWNER.finditer(flat, start, end):
        code = find_country(at["place"])
        if code:
            yield Said(
                about="party",
                subject=party.key,
                prop="country",
                value=code,
                start=min(party.start, at.start()),
                end=max(party.end, end),
            )
            return
