"""Control lists as frozen types: conditions, paragraphs, periods and editions, as `controls_reader` yields them.

Conditions form a tree. Leaves ask one property of the item, inner nodes combine
by strong Kleene logic. No rule of any list is in this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from enduse.knowledge.measures import Kind, Vocabulary
from enduse.model.item import TestStandard

_MOST_SETS = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """How far outside a limit still counts as near, in the limit's unit, and which law or convention says so."""

    within: Decimal
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Compare a quantity: `operator` is at_least, at_most, above or below.

    With `standards` the value counts only if measured by one of them; their names
    are kept as the entry writes them.
    """

    property: str
    operator: str
    number: Decimal
    unit: str
    standards: tuple[TestStandard, ...] = ()
    standard_names: tuple[str, ...] = ()
    near: Near | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitByLength:
    """Compare a quantity with a limit that grows with a length: `start` + `slope` x L, L in millimetres.

    `length` is the property that says how far L goes (a range, or a quantity that
    L reaches from zero). The limit is met at "some" length of it, or at "every".
    """

    property: str
    operator: str
    start: Decimal
    slope: Fraction
    unit: str
    length: str
    at: str
    standards: tuple[TestStandard, ...] = ()
    standard_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetsBand:
    """Compare a capability range with a band whose end is missing where it is None.

    It "overlaps" the band (some point is in both), "covers" all of it, or lies
    "within" it. An open end of the band is no part of it.
    """

    property: str
    how: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A part of the law that the vocabulary cannot say: always unknown."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IsStated:
    """Ask a yes-or-no property for one of the two."""

    property: str
    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IsWord:
    """Ask whether some word of a property is one of `words`, or (`is_only`) whether every one is.

    `says` names the words together where they are many ("EU").
    """

    property: str
    words: tuple[str, ...]
    is_only: bool = False
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IsKind:
    """Ask whether the item is of one of the capability classes or a finer one."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HasAxis:
    """Ask whether the item has a linear axis of this name."""

    axis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Met when every part is."""

    parts: tuple[Condition, ...]
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Met when some part is."""

    parts: tuple[Condition, ...]
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSo:
    """Met when the part is not met."""

    part: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAxes:
    """Ask the part of axes: "some_linear", "all_linear", "some_rotary", "all_rotary" or "two_rotary" (two or more)."""

    which: str
    part: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAxis:
    """Ask the part of the linear axis of this name."""

    axis: str
    part: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Several readings of one unclear sentence of law: decided only where all of them agree."""

    parts: tuple[Condition, ...]
    question: str


Condition: TypeAlias = (
    Limit | LimitByLength | MeetsBand | IsStated | IsWord | IsKind | HasAxis | AllOf | AnyOf | NotSo | OnAxes | OnAxis
    | Readings | Unread
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A note that takes an item out of an entry again."""

    says: str
    when: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Serves:
    """Entries that specify the goods which software or technology is for: "2B", "2B001.b", "2B001 to 2B009".

    `but` takes some out again.
    """

    entries: tuple[str, ...]
    but: tuple[str, ...] = ()

    def covers(self, entry: str) -> bool:
        """Tell whether a paragraph lies under one of the entries and under none that is taken out."""
        return any(_is_named(entry, name) for name in self.entries) and not any(
            _is_named(entry, name) for name in self.but
        )

    def may_cover(self, entry: str) -> bool:
        """Tell whether some paragraph below an entry may lie under one of the entries ("2B001" where 2B001.b does)."""
        return self.covers(entry) or any(is_below(name, entry) for name in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of an entry: the kind of item it speaks of, what it covers, what its notes take out.

    `serves` names the goods for which software or technology has to be.
    """

    entry: str
    says: str
    kinds: tuple[str, ...]
    covers: Condition
    exclusions: tuple[Exclusion, ...]
    correspondences: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()
    serves: Serves | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An edition of a list and the days it is loaded for.

    In force from `since` (included) to `until` (excluded). Without `until` the
    end is not known: the edition was last seen in force on `seen_until` and is
    presumed so for the days that `Vocabulary.presumed_days` gives. `is_excerpt`
    editions hold single paragraphs and can never say "not controlled".
    """

    id: str
    title: str
    since: date
    until: date | None
    seen_until: date
    basis: str
    confidence: str
    is_excerpt: bool = False

    def is_in_force(self, as_of: date, *, presumed_days: int) -> bool:
        """Tell whether the edition answers for a day."""
        end = self.until or self.seen_until + timedelta(days=presumed_days + 1)
        return self.since <= as_of < end


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralNote:
    """A note that stands before all entries of a list: what it says, of which kinds of item, in which editions.

    `is_of_pieces` notes matter where an item has options, upgrades or parts.
    """

    id: str
    says: str
    place: str
    kinds: tuple[str, ...]
    editions: tuple[str, ...]
    is_of_pieces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryText:
    """One entry as one edition words it."""

    entry: str
    heading: str
    edition: str
    confidence: str
    place: str
    path: str
    other_than: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    speaks_of: tuple[str, ...]
    not_encoded: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A paragraph with its entry, and what goes before it: each name with the places of its paragraphs in the plan.

    A name without places is that of an entry which is not encoded for the edition.
    """

    entry: EntryText
    paragraph: Paragraph
    before: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPlan:
    """The paragraphs of an edition in the order in which they are asked; their places by the shelf, and back."""

    entries: tuple[EntryText, ...]
    asked: tuple[Asked, ...]
    shelf_order: tuple[int, ...]
    shelf_rank: tuple[int, ...]
    _fitting: dict[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)
    _spoken: dict[tuple[str, ...], bool] = field(default_factory=dict, compare=False, repr=False)

    def fitting(self, kinds: tuple[str, ...], known: Mapping[str, Kind]) -> tuple[int, ...]:
        """Return the places of paragraphs that may speak of an item of these kinds, all where nobody said its kind."""
        if kinds not in self._fitting:
            _make_room(self._fitting)
            places = range(len(self.asked))
            self._fitting[kinds] = tuple(
                place for place in places
                if not kinds or any(may_be(own, self.asked[place].paragraph.kinds, known) for own in kinds)
            )
        return self._fitting[kinds]

    def speaks_of(self, kinds: tuple[str, ...], known: Mapping[str, Kind]) -> bool:
        """Tell whether each of some kinds is one, or finer than one, that an entry says "not controlled" of."""
        if kinds not in self._spoken:
            _make_room(self._spoken)
            spoken = {kind for entry in self.entries for kind in entry.speaks_of}
            self._spoken[kinds] = all(
                own in spoken or (own in known and not spoken.isdisjoint(known[own].within)) for own in kinds
            )
        return self._spoken[kinds]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeLaw:
    """All that is loaded of one regime: editions by time, entries by edition, how each is asked, general notes.

    `arrangements` say of each whose numbers correspond ("WA") through what these were read, and how sure that is.
    """

    regime: str
    title: str
    editions: tuple[Edition, ...]
    entries: tuple[EntryText, ...]
    plans: Mapping[str, EditionPlan]
    general_notes: tuple[GeneralNote, ...] = ()
    arrangements: Mapping[str, str] = field(default_factory=dict)

    def tell_through(self, correspondences: Sequence[str]) -> tuple[str, ...]:
        """Return through what the numbers that correspond to a paragraph were read ("NSG 1.B.2.a"), each said once."""
        codes = dict.fromkeys(number.partition(" ")[0] for number in correspondences)
        return tuple(f"{code}: {self.arrangements[code]}" for code in codes if code in self.arrangements)

    def find_edition(self, as_of: date, *, presumed_days: int) -> Edition | None:
        """Return the edition that answers for a day, None where none is loaded."""
        fitting = (e for e in self.editions if e.is_in_force(as_of, presumed_days=presumed_days))
        return next(fitting, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLaw:
    """Every loaded regime, and the vocabulary that conditions are written in."""

    regimes: tuple[RegimeLaw, ...]
    vocabulary: Vocabulary

    def find_regime(self, regime: str) -> RegimeLaw | None:
        """Return a regime by its code ("EU"), None where it is not loaded."""
        return next((law for law in self.regimes if law.regime == regime), None)


def _make_room(remembered: dict[tuple[str, ...], Any]) -> None:
    """Forget what is remembered where kinds of items come in ever new sets."""
    if len(remembered) >= _MOST_SETS:
        remembered.clear()


def is_below(entry: str, above: str) -> bool:
    """Tell whether a paragraph is another or part of it ("2B001.b.2.a" of "2B001.B"), in whatever letters."""
    entry, above = _fold_entry(entry), _fold_entry(above)
    return entry == above or (entry.startswith(above) and entry[len(above)] in ".( ")


@lru_cache(maxsize=8192)
def _fold_entry(entry: str) -> str:
    """Return a number as it is compared: Canada's "B.2.1.2.(a)" is its "B.2.1.2(a)"."""
    return " ".join(entry.casefold().replace(".(", "(").split()).rstrip(".")


def _is_named(entry: str, name: str) -> bool:
    first, _, last = name.partition(" to ")
    if last:
        return first[:2] == entry[:2] == last[:2] and first <= entry[:len(first)] <= last
    return is_below(entry, name) or (len(name) == 2 and name[1:].isalpha() and entry.startswith(name))


def may_be(own: str, kinds: Sequence[str], known: Mapping[str, Kind]) -> bool:
    """Tell whether an item of a kind is, or for all that is said may be, of one of `kinds`."""
    if own not in known:
        return True
    wider = known[own].within
    return any(own == kind or kind in wider or (known[own].leaves_open and own in known[kind].within) for kind in kinds)
