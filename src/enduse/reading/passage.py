"""What the rules for ties and for trade share: what a passage has spoken of, names joined by "and", links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from enduse.reading.dates import DateSaid
from enduse.reading.earlier import Earlier
from enduse.reading.naming import Mention
from enduse.reading.roles import Said

MAX_NAMED = 50


@dataclass(slots=True)
class Passage:
    """What a passage has spoken of so far: its last buyer and actor, its parties by country, its goods in order.

    `dates` are those of the sentence at hand, `group` the last parties that were named together, `by_role` the parties
    by what they were said to be, `told` the goods of which more was said than a vague noun, `nameless` the countries of
    firms told without a name, `earlier` what the passages before have told.
    """

    last_buyer: str = ""
    last_actor: str = ""
    dates: tuple[DateSaid, ...] = ()
    by_country: dict[str, list[str]] = field(default_factory=dict)
    goods: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    group: tuple[str, ...] = ()
    named: list[Mention] = field(default_factory=list)
    by_role: dict[str, list[str]] = field(default_factory=dict)
    nameless: set[str] = field(default_factory=set)
    earlier: Earlier = field(default_factory=Earlier)

    def remember(self, parties: tuple[Mention, ...]) -> None:
        """Note whom a sentence has named, the first of each kind last: what points back at one means that one."""
        known = {each.key: each for each in self.named}
        told: dict[str, Mention] = {}
        for each in parties:
            earlier = known.get(each.key)
            is_fuller = earlier is None or (each.schema == "Person" and earlier.schema != "Person")
            if not each.is_unnamed and (each.name or earlier):
                told.setdefault(each.key, each if is_fuller or earlier is None else earlier)
        self.named = [each for each in self.named if each.key not in told][-MAX_NAMED:]
        self.named += reversed(told.values())

    def meant(self, *, role: str, country: str) -> str:
        """Return whom a plain noun means, by its role, its country or both: the one that fits here, else before."""
        known = [*dict.fromkeys(self.by_role.get(role, []))] if role else []
        if country:
            same = self.by_country.get(country, [])
            known = [key for key in known if key in same] or same
            if country in self.nameless:
                return ""
        elif not role:
            last = self.last_buyer or self.last_actor or self.last_of("Organization")
            known = [last] if last else []
        if known:
            return known[0] if len(set(known)) == 1 else ""
        return self.earlier.meant(role=role, country=country)

    def meant_abroad(self, *, role: str, country: str) -> str:
        """Return whom of no known state "the Ruritanian buyer" must mean: the one buyer, no Ruritanian being told.

        A role has to be named: "the Ruritanian firm" is as often one that the paper leaves without a name.
        """
        told = (self.by_country, self.earlier.by_country)
        found = {*self.by_role.get(role, []), *self.earlier.by_role.get(role, [])} if role else set()
        is_placed = any(key in keys for key in found for known in told for code, keys in known.items() if code)
        if len(found) != 1 or is_placed or any(known.get(country) for known in told):
            return ""
        return found.pop()

    def last_of(self, schema: str) -> str:
        """Return the firm or person spoken of last; "" when none."""
        return next((each.key for each in reversed(self.named) if each.schema == schema), "")

    def as_known(self, parties: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Return the names of a sentence, those of persons told before marked as such."""
        persons = {each.key for each in self.named if each.schema == "Person"}
        return tuple(replace(each, schema="Person") if each.key in persons else each for each in parties)

    def last_called(self, noun: str) -> str:
        """Return the party spoken of last whose name holds a noun: "the plant" after "NAME Tractor Plant"."""
        return next((each.key for each in reversed(self.named) if noun.title() in each.name.split()), "")


# Who says a thing is not joined to those it is said of: "According to X, Y bought".
_SAYS = re.compile(r"\b(?:[Aa]ccording to|[Uu]nlike|[Bb]esides)(?: the)? $")


def joined_before(flat: str, before: tuple[Mention, ...], last: Mention) -> tuple[Mention, ...]:
    """Return a name and those right before it that "and" joins to it, in order."""
    found = [last]
    for each in reversed([each for each in before if not _SAYS.search(flat[max(0, each.lead - 20) : each.lead])]):
        if (each.start, each.end) == (found[-1].start, found[-1].end):
            found.append(each)
            continue
        if each.end > found[-1].start:
            continue
        if not re.fullmatch(
            r"\.?(?: \([^()]{1,20}\))?(?: of [A-Z][\w\- ]{2,24}?)?(?:,| and|, and) "
            r"(?:(?:its|his|her|their) (?:[a-z]+ ){0,2}(?:[a-z]+, )?|the |also )?(?:[a-z]+ )?",
            flat[each.end : found[-1].start],
        ):
            break
        found.append(each)
    return tuple(reversed(found))


def link(
    left: Mention, kind: str, right: Mention, start: int, end: int, *, denied: bool = False, date: str = ""
) -> Said:
    """Return the link from one party to another."""
    return Said(
        about="party",
        subject=left.key,
        prop=kind,
        value=right.key,
        refers="party",
        start=start,
        end=end,
        denied=denied,
        date=date,
    )
