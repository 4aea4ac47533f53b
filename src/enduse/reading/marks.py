"""Printed handling marks: reading one, and what it means for who may see the text.

The forms are those of US portion marks in all their damage ("S//NF", "SNF",
"S/Rel to X", "C - ENTIRE TEXT"), of NATO, EU and TLP marks in their plain forms.
What is not understood never widens: it is kept as printed, narrows the text to
its owner, and is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from enduse.knowledge.countries import find_country
from enduse.knowledge.country_groups import groups, members_on
from enduse.model.marking import Level, Marking, Tlp
from enduse.reading.lexicon import mark_words

UNMARKED = "unmarked portion"
MAX_MARK = 120
_BETWEEN = re.compile(r"[\s/,;:.\-–—]*")
_COLOUR = re.compile(r"^TLP[ :-]+")
_LIST = re.compile(r"\s*(?:[,;&/]|\band\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMark:
    """A mark as printed: `rel` in ISO alpha-2 or group words, `unread` the parts nobody knows."""

    says: str
    scheme: str
    level: Level
    owner_only: bool
    rel: tuple[str, ...] = ()
    is_rel: bool = False
    noforn: bool = False
    orcon: bool = False
    tlp: Tlp = Tlp.CLEAR
    caveats: tuple[str, ...] = ()
    narrowed: bool = False
    unread: tuple[str, ...] = ()

    @property
    def rel_said(self) -> tuple[str, ...]:
        """Return the release words of the output format."""
        return tuple(sorted(self.rel)) + (("NOFORN",) if self.noforn else ())


def parse_mark(text: str) -> PrintedMark | None:
    """Read what stands between the brackets of a mark; None when it is no mark."""
    if len(text) > MAX_MARK:
        return None
    words = mark_words()
    upper = " ".join(text.upper().split())
    says = _COLOUR.sub("TLP:", upper).replace(" ", "")
    colour = words.tlp.get(says)
    if colour is not None:
        return PrintedMark(says=says, scheme="TLP", level=Level.UNCLASSIFIED, owner_only=False, tlp=Tlp[colour])
    found = _split_level(upper)
    if found is None:
        return None
    word, rest = found
    level = words.levels[word]
    mark = PrintedMark(says=level.says, scheme=level.scheme, level=Level[level.level], owner_only=level.owner_only)
    return _read_rest(mark, rest)


def _split_level(upper: str) -> tuple[str, str] | None:
    """Take the level word off the front; what follows must look like the rest of a mark."""
    words = mark_words()
    for word in sorted(words.levels, key=lambda each: (-len(each), each)):
        if not upper.startswith(word):
            continue
        rest = upper[len(word) :]
        if not rest.strip():
            return word, ""
        if rest.strip() in words.controls and len(rest.strip()) > 1:
            return word, rest
        if rest.lstrip()[:1] in ("/", "-", "–", "—") or (rest[0] == " " and _starts_known(rest.strip())):
            return word, rest
    return None


def _starts_known(rest: str) -> bool:
    words = mark_words()
    known = (*words.controls, *words.release_words)
    return any(rest == word or (rest.startswith(word) and not rest[len(word)].isalnum()) for word in known)


def _take(rest: str, known: tuple[str, ...]) -> str:
    """Return the longest known word that the text begins with, "" if none."""
    fits = [word for word in known if rest.startswith(word) and not rest[len(word) : len(word) + 1].isalnum()]
    return max(fits, key=len, default="")


def _read_rest(mark: PrintedMark, rest: str) -> PrintedMark:
    words = mark_words()
    rel: list[str] = []
    caveats: list[str] = []
    unread: list[str] = []
    flags = {"noforn": False, "orcon": False, "is_rel": False, "narrowed": False}
    rest = rest[_end_of_gap(rest) :]
    while rest:
        release = _take(rest, words.release_words)
        control = _take(rest, tuple(words.controls))
        if release:
            listed, rest = _cut_list(rest[len(release) :])
            flags["is_rel"] = True
            known, odd = _read_list(listed)
            rel += known
            unread += odd
        elif control:
            made = words.controls[control]
            caveats += [made.caveat] if made.caveat else []
            flags["noforn"] |= made.effect == "noforn"
            flags["orcon"] |= made.effect == "orcon"
            flags["narrowed"] |= made.effect == "owner_only"
            rest = rest[len(control) :]
        else:
            token = re.split(r"[\s/,;]", rest, maxsplit=1)[0] or rest[0]
            unread.append(token)
            rest = rest[len(token) :]
        rest = rest[_end_of_gap(rest) :]
    return replace(
        mark,
        rel=tuple(sorted(set(rel))),
        caveats=tuple(sorted(set(caveats))),
        unread=tuple(unread),
        is_rel=flags["is_rel"],
        noforn=flags["noforn"],
        orcon=flags["orcon"],
        narrowed=flags["narrowed"],
    )


def _end_of_gap(text: str) -> int:
    gap = _BETWEEN.match(text)
    return gap.end() if gap else 0


def _cut_list(text: str) -> tuple[str, str]:
    """Split a release list from controls that follow it after a stroke; after two, an unknown word is a control."""
    controls = tuple(mark_words().controls)
    for stroke in re.finditer(r"/+", text):
        after = text[stroke.end() :].lstrip()
        is_unknown = len(stroke[0]) > 1 and not read_principal(re.split(r"[\s/,;&]", after, maxsplit=1)[0])
        if after and (is_unknown or _take(after, controls)):
            return text[: stroke.start()], after
    return text, ""


def _read_list(listed: str) -> tuple[list[str], list[str]]:
    known: list[str] = []
    odd: list[str] = []
    text = re.sub(r"^\s*TO\s+", "", listed.replace(" ONLY", ""))
    for part in _LIST.split(text):
        entry = part.strip(" .:-–")
        if not entry:
            continue
        code = read_principal(entry)
        if code:
            known.append(code)
            continue
        words = [read_principal(word) for word in entry.split()]
        if len(words) > 1 and all(words):
            known += [word for word in words if word]
        else:
            known.append(entry)
            odd.append(entry)
    return known, odd


def read_principal(word: str) -> str:
    """Return ISO alpha-2 in upper case or a group's word; "" when unknown."""
    upper = word.upper().strip()
    if upper in groups():
        return upper
    if upper in mark_words().countries:
        return mark_words().countries[upper]
    code = find_country(word) if len(upper) > 2 else None
    return code.upper() if code else ""


