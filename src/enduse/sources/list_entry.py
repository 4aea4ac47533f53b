"""Entries of the lists in 15 CFR part 744, supplements 4, 6 and 7: one cell of running text, split.

One cell holds a name, its aliases and its addresses ("NAME, a.k.a., the following
two aliases:" and lines that begin with an em dash), at times also subordinate
bodies with aliases and addresses of their own. `split_entry` is a pure function of
that text; `name_border` tells where a name without a list of aliases ends. Cost:
linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from enduse.sources.name_border import (
    ALIAS_MARK,
    EntryAlias,
    cut_bracket,
    cut_sentence,
    find_address_country,
    read_count,
    split_at_countries,
    split_marks,
    split_name,
    split_people,
    trim_name,
)

# Bounded repetition throughout, so that matching stays linear in hostile text.
_COUNT = re.compile(
    r",?\s?(?:as |and |including )?(?:the )?(?P<before>one|two|three|four|five) (?:alias|follow(?:ing)?\b)"
    r"|,?\s?(?:as |and |including |the |,? )*?\bfollow(?:ing)?\b(?: the following)?(?: (?P<after>\w{1,12}))?",
    re.IGNORECASE,
)
_DASH = re.compile(r"^[—–-]\s?")
_PART = re.compile(r"^subordinate institui?t?ion\b:?\s*(?P<rest>.*)$", re.IGNORECASE)
_SUBORDINATES = re.compile(r";? and the following (?:\w{1,12} )?subordinate entities:$", re.IGNORECASE)
_AFFILIATES = re.compile(r"^affiliated entities:$", re.IGNORECASE)
_SHARED = re.compile(r"^the following addresses apply to the entity and [^:]{1,80}:\s*(?P<rest>.*)$", re.IGNORECASE)
_INSIDE = re.compile(r"^(?P<parent>.{3,160}?),? subordinate institution:\s*(?P<name>.*)$", re.IGNORECASE)
_BODIES = re.compile(
    r"^the following (?:\w{1,12} )?(?:subordinate institutions of )?(?P<parent>.{3,160}?)(?: entities)?:$",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\(\s?(?:see|for alternate|also see)\b[^()]{0,400}\)?\.?", re.IGNORECASE)
_INCLUDE = re.compile(r",? (?:and )?to include the following [^.:]{1,80}[.:]?\s*", re.IGNORECASE)
_ADDRESS_ONLY = re.compile(r"^Address \d{1,3}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One listed party as its cell tells it.

    `declared` is the number of aliases the list announces, None where it announces
    none. `relation` says how a part belongs to the entry that holds it ("part_of",
    "associated_with"). An entry that lists an address and no party is
    `is_address_only`: its name is the list's own label ("Address 01"). A heading
    that only names the parent of what follows `is_heading`.
    """

    name: str
    aliases: tuple[EntryAlias, ...] = ()
    addresses: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    parts: tuple[Entry, ...] = ()
    declared: int | None = None
    relation: str = ""
    is_address_only: bool = False
    is_heading: bool = False


@dataclass(slots=True)
class _Draft:
    """An entry while its lines are still coming."""

    relation: str = ""
    name: str = ""
    aliases: list[EntryAlias] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    declared: int | None = None
    expects_alias: bool = False
    is_heading: bool = False


