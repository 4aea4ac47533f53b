"""What a controlled entry asks of a destination: the reasons for a license, each with its answer."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.model.answer import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseReason:
    """One reason for control against one destination: met where it asks for a license.

    `name` is the reason ("NP1", "RS"), `because` says what decided, `cites` where that stands.
    """

    name: str
    answer: Answer
    because: str
    cites: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseNeed:
    """Whether the export of an item under one entry to one destination asks for a license, as far as lists can tell.

    `answer` is that of all `reasons` together: met where one asks for it. `easings` are general authorisations that may
    cover it, each met, not met or unknown. Not met is no leave to export: who the user is, and for what, is asked
    elsewhere.
    """

    regime: str
    entry: str
    destination: str
    answer: Answer
    reasons: tuple[LicenseReason, ...] = ()
    easings: tuple[LicenseReason, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsFinding:
    """Whether a list of goods names a customs code, for a destination ("" for any).

    `code` is the code as the list has it, `tier` that of the list, `says` what the list means for the destination.
    """

    list: str
    title: str
    authority: str
    destination: str
    answer: Answer
    code: str
    tier: str
    because: str
    says: str
    cites: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseConsequence:
    """What entries that an item meets ask for the destination of its order.

    `of` says how pieces are taken together where only the whole meets them, "" for an
    item by itself; `line` is the place of its (first) line from 0. `applies` tells
    whether the law reaches the item, `answer` that and the need together.
    """

    item: str
    line: int
    of: str
    entries: tuple[str, ...]
    applies: Answer
    need: LicenseNeed
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsConsequence:
    """What a list of goods that are prohibited to the destination says of a line of an order.

    `applies` tells whether the law of the list reaches the item, `answer` that and the finding together.
    """

    item: str
    line: int
    applies: Answer
    finding: GoodsFinding
    answer: Answer