def to_marking(mark: PrintedMark, *, owner: str, day: date | None) -> Marking:
    """Turn a printed mark into its marking.

    `owner` is the principal whose paper it is, `day` the paper's date, by which
    groups are expanded. Classified or sensitive text without a release list stays
    with the owner; so does what carries a control or a word we do not know,
    whatever its list says.
    """
    scheme_owner = {"NATO": "NATO", "EU": "EU"}.get(mark.scheme)
    owners = frozenset({scheme_owner or owner})
    released: frozenset[str] | None = None
    if mark.is_rel:
        released = owners | frozenset(mark.rel) | frozenset(c for word in mark.rel for c in members_on(word, day))
    elif scheme_owner:
        released = owners | members_on(scheme_owner, day)
    elif mark.owner_only:
        released = owners
    if mark.noforn or mark.narrowed:
        released = owners
    strange = tuple(word for word in mark.unread if word not in mark.rel)
    if strange:
        released = owners
    caveats = frozenset(mark.caveats) | ({"NOFORN"} if mark.noforn else set()) | {f"unread mark {w}" for w in strange}
    return Marking(
        level=mark.level,
        scheme=frozenset({mark.scheme}),
        owners=owners,
        releasable_to=released,
        tlp=mark.tlp,
        originators=owners if mark.orcon else frozenset(),
        caveats=caveats,
    )


def hold_back(banner: Marking, *, owner: str, caveat: str = UNMARKED) -> Marking:
    """Return the marking of text that prints none we know: the banner's level, the owner only, until it is judged."""
    return banner.restrict(caveat=caveat, releasable_to=frozenset({owner}))