def split_entry(text: str) -> Entry:
    """Split the text of one cell, lines parted by newlines, into its entry.

    Returns an entry with an empty name where the cell has no words at all.
    """
    mother = _Draft()
    parts: list[_Draft] = []
    shared: list[str] = []
    current, mode = mother, "entry"
    for line in (piece.strip() for piece in text.split("\n")):
        part = _PART.match(line)
        common = _SHARED.match(line)
        if not line:
            current.expects_alias = False
        elif part or _AFFILIATES.match(line):
            mode = "entry" if part else "affiliates"
            current = _Draft(relation="part_of" if part else "associated_with")
            parts.append(current)
            if part and part["rest"]:
                _take_head(current, part["rest"])
        elif common:
            mode, current = "shared", mother
            shared.append(common["rest"])
        elif mode == "shared":
            shared.append(line)
        elif _DASH.match(line) and (_SUBORDINATES.search(line) or mode == "bodies"):
            line, mode = _DASH.sub("", line), "bodies"
            before = _SUBORDINATES.search(line)
            if before:
                _take_alias(mother, _open_bodies(mother, line[: before.start()]))
            elif current is not mother and len(current.aliases) < (current.declared or 0):
                _take_alias(current, line)
            else:
                current = _Draft(relation="part_of")
                parts.append(current)
                _take_head(current, line)
        elif _DASH.match(line) or current.expects_alias:
            for name in line.split(";—"):
                _take_alias(current, _DASH.sub("", name))
        elif mode == "affiliates" and current.name and (current.lines or current.declared is None):
            current = _Draft(relation="associated_with")
            parts.append(current)
            _take_head(current, line)
        elif not current.name and not current.is_heading:
            _take_head(current, line)
        else:
            current.lines.append(line)
    return _finish(mother, parts, shared)


def _open_bodies(mother: _Draft, line: str) -> str:
    """Return the alias before "and the following subordinate entities:", its address set aside for the mother."""
    name, rest = split_name(line)
    if rest:
        mother.lines.append(f"{rest};")
    return name


def opens_entry(text: str) -> bool:
    """Tell whether a cell is a heading over subordinate bodies, so that it does not go on with the cell above."""
    return bool(_BODIES.match(text))


def _take_head(draft: _Draft, line: str) -> None:
    """Read the line that opens an entry: the name, and what follows it on the same line."""
    line = _set_remarks_aside(draft, line)
    bodies = _BODIES.match(line)
    if bodies and not draft.relation and "alias" not in line:
        draft.name, draft.is_heading = bodies["parent"].strip(), True
        return
    marks = list(ALIAS_MARK.finditer(line))
    for mark in marks:
        counted = _COUNT.match(line, mark.end())
        if counted or mark.end() == len(line):
            _take_declared(draft, line, mark, counted)
            return
    late = re.search(r"\b(?:and )?the following (\w{1,12}) alias", line) if line.endswith(":") else None
    if late:
        name = line[: late.start()].rstrip(" ,")
        draft.declared = read_count(late[1])
        draft.name = _take_marks(draft, name)
        return
    name, rest = split_name(_take_marks(draft, line))
    draft.name = name
    if rest:
        draft.lines.append(rest)


def _take_declared(draft: _Draft, line: str, mark: re.Match[str], counted: re.Match[str] | None) -> None:
    name = line[: mark.start()].strip(" ,;(")
    draft.declared = read_count((counted["before"] or counted["after"] or "") if counted else "") or None
    if counted and draft.declared is None:
        draft.declared = 1
    draft.name = _take_marks(draft, name)
    inline = line[mark.end():].partition(":")[2]
    if inline.strip():
        _take_inline(draft, inline.strip())


def _take_inline(draft: _Draft, text: str) -> None:
    """Read "A; and B. ADDRESS" after the colon: as many names as were announced, the last runs into the address."""
    more = (draft.declared or 1) - 1
    pieces = re.split(r";(?: and)?\s", text, maxsplit=more) if more else [text]
    last, rest = cut_sentence(pieces.pop())
    if not rest:
        last, rest = split_name(last)
    for name in (*pieces, last):
        _take_alias(draft, _DASH.sub("", name.strip()))
    if rest:
        draft.lines.append(rest)
    draft.expects_alias = False


def _take_marks(draft: _Draft, text: str) -> str:
    """Move "(a.k.a. X; f.k.a. Y)" and ", a.k.a., X," out of the text into the aliases."""
    first = ALIAS_MARK.search(text)
    if not first:
        return text
    before, rest = text[: first.start()].rstrip(" ,("), text[first.start():]
    opened = "(" in first[0]
    inside, rest = cut_bracket(rest[first[0].index("("):]) if opened else (rest, "")
    pieces = list(split_marks(inside))
    if not opened:  # the last name runs on into the address
        former, last = pieces[-1]
        last, tail = split_name(last)
        pieces[-1], rest = (former, last), (f", {tail}" if tail else "")
    for former, piece in pieces:
        names = re.split(r";\s(?:and\s)?", piece) if ";" in piece else split_people(piece) if opened else [piece]
        draft.aliases += [EntryAlias(text=name, is_former=former) for name in map(trim_name, names) if name]
    return before + rest if rest.strip(" ,.;") else before


def _take_alias(draft: _Draft, line: str) -> None:
    line = _set_remarks_aside(draft, line)
    included = _INCLUDE.search(line)
    if included:
        if included.end() < len(line):
            draft.lines.append(line[included.end():])
        line = line[: included.start()]
    name = _take_marks(draft, line) if ALIAS_MARK.search(line) else line
    draft.expects_alias = line.endswith((";", "; and", ", and"))
    name = trim_name(name)
    if name:
        draft.aliases.append(EntryAlias(text=name))


def _set_remarks_aside(draft: _Draft, text: str) -> str:
    remarks = [found.group().strip() for found in _REMARK.finditer(text)]
    draft.remarks += remarks
    return _REMARK.sub("", text).strip() if remarks else text


def _mend(draft: _Draft) -> None:
    """Read aliases printed without a dash, and an address that runs on from the last alias."""
    if draft.declared and not draft.aliases and len(draft.lines) > draft.declared:
        names, draft.lines = draft.lines[: draft.declared], draft.lines[draft.declared:]
        for name in names:
            _take_alias(draft, name)
    if draft.aliases and draft.declared and not draft.lines:
        for cut in (cut_sentence, split_name):
            name, rest = cut(draft.aliases[-1].text)
            if rest and any(find_address_country(piece) for piece in rest.split(";")):
                draft.aliases[-1] = EntryAlias(text=trim_name(name))
                draft.lines.append(rest)
                break


def _finish(mother: _Draft, drafts: list[_Draft], shared: list[str]) -> Entry:
    for draft in (mother, *drafts):
        _mend(draft)
    own = _addresses(mother, [*mother.lines, *shared])
    extra = _addresses(mother, shared) if shared else ()
    parts = [
        _entry(draft, (*_addresses(draft, draft.lines), *extra)) for draft in drafts if draft.name
    ]
    if mother.is_heading:
        parts += [Entry(name=alias.text, relation="part_of") for alias in mother.aliases]
        remarks = tuple(mother.remarks)
        return Entry(name=mother.name, addresses=own, remarks=remarks, parts=tuple(parts), is_heading=True)
    inside = _INSIDE.match(mother.name)
    if inside:
        named, rest = split_name(inside["name"])
        aliases = tuple(mother.aliases)
        if not named and aliases:
            named, aliases = aliases[0].text, aliases[1:]
        more = _addresses(mother, [rest]) if rest else ()
        listed = Entry(
            name=trim_name(named), aliases=aliases, addresses=(*more, *own), remarks=tuple(mother.remarks),
            declared=mother.declared, relation="part_of",
        )
        return Entry(name=inside["parent"].strip(), parts=(listed,), is_heading=True)
    return _entry(mother, own, tuple(parts))


def _entry(draft: _Draft, addresses: tuple[str, ...], parts: tuple[Entry, ...] = ()) -> Entry:
    name = trim_name(draft.name)
    return Entry(
        name=name, aliases=tuple(draft.aliases), addresses=addresses, remarks=tuple(draft.remarks), parts=parts,
        declared=draft.declared, relation=draft.relation, is_address_only=bool(_ADDRESS_ONLY.match(name)),
    )


def _addresses(draft: _Draft, lines: list[str]) -> tuple[str, ...]:
    """Join the lines of one address and part the addresses from each other."""
    text = _set_remarks_aside(draft, " ".join(lines))
    text = _INCLUDE.sub("; ", text)
    found: list[str] = []
    for piece in re.split(r";\s?(?:and\b)?\s?", text):
        found += split_at_countries(piece)
    trimmed = [trim_name(piece) for piece in found]
    return tuple(dict.fromkeys(piece for piece in trimmed if len(piece) > 1))
